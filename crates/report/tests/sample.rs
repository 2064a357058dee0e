//! The published report of a district office, if `PRONGSAI_SHARED` names the folder that holds it and its facts.

use std::{collections::BTreeMap, path::PathBuf};

use report::{Duty, Hints, Item, Report, Status, coverage, understand};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    std::env::var_os("PRONGSAI_SHARED").map(PathBuf::from)
}

fn sample() -> Option<(report::Understanding, Value)> {
    let shared = shared()?;
    let bytes = std::fs::read(shared.join("samples/suanluang-report-2565.md")).expect("the sample is there");
    let facts = std::fs::read_to_string(shared.join("reference/suanluang-2565.json")).expect("its facts are there");
    let understanding = understand(&bytes, &Hints::default()).expect("the sample is read");
    Some((understanding, serde_json::from_str(&facts).expect("the facts are JSON")))
}

fn item<'a>(report: &'a Report, code: &str) -> &'a Item {
    report.items.iter().find(|item| item.code == code).unwrap_or_else(|| panic!("{code} is there"))
}

fn two_decimals(score: &Value) -> Option<String> {
    score.as_str().map(|text| if text.contains('.') { text.to_owned() } else { format!("{text}.00") })
}

#[test]
fn every_item_has_its_true_code_indicator_score_and_status() {
    let Some((understanding, facts)) = sample() else { return };
    let report = &understanding.report;
    let expected: Vec<_> = facts["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["code"].as_str().unwrap().to_owned(),
                item["indicator"].as_u64().unwrap() as u8,
                two_decimals(&item["score"]),
                vec![item["status"].as_str().unwrap().to_owned()],
            )
        })
        .collect();
    let found: Vec<_> = report
        .items
        .iter()
        .map(|item| {
            (
                item.code.clone(),
                item.indicator,
                item.score.map(|score| score.to_string()),
                item.statuses.iter().map(|status| status.key().to_owned()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 39);
    let count = |status| report.items.iter().filter(|item| item.statuses == [status]).count();
    assert_eq!((count(Status::Done), count(Status::InProgress)), (38, 1));
    assert!(report.items.iter().all(|item| {
        !item.topic.is_empty()
            && !item.guidelines.is_empty()
            && !item.measures.is_empty()
            && !item.results.is_empty()
            && item.results.iter().all(|result| result.status.is_some() && !result.text.is_empty())
    }));
}

#[test]
fn header_and_indicators_are_as_printed() {
    let Some((understanding, facts)) = sample() else { return };
    let report = &understanding.report;
    assert_eq!(report.agency.as_deref(), facts["document"]["agency_th"].as_str());
    assert_eq!(report.report_date.unwrap().to_string(), "2022-04-08");
    assert_eq!(report.year.unwrap().number(), 2565);
    assert_eq!(report.score_year.unwrap().number(), 2564);
    assert!(report.with_documents.is_empty() && report.without_documents.is_empty());
    let expected: Vec<_> = facts["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|indicator| indicator["printed_in_document"] == true)
        .map(|indicator| {
            (
                indicator["number"].as_u64().unwrap() as u8,
                thai::text::squash(indicator["name_th"].as_str().unwrap()),
                two_decimals(&indicator["average_score"]),
            )
        })
        .collect();
    let found: Vec<_> = report
        .indicators
        .iter()
        .map(|indicator| {
            (indicator.number, thai::text::squash(&indicator.name), indicator.score.map(|score| score.to_string()))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_mean_that_does_not_agree_is_told_and_kept() {
    let Some((understanding, _)) = sample() else { return };
    let report = &understanding.report;
    let warning = report.warnings.iter().find(|warning| warning.code == "indicator_mean_differs").expect("a warning");
    assert_eq!(warning.place, "indicator 8");
    for message in [&warning.message.message, &warning.message.message_en] {
        assert!(message.contains("79.52") && message.contains("78.92"), "{message}");
    }
    assert_eq!(report.warnings.iter().filter(|warning| warning.code == "indicator_mean_differs").count(), 1);
    let codes: std::collections::BTreeSet<_> = report.warnings.iter().map(|warning| warning.code.as_str()).collect();
    for unexpected in [
        "code_guessed",
        "duplicate_item",
        "order_broken",
        "item_unknown",
        "item_without_status",
        "score_out_of_range",
        "unknown_status",
    ] {
        assert!(!codes.contains(unexpected), "{unexpected}: {:#?}", report.warnings);
    }
    let shared: Vec<_> = report.warnings.iter().filter(|w| w.code == "shared_row").map(|w| w.place.as_str()).collect();
    assert_eq!(shared, ["I7 I8", "I13 I14", "E6 E7"]);
}

#[test]
fn responsible_parties_and_telephones_are_as_given() {
    let Some((understanding, facts)) = sample() else { return };
    let squash = thai::text::squash;
    for expected in facts["items"].as_array().unwrap() {
        let code = expected["code"].as_str().unwrap();
        let found = item(&understanding.report, code);
        let telephones: Vec<_> = found.responsible.iter().filter_map(|party| party.telephone.as_deref()).collect();
        assert_eq!(
            telephones,
            expected["responsible"]["phone_normalized"].as_str().into_iter().collect::<Vec<_>>(),
            "{code}"
        );
        for role in expected["responsible"]["roles"].as_array().unwrap() {
            let name = squash(role["th"].as_str().unwrap());
            let duty = match role["duty"].as_str().unwrap() {
                "implement" => Duty::CarryOut,
                _ => Duty::Supervise,
            };
            let near = |party: &str| party.contains(&name) || thai::text::similarity(party, &name) > 0.7;
            assert!(
                found.responsible.iter().any(|party| near(&squash(&party.party)) && party.duty == duty),
                "{code} {name}: {:#?}",
                found.responsible
            );
        }
        assert!(!found.responsible.is_empty() && found.responsible.len() <= 4, "{code}");
    }
}

#[test]
fn rows_cut_by_a_page_are_whole_again() {
    let Some((understanding, _)) = sample() else { return };
    let report = &understanding.report;
    let i30 = item(report, "I30");
    assert!(i30.topic.contains("สามารถติดตามเรื่องได้") && i30.topic.ends_with("ต่อตนเอง"), "{}", i30.topic);
    assert_eq!((i30.guidelines.len(), i30.measures.len(), i30.results.len(), i30.responsible.len()), (3, 1, 1, 2));
    assert!(
        i30.guidelines[0].ends_with("ทราบเป็นระยะ")
            && i30.measures[0].contains("ผลการดำเนินการ")
            && i30.results[0].text.contains("ให้มีการร้องเรียน")
    );
    assert_eq!(i30.responsible[1].telephone.as_deref(), Some("02-321-7926"));
    assert!(
        report
            .unparsed
            .iter()
            .any(|unparsed| unparsed.item.as_deref() == Some("I30") && unparsed.text == "หัวหน้าฝ่ายปกครอง")
    );
    let (e12, e13) = (item(report, "E12"), item(report, "E13"));
    assert_eq!((e12.results.len(), e12.measures.len()), (1, 1));
    assert!(
        e12.results[0].text.contains("ช่วยในการปฏิบัติงาน") && e12.results[0].text.ends_with("“BMA Q”"),
        "{}",
        e12.results[0].text
    );
    assert!(e12.measures[0].ends_with("แก่ผู้รับบริการ"));
    assert_eq!((e13.results.len(), e13.measures.len()), (1, 1));
    let (e14, e15) = (item(report, "E14"), item(report, "E15"));
    assert_eq!((e14.results.len(), e14.statuses.len(), e15.results.len(), e15.statuses.len()), (1, 1, 1, 1));
    assert!(e15.results[0].text.ends_with("“BMA Q”"));
}

#[test]
fn shared_rows_are_dealt_out_in_order() {
    let Some((understanding, _)) = sample() else { return };
    let report = &understanding.report;
    let counts = |code| {
        let i = item(report, code);
        (i.guidelines.len(), i.measures.len(), i.results.len(), i.responsible.len())
    };
    assert_eq!(counts("I13"), (1, 1, 1, 2));
    assert_eq!(counts("I14"), (1, 1, 1, 2));
    assert_eq!(counts("E6"), (1, 1, 1, 3));
    assert_eq!(counts("E7"), (1, 1, 1, 3));
    let (i7, i8) = (counts("I7"), counts("I8"));
    assert_eq!((i7.0 + i8.0, i7.1 + i8.1, i7.2, i8.2, i7.3, i8.3), (3, 3, 1, 1, 2, 2));
    assert!(
        item(report, "I14").guidelines[0].contains("ประเมินผล") && item(report, "I13").guidelines[0].contains("มอบหมาย")
    );
}

#[test]
fn nothing_is_lost_and_slips_are_only_offered() {
    let Some((understanding, _)) = sample() else { return };
    let report = &understanding.report;
    assert_eq!(coverage::lost(&understanding.source, report), []);
    let raw = std::fs::read_to_string(shared().unwrap().join("samples/suanluang-report-2565.md")).unwrap();
    // An independent count: every Thai letter of the file stands in the source that was covered.
    let thai = |text: &str| {
        let mut count = BTreeMap::new();
        for c in thai::text::squash(text).chars().filter(|c| matches!(c, 'ก'..='ฺ' | 'เ'..='๎')) {
            *count.entry(c).or_insert(0) += 1;
        }
        count
    };
    let read: String =
        understanding.source.passages().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
    assert_eq!(thai(&raw), thai(&read));
    for printed in ["ประชุมสัมพันธ์", "๑๑", "๐๒๖", "ฝห้", "BMAQ"] {
        assert!(report.corrections.iter().any(|correction| correction.printed == printed), "{printed}");
    }
    assert!(report.corrections.iter().any(|correction| correction.printed.starts_with("คณะนอกราชการ")));
    assert!(item(report, "I7").guidelines.iter().any(|text| text.contains("ประชุมสัมพันธ์")));
    assert!(report.unparsed.len() <= 5, "{:#?}", report.unparsed);
}
