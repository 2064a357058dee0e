//! The work of a year as somebody finds it on their desk: whose it is, how urgent, in what order.

use std::collections::BTreeSet;

use jiff::civil::Date;
use report::{Duty, Status};

use super::{PartyLink, Plan, PlanItem, ResultLine};
use crate::organisation::model::{PersonId, PostId, UnitId};

/// A result that is worked, with its item.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The item.
    pub item: &'a PlanItem,
    /// The result.
    pub result: &'a ResultLine,
    /// When it is due: its own day or its item's.
    pub due: Option<Date>,
}

/// Somebody, with the posts and units in which they stand today.
#[derive(Clone, Debug, Default)]
pub struct Somebody {
    /// Who.
    pub person: Option<PersonId>,
    /// Their posts.
    pub posts: BTreeSet<PostId>,
    /// The units of these posts.
    pub units: BTreeSet<UnitId>,
    /// The units whose head they are, today or acting.
    pub heads: BTreeSet<UnitId>,
    /// Do they lead the whole office, today or acting?
    pub directs: bool,
}

/// Whose work is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What was handed to oneself, or is carried out by oneself or one's post.
    Mine,
    /// What one's unit carries out, alone or with all others.
    Units,
    /// All of the office.
    All,
}

/// How far the work is that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not over.
    Open,
    /// Not over, and past its day.
    Overdue,
    /// Asks to be done without evidence.
    Asks,
    /// Said to be done, but nothing here proves it.
    Unproved,
    /// All of it.
    Any,
}

impl Whose {
    /// All of them, from the nearest.
    pub const ALL: [Whose; 3] = [Whose::Mine, Whose::Units, Whose::All];

    /// The key in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Whose::Mine => "mine",
            Whose::Units => "unit",
            Whose::All => "all",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.key() == key)
    }
}

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 5] = [Stage::Open, Stage::Overdue, Stage::Asks, Stage::Unproved, Stage::Any];

    /// The key in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Overdue => "overdue",
            Stage::Asks => "asks",
            Stage::Unproved => "unproved",
            Stage::Any => "any",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }
}

impl Somebody {
    /// Is this piece of work theirs?
    pub fn has(&self, piece: &Piece<'_>, whose: Whose) -> bool {
        let links = || {
            let carry_out = piece.item.responsibles.iter().filter(|one| one.party.duty == Duty::CarryOut);
            carry_out.filter_map(|one| one.party.link)
        };
        let is_me = |link| match link {
            PartyLink::Person(person) => self.person == Some(person),
            PartyLink::Post(post) => self.posts.contains(&post),
            PartyLink::Unit(_) | PartyLink::Everyone => false,
        };
        let is_ours = |link| match link {
            PartyLink::Unit(unit) => self.units.contains(&unit),
            PartyLink::Everyone => true,
            PartyLink::Person(_) | PartyLink::Post(_) => is_me(link),
        };
        let handed = piece.result.work.assignee;
        match whose {
            Whose::Mine if handed.is_some() => handed == self.person,
            Whose::Mine => links().any(is_me),
            Whose::Units => (handed.is_some() && handed == self.person) || links().any(is_ours),
            Whose::All => true,
        }
    }
}

impl Somebody {
    /// Do they supervise this item, so that they may accept why nothing proves a result of it? The director always does;
    /// otherwise whom the item names as supervising: the person, the holder of the post, the head of the unit, or the
    /// head of any unit where all supervise. A party that is not linked to the organisation names nobody.
    pub fn supervises(&self, item: &PlanItem) -> bool {
        let supervising = item.responsibles.iter().filter(|one| one.party.duty == Duty::Supervise);
        let is_me = |link| match link {
            PartyLink::Person(person) => self.person == Some(person),
            PartyLink::Post(post) => self.posts.contains(&post),
            PartyLink::Unit(unit) => self.heads.contains(&unit),
            PartyLink::Everyone => !self.heads.is_empty(),
        };
        self.directs || supervising.filter_map(|one| one.party.link).any(is_me)
    }
}

impl Piece<'_> {
    /// Is it that far?
    pub fn is_at(&self, stage: Stage, today: Date) -> bool {
        match stage {
            Stage::Open => !self.result.is_over(),
            Stage::Overdue => self.result.days_overdue(self.due, today).is_some(),
            Stage::Asks => self.result.work.asks,
            Stage::Unproved => {
                self.result.said.status == Some(Status::Done)
                    && self.result.work.evidence == 0
                    && self.result.work.excuse.is_none()
            }
            Stage::Any => true,
        }
    }
}

/// What of a plan is late, and what waits for the supervising party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressing {
    /// Results past their day.
    pub late: usize,
    /// Results that ask to be done without evidence.
    pub asks: usize,
}

impl Plan {
    /// What of it is pressing on a day.
    pub fn pressing(&self, today: Date) -> Pressing {
        let all = pieces(self);
        let count = |stage| all.iter().filter(|piece| piece.is_at(stage, today)).count();
        Pressing { late: count(Stage::Overdue), asks: count(Stage::Asks) }
    }
}

