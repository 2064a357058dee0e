//! The tree of agencies and their settings.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;
use thai::Bilingual;

use crate::{
    kit::visit::{Agency, AgencyId},
    organisation::model::{AgencyKind, ListedAgency, NewAgency, Settings},
};

impl FromRow for Agency {
    fn from_row(row: &Row) -> db::Result<Self> {
        let parent = row.optional::<String>("parent_th")?.zip(row.optional::<String>("parent_en")?);
        Ok(Self {
            id: row.get("id")?,
            key: row.get("key")?,
            name: bilingual(row, "name_th", "name_en")?,
            parent: parent.map(|(thai, english)| Bilingual::new(thai, english)),
            gap_threshold: row.get("gap_threshold")?,
            target: row.get("target")?,
            thai_digits: row.get("thai_digits")?,
            mourning: is_mourning(row)?,
            demonstration: row.get("demonstration")?,
            has_offices: row.get::<i64>("offices")? > 0,
        })
    }
}

impl FromRow for Settings {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            name: bilingual(row, "name_th", "name_en")?,
            address: row.get("address")?,
            telephone: row.get("telephone")?,
            gap_threshold: row.get("gap_threshold")?,
            target: row.get("target")?,
            thai_digits: row.get("thai_digits")?,
            mourning: is_mourning(row)?,
        })
    }
}

impl FromRow for ListedAgency {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            key: row.get("key")?,
            name: bilingual(row, "name_th", "name_en")?,
            kind: row.keyword("kind", AgencyKind::from_key)?,
            depth: row.get("depth")?,
            users: row.get("users")?,
        })
    }
}

/// A text that stands in two columns.
pub(super) fn bilingual(row: &Row, thai: &str, english: &str) -> db::Result<Bilingual> {
    Ok(Bilingual::new(row.get::<String>(thai)?, row.get::<String>(english)?))
}

fn is_mourning(row: &Row) -> db::Result<bool> {
    row.keyword("tone", |tone| match tone {
        "normal" => Some(false),
        "mourning" => Some(true),
        _ => None,
    })
}

/// An agency that must be there.
pub async fn load_agency(connection: &mut Connection, id: AgencyId) -> db::Result<Agency> {
    connection
        .load(
            sql("SELECT a.id, a.key, a.name_th, a.name_en, p.name_th AS parent_th, p.name_en AS parent_en,
                        a.gap_threshold, a.target, a.thai_digits, a.tone, a.demonstration,
                        (SELECT COUNT(*) FROM agencies o WHERE o.parent_id = a.id) AS offices
                 FROM agencies a
                 LEFT JOIN agencies p ON p.id = a.parent_id
                 WHERE a.id = $1"),
            values![id],
        )
        .await
}

/// The agency with this key.
pub async fn find_agency_by_key(connection: &mut Connection, key: &str) -> db::Result<Option<Agency>> {
    connection
        .find(
            sql("SELECT a.id, a.key, a.name_th, a.name_en, p.name_th AS parent_th, p.name_en AS parent_en,
                        a.gap_threshold, a.target, a.thai_digits, a.tone, a.demonstration,
                        (SELECT COUNT(*) FROM agencies o WHERE o.parent_id = a.id) AS offices
                 FROM agencies a
                 LEFT JOIN agencies p ON p.id = a.parent_id
                 WHERE a.key = $1"),
            values![key],
        )
        .await
}

/// The agencies right below an agency, at most 500, in the order of their keys.
pub async fn list_offices(connection: &mut Connection, parent: AgencyId) -> db::Result<Vec<Agency>> {
    connection
        .list(
            sql("SELECT a.id, a.key, a.name_th, a.name_en, p.name_th AS parent_th, p.name_en AS parent_en,
                        a.gap_threshold, a.target, a.thai_digits, a.tone, a.demonstration,
                        (SELECT COUNT(*) FROM agencies o WHERE o.parent_id = a.id) AS offices
                 FROM agencies a
                 JOIN agencies p ON p.id = a.parent_id
                 WHERE a.parent_id = $1
                 ORDER BY a.key
                 LIMIT 500"),
            values![parent],
        )
        .await
}

/// The agencies as a tree, each below the one above it: for the operator and the command line.
pub async fn list_agencies(connection: &mut Connection, limit: i64, offset: i64) -> db::Result<Vec<ListedAgency>> {
    connection
        .list(
            sql("WITH RECURSIVE tree (id, depth, path) AS (
                     SELECT id, CAST(0 AS BIGINT), key FROM agencies WHERE parent_id IS NULL
                     UNION ALL
                     SELECT a.id, tree.depth + 1, tree.path || '/' || a.key
                     FROM agencies a
                     JOIN tree ON tree.id = a.parent_id
                     WHERE tree.depth < 20
                 )
                 SELECT a.id, a.key, a.name_th, a.name_en, a.kind, tree.depth,
                        (SELECT COUNT(*) FROM users u JOIN people p ON p.id = u.person_id WHERE p.agency_id = a.id) AS users
                 FROM tree
                 JOIN agencies a ON a.id = tree.id
                 ORDER BY tree.path
                 LIMIT $1 OFFSET $2"),
            values![limit, offset],
        )
        .await
}

/// How many agencies there are.
pub async fn count_agencies(connection: &mut Connection) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM agencies"), values![]).await
}

/// How many agencies are real ones, not of the demonstration.
pub async fn count_real_agencies(connection: &mut Connection) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM agencies WHERE demonstration = $1"), values![false]).await
}

/// Adds an agency.
pub async fn add_agency(tx: &mut Transaction, id: AgencyId, new: &NewAgency, now: Timestamp) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO agencies (id, parent_id, key, name_th, name_en, kind, demonstration, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        values![id, new.parent, new.key, new.name.th, new.name.en, new.kind.key(), new.demonstration, now],
    )
    .await
}

/// The settings of an agency.
pub async fn load_settings(connection: &mut Connection, id: AgencyId) -> db::Result<Settings> {
    connection
        .load(
            sql("SELECT name_th, name_en, address, telephone, gap_threshold, target, thai_digits, tone
                 FROM agencies WHERE id = $1"),
            values![id],
        )
        .await
}

/// Changes the settings of an agency.
pub async fn change_settings(tx: &mut Transaction, id: AgencyId, settings: &Settings) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE agencies
             SET name_th = $2, name_en = $3, address = $4, telephone = $5, gap_threshold = $6, target = $7,
                 thai_digits = $8, tone = $9
             WHERE id = $1"),
        values![
            id,
            settings.name.th,
            settings.name.en,
            settings.address,
            settings.telephone,
            settings.gap_threshold,
            settings.target,
            settings.thai_digits,
            if settings.mourning { "mourning" } else { "normal" }
        ],
    )
    .await
}
