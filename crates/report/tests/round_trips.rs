//! What goes out as Word, Excel, CSV or JSON comes in again as the same data, and with what somebody changed in between.

use std::io::{Cursor, Read, Write};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use report::{
    Duty, Hints, Indicator, Item, Reading, Report, Responsible, ResultLine, Status, Unparsed,
    form::{Digits, ReportForm},
    json, understand,
    write::{csv, docx, xlsx},
};
use thai::FiscalYear;

#[path = "../../documents/tests/sample/mod.rs"]
mod sample;

/// What the form shows, and no more: without warnings, corrections and texts that were not understood.
fn shown(report: &Report) -> Report {
    Report { warnings: Vec::new(), corrections: Vec::new(), unparsed: Vec::new(), ..report.clone() }
}

fn without_remarks(report: &Report) -> Report {
    Report { warnings: Vec::new(), corrections: Vec::new(), ..report.clone() }
}

fn back(bytes: &[u8]) -> Report {
    understand(bytes, &Hints::default()).expect("a file that is read").report
}

fn assert_comes_back(form: &ReportForm) {
    let wanted = shown(&form.report);
    let read = back(&docx::docx(form));
    assert_eq!(without_remarks(&read), wanted, "as Word");
    let read = back(&xlsx::xlsx(form).expect("a workbook"));
    assert_eq!(without_remarks(&read), wanted, "as Excel");
    assert_data_come_back(&form.report);
}

/// CSV and JSON hold all of the data.
fn assert_data_come_back(report: &Report) {
    let wanted = without_remarks(report);
    let text = csv::csv(report).expect("a table");
    assert_eq!(without_remarks(&back(&text)), wanted, "as CSV:\n{}", String::from_utf8_lossy(&text));
    assert_eq!(without_remarks(&back(json::to_json(report).as_bytes())), wanted, "as JSON");
}

#[test]
fn the_sample_comes_back_in_either_digits() {
    for digits in [Digits::Thai, Digits::Arabic] {
        assert_comes_back(&ReportForm { digits, ..sample::form() });
    }
}

#[test]
fn the_fixtures_come_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        if !path.extension().is_some_and(|ending| ending == "md" || ending == "html") {
            continue;
        }
        let report = back(&std::fs::read(&path).expect("a fixture"));
        let moment = "2026-01-15T07:30:00Z".parse().expect("a moment");
        assert_comes_back(&ReportForm::new(report, "สำนักงานเขตตัวอย่าง", moment));
        count += 1;
    }
    assert!(count >= 5, "only {count} fixtures");
}

#[test]
fn the_same_form_makes_the_same_files() {
    let form = sample::form();
    assert_eq!(docx::docx(&form), docx::docx(&form));
    assert_eq!(xlsx::xlsx(&form), xlsx::xlsx(&form));
}

#[test]
fn an_empty_report_comes_back() {
    let form = ReportForm { report: Report::default(), ..sample::form() };
    assert_comes_back(&form);
}

#[test]
fn what_was_not_understood_is_not_hidden_in_the_files_but_stays_in_the_data() {
    let mut form = sample::form();
    form.report.unparsed =
        vec![Unparsed {
            text: "ลับเฉพาะ 1234".into(), item: Some("I1".into()), place: "line 3, column 2".into()
        }];
    assert_data_come_back(&form.report);
    assert_eq!(back(&docx::docx(&form)).unparsed, []);
    for bytes in [docx::docx(&form), xlsx::xlsx(&form).unwrap()] {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut text = Vec::new();
            archive.by_index(at).unwrap().read_to_end(&mut text).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            assert!(!text.contains("ลับเฉพาะ") && !text.contains("\\u0e25\\u0e31\\u0e1a\\u0e40\\u0e09"));
        }
    }
}

/// The file with a text of one of its parts exchanged, as an office changes it.
fn edited(bytes: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content");
        if name == part {
            let text = String::from_utf8(content).expect("text");
            changed = text.contains(old);
            content = text.replacen(old, new, 1).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(&content).expect("room");
    }
    assert!(changed, "{old} does not stand in {part}");
    writer.finish().expect("a package").into_inner()
}

