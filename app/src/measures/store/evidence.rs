//! The rows of evidence: which documents show that a result is done.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;
use thai::FiscalYear;

use super::work::By;
use crate::{
    documents::DocumentId,
    kit::visit::AgencyId,
    measures::model::{PlanId, PlanItemId, ResultId, work::Evidence},
};

/// Evidence in the eyes of whoever looks all of it over.
#[derive(Clone, Debug)]
pub struct Attached {
    /// Whose it is.
    pub agency: AgencyId,
    /// The year of the plan.
    pub year: FiscalYear,
    /// The item.
    pub item: PlanItemId,
    /// Its code.
    pub code: String,
    /// The result.
    pub result: ResultId,
    /// What the result says.
    pub text: String,
    /// The document.
    pub document: DocumentId,
    /// Did it count when it was looked at last?
    pub stands: bool,
}

fn state_of(stands: bool) -> &'static str {
    if stands { "standing" } else { "stale" }
}

fn stands(row: &Row) -> db::Result<bool> {
    row.keyword("state", |key| [true, false].into_iter().find(|stands| state_of(*stands) == key))
}

impl FromRow for Evidence {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            document: row.get("document_id")?,
            stands: stands(row)?,
            added_at: row.get("added_at")?,
            added_by: row.get("added_name")?,
        })
    }
}

impl FromRow for Attached {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            agency: row.get("agency_id")?,
            year: row.get("year")?,
            item: row.get("item_id")?,
            code: row.get("code")?,
            result: row.get("result_id")?,
            text: row.get("text")?,
            document: row.get("document_id")?,
            stands: stands(row)?,
        })
    }
}

/// Attaches a document; once is enough. Returns whether it was new.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    result: ResultId,
    (document, stands): (DocumentId, bool),
    by: &By<'_>,
    now: Timestamp,
) -> db::Result<bool> {
    let added = tx
        .execute(
            sql(
                "INSERT INTO result_evidence (result_id, document_id, agency_id, state, added_at, added_by, added_name)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (result_id, document_id) DO NOTHING",
            ),
            values![result, document, agency, state_of(stands), now, by.user, by.name],
        )
        .await?;
    Ok(added > 0)
}

/// Takes a document off a result.
pub async fn remove(
    tx: &mut Transaction,
    agency: AgencyId,
    result: ResultId,
    document: DocumentId,
) -> db::Result<bool> {
    let removed = tx
        .execute(
            sql("DELETE FROM result_evidence WHERE agency_id = $1 AND result_id = $2 AND document_id = $3"),
            values![agency, result, document],
        )
        .await?;
    Ok(removed > 0)
}

/// The evidence of a result, in the order in which it was attached; as many as can be shown at once.
pub async fn list(connection: &mut Connection, agency: AgencyId, result: ResultId) -> db::Result<Vec<Evidence>> {
    connection
        .list(
            sql("SELECT document_id, state, added_at, added_name
                 FROM result_evidence
                 WHERE agency_id = $1 AND result_id = $2
                 ORDER BY added_at, document_id
                 LIMIT 50"),
            values![agency, result],
        )
        .await
}

/// The evidence that stands, of all results of a plan, in the order in which it was attached.
pub async fn list_by_plan(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<(ResultId, DocumentId)>> {
    let rows = connection
        .rows(
            sql("SELECT e.result_id, e.document_id
                 FROM results r
                 JOIN result_evidence e ON e.result_id = r.id
                 WHERE r.plan_id = $1 AND e.state = 'standing'
                 ORDER BY e.added_at, e.document_id
                 LIMIT 5000"),
            values![plan],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("result_id")?, row.get("document_id")?))).collect()
}

/// What a document is evidence of.
pub async fn list_by_document(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> db::Result<Vec<Attached>> {
    connection
        .list(
            sql("SELECT e.agency_id, p.year, r.item_id, i.code, e.result_id, r.text, e.document_id, e.state
                 FROM result_evidence e
                 JOIN results r ON r.id = e.result_id
                 JOIN plan_items i ON i.id = r.item_id
                 JOIN plans p ON p.id = r.plan_id
                 WHERE e.agency_id = $1 AND e.document_id = $2
                 ORDER BY p.year DESC, i.code
                 LIMIT 100"),
            values![agency, document],
        )
        .await
}

/// All evidence of the installation, page by page: what comes behind this document and result.
pub async fn list_all(
    connection: &mut Connection,
    (document, result): (DocumentId, ResultId),
) -> db::Result<Vec<Attached>> {
    connection
        .list(
            sql("SELECT e.agency_id, p.year, r.item_id, i.code, e.result_id, r.text, e.document_id, e.state
                 FROM result_evidence e
                 JOIN results r ON r.id = e.result_id
                 JOIN plan_items i ON i.id = r.item_id
                 JOIN plans p ON p.id = r.plan_id
                 WHERE e.document_id > $1 OR (e.document_id = $1 AND e.result_id > $2)
                 ORDER BY e.document_id, e.result_id
                 LIMIT 50"),
            values![document, result],
        )
        .await
}

/// Keeps whether evidence still counts.
pub async fn set_state(tx: &mut Transaction, result: ResultId, document: DocumentId, stands: bool) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE result_evidence SET state = $3 WHERE result_id = $1 AND document_id = $2"),
        values![result, document, state_of(stands)],
    )
    .await
}
