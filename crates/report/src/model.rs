//! The report as data. Serialised with serde this *is* the JSON form that is exported and read again.

use jiff::civil::Date;
use scoring::Score;
use serde::{Deserialize, Serialize};
use thai::{Bilingual, FiscalYear};

/// One agency's report of a year's measures, as read from a file or written to one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The agency's name as printed.
    pub agency: Option<String>,
    /// The day on the report.
    pub report_date: Option<Date>,
    /// The fiscal year whose measures are reported.
    pub year: Option<FiscalYear>,
    /// The fiscal year whose scores stand in it: as a rule the year before.
    pub score_year: Option<FiscalYear>,
    /// Items for which supporting papers are said to be attached.
    pub with_documents: Vec<String>,
    /// Items for which it says there are none.
    pub without_documents: Vec<String>,
    /// The indicators that the report prints, in order of their numbers.
    pub indicators: Vec<Indicator>,
    /// The items that the report answers, in its own order.
    pub items: Vec<Item>,
    /// What looks wrong or contradictory. Nothing is corrected because of a warning.
    pub warnings: Vec<Warning>,
    /// What looks like a slip of the OCR, each with the text that it would become. Never applied by the reader.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Text that found no place, with the item it stood at. Nothing of the source is lost.
    pub unparsed: Vec<Unparsed>,
}

/// An indicator with its printed mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// 1 to 10.
    pub number: u8,
    /// Its name as printed.
    pub name: String,
    /// Its printed mean; `None` if the report prints none.
    pub score: Option<Score>,
}

/// One item of the assessment and what was done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its true code in the year of the scores: `I7`, `E12`, `O36`.
    pub code: String,
    /// The number of its indicator.
    pub indicator: u8,
    /// What the item asks, as printed.
    #[serde(default)]
    pub topic: String,
    /// Its printed score.
    pub score: Option<Score>,
    /// Guidelines (แนวทางการปฏิบัติ).
    pub guidelines: Vec<String>,
    /// Measures (มาตรการ).
    pub measures: Vec<String>,
    /// Results (ผลการดำเนินการ), each with its own text, status and date.
    pub results: Vec<ResultLine>,
    /// The statuses as they stand in the result cell, in order.
    pub statuses: Vec<Status>,
    /// Who is responsible.
    pub responsible: Vec<Responsible>,
}

/// One result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    /// What was done.
    pub text: String,
    /// How far it is; `None` if the report does not say.
    pub status: Option<Status>,
    /// The day it speaks of, if it names one.
    pub date: Option<Date>,
    /// What the office's own records say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
}

/// A figure that was counted from the office's own records and proves a result, as it stood on a day (ตัวเลขจากระบบ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What was counted and what came of it, in official Thai.
    pub text: String,
    /// The day as of which it holds.
    pub day: Date,
}

/// How far a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// ยังไม่ได้ดำเนินการ
    NotStarted,
    /// อยู่ระหว่างดำเนินการ
    InProgress,
    /// ดำเนินการแล้วเสร็จ
    Done,
    /// ยกเลิก
    Cancelled,
}

impl Status {
    /// All of them, in the order of work.
    pub const ALL: [Status; 4] = [Status::NotStarted, Status::InProgress, Status::Done, Status::Cancelled];

    /// The key in JSON and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Status::NotStarted => "not_started",
            Status::InProgress => "in_progress",
            Status::Done => "done",
            Status::Cancelled => "cancelled",
        }
    }

    /// The status with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The words of the official form.
    pub fn official(self) -> &'static str {
        match self {
            Status::NotStarted => "ยังไม่ได้ดำเนินการ",
            Status::InProgress => "อยู่ระหว่างดำเนินการ",
            Status::Done => "ดำเนินการแล้วเสร็จ",
            Status::Cancelled => "ยกเลิก",
        }
    }
}

/// A responsible party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Person, post, unit or "all staff", as printed.
    pub party: String,
    /// What they do.
    pub duty: Duty,
    /// Telephone, Arabic digits with hyphens: `02-321-7926`.
    pub telephone: Option<String>,
}

/// What a responsible party does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// ปฏิบัติ: carries the measure out.
    CarryOut,
    /// กำกับดูแล: supervises it.
    Supervise,
}

/// Something that looks wrong. It changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable key, e.g. `indicator_mean_differs`.
    pub code: String,
    /// What is wrong and what to do about it.
    #[serde(flatten)]
    pub message: Message,
    /// Where: an item code, an indicator or a line.
    #[serde(rename = "where")]
    pub place: String,
}

/// A message of a warning: `message` is Thai, `message_en` English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Thai.
    pub message: String,
    /// English.
    pub message_en: String,
}

impl From<Bilingual> for Message {
    fn from(text: Bilingual) -> Self {
        Self { message: text.th, message_en: text.en }
    }
}

/// A likely slip of the OCR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The item (or empty) at whose text it stands.
    pub item: String,
    /// The part of the item: `topic`, `guideline`, `measure`, `result`, `responsible`, `code`, `indicator`, `header`.
    pub part: String,
    /// As printed.
    pub printed: String,
    /// What it probably says.
    pub suggested: String,
}

/// Text that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unparsed {
    /// The text, whole.
    pub text: String,
    /// The item it stood at, if any.
    pub item: Option<String>,
    /// Where in the source, e.g. `line 49, column 4`.
    #[serde(rename = "where")]
    pub place: String,
}
