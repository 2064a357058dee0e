//! Rows of a file, whatever its format, and what they say.
//!
//! The readers of formats make a [`Grid`]; here its heading row is found, its columns are named and its cells are
//! understood. What cannot be understood is kept as it stands and told.

use jiff::{ToSpan, civil::Date};
use report::Status;
use serde::{Deserialize, Serialize};

use super::{PartId, RowText, key::RowKey};
use crate::measures::model::status_name;

/// More rows than any part has: what comes after is refused, with the whole file.
pub const MOST_ROWS: usize = 1_000;

/// What a list in a document shows as long as no status is chosen.
pub const NOT_CHOSEN: &str = "เลือก";

/// The cells of a file, row by row, and the part that the file itself names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The part, from where programs look for it and people do not.
    pub part: Option<PartId>,
    /// The rows.
    pub rows: Vec<GridRow>,
}

/// A row of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridRow {
    /// Its number as the reader's program shows it, from 1.
    pub number: u32,
    /// Its cells, empty ones included.
    pub cells: Vec<String>,
    /// Keys that stand beside its cells, not in them.
    pub tags: Vec<String>,
}

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The part that the file names.
    pub part: Option<PartId>,
    /// The rows in which something stands, in the order of the file.
    pub rows: Vec<ReadRow>,
}

/// A row as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// Its number in the file.
    pub number: u32,
    /// Its key.
    pub key: Option<RowKeyText>,
    /// Is there a key that somebody damaged?
    pub key_is_damaged: bool,
    /// The code of the item, as it stands in the row.
    pub code: String,
    /// What it says.
    pub said: RowText,
    /// Cells that were not understood, with the names of their columns. Nothing of them is lost: taking the row keeps
    /// them as a note.
    pub unclear: Vec<(String, String)>,
}

/// A key as it is kept with a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowKeyText {
    /// The part.
    pub part: PartId,
    /// The row.
    pub row: u16,
}

/// The columns of a part, with the heading of each in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The code of the item.
    Code,
    /// What it asks, its guidelines and measures: to read, not to fill in.
    About,
    /// What was done.
    Text,
    /// How far it is.
    Status,
    /// The day.
    Day,
    /// Who is responsible.
    Party,
    /// Their telephone.
    Telephone,
    /// A remark.
    Remark,
    /// The key.
    Key,
}

impl Column {
    /// All columns, in their order in the files.
    pub const ALL: [Column; 9] = [
        Column::Code,
        Column::About,
        Column::Text,
        Column::Status,
        Column::Day,
        Column::Party,
        Column::Telephone,
        Column::Remark,
        Column::Key,
    ];

    /// Its heading. The files are Thai, as the form they feed.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Code => "ข้อ",
            Column::About => "เรื่อง แนวทาง และมาตรการ",
            Column::Text => "ผลการดำเนินการ",
            Column::Status => "สถานะ",
            Column::Day => "วันที่",
            Column::Party => "ผู้รับผิดชอบของฝ่าย",
            Column::Telephone => "โทรศัพท์",
            Column::Remark => "หมายเหตุถึงผู้ประสานงาน",
            Column::Key => "รหัสแถว (ห้ามแก้)",
        }
    }

    fn of_heading(text: &str) -> Option<Self> {
        let text = thai::text::squash(text);
        Self::ALL.into_iter().find(|column| thai::text::squash(column.heading()) == text)
    }
}

/// Reads what the rows say; `None` if neither a key nor our headings stand anywhere.
pub fn read(grid: &Grid) -> Option<Reading> {
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut rows = Vec::new();
    let mut has_key = false;
    for row in &grid.rows {
        if let Some(found) = headings(row) {
            columns = Some(found);
            continue;
        }
        let (key, key_is_damaged) = key_of(row);
        has_key |= key.is_some();
        if columns.is_none() && key.is_none() {
            continue;
        }
        let usual = || Column::ALL.into_iter().map(Some).collect();
        let read = read_row(row, columns.get_or_insert_with(usual), key, key_is_damaged);
        rows.extend(read);
    }
    let known = columns.is_some() || has_key;
    let part = grid.part.or_else(|| most_named(&rows));
    known.then_some(Reading { part, rows })
}