#[test]
fn a_text_that_was_changed_in_word_comes_back_changed_and_all_else_as_it_was() {
    let form = ReportForm { digits: Digits::Arabic, ..sample::form() };
    let bytes = edited(&docx::docx(&form), "word/document.xml", "ประชุมติดตามงานค้างทุกเดือน", "ประชุมติดตามงานค้างทุกสัปดาห์");
    let mut wanted = shown(&form.report);
    wanted.items[0].measures[1] = "ประชุมติดตามงานค้างทุกสัปดาห์".into();
    assert_eq!(without_remarks(&back(&bytes)), wanted);
}

#[test]
fn a_status_that_was_changed_in_word_counts() {
    let form = ReportForm { digits: Digits::Arabic, ..sample::form() };
    let bytes = edited(&docx::docx(&form), "word/document.xml", "“อยู่ระหว่างดำเนินการ”", "“ดำเนินการแล้วเสร็จ”");
    let read = back(&bytes);
    let results: Vec<_> = read.items[2].results.iter().map(|result| result.status).collect();
    assert_eq!(results, [Some(Status::Done), Some(Status::Done), Some(Status::NotStarted), Some(Status::Cancelled)]);
    assert_eq!(read.items[2].measures, form.report.items[2].measures);
    assert_eq!(read.items[3], form.report.items[3]);
}

#[test]
fn a_text_that_was_changed_in_excel_comes_back_changed_and_all_else_as_it_was() {
    let form = ReportForm { digits: Digits::Thai, ..sample::form() };
    let bytes =
        edited(&xlsx::xlsx(&form).unwrap(), "xl/sharedStrings.xml", "ทำบัตรคำอธิบายภาษาง่าย", "ทำป้ายคำอธิบายภาษาง่าย");
    let mut wanted = shown(&form.report);
    let at = wanted.items.iter().position(|item| item.code == "E1").unwrap();
    let measure = &mut wanted.items[at].measures[0];
    // Printed in Thai digits, kept in Arabic ones.
    *measure = measure.replace("ทำบัตร", "ทำป้าย");
    assert_eq!(without_remarks(&back(&bytes)), wanted);
}

#[test]
fn a_score_that_was_changed_in_excel_counts() {
    let form = ReportForm { digits: Digits::Arabic, ..sample::form() };
    let bytes = edited(&xlsx::xlsx(&form).unwrap(), "xl/worksheets/sheet1.xml", "<v>53.65</v>", "<v>80.5</v>");
    let mut wanted = shown(&form.report);
    wanted.items[2].score = "80.50".parse().ok();
    assert_eq!(without_remarks(&back(&bytes)), wanted);
}

#[test]
fn another_day_or_agency_on_the_form_counts() {
    let form = ReportForm { digits: Digits::Arabic, ..sample::form() };
    let bytes = edited(&docx::docx(&form), "word/document.xml", "8\u{a0}เมษายน\u{a0}2565", "9 เมษายน 2565");
    assert_eq!(back(&bytes).report_date, Some(date(2022, 4, 9)));
    let old = "สำนักงานเขตตัวอย่าง กรุงเทพมหานคร";
    let bytes = edited(&docx::docx(&form), "word/document.xml", old, "สำนักงานเขตอื่น");
    let read = back(&bytes);
    assert_eq!((read.agency.as_deref(), read.year), (Some("สำนักงานเขตอื่น"), form.report.year));
}

#[test]
fn formulas_are_no_formulas_in_csv_and_come_back_as_they_were() {
    let mut report = sample::form().report;
    for (item, start) in report.items.iter_mut().zip(["=", "+", "-", "@", "\t", "'", "''="]) {
        item.topic = format!("{start}1+1");
        item.guidelines = vec![format!("{start}cmd|' /C calc'!A0"), String::new(), "สอง\nบรรทัด\\n".into()];
    }
    let text = String::from_utf8(csv::csv(&report).unwrap()).unwrap();
    for start in ["=", "+", "-", "@", "\t"] {
        assert!(!text.contains(&format!(",{start}")) && !text.contains(&format!(",\"{start}")), "{start}");
    }
    assert_data_come_back(&report);
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "แจ้งเวียนคู่มือ",
        "ให้ทุกฝ่ายทราบ",
        "ประชุมครั้งที่ 2",
        "ระหว่าง",
        "“อ้าง”",
        "\"quoted\"",
        "I7",
        "O36",
        "ข้อ 3",
        "คะแนนเฉลี่ย 77.87 คะแนน",
        "ดำเนินการแล้วเสร็จ",
        "“ดำเนินการแล้วเสร็จ”",
        "อยู่ระหว่างดำเนินการ",
        "ตัวชี้วัดที่ 3",
        "8 เม.ย. 2565",
        "๙๑",
        "1. หนึ่ง",
        "- ขีด",
        "(ก)",
        "02-000-1234",
        "โทร. 02-000-1234",
        "กำกับดูแล",
        "นายสมมติ ใจดี",
        "https://example.go.th/a?b=1",
        "และ",
        "โดย",
        "–",
        "=1+1",
        "@ป้าย",
        "'",
        "\\",
        "ผู้รับผิดชอบ",
        "น้ำ กี้ฎุปู่ญู",
        "ต่าง ๆ",
    ]);
    prop::collection::vec(words, 1..5).prop_map(|words| words.join(" "))
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let with_breaks = (text(), prop::option::weighted(0.2, text()))
        .prop_map(|(first, second)| second.map_or(first.clone(), |second| format!("{first}\n{second}")));
    prop::collection::vec(with_breaks, 0..4)
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(Status::ALL.to_vec())
}

