//! DOCX: the text of a Word document (ECMA-376 part 1, 17), as a reader of the printed page would see it.
//!
//! Insertions that are tracked count, deletions do not; hidden text, instructions of fields and empty placeholders are
//! left out; of a drawing that is there twice the newer form is taken. The header of the page is read only if the
//! title of the form, or the agency, stands there and not in the text. Comments are not read, which is told.
//!
//! - [`body`]: paragraphs and tables
//! - [`numbering`]: the numbers and bullets of lists
//! - [`properties`]: what stands before the content of paragraphs, rows and cells

mod body;
mod numbering;
mod properties;

use ooxml::package::{Package, PackageError, Relation};
use thai::Bilingual;

use crate::{
    ReadError,
    document::{Block, Document, Measure, Note},
    text::{holds, strip_spaced},
    understand,
};
use body::Body;
use numbering::Numbering;

/// The most headers of pages that are looked at for the title.
const MOST_HEADERS: usize = 12;

/// Reads a DOCX file.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let relations = package.relations(&main)?;
    let mut numbering = Numbering::default();
    if let Some(text) = part(&mut package, &relations, "numbering")? {
        numbering.read_lists(&text)?;
    }
    if let Some(text) = part(&mut package, &relations, "styles")? {
        numbering.read_styles(&text)?;
    }
    let text = package.read_text(&main)?.ok_or(PackageError::NoDocument)?;
    let mut body = Body::new(&mut numbering, Measure::default());
    body.read(&text)?;
    drop(text);
    for notes in ["footnotes", "endnotes"] {
        if let Some(text) = part(&mut package, &relations, notes)? {
            body.read(&text)?;
        }
    }
    let (mut document, measure) = body.finish();
    if !has(&document, is_title) {
        let head = head_of_pages(&mut package, &relations, measure, is_title)?;
        document.blocks.splice(..0, head);
    }
    if !has(&document, names_the_agency) {
        let head = head_of_pages(&mut package, &relations, measure, names_the_agency)?;
        document.blocks.splice(..0, head);
    }
    if part(&mut package, &relations, "comments")?.is_some_and(|text| text.contains(TEXT)) {
        document.notes.push(comments_not_read());
    }
    Ok(document)
}

/// Begins an element with text.
const TEXT: &str = "<w:t";

fn comments_not_read() -> Note {
    Note {
        code: "comments_not_read",
        sentence: Bilingual::new(
            "ไฟล์มีความคิดเห็น (comment) ที่ไม่ได้อ่าน โปรดตรวจว่าไม่มีเนื้อหาของรายงานอยู่ในนั้น",
            "The file has comments, which were not read. Please check that nothing of the report stands in them.",
        ),
    }
}

fn part(package: &mut Package, relations: &[Relation], kind: &str) -> Result<Option<String>, PackageError> {
    match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => package.read_text(&relation.target),
        None => Ok(None),
    }
}

fn has(document: &Document, what: fn(&str) -> bool) -> bool {
    document.passages().any(|passage| what(&passage.text))
}

fn names_the_agency(text: &str) -> bool {
    strip_spaced(text, "หน่วยงาน").is_some()
}

fn is_title(text: &str) -> bool {
    understand::TITLES.iter().any(|title| holds(text, title))
}

/// What stands in the first header of a page that holds the title, or names the agency.
fn head_of_pages(
    package: &mut Package,
    relations: &[Relation],
    measure: Measure,
    what: fn(&str) -> bool,
) -> Result<Vec<Block>, ReadError> {
    for relation in relations.iter().filter(|relation| relation.kind == "header").take(MOST_HEADERS) {
        let Some(text) = package.read_text(&relation.target)? else { continue };
        let mut numbering = Numbering::default();
        let mut body = Body::new(&mut numbering, measure);
        body.read(&text)?;
        let (header, _) = body.finish();
        if has(&header, what) {
            let passages =
                header.passages().map(|passage| Block::Paragraph(crate::Passage { line: 1, ..passage.clone() }));
            return Ok(passages.collect());
        }
    }
    Ok(Vec::new())
}
