//! Agencies, units, posts, people and holdings.

use db::{Connection, FromRow, Row, sql, values};
use thai::Bilingual;

use crate::kit::visit::{Agency, AgencyId};

impl FromRow for Agency {
    fn from_row(row: &Row) -> db::Result<Self> {
        let parent = row.optional::<String>("parent_th")?.zip(row.optional::<String>("parent_en")?);
        Ok(Self {
            id: row.get("id")?,
            key: row.get("key")?,
            name: Bilingual::new(row.get::<String>("name_th")?, row.get::<String>("name_en")?),
            parent: parent.map(|(thai, english)| Bilingual::new(thai, english)),
            gap_threshold: row.get("gap_threshold")?,
            target: row.get("target")?,
            thai_digits: row.get("thai_digits")?,
            mourning: row.keyword("tone", |tone| match tone {
                "normal" => Some(false),
                "mourning" => Some(true),
                _ => None,
            })?,
            demonstration: row.get("demonstration")?,
        })
    }
}

/// An agency that must be there.
pub async fn load_agency(connection: &mut Connection, id: AgencyId) -> db::Result<Agency> {
    connection
        .load(
            sql("SELECT a.id, a.key, a.name_th, a.name_en, p.name_th AS parent_th, p.name_en AS parent_en,
                        a.gap_threshold, a.target, a.thai_digits, a.tone, a.demonstration
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
                        a.gap_threshold, a.target, a.thai_digits, a.tone, a.demonstration
                 FROM agencies a
                 LEFT JOIN agencies p ON p.id = a.parent_id
                 WHERE a.key = $1"),
            values![key],
        )
        .await
}
