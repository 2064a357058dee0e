//! Why a file cannot be read, as sentences for the person who chose it.

use ooxml::package::PackageError;
use thai::Bilingual;

/// Why a file was refused as a whole. Nothing has been taken from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// More than [`crate::formats::decode::LIMIT`] bytes.
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
    /// A kind of file that can be saved as one that is read.
    #[error("the file is of another kind: {0:?}")]
    OtherKind(OtherKind),
    /// A Word or Excel file that cannot be opened.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A PDF that cannot be opened.
    #[error("the PDF is damaged")]
    DamagedPdf,
    /// A PDF that asks for a password.
    #[error("the PDF is encrypted")]
    EncryptedPdf,
    /// A PDF whose pages hold pictures and no text.
    #[error("the PDF holds no text")]
    Scan,
    /// A PDF whose letters have no meaning: most have no Unicode, or codes of a font of its own.
    #[error("the letters of the PDF cannot be read")]
    UnreadableLetters,
    /// A PDF with text, but without a table that could be recovered.
    #[error("no table was found in the PDF")]
    NoTableInPdf,
    /// More letters, cells or paragraphs than any report has.
    #[error("the file holds more than any report")]
    TooMuch,
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

/// Kinds of files that people bring and that have to be saved as another kind first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// Word up to 2003, `.doc`.
    OldWord,
    /// Excel up to 2003, `.xls`.
    OldExcel,
    /// Excel's binary form, `.xlsb`.
    BinaryExcel,
    /// OpenDocument text, `.odt`.
    OpenText,
    /// OpenDocument spreadsheet, `.ods`.
    OpenSpreadsheet,
    /// A presentation.
    Presentation,
    /// A picture.
    Picture,
    /// A ZIP archive of other files.
    Archive,
}

impl OtherKind {
    fn sentence(self) -> Bilingual {
        match self {
            OtherKind::OldWord => save_as("Word รุ่นเก่า (.doc)", "an old Word file (.doc)", "Word", ".docx"),
            OtherKind::OldExcel => save_as("Excel รุ่นเก่า (.xls)", "an old Excel file (.xls)", "Excel", ".xlsx"),
            OtherKind::BinaryExcel => {
                save_as("Excel แบบไบนารี (.xlsb)", "a binary Excel file (.xlsb)", "Excel", ".xlsx")
            }
            OtherKind::OpenText => {
                save_as("เอกสาร OpenDocument (.odt)", "an OpenDocument text (.odt)", "LibreOffice", ".docx")
            }
            OtherKind::OpenSpreadsheet => {
                save_as("แผ่นงาน OpenDocument (.ods)", "an OpenDocument spreadsheet (.ods)", "LibreOffice", ".xlsx")
            }
            OtherKind::Presentation => Bilingual::new(
                "ไฟล์นี้เป็นงานนำเสนอ ไม่ใช่รายงาน กรุณาเลือกไฟล์รายงานแบบ Word, Excel, CSV หรือ PDF",
                "This file is a presentation, not a report. Please choose the report as Word, Excel, CSV or PDF.",
            ),
            OtherKind::Picture => Bilingual::new(
                "ไฟล์นี้เป็นรูปภาพ ไม่มีข้อความให้อ่าน กรุณาขอไฟล์ Word หรือ Excel ต้นฉบับ หรือแปลงด้วยโปรแกรม OCR เป็น Markdown หรือ HTML ก่อน",
                "This file is a picture and holds no text. Please ask for the original Word or Excel file, or turn it into Markdown or HTML with an OCR program first.",
            ),
            OtherKind::Archive => Bilingual::new(
                "ไฟล์นี้เป็นไฟล์บีบอัดที่รวมไฟล์อื่นไว้ กรุณาแตกไฟล์ก่อน แล้วเลือกไฟล์รายงาน",
                "This file is an archive of other files. Please unpack it and choose the report itself.",
            ),
        }
    }
}

