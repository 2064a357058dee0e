//! The plan of a year: its items, and at each item guidelines, measures, results and who is responsible.
//!
//! - [`desk`]: whose work is what, and how urgent
//! - [`editing`]: what may be typed, and what a change means
//! - [`exchange`]: from a report to the plan and back
//! - [`listing`]: filters, sorting and counts of the list
//! - [`priority`]: what comes first
//! - [`work`]: how a result is worked, and what proves it

pub mod desk;
pub mod editing;
pub mod exchange;
pub mod listing;
pub mod priority;
pub mod work;

use jiff::civil::Date;
use report::{Duty, Status};
use serde::Serialize;
use thai::{Bilingual, FiscalYear};

use self::{
    priority::ChosenPriority,
    work::{Proof, Work},
};
use crate::{
    kit::{html, visit::AgencyId},
    organisation::model::{PersonId, PostId, UnitId},
};

db::id!(
    /// A plan: the measures of an agency in a fiscal year.
    PlanId
);
db::id!(
    /// An item of a plan.
    PlanItemId
);
db::id!(
    /// A guideline, a measure, a note or a text not understood.
    LineId
);
db::id!(
    /// A result.
    ResultId
);
db::id!(
    /// A responsible party at an item.
    ResponsibleId
);

/// What is known of a plan without its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHead {
    /// Identifier.
    pub id: PlanId,
    /// Whose it is.
    pub agency: AgencyId,
    /// The fiscal year in which it is carried out.
    pub year: FiscalYear,
    /// The fiscal year whose scores it answers: as a rule the year before.
    pub score_year: FiscalYear,
    /// The day on the official report, once it has one.
    pub report_day: Option<Date>,
}

/// The plan of a year, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is.
    pub head: PlanHead,
    /// The items it answers, in their order.
    pub items: Vec<PlanItem>,
    /// Notes and texts not understood that stand at no item.
    pub notes: Vec<Line>,
}

/// An item of the assessment that the plan answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanItem {
    /// Identifier.
    pub id: PlanItemId,
    /// Its code in the year of the scores: `I7`, `E12`, `O36`.
    pub code: String,
    /// The key of its duty, the same in every year; none if the instrument does not know the code.
    pub duty: Option<String>,
    /// The number of its indicator.
    pub indicator: u8,
    /// What the item asks.
    pub topic: String,
    /// When the measures are carried out.
    pub period: Period,
    /// Does the report come with supporting papers for it?
    pub documents: Option<Documents>,
    /// The priority that somebody chose instead of the one that follows from the points.
    pub priority: Option<ChosenPriority>,
    /// Why points are lost (สาเหตุ).
    pub causes: Vec<Line>,
    /// Guidelines (แนวทาง).
    pub guidelines: Vec<Line>,
    /// Measures (มาตรการ).
    pub measures: Vec<Line>,
    /// How the measures are followed up (วิธีติดตาม).
    pub follow_ups: Vec<Line>,
    /// Results (ผล).
    pub results: Vec<ResultLine>,
    /// Who is responsible (ผู้รับผิดชอบ).
    pub responsibles: Vec<Responsible>,
    /// Notes, and texts not understood.
    pub notes: Vec<Line>,
}

/// From one day to another; either may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day: when it is due.
    pub until: Option<Date>,
}

/// What the official report says about supporting papers of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Documents {
    /// มีเอกสารประกอบ
    With,
    /// ไม่มีเอกสารประกอบ
    Without,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Identifier.
    pub id: LineId,
    /// What it is.
    pub kind: LineKind,
    /// The text.
    pub text: String,
    /// The step of the office's work that a measure changes (ขั้นตอนงานที่ปรับ), in words.
    pub work_step: Option<String>,
}

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// แนวทาง: how the item is to be approached.
    Guideline,
    /// มาตรการ: what is done.
    Measure,
    /// สาเหตุ: why the item loses points.
    Cause,
    /// วิธีติดตาม: how often, by whom and by what figure the measures are followed up.
    FollowUp,
    /// หมายเหตุ: kept, but not part of the form.
    Note,
    /// Text of an imported report that found no place; somebody has to decide on it.
    NotUnderstood,
}

/// A result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// Identifier.
    pub id: ResultId,
    /// What it says.
    pub said: ResultText,
    /// Where it comes from.
    pub origin: Origin,
    /// How it is worked.
    pub work: Work,
}

