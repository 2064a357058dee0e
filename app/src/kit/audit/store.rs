//! The rows of the chained record.

use db::{Column, Connection, FromRow, Row, Transaction, Uuid, sql, values};
use jiff::{Timestamp, civil::Date};

use super::chain::{Digest, Entry, START};
use crate::kit::visit::AgencyId;

/// A stored link with what is known of its payload.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    /// The link.
    pub entry: Entry,
    /// Its digest as stored.
    pub digest: Digest,
    /// Salt and payload; `None` once erased.
    pub payload: Option<(Digest, String)>,
}

/// A stored head.
#[derive(Clone, Debug)]
pub struct StoredHead {
    /// The day.
    pub day: Date,
    /// The last entry.
    pub sequence: i64,
    /// Its digest.
    pub digest: Digest,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// With which key.
    pub public_key: Digest,
    /// The signature.
    pub signature: [u8; 64],
}

/// The end of a chain.
#[derive(Clone, Copy, Debug)]
pub struct ChainEnd {
    /// The last entry's number; 0 if there is none.
    pub sequence: i64,
    /// Its digest.
    pub digest: Digest,
}

/// Bytes of another length than a digest's were tampered with. They are read as a digest that fits nothing, so that
/// the check names the entry instead of giving up.
fn digest(bytes: &[u8]) -> Digest {
    bytes.try_into().unwrap_or(UNREADABLE)
}

const UNREADABLE: Digest = [0xff; 32];

impl FromRow for ChainEnd {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { sequence: row.get("sequence")?, digest: digest(&row.get::<Vec<u8>>("digest")?) })
    }
}

impl FromRow for StoredEntry {
    fn from_row(row: &Row) -> db::Result<Self> {
        let salt = row.optional("salt")?.map(|bytes: Vec<u8>| digest(&bytes));
        let payload: Option<String> = row.optional("payload")?;
        Ok(Self {
            entry: Entry {
                agency: row.get("agency_id")?,
                sequence: row.get("sequence")?,
                id: row.get("id")?,
                at: row.get("at")?,
                action: row.get("action")?,
                subject_kind: row.get("subject_kind")?,
                subject_id: row.get("subject_id")?,
                payload_digest: digest(&row.get::<Vec<u8>>("payload_digest")?),
            },
            digest: digest(&row.get::<Vec<u8>>("digest")?),
            payload: salt.zip(payload),
        })
    }
}

impl FromRow for StoredHead {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            day: row.get("day")?,
            sequence: row.get("sequence")?,
            digest: row.get("digest")?,
            signed_at: row.get("signed_at")?,
            public_key: row.get("public_key")?,
            signature: Column::read(row, "signature")?.ok_or(db::Error::Missing)?,
        })
    }
}

/// Takes the next number of a chain and the digest to build on. The row stays locked until the transaction ends, so
/// that two changes of one agency stand one behind the other.
pub async fn advance(tx: &mut Transaction, agency: AgencyId) -> db::Result<(i64, Digest)> {
    tx.execute(
        sql("INSERT INTO audit_chains (agency_id, sequence, digest) VALUES ($1, 0, $2) ON CONFLICT (agency_id) DO NOTHING"),
        values![agency, START],
    )
    .await?;
    let end: ChainEnd = tx
        .load(
            sql("UPDATE audit_chains SET sequence = sequence + 1 WHERE agency_id = $1 RETURNING sequence, digest"),
            values![agency],
        )
        .await?;
    Ok((end.sequence, end.digest))
}

/// Adds a link.
pub async fn append(tx: &mut Transaction, entry: &Entry, digest: &Digest) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO audit_entries (agency_id, sequence, id, at, action, subject_kind, subject_id, payload_digest, digest)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        values![
            entry.agency,
            entry.sequence,
            entry.id,
            entry.at,
            entry.action,
            entry.subject_kind,
            entry.subject_id,
            entry.payload_digest,
            *digest
        ],
    )
    .await
}

/// Keeps the payload of a link.
pub async fn keep_payload(tx: &mut Transaction, entry: Uuid, salt: &Digest, payload: &str) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO audit_payloads (entry_id, salt, payload) VALUES ($1, $2, $3)"),
        values![entry, *salt, payload],
    )
    .await
}

/// Moves the end of the chain to the new link.
pub async fn close(tx: &mut Transaction, agency: AgencyId, sequence: i64, digest: &Digest) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE audit_chains SET digest = $3 WHERE agency_id = $1 AND sequence = $2"),
        values![agency, sequence, *digest],
    )
    .await
}

/// Erases the payload of a link for good; the chain still verifies.
pub async fn erase_payload(tx: &mut Transaction, entry: Uuid) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM audit_payloads WHERE entry_id = $1"), values![entry]).await
}

