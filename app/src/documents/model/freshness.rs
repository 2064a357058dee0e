//! How long a document proves something: a rule on its days and on how its address answers.

use jiff::{ToSpan, civil::Date};
use thai::{Language, date};

use super::{Kind, LinkState, Version};
use crate::kit::clock::day_of;

/// So many days before it runs out, a document is said to be going stale.
const WARNING: i32 = 30;
/// An address that did not answer for so many days is dead; until then it may be a fault that passes.
const DEAD_AFTER: i32 = 7;

/// How a version stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It proves what it says.
    Fresh,
    /// It still does, but not for long.
    GoingStale {
        /// Why not.
        because: Because,
        /// The last day on which it does.
        until: Date,
    },
    /// It no longer does.
    Stale {
        /// Why not.
        because: Because,
        /// Since this day.
        since: Date,
    },
}

/// Why a document no longer proves anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It says itself until when it is in force.
    Expired,
    /// Its web address does not answer.
    LinkDead,
    /// The day it speaks of is longer ago than its kind allows.
    Old,
}

impl Freshness {
    /// Does it no longer prove anything?
    pub fn is_stale(self) -> bool {
        matches!(self, Freshness::Stale { .. })
    }

    /// Why and since when, or until when; nothing of a fresh one.
    pub fn sentence(self, t: Language) -> Option<String> {
        let (because, day, over) = match self {
            Freshness::Fresh => return None,
            Freshness::GoingStale { because, until } => (because, date::short(until, t), false),
            Freshness::Stale { because, since } => (because, date::short(since, t), true),
        };
        Some(match (because, over) {
            (Because::Expired, false) => t.say(format!("ใช้ได้ถึง {day}"), format!("In force until {day}")),
            (Because::Expired, true) => t.say(format!("หมดอายุตั้งแต่ {day}"), format!("Out of force since {day}")),
            (Because::LinkDead, false) => t.say(
                format!("ที่อยู่เว็บไม่ตอบ ถ้ายังไม่ตอบถึง {day} จะนับว่าล้าสมัย"),
                format!("The web address does not answer; it counts as stale if this lasts until {day}"),
            ),
            (Because::LinkDead, true) => {
                t.say(format!("ที่อยู่เว็บไม่ตอบตั้งแต่ {day}"), format!("The web address has not answered since {day}"))
            }
            (Because::Old, false) => {
                t.say(format!("เก่าเกินกำหนดของเอกสารชนิดนี้หลัง {day}"), format!("Too old for its kind after {day}"))
            }
            (Because::Old, true) => {
                t.say(format!("เก่าเกินกำหนดของเอกสารชนิดนี้ตั้งแต่ {day}"), format!("Too old for its kind since {day}"))
            }
        })
    }
}

/// How a version of a document of this kind stands today: the worst of what its own days, its address and its kind say.
pub fn freshness(kind: Kind, version: &Version, today: Date) -> Freshness {
    let ends = [
        version.told.valid_until.map(|until| (Because::Expired, until)),
        dead_after(version).map(|until| (Because::LinkDead, until)),
        // Whoever says until when a paper is in force knows better than a rule for its kind.
        kind.allowance()
            .filter(|_| version.told.valid_until.is_none())
            .map(|days| (Because::Old, later(version.told.speaks_of, days))),
    ];
    let Some((because, until)) = ends.into_iter().flatten().min_by_key(|(_, until)| *until) else {
        return Freshness::Fresh;
    };
    if until < today {
        // An address counts from the day on which it stopped, not from the day on which we gave it up.
        let since = match because {
            Because::LinkDead => later(until, -DEAD_AFTER),
            _ => later(until, 1),
        };
        Freshness::Stale { because, since }
    } else if until <= later(today, WARNING) {
        Freshness::GoingStale { because, until }
    } else {
        Freshness::Fresh
    }
}

/// The last day on which an address that does not answer is still given time.
fn dead_after(version: &Version) -> Option<Date> {
    let link = version.link.as_ref().filter(|link| link.state == LinkState::Failing)?;
    Some(later(day_of(link.failing_since?), DEAD_AFTER))
}

