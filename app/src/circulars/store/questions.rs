//! The rows of questions about circulars, and of their answers.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;

use super::PARTS;
use crate::{
    circulars::model::{Answer, CircularId, Question, QuestionId},
    kit::visit::{AgencyId, UserId},
};

impl FromRow for Question {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            text: row.get("text")?,
            asked_at: row.get("asked_at")?,
            asked_by: row.get("asked_name")?,
            answer: match row.optional("answered_at")? {
                None => None,
                Some(at) => Some(Answer { text: row.get("answer")?, at, by: row.get("answered_name")? }),
            },
        })
    }
}

/// The questions about a circular, the latest first.
pub async fn list(connection: &mut Connection, agency: AgencyId, id: CircularId) -> db::Result<Vec<Question>> {
    connection
        .list(
            sql("SELECT id, text, asked_at, asked_name, answer, answered_at, answered_name FROM circular_questions
                 WHERE circular_id = $1 AND agency_id = $2
                 ORDER BY asked_at DESC, id DESC
                 LIMIT $3"),
            values![id, agency, PARTS],
        )
        .await
}

/// A question of the agency with its circular.
pub async fn find(
    connection: &mut Connection,
    agency: AgencyId,
    id: QuestionId,
) -> db::Result<Option<(CircularId, Question)>> {
    let rows = connection
        .rows(
            sql("SELECT id, circular_id, text, asked_at, asked_name, answer, answered_at, answered_name
                 FROM circular_questions
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await?;
    rows.first().map(|row| Ok((row.get("circular_id")?, Question::from_row(row)?))).transpose()
}

/// Adds a question.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    (circular, id): (CircularId, QuestionId),
    text: &str,
    (by, name): (Option<UserId>, &str),
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO circular_questions (id, agency_id, circular_id, text, asked_at, asked_by, asked_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        values![id, agency, circular, text, now, by, name],
    )
    .await
}

/// Answers a question, or answers it anew.
pub async fn answer(
    tx: &mut Transaction,
    agency: AgencyId,
    id: QuestionId,
    (text, name): (&str, &str),
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE circular_questions SET answer = $3, answered_at = $4, answered_name = $5
             WHERE id = $1 AND agency_id = $2"),
        values![id, agency, text, now, name],
    )
    .await
}
