//! Where points are lost.

use scoring::{Exact, Gap, Results, Score, Scores, gaps, instrument::Kind};

use crate::{exact, instrument, items, oit_zeros, shown};

fn threshold() -> Score {
    "85".parse().unwrap()
}

fn demo() -> Results {
    let zeros = ["O1", "O2", "O12", "O20", "O26", "O29", "O30", "O31", "O36", "O37"];
    let mut results = oit_zeros(2564, &zeros);
    results
        .items
        .extend(items([("I7", "53.65"), ("I1", "77.87"), ("E13", "84.95"), ("E8", "85.00"), ("I9", "95")]).items);
    let means = ["89.94", "77.31", "84.91", "77.53", "87.61", "79.40", "79.91", "79.52"];
    results.indicators = (1..).zip(means.map(exact)).collect();
    results
}

fn find(code: &str) -> Gap {
    let gaps = gaps(instrument(2564), &demo(), threshold());
    gaps.into_iter().find(|gap| gap.code == code).unwrap()
}

fn points(code: &str) -> String {
    find(code).points_at_stake.unwrap().to_string()
}

#[test]
fn gaps_are_ordered_by_what_they_cost_in_the_total() {
    let gaps = gaps(instrument(2564), &demo(), threshold());
    let codes: Vec<&str> = gaps.iter().map(|gap| gap.code.as_str()).collect();
    let expected = ["O36", "O37", "O26", "O29", "O30", "O31", "O20", "O12", "I7", "O1", "O2", "E13", "I1"];
    assert_eq!(codes, expected);
    assert_eq!(["O36", "O26", "O29", "O1"].map(points), ["1.25", "1.00", "0.80", "0.44"]);
    assert_eq!(find("I7").points_to(threshold()).unwrap().to_string(), "0.31");
    assert_eq!(find("I7").points_at_stake, Some(exact("0.4635")));
}

#[test]
fn four_published_items_win_back_a_level() {
    let mut results = demo();
    let before = Scores::of(instrument(2564), &results).total().unwrap().score.clone();
    let won: Exact = ["O36", "O37", "O26", "O29"].map(|code| find(code).points_at_stake.unwrap()).into_iter().sum();
    for code in ["O36", "O37", "O26", "O29"] {
        results.items.insert(code.to_owned(), Exact::full());
    }
    let scores = Scores::of(instrument(2564), &results);
    assert_eq!(scores.total().unwrap().score, before + won);
    assert_eq!((shown(scores.total()).as_str(), scores.level().unwrap().key.as_str()), ("85.36", "A"));
}

#[test]
fn all_open_data_that_is_missing_adds_up() {
    let gaps = gaps(instrument(2564), &demo(), threshold());
    let of_oit = gaps.into_iter().filter(|gap| gap.code.starts_with(Kind::Oit.letter()));
    let sum: Exact = of_oit.filter_map(|gap| gap.points_at_stake).sum();
    assert_eq!(sum.to_string(), "7.86");
}

#[test]
fn a_zero_of_the_open_data_check_is_a_gap_at_any_threshold() {
    let codes = |threshold: &str| -> Vec<String> {
        let gaps = gaps(instrument(2564), &items([("O1", "0"), ("I7", "40")]), threshold.parse().unwrap());
        gaps.into_iter().map(|gap| gap.code).collect()
    };
    assert_eq!(codes("0"), ["O1"]);
    assert_eq!(codes("40"), ["O1"]);
    assert_eq!(codes("40.01"), ["I7", "O1"]);
}

#[test]
fn items_whose_weight_is_not_known_stand_last() {
    let results = items([("O1", "0"), ("I3", "20"), ("O28", "0"), ("I4", "90")]);
    let found = gaps(instrument(2568), &results, threshold());
    let codes: Vec<&str> = found.iter().map(|gap| gap.code.as_str()).collect();
    assert_eq!(codes, ["O28", "O1", "I3"], "the IIT items of 2568 are not established");
    assert_eq!((&found[2].weight, &found[2].points_at_stake), (&None, &None));
    assert_eq!(gaps(instrument(2569), &items([("O25", "0")]), threshold())[0].weight, None);
}
