//! The rules of a review.

use super::*;
use report::Status;

const OFFICE: &str = "สำนักงานเขตตัวอย่าง";

fn year() -> FiscalYear {
    FiscalYear::new(2565).unwrap()
}

fn item(code: &str, indicator: u8, score: &str) -> Item {
    Item {
        code: code.into(),
        indicator,
        topic: format!("เรื่องของ {code}"),
        score: score.parse().ok(),
        measures: vec!["ประชุมสัมพันธ์ทุกเดือน".into()],
        results: vec![ResultLine {
            text: "ทำแล้ว".into(), status: Some(Status::Done), ..ResultLine::default()
        }],
        statuses: vec![Status::Done],
        ..Item::default()
    }
}

fn unparsed(code: Option<&str>, text: &str) -> Unparsed {
    Unparsed { text: text.into(), item: code.map(Into::into), place: "line 7".into() }
}

fn review() -> Review {
    let misread = Correction {
        item: "I7".into(),
        part: "measure".into(),
        printed: "ประชุมสัมพันธ์".into(),
        suggested: "ประชาสัมพันธ์".into(),
    };
    let how = Correction { item: "I7".into(), part: "code".into(), printed: "๗".into(), suggested: "I7".into() };
    let guessed = Warning {
        code: "code_guessed".into(),
        message: Bilingual::new("เดาว่าเป็น I7", "I7 was guessed").into(),
        place: "I7".into(),
    };
    let report = Report {
        agency: Some(OFFICE.into()),
        report_date: Some(jiff::civil::date(2022, 3, 15)),
        year: Some(year()),
        score_year: Some(year().previous()),
        items: vec![item("I1", 1, "70.50"), item("I7", 2, "62")],
        warnings: vec![guessed],
        corrections: vec![misread, how],
        unparsed: vec![unparsed(Some("I7"), "รายงานผลทุกไตรมาส"), unparsed(None, "หมายเหตุท้ายหน้า")],
        ..Report::default()
    };
    Review { sources: vec![Vec::new(); 2], report, ..Review::default() }
}

fn decide(review: &mut Review, decisions: &Decisions) {
    review.decide(1, decisions, OFFICE, year());
}

#[test]
fn every_open_place_is_found_in_order() {
    assert_eq!(review().open_places(OFFICE, year()), [None, Some(1)]);
    assert_eq!(review().open_warnings(OFFICE, year()).len(), 1);
}

#[test]
fn a_warning_is_open_until_somebody_accepts_it_and_can_be_opened_again() {
    let mut review = review();
    let key = warning_key(&review.open_warnings(OFFICE, year())[0]);
    decide(&mut review, &Decisions { accepted: [key].into(), ..Decisions::default() });
    assert_eq!(review.open_warnings(OFFICE, year()), []);
    decide(&mut review, &Decisions::default());
    assert_eq!(review.open_warnings(OFFICE, year()).len(), 1);
}

#[test]
fn another_agency_and_another_year_are_asked_about() {
    let mut review = review();
    assert_eq!(review.unanswered(OFFICE, year()), []);
    let codes = |review: &Review| -> Vec<String> {
        review.unanswered("สำนักงานเขตอื่น", year().next()).into_iter().map(|warning| warning.code).collect()
    };
    assert_eq!(codes(&review), [AGENCY_DIFFERS, YEAR_DIFFERS]);
    review.accept_questions("สำนักงานเขตอื่น", year().next());
    assert_eq!(codes(&review), [""; 0]);
    assert_eq!(review.to_take(year().next()).year, Some(year().next()));
}

#[test]
fn the_city_may_stand_behind_the_agencys_name() {
    assert!(is_same_agency("สำนักงาน เขตตัวอย่าง กรุงเทพมหานคร", OFFICE));
    assert!(!is_same_agency("สำนักงานเขตตัวอื่น", OFFICE));
}

