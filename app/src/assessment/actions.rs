//! Reading an agency's years, and entering, taking and removing their scores.
//!
//! - [`scenarios`]: scenarios and the target of a year

pub mod scenarios;

use std::{collections::BTreeMap, sync::Arc};

use db::{Connection, Transaction};
use jiff::Timestamp;
use scoring::{Instrument, Place, Score};
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};

use super::{
    definitions,
    model::{Assessment, AssessmentId, Difference, Entry, Given, differences, typed},
    store::{
        self, StoredAssessment,
        offices::{self, OfOffice},
    },
};
use crate::kit::{
    Error,
    audit::{self, Actor, Change, Subject},
    visit::AgencyId,
};

/// What the audit log calls an assessment.
pub const SUBJECT: &str = "assessment";

/// The results of an agency's year, with the definition they are scored by; `None` if nothing was entered.
pub async fn load_results(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> Result<Option<Assessment>, Error> {
    let Some(stored) = store::find(connection, agency, year).await? else { return Ok(None) };
    let instrument = instruments(connection, agency, [&stored]).await?.remove(0);
    let scores = store::list_scores(connection, stored.id).await?;
    let given = scores.into_iter().map(|score| (score.place, score.score)).collect();
    Ok(Some(assessment(stored, instrument, given)))
}

/// The results of all years of an agency, the oldest first.
pub async fn list_results(connection: &mut Connection, agency: AgencyId) -> Result<Vec<Assessment>, Error> {
    let stored = store::list(connection, agency).await?;
    let instruments = instruments(connection, agency, &stored).await?;
    let mut scores: BTreeMap<AssessmentId, Given> = BTreeMap::new();
    for score in store::list_all_scores(connection, agency).await? {
        scores.entry(score.assessment).or_default().insert(score.place, score.score);
    }
    let years = stored.into_iter().zip(instruments);
    Ok(years
        .map(|(stored, instrument)| {
            let given = scores.remove(&stored.id).unwrap_or_default();
            assessment(stored, instrument, given)
        })
        .collect())
}

/// The results of all agencies right below `parent`, from one year to another, the oldest first. So many queries,
/// however many agencies there are.
pub async fn list_results_of_offices(
    connection: &mut Connection,
    parent: AgencyId,
    years: (FiscalYear, FiscalYear),
) -> Result<Vec<(AgencyId, Assessment)>, Error> {
    let stored = offices::list(connection, parent, years).await?;
    if stored.iter().any(|OfOffice(_, stored)| definitions::find(&stored.fingerprint).is_none()) {
        for kept in offices::list_definitions(connection, parent).await? {
            definitions::parse(kept.fingerprint, kept.year, &kept.definition)?;
        }
    }
    let mut scores: BTreeMap<AssessmentId, Given> = BTreeMap::new();
    for score in offices::list_scores(connection, parent, years).await? {
        scores.entry(score.assessment).or_default().insert(score.place, score.score);
    }
    let with_definition = |OfOffice(agency, stored): OfOffice| {
        let instrument = definitions::find(&stored.fingerprint).ok_or(db::Error::Missing)?;
        let given = scores.remove(&stored.id).unwrap_or_default();
        Ok((agency, assessment(stored, instrument, given)))
    };
    stored.into_iter().map(with_definition).collect()
}

/// The stored definition of each, parsed at most once in the life of the program.
async fn instruments(
    connection: &mut Connection,
    agency: AgencyId,
    stored: impl IntoIterator<Item = &StoredAssessment> + Clone,
) -> Result<Vec<Arc<Instrument>>, Error> {
    let known = |stored: &StoredAssessment| definitions::find(&stored.fingerprint);
    if stored.clone().into_iter().any(|stored| known(stored).is_none()) {
        for kept in store::list_definitions(connection, agency).await? {
            definitions::parse(kept.fingerprint, kept.year, &kept.definition)?;
        }
    }
    let missing = || Error::from(db::Error::Missing);
    stored.into_iter().map(|stored| known(stored).ok_or_else(missing)).collect()
}

fn assessment(stored: StoredAssessment, instrument: Arc<Instrument>, given: Given) -> Assessment {
    let StoredAssessment { id, year, fingerprint: _, published_level, note, changed_at } = stored;
    Assessment { id, year, instrument, given, published_level, note, changed_at }
}

/// Enters the results of a year as the form has them: what is not in `entry` is no longer there afterwards. `seen` is
/// when the results were changed last as the person saw them; `None` if they saw none.
pub async fn enter_scores(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    entry: &Entry,
    seen: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load_results(tx, agency, year).await?;
    if before.as_ref().map(|before| before.changed_at) != seen {
        return Err(db::Error::Stale(0).into());
    }
    keep(tx, actor, agency, year, before, entry, now).await
}

/// Takes scores read elsewhere (a report) into a year; scores of other places stay. Returns what changed, which
/// [`differences`] tells without writing.
pub async fn take_scores(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    scores: &Given,
    now: Timestamp,
) -> Result<Vec<Difference>, Error> {
    let before = load_results(tx, agency, year).await?;
    let mut entry = before.as_ref().map(Assessment::entry).unwrap_or_default();
    let changes = differences(&entry.given, scores);
    if !changes.is_empty() {
        entry.given.extend(scores.iter().map(|(place, score)| (place.clone(), *score)));
        keep(tx, actor, agency, year, before, &entry, now).await?;
    }
    Ok(changes)
}

/// Removes all results of a year.
pub async fn remove(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load_results(tx, agency, year).await?.ok_or(Error::NotFound)?;
    store::remove(tx, agency, before.id).await?;
    let told = payload(year, &before.entry());
    let change = change(agency, "assessment.scores.removed", before.id, told, Value::Null);
    Ok(audit::record(tx, actor, change, now).await?)
}

async fn keep(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    before: Option<Assessment>,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), Error> {
    let (id, old) = match &before {
        Some(before) if before.entry() == *entry => return Ok(()),
        Some(before) => {
            store::change(tx, agency, before.id, entry, before.changed_at, later(now, before.changed_at)).await?;
            (before.id, before.entry())
        }
        None => (begin(tx, agency, year, entry, now).await?, Entry::default()),
    };
    for (place, score) in changed_scores(&old.given, &entry.given) {
        match score {
            Some(score) => store::put_score(tx, id, &place, score).await?,
            None => store::remove_score(tx, id, &place).await?,
        }
    }
    let told = before.map_or(Value::Null, |_| payload(year, &old));
    let change = change(agency, "assessment.scores.entered", id, told, payload(year, entry));
    Ok(audit::record(tx, actor, change, now).await?)
}

/// Begins a year: from now on it is scored by the definition that the program has for it today.
async fn begin(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    entry: &Entry,
    now: Timestamp,
) -> Result<AssessmentId, Error> {
    let (fingerprint, definition) = definitions::coming_with_program(year).ok_or_else(|| undefined(year))?;
    store::keep_definition(tx, fingerprint, year, definition).await?;
    let stored = StoredAssessment {
        id: AssessmentId::new(),
        year,
        fingerprint,
        published_level: entry.published_level.clone(),
        note: entry.note.clone(),
        changed_at: now,
    };
    store::add(tx, agency, &stored, now).await?;
    Ok(stored.id)
}

fn undefined(year: FiscalYear) -> Error {
    let years: Vec<String> = Instrument::years().map(|year| year.to_string()).collect();
    let years = years.join(", ");
    Error::Invalid(Bilingual::new(
        format!("ยังไม่มีแบบประเมินของปี {year} บันทึกคะแนนได้เฉพาะปี {years}"),
        format!("There is no instrument of {year} yet. Scores can be entered for {years}."),
    ))
}

/// A change always gets a later moment than the one before, so that whoever saw the older one is told.
fn later(now: Timestamp, before: Timestamp) -> Timestamp {
    let next = before.checked_add(jiff::Span::new().microseconds(1)).unwrap_or(before);
    now.max(next)
}

/// Places whose score changes, with the new one; `None` takes it away.
fn changed_scores(before: &Given, after: &Given) -> Vec<(Place, Option<Score>)> {
    let gone = before.keys().filter(|place| !after.contains_key(place)).map(|place| (place.clone(), None));
    let set = differences(before, after).into_iter().map(|change| (change.place, Some(change.after)));
    gone.chain(set).collect()
}

fn change(agency: AgencyId, action: &'static str, id: AssessmentId, before: Value, after: Value) -> Change {
    Change { agency, action, subject: Subject { kind: SUBJECT, id: id.0 }, before, after }
}

/// What is recorded: every score as a field of its own, so that a history names those that changed.
fn payload(year: FiscalYear, entry: &Entry) -> Value {
    let field = |place: &Place| match place {
        Place::Indicator(number) => format!("indicator_{number}"),
        other => other.to_string(),
    };
    let scores = entry.given.iter().map(|(place, score)| (field(place), Value::from(typed(*score))));
    let beside = json!({"year": year, "level": entry.published_level, "source": entry.note});
    let beside = beside.as_object().cloned().unwrap_or_default();
    Value::Object(beside.into_iter().chain(scores).collect())
}
