//! The cells of a sheet, row by row as they are written, and its merged cells.

use std::collections::{BTreeSet, HashMap};

use ooxml::xml::{Piece, Tag, Xml};

use super::{
    shown::shown,
    workbook::{Workbook, unescaped},
};
use crate::{
    Passage, ReadError, columns,
    document::{Cell, Measure, Row},
    formats::tables::MOST_COLUMNS,
    subject::names_an_item,
    text::is_thai_letter,
};

/// Excel's last row and last column (XFD).
const LAST_ROW: usize = 1_048_576;
const LAST_COLUMN: usize = 16_384;
/// More merged cells than a report has.
const MOST_MERGED: usize = 20_000;
/// More spans of hidden columns than a sheet has.
const MOST_HIDDEN: usize = 1_000;
/// Rows of a form have at least so many filled cells.
const FEWEST_CELLS: usize = 3;

/// The rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Rows that hold something, with a row without cells wherever rows between are empty.
    pub(super) rows: Vec<Row>,
    /// The line behind the last row.
    pub(super) next_line: usize,
    /// Some of the rows are hidden; they were read.
    pub(super) has_hidden_rows: bool,
    /// Some of the columns with text are hidden; they were not read.
    pub(super) has_hidden_columns: bool,
    /// Something is printed above each page; it was not read.
    pub(super) has_page_header: bool,
    /// Some formulas were never computed.
    pub(super) has_formulas_without_result: bool,
}

/// A rectangle of cells; rows and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Region {
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

/// A row with only the cells that hold something.
struct SparseRow {
    number: usize,
    cells: Vec<(usize, Vec<String>)>,
}

/// A cell while it is read.
#[derive(Default)]
struct OpenCell {
    column: usize,
    kind: String,
    format: usize,
    text: String,
    has_formula: bool,
    in_value: bool,
}

struct Reading<'w> {
    workbook: &'w Workbook,
    rows: Vec<SparseRow>,
    /// What stands in hidden columns, by row and column: a merged cell that reaches out of them is shown.
    unseen: Vec<((usize, usize), Vec<String>)>,
    merged: Vec<Region>,
    hidden: Vec<(usize, usize)>,
    row: usize,
    column: usize,
    cell: Option<OpenCell>,
    in_page_header: bool,
    sheet: Sheet,
}

impl Sheet {
    /// Reads a sheet. Row 1 has the line `first_line`.
    pub(super) fn read(
        text: &str,
        workbook: &Workbook,
        first_line: usize,
        measure: &mut Measure,
    ) -> Result<Self, ReadError> {
        let mut reading = Reading {
            workbook,
            rows: Vec::new(),
            unseen: Vec::new(),
            merged: Vec::new(),
            hidden: Vec::new(),
            row: 0,
            column: 0,
            cell: None,
            in_page_header: false,
            sheet: Sheet::default(),
        };
        let mut xml = Xml::new(text);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if matches!(tag.name(), "rPh" | "extLst") => xml.skip()?,
                Piece::Open(tag) => reading.open(&tag),
                Piece::Close(name) => reading.close(&name, measure)?,
                Piece::Text(text) => {
                    reading.sheet.has_page_header |= reading.in_page_header && text.chars().any(is_thai_letter);
                    if let Some(cell) = reading.cell.as_mut().filter(|cell| cell.in_value) {
                        cell.text.push_str(&text);
                    }
                }
            }
        }
        reading.finish(first_line, measure)
    }

    /// Does it have a heading row of the form, or rows that name items of it?
    pub(super) fn looks_like_form(&self) -> bool {
        self.rows.iter().any(|row| {
            row.filled() >= FEWEST_CELLS && (names_an_item(row) || columns::recognise(&only_filled(row)).is_some())
        })
    }
}