fn later(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::documents::model::{Content, LinkCheck, Told, VersionId};

    fn version(valid_until: Option<Date>) -> Version {
        let day = date(2022, 1, 10);
        Version {
            id: VersionId::new(),
            number: 1,
            content: Content::Address("https://example.go.th/".into()),
            told: Told {
                speaks_of: day,
                received: day,
                given_by: String::new(),
                valid_from: None,
                valid_until,
                what_changed: String::new(),
            },
            link: None,
            created_at: Default::default(),
        }
    }

    fn failing_since(moment: &str) -> Version {
        let failing = Some(moment.parse().unwrap());
        let link = LinkCheck {
            state: LinkState::Failing,
            fault: "gone".into(),
            checked_at: failing,
            alive_at: None,
            failing_since: failing,
        };
        Version { link: Some(link), ..version(None) }
    }

    #[test]
    fn a_paper_is_in_force_on_its_last_day_and_not_on_the_next() {
        let paper = version(Some(date(2022, 6, 30)));
        let on = |today| freshness(Kind::Circular, &paper, today);
        assert_eq!(on(date(2022, 5, 30)), Freshness::Fresh);
        let going = Freshness::GoingStale { because: Because::Expired, until: date(2022, 6, 30) };
        assert_eq!(on(date(2022, 5, 31)), going);
        assert_eq!(on(date(2022, 6, 30)), going);
        assert_eq!(on(date(2022, 7, 1)), Freshness::Stale { because: Because::Expired, since: date(2022, 7, 1) });
    }

    #[test]
    fn evidence_grows_old_by_its_kind_unless_it_says_itself_until_when_it_holds() {
        let evidence = version(None);
        assert_eq!(freshness(Kind::Evidence, &evidence, date(2022, 12, 1)), Freshness::Fresh);
        assert!(!freshness(Kind::Evidence, &evidence, date(2023, 1, 10)).is_stale());
        assert_eq!(
            freshness(Kind::Evidence, &evidence, date(2023, 1, 11)),
            Freshness::Stale { because: Because::Old, since: date(2023, 1, 11) }
        );
        assert_eq!(freshness(Kind::Order, &evidence, date(2040, 1, 1)), Freshness::Fresh);
        let longer = version(Some(date(2030, 1, 1)));
        assert_eq!(freshness(Kind::Evidence, &longer, date(2025, 1, 1)), Freshness::Fresh);
    }

    #[test]
    fn an_address_is_given_a_week_before_it_counts_as_dead() {
        let page = failing_since("2022-04-01T00:00:00Z");
        let on = |day| freshness(Kind::Publication, &page, date(2022, 4, day));
        assert_eq!(on(2), Freshness::GoingStale { because: Because::LinkDead, until: date(2022, 4, 8) });
        assert!(!on(8).is_stale());
        assert_eq!(on(9), Freshness::Stale { because: Because::LinkDead, since: date(2022, 4, 1) });
    }

    #[test]
    fn the_first_end_is_the_one_that_counts() {
        let mut page = failing_since("2022-04-01T00:00:00Z");
        page.told.valid_until = Some(date(2022, 3, 1));
        assert_eq!(
            freshness(Kind::Publication, &page, date(2022, 4, 2)),
            Freshness::Stale { because: Because::Expired, since: date(2022, 3, 2) }
        );
    }

    #[test]
    fn what_is_not_fresh_says_why_in_both_languages() {
        for because in [Because::Expired, Because::LinkDead, Because::Old] {
            let day = date(2022, 4, 1);
            for state in [Freshness::GoingStale { because, until: day }, Freshness::Stale { because, since: day }] {
                assert!(state.sentence(Language::Thai).unwrap().contains("2565"), "{state:?}");
                assert!(state.sentence(Language::English).unwrap().contains("Apr"), "{state:?}");
            }
        }
        assert_eq!(Freshness::Fresh.sentence(Language::Thai), None);
    }
}