/// The columns, if this is the heading row: it names at least the item, the result and the status.
fn headings(row: &GridRow) -> Option<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row.cells.iter().map(|cell| Column::of_heading(cell)).collect();
    let has = |wanted| columns.contains(&Some(wanted));
    (has(Column::Code) && has(Column::Text) && has(Column::Status)).then_some(columns)
}

/// The key of a row, wherever it stands; and whether there is only a damaged one.
fn key_of(row: &GridRow) -> (Option<RowKeyText>, bool) {
    let mut texts = row.cells.iter().chain(&row.tags);
    let key = texts.clone().find_map(|text| RowKey::parse(text));
    let damaged = key.is_none() && texts.any(|text| RowKey::is_likely_damaged(text));
    (key.map(|key| RowKeyText { part: key.part, row: key.row }), damaged)
}

fn read_row(
    row: &GridRow,
    columns: &[Option<Column>],
    key: Option<RowKeyText>,
    key_is_damaged: bool,
) -> Option<ReadRow> {
    let cell = |wanted: Column| -> String {
        let texts = row.cells.iter().zip(columns).filter(|(_, column)| **column == Some(wanted));
        let texts: Vec<String> = texts.map(|(cell, _)| tidy(cell)).filter(|cell| !cell.is_empty()).collect();
        texts.join("\n")
    };
    let mut unclear = Vec::new();
    let mut not_understood = |column: Column, text: String| unclear.push((column.heading().to_owned(), text));
    let status = read_status(&cell(Column::Status)).unwrap_or_else(|text| {
        not_understood(Column::Status, text);
        None
    });
    let day = read_day(&cell(Column::Day)).unwrap_or_else(|text| {
        not_understood(Column::Day, text);
        None
    });
    let said = RowText {
        text: cell(Column::Text),
        status,
        day,
        party: cell(Column::Party),
        telephone: thai::digits::to_arabic(&cell(Column::Telephone)),
        remark: cell(Column::Remark),
    };
    let says_something = !said.is_empty() || !unclear.is_empty();
    let code = thai::digits::to_arabic(&cell(Column::Code)).to_uppercase();
    (key.is_some() || says_something).then_some(ReadRow {
        number: row.number,
        key,
        key_is_damaged,
        code,
        said,
        unclear,
    })
}

/// The part that most keys name.
fn most_named(rows: &[ReadRow]) -> Option<PartId> {
    let mut counts: Vec<(PartId, usize)> = Vec::new();
    for part in rows.iter().filter_map(|row| row.key).map(|key| key.part) {
        match counts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, count)) => *count += 1,
            None => counts.push((part, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(part, _)| part)
}

/// A text without what programs put in and people do not see: what is compared, and what is kept.
pub fn tidy(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n");
    thai::text::normalise_lines(&text).trim().to_owned()
}

/// A status by its words; an unknown text comes back. Nothing is guessed from a part of the words: “ไม่เสร็จ” has “เสร็จ”
/// in it.
fn read_status(text: &str) -> Result<Option<Status>, String> {
    let plain = thai::text::squash(text).to_lowercase();
    if plain.is_empty() || plain == NOT_CHOSEN || plain.chars().all(|c| "-–—.".contains(c)) {
        return Ok(None);
    }
    let by_name = |status: &Status| {
        let names = [status.official().to_owned(), status_name(*status).th, status_name(*status).en];
        names.iter().any(|name| thai::text::squash(name).to_lowercase() == plain)
    };
    let known = Status::ALL.into_iter().find(by_name).or_else(|| report::status_of_words(text));
    known.map(Some).ok_or_else(|| text.to_owned())
}

/// A day by its words, or by the number under which a spreadsheet keeps it; an unknown text comes back.
fn read_day(text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() || text.chars().all(|c| "-–—.".contains(c)) {
        return Ok(None);
    }
    if let Ok(number) = text.parse::<f64>() {
        return day_of_serial(number).map(Some).ok_or_else(|| text.to_owned());
    }
    thai::date::parse(text).map(Some).map_err(|_| text.to_owned())
}

