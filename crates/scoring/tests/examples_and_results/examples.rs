//! Worked examples: groups, totals, levels, and one office's printed means.

use scoring::{Contradiction, Exact, Kind, Origin, Place, Results, Scores, contradictions};

use crate::{exact, indicators, instrument, instruments, items, level, oit_zeros, shown};

/// D9, D10 and OIT of 2564 with these items at zero.
fn oit(zeros: &[&str]) -> [String; 3] {
    let results = oit_zeros(2564, zeros);
    let scores = Scores::of(instrument(2564), &results);
    [scores.indicator(9), scores.indicator(10), scores.instrument(Kind::Oit)].map(shown)
}

#[test]
fn the_same_zero_costs_differently_by_group() {
    assert_eq!(oit(&["O1"]), ["97.78", "100.00", "98.89"]);
    assert_eq!(oit(&["O26"]), ["95.00", "100.00", "97.50"]);
    assert_eq!(oit(&["O43"]), ["100.00", "75.00", "87.50"]);
    assert_eq!(oit(&["O36"]), ["100.00", "93.75", "96.88"]);
    let results = oit_zeros(2564, &["O1"]);
    assert_eq!(shown(Scores::of(instrument(2564), &results).sub_indicator("9.1")), "88.89");
}

#[test]
fn groups_explain_published_indicators_of_the_open_data_check() {
    let ninth = |zeros: &[&str]| oit(zeros)[0].clone();
    assert_eq!(ninth(&["O10"]), "97.50");
    assert_eq!(ninth(&["O18"]), "97.14");
    assert_eq!(ninth(&["O29"]), "96.00");
    assert_eq!(ninth(&["O1", "O29"]), "93.78");
    assert_eq!(ninth(&["O10", "O18"]), "94.64");
    assert_eq!(ninth(&["O10", "O29"]), "93.50");
    assert_eq!(oit(&["O34"])[1], "93.75");
    assert_eq!(oit(&["O34", "O35"])[1], "87.50");
}

fn of_instruments(year: u16, iit: &str, eit: &str, oit: &str) -> (String, &'static str) {
    let results = instruments(iit, eit, oit);
    let scores = Scores::of(instrument(year), &results);
    (shown(scores.total()), level(&scores))
}

#[test]
fn the_same_scores_have_another_level_since_2566() {
    let of = |year| of_instruments(year, "80", "90", "100");
    assert_eq!(of(2565), ("91.00".into(), "A"));
    assert_eq!(of(2566), ("91.00".into(), "pass"));
}

#[test]
fn levels_since_2566_test_every_instrument() {
    for year in 2566..=2569 {
        let of = |iit, eit, oit| of_instruments(year, iit, eit, oit);
        assert_eq!(of("95", "95", "95"), ("95.00".into(), "excellent"));
        assert_eq!(of("94.99", "100", "100"), ("98.50".into(), "good"));
        assert_eq!(of("84.99", "100", "100"), ("95.50".into(), "pass"));
        assert_eq!(of("85", "85", "85"), ("85.00".into(), "good"));
        assert_eq!(of("60", "60", "85"), ("70.00".into(), "improve"));
        assert_eq!(of("60", "60", "84.97"), ("69.99".into(), "improve_at_once"));
    }
}

#[test]
fn levels_until_2565_are_bands() {
    for year in 2563..=2565 {
        for (total, expected) in [
            ("94.99", "A"),
            ("95.00", "AA"),
            ("84.99", "B"),
            ("85.00", "A"),
            ("74.99", "C"),
            ("75.00", "B"),
            ("64.99", "D"),
            ("65.00", "C"),
            ("54.99", "E"),
            ("55.00", "D"),
            ("49.99", "F"),
            ("50.00", "E"),
            ("0", "F"),
            ("100", "AA"),
            ("84.995", "A"),
            ("84.9949", "B"),
        ] {
            let results = Results { total: Some(exact(total)), ..Results::default() };
            assert_eq!(level(&Scores::of(instrument(year), &results)), expected, "{total}");
        }
    }
    let passes = |year, key: &str| instrument(year).level(key).unwrap().passes;
    assert!(passes(2564, "A") && !passes(2564, "B") && passes(2566, "pass") && !passes(2566, "improve"));
}

#[test]
fn a_level_that_hangs_on_an_unknown_instrument_stays_open() {
    let of = |total: &str, iit: Option<&str>| {
        let instruments = iit.map(|score| (Kind::Iit, exact(score))).into_iter().collect();
        let results = Results { total: Some(exact(total)), instruments, ..Results::default() };
        level(&Scores::of(instrument(2566), &results)).to_owned()
    };
    assert_eq!(of("90", None), "-");
    assert_eq!(of("90", Some("95")), "-");
    assert_eq!(of("90", Some("80")), "pass");
    assert_eq!(of("84.99", None), "improve");
}

