//! Meetings and briefings: types and rules, pure.

use jiff::civil::Date;
use thai::{Bilingual, FiscalYear};

use super::{CircularId, MeetingId};
use crate::{documents::DocumentId, kit::html::Status, organisation::model::PersonId};

/// What a meeting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The monthly follow-up of the budget.
    Budget,
    /// Any other meeting.
    Other,
    /// Circulars are explained; whoever comes has acknowledged them.
    Briefing,
}

/// How far a meeting is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// To come.
    Planned,
    /// Held.
    Held,
    /// Not held.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Identifier.
    pub id: MeetingId,
    /// What is typed about it.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// What was said and decided; empty before it is written.
    pub minutes: String,
    /// The document with the minutes.
    pub minutes_document: Option<DocumentId>,
    /// The circular by which the minutes went out.
    pub circulated: Option<CircularId>,
}

/// What is typed about a meeting before it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is for.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The day.
    pub day: Date,
    /// The time, as it is written: `09.30`.
    pub time: String,
    /// The place.
    pub place: String,
    /// The agenda (ระเบียบวาระ), a line each.
    pub agenda: String,
    /// The circulars that a briefing explains.
    pub topics: Vec<CircularId>,
}

/// What is typed when a meeting was held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Who came.
    pub came: Vec<PersonId>,
    /// What was said and decided.
    pub minutes: String,
    /// The document with the minutes.
    pub document: Option<DocumentId>,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Budget, Kind::Other, Kind::Briefing];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Budget => "budget",
            Kind::Other => "other",
            Kind::Briefing => "briefing",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Kind::Budget => Bilingual::new("ติดตามการใช้จ่ายงบประมาณประจำเดือน", "Monthly budget follow-up"),
            Kind::Other => Bilingual::new("ประชุมอื่น", "Other meeting"),
            Kind::Briefing => Bilingual::new("ชี้แจงหนังสือเวียน", "Briefing on circulars"),
        }
    }
}

impl State {
    /// The key in the database.
    pub fn key(&self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Held => "held",
            State::Cancelled { .. } => "cancelled",
        }
    }
}

impl Meeting {
    /// How it stands, for its tag.
    pub fn standing(&self, today: Date) -> (Status, Bilingual) {
        match &self.state {
            State::Cancelled { .. } => (Status::Cancelled, Bilingual::new("ยกเลิก", "Cancelled")),
            State::Held if self.circulated.is_some() => {
                (Status::Done, Bilingual::new("แจ้งรายงานการประชุมแล้ว", "Minutes circulated"))
            }
            State::Held if self.plan.kind == Kind::Briefing => (Status::Done, Bilingual::new("ชี้แจงแล้ว", "Held")),
            State::Held => (Status::Unproven, Bilingual::new("ประชุมแล้ว ยังไม่แจ้งรายงาน", "Held, minutes not circulated")),
            State::Planned if self.plan.day < today => {
                (Status::Waiting, Bilingual::new("รอบันทึกการประชุม", "To be written up"))
            }
            State::Planned => (Status::NotStarted, Bilingual::new("นัดไว้", "Planned")),
        }
    }

    /// The fiscal year in which it is.
    pub fn year(&self) -> FiscalYear {
        FiscalYear::of(self.plan.day)
    }
}

/// How many months of a fiscal year are over on a day: one budget follow-up is expected of each.
pub fn months_over(year: FiscalYear, today: Date) -> i64 {
    let first = year.first_day();
    if today < first {
        return 0;
    }
    let months = i64::from(today.year() - first.year()) * 12 + i64::from(today.month()) - i64::from(first.month());
    let is_last_day = today == today.last_of_month();
    (months + i64::from(is_last_day)).min(12)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_counts_once_it_is_over() {
        let year = FiscalYear::new(2565).expect("a year");
        assert_eq!(months_over(year, date(2021, 9, 30)), 0);
        assert_eq!(months_over(year, date(2021, 10, 30)), 0);
        assert_eq!(months_over(year, date(2021, 10, 31)), 1);
        assert_eq!(months_over(year, date(2022, 4, 8)), 6);
        assert_eq!(months_over(year, date(2022, 9, 30)), 12);
        assert_eq!(months_over(year, date(2024, 1, 1)), 12);
    }
}
