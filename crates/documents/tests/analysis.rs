//! The analysis of an invented office: what it says, and its files as others read them.
//!
//! The tools of others run with `PRONGSAI_CONFORMITY=1`, as for the official form.

use std::{path::PathBuf, process::Command};

use documents::{
    AnalysisReport, Digits,
    analysis::{
        AnalysedItem, IndicatorOfYear, Loss, MeasureOfItem, Strength, YearOfResults,
        told::{self, Block},
    },
    analysis_docx, analysis_pdf,
};
use scoring::Exact;
use thai::{Bilingual, FiscalYear, Language};

fn exact(text: &str) -> Option<Exact> {
    Some(text.parse().expect("a number"))
}

fn year(number: u16, total: &str) -> YearOfResults {
    YearOfResults {
        year: FiscalYear::new(number).expect("a year"),
        total: exact(total),
        level: Some(Bilingual::new("B", "B")),
        instruments: [exact(total), None, exact("80")],
    }
}

fn item(code: &str, rank: u8) -> AnalysedItem {
    AnalysedItem {
        code: code.into(),
        topic: Bilingual::new("การประเมินความเสี่ยงการทุจริต", "Corruption risk assessment"),
        score: exact("0"),
        points: exact("1.25"),
        priority: Some(Bilingual::new("ทำก่อน", "First")),
        rank,
        reason: None,
        causes: vec!["ประเมินเฉพาะด้านการเงิน ไม่ครอบคลุมงานบริการ".into()],
        guidelines: vec!["ประเมินจากงานจริง".into()],
        measures: vec![MeasureOfItem {
            text: "เผยแพร่เหตุการณ์เสี่ยงและวิธีป้องกันภายใน 31 มีนาคม 2565".into(),
            work_step: Some("งานควบคุมภายใน: การประเมินประจำปี".into()),
        }],
        carry_out: vec!["ฝ่ายปกครอง".into()],
        supervise: vec!["ผู้อำนวยการเขต".into()],
        period: [None, Some(jiff::civil::date(2022, 3, 31))],
        follow_ups: vec!["ทุกเดือน หัวหน้าฝ่ายดูจำนวนความเสี่ยงที่ประเมินแล้ว".into()],
    }
}

fn sample() -> AnalysisReport {
    let office = Bilingual::new("สำนักงานเขตตัวอย่าง", "Sample District Office");
    let indicator = |number: u8| IndicatorOfYear {
        number,
        name: Bilingual::new("การปฏิบัติหน้าที่", "Performance of duties"),
        score: exact("89.94"),
        before: exact("87.35"),
    };
    let topic = Bilingual::new("การประเมินความเสี่ยง", "Risk assessment");
    AnalysisReport {
        agency: office,
        parent: None,
        year: FiscalYear::new(2565).expect("a year"),
        score_year: FiscalYear::new(2564).expect("a year"),
        years: vec![year(2563, "79.10"), year(2564, "81.06")],
        target: "85".parse().expect("a score"),
        target_is_set: true,
        threshold: "85".parse().expect("a score"),
        indicators: (1..=10).map(indicator).collect(),
        losses: vec![Loss { code: "O36".into(), topic, score: exact("0"), points: exact("1.25"), planned: true }],
        strengths: vec![Strength {
            name: Bilingual::new("ตัวชี้วัดที่ 1", "Indicator 1"), score: exact("89.94")
        }],
        items: vec![item("O36", 0), AnalysedItem { causes: Vec::new(), ..item("O37", 0) }],
        carried_over: Vec::new(),
        rule: Bilingual::new("เรียงจากคะแนนที่เสียมากไปน้อย", "The costliest first."),
        notes: Vec::new(),
        as_of: "2026-01-15T07:30:00Z".parse().expect("a moment"),
        digits: Digits::Thai,
        demonstration: true,
    }
}

fn words(block: Block) -> Vec<String> {
    let found = std::cell::RefCell::new(Vec::new());
    block.with_texts(&|text| {
        found.borrow_mut().push(text.to_owned());
        text.to_owned()
    });
    found.into_inner()
}