fn save_as(thai: &str, english: &str, program: &str, kind: &str) -> Bilingual {
    Bilingual::new(
        format!("ไฟล์นี้เป็น{thai} ซึ่งระบบไม่อ่าน กรุณาเปิดด้วย {program} เลือก “บันทึกเป็น” {kind} แล้วนำเข้าไฟล์ใหม่"),
        format!(
            "This is {english}, which is not read here. Please open it with {program}, save it as {kind} and bring in the new file."
        ),
    )
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
                format!("ไฟล์นี้ไม่ใช่ข้อความ ({kind}) กรุณาเลือกไฟล์รายงานแบบ Word, Excel, CSV, PDF, Markdown หรือ HTML"),
                format!(
                    "This file is not text ({kind}). Please choose the report as Word, Excel, CSV, PDF, Markdown or HTML."
                ),
            ),
            ReadError::OtherKind(kind) => kind.sentence(),
            ReadError::Package(error) => error.sentence(),
            ReadError::DamagedPdf => Bilingual::new(
                "ไฟล์ PDF นี้เสียหายหรือมาไม่ครบ กรุณาขอไฟล์ใหม่จากต้นทาง หรือนำเข้าไฟล์ Word หรือ Excel แทน",
                "This PDF is damaged or incomplete. Please fetch it again from where it came, or bring in the Word or Excel file instead.",
            ),
            ReadError::EncryptedPdf => Bilingual::new(
                "ไฟล์ PDF นี้ตั้งรหัสผ่านไว้จึงเปิดไม่ได้ กรุณาบันทึกใหม่โดยไม่ตั้งรหัสผ่าน แล้วลองอีกครั้ง",
                "This PDF is protected with a password and cannot be opened. Please save it without a password and try again.",
            ),
            ReadError::Scan => Bilingual::new(
                "ไฟล์ PDF นี้เป็นภาพสแกน ไม่มีข้อความให้อ่าน กรุณานำเข้าไฟล์ Word หรือ Excel ต้นฉบับ หรือแปลงด้วยโปรแกรม OCR เป็น Markdown หรือ HTML ก่อน",
                "This PDF is a scan: it holds pictures and no text. Please bring in the original Word or Excel file, or turn it into Markdown or HTML with an OCR program first.",
            ),
            ReadError::UnreadableLetters => Bilingual::new(
                "ตัวอักษรในไฟล์ PDF นี้อ่านเป็นข้อความไม่ได้ (แบบอักษรไม่มีรหัสภาษาไทยที่ถูกต้อง) กรุณานำเข้าไฟล์ Word หรือ Excel ต้นฉบับแทน",
                "The letters of this PDF cannot be read as text (its fonts do not say which letters they draw). Please bring in the original Word or Excel file instead.",
            ),
            ReadError::NoTableInPdf => Bilingual::new(
                "ไฟล์ PDF นี้มีข้อความ แต่หาตารางรายงานมาตรการไม่พบ กรุณาตรวจว่าเลือกไฟล์ถูกต้อง หรือนำเข้าไฟล์ Word หรือ Excel ต้นฉบับแทน",
                "This PDF holds text, but no table of measures could be found in it. Please check that it is the right file, or bring in the original Word or Excel file instead.",
            ),
            ReadError::TooMuch => Bilingual::new(
                "ไฟล์นี้มีเนื้อหามากกว่ารายงานทั่วไปหลายเท่า กรุณาแยกเฉพาะส่วนที่เป็นรายงานออกมาแล้วลองใหม่",
                "This file holds many times more than a report does. Please take out the report itself and try again.",
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
                "ไม่พบตารางรายงานมาตรการในไฟล์นี้ กรุณาตรวจว่าเลือกไฟล์ถูกต้อง และรายงานอยู่ในตาราง",
                "No table of measures was found in this file. Please check that it is the right file and that the report stands in a table.",
            ),
            ReadError::Json { reason } => Bilingual::new(
                format!("ไฟล์ JSON นี้ไม่ใช่รายงานที่อ่านได้ ({reason}) กรุณาส่งออกใหม่อีกครั้ง"),
                format!("This JSON file is not a report that can be read ({reason}). Please export it again."),
            ),
        }
    }
}
