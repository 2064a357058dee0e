//! Why a file cannot be read, as sentences for the person who chose it.

use thai::Bilingual;

/// Why a file was refused as a whole. Nothing has been taken from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// More than [`crate::decode::LIMIT`] bytes.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not text at all; the kind is named if its first bytes tell.
    #[error("the file is not text ({kind})")]
    Binary {
        /// `PDF`, `DOCX/XLSX (ZIP)`, `PNG` …
        kind: &'static str,
    },
    /// Neither UTF-8 nor TIS-620/Windows-874 nor UTF-16.
    #[error("the file's encoding is not UTF-8, UTF-16 or TIS-620")]
    Undecodable,
    /// The file ends in the middle of a character, a tag or a table row.
    #[error("the file ends in the middle (line {line})")]
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// Text without a table that looks like the form.
    #[error("no table of measures was found")]
    NoTable,
    /// JSON that is not a report.
    #[error("the JSON is not a report: {reason}")]
    Json {
        /// What is wrong and where, in English.
        reason: String,
    },
}

impl ReadError {
    /// What happened and what to do next, for people.
    pub fn sentence(&self) -> Bilingual {
        match self {
            ReadError::Empty => Bilingual::new(
                "ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์รายงานอีกครั้ง",
                "This file is empty. Please choose the report file again.",
            ),
            ReadError::TooLarge { limit } => {
                let megabytes = limit / 1_000_000;
                Bilingual::new(
                    format!("ไฟล์ใหญ่เกิน {megabytes} ล้านไบต์ กรุณาแยกรายงานออกจากเอกสารแนบแล้วลองใหม่"),
                    format!(
                        "The file is larger than {megabytes} million bytes. Please separate the report from its attachments and try again."
                    ),
                )
            }
            ReadError::Binary { kind } => Bilingual::new(
                format!("ไฟล์นี้ไม่ใช่ข้อความ ({kind}) กรุณาแปลงเป็น Markdown หรือ HTML ก่อน เช่น ด้วยโปรแกรม OCR"),
                format!(
                    "This file is not text ({kind}). Please turn it into Markdown or HTML first, for example with an OCR program."
                ),
            ),
            ReadError::Undecodable => Bilingual::new(
                "อ่านรหัสอักขระของไฟล์ไม่ได้ กรุณาบันทึกไฟล์เป็น UTF-8 หรือ TIS-620 แล้วลองใหม่",
                "The characters of this file cannot be read. Please save it as UTF-8 or TIS-620 and try again.",
            ),
            ReadError::Truncated { line } => Bilingual::new(
                format!("ไฟล์ขาดตอนที่บรรทัด {line} ข้อมูลอาจไม่ครบ กรุณาขอไฟล์ใหม่จากต้นทาง"),
                format!(
                    "The file breaks off at line {line}, so something is missing. Please fetch the file again from where it came."
                ),
            ),
            ReadError::NoTable => Bilingual::new(
                "ไม่พบตารางรายงานมาตรการในไฟล์นี้ กรุณาตรวจว่าเลือกไฟล์ถูกต้องและเป็นตาราง Markdown หรือ HTML",
                "No table of measures was found in this file. Please check that it is the right file and holds Markdown or HTML tables.",
            ),
            ReadError::Json { reason } => Bilingual::new(
                format!("ไฟล์ JSON นี้ไม่ใช่รายงานที่อ่านได้ ({reason}) กรุณาส่งออกใหม่อีกครั้ง"),
                format!("This JSON file is not a report that can be read ({reason}). Please export it again."),
            ),
        }
    }
}
