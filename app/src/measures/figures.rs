//! The figures that stand beside items: scores of the year answered, and what each item would win back.

use std::{collections::BTreeMap, sync::Arc};

use db::Connection;
use scoring::{Place, Score};
use thai::FiscalYear;

use super::model::{
    listing::Figures,
    priority::{Priority, priorities},
};
use super::{model::Plan, plan_of};
use crate::{
    assessment::{Assessment, load_results},
    kit::{
        Error, Memory,
        visit::{Agency, AgencyId},
    },
};

/// A plan with the figures beside its items, as lists show them.
pub(super) struct PlanWithFigures {
    /// The plan.
    pub plan: Plan,
    /// Scores and points of the year that it answers.
    pub figures: Figures,
}

impl PlanWithFigures {
    /// A plan of which no figures are known.
    pub(super) fn of(plan: Plan) -> Self {
        Self { plan, figures: Figures::default() }
    }
}

/// The plan of a year with its figures; `None` if there is no plan.
pub(super) async fn plan_with_figures(
    memory: &Memory,
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
) -> Result<Option<Arc<PlanWithFigures>>, Error> {
    let place = memory.place(connection, agency.id, format!("{year} {}", agency.gap_threshold)).await?;
    if let Some(known) = place.known() {
        return Ok(Some(known));
    }
    let Some(plan) = plan_of(connection, agency.id, year).await? else { return Ok(None) };
    let figures = load(connection, agency.id, plan.head.score_year, agency.gap_threshold).await?;
    Ok(Some(place.keep(PlanWithFigures { plan, figures })))
}

/// Scores of a year and the points at stake, as remembered.
pub(super) async fn recall(
    memory: &Memory,
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
) -> Result<Arc<Figures>, Error> {
    let place = memory.place(connection, agency.id, format!("{year} {}", agency.gap_threshold)).await?;
    match place.known() {
        Some(known) => Ok(known),
        None => Ok(place.keep(load(connection, agency.id, year, agency.gap_threshold).await?)),
    }
}

/// Scores of a year and the points at stake.
async fn load(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    threshold: Score,
) -> Result<Figures, Error> {
    let Some(assessment) = load_results(connection, agency, year).await? else { return Ok(Figures::default()) };
    let scores = assessment.given.iter().filter_map(|(place, score)| Some((key(place)?, *score))).collect();
    // Every item below 100 has something to win back, whatever the agency's threshold.
    let gaps = assessment.gaps(Score::FULL);
    let priorities = priorities_of(&assessment, threshold);
    let points = gaps.into_iter().filter_map(|gap| Some((gap.code, gap.points_at_stake?))).collect();
    Ok(Figures { scores, points, priorities })
}

/// The priorities that follow from what the items of a year cost the total: gaps by the rule, items that reach the
/// threshold later. Items of unknown score or weight have none.
pub fn priorities_of(assessment: &Assessment, threshold: Score) -> BTreeMap<String, Priority> {
    let gaps = assessment.gaps(threshold);
    let items =
        assessment.given.keys().filter_map(|place| if let Place::Item(code) = place { Some(code) } else { None });
    let good_enough = items.filter(|code| gaps.iter().all(|gap| gap.code != **code));
    let later = good_enough.map(|code| (code.clone(), Priority::Later));
    let mut found = priorities(gaps.iter().map(|gap| (gap.code.as_str(), gap.points_at_stake.as_ref())));
    found.extend(later);
    found
}

/// The scores of a year by item code (`I7`) and indicator number (`1`), as [`super::to_report`] takes them.
pub async fn scores_by_code(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> Result<BTreeMap<String, Score>, Error> {
    Ok(load(connection, agency, year, Score::FULL).await?.scores)
}

fn key(place: &Place) -> Option<String> {
    match place {
        Place::Item(code) => Some(code.clone()),
        Place::Indicator(number) => Some(number.to_string()),
        Place::Total | Place::Instrument(_) | Place::EitPart(_) | Place::SubIndicator(_) => None,
    }
}
