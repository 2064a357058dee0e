//! The kinds of files in which a report goes out.

use thai::{FiscalYear, Language};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FileKind {
    /// The official form, made as PDF/A-2a and PDF/UA-1
    Pdf,
    /// The official form as a Word document; can be changed and imported again
    Docx,
    /// The official form as an Excel workbook; can be changed and imported again
    Xlsx,
    /// All of it as one table; can be imported again
    Csv,
    /// The official form as a web page in one file
    Html,
    /// All of it as data; can be imported again
    Json,
}

impl FileKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [FileKind; 6] =
        [FileKind::Pdf, FileKind::Docx, FileKind::Xlsx, FileKind::Csv, FileKind::Html, FileKind::Json];

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Docx => "docx",
            FileKind::Xlsx => "xlsx",
            FileKind::Csv => "csv",
            FileKind::Html => "html",
            FileKind::Json => "json",
        }
    }

    /// What people call it.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            FileKind::Pdf => "PDF",
            FileKind::Docx => "Word",
            FileKind::Xlsx => "Excel",
            FileKind::Csv => "CSV",
            FileKind::Html => language.say("หน้าเว็บ (HTML)", "Web page (HTML)"),
            FileKind::Json => language.say("ข้อมูล (JSON)", "Data (JSON)"),
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Html => "text/html; charset=utf-8",
            FileKind::Json => "application/json",
        }
    }

    /// The name of the file to keep.
    pub fn file_name(self, agency: &str, year: FiscalYear) -> String {
        format!("รายงานผลตามมาตรการ-{agency}-{year}.{}", self.ending())
    }
}
