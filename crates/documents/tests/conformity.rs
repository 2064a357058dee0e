//! The finished PDF, judged by tools of others: qpdf, poppler, pdfium, outloud and pdfua.
//!
//! These run with `PRONGSAI_CONFORMITY=1`, and then a missing tool is a failure. `PRONGSAI_CHECKERS` names the `bin`
//! folder of a Python environment with the Python tools.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use documents::{Digits, ReportForm, report_pdf};

mod sample;

/// The folder that holds the sample as PDF, or nothing if the checks are not asked for.
fn sample_pdf(form: &ReportForm) -> Option<(tempfile::TempDir, String)> {
    if std::env::var("PRONGSAI_CONFORMITY").as_deref() != Ok("1") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, report_pdf(form).expect("a PDF")).expect("room for a file");
    let file = file.to_str().expect("a temporary folder with a readable name").to_owned();
    Some((folder, file))
}

/// What the tool printed; it must have been content.
fn content(tool: &Path, arguments: &[&str], install: &str) -> String {
    let output = Command::new(tool).args(arguments).output().unwrap_or_else(|error| {
        panic!("{} did not start ({error}): {install}, or unset PRONGSAI_CONFORMITY", tool.display())
    });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{} objects:\n{said}{}", tool.display(), String::from_utf8_lossy(&output.stderr));
    said
}

fn poppler(tool: &str, arguments: &[&str]) -> String {
    content(Path::new(tool), arguments, "install poppler-utils")
}

fn python_tool(name: &str) -> PathBuf {
    let folder = std::env::var_os("PRONGSAI_CHECKERS").expect(
        "set PRONGSAI_CHECKERS to the bin folder of a Python environment made with: python3 -m venv F && F/bin/pip install outloud pdfua pypdfium2",
    );
    PathBuf::from(folder).join(name)
}

const PIP: &str = "pip install outloud pdfua pypdfium2 into the environment that PRONGSAI_CHECKERS names";

#[test]
fn the_file_is_whole() {
    let Some((_folder, file)) = sample_pdf(&sample::form()) else { return };
    let said = content(Path::new("qpdf"), &["--check", &file], "install qpdf");
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
}

#[test]
fn it_is_a_tagged_a4_landscape_document_with_a_title() {
    let Some((_folder, file)) = sample_pdf(&sample::form()) else { return };
    let said = poppler("pdfinfo", &[&file]);
    let field = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).unwrap_or_default();
    assert_eq!(field("Tagged:"), "yes");
    assert_eq!(field("Page size:"), "841.89 x 595.276 pts (A4)");
    assert!(field("Title:").starts_with("แบบรายงานผลการดำเนินการ"), "{said}");
    assert_eq!(field("JavaScript:"), "no");
}

#[test]
fn every_font_is_inside_the_file() {
    let Some((_folder, file)) = sample_pdf(&sample::form()) else { return };
    let said = poppler("pdffonts", &[&file]);
    let fonts: Vec<Vec<&str>> = said.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(fonts.len(), 2, "{said}");
    for font in fonts {
        // … encoding, embedded, subset, unicode, object, generation
        let [.., embedded, subset, unicode, _, _] = font[..] else { panic!("{said}") };
        assert!(font[0].contains("Sarabun") && [embedded, subset, unicode] == ["yes"; 3], "{said}");
    }
}

#[test]
fn poppler_reads_every_cell_as_it_was_written() {
    for digits in [Digits::Thai, Digits::Arabic] {
        let form = ReportForm { digits, ..sample::form() };
        let Some((_folder, file)) = sample_pdf(&form) else { return };
        assert_says_everything(&form, &poppler("pdftotext", &["-raw", &file, "-"]));
    }
}

#[test]
fn pdfium_reads_every_cell_as_it_was_written() {
    let form = sample::form();
    let Some((_folder, file)) = sample_pdf(&form) else { return };
    let program = "import sys, pypdfium2\n\
                   for page in pypdfium2.PdfDocument(sys.argv[1]):\n    \
                   print(page.get_textpage().get_text_range())";
    assert_says_everything(&form, &content(&python_tool("python"), &["-X", "utf8", "-c", program, &file], PIP));
}

#[test]
fn outloud_finds_no_error() {
    let Some((_folder, file)) = sample_pdf(&sample::form()) else { return };
    content(&python_tool("outloud"), &["--quiet", &file], PIP);
}

#[test]
fn pdfua_finds_no_error() {
    let Some((_folder, file)) = sample_pdf(&sample::form()) else { return };
    content(&python_tool("pdfua"), &["check", &file], PIP);
}

fn assert_says_everything(form: &ReportForm, extracted: &str) {
    let found = solid(extracted);
    let missing: Vec<String> =
        everything(form).into_iter().filter(|text| !found.contains(&solid(&form.digits.show(text)))).collect();
    assert!(missing.is_empty(), "not found as written: {missing:#?}\nin:\n{extracted}");
    assert!(!extracted.contains(['\u{200b}', '\u{2060}', '\u{fffd}']), "break controls or broken characters are left");
}

/// Line ends and spaces are the reader's guess from the distance of letters: only what stands between them counts.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All that a person put into the report, each piece as one text.
fn everything(form: &ReportForm) -> Vec<String> {
    let mut all = vec![form.title.clone(), form.agency.clone(), "๘ เมษายน ๒๕๖๕".to_owned()];
    all.extend(form.report.indicators.iter().map(|indicator| indicator.name.clone()));
    for item in &form.report.items {
        all.push(format!("{} {}", item.code, item.topic));
        all.extend(item.guidelines.iter().chain(&item.measures).cloned());
        all.extend(item.results.iter().map(|result| result.text.clone()));
        all.extend(
            item.results.iter().filter_map(|result| result.status).map(|status| format!("“{}”", status.official())),
        );
        for responsible in &item.responsible {
            all.push(responsible.party.clone());
            all.extend(responsible.telephone.clone());
        }
    }
    all
}
