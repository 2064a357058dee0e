//! What the first page of the office shows of the latest results.

use std::collections::BTreeMap;

use db::Connection;
use scoring::{Exact, Gap, Item, Kind, Level, Value};
use thai::{FiscalYear, Language};

use super::{
    actions, figures,
    model::{Assessment, IndicatorScore, NextLevel, points_at_stake},
};
use crate::kit::{Error, chart::DotTable, html::ProofLine, visit::Agency};

/// The latest year with results, in short.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The results themselves.
    pub results: Assessment,
    /// Those of the year before, if there are any.
    pub previous: Option<Assessment>,
    /// The total, if it is known.
    pub total: Option<Value>,
    /// The level, if it is known.
    pub level: Option<Level>,
    /// IIT, EIT and OIT, as far as known.
    pub instruments: BTreeMap<Kind, Value>,
    /// The ten indicators beside last year's.
    pub indicators: Vec<IndicatorScore>,
    /// Points that the total lacks to the agency's target; `None` if it is reached or the total is not known.
    pub to_target: Option<Exact>,
    /// The next better level.
    pub next_level: Option<NextLevel>,
    /// Items that lose points, the costliest first.
    pub gaps: Vec<Gap>,
}

/// The latest results of an agency; `None` if there are none yet.
pub async fn overview(connection: &mut Connection, agency: &Agency) -> Result<Option<Overview>, Error> {
    let mut years = actions::list_results(connection, agency.id).await?;
    let Some(results) = years.pop() else { return Ok(None) };
    let previous = years.pop().filter(|before| before.year == results.year.previous());
    Ok(Some(Overview::of(agency, results, previous)))
}

impl Overview {
    fn of(agency: &Agency, results: Assessment, previous: Option<Assessment>) -> Self {
        let scores = results.scores();
        let total = scores.total().cloned();
        let instruments = Kind::ALL.into_iter().filter_map(|kind| Some((kind, scores.instrument(kind)?.clone())));
        let instruments = instruments.collect();
        let lacking = |total: &Value| &Exact::from(agency.target) - &total.score.rounded();
        Self {
            level: results.level().map(|level| level.level.clone()),
            indicators: results.indicators(previous.as_ref()),
            to_target: total.as_ref().map(lacking).filter(|points| *points > Exact::zero()),
            next_level: results.next_level(),
            gaps: results.gaps(agency.gap_threshold),
            total,
            instruments,
            results,
            previous,
        }
    }

    /// The fiscal year.
    pub fn year(&self) -> FiscalYear {
        self.results.year
    }

    /// What the open-data items at stake would win back together.
    pub fn open_data_at_stake(&self) -> Exact {
        points_at_stake(self.gaps.iter().filter(|gap| self.item(gap).is_some_and(|item| item.kind == Kind::Oit)))
    }

    /// The item of a gap.
    pub fn item(&self, gap: &Gap) -> Option<&Item> {
        self.results.instrument.item(&gap.code)
    }

    /// The ten indicators as a chart with its table.
    pub fn chart(&self, t: Language, agency: &Agency) -> DotTable {
        figures::ten_indicators(t, &self.results, self.previous.as_ref(), agency.gap_threshold)
    }

    /// Where the figures come from.
    pub fn proof(&self, t: Language) -> ProofLine {
        figures::proof(t, &self.results)
    }
}
