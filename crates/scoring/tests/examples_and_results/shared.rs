//! One office's report of 2565 as data, where it is at hand: `PRONGSAI_SHARED` names the folder.

use scoring::{Contradiction, Kind, Place, Results, Scores, contradictions};
use serde_json::Value;

use crate::{exact, instrument, shown};

#[test]
fn the_printed_report_fits_the_instrument_of_2564() {
    let Ok(shared) = std::env::var("PRONGSAI_SHARED") else { return };
    let path = format!("{shared}/reference/suanluang-2565.json");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut results = Results::default();
    for indicator in report["indicators"].as_array().unwrap() {
        let number = u8::try_from(indicator["number"].as_u64().unwrap()).unwrap();
        let listed = ["items_in_report", "items_not_in_report"].map(|key| indicator[key].as_array().unwrap().clone());
        let mut codes: Vec<String> = listed.concat().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        codes.sort_by_key(|code| code[1..].parse::<u8>().unwrap());
        assert_eq!(instrument(2564).indicator(number).unwrap().items, codes, "indicator {number}");
        if let Some(score) = indicator["average_score"].as_str() {
            results.indicators.insert(number, exact(score));
        }
    }
    for item in report["items"].as_array().unwrap() {
        if let Some(score) = item["score"].as_str() {
            results.items.insert(item["code"].as_str().unwrap().to_owned(), exact(score));
        }
    }
    assert_eq!((results.indicators.len(), results.items.len()), (8, 37));
    let scores = Scores::of(instrument(2564), &results);
    assert_eq!(shown(scores.instrument(Kind::Iit)), "83.46");
    assert_eq!(shown(scores.instrument(Kind::Eit)), "79.61");
    let places: Vec<Place> = contradictions(instrument(2564), &results).iter().map(Contradiction::place).collect();
    assert_eq!(places, [Place::Indicator(8)]);
}
