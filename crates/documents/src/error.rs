//! Why a document could not be made.

use thai::Bilingual;

/// Why a document could not be made.
///
/// [`MissingGlyphs`](Self::MissingGlyphs) is about what somebody typed: show [`message`](Self::message) beside the
/// download. The others are defects of this program: log them, and show the message with a reference number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The font cannot draw these characters (emoji, foreign scripts), and an archivable file may hold no gaps.
    #[error("the font has no glyph for {characters} (at {place})")]
    MissingGlyphs {
        /// Each missing character once, separated by spaces.
        characters: String,
        /// The item code at which they stand, or `header`.
        place: String,
    },
    /// The template does not accept its data.
    #[error("the template does not compile: {0}")]
    Template(String),
    /// The result does not satisfy PDF/A-2a and PDF/UA-1.
    #[error("the document cannot be exported as PDF/A-2a and PDF/UA-1: {0}")]
    Export(String),
}

impl DocumentError {
    /// What happened, why, and what to do next, for the person who asked for the file.
    pub fn message(&self) -> Bilingual {
        match self {
            DocumentError::MissingGlyphs { characters, place } => Bilingual::new(
                format!("สร้าง PDF ไม่ได้ แบบอักษรไม่มีอักขระ {characters} ({place}) แก้ข้อความนั้นแล้วสร้างอีกครั้ง"),
                format!(
                    "The PDF was not made. The font does not have {characters} ({place}). Change that text and try again."
                ),
            ),
            DocumentError::Template(_) | DocumentError::Export(_) => Bilingual::new(
                "สร้าง PDF ไม่ได้ ระบบขัดข้อง ข้อมูลยังอยู่ครบ ดาวน์โหลดเป็น HTML แทน หรือแจ้งผู้ดูแลระบบ",
                "The PDF was not made because of a fault of ours. Your data is safe. Download the HTML instead, or tell the administrator.",
            ),
        }
    }
}
