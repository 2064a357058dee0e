//! Opening and acknowledging circulars, by each of the ways.

use std::collections::BTreeSet;

use db::{Connection, Transaction};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
};
use serde_json::{Value, json};
use thai::{Bilingual, date};

use super::{audience, load_held, record};
use crate::{
    accounts,
    app::App,
    circulars::{
        model::{
            Circular, CircularId, MeetingId,
            reading::{Addressee, Way, readers},
        },
        store::{
            self,
            reading::{self as rows, Done},
        },
    },
    documents::DocumentId,
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        clock, secret,
        visit::{AgencyId, UserId},
    },
    organisation::{self, model::PersonId},
};

/// A PIN that was typed wrongly too often is locked for so long.
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// Notes that somebody opened the version that counts. It is no change of a record, so it stands in none.
pub async fn open(
    tx: &mut Transaction,
    agency: AgencyId,
    circular: &Circular,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(hash) = circular.hash else { return Ok(()) };
    Ok(rows::open(tx, agency, (circular.id, circular.version, hash), person, now).await?)
}

/// How and when somebody acknowledges.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// Signed in, having read this version.
    SignedIn {
        /// The version that was shown.
        version: i64,
    },
    /// By PIN at a shared terminal, having read this version.
    Pin {
        /// The version that was shown.
        version: i64,
    },
    /// On paper.
    Paper {
        /// When it was signed.
        day: Date,
        /// The scan of it.
        scan: Option<DocumentId>,
    },
    /// By coming to a briefing.
    Briefing {
        /// When it was held.
        day: Date,
        /// Which.
        meeting: MeetingId,
    },
}

impl How {
    fn way(self) -> Way {
        match self {
            How::SignedIn { .. } => Way::SignedIn,
            How::Pin { .. } => Way::Pin,
            How::Paper { .. } => Way::Paper,
            How::Briefing { .. } => Way::Briefing,
        }
    }

    /// The day on which it was done.
    fn day(self, now: Timestamp) -> Date {
        match self {
            How::SignedIn { .. } | How::Pin { .. } => clock::day_of(now),
            How::Paper { day, .. } | How::Briefing { day, .. } => day,
        }
    }
}

/// What came of acknowledging.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acknowledged {
    /// How many acknowledgements are new.
    pub new: usize,
    /// Was an earlier text read than the one that counts now, so that it is to be acknowledged anew?
    pub is_outdated: bool,
}

/// Acknowledges a circular for somebody, or for several. Whoever is no reader is left out; the first acknowledgement of a
/// version counts. On a screen it is the version that was shown; of a paper list and a briefing the one that stood on that
/// day: they count at noon, but nobody acknowledges before it was sent.
pub async fn acknowledge(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    (people, how): (&[PersonId], How),
    now: Timestamp,
) -> Result<Acknowledged, Error> {
    let circular = load_held(tx, agency, id).await?;
    let day = how.day(now);
    if !circular.is_in_force(day) {
        return Err(not_in_force());
    }
    let (version, hash) = version_read(tx, agency, &circular, how).await?;
    let audience = audience(tx, agency, id).await?;
    let staff = organisation::list_members(tx, agency, clock::day_of(now)).await?;
    let sent = if version == circular.version { circular.sent_at } else { circular.state.issued_at() };
    let done = Done {
        at: moment(how, now).max(sent.unwrap_or(now)),
        way: how.way(),
        meeting: if let How::Briefing { meeting, .. } = how { Some(meeting) } else { None },
        scan: if let How::Paper { scan, .. } = how { scan } else { None },
        by: actor.user.map(UserId),
        name: &actor.name,
    };
    let mut new = Vec::new();
    let chosen: BTreeSet<PersonId> = people.iter().copied().collect();
    for Addressee { member, .. } in readers(&circular, &audience, &staff) {
        if chosen.contains(&member.person)
            && rows::acknowledge(tx, agency, (id, version, hash), member.person, &done).await?
        {
            new.push(member.name.as_str());
        }
    }
    if !new.is_empty() {
        let after = json!({
            "name": circular.said.subject, "people": new.join(", "), "way": how.way().key(), "version": version, "day": day,
        });
        record(tx, actor, agency, id, "circulars.reading.acknowledged", (Value::Null, after), now).await?;
    }
    Ok(Acknowledged { new: new.len(), is_outdated: version != circular.version })
}

