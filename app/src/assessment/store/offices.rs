//! The assessments of all agencies below one, each kind of row in one query.

use db::{Connection, FromRow, Row, sql, values};
use thai::FiscalYear;

use super::{StoredAssessment, StoredDefinition, StoredScore};
use crate::kit::visit::AgencyId;

/// An assessment with the agency that it belongs to.
pub struct OfOffice(pub AgencyId, pub StoredAssessment);

impl FromRow for OfOffice {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self(row.get("agency_id")?, StoredAssessment::from_row(row)?))
    }
}

/// The assessments of the agencies right below `parent`, from one year to another.
pub async fn list(
    connection: &mut Connection,
    parent: AgencyId,
    (from, until): (FiscalYear, FiscalYear),
) -> db::Result<Vec<OfOffice>> {
    connection
        .list(
            sql("SELECT s.agency_id, s.id, s.year, s.fingerprint, s.published_level, s.note, s.changed_at
                 FROM assessments s
                 JOIN agencies a ON a.id = s.agency_id
                 WHERE a.parent_id = $1 AND s.year BETWEEN $2 AND $3
                 ORDER BY s.year, s.id
                 LIMIT 3000"),
            values![parent, from, until],
        )
        .await
}

/// All their scores.
pub async fn list_scores(
    connection: &mut Connection,
    parent: AgencyId,
    (from, until): (FiscalYear, FiscalYear),
) -> db::Result<Vec<StoredScore>> {
    connection
        .list(
            sql("SELECT c.assessment_id, c.subject, c.score
                 FROM agencies a
                 JOIN assessments s ON s.agency_id = a.id
                 JOIN scores c ON c.assessment_id = s.id
                 WHERE a.parent_id = $1 AND s.year BETWEEN $2 AND $3"),
            values![parent, from, until],
        )
        .await
}

/// The definitions that they are scored by.
pub async fn list_definitions(connection: &mut Connection, parent: AgencyId) -> db::Result<Vec<StoredDefinition>> {
    connection
        .list(
            sql("SELECT DISTINCT i.fingerprint, i.year, i.definition
                 FROM agencies a
                 JOIN assessments s ON s.agency_id = a.id
                 JOIN instruments i ON i.fingerprint = s.fingerprint
                 WHERE a.parent_id = $1"),
            values![parent],
        )
        .await
}