/// What a result says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResultText {
    /// What was done.
    pub text: String,
    /// How far it is, if it says so.
    pub status: Option<Status>,
    /// The day it speaks of.
    pub day: Option<Date>,
}

/// Where a result comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Entered or confirmed here.
    Entered,
    /// Taken over from a report: said there, without evidence here.
    Reported,
}

/// A responsible party at an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsible {
    /// Identifier.
    pub id: ResponsibleId,
    /// Who, and what they do.
    pub party: Party,
}

/// Who is responsible, as printed, with the unit, post or person behind it if it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// As printed in the report: a person, a post, a unit, or all staff.
    pub name: String,
    /// What they do.
    pub duty: Duty,
    /// Telephone.
    pub telephone: Option<String>,
    /// Whom of the organisation it names.
    pub link: Option<PartyLink>,
}

/// Whom of the organisation a party names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyLink {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A person.
    Person(PersonId),
    /// Nobody in particular but all units, as in "all civil servants of the office".
    Everyone,
}

/// Where an item stands, from all its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No result, or nothing begun.
    NotStarted,
    /// Something is done or under way, but not everything.
    InProgress,
    /// Everything that was not given up is done.
    Done {
        /// What proves it: the weakest proof of its results.
        proof: Proof,
    },
    /// Everything was given up.
    Cancelled,
    /// There are results, but none says how far it is.
    Unsaid,
}

/// How far a plan is, by its results; what was given up does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Results in all.
    pub results: i64,
    /// Results that are done, whatever proves them.
    pub done: i64,
    /// Results that are done with evidence that stands.
    pub proved: i64,
    /// Results that are not done after the day on which they were due.
    pub overdue: i64,
}

impl Plan {
    /// The item of this identifier.
    pub fn item(&self, id: PlanItemId) -> Option<&PlanItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The item with this code.
    pub fn by_code(&self, code: &str) -> Option<&PlanItem> {
        self.items.iter().find(|item| item.code == code)
    }

    /// A line, with the item that it stands at.
    pub fn line(&self, id: LineId) -> Option<(Option<&PlanItem>, &Line)> {
        self.lines().find(|(_, line)| line.id == id)
    }

    /// A result, with its item.
    pub fn result(&self, id: ResultId) -> Option<(&PlanItem, &ResultLine)> {
        let mut all = self.items.iter().flat_map(|item| item.results.iter().map(move |result| (item, result)));
        all.find(|(_, result)| result.id == id)
    }

    /// A responsible party, with its item.
    pub fn responsible(&self, id: ResponsibleId) -> Option<(&PlanItem, &Responsible)> {
        let mut all = self.items.iter().flat_map(|item| item.responsibles.iter().map(move |party| (item, party)));
        all.find(|(_, responsible)| responsible.id == id)
    }

    /// All lines, with the item that they stand at.
    pub fn lines(&self) -> impl Iterator<Item = (Option<&PlanItem>, &Line)> {
        let of_items = self.items.iter().flat_map(|item| item.lines().map(move |line| (Some(item), line)));
        of_items.chain(self.notes.iter().map(|line| (None, line)))
    }
}

impl PlanItem {
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        let counted = self.results.iter().filter(|result| result.said.status != Some(Status::Cancelled));
        let said: Vec<Status> = counted.clone().filter_map(|result| result.said.status).collect();
        match (self.results.is_empty(), said.as_slice()) {
            (true, _) => Standing::NotStarted,
            (false, []) if counted.clone().next().is_none() => Standing::Cancelled,
            (false, []) => Standing::Unsaid,
            (false, all) if all.iter().all(|status| *status == Status::Done) => {
                let proof = counted.filter_map(ResultLine::proof).min().unwrap_or(Proof::Claimed);
                Standing::Done { proof }
            }
            (false, all) if all.iter().all(|status| *status == Status::NotStarted) => Standing::NotStarted,
            (false, _) => Standing::InProgress,
        }
    }

    /// When a result of it is due.
    pub fn due_of(&self, result: &ResultLine) -> Option<Date> {
        result.work.due.or(self.period.until)
    }

    /// All its lines.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let analysis = self.causes.iter().chain(&self.follow_ups);
        self.guidelines.iter().chain(&self.measures).chain(analysis).chain(&self.notes)
    }

    /// Its lines of a kind, to be changed.
    pub fn lines_of_mut(&mut self, kind: LineKind) -> &mut Vec<Line> {
        match kind {
            LineKind::Guideline => &mut self.guidelines,
            LineKind::Measure => &mut self.measures,
            LineKind::Cause => &mut self.causes,
            LineKind::FollowUp => &mut self.follow_ups,
            LineKind::Note | LineKind::NotUnderstood => &mut self.notes,
        }
    }

    /// Its lines of a kind.
    pub fn lines_of(&self, kind: LineKind) -> &[Line] {
        match kind {
            LineKind::Guideline => &self.guidelines,
            LineKind::Measure => &self.measures,
            LineKind::Cause => &self.causes,
            LineKind::FollowUp => &self.follow_ups,
            LineKind::Note | LineKind::NotUnderstood => &self.notes,
        }
    }
}