fn moment(how: How, now: Timestamp) -> Timestamp {
    match how {
        How::SignedIn { .. } | How::Pin { .. } => now,
        How::Paper { day, .. } | How::Briefing { day, .. } => {
            date::from_bangkok(day, Time::constant(12, 0, 0, 0)).unwrap_or(now).min(now)
        }
    }
}

/// The version that was read. What was not seen is not acknowledged: the text may have changed since it was shown.
async fn version_read(
    connection: &mut Connection,
    agency: AgencyId,
    circular: &Circular,
    how: How,
) -> Result<(i64, [u8; 32]), Error> {
    match how {
        How::SignedIn { version } | How::Pin { version } if version == circular.version => {
            Ok((version, circular.hash.ok_or_else(not_in_force)?))
        }
        How::SignedIn { .. } | How::Pin { .. } => Err(Error::Conflict(Bilingual::new(
            "ข้อความเปลี่ยนระหว่างที่อ่าน เปิดหน้านี้อีกครั้ง อ่านฉบับล่าสุด แล้วรับทราบ",
            "The text changed while you read. Reload the page, read the latest text, then acknowledge it.",
        ))),
        How::Paper { day, .. } | How::Briefing { day, .. } => {
            let end = day.tomorrow().ok().and_then(|next| date::from_bangkok(next, Time::midnight()));
            let found =
                store::find_version_before(connection, agency, circular.id, end.unwrap_or(Timestamp::MAX)).await?;
            found.ok_or_else(not_in_force)
        }
    }
}

/// Refuses to acknowledge what is not in force.
pub fn not_in_force() -> Error {
    Error::Conflict(Bilingual::new(
        "หนังสือเวียนนี้ไม่อยู่ในวันมีผล จึงรับทราบไม่ได้ เปิดหน้านี้อีกครั้งเพื่อดูล่าสุด",
        "This circular is not in force, so it cannot be acknowledged. Reload to see the latest.",
    ))
}

/// A new PIN and its hash. Made before the transaction in which it is given: hashing takes its time.
pub async fn make_pin() -> Result<(String, String), Error> {
    let number = secret::random().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let pin = format!("{:06}", number % 1_000_000);
    let hash = accounts::actions::hash_off_thread(&pin).await?;
    Ok((pin, hash))
}

/// Gives somebody a PIN, of which only the hash is kept, instead of the one before. Returns whose it is.
pub async fn give_pin(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (person, hash): (PersonId, &str),
    now: Timestamp,
) -> Result<String, Error> {
    let person = organisation::load_person(tx, agency, person).await?;
    rows::set_pin(tx, agency, person.id, hash, now).await?;
    let change = Change {
        agency,
        action: "circulars.pin.given",
        subject: Subject { kind: "person", id: person.id.0 },
        before: Value::Null,
        after: json!({"name": person.name}),
    };
    audit::record(tx, actor, change, now).await?;
    Ok(person.name)
}

/// Is this the PIN of that person? Each try is counted before it is looked at, so that tries made at once count, too; too
/// many wrong ones lock it for a while.
pub async fn check_pin(
    app: &App,
    agency: AgencyId,
    person: PersonId,
    pin: &str,
    now: Timestamp,
) -> Result<Result<(), Bilingual>, Error> {
    let mut tx = app.database.write().await?;
    let counted = rows::count_try(&mut tx, agency, person, (now, now + LOCKED_FOR)).await?;
    let known = rows::find_pin(&mut tx, agency, person).await?;
    tx.commit().await?;
    let wrong = Bilingual::new(
        "ชื่อหรือ PIN ไม่ถูกต้อง ลองอีกครั้ง หรือขอ PIN ใหม่จากหัวหน้า",
        "The name or the PIN is not right. Try again, or ask your supervisor for a new PIN.",
    );
    let Some(hash) = known else { return Ok(Err(wrong)) };
    if !counted {
        return Ok(Err(Bilingual::new(
            "ใส่ PIN ผิดหลายครั้ง ระบบพัก PIN นี้ไว้ 15 นาที ลองใหม่ภายหลัง",
            "The PIN was wrong too often and rests for 15 minutes. Try again later.",
        )));
    }
    if !accounts::actions::matches_off_thread(&thai::digits::to_arabic(pin), hash).await? {
        return Ok(Err(wrong));
    }
    let mut tx = app.database.write().await?;
    rows::forget_tries(&mut tx, agency, person).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
