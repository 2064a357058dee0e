//! The command `prongsai score`.

use scoring::command::{Answer, Arguments, run};
use serde_json::Value;
use thai::Language;

const TRAT: &str = "93.55,87.72,91.01,87.93,89.52,90.55,88.68,88.58,72.89,65.56";

fn year(year: &str) -> Arguments {
    Arguments { year: year.into(), ..Arguments::default() }
}

fn some(text: &str) -> Option<String> {
    Some(text.into())
}

fn answer(arguments: Arguments) -> Answer {
    run(&arguments).unwrap()
}

fn json(arguments: Arguments) -> Value {
    serde_json::from_str(&answer(arguments).json()).unwrap()
}

fn refusal(arguments: Arguments) -> String {
    let sentence = run(&arguments).unwrap_err();
    assert!(!sentence.th.is_empty());
    sentence.en
}

#[test]
fn ten_indicators_make_everything() {
    let json = json(Arguments { indicators: some(TRAT), ..year("2564") });
    assert_eq!([&json["iit"], &json["eit"], &json["oit"]], ["89.95", "89.27", "69.23"]);
    assert_eq!([&json["total"], &json["level"]], ["81.45", "B"]);
    assert_eq!(json["warnings"], Value::Array(vec![]));
}

#[test]
fn what_is_not_known_is_null() {
    let json = json(Arguments { indicators: some("93.55,87.72,91.01,87.93,89.52,-,,88.58,,"), ..year("๒๕๖๔") });
    assert_eq!(json["iit"], "89.95");
    for key in ["eit", "oit", "total", "level", "level_name"] {
        assert!(json.as_object().unwrap().contains_key(key) && json[key].is_null(), "{key}");
    }
}

#[test]
fn items_and_zeros_and_means_go_together() {
    let json = json(Arguments {
        indicators: some("89.94,77.31,84.91,77.53,87.61,79.40,79.91,79.52,,"),
        items: some("E11=76.47, e12=73.10,E13=84.95,E14=79.00,E๑๕=๘๑.๐๗"),
        oit_zero: some("O1,O2,O12,O20,O26,O29,O30,O31,o36,O37"),
        ..year("2564")
    });
    assert_eq!([&json["total"], &json["level"], &json["oit"]], ["81.06", "B", "80.35"]);
    assert_eq!(json["warnings"][0]["code"], "indicator_mean_differs");
    assert_eq!(json["warnings"][0]["where"], "8");
    assert_eq!(json["eit"], "79.61");
}

#[test]
fn no_zero_at_all_can_be_said() {
    assert_eq!(json(Arguments { oit_zero: some("none"), ..year("2566") })["oit"], "100.00");
}

#[test]
fn bangkok_2566_by_parts() {
    let json = json(Arguments {
        iit: some("82.44"),
        eit_parts: some("79.40,82.24"),
        indicators: some("-,-,-,-,-,-,-,-,100,100"),
        ..year("2566")
    });
    assert_eq!([&json["eit"], &json["total"], &json["level"]], ["80.82", "88.98", "pass"]);
    assert_eq!(json["level_name"]["th"], "ผ่าน");
}

#[test]
fn the_text_says_what_is_lacking_and_what_to_doubt() {
    let answer = answer(Arguments {
        indicators: some("89.94,77.31,84.91,77.53,87.61,79.40,,79.52,100,100"),
        items: some("E11=76.47,E12=73.10,E13=84.95,E14=79.00,E15=81.07"),
        ..year("2564")
    });
    assert_eq!(
        answer.text(Language::English),
        "ITA scores of fiscal year 2564\n\n  IIT     83.46\n  EIT         –  lacking indicator 7\n  OIT    100.00\n  \
         Total       –\n\n\
         Warning: indicator 8 is given as 79.52 but computes to 78.92; the given one is used, check the source\n"
    );
    let thai = answer.text(Language::Thai);
    assert!(thai.contains("\n  EIT         –  ขาดตัวชี้วัดที่ 7\n"), "{thai}");
}

#[test]
fn a_complete_answer_is_short() {
    let answer = answer(Arguments { indicators: some(TRAT), ..year("2564") });
    let scores = "  IIT     89.95\n  EIT     89.27\n  OIT     69.23\n  รวม     81.45  ระดับ B\n";
    assert_eq!(answer.text(Language::Thai), format!("คะแนน ITA ปีงบประมาณ 2564\n\n{scores}"));
}

#[test]
fn facts_that_are_not_established_are_named_when_the_answer_rests_on_them() {
    let notes = |arguments| answer(arguments).notes.into_iter().map(|note| note.en).collect::<Vec<_>>();
    let of_2569 = notes(Arguments { indicators: some(TRAT), ..year("2569") });
    assert_eq!(of_2569.len(), 2, "weights and levels: {of_2569:?}");
    assert!(of_2569[0].starts_with("weights of the instruments of 2569 not established"));
    let of_2568 = notes(Arguments { oit_zero: some("O1"), ..year("2568") });
    assert!(of_2568[0].starts_with("sub-indicators of the OIT of 2568"), "{of_2568:?}");
    let low = || some("84.995");
    let on_the_border = notes(Arguments { iit: low(), eit: low(), oit: low(), ..year("2565") });
    assert!(on_the_border[0].starts_with("rounding before the level"), "{on_the_border:?}");
    assert_eq!(notes(Arguments { indicators: some(TRAT), ..year("2564") }), Vec::<String>::new());
}

