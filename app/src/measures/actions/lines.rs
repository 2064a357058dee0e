//! Guidelines, measures and notes of an item.

use db::Transaction;
use jiff::Timestamp;
use serde_json::json;

use super::Scene;
use super::recording::{held_item, held_line, line_json, moved, result_json};
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            LineId, LineKind, Origin, PlanItemId, ResultId, ResultLine, ResultText,
            editing::{Direction, LineText, neighbour},
            work::Work,
        },
        store,
    },
};

/// Adds a guideline, a measure, a cause, a follow-up or a note to an item.
pub async fn add_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    kind: LineKind,
    said: LineText,
    now: Timestamp,
) -> Result<LineId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let line = said.line(LineId::new(), kind);
    store::add_line(tx, &plan.head, Some(item), &line).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.line.added", json!(null), line_json(&line)).await?;
    Ok(line.id)
}

/// Changes what a line says, or turns a text not understood into a note.
pub async fn change_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    kind: LineKind,
    said: Option<LineText>,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_line(tx, agency, id).await?;
    let said = said.unwrap_or_else(|| LineText { text: before.text.clone(), work_step: before.work_step.clone() });
    let line = said.line(id, kind);
    if !before.kind.may_become(kind) {
        return Err(Error::NotFound);
    }
    if line == before {
        return Ok(());
    }
    store::change_line(tx, &line).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record_at(tx, item.as_ref(), "measures.line.changed", line_json(&before), line_json(&line)).await
}

/// Moves a line among those of its kind.
pub async fn move_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    let lines = item.as_ref().map_or(plan.notes.as_slice(), |item| item.lines_of(line.kind));
    let order: Vec<LineId> = lines.iter().map(|line| line.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_lines(tx, id, other).await?;
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let scene = Scene { actor, head: &plan.head, now };
    let (before, after) = moved(&texts, &order, id, other);
    scene.record_at(tx, item.as_ref(), "measures.line.moved", before, after).await
}

/// Removes a line. Returns the item and the year it stood at.
pub async fn remove_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    store::remove_line(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record_at(tx, item.as_ref(), "measures.line.removed", line_json(&line), json!(null)).await
}

/// Turns a note or a text not understood into a result of its item. It came with the report, so it stays *reported*.
pub async fn use_as_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    let item = item.filter(|_| matches!(line.kind, LineKind::Note | LineKind::NotUnderstood)).ok_or(Error::NotFound)?;
    let said = ResultText { text: line.text.clone(), status: None, day: None };
    let result = ResultLine { id: ResultId::new(), said, origin: Origin::Reported, work: Work::default() };
    store::remove_line(tx, id).await?;
    store::add_result(tx, &plan.head, item.id, &result).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.line.used_as_result", line_json(&line), result_json(&result)).await
}
