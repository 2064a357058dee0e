//! Who is responsible for an item.

use db::Transaction;
use jiff::Timestamp;
use serde_json::json;

use super::Scene;
use super::recording::{held_item, held_responsible, moved};
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            Party, PlanItemId, Responsible, ResponsibleId,
            editing::{Direction, neighbour},
        },
        store,
    },
};

/// Adds a responsible party.
pub async fn add_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    party: Party,
    now: Timestamp,
) -> Result<ResponsibleId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let responsible = Responsible { id: ResponsibleId::new(), party };
    store::add_responsible(tx, &plan.head, item, &responsible).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.responsible.added", json!(null), json!(responsible.party)).await?;
    Ok(responsible.id)
}

/// Changes a responsible party.
pub async fn change_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    party: Party,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_responsible(tx, agency, id).await?;
    if before.party == party {
        return Ok(());
    }
    let responsible = Responsible { id, party };
    store::change_responsible(tx, &responsible).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.changed", json!(before.party), json!(responsible.party)).await
}

/// Moves a responsible party among those of its item.
pub async fn move_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, _) = held_responsible(tx, agency, id).await?;
    let order: Vec<ResponsibleId> = item.responsibles.iter().map(|responsible| responsible.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_responsibles(tx, id, other).await?;
    let names: Vec<&str> = item.responsibles.iter().map(|responsible| responsible.party.name.as_str()).collect();
    let (before, after) = moved(&names, &order, id, other);
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.moved", before, after).await
}

/// Removes a responsible party.
pub async fn remove_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, responsible) = held_responsible(tx, agency, id).await?;
    store::remove_responsible(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.removed", json!(responsible.party), json!(null)).await
}
