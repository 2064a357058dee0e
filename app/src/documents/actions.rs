//! Adding, changing and taking back documents; what others show of them.

mod links;
mod postings;
mod receiving;

pub use links::check_links;
pub use postings::{add_posting, remove_posting};
pub use receiving::{keep_made, receive, sweep};

use db::{Connection, Transaction};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::Bilingual;

use super::{
    model::{About, Content, Document, DocumentId, Openness, Shown, Told, Version, VersionId, freshness},
    store::{self, Latest, Narrowed},
};
use crate::kit::{
    Error,
    audit::{self, Actor, Change, Subject},
    vault::Vault,
    visit::{AgencyId, UserId},
};

/// A document that is being added, with its first version.
#[derive(Clone, Debug)]
pub struct New {
    /// What it is about.
    pub about: About,
    /// Its first content.
    pub content: Content,
    /// The days and words of it.
    pub told: Told,
}

/// A document of the agency with its latest version.
pub async fn load(connection: &mut Connection, agency: AgencyId, id: DocumentId) -> Result<Latest, Error> {
    store::find(connection, agency, id).await?.ok_or(Error::NotFound)
}

/// Adds a document. The bytes of a file must be in the vault already.
pub async fn add(
    tx: &mut Transaction,
    vault: &Vault,
    actor: &Actor,
    agency: AgencyId,
    new: New,
    now: Timestamp,
) -> Result<DocumentId, Error> {
    make_sure_of(vault, &new.content)?;
    let id = DocumentId::new();
    store::add(tx, agency, id, &new.about, actor.user.map(UserId), now).await?;
    let version =
        Version { id: VersionId::new(), number: 1, content: new.content, told: new.told, link: None, created_at: now };
    keep(tx, actor, agency, id, &version).await?;
    let mut after = recorded(&new.about);
    merge(&mut after, recorded_version(&version));
    record(tx, actor, agency, id, "documents.document.added", Value::Null, after, now).await?;
    Ok(id)
}

/// Adds a version, which is the one that counts from now on.
#[allow(clippy::too_many_arguments, reason = "a version with where it belongs")]
pub async fn add_version(
    tx: &mut Transaction,
    vault: &Vault,
    actor: &Actor,
    agency: AgencyId,
    id: DocumentId,
    content: Content,
    told: Told,
    now: Timestamp,
) -> Result<i64, Error> {
    let before = load(tx, agency, id).await?;
    refuse_withdrawn(&before.document)?;
    make_sure_of(vault, &content)?;
    if is_same_file(&content, &before.version.content) {
        return Err(Error::Conflict(Bilingual::new(
            "ไฟล์นี้เหมือนฉบับล่าสุดทุกประการ จึงไม่เพิ่มฉบับใหม่ ตรวจว่าเลือกไฟล์ถูก",
            "This file is the very same as the latest version, so none was added. Check that it is the right one.",
        )));
    }
    let number = before.document.latest + 1;
    let version = Version { id: VersionId::new(), number, content, told, link: None, created_at: now };
    keep(tx, actor, agency, id, &version).await?;
    let mut after = json!({"name": before.document.about.title});
    merge(&mut after, recorded_version(&version));
    let was = recorded_version(&before.version);
    record(tx, actor, agency, id, "documents.version.added", was, after, now).await?;
    Ok(number)
}

fn is_same_file(one: &Content, other: &Content) -> bool {
    matches!((one, other), (Content::File(one), Content::File(other)) if one.hash == other.hash)
}

async fn keep(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    document: DocumentId,
    version: &Version,
) -> Result<(), Error> {
    store::add_version(tx, agency, document, version, actor.user.map(UserId)).await?;
    if let Content::Address(_) = version.content {
        store::links::add(tx, agency, version.id, version.created_at).await?;
    }
    Ok(())
}

/// A version must not name bytes that are not there.
fn make_sure_of(vault: &Vault, content: &Content) -> Result<(), Error> {
    match content {
        Content::File(file) if !vault.place().exists(&file.hash) => Err(Error::Invalid(Bilingual::new(
            "ไฟล์ที่ส่งไว้ก่อนหน้านี้ไม่อยู่แล้ว เลือกไฟล์ แล้วส่งอีกครั้ง",
            "The file that was sent before is gone. Choose it and send again.",
        ))),
        _ => Ok(()),
    }
}

