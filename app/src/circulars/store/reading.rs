//! The rows of acknowledgements and of PINs.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;

use crate::{
    circulars::model::{
        AcknowledgementId, CircularId, MeetingId,
        reading::{Acknowledgement, Way},
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

/// The PIN of somebody.
pub struct Pin {
    /// The hash of it.
    pub hash: String,
    /// How many times a wrong one was typed since.
    pub failures: i64,
    /// Until when it is locked.
    pub locked_until: Option<Timestamp>,
}

impl FromRow for Pin {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { hash: row.get("hash")?, failures: row.get("failures")?, locked_until: row.optional("locked_until")? })
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

/// The PIN of somebody of the agency.
pub async fn find_pin(connection: &mut Connection, agency: AgencyId, person: PersonId) -> db::Result<Option<Pin>> {
    connection
        .find(
            sql("SELECT hash, failures, locked_until FROM reading_pins WHERE person_id = $1 AND agency_id = $2"),
            values![person, agency],
        )
        .await
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

/// Counts a wrong PIN, or forgets those before after a right one.
pub async fn count_failures(
    tx: &mut Transaction,
    agency: AgencyId,
    person: PersonId,
    (failures, locked_until): (i64, Option<Timestamp>),
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE reading_pins SET failures = $3, locked_until = $4 WHERE person_id = $1 AND agency_id = $2"),
        values![person, agency, failures, locked_until],
    )
    .await
}
