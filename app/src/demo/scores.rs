//! The sample offices' scores (`scores.toml`): facts of one published report, and invented years beside it.

use std::collections::BTreeMap;

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use scoring::{Instrument, Kind, Place, Score, what_if::Moves};
use serde::Deserialize;
use thai::{FiscalYear, date::day_in_bangkok};

use crate::{
    app::App,
    assessment::{self, Entry, Given, place_of_key},
    kit::{Error, audit::Actor},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleScores {
    years: Vec<SampleYear>,
}

/// The results of one sample year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleYear {
    /// The key of the agency.
    agency: String,
    year: FiscalYear,
    /// The first day on which the results are known; always known if it is missing.
    announced: Option<Date>,
    note: String,
    /// Indicators from 1 on.
    indicators: Vec<Score>,
    #[serde(default)]
    items: BTreeMap<String, Score>,
    /// Open-data items at zero, all others being complete; `None` if only indicators are known.
    oit_zeros: Option<Vec<String>>,
}

/// Fills in the sample scores that are known by now.
pub(super) async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    for sample in sample_years().iter().filter(|sample| sample.is_known(day_in_bangkok(now))) {
        let mut tx = app.database.write().await?;
        enter(&mut tx, sample, now).await?;
        try_open_data(&mut tx, sample, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn enter(tx: &mut Transaction, sample: &SampleYear, now: Timestamp) -> Result<(), Error> {
    let agency = super::agency(tx, &sample.agency).await?;
    let entry = Entry { given: sample.given(), published_level: None, note: sample.note.clone() };
    assessment::enter_scores(tx, &Actor::program(), agency, sample.year, &entry, None, now).await
}

/// The office's scenario of a year whose open-data items are known: every one of them complete. It is the target of
/// the year after.
async fn try_open_data(tx: &mut Transaction, sample: &SampleYear, now: Timestamp) -> Result<(), Error> {
    let zeros = sample.oit_zeros.iter().flatten().cloned();
    let moves: Moves = zeros.map(|code| (Place::Item(code), Score::FULL)).collect();
    if sample.agency != super::AGENCY || moves.is_empty() {
        return Ok(());
    }
    let agency = super::agency(tx, &sample.agency).await?;
    let Some(results) = assessment::load_results(tx, agency, sample.year).await? else { return Ok(()) };
    let name = "เปิดเผยข้อมูลให้ครบทุกข้อ".to_owned();
    let note = "ถ้าข้อ OIT ที่ได้ศูนย์เปิดเผยครบทั้งหมด โดยข้ออื่นเท่าเดิม".to_owned();
    let actor = Actor::program();
    let id = assessment::save_scenario(tx, &actor, agency, &results, &moves, (name, note), now).await?;
    assessment::set_target(tx, &actor, agency, id, now).await.map(drop)
}

fn sample_years() -> Vec<SampleYear> {
    let scores: SampleScores = toml::from_str(include_str!("scores.toml")).expect("a test reads the sample scores");
    scores.years
}

impl SampleYear {
    fn is_known(&self, today: Date) -> bool {
        self.announced.is_none_or(|announced| announced <= today)
    }

    fn given(&self) -> Given {
        let indicators = (1..).zip(&self.indicators).map(|(number, score)| (Place::Indicator(number), *score));
        let items = self.items.iter().filter_map(|(code, score)| Some((place_of_key(code)?, *score)));
        indicators.chain(items).chain(self.open_data()).collect()
    }

    /// Every open-data item of the year, at zero or complete.
    fn open_data(&self) -> Vec<(Place, Score)> {
        let Some(zeros) = &self.oit_zeros else { return Vec::new() };
        let items = Instrument::of(self.year).map(Instrument::items).unwrap_or_default();
        let score = |code| if zeros.contains(code) { Score::ZERO } else { Score::FULL };
        let open_data = items.iter().filter(|item| item.kind == Kind::Oit);
        open_data.map(|item| (Place::Item(item.code.clone()), score(&item.code))).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use scoring::{Results, Scores, contradictions};

    use super::*;
    use crate::demo::{AGENCY, OTHER_AGENCY};

    fn sample(agency: &str, year: u16) -> SampleYear {
        let mut years = sample_years().into_iter();
        years.find(|sample| sample.agency == agency && sample.year.number() == year).unwrap()
    }

    fn results(sample: &SampleYear) -> Results {
        let mut results = Results::default();
        for (place, score) in sample.given() {
            match place {
                Place::Indicator(number) => drop(results.indicators.insert(number, score.into())),
                Place::Item(code) => drop(results.items.insert(code, score.into())),
                other => panic!("{other} is not given"),
            }
        }
        results
    }

    /// IIT, EIT, OIT, total and level.
    fn outcome(agency: &str, year: u16) -> String {
        let sample = sample(agency, year);
        let scores = Scores::of(Instrument::of(sample.year).unwrap(), &results(&sample));
        let instruments = Kind::ALL.map(|kind| scores.instrument(kind).unwrap().score.to_string());
        let (total, level) = (scores.total().unwrap().score.to_string(), &scores.level().unwrap().key);
        format!("{} {total} {level}", instruments.join(" "))
    }

    #[test]
    fn every_year_has_the_scores_it_should_have() {
        assert_eq!(outcome(AGENCY, 2563), "80.72 77.29 57.15 70.26 C");
        assert_eq!(outcome(AGENCY, 2564), "83.46 79.61 80.35 81.06 B");
        assert_eq!(outcome(AGENCY, 2565), "88.13 86.25 89.25 88.01 A");
        assert_eq!(outcome(OTHER_AGENCY, 2564), "87.67 85.57 91.88 88.72 A");
    }

    #[test]
    fn every_code_is_one_of_its_year() {
        for sample in sample_years() {
            let instrument = Instrument::of(sample.year).unwrap();
            for code in sample.items.keys().chain(sample.oit_zeros.iter().flatten()) {
                assert!(instrument.item(code).is_some(), "{code} of {}", sample.year);
            }
        }
    }

    #[test]
    fn only_indicator_8_of_the_report_contradicts_its_items() {
        for sample in sample_years() {
            let found = contradictions(Instrument::of(sample.year).unwrap(), &results(&sample));
            let told: Vec<String> = found.iter().map(|one| one.message().en).collect();
            if (sample.agency.as_str(), sample.year.number()) == (AGENCY, 2564) {
                assert_eq!(told.len(), 1, "{told:?}");
                assert!(told[0].contains("79.52") && told[0].contains("78.92"), "{told:?}");
            } else {
                assert!(told.is_empty(), "{} of {}: {told:?}", sample.agency, sample.year);
            }
        }
    }

    #[test]
    fn results_are_not_known_before_they_are_announced() {
        let known_on = |day: Date| sample_years().iter().filter(|sample| sample.is_known(day)).count();
        assert_eq!(known_on(date(2022, 4, 8)), 3);
        assert_eq!(known_on(date(2022, 8, 31)), 3);
        assert_eq!(known_on(date(2022, 9, 1)), 4);
    }
}
