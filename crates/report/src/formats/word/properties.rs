//! What stands before the content of runs, paragraphs, rows and cells in WordprocessingML.

use ooxml::{
    package::PackageError,
    xml::{Piece, Tag, Xml},
};

/// What matters of the properties of a run (`w:rPr`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    /// Its text is hidden (`w:vanish`).
    pub(super) hidden: bool,
}

/// What matters of the properties of a paragraph (`w:pPr`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    /// The style by its identifier.
    pub(super) style: Option<String>,
    /// The list it belongs to; `Some(0)` takes it out of the list of its style.
    pub(super) list: Option<u32>,
    /// Its level in the list, from 0.
    pub(super) level: Option<usize>,
    /// Its end was deleted: the next paragraph goes on in it.
    pub(super) end_deleted: bool,
}

/// What matters of the properties of a row (`w:trPr`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowProperties {
    /// Columns of the grid before its first cell.
    pub(super) before: usize,
    /// It was deleted, and the deletion tracked.
    pub(super) deleted: bool,
}

/// What matters of the properties of a cell (`w:tcPr`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellProperties {
    /// Columns of the grid that it covers.
    pub(super) columns: usize,
    /// It goes on from the cell above.
    pub(super) continues: bool,
    /// It was deleted, and the deletion tracked.
    pub(super) deleted: bool,
}

impl Default for CellProperties {
    fn default() -> Self {
        Self { columns: 1, continues: false, deleted: false }
    }
}

/// Calls `take` for each element inside the one that was opened last, up to its end. What was changed about
/// properties (`w:rPrChange` and its like hold the properties of before) is passed over.
fn each(xml: &mut Xml, mut take: impl FnMut(&Tag)) -> Result<(), PackageError> {
    let mut depth = 1;
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if tag.name().ends_with("PrChange") => xml.skip()?,
            Piece::Open(tag) => {
                depth += 1;
                take(&tag);
            }
            Piece::Close(_) => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Piece::Text(_) => {}
        }
    }
    Ok(())
}

impl RunProperties {
    pub(super) fn read(xml: &mut Xml) -> Result<Self, PackageError> {
        let mut found = Self::default();
        each(xml, |tag| {
            if tag.name() == "vanish" {
                found.hidden = tag.is_on();
            }
        })?;
        Ok(found)
    }
}

impl ParagraphProperties {
    pub(super) fn read(xml: &mut Xml) -> Result<Self, PackageError> {
        let mut found = Self::default();
        each(xml, |tag| match tag.name() {
            "pStyle" => found.style = tag.attribute("val"),
            "numId" => found.list = tag.number("val"),
            "ilvl" => found.level = tag.number("val"),
            "del" | "moveFrom" => found.end_deleted = true,
            _ => {}
        })?;
        Ok(found)
    }
}

impl RowProperties {
    pub(super) fn read(xml: &mut Xml) -> Result<Self, PackageError> {
        let mut found = Self::default();
        each(xml, |tag| match tag.name() {
            "gridBefore" => found.before = tag.number("val").unwrap_or(0),
            "del" => found.deleted = true,
            _ => {}
        })?;
        Ok(found)
    }
}

impl CellProperties {
    pub(super) fn read(xml: &mut Xml) -> Result<Self, PackageError> {
        let mut found = Self::default();
        each(xml, |tag| match tag.name() {
            "gridSpan" => found.columns = tag.number("val").unwrap_or(1).max(1),
            "vMerge" => found.continues = tag.attribute("val").as_deref() != Some("restart"),
            "cellDel" => found.deleted = true,
            _ => {}
        })?;
        Ok(found)
    }
}

/// Does a content control show its placeholder because nobody has filled it in?
pub(super) fn shows_placeholder(xml: &mut Xml) -> Result<bool, PackageError> {
    let mut placeholder = false;
    each(xml, |tag| placeholder |= tag.name() == "showingPlcHdr" && tag.is_on())?;
    Ok(placeholder)
}
