//! Opening and acknowledging circulars, by each of the ways.

use std::collections::{BTreeMap, BTreeSet};

use db::{Connection, Transaction};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::Bilingual;

use super::{audience, load, record};
use crate::{
    accounts::model::{hash_password, verify_password},
    circulars::{
        model::{
            Circular, CircularId, MeetingId,
            reading::{MOST_FAILURES, Member, Way, readers},
        },
        store::reading::{self as rows, Done},
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

/// Whoever holds a post of the office on a day, or acts for one, by name.
pub async fn staff(connection: &mut Connection, agency: AgencyId, day: Date) -> Result<Vec<Member>, Error> {
    let holders = organisation::list_holders(connection, agency, day).await?;
    let posts = organisation::list_posts(connection, agency).await?;
    let units: BTreeMap<_, _> = posts.into_iter().filter_map(|post| Some((post.id, post.unit?))).collect();
    let mut members: BTreeMap<PersonId, Member> = BTreeMap::new();
    for held in holders {
        let member = members.entry(held.holding.person).or_insert_with(|| Member {
            person: held.holding.person,
            name: held.person.clone(),
            posts: BTreeSet::new(),
            units: BTreeSet::new(),
            post: held.post_held(),
        });
        member.posts.insert(held.holding.post);
        member.units.extend(units.get(&held.holding.post));
    }
    let mut members: Vec<Member> = members.into_values().collect();
    members.sort_by_cached_key(|member| thai::sort_key(&member.name));
    Ok(members)
}

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

/// How and when somebody acknowledges, and who writes it down.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// When: of a paper list or a briefing, its day.
    pub at: Timestamp,
    /// By which way.
    pub way: Way,
    /// At which briefing.
    pub meeting: Option<MeetingId>,
    /// On which paper.
    pub scan: Option<DocumentId>,
}

/// Acknowledges a circular for somebody, or for several. Whoever is no reader is left out; the first acknowledgement of a
/// version counts. Returns how many are new.
pub async fn acknowledge(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: CircularId,
    (people, how): (&[PersonId], How),
    now: Timestamp,
) -> Result<usize, Error> {
    let circular = load(tx, agency, id).await?;
    let Some(hash) = circular.hash.filter(|_| circular.is_in_force(clock::day_of(now))) else {
        return Err(Error::Conflict(Bilingual::new(
            "หนังสือเวียนนี้ไม่อยู่ในวันมีผล จึงรับทราบไม่ได้ เปิดหน้านี้อีกครั้งเพื่อดูล่าสุด",
            "This circular is not in force, so it cannot be acknowledged. Reload to see the latest.",
        )));
    };
    let audience = audience(tx, agency, id).await?;
    let staff = staff(tx, agency, clock::day_of(now)).await?;
    let mut new = Vec::new();
    // A paper list and a briefing count at noon of their day, but nobody acknowledges before it was sent.
    let done = Done {
        at: circular.state.issued_at().map_or(how.at, |issued| how.at.max(issued)),
        way: how.way,
        meeting: how.meeting,
        scan: how.scan,
        by: actor.user.map(UserId),
        name: &actor.name,
    };
    for member in readers(&audience, &staff).into_iter().filter(|member| people.contains(&member.person)) {
        if rows::acknowledge(tx, agency, (id, circular.version, hash), member.person, &done).await? {
            new.push(member.name.as_str());
        }
    }
    if !new.is_empty() {
        let after = json!({
            "name": circular.said.subject, "people": new.join(", "), "way": how.way.key(), "version": circular.version,
            "day": clock::day_of(how.at),
        });
        record(tx, actor, agency, id, "circulars.reading.acknowledged", (Value::Null, after), now).await?;
    }
    Ok(new.len())
}

/// Makes a PIN for somebody instead of the one before, and returns it: it is shown once and kept only as a hash.
pub async fn give_pin(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    person: PersonId,
    now: Timestamp,
) -> Result<(String, String), Error> {
    let person = organisation::load_person(tx, agency, person).await?;
    let bytes = secret::random();
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let pin = format!("{:06}", number % 1_000_000);
    let typed = pin.clone();
    let hash = tokio::task::spawn_blocking(move || hash_password(&typed))
        .await
        .map_err(|error| Error::Internal(error.into()))?
        .map_err(|error| Error::Internal(anyhow::anyhow!("hashing a PIN: {error}")))?;
    crate::circulars::store::reading::set_pin(tx, agency, person.id, &hash, now).await?;
    let change = Change {
        agency,
        action: "circulars.pin.given",
        subject: Subject { kind: "person", id: person.id.0 },
        before: Value::Null,
        after: json!({"name": person.name}),
    };
    audit::record(tx, actor, change, now).await?;
    Ok((person.name, pin))
}

/// Is this the PIN of that person? A wrong one is counted; too many lock it for a while. The caller commits in any case.
pub async fn check_pin(
    tx: &mut Transaction,
    agency: AgencyId,
    person: PersonId,
    pin: &str,
    now: Timestamp,
) -> Result<Result<(), Bilingual>, Error> {
    let wrong = || {
        Bilingual::new(
            "ชื่อหรือ PIN ไม่ถูกต้อง ลองอีกครั้ง หรือขอ PIN ใหม่จากหัวหน้า",
            "The name or the PIN is not right. Try again, or ask your supervisor for a new PIN.",
        )
    };
    let Some(known) = rows::find_pin(tx, agency, person).await? else { return Ok(Err(wrong())) };
    if known.locked_until.is_some_and(|until| now < until) {
        return Ok(Err(Bilingual::new(
            "ใส่ PIN ผิดหลายครั้ง ระบบพัก PIN นี้ไว้ 15 นาที ลองใหม่ภายหลัง",
            "The PIN was wrong too often and rests for 15 minutes. Try again later.",
        )));
    }
    let typed = thai::digits::to_arabic(pin);
    let is_right = tokio::task::spawn_blocking(move || verify_password(&typed, Some(&known.hash)))
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    let failures = if is_right { 0 } else { known.failures + 1 };
    let locked = (failures >= MOST_FAILURES).then(|| now + LOCKED_FOR);
    let failures = if locked.is_some() { 0 } else { failures };
    rows::count_failures(tx, agency, person, (failures, locked)).await?;
    Ok(if is_right { Ok(()) } else { Err(wrong()) })
}
