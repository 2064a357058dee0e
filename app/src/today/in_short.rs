//! Scores and measures as the first page shows them. Worked out once and remembered until either changes.

use std::sync::Arc;

use db::Connection;
use jiff::civil::Date;
use thai::{FiscalYear, Language};

use crate::{
    assessment::{self, Overview},
    kit::{
        Result,
        chart::DotTable,
        html::{Figure, Link},
        visit::Agency,
    },
    measures::{self, Counts, Pressing},
};

/// The latest scores and the newest plan.
pub(super) struct InShort {
    /// The latest year with scores.
    pub scores: Option<ScoresInShort>,
    /// The newest plan.
    pub plan: Option<PlanInShort>,
}

/// What there is to say of the latest scores.
pub(super) struct ScoresInShort {
    /// The year.
    pub year: FiscalYear,
    /// So many items lose points.
    pub gaps: usize,
    /// So many of these have no measures in the next year.
    pub open: usize,
    /// In so many places scores contradict each other.
    pub contradictions: usize,
    /// Its figures, in the reader's language.
    pub band: Arc<ScoreBand>,
}

/// The newest plan.
pub(super) struct PlanInShort {
    /// Its year.
    pub year: FiscalYear,
    /// How far it is.
    pub counts: Counts,
    /// What of it is pressing today.
    pub pressing: Pressing,
}

/// The latest results in short.
pub(super) struct ScoreBand {
    pub year: FiscalYear,
    pub total: Figure,
    pub at_stake: Figure,
    pub chart: DotTable,
    pub gaps: Link,
}

impl InShort {
    pub(super) async fn load(
        connection: &mut Connection,
        (t, today): (Language, Date),
        agency: &Agency,
    ) -> Result<Self> {
        let newest = measures::list_plans(connection, agency.id).await?.into_iter().next();
        let plan = match newest {
            Some(newest) => measures::plan_of(connection, agency.id, newest.head.year).await?,
            None => None,
        };
        let plan = plan.map(|plan| PlanInShort {
            year: plan.head.year,
            counts: plan.counts(),
            pressing: plan.pressing(today),
        });
        let Some(overview) = assessment::overview(connection, agency).await? else {
            return Ok(Self { scores: None, plan });
        };
        let answered_in = overview.year().next();
        let planned = measures::codes_in_plan(connection, agency.id, answered_in).await?;
        let target = assessment::target_of(connection, agency.id, answered_in).await?;
        let scores = ScoresInShort {
            year: overview.year(),
            gaps: overview.gaps.len(),
            open: overview.gaps.iter().filter(|gap| !planned.contains(&gap.code)).count(),
            contradictions: overview.results.contradictions().len(),
            band: Arc::new(ScoreBand::of(t, agency, &overview, target.as_ref())),
        };
        Ok(Self { scores: Some(scores), plan })
    }
}

impl ScoreBand {
    fn of(t: Language, agency: &Agency, overview: &Overview, target: Option<&assessment::Target>) -> Self {
        let year = overview.year();
        let proof = || overview.proof(t);
        let total = match &overview.total {
            Some(value) => value.score.to_string(),
            None => t.say("ยังไม่มีข้อมูล", "No data yet").to_owned(),
        };
        let mut figure = Figure::new(t.say(format!("คะแนนรวม ปี {year}"), format!("Total, {year}")), total, proof());
        if let Some(level) = &overview.level {
            figure = figure.unit(t.say(format!("ระดับ {}", level.name.th), format!("level {}", level.name.en)));
        }
        figure = figure.note(towards_target(t, agency, overview, target));
        let open_data = overview.open_data_at_stake();
        let at_stake = assessment::points_at_stake(overview.gaps.iter());
        ScoreBand {
            year,
            total: figure,
            at_stake: Figure::new(t.say("คะแนนที่คืนได้", "Points at stake"), at_stake.to_string(), proof())
                .unit(t.say(
                    format!("คะแนน จาก {} ข้อ", overview.gaps.len()),
                    format!("points, {} items", overview.gaps.len()),
                ))
                .note(t.say(
                    format!("จากข้อมูลที่ต้องเปิดเผย (OIT) {open_data}"),
                    format!("{open_data} of them from open data (OIT)"),
                )),
            chart: overview.chart(t, agency),
            gaps: Link::new(
                format!("/office/scores/{year}/gaps"),
                t.say("ดูข้อที่เสียคะแนน เรียงตามคะแนนที่คืนได้", "Items that lose points, costliest first"),
            ),
        }
    }
}

/// The target that was set for the next year, or else how far it is to the agency's standing target.
fn towards_target(t: Language, agency: &Agency, overview: &Overview, target: Option<&assessment::Target>) -> String {
    if let Some(target) = target {
        return assessment::target_in_words(t, &overview.results, target);
    }
    let target = agency.target;
    match &overview.to_target {
        Some(points) => {
            t.say(format!("ขาดอีก {points} ถึงเป้า {target}"), format!("{points} short of the target {target}"))
        }
        None if overview.total.is_some() => {
            t.say(format!("ถึงเป้า {target} แล้ว"), format!("The target {target} is reached"))
        }
        None => t.say(format!("เป้าหมาย {target}"), format!("The target is {target}")),
    }
}