impl Standing {
    /// The words for filters.
    pub fn name(self) -> Bilingual {
        match self {
            Standing::NotStarted => Bilingual::new("ยังไม่เริ่ม", "Not started"),
            Standing::InProgress => Bilingual::new("กำลังทำ", "In progress"),
            Standing::Done { .. } => Bilingual::new("เสร็จแล้ว", "Done"),
            Standing::Cancelled => Bilingual::new("ยกเลิก", "Cancelled"),
            Standing::Unsaid => Bilingual::new("ไม่ได้ระบุสถานะ", "Status not stated"),
        }
    }

    /// The key in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Standing::NotStarted => "not_started",
            Standing::InProgress => "in_progress",
            Standing::Done { .. } => "done",
            Standing::Cancelled => "cancelled",
            Standing::Unsaid => "unsaid",
        }
    }

    /// How it is shown.
    pub fn tag(self, t: thai::Language) -> html::StatusTag {
        match self {
            Standing::NotStarted => html::StatusTag::new(t, html::Status::NotStarted),
            Standing::InProgress => html::StatusTag::new(t, html::Status::InProgress),
            Standing::Done { proof } => proof.tag(t),
            Standing::Cancelled => html::StatusTag::new(t, html::Status::Cancelled),
            Standing::Unsaid => html::StatusTag::new(t, html::Status::NoData).saying(self.name().in_language(t)),
        }
    }
}

impl ResultLine {
    /// How its status is shown.
    pub fn tag(&self, t: thai::Language) -> html::StatusTag {
        match self.said.status {
            None => Standing::Unsaid.tag(t),
            Some(Status::NotStarted) => Standing::NotStarted.tag(t),
            Some(Status::InProgress) => Standing::InProgress.tag(t),
            Some(Status::Done) => self.proof().unwrap_or(Proof::Claimed).tag(t),
            Some(Status::Cancelled) => Standing::Cancelled.tag(t),
        }
    }
}

impl LineKind {
    /// All kinds.
    pub const ALL: [LineKind; 6] = [
        LineKind::Guideline,
        LineKind::Measure,
        LineKind::Cause,
        LineKind::FollowUp,
        LineKind::Note,
        LineKind::NotUnderstood,
    ];

    /// The key in the database and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            LineKind::Guideline => "guideline",
            LineKind::Measure => "measure",
            LineKind::Cause => "cause",
            LineKind::FollowUp => "follow_up",
            LineKind::Note => "note",
            LineKind::NotUnderstood => "not_understood",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            LineKind::Guideline => Bilingual::new("แนวทาง", "guideline"),
            LineKind::Measure => Bilingual::new("มาตรการ", "measure"),
            LineKind::Cause => Bilingual::new("สาเหตุ", "cause"),
            LineKind::FollowUp => Bilingual::new("วิธีติดตาม", "follow-up"),
            LineKind::Note => Bilingual::new("หมายเหตุ", "note"),
            LineKind::NotUnderstood => Bilingual::new("ข้อความที่ยังไม่เข้าใจ", "text not understood yet"),
        }
    }
}

impl Documents {
    /// Both answers.
    pub const ALL: [Documents; 2] = [Documents::With, Documents::Without];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Documents::With => "with",
            Documents::Without => "without",
        }
    }

    /// The answer with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|documents| documents.key() == key)
    }

    /// Its words.
    pub fn name(self) -> Bilingual {
        match self {
            Documents::With => Bilingual::new("มีเอกสารประกอบ", "with supporting papers"),
            Documents::Without => Bilingual::new("ไม่มีเอกสารประกอบ", "without supporting papers"),
        }
    }
}

impl Origin {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Origin::Entered => "entered",
            Origin::Reported => "reported",
        }
    }

    /// The origin with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Origin::Entered, Origin::Reported].into_iter().find(|origin| origin.key() == key)
    }
}

