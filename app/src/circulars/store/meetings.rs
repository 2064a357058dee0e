//! The rows of meetings.

use std::collections::BTreeMap;

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::{Timestamp, civil::Date};

use super::number;
use crate::{
    circulars::model::{
        CircularId, MeetingId,
        meeting::{Held, Kind, Meeting, Plan, State},
    },
    kit::visit::AgencyId,
    organisation::model::PersonId,
};

/// More meetings than an office holds in a few years; more people than come to one.
const WHOLE: i64 = 2_000;

impl FromRow for Meeting {
    /// Without its topics, which are rows of their own.
    fn from_row(row: &Row) -> db::Result<Self> {
        let state: String = row.get("state")?;
        Ok(Self {
            id: row.get("id")?,
            plan: Plan {
                kind: row.keyword("kind", Kind::from_key)?,
                title: row.get("title")?,
                day: row.get("day")?,
                time: row.get("time")?,
                place: row.get("place")?,
                agenda: row.get("agenda")?,
                topics: Vec::new(),
            },
            state: match state.as_str() {
                "held" => State::Held,
                "cancelled" => State::Cancelled { reason: row.get("cancelled_reason")? },
                _ => State::Planned,
            },
            minutes: row.get("minutes")?,
            minutes_document: row.optional("minutes_document_id")?,
            circulated: row.optional("minutes_circular_id")?,
        })
    }
}

/// Meetings of an agency, the latest first.
pub async fn list(
    connection: &mut Connection,
    agency: AgencyId,
    kind: Option<Kind>,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<Meeting>> {
    connection
        .list(
            sql("SELECT id, kind, state, title, day, time, place, agenda, minutes, minutes_document_id, minutes_circular_id,
                        cancelled_reason
                 FROM meetings
                 WHERE agency_id = $1 AND (CAST($2 AS TEXT) IS NULL OR kind = $2)
                 ORDER BY day DESC, time DESC, id DESC
                 LIMIT $3 OFFSET $4"),
            values![agency, kind.map(Kind::key), limit, offset],
        )
        .await
}

/// How many meetings [`list`] finds.
pub async fn count(connection: &mut Connection, agency: AgencyId, kind: Option<Kind>) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM meetings WHERE agency_id = $1 AND (CAST($2 AS TEXT) IS NULL OR kind = $2)"),
            values![agency, kind.map(Kind::key)],
        )
        .await
}