fn refuse_withdrawn(document: &Document) -> Result<(), Error> {
    if document.is_withdrawn() {
        return Err(Error::Conflict(Bilingual::new(
            "เอกสารนี้ถูกถอนแล้ว จึงแก้ไขไม่ได้ เพิ่มเป็นเอกสารใหม่แทน",
            "This document was withdrawn and cannot be changed. Add a new one instead.",
        )));
    }
    Ok(())
}

/// Changes what is said of a document.
pub async fn change(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: DocumentId,
    about: &About,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load(tx, agency, id).await?.document;
    refuse_withdrawn(&before)?;
    if before.about == *about {
        return Ok(());
    }
    store::change(tx, agency, id, about, now).await?;
    let (was, is) = (recorded(&before.about), recorded(about));
    record(tx, actor, agency, id, "documents.document.changed", was, is, now).await
}

/// Takes a document back, with a reason. It stays to be read, struck through.
pub async fn withdraw(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: DocumentId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load(tx, agency, id).await?.document;
    refuse_withdrawn(&before)?;
    store::withdraw(tx, agency, id, reason, now).await?;
    let told = json!({"name": before.about.title, "reason": reason});
    record(tx, actor, agency, id, "documents.document.withdrawn", Value::Null, told, now).await
}

/// Some documents of the agency as others show them, in the order in which they are named. At most 50.
pub async fn list_named(
    connection: &mut Connection,
    agency: AgencyId,
    named: &[DocumentId],
    today: Date,
) -> Result<Vec<Shown>, Error> {
    let mut found: std::collections::HashMap<DocumentId, Latest> =
        store::named::list(connection, agency, named).await?.into_iter().map(|one| (one.document.id, one)).collect();
    Ok(named.iter().filter_map(|id| found.remove(id)).map(|latest| shown(latest, today)).collect())
}

/// Documents that may be chosen as evidence: kept ones, the last changed first, with these words in them.
pub async fn list_to_choose(
    connection: &mut Connection,
    agency: AgencyId,
    words: Option<String>,
    today: Date,
) -> Result<Vec<Shown>, Error> {
    let narrowed = Narrowed { state: Some("kept"), words, ..Narrowed::default() };
    let found = store::list(connection, agency, &narrowed, 100, 0).await?;
    Ok(found.into_iter().map(|latest| shown(latest, today)).collect())
}

/// A document with how it stands today.
pub fn shown(latest: Latest, today: Date) -> Shown {
    let Latest { document, version } = latest;
    let freshness = freshness(document.about.kind, &version, today);
    Shown { document, version, freshness }
}

// the record of changes --------------------------------------------------------------------------------------------

fn recorded(about: &About) -> Value {
    let (openness, reason) = match &about.openness {
        Openness::Public => ("public", None),
        Openness::Internal { reason } => ("internal", Some(reason)),
    };
    json!({"name": about.title, "kind": about.kind.key(), "openness": openness, "internal_reason": reason})
}

fn recorded_version(version: &Version) -> Value {
    let Told { speaks_of, received, given_by, valid_from, valid_until, what_changed } = &version.told;
    let content = match &version.content {
        Content::File(file) => json!({"file": file.name, "fingerprint": file.hash.to_string()}),
        Content::Address(address) => json!({"web_address": address}),
    };
    let mut told = json!({
        "version": version.number, "speaks_of": speaks_of, "received": received, "given_by": given_by,
        "valid_from": valid_from, "valid_until": valid_until, "what_changed": what_changed,
    });
    merge(&mut told, content);
    told
}

fn merge(into: &mut Value, from: Value) {
    if let (Some(into), Value::Object(from)) = (into.as_object_mut(), from) {
        into.extend(from);
    }
}

#[allow(clippy::too_many_arguments, reason = "what an entry of the audit log consists of")]
async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: DocumentId,
    action: &'static str,
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "document", id: id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}
