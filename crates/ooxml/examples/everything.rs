//! Writes the document with everything to the file that is named.

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "everything.docx".to_owned());
    std::fs::write(file, sample::everything().to_bytes())
}
