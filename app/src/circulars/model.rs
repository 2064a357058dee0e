//! Circulars, who is to read them, and how it is acknowledged: types and rules, pure.

pub mod editing;
pub mod meeting;
pub mod reading;

use jiff::{Timestamp, civil::Date};
use thai::{Bilingual, FiscalYear, date::BUDDHIST_OFFSET};

use crate::{
    documents::DocumentId,
    kit::html::Status,
    organisation::model::{PersonId, PostId, UnitId},
};

db::id!(
    /// A circular.
    CircularId
);
db::id!(
    /// A meeting or briefing.
    MeetingId
);
db::id!(
    /// That somebody opened and acknowledged a version of a circular.
    AcknowledgementId
);
db::id!(
    /// A question about a circular.
    QuestionId
);
db::id!(
    /// One of those who are to read a circular.
    AudienceId
);

/// A circular (หนังสือเวียน).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circular {
    /// Identifier.
    pub id: CircularId,
    /// How far it is.
    pub state: State,
    /// What it says.
    pub said: Said,
    /// The version that counts, from 1.
    pub version: i64,
    /// The hash of what that version says; none of a draft.
    pub hash: Option<[u8; 32]>,
    /// When that version was sent to its readers; none of a draft.
    pub sent_at: Option<Timestamp>,
    /// The circular that took its place, if one did.
    pub superseded_by: Option<CircularId>,
}

/// How far a circular is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Sent to its readers.
    Issued {
        /// When.
        at: Timestamp,
        /// By whom, as they were called then.
        by: String,
    },
    /// Taken back.
    Withdrawn {
        /// When it had been sent.
        issued_at: Timestamp,
        /// When it was taken back.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// What is typed about a circular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub number: Number,
    /// The date on it.
    pub day: Date,
    /// What it is about (เรื่อง).
    pub subject: String,
    /// Its text; may be empty where a document says it.
    pub body: String,
    /// The document that it sends around.
    pub document: Option<DocumentId>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The unit that issues it; none for the office itself.
    pub unit: Option<UnitId>,
    /// The first day of its force.
    pub valid_from: Date,
    /// The last day of its force; open if none.
    pub valid_until: Option<Date>,
    /// The circular whose place it takes.
    pub supersedes: Option<CircularId>,
    /// Within how many working days it is to be acknowledged.
    pub working_days: u16,
    /// A question that is asked with the acknowledgement.
    pub check: Option<Check>,
}

/// The number of a circular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// Given when it is issued: the next of this office's own series of the calendar year.
    Next,
    /// Of the office's own series: ว 12/2565.
    Series {
        /// The calendar year, of the Buddhist era.
        year: i16,
        /// The number in it.
        number: i64,
    },
    /// As the office's correspondence system gave it.
    Given(String),
}

/// How urgent a circular is (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, ชั้นความเร็ว), from the calmest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// ปกติ
    Normal,
    /// ด่วน
    Urgent,
    /// ด่วนมาก
    VeryUrgent,
    /// ด่วนที่สุด
    MostUrgent,
}

/// A question that is asked with the acknowledgement: whoever answers wrongly reads once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The question.
    pub question: String,
    /// What may be answered.
    pub choices: Vec<String>,
    /// Which of them is right, from 0.
    pub right: usize,
}

/// Who is to read a circular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reader {
    /// Everybody of the office.
    Everyone,
    /// Whoever stands in a unit.
    Unit(UnitId),
    /// Whoever holds a post, or acts for it.
    Post(PostId),
    /// One person.
    Person(PersonId),
}

/// A version of a circular, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: i64,
    /// What it was about.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// What changed against the one before.
    pub what_changed: String,
    /// The hash of what it says.
    pub hash: [u8; 32],
    /// When it was sent.
    pub at: Timestamp,
    /// By whom, as they were called then.
    pub by: String,
}

/// A question about a circular, answered once for all to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Identifier.
    pub id: QuestionId,
    /// What is asked.
    pub text: String,
    /// When.
    pub asked_at: Timestamp,
    /// Who asked, as they were called then.
    pub asked_by: String,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
}

/// An answer to a question about a circular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Who answered, as they were called then.
    pub by: String,
}

impl Urgency {
    /// All of them, from the calmest.
    pub const ALL: [Urgency; 4] = [Urgency::Normal, Urgency::Urgent, Urgency::VeryUrgent, Urgency::MostUrgent];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::Urgent => "urgent",
            Urgency::VeryUrgent => "very_urgent",
            Urgency::MostUrgent => "most_urgent",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Urgency::Normal => Bilingual::new("ปกติ", "Normal"),
            Urgency::Urgent => Bilingual::new("ด่วน", "Urgent"),
            Urgency::VeryUrgent => Bilingual::new("ด่วนมาก", "Very urgent"),
            Urgency::MostUrgent => Bilingual::new("ด่วนที่สุด", "Most urgent"),
        }
    }
}

impl Check {
    /// The answers in an order that gives nothing away, and is the same each time.
    pub fn shuffled(&self) -> Vec<&str> {
        let mut choices: Vec<&str> = self.choices.iter().map(String::as_str).collect();
        choices.sort_by_key(|choice| *blake3::hash(choice.as_bytes()).as_bytes());
        choices
    }
}

