//! The Word and Excel files, judged by programs of others: python-docx, openpyxl, the schemas of the format
//! (openxml-audit) and LibreOffice with poppler.
//!
//! These run with `PRONGSAI_CONFORMITY=1`, and then a missing tool is a failure. `PRONGSAI_CHECKERS` names the `bin`
//! folder of a Python environment with the Python tools.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use report::{
    form::{Digits, PrintedForm, PrintedItem, ReportForm},
    write::{
        docx, memo,
        xlsx::{self, FORM_SHEET},
    },
};
use serde_json::Value;

#[path = "../../documents/tests/sample/mod.rs"]
mod sample;

fn asked_for() -> bool {
    std::env::var("PRONGSAI_CONFORMITY").as_deref() == Ok("1")
}

/// The sample in these digits.
fn form(digits: Digits) -> ReportForm {
    ReportForm { digits, ..sample::form() }
}

/// A folder with a file in it.
fn written(name: &str, bytes: Vec<u8>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("room for a file");
    let file = file.to_str().expect("a temporary folder with a readable name").to_owned();
    (folder, file)
}

fn said(command: &mut Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{program} did not start ({error}); scripts/test documents sets it up"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program} objects:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn checker(name: &str) -> PathBuf {
    let folder = std::env::var_os("PRONGSAI_CHECKERS").expect("PRONGSAI_CHECKERS names the checkers' bin folder");
    PathBuf::from(folder).join(name)
}

/// What a Python program prints as JSON about a file.
fn python(program: &str, file: &str) -> Value {
    let text = said(Command::new(checker("python")).args(["-X", "utf8", "-c", program, file]));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The file as LibreOffice makes a PDF of it, with our fonts: its pages as poppler reads them, and its fonts.
fn through_libreoffice(folder: &Path, file: &str) -> (Vec<String>, String) {
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/../documents/fonts");
    let settings = folder.join("fonts.conf");
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><include ignore_missing=\"yes\">\
         /etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{}</cachedir></fontconfig>",
        folder.join("fonts").display()
    );
    std::fs::write(&settings, text).expect("room for a file");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("office").display());
    said(
        Command::new("soffice")
            .env("FONTCONFIG_FILE", &settings)
            .args(["--headless", "--norestore", &profile, "--convert-to", "pdf", "--outdir"])
            .arg(folder)
            .arg(file),
    );
    let pdf = Path::new(file).with_extension("pdf");
    let text = said(Command::new("pdftotext").arg("-raw").arg(&pdf).arg("-"));
    let pages = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
    (pages, said(Command::new("pdffonts").arg(&pdf)))
}

/// Line ends and spaces are the reader's guess from the distance of letters: only what stands between them counts.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The cells of an item as a program that reads the file should find them.
fn cells(item: &PrintedItem, nothing: &str) -> [String; 5] {
    let list = |entries: Vec<String>| if entries.is_empty() { nothing.to_owned() } else { entries.join("\n") };
    let lines = |parts: [Option<String>; 2]| {
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    };
    [
        lines([Some(format!("{} {}", item.code, item.topic)), item.score.clone()]),
        list(item.guidelines.clone()),
        list(item.measures.clone()),
        list(item.results.iter().map(|result| lines([Some(result.text.clone()), result.status.clone()])).collect()),
        list(
            item.responsible
                .iter()
                .map(|party| {
                    let duty = party.duty.map(|duty| format!(" {duty}")).unwrap_or_default();
                    lines([Some(format!("{}{duty}", party.name)), party.telephone.clone()])
                })
                .collect(),
        ),
    ]
}

#[test]
fn python_docx_finds_our_table() {
    if !asked_for() {
        return;
    }
    for digits in [Digits::Thai, Digits::Arabic] {
        let form = form(digits);
        let (_folder, file) = written("form.docx", docx::docx(&form));
        let program = "import sys, json, docx\n\
            d = docx.Document(sys.argv[1])\n\
            rows = [[c.text for c in r.cells] for r in d.tables[0].rows]\n\
            s = d.sections[0]\n\
            print(json.dumps({'rows': rows, 'tables': len(d.tables), 'wide': s.page_width > s.page_height, 'title': d.core_properties.title}))";
        let found = python(program, &file);
        let printed = PrintedForm::new(&form);
        let mut wanted = vec![printed.columns.map(str::to_owned)];
        for group in &printed.groups {
            wanted.extend(group.instrument.iter().map(|words| [(); 5].map(|()| words.clone())));
            wanted.extend(group.indicator.iter().map(|indicator| {
                let score = indicator.score.iter().map(|score| format!("   {score}")).collect::<String>();
                [(); 5].map(|()| format!("{}{score}", indicator.name))
            }));
            wanted.extend(group.items.iter().map(|item| cells(item, printed.nothing)));
        }
        assert_eq!(found["rows"], serde_json::to_value(&wanted).expect("texts"));
        assert_eq!((&found["tables"], &found["wide"]), (&Value::from(1), &Value::from(true)));
        assert!(found["title"].as_str().is_some_and(|title| title.starts_with("แบบรายงาน")));
    }
}

