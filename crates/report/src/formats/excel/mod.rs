//! XLSX: the sheets of a workbook (ECMA-376 part 1, 18), each cell as it is shown.
//!
//! Sheets are read cell by cell and kept sparse, so that a cell far out costs no more than any other. Sheets that are
//! shown and look like the form are read; a short sheet before them is its cover. What is hidden is told: sheets and
//! columns that are hidden are not read, rows are, because a filter hides rows that belong to the report.
//!
//! - [`workbook`]: sheets, texts that cells share, formats
//! - [`sheet`]: the cells of a sheet as rows
//! - [`shown`]: a number as its format shows it

mod sheet;
mod shown;
mod workbook;

use ooxml::package::Package;
use thai::Bilingual;

use crate::{
    ReadError,
    document::{Block, Document, Measure, Note, Passage, Row},
    formats::grid,
    place::{Place, Places},
};
use sheet::Sheet;
use workbook::{SheetEntry, Workbook};

/// The most sheets that are read.
const MOST_SHEETS: usize = 120;
/// A sheet before the form is its cover if it has at most so many rows with text.
const MOST_ROWS_OF_A_COVER: usize = 40;

/// Reads an XLSX file.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes)?;
    let mut measure = Measure::default();
    let workbook = Workbook::read(&mut package, &mut measure)?;
    if workbook.sheets.len() > MOST_SHEETS {
        return Err(ReadError::TooMuch);
    }
    let mut notes = Notes::default();
    let mut read = Vec::new();
    let mut line = 1;
    let mut places = Places::default();
    for entry in &workbook.sheets {
        let Some(text) = package.read_text(&entry.part)? else { continue };
        let sheet = Sheet::read(&text, &workbook, line, &mut measure)?;
        if entry.hidden {
            if sheet.looks_like_form() {
                notes.hidden_sheets.push(entry.name.clone());
            }
            continue;
        }
        places.begin(line, Place::SheetRow { sheet: entry.name.clone(), row: 1 });
        line = sheet.next_line;
        notes.look_at(&entry.name, &sheet);
        if sheet.has_page_header || has_more_text(&mut package, &entry.part)? {
            notes.not_read.push(entry.name.clone());
        }
        read.push((entry, sheet));
    }
    let blocks = blocks_of(read, &mut notes);
    Ok(Document { blocks, places, notes: notes.tell(), truncated_at: None })
}