/// Day 1 is 1 January 1900, and day 60 the 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1). Whoever types
/// a Buddhist year into a spreadsheet of the common era gets a day 543 years late; no other day lies there.
fn day_of_serial(number: f64) -> Option<Date> {
    if !(61.0..300_000.0).contains(&number) {
        return None;
    }
    let day = Date::constant(1899, 12, 30).checked_add((number.floor() as i64).days()).ok()?;
    if day.year() > 2400 { Date::new(day.year() - 543, day.month(), day.day()).ok() } else { Some(day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(number: u32, cells: &[&str]) -> GridRow {
        GridRow { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), tags: Vec::new() }
    }

    #[test]
    fn columns_are_found_wherever_they_stand() {
        let key = RowKey { part: PartId::new(), row: 3 };
        let head = row(4, &["สถานะ", "ผลการ ดำเนินการ", "ข้อ", "วันที่", "อื่น ๆ"]);
        let said = row(5, &["ดำเนินการแล้วเสร็จ", " ประชุมแล้ว\r\nครบ ", "i๑", "๑๕ พ.ย. ๒๕๖๔", &key.written()]);
        let reading = read(&Grid { part: None, rows: vec![row(1, &["คำชี้แจง"]), head, said] }).unwrap();
        assert_eq!(reading.part, Some(key.part));
        let [read] = &reading.rows[..] else { panic!("{reading:?}") };
        assert_eq!((read.number, read.code.as_str(), read.key.unwrap().row), (5, "I1", 3));
        assert_eq!(read.said.text, "ประชุมแล้ว\nครบ");
        assert_eq!((read.said.status, read.said.day), (Some(Status::Done), Some(date(2021, 11, 15))));
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let head = row(1, &["ข้อ", "ผลการดำเนินการ", "สถานะ", "วันที่"]);
        let said = row(2, &["I1", "ประชุม", "ปลายปี", "ไตรมาส 2"]);
        let reading = read(&Grid { part: None, rows: vec![head, said] }).unwrap();
        let unclear = |column: &str, text: &str| (column.to_owned(), text.to_owned());
        assert_eq!(reading.rows[0].unclear, [unclear("สถานะ", "ปลายปี"), unclear("วันที่", "ไตรมาส 2")]);
        assert_eq!(read(&Grid { part: None, rows: vec![row(1, &["ก", "ข"])] }), None);
    }

    #[test]
    fn days_come_as_words_and_as_numbers_of_spreadsheets() {
        for (text, day) in [
            ("44515", date(2021, 11, 15)),
            ("242842", date(2021, 11, 15)),
            ("15/11/2564", date(2021, 11, 15)),
            ("2021-11-15", date(2021, 11, 15)),
        ] {
            assert_eq!(read_day(text), Ok(Some(day)), "{text}");
        }
        assert_eq!(read_day("-"), Ok(None));
        assert!(read_day("12").is_err() && read_day("31/2/2565").is_err());
    }

    #[test]
    fn statuses_come_in_the_words_of_the_form_and_of_people() {
        for status in Status::ALL {
            assert_eq!(read_status(status.official()), Ok(Some(status)));
            let on_screen = status_name(status);
            assert_eq!(read_status(&on_screen.th), Ok(Some(status)));
            assert_eq!(read_status(&on_screen.en), Ok(Some(status)));
        }
        assert_eq!((read_status("-"), read_status(NOT_CHOSEN)), (Ok(None), Ok(None)));
        assert_eq!(read_status(" “เสร็จสิ้นแล้ว” "), Ok(Some(Status::Done)));
        for unclear in ["ไม่เสร็จ", "ใกล้เสร็จ", "เสร็จ 50%", "เสร็จมั้ง", "ยังไม่แล้วเสร็จ", "not done", "กำลังจะยกเลิก", "รอ ผอ."]
        {
            assert_eq!(read_status(unclear), Err(unclear.to_owned()));
        }
    }
}
