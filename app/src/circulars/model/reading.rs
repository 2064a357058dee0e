//! Who is to read a circular, who has, and how fast: pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use thai::{Bilingual, date::day_in_bangkok};

use super::{AcknowledgementId, Circular, CircularId, MeetingId, Reader};
use crate::{
    calendar::WorkingDays,
    organisation::model::{PersonId, PostId, UnitId},
};

/// How many times a wrong PIN may be typed before it is locked for a while.
pub const MOST_FAILURES: i64 = 5;

/// How somebody acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// Signed in.
    SignedIn,
    /// By PIN at a shared terminal.
    Pin,
    /// By signing a paper list.
    Paper,
    /// By coming to a briefing.
    Briefing,
}

/// That somebody opened a version of a circular, and acknowledged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Identifier.
    pub id: AcknowledgementId,
    /// The circular.
    pub circular: CircularId,
    /// Who.
    pub person: PersonId,
    /// The version.
    pub version: i64,
    /// When it was first opened on a screen.
    pub opened_at: Option<Timestamp>,
    /// When it was acknowledged, and how.
    pub done: Option<(Timestamp, Way)>,
    /// The briefing at which it was.
    pub meeting: Option<MeetingId>,
}

/// Somebody of the office today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their posts, and those for which they act.
    pub posts: BTreeSet<PostId>,
    /// The units of these posts.
    pub units: BTreeSet<UnitId>,
    /// The name of their first post.
    pub post: Bilingual,
}

/// How a reader stands with the version that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Acknowledged.
    Acknowledged {
        /// When.
        at: Timestamp,
        /// How.
        way: Way,
    },
    /// Acknowledged an earlier version; the text has changed since.
    Outdated,
    /// Opened, not acknowledged.
    Opened,
    /// Not even opened.
    Unread,
}

impl Way {
    /// All ways.
    pub const ALL: [Way; 4] = [Way::SignedIn, Way::Pin, Way::Paper, Way::Briefing];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Way::SignedIn => "signed_in",
            Way::Pin => "pin",
            Way::Paper => "paper",
            Way::Briefing => "briefing",
        }
    }

    /// The way with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Way::SignedIn => Bilingual::new("เข้าสู่ระบบ", "Signed in"),
            Way::Pin => Bilingual::new("PIN ที่เครื่องส่วนกลาง", "PIN at a shared terminal"),
            Way::Paper => Bilingual::new("ลงชื่อบนกระดาษ", "Signed on paper"),
            Way::Briefing => Bilingual::new("เข้าร่วมการชี้แจง", "Came to a briefing"),
        }
    }
}

impl Member {
    /// Is this person among the readers?
    pub fn is_among(&self, audience: &[Reader]) -> bool {
        audience.iter().any(|reader| match reader {
            Reader::Everyone => true,
            Reader::Unit(unit) => self.units.contains(unit),
            Reader::Post(post) => self.posts.contains(post),
            Reader::Person(person) => self.person == *person,
        })
    }
}

/// The members who are to read: reckoned with the office as it is today, so that whoever is new or was moved receives all
/// that is in force.
pub fn readers<'a>(audience: &[Reader], staff: &'a [Member]) -> Vec<&'a Member> {
    staff.iter().filter(|member| member.is_among(audience)).collect()
}

/// How a reader stands, from their acknowledgements of this circular.
pub fn standing<'a>(version: i64, own: impl IntoIterator<Item = &'a Acknowledgement>) -> Standing {
    let mut standing = Standing::Unread;
    for one in own {
        match (one.version == version, one.done) {
            (true, Some((at, way))) => return Standing::Acknowledged { at, way },
            (true, None) => standing = Standing::Opened,
            (false, Some(_)) if standing == Standing::Unread => standing = Standing::Outdated,
            _ => {}
        }
    }
    standing
}

/// The last day on which it is acknowledged in time.
pub fn due(circular: &Circular, days: &WorkingDays) -> Option<Date> {
    let issued = circular.state.issued_at()?;
    // What is sent before its force begins is due from the day of its force.
    let from = day_in_bangkok(issued).max(circular.said.valid_from);
    Some(days.after(from, circular.said.working_days))
}

/// What a circular's readers come to: what figures and reports count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many are to read it.
    pub readers: i64,
    /// How many acknowledged the version that counts.
    pub acknowledged: i64,
    /// How many did so in time.
    pub in_time: i64,
    /// How many are counted for being in time: those who acknowledged, and all once the time is up.
    pub timed: i64,
    /// After how many hours each acknowledged.
    pub hours: Vec<i64>,
    /// How many by each way.
    pub ways: BTreeMap<Way, i64>,
}

