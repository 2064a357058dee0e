//! How far the plans of all agencies below one are, in one query.

use db::{Connection, FromRow, Row, sql, values};
use jiff::civil::Date;
use thai::FiscalYear;

use crate::{kit::visit::AgencyId, measures::model::Progress};

/// An agency with its progress.
pub struct OfOffice(pub AgencyId, pub Progress);

impl FromRow for OfOffice {
    fn from_row(row: &Row) -> db::Result<Self> {
        let progress = Progress {
            results: row.get("results")?,
            done: row.get("done")?,
            proved: row.get("proved")?,
            overdue: row.get("overdue")?,
        };
        Ok(Self(row.get("agency_id")?, progress))
    }
}

/// Results, done, done with evidence and overdue of the plan of a year of every agency right below `parent`. What was
/// given up does not count. An agency whose plan has no result, or that has no plan, is missing.
pub async fn list(
    connection: &mut Connection,
    parent: AgencyId,
    year: FiscalYear,
    today: Date,
) -> db::Result<Vec<OfOffice>> {
    connection
        .list(
            sql("SELECT p.agency_id,
                        COUNT(*) AS results,
                        CAST(SUM(CASE WHEN r.status = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done,
                        CAST(SUM(CASE WHEN r.status = 'done' AND EXISTS (
                                 SELECT 1 FROM result_evidence e WHERE e.result_id = r.id AND e.state = 'standing')
                             THEN 1 ELSE 0 END) AS BIGINT) AS proved,
                        CAST(SUM(CASE WHEN (r.status IS NULL OR r.status <> 'done')
                                  AND COALESCE(r.due_day, i.until_day) < $3
                             THEN 1 ELSE 0 END) AS BIGINT) AS overdue
                 FROM agencies a
                 JOIN plans p ON p.agency_id = a.id
                 JOIN results r ON r.plan_id = p.id
                 JOIN plan_items i ON i.id = r.item_id
                 WHERE a.parent_id = $1 AND p.year = $2 AND (r.status IS NULL OR r.status <> 'cancelled')
                 GROUP BY p.agency_id
                 LIMIT 500"),
            values![parent, year, today],
        )
        .await
}

/// The newest year of which any agency right below `parent` has a plan.
pub async fn newest_year(connection: &mut Connection, parent: AgencyId) -> db::Result<Option<FiscalYear>> {
    let rows = connection
        .rows(
            sql("SELECT p.year
                 FROM agencies a
                 JOIN plans p ON p.agency_id = a.id
                 WHERE a.parent_id = $1
                 ORDER BY p.year DESC
                 LIMIT 1"),
            values![parent],
        )
        .await?;
    rows.first().map(|row| row.get("year")).transpose()
}
