//! The rows of circulars, of their versions and readers.

pub mod meetings;
pub mod questions;
pub mod reading;

use db::{Connection, FromRow, Row, Transaction, Uuid, sql, values};
use jiff::{Timestamp, civil::Date};

use super::model::{AudienceId, Check, Circular, CircularId, Number, Reader, Said, State, Urgency, Version};
use crate::{
    documents::DocumentId,
    kit::{
        listing::containing,
        visit::{AgencyId, UserId},
    },
};

/// More circulars than an office has in force, or sends in a year.
pub const WHOLE: i64 = 1_000;
/// More versions, readers or questions than a circular has.
const PARTS: i64 = 1_000;

impl FromRow for Circular {
    fn from_row(row: &Row) -> db::Result<Self> {
        let hash: Option<[u8; 32]> = row.optional("content_hash")?;
        let choices: String = row.get("choices")?;
        let right: Option<i64> = row.optional("right_choice")?;
        Ok(Self {
            id: row.get("id")?,
            state: state(row)?,
            said: Said {
                number: number(row)?,
                day: row.get("day")?,
                subject: row.get("subject")?,
                body: row.get("body")?,
                document: row.optional("document_id")?,
                urgency: row.keyword("urgency", Urgency::from_key)?,
                unit: row.optional("unit_id")?,
                valid_from: row.get("valid_from_day")?,
                valid_until: row.optional("valid_until_day")?,
                supersedes: row.optional("supersedes_id")?,
                working_days: u16::try_from(row.get::<i64>("working_days")?).unwrap_or(u16::MAX),
                check: match right {
                    None => None,
                    Some(right) => Some(Check {
                        question: row.get("question")?,
                        choices: choices.lines().map(str::to_owned).collect(),
                        right: usize::try_from(right).unwrap_or_default(),
                    }),
                },
            },
            version: row.get("version")?,
            hash,
            sent_at: row.optional("sent_at")?,
            superseded_by: row.optional("superseded_by")?,
        })
    }
}

fn number(row: &Row) -> db::Result<Number> {
    let series: Option<i64> = row.optional("series_number")?;
    let given: String = row.get("number")?;
    Ok(match series {
        Some(number) => {
            Number::Series { year: i16::try_from(row.get::<i64>("series_year")?).unwrap_or_default(), number }
        }
        None if given.is_empty() => Number::Next,
        None => Number::Given(given),
    })
}

fn state(row: &Row) -> db::Result<State> {
    let issued: Option<Timestamp> = row.optional("issued_at")?;
    let withdrawn: Option<Timestamp> = row.optional("withdrawn_at")?;
    Ok(match (issued, withdrawn) {
        (None, _) => State::Draft,
        (Some(at), None) => State::Issued { at, by: row.get("issued_name")? },
        (Some(issued_at), Some(at)) => State::Withdrawn { issued_at, at, reason: row.get("withdrawn_reason")? },
    })
}

impl FromRow for Version {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
            what_changed: row.get("what_changed")?,
            hash: row.get("content_hash")?,
            at: row.get("at")?,
            by: row.get("by_name")?,
        })
    }
}

/// One of those who are to read, with its circular.
pub struct Named {
    /// The circular.
    pub circular: CircularId,
    /// Who is to read it.
    pub reader: Reader,
}

impl FromRow for Named {
    fn from_row(row: &Row) -> db::Result<Self> {
        let kind: String = row.get("kind")?;
        let reader = match kind.as_str() {
            "unit" => Reader::Unit(row.get("unit_id")?),
            "post" => Reader::Post(row.get("post_id")?),
            "person" => Reader::Person(row.get("person_id")?),
            _ => Reader::Everyone,
        };
        Ok(Self { circular: row.get("circular_id")?, reader })
    }
}

// reading ------------------------------------------------------------------------------------------------------------

/// What a list of circulars is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Of this state only.
    pub state: Option<&'static str>,
    /// In force on this day only.
    pub in_force: Option<Date>,
    /// With these words in number, subject or text.
    pub words: Option<String>,
    /// Without drafts: for whoever writes none.
    pub sent_only: bool,
}

