//! How sure a fact of a year is, and where it was read.

use jiff::civil::Date;
use serde::Deserialize;
use thai::Bilingual;

use super::Kind;

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read in a public source, or worked out from published figures that fit without exception.
    Established,
    /// Known to practitioners and not contradicted; to be confirmed with the manual of the year.
    Likely,
    /// Uncertain, or carried over from another year. Pages say so.
    NotEstablished,
}

impl Standing {
    /// The words for a reader.
    pub fn name(self) -> Bilingual {
        match self {
            Standing::Established => Bilingual::new("ยืนยันแล้ว", "established"),
            Standing::Likely => Bilingual::new("น่าจะเป็นเช่นนี้", "likely"),
            Standing::NotEstablished => Bilingual::new("ยังไม่ยืนยัน", "not established"),
        }
    }
}

/// The standing of a fact with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// How sure it is.
    pub standing: Standing,
    /// Source marks, explained in `instruments/README.md`: `S19`, `K`, `V`, `?`.
    pub source: String,
    /// What a reader should know about it.
    pub note: Option<Bilingual>,
}

/// What the facts of a definition are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The shares of the three instruments.
    Weights,
    /// The ten indicators and their names.
    Indicators,
    /// The list of IIT items and their grouping.
    IitItems,
    /// The list of EIT items and their grouping.
    EitItems,
    /// The list of OIT items.
    OitItems,
    /// Which OIT items form which sub-indicator.
    OitGroups,
    /// That an OIT item scores 100 or 0.
    OitScoring,
    /// Parts, scales and reversals of the IIT.
    IitScales,
    /// Parts, scales and reversals of the EIT.
    EitScales,
    /// Whether the EIT is taken in parts, and their shares.
    EitParts,
    /// Names and limits of the levels.
    Levels,
    /// Whether the level is decided on the rounded total.
    LevelRounding,
    /// How many must answer.
    MinimumSamples,
    /// The dates of the year.
    Calendar,
    /// The score below which an item belongs into the report.
    ReportThreshold,
}

impl Subject {
    /// All of them, in the order of a definition file.
    pub const ALL: [Subject; 15] = [
        Subject::Weights,
        Subject::Indicators,
        Subject::IitItems,
        Subject::EitItems,
        Subject::OitItems,
        Subject::OitGroups,
        Subject::OitScoring,
        Subject::IitScales,
        Subject::EitScales,
        Subject::EitParts,
        Subject::Levels,
        Subject::LevelRounding,
        Subject::MinimumSamples,
        Subject::Calendar,
        Subject::ReportThreshold,
    ];

    /// The list of items of an instrument.
    pub fn items_of(kind: Kind) -> Self {
        match kind {
            Kind::Iit => Subject::IitItems,
            Kind::Eit => Subject::EitItems,
            Kind::Oit => Subject::OitItems,
        }
    }

    /// The words for a reader.
    pub fn name(self) -> Bilingual {
        let (thai, english) = match self {
            Subject::Weights => ("น้ำหนักของเครื่องมือ", "weights of the instruments"),
            Subject::Indicators => ("ตัวชี้วัดสิบข้อ", "the ten indicators"),
            Subject::IitItems => ("รายการข้อ IIT", "list of IIT items"),
            Subject::EitItems => ("รายการข้อ EIT", "list of EIT items"),
            Subject::OitItems => ("รายการข้อ OIT", "list of OIT items"),
            Subject::OitGroups => ("ตัวชี้วัดย่อยของ OIT", "sub-indicators of the OIT"),
            Subject::OitScoring => ("การให้คะแนนข้อ OIT", "scoring of OIT items"),
            Subject::IitScales => ("มาตรวัดของ IIT", "scales of the IIT"),
            Subject::EitScales => ("มาตรวัดของ EIT", "scales of the EIT"),
            Subject::EitParts => ("EIT สองส่วน", "parts of the EIT"),
            Subject::Levels => ("ระดับผลการประเมิน", "levels"),
            Subject::LevelRounding => ("การปัดเศษก่อนตัดสินระดับ", "rounding before the level"),
            Subject::MinimumSamples => ("จำนวนผู้ตอบขั้นต่ำ", "minimum samples"),
            Subject::Calendar => ("ปฏิทินการประเมิน", "calendar"),
            Subject::ReportThreshold => ("เกณฑ์คะแนนที่ต้องรายงาน", "threshold of the report"),
        };
        Bilingual::new(thai, english)
    }

    /// The key in a definition file.
    pub(super) fn key(self) -> &'static str {
        match self {
            Subject::Weights => "weights",
            Subject::Indicators => "indicators",
            Subject::IitItems => "iit_items",
            Subject::EitItems => "eit_items",
            Subject::OitItems => "oit_items",
            Subject::OitGroups => "oit_groups",
            Subject::OitScoring => "oit_scoring",
            Subject::IitScales => "iit_scales",
            Subject::EitScales => "eit_scales",
            Subject::EitParts => "eit_parts",
            Subject::Levels => "levels",
            Subject::LevelRounding => "level_rounding",
            Subject::MinimumSamples => "minimum_samples",
            Subject::Calendar => "calendar",
            Subject::ReportThreshold => "report_threshold",
        }
    }
}

/// A step of the yearly assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The assessment as a whole.
    Assessment,
    /// Registration in the national system.
    Register,
    /// The internal survey is open.
    Iit,
    /// The external survey is open.
    Eit,
    /// The agency enters what it has published.
    Oit,
    /// Reviewers score what was entered.
    OitReview,
    /// The agency may object to preliminary scores.
    Appeal,
    /// Results are announced.
    Result,
    /// Results of units below department level (district offices, police stations) are announced.
    ResultBelowDepartment,
}

impl Step {
    /// The words for a reader.
    pub fn name(self) -> Bilingual {
        let (thai, english) = match self {
            Step::Assessment => ("การประเมินทั้งหมด", "the whole assessment"),
            Step::Register => ("ลงทะเบียนในระบบ", "registration"),
            Step::Iit => ("เก็บแบบวัด IIT", "IIT survey"),
            Step::Eit => ("เก็บแบบวัด EIT", "EIT survey"),
            Step::Oit => ("ส่งข้อมูล OIT", "OIT submission"),
            Step::OitReview => ("ตรวจข้อมูล OIT", "OIT review"),
            Step::Appeal => ("ชี้แจงและอุทธรณ์", "objection"),
            Step::Result => ("ประกาศผล", "results"),
            Step::ResultBelowDepartment => ("ประกาศผลหน่วยงานระดับต่ำกว่ากรม", "results of sub-departmental units"),
        };
        Bilingual::new(thai, english)
    }
}

/// When a step of a year took or takes place, as far as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The step.
    pub step: Step,
    /// Its first day.
    pub opens: Option<Date>,
    /// Its last day.
    pub closes: Option<Date>,
    /// How sure that is.
    pub fact: Fact,
}
