//! Results of an item.

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use report::Status;
use serde_json::json;

use super::recording::{held_item, held_result, moved, result_json};
use super::{Scene, work::by};
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            Origin, PlanItemId, ResultId, ResultLine, ResultText,
            editing::{Direction, neighbour},
            work::Work,
        },
        store,
    },
};

/// What is typed of a result. How far it is follows from the work on it, and not from what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What was done, or is to be done.
    pub text: String,
    /// The day it speaks of.
    pub day: Option<Date>,
    /// When it is due; empty where its item's day holds.
    pub due: Option<Date>,
}

/// Adds a result on which work has begun, or has yet to begin.
pub async fn add_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    (typed, begun): (Typed, bool),
    now: Timestamp,
) -> Result<ResultId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let status = if begun { Status::InProgress } else { Status::NotStarted };
    let said = ResultText { text: typed.text, status: Some(status), day: typed.day };
    let work = Work { due: typed.due, ..Work::default() };
    let result = ResultLine { id: ResultId::new(), said, origin: Origin::Entered, work };
    store::add_result(tx, &plan.head, item, &result).await?;
    store::work::add_state(tx, agency, result.id, (status, None), &by(actor), now).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.result.added", json!(null), result_json(&result)).await?;
    Ok(result.id)
}

/// Changes what a result says; from then on it counts as entered here, and what only a report said to be done is worked
/// on again.
pub async fn change_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    typed: Typed,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_result(tx, agency, id).await?;
    let changed = before.changed_to(typed.text, typed.day);
    let mut result = changed.unwrap_or_else(|| before.clone());
    result.work.due = typed.due;
    if result == before {
        return Ok(());
    }
    store::change_result(tx, &result).await?;
    if let Some(status) = result.said.status.filter(|status| Some(*status) != before.said.status) {
        let why = "แก้ไขข้อความที่นำเข้าจากรายงาน";
        store::work::add_state(tx, agency, id, (status, Some(why)), &by(actor), now).await?;
    }
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.changed", result_json(&before), result_json(&result)).await
}

/// Moves a result among those of its item.
pub async fn move_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, _) = held_result(tx, agency, id).await?;
    let order: Vec<ResultId> = item.results.iter().map(|result| result.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_results(tx, id, other).await?;
    let texts: Vec<&str> = item.results.iter().map(|result| result.said.text.as_str()).collect();
    let (before, after) = moved(&texts, &order, id, other);
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.moved", before, after).await
}

/// Removes a result.
pub async fn remove_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    store::remove_result(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.removed", result_json(&result), json!(null)).await
}
