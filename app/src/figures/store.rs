//! The rows of readings, of the rounds in which they were taken, and of subscriptions.

use db::{Connection, FromRow, Row, Transaction, Uuid, sql, values};
use jiff::{Timestamp, civil::Date};

use super::model::{Reading, ReadingId, Standing, Subscription, SubscriptionId};
use crate::kit::{
    figures::{About, Taken},
    visit::AgencyId,
};

/// More readings than an office has figures, things and units.
const WHOLE: i64 = 5_000;
/// More days than a trend shows.
const DAYS: i64 = 400;
/// More figures than anybody subscribes to in one plan.
const SUBSCRIPTIONS: i64 = 1_000;

impl FromRow for About {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            figure: row.get("figure")?,
            subject: row.get("subject_id")?,
            unit: row.get("unit_id")?,
            year: row.get("year")?,
        })
    }
}

impl FromRow for Reading {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("reading_id")?,
            about: About::from_row(row)?,
            subject: row.get("subject")?,
            numerator: row.get("numerator")?,
            denominator: row.get("denominator")?,
            since: row.get("day")?,
            taken_at: row.get("taken_at")?,
        })
    }
}

impl FromRow for Subscription {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            plan: row.get("plan_id")?,
            result: row.get("result_id")?,
            about: About::from_row(row)?,
            target: row.optional("target")?,
            drafted: row.get("drafted")?,
        })
    }
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> db::Result<Self> {
        let has_reading = row.optional::<ReadingId>("reading_id")?.is_some();
        Ok(Self {
            subscription: Subscription::from_row(row)?,
            reading: if has_reading { Some(Reading::from_row(row)?) } else { None },
        })
    }
}

// readings -----------------------------------------------------------------------------------------------------------

/// The latest readings of an agency, by figure.
pub async fn list_latest(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<Reading>> {
    connection
        .list(
            sql("SELECT r.id AS reading_id, r.figure, r.subject_id, r.subject, r.unit_id, r.year, r.numerator, r.denominator,
                        r.day, COALESCE(o.taken_at, r.taken_at) AS taken_at
                 FROM figure_readings r
                 LEFT JOIN figure_rounds o ON o.agency_id = r.agency_id
                 WHERE r.agency_id = $1 AND r.is_latest
                 ORDER BY r.figure, r.year DESC, r.subject, r.unit_id
                 LIMIT $2"),
            values![agency, WHOLE],
        )
        .await
}

/// What a figure was, the newest first: the latest 400 changes.
pub async fn list_past(connection: &mut Connection, agency: AgencyId, about: &About) -> db::Result<Vec<Reading>> {
    connection
        .list(
            sql("SELECT r.id AS reading_id, r.figure, r.subject_id, r.subject, r.unit_id, r.year, r.numerator, r.denominator,
                        r.day, CASE WHEN r.is_latest THEN COALESCE(o.taken_at, r.taken_at) ELSE r.taken_at END AS taken_at
                 FROM figure_readings r
                 LEFT JOIN figure_rounds o ON o.agency_id = r.agency_id
                 WHERE r.agency_id = $1 AND r.figure = $2 AND r.subject_id = $3 AND r.unit_id = $4 AND r.year = $5
                 ORDER BY r.day DESC
                 LIMIT $6"),
            values![agency, &about.figure, about.subject, about.unit, about.year, DAYS],
        )
        .await
}

/// A reading that counts no more: it was last found to be so in the round before this one.
pub async fn retire(tx: &mut Transaction, agency: AgencyId, id: ReadingId) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE figure_readings
             SET is_latest = $3,
                 taken_at = COALESCE((SELECT o.taken_at FROM figure_rounds o WHERE o.agency_id = $2), taken_at)
             WHERE id = $1 AND agency_id = $2"),
        values![id, agency, false],
    )
    .await
}

/// Keeps a reading; what the day had before is written over.
pub async fn keep(tx: &mut Transaction, agency: AgencyId, taken: &Taken, day: Date, now: Timestamp) -> db::Result<()> {
    let About { figure, subject, unit, year } = &taken.about;
    tx.execute_one(
        sql("INSERT INTO figure_readings (id, agency_id, figure, subject_id, subject, unit_id, year, numerator, denominator,
                                          day, taken_at, is_latest)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (agency_id, figure, subject_id, unit_id, year, day) DO UPDATE
             SET subject = excluded.subject, numerator = excluded.numerator, denominator = excluded.denominator,
                 taken_at = excluded.taken_at, is_latest = excluded.is_latest"),
        values![
            ReadingId::new(),
            agency,
            figure,
            *subject,
            &taken.subject,
            *unit,
            *year,
            taken.numerator,
            taken.denominator,
            day,
            now,
            true
        ],
    )
    .await
}

// rounds -------------------------------------------------------------------------------------------------------------

/// Agencies whose record has grown since their last round, or that had none today; with how far the record reaches.
pub async fn list_due(connection: &mut Connection, day: Date, limit: i64) -> db::Result<Vec<(AgencyId, i64)>> {
    let rows = connection
        .rows(
            sql("SELECT a.id, COALESCE(c.sequence, 0) AS sequence
                 FROM agencies a
                 LEFT JOIN audit_chains c ON c.agency_id = a.id
                 LEFT JOIN figure_rounds o ON o.agency_id = a.id
                 WHERE o.agency_id IS NULL OR o.sequence < COALESCE(c.sequence, 0) OR o.day < $1
                 ORDER BY COALESCE(o.taken_at, 0), a.id
                 LIMIT $2"),
            values![day, limit],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("sequence")?))).collect()
}

