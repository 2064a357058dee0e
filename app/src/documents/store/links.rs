//! How the web addresses of versions answer.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;

use crate::{
    documents::model::{LinkCheck, LinkState, VersionId},
    kit::visit::AgencyId,
};

/// An address that is to be asked.
#[derive(Clone, Debug)]
pub struct Due {
    /// Of which version.
    pub version: VersionId,
    /// Of which agency.
    pub agency: AgencyId,
    /// The address.
    pub address: String,
    /// How it answered last.
    pub link: LinkCheck,
}

impl FromRow for Due {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            version: row.get("version_id")?,
            agency: row.get("agency_id")?,
            address: row.get("address")?,
            link: LinkCheck {
                state: row.keyword("state", LinkState::from_key)?,
                fault: row.get("fault")?,
                checked_at: row.optional("checked_at")?,
                alive_at: row.optional("alive_at")?,
                failing_since: row.optional("failing_since")?,
            },
        })
    }
}

/// A new address, to be asked at the next turn.
pub async fn add(tx: &mut Transaction, agency: AgencyId, version: VersionId, now: Timestamp) -> db::Result<()> {
    tx.execute_one(
        sql(
            "INSERT INTO document_links (version_id, agency_id, state, next_check_at) VALUES ($1, $2, 'unchecked', $3)",
        ),
        values![version, agency, now],
    )
    .await
}

/// Addresses whose turn has come: of the versions that count, of documents that are kept. The longest due first.
pub async fn list_due(connection: &mut Connection, now: Timestamp, limit: i64) -> db::Result<Vec<Due>> {
    connection
        .list(
            sql("SELECT l.version_id, l.agency_id, v.address, l.state, l.fault, l.checked_at, l.alive_at, l.failing_since
                 FROM document_links l
                 JOIN document_versions v ON v.id = l.version_id
                 JOIN documents d ON d.id = v.document_id AND d.latest = v.number AND d.state = 'kept'
                 WHERE l.next_check_at <= $1
                 ORDER BY l.next_check_at, l.version_id
                 LIMIT $2"),
            values![now, limit],
        )
        .await
}

/// Keeps how an address answered, unless another instance asked it meanwhile.
pub async fn keep(
    tx: &mut Transaction,
    due: &Due,
    link: &LinkCheck,
    now: Timestamp,
    next: Timestamp,
) -> db::Result<bool> {
    let changed = tx
        .execute(
            sql("UPDATE document_links
                 SET state = $2, fault = $3, checked_at = $4, alive_at = $5, failing_since = $6, next_check_at = $7
                 WHERE version_id = $1 AND agency_id = $8 AND next_check_at <= $4"),
            values![
                due.version,
                link.state.key(),
                &link.fault,
                now,
                link.alive_at,
                link.failing_since,
                next,
                due.agency
            ],
        )
        .await?;
    Ok(changed == 1)
}
