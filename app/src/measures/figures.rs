//! The figures that stand beside items: scores of the year answered, and what each item would win back.

use std::collections::BTreeMap;

use db::Connection;
use scoring::{Place, Score};
use thai::FiscalYear;

use super::model::listing::Figures;
use crate::{
    assessment::load_results,
    kit::{Error, visit::AgencyId},
};

/// Scores of a year and the points at stake.
pub(super) async fn load(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> Result<Figures, Error> {
    let Some(assessment) = load_results(connection, agency, year).await? else { return Ok(Figures::default()) };
    let scores = assessment.given.iter().filter_map(|(place, score)| Some((key(place)?, *score))).collect();
    // Every item below 100 has something to win back, whatever the agency's threshold.
    let gaps = assessment.gaps(Score::FULL);
    let points = gaps.into_iter().filter_map(|gap| Some((gap.code, gap.points_at_stake?))).collect();
    Ok(Figures { scores, points })
}

/// The scores of a year by item code (`I7`) and indicator number (`1`), as [`super::to_report`] takes them.
pub async fn scores_by_code(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> Result<BTreeMap<String, Score>, Error> {
    Ok(load(connection, agency, year).await?.scores)
}

fn key(place: &Place) -> Option<String> {
    match place {
        Place::Item(code) => Some(code.clone()),
        Place::Indicator(number) => Some(number.to_string()),
        Place::Total | Place::Instrument(_) | Place::EitPart(_) | Place::SubIndicator(_) => None,
    }
}