#[test]
fn bad_input_gets_a_sentence() {
    let indicators = |text: &str| Arguments { indicators: some(text), ..year("2564") };
    let items = |text: &str| Arguments { items: some(text), ..year("2564") };
    let zeros = |year_text: &str, text: &str| Arguments { oit_zero: some(text), ..year(year_text) };
    for (arguments, sentence) in [
        (year("2564"), "there is nothing to score"),
        (indicators("-,-,-,-,-,-,-,-,-,-"), "there is nothing to score"),
        (Arguments { indicators: some(TRAT), ..year("2021") }, "there is no instrument of the year “2021”"),
        (Arguments { indicators: some(TRAT), ..year("2570") }, "there is no instrument of the year “2570”"),
        (Arguments { indicators: some(TRAT), ..year("last") }, "there is no instrument of the year “last”"),
        (indicators("1,2,3"), "--indicators needs 10 scores between commas but has 3"),
        (indicators(&format!("{TRAT},1")), "--indicators needs 10 scores between commas but has 11"),
        (indicators(&TRAT.replace("93.55", "193.55")), "--indicators (1): “193.55” does not lie between 0 and 100"),
        (indicators(&TRAT.replace("65.56", "-1")), "--indicators (10): “-1” is not a number"),
        (indicators(&TRAT.replace("65.56", "1.23456")), "--indicators (10): “1.23456” has more than four decimals"),
        (items(""), "--items: “” is not a code and a score"),
        (items("I1"), "--items: “I1” is not a code and a score"),
        (items("I1=abc"), "I1: “abc” is not a number"),
        (items("I1=101"), "I1: “101” does not lie between"),
        (items("I31=50"), "the item “I31” of 2564 is not known; known are I1 to I30"),
        (items("X1=50"), "“X1” is not an item code"),
        (items("=50"), "an item code is empty"),
        (items("I1=50,i1=60"), "--items: I1 stands twice"),
        (Arguments { items: some("I1=50"), ..year("2568") }, "the list of IIT items is not established for 2568"),
        (zeros("2564", ""), "an item code is empty"),
        (zeros("2564", "O1,O1"), "--oit-zero: O1 stands twice"),
        (zeros("2564", "I1"), "--oit-zero takes OIT items only, but I1 belongs to the IIT"),
        (zeros("2564", "O44"), "the item “O44” of 2564 is not known; known are O1 to O43"),
        (zeros("2563", "O1"), "--oit-zero needs all OIT items, not established for 2563"),
        (zeros("2569", "O1"), "--oit-zero needs all OIT items, not established for 2569"),
        (Arguments { items: some("O1=100"), ..zeros("2564", "O1") }, "O1 stands in --items and in --oit-zero"),
        (Arguments { eit_parts: some("80,90"), ..year("2565") }, "--eit-parts is for 2566 and later"),
        (Arguments { eit_parts: some("80"), ..year("2566") }, "--eit-parts needs 2 scores between commas but has 1"),
        (Arguments { eit_parts: some("80,"), ..year("2566") }, "--eit-parts (2): “” is not a number"),
        (Arguments { iit: some("all"), ..year("2566") }, "IIT: “all” is not a number"),
    ] {
        let found = refusal(arguments);
        assert!(found.starts_with(sentence), "expected “{sentence}”, found “{found}”");
    }
}

#[test]
fn the_cheapest_way_to_a_level_is_told() {
    let office = Arguments {
        indicators: some("89.94,77.31,84.91,77.53,87.61,79.40,79.91,79.52,-,-"),
        oit_zero: some("O1,O2,O12,O20,O26,O29,O30,O31,O36,O37"),
        reach: some("a"),
        ..year("2564")
    };
    let found = json(office.clone());
    assert_eq!([&found["reach"]["state"], &found["reach"]["level"]], ["found", "A"]);
    let moves = found["reach"]["moves"].as_array().unwrap();
    assert!(moves.iter().all(|one| one["from"].as_str() < one["to"].as_str() || one["to"] == "100.00"), "{moves:?}");
    let text = answer(office.clone()).text(Language::English);
    assert!(text.contains(&format!("Level A takes at least {} moves", moves.len())), "{text}");
    let beyond = Arguments { reach: some("AA"), ceiling: some("85"), ..office.clone() };
    assert!(answer(beyond).text(Language::English).contains("Level AA is out of reach"));
    assert!(refusal(Arguments { reach: some("Z"), ..office.clone() }).contains("“Z” is no level of 2564"));
    assert!(refusal(Arguments { ceiling: some("95"), reach: None, ..office }).contains("--ceiling goes with --reach"));
}
