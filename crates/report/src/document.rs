//! The one shape that every file format is brought into: paragraphs and tables, each with its line in the source.

/// A source as blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs and tables.
    pub blocks: Vec<Block>,
    /// Why the source seems to break off, if it does: its last line.
    pub truncated_at: Option<usize>,
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
    /// Line in the source, from 1.
    pub line: usize,
    /// The text, trimmed, white space single.
    pub text: String,
}

impl Passage {
    /// A passage; its text in one spelling and on one line.
    pub fn new(line: usize, text: &str) -> Self {
        Self { line, text: thai::text::normalise(text) }
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
}
