//! How a result is worked: from not started to done, with what proves it.
//!
//! A result is done when something proves it, or when the supervising party accepts the reason why nothing does. What an
//! imported report says is done stays *reported*: it counts apart and is printed as it was; from the first change here
//! the rule holds for it, too. What is finished can be opened again, with a reason; every state is kept with who and when.

use jiff::{Timestamp, civil::Date};
use report::Status;
use serde::Serialize;
use thai::{Bilingual, FiscalYear, Language};

use super::{Origin, ResultId, ResultLine};
use crate::{
    documents::{DocumentId, Shown},
    kit::{
        html::{self, StatusTag},
        visit::UserId,
    },
    organisation::model::PersonId,
};

db::id!(
    /// A state of a result: when it began, and who said so.
    ResultStateId
);
db::id!(
    /// Something written about the work on a result.
    WorkNoteId
);
db::id!(
    /// A request to be done without evidence.
    ExcuseId
);

/// How a result is worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// When it is due; where it has no day of its own, its item's holds.
    pub due: Option<Date>,
    /// Who works on it, after the last hand-over.
    pub assignee: Option<PersonId>,
    /// How many pieces of evidence stand.
    pub evidence: u32,
    /// How many pieces no longer prove it: too old, out of force, withdrawn, or gone from the web.
    pub stale: u32,
    /// Why there is none, accepted by the supervising party.
    pub excuse: Option<String>,
    /// Does a request to be done without evidence wait for the supervising party?
    pub asks: bool,
}

/// What proves that a result is done, from the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// An imported report says so.
    Reported,
    /// Somebody said so here before evidence was asked for.
    Claimed,
    /// Only evidence that no longer counts.
    Stale,
    /// Nothing does, for a reason that was accepted.
    Excused,
    /// Evidence.
    Evidence,
}

/// What somebody does with a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begins.
    Start,
    /// Says that it is done; evidence shows it.
    Finish,
    /// Gives it up.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Opens again what was done or given up.
    Reopen {
        /// Why.
        reason: String,
    },
}

/// A state of a result, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRecord {
    /// Identifier.
    pub id: ResultStateId,
    /// The status that began.
    pub status: Status,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub by: String,
}

/// Something written about the work on a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkNote {
    /// Identifier.
    pub id: WorkNoteId,
    /// What it is.
    pub kind: NoteKind,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub by: String,
}

/// What is written about the work on a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// What was done since.
    Update,
    /// A question or an answer among colleagues.
    Comment,
    /// Handed over to somebody else.
    HandOver,
}

/// A request to be done without evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// Identifier.
    pub id: ExcuseId,
    /// Of which result.
    pub result: ResultId,
    /// Why there is none.
    pub reason: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Who asked.
    pub asked_by: Option<UserId>,
    /// Who asked, as they were called then.
    pub asked_name: String,
    /// What the supervising party said.
    pub decision: Option<ExcuseDecision>,
}

/// What the supervising party said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcuseDecision {
    /// Is the reason accepted?
    pub accepted: bool,
    /// What they remarked.
    pub remark: String,
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub by: String,
}

impl NoteKind {
    /// The key in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            NoteKind::Update => "update",
            NoteKind::Comment => "comment",
            NoteKind::HandOver => "hand_over",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [NoteKind::Update, NoteKind::Comment, NoteKind::HandOver].into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            NoteKind::Update => Bilingual::new("รายงานความคืบหน้า", "Update"),
            NoteKind::Comment => Bilingual::new("ความเห็น", "Comment"),
            NoteKind::HandOver => Bilingual::new("ส่งมอบงาน", "Handed over"),
        }
    }
}

impl Step {
    /// The step of this key, with its reason.
    pub fn from_key(key: &str, reason: String) -> Option<Self> {
        match key {
            "start" => Some(Step::Start),
            "finish" => Some(Step::Finish),
            "cancel" => Some(Step::Cancel { reason }),
            "reopen" => Some(Step::Reopen { reason }),
            _ => None,
        }
    }

    /// Why it is taken, where a reason is asked for.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Step::Start | Step::Finish => None,
            Step::Cancel { reason } | Step::Reopen { reason } => Some(reason),
        }
    }
}

impl ResultLine {
    /// What proves that it is done; nothing if it is not.
    pub fn proof(&self) -> Option<Proof> {
        let proof = match (&self.work, self.origin) {
            (Work { evidence: 1.., .. }, _) => Proof::Evidence,
            (Work { excuse: Some(_), .. }, _) => Proof::Excused,
            (Work { stale: 1.., .. }, _) => Proof::Stale,
            (_, Origin::Reported) => Proof::Reported,
            (_, Origin::Entered) => Proof::Claimed,
        };
        (self.said.status == Some(Status::Done)).then_some(proof)
    }

