//! What an operator needs to know of a whole installation. These are the only queries that look at all agencies at
//! once; they count and date, and read no content.

use db::{Connection, FromRow, Row, sql, values};
use jiff::{Timestamp, civil::Date};

/// The newest signature of a head.
#[derive(Clone, Copy, Debug)]
pub struct Signed {
    /// When.
    pub at: Timestamp,
    /// With which key.
    pub public_key: [u8; 32],
}

impl FromRow for Signed {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { at: row.get("signed_at")?, public_key: row.get("public_key")? })
    }
}

/// The time of the newest entry of the audit log, over all chains.
pub async fn last_entry(connection: &mut Connection) -> db::Result<Option<Timestamp>> {
    let rows = connection
        .rows(
            sql("SELECT MAX(e.at) AS at
                 FROM audit_chains c
                 JOIN audit_entries e ON e.agency_id = c.agency_id AND e.sequence = c.sequence"),
            values![],
        )
        .await?;
    Ok(rows.first().map(|row| row.optional("at")).transpose()?.flatten())
}

/// Is the agency of this key a sample one?
pub async fn is_demonstration(connection: &mut Connection, key: &str) -> db::Result<bool> {
    let count = connection
        .count(sql("SELECT COUNT(*) AS count FROM agencies WHERE key = $1 AND demonstration = $2"), values![key, true])
        .await?;
    Ok(count > 0)
}

/// How many agencies there are.
pub async fn count_agencies(connection: &mut Connection) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM agencies"), values![]).await
}

/// Keys of agencies in which nobody who holds the administrator's role on this day has an open account; the first
/// twenty.
pub async fn list_without_administrator(connection: &mut Connection, day: Date) -> db::Result<Vec<String>> {
    let rows = connection
        .rows(
            sql("SELECT a.key
                 FROM agencies a
                 WHERE NOT EXISTS (
                     SELECT 1
                     FROM holdings h
                     JOIN post_roles r ON r.post_id = h.post_id AND r.role = 'administrator'
                     JOIN users u ON u.person_id = h.person_id
                     WHERE h.agency_id = a.id AND u.disabled_at IS NULL
                       AND h.from_day <= $1 AND (h.until_day IS NULL OR h.until_day >= $1))
                 ORDER BY a.key
                 LIMIT 20"),
            values![day],
        )
        .await?;
    rows.iter().map(|row| row.get("key")).collect()
}

/// Open accounts without a password whose links no longer work.
pub async fn count_stranded(connection: &mut Connection, now: Timestamp) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count
                 FROM users u
                 WHERE u.password_hash IS NULL AND u.disabled_at IS NULL
                   AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.user_id = u.id AND i.used_at IS NULL AND i.expires_at > $1)"),
            values![now],
        )
        .await
}

/// Chains whose first entry that no head covers is older than this moment: they should have been signed by now.
pub async fn count_unsigned(connection: &mut Connection, before: Timestamp) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count
                 FROM audit_chains c
                 JOIN audit_entries e ON e.agency_id = c.agency_id
                   AND e.sequence = 1 + COALESCE((SELECT MAX(h.sequence) FROM audit_heads h WHERE h.agency_id = c.agency_id), 0)
                 WHERE e.at < $1"),
            values![before],
        )
        .await
}

/// The newest signature of any chain.
pub async fn last_signature(connection: &mut Connection) -> db::Result<Option<Signed>> {
    connection
        .find(sql("SELECT signed_at, public_key FROM audit_heads ORDER BY signed_at DESC, day DESC LIMIT 1"), values![])
        .await
}

/// Sessions that are in use: not expired, and seen since.
pub async fn count_sessions(connection: &mut Connection, now: Timestamp, seen_since: Timestamp) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM sessions WHERE expires_at > $1 AND seen_at > $2"),
            values![now, seen_since],
        )
        .await
}

/// Imports that somebody is looking through.
pub async fn count_imports_in_review(connection: &mut Connection) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM imports WHERE state = 'review'"), values![]).await
}
