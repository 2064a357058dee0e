//! Taking readings, and binding figures to results.

use db::{Connection, Database, Transaction, Uuid};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    model::{Catalogue, Reading, Standing, Subscription, SubscriptionId, changes},
    store,
};
use crate::kit::{
    Error,
    audit::{self, Actor, Change, Subject},
    clock,
    figures::{About, Asked},
    visit::AgencyId,
};

/// As many agencies as one turn of the job looks at.
const AGENCIES_IN_A_TURN: i64 = 50;

/// Takes the figures of every agency whose records have changed since its last round, or that had none today. Returns of
/// how many. What is read is only counted, so it stands in no record of changes; twice does no harm.
pub async fn take_due(database: &Database, catalogue: Catalogue, now: Timestamp) -> db::Result<usize> {
    let due = store::list_due(&mut database.read().await?, clock::day_of(now), AGENCIES_IN_A_TURN).await?;
    for (agency, sequence) in &due {
        take(database, catalogue, *agency, *sequence, now).await?;
    }
    Ok(due.len())
}

/// Takes all figures of an agency and keeps those that changed. What changes meanwhile is taken in the next round.
async fn take(
    database: &Database,
    catalogue: Catalogue,
    agency: AgencyId,
    sequence: i64,
    now: Timestamp,
) -> db::Result<()> {
    let today = clock::day_of(now);
    let mut connection = database.read().await?;
    let mut taken = Vec::new();
    for offer in catalogue.0 {
        taken.extend((offer.take)(&mut connection, Asked { agency, now, today }).await?);
    }
    drop(connection);
    let mut tx = database.write().await?;
    let latest = store::list_latest(&mut tx, agency).await?;
    let changes = changes(&latest, taken, today);
    for id in changes.past {
        store::retire(&mut tx, agency, id).await?;
    }
    for one in &changes.new {
        store::keep(&mut tx, agency, one, today, now).await?;
    }
    store::close_round(&mut tx, agency, sequence, today, now).await?;
    tx.commit().await
}

/// The latest readings of an agency.
pub async fn list_latest(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<Reading>> {
    store::list_latest(connection, agency).await
}

/// The figures that prove the results of a plan, with their latest readings.
pub async fn standings_of_plan(connection: &mut Connection, agency: AgencyId, plan: Uuid) -> db::Result<Vec<Standing>> {
    store::list_standings(connection, agency, plan, None).await
}

/// What the figures that prove the results of a plan were before their latest readings.
pub async fn earlier_of_plan(connection: &mut Connection, agency: AgencyId, plan: Uuid) -> db::Result<Vec<Reading>> {
    store::list_earlier(connection, agency, plan).await
}

/// The figures that prove a result, with their latest readings.
pub async fn standings_of_result(
    connection: &mut Connection,
    agency: AgencyId,
    plan: Uuid,
    result: Uuid,
) -> db::Result<Vec<Standing>> {
    store::list_standings(connection, agency, plan, Some(result)).await
}

/// A subscription of a result.
pub async fn load_subscription(
    connection: &mut Connection,
    agency: AgencyId,
    result: Uuid,
    id: SubscriptionId,
) -> Result<Subscription, Error> {
    let found = store::find(connection, agency, id).await?;
    found.filter(|subscription| subscription.result == result).ok_or(Error::NotFound)
}

/// Binds a figure to a result, or changes its target. `subject` is the record in whose history it stands.
pub async fn subscribe(
    tx: &mut Transaction,
    actor: &Actor,
    (agency, subject): (AgencyId, Subject),
    one: &Subscription,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    store::subscribe(tx, agency, one).await?;
    record(
        tx,
        actor,
        (agency, subject),
        "figures.subscription.added",
        Value::Null,
        said(&one.about, name, one.target),
        now,
    )
    .await
}

/// Takes a figure off a result.
pub async fn unsubscribe(
    tx: &mut Transaction,
    actor: &Actor,
    (agency, subject): (AgencyId, Subject),
    one: &Subscription,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    store::end(tx, agency, one.id).await?;
    record(
        tx,
        actor,
        (agency, subject),
        "figures.subscription.ended",
        said(&one.about, name, one.target),
        Value::Null,
        now,
    )
    .await
}

/// Notes which sentence was drafted from a figure, so that it can be told later whether somebody edited it.
pub async fn note_draft(
    tx: &mut Transaction,
    agency: AgencyId,
    id: SubscriptionId,
    drafted: &str,
) -> Result<(), Error> {
    Ok(store::keep_draft(tx, agency, id, drafted).await?)
}

fn said(about: &About, name: &str, target: Option<i64>) -> Value {
    let target = target.map(|target| thai::digits::fixed(target, 2));
    json!({"name": name, "figure": about.figure, "year": about.year.number(), "target": target})
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    (agency, subject): (AgencyId, Subject),
    action: &'static str,
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    Ok(audit::record(tx, actor, Change { agency, action, subject, before, after }, now).await?)
}
