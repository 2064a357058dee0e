//! Who is to read a circular, who has, and how fast: pure.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use thai::{
    Bilingual,
    date::{day_in_bangkok, from_bangkok},
};

use super::{AcknowledgementId, Circular, CircularId, MeetingId, Reader};
use crate::{
    calendar::WorkingDays,
    organisation::model::{Member, PersonId, Place},
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

/// Somebody who is to read a circular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressee<'a> {
    /// Who.
    pub member: &'a Member,
    /// The first day on which they stood among its readers.
    pub since: Date,
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

/// Since when somebody stands among the readers; `None` who does not.
fn since(member: &Member, audience: &[Reader]) -> Option<Date> {
    let is_named = |place: &Place| {
        audience.iter().any(|reader| match reader {
            Reader::Everyone => true,
            Reader::Unit(unit) => place.unit == Some(*unit),
            Reader::Post(post) => place.post == *post,
            Reader::Person(person) => member.person == *person,
        })
    };
    member.places.iter().filter(|place| is_named(place)).map(|place| place.since).min()
}

/// The members who are to read: reckoned with the office as it is today, so that whoever is new or was moved receives all
/// that is in force. Who came after the last day of its force is none of them.
pub fn readers<'a>(circular: &Circular, audience: &[Reader], staff: &'a [Member]) -> Vec<Addressee<'a>> {
    let is_in_its_time = |since: &Date| circular.said.valid_until.is_none_or(|until| *since <= until);
    let of = |member: &'a Member| {
        let since = since(member, audience).filter(is_in_its_time)?;
        Some(Addressee { member, since })
    };
    staff.iter().filter_map(of).collect()
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

/// The day from which a reader can be asked for an acknowledgement: the latest of the sending of the text that counts, the
/// first day of its force, and the first day of the reader among its readers. `None` of a draft.
fn asked_from(circular: &Circular, since: Date) -> Option<Date> {
    Some(day_in_bangkok(circular.sent_at?).max(circular.said.valid_from).max(since))
}

/// The last day on which somebody who stands among the readers since then acknowledges in time.
pub fn due(circular: &Circular, since: Date, days: &WorkingDays) -> Option<Date> {
    Some(days.after(asked_from(circular, since)?, circular.said.working_days))
}

/// How many hours by the clock somebody took: from the sending, or from the first moment of the day from which they are asked
/// if that is later.
fn hours(circular: &Circular, since: Date, at: Timestamp) -> i64 {
    let begin = asked_from(circular, since).and_then(|day| from_bangkok(day, Time::midnight()));
    let from = begin.max(circular.sent_at).unwrap_or(at);
    (at.as_second() - from.as_second()).max(0) / 3600
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
    readers: impl IntoIterator<Item = Addressee<'a>>,
    by_person: &BTreeMap<PersonId, Vec<&Acknowledgement>>,
    days: &WorkingDays,
    today: Date,
) -> Tally {
    let mut tally = Tally::default();
    for Addressee { member, since } in readers {
        let Some(due) = due(circular, since, days) else { continue };
        tally.readers += 1;
        let own = by_person.get(&member.person).into_iter().flatten().copied();
        let Standing::Acknowledged { at, way } = standing(circular.version, own) else {
            tally.timed += i64::from(today > due);
            continue;
        };
        tally.acknowledged += 1;
        tally.timed += 1;
        tally.in_time += i64::from(day_in_bangkok(at) <= due);
        tally.hours.push(hours(circular, since, at));
        *tally.ways.entry(way).or_default() += 1;
    }
    tally
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{super::samples::circular, *};
    use crate::organisation::model::{PostId, UnitId};

    fn member(unit: Option<UnitId>, since: Date) -> Member {
        Member {
            person: PersonId::new(),
            name: "ตัวอย่าง".into(),
            post: Bilingual::new("เจ้าหน้าที่", "Officer"),
            places: vec![Place { post: PostId::new(), unit, roles: Vec::new(), since }],
        }
    }

    fn old_hand() -> Member {
        member(None, date(2021, 10, 1))
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
        let (inside, outside) = (member(Some(unit), date(2022, 4, 4)), old_hand());
        let staff = [inside.clone(), outside.clone()];
        let mut circular = circular("2022-04-01T03:00:00Z");
        let readers_of = |audience: &[Reader]| readers(&circular, audience, &staff).len();
        assert_eq!(
            readers(&circular, &[Reader::Unit(unit)], &staff),
            [Addressee { member: &inside, since: date(2022, 4, 4) }]
        );
        assert_eq!(readers_of(&[Reader::Everyone]), 2);
        assert_eq!(readers_of(&[Reader::Person(outside.person), Reader::Unit(unit)]), 2);
        assert_eq!(readers_of(&[]), 0);
        circular.said.valid_until = Some(date(2022, 4, 3));
        let in_time = readers(&circular, &[Reader::Everyone], &staff);
        assert_eq!(
            in_time,
            [Addressee { member: &outside, since: date(2021, 10, 1) }],
            "who came too late is no reader"
        );
    }

    #[test]
    fn a_changed_text_is_asked_for_again() {
        let (circular, reader) = (circular("2022-04-01T03:00:00Z"), old_hand());
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
        let before = date(2021, 10, 1);
        assert_eq!(due(&circular, before, &days), Some(date(2022, 4, 18)));
        let (early, late, never) = (old_hand(), old_hand(), old_hand());
        let all = [
            acknowledged(&circular, &early, 1, Some("2022-04-08T08:00:00Z")),
            acknowledged(&circular, &late, 1, Some("2022-04-19T03:00:00Z")),
        ];
        let by_person = BTreeMap::from([(early.person, vec![&all[0]]), (late.person, vec![&all[1]])]);
        let staff = [early, late, never];
        let on = |day| {
            let readers = readers(&circular, &[Reader::Everyone], &staff);
            tally(&circular, readers, &by_person, &days, day)
        };
        let before = on(date(2022, 4, 18));
        assert_eq!((before.readers, before.acknowledged, before.in_time, before.timed), (3, 2, 1, 2));
        assert_eq!(before.hours, [5, 264]);
        assert_eq!(on(date(2022, 4, 19)).timed, 3);
    }

    #[test]
    fn nobody_is_late_for_what_they_could_not_have_read() {
        let days = WorkingDays::new(&[]);
        let mut circular = circular("2022-04-08T03:00:00Z");
        let newcomer = date(2022, 5, 2);
        assert_eq!(due(&circular, newcomer, &days), Some(date(2022, 5, 6)), "past Coronation Day");
        assert_eq!(hours(&circular, newcomer, "2022-05-02T03:00:00Z".parse().expect("a moment")), 10);
        // A changed text counts from when it was sent, not from the first issue.
        circular.version = 2;
        circular.sent_at = Some("2022-06-06T03:00:00Z".parse().expect("a moment"));
        assert_eq!(due(&circular, newcomer, &days), Some(date(2022, 6, 9)));
        assert_eq!(hours(&circular, newcomer, "2022-06-06T07:00:00Z".parse().expect("a moment")), 4);
        circular.said.valid_from = date(2022, 7, 4);
        assert_eq!(due(&circular, newcomer, &days), Some(date(2022, 7, 7)));
    }
}
