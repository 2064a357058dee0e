//! What the sheets of a workbook share: their names and states, texts, number formats, the calendar system.

use std::collections::HashMap;

use ooxml::{
    package::{Package, PackageError, Relation},
    xml::{Piece, Xml},
};

use super::shown::{NumberFormat, built_in};
use crate::{ReadError, document::Measure};

/// More texts than a report has.
const MOST_TEXTS: usize = 200_000;
/// Excel's own limit of cell formats is 65,490.
const MOST_FORMATS: usize = 66_000;
/// More custom number formats than a workbook has.
const MOST_NUMBER_FORMATS: usize = 5_000;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Its part in the container.
    pub(super) part: String,
}

/// A workbook without its cells.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// Sheets of cells in their order; sheets of charts are left out.
    pub(super) sheets: Vec<SheetEntry>,
    /// Texts that cells refer to by number.
    pub(super) texts: Vec<String>,
    /// Days are counted from 1904 instead of 1900.
    pub(super) from_1904: bool,
    /// The number format of each cell format, as a place in `number_formats`.
    formats: Vec<u32>,
    number_formats: HashMap<u32, NumberFormat>,
}

impl Workbook {
    pub(super) fn read(package: &mut Package, measure: &mut Measure) -> Result<Self, ReadError> {
        let main = package.main_part()?;
        let relations = package.relations(&main)?;
        let mut workbook = Self::default();
        let text = package.read_text(&main)?.ok_or(PackageError::NoDocument)?;
        workbook.read_sheets(&text, &relations)?;
        for (kind, read) in [
            ("styles", Self::read_styles as fn(&mut Self, &str, &mut Measure) -> Result<(), ReadError>),
            ("sharedStrings", Self::read_texts),
        ] {
            let relation = relations.iter().find(|relation| relation.kind == kind);
            let text = relation.map(|relation| package.read_text(&relation.target)).transpose()?.flatten();
            if let Some(text) = text {
                read(&mut workbook, &text, measure)?;
            }
        }
        Ok(workbook)
    }

    fn read_sheets(&mut self, text: &str, relations: &[Relation]) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            match tag.name() {
                "workbookPr" => {
                    self.from_1904 = matches!(tag.attribute("date1904").as_deref(), Some("1" | "true" | "on"));
                }
                "sheet" => {
                    // The reference is the attribute `r:id`; `sheetId` is another.
                    let id = tag.attribute("id");
                    let relation = relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
                    if let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") {
                        self.sheets.push(SheetEntry {
                            name: thai::text::normalise(&tag.attribute("name").unwrap_or_default()),
                            hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                            part: relation.target.clone(),
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads texts with their formatting left out, and without the readings that stand above letters.
    fn read_texts(&mut self, text: &str, measure: &mut Measure) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        let (mut current, mut in_text) = (String::new(), false);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.name() == "rPh" => xml.skip()?,
                Piece::Open(tag) if tag.name() == "si" => current.clear(),
                Piece::Open(tag) if tag.name() == "t" => in_text = true,
                Piece::Close(name) if name == "t" => in_text = false,
                Piece::Close(name) if name == "si" => {
                    measure.add_letters(current.len() / 3)?;
                    self.texts.push(unescaped(&current));
                    if self.texts.len() > MOST_TEXTS {
                        return Err(ReadError::TooMuch);
                    }
                }
                Piece::Text(text) if in_text => current.push_str(&text),
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, text: &str, _: &mut Measure) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        let mut in_cell_formats = false;
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.name() == "cellXfs" => in_cell_formats = true,
                Piece::Close(name) if name == "cellXfs" => in_cell_formats = false,
                Piece::Open(tag) if tag.name() == "xf" && in_cell_formats => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    self.formats.push(id);
                    if self.formats.len() > MOST_FORMATS {
                        return Err(ReadError::TooMuch);
                    }
                    if let Some(code) = built_in(id) {
                        self.number_formats.entry(id).or_insert_with(|| NumberFormat::of(code));
                    }
                }
                Piece::Open(tag) if tag.name() == "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attribute("formatCode"))
                        && self.number_formats.len() < MOST_NUMBER_FORMATS
                    {
                        self.number_formats.insert(id, NumberFormat::of(&code));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The number format of a cell format.
    pub(super) fn format_of(&self, cell_format: usize) -> Option<&NumberFormat> {
        self.formats.get(cell_format).and_then(|id| self.number_formats.get(id))
    }
}

/// Text in which letters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some('\r') => rest = &escape[7..],
            Some(letter) => {
                plain.push(letter);
                rest = &escape[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &escape[2..];
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_letters_come_back() {
        assert_eq!(unescaped("ก_x000D_\nข_x0041_ _xZZ _x005F_x0042_"), "ก\nขA _xZZ _x0042_");
    }
}
