//! The rows of parts, of their links and of the files that came back.

use std::collections::BTreeMap;

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::{Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};
use thai::{Bilingual, FiscalYear};

use super::model::{
    Decision, Exported, Part, PartId, PartLinkId, PartState, PartUpload, PartUploadId, TakenRow, UploadState,
    reading::Reading,
};
use crate::{
    kit::visit::{AgencyId, UserId},
    organisation::model::UnitId,
};

/// The digest of a file's bytes.
pub type Digest = [u8; 32];

/// The latest part of a unit in the list of a year.
#[derive(Clone, Debug)]
pub struct PartInList {
    /// Identifier.
    pub id: PartId,
    /// Whose it is.
    pub unit: UnitId,
    /// Its items.
    pub items: i64,
    /// When the office wants it back.
    pub due: Option<Date>,
    /// When it was exported.
    pub created_at: Timestamp,
    /// When the last file of the unit came, of whatever version.
    pub received_at: Option<Timestamp>,
    /// Files of the unit that wait for a decision.
    pub waiting: i64,
}

/// A link, with the part that it leads to.
#[derive(Clone, Debug)]
pub struct Link {
    /// Identifier.
    pub id: PartLinkId,
    /// The part.
    pub part: PartId,
    /// Of which agency.
    pub agency: AgencyId,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// When somebody closed it.
    pub closed_at: Option<Timestamp>,
}

/// A file in the list of a part.
#[derive(Clone, Debug)]
pub struct UploadInList {
    /// Identifier.
    pub id: PartUploadId,
    /// Its name.
    pub file_name: String,
    /// Of which version of the part.
    pub version: i64,
    /// Is something to be decided?
    pub state: UploadState,
    /// Did it come by the link?
    pub by_link: bool,
    /// When it came.
    pub created_at: Timestamp,
}

/// A file as it came.
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

fn read_json<T: DeserializeOwned>(row: &Row, column: &str) -> db::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| db::Error::Impossible { column: column.into(), reason: error.to_string() })
}

fn written(value: &impl Serialize) -> db::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| db::Error::Impossible { column: "json".into(), reason: error.to_string() })
}

impl FromRow for Part {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            unit: row.get("unit_id")?,
            unit_name: Bilingual::new(row.get::<String>("name_th")?, row.get::<String>("name_en")?),
            year: row.get("year")?,
            version: row.get("version")?,
            state: row.keyword("state", PartState::from_key)?,
            due: row.optional("due_day")?,
            exported: read_json::<Exported>(row, "exported")?,
            taken: read_json::<BTreeMap<u16, TakenRow>>(row, "taken")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl FromRow for PartInList {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            unit: row.get("unit_id")?,
            items: row.get("items")?,
            due: row.optional("due_day")?,
            created_at: row.get("created_at")?,
            received_at: row.optional("received_at")?,
            waiting: row.get("waiting")?,
        })
    }
}

impl FromRow for Link {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            part: row.get("part_id")?,
            agency: row.get("agency_id")?,
            expires_at: row.get("expires_at")?,
            closed_at: row.optional("closed_at")?,
        })
    }
}

impl FromRow for PartUpload {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            part: row.get("part_id")?,
            file_name: row.get("file_name")?,
            reading: read_json::<Reading>(row, "reading")?,
            decisions: read_json::<BTreeMap<String, Decision>>(row, "decisions")?,
            state: row.keyword("state", UploadState::from_key)?,
            by_link: row.get("by_link")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl FromRow for UploadInList {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            file_name: row.get("file_name")?,
            version: row.get("version")?,
            state: row.keyword("state", UploadState::from_key)?,
            by_link: row.get("by_link")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl FromRow for KeptFile {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { name: row.get("file_name")?, content: row.get("content")? })
    }
}

// parts ------------------------------------------------------------------------------------------------------------