/// Spans of columns in order, those that touch made one.
fn joined(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

fn only_filled(row: &Row) -> Row {
    Row { line: row.line, cells: row.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect() }
}

impl Reading<'_> {
    fn open(&mut self, tag: &Tag) {
        match tag.name() {
            "col" => {
                let is_hidden = matches!(tag.attribute("hidden").as_deref(), Some("1" | "true"));
                if let (true, Some(first), Some(last)) = (is_hidden, tag.number("min"), tag.number("max"))
                    && self.hidden.len() < MOST_HIDDEN
                {
                    self.hidden.push((first, last));
                }
            }
            "row" => {
                self.row = tag.number("r").unwrap_or(self.row + 1).clamp(1, LAST_ROW);
                self.column = 0;
                self.sheet.has_hidden_rows |= matches!(tag.attribute("hidden").as_deref(), Some("1" | "true"));
            }
            "c" => {
                let place = tag.attribute("r").and_then(|place| place_of(&place));
                self.column = place.map_or(self.column + 1, |(column, _)| column).min(LAST_COLUMN);
                self.cell = Some(OpenCell {
                    column: self.column,
                    kind: tag.attribute("t").unwrap_or_default(),
                    format: tag.number("s").unwrap_or(0),
                    ..OpenCell::default()
                });
            }
            "v" | "t" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_value = true;
                }
            }
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.has_formula = true;
                }
            }
            "oddHeader" => self.in_page_header = true,
            "mergeCell" if self.merged.len() < MOST_MERGED => {
                self.merged.extend(tag.attribute("ref").and_then(|region| region_of(&region)));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, measure: &mut Measure) -> Result<(), ReadError> {
        match name {
            "v" | "t" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_value = false;
                }
            }
            "oddHeader" => self.in_page_header = false,
            "c" => {
                if let Some(cell) = self.cell.take() {
                    self.take(&cell, measure)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, cell: &OpenCell, measure: &mut Measure) -> Result<(), ReadError> {
        self.sheet.has_formulas_without_result |= cell.has_formula && cell.text.trim().is_empty() && cell.kind != "str";
        let text = self.text_of(cell);
        let lines =
            text.split(['\n', '\r']).map(thai::text::normalise).filter(|line| !matches!(line.as_str(), "" | "-"));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() {
            return Ok(());
        }
        measure.add_cells(1)?;
        for line in &lines {
            measure.add_passage(line)?;
        }
        if self.is_hidden(cell.column) {
            self.unseen.push(((self.row, cell.column), lines));
            return Ok(());
        }
        // Rows stand in order; a file that says otherwise is read as it comes.
        match self.rows.last_mut().filter(|row| row.number == self.row) {
            Some(row) => row.cells.push((cell.column, lines)),
            None => self.rows.push(SparseRow { number: self.row, cells: vec![(cell.column, lines)] }),
        }
        Ok(())
    }

    fn is_hidden(&self, column: usize) -> bool {
        self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Merged cells that begin in a hidden column stand in the first column of theirs that is seen.
    fn show_merged(&mut self) {
        let hidden = joined(std::mem::take(&mut self.hidden));
        let regions: HashMap<(usize, usize), usize> =
            self.merged.iter().map(|region| ((region.top, region.left), region.right)).collect();
        let mut rows: HashMap<usize, usize> = self.rows.iter().enumerate().map(|(at, row)| (row.number, at)).collect();
        for ((row, column), lines) in std::mem::take(&mut self.unseen) {
            // The spans are joined: behind the one that hides the column the next is seen.
            let span = hidden.partition_point(|(_, last)| *last < column);
            let seen = hidden.get(span).map_or(column, |(_, last)| last + 1);
            if regions.get(&(row, column)).is_none_or(|right| *right < seen) {
                self.sheet.has_hidden_columns = true;
                continue;
            }
            let at = *rows.entry(row).or_insert_with(|| {
                self.rows.push(SparseRow { number: row, cells: Vec::new() });
                self.rows.len() - 1
            });
            self.rows[at].cells.push((seen, lines));
        }
    }

    fn text_of(&self, cell: &OpenCell) -> String {
        match cell.kind.as_str() {
            "s" => {
                let text = cell.text.trim().parse().ok().and_then(|place: usize| self.workbook.texts.get(place));
                text.cloned().unwrap_or_default()
            }
            "inlineStr" | "str" => unescaped(&cell.text),
            "b" => if cell.text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "e" => cell.text.clone(),
            "d" => match cell.text.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok()) {
                Some(day) => thai::date::long(day, thai::Language::Thai),
                None => cell.text.clone(),
            },
            _ => match cell.text.trim().parse::<f64>() {
                Ok(value) => shown(value, self.workbook.format_of(cell.format), self.workbook.from_1904),
                Err(_) => cell.text.clone(),
            },
        }
    }

    fn finish(mut self, first_line: usize, measure: &mut Measure) -> Result<Sheet, ReadError> {
        self.show_merged();
        self.rows.sort_by_key(|row| row.number);
        let used: BTreeSet<usize> = self.rows.iter().flat_map(|row| &row.cells).map(|(column, _)| *column).collect();
        let used: Vec<usize> = used.into_iter().collect();
        // A sheet that reaches far out is drawn together: its empty columns count for nothing.
        let is_wide = used.last().is_some_and(|last| *last > MOST_COLUMNS);
        let place = |column: usize| {
            let at = if is_wide { used.partition_point(|used| *used < column) } else { column - 1 };
            at.min(MOST_COLUMNS - 1)
        };
        let mut rows: Vec<Row> = Vec::new();
        let mut before = 0;
        for sparse in self.rows {
            let line = first_line + sparse.number - 1;
            if before > 0 && sparse.number > before + 1 {
                rows.push(Row { line: line - 1, cells: Vec::new() });
            }
            before = sparse.number;
            let width = sparse.cells.iter().map(|(column, _)| place(*column) + 1).max().unwrap_or(0);
            measure.add_cells(width)?;
            let mut row = Row { line, cells: vec![Cell::default(); width] };
            for (column, lines) in sparse.cells {
                let passages = lines.into_iter().map(|text| Passage { line, text });
                row.cells[place(column)].passages.extend(passages);
            }
            rows.push(row);
        }
        for region in &self.merged {
            cover(&mut rows, region, first_line, &place, measure)?;
        }
        Ok(Sheet { rows, next_line: first_line + before, ..self.sheet })
    }
}

