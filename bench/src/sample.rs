//! The report that is read and printed: a real one if this machine has it, else an invented one of the same size.

use std::{fs, path::PathBuf};

use report::{Hints, Report};

/// Twenty-eight pages of an office's published report, if the folder of such samples is named.
const REAL: &str = "samples/suanluang-report-2565.md";
const INVENTED: &str = include_str!("../../app/src/demo/report-2565.json");

/// A report as data and, if there is one, the file it came in.
pub struct Sample {
    /// The report.
    pub report: Report,
    /// The file as OCR tools write it.
    pub source: Vec<u8>,
    /// Which one it is, as a sentence.
    pub told: String,
}

impl Sample {
    /// Finds it.
    pub fn read() -> anyhow::Result<Self> {
        let shared = std::env::var_os("PRONGSAI_SHARED").map(PathBuf::from);
        match shared.map(|folder| folder.join(REAL)).filter(|file| file.is_file()) {
            Some(file) => {
                let source = fs::read(file)?;
                let hints = Hints { file_name: Some("report-2565.md".to_owned()), ..Hints::default() };
                let report = report::read(&source, &hints)?;
                let told = format!(
                    "The sample is a district office's published report of 2565 ({} items, {} kB of Markdown).",
                    report.items.len(),
                    source.len() / 1000
                );
                Ok(Self { report, source, told })
            }
            None => {
                let report: Report = serde_json::from_str(INVENTED)?;
                let form =
                    report::form::ReportForm::new(report.clone(), "สำนักงานเขตตัวอย่าง", "2026-01-15T07:30:00Z".parse()?);
                let source = documents::report_html(&form).into_bytes();
                let told = format!("The sample is the demonstration's report ({} items), as HTML.", report.items.len());
                Ok(Self { report, source, told })
            }
        }
    }
}