    /// Is it over: done or given up?
    pub fn is_over(&self) -> bool {
        matches!(self.said.status, Some(Status::Done | Status::Cancelled))
    }

    /// How many days it is overdue; `due` is its own day or its item's.
    pub fn days_overdue(&self, due: Option<Date>, today: Date) -> Option<u32> {
        let due = due.filter(|due| !self.is_over() && *due < today)?;
        u32::try_from((today - due).get_days()).ok()
    }

    /// May its words be changed without its state changing? What is done without proof here goes back to being worked on
    /// with the first change.
    pub fn status_after_change(&self) -> Option<Status> {
        match self.proof() {
            Some(Proof::Reported | Proof::Claimed) => Some(Status::InProgress),
            _ => self.said.status,
        }
    }

    /// The status after a step, or why it cannot be taken.
    pub fn after(&self, step: &Step) -> Result<Status, Bilingual> {
        if step.reason().is_some_and(str::is_empty) {
            return Err(Bilingual::new("ยังไม่ได้บอกเหตุผล เขียนสั้น ๆ ว่าทำไม", "No reason was given. Say briefly why."));
        }
        match (step, self.is_over()) {
            (Step::Reopen { .. }, true) => Ok(Status::InProgress),
            (Step::Reopen { .. }, false) => Err(Bilingual::new(
                "ผลนี้ยังทำอยู่ ไม่ต้องเปิดใหม่",
                "It is still being worked on; there is nothing to open again.",
            )),
            // A done that only a report told may be confirmed here, as soon as something proves it.
            (Step::Finish, _) if self.said.status != Some(Status::Cancelled) => match self.work.evidence {
                0 if self.work.stale > 0 => Err(Bilingual::new(
                    "หลักฐานที่แนบไว้ใช้ไม่ได้แล้ว แนบฉบับใหม่ก่อน หรือบอกเหตุผลให้ผู้กำกับดูแลรับ",
                    "What is attached no longer counts. Attach something new first, or give the supervising party a reason.",
                )),
                0 => Err(Bilingual::new(
                    "ยังไม่มีหลักฐาน แนบหลักฐานก่อน หรือบอกเหตุผลที่ไม่มีให้ผู้กำกับดูแลรับ",
                    "There is no evidence yet. Attach some first, or give the supervising party the reason why there is none.",
                )),
                _ => Ok(Status::Done),
            },
            (Step::Start, false) => Ok(Status::InProgress),
            (Step::Cancel { .. }, false) => Ok(Status::Cancelled),
            (_, _) => Err(Bilingual::new(
                "ผลนี้จบแล้ว เปิดใหม่พร้อมเหตุผลก่อน",
                "This result is over. Open it again first, with a reason.",
            )),
        }
    }

    /// May the supervising party be asked to let it be done without evidence? If not, why.
    pub fn may_ask_without_evidence(&self) -> Result<(), Bilingual> {
        let refused = match (self.work.asks, self.work.evidence, self.proof()) {
            (true, _, _) => Bilingual::new(
                "ขอไว้แล้ว รอผู้กำกับดูแลตัดสินใจ",
                "It was asked already. The supervising party has yet to decide.",
            ),
            (_, 1.., _) => Bilingual::new("มีหลักฐานแล้ว กด “เสร็จแล้ว” ได้เลย", "There is evidence: press “Done”."),
            (_, _, Some(Proof::Excused)) => Bilingual::new("ผู้กำกับดูแลรับเหตุผลแล้ว", "The reason was accepted already."),
            _ if self.said.status == Some(Status::Cancelled) => {
                Bilingual::new("ผลนี้ยกเลิกแล้ว เปิดใหม่ก่อน", "This result was given up. Open it again first.")
            }
            _ => return Ok(()),
        };
        Err(refused)
    }
}

impl Proof {
    /// How something done with this proof is shown.
    pub fn tag(self, t: Language) -> StatusTag {
        match self {
            Proof::Evidence => {
                StatusTag::new(t, html::Status::Done).saying(t.say("เสร็จแล้ว มีหลักฐาน", "Done, with evidence"))
            }
            Proof::Excused => StatusTag::new(t, html::Status::Done)
                .saying(t.say("เสร็จแล้ว รับเหตุผลที่ไม่มีหลักฐาน", "Done, reason for no evidence accepted")),
            Proof::Stale => StatusTag::new(t, html::Status::Stale)
                .saying(t.say("เสร็จแล้ว แต่หลักฐานใช้ไม่ได้แล้ว", "Done, but its evidence no longer counts")),
            Proof::Claimed => StatusTag::new(t, html::Status::Unproven),
            Proof::Reported => StatusTag::new(t, html::Status::Unproven)
                .saying(t.say("เสร็จแล้วตามรายงาน ยังไม่มีหลักฐาน", "Done as reported, no evidence yet")),
        }
    }
}