/// The meetings of a time.
pub async fn list_between(
    connection: &mut Connection,
    agency: AgencyId,
    first: Date,
    last: Date,
) -> db::Result<Vec<Meeting>> {
    connection
        .list(
            sql("SELECT id, kind, state, title, day, time, place, agenda, minutes, minutes_document_id, minutes_circular_id,
                        cancelled_reason
                 FROM meetings
                 WHERE agency_id = $1 AND day >= $2 AND day <= $3
                 ORDER BY day, id
                 LIMIT $4"),
            values![agency, first, last, WHOLE],
        )
        .await
}

/// A meeting of the agency with its topics.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: MeetingId) -> db::Result<Option<Meeting>> {
    let found: Option<Meeting> = connection
        .find(
            sql("SELECT id, kind, state, title, day, time, place, agenda, minutes, minutes_document_id, minutes_circular_id,
                        cancelled_reason
                 FROM meetings
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await?;
    let Some(mut meeting) = found else { return Ok(None) };
    let rows = connection
        .rows(
            sql("SELECT circular_id FROM meeting_topics WHERE meeting_id = $1 AND agency_id = $2 ORDER BY circular_id LIMIT $3"),
            values![id, agency, WHOLE],
        )
        .await?;
    meeting.plan.topics = rows.iter().map(|row| row.get("circular_id")).collect::<db::Result<_>>()?;
    Ok(Some(meeting))
}

/// Keeps others from changing a meeting until this transaction ends. Nothing happens if there is none.
pub async fn keep(tx: &mut Transaction, agency: AgencyId, id: MeetingId) -> db::Result<()> {
    tx.execute(sql("UPDATE meetings SET state = state WHERE id = $1 AND agency_id = $2"), values![id, agency])
        .await
        .map(|_| ())
}

/// The circulars that a briefing explains: what they are called.
pub async fn list_topics(
    connection: &mut Connection,
    agency: AgencyId,
    id: MeetingId,
) -> db::Result<Vec<(CircularId, String)>> {
    let rows = connection
        .rows(
            sql("SELECT c.id, c.number, c.series_year, c.series_number, c.subject
                 FROM meeting_topics t
                 JOIN circulars c ON c.id = t.circular_id
                 WHERE t.meeting_id = $1 AND t.agency_id = $2
                 ORDER BY c.day, c.id
                 LIMIT $3"),
            values![id, agency, WHOLE],
        )
        .await?;
    let named = |row: &Row| Ok((row.get("id")?, number(row)?.before(&row.get::<String>("subject")?)));
    rows.iter().map(named).collect()
}

/// Who came to a meeting.
pub async fn list_came(connection: &mut Connection, agency: AgencyId, id: MeetingId) -> db::Result<Vec<PersonId>> {
    let rows = connection
        .rows(
            sql("SELECT person_id FROM meeting_people WHERE meeting_id = $1 AND agency_id = $2 LIMIT $3"),
            values![id, agency, WHOLE],
        )
        .await?;
    rows.iter().map(|row| row.get("person_id")).collect()
}

/// How many came to each of the meetings of an agency that were held since a day.
pub async fn count_came(
    connection: &mut Connection,
    agency: AgencyId,
    since: Date,
) -> db::Result<BTreeMap<MeetingId, i64>> {
    let rows = connection
        .rows(
            sql("SELECT p.meeting_id, COUNT(*) AS came FROM meeting_people p
                 JOIN meetings m ON m.id = p.meeting_id
                 WHERE m.agency_id = $1 AND m.day >= $2
                 GROUP BY p.meeting_id
                 LIMIT $3"),
            values![agency, since, WHOLE],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("meeting_id")?, row.get("came")?))).collect()
}

/// Adds a meeting. Returns false if a topic is no circular of the agency that was sent.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    id: MeetingId,
    plan: &Plan,
    now: Timestamp,
) -> db::Result<bool> {
    tx.execute_one(
        sql("INSERT INTO meetings (id, agency_id, kind, state, title, day, time, place, agenda, created_at)
             VALUES ($1, $2, $3, 'planned', $4, $5, $6, $7, $8, $9)"),
        values![id, agency, plan.kind.key(), &plan.title, plan.day, &plan.time, &plan.place, &plan.agenda, now],
    )
    .await?;
    set_topics(tx, agency, id, &plan.topics).await
}

/// Changes what is planned. Returns false as [`add`] does.
pub async fn change(tx: &mut Transaction, agency: AgencyId, id: MeetingId, plan: &Plan) -> db::Result<bool> {
    tx.execute_one(
        sql("UPDATE meetings SET kind = $3, title = $4, day = $5, time = $6, place = $7, agenda = $8
             WHERE id = $1 AND agency_id = $2 AND state = 'planned'"),
        values![id, agency, plan.kind.key(), &plan.title, plan.day, &plan.time, &plan.place, &plan.agenda],
    )
    .await?;
    set_topics(tx, agency, id, &plan.topics).await
}

async fn set_topics(tx: &mut Transaction, agency: AgencyId, id: MeetingId, topics: &[CircularId]) -> db::Result<bool> {
    tx.execute(sql("DELETE FROM meeting_topics WHERE meeting_id = $1 AND agency_id = $2"), values![id, agency]).await?;
    let mut added = 0;
    for topic in topics {
        added += tx
            .execute(
                sql("INSERT INTO meeting_topics (meeting_id, circular_id, agency_id)
                     SELECT m.id, c.id, c.agency_id FROM circulars c
                     JOIN meetings m ON m.agency_id = c.agency_id
                     WHERE m.id = $1 AND c.id = $2 AND c.agency_id = $3 AND c.state <> 'draft'"),
                values![id, *topic, agency],
            )
            .await?;
    }
    Ok(usize::try_from(added).is_ok_and(|added| added == topics.len()))
}

/// Writes down that a meeting was held: who came, and what was said. Once more corrects it.
pub async fn hold(
    tx: &mut Transaction,
    agency: AgencyId,
    id: MeetingId,
    held: &Held,
    came: &[PersonId],
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE meetings SET state = 'held', minutes = $3, minutes_document_id = $4
             WHERE id = $1 AND agency_id = $2 AND state <> 'cancelled'"),
        values![id, agency, &held.minutes, held.document],
    )
    .await?;
    tx.execute(sql("DELETE FROM meeting_people WHERE meeting_id = $1 AND agency_id = $2"), values![id, agency]).await?;
    for person in came {
        tx.execute_one(
            sql("INSERT INTO meeting_people (meeting_id, person_id, agency_id) VALUES ($1, $2, $3)"),
            values![id, *person, agency],
        )
        .await?;
    }
    Ok(())
}

/// Writes down that a meeting is not held.
pub async fn cancel(tx: &mut Transaction, agency: AgencyId, id: MeetingId, reason: &str) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE meetings SET state = 'cancelled', cancelled_reason = $3
             WHERE id = $1 AND agency_id = $2 AND state = 'planned'"),
        values![id, agency, reason],
    )
    .await
}

/// Notes the circular by which the minutes go out.
pub async fn circulate(tx: &mut Transaction, agency: AgencyId, id: MeetingId, circular: CircularId) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE meetings SET minutes_circular_id = $3 WHERE id = $1 AND agency_id = $2 AND state = 'held'"),
        values![id, agency, circular],
    )
    .await
}
