//! The rows of acknowledgements and of PINs.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;

use crate::{
    circulars::model::{
        AcknowledgementId, CircularId, MeetingId,
        reading::{Acknowledgement, MOST_FAILURES, Way},
    },
    documents::DocumentId,
    kit::visit::{AgencyId, UserId},
    organisation::model::PersonId,
};

/// More acknowledgements than an office has of the circulars of a year.
const WHOLE: i64 = 200_000;

impl FromRow for Acknowledgement {
    fn from_row(row: &Row) -> db::Result<Self> {
        let at: Option<Timestamp> = row.optional("acknowledged_at")?;
        Ok(Self {
            id: row.get("id")?,
            circular: row.get("circular_id")?,
            person: row.get("person_id")?,
            version: row.get("version")?,
            opened_at: row.optional("opened_at")?,
            done: match at {
                None => None,
                Some(at) => Some((at, row.keyword("way", Way::from_key)?)),
            },
            meeting: row.optional("meeting_id")?,
        })
    }
}

/// All acknowledgements of a circular.
pub async fn list_of_circular(
    connection: &mut Connection,
    agency: AgencyId,
    circular: CircularId,
) -> db::Result<Vec<Acknowledgement>> {
    connection
        .list(
            sql("SELECT id, circular_id, person_id, version, opened_at, acknowledged_at, way, meeting_id
                 FROM acknowledgements
                 WHERE circular_id = $1 AND agency_id = $2
                 ORDER BY person_id, version
                 LIMIT $3"),
            values![circular, agency, WHOLE],
        )
        .await
}

/// The acknowledgements of circulars that were issued in a time.
pub async fn list_of_issued(
    connection: &mut Connection,
    agency: AgencyId,
    from: Timestamp,
    until: Timestamp,
) -> db::Result<Vec<Acknowledgement>> {
    connection
        .list(
            sql("SELECT a.id, a.circular_id, a.person_id, a.version, a.opened_at, a.acknowledged_at, a.way, a.meeting_id
                 FROM acknowledgements a
                 JOIN circulars c ON c.id = a.circular_id
                 WHERE c.agency_id = $1 AND c.issued_at >= $2 AND c.issued_at < $3
                 LIMIT $4"),
            values![agency, from, until, WHOLE],
        )
        .await
}

/// The acknowledgements of somebody.
pub async fn list_of_person(
    connection: &mut Connection,
    agency: AgencyId,
    person: PersonId,
) -> db::Result<Vec<Acknowledgement>> {
    connection
        .list(
            sql("SELECT id, circular_id, person_id, version, opened_at, acknowledged_at, way, meeting_id
                 FROM acknowledgements
                 WHERE person_id = $1 AND agency_id = $2
                 ORDER BY circular_id, version
                 LIMIT $3"),
            values![person, agency, WHOLE],
        )
        .await
}

/// Notes that somebody opened a version; the first time counts.
pub async fn open(
    tx: &mut Transaction,
    agency: AgencyId,
    (circular, version, hash): (CircularId, i64, [u8; 32]),
    person: PersonId,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute(
        sql("INSERT INTO acknowledgements (id, agency_id, circular_id, person_id, version, content_hash, opened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (circular_id, person_id, version) DO NOTHING"),
        values![AcknowledgementId::new(), agency, circular, person, version, hash, now],
    )
    .await
    .map(|_| ())
}

/// How somebody acknowledged.
pub struct Done<'a> {
    /// When: of a paper list or a briefing, its day.
    pub at: Timestamp,
    /// How.
    pub way: Way,
    /// At which briefing.
    pub meeting: Option<MeetingId>,
    /// On which paper.
    pub scan: Option<DocumentId>,
    /// Who wrote it down.
    pub by: Option<UserId>,
    /// Who, as they were called then.
    pub name: &'a str,
}

/// Acknowledges a version for somebody. Returns whether it is new: the first acknowledgement counts.
pub async fn acknowledge(
    tx: &mut Transaction,
    agency: AgencyId,
    (circular, version, hash): (CircularId, i64, [u8; 32]),
    person: PersonId,
    done: &Done<'_>,
) -> db::Result<bool> {
    let changed = tx
        .execute(
            sql("INSERT INTO acknowledgements (id, agency_id, circular_id, person_id, version, content_hash,
                                               acknowledged_at, way, meeting_id, scan_id, by_user, by_name)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 ON CONFLICT (circular_id, person_id, version) DO UPDATE
                 SET acknowledged_at = excluded.acknowledged_at, way = excluded.way, meeting_id = excluded.meeting_id,
                     scan_id = excluded.scan_id, by_user = excluded.by_user, by_name = excluded.by_name
                 WHERE acknowledgements.acknowledged_at IS NULL"),
            values![
                AcknowledgementId::new(),
                agency,
                circular,
                person,
                version,
                hash,
                done.at,
                done.way.key(),
                done.meeting,
                done.scan,
                done.by,
                done.name
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// The hash of somebody's PIN.
pub async fn find_pin(connection: &mut Connection, agency: AgencyId, person: PersonId) -> db::Result<Option<String>> {
    let rows = connection
        .rows(sql("SELECT hash FROM reading_pins WHERE person_id = $1 AND agency_id = $2"), values![person, agency])
        .await?;
    rows.first().map(|row| row.get("hash")).transpose()
}

/// Takes the acknowledgements of a briefing back from whoever, as it turned out, did not come.
pub async fn undo_briefing(tx: &mut Transaction, agency: AgencyId, meeting: MeetingId) -> db::Result<()> {
    tx.execute(
        sql("DELETE FROM acknowledgements
             WHERE meeting_id = $1 AND agency_id = $2 AND opened_at IS NULL
               AND person_id NOT IN (SELECT p.person_id FROM meeting_people p WHERE p.meeting_id = $1)"),
        values![meeting, agency],
    )
    .await?;
    tx.execute(
        sql("UPDATE acknowledgements
             SET acknowledged_at = NULL, way = NULL, meeting_id = NULL, by_user = NULL, by_name = ''
             WHERE meeting_id = $1 AND agency_id = $2
               AND person_id NOT IN (SELECT p.person_id FROM meeting_people p WHERE p.meeting_id = $1)"),
        values![meeting, agency],
    )
    .await
    .map(|_| ())
}

/// Who of the agency has a PIN.
pub async fn list_with_pin(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<PersonId>> {
    let rows = connection
        .rows(sql("SELECT person_id FROM reading_pins WHERE agency_id = $1 LIMIT $2"), values![agency, WHOLE])
        .await?;
    rows.iter().map(|row| row.get("person_id")).collect()
}

/// Gives somebody a PIN instead of the one before.
pub async fn set_pin(
    tx: &mut Transaction,
    agency: AgencyId,
    person: PersonId,
    hash: &str,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO reading_pins (person_id, agency_id, hash, failures, locked_until, issued_at)
             VALUES ($1, $2, $3, 0, NULL, $4)
             ON CONFLICT (person_id) DO UPDATE
             SET hash = excluded.hash, failures = 0, locked_until = NULL, issued_at = excluded.issued_at"),
        values![person, agency, hash, now],
    )
    .await
}

/// Counts a try before it is looked at; the one that makes [`MOST_FAILURES`] locks the PIN until `locked_until`. Returns
/// false, and counts nothing, while it is locked.
pub async fn count_try(
    tx: &mut Transaction,
    agency: AgencyId,
    person: PersonId,
    (now, locked_until): (Timestamp, Timestamp),
) -> db::Result<bool> {
    let counted = tx
        .execute(
            sql("UPDATE reading_pins
                 SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
                     locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= $5 THEN CAST($4 AS BIGINT) END
                 WHERE person_id = $1 AND agency_id = $2 AND (locked_until IS NULL OR locked_until <= $3)"),
            values![person, agency, now, locked_until, MOST_FAILURES],
        )
        .await?;
    Ok(counted > 0)
}

/// Forgets the tries that were counted: the last was right.
pub async fn forget_tries(tx: &mut Transaction, agency: AgencyId, person: PersonId) -> db::Result<()> {
    tx.execute(
        sql("UPDATE reading_pins SET failures = 0, locked_until = NULL WHERE person_id = $1 AND agency_id = $2"),
        values![person, agency],
    )
    .await
    .map(|_| ())
}
