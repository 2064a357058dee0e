//! A part as a Word document. The key of each row stands behind its code as hidden text, and again as the tag of the
//! content control from which the status is chosen: Word keeps both, LibreOffice drops tags when it saves. For the same
//! reason only the status is a content control: LibreOffice repeats the text of others once for each change between
//! Thai and digits.

use ooxml::word::{
    Cell, Document, FillIn, Inline, Length, Look, Page, Paragraph, Properties, Row, Style, Stylesheet, Table,
};

use super::{NAMESPACE, PartFile, cell, is_open, key, statuses};
use crate::parts::model::reading::{Column, NOT_CHOSEN};

/// The columns of the document: all but the key, which stands in the tags.
const COLUMNS: usize = 8;
/// Their shares of the width.
const SHARES: [u32; COLUMNS] = [5, 24, 25, 11, 10, 13, 11, 13];
/// A cell of so many characters makes a row about a third of a page high.
const LONG: usize = 500;
const LOCKED: &str = "F1F1EE";

/// The part as a DOCX file. The same part makes the same bytes.
pub fn write(file: &PartFile<'_>) -> Vec<u8> {
    let properties = Properties {
        title: file.title(),
        author: file.agency.to_owned(),
        created: file.part.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        ..Properties::default()
    };
    let page = Page::a4().turned().margins([Length::cm(1.5); 4]);
    let columns = page.text_width().shared(&SHARES);
    let heads = Column::ALL.into_iter().take(COLUMNS);
    let head = Row::new(heads.map(|column| Cell::of(Style::TABLE_HEAD, column.heading())).collect());
    let mut table = Table::new(columns).described(file.title(), "แถวละหนึ่งผลการดำเนินการ กรอกเฉพาะช่องสีขาว").head(head);
    for (item, row) in file.part.exported.rows() {
        let key = key(file.part, row);
        let cells = (0..COLUMNS).map(|at| {
            let column = Column::ALL[at];
            let said = cell(column, item, row);
            if column == Column::Status {
                let fill_in = FillIn {
                    tag: key.clone(),
                    name: format!("{} {}", item.code, column.heading()),
                    text: said,
                    prompt: NOT_CHOSEN.to_owned(),
                    choices: statuses().into_iter().map(str::to_owned).collect(),
                };
                return Cell::new(vec![Paragraph::new(Style::TABLE_TEXT).inline(Inline::FillIn(fill_in))]);
            }
            let mut lines: Vec<Paragraph> = said.lines().map(|line| Paragraph::of(Style::TABLE_TEXT, line)).collect();
            if lines.is_empty() {
                lines.push(Paragraph::new(Style::TABLE_TEXT));
            }
            if column == Column::Code {
                let hidden = Look { hidden: true, ..Look::default() };
                let last = lines.pop().unwrap_or_else(|| Paragraph::new(Style::TABLE_TEXT));
                lines.push(last.inline(Inline::Text(format!(" {key}"), hidden)));
            }
            let cell = Cell::new(lines);
            if is_open(column, row) { cell } else { cell.shade(LOCKED) }
        });
        let longest = (0..COLUMNS).map(|at| cell(Column::ALL[at], item, row).chars().count()).max();
        let row = Row::new(cells.collect());
        // A row is torn only where it would leave most of a page empty.
        table = table.row(if longest.is_some_and(|longest| longest > LONG) { row.may_split() } else { row });
    }
    Document::new(properties, Stylesheet::new("Sarabun", 9.5), page)
        .paragraph(Paragraph::of(Style::TITLE, file.title()))
        .paragraphs(file.instructions().into_iter().map(|sentence| Paragraph::of(Style::BULLET, sentence)))
        .table(table)
        .footer(vec![Paragraph::new(Style::FOOTER).inline(Inline::PageNumber { thai: false })])
        .data(NAMESPACE, file.part.id.to_string())
        .to_bytes()
}
