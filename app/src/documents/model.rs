//! Documents, their versions and where they were shown: types and rules, pure.

pub mod editing;
pub mod freshness;
pub mod posting;

use jiff::{Timestamp, civil::Date};
use thai::Bilingual;

pub use freshness::{Because, Freshness, freshness};

pub use super::files::media::Media;
use crate::kit::vault::ContentHash;

db::id!(
    /// A document.
    DocumentId
);
db::id!(
    /// A version of a document.
    VersionId
);
db::id!(
    /// A place where a document was shown.
    PostingId
);

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Shows that something is true (หลักฐาน).
    Evidence,
    /// A letter to staff (หนังสือเวียน).
    Circular,
    /// How work is done (คู่มือ แนวปฏิบัติ).
    Manual,
    /// What a meeting said (รายงานการประชุม).
    Minutes,
    /// An order (คำสั่ง).
    Order,
    /// A plan (แผน).
    Plan,
    /// Told to everybody (ประกาศ สิ่งเผยแพร่).
    Publication,
    /// A photograph.
    Photo,
    /// Anything else.
    Other,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 9] = [
        Kind::Evidence,
        Kind::Circular,
        Kind::Manual,
        Kind::Minutes,
        Kind::Order,
        Kind::Plan,
        Kind::Publication,
        Kind::Photo,
        Kind::Other,
    ];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Evidence => "evidence",
            Kind::Circular => "circular",
            Kind::Manual => "manual",
            Kind::Minutes => "minutes",
            Kind::Order => "order",
            Kind::Plan => "plan",
            Kind::Publication => "publication",
            Kind::Photo => "photo",
            Kind::Other => "other",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Kind::Evidence => Bilingual::new("หลักฐาน", "Evidence"),
            Kind::Circular => Bilingual::new("หนังสือเวียน", "Circular"),
            Kind::Manual => Bilingual::new("คู่มือหรือแนวปฏิบัติ", "Manual or guideline"),
            Kind::Minutes => Bilingual::new("รายงานการประชุม", "Minutes"),
            Kind::Order => Bilingual::new("คำสั่ง", "Order"),
            Kind::Plan => Bilingual::new("แผน", "Plan"),
            Kind::Publication => Bilingual::new("ประกาศหรือสิ่งเผยแพร่", "Announcement or publication"),
            Kind::Photo => Bilingual::new("ภาพถ่าย", "Photograph"),
            Kind::Other => Bilingual::new("เอกสารอื่น", "Other paper"),
        }
    }

    /// How many days after the day it speaks of it still proves something, where it does not say so itself. Evidence
    /// and publications are asked for anew in each fiscal year; papers in force stay in force until another one.
    pub fn allowance(self) -> Option<i32> {
        match self {
            Kind::Evidence | Kind::Publication | Kind::Plan => Some(365),
            Kind::Manual => Some(3 * 365),
            Kind::Circular | Kind::Minutes | Kind::Order | Kind::Photo | Kind::Other => None,
        }
    }
}

/// Who may see a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Everybody.
    Public,
    /// Only whoever signs in at the agency, for this reason.
    Internal {
        /// Why others may not, e.g. "มีข้อมูลส่วนบุคคล".
        reason: String,
    },
}

/// Does a document count?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Kept,
    /// It was taken back; it stays to be read, struck through.
    Withdrawn {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What is said of a document, whatever its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub kind: Kind,
    /// Its title, as it stands on it.
    pub title: String,
    /// Who may see it.
    pub openness: Openness,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identifier.
    pub id: DocumentId,
    /// What it is about.
    pub about: About,
    /// Does it count?
    pub state: State,
    /// The number of the version that counts.
    pub latest: i64,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Document {
    /// May everybody see it?
    pub fn is_public(&self) -> bool {
        self.about.openness == Openness::Public
    }

    /// Was it taken back?
    pub fn is_withdrawn(&self) -> bool {
        self.state != State::Kept
    }
}

/// A file in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Under which its bytes are found.
    pub hash: ContentHash,
    /// Its name, ending as what it is.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What a version consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A file.
    File(KeptFile),
    /// An address of the web.
    Address(String),
}

/// The days and words of a version, besides its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The day it speaks of: of a photograph the day it was taken, of a letter its date.
    pub speaks_of: Date,
    /// The day on which the office received it.
    pub received: Date,
    /// Who gave it.
    pub given_by: String,
    /// From when it is in force, if it says so.
    pub valid_from: Option<Date>,
    /// Until when it is in force, if it says so.
    pub valid_until: Option<Date>,
    /// What is different from the version before.
    pub what_changed: String,
}

/// A version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Identifier.
    pub id: VersionId,
    /// 1, 2, 3…
    pub number: i64,
    /// What it consists of.
    pub content: Content,
    /// Its days and words.
    pub told: Told,
    /// How its address answers, if it is one.
    pub link: Option<LinkCheck>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// How an address of the web answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCheck {
    /// How it answered last.
    pub state: LinkState,
    /// What was wrong, as a key; empty if nothing was.
    pub fault: String,
    /// When it was asked last.
    pub checked_at: Option<Timestamp>,
    /// When it last was there.
    pub alive_at: Option<Timestamp>,
    /// Since when it is not.
    pub failing_since: Option<Timestamp>,
}

/// How an address answered when it was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It was not asked yet.
    Unchecked,
    /// It was there.
    Alive,
    /// It was not.
    Failing,
}

impl LinkState {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            LinkState::Unchecked => "unchecked",
            LinkState::Alive => "alive",
            LinkState::Failing => "failing",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [LinkState::Unchecked, LinkState::Alive, LinkState::Failing].into_iter().find(|state| state.key() == key)
    }
}

/// A document as others show it: in lists of evidence, on a measure's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The document.
    pub document: Document,
    /// The version that counts.
    pub version: Version,
    /// How it stands.
    pub freshness: Freshness,
}

impl Shown {
    /// Its page in the office.
    pub fn address(&self) -> String {
        address(self.document.id)
    }
}

/// The page of a document in the office.
pub fn address(id: DocumentId) -> String {
    format!("/office/documents/{id}")
}

/// Where else a document is used: handed in by the feature that links to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// By what, e.g. "หลักฐานของข้อ O36 ปี 2565".
    pub words: Bilingual,
    /// The page that shows it.
    pub href: String,
}

/// How many bytes, for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{}\u{a0}kB", bytes.div_ceil(1000).max(1)),
        _ => format!("{}.{}\u{a0}MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_there_and_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        for state in [LinkState::Unchecked, LinkState::Alive, LinkState::Failing] {
            assert_eq!(LinkState::from_key(state.key()), Some(state));
        }
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(
            (size(0), size(1_200), size(20_971_520)),
            ("1\u{a0}kB".into(), "2\u{a0}kB".into(), "20.9\u{a0}MB".into())
        );
    }
}