#[test]
fn corrections_are_made_only_when_chosen() {
    let mut review = review();
    assert_eq!((review.count_offers(), review.printed_code("I7")), (1, Some("๗")));
    let key = correction_key(review.offers(Some(1)).next().unwrap());
    decide(&mut review, &Decisions::default());
    assert_eq!(review.report.items[1].measures[0], "ประชุมสัมพันธ์ทุกเดือน");
    decide(&mut review, &Decisions { corrections: [key].into(), ..Decisions::default() });
    assert_eq!(review.report.items[1].measures[0], "ประชาสัมพันธ์ทุกเดือน");
    assert_eq!(review.report.items[0].measures[0], "ประชุมสัมพันธ์ทุกเดือน", "only at its own item");
    assert_eq!((review.count_offers(), review.printed_code("I7")), (0, Some("๗")));
}

#[test]
fn a_text_becomes_what_somebody_says_and_none_is_lost() {
    let mut review = review();
    let [at_item, at_none] = [0, 1].map(|at| text_key(&review.report.unparsed[at]));
    let texts = vec![(at_item, Use::Result), (at_none, Use::Result)];
    decide(&mut review, &Decisions { texts, ..Decisions::default() });
    assert_eq!(review.report.items[1].results[1].text, "รายงานผลทุกไตรมาส");
    assert_eq!(review.notes[0].text, "หมายเหตุท้ายหน้า", "at no item it can only be a note");
    assert_eq!(review.to_take(year()).unparsed.len(), 1);
    assert_eq!(review.report.unparsed, []);
}

#[test]
fn an_item_with_another_code_takes_its_texts_along() {
    let mut review = review();
    let renamed = Item { code: "I8".into(), ..review.report.items[1].clone() };
    review.change_item(1, renamed, false);
    assert_eq!(review.report.unparsed[0].item.as_deref(), Some("I8"));
    assert_eq!(review.printed_code("I8"), Some("๗"));
    assert_eq!(review.offers(Some(1)).count(), 1);
    assert_eq!(review.open_warnings(OFFICE, year()), [], "the guess is answered");
}

#[test]
fn an_item_left_out_is_not_taken_but_can_come_back() {
    let mut review = review();
    let unchanged = review.report.items[1].clone();
    review.change_item(1, unchanged.clone(), true);
    assert_eq!(review.to_take(year()).items.len(), 1);
    assert_eq!(review.to_take(year()).unparsed.len(), 2);
    review.change_item(1, unchanged, false);
    assert_eq!(review.to_take(year()).items.len(), 2);
}

#[test]
fn pages_hold_ten_items_and_every_place_has_one() {
    let mut review = review();
    review.report.items = (1..=23).map(|number| item(&format!("I{number}"), 1, "80")).collect();
    assert_eq!(review.pages(), 3);
    assert_eq!((review.items_on(1), review.items_on(3), review.items_on(9)), (0..10, 20..23, 23..23));
    assert_eq!((review.page_of(None), review.page_of(Some(9)), review.page_of(Some(10))), (1, 1, 2));
    assert_eq!(Review::default().pages(), 1);
}

#[test]
fn keys_go_there_and_back() {
    assert!(State::ALL.into_iter().all(|state| State::from_key(state.key()) == Some(state)));
    assert!(Use::ALL.into_iter().all(|use_as| Use::from_key(use_as.key()) == Some(use_as)));
}

#[test]
fn a_review_is_kept_as_text() {
    let text = serde_json::to_string(&review()).unwrap();
    assert_eq!(serde_json::from_str::<Review>(&text).unwrap(), review());
}

#[test]
fn a_file_that_is_no_report_gets_a_sentence() {
    for bytes in [&b""[..], b"%PDF-1.7 ...", b"\x00\x01\x02", "ไม่มีตาราง".as_bytes(), b"{\"items\": 3}"]
    {
        let sentence = read(bytes, "x.md", Some(year())).unwrap_err();
        assert!(!sentence.th.is_empty() && !sentence.en.is_empty());
    }
    assert!(read(&vec![b'x'; LARGEST_FILE + 1], "x.md", None).is_err());
}
