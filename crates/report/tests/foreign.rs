//! Reports of an invented office with the defects that OCR, Word and other habits leave.

use report::{Duty, Hints, Item, OtherKind, ReadError, Report, Status, coverage, difference, json, read, understand};

const CUT: &str = include_str!("fixtures/cut-by-pages.md");
const MOVED: &str = include_str!("fixtures/moved-columns.html");
const ENGLISH: &str = include_str!("fixtures/english.md");
const NO_HEADINGS: &str = include_str!("fixtures/no-headings-2566.md");
const LOWER_CASE: &str = include_str!("fixtures/lower-case-2567.md");

/// Reads a fixture and proves that nothing of it is lost.
fn report(text: &str) -> Report {
    let understood = understand(text.as_bytes(), &Hints::default()).expect("the fixture is read");
    assert_eq!(coverage::lost(&understood.source, &understood.report), []);
    assert_eq!(understood.passages_by_item.len(), understood.report.items.len());
    understood.report
}

fn item<'a>(report: &'a Report, code: &str) -> &'a Item {
    let codes: Vec<_> = report.items.iter().map(|item| item.code.as_str()).collect();
    report.items.iter().find(|item| item.code == code).unwrap_or_else(|| panic!("{code} among {codes:?}"))
}

fn codes(report: &Report) -> Vec<&str> {
    report.items.iter().map(|item| item.code.as_str()).collect()
}

fn score(item: &Item) -> Option<String> {
    item.score.map(|score| score.to_string())
}

fn warnings<'a>(report: &'a Report, code: &str) -> Vec<&'a str> {
    report.warnings.iter().filter(|warning| warning.code == code).map(|warning| warning.place.as_str()).collect()
}

#[test]
fn the_header_is_read_from_between_its_dots() {
    let report = report(CUT);
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
    assert_eq!(report.report_date.unwrap().to_string(), "2022-03-15");
    assert_eq!((report.year.unwrap().number(), report.score_year.unwrap().number()), (2565, 2564));
    assert_eq!(report.with_documents, ["I7", "O42"]);
    assert!(report.without_documents.is_empty());
}

#[test]
fn damaged_codes_are_resolved_by_their_place() {
    let report = report(CUT);
    assert_eq!(codes(&report), ["I1", "I7", "I8", "I11", "I12", "I30", "O2", "O42"]);
    let places: Vec<u8> = report.items.iter().map(|item| item.indicator).collect();
    assert_eq!(places, [1, 2, 2, 2, 2, 5, 9, 10]);
    let scores: Vec<_> = report.items.iter().map(|item| score(item).unwrap_or_default()).collect();
    assert_eq!(scores, ["70.50", "61.25", "62.00", "80.00", "79.00", "71.00", "0.00", ""]);
    let means: Vec<_> = report.indicators.iter().map(|i| (i.number, i.score.unwrap().to_string())).collect();
    assert_eq!(means, [(1, "85.10".into()), (2, "77.00".into()), (5, "88.00".into())]);
    assert_eq!(warnings(&report, "code_guessed"), [""; 0]);
    assert_eq!(warnings(&report, "item_without_score"), ["O42"]);
    let printed =
        |code: &str| report.corrections.iter().find(|c| c.item == code && c.part == "code").map(|c| c.printed.as_str());
    assert_eq!((printed("I1"), printed("I8"), printed("O42")), (Some("l๑"), Some("๑๘"), Some("๐๔๒")));
}

#[test]
fn each_result_has_its_status_and_date() {
    let report = report(CUT);
    let i1 = item(&report, "I1");
    assert_eq!(i1.statuses, [Status::Done, Status::InProgress]);
    let results: Vec<_> = i1.results.iter().map(|r| (r.status, r.date.map(|d| d.to_string()))).collect();
    assert_eq!(results, [(Some(Status::Done), Some("2022-02-01".into())), (Some(Status::InProgress), None)]);
    assert_eq!(i1.guidelines, ["ติดป้ายบอกเวลาทำงานทุกช่องให้เห็นชัดจากประตู"]);
    assert_eq!(item(&report, "O42").statuses, [Status::Cancelled]);
    assert_eq!(item(&report, "O2").measures, ["ตรวจทุกต้นเดือน", "แก้ภายในวันเดียว"]);
    assert_eq!(item(&report, "O2").guidelines, ["ลงชื่อ - สกุล ให้ครบ"]);
}