/// The results of a plan, the most urgent first: by due day, those without one after them, what is over last.
pub fn pieces(plan: &Plan) -> Vec<Piece<'_>> {
    let of_item = |item| {
        let item: &PlanItem = item;
        item.results.iter().map(move |result| Piece { item, result, due: item.due_of(result) })
    };
    let mut all: Vec<Piece<'_>> = plan.items.iter().flat_map(of_item).collect();
    all.sort_by_key(|piece| (piece.result.is_over(), piece.due.is_none(), piece.due));
    all
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};
    use crate::measures::model::{Origin, Party, Period, Responsible, ResponsibleId};

    fn responsible(duty: Duty, link: PartyLink) -> Responsible {
        Responsible {
            id: ResponsibleId::new(),
            party: Party {
                name: "ผู้รับผิดชอบ".into(), duty, telephone: None, link: Some(link)
            },
        }
    }

    fn item(links: &[(Duty, PartyLink)]) -> PlanItem {
        let mut item = samples::item("I1", 1, vec![samples::result("ผล", Some(Status::InProgress), Origin::Entered)]);
        item.responsibles = links.iter().map(|(duty, link)| responsible(*duty, *link)).collect();
        item
    }

    fn whose(somebody: &Somebody, item: &PlanItem) -> [bool; 3] {
        let piece = Piece { item, result: &item.results[0], due: None };
        Whose::ALL.map(|whose| somebody.has(&piece, whose))
    }

    #[test]
    fn the_supervising_party_and_the_director_supervise_and_nobody_else() {
        let (me, post, unit) = (PersonId::new(), PostId::new(), UnitId::new());
        let mine = BTreeSet::from([unit]);
        let head = Somebody {
            person: Some(me),
            posts: BTreeSet::from([post]),
            units: mine.clone(),
            heads: mine,
            directs: false,
        };
        let member = Somebody { heads: BTreeSet::new(), ..head.clone() };
        let supervised = |link| item(&[(Duty::Supervise, link)]);
        for link in [PartyLink::Person(me), PartyLink::Post(post)] {
            assert!(member.supervises(&supervised(link)), "{link:?}");
            assert!(!member.supervises(&item(&[(Duty::CarryOut, link)])), "carrying out is not supervising");
        }
        for link in [PartyLink::Unit(unit), PartyLink::Everyone] {
            assert!(head.supervises(&supervised(link)) && !member.supervises(&supervised(link)), "{link:?}");
        }
        assert!(!head.supervises(&supervised(PartyLink::Unit(UnitId::new()))));
        assert!(!head.supervises(&item(&[])), "where nobody is named, the director decides");
        assert!(Somebody { directs: true, ..Somebody::default() }.supervises(&item(&[])));
    }

    #[test]
    fn work_is_mine_by_person_or_post_and_ours_by_unit_or_with_all() {
        let (me, post, unit) = (PersonId::new(), PostId::new(), UnitId::new());
        let somebody = Somebody {
            person: Some(me),
            posts: BTreeSet::from([post]),
            units: BTreeSet::from([unit]),
            ..Somebody::default()
        };
        let carried = |link| item(&[(Duty::CarryOut, link)]);
        assert_eq!(whose(&somebody, &carried(PartyLink::Person(me))), [true, true, true]);
        assert_eq!(whose(&somebody, &carried(PartyLink::Post(post))), [true, true, true]);
        assert_eq!(whose(&somebody, &carried(PartyLink::Unit(unit))), [false, true, true]);
        assert_eq!(whose(&somebody, &carried(PartyLink::Everyone)), [false, true, true]);
        assert_eq!(whose(&somebody, &carried(PartyLink::Unit(UnitId::new()))), [false, false, true]);
        assert_eq!(whose(&somebody, &item(&[(Duty::Supervise, PartyLink::Person(me))])), [false, false, true]);
    }

    #[test]
    fn what_was_handed_to_somebody_is_theirs_and_no_longer_mine() {
        let (me, other) = (PersonId::new(), PersonId::new());
        let somebody = |person| Somebody { person: Some(person), ..Somebody::default() };
        let mut handed = item(&[(Duty::CarryOut, PartyLink::Person(me))]);
        handed.results[0].work.assignee = Some(other);
        assert!(!whose(&somebody(me), &handed)[0]);
        assert!(whose(&somebody(other), &handed)[0]);
    }

    #[test]
    fn the_most_urgent_comes_first_and_what_is_over_last() {
        let day = |day| Some(Date::constant(2022, 3, day));
        let with = |text: &str, status, due| {
            let mut line = samples::result(text, Some(status), Origin::Entered);
            line.work.due = due;
            line
        };
        let results = vec![
            with("เสร็จ", Status::Done, day(1)),
            with("ไม่มีกำหนด", Status::InProgress, None),
            with("ช้า", Status::InProgress, day(9)),
            with("เร็ว", Status::NotStarted, day(2)),
        ];
        let mut plan = samples::plan(vec![samples::item("I1", 1, results)]);
        let order = |plan: &Plan| pieces(plan).iter().map(|one| one.result.said.text.clone()).collect::<Vec<_>>();
        assert_eq!(order(&plan), ["เร็ว", "ช้า", "ไม่มีกำหนด", "เสร็จ"]);
        plan.items[0].period = Period { from: None, until: day(1) };
        assert_eq!(order(&plan)[0], "ไม่มีกำหนด", "the item's day holds where a result has none");
        let piece = pieces(&plan)[0];
        let today = Date::constant(2022, 3, 5);
        assert_eq!(Stage::ALL.map(|stage| piece.is_at(stage, today)), [true, true, false, false, true]);
    }
}
