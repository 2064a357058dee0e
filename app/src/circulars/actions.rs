//! Writing, issuing and taking back circulars; acknowledging them; meetings.

pub mod meetings;
pub mod reading;

use std::collections::BTreeSet;

use db::{Connection, Transaction};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::Bilingual;

use super::{
    model::{Circular, CircularId, Number, QuestionId, Reader, Said, State, Version, content_hash, series_year},
    store,
};
use crate::{
    documents::{self, DocumentId, model::Content},
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        clock,
        visit::{AgencyId, UserId},
    },
    organisation,
};

/// A circular of the agency.
pub async fn load(connection: &mut Connection, agency: AgencyId, id: CircularId) -> Result<Circular, Error> {
    store::find(connection, agency, id).await?.ok_or(Error::NotFound)
}

/// A circular of the agency that was sent to its readers; drafts are for those who write them.
pub async fn load_sent(connection: &mut Connection, agency: AgencyId, id: CircularId) -> Result<Circular, Error> {
    let circular = load(connection, agency, id).await?;
    if circular.state == State::Draft { Err(Error::NotFound) } else { Ok(circular) }
}

/// A circular of the agency, which nobody else changes until the transaction ends.
async fn load_held(tx: &mut Transaction, agency: AgencyId, id: CircularId) -> Result<Circular, Error> {
    store::hold(tx, agency, id).await?;
    load(tx, agency, id).await
}

/// Who is to read a circular.
pub async fn audience(connection: &mut Connection, agency: AgencyId, id: CircularId) -> Result<Vec<Reader>, Error> {
    let named = store::list_audience(connection, agency, Some(id)).await?;
    Ok(named.into_iter().map(|named| named.reader).collect())
}

/// Writes a draft.
pub async fn write(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (said, readers): (&Said, &[Reader]),
    now: Timestamp,
) -> Result<CircularId, Error> {
    check_said(tx, agency, None, said, now).await?;
    check_readers(tx, agency, readers, now).await?;
    let id = CircularId::new();
    store::add(tx, agency, id, said, now).await?;
    store::set_audience(tx, agency, id, readers).await?;
    record(tx, actor, agency, id, "circulars.circular.written", (Value::Null, recorded(said, readers)), now).await?;
    Ok(id)
}

/// What a circular names must be of this agency: its unit, its document, and the circular whose place it takes. That one was
/// sent, and nothing takes its own place, also not by way of others.
async fn check_said(
    connection: &mut Connection,
    agency: AgencyId,
    before: Option<&Circular>,
    said: &Said,
    now: Timestamp,
) -> Result<(), Error> {
    if let Some(unit) = said.unit {
        let units = organisation::list_units(connection, agency).await?;
        units.iter().find(|one| one.id == unit).ok_or(Error::NotFound)?;
    }
    if let Some(other) =
        said.supersedes.filter(|other| before.and_then(|before| before.said.supersedes) != Some(*other))
    {
        load_sent(connection, agency, other).await?;
        if before.is_some_and(|before| before.id == other || before.superseded_by.is_some()) {
            return Err(Error::Invalid(Bilingual::new(
                "หนังสือเวียนใช้แทนตัวเองไม่ได้ และฉบับที่มีฉบับใหม่แทนแล้วใช้แทนฉบับอื่นไม่ได้ เลือกฉบับอื่นหรือเว้นว่าง",
                "A circular cannot take its own place, and one that has been replaced cannot take another's. Choose another one, or \
                 none.",
            )));
        }
    }
    document_hash(connection, agency, said.document, clock::day_of(now)).await.map(|_| ())
}

