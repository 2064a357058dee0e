//! Results of an item.

use db::Transaction;
use jiff::Timestamp;
use serde_json::json;

use super::Scene;
use super::recording::{held_item, held_result, moved, result_json};
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            Origin, PlanItemId, ResultId, ResultLine, ResultText,
            editing::{Direction, neighbour},
        },
        store,
    },
};

/// Adds a result.
pub async fn add_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    said: ResultText,
    now: Timestamp,
) -> Result<ResultId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let result = ResultLine { id: ResultId::new(), said, origin: Origin::Entered };
    store::add_result(tx, &plan.head, item, &result).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.result.added", json!(null), result_json(&result)).await?;
    Ok(result.id)
}

/// Changes a result; from then on it counts as entered here.
pub async fn change_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    said: ResultText,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_result(tx, agency, id).await?;
    let Some(result) = before.changed_to(said) else { return Ok(()) };
    store::change_result(tx, &result).await?;
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