#[test]
fn a_shared_row_is_dealt_out_and_says_so() {
    let report = report(CUT);
    let (i7, i8) = (item(&report, "I7"), item(&report, "I8"));
    assert_eq!((i7.guidelines.len(), i8.guidelines.len()), (1, 1));
    assert_eq!((&i7.measures[0][..], &i8.measures[0][..]), ("แจกแผนทางไลน์กลุ่ม", "ทำใบตรวจราคา"));
    assert_eq!((&i7.statuses[..], &i8.statuses[..]), (&[Status::Done][..], &[Status::NotStarted][..]));
    assert_eq!(i7.responsible[1].telephone.as_deref(), Some("02-123-4567"));
    assert_eq!(i7.responsible[1].duty, Duty::Supervise);
    assert_eq!(i8.responsible[0].party, "บุคลากรทุกคน");
    assert_eq!(warnings(&report, "shared_row"), ["I7 I8"]);
}

#[test]
fn rows_go_on_over_the_page() {
    let report = report(CUT);
    let (i11, i12, i30) = (item(&report, "I11"), item(&report, "I12"), item(&report, "I30"));
    assert_eq!(i11.measures, ["ลงทุกสิ้นเดือนตามปฏิทิน"]);
    assert_eq!(i11.results[0].text, "รายการจัดซื้อลงเว็บครบทั้งสามเดือน");
    assert_eq!((&i11.statuses[..], &i12.statuses[..]), (&[Status::Done][..], &[Status::Done][..]));
    assert_eq!(i12.measures, ["ตอบภายในเจ็ดวัน"]);
    assert_eq!(i30.topic, "ถ้าพบคนโกงจะกล้าบอกและเชื่อว่าจะปลอดภัย");
    assert_eq!(i30.guidelines, ["ทำตู้รับเรื่องที่ล็อกได้ และกุญแจสองดอก", "บอกผลภายในเดือน"]);
    assert_eq!(i30.results[0].text, "ตั้งตู้แล้วหนึ่งตู้ที่ชั้นล่าง");
    assert_eq!(i30.responsible[0].party, "นางสมมติ ตัวอย่าง หัวหน้าฝ่ายสมมติ");
    assert_eq!(i30.responsible[0].telephone.as_deref(), Some("02-123-4567"));
    let kept = &report.unparsed[0];
    assert_eq!((kept.text.as_str(), kept.item.as_deref()), ("หัวหน้าฝ่ายสมมติ", Some("I30")));
    assert_eq!(warnings(&report, "continued_in_next_item"), ["I11"]);
}

#[test]
fn slips_are_offered_and_taken_only_when_chosen() {
    let mut report = report(CUT);
    let offered: Vec<_> = report.corrections.iter().map(|c| (c.printed.as_str(), c.suggested.as_str())).collect();
    assert!(offered.contains(&("ฝห้", "ให้")) && offered.contains(&("ตัวอยาง", "ตัวอย่าง")), "{offered:?}");
    assert_eq!(item(&report, "I1").measures, ["ฝห้หัวหน้าดูป้ายทุกเช้า"]);
    let chosen: Vec<_> = report.corrections.iter().filter(|c| c.printed == "ฝห้").cloned().collect();
    assert_eq!(report::corrections::apply(&mut report, &chosen), 1);
    assert_eq!(item(&report, "I1").measures, ["ให้หัวหน้าดูป้ายทุกเช้า"]);
}

#[test]
fn moved_and_extra_columns_of_a_word_page_are_understood() {
    let report = report(MOVED);
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
    assert_eq!((report.report_date.unwrap().to_string(), report.year.unwrap().number()), ("2022-09-30".into(), 2565));
    assert_eq!(codes(&report), ["E1", "E2", "E4"]);
    assert_eq!(report.indicators[0].score.unwrap().to_string(), "79.40");
    assert_eq!(report.indicators[0].name, "คุณภาพการดำเนินงาน");
    let e1 = item(&report, "E1");
    assert_eq!(e1.measures, ["จับเวลาทุกคิว", "เพิ่มช่องช่วงเที่ยง"]);
    assert_eq!(e1.guidelines, ["บอกเวลารอที่หน้าช่อง"]);
    assert_eq!(e1.statuses, [Status::Done, Status::InProgress]);
    assert_eq!(e1.results[1].status, Some(Status::InProgress));
    assert_eq!(score(e1).as_deref(), Some("78.10"));
    assert_eq!(score(item(&report, "E2")).as_deref(), Some("77.72"));
    for code in ["E1", "E2", "E4"] {
        assert_eq!(item(&report, code).responsible.len(), 1, "{code} {report:#?}");
        assert_eq!(item(&report, code).responsible[0].party, "ฝ่ายบริการสมมติ", "{code}");
        assert!(item(&report, code).responsible[0].telephone.as_deref().unwrap().starts_with("02-123-4567"));
    }
    assert_eq!(item(&report, "E4").score, None);
    assert_eq!(warnings(&report, "score_out_of_range"), ["E4"]);
    assert_eq!(warnings(&report, "unknown_status").len(), 1);
    let kept: Vec<_> = report.unparsed.iter().map(|u| (u.text.as_str(), u.item.as_deref())).collect();
    for expected in [
        ("งบประมาณที่ใช้: 12,000 บาท", Some("E1")),
        ("หมายเหตุ: “ดี”", Some("E1")),
        ("หมายเหตุ: รอเครื่อง", Some("E2")),
        ("จัดทำโดยคณะทำงานสมมติ", None),
    ] {
        assert!(kept.contains(&expected), "{expected:?} in {kept:?}");
    }
    assert!(kept.iter().any(|(text, _)| *text == "ลงชื่อผู้รายงานสมมติ"));
}