/// The end of an agency's chain.
pub async fn end(connection: &mut Connection, agency: AgencyId) -> db::Result<Option<ChainEnd>> {
    connection.find(sql("SELECT sequence, digest FROM audit_chains WHERE agency_id = $1"), values![agency]).await
}

/// How many entries an agency's chain and the installation's own have together: if that is the same as before, no record
/// of the agency was changed in between.
pub async fn count_recorded(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) AS count FROM audit_chains WHERE agency_id IN ($1, $2)"),
            values![agency, AgencyId(Uuid::nil())],
        )
        .await
}

/// How many entries the chains of an agency, of the agencies right below it and of the installation have together.
pub async fn count_recorded_below(connection: &mut Connection, parent: AgencyId) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT CAST(COALESCE(SUM(c.sequence), 0) AS BIGINT) AS count
                 FROM audit_chains c
                 WHERE c.agency_id IN ($1, $2) OR c.agency_id IN (SELECT id FROM agencies WHERE parent_id = $1)"),
            values![parent, AgencyId(Uuid::nil())],
        )
        .await
}

/// The ends of all chains, in the order of their agencies' identifiers.
pub async fn list_ends(connection: &mut Connection) -> db::Result<Vec<(Uuid, ChainEnd)>> {
    let rows = connection
        .rows(sql("SELECT agency_id, sequence, digest FROM audit_chains ORDER BY agency_id"), values![])
        .await?;
    rows.iter().map(|row| Ok((row.get("agency_id")?, ChainEnd::from_row(row)?))).collect()
}

/// When something of one of two kinds changed last; a kind is how its actions begin, e.g. `measures.`.
pub async fn last_change(
    connection: &mut Connection,
    agency: AgencyId,
    kinds: [&str; 2],
) -> db::Result<Option<Timestamp>> {
    let [one, other] = kinds.map(|kind| format!("{kind}%"));
    let rows = connection
        .rows(
            sql("SELECT at
                 FROM audit_entries
                 WHERE agency_id = $1 AND (action LIKE $2 OR action LIKE $3)
                 ORDER BY sequence DESC
                 LIMIT 1"),
            values![agency, one, other],
        )
        .await?;
    rows.first().map(|row| row.get("at")).transpose()
}

/// Up to `limit` links after a number, oldest first.
pub async fn list_after(
    connection: &mut Connection,
    agency: AgencyId,
    after: i64,
    limit: i64,
) -> db::Result<Vec<StoredEntry>> {
    connection
        .list(
            sql("SELECT e.agency_id, e.sequence, e.id, e.at, e.action, e.subject_kind, e.subject_id, e.payload_digest, e.digest, p.salt, p.payload
                 FROM audit_entries e
                 LEFT JOIN audit_payloads p ON p.entry_id = e.id
                 WHERE e.agency_id = $1 AND e.sequence > $2
                 ORDER BY e.sequence
                 LIMIT $3"),
            values![agency, after, limit],
        )
        .await
}

/// Which entries of a log are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Actions that begin like this, e.g. `measures.`.
    pub action: Option<String>,
    /// Entries about this record.
    pub subject: Option<Uuid>,
}

/// A page of the log, newest first.
pub async fn list_newest(
    connection: &mut Connection,
    agency: AgencyId,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<StoredEntry>> {
    connection
        .list(
            sql("SELECT e.agency_id, e.sequence, e.id, e.at, e.action, e.subject_kind, e.subject_id, e.payload_digest, e.digest, p.salt, p.payload
                 FROM audit_entries e
                 LEFT JOIN audit_payloads p ON p.entry_id = e.id
                 WHERE e.agency_id = $1 AND (CAST($2 AS TEXT) IS NULL OR e.action LIKE $2 || '%')
                   AND (CAST($3 AS UUID) IS NULL OR e.subject_id = $3)
                 ORDER BY e.sequence DESC
                 LIMIT $4 OFFSET $5"),
            values![agency, filter.action, filter.subject, limit, offset],
        )
        .await
}

/// How many entries the filter finds.
pub async fn count(connection: &mut Connection, agency: AgencyId, filter: &Filter) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM audit_entries
                 WHERE agency_id = $1 AND (CAST($2 AS TEXT) IS NULL OR action LIKE $2 || '%')
                   AND (CAST($3 AS UUID) IS NULL OR subject_id = $3)"),
            values![agency, filter.action, filter.subject],
        )
        .await
}

/// One entry by its number.
pub async fn find_entry(
    connection: &mut Connection,
    agency: AgencyId,
    sequence: i64,
) -> db::Result<Option<StoredEntry>> {
    connection
        .find(
            sql("SELECT e.agency_id, e.sequence, e.id, e.at, e.action, e.subject_kind, e.subject_id, e.payload_digest, e.digest, p.salt, p.payload
                 FROM audit_entries e
                 LEFT JOIN audit_payloads p ON p.entry_id = e.id
                 WHERE e.agency_id = $1 AND e.sequence = $2"),
            values![agency, sequence],
        )
        .await
}

/// A chain: whose it is, and under which key the agency is known. The installation's own has no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The agency, or nil.
    pub agency: AgencyId,
    /// The agency's key; none for the installation's own chain, and for a chain whose agency is gone.
    pub key: Option<String>,
}

impl FromRow for Chain {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { agency: row.get("id")?, key: row.optional("key")? })
    }
}

