//! PDF: the text of its pages, and tables where ruling lines or columns of text tell them.
//!
//! A PDF draws letters at places and does not say what belongs together. Tables are recovered from their ruling lines;
//! on pages without any, from text that stands in columns. What cannot be recovered is said: a scan has no text, fonts
//! may not say which letters they draw, and some files have no table at all.
//!
//! - [`syntax`], [`file`]: objects, streams, pages
//! - [`font`], [`content`]: letters with their places, and straight lines
//! - [`lines`]: letters to lines and paragraphs
//! - [`ruled`], [`aligned`]: tables by lines, tables by columns
//!
//! The libraries that read PDFs in Rust are made for drawing files that are well meant: they inflate streams of any
//! size and walk trees without looking for circles. This reader needs a small part of PDF and counts every step.

mod aligned;
mod content;
mod file;
mod font;
mod lines;
mod ruled;
mod syntax;

use std::collections::HashSet;

use thai::Bilingual;

use crate::{
    Passage, ReadError, columns,
    document::{Block, Cell, Document, Measure, Note, Row, Table},
    place::{Place, Places},
};
use content::{Drawn, Glyph, Interpreter};
use file::File;
use lines::TextLine;
use ruled::Grid;

/// If more than one letter in so many has no meaning, the text is not used.
const READABLE: usize = 10;
/// Fewer letters than this are no text: a stamp on a scan.
const FEWEST_LETTERS: usize = 40;
/// Thai text has a vowel or tone mark above or below at least every so many letters.
const LETTERS_PER_MARK: usize = 25;

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let file = File::open(bytes)?;
    let mut interpreter = Interpreter::new(&file);
    let mut reading = Reading::default();
    for (number, page) in file.pages().iter().enumerate() {
        let drawn = interpreter.draw(page)?;
        reading.take(number + 1, &drawn)?;
    }
    if file.is_exhausted() {
        return Err(ReadError::TooMuch);
    }
    reading.finish()
}

/// The pages that were read so far.
#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    places: Places,
    line: usize,
    measure: Measure,
    /// Lines outside tables, to know those that every page repeats.
    seen: HashSet<String>,
    letters: usize,
    unknown: usize,
    has_pictures: bool,
    /// The edges of the columns on the page before, if its table had no ruling lines.
    edges: Option<Vec<f64>>,
}