fn all_words(t: Language) -> Vec<String> {
    told::blocks(&sample(), t).into_iter().flat_map(words).collect()
}

#[test]
fn it_tells_the_result_against_the_target_and_the_year_before() {
    let english = all_words(Language::English);
    let finding = "The total of FY 2564 (BE) is 81.06, level B, 3.94 points below the target of 85.00, \
                   1.96 points more than in 2563.";
    assert!(english.iter().any(|text| text == finding), "{english:#?}");
    assert!(english.iter().any(|text| text == "Indicator 1 89.94"));
}

#[test]
fn without_a_target_of_the_year_nothing_is_called_one() {
    let report = AnalysisReport { target_is_set: false, ..sample() };
    let told = |t| told::blocks(&report, t).into_iter().flat_map(words).collect::<Vec<_>>();
    let finding = "คะแนนรวมปี 2564 ได้ 81.06 ระดับ B ต่ำกว่าเกณฑ์ของหน่วยงาน 85.00 อยู่ 3.94 คะแนน เพิ่มขึ้นจากปี 2563 1.96 คะแนน \
                   ยังไม่ได้ตั้งเป้าหมายของปี 2565";
    assert!(told(Language::Thai).iter().any(|text| text == finding), "{:#?}", told(Language::Thai));
    let named: Vec<String> = told(Language::English).into_iter().filter(|text| text.contains("target")).collect();
    assert!(named.iter().all(|text| text.contains("No target is set for 2565")), "{named:#?}");
}

#[test]
fn what_nobody_entered_is_said_to_be_missing_once() {
    let missing = all_words(Language::Thai).into_iter().filter(|text| text == "ยังไม่ได้ระบุ").count();
    assert_eq!(missing, 1, "only the cause of O37 is missing");
}

#[test]
fn english_pages_say_nothing_of_their_own_in_thai() {
    let ours = ["เรื่อง", "สาเหตุ", "คะแนน", "ลำดับ", "ข้อ", "ปี", "ช่วงเวลา"];
    assert!(!all_words(Language::English).iter().any(|text| ours.contains(&text.as_str())));
}

#[test]
fn the_same_analysis_makes_the_same_files() {
    let (report, again) = (sample(), sample());
    let pdf = analysis_pdf(&report).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-1.") && pdf == analysis_pdf(&again).expect("a PDF"));
    let docx = analysis_docx(&report);
    assert!(docx.starts_with(b"PK") && docx == analysis_docx(&again));
}

#[test]
fn a_character_without_a_glyph_is_named() {
    let mut report = sample();
    report.items[0].causes = vec!["🙂".into()];
    let error = analysis_pdf(&report).expect_err("an archivable file may hold no gaps");
    assert!(error.message().en.contains('🙂'), "{error}");
}

#[test]
fn the_pdf_satisfies_the_tools_of_others_and_keeps_every_text() {
    if std::env::var("PRONGSAI_CONFORMITY").as_deref() != Ok("1") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("analysis.pdf");
    std::fs::write(&file, analysis_pdf(&sample()).expect("a PDF")).expect("room for a file");
    let file = file.to_str().expect("a readable name");
    let checkers = PathBuf::from(std::env::var_os("PRONGSAI_CHECKERS").expect("PRONGSAI_CHECKERS names the tools"));
    run(PathBuf::from("qpdf"), &["--check", file]);
    run(checkers.join("outloud"), &["--quiet", file]);
    run(checkers.join("pdfua"), &["check", file]);
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let read = solid(&run(PathBuf::from("pdftotext"), &["-raw", file, "-"]));
    for entry in sample().items.iter().flat_map(|item| item.causes.iter().chain(&item.follow_ups)) {
        assert!(read.contains(&solid(&Digits::Thai.show(entry))), "{entry} is not in: {read}");
    }
}

fn run(tool: PathBuf, arguments: &[&str]) -> String {
    let output = Command::new(&tool).args(arguments).output().unwrap_or_else(|error| panic!("{tool:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{tool:?} objects:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}