impl Number {
    /// The number as it is written; a draft has none yet.
    pub fn written(&self) -> Option<String> {
        match self {
            Number::Next => None,
            Number::Series { year, number } => Some(format!("ว\u{a0}{number}/{year}")),
            Number::Given(number) => Some(number.clone()),
        }
    }

    /// The number before a subject, as people speak of a circular.
    pub fn before(&self, subject: &str) -> String {
        match self.written() {
            Some(number) => format!("{number} {subject}"),
            None => subject.to_owned(),
        }
    }
}

impl State {
    /// The key in the database.
    pub fn key(&self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Issued { .. } => "issued",
            State::Withdrawn { .. } => "withdrawn",
        }
    }

    /// When it was sent to its readers.
    pub fn issued_at(&self) -> Option<Timestamp> {
        match self {
            State::Draft => None,
            State::Issued { at, .. } => Some(*at),
            State::Withdrawn { issued_at, .. } => Some(*issued_at),
        }
    }
}

impl Circular {
    /// Number and subject, as people speak of it.
    pub fn title(&self) -> String {
        self.said.number.before(&self.said.subject)
    }

    /// Is it in force on a day? A draft, and what was taken back or superseded, is not.
    pub fn is_in_force(&self, day: Date) -> bool {
        matches!(self.state, State::Issued { .. })
            && self.superseded_by.is_none()
            && self.said.valid_from <= day
            && self.said.valid_until.is_none_or(|until| day <= until)
    }

    /// Do figures count it? What was taken back, was superseded, or has yet to come into force is not counted.
    pub fn is_counted(&self, day: Date) -> bool {
        matches!(self.state, State::Issued { .. }) && self.superseded_by.is_none() && self.said.valid_from <= day
    }

    /// How it stands, for its tag: the status and the words.
    pub fn standing(&self, day: Date) -> (Status, Bilingual) {
        match &self.state {
            State::Draft => (Status::NotStarted, Bilingual::new("ร่าง", "Draft")),
            State::Withdrawn { .. } => (Status::Cancelled, Bilingual::new("ยกเลิกแล้ว", "Withdrawn")),
            State::Issued { .. } if self.superseded_by.is_some() => {
                (Status::Cancelled, Bilingual::new("มีฉบับใหม่แทน", "Superseded"))
            }
            State::Issued { .. } if self.is_in_force(day) => (Status::Done, Bilingual::new("มีผลใช้บังคับ", "In force")),
            State::Issued { .. } if day < self.said.valid_from => {
                (Status::Waiting, Bilingual::new("ยังไม่ถึงวันมีผล", "Not yet in force"))
            }
            State::Issued { .. } => (Status::Stale, Bilingual::new("พ้นวันมีผล", "No longer in force")),
        }
    }

    /// The fiscal year in which it was sent.
    pub fn year(&self) -> Option<FiscalYear> {
        self.state.issued_at().map(|at| FiscalYear::of(thai::date::day_in_bangkok(at)))
    }
}

/// The calendar year whose series a circular belongs to, of the Buddhist era.
pub fn series_year(day: Date) -> i16 {
    day.year() + BUDDHIST_OFFSET
}

/// The hash of what readers acknowledge: subject, text and the very bytes of the document. Each part is led by its length,
/// so that no two texts are the same when put together.
pub fn content_hash(subject: &str, body: &str, document: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in [subject, body, document] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
pub(super) mod samples {
    //! Circulars for the tests of the rules.
    use super::*;

    pub fn circular(issued_at: &str) -> Circular {
        let at: Timestamp = issued_at.parse().expect("a moment");
        let day = thai::date::day_in_bangkok(at);
        Circular {
            id: CircularId::new(),
            state: State::Issued { at, by: "ผู้ออก".into() },
            said: Said {
                number: Number::Series { year: series_year(day), number: 1 },
                day,
                subject: "แผนการใช้จ่ายงบประมาณ".into(),
                body: "เพื่อทราบ".into(),
                document: None,
                urgency: Urgency::Normal,
                unit: None,
                valid_from: day,
                valid_until: None,
                supersedes: None,
                working_days: 3,
                check: None,
            },
            version: 1,
            hash: Some(content_hash("แผนการใช้จ่ายงบประมาณ", "เพื่อทราบ", "")),
            sent_at: Some(at),
            superseded_by: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_superseded_taken_back_or_ran_out_is_not_in_force() {
        let mut circular = samples::circular("2022-03-01T03:00:00Z");
        circular.said.valid_until = Some(date(2022, 4, 8));
        assert!(circular.is_in_force(date(2022, 4, 8)));
        assert!(!circular.is_in_force(date(2022, 4, 9)));
        assert!(!circular.is_in_force(date(2022, 2, 28)));
        let mut superseded = circular.clone();
        superseded.superseded_by = Some(CircularId::new());
        assert!(!superseded.is_in_force(date(2022, 4, 8)));
        circular.state = State::Draft;
        assert!(!circular.is_in_force(date(2022, 4, 8)));
    }

    #[test]
    fn the_hash_tells_texts_apart() {
        assert_ne!(content_hash("ab", "c", ""), content_hash("a", "bc", ""));
        assert_ne!(content_hash("a", "b", ""), content_hash("a", "b", "file"));
        assert_eq!(content_hash("a", "b", "x"), content_hash("a", "b", "x"));
    }
}
