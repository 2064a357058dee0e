//! The state of a thing: always a word and a shape and a colour, so that it survives a photocopier.

use super::components;
use askama::Template;
use thai::Language;

/// The states that screens show, with their fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing done yet.
    NotStarted,
    /// Work is going on.
    InProgress,
    /// Waits for somebody: say for what with [`StatusTag::saying`].
    Waiting,
    /// Done, with evidence.
    Done,
    /// Said to be done; no evidence yet.
    Unproven,
    /// Still valid, but not for long.
    GoingStale,
    /// Out of date.
    Stale,
    /// Past its date by this many days.
    Overdue(u32),
    /// Given up, with a reason recorded.
    Cancelled,
    /// Signed and frozen.
    Signed,
    /// Nothing is known; never shown as 0.
    NoData,
}

impl Status {
    /// Every state, for the style guide and the tests.
    pub const ALL: [Status; 11] = [
        Status::NotStarted,
        Status::InProgress,
        Status::Waiting,
        Status::Done,
        Status::Unproven,
        Status::GoingStale,
        Status::Stale,
        Status::Overdue(3),
        Status::Cancelled,
        Status::Signed,
        Status::NoData,
    ];

    /// The shape in the sprite, and the class that colours it.
    pub fn shape(self) -> &'static str {
        match self {
            Status::NotStarted => "not-started",
            Status::InProgress => "in-progress",
            Status::Waiting => "waiting",
            Status::Done => "done",
            Status::Unproven => "unproven",
            Status::GoingStale => "going-stale",
            Status::Stale => "stale",
            Status::Overdue(_) => "overdue",
            Status::Cancelled => "cancelled",
            Status::Signed => "signed",
            Status::NoData => "no-data",
        }
    }

    /// The word on the screen.
    pub fn word(self, t: Language) -> String {
        let word = match self {
            Status::NotStarted => t.say("ยังไม่เริ่ม", "Not started"),
            Status::InProgress => t.say("กำลังทำ", "In progress"),
            Status::Waiting => t.say("รอตรวจ", "Waiting for review"),
            Status::Done => t.say("เสร็จแล้ว", "Done"),
            Status::Unproven => t.say("เสร็จแล้ว ยังไม่มีหลักฐาน", "Done, no evidence yet"),
            Status::GoingStale => t.say("ใกล้ล้าสมัย", "Going stale"),
            Status::Stale => t.say("ล้าสมัย", "Stale"),
            Status::Overdue(1) => t.say("เกินกำหนด 1\u{a0}วัน", "1\u{a0}day overdue"),
            Status::Overdue(days) => {
                return t.say(format!("เกินกำหนด {days}\u{a0}วัน"), format!("{days}\u{a0}days overdue"));
            }
            Status::Cancelled => t.say("ยกเลิก", "Cancelled"),
            Status::Signed => t.say("ลงนามแล้ว", "Signed"),
            Status::NoData => t.say("ยังไม่มีข้อมูล", "No data yet"),
        };
        word.to_string()
    }
}

/// A status as a tag: not a link, one line.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/status.html")]
pub struct StatusTag {
    shape: &'static str,
    word: String,
    id: Option<String>,
}

impl StatusTag {
    /// The tag with the state's own word.
    pub fn new(t: Language, status: Status) -> Self {
        Self { shape: status.shape(), word: status.word(t), id: None }
    }

    /// Another word for the same state: "รอลงนาม" for waiting, "ล้าสมัย 12 วัน" for stale.
    pub fn saying(mut self, word: impl Into<String>) -> Self {
        self.word = word.into();
        self
    }

    /// An id, so that a link can be described by the tag.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

components!(StatusTag);
