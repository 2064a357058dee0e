//! One table model, many readers: a file of any kind becomes a [`Document`] of paragraphs and tables.
//!
//! - [`Format::of`]: which kind a file is, by its content and never by its name
//! - [`decode`], [`tables`], `html`, `markup`: text of any encoding with Markdown or HTML tables
//! - [`csv`]: rows of text
//! - `word.rs` reads DOCX, `excel.rs` XLSX
//! - [`pdf`]: the text of a PDF, and its tables where lines or columns tell them
//! - `grid`: what all rows of cells without paragraphs around them have in common
//!
//! Each reader counts what it reads and stops when it is more than any report holds ([`crate::document`]).

pub mod csv;
pub mod decode;
pub mod excel;
mod grid;
mod html;
mod markup;
pub mod pdf;
pub mod tables;
pub mod word;

use ooxml::{
    package::{Package, PackageError},
    xml::{Piece, Xml},
};

use crate::{ReadError, Report, document::Document, error::OtherKind, json};

/// The most tags, pipes or lines of a text with tables. A report has some thousands.
const MOST_MARKS: usize = 300_000;
/// A line without markup longer than this (letters) holds far more text than a report may.
const LONGEST_LINE: usize = 2 * crate::document::MOST_LETTERS;
/// The largest report as JSON, in bytes. A report of 39 items has some 150,000.
pub(crate) const LARGEST_JSON: usize = 8_000_000;

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A report as JSON, exported from here.
    Json,
    /// Text with HTML or Markdown tables.
    Markup,
    /// Comma-separated values, or semicolons or tabs.
    Csv,
    /// A Word document, DOCX.
    Word,
    /// An Excel workbook, XLSX.
    Excel,
    /// A PDF.
    Pdf,
}

/// What a file holds: a report as it was exported, or a document that is still to be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A report.
    Report(Box<Report>),
    /// Paragraphs and tables.
    Document(Document),
}

impl Format {
    /// Which kind a file is. Kinds that are not read are refused with what to do about it.
    pub fn of(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > decode::LIMIT {
            return Err(ReadError::TooLarge { limit: decode::LIMIT });
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return of_package(bytes);
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(of_compound_file(bytes));
        }
        // A PDF may begin with a few other bytes; readers look for its mark in the first 1,024.
        if bytes[..bytes.len().min(1_024)].windows(5).any(|window| window == b"%PDF-") {
            return Ok(Format::Pdf);
        }
        if is_picture(bytes) {
            return Err(ReadError::OtherKind(OtherKind::Picture));
        }
        let text = decode::decode(bytes)?;
        Ok(of_text(&text))
    }
}

/// The document in a file, or the report if that is what was exported.
pub fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let format = Format::of(bytes)?;
    let document = match format {
        Format::Json => {
            let text = decode::decode(bytes)?;
            if text.len() > LARGEST_JSON {
                return Err(ReadError::TooMuch);
            }
            return Ok(Source::Report(Box::new(json::from_json(&text)?)));
        }
        Format::Markup => {
            let text = decode::decode(bytes)?;
            // Counted before anything is taken apart, which costs memory for each.
            let too_long = |line: &str| line.len() > LONGEST_LINE && line.chars().count() > LONGEST_LINE;
            if ['<', '|', '\n'].iter().any(|mark| text.matches(*mark).count() > MOST_MARKS)
                || (!text.contains('<') && text.lines().any(too_long))
            {
                return Err(ReadError::TooMuch);
            }
            tables::read(&text)
        }
        Format::Csv => {
            let text = decode::decode(bytes)?;
            match crate::write::csv::read(&text) {
                Some(report) => return Ok(Source::Report(Box::new(report))),
                None => csv::read(&text)?,
            }
        }
        Format::Word => word::read(bytes)?,
        Format::Excel => excel::read(bytes)?,
        Format::Pdf => pdf::read(bytes)?,
    };
    match document.truncated_at {
        Some(line) => Err(ReadError::Truncated { line }),
        None => Ok(Source::Document(document)),
    }
}

fn of_text(text: &str) -> Format {
    if text.trim_start().starts_with('{') {
        return Format::Json;
    }
    if markup::find_ignoring_case(text, "<table").is_some() {
        return Format::Markup;
    }
    // Pipes may stand inside the cells of a CSV file, and commas in those of a Markdown table: the first lines of a
    // Markdown table begin with pipes or are ruled off below its heading.
    let ruled = text.lines().take(400).any(|line| {
        let line = line.trim();
        line.starts_with('|') || (line.contains("--") && line.contains('|'))
    });
    if !ruled && csv::delimiter_of(text).is_some() { Format::Csv } else { Format::Markup }
}

fn of_package(bytes: &[u8]) -> Result<Format, ReadError> {
    let mut package = Package::open(bytes)?;
    if let Some(kind) = package.read("mimetype")? {
        let kind = String::from_utf8_lossy(&kind);
        let other = if kind.contains("spreadsheet") { OtherKind::OpenSpreadsheet } else { OtherKind::OpenText };
        if kind.contains("opendocument") {
            return Err(ReadError::OtherKind(other));
        }
    }
    let main = match package.main_part() {
        Ok(main) => main,
        Err(PackageError::NoDocument) => return Err(ReadError::OtherKind(OtherKind::Archive)),
        Err(error) => return Err(error.into()),
    };
    if main.ends_with(".bin") {
        return Err(ReadError::OtherKind(OtherKind::BinaryExcel));
    }
    let text = package.read_text(&main)?.ok_or(PackageError::NoDocument)?;
    let mut xml = Xml::new(&text);
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        return match tag.name() {
            "document" => Ok(Format::Word),
            "workbook" => Ok(Format::Excel),
            "presentation" => Err(ReadError::OtherKind(OtherKind::Presentation)),
            _ => Err(PackageError::NoDocument.into()),
        };
    }
    Err(PackageError::NoDocument.into())
}

/// Files of Office up to 2003, and encrypted files of later ones, are folders of streams whose names are in UTF-16.
fn of_compound_file(bytes: &[u8]) -> ReadError {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        ReadError::Package(PackageError::Encrypted)
    } else if holds("WordDocument") {
        ReadError::OtherKind(OtherKind::OldWord)
    } else if holds("Workbook") || holds("Book") {
        ReadError::OtherKind(OtherKind::OldExcel)
    } else {
        ReadError::Binary { kind: "OLE" }
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 6] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*", b"BM"];
    let binary = bytes[..bytes.len().min(64)].contains(&0);
    let kind = bytes.get(4..12).unwrap_or_default();
    (STARTS.iter().any(|start| bytes.starts_with(start)) && binary)
        || bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xFF\xD8\xFF")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || [&b"ftypheic"[..], b"ftypheix", b"ftypmif1", b"ftypavif"].contains(&kind)
}
