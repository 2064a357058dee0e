//! Units, posts, people and who holds which post.

use jiff::civil::Date;
use thai::Bilingual;

use crate::kit::Role;

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
}
