//! The container of a DOCX or XLSX file: a ZIP archive of parts, of which nothing is believed.
//!
//! What the archive says of itself (sizes, counts, names) decides nothing: bytes are counted while they are inflated,
//! entries before the directory is read, and a part is asked for by its name and never written anywhere.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use thai::Bilingual;
use zip::ZipArchive;

use crate::xml::{Piece, Xml};

/// The most parts that an archive may have. Documents have some dozens, with many pictures some hundreds.
pub const MOST_PARTS: usize = 4_000;
/// The most bytes of one part when inflated.
pub const LARGEST_PART: usize = 24_000_000;
/// The most bytes of all parts that are read, when inflated.
pub const LARGEST_WHOLE: usize = 48_000_000;
/// The longest list of relations of a part that is followed.
const MOST_RELATIONS: usize = 4_000;

/// How every entry of a ZIP directory begins.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// Why a container cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// It is no ZIP archive, or parts of it do not fit together.
    #[error("the container or a part of it is damaged")]
    Damaged,
    /// More than [`MOST_PARTS`] parts, or more than [`LARGEST_PART`] or [`LARGEST_WHOLE`] bytes when inflated.
    #[error("the container holds more than is read")]
    TooLarge,
    /// A part is encrypted.
    #[error("the container is encrypted")]
    Encrypted,
    /// It has no main document, or another than expected.
    #[error("the container holds no document of this kind")]
    NoDocument,
}

impl PackageError {
    /// What happened and what to do next, for people.
    pub fn sentence(&self) -> Bilingual {
        match self {
            PackageError::Damaged => Bilingual::new(
                "ไฟล์นี้เสียหายหรือมาไม่ครบ กรุณาเปิดด้วยโปรแกรมเดิม บันทึกใหม่ แล้วลองอีกครั้ง",
                "This file is damaged or incomplete. Please open it in its program, save it again and try once more.",
            ),
            PackageError::TooLarge => Bilingual::new(
                "ไฟล์นี้มีเนื้อหามากเกินกว่าที่ระบบรับได้ กรุณาแยกส่วนที่ไม่เกี่ยวกับรายงานออกแล้วลองใหม่",
                "This file holds more than can be taken in. Please remove what does not belong to the report and try again.",
            ),
            PackageError::Encrypted => Bilingual::new(
                "ไฟล์นี้ตั้งรหัสผ่านไว้จึงเปิดไม่ได้ กรุณาบันทึกใหม่โดยไม่ตั้งรหัสผ่าน แล้วลองอีกครั้ง",
                "This file is protected with a password and cannot be opened. Please save it without a password and try again.",
            ),
            PackageError::NoDocument => Bilingual::new(
                "ไฟล์นี้ไม่ใช่เอกสาร Word หรือ Excel ที่อ่านได้ กรุณาบันทึกเป็น .docx หรือ .xlsx แล้วลองใหม่",
                "This file is not a Word or Excel document that can be read. Please save it as .docx or .xlsx and try again.",
            ),
        }
    }
}

/// A reference from one part to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The name under which the part refers to it (`rId7`).
    pub id: String,
    /// The last word of its type: `officeDocument`, `styles`, `header`, `worksheet`.
    pub kind: String,
    /// The part that it leads to, from the root of the container: `word/styles.xml`.
    pub target: String,
}

/// A container that is open for reading.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Part names in lower case (they are equal whatever the case, ECMA-376 part 2, 6.2.2) to their place.
    places: HashMap<String, usize>,
    /// Bytes that may still be inflated.
    left: usize,
}

impl<'a> Package<'a> {
    /// Opens a container. Reads the directory only.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        // The directory is counted before the archive is opened, because opening it takes memory for each entry.
        let entries = bytes.windows(DIRECTORY_ENTRY.len()).filter(|window| *window == DIRECTORY_ENTRY).count();
        if entries > MOST_PARTS {
            return Err(PackageError::TooLarge);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Damaged)?;
        if archive.has_duplicate_names() {
            return Err(PackageError::Damaged);
        }
        let mut places = HashMap::new();
        for (place, name) in archive.file_names().enumerate() {
            let name = name.map_err(|_| PackageError::Damaged)?;
            if let Some(name) = plain_name(&name) {
                places.insert(name.to_lowercase(), place);
            }
        }
        Ok(Self { archive, places, left: LARGEST_WHOLE })
    }

    /// Is there a part of this name?
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&name.to_lowercase())
    }

    /// The names of all parts, in lower case, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.places.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The bytes of a part; `None` if there is no such part.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError> {
        let Some(place) = self.places.get(&name.to_lowercase()).copied() else { return Ok(None) };
        let part = self.archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => PackageError::Encrypted,
            _ => PackageError::Damaged,
        })?;
        let limit = self.left.min(LARGEST_PART);
        let mut bytes = Vec::new();
        let read = part.take(limit as u64 + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len());
        // More than the limit counts first: such a part is not read to the end, where its checksum would be proven.
        if bytes.len() > limit {
            return Err(PackageError::TooLarge);
        }
        read.map_err(|_| PackageError::Damaged)?;
        Ok(Some(bytes))
    }

    /// The text of a part in UTF-8 or UTF-16; `None` if there is no such part.
    pub fn read_text(&mut self, name: &str) -> Result<Option<String>, PackageError> {
        self.read(name)?.map(text_of).transpose()
    }

    /// What a part refers to inside the container. References to other places (web addresses) are left out.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, PackageError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(text) = self.read_text(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        let mut xml = Xml::new(&text);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            if tag.name() != "Relationship" || tag.attribute("TargetMode").as_deref() == Some("External") {
                continue;
            }
            let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
            else {
                continue;
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some(target) = resolve(folder, &target) {
                relations.push(Relation { id, kind, target });
            }
            if relations.len() > MOST_RELATIONS {
                return Err(PackageError::TooLarge);
            }
        }
        Ok(relations)
    }

    /// The name of the main part, as the container's own relations say.
    pub fn main_part(&mut self) -> Result<String, PackageError> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        main.map(|relation| relation.target).filter(|name| self.has(name)).ok_or(PackageError::NoDocument)
    }
}

