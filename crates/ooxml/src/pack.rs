//! Parts become a package: a zip file whose bytes depend on nothing but its parts.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A package that is being filled.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    parts: Vec<(String, Vec<u8>)>,
}

impl Pack {
    /// A package without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part, e.g. `word/document.xml`. Parts are kept in the order in which they come.
    pub fn add(&mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.parts.push((name.into(), content.into()));
    }

    /// The finished file. Every part bears the first day that a zip file can name, so that no clock is in it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer.start_file(name.as_str(), options).expect("part names are short, and each is given once");
            writer.write_all(content).expect("a vector takes any bytes");
        }
        writer.finish().expect("a vector takes any bytes").into_inner()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_same_parts_make_the_same_bytes_and_come_out_again() {
        let mut pack = Pack::new();
        pack.add("a.xml", "ก".repeat(10_000));
        pack.add("b/c.xml", "ข");
        assert_eq!(pack.to_bytes(), pack.clone().to_bytes());
        let mut archive = zip::ZipArchive::new(Cursor::new(pack.to_bytes())).unwrap();
        let mut text = String::new();
        archive.by_name("b/c.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "ข");
    }
}