#[test]
fn english_headings_and_arabic_digits_are_understood() {
    let report = report(ENGLISH);
    assert_eq!(report.report_date.unwrap().to_string(), "2022-04-08");
    assert_eq!(codes(&report), ["E6", "E7"]);
    let e6 = item(&report, "E6");
    assert_eq!((score(e6).as_deref(), e6.topic.as_str()), (Some("71.29"), "Information is easy to reach"));
    assert_eq!(e6.guidelines, ["One page for all news", "Plain words"]);
    assert_eq!(
        (e6.statuses.as_slice(), e6.results[0].date.unwrap().to_string()),
        (&[Status::Done][..], "2022-03-30".into())
    );
    assert_eq!(
        (e6.responsible[1].duty, e6.responsible[1].telephone.as_deref()),
        (Duty::Supervise, Some("02-123-4567"))
    );
    assert_eq!(item(&report, "E7").statuses, [Status::NotStarted]);
    assert_eq!(item(&report, "E7").score, None);
    assert_eq!(report.indicators[0].score.unwrap().to_string(), "80.00");
}

#[test]
fn other_years_have_their_own_numbers_and_a_table_may_lack_its_heading() {
    let first = report(NO_HEADINGS);
    assert_eq!((first.year.unwrap().number(), first.score_year.unwrap().number()), (2567, 2566));
    let places: Vec<_> = first.items.iter().map(|item| (item.code.as_str(), item.indicator)).collect();
    assert_eq!(places, [("O10", 9), ("O28", 9), ("O34", 10)]);
    assert_eq!(item(&first, "O34").topic, "การประเมินความเสี่ยงการทุจริต");
    assert_eq!(warnings(&first, "date_missing"), ["header"]);

    let second = report(LOWER_CASE);
    assert_eq!((second.year.unwrap().number(), second.score_year.unwrap().number()), (2568, 2567));
    assert_eq!(codes(&second), ["O34", "O35"]);
    assert_eq!(
        (&item(&second, "O34").statuses[..], &item(&second, "O35").statuses[..]),
        (&[Status::Done][..], &[Status::InProgress][..])
    );
    assert_eq!(warnings(&second, "item_unknown").len(), 1);
    assert!(second.unparsed.iter().any(|u| u.text == "การประเมินความเสี่ยงที่ไม่มีในแบบ" && u.item.is_none()));
    assert!(second.unparsed.iter().any(|u| u.text == "ใครก็ได้"));
}

#[test]
fn a_year_whose_instrument_is_unknown_keeps_codes_and_says_what_it_lacks() {
    let hints = Hints { score_year: thai::FiscalYear::new(2599), ..Hints::default() };
    let report = read(NO_HEADINGS.as_bytes(), &hints).unwrap();
    assert_eq!(codes(&report), ["O10", "O28", "O34"]);
    assert_eq!(report.items[2].indicator, 10);
    let report = read(ENGLISH.replace("Indicator 7 Communication", "News").as_bytes(), &hints).unwrap();
    assert_eq!(codes(&report), ["E6", "E7"]);
    assert_eq!(warnings(&report, "indicator_unknown"), ["E6", "E7"]);
}

#[test]
fn the_name_of_the_file_may_tell_the_year() {
    let text = NO_HEADINGS.replace("ปีงบประมาณ พ.ศ. ๒๕๖๗", "");
    let hints = Hints { file_name: Some("รายงาน-o43-2565.md".into()), ..Hints::default() };
    assert_eq!(read(text.as_bytes(), &hints).unwrap().year, thai::FiscalYear::new(2565));
    assert_eq!(warnings(&read(text.as_bytes(), &Hints::default()).unwrap(), "year_missing"), ["header"]);
}