/// Readers are units, posts and people of this agency.
async fn check_readers(
    connection: &mut Connection,
    agency: AgencyId,
    readers: &[Reader],
    now: Timestamp,
) -> Result<(), Error> {
    if readers == [Reader::Everyone] {
        return Ok(());
    }
    let units: BTreeSet<_> =
        organisation::list_units(connection, agency).await?.into_iter().map(|unit| unit.id).collect();
    let posts: BTreeSet<_> =
        organisation::list_posts(connection, agency).await?.into_iter().map(|post| post.id).collect();
    let staff = organisation::list_members(connection, agency, clock::day_of(now)).await?;
    let people: BTreeSet<_> = staff.into_iter().map(|member| member.person).collect();
    let is_known = |reader: &Reader| match reader {
        Reader::Everyone => true,
        Reader::Unit(unit) => units.contains(unit),
        Reader::Post(post) => posts.contains(post),
        Reader::Person(person) => people.contains(person),
    };
    if readers.iter().all(is_known) { Ok(()) } else { Err(Error::NotFound) }
}

/// What was issued keeps its number where none was typed, and a number of the series in any case.
fn with_number_kept(before: &Circular, said: &Said) -> Said {
    let is_kept = match (&before.state, &before.said.number) {
        (State::Draft, _) => false,
        (_, Number::Series { .. }) => true,
        _ => said.number == Number::Next,
    };
    let mut said = said.clone();
    if is_kept {
        said.number = before.said.number.clone();
    }
    said
}

/// The very bytes, or the address, of the document that is sent around.
async fn document_hash(
    connection: &mut Connection,
    agency: AgencyId,
    document: Option<DocumentId>,
    today: Date,
) -> Result<String, Error> {
    let Some(id) = document else { return Ok(String::new()) };
    let shown = documents::list_named(connection, agency, &[id], today).await?;
    let shown = shown.into_iter().next().ok_or(Error::NotFound)?;
    Ok(match shown.version.content {
        Content::File(file) => file.hash.to_string(),
        Content::Address(address) => address,
    })
}

/// Changes a circular. What was issued becomes a new version, which is to be acknowledged anew, if its words or its document
/// changed; `what_changed` tells readers how.
pub async fn change(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    (said, readers, what_changed): (&Said, &[Reader], &str),
    now: Timestamp,
) -> Result<(), Error> {
    let before = load_held(tx, agency, id).await?;
    let readers_before = audience(tx, agency, id).await?;
    refuse_withdrawn(&before)?;
    let said = &with_number_kept(&before, said);
    check_said(tx, agency, Some(&before), said, now).await?;
    if readers_before != readers {
        check_readers(tx, agency, readers, now).await?;
    }
    let is_new_text = match before.hash {
        None => false,
        Some(hash) => {
            hash != content_hash(
                &said.subject,
                &said.body,
                &document_hash(tx, agency, said.document, clock::day_of(now)).await?,
            )
        }
    };
    if is_new_text && what_changed.is_empty() {
        return Err(Error::Invalid(Bilingual::new(
            "บอกสั้น ๆ ว่าข้อความเปลี่ยนอย่างไร ผู้อ่านต้องรับทราบใหม่และจะเห็นข้อความนี้",
            "Say in a few words what changed: readers have to acknowledge it anew and will see this.",
        )));
    }
    if is_new_text {
        let version = before.version + 1;
        let hash = keep_version(tx, actor, agency, (id, version), (said, what_changed), now).await?;
        store::change(tx, agency, id, said, (version, Some(hash))).await?;
    } else {
        store::change(tx, agency, id, said, (before.version, before.hash)).await?;
    }
    store::set_audience(tx, agency, id, readers).await?;
    let values = (recorded(&before.said, &readers_before), recorded(said, readers));
    record(tx, actor, agency, id, "circulars.circular.changed", values, now).await
}

fn refuse_withdrawn(circular: &Circular) -> Result<(), Error> {
    match circular.state {
        State::Withdrawn { .. } => Err(Error::Conflict(Bilingual::new(
            "หนังสือเวียนนี้ยกเลิกแล้ว จึงแก้ไขไม่ได้ ออกฉบับใหม่แทน",
            "This circular was withdrawn and cannot be changed. Issue a new one instead.",
        ))),
        State::Draft | State::Issued { .. } => Ok(()),
    }
}

