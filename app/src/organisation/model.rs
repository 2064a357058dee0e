//! Units, posts, people and who holds which post.

use std::collections::BTreeSet;

use jiff::civil::Date;
use scoring::Score;
use thai::Bilingual;

use crate::kit::{Role, visit::AgencyId};

db::id!(
    /// A unit: a division of an agency (ฝ่าย).
    UnitId
);
db::id!(
    /// A post (ตำแหน่ง).
    PostId
);
db::id!(
    /// A person of the agency.
    PersonId
);
db::id!(
    /// That a person holds a post.
    HoldingId
);

/// What kind of agency it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyKind {
    /// A city or province above its offices.
    City,
    /// A district office.
    DistrictOffice,
    /// Anything else.
    Other,
}

impl AgencyKind {
    /// All kinds.
    pub const ALL: [AgencyKind; 3] = [AgencyKind::City, AgencyKind::DistrictOffice, AgencyKind::Other];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            AgencyKind::City => "city",
            AgencyKind::DistrictOffice => "district_office",
            AgencyKind::Other => "other",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            AgencyKind::City => Bilingual::new("เมืองหรือจังหวัด", "City or province"),
            AgencyKind::DistrictOffice => Bilingual::new("สำนักงานเขต", "District office"),
            AgencyKind::Other => Bilingual::new("หน่วยงานอื่น", "Other agency"),
        }
    }
}

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Identifier.
    pub id: UnitId,
    /// Its place in lists.
    pub position: i64,
    /// Its name.
    pub name: Bilingual,
    /// Its telephone.
    pub telephone: String,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Identifier.
    pub id: PostId,
    /// Its unit; the director's post has none.
    pub unit: Option<UnitId>,
    /// The post above it.
    pub supervisor: Option<PostId>,
    /// Its place in lists.
    pub position: i64,
    /// Its name.
    pub name: Bilingual,
    /// What it entitles its holder to.
    pub roles: Vec<Role>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Name with title.
    pub name: String,
    /// Telephone in office.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
}

/// That a person holds a post, or acts for it, in a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Identifier.
    pub id: HoldingId,
    /// The post.
    pub post: PostId,
    /// The person.
    pub person: PersonId,
    /// Only acting.
    pub acting: bool,
    /// First day.
    pub from: Date,
    /// Last day; open if none.
    pub until: Option<Date>,
}

/// A holding with the names one reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedHolding {
    /// The holding.
    pub holding: Holding,
    /// Name of the post.
    pub post: Bilingual,
    /// Name of the person.
    pub person: String,
    /// Telephone of the person.
    pub telephone: String,
}

impl NamedHolding {
    /// The post as one says it: `รักษาการแทนผู้อำนวยการเขต`, `Acting Director` for whoever only acts.
    pub fn post_held(&self) -> Bilingual {
        if self.holding.acting {
            Bilingual::new(format!("รักษาการแทน{}", self.post.th), format!("Acting {}", self.post.en))
        } else {
            self.post.clone()
        }
    }
}

/// Somebody of the office, with the places in which they stand on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The name of their first post.
    pub post: Bilingual,
    /// Their posts, and those for which they act.
    pub places: Vec<Place>,
}

/// A post in which somebody stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The post.
    pub post: PostId,
    /// Its unit; none above the units.
    pub unit: Option<UnitId>,
    /// The roles that it carries.
    pub roles: Vec<Role>,
    /// Since when.
    pub since: Date,
}

impl Member {
    /// The units in which they stand.
    pub fn units(&self) -> BTreeSet<UnitId> {
        self.places.iter().filter_map(|place| place.unit).collect()
    }
}

/// An agency as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    /// Its key in addresses and on the command line.
    pub key: String,
    /// The agency above it.
    pub parent: Option<AgencyId>,
    /// Its kind.
    pub kind: AgencyKind,
    /// Its name.
    pub name: Bilingual,
    /// Are its data invented?
    pub demonstration: bool,
}

/// An agency in the list of the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAgency {
    /// Identifier.
    pub id: AgencyId,
    /// Key.
    pub key: String,
    /// Name.
    pub name: Bilingual,
    /// Kind.
    pub kind: AgencyKind,
    /// How many agencies stand above it.
    pub depth: u32,
    /// How many accounts it has.
    pub users: i64,
}

/// What an agency sets for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Name.
    pub name: Bilingual,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub telephone: String,
    /// Items below this score are gaps.
    pub gap_threshold: Score,
    /// The total the agency aims at.
    pub target: Score,
    /// Thai digits in official papers.
    pub thai_digits: bool,
    /// Accent swapped for grey.
    pub mourning: bool,
}

/// A unit as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    /// Name.
    pub name: Bilingual,
    /// Telephone.
    pub telephone: String,
}