#[test]
fn every_encoding_gives_the_same_report() {
    let expected = report(CUT);
    let (tis, _, damaged) = encoding_rs::WINDOWS_874.encode(CUT);
    assert!(!damaged);
    let utf16: Vec<u8> = [0xFE, 0xFF].into_iter().chain(CUT.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let windows = CUT.replace('\n', "\r\n");
    for bytes in [&tis[..], &utf16, windows.as_bytes()] {
        assert_eq!(read(bytes, &Hints::default()).unwrap(), expected);
    }
}

#[test]
fn broken_files_are_refused_with_a_sentence() {
    let refused = |bytes: &[u8]| read(bytes, &Hints::default()).expect_err("refused");
    let cut_html = &MOVED[..MOVED.find("E4").unwrap()];
    let cut_row = &CUT[..CUT.find("มีมาตรการสิบห้าข้อ").unwrap()];
    let cases = [
        (refused(b""), ReadError::Empty),
        (refused(b"\x89PNG\r\n\x1a\n\0\0"), ReadError::OtherKind(OtherKind::Picture)),
        (refused("เพียงย่อหน้าหนึ่ง".as_bytes()), ReadError::NoTable),
        (refused("| ก | ข |\n|--|--|\n| ค | ง |\n".as_bytes()), ReadError::NoTable),
        (refused(cut_html.as_bytes()), ReadError::Truncated { line: cut_html.lines().count() }),
        (refused(cut_row.as_bytes()), ReadError::Truncated { line: cut_row.lines().count() }),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
        assert!(found.sentence().th.chars().count() > 20 && found.sentence().en.ends_with('.'));
    }
    let error = refused(b"{\"agency\": 5}");
    assert!(matches!(&error, ReadError::Json { reason } if reason.contains("line 1")), "{error:?}");
}

#[test]
fn json_is_read_back_as_it_was_written() {
    for text in [CUT, MOVED, ENGLISH, NO_HEADINGS, LOWER_CASE] {
        let report = report(text);
        let written = json::to_json(&report);
        assert_eq!(json::from_json(&written).unwrap(), report);
        assert_eq!(read(written.as_bytes(), &Hints::default()).unwrap(), report);
        let value: serde_json::Value = serde_json::from_str(&written).unwrap();
        for key in [
            "agency",
            "report_date",
            "year",
            "score_year",
            "with_documents",
            "without_documents",
            "indicators",
            "items",
            "warnings",
            "unparsed",
        ] {
            assert!(value.get(key).is_some(), "{key}");
        }
        for key in ["code", "indicator", "score", "guidelines", "measures", "results", "statuses", "responsible"] {
            assert!(value["items"][0].get(key).is_some(), "{key}");
        }
    }
}

#[test]
fn a_later_version_shows_its_difference() {
    let old = report(CUT);
    assert_eq!(difference(&old, &old), []);
    let new = report(
        &CUT.replace("๗๐.๕๐", "๗๑.๕๐")
            .replace("แจกแผนทางไลน์กลุ่ม", "แจกแผนเป็นกระดาษ")
            .replace("0๒ ข้อมูลผู้บริหาร", "0๑ โครงสร้าง"),
    );
    let shown: Vec<_> =
        difference(&old, &new).into_iter().map(|c| (c.place, c.field.name().en, c.before, c.after)).collect();
    let change = |place: &str, field: &str, before: Option<&str>, after: Option<&str>| {
        (place.to_owned(), field.to_owned(), before.map(str::to_owned), after.map(str::to_owned))
    };
    assert_eq!(
        shown,
        [
            change("I1", "Score", Some("70.50"), Some("71.50")),
            change("I7", "Measures", Some("แจกแผนทางไลน์กลุ่ม"), Some("แจกแผนเป็นกระดาษ")),
            change("O1", "Item", None, Some("โครงสร้าง")),
            change("O2", "Item", Some("ข้อมูลผู้บริหาร"), None),
        ]
    );
}

#[test]
fn what_each_item_was_read_from_is_shown_beside_it() {
    let understood = understand(CUT.as_bytes(), &Hints::default()).unwrap();
    let at = understood.report.items.iter().position(|item| item.code == "I30").unwrap();
    let lines: std::collections::BTreeSet<usize> = understood.passages_by_item[at].iter().map(|p| p.line).collect();
    assert_eq!(lines.len(), 2);
    assert!(understood.passages_by_item[at].iter().any(|p| p.heading == "ผู้รับผิดชอบ" && p.text == "- นางสมมติ"));
}

#[test]
fn the_summary_says_what_was_understood_in_both_languages() {
    let report = report(CUT);
    let thai = report::summary::summary(&report, thai::Language::Thai);
    let english = report::summary::summary(&report, thai::Language::English);
    assert!(thai.contains("หน่วยงาน: สำนักงานเขตตัวอย่าง") && thai.contains("15 มีนาคม 2565"), "{thai}");
    assert!(english.contains("Items: 8 (not started 1, in progress 1, done 6, cancelled 1)"), "{english}");
    assert!(english.contains("! I7 I8: Items I7, I8 share one row"));
}