/// Circulars of an agency, the latest first.
pub async fn list(
    connection: &mut Connection,
    agency: AgencyId,
    narrowed: &Narrowed,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<Circular>> {
    connection
        .list(
            sql("SELECT c.id, c.state, c.number, c.series_year, c.series_number, c.day, c.subject, c.body, c.document_id,
                        c.urgency, c.unit_id, c.valid_from_day, c.valid_until_day, c.supersedes_id, c.working_days,
                        c.question, c.choices, c.right_choice, c.version, c.content_hash, c.issued_at, c.issued_name,
                        c.withdrawn_at, c.withdrawn_reason,
                        (SELECT v.at FROM circular_versions v WHERE v.circular_id = c.id AND v.number = c.version) AS sent_at,
                        (SELECT n.id FROM circulars n WHERE n.supersedes_id = c.id AND n.state = 'issued'
                         ORDER BY n.issued_at DESC LIMIT 1) AS superseded_by
                 FROM circulars c
                 WHERE c.agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR c.state = $2)
                   AND ($3 = FALSE OR (c.state = 'issued' AND c.valid_from_day <= $4
                        AND (c.valid_until_day IS NULL OR c.valid_until_day >= $4)
                        AND NOT EXISTS (SELECT 1 FROM circulars n WHERE n.supersedes_id = c.id AND n.state = 'issued')))
                   AND (CAST($5 AS TEXT) IS NULL OR LOWER(c.subject) LIKE LOWER($5) ESCAPE '!'
                        OR LOWER(c.body) LIKE LOWER($5) ESCAPE '!' OR LOWER(c.number) LIKE LOWER($5) ESCAPE '!')
                   AND ($6 = FALSE OR c.state <> 'draft')
                 ORDER BY c.day DESC, c.created_at DESC, c.id DESC
                 LIMIT $7 OFFSET $8"),
            values![
                agency,
                narrowed.state,
                narrowed.in_force.is_some(),
                narrowed.in_force.unwrap_or(Date::ZERO),
                containing(narrowed.words.as_deref()),
                narrowed.sent_only,
                limit,
                offset
            ],
        )
        .await
}

/// How many circulars [`list`] finds.
pub async fn count(connection: &mut Connection, agency: AgencyId, narrowed: &Narrowed) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM circulars c
                 WHERE c.agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR c.state = $2)
                   AND ($3 = FALSE OR (c.state = 'issued' AND c.valid_from_day <= $4
                        AND (c.valid_until_day IS NULL OR c.valid_until_day >= $4)
                        AND NOT EXISTS (SELECT 1 FROM circulars n WHERE n.supersedes_id = c.id AND n.state = 'issued')))
                   AND (CAST($5 AS TEXT) IS NULL OR LOWER(c.subject) LIKE LOWER($5) ESCAPE '!'
                        OR LOWER(c.body) LIKE LOWER($5) ESCAPE '!' OR LOWER(c.number) LIKE LOWER($5) ESCAPE '!')
                   AND ($6 = FALSE OR c.state <> 'draft')"),
            values![
                agency,
                narrowed.state,
                narrowed.in_force.is_some(),
                narrowed.in_force.unwrap_or(Date::ZERO),
                containing(narrowed.words.as_deref()),
                narrowed.sent_only
            ],
        )
        .await
}

