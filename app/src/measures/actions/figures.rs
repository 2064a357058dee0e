//! Binding live figures to results, and writing a result's line from them.

use db::Transaction;
use jiff::Timestamp;

use super::{change_result, recording::held_result, results::Typed};
use crate::{
    figures::{self, Standing, Subscription, SubscriptionId},
    kit::{
        Error,
        audit::{Actor, Subject},
        figures::About,
        visit::AgencyId,
    },
    measures::model::ResultId,
};

/// Binds a figure to a result; with the same figure once more, only its target changes.
pub async fn bind_figure(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    (about, name, target): (About, &str, Option<i64>),
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    let subscription = Subscription {
        id: SubscriptionId::new(),
        plan: plan.head.id.0,
        result: result.id.0,
        about,
        target,
        drafted: String::new(),
    };
    let subject = Subject { kind: "plan_item", id: item.id.0 };
    figures::actions::subscribe(tx, actor, (agency, subject), &subscription, name, now).await
}

/// Takes a figure off a result.
pub async fn release_figure(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (id, subscription): (ResultId, SubscriptionId),
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let (_, item, result) = held_result(tx, agency, id).await?;
    let one = figures::actions::load_subscription(tx, agency, result.id.0, subscription).await?;
    let subject = Subject { kind: "plan_item", id: item.id.0 };
    figures::actions::unsubscribe(tx, actor, (agency, subject), &one, name, now).await
}

/// Writes a result's line that was drafted from figures; `drafted` says which sentence came from which of them, so that
/// pages can tell whether somebody edited it.
pub async fn take_draft(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    (typed, drafted): (Typed, &[(&Standing, String)]),
    now: Timestamp,
) -> Result<(), Error> {
    change_result(tx, actor, agency, id, typed, now).await?;
    for (standing, sentence) in drafted {
        figures::actions::note_draft(tx, agency, standing.subscription.id, sentence).await?;
    }
    Ok(())
}