/// The key of a duty of responsibility in the database and in forms.
pub fn duty_key(duty: Duty) -> &'static str {
    match duty {
        Duty::CarryOut => "carry_out",
        Duty::Supervise => "supervise",
    }
}

/// The duty of responsibility with this key.
pub fn duty_from_key(key: &str) -> Option<Duty> {
    [Duty::CarryOut, Duty::Supervise].into_iter().find(|duty| duty_key(*duty) == key)
}

/// The words of a duty of responsibility.
pub fn duty_name(duty: Duty) -> Bilingual {
    match duty {
        Duty::CarryOut => Bilingual::new("ปฏิบัติ", "carries out"),
        Duty::Supervise => Bilingual::new("กำกับดูแล", "supervises"),
    }
}

/// The words of a status, as the screen says it.
pub fn status_name(status: Status) -> Bilingual {
    match status {
        Status::NotStarted => Standing::NotStarted.name(),
        Status::InProgress => Standing::InProgress.name(),
        Status::Done => Bilingual::new("เสร็จแล้ว", "Done"),
        Status::Cancelled => Standing::Cancelled.name(),
    }
}

#[cfg(test)]
pub(crate) mod samples {
    //! Small plans for the tests of the rules.
    use super::*;

    pub fn result(text: &str, status: Option<Status>, origin: Origin) -> ResultLine {
        ResultLine {
            id: ResultId::new(),
            said: ResultText { text: text.into(), status, day: None },
            origin,
            work: Work::default(),
        }
    }

    pub fn item(code: &str, indicator: u8, results: Vec<ResultLine>) -> PlanItem {
        PlanItem {
            id: PlanItemId::new(),
            code: code.into(),
            duty: None,
            indicator,
            topic: format!("เรื่องของ {code}"),
            period: Period::default(),
            documents: None,
            priority: None,
            causes: Vec::new(),
            guidelines: Vec::new(),
            measures: Vec::new(),
            follow_ups: Vec::new(),
            results,
            responsibles: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub fn plan(items: Vec<PlanItem>) -> Plan {
        let year = FiscalYear::new(2565).unwrap();
        let head = PlanHead {
            id: PlanId::new(),
            agency: AgencyId::new(),
            year,
            score_year: year.previous(),
            report_day: None,
        };
        Plan { head, items, notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::{samples::*, *};

    fn standing(statuses: &[Option<Status>]) -> Standing {
        item("I1", 1, statuses.iter().map(|status| result("ผล", *status, Origin::Reported)).collect()).standing()
    }

    #[test]
    fn an_item_stands_where_its_results_stand() {
        use Status::*;
        let done = Standing::Done { proof: Proof::Reported };
        assert_eq!(standing(&[]), Standing::NotStarted);
        assert_eq!(standing(&[None]), Standing::Unsaid);
        assert_eq!(standing(&[None, Some(Done)]), done);
        assert_eq!(standing(&[Some(Done), Some(InProgress)]), Standing::InProgress);
        assert_eq!(standing(&[Some(Done), Some(NotStarted)]), Standing::InProgress);
        assert_eq!(standing(&[Some(NotStarted)]), Standing::NotStarted);
        assert_eq!(standing(&[Some(Cancelled)]), Standing::Cancelled);
        assert_eq!(standing(&[Some(Cancelled), Some(Done)]), done);
    }

    #[test]
    fn an_item_is_proved_as_well_as_its_weakest_result() {
        let mut proved = result("มีหลักฐาน", Some(Status::Done), Origin::Entered);
        proved.work.evidence = 1;
        let reported = result("เดิม", Some(Status::Done), Origin::Reported);
        let standing = |results| item("I1", 1, results).standing();
        assert_eq!(standing(vec![proved.clone()]), Standing::Done { proof: Proof::Evidence });
        assert_eq!(standing(vec![proved, reported]), Standing::Done { proof: Proof::Reported });
    }

    #[test]
    fn keys_go_there_and_back() {
        assert!(LineKind::ALL.into_iter().all(|kind| LineKind::from_key(kind.key()) == Some(kind)));
        assert!(Documents::ALL.into_iter().all(|documents| Documents::from_key(documents.key()) == Some(documents)));
        assert!([Duty::CarryOut, Duty::Supervise].into_iter().all(|duty| duty_from_key(duty_key(duty)) == Some(duty)));
    }
}