/// A post as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPost {
    /// Its unit; none for posts above all units.
    pub unit: Option<UnitId>,
    /// The post above it.
    pub supervisor: Option<PostId>,
    /// Name.
    pub name: Bilingual,
    /// What it entitles its holder to.
    pub roles: Vec<Role>,
}

/// A person as they are added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Name with title.
    pub name: String,
    /// Telephone in office; may be empty.
    pub telephone: String,
    /// E-mail address; may be empty.
    pub email: String,
}

/// A holding as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHolding {
    /// The post.
    pub post: PostId,
    /// The person.
    pub person: PersonId,
    /// Only acting.
    pub acting: bool,
    /// First day.
    pub from: Date,
    /// Last day; open if none.
    pub until: Option<Date>,
}

/// How much refers to a unit, a post or a person. Only what nothing refers to can be removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Posts in the unit, or below the post.
    pub posts: i64,
    /// Holdings, present and past.
    pub holdings: i64,
    /// Accounts.
    pub accounts: i64,
    /// Responsibilities in measures.
    pub measures: i64,
    /// Parts of reports that were sent to the unit.
    pub parts: i64,
    /// Circulars that are sent to it or by it, acknowledgements, meetings.
    pub circulars: i64,
}

impl Uses {
    /// Does nothing refer to it?
    pub fn are_none(&self) -> bool {
        *self == Uses::default()
    }

    /// What refers to it, in words.
    pub fn sentences(&self) -> Vec<Bilingual> {
        let counted = [
            (self.posts, "ตำแหน่งที่อยู่ใต้", "posts under it"),
            (self.holdings, "ประวัติการดำรงตำแหน่ง", "records of who held the post"),
            (self.accounts, "บัญชีผู้ใช้", "user accounts"),
            (self.measures, "มาตรการที่ระบุเป็นผู้รับผิดชอบ", "measures that name it as responsible"),
            (self.circulars, "หนังสือเวียนและการประชุม", "circulars and meetings"),
            (self.parts, "ส่วนของรายงานที่เคยส่งให้ฝ่าย", "parts of reports that were sent to it"),
        ];
        let some = counted.into_iter().filter(|(count, _, _)| *count > 0);
        some.map(|(count, thai, english)| {
            Bilingual::new(format!("{thai} {count} รายการ"), format!("{count} {english}"))
        })
        .collect()
    }
}

/// Why a holding cannot begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldingProblem {
    /// It would end before it begins.
    EndsBeforeItBegins,
    /// Somebody else holds the post in this time: end that first, or let the other act.
    Held {
        /// Who.
        by: String,
    },
    /// The same person holds the post, or acts for it, in this time already.
    AlreadyTheirs,
}

impl HoldingProblem {
    /// What is wrong and what to do next.
    pub fn sentence(&self) -> Bilingual {
        match self {
            HoldingProblem::EndsBeforeItBegins => Bilingual::new(
                "วันสุดท้ายอยู่ก่อนวันแรก แก้วันใดวันหนึ่งแล้วบันทึกอีกครั้ง",
                "The last day is before the first. Change one of them and save again.",
            ),
            HoldingProblem::Held { by } => Bilingual::new(
                format!("{by} ยังดำรงตำแหน่งนี้อยู่ในช่วงนั้น ให้พ้นตำแหน่งก่อน หรือเลือกรักษาการแทน"),
                format!("{by} holds this post in that time. End that first, or choose acting."),
            ),
            HoldingProblem::AlreadyTheirs => Bilingual::new(
                "คนนี้อยู่ในตำแหน่งนี้ในช่วงนั้นอยู่แล้ว เลือกคนอื่นหรือแก้วันที่",
                "This person is in this post in that time already. Choose somebody else or change the dates.",
            ),
        }
    }
}

/// May this holding begin beside those that the post has? A post has one holder at a time; others can only act.
pub fn check_holding(new: &NewHolding, others: &[NamedHolding]) -> Result<(), HoldingProblem> {
    if new.until.is_some_and(|until| until < new.from) {
        return Err(HoldingProblem::EndsBeforeItBegins);
    }
    let together = |other: &&NamedHolding| {
        let begins_later = new.until.is_some_and(|until| until < other.holding.from);
        let ended_before = other.holding.until.is_some_and(|until| until < new.from);
        other.holding.post == new.post && !begins_later && !ended_before
    };
    if others.iter().filter(together).any(|other| other.holding.person == new.person) {
        return Err(HoldingProblem::AlreadyTheirs);
    }
    match others.iter().filter(together).find(|other| !new.acting && !other.holding.acting) {
        Some(other) => Err(HoldingProblem::Held { by: other.person.clone() }),
        None => Ok(()),
    }
}

