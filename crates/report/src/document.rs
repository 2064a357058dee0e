//! The one shape that every file format is brought into: paragraphs and tables, each with its place in the source.

use thai::Bilingual;

use crate::{ReadError, Warning, place::Places};

/// The most letters of a source. The longest published report has some 150,000.
pub const MOST_LETTERS: usize = 4_000_000;
/// The most cells of a source, empty ones included.
pub const MOST_CELLS: usize = 200_000;
/// The most paragraphs of a source, those in cells included.
pub const MOST_PASSAGES: usize = 100_000;

/// A source as blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs and tables.
    pub blocks: Vec<Block>,
    /// Why the source seems to break off, if it does: its last line.
    pub truncated_at: Option<usize>,
    /// What the line numbers mean in the file.
    pub places: Places,
    /// What the reader of the file has to say about it: sheets that are hidden, letters that cannot be read.
    pub notes: Vec<Note>,
}

/// Something about the file as a whole that people should know before they believe what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A stable key, e.g. `hidden_sheet`.
    pub code: &'static str,
    /// What it is and what to do about it.
    pub sentence: Bilingual,
}

impl From<Note> for Warning {
    fn from(note: Note) -> Self {
        Warning { code: note.code.to_owned(), message: note.sentence.into(), place: "header".to_owned() }
    }
}

/// A paragraph outside tables, or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Text outside tables.
    Paragraph(Passage),
    /// A table.
    Table(Table),
}

/// A table as rows of cells. Merged cells are already spread over their rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Rows from the top.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it begins in the source, from 1.
    pub line: usize,
    /// Cells from the left.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs; empty ones are left out.
    pub passages: Vec<Passage>,
    /// It is the lower part of a cell that began in a row above (rowspan); its text stands there.
    pub merged: bool,
}

/// A piece of text with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Line in the source, from 1; [`Document::places`] says what that is in the file.
    pub line: usize,
    /// The text, trimmed, white space single.
    pub text: String,
}

impl Passage {
    /// A passage; its text in one spelling and on one line.
    pub fn new(line: usize, text: &str) -> Self {
        Self { line, text: thai::text::normalise(text) }
    }

    /// A passage, if it says anything: a hyphen alone is how people leave a cell empty.
    pub(crate) fn worded(line: usize, text: &str) -> Option<Self> {
        Some(Self::new(line, text)).filter(|passage| !matches!(passage.text.as_str(), "" | "-"))
    }
}

impl Cell {
    /// Is there no text?
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// All its text, paragraphs parted by a space.
    pub fn text(&self) -> String {
        self.passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Row {
    /// How many of its cells have text.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// All its text, cells parted by a space.
    pub fn text(&self) -> String {
        let texts = self.cells.iter().filter(|cell| !cell.is_empty()).map(Cell::text);
        texts.collect::<Vec<_>>().join(" ")
    }
}

impl Document {
    /// Every passage in reading order, those in tables included.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(passage) => vec![passage],
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.passages).collect()
            }
        })
    }

    /// Refuses a source that holds far more than any report does, before work is spent on understanding it.
    pub fn within_limits(self) -> Result<Self, ReadError> {
        let mut measure = Measure::default();
        for block in &self.blocks {
            match block {
                Block::Paragraph(passage) => measure.add_passage(&passage.text)?,
                Block::Table(table) => {
                    for row in &table.rows {
                        measure.add_cells(row.cells.len())?;
                        for passage in row.cells.iter().flat_map(|cell| &cell.passages) {
                            measure.add_passage(&passage.text)?;
                        }
                    }
                }
            }
        }
        Ok(self)
    }
}

/// Counts what is read, so that a reader stops when it becomes too much.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measure {
    letters: usize,
    cells: usize,
    passages: usize,
}

impl Measure {
    pub(crate) fn add_passage(&mut self, text: &str) -> Result<(), ReadError> {
        self.passages += 1;
        self.add_letters(text.len() / 3)?;
        if self.passages > MOST_PASSAGES { Err(ReadError::TooMuch) } else { Ok(()) }
    }

    /// Letters; three bytes each, as Thai has.
    pub(crate) fn add_letters(&mut self, count: usize) -> Result<(), ReadError> {
        self.letters += count;
        if self.letters > MOST_LETTERS { Err(ReadError::TooMuch) } else { Ok(()) }
    }

    pub(crate) fn add_cells(&mut self, count: usize) -> Result<(), ReadError> {
        self.cells += count;
        if self.cells > MOST_CELLS { Err(ReadError::TooMuch) } else { Ok(()) }
    }
}
