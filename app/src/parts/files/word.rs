//! A part as a Word document: each place to fill in is a content control whose tag is the key of its row.

use ooxml::word::{Cell, Document, FillIn, Inline, Length, Page, Paragraph, Properties, Row, Style, Stylesheet, Table};

use super::{NAMESPACE, PartFile, cell, is_open, key, statuses};
use crate::parts::model::reading::Column;

/// The columns of the document: all but the key, which stands in the tags.
const COLUMNS: usize = 8;
/// Their shares of the width.
const SHARES: [u32; COLUMNS] = [5, 24, 25, 11, 10, 13, 11, 13];
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
            if !is_open(column, row) {
                let lines = said.lines().map(|line| Paragraph::of(Style::TABLE_TEXT, line)).collect();
                return Cell::new(lines).shade(LOCKED);
            }
            let choices = if column == Column::Status { statuses() } else { Vec::new() };
            let fill_in = FillIn {
                tag: format!("{key}:{at}"),
                name: format!("{} {}", item.code, column.heading()),
                text: said,
                prompt: prompt(column).to_owned(),
                choices: choices.into_iter().map(str::to_owned).collect(),
            };
            Cell::new(vec![Paragraph::new(Style::TABLE_TEXT).inline(Inline::FillIn(fill_in))])
        });
        table = table.row(Row::new(cells.collect()).may_split());
    }
    Document::new(properties, Stylesheet::new("Sarabun", 9.5), page)
        .paragraph(Paragraph::of(Style::TITLE, file.title()))
        .paragraphs(file.instructions().into_iter().map(|sentence| Paragraph::of(Style::BULLET, sentence)))
        .table(table)
        .footer(vec![Paragraph::new(Style::FOOTER).inline(Inline::PageNumber { thai: false })])
        .data(NAMESPACE, file.part.id.to_string())
        .to_bytes()
}

fn prompt(column: Column) -> &'static str {
    match column {
        Column::Text => "กรอกผล",
        Column::Status => "เลือก",
        Column::Day => "วันที่",
        Column::Party => "ชื่อ",
        Column::Telephone => "เบอร์",
        _ => "(ถ้ามี)",
    }
}