async fn keep_version(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (id, number): (CircularId, i64),
    (said, what_changed): (&Said, &str),
    now: Timestamp,
) -> Result<[u8; 32], Error> {
    let document = document_hash(tx, agency, said.document, clock::day_of(now)).await?;
    let version = Version {
        number,
        subject: said.subject.clone(),
        body: said.body.clone(),
        what_changed: what_changed.to_owned(),
        hash: content_hash(&said.subject, &said.body, &document),
        at: now,
        by: actor.name.clone(),
    };
    store::keep_version(tx, agency, id, &version, &document).await?;
    Ok(version.hash)
}

/// Sends a draft to its readers. Without a number of the correspondence system it gets the next of the year's own series.
pub async fn issue(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    now: Timestamp,
) -> Result<(), Error> {
    let circular = load_held(tx, agency, id).await?;
    if circular.state != State::Draft {
        return Err(Error::Conflict(Bilingual::new(
            "หนังสือเวียนนี้ออกแล้ว เปิดหน้านี้อีกครั้งเพื่อดูล่าสุด",
            "This circular was issued already. Reload to see the latest.",
        )));
    }
    let year = series_year(circular.said.day);
    let series = match circular.said.number {
        Number::Given(_) => None,
        Number::Next | Number::Series { .. } => Some((year, store::next_in_series(tx, agency, year).await?)),
    };
    let hash = keep_version(tx, actor, agency, (id, 1), (&circular.said, ""), now).await?;
    let by = (actor.user.map(UserId), actor.name.as_str());
    store::issue(tx, agency, id, (series, hash), by, now).await?;
    let number = match series {
        Some((year, number)) => Number::Series { year, number }.written(),
        None => circular.said.number.written(),
    };
    let after = json!({"name": circular.said.subject, "number": number});
    record(tx, actor, agency, id, "circulars.circular.issued", (Value::Null, after), now).await
}

/// Takes a circular back, with a reason. It stays to be read, struck through.
pub async fn withdraw(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let circular = load_held(tx, agency, id).await?;
    refuse_withdrawn(&circular)?;
    let after = json!({"name": circular.said.subject, "reason": reason});
    match circular.state {
        State::Draft => {
            store::remove(tx, agency, id).await?;
            record(tx, actor, agency, id, "circulars.draft.removed", (after, Value::Null), now).await
        }
        _ => {
            store::withdraw(tx, agency, id, reason, now).await?;
            record(tx, actor, agency, id, "circulars.circular.withdrawn", (Value::Null, after), now).await
        }
    }
}

/// Asks a question about a circular.
pub async fn ask(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    text: &str,
    now: Timestamp,
) -> Result<(), Error> {
    load_sent(tx, agency, id).await?;
    let by = (actor.user.map(UserId), actor.name.as_str());
    store::questions::add(tx, agency, (id, QuestionId::new()), text, by, now).await?;
    let after = json!({"name": text});
    record(tx, actor, agency, id, "circulars.question.asked", (Value::Null, after), now).await
}

/// Answers a question for all to see. Returns the circular.
pub async fn answer(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    question: QuestionId,
    text: &str,
    now: Timestamp,
) -> Result<CircularId, Error> {
    let (id, asked) = store::questions::find(tx, agency, question).await?.ok_or(Error::NotFound)?;
    store::questions::answer(tx, agency, question, (text, &actor.name), now).await?;
    let before = asked.answer.map(|answer| json!({"name": asked.text, "answer": answer.text}));
    let after = json!({"name": asked.text, "answer": text});
    record(tx, actor, agency, id, "circulars.question.answered", (before.unwrap_or(Value::Null), after), now).await?;
    Ok(id)
}

fn recorded(said: &Said, readers: &[Reader]) -> Value {
    json!({
        "name": said.subject, "text": said.body, "number": said.number.written(), "day": said.day,
        "urgency": said.urgency.key(), "document": said.document.map(|id| id.to_string()),
        "valid_from": said.valid_from, "valid_until": said.valid_until, "working_days": said.working_days,
        "readers": readers.len(), "question": said.check.as_ref().map(|check| &check.question),
    })
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    action: &'static str,
    (before, after): (Value, Value),
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "circular", id: id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}