/// The text of XML in UTF-8, or in UTF-16 with a byte order mark (the two that ECMA-376 part 2, 6.2.5 allows).
fn text_of(bytes: Vec<u8>) -> Result<String, PackageError> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units = bytes[2..].as_chunks::<2>().0.iter().map(|pair| from(*pair));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| PackageError::Damaged)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|_| PackageError::Damaged)
        }
        _ => String::from_utf8(bytes).map_err(|_| PackageError::Damaged),
    }
}

/// A name as parts have it; `None` for folders and for names that try to climb or to begin at a root.
fn plain_name(name: &str) -> Option<&str> {
    let climbs = name.split('/').any(|step| matches!(step, "" | "." | "..")) || name.contains(['\\', ':', '\0']);
    (!climbs).then_some(name)
}

/// The part that a relative or absolute reference means; `None` if it leads out of the container.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let (mut steps, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|step| !step.is_empty()).collect(), target),
    };
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const RELATIONS: &[u8] = br#"<Relationships>
        <Relationship Id="a" Type="http://x/officeDocument" Target="word/document.xml"/>
        <Relationship Id="b" Type="http://x/hyperlink" Target="http://example.org" TargetMode="External"/>
        <Relationship Id="c" Type="http://x/theme" Target="../../etc/passwd"/></Relationships>"#;

    #[test]
    fn parts_are_found_by_name_and_by_relation() {
        let bytes = container(&[("_rels/.rels", RELATIONS), ("Word/Document.xml", b"<a/>"), ("../evil.xml", b"x")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.names(), ["_rels/.rels", "word/document.xml"]);
        assert_eq!(package.main_part().unwrap(), "word/document.xml");
        assert_eq!(package.read_text("word/document.xml").unwrap().as_deref(), Some("<a/>"));
        assert_eq!(package.read("word/other.xml").unwrap(), None);
        assert_eq!(package.relations("").unwrap().len(), 1);
    }

    #[test]
    fn bombs_are_stopped_while_they_inflate() {
        let bytes = container(&[("a.xml", &vec![b'a'; LARGEST_PART + 1])]);
        assert!(bytes.len() < 100_000);
        assert_eq!(Package::open(&bytes).unwrap().read("a.xml"), Err(PackageError::TooLarge));

        let half = vec![b'a'; LARGEST_PART - 1];
        let bytes = container(&[("a.xml", &half), ("b.xml", &half), ("c.xml", &half)]);
        let mut package = Package::open(&bytes).unwrap();
        assert!(package.read("a.xml").is_ok() && package.read("b.xml").is_ok());
        assert_eq!(package.read("c.xml"), Err(PackageError::TooLarge));

        let names: Vec<String> = (0..=MOST_PARTS).map(|number| format!("{number}.xml")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(Package::open(&container(&parts)).err(), Some(PackageError::TooLarge));
    }

    #[test]
    fn damage_is_told() {
        let mut bytes = container(&[("a.xml", b"some text, some text, some text")]);
        bytes[45] ^= 0xFF;
        assert_eq!(Package::open(&bytes).unwrap().read("a.xml"), Err(PackageError::Damaged));
        assert_eq!(Package::open(b"PK\x03\x04 nothing").err(), Some(PackageError::Damaged));
        assert_eq!(Package::open(&container(&[("a.xml", b"")])).unwrap().main_part(), Err(PackageError::NoDocument));
    }

    #[test]
    fn references_never_leave_the_container() {
        assert_eq!(resolve("word", "styles.xml").as_deref(), Some("word/styles.xml"));
        assert_eq!(resolve("word", "/xl/a.xml").as_deref(), Some("xl/a.xml"));
        assert_eq!(resolve("xl/worksheets", "../sharedStrings.xml").as_deref(), Some("xl/sharedStrings.xml"));
        assert_eq!(resolve("word", "../../a.xml"), None);
    }
}
