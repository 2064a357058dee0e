//! The same report in every format: files that other programs made of the invented ones say the same as those.

use std::{collections::BTreeSet, path::PathBuf};

use report::{Format, Hints, Place, ReadError, Report, Understanding, coverage, understand};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reads a fixture and proves that nothing of it is lost.
fn understood(name: &str) -> Understanding {
    let understanding = understand(&read(name), &Hints::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(coverage::lost(&understanding.source, &understanding.report), [], "{name}");
    understanding
}

/// Without what differs between files: where in the file something stands.
fn without_places(report: &Report) -> Report {
    let mut report = report.clone();
    for warning in &mut report.warnings {
        warning.message = thai::Bilingual::default().into();
        if warning.place.parse::<Place>().is_ok() {
            warning.place.clear();
        }
    }
    report.unparsed.iter_mut().for_each(|unparsed| unparsed.place.clear());
    report
}

const FIXTURES: [(&str, &str); 5] = [
    ("cut-by-pages.md", "cut-by-pages"),
    ("english.md", "english"),
    ("no-headings-2566.md", "no-headings-2566"),
    ("lower-case-2567.md", "lower-case-2567"),
    ("moved-columns.html", "moved-columns"),
];

fn the_same_in(ending: &str, fixtures: &[(&str, &str)]) {
    for (original, name) in fixtures {
        let expected = understood(original).report;
        let found = understood(&format!("office/{name}.{ending}")).report;
        pretty_assertions(&without_places(&found), &without_places(&expected), &format!("{name}.{ending}"));
    }
}

/// Names the first difference instead of printing two reports.
fn pretty_assertions(found: &Report, expected: &Report, name: &str) {
    let [found, expected] = [found, expected].map(report::json::to_json);
    let differs = found.lines().zip(expected.lines()).position(|(one, other)| one != other);
    if let Some(at) = differs {
        let around = |text: &str| text.lines().skip(at.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
        panic!("{name} differs\n--- found\n{}\n--- expected\n{}", around(&found), around(&expected));
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
}

#[test]
fn word_documents_of_python_docx_say_the_same() {
    the_same_in("docx", &FIXTURES);
}

#[test]
fn word_documents_that_went_through_libreoffice_say_the_same() {
    the_same_in("libreoffice.docx", &FIXTURES);
}

#[test]
fn workbooks_of_openpyxl_say_the_same() {
    the_same_in("xlsx", &FIXTURES);
}

#[test]
fn workbooks_that_went_through_libreoffice_say_the_same() {
    the_same_in("libreoffice.xlsx", &FIXTURES);
}

/// CSV cannot merge cells, so the file with merged cells is not among these.
#[test]
fn csv_files_in_four_encodings_and_three_delimiters_say_the_same() {
    the_same_in("csv", &FIXTURES[..4]);
}

#[test]
fn every_format_is_known_by_its_content() {
    let kinds = [("docx", Format::Word), ("xlsx", Format::Excel), ("csv", Format::Csv), ("pdf", Format::Pdf)];
    for (_, name) in FIXTURES {
        for (ending, format) in kinds {
            assert_eq!(Format::of(&read(&format!("office/{name}.{ending}"))), Ok(format), "{name}.{ending}");
        }
    }
    for (original, _) in FIXTURES {
        assert_eq!(Format::of(&read(original)), Ok(Format::Markup), "{original}");
    }
    assert_eq!(Format::of(b" {\"agency\": null}"), Ok(Format::Json));
}

#[test]
fn places_are_told_in_the_words_of_each_program() {
    let place = |name: &str| -> BTreeSet<String> {
        let understanding = understood(name);
        let passages = understanding.passages_by_item.into_iter().flatten();
        passages.map(|passage| passage.place.to_string()).collect()
    };
    assert!(place("office/english.docx").contains("table 1 row 3"), "{:?}", place("office/english.docx"));
    assert!(place("office/english.xlsx").contains("sheet รายงาน row 5"), "{:?}", place("office/english.xlsx"));
    assert!(place("office/english.csv").contains("line 6"), "{:?}", place("office/english.csv"));
    assert!(place("english.md").contains("line 7"), "{:?}", place("english.md"));
}

#[test]
fn other_kinds_are_refused_with_what_to_do() {
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 512], &name].concat()
    };
    let files: [(Vec<u8>, &str); 6] = [
        (compound("WordDocument"), ".docx"),
        (compound("Workbook"), ".xlsx"),
        (compound("EncryptedPackage"), "password"),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "picture"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "picture"),
        (b"PK\x03\x04nothing".to_vec(), "damaged"),
    ];
    for (bytes, word) in files {
        let error = understand(&bytes, &Hints::default()).unwrap_err();
        let sentence = error.sentence();
        assert!(sentence.en.contains(word), "{error:?}: {}", sentence.en);
        assert!(sentence.th.contains("กรุณา"), "{}", sentence.th);
    }
    assert_eq!(understand(&vec![b'a'; 20_000_001], &Hints::default()), Err(ReadError::TooLarge { limit: 20_000_000 }));
}