/// All chains of the installation, wherever a trace of one is left.
pub async fn list_chains(connection: &mut Connection) -> db::Result<Vec<Chain>> {
    connection
        .list(
            sql("SELECT c.id, a.key
                 FROM (SELECT id FROM agencies
                       UNION SELECT agency_id FROM audit_chains
                       UNION SELECT agency_id FROM audit_heads
                       UNION SELECT agency_id FROM audit_entries) c
                 LEFT JOIN agencies a ON a.id = c.id
                 ORDER BY a.key NULLS FIRST, c.id"),
            values![],
        )
        .await
}

/// The history of one record, newest first.
pub async fn history(
    connection: &mut Connection,
    agency: AgencyId,
    subject: Uuid,
    limit: i64,
) -> db::Result<Vec<StoredEntry>> {
    connection
        .list(
            sql("SELECT e.agency_id, e.sequence, e.id, e.at, e.action, e.subject_kind, e.subject_id, e.payload_digest, e.digest, p.salt, p.payload
                 FROM audit_entries e
                 LEFT JOIN audit_payloads p ON p.entry_id = e.id
                 WHERE e.agency_id = $1 AND e.subject_id = $2
                 ORDER BY e.sequence DESC
                 LIMIT $3"),
            values![agency, subject, limit],
        )
        .await
}

/// What happened since a moment by actions that begin like this (`measures.`), newest first.
pub async fn list_since(
    connection: &mut Connection,
    agency: AgencyId,
    kind: &str,
    since: Timestamp,
    limit: i64,
) -> db::Result<Vec<StoredEntry>> {
    connection
        .list(
            sql("SELECT e.agency_id, e.sequence, e.id, e.at, e.action, e.subject_kind, e.subject_id, e.payload_digest, e.digest, p.salt, p.payload
                 FROM audit_entries e
                 LEFT JOIN audit_payloads p ON p.entry_id = e.id
                 WHERE e.agency_id = $1 AND e.action LIKE $2 AND e.at > $3
                 ORDER BY e.sequence DESC
                 LIMIT $4"),
            values![agency, format!("{kind}%"), since, limit],
        )
        .await
}

/// The agencies whose chains have entries that no head covers yet, if they have no head of this day.
pub async fn list_unsigned(connection: &mut Connection, day: Date) -> db::Result<Vec<AgencyId>> {
    let rows = connection
        .rows(
            sql("SELECT c.agency_id FROM audit_chains c
                 WHERE NOT EXISTS (SELECT 1 FROM audit_heads h WHERE h.agency_id = c.agency_id AND (h.day >= $1 OR h.sequence = c.sequence))
                 ORDER BY c.agency_id"),
            values![day],
        )
        .await?;
    rows.iter().map(|row| row.get("agency_id")).collect()
}

/// Keeps a signed head; a day has one, and the first counts.
pub async fn keep_head(tx: &mut Transaction, agency: AgencyId, head: &StoredHead) -> db::Result<()> {
    tx.execute(
        sql("INSERT INTO audit_heads (agency_id, day, sequence, digest, signed_at, public_key, signature)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (agency_id, day) DO NOTHING"),
        values![agency, head.day, head.sequence, head.digest, head.signed_at, head.public_key, head.signature],
    )
    .await?;
    Ok(())
}

/// The newest heads of an agency.
pub async fn list_heads(
    connection: &mut Connection,
    agency: AgencyId,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<StoredHead>> {
    connection
        .list(
            sql("SELECT day, sequence, digest, signed_at, public_key, signature FROM audit_heads
                 WHERE agency_id = $1
                 ORDER BY day DESC
                 LIMIT $2 OFFSET $3"),
            values![agency, limit, offset],
        )
        .await
}

/// How many heads an agency has.
pub async fn count_heads(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM audit_heads WHERE agency_id = $1"), values![agency]).await
}

/// The head of a day.
pub async fn find_head(connection: &mut Connection, agency: AgencyId, day: Date) -> db::Result<Option<StoredHead>> {
    connection
        .find(
            sql("SELECT day, sequence, digest, signed_at, public_key, signature FROM audit_heads
                 WHERE agency_id = $1 AND day = $2"),
            values![agency, day],
        )
        .await
}
