//! CSV: rows of text between commas, semicolons or tabs.

use ::csv::{ByteRecord, ReaderBuilder};

use crate::{
    ReadError, columns,
    document::{Cell, Document, MOST_CELLS, Measure, Passage, Row},
    formats::grid,
};

/// What may part the cells, in the order of preference.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// So many records are looked at to find what parts their cells.
const RECORDS_LOOKED_AT: usize = 60;
/// And they stand within so many bytes; a longer beginning without an end is no row.
const BYTES_LOOKED_AT: usize = 1_000_000;
/// A table of the form has at least so many columns.
const FEWEST_COLUMNS: usize = 3;

/// What parts the cells of a CSV text: the one with which a row names the columns of the form, else the one with
/// which most rows have many cells of one number. `None` if the text does not look like CSV.
pub fn delimiter_of(text: &str) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    let beginning = &text[..text.floor_char_boundary(BYTES_LOOKED_AT)];
    for delimiter in DELIMITERS {
        let count = text.bytes().filter(|byte| *byte == delimiter).count();
        if !(FEWEST_COLUMNS - 1..=2 * MOST_CELLS).contains(&count) {
            continue;
        }
        let records = records(beginning, delimiter).take(RECORDS_LOOKED_AT).map_while(Result::ok);
        let rows: Vec<Row> = records.map(|record| row_of(&record, 1)).collect();
        let named = rows.iter().any(|row| columns::recognise(row).is_some());
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let even = rows.iter().filter(|row| row.cells.len() == widest).count();
        if widest < FEWEST_COLUMNS || (!named && (even * 2 < rows.len() || widest < 5)) {
            continue;
        }
        let weight = usize::from(named) * 1_000_000 + even;
        if best.is_none_or(|(other, _)| weight > other) {
            best = Some((weight, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

/// Reads a CSV text. Rows may differ in their number of cells; cells may hold several lines.
pub fn read(text: &str) -> Result<Document, ReadError> {
    let delimiter = delimiter_of(text).ok_or(ReadError::NoTable)?;
    let mut measure = Measure::default();
    let mut rows = Vec::new();
    let mut next_line = 1;
    let mut reader = reader(text, delimiter);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|_| ReadError::Undecodable)? {
        let line = record.position().map_or(1, |position| position.line()) as usize;
        if line > next_line {
            rows.push(Row { line: next_line, cells: Vec::new() });
        }
        next_line = reader.position().line() as usize;
        measure.add_cells(record.len())?;
        measure.add_letters(record.as_slice().len() / 3)?;
        let row = row_of(&record, line);
        for passage in row.cells.iter().flat_map(|cell| &cell.passages) {
            measure.add_passage(&passage.text)?;
        }
        rows.push(row);
    }
    Ok(Document { blocks: grid::blocks(rows), ..Document::default() })
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = ::csv::Result<ByteRecord>> + '_ {
    reader(text, delimiter).into_byte_records()
}

/// A record as a row. The text was UTF-8, and is cut only at delimiters and quotes, so it still is.
fn row_of(record: &ByteRecord, line: usize) -> Row {
    let cell = |field: &[u8]| {
        let text = String::from_utf8_lossy(field);
        let passages = text.lines().filter_map(|part| Passage::worded(line, part));
        Cell { passages: passages.collect(), merged: false }
    };
    Row { line, cells: record.iter().map(cell).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;

    const HEADING: [&str; 5] = ["ตัวชี้วัด", "แนวทางการปฏิบัติ", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"];

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for (delimiter, mark) in [(b',', ","), (b';', ";"), (b'\t', "\t")] {
            let text = format!("หน่วยงาน{mark}สมมติ\n\n{}\nI1{mark}\"ก\nข, ค; ง\"{mark}\n", HEADING.join(mark));
            assert_eq!(delimiter_of(&text), Some(delimiter));
            let document = read(&text).unwrap();
            assert!(matches!(&document.blocks[0], Block::Paragraph(line) if line.text == "หน่วยงาน สมมติ"));
            let Block::Table(table) = &document.blocks[1] else { panic!("a table") };
            assert_eq!((table.rows[1].line, table.rows[1].cells[1].passages.len()), (4, 2));
        }
        assert_eq!(delimiter_of("ข้อความธรรมดา, มีจุลภาค\nอีกบรรทัด"), None);
    }
}
