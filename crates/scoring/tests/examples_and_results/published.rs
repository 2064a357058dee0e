//! Published results of the national assessment. `instruments/README.md` names the sources.

use scoring::{Exact, Kind, Results, Scores};

use crate::{exact, indicators, instrument, level, shown};

fn total(year: u16, scores: [&str; 10]) -> (Exact, String) {
    let results = indicators(scores);
    let scores = Scores::of(instrument(year), &results);
    (scores.total().unwrap().score.clone(), level(&scores).to_owned())
}

#[test]
fn averages_of_provinces_and_a_college() {
    let trat = ["93.55", "87.72", "91.01", "87.93", "89.52", "90.55", "88.68", "88.58", "72.89", "65.56"];
    assert_eq!(total(2564, trat), (exact("81.4548"), "B".into()));
    let chanthaburi = ["92.84", "86.27", "89.21", "84.70", "87.51", "90.03", "87.99", "85.97", "75.39", "65.39"];
    assert_eq!(total(2564, chanthaburi), (exact("80.9868"), "B".into()));
    let college = ["85.21", "70.59", "75.10", "72.88", "73.24", "81.14", "83.12", "76.79", "100.00", "100.00"];
    assert_eq!(total(2566, college).0, exact("86.7262"));
    assert_eq!(total(2564, college).1, "A");
    let chanthaburi = ["92.17", "85.44", "88.74", "84.05", "86.51", "84.62", "83.70", "81.88", "51.68", "29.82"];
    let (computed, level) = total(2563, chanthaburi);
    assert_eq!((computed.to_string().as_str(), level.as_str()), ("67.53", "C"));
    let mut printed = indicators(chanthaburi);
    printed.total = Some(exact("67.54"));
    assert_eq!(scoring::contradictions(instrument(2563), &printed), [], "a hundredth is allowed");
}

#[test]
fn a_half_is_rounded_up() {
    let scores = ["92.82", "86.53", "90.12", "86.43", "89.35", "90.79", "89.40", "88.53", "85.87", "79.62"];
    let (total, _) = total(2565, scores);
    assert_eq!((total.clone(), total.to_string().as_str()), (exact("86.685"), "86.69"));
}

#[test]
fn bangkok_2566_by_the_parts_of_the_eit() {
    let results = Results {
        instruments: [(Kind::Iit, exact("82.44"))].into(),
        eit_parts: [(1, exact("79.40")), (2, exact("82.24"))].into(),
        indicators: [(9, exact("100")), (10, exact("100"))].into(),
        ..Results::default()
    };
    let scores = Scores::of(instrument(2566), &results);
    assert_eq!(shown(scores.instrument(Kind::Eit)), "80.82");
    assert_eq!(scores.total().unwrap().score, exact("88.978"));
    assert_eq!((shown(scores.total()).as_str(), level(&scores)), ("88.98", "pass"));
}

#[test]
fn a_district_office_by_weighted_scores() {
    let results = Results {
        indicators: [(9, exact("95")), (10, exact("93.75"))].into(),
        instruments: [(Kind::Iit, exact("2653/30")), (Kind::Eit, exact("2416/30"))].into(),
        ..Results::default()
    };
    let scores = Scores::of(instrument(2565), &results);
    let weighted = &scores.instrument(Kind::Oit).unwrap().score * instrument(2565).weight(Kind::Oit);
    assert_eq!(weighted, exact("37.75"));
    assert_eq!(shown(scores.total()), "88.44");
}

#[test]
fn agencies_of_phichit_2564() {
    for (printed, grade, weighted_oit, tenth, ninth, eit, iit) in [
        ("98.04", "AA", "40.00", "100.00", "100.00", "28.04", "30.00"),
        ("97.41", "AA", "40.00", "100.00", "100.00", "28.11", "29.30"),
        ("97.37", "AA", "38.70", "100.00", "93.50", "28.67", "30.00"),
        ("97.25", "AA", "39.50", "100.00", "97.50", "28.65", "29.10"),
        ("97.08", "AA", "40.00", "100.00", "100.00", "27.57", "29.51"),
        ("96.38", "AA", "39.43", "100.00", "97.14", "28.37", "28.58"),
        ("96.08", "AA", "37.00", "87.50", "97.50", "29.09", "29.99"),
        ("94.46", "A", "37.25", "93.75", "92.50", "28.25", "28.96"),
        ("94.37", "A", "37.25", "93.75", "92.50", "27.28", "29.84"),
    ] {
        let unweighted = |weighted: &str| &exact(weighted) * &exact("10/3");
        let results = Results {
            indicators: [(9, exact(ninth)), (10, exact(tenth))].into(),
            instruments: [(Kind::Iit, unweighted(iit)), (Kind::Eit, unweighted(eit))].into(),
            ..Results::default()
        };
        let scores = Scores::of(instrument(2564), &results);
        let weighted = &scores.instrument(Kind::Oit).unwrap().score * instrument(2564).weight(Kind::Oit);
        assert_eq!(weighted.to_string(), weighted_oit);
        let off = &scores.total().unwrap().score.rounded() - &exact(printed);
        assert!((-1..=1).contains(&off.hundredths()), "{printed}: off by {off}");
        assert_eq!(level(&scores), grade);
    }
}

#[test]
fn published_totals_have_their_published_levels() {
    for (year, total, expected) in
        [(2565, "58.13", "D"), (2564, "91.10", "A"), (2565, "74.57", "C"), (2565, "90.76", "A")]
    {
        let results = Results { total: Some(exact(total)), ..Results::default() };
        assert_eq!(level(&Scores::of(instrument(year), &results)), expected, "{total}");
    }
}
