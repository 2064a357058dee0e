//! The definitions of all years, and what is refused.

use scoring::{
    Instrument, Kind, Standing, Subject,
    instrument::{SampleSize, Step},
};

use crate::{exact, instrument};

fn text(year: u16) -> String {
    let path = format!("{}/instruments/{year}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_year_loads_with_ten_indicators_and_a_standing_for_every_fact() {
    let years: Vec<u16> = Instrument::years().map(|year| year.number()).collect();
    assert_eq!(years, [2563, 2564, 2565, 2566, 2567, 2568, 2569]);
    for year in Instrument::years() {
        let instrument = Instrument::of(year).unwrap();
        assert_eq!(instrument.year(), year);
        assert_eq!(instrument.indicators().len(), 10);
        assert_eq!(instrument.report_threshold().to_string(), "85.00");
        for subject in Subject::ALL {
            let fact = instrument.fact(subject);
            assert!(!fact.source.is_empty(), "{year} {subject:?}");
        }
    }
}

#[test]
fn the_lists_are_as_long_as_the_assessment_of_the_year() {
    let counts = |year| Kind::ALL.map(|kind| instrument(year).items().iter().filter(|item| item.kind == kind).count());
    assert_eq!(counts(2563), [0, 0, 0]);
    assert_eq!(counts(2564), [30, 15, 43]);
    assert_eq!(counts(2565), [30, 15, 43]);
    assert_eq!(counts(2566), [30, 15, 43]);
    assert_eq!(counts(2567), [15, 9, 35]);
    assert_eq!(counts(2568), [0, 0, 28]);
    assert_eq!(counts(2569), [0, 0, 19]);
    let parts: usize = (1..=5).flat_map(|n| instrument(2564).items_of(n)).map(|item| item.parts.len()).sum();
    assert_eq!(parts, 51);
}

#[test]
fn sub_indicators_have_their_sizes() {
    let sizes = |year| -> Vec<(String, usize)> {
        let subs = instrument(year).indicators().iter().flat_map(|indicator| &indicator.sub_indicators);
        subs.map(|sub| (sub.number.clone(), sub.items.len())).collect()
    };
    let of = |sizes: [usize; 7]| -> Vec<(String, usize)> {
        ["9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2"].map(str::to_owned).into_iter().zip(sizes).collect()
    };
    assert_eq!(sizes(2564), of([9, 8, 7, 4, 5, 8, 2]));
    assert_eq!(sizes(2566), of([10, 8, 4, 4, 4, 8, 5]));
    assert_eq!(sizes(2567), of([6, 7, 4, 4, 4, 8, 2]));
    assert_eq!(sizes(2568), of([4, 7, 2, 3, 4, 6, 2]));
    assert_eq!(instrument(2564).item("O26").unwrap().sub_indicator.as_deref(), Some("9.4"));
}

#[test]
fn a_duty_keeps_its_key_while_its_code_changes() {
    for (duty, codes) in [
        ("measures", ["O42", "O42", "O42", "O34", "O27", "O25"]),
        ("measures-report", ["O43", "O43", "O43", "O35", "O28", "O26"]),
        ("risk-assessment", ["O36", "O36", "O34", "O30", "O23", "O21"]),
        ("complaint-channel", ["O30", "O30", "O28", "O23", "O18", "O17"]),
        ("e-service", ["O17", "O17", "O18", "O13", "O10", "O10"]),
        ("hr-report", ["O28", "O28", "O26", "O19", "O15", "O14"]),
    ] {
        for (year, code) in (2564..).zip(codes) {
            assert_eq!(instrument(year).by_duty(duty).map(|item| item.code.as_str()), Some(code), "{duty} {year}");
        }
    }
    assert_eq!(instrument(2564).item("O34").unwrap().duty, "integrity-pledge");
    assert_eq!(instrument(2565).item("O34").unwrap().duty, "no-gift-policy");
    assert_eq!(instrument(2564).by_duty("budget-plan-known").unwrap().code, "I7");
}

#[test]
fn what_is_not_established_says_so() {
    let standing = |year, subject| instrument(year).fact(subject).standing;
    assert_eq!(standing(2564, Subject::Weights), Standing::Established);
    assert_eq!(standing(2565, Subject::Weights), Standing::Likely);
    assert_eq!(standing(2569, Subject::Weights), Standing::NotEstablished);
    assert_eq!(standing(2567, Subject::IitItems), Standing::NotEstablished);
    assert_eq!(standing(2568, Subject::OitGroups), Standing::NotEstablished);
    assert_eq!(instrument(2568).sub_indicator("9.1").unwrap().fact.standing, Standing::NotEstablished);
    assert_eq!(instrument(2564).item("I10").unwrap().fact.standing, Standing::Likely);
    assert_eq!(instrument(2564).item("I9").unwrap().fact.standing, Standing::Established);
    assert_eq!(instrument(2567).item("O1").unwrap().fact.standing, Standing::Established);
    for year in Instrument::years() {
        assert_eq!(standing(year.number(), Subject::LevelRounding), Standing::NotEstablished);
    }
}

#[test]
fn dates_are_kept_where_they_are_known() {
    let results = instrument(2564).calendar().iter().find(|window| window.step == Step::Result).unwrap();
    assert_eq!(results.opens.map(|day| day.to_string()).as_deref(), Some("2021-08-26"));
    assert!(instrument(2569).calendar().is_empty());
}

#[test]
fn minimum_samples_follow_the_year_and_the_kind_of_agency() {
    let of_2564 = |population| instrument(2564).minimum_sample(Kind::Iit, None, population);
    for (population, least) in [(0, 0), (29, 29), (30, 30), (250, 30), (301, 31), (680, 68), (4000, 400), (9000, 400)] {
        assert_eq!(of_2564(population), Some(least), "{population}");
    }
    let of_2567 = |agency, population| instrument(2567).minimum_sample(Kind::Eit, agency, population);
    assert_eq!(of_2567(Some("subdistrict-municipality-m"), 5000), Some(70));
    assert_eq!(of_2567(Some("university"), 5000), Some(400));
    assert_eq!(of_2567(Some("subdistrict-body-s"), 12), Some(12));
    assert_eq!(of_2567(None, 5000), None);
    assert_eq!(instrument(2566).minimum_sample(Kind::Iit, None, 500), None);
    assert_eq!(instrument(2564).minimum_sample(Kind::Oit, None, 500), None);
    assert_eq!(SampleSize::Fixed(70).of(u32::MAX), 70);
}

#[test]
fn the_weights_of_items_are_the_exact_derivatives() {
    let weight = |year, code| scoring::formula::weight_in_total(instrument(year), code);
    assert_eq!(weight(2564, "I7"), Some(exact("1/100")));
    assert_eq!(weight(2564, "E1"), Some(exact("1/50")));
    assert_eq!(weight(2564, "O1"), Some(exact("4/900")));
    assert_eq!(weight(2564, "O26"), Some(exact("1/100")));
    assert_eq!(weight(2564, "O36"), Some(exact("1/80")));
    assert_eq!(weight(2564, "O42"), Some(exact("1/20")));
    assert_eq!(weight(2569, "O25"), None);
    for year in [2564, 2565, 2566, 2567] {
        let sum: scoring::Exact = instrument(year).items().iter().map(|item| weight(year, &item.code).unwrap()).sum();
        assert_eq!(sum, exact("1"), "{year}");
    }
}

#[test]
fn only_what_scores_depend_on_is_substance() {
    let parse = |text: &str| Instrument::parse("2564.toml", text).unwrap().substance();
    let original = parse(&text(2564));
    assert_eq!(original, instrument(2564).substance());
    assert_eq!(original, parse(&text(2564).replace("S20 S21 S22", "S20").replace("2021-08-26", "2021-08-27")));
    for (from, to) in [
        ("value = \"33\"", "value = \"100/3\""),
        ("duty = \"risk-assessment\"", "duty = \"risks\""),
        ("at_least = \"55\"", "at_least = \"56\""),
        ("level_decided_on = \"rounded\"", "level_decided_on = \"exact\""),
    ] {
        assert_ne!(original, parse(&text(2564).replace(from, to)), "{from}");
    }
}

#[test]
fn broken_definitions_are_refused_with_file_and_key() {
    for (year, from, to, key) in [
        (2564, "year = 2564", "year = 2565", "year"),
        (2564, "IIT = 30", "IIT = 31", "weights"),
        (2564, "IIT = 30\n", "", "weights"),
        (2564, "code = \"I2\"", "code = \"I1\"", "indicators[1].items[I1]"),
        (2564, "code = \"O43\"", "code = \"O1\"", "indicators[10].items[O1]"),
        (2564, "code = \"I2\"", "code = \"E2\"", "indicators[1].items[E2]"),
        (2564, "code = \"I2\"", "code = \"I02\"", "indicators[1].items[I02]"),
        (2564, "duty = \"laws\"", "duty = \"news\"", "indicators[9].items[O7].duty"),
        (2564, "duty = \"laws\"", "duty = \"The laws\"", "indicators[9].items[O6].duty"),
        (2564, "th = \"กฎหมายที่เกี่ยวข้อง\"", "th = \"\"", "indicators[9].items[O6]"),
        (2564, "value = \"33\"", "value = \"67\"", "scales[level4].choices"),
        (2564, "value = \"33\"", "value = \"-1\"", "scales[level4].choices"),
        (2564, "value = \"67\"", "value = \"700/3\"", "scales[level4].choices"),
        (2564, "reverse_of = \"yesno\"", "reverse_of = \"noyes\"", "scales[yesno_rev].reverse_of"),
        (2564, "scale = \"level4_rev\"", "scale = \"level5\"", "indicators[2].items[I9]"),
        (2564, "number = 3\n", "number = 2\n", "indicators"),
        (2564, "number = \"9.2\"", "number = \"9.1\"", "indicators[9].sub_indicators[9.1]"),
        (2564, "number = \"9.2\"", "number = \"10.3\"", "indicators[9].sub_indicators[10.3]"),
        (2564, "at_least = \"0\"", "at_least = \"1\"", "levels"),
        (2564, "at_least = \"55\"", "at_least = \"65\"", "levels[D]"),
        (2564, "at_least = \"55\"", "at_least = \"70\"", "levels[D]"),
        (2564, "share = \"1/10\"", "share = \"ten\"", "minimum_samples[1].share"),
        (2564, "opens = \"2021-08-26\"", "opens = \"2021-08-27\"", "calendar[Result]"),
        (2564, "weights = { standing", "calender = { standing", "line"),
        (2564, "standing = \"established\"", "standing = \"certain\"", "line"),
        (2564, "at_least = \"55\"", "at_least = \"155\"", "line"),
        (2564, "duty = \"laws\"", "duty = \"laws\", colour = \"red\"", "line"),
        (2566, "weights = [\"1/2\", \"1/2\"]", "weights = [\"1/2\", \"1/3\"]", "eit_parts.weights"),
        (2567, "eit_part = 1", "eit_part = 3", "minimum_samples[EIT"),
        (2569, "items_complete = false", "items_complete = true", "indicators[9].sub_indicators"),
    ] {
        let file = format!("{year}.toml");
        let broken = text(year).replacen(from, to, 1);
        assert_ne!(broken, text(year), "{from} does not stand in {file}");
        let error = Instrument::parse(&file, &broken).expect_err(to);
        assert!(error.key.starts_with(key), "{to}: {error}");
        assert!(error.to_string().starts_with(&format!("instruments/{file}: {key}")), "{error}");
    }
    let without = text(2564).replacen("levels = { standing", "# { standing", 1);
    assert_eq!(Instrument::parse("2564.toml", &without).unwrap_err().key, "facts.levels");
}
