//! Sending a report to the director, signing it, sending it back.

use db::{Connection, Transaction};
use jiff::Timestamp;
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};

use super::{
    model::{Decision, Frozen, SignOff, SignOffId, State, hash, in_groups, may_decide, may_send},
    store,
};
use crate::{
    documents::{self, DocumentId},
    figures::{self, Catalogue},
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        visit::{Agency, AgencyId, UserId},
    },
    measures, organisation, reporting,
};

/// What the report of a year says now, and what proves it.
pub async fn frozen_now(
    connection: &mut Connection,
    catalogue: Catalogue,
    agency: &Agency,
    year: FiscalYear,
) -> Result<Option<Frozen>, Error> {
    let Some(plan) = measures::plan_of(connection, agency.id, year).await? else { return Ok(None) };
    let report = reporting::report_of(connection, agency, year).await?;
    let standings = figures::actions::standings_of_plan(connection, agency.id, plan.head.id.0).await?;
    let units = organisation::list_units(connection, agency.id).await?;
    let units = units.into_iter().map(|unit| (unit.id.0, unit.name.th)).collect();
    Ok(report.map(|report| Frozen::of(report, &plan, catalogue, &standings, &units)))
}

/// Freezes the report as it is and lays it before the director.
pub async fn send(
    tx: &mut Transaction,
    actor: &Actor,
    catalogue: Catalogue,
    (agency, year): (&Agency, FiscalYear),
    now: Timestamp,
) -> Result<(), Error> {
    measures::hold_plan(tx, agency.id, year).await?;
    let frozen = frozen_now(tx, catalogue, agency, year).await?.ok_or(Error::NotFound)?;
    let content = frozen.text();
    let all = store::list(tx, agency.id, year).await?;
    may_send(&all, &hash(&content)).map_err(Error::Conflict)?;
    let one = SignOff {
        id: SignOffId::new(),
        year,
        number: all.first().map_or(1, |one| one.number + 1),
        hash: hash(&content),
        state: State::Waiting,
        sent_at: now,
        sent_by: actor.user.map(UserId),
        sent_name: actor.name.clone(),
        decision: None,
        scan: None,
    };
    store::add(tx, agency.id, &one, &content).await?;
    record(tx, actor, agency.id, &one, "sign_off.version.sent", json!({}), now).await
}

/// Signs the version that waits, or sends it back with a remark. `number` is the version that whoever decides has seen.
pub async fn decide(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (year, by): (FiscalYear, UserId),
    (number, state, remark): (i64, State, String),
    now: Timestamp,
) -> Result<(), Error> {
    let all = store::list(tx, agency, year).await?;
    let nothing = || {
        Error::Conflict(Bilingual::new(
            "ไม่มีฉบับที่รอลงนาม อาจตัดสินใจไปแล้ว เปิดหน้านี้อีกครั้ง",
            "No version waits to be signed; it may be decided on already. Reload the page.",
        ))
    };
    let one = all.iter().find(|one| one.state == State::Waiting && one.number == number).ok_or_else(nothing)?;
    may_decide(one, by).map_err(Error::Conflict)?;
    let decision = Decision { at: now, by: actor.name.clone(), post: actor.post.clone(), remark };
    store::decide(tx, one.id, state, &decision, Some(by)).await?;
    let action = if state == State::Signed { "sign_off.version.signed" } else { "sign_off.version.returned" };
    record(tx, actor, agency, one, action, json!({ "remark": decision.remark }), now).await
}

/// Keeps which document is the scan of the paper that was signed in ink.
pub async fn attach_scan(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    scan: DocumentId,
    (today, now): (jiff::civil::Date, Timestamp),
) -> Result<(), Error> {
    let one = store::newest_signed(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let found = documents::list_named(tx, agency, &[scan], today).await?;
    let title = found.first().map(|shown| shown.document.about.title.clone()).ok_or(Error::NotFound)?;
    store::set_scan(tx, one.id, scan).await?;
    record(tx, actor, agency, &one, "sign_off.version.scan_attached", json!({ "document": title }), now).await
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    one: &SignOff,
    action: &'static str,
    more: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let mut after = json!({ "year": one.year, "version": one.number, "fingerprint": in_groups(&one.hash) });
    if let (Some(after), Value::Object(more)) = (after.as_object_mut(), more) {
        after.extend(more);
    }
    let subject = Subject { kind: "sign_off", id: one.id.0 };
    Ok(audit::record(tx, actor, Change { agency, action, subject, before: Value::Null, after }, now).await?)
}
