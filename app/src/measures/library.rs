//! Starter measures for every duty of the assessment, in our own words: what an office can begin with. Chosen lines
//! become the item's own and are edited there.
//!
//! The library is data, keyed by duty, so that it serves every year: `library.toml` holds what can be done, `causes.toml`
//! why points are usually lost and which step of the work the measures change.

use std::{collections::BTreeMap, sync::LazyLock};

use report::Duty;
use serde::Deserialize;
use thai::{Bilingual, FiscalYear};

use super::model::{Party, PartyLink, Period};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let library: Library = toml::from_str(include_str!("library.toml")).expect("a test reads the embedded library");
    library
});

static CAUSES: LazyLock<BTreeMap<String, Causes>> =
    LazyLock::new(|| toml::from_str(include_str!("causes.toml")).expect("a test reads the embedded causes"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Library {
    pairs: BTreeMap<String, Pair>,
    starters: BTreeMap<String, Starter>,
}

/// Who usually carries measures of a duty out, and who supervises.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    carry_out: Bilingual,
    supervise: Bilingual,
}

/// What an office can begin with for one duty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// Guidelines.
    pub guidelines: Vec<String>,
    /// Measures.
    pub measures: Vec<String>,
    /// What they amount to, for English readers.
    pub gist: String,
    /// The figure that could prove them.
    pub figure: Bilingual,
    /// When they are usually carried out.
    pub season: Season,
    pair: String,
}

/// Why points of a duty are usually lost, and where the office's work changes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Causes {
    /// Causes.
    pub causes: Vec<String>,
    /// The step of the office's work that the measures change.
    pub work_step: String,
}

/// A part of the fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// October to September.
    WholeYear,
    /// October to December.
    FirstQuarter,
    /// October to March, in time for the check of the open data.
    FirstHalf,
}

impl Season {
    /// Its days in a fiscal year.
    pub fn period(self, year: FiscalYear) -> Period {
        let [first, second, ..] = year.quarters();
        let last = match self {
            Season::WholeYear => year.last_day(),
            Season::FirstQuarter => first.last_day(),
            Season::FirstHalf => second.last_day(),
        };
        Period { from: Some(year.first_day()), until: Some(last) }
    }
}

impl Starter {
    /// Who is suggested as responsible.
    pub fn pair(&self) -> &'static Pair {
        &LIBRARY.pairs[&self.pair]
    }
}

impl Starter {
    /// How its measures can be followed up: how often, by whom, by what figure.
    pub fn follow_ups(&self) -> Vec<String> {
        let (supervise, figure) = (&self.pair().supervise.th, &self.figure.th);
        let often = match self.season {
            Season::WholeYear => "ทุกไตรมาส",
            Season::FirstQuarter => "ทุกเดือนจนถึงเดือนธันวาคม",
            Season::FirstHalf => "ทุกเดือนจนถึงเดือนมีนาคม",
        };
        vec![format!("{often} {supervise}รายงานที่ประชุมหัวหน้าฝ่าย โดยดูจาก{figure}")]
    }
}

impl Pair {
    /// The two parties, in the order of the form.
    pub fn parties(&self) -> [Party; 2] {
        let party = |name: &Bilingual, duty, link| Party { name: name.th.clone(), duty, telephone: None, link };
        [
            party(&self.carry_out, Duty::CarryOut, Some(PartyLink::Everyone)),
            party(&self.supervise, Duty::Supervise, None),
        ]
    }

    /// The two names.
    pub fn names(&self) -> [&Bilingual; 2] {
        [&self.carry_out, &self.supervise]
    }
}

/// What an office can begin with for this duty, if the library has it.
pub fn starter(duty: &str) -> Option<&'static Starter> {
    LIBRARY.starters.get(duty)
}

/// Why points of this duty are usually lost, if the library says so.
pub fn causes(duty: &str) -> Option<&'static Causes> {
    CAUSES.get(duty)
}

/// The pair that stands at most items of real reports: all staff carry out, the heads of all divisions supervise.
pub fn default_pair() -> &'static Pair {
    &LIBRARY.pairs["staff"]
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::Instrument;

    fn duties(year: u16) -> impl Iterator<Item = &'static str> {
        let instrument = Instrument::of(FiscalYear::new(year).unwrap()).unwrap();
        instrument.items().iter().map(|item| item.duty.as_str())
    }

    #[test]
    fn every_duty_of_2564_and_2565_has_starters() {
        for duty in duties(2564).chain(duties(2565)) {
            assert!(starter(duty).is_some(), "{duty} has none");
        }
    }

    #[test]
    fn every_starter_is_for_a_duty_that_exists() {
        for duty in LIBRARY.starters.keys() {
            assert!((2563..=2569).any(|year| duties(year).any(|known| known == duty)), "{duty} is asked in no year");
        }
    }

    #[test]
    fn starters_are_complete() {
        for (duty, starter) in &LIBRARY.starters {
            assert!((1..=3).contains(&starter.guidelines.len()), "{duty}: guidelines");
            assert!((1..=3).contains(&starter.measures.len()), "{duty}: measures");
            assert!(LIBRARY.pairs.contains_key(&starter.pair), "{duty}: pair {}", starter.pair);
            assert!(
                !starter.gist.is_empty() && !starter.figure.th.is_empty() && !starter.figure.en.is_empty(),
                "{duty}"
            );
            let english = starter.gist.chars().any(thai::text::is_thai);
            assert!(!english, "{duty}: the gist is for English readers");
            for text in starter.guidelines.iter().chain(&starter.measures) {
                assert!(text.chars().any(thai::text::is_thai), "{duty}: {text}");
                assert!(text.chars().count() >= 25, "{duty}: too hollow to be carried out: {text}");
            }
        }
    }

    #[test]
    fn every_starter_has_causes_a_work_step_and_a_follow_up() {
        let [starters, causes] = [LIBRARY.starters.keys().collect::<Vec<_>>(), CAUSES.keys().collect()];
        assert_eq!(starters, causes);
        let mut texts = Vec::new();
        for (duty, known) in CAUSES.iter() {
            assert!((1..=3).contains(&known.causes.len()), "{duty}");
            assert!(known.work_step.contains(": "), "{duty}: which work, and which step: {}", known.work_step);
            assert!(known.causes.iter().all(|cause| cause.chars().count() >= 25), "{duty}: too hollow");
            texts.extend(&known.causes);
            assert_eq!(LIBRARY.starters[duty].follow_ups().len(), 1);
        }
        let all = texts.len();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), all, "a cause is said twice");
    }

    #[test]
    fn no_measure_is_said_twice() {
        let mut texts: Vec<&String> = LIBRARY.starters.values().flat_map(|starter| &starter.measures).collect();
        texts.sort();
        let all = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), all);
    }

    #[test]
    fn seasons_are_parts_of_the_fiscal_year() {
        let year = FiscalYear::new(2565).unwrap();
        let until = |season: Season| season.period(year).until.unwrap().to_string();
        assert_eq!(until(Season::FirstQuarter), "2021-12-31");
        assert_eq!(until(Season::FirstHalf), "2022-03-31");
        assert_eq!(until(Season::WholeYear), "2022-09-30");
    }
}