fn day() -> impl Strategy<Value = Date> {
    (2020i16..2027, 1i8..13, 1i8..29).prop_map(|(year, month, day)| date(year, month, day))
}

fn score() -> impl Strategy<Value = Option<scoring::Score>> {
    prop::option::of(
        (0i64..=1_000_000).prop_map(|value| scoring::Score::from_ten_thousandths(value).expect("in range")),
    )
}

fn item() -> impl Strategy<Value = Item> {
    let code =
        (prop::sample::select(vec!['I', 'E', 'O']), 1u8..43).prop_map(|(letter, number)| format!("{letter}{number}"));
    let reading = (1u16..200, day()).prop_map(|(count, day)| Reading {
        text: format!("ผู้รับทราบหนังสือเวียน ว {count}/2565 ร้อยละ 96.50 ({count} จาก 200 คน)"),
        day,
    });
    let readings = prop::collection::vec(reading, 0..3);
    let result = (text(), prop::option::of(status()), prop::option::of(day()), readings)
        .prop_map(|(text, status, date, readings)| ResultLine { text, status, date, readings });
    let party =
        (text(), any::<bool>(), prop::option::of((1000u16..9999).prop_map(|number| format!("02-000-{number}"))))
            .prop_map(|(party, supervises, telephone)| Responsible {
                party,
                duty: if supervises { Duty::Supervise } else { Duty::CarryOut },
                telephone,
            });
    (
        (code, 0u8..11, text(), score()),
        (lines(), lines(), prop::collection::vec(result, 0..4), prop::collection::vec(status(), 0..3)),
        prop::collection::vec(party, 0..4),
    )
        .prop_map(|((code, indicator, topic, score), (guidelines, measures, results, statuses), responsible)| {
            Item { code, indicator, topic, score, guidelines, measures, results, statuses, responsible }
        })
}

fn report() -> impl Strategy<Value = Report> {
    let codes = || prop::collection::vec(prop::sample::select(vec!["I1", "E12", "O36"]).prop_map(str::to_owned), 0..3);
    let year = || prop::option::of((2560u16..2575).prop_map(|year| FiscalYear::new(year).expect("a year")));
    let indicator = (1u8..11, text(), score()).prop_map(|(number, name, score)| Indicator { number, name, score });
    (
        (prop::option::of(text()), prop::option::of(day()), year(), year()),
        (codes(), codes()),
        prop::collection::vec(indicator, 0..4),
        prop::collection::vec(item(), 0..6),
    )
        .prop_map(
            |((agency, report_date, year, score_year), (with_documents, without_documents), mut indicators, items)| {
                indicators.sort_by_key(|indicator| indicator.number);
                indicators.dedup_by_key(|indicator| indicator.number);
                Report {
                    agency,
                    report_date,
                    year,
                    score_year,
                    with_documents,
                    without_documents,
                    indicators,
                    items,
                    ..Report::default()
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn generated_reports_come_back(report in report(), thai in any::<bool>(), demonstration in any::<bool>()) {
        let digits = if thai { Digits::Thai } else { Digits::Arabic };
        let agency = report.agency.clone().unwrap_or_else(|| "สำนักงานเขตตัวอย่าง".to_owned());
        let moment = "2026-01-15T07:30:00Z".parse().expect("a moment");
        assert_comes_back(&ReportForm { digits, demonstration, ..ReportForm::new(report, agency, moment) });
    }
}
