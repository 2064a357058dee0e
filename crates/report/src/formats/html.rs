//! HTML tables to rows of cells: merged cells, nested tables, forgotten closing tags.

use crate::{
    document::{Block, Cell, Document, Passage, Row, Table},
    formats::{
        markup::{self, Token},
        tables::{MOST_COLUMNS, Paragraphs},
    },
};

/// Merged cells stop being spread when a table has grown to this many cells.
const MOST_CELLS: usize = 200_000;
/// The deepest merge that is believed, in rows.
const MOST_ROWS_MERGED: usize = 500;

/// Where the table that begins the text ends, after its closing tag.
pub(crate) fn table_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(start) = text[at..].find('<') {
        at += start;
        let tag = &text.as_bytes()[at..];
        let is = |word: &[u8]| tag.len() >= word.len() && tag[..word.len()].eq_ignore_ascii_case(word);
        if is(b"<table") {
            depth += 1;
        } else if is(b"</table") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return text[at..].find('>').map(|end| at + end + 1);
            }
        }
        at += 1;
    }
    None
}

/// Reads the one table in the text; text that stands in no cell becomes paragraphs after it.
pub(crate) fn read_table(text: &str, first_line: usize, document: &mut Document) {
    let mut builder = Builder::default();
    for (line, token) in markup::tokens(text, first_line) {
        builder.take(line, &token);
    }
    builder.end_row();
    let stray = std::mem::take(&mut builder.stray).finish();
    document.blocks.push(Block::Table(builder.table));
    document.blocks.extend(stray.into_iter().map(Block::Paragraph));
}

/// How far a cell reaches.
struct Span {
    columns: usize,
    rows: usize,
}

#[derive(Default)]
struct Builder {
    table: Table,
    depth: usize,
    row: Option<(usize, Vec<(Cell, Span)>)>,
    cell: Option<(Paragraphs, Span)>,
    stray: Paragraphs,
    /// For each column, how many rows a cell from above still covers.
    covered: Vec<usize>,
    cells: usize,
}

impl Builder {
    fn take(&mut self, line: usize, token: &Token) {
        match token {
            Token::Open(name, _) if name == "table" => {
                self.depth += 1;
                self.pass_on(line, token);
            }
            Token::Close(name) if name == "table" => {
                self.depth = self.depth.saturating_sub(1);
                self.pass_on(line, token);
            }
            // What belongs to a table inside a cell only parts its paragraphs.
            _ if self.depth > 1 => self.pass_on(line, token),
            Token::Open(name, _) if name == "tr" => {
                self.end_row();
                self.row = Some((line, Vec::new()));
            }
            Token::Close(name) if name == "tr" => self.end_row(),
            Token::Open(name, attributes) if name == "td" || name == "th" => {
                self.end_cell();
                self.row.get_or_insert_with(|| (line, Vec::new()));
                let span = |name| markup::number_attribute(attributes, name).unwrap_or(1).max(1);
                let span =
                    Span { columns: span("colspan").min(MOST_COLUMNS), rows: span("rowspan").min(MOST_ROWS_MERGED) };
                self.cell = Some((Paragraphs::default(), span));
            }
            Token::Close(name) if name == "td" || name == "th" => self.end_cell(),
            _ => self.pass_on(line, token),
        }
    }

    fn pass_on(&mut self, line: usize, token: &Token) {
        match &mut self.cell {
            Some((paragraphs, _)) => paragraphs.take(line, token),
            None => self.stray.take(line, token),
        }
    }

    fn end_cell(&mut self) {
        if let (Some((paragraphs, span)), Some((_, cells))) = (self.cell.take(), &mut self.row) {
            cells.push((Cell { passages: paragraphs.finish(), merged: false }, span));
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some((line, cells)) = self.row.take() else { return };
        let mut row = Row { line, cells: Vec::new() };
        for (cell, span) in cells {
            self.skip_covered(&mut row);
            if row.cells.len() >= MOST_COLUMNS {
                let last = row.cells.len() - 1;
                row.cells[last].passages.extend(cell.passages);
                continue;
            }
            let first = row.cells.len();
            row.cells.push(cell);
            if self.cells < MOST_CELLS {
                let last = (first + span.columns).min(MOST_COLUMNS);
                row.cells.resize_with(last, Cell::default);
                self.covered.resize(self.covered.len().max(last), 0);
                self.covered[first..last].fill(span.rows - 1);
            }
        }
        self.skip_covered(&mut row);
        self.cells += row.cells.len();
        self.table.rows.push(row);
    }

    fn skip_covered(&mut self, row: &mut Row) {
        while let Some(left @ 1..) = self.covered.get_mut(row.cells.len()) {
            *left -= 1;
            row.cells.push(Cell { passages: Vec::<Passage>::new(), merged: true });
        }
    }
}
