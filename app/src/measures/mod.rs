//! Measures: what an office does about the items where it lost points, what came of it, and who is responsible.
//!
//! A *plan* belongs to an agency and a fiscal year; it answers the scores of the year before. It has *items* (ข้อ, by
//! the codes of the year of the scores: `I7`, `O36`), and each item has *guidelines* (แนวทาง), *measures* (มาตรการ),
//! *results* (ผล) and *responsible parties* (ผู้รับผิดชอบ). This is the form that agencies publish for O43 ("การดำเนินการ
//! ตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"); O42 asks for the measures themselves.
//!
//! A result taken over from an imported report stays *reported*: it says that it is done, without evidence here.
//! Changed by hand it becomes *entered*. Text that the import did not understand stays beside its item until somebody
//! decides on it. The [`library`] holds starter measures for every duty.

pub mod actions;
pub mod library;
pub mod model;
pub mod store;

use std::collections::BTreeMap;

use db::Connection;
use scoring::Score;
use thai::FiscalYear;

use crate::kit::visit::AgencyId;

pub use actions::{start_plan, take_report};
pub use model::{Plan, PlanHead, PlanItem, Standing, exchange::to_report, listing::Counts};

/// The plan of a year, whole.
pub async fn plan_of(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Option<Plan>> {
    match store::find_head(connection, agency, year).await? {
        Some(head) => store::load_plan(connection, head).await.map(Some),
        None => Ok(None),
    }
}

/// The codes of the items that the plan of a year answers, in its order; none if there is no plan.
pub async fn codes_in_plan(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<String>> {
    store::list_codes(connection, agency, year).await
}

/// The plan of a year with the scores that it answers, by item code and indicator number.
async fn plan_with_scores(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> db::Result<Option<(Plan, BTreeMap<String, Score>)>> {
    let Some(plan) = plan_of(connection, agency, year).await? else { return Ok(None) };
    let scores = store::list_scores(connection, agency, plan.head.score_year).await?;
    Ok(Some((plan, scores.into_iter().collect())))
}