#[test]
fn openpyxl_finds_our_sheet_with_true_numbers_and_a_true_date() {
    if !asked_for() {
        return;
    }
    let form = form(Digits::Thai);
    let (_folder, file) = written("form.xlsx", xlsx::xlsx(&form).expect("a workbook"));
    let program = "import sys, json, openpyxl\n\
        b = openpyxl.load_workbook(sys.argv[1])\n\
        s = b.worksheets[0]\n\
        rows = [[c if isinstance(c, (int, float, str)) or c is None else c.isoformat() for c in r] for r in s.iter_rows(values_only=True)]\n\
        print(json.dumps({'name': s.title, 'states': [x.sheet_state for x in b.worksheets], 'rows': rows, 'repeat': s.print_title_rows,\
         'paper': s.page_setup.paperSize, 'orientation': s.page_setup.orientation, 'freeze': s.freeze_panes, 'merged': len(s.merged_cells.ranges)}))";
    let found = python(program, &file);
    assert_eq!(found["name"], FORM_SHEET);
    assert_eq!(found["states"], serde_json::json!(["visible", "veryHidden"]));
    assert_eq!((found["paper"].as_u64(), found["orientation"].as_str()), (Some(9), Some("landscape")));
    let rows: Vec<&Vec<Value>> = found["rows"].as_array().expect("rows").iter().filter_map(Value::as_array).collect();
    assert!(rows.iter().any(|row| row[0] == "วันที่" && row[1] == "2022-04-08T00:00:00"), "no true date: {rows:#?}");
    let heading = rows.iter().position(|row| row[0] == "ตัวชี้วัด").expect("a heading row");
    assert_eq!(found["repeat"], format!("${0}:${0}", heading + 1));
    assert_eq!(found["freeze"], format!("A{}", heading + 2));
    let printed = PrintedForm::new(&form);
    let items: Vec<&PrintedItem> = printed.groups.iter().flat_map(|group| &group.items).collect();
    for item in &items {
        let subject = format!("{} {}", item.code, item.topic);
        let row = rows.iter().find(|row| row[0] == subject.as_str()).unwrap_or_else(|| panic!("{subject}"));
        let score = form.report.items[item.at].score.map(|score| score.to_string());
        assert_eq!(row[1].as_f64().map(|number| format!("{number:.2}")), score, "{subject}");
        let [_, lists @ ..] = cells(item, printed.nothing);
        for (shown, wanted) in row[2..].iter().zip(&lists) {
            let shown = shown.as_str().expect("text").split('\n').map(|line| line.strip_prefix("- ").unwrap_or(line));
            assert_eq!(shown.collect::<Vec<_>>().join("\n"), *wanted, "{subject}");
        }
    }
    assert_eq!(items.len(), form.report.items.len());
}

#[test]
fn the_files_satisfy_the_schemas_of_the_format() {
    if !asked_for() {
        return;
    }
    let letter = memo::Letter {
        to: "ผู้อำนวยการเขต".into(), signer: "นายสมมติ ใจดี".into(), ..memo::Letter::default()
    };
    let form = form(Digits::Thai);
    let files = [
        ("form.docx", docx::docx(&form)),
        ("form.xlsx", xlsx::xlsx(&form).expect("a workbook")),
        ("memo.docx", memo::Memo::new(&form.report, sample::AGENCY, letter).docx()),
    ];
    for (name, bytes) in files {
        let (_folder, file) = written(name, bytes);
        let told = said(Command::new(checker("openxml-audit")).args(["--output", "json", &file]));
        assert!(told.contains("\"valid\": true"), "{name}: {told}");
    }
}

#[test]
fn libreoffice_draws_the_word_file_as_our_pdf_is() {
    if !asked_for() {
        return;
    }
    for digits in [Digits::Thai, Digits::Arabic] {
        let form = form(digits);
        let (folder, file) = written("form.docx", docx::docx(&form));
        let (pages, fonts) = through_libreoffice(folder.path(), &file);
        // Our own PDF of the sample has three pages (crates/documents/tests/conformity.rs).
        assert!((2..=4).contains(&pages.len()), "{} pages", pages.len());
        assert_drawn(&form, &pages, &fonts);
    }
}

#[test]
fn libreoffice_draws_all_of_the_excel_file() {
    if !asked_for() {
        return;
    }
    let form = form(Digits::Arabic);
    let (folder, file) = written("form.xlsx", xlsx::xlsx(&form).expect("a workbook"));
    let (pages, fonts) = through_libreoffice(folder.path(), &file);
    assert!((2..=4).contains(&pages.len()), "{} pages", pages.len());
    assert_drawn(&form, &pages, &fonts);
}

fn only_number(score: &str) -> String {
    score.chars().filter(|c| c.is_numeric() || *c == '.').collect()
}

/// Do both parts of a line stand somewhere, wherever it is cut?
fn is_drawn_in_two(all: &str, line: &str) -> bool {
    line.char_indices().skip(1).any(|(cut, _)| all.contains(&line[..cut]) && all.contains(&line[cut..]))
}

/// Every column heading on every page, every line of every item somewhere, and no other font than ours.
fn assert_drawn(form: &ReportForm, pages: &[String], fonts: &str) {
    let printed = PrintedForm::new(form);
    for (at, page) in pages.iter().enumerate() {
        for heading in printed.columns {
            assert!(solid(page).contains(&solid(heading)), "page {}: no {heading}\n{page}", at + 1);
        }
    }
    let all = solid(&pages.concat());
    for item in printed.groups.iter().flat_map(|group| &group.items) {
        for line in cells(item, printed.nothing).iter().flat_map(|cell| cell.lines()) {
            // A long item goes on overleaf: there a line of a cell is cut in two by the foot and the headings.
            // A sheet shows a score as a number, without words.
            let number = item.score.as_deref().filter(|score| *score == line).map(only_number);
            let is_drawn = all.contains(&solid(line))
                || (item.long && is_drawn_in_two(&all, &solid(line)))
                || number.is_some_and(|number| all.contains(&number));
            assert!(is_drawn, "{}: {line} is not drawn", item.code);
        }
    }
    let fonts_used = fonts.lines().skip(2).collect::<Vec<_>>();
    assert!(!fonts_used.is_empty() && fonts_used.iter().all(|line| line.contains("Sarabun")), "{fonts}");
}
