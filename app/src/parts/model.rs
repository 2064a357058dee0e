//! A part and what came back of it: types, and the rules by which a file is compared with what the office has.
//!
//! - [`key`]: the hidden key of a row
//! - [`export`]: which items are a unit's, and the rows that go out
//! - [`reading`]: rows of a file and what they say
//! - [`comparison`]: theirs, ours and what went out, row by row

pub mod comparison;
pub mod export;
pub mod key;
pub mod reading;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date};
use report::Status;
use serde::{Deserialize, Serialize};
use thai::{Bilingual, FiscalYear};

use crate::{
    measures::model::{PlanItemId, ResponsibleId, ResultId, ResultText},
    organisation::model::UnitId,
};

db::id!(
    /// A part: one export for one unit and year. A later export is another part.
    PartId
);
db::id!(
    /// A secret link to a part.
    PartLinkId
);
db::id!(
    /// A file that came back.
    PartUploadId
);

/// How long a link holds when the part names no due day.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How long a link holds after the due day: late answers still count.
pub const GRACE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The largest file that a division may send, in bytes.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// Files that may be sent by one link within an hour, those refused included.
pub const MOST_ATTEMPTS: i64 = 20;
/// The time in which attempts are counted.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// Files of one part that may come by its links. More are refused: they are kept for good, decided on or not.
pub const MOST_BY_LINK: i64 = 30;

/// One export for one unit and year.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Identifier, which every row's key names.
    pub id: PartId,
    /// Whose it is.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: Bilingual,
    /// The fiscal year of the plan.
    pub year: FiscalYear,
    /// The how-manieth export for this unit and year it is, from 1.
    pub version: i64,
    /// Does it still hold, or has a later export taken its place?
    pub state: PartState,
    /// When the office wants it back.
    pub due: Option<Date>,
    /// Our content as it went out.
    pub exported: Exported,
    /// What was taken from files since, by the number of the row.
    pub taken: BTreeMap<u16, TakenRow>,
    /// When it was exported.
    pub created_at: Timestamp,
}

/// Does a part still hold?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It is the latest of its unit and year.
    Open,
    /// A later export has taken its place. Its links are closed; its files can still be collected by hand.
    Replaced,
}

/// Our content as it went out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The items, in the order of the plan.
    pub items: Vec<ExportedItem>,
}

/// An item of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedItem {
    /// The item of the plan.
    pub item: PlanItemId,
    /// Its code.
    pub code: String,
    /// What it asks.
    pub topic: String,
    /// Its guidelines.
    pub guidelines: Vec<String>,
    /// Its measures.
    pub measures: Vec<String>,
    /// The rows that the division may write.
    pub rows: Vec<ExportedRow>,
}

/// A row that the division may write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedRow {
    /// Its number in the part, from 1.
    pub number: u16,
    /// The result that stands in it; none in a row for a new one.
    pub result: Option<ResultId>,
    /// Does it ask who is responsible? The first row of each item does.
    pub asks_party: bool,
    /// The responsible party that stands in it.
    pub party: Option<ResponsibleId>,
    /// What it says.
    pub said: RowText,
}

/// What a row says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowText {
    /// What was done.
    pub text: String,
    /// How far it is.
    pub status: Option<Status>,
    /// The day it speaks of.
    pub day: Option<Date>,
    /// Who is responsible in the unit.
    pub party: String,
    /// Their telephone.
    pub telephone: String,
    /// A remark for the coordinator.
    pub remark: String,
}

/// What was taken from a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenRow {
    /// The result that the row is now; none if only other cells were taken.
    pub result: Option<ResultId>,
    /// The responsible party that the row names now.
    pub party: Option<ResponsibleId>,
    /// What was agreed on.
    pub said: RowText,
}

/// A file that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct PartUpload {
    /// Identifier.
    pub id: PartUploadId,
    /// Of which part.
    pub part: PartId,
    /// Its name on the device it came from.
    pub file_name: String,
    /// What was read of it.
    pub reading: reading::Reading,
    /// What was decided, by the place of the row in the file.
    pub decisions: BTreeMap<String, Decision>,
    /// Is something to be decided?
    pub state: UploadState,
    /// Did it come by the link, without sign-in?
    pub by_link: bool,
    /// When it came.
    pub created_at: Timestamp,
}

/// What was decided on a row of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Taken into the plan.
    Taken,
    /// Ours stays.
    OursKept,
    /// Kept as a note at its item.
    Noted,
    /// Put aside.
    Discarded,
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Something waits for the coordinator.
    Waiting,
    /// Everything is decided.
    Done,
}

impl Part {
    /// The unit as one says it in a sentence of the record: "ส่วนของฝ่ายปกครอง".
    pub fn source(&self) -> String {
        format!("ส่วนของ{} ฉบับที่ {}", self.unit_name.th, self.version)
    }

    /// Until when a link made now holds: two weeks past the due day, two months without one.
    pub fn link_holds_until(&self, now: Timestamp) -> Timestamp {
        let end_of_due_day = self.due.and_then(|due| thai::date::from_bangkok(due, jiff::civil::time(23, 59, 0, 0)));
        end_of_due_day.map_or(now + LINK_LIFE, |end| end.max(now) + GRACE)
    }
}

impl Exported {
    /// All rows with their items.
    pub fn rows(&self) -> impl Iterator<Item = (&ExportedItem, &ExportedRow)> {
        self.items.iter().flat_map(|item| item.rows.iter().map(move |row| (item, row)))
    }

    /// The item with this code.
    pub fn by_code(&self, code: &str) -> Option<&ExportedItem> {
        self.items.iter().find(|item| item.code == code)
    }
}

impl RowText {
    /// The part of it that is a result.
    pub fn result(&self) -> ResultText {
        ResultText { text: self.text.clone(), status: self.status, day: self.day }
    }

    /// Does it say nothing?
    pub fn is_empty(&self) -> bool {
        *self == RowText::default()
    }

    /// Is there no result in it?
    pub fn has_no_result(&self) -> bool {
        self.text.is_empty() && self.status.is_none()
    }
}

impl PartState {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            PartState::Open => "open",
            PartState::Replaced => "replaced",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [PartState::Open, PartState::Replaced].into_iter().find(|state| state.key() == key)
    }
}

impl UploadState {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            UploadState::Waiting => "waiting",
            UploadState::Done => "done",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [UploadState::Waiting, UploadState::Done].into_iter().find(|state| state.key() == key)
    }
}

impl Decision {
    /// The decision as one word for the record and for the page.
    pub fn name(self) -> Bilingual {
        match self {
            Decision::Taken => Bilingual::new("รับเข้าแผนแล้ว", "Taken"),
            Decision::OursKept => Bilingual::new("คงของเราไว้", "Ours kept"),
            Decision::Noted => Bilingual::new("เก็บเป็นหมายเหตุ", "Kept as a note"),
            Decision::Discarded => Bilingual::new("ไม่ใช้", "Put aside"),
        }
    }

    /// The key in forms and in the record.
    pub fn key(self) -> &'static str {
        match self {
            Decision::Taken => "taken",
            Decision::OursKept => "ours_kept",
            Decision::Noted => "noted",
            Decision::Discarded => "put_aside",
        }
    }
}