/// Notes how far the readings of an agency reach.
pub async fn close_round(
    tx: &mut Transaction,
    agency: AgencyId,
    sequence: i64,
    day: Date,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO figure_rounds (agency_id, sequence, day, taken_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (agency_id) DO UPDATE
             SET sequence = excluded.sequence, day = excluded.day, taken_at = excluded.taken_at"),
        values![agency, sequence, day, now],
    )
    .await
}

// subscriptions ------------------------------------------------------------------------------------------------------

/// The figures that prove the results of a plan, or of one of its results, with their latest readings.
pub async fn list_standings(
    connection: &mut Connection,
    agency: AgencyId,
    plan: Uuid,
    result: Option<Uuid>,
) -> db::Result<Vec<Standing>> {
    connection
        .list(
            sql("SELECT s.id, s.plan_id, s.result_id, s.figure, s.subject_id, s.unit_id, s.year, s.target, s.drafted,
                        r.id AS reading_id, COALESCE(r.subject, '') AS subject, r.numerator, r.denominator, r.day,
                        CASE WHEN r.is_latest THEN COALESCE(o.taken_at, r.taken_at) ELSE r.taken_at END AS taken_at
                 FROM figure_subscriptions s
                 LEFT JOIN figure_readings r
                   ON r.agency_id = s.agency_id AND r.figure = s.figure AND r.subject_id = s.subject_id
                  AND r.unit_id = s.unit_id AND r.year = s.year
                  AND r.day = (SELECT MAX(l.day) FROM figure_readings l
                               WHERE l.agency_id = s.agency_id AND l.figure = s.figure AND l.subject_id = s.subject_id
                                 AND l.unit_id = s.unit_id AND l.year = s.year)
                 LEFT JOIN figure_rounds o ON o.agency_id = s.agency_id
                 WHERE s.agency_id = $1 AND s.plan_id = $2 AND (CAST($3 AS UUID) IS NULL OR s.result_id = $3)
                 ORDER BY s.result_id, s.figure, s.year, s.id
                 LIMIT $4"),
            values![agency, plan, result, SUBSCRIPTIONS],
        )
        .await
}

/// The readings before the latest ones of the figures that prove the results of a plan, each once.
pub async fn list_earlier(connection: &mut Connection, agency: AgencyId, plan: Uuid) -> db::Result<Vec<Reading>> {
    connection
        .list(
            sql("SELECT r.id AS reading_id, r.figure, r.subject_id, r.unit_id, r.year, r.subject, r.numerator, r.denominator,
                        r.day, r.taken_at
                 FROM figure_readings r
                 WHERE r.agency_id = $1
                   AND EXISTS (SELECT 1 FROM figure_subscriptions s
                               WHERE s.agency_id = $1 AND s.plan_id = $2 AND s.figure = r.figure
                                 AND s.subject_id = r.subject_id AND s.unit_id = r.unit_id AND s.year = r.year)
                   AND 1 = (SELECT COUNT(*) FROM figure_readings l
                            WHERE l.agency_id = r.agency_id AND l.figure = r.figure AND l.subject_id = r.subject_id
                              AND l.unit_id = r.unit_id AND l.year = r.year AND l.day > r.day)
                 ORDER BY r.figure, r.year, r.id
                 LIMIT $3"),
            values![agency, plan, SUBSCRIPTIONS],
        )
        .await
}

/// A subscription of the agency.
pub async fn find(
    connection: &mut Connection,
    agency: AgencyId,
    id: SubscriptionId,
) -> db::Result<Option<Subscription>> {
    connection
        .find(
            sql("SELECT id, plan_id, result_id, figure, subject_id, unit_id, year, target, drafted
                 FROM figure_subscriptions
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Keeps a subscription; the same once more only changes its target.
pub async fn subscribe(tx: &mut Transaction, agency: AgencyId, one: &Subscription) -> db::Result<()> {
    let About { figure, subject, unit, year } = &one.about;
    tx.execute_one(
        sql("INSERT INTO figure_subscriptions (id, agency_id, plan_id, result_id, figure, subject_id, unit_id, year, target,
                                               drafted)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')
             ON CONFLICT (result_id, figure, subject_id, unit_id, year) DO UPDATE SET target = excluded.target"),
        values![one.id, agency, one.plan, one.result, figure, *subject, *unit, *year, one.target],
    )
    .await
}

/// Ends a subscription.
pub async fn end(tx: &mut Transaction, agency: AgencyId, id: SubscriptionId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM figure_subscriptions WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}

/// Keeps the sentence that was drafted last.
pub async fn keep_draft(tx: &mut Transaction, agency: AgencyId, id: SubscriptionId, drafted: &str) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE figure_subscriptions SET drafted = $3 WHERE id = $1 AND agency_id = $2"),
        values![id, agency, drafted],
    )
    .await
}
