//! The rows of versions that were sent to be signed.

use std::collections::BTreeMap;

use db::{Connection, FromRow, Row, Transaction, sql, values};
use thai::FiscalYear;

use super::model::{Decision, SignOff, SignOffId, Signing, State};
use crate::{
    documents::DocumentId,
    kit::visit::{AgencyId, UserId},
};

impl FromRow for SignOff {
    fn from_row(row: &Row) -> db::Result<Self> {
        let decision = match row.optional("decided_at")? {
            Some(at) => Some(Decision {
                at,
                by: row.get("decided_name")?,
                post: row.get("decided_post")?,
                remark: row.get("remark")?,
            }),
            None => None,
        };
        Ok(Self {
            id: row.get("id")?,
            year: row.get("year")?,
            number: row.get("number")?,
            hash: row.get("content_hash")?,
            state: row.keyword("state", State::from_key)?,
            sent_at: row.get("sent_at")?,
            sent_by: row.optional("sent_by")?,
            sent_name: row.get("sent_name")?,
            decision,
            scan: row.optional("scan_id")?,
        })
    }
}

/// The versions of a year, the newest first.
pub async fn list(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<SignOff>> {
    connection
        .list(
            sql("SELECT id, year, number, content_hash, state, sent_at, sent_by, sent_name, remark, decided_at, decided_name,
                        decided_post, scan_id
                 FROM sign_offs
                 WHERE agency_id = $1 AND year = $2
                 ORDER BY number DESC
                 LIMIT 200"),
            values![agency, year],
        )
        .await
}

/// The years whose reports wait for the director.
pub async fn list_waiting(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<FiscalYear>> {
    let rows = connection
        .rows(
            sql("SELECT year FROM sign_offs WHERE agency_id = $1 AND state = 'waiting' ORDER BY year DESC LIMIT 20"),
            values![agency],
        )
        .await?;
    rows.iter().map(|row| row.get("year")).collect()
}

/// The agencies right below `parent` whose report of a year was signed, or lies with the director.
pub async fn list_offices(
    connection: &mut Connection,
    parent: AgencyId,
    year: FiscalYear,
) -> db::Result<BTreeMap<AgencyId, Signing>> {
    let rows = connection
        .rows(
            sql("SELECT s.agency_id, CAST(MAX(CASE WHEN s.state = 'signed' THEN 1 ELSE 0 END) AS BIGINT) AS signed
                 FROM agencies a
                 JOIN sign_offs s ON s.agency_id = a.id
                 WHERE a.parent_id = $1 AND s.year = $2 AND s.state IN ('waiting', 'signed')
                 GROUP BY s.agency_id
                 LIMIT 500"),
            values![parent, year],
        )
        .await?;
    let signing = |row: &Row| {
        let signed = row.get::<i64>("signed")? > 0;
        Ok((row.get("agency_id")?, if signed { Signing::Signed } else { Signing::Waiting }))
    };
    rows.iter().map(signing).collect()
}

/// The years of which a version was signed, the newest first.
pub async fn list_signed_years(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<FiscalYear>> {
    let rows = connection
        .rows(
            sql("SELECT DISTINCT year FROM sign_offs WHERE agency_id = $1 AND state = 'signed' ORDER BY year DESC LIMIT 20"),
            values![agency],
        )
        .await?;
    rows.iter().map(|row| row.get("year")).collect()
}

/// What a version says, word for word.
pub async fn find_content(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    number: i64,
) -> db::Result<Option<String>> {
    let rows = connection
        .rows(
            sql("SELECT content FROM sign_offs WHERE agency_id = $1 AND year = $2 AND number = $3"),
            values![agency, year, number],
        )
        .await?;
    rows.first().map(|row| row.get("content")).transpose()
}

/// Adds a version. The database allows one that waits.
pub async fn add(tx: &mut Transaction, agency: AgencyId, one: &SignOff, content: &str) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO sign_offs (id, agency_id, year, number, content, content_hash, state, sent_at, sent_by, sent_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        values![
            one.id,
            agency,
            one.year,
            one.number,
            content,
            one.hash,
            one.state.key(),
            one.sent_at,
            one.sent_by,
            one.sent_name
        ],
    )
    .await
}

/// Keeps what the director said of a version that waits.
pub async fn decide(
    tx: &mut Transaction,
    id: SignOffId,
    state: State,
    decision: &Decision,
    by: Option<UserId>,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE sign_offs
             SET state = $2, remark = $3, decided_at = $4, decided_by = $5, decided_name = $6, decided_post = $7
             WHERE id = $1 AND state = 'waiting'"),
        values![id, state.key(), decision.remark, decision.at, by, decision.by, decision.post],
    )
    .await
}

/// Keeps which document is the scan of the signed paper.
pub async fn set_scan(tx: &mut Transaction, id: SignOffId, scan: DocumentId) -> db::Result<()> {
    tx.execute_one(sql("UPDATE sign_offs SET scan_id = $2 WHERE id = $1 AND state = 'signed'"), values![id, scan]).await
}

/// The newest version that was signed.
pub async fn newest_signed(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> db::Result<Option<SignOff>> {
    connection
        .find(
            sql("SELECT id, year, number, content_hash, state, sent_at, sent_by, sent_name, remark, decided_at, decided_name,
                        decided_post, scan_id
                 FROM sign_offs
                 WHERE agency_id = $1 AND year = $2 AND state = 'signed'
                 ORDER BY number DESC
                 LIMIT 1"),
            values![agency, year],
        )
        .await
}