/// The means that an office printed for 2564, with the items that it printed.
fn office() -> Results {
    let mut results = items([
        ("I1", "77.87"),
        ("I2", "76.43"),
        ("I7", "53.65"),
        ("I8", "75.21"),
        ("I11", "83.52"),
        ("I12", "67.83"),
        ("E1", "78.10"),
        ("E2", "77.72"),
        ("E3", "78.34"),
        ("E4", "84.65"),
        ("E5", "78.18"),
        ("E11", "76.47"),
        ("E12", "73.10"),
        ("E13", "84.95"),
        ("E14", "79.00"),
        ("E15", "81.07"),
    ]);
    let means = ["89.94", "77.31", "84.91", "77.53", "87.61", "79.40", "79.91", "79.52"];
    results.indicators = (1..).zip(means.map(exact)).collect();
    results
}

#[test]
fn printed_means_are_used_and_contradictions_only_told() {
    let results = office();
    let scores = Scores::of(instrument(2564), &results);
    assert_eq!(shown(scores.instrument(Kind::Iit)), "83.46");
    assert_eq!(shown(scores.instrument(Kind::Eit)), "79.61");
    assert_eq!(shown(scores.indicator(8)), "79.52");
    assert_eq!(scores.indicator(8).unwrap().origin, Origin::Given);
    assert_eq!(shown(scores.total()), "-");
    let found = contradictions(instrument(2564), &results);
    let expected =
        Contradiction::MeanDiffers { place: Place::Indicator(8), given: exact("79.52"), computed: exact("78.918") };
    assert_eq!(found, [expected]);
    assert_eq!(found[0].code(), "indicator_mean_differs");
    assert!(found[0].message().th.contains("78.92") && found[0].message().en.contains("79.52"));
}

#[test]
fn items_alone_make_their_indicator() {
    let mut results = office();
    results.indicators.clear();
    let scores = Scores::of(instrument(2564), &results);
    assert_eq!(scores.indicator(6).unwrap().score, exact("79.398"));
    assert_eq!(shown(scores.indicator(6)), "79.40");
    assert_eq!(shown(scores.indicator(8)), "78.92");
    assert_eq!(scores.indicator(8).unwrap().origin, Origin::Computed);
    assert_eq!(scores.indicator(1), None);
    assert_eq!(shown(scores.item("I7")), "53.65");
    assert_eq!(scores.item("I9"), None);
}

#[test]
fn what_if_all_unlisted_items_were_published() {
    let ten = ["O1", "O2", "O12", "O20", "O26", "O29", "O30", "O31", "O36", "O37"];
    let with = |zeros: &[&str]| {
        let mut results = office();
        results.items.extend(oit_zeros(2564, zeros).items);
        results
    };
    let results = with(&ten);
    let scores = Scores::of(instrument(2564), &results);
    let ninth = &scores.indicator(9).unwrap().score;
    let parts = ["7/9", "7/8", "6/7", "3/4", "2/5"].map(exact);
    assert_eq!(*ninth, &Exact::mean(parts).unwrap() * &Exact::full());
    assert_eq!(shown(scores.indicator(10)), "87.50");
    assert_eq!(shown(scores.instrument(Kind::Oit)), "80.35");
    assert_eq!((shown(scores.total()).as_str(), level(&scores)), ("81.06", "B"));

    let results = with(&[ten.as_slice(), &["O42", "O43"]].concat());
    let scores = Scores::of(instrument(2564), &results);
    assert_eq!(shown(scores.indicator(10)), "37.50");
    assert_eq!(shown(scores.instrument(Kind::Oit)), "55.35");
    assert_eq!((shown(scores.total()).as_str(), level(&scores)), ("71.06", "C"));
}

#[test]
fn a_mean_that_no_missing_item_could_explain_is_told() {
    let mut results = items([("E1", "10"), ("E2", "10")]);
    results.indicators.insert(6, exact("70"));
    let found = contradictions(instrument(2564), &results);
    let [Contradiction::OutOfReach { place, lowest, highest, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((place, lowest, highest), (&Place::Indicator(6), &exact("4"), &exact("64")));
    results.indicators.insert(6, exact("64.01"));
    assert_eq!(contradictions(instrument(2564), &results), []);
}

#[test]
fn totals_instruments_and_codes_are_checked_too() {
    let mut results = indicators(["80"; 10]);
    results.total = Some(exact("80.02"));
    results.instruments.insert(Kind::Oit, exact("80.01"));
    results.items = [("O1".to_owned(), exact("50")), ("O99".to_owned(), exact("0"))].into();
    let found = contradictions(instrument(2564), &results);
    let codes: Vec<&str> = found.iter().map(Contradiction::code).collect();
    assert_eq!(codes, ["total_differs", "oit_not_all_or_nothing", "unknown_item"]);
    assert_eq!(shown(Scores::of(instrument(2564), &results).total()), "80.02");
}

#[test]
fn the_parts_of_the_eit_come_before_its_indicators() {
    let mut results = indicators(["80"; 10]);
    results.eit_parts = [(1, exact("90")), (2, exact("70.5"))].into();
    let scores = Scores::of(instrument(2566), &results);
    assert_eq!(shown(scores.instrument(Kind::Eit)), "80.25");
    assert_eq!(contradictions(instrument(2566), &results)[0].code(), "eit_parts_differ");
    results.eit_parts.remove(&2);
    assert_eq!(shown(Scores::of(instrument(2566), &results).instrument(Kind::Eit)), "80.00");
    results.instruments.insert(Kind::Eit, exact("81"));
    assert_eq!(shown(Scores::of(instrument(2566), &results).instrument(Kind::Eit)), "81.00");
}