/// Something that shows that a result is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// Did it still count when it was looked at last?
    pub stands: bool,
    /// When it was attached.
    pub added_at: Timestamp,
    /// Who attached it, as they were called then.
    pub added_by: String,
}

/// The day on which evidence is looked at: today, but at the latest the last day of the plan's year. What proved the
/// work of a year that is over goes on proving it.
pub fn day_of_looking(year: FiscalYear, today: Date) -> Date {
    today.min(year.last_day())
}

/// Does a document count as evidence?
pub fn stands(shown: &Shown) -> bool {
    !shown.document.is_withdrawn() && !shown.freshness.is_stale()
}

#[cfg(test)]
mod tests {
    use super::{super::samples::result, *};

    fn line(status: Option<Status>, evidence: u32) -> ResultLine {
        let mut line = result("ผล", status, Origin::Entered);
        line.work.evidence = evidence;
        line
    }

    fn because(step: fn(String) -> Step) -> Step {
        step("โครงการเลื่อน".into())
    }

    #[test]
    fn done_needs_evidence() {
        for status in [None, Some(Status::NotStarted), Some(Status::InProgress), Some(Status::Done)] {
            assert!(line(status, 0).after(&Step::Finish).is_err(), "{status:?}");
            assert_eq!(line(status, 1).after(&Step::Finish), Ok(Status::Done), "{status:?}");
        }
        assert!(line(Some(Status::Cancelled), 1).after(&Step::Finish).is_err());
    }

    #[test]
    fn giving_up_and_opening_again_need_a_reason() {
        let (cancel, reopen) = (because(|reason| Step::Cancel { reason }), because(|reason| Step::Reopen { reason }));
        assert_eq!(line(Some(Status::InProgress), 0).after(&cancel), Ok(Status::Cancelled));
        assert_eq!(line(Some(Status::Done), 1).after(&reopen), Ok(Status::InProgress));
        assert_eq!(line(Some(Status::Cancelled), 0).after(&reopen), Ok(Status::InProgress));
        assert!(line(Some(Status::InProgress), 0).after(&reopen).is_err());
        assert!(line(Some(Status::Done), 1).after(&cancel).is_err(), "what is done is opened again first");
        for step in [Step::Cancel { reason: String::new() }, Step::Reopen { reason: String::new() }] {
            assert!(line(Some(Status::InProgress), 0).after(&step).is_err());
        }
    }

    #[test]
    fn what_a_report_says_is_done_is_no_proof_and_falls_back_with_the_first_change() {
        let reported = result("ผล", Some(Status::Done), Origin::Reported);
        assert_eq!(reported.proof(), Some(Proof::Reported));
        assert_eq!(reported.status_after_change(), Some(Status::InProgress));
        let mut proved = reported.clone();
        proved.work.evidence = 1;
        assert_eq!(proved.proof(), Some(Proof::Evidence));
        assert_eq!(proved.status_after_change(), Some(Status::Done));
        assert_eq!(line(Some(Status::InProgress), 3).proof(), None);
        let mut excused = reported;
        excused.work.excuse = Some("งานประจำ".into());
        assert_eq!(excused.proof(), Some(Proof::Excused));
    }

    #[test]
    fn nobody_asks_twice_nor_where_there_is_evidence() {
        assert_eq!(line(Some(Status::InProgress), 0).may_ask_without_evidence(), Ok(()));
        assert!(line(Some(Status::InProgress), 1).may_ask_without_evidence().is_err());
        let mut asked = line(Some(Status::InProgress), 0);
        asked.work.asks = true;
        assert!(asked.may_ask_without_evidence().is_err());
    }

    #[test]
    fn only_what_is_not_over_is_overdue() {
        let (due, today) = (Some(Date::constant(2022, 3, 1)), Date::constant(2022, 3, 4));
        assert_eq!(line(Some(Status::InProgress), 0).days_overdue(due, today), Some(3));
        assert_eq!(line(Some(Status::Done), 1).days_overdue(due, today), None);
        assert_eq!(line(None, 0).days_overdue(None, today), None);
        assert_eq!(line(None, 0).days_overdue(Some(today), today), None);
    }
}