/// The words an agency cannot have as its key, because addresses of the program begin with them.
const RESERVED_KEYS: [&str; 12] = [
    "agencies",
    "office",
    "sign-in",
    "sign-out",
    "invitation",
    "installation",
    "assets",
    "health",
    "ready",
    "styleguide",
    "audit",
    "parts",
];

/// Is this fit to be an agency's key? Lower-case letters, digits and hyphens, beginning with a letter.
pub fn check_key(key: &str) -> Result<(), Bilingual> {
    let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain || !key.starts_with(|c: char| c.is_ascii_lowercase()) || !(2..=40).contains(&key.len()) {
        return Err(Bilingual::new(
            "รหัสใช้ตัวพิมพ์เล็ก a-z ตัวเลข และขีด 2–40 ตัว ขึ้นต้นด้วยตัวอักษร เช่น suan-luang",
            "A key has 2 to 40 small letters, digits and hyphens and begins with a letter, such as suan-luang.",
        ));
    }
    if RESERVED_KEYS.contains(&key) {
        return Err(Bilingual::new(
            "ระบบใช้คำนี้เป็นที่อยู่อยู่แล้ว เลือกรหัสอื่น",
            "The program uses this word in its own addresses. Choose another key.",
        ));
    }
    Ok(())
}

impl Holding {
    /// Does it hold on this day?
    pub fn is_current(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Would this supervisor make a circle? `supervisors` gives the present supervisor of each post.
pub fn makes_circle(post: PostId, supervisor: PostId, supervisors: impl Fn(PostId) -> Option<PostId>) -> bool {
    let mut above = Some(supervisor);
    let mut steps = 0;
    while let Some(next) = above {
        if next == post || steps > 100 {
            return true;
        }
        steps += 1;
        above = supervisors(next);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_supervises_themselves_through_others() {
        let [head, officer, clerk] = [PostId::new(), PostId::new(), PostId::new()];
        let above = |post| {
            if post == clerk {
                Some(officer)
            } else if post == officer {
                Some(head)
            } else {
                None
            }
        };
        assert!(makes_circle(head, clerk, above));
        assert!(makes_circle(head, head, above));
        assert!(!makes_circle(clerk, head, above));
    }

    #[test]
    fn a_holding_counts_from_its_first_to_its_last_day() {
        let day = |d| jiff::civil::date(2022, 4, d);
        let holding = Holding {
            id: HoldingId::new(),
            post: PostId::new(),
            person: PersonId::new(),
            acting: true,
            from: day(5),
            until: Some(day(8)),
        };
        assert_eq!([4, 5, 8, 9].map(|d| holding.is_current(day(d))), [false, true, true, false]);
    }

    fn held(person: PersonId, post: PostId, acting: bool, from: i8, until: Option<i8>) -> NamedHolding {
        let day = |d| jiff::civil::date(2022, 4, d);
        NamedHolding {
            holding: Holding { id: HoldingId::new(), post, person, acting, from: day(from), until: until.map(day) },
            post: Bilingual::default(),
            person: "ผู้ดำรงตำแหน่ง".into(),
            telephone: String::new(),
        }
    }

    #[test]
    fn a_post_has_one_holder_at_a_time_but_others_may_act() {
        let (post, first, second) = (PostId::new(), PersonId::new(), PersonId::new());
        let day = |d| jiff::civil::date(2022, 4, d);
        let new = |acting, from, until: Option<i8>| NewHolding {
            post,
            person: second,
            acting,
            from: day(from),
            until: until.map(day),
        };
        let others = [held(first, post, false, 5, None)];
        assert_eq!(
            check_holding(&new(false, 8, None), &others),
            Err(HoldingProblem::Held { by: "ผู้ดำรงตำแหน่ง".into() })
        );
        assert_eq!(check_holding(&new(true, 8, Some(9)), &others), Ok(()));
        assert_eq!(check_holding(&new(false, 1, Some(4)), &others), Ok(()));
        assert_eq!(check_holding(&new(false, 9, None), &[held(first, post, false, 5, Some(8))]), Ok(()));
        assert_eq!(check_holding(&new(false, 9, Some(8)), &[]), Err(HoldingProblem::EndsBeforeItBegins));
        assert_eq!(
            check_holding(&new(true, 8, None), &[held(second, post, true, 1, None)]),
            Err(HoldingProblem::AlreadyTheirs)
        );
    }

    #[test]
    fn keys_of_agencies_are_plain_and_their_own() {
        assert!(check_key("suan-luang").is_ok() && check_key("d50").is_ok());
        for bad in ["", "x", "Suan", "สวน", "5d", "a_b", "office", "-a"] {
            assert!(check_key(bad).is_err(), "{bad}");
        }
    }
}
