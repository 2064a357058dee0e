//! The sample offices' scores. Those of 2564 are the facts of a report that a district office published, with every
//! open-data item that it does not list taken as complete; those of 2563 and of the second office are invented.

use db::Transaction;
use jiff::Timestamp;
use scoring::{Instrument, Kind, Place, Score};
use thai::FiscalYear;

use crate::{
    app::App,
    assessment::{self, Entry, Given, place_of_key},
    kit::{Error, audit::Actor, visit::AgencyId},
    organisation,
};

use super::{AGENCY, OTHER_AGENCY};

/// The results of one sample year.
struct SampleYear {
    agency: &'static str,
    year: u16,
    note: &'static str,
    indicators: &'static [&'static str],
    items: &'static [(&'static str, &'static str)],
    /// Open-data items at zero, all others being complete; `None` if only indicators are known.
    zeros: Option<&'static [&'static str]>,
}

const YEARS: [SampleYear; 3] = [
    SampleYear {
        agency: AGENCY,
        year: 2563,
        note: "ข้อมูลสาธิต สมมติขึ้นทั้งปี",
        indicators: &["87.35", "74.12", "82.60", "75.48", "84.07", "78.15", "76.42", "77.30", "64.29", "50.00"],
        items: &[],
        zeros: None,
    },
    SampleYear {
        agency: AGENCY,
        year: 2564,
        note: "ข้อมูลสาธิต จากรายงานที่เผยแพร่แล้ว ข้อ OIT ที่รายงานไม่กล่าวถึงถือว่าครบ",
        indicators: &["89.94", "77.31", "84.91", "77.53", "87.61", "79.40", "79.91", "79.52"],
        items: &[
            ("I1", "77.87"),
            ("I2", "76.43"),
            ("I7", "53.65"),
            ("I8", "75.21"),
            ("I11", "83.52"),
            ("I12", "67.83"),
            ("I13", "75.59"),
            ("I14", "75.64"),
            ("I15", "75.60"),
            ("I20", "65.25"),
            ("I21", "73.42"),
            ("I23", "63.48"),
            ("I24", "73.12"),
            ("I30", "73.90"),
            ("E1", "78.10"),
            ("E2", "77.72"),
            ("E3", "78.34"),
            ("E4", "84.65"),
            ("E5", "78.18"),
            ("E6", "71.29"),
            ("E7", "73.45"),
            ("E9", "76.81"),
            ("E11", "76.47"),
            ("E12", "73.10"),
            ("E13", "84.95"),
            ("E14", "79.00"),
            ("E15", "81.07"),
        ],
        zeros: Some(&["O1", "O2", "O12", "O20", "O26", "O29", "O30", "O31", "O36", "O37"]),
    },
    SampleYear {
        agency: OTHER_AGENCY,
        year: 2564,
        note: "ข้อมูลสาธิต สมมติขึ้นทั้งปี",
        indicators: &["92.10", "84.35", "88.02", "83.74", "90.16", "86.55", "85.20", "84.97", "90.00", "93.75"],
        items: &[],
        zeros: None,
    },
];

/// Fills in the sample scores.
pub(super) async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    let mut tx = app.database.write().await?;
    for sample in &YEARS {
        let agency = organisation::find_agency_by_key(&mut tx, sample.agency).await?.ok_or(Error::NotFound)?;
        enter(&mut tx, agency.id, sample, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn enter(tx: &mut Transaction, agency: AgencyId, sample: &SampleYear, now: Timestamp) -> Result<(), Error> {
    let year = FiscalYear::new(sample.year).ok_or(Error::NotFound)?;
    let entry = Entry { given: given(sample, year)?, published_level: None, note: sample.note.into() };
    assessment::enter_scores(tx, &Actor::program(), agency, year, &entry, None, now).await
}

fn given(sample: &SampleYear, year: FiscalYear) -> Result<Given, Error> {
    let unreadable = |text: &str| Error::Internal(anyhow::anyhow!("sample score {text:?}"));
    let score = |text: &str| text.parse::<Score>().map_err(|_| unreadable(text));
    let mut given = Given::new();
    for (number, text) in (1..).zip(sample.indicators) {
        given.insert(Place::Indicator(number), score(text)?);
    }
    for (code, text) in sample.items {
        given.insert(place_of_key(code).ok_or_else(|| unreadable(code))?, score(text)?);
    }
    let items = Instrument::of(year).map(Instrument::items).unwrap_or_default();
    for item in items.iter().filter(|item| item.kind == Kind::Oit) {
        if let Some(zeros) = sample.zeros {
            let points = if zeros.contains(&item.code.as_str()) { Score::ZERO } else { Score::FULL };
            given.insert(Place::Item(item.code.clone()), points);
        }
    }
    Ok(given)
}