impl Tally {
    /// Takes another tally in.
    pub fn add(&mut self, other: &Tally) {
        self.readers += other.readers;
        self.acknowledged += other.acknowledged;
        self.in_time += other.in_time;
        self.timed += other.timed;
        self.hours.extend(&other.hours);
        for (way, count) in &other.ways {
            *self.ways.entry(*way).or_default() += count;
        }
    }
}

/// Counts the readers of a circular.
pub fn tally<'a>(
    circular: &Circular,
    readers: impl IntoIterator<Item = &'a Member>,
    by_person: &BTreeMap<PersonId, Vec<&Acknowledgement>>,
    days: &WorkingDays,
    today: Date,
) -> Tally {
    let (Some(issued), Some(due)) = (circular.state.issued_at(), due(circular, days)) else { return Tally::default() };
    let mut tally = Tally::default();
    for member in readers {
        tally.readers += 1;
        let own = by_person.get(&member.person).into_iter().flatten().copied();
        // Whoever acknowledged an earlier version in time did so in time; the later version is asked for anew.
        let Standing::Acknowledged { at, way } = standing(circular.version, own) else {
            tally.timed += i64::from(today > due);
            continue;
        };
        tally.acknowledged += 1;
        tally.timed += 1;
        tally.in_time += i64::from(day_in_bangkok(at) <= due);
        tally.hours.push((at.as_second() - issued.as_second()).max(0) / 3600);
        *tally.ways.entry(way).or_default() += 1;
    }
    tally
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{super::samples::circular, *};

    fn member(unit: Option<UnitId>) -> Member {
        Member {
            person: PersonId::new(),
            name: "ตัวอย่าง".into(),
            posts: BTreeSet::from([PostId::new()]),
            units: unit.into_iter().collect(),
            post: Bilingual::new("เจ้าหน้าที่", "Officer"),
        }
    }

    fn acknowledged(circular: &Circular, member: &Member, version: i64, at: Option<&str>) -> Acknowledgement {
        Acknowledgement {
            id: AcknowledgementId::new(),
            circular: circular.id,
            person: member.person,
            version,
            opened_at: None,
            done: at.map(|at| (at.parse().expect("a moment"), Way::SignedIn)),
            meeting: None,
        }
    }

    #[test]
    fn whoever_stands_in_the_unit_today_is_to_read() {
        let unit = UnitId::new();
        let (inside, outside) = (member(Some(unit)), member(None));
        let staff = [inside.clone(), outside.clone()];
        assert_eq!(readers(&[Reader::Unit(unit)], &staff), [&inside]);
        assert_eq!(readers(&[Reader::Everyone], &staff).len(), 2);
        assert_eq!(readers(&[Reader::Person(outside.person), Reader::Unit(unit)], &staff).len(), 2);
        assert!(readers(&[], &staff).is_empty());
    }

    #[test]
    fn a_changed_text_is_asked_for_again() {
        let (circular, reader) = (circular("2022-04-01T03:00:00Z"), member(None));
        let first = acknowledged(&circular, &reader, 1, Some("2022-04-01T04:00:00Z"));
        assert!(matches!(standing(1, [&first]), Standing::Acknowledged { .. }));
        assert_eq!(standing(2, [&first]), Standing::Outdated);
        let opened = acknowledged(&circular, &reader, 2, None);
        assert_eq!(standing(2, [&first, &opened]), Standing::Opened);
        assert_eq!(standing(2, []), Standing::Unread);
    }

    #[test]
    fn in_time_is_counted_in_working_days_and_only_when_it_can_be_told() {
        // Issued on Friday 8 April 2022; three working days later, past Songkran, is Monday 18 April.
        let days = WorkingDays::new(&[]);
        let circular = circular("2022-04-08T03:00:00Z");
        assert_eq!(due(&circular, &days), Some(date(2022, 4, 18)));
        let (early, late, never) = (member(None), member(None), member(None));
        let all = [
            acknowledged(&circular, &early, 1, Some("2022-04-08T08:00:00Z")),
            acknowledged(&circular, &late, 1, Some("2022-04-19T03:00:00Z")),
        ];
        let by_person = BTreeMap::from([(early.person, vec![&all[0]]), (late.person, vec![&all[1]])]);
        let readers = [&early, &late, &never];
        let before = tally(&circular, readers, &by_person, &days, date(2022, 4, 18));
        assert_eq!((before.readers, before.acknowledged, before.in_time, before.timed), (3, 2, 1, 2));
        assert_eq!(before.hours, [5, 264]);
        let after = tally(&circular, readers, &by_person, &days, date(2022, 4, 19));
        assert_eq!(after.timed, 3);
    }
}
