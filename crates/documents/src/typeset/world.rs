//! What the typesetter may see: one template, its data and our fonts. No files, no packages, no clock.

use std::sync::LazyLock;

use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Sarabun in the two weights of the product's look. Licence: `fonts/OFL.txt`.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 2] =
        [include_bytes!("../../fonts/Sarabun-Regular.ttf"), include_bytes!("../../fonts/Sarabun-SemiBold.ttf")];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// With the functions that say what a table cell is to a reader who hears it.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

// The typesetter keeps every path it ever saw, and holds 65,535 at most: always the same two.
static MAIN: LazyLock<FileId> = LazyLock::new(|| file_id("main.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("data.json"));

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a valid path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Has the regular weight a glyph for this character? Both weights cover the same characters.
pub fn has_glyph(c: char) -> bool {
    FONTS[0].info().coverage.contains(c as u32)
}

/// The world of one print.
pub struct PrintWorld {
    main: Source,
    data: Bytes,
}

impl PrintWorld {
    /// A world in which `main.typ` is `template` and `data.json` is `data`.
    pub fn new(template: &str, data: String) -> Self {
        Self { main: Source::new(*MAIN, template.to_owned()), data: Bytes::from_string(data) }
    }
}

impl World for PrintWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        *MAIN
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *MAIN { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_belong_to_one_family() {
        let weights: Vec<u16> =
            BOOK.select_family("sarabun").map(|i| FONTS[i].info().variant.weight.to_number()).collect();
        assert_eq!(weights, [400, 600]);
    }

    #[test]
    fn both_weights_draw_the_same_characters() {
        assert_eq!(FONTS[0].info().coverage, FONTS[1].info().coverage);
        assert!(has_glyph('๙') && has_glyph('“'));
        assert!(!has_glyph('✓') && !has_glyph('漢'));
    }

    #[test]
    fn no_other_file_can_be_read() {
        let world = PrintWorld::new("", "{}".to_owned());
        assert!(world.file(file_id("etc/passwd")).is_err());
        assert!(world.source(*DATA).is_err());
    }
}
