//! Rows of cells as sheets and CSV files have them: a title above, the table, signatures below, all in one grid.

use crate::{
    columns,
    document::{Block, Cell, Passage, Row, Table},
    formats::tables::MOST_COLUMNS,
    subject,
    text::holds,
    understand,
};

/// Rows with at most this many filled cells may be lines of text above or below a table.
const MOST_CELLS_OF_A_LINE: usize = 2;

/// The tables of a grid, and what stands around them as paragraphs. A row without text parts a table from what follows.
pub(crate) fn blocks(rows: Vec<Row>) -> Vec<Block> {
    let rows: Vec<Row> = rows.into_iter().map(within_columns).collect();
    let is_heading: Vec<bool> = rows.iter().map(|row| columns::recognise(&trimmed(row)).is_some()).collect();
    let any_heading = is_heading.contains(&true);
    let mut blocks = Vec::new();
    let mut part: Vec<Row> = Vec::new();
    let mut in_table = false;
    for (row, is_heading) in rows.into_iter().zip(is_heading) {
        let first_without_heading = !any_heading && !in_table && row.filled() > MOST_CELLS_OF_A_LINE;
        if is_heading || first_without_heading {
            close(std::mem::take(&mut part), in_table, &mut blocks);
            in_table = true;
        }
        part.push(row);
    }
    close(part, in_table, &mut blocks);
    blocks
}

/// Further cells than any form has go into the last one.
fn within_columns(mut row: Row) -> Row {
    if row.cells.len() > MOST_COLUMNS {
        let further = row.cells.split_off(MOST_COLUMNS);
        if let Some(last) = row.cells.last_mut() {
            last.passages.extend(further.into_iter().flat_map(|cell| cell.passages));
        }
    }
    row
}

/// Without the empty cells at its ends.
fn trimmed(row: &Row) -> Row {
    let filled = |cell: &Cell| !cell.is_empty();
    let first = row.cells.iter().position(filled).unwrap_or(0);
    let last = row.cells.iter().rposition(filled).map_or(0, |last| last + 1);
    Row { line: row.line, cells: row.cells[first.min(last)..last].to_vec() }
}

fn close(mut part: Vec<Row>, is_table: bool, blocks: &mut Vec<Block>) {
    let below = if is_table { part.split_off(end_of_table(&part)) } else { std::mem::take(&mut part) };
    part.retain(|row| row.filled() > 0);
    if !part.is_empty() {
        blocks.push(Block::Table(Table { rows: without_empty_sides(part) }));
    }
    let lines = below.iter().map(|row| Passage::new(row.line, &row.text()));
    blocks.extend(lines.filter(|line| !line.text.is_empty()).map(Block::Paragraph));
}

/// Where the lines below a table begin: behind its last empty row if nothing that follows looks like a row of the
/// form, or with the title of the next page.
fn end_of_table(rows: &[Row]) -> usize {
    let mut end = rows.len();
    while end > 1 && is_line(&rows[end - 1]) && (rows[end - 1].filled() == 0 || is_of_a_page(&rows[end - 1])) {
        end -= 1;
    }
    let empty = rows[..end].iter().rposition(|row| row.filled() == 0);
    match empty {
        Some(empty) if empty > 0 && rows[empty..].iter().all(is_line) => empty,
        _ => end,
    }
}

fn is_line(row: &Row) -> bool {
    row.filled() <= MOST_CELLS_OF_A_LINE && !subject::names_an_item(row)
}

/// A title or a page number.
fn is_of_a_page(row: &Row) -> bool {
    let text = row.text();
    understand::is_page_number(&text) || understand::TITLES.iter().any(|title| holds(&text, title))
}

/// Without the columns at both sides in which no row has text.
fn without_empty_sides(rows: Vec<Row>) -> Vec<Row> {
    let first = |row: &Row| row.cells.iter().position(|cell| !cell.is_empty());
    let last = |row: &Row| row.cells.iter().rposition(|cell| !cell.is_empty());
    let left = rows.iter().filter_map(first).min().unwrap_or(0);
    let width = rows.iter().filter_map(last).max().map_or(0, |last| last + 1);
    let narrowed = |mut row: Row| {
        row.cells.resize_with(width.max(row.cells.len()), Cell::default);
        row.cells.truncate(width);
        row.cells.drain(..left.min(width));
        row
    };
    rows.into_iter().map(narrowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Vec<Row> {
        let cell = |text: &&str| {
            let passage = Passage::new(1, text);
            Cell { passages: if passage.text.is_empty() { vec![] } else { vec![passage] }, merged: false }
        };
        let row = |(at, cells): (usize, &&[&str])| Row { line: at + 1, cells: cells.iter().map(cell).collect() };
        rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn a_title_stands_above_and_a_signature_below() {
        let rows = grid(&[
            &["", "หน่วยงาน", "สำนักงานเขตตัวอย่าง", ""],
            &["", "ตัวชี้วัด", "แนวทางการปฏิบัติ", "มาตรการ"],
            &["", "I1 ข้อ", "ก", "ข"],
            &["", "", "", ""],
            &["", "ตัวชี้วัดที่ ๒ การใช้งบประมาณ", "", ""],
            &["", "I7 ข้อ", "ก", "ข"],
            &["", "", "", ""],
            &["", "", "ลงชื่อ นางสมมติ", ""],
        ]);
        let blocks = blocks(rows);
        assert_eq!(blocks[0], Block::Paragraph(Passage::new(1, "หน่วยงาน สำนักงานเขตตัวอย่าง")));
        let Block::Table(table) = &blocks[1] else { panic!("a table") };
        assert_eq!((table.rows.len(), table.rows[0].cells.len()), (4, 3));
        assert_eq!(blocks[2], Block::Paragraph(Passage::new(8, "ลงชื่อ นางสมมติ")));
        assert_eq!(blocks.len(), 3);
    }
}
