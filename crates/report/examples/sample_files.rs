//! Writes the invented sample as Word, Excel and CSV into the folder that is named, in Thai and in Arabic digits.

use report::{
    form::{Digits, ReportForm},
    write::{csv, docx, xlsx},
};

#[path = "../../documents/tests/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    for (name, digits) in [("thai", Digits::Thai), ("arabic", Digits::Arabic)] {
        let form = ReportForm { digits, ..sample::form() };
        std::fs::write(folder.join(format!("{name}.docx")), docx::docx(&form))?;
        std::fs::write(folder.join(format!("{name}.xlsx")), xlsx::xlsx(&form)?)?;
    }
    std::fs::write(folder.join("sample.csv"), csv::csv(&sample::form().report)?)?;
    Ok(())
}
