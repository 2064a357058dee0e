//! Changing the holidays of an office.

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::Bilingual;

use super::{
    model::{self, OwnDay},
    store,
};
use crate::kit::{
    Error,
    audit::{self, Actor, Change, Subject},
    visit::AgencyId,
};

/// Keeps a holiday of the office's own, or gives it another name.
pub async fn add(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    day: Date,
    name: Bilingual,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::find(tx, agency, day).await?;
    let own = OwnDay { day, is_kept: true, name };
    if before.as_ref() == Some(&own) {
        return Ok(());
    }
    store::keep(tx, agency, &own).await?;
    record(tx, actor, agency, "calendar.holiday.added", before.as_ref(), Some(&own), now).await
}

/// Takes a holiday off: a day of the office's own is forgotten, on a national one the office works.
pub async fn remove(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    day: Date,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::find(tx, agency, day).await?;
    let after = match (&before, model::national(day)) {
        (Some(OwnDay { is_kept: false, .. }), _) | (None, None) => return Err(Error::NotFound),
        (Some(_), None) => None,
        (_, Some(name)) => Some(OwnDay { day, is_kept: false, name: name.clone() }),
    };
    match &after {
        Some(own) => store::keep(tx, agency, own).await?,
        None => store::forget(tx, agency, day).await?,
    }
    record(tx, actor, agency, "calendar.holiday.removed", before.as_ref(), after.as_ref(), now).await
}

/// Keeps a national holiday again.
pub async fn put_back(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    day: Date,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::find(tx, agency, day).await?.filter(|own| !own.is_kept).ok_or(Error::NotFound)?;
    store::forget(tx, agency, day).await?;
    record(tx, actor, agency, "calendar.holiday.added", Some(&before), None, now).await
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    action: &'static str,
    before: Option<&OwnDay>,
    after: Option<&OwnDay>,
    now: Timestamp,
) -> Result<(), Error> {
    let said = |own: Option<&OwnDay>| match own {
        Some(own) => json!({"name": own.name.th, "day": own.day, "is_holiday": own.is_kept}),
        None => Value::Null,
    };
    let subject = Subject { kind: "calendar", id: agency.0 };
    let change = Change { agency, action, subject, before: said(before), after: said(after) };
    Ok(audit::record(tx, actor, change, now).await?)
}