/// Marks the cells below the first row of a merged region as parts of it.
fn cover(
    rows: &mut [Row],
    region: &Region,
    first_line: usize,
    place: &impl Fn(usize) -> usize,
    measure: &mut Measure,
) -> Result<(), ReadError> {
    let (first, last) = (place(region.left), place(region.right));
    let from = rows.partition_point(|row| row.line < first_line + region.top);
    let to = rows.partition_point(|row| row.line < first_line + region.bottom);
    for row in rows.get_mut(from..to).unwrap_or_default().iter_mut().filter(|row| !row.cells.is_empty()) {
        measure.add_cells(last + 1 - first)?;
        row.cells.resize_with(row.cells.len().max(last + 1), Cell::default);
        for cell in row.cells[first..=last].iter_mut().filter(|cell| cell.passages.is_empty()) {
            cell.merged = true;
        }
    }
    Ok(())
}

/// Column and row of a cell reference like `AB12`, both from 1.
fn place_of(reference: &str) -> Option<(usize, usize)> {
    let reference = reference.trim().replace('$', "");
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = reference
        .bytes()
        .take(letters)
        .fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = reference[letters..].parse().ok()?;
    ((1..=LAST_COLUMN).contains(&column) && (1..=LAST_ROW).contains(&row)).then_some((column, row))
}

fn region_of(reference: &str) -> Option<Region> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((left, top), (right, bottom)) = (place_of(first)?, place_of(last)?);
    (left <= right && top <= bottom).then_some(Region { top, bottom, left, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &str) -> Sheet {
        let mut workbook = Workbook::default();
        workbook.texts.push("ก\nข".into());
        Sheet::read(&format!("<worksheet>{cells}</worksheet>"), &workbook, 1, &mut Measure::default()).unwrap()
    }

    #[test]
    fn references_are_read() {
        assert_eq!((place_of("A1"), place_of("XFD1048576")), (Some((1, 1)), Some((16_384, 1_048_576))));
        assert_eq!((place_of("XFE1"), place_of("A0"), place_of("12"), place_of("AAAA1")), (None, None, None, None));
        assert_eq!(region_of("B2:C3"), Some(Region { top: 2, bottom: 3, left: 2, right: 3 }));
        assert_eq!(region_of("C3:B2"), None);
    }

    #[test]
    fn cells_far_out_cost_nothing_and_merged_cells_are_marked() {
        let sheet = read(
            "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c t='inlineStr'><is><t>ค</t></is></c></row><row r='2'>\
             <c r='C2'><v>77.869999999</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>\
             <mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='A1:XFD1048576'/></mergeCells>",
        );
        assert_eq!(sheet.rows.len(), 4);
        assert_eq!(sheet.rows[0].cells[0].passages.len(), 2);
        assert!(sheet.rows[1].cells[0].merged && sheet.rows[1].cells[1].merged);
        assert_eq!(sheet.rows[1].cells[2].text(), "77.87");
        assert_eq!((sheet.rows[3].line, sheet.rows[3].cells.len(), sheet.next_line), (1_048_576, 4, 1_048_577));
    }

    #[test]
    fn a_merged_cell_that_reaches_out_of_a_hidden_column_is_read() {
        let sheet = read(
            "<cols><col min='2' max='2' hidden='1'/><col min='1' max='1' hidden='1'/></cols><sheetData><row r='1'>\
             <c r='A1' t='str'><v>ข้อ</v></c><c r='D1' t='str'><v>มาตรการ</v></c></row></sheetData>\
             <mergeCells><mergeCell ref='A1:C1'/></mergeCells>",
        );
        assert_eq!(sheet.rows[0].text(), "ข้อ มาตรการ");
        assert!(!sheet.has_hidden_columns, "nothing was left out");
    }

    #[test]
    fn hidden_columns_and_formulas_without_result_are_told() {
        let sheet = read(
            "<cols><col min='2' max='3' hidden='1'/></cols><sheetData><row hidden='1'><c><v>1</v></c><c><v>2</v></c>\
             <c r='D1'><f>A1</f></c></row></sheetData>",
        );
        assert_eq!(sheet.rows[0].text(), "1");
        assert!(sheet.has_hidden_rows && sheet.has_hidden_columns && sheet.has_formulas_without_result);
    }
}
