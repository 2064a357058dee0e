//! Documents by their identifiers, for the features that link to them.

use db::{Connection, sql, values};

use super::Latest;
use crate::{documents::model::DocumentId, kit::visit::AgencyId};

/// These documents of the agency with their latest versions, in no order. At most 50: both engines want a
/// fixed number of places in a query.
pub async fn list(connection: &mut Connection, agency: AgencyId, named: &[DocumentId]) -> db::Result<Vec<Latest>> {
    let Some(first) = named.first() else { return Ok(Vec::new()) };
    let at = |index: usize| named.get(index).unwrap_or(first);
    connection
        .list(
            sql("SELECT d.id, d.kind, d.title, d.is_public, d.internal_reason, d.withdrawn_reason, d.withdrawn_at, d.latest,
                        d.created_at, v.id AS version_id, v.number, v.content_hash, v.file_name, v.media_type, v.bytes,
                        v.address, v.speaks_of_day, v.received_day, v.given_by, v.valid_from_day, v.valid_until_day,
                        v.what_changed, v.created_at AS version_created_at, l.state AS link_state, l.fault, l.checked_at,
                        l.alive_at, l.failing_since
                 FROM documents d
                 JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest
                 LEFT JOIN document_links l ON l.version_id = v.id
                 WHERE d.agency_id = $1
                   AND d.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                                    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37,
                                    $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)
                 LIMIT 50"),
            values![
                agency, at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11), at(12),
                at(13), at(14), at(15), at(16), at(17), at(18), at(19), at(20), at(21), at(22), at(23), at(24),
                at(25), at(26), at(27), at(28), at(29), at(30), at(31), at(32), at(33), at(34), at(35), at(36),
                at(37), at(38), at(39), at(40), at(41), at(42), at(43), at(44), at(45), at(46), at(47), at(48),
                at(49)
            ],
        )
        .await
}
