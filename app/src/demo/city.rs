//! Ten more offices of the sample city, so that there is a city to look at: invented scores of two years and a small
//! plan each, by a rule and not by hand. Nobody works in them.

use db::Transaction;
use jiff::{Timestamp, civil::date};
use report::{Item, Report, ResultLine, Status};
use scoring::{Instrument, Place, Score};
use thai::{Bilingual, FiscalYear};

use super::CITY;
use crate::{
    app::App,
    assessment::{self, Entry},
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        actions::{Typed, add_result},
        library, plan_of, take_report,
    },
    organisation::{self, NewAgency, model::AgencyKind},
};

/// Keys and names. They are directions and landmarks, and no real district.
const OFFICES: [(&str, &str, &str); 10] = [
    ("demo-south", "สำนักงานเขตตัวอย่างใต้", "Sample South District Office"),
    ("demo-east", "สำนักงานเขตตัวอย่างตะวันออก", "Sample East District Office"),
    ("demo-west", "สำนักงานเขตตัวอย่างตะวันตก", "Sample West District Office"),
    ("demo-riverside", "สำนักงานเขตตัวอย่างริมน้ำ", "Sample Riverside District Office"),
    ("demo-hill", "สำนักงานเขตตัวอย่างเนินเขา", "Sample Hill District Office"),
    ("demo-garden", "สำนักงานเขตตัวอย่างสวน", "Sample Garden District Office"),
    ("demo-market", "สำนักงานเขตตัวอย่างตลาด", "Sample Market District Office"),
    ("demo-harbour", "สำนักงานเขตตัวอย่างท่าเรือ", "Sample Harbour District Office"),
    ("demo-station", "สำนักงานเขตตัวอย่างสถานี", "Sample Station District Office"),
    ("demo-field", "สำนักงานเขตตัวอย่างทุ่งนา", "Sample Field District Office"),
];
/// The items of their plans.
const ITEMS: [&str; 6] = ["I7", "I8", "I13", "E12", "O36", "O37"];
/// The year of the plans; they answer the scores of the year before.
const YEAR: u16 = 2565;

/// Fills in the offices, their scores and their plans.
pub(super) async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    let mut tx = app.database.write().await?;
    let city = super::agency(&mut tx, CITY).await?;
    for (number, (key, thai, english)) in OFFICES.into_iter().enumerate() {
        let name = Bilingual::new(thai, english);
        let new = NewAgency {
            key: key.into(),
            parent: Some(city),
            kind: AgencyKind::DistrictOffice,
            name,
            demonstration: true,
        };
        let agency = organisation::add_agency(&mut tx, &Actor::program(), new, now).await?;
        for year in [YEAR - 2, YEAR - 1] {
            enter(&mut tx, agency, number, year_of(year)?, now).await?;
        }
        // One office has not begun: the view shows that, too.
        if number + 1 < OFFICES.len() {
            plan(&mut tx, agency, number, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn year_of(year: u16) -> Result<FiscalYear, Error> {
    FiscalYear::new(year).ok_or(Error::NotFound)
}

async fn enter(
    tx: &mut Transaction,
    agency: AgencyId,
    number: usize,
    year: FiscalYear,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = Entry {
        given: (1..=10).map(|indicator| (Place::Indicator(indicator), score(number, indicator, year))).collect(),
        published_level: None,
        note: "ข้อมูลสาธิต สมมติขึ้นทั้งปี".into(),
    };
    assessment::enter_scores(tx, &Actor::program(), agency, year, &entry, None, now).await
}

/// Between 66 and 97: apart from office to office, indicator to indicator and year to year.
fn score(number: usize, indicator: u8, year: FiscalYear) -> Score {
    let (number, indicator, year) = (number as u64, u64::from(indicator), u64::from(year.number()));
    let spread = (number * 37 + indicator * 11 + (year % 7) * 13) % 12;
    let level = 66 + (number * 7 + (year % 5) * 3) % 20;
    let hundredths = (number * 29 + indicator * 53 + year) % 100;
    format!("{}.{hundredths:02}", level + spread).parse().unwrap_or(Score::ZERO)
}

async fn plan(tx: &mut Transaction, agency: AgencyId, number: usize, now: Timestamp) -> Result<(), Error> {
    let year = year_of(YEAR)?;
    let known = Instrument::of(year.previous()).ok_or(Error::NotFound)?;
    let items = ITEMS.iter().enumerate().filter_map(|(at, code)| {
        let item = known.item(code)?;
        let starter = library::starter(&item.duty)?;
        let status = match (number + at * 3) % 5 {
            0 => Status::InProgress,
            1 if number.is_multiple_of(2) => Status::NotStarted,
            _ => Status::Done,
        };
        let text = starter.measures.first().cloned().unwrap_or_default();
        Some(Item {
            code: item.code.clone(),
            indicator: item.indicator,
            topic: item.topic.th.clone(),
            guidelines: starter.guidelines.clone(),
            measures: starter.measures.clone(),
            results: vec![ResultLine { text, status: Some(status), ..ResultLine::default() }],
            statuses: vec![status],
            ..Item::default()
        })
    });
    let report =
        Report { year: Some(year), score_year: Some(year.previous()), items: items.collect(), ..Report::default() };
    take_report(tx, &Actor::program(), agency, year, &report, now).await?;
    let late = plan_of(tx, agency, year).await?.and_then(|plan| plan.items.first().map(|item| item.id));
    for _ in 0..number % 3 {
        let typed =
            Typed {
                text: "สรุปผลการติดตามรายไตรมาสเสนอผู้อำนวยการเขต".into(), day: None, due: Some(date(2022, 3, 31))
            };
        if let Some(item) = late {
            add_result(tx, &Actor::program(), agency, item, (typed, true), now).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_items_are_of_the_year_and_have_starters() {
        let known = Instrument::of(year_of(YEAR - 1).unwrap()).unwrap();
        for code in ITEMS {
            assert!(library::starter(&known.item(code).unwrap().duty).is_some(), "{code}");
        }
    }

    #[test]
    fn no_two_offices_score_alike() {
        let year = year_of(YEAR - 1).unwrap();
        let mut seen: Vec<Vec<Score>> = Vec::new();
        for number in 0..OFFICES.len() {
            let scores: Vec<Score> = (1..=10).map(|indicator| score(number, indicator, year)).collect();
            assert!(scores.iter().all(|score| *score >= "66".parse().unwrap() && *score < "98".parse().unwrap()));
            assert!(!seen.contains(&scores));
            seen.push(scores);
        }
    }
}