impl Reading {
    fn take(&mut self, page: usize, drawn: &Drawn) -> Result<(), ReadError> {
        self.has_pictures |= drawn.has_pictures;
        self.line += 1;
        self.places.begin(self.line, Place::Page(page));
        for glyph in &drawn.glyphs {
            match &glyph.text {
                Some(text) => self.letters += text.chars().filter(|c| c.is_alphanumeric()).count(),
                None => self.unknown += 1,
            }
        }
        let grids = ruled::grids(&drawn.rules);
        let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); grids.len()];
        let mut outside = Vec::new();
        for glyph in &drawn.glyphs {
            let (x, y) = middle(glyph);
            match grids.iter().position(|grid| grid.cell_at(x, y).is_some()) {
                Some(at) => inside[at].push(glyph),
                None if !glyph.is_artifact => outside.push(glyph),
                None => {}
            }
        }
        let mut tables: Vec<(f64, Table)> = Vec::new();
        for (grid, glyphs) in grids.iter().zip(inside) {
            tables.push((grid.top(), self.table_of(grid, &glyphs)?));
        }
        let mut text = lines::lines(&outside);
        if !tables.iter().any(|(_, table)| looks_like_form(table)) {
            let edges = self.edges.take();
            let going_on = || edges.and_then(|edges| aligned::going_on(&outside, &edges, self.line));
            if let Some(found) = aligned::table(&outside, self.line).or_else(going_on) {
                text.retain(|line| line.base < found.top);
                tables.push((found.top, found.table));
                self.edges = Some(found.edges);
            }
        }
        self.add_in_order(page, text, tables)
    }

    fn table_of(&mut self, grid: &Grid, glyphs: &[&Glyph]) -> Result<Table, ReadError> {
        let (width, height) = (grid.columns.len() - 1, grid.rows.len() - 1);
        self.measure.add_cells(width * height)?;
        let mut cells: Vec<Vec<Vec<&Glyph>>> = vec![vec![Vec::new(); width]; height];
        for glyph in glyphs {
            let (x, y) = middle(glyph);
            if let Some((row, column)) = grid.cell_at(x, y) {
                cells[row][column].push(glyph);
            }
        }
        let mut table = Table::default();
        for (row, cells) in cells.into_iter().enumerate() {
            let cell = |(column, glyphs): (usize, Vec<&Glyph>)| Cell {
                passages: lines::paragraphs(&lines::lines(&glyphs), grid.right_of(row, column), self.line),
                merged: grid.is_merged_from_above(row, column),
            };
            table.rows.push(Row { line: self.line, cells: cells.into_iter().enumerate().map(cell).collect() });
        }
        Ok(table)
    }

    /// Lines and tables of a page from top to bottom; lines that an earlier page had are left out.
    fn add_in_order(&mut self, page: usize, text: Vec<TextLine>, tables: Vec<(f64, Table)>) -> Result<(), ReadError> {
        let mut parts: Vec<(f64, Block)> = tables.into_iter().map(|(top, table)| (top, Block::Table(table))).collect();
        for line in text {
            let Some(passage) = Passage::worded(self.line, &line.text) else { continue };
            let is_new = self.seen.insert(thai::text::squash(&passage.text));
            if is_new || page == 1 {
                self.measure.add_passage(&passage.text)?;
                parts.push((line.base - line.size, Block::Paragraph(passage)));
            }
        }
        parts.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.blocks.extend(parts.into_iter().map(|(_, block)| block));
        Ok(())
    }

    fn finish(self) -> Result<Document, ReadError> {
        if self.letters < FEWEST_LETTERS && self.unknown < FEWEST_LETTERS {
            return Err(if self.has_pictures { ReadError::Scan } else { ReadError::Empty });
        }
        if self.unknown * READABLE > self.letters + self.unknown || lacks_marks(&self.blocks) {
            return Err(ReadError::UnreadableLetters);
        }
        let has_table = self.blocks.iter().any(|block| matches!(block, Block::Table(table) if looks_like_form(table)));
        if !has_table {
            return Err(ReadError::NoTableInPdf);
        }
        let mut notes = vec![Note {
            code: "read_from_pdf",
            sentence: Bilingual::new(
                "อ่านจาก PDF ซึ่งไม่มีตารางจริง ระบบประกอบตารางจากเส้นและตำแหน่งข้อความ โปรดเทียบกับต้นฉบับ ถ้ามีไฟล์ Word หรือ Excel ควรใช้ไฟล์นั้นแทน",
                "This was read from a PDF, which has no tables of its own: they were put together from lines and places of text. Please compare with the original, or use the Word or Excel file if there is one.",
            ),
        }];
        if self.unknown > 0 {
            let count = self.unknown;
            notes.push(Note {
                code: "unreadable_letters",
                sentence: Bilingual::new(
                    format!("ตัวอักษร {count} ตัวใน PDF อ่านไม่ได้ แสดงเป็น � โปรดแก้ให้ถูกต้อง"),
                    format!("Letters of the PDF that could not be read, shown as �: {count}. Please put them right."),
                ),
            });
        }
        Ok(Document { blocks: self.blocks, places: self.places, notes, truncated_at: None })
    }
}

/// The place by which a letter is given to a cell: its middle, a little above its line.
fn middle(glyph: &Glyph) -> (f64, f64) {
    ((glyph.left + glyph.right) / 2.0, glyph.base - 0.25 * glyph.size)
}

/// Has the table a heading row of the form, or the width of the form?
fn looks_like_form(table: &Table) -> bool {
    table.rows.iter().any(|row| columns::recognise(row).is_some()) || columns::assume(table, None).is_some()
}

/// Thai text without marks above and below comes from a font that draws them in ways that cannot be read.
fn lacks_marks(blocks: &[Block]) -> bool {
    let document = Document { blocks: blocks.to_vec(), ..Document::default() };
    let (mut letters, mut marks) = (0, 0);
    for letter in document.passages().flat_map(|passage| passage.text.chars()) {
        letters += usize::from(matches!(letter, 'ก'..='ฮ'));
        marks += usize::from(thai::text::is_mark(letter));
    }
    letters > 400 && marks * LETTERS_PER_MARK < letters
}
