//! Definitions, assessments and scores.
//!
//! - [`offices`]: the assessments of all agencies below one
//! - [`scenarios`]: scenarios and targets

pub mod offices;
pub mod scenarios;

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;
use scoring::{Place, Score};
use thai::FiscalYear;

use super::model::{AssessmentId, Entry, Fingerprint, place_of_key};
use crate::kit::visit::AgencyId;

/// A stored assessment without its scores.
#[derive(Clone, Debug)]
pub struct StoredAssessment {
    /// Identifier.
    pub id: AssessmentId,
    /// The fiscal year.
    pub year: FiscalYear,
    /// By which definition it is scored.
    pub fingerprint: Fingerprint,
    /// The key of the published level.
    pub published_level: Option<String>,
    /// Where the scores were read.
    pub note: String,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

/// A stored definition.
#[derive(Clone, Debug)]
pub struct StoredDefinition {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// Its fiscal year.
    pub year: FiscalYear,
    /// Its text.
    pub definition: String,
}

/// A stored score.
#[derive(Clone, Debug)]
pub struct StoredScore {
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// Where.
    pub place: Place,
    /// The score.
    pub score: Score,
}

impl FromRow for StoredAssessment {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            year: row.get("year")?,
            fingerprint: row.get("fingerprint")?,
            published_level: row.optional("published_level")?,
            note: row.get("note")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

impl FromRow for StoredDefinition {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { fingerprint: row.get("fingerprint")?, year: row.get("year")?, definition: row.get("definition")? })
    }
}

impl FromRow for StoredScore {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            assessment: row.get("assessment_id")?,
            place: row.keyword("subject", place_of_key)?,
            score: row.get("score")?,
        })
    }
}

/// The assessment of an agency's year.
pub async fn find(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> db::Result<Option<StoredAssessment>> {
    connection
        .find(
            sql("SELECT id, year, fingerprint, published_level, note, changed_at
                 FROM assessments
                 WHERE agency_id = $1 AND year = $2"),
            values![agency, year],
        )
        .await
}

/// All assessments of an agency, the oldest year first.
pub async fn list(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<StoredAssessment>> {
    connection
        .list(
            sql("SELECT id, year, fingerprint, published_level, note, changed_at
                 FROM assessments
                 WHERE agency_id = $1
                 ORDER BY year"),
            values![agency],
        )
        .await
}

/// The scores of one assessment.
pub async fn list_scores(connection: &mut Connection, assessment: AssessmentId) -> db::Result<Vec<StoredScore>> {
    connection
        .list(sql("SELECT assessment_id, subject, score FROM scores WHERE assessment_id = $1"), values![assessment])
        .await
}

/// The scores of all years of an agency.
pub async fn list_all_scores(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<StoredScore>> {
    connection
        .list(
            sql("SELECT s.assessment_id, s.subject, s.score
                 FROM scores s
                 JOIN assessments a ON a.id = s.assessment_id
                 WHERE a.agency_id = $1"),
            values![agency],
        )
        .await
}

/// The definitions that an agency's assessments are scored by.
pub async fn list_definitions(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<StoredDefinition>> {
    connection
        .list(
            sql("SELECT DISTINCT i.fingerprint, i.year, i.definition
                 FROM instruments i
                 JOIN assessments a ON a.fingerprint = i.fingerprint
                 WHERE a.agency_id = $1"),
            values![agency],
        )
        .await
}

/// Keeps a definition, unless it is kept already. There is no way to change one.
pub async fn keep_definition(
    tx: &mut Transaction,
    fingerprint: Fingerprint,
    year: FiscalYear,
    definition: &str,
) -> db::Result<()> {
    tx.execute(
        sql("INSERT INTO instruments (fingerprint, year, definition)
             VALUES ($1, $2, $3)
             ON CONFLICT (fingerprint) DO NOTHING"),
        values![fingerprint, year, definition],
    )
    .await?;
    Ok(())
}

/// Adds an assessment without scores.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    assessment: &StoredAssessment,
    now: Timestamp,
) -> db::Result<()> {
    let StoredAssessment { id, year, fingerprint, published_level, note, changed_at } = assessment;
    tx.execute_one(
        sql("INSERT INTO assessments (id, agency_id, year, fingerprint, published_level, note, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        values![id, agency, year, fingerprint, published_level, note, now, changed_at],
    )
    .await
}

/// Changes what stands beside the scores, if nobody changed the assessment since `seen`.
pub async fn change(
    tx: &mut Transaction,
    agency: AgencyId,
    id: AssessmentId,
    entry: &Entry,
    seen: Timestamp,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE assessments
             SET published_level = $1, note = $2, changed_at = $3
             WHERE id = $4 AND agency_id = $5 AND changed_at = $6"),
        values![entry.published_level, entry.note, now, id, agency, seen],
    )
    .await
}

/// Sets one score.
pub async fn put_score(tx: &mut Transaction, id: AssessmentId, place: &Place, score: Score) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO scores (assessment_id, subject, score)
             VALUES ($1, $2, $3)
             ON CONFLICT (assessment_id, subject) DO UPDATE SET score = excluded.score"),
        values![id, place.to_string(), score],
    )
    .await
}

/// Takes one score away.
pub async fn remove_score(tx: &mut Transaction, id: AssessmentId, place: &Place) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM scores WHERE assessment_id = $1 AND subject = $2"), values![id, place.to_string()])
        .await
}

/// Removes an assessment with all its scores. Its definition stays: it may be another agency's too.
pub async fn remove(tx: &mut Transaction, agency: AgencyId, id: AssessmentId) -> db::Result<()> {
    tx.execute(
        sql("DELETE FROM scores
             WHERE assessment_id IN (SELECT id FROM assessments WHERE id = $1 AND agency_id = $2)"),
        values![id, agency],
    )
    .await?;
    tx.execute_one(sql("DELETE FROM assessments WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}