/// Has a sheet comments or boxes with text?
fn has_more_text(package: &mut Package, part: &str) -> Result<bool, ReadError> {
    for relation in package.relations(part)? {
        let text = match relation.kind.as_str() {
            "comments" => "<t",
            "drawing" => "<a:t>",
            _ => continue,
        };
        if package.read_text(&relation.target)?.is_some_and(|content| content.contains(text)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The tables of the sheets that look like the form, the text of covers before them, and nothing of the others; if none
/// looks like the form, everything.
fn blocks_of(sheets: Vec<(&SheetEntry, Sheet)>, notes: &mut Notes) -> Vec<Block> {
    let any_form = sheets.iter().any(|(_, sheet)| sheet.looks_like_form());
    let mut form_seen = false;
    let mut blocks = Vec::new();
    for (entry, sheet) in sheets {
        let is_form = sheet.looks_like_form();
        let filled = sheet.rows.iter().filter(|row| row.filled() > 0).count();
        if is_form || !any_form {
            form_seen |= is_form;
            blocks.extend(grid::blocks(sheet.rows));
        } else if !form_seen && filled <= MOST_ROWS_OF_A_COVER {
            blocks.extend(sheet.rows.iter().flat_map(line_of));
        } else if filled > 0 {
            notes.other_sheets.push(entry.name.clone());
        }
    }
    blocks
}

fn line_of(row: &Row) -> Option<Block> {
    let passage = Passage::new(row.line, &row.text());
    (!passage.text.is_empty()).then_some(Block::Paragraph(passage))
}

/// What people should know about the workbook.
#[derive(Default)]
struct Notes {
    hidden_sheets: Vec<String>,
    other_sheets: Vec<String>,
    hidden_rows: Vec<String>,
    hidden_columns: Vec<String>,
    not_computed: Vec<String>,
    not_read: Vec<String>,
}

impl Notes {
    fn look_at(&mut self, name: &str, sheet: &Sheet) {
        let notes = [
            (sheet.has_hidden_rows, &mut self.hidden_rows),
            (sheet.has_hidden_columns, &mut self.hidden_columns),
            (sheet.has_formulas_without_result, &mut self.not_computed),
        ];
        for (is_so, names) in notes {
            if is_so {
                names.push(name.to_owned());
            }
        }
    }

    fn tell(self) -> Vec<Note> {
        type Say = fn(&str) -> Bilingual;
        let kinds: [(&'static str, Vec<String>, Say); 6] = [
            ("hidden_sheet", self.hidden_sheets, |names| {
                Bilingual::new(
                    format!("ไม่ได้อ่านแผ่นงานที่ซ่อนไว้: {names} หากเป็นส่วนของรายงาน ให้เลิกซ่อนแล้วนำเข้าไฟล์อีกครั้ง"),
                    format!(
                        "Hidden sheets were not read: {names}. If they belong to the report, show them and bring in the file again."
                    ),
                )
            }),
            ("other_sheet", self.other_sheets, |names| {
                Bilingual::new(
                    format!("ไม่ได้อ่านแผ่นงานที่ไม่มีตารางรายงาน: {names} โปรดตรวจว่าไม่มีส่วนของรายงานอยู่ในนั้น"),
                    format!(
                        "Sheets without a table of the report were not read: {names}. Please check that nothing of the report stands there."
                    ),
                )
            }),
            ("hidden_rows", self.hidden_rows, |names| {
                Bilingual::new(
                    format!("แผ่นงาน {names} มีแถวที่ซ่อนไว้ แถวเหล่านั้นอ่านมาด้วย โปรดตรวจว่าเป็นส่วนของรายงาน"),
                    format!(
                        "Sheet {names} has hidden rows; they were read as well. Please check that they belong to the report."
                    ),
                )
            }),
            ("hidden_columns", self.hidden_columns, |names| {
                Bilingual::new(
                    format!(
                        "แผ่นงาน {names} มีคอลัมน์ที่ซ่อนไว้ ไม่ได้อ่านคอลัมน์เหล่านั้น หากเป็นส่วนของรายงาน ให้เลิกซ่อนแล้วนำเข้าไฟล์อีกครั้ง"
                    ),
                    format!(
                        "Sheet {names} has hidden columns; they were not read. If they belong to the report, show them and bring in the file again."
                    ),
                )
            }),
            ("comments_not_read", self.not_read, |names| {
                Bilingual::new(
                    format!(
                        "แผ่นงาน {names} มีความคิดเห็น กล่องข้อความ หรือหัวกระดาษ ซึ่งไม่ได้อ่าน โปรดตรวจว่าไม่มีเนื้อหาของรายงานอยู่ในนั้น"
                    ),
                    format!(
                        "Sheet {names} has comments, text boxes or a page header, which were not read. Please check that nothing of the report stands in them."
                    ),
                )
            }),
            ("formula_without_result", self.not_computed, |names| {
                Bilingual::new(
                    format!("แผ่นงาน {names} มีสูตรที่ยังไม่ได้คำนวณ เซลล์เหล่านั้นจึงว่าง เปิดไฟล์ด้วย Excel แล้วบันทึก จากนั้นนำเข้าอีกครั้ง"),
                    format!(
                        "Sheet {names} has formulas without a result, so those cells are empty. Open the file in Excel, save it and bring it in again."
                    ),
                )
            }),
        ];
        let told = kinds.into_iter().filter(|(_, names, _)| !names.is_empty());
        told.map(|(code, names, say)| {
            let names: Vec<String> = names.iter().take(8).map(|name| format!("“{name}”")).collect();
            Note { code, sentence: say(&names.join(", ")) }
        })
        .collect()
    }
}