/// Circulars that were issued in a time, the latest first, whatever became of them.
pub async fn list_issued(
    connection: &mut Connection,
    agency: AgencyId,
    from: Timestamp,
    until: Timestamp,
) -> db::Result<Vec<Circular>> {
    connection
        .list(
            sql("SELECT c.id, c.state, c.number, c.series_year, c.series_number, c.day, c.subject, c.body, c.document_id,
                        c.urgency, c.unit_id, c.valid_from_day, c.valid_until_day, c.supersedes_id, c.working_days,
                        c.question, c.choices, c.right_choice, c.version, c.content_hash, c.issued_at, c.issued_name,
                        c.withdrawn_at, c.withdrawn_reason,
                        (SELECT v.at FROM circular_versions v WHERE v.circular_id = c.id AND v.number = c.version) AS sent_at,
                        (SELECT n.id FROM circulars n WHERE n.supersedes_id = c.id AND n.state = 'issued'
                         ORDER BY n.issued_at DESC LIMIT 1) AS superseded_by
                 FROM circulars c
                 WHERE c.agency_id = $1 AND c.state <> 'draft' AND c.issued_at >= $2 AND c.issued_at < $3
                 ORDER BY c.issued_at DESC, c.id DESC
                 LIMIT $4"),
            values![agency, from, until, WHOLE],
        )
        .await
}

/// A circular of the agency.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: CircularId) -> db::Result<Option<Circular>> {
    connection
        .find(
            sql("SELECT c.id, c.state, c.number, c.series_year, c.series_number, c.day, c.subject, c.body, c.document_id,
                        c.urgency, c.unit_id, c.valid_from_day, c.valid_until_day, c.supersedes_id, c.working_days,
                        c.question, c.choices, c.right_choice, c.version, c.content_hash, c.issued_at, c.issued_name,
                        c.withdrawn_at, c.withdrawn_reason,
                        (SELECT v.at FROM circular_versions v WHERE v.circular_id = c.id AND v.number = c.version) AS sent_at,
                        (SELECT n.id FROM circulars n WHERE n.supersedes_id = c.id AND n.state = 'issued'
                         ORDER BY n.issued_at DESC LIMIT 1) AS superseded_by
                 FROM circulars c
                 WHERE c.id = $1 AND c.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Who is to read the circulars of an agency: of one, or of all that are not drafts.
pub async fn list_audience(
    connection: &mut Connection,
    agency: AgencyId,
    circular: Option<CircularId>,
) -> db::Result<Vec<Named>> {
    connection
        .list(
            sql("SELECT a.circular_id, a.kind, a.unit_id, a.post_id, a.person_id
                 FROM circular_audience a
                 JOIN circulars c ON c.id = a.circular_id
                 WHERE a.agency_id = $1
                   AND ((CAST($2 AS UUID) IS NULL AND c.state <> 'draft') OR a.circular_id = $2)
                 ORDER BY a.circular_id, a.id
                 LIMIT $3"),
            values![agency, circular, WHOLE * 20],
        )
        .await
}

/// The versions of a circular, the latest first.
pub async fn list_versions(connection: &mut Connection, agency: AgencyId, id: CircularId) -> db::Result<Vec<Version>> {
    connection
        .list(
            sql("SELECT number, subject, body, what_changed, content_hash, at, by_name FROM circular_versions
                 WHERE circular_id = $1 AND agency_id = $2
                 ORDER BY number DESC
                 LIMIT $3"),
            values![id, agency, PARTS],
        )
        .await
}

/// The version of a circular that stood before a moment: its number and hash. None had been sent if there is none.
pub async fn find_version_before(
    connection: &mut Connection,
    agency: AgencyId,
    id: CircularId,
    moment: Timestamp,
) -> db::Result<Option<(i64, [u8; 32])>> {
    let rows = connection
        .rows(
            sql("SELECT number, content_hash FROM circular_versions
                 WHERE circular_id = $1 AND agency_id = $2 AND at < $3
                 ORDER BY number DESC
                 LIMIT 1"),
            values![id, agency, moment],
        )
        .await?;
    rows.first().map(|row| Ok((row.get("number")?, row.get("content_hash")?))).transpose()
}

/// Circulars that send a document around.
pub async fn list_naming(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> db::Result<Vec<(CircularId, String)>> {
    let rows = connection
        .rows(
            sql("SELECT id, subject FROM circulars
                 WHERE agency_id = $1 AND document_id = $2 AND state <> 'draft'
                 ORDER BY day DESC
                 LIMIT 50"),
            values![agency, document],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("subject")?))).collect()
}

// writing ------------------------------------------------------------------------------------------------------------

/// Adds a draft.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    said: &Said,
    now: Timestamp,
) -> db::Result<()> {
    let written = Written::of(said);
    tx.execute_one(
        sql("INSERT INTO circulars (id, agency_id, state, number, day, subject, body, document_id, urgency, unit_id,
                                    valid_from_day, valid_until_day, supersedes_id, working_days, question, choices,
                                    right_choice, version, created_at)
             VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17)"),
        values![
            id,
            agency,
            written.number,
            said.day,
            &said.subject,
            &said.body,
            said.document,
            said.urgency.key(),
            said.unit,
            said.valid_from,
            said.valid_until,
            said.supersedes,
            i64::from(said.working_days),
            written.question,
            written.choices,
            written.right,
            now
        ],
    )
    .await
}

/// Changes a circular; `version` is 1 while it is a draft.
pub async fn change(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    said: &Said,
    (version, hash): (i64, Option<[u8; 32]>),
) -> db::Result<()> {
    let written = Written::of(said);
    tx.execute_one(
        sql("UPDATE circulars
             SET number = CASE WHEN series_number IS NULL THEN $3 ELSE number END, day = $4, subject = $5, body = $6,
                 document_id = $7, urgency = $8, unit_id = $9, valid_from_day = $10, valid_until_day = $11,
                 supersedes_id = $12, working_days = $13, question = $14, choices = $15, right_choice = $16, version = $17,
                 content_hash = $18
             WHERE id = $1 AND agency_id = $2 AND state <> 'withdrawn'"),
        values![
            id,
            agency,
            written.number,
            said.day,
            &said.subject,
            &said.body,
            said.document,
            said.urgency.key(),
            said.unit,
            said.valid_from,
            said.valid_until,
            said.supersedes,
            i64::from(said.working_days),
            written.question,
            written.choices,
            written.right,
            version,
            hash
        ],
    )
    .await
}

/// What of a circular is written otherwise than it is held.
struct Written {
    number: String,
    question: String,
    choices: String,
    right: Option<i64>,
}

impl Written {
    fn of(said: &Said) -> Self {
        let check = said.check.as_ref();
        Self {
            number: match &said.number {
                Number::Given(number) => number.clone(),
                Number::Next | Number::Series { .. } => String::new(),
            },
            question: check.map(|check| check.question.clone()).unwrap_or_default(),
            choices: check.map(|check| check.choices.join("\n")).unwrap_or_default(),
            right: check.map(|check| check.right as i64),
        }
    }
}

/// Names who is to read a circular, instead of whoever was named before.
pub async fn set_audience(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    readers: &[Reader],
) -> db::Result<()> {
    tx.execute(sql("DELETE FROM circular_audience WHERE circular_id = $1 AND agency_id = $2"), values![id, agency])
        .await?;
    for reader in readers {
        let (kind, unit, post, person): (_, Option<Uuid>, Option<Uuid>, Option<Uuid>) = match reader {
            Reader::Everyone => ("everyone", None, None, None),
            Reader::Unit(unit) => ("unit", Some(unit.0), None, None),
            Reader::Post(post) => ("post", None, Some(post.0), None),
            Reader::Person(person) => ("person", None, None, Some(person.0)),
        };
        tx.execute_one(
            sql("INSERT INTO circular_audience (id, agency_id, circular_id, kind, unit_id, post_id, person_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"),
            values![AudienceId::new(), agency, id, kind, unit, post, person],
        )
        .await?;
    }
    Ok(())
}

/// Takes the next number of a calendar year's series.
pub async fn next_in_series(tx: &mut Transaction, agency: AgencyId, year: i16) -> db::Result<i64> {
    tx.count(
        sql("INSERT INTO circular_series (agency_id, year, latest) VALUES ($1, $2, 1)
             ON CONFLICT (agency_id, year) DO UPDATE SET latest = circular_series.latest + 1
             RETURNING latest AS count"),
        values![agency, i64::from(year)],
    )
    .await
}

/// Keeps others from changing a circular until this transaction ends. Nothing happens if there is none.
pub async fn hold(tx: &mut Transaction, agency: AgencyId, id: CircularId) -> db::Result<()> {
    tx.execute(sql("UPDATE circulars SET version = version WHERE id = $1 AND agency_id = $2"), values![id, agency])
        .await
        .map(|_| ())
}

/// Sends a draft to its readers.
pub async fn issue(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    (series, hash): (Option<(i16, i64)>, [u8; 32]),
    (by, name): (Option<UserId>, &str),
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE circulars
             SET state = 'issued', series_year = $3, series_number = $4, content_hash = $5, issued_at = $6, issued_by = $7,
                 issued_name = $8
             WHERE id = $1 AND agency_id = $2 AND state = 'draft'"),
        values![
            id,
            agency,
            series.map(|(year, _)| i64::from(year)),
            series.map(|(_, number)| number),
            hash,
            now,
            by,
            name
        ],
    )
    .await
}

/// Keeps a version as it was sent.
pub async fn keep_version(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    version: &Version,
    document_hash: &str,
) -> db::Result<()> {
    tx.execute_one(
        sql(
            "INSERT INTO circular_versions (circular_id, number, agency_id, subject, body, document_hash, content_hash,
                                            what_changed, at, by_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        ),
        values![
            id,
            version.number,
            agency,
            &version.subject,
            &version.body,
            document_hash,
            version.hash,
            &version.what_changed,
            version.at,
            &version.by
        ],
    )
    .await
}

/// Takes a circular back.
pub async fn withdraw(
    tx: &mut Transaction,
    agency: AgencyId,
    id: CircularId,
    reason: &str,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE circulars SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4
             WHERE id = $1 AND agency_id = $2 AND state = 'issued'"),
        values![id, agency, now, reason],
    )
    .await
}

/// Removes a draft.
pub async fn remove(tx: &mut Transaction, agency: AgencyId, id: CircularId) -> db::Result<()> {
    set_audience(tx, agency, id, &[]).await?;
    tx.execute_one(
        sql("DELETE FROM circulars WHERE id = $1 AND agency_id = $2 AND state = 'draft'"),
        values![id, agency],
    )
    .await
}
