//! The rows of imports.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;
use thai::FiscalYear;

use super::model::{Import, ImportId, Review, State};
use crate::kit::visit::{AgencyId, UserId};

/// The digest of a file's bytes.
pub type Digest = [u8; 32];

/// An import in the list.
#[derive(Clone, Debug)]
pub struct ImportInList {
    /// Identifier.
    pub id: ImportId,
    /// The fiscal year.
    pub year: FiscalYear,
    /// The name of the file.
    pub file_name: String,
    /// How far it is.
    pub state: State,
    /// When the file came in.
    pub created_at: Timestamp,
    /// Who brought it; nobody if it came by command line.
    pub brought_by: Option<String>,
}

/// A file as it came.
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl FromRow for ImportInList {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            year: row.get("year")?,
            file_name: row.get("file_name")?,
            state: row.keyword("state", State::from_key)?,
            created_at: row.get("created_at")?,
            brought_by: row.optional("brought_by")?,
        })
    }
}

impl FromRow for KeptFile {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { name: row.get("file_name")?, content: row.get("content")? })
    }
}

impl FromRow for Import {
    fn from_row(row: &Row) -> db::Result<Self> {
        let understanding: String = row.get("understanding")?;
        let review: Review = serde_json::from_str(&understanding).map_err(|error| db::Error::Impossible {
            column: "imports.understanding".into(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            id: row.get("id")?,
            year: row.get("year")?,
            file_name: row.get("file_name")?,
            state: row.keyword("state", State::from_key)?,
            review,
            created_at: row.get("created_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

fn written(review: &Review) -> db::Result<String> {
    serde_json::to_string(review)
        .map_err(|error| db::Error::Impossible { column: "imports.understanding".into(), reason: error.to_string() })
}

/// An import of the agency.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: ImportId) -> db::Result<Option<Import>> {
    connection
        .find(
            sql("SELECT id, year, file_name, state, understanding, created_at, changed_at
                 FROM imports
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The latest import of a file with these bytes for the year that was not discarded.
pub async fn find_same(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    digest: &Digest,
) -> db::Result<Option<Import>> {
    connection
        .find(
            sql("SELECT id, year, file_name, state, understanding, created_at, changed_at
                 FROM imports
                 WHERE agency_id = $1 AND content_digest = $2 AND year = $3 AND state <> 'discarded'
                 ORDER BY created_at DESC, id DESC
                 LIMIT 1"),
            values![agency, digest, year],
        )
        .await
}

/// The file of an import as it came.
pub async fn find_file(connection: &mut Connection, agency: AgencyId, id: ImportId) -> db::Result<Option<KeptFile>> {
    connection
        .find(sql("SELECT file_name, content FROM imports WHERE id = $1 AND agency_id = $2"), values![id, agency])
        .await
}

/// The imports of an agency, the newest first.
pub async fn list(
    connection: &mut Connection,
    agency: AgencyId,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<ImportInList>> {
    connection
        .list(
            sql("SELECT i.id, i.year, i.file_name, i.state, i.created_at, p.name AS brought_by
                 FROM imports i
                 LEFT JOIN users u ON u.id = i.created_by
                 LEFT JOIN people p ON p.id = u.person_id
                 WHERE i.agency_id = $1
                 ORDER BY i.created_at DESC, i.id DESC
                 LIMIT $2 OFFSET $3"),
            values![agency, limit, offset],
        )
        .await
}

/// How many imports an agency has.
pub async fn count(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM imports WHERE agency_id = $1"), values![agency]).await
}

/// How many imports of an agency wait for their review.
pub async fn count_in_review(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection
        .count(sql("SELECT COUNT(*) AS count FROM imports WHERE agency_id = $1 AND state = 'review'"), values![agency])
        .await
}

/// Adds an import.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    import: &Import,
    content: &[u8],
    digest: &Digest,
    by: Option<UserId>,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO imports (id, agency_id, year, file_name, content, content_digest, understanding, state, created_by, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        values![
            import.id,
            agency,
            import.year,
            import.file_name,
            content,
            digest,
            written(&import.review)?,
            import.state.key(),
            by,
            import.created_at,
            import.changed_at
        ],
    )
    .await
}

/// Keeps what was decided, unless somebody else decided something since `import` was read.
pub async fn keep(tx: &mut Transaction, import: &Import, now: Timestamp) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE imports
             SET understanding = $1, changed_at = $2, year = $5
             WHERE id = $3 AND state = 'review' AND changed_at = $4"),
        values![written(&import.review)?, now, import.id, import.changed_at, import.year],
    )
    .await
}

/// Ends the review.
pub async fn finish(tx: &mut Transaction, id: ImportId, state: State, now: Timestamp) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE imports SET state = $1, changed_at = $2 WHERE id = $3 AND state = 'review'"),
        values![state.key(), now, id],
    )
    .await
}
