//! Writes the sample report as `sample.pdf` and `sample.html` into a folder, to look at:
//! `cargo run -p documents --example sample_report -- FOLDER`

use std::{error::Error, fs, path::PathBuf};

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write to")?);
    let form = sample::form();
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("sample.pdf"), documents::report_pdf(&form)?)?;
    fs::write(folder.join("sample.html"), documents::report_html(&form))?;
    Ok(())
}