/// The latest part of each unit in a year.
pub async fn list(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<PartInList>> {
    connection
        .list(
            sql("SELECT p.id, p.unit_id, p.items, p.due_day, p.created_at,
                        (SELECT MAX(u.created_at) FROM part_uploads u JOIN parts q ON q.id = u.part_id
                         WHERE q.agency_id = p.agency_id AND q.year = p.year AND q.unit_id = p.unit_id) AS received_at,
                        (SELECT COUNT(*) FROM part_uploads u JOIN parts q ON q.id = u.part_id
                         WHERE q.agency_id = p.agency_id AND q.year = p.year AND q.unit_id = p.unit_id
                           AND u.state = 'waiting') AS waiting
                 FROM parts p
                 WHERE p.agency_id = $1 AND p.year = $2 AND p.state = 'open'
                 ORDER BY p.created_at, p.id
                 LIMIT 2000"),
            values![agency, year],
        )
        .await
}

/// A part of the agency.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: PartId) -> db::Result<Option<Part>> {
    connection
        .find(
            sql("SELECT p.id, p.unit_id, n.name_th, n.name_en, p.year, p.version, p.state, p.due_day, p.exported, p.taken,
                        p.created_at
                 FROM parts p
                 JOIN units n ON n.id = p.unit_id
                 WHERE p.id = $1 AND p.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The latest part of a unit in a year.
pub async fn find_latest(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    unit: UnitId,
) -> db::Result<Option<Part>> {
    connection
        .find(
            sql("SELECT p.id, p.unit_id, n.name_th, n.name_en, p.year, p.version, p.state, p.due_day, p.exported, p.taken,
                        p.created_at
                 FROM parts p
                 JOIN units n ON n.id = p.unit_id
                 WHERE p.agency_id = $1 AND p.year = $2 AND p.unit_id = $3
                 ORDER BY p.version DESC
                 LIMIT 1"),
            values![agency, year, unit],
        )
        .await
}

/// Adds a part.
pub async fn add(tx: &mut Transaction, agency: AgencyId, part: &Part, by: Option<UserId>) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO parts (id, agency_id, unit_id, year, version, state, due_day, exported, items, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        values![
            part.id,
            agency,
            part.unit,
            part.year,
            part.version,
            part.state.key(),
            part.due,
            written(&part.exported)?,
            i64::try_from(part.exported.items.len()).unwrap_or(i64::MAX),
            by,
            part.created_at
        ],
    )
    .await
}

/// A later export takes the place of all earlier ones of the unit and year; their links close.
pub async fn replace_earlier(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    unit: UnitId,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute(
        sql("UPDATE part_links
             SET closed_at = $4
             WHERE closed_at IS NULL
               AND part_id IN (SELECT id FROM parts WHERE agency_id = $1 AND year = $2 AND unit_id = $3)"),
        values![agency, year, unit, now],
    )
    .await?;
    tx.execute(
        sql("UPDATE parts SET state = 'replaced' WHERE agency_id = $1 AND year = $2 AND unit_id = $3 AND state = 'open'"),
        values![agency, year, unit],
    )
    .await?;
    Ok(())
}

/// Holds a part of the agency: until this transaction ends nobody else decides on its rows or replaces it. What is
/// decided on is read after this.
pub async fn hold(tx: &mut Transaction, agency: AgencyId, part: PartId) -> db::Result<()> {
    tx.execute(sql("UPDATE parts SET state = state WHERE id = $1 AND agency_id = $2"), values![part, agency]).await?;
    Ok(())
}

/// Keeps what was agreed on.
pub async fn keep_taken(tx: &mut Transaction, agency: AgencyId, part: &Part) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE parts SET taken = $3 WHERE id = $1 AND agency_id = $2"),
        values![part.id, agency, written(&part.taken)?],
    )
    .await
}

// links ------------------------------------------------------------------------------------------------------------

/// Adds a link; all others of the part close.
pub async fn add_link(
    tx: &mut Transaction,
    part: PartId,
    token_hash: Digest,
    now: Timestamp,
    expires_at: Timestamp,
) -> db::Result<PartLinkId> {
    close_links(tx, part, now).await?;
    let id = PartLinkId::new();
    tx.execute_one(
        sql("INSERT INTO part_links (id, part_id, token_hash, created_at, expires_at, window_start, attempts)
             VALUES ($1, $2, $3, $4, $5, $4, 0)"),
        values![id, part, token_hash, now, expires_at],
    )
    .await?;
    Ok(id)
}

/// Closes the open links of a part; returns how many there were.
pub async fn close_links(tx: &mut Transaction, part: PartId, now: Timestamp) -> db::Result<u64> {
    tx.execute(sql("UPDATE part_links SET closed_at = $2 WHERE part_id = $1 AND closed_at IS NULL"), values![part, now])
        .await
}

/// Closes every link of the installation that nobody closed yet; returns how many each agency had.
pub async fn close_all_links(tx: &mut Transaction, now: Timestamp) -> db::Result<Vec<(AgencyId, i64)>> {
    let open = tx
        .rows(
            sql("SELECT p.agency_id, COUNT(*) AS count
                 FROM part_links l
                 JOIN parts p ON p.id = l.part_id
                 WHERE l.closed_at IS NULL
                 GROUP BY p.agency_id
                 ORDER BY p.agency_id"),
            values![],
        )
        .await?;
    tx.execute(sql("UPDATE part_links SET closed_at = $1 WHERE closed_at IS NULL"), values![now]).await?;
    open.iter().map(|row| Ok((row.get("agency_id")?, row.get("count")?))).collect()
}

/// The link behind a token, whether or not it still holds.
pub async fn find_link(connection: &mut Connection, token_hash: Digest) -> db::Result<Option<Link>> {
    connection
        .find(
            sql("SELECT l.id, l.part_id, p.agency_id, l.expires_at, l.closed_at
                 FROM part_links l
                 JOIN parts p ON p.id = l.part_id
                 WHERE l.token_hash = $1"),
            values![token_hash],
        )
        .await
}

/// The link of a part that holds now.
pub async fn find_open_link(connection: &mut Connection, part: PartId, now: Timestamp) -> db::Result<Option<Link>> {
    connection
        .find(
            sql("SELECT l.id, l.part_id, p.agency_id, l.expires_at, l.closed_at
                 FROM part_links l
                 JOIN parts p ON p.id = l.part_id
                 WHERE l.part_id = $1 AND l.closed_at IS NULL AND l.expires_at > $2
                 ORDER BY l.created_at DESC
                 LIMIT 1"),
            values![part, now],
        )
        .await
}

/// Counts one more file that somebody tries to send by a link, and says how many there were since `window_start`,
/// this one included.
pub async fn count_attempt(
    tx: &mut Transaction,
    link: PartLinkId,
    now: Timestamp,
    window_start: Timestamp,
) -> db::Result<i64> {
    tx.execute_one(
        sql("UPDATE part_links
             SET attempts = CASE WHEN window_start < $3 THEN 1 ELSE attempts + 1 END,
                 window_start = CASE WHEN window_start < $3 THEN $2 ELSE window_start END
             WHERE id = $1"),
        values![link, now, window_start],
    )
    .await?;
    tx.count(sql("SELECT attempts AS count FROM part_links WHERE id = $1"), values![link]).await
}

// files that came back ---------------------------------------------------------------------------------------------

/// Adds a file.
pub async fn add_upload(
    tx: &mut Transaction,
    agency: AgencyId,
    upload: &PartUpload,
    content: &[u8],
    digest: &Digest,
    by: Option<UserId>,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO part_uploads (id, agency_id, part_id, file_name, content, content_digest, reading, state, by_link, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        values![
            upload.id,
            agency,
            upload.part,
            upload.file_name,
            content,
            digest,
            written(&upload.reading)?,
            upload.state.key(),
            upload.by_link,
            by,
            upload.created_at
        ],
    )
    .await
}

/// A file of the agency.
pub async fn find_upload(
    connection: &mut Connection,
    agency: AgencyId,
    id: PartUploadId,
) -> db::Result<Option<PartUpload>> {
    connection
        .find(
            sql("SELECT id, part_id, file_name, reading, decisions, state, by_link, created_at
                 FROM part_uploads
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The same file of a part, if it came before.
pub async fn find_same(connection: &mut Connection, part: PartId, digest: &Digest) -> db::Result<Option<PartUpload>> {
    connection
        .find(
            sql("SELECT id, part_id, file_name, reading, decisions, state, by_link, created_at
                 FROM part_uploads
                 WHERE part_id = $1 AND content_digest = $2"),
            values![part, digest],
        )
        .await
}

/// The files of a unit in a year, of all versions, the newest first.
pub async fn list_uploads(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    unit: UnitId,
) -> db::Result<Vec<UploadInList>> {
    connection
        .list(
            sql("SELECT u.id, u.file_name, p.version, u.state, u.by_link, u.created_at
                 FROM part_uploads u
                 JOIN parts p ON p.id = u.part_id
                 WHERE p.agency_id = $1 AND p.year = $2 AND p.unit_id = $3
                 ORDER BY u.created_at DESC, u.id DESC
                 LIMIT 100"),
            values![agency, year, unit],
        )
        .await
}

/// The files of a part that came by its links, the newest first.
pub async fn list_by_link(connection: &mut Connection, part: PartId) -> db::Result<Vec<PartUpload>> {
    connection
        .list(
            sql("SELECT id, part_id, file_name, reading, decisions, state, by_link, created_at
                 FROM part_uploads
                 WHERE part_id = $1 AND by_link = TRUE
                 ORDER BY created_at DESC, id DESC
                 LIMIT 5"),
            values![part],
        )
        .await
}

/// How many files of a part came by its links, decided or not.
pub async fn count_by_link(connection: &mut Connection, part: PartId) -> db::Result<i64> {
    connection
        .count(sql("SELECT COUNT(*) AS count FROM part_uploads WHERE part_id = $1 AND by_link = TRUE"), values![part])
        .await
}

/// How many files of an agency wait for a decision.
pub async fn count_waiting_of_agency(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM part_uploads WHERE agency_id = $1 AND state = 'waiting'"),
            values![agency],
        )
        .await
}

/// A file as it came.
pub async fn find_file(
    connection: &mut Connection,
    agency: AgencyId,
    id: PartUploadId,
) -> db::Result<Option<KeptFile>> {
    connection
        .find(sql("SELECT file_name, content FROM part_uploads WHERE id = $1 AND agency_id = $2"), values![id, agency])
        .await
}

/// Keeps what was decided.
pub async fn keep_decisions(tx: &mut Transaction, agency: AgencyId, upload: &PartUpload) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE part_uploads SET decisions = $3, state = $4 WHERE id = $1 AND agency_id = $2"),
        values![upload.id, agency, written(&upload.decisions)?, upload.state.key()],
    )
    .await
}
