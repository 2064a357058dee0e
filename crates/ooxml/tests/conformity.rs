//! The document with everything, judged by programs of others: the schemas of the format, and LibreOffice.
//!
//! These run with `PRONGSAI_CONFORMITY=1`, and then a missing tool is a failure. `PRONGSAI_CHECKERS` names the `bin`
//! folder of a Python environment with `openxml-audit`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

mod sample;

/// The folder that holds the document, or nothing if the checks are not asked for.
fn written() -> Option<(tempfile::TempDir, PathBuf)> {
    if std::env::var("PRONGSAI_CONFORMITY").as_deref() != Ok("1") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("everything.docx");
    std::fs::write(&file, sample::everything().to_bytes()).expect("room for a file");
    Some((folder, file))
}

fn run(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| {
        panic!("{} did not start ({error}); scripts/test documents sets it up", program.display())
    });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn it_satisfies_the_schemas_of_the_format() {
    let Some((_folder, file)) = written() else { return };
    let checkers = std::env::var_os("PRONGSAI_CHECKERS").expect("PRONGSAI_CHECKERS names the checkers' bin folder");
    run(&PathBuf::from(checkers).join("openxml-audit"), &[file.to_str().expect("a readable name")]);
}

#[test]
fn libreoffice_draws_all_of_it() {
    let Some((folder, file)) = written() else { return };
    let [folder, file] = [folder.path(), &file].map(|path| path.to_str().expect("a readable name").to_owned());
    let profile = format!("-env:UserInstallation=file://{folder}/office");
    let convert = ["--headless", "--norestore", &profile, "--convert-to", "pdf", "--outdir", &folder, &file];
    run(Path::new("soffice"), &convert);
    let text = run(Path::new("pdftotext"), &["-layout", &format!("{folder}/everything.pdf"), "-"]);
    for words in ["หัวข้อใหญ่", "I39", "แก้ได้", "แนวนอน", "ฉบับร่าง", "77.87", "เป้าหมาย"]
    {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(!text.contains("กุญแจ"), "hidden text is drawn");
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let heads = pages.iter().filter(|page| page.contains("มาตรการ") && page.contains("ข้อ")).count();
    assert!(heads >= 2, "the heading row is not repeated:\n{text}");
}
