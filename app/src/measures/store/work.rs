//! The rows of the work on results: states, notes, requests to be done without evidence.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::{Timestamp, civil::Date};
use report::Status;

use crate::{
    kit::visit::{AgencyId, UserId},
    measures::model::{
        PlanId, ResultId,
        work::{Excuse, ExcuseDecision, ExcuseId, NoteKind, ResultStateId, StateRecord, WorkNote, WorkNoteId},
    },
    organisation::model::PersonId,
};

/// Who does something, for the rows that keep it.
#[derive(Clone, Debug)]
pub struct By<'a> {
    /// The user; none for the program itself.
    pub user: Option<UserId>,
    /// What they are called now.
    pub name: &'a str,
}

fn status(row: &Row) -> db::Result<Status> {
    row.keyword("status", Status::from_key)
}

impl FromRow for StateRecord {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            status: status(row)?,
            reason: row.optional("reason")?,
            at: row.get("at")?,
            by: row.get("by_name")?,
        })
    }
}

impl FromRow for WorkNote {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.keyword("kind", NoteKind::from_key)?,
            text: row.get("text")?,
            at: row.get("at")?,
            by: row.get("by_name")?,
        })
    }
}

impl FromRow for Excuse {
    fn from_row(row: &Row) -> db::Result<Self> {
        let decision = match (row.optional("accepted")?, row.optional("decided_at")?) {
            (Some(accepted), Some(at)) => {
                Some(ExcuseDecision { accepted, remark: row.get("remark")?, at, by: row.get("decided_name")? })
            }
            _ => None,
        };
        Ok(Self {
            id: row.get("id")?,
            result: row.get("result_id")?,
            reason: row.get("reason")?,
            asked_at: row.get("asked_at")?,
            asked_by: row.optional("asked_by")?,
            asked_name: row.get("asked_name")?,
            decision,
        })
    }
}

// states -----------------------------------------------------------------------------------------------------------

/// Keeps that a status began.
pub async fn add_state(
    tx: &mut Transaction,
    agency: AgencyId,
    result: ResultId,
    (status, reason): (Status, Option<&str>),
    by: &By<'_>,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO result_states (id, agency_id, result_id, status, reason, at, by_user, by_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        values![ResultStateId::new(), agency, result, status.key(), reason, now, by.user, by.name],
    )
    .await
}

/// The states of a result, the newest first.
pub async fn list_states(
    connection: &mut Connection,
    agency: AgencyId,
    result: ResultId,
) -> db::Result<Vec<StateRecord>> {
    connection
        .list(
            sql("SELECT id, status, reason, at, by_name
                 FROM result_states
                 WHERE agency_id = $1 AND result_id = $2
                 ORDER BY at DESC, id DESC
                 LIMIT 200"),
            values![agency, result],
        )
        .await
}

/// Sets the status of a result, and why nothing needs to prove it.
pub async fn set_status(
    tx: &mut Transaction,
    result: ResultId,
    status: Status,
    excuse: Option<&str>,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE results SET status = $2, excuse = $3, origin = 'entered' WHERE id = $1"),
        values![result, status.key(), excuse],
    )
    .await
}

// notes ------------------------------------------------------------------------------------------------------------

/// Adds something written about the work.
pub async fn add_note(
    tx: &mut Transaction,
    agency: AgencyId,
    result: ResultId,
    (kind, text): (NoteKind, &str),
    by: &By<'_>,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO work_notes (id, agency_id, result_id, kind, text, at, by_user, by_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        values![WorkNoteId::new(), agency, result, kind.key(), text, now, by.user, by.name],
    )
    .await
}

/// What was written about the work on a result, the newest first.
pub async fn list_notes(connection: &mut Connection, agency: AgencyId, result: ResultId) -> db::Result<Vec<WorkNote>> {
    connection
        .list(
            sql("SELECT id, kind, text, at, by_name
                 FROM work_notes
                 WHERE agency_id = $1 AND result_id = $2
                 ORDER BY at DESC, id DESC
                 LIMIT 200"),
            values![agency, result],
        )
        .await
}

// due day and who works on it --------------------------------------------------------------------------------------

/// Sets when a result is due.
pub async fn set_due(tx: &mut Transaction, result: ResultId, due: Option<Date>) -> db::Result<()> {
    tx.execute_one(sql("UPDATE results SET due_day = $2 WHERE id = $1"), values![result, due]).await
}

/// Sets who works on a result.
pub async fn set_assignee(tx: &mut Transaction, result: ResultId, person: Option<PersonId>) -> db::Result<()> {
    tx.execute_one(sql("UPDATE results SET assignee_id = $2 WHERE id = $1"), values![result, person]).await
}

// done without evidence --------------------------------------------------------------------------------------------

/// Adds a request; the database allows one open request for a result.
pub async fn add_excuse(
    tx: &mut Transaction,
    agency: AgencyId,
    result: ResultId,
    reason: &str,
    by: &By<'_>,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO excuses (id, agency_id, result_id, reason, asked_at, asked_by, asked_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        values![ExcuseId::new(), agency, result, reason, now, by.user, by.name],
    )
    .await
}

/// The requests of a result, the newest first.
pub async fn list_excuses(connection: &mut Connection, agency: AgencyId, result: ResultId) -> db::Result<Vec<Excuse>> {
    connection
        .list(
            sql("SELECT id, result_id, reason, asked_at, asked_by, asked_name, accepted, remark, decided_at, decided_name
                 FROM excuses
                 WHERE agency_id = $1 AND result_id = $2
                 ORDER BY asked_at DESC, id DESC
                 LIMIT 50"),
            values![agency, result],
        )
        .await
}

/// Decides the open request of a result.
pub async fn decide_excuse(
    tx: &mut Transaction,
    excuse: ExcuseId,
    (accepted, remark): (bool, &str),
    by: &By<'_>,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE excuses
             SET accepted = $2, remark = $3, decided_at = $4, decided_by = $5, decided_name = $6
             WHERE id = $1 AND accepted IS NULL"),
        values![excuse, accepted, remark, now, by.user, by.name],
    )
    .await
}

/// A change of state as everybody may read it: of which item and result, and never by whom.
#[derive(Clone, Debug)]
pub struct PublicChange {
    /// Identifier.
    pub id: ResultStateId,
    /// The code of the item.
    pub code: String,
    /// What the item asks.
    pub topic: String,
    /// What the result says now.
    pub text: String,
    /// The status that began.
    pub status: Status,
    /// When.
    pub at: Timestamp,
}

impl FromRow for PublicChange {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            topic: row.get("topic")?,
            text: row.get("text")?,
            status: status(row)?,
            at: row.get("at")?,
        })
    }
}

/// The newest changes of state in a plan, the newest first.
pub async fn list_newest_states(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<PublicChange>> {
    connection
        .list(
            sql("SELECT s.id, i.code, i.topic, r.text, s.status, s.at
                 FROM results r
                 JOIN result_states s ON s.result_id = r.id
                 JOIN plan_items i ON i.id = r.item_id
                 WHERE r.plan_id = $1
                 ORDER BY s.at DESC, s.id DESC
                 LIMIT 50"),
            values![plan],
        )
        .await
}
