//! The chained record of every change: who, what, when, before and after.
//!
//! Entries form one chain per agency. An entry holds the digest of its payload, not the payload: the payload lies
//! apart with its salt and can be erased by law, and the chain still verifies. The end of each chain, its *head*, is
//! signed once a day and published; whoever kept a head can prove later that nothing before it was touched.
//!
//! - [`chain`]: the digests, as pure functions
//! - [`head`]: signed heads
//! - [`verify`]: what is wrong with a chain, and what cannot be told without a head
//! - [`sentences`]: each action as a sentence, each recorded field with a name
//! - [`reading`]: entries as people read them, and the history on a record's page
//! - [`store`]: the rows

pub mod chain;
pub mod head;
pub mod reading;
pub mod sentences;
pub mod store;
pub mod verify;

use db::{Database, Transaction, Uuid};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::{head::Signer, store::StoredHead};
use super::{Viewer, secret, visit::AgencyId};

pub use reading::{authors, history};
pub use store::last_change;

/// The action by which a payload is erased; its subject is the entry whose payload is gone.
pub const ERASED: &str = "audit.payload.erased";

/// The thing that changed: its kind and its identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// E.g. `plan_item`.
    pub kind: &'static str,
    /// Its identifier.
    pub id: Uuid,
}

/// Who changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user; none for the program itself and for the command line.
    pub user: Option<Uuid>,
    /// The name at that time.
    pub name: String,
    /// The post in which they acted.
    pub post: String,
}

impl Actor {
    /// Somebody at the command line of the server.
    pub fn command_line() -> Self {
        Self {
            user: None, name: "คำสั่งบนเครื่องแม่ข่าย (command line)".into(), post: String::new()
        }
    }

    /// The program itself, for what it does by the clock.
    pub fn program() -> Self {
        Self { user: None, name: "ระบบ (Prongsai)".into(), post: String::new() }
    }
}

impl From<&Viewer> for Actor {
    fn from(viewer: &Viewer) -> Self {
        Self { user: Some(viewer.user.0), name: viewer.name.clone(), post: viewer.post.th.clone() }
    }
}

/// What is recorded besides the chain: erasable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Who.
    pub actor: Actor,
    /// The record before the change; null if there was none.
    pub before: Value,
    /// The record after the change; null if there is none.
    pub after: Value,
}

/// A change as its feature reports it.
#[derive(Clone, Debug)]
pub struct Change {
    /// In whose chain.
    pub agency: AgencyId,
    /// What happened, e.g. `measures.result.changed`.
    pub action: &'static str,
    /// To what.
    pub subject: Subject,
    /// Before.
    pub before: Value,
    /// After.
    pub after: Value,
}

/// Records a change in the transaction that makes it. If it is not recorded, it did not happen.
pub async fn record(tx: &mut Transaction, actor: &Actor, change: Change, now: Timestamp) -> db::Result<()> {
    let Change { agency, action, subject, before, after } = change;
    let payload = serde_json::to_string(&Payload { actor: actor.clone(), before, after }).map_err(|error| {
        db::Error::Impossible { column: "audit_payloads.payload".into(), reason: error.to_string() }
    })?;
    let salt = secret::random();
    let (sequence, previous) = store::advance(tx, agency).await?;
    let entry = chain::Entry {
        agency: agency.0,
        sequence,
        id: Uuid::now_v7(),
        at: now.as_microsecond(),
        action: action.to_owned(),
        subject_kind: subject.kind.to_owned(),
        subject_id: subject.id,
        payload_digest: chain::payload_digest(&salt, &payload),
    };
    let digest = entry.digest(&previous);
    store::append(tx, &entry, &digest).await?;
    store::keep_payload(tx, entry.id, &salt, &payload).await?;
    store::close(tx, agency, sequence, &digest).await
}

/// Signs the end of every chain that grew since its last head, at most once a day.
pub async fn sign_heads(database: &Database, signer: &Signer, day: Date, now: Timestamp) -> db::Result<usize> {
    let due = store::list_unsigned(&mut database.read().await?, day).await?;
    for agency in &due {
        let mut tx = database.write().await?;
        let Some(end) = store::end(&mut tx, *agency).await? else { continue };
        let head = StoredHead {
            day,
            sequence: end.sequence,
            digest: end.digest,
            signed_at: now,
            public_key: signer.public_key(),
            signature: signer.sign(agency.0, day, end.sequence, &end.digest),
        };
        store::keep_head(&mut tx, *agency, &head).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}

/// Erases what an entry says besides the chain, as the law may demand; the erasure is itself recorded, with its reason.
/// `false`: it was erased before. `None`: there is no such entry.
pub async fn erase(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    sequence: i64,
    reason: &str,
    now: Timestamp,
) -> db::Result<Option<bool>> {
    let Some(stored) = store::find_entry(tx, agency, sequence).await? else { return Ok(None) };
    if stored.payload.is_none() {
        return Ok(Some(false));
    }
    store::erase_payload(tx, stored.entry.id).await?;
    let change = Change {
        agency,
        action: ERASED,
        subject: Subject { kind: "audit_entry", id: stored.entry.id },
        before: Value::Null,
        after: serde_json::json!({"entry": sequence, "reason": reason}),
    };
    record(tx, actor, change, now).await?;
    Ok(Some(true))
}
