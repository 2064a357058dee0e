//! What may be typed, and what a change means.

use jiff::civil::Date;
use report::Status;

use super::{Line, LineId, LineKind, Origin, Period, ResultId, ResultLine, ResultText, work::Work};
use crate::kit::FormErrors;

/// The longest text of a line or result, in characters: ten times the longest of real reports.
pub const LONGEST_TEXT: usize = 8_000;
/// The longest name of a responsible party or topic, in characters.
pub const LONGEST_NAME: usize = 500;

/// Where something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// One place towards the beginning.
    Up,
    /// One place towards the end.
    Down,
}

impl Direction {
    /// The direction with this key (`up`, `down`).
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            _ => None,
        }
    }
}

/// With whom something changes places; nobody if it stands at that end already.
pub fn neighbour<Id: Copy + PartialEq>(order: &[Id], moved: Id, direction: Direction) -> Option<Id> {
    let at = order.iter().position(|id| *id == moved)?;
    match direction {
        Direction::Up => at.checked_sub(1).and_then(|before| order.get(before)),
        Direction::Down => order.get(at + 1),
    }
    .copied()
}

impl ResultLine {
    /// The result after somebody changed its words by hand: from then on it is ours, whatever it was, and what only a
    /// report said to be done is worked on again. `None` if nothing changed.
    pub fn changed_to(&self, text: String, day: Option<Date>) -> Option<ResultLine> {
        let is_same = text == self.said.text && day == self.said.day;
        (!is_same).then(|| ResultLine {
            said: ResultText { text, status: self.status_after_change(), day },
            origin: Origin::Entered,
            ..self.clone()
        })
    }

    /// A result that a file of a division tells.
    pub fn told_by_file(said: ResultText) -> ResultLine {
        let origin = origin_of_told(&said);
        ResultLine { id: ResultId::new(), said, origin, work: Work::default() }
    }

    /// The result after what a file of a division says of it was taken. `None` if that changes nothing.
    pub fn changed_by_file(&self, said: ResultText) -> Option<ResultLine> {
        let is_proved = self.work.evidence > 0 || self.work.excuse.is_some();
        let origin = if is_proved { self.origin } else { origin_of_told(&said) };
        (said != self.said).then(|| ResultLine { said, origin, ..self.clone() })
    }
}

/// What a file says is done is said, not proved: it stays *reported* until something here proves it.
fn origin_of_told(said: &ResultText) -> Origin {
    if said.status == Some(Status::Done) { Origin::Reported } else { Origin::Entered }
}

/// What is typed of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineText {
    /// The text.
    pub text: String,
    /// The work step that it changes; measures only.
    pub work_step: Option<String>,
}

impl LineText {
    /// The line that says it; only measures change a work step.
    pub fn line(self, id: LineId, kind: LineKind) -> Line {
        let work_step = self.work_step.filter(|_| kind == LineKind::Measure);
        Line { id, kind, text: self.text, work_step }
    }
}

impl From<String> for LineText {
    fn from(text: String) -> Self {
        Self { text, work_step: None }
    }
}

impl LineKind {
    /// May a line of this kind be turned into that one? Only what was not understood waits for a decision.
    pub fn may_become(self, kind: LineKind) -> bool {
        self == kind || (self == LineKind::NotUnderstood && kind == LineKind::Note)
    }
}

impl Period {
    /// From one day to another, or what is wrong with it; the mistake belongs to the field of the last day.
    pub fn checked(from: Option<Date>, until: Option<Date>, until_field: &str) -> Result<Period, FormErrors> {
        let mut errors = FormErrors::default();
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            errors.add(
                until_field,
                "วันครบกำหนดอยู่ก่อนวันเริ่ม แก้วันใดวันหนึ่งแล้วบันทึกอีกครั้ง",
                "The due day is before the first day. Change one of them and save again.",
            );
        }
        errors.or(|| Period { from, until })
    }
}

/// Says what is wrong with a text that must be there and must not be endless.
pub fn check_text(errors: &mut FormErrors, field: &str, text: &str, longest: usize) {
    let length = text.chars().count();
    if length == 0 {
        errors.add(field, "ช่องนี้ยังว่าง ใส่ข้อความแล้วบันทึกอีกครั้ง", "This is empty. Write something and save again.");
    } else if length > longest {
        errors.add(
            field,
            format!("ข้อความยาว {length} ตัวอักษร ใส่ได้ไม่เกิน {longest} แบ่งเป็นหลายรายการแล้วบันทึกอีกครั้ง"),
            format!("The text has {length} characters; up to {longest} fit. Split it and save again."),
        );
    }
}

/// One element of a list that is brought to a wanted form: an element that stays, or a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept<Id, Wanted> {
    /// An element that is there already and says the same.
    Old(Id),
    /// An element to be added.
    New(Wanted),
}

/// How a list becomes the wanted one: equal elements stay who they are (in their wanted places), all others are new.
/// Present elements that are not named in the answer go. `None` if the list is as wanted already.
pub fn reconcile<Id, Wanted>(present: &[(Id, Wanted)], wanted: &[Wanted]) -> Option<Vec<Kept<Id, Wanted>>>
where
    Id: Copy + PartialEq,
    Wanted: Clone + PartialEq,
{
    if present.len() == wanted.len() && present.iter().zip(wanted).all(|((_, is), wanted)| is == wanted) {
        return None;
    }
    let mut free: Vec<&(Id, Wanted)> = present.iter().collect();
    let kept = wanted.iter().map(|wanted| match free.iter().position(|(_, is)| is == wanted) {
        Some(at) => Kept::Old(free.remove(at).0),
        None => Kept::New(wanted.clone()),
    });
    Some(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::model::{ResultId, samples::result};
    use jiff::civil::date;
    use proptest::prelude::*;
    use report::Status;

    #[test]
    fn things_change_places_with_their_neighbour() {
        let order = [1, 2, 3];
        assert_eq!(neighbour(&order, 2, Direction::Up), Some(1));
        assert_eq!(neighbour(&order, 2, Direction::Down), Some(3));
        assert_eq!(neighbour(&order, 1, Direction::Up), None);
        assert_eq!(neighbour(&order, 3, Direction::Down), None);
        assert_eq!(neighbour(&order, 9, Direction::Down), None);
    }

    #[test]
    fn a_result_changed_by_hand_becomes_ours() {
        let reported = result("ทำแล้ว", Some(Status::Done), Origin::Reported);
        assert_eq!(reported.changed_to("ทำแล้ว".into(), None), None);
        let changed = reported.changed_to("ทำแล้วทั้งหมด".into(), None).unwrap();
        assert_eq!((changed.id, changed.origin), (reported.id, Origin::Entered));
        assert_eq!(changed.said.status, Some(Status::InProgress), "nothing proves it here");
    }

    #[test]
    fn what_a_file_says_is_done_is_not_proved_by_it() {
        let said = |status| ResultText { text: "เวียนแล้ว".into(), status: Some(status), day: None };
        assert_eq!(ResultLine::told_by_file(said(Status::Done)).origin, Origin::Reported);
        let entered = ResultLine::told_by_file(said(Status::InProgress));
        assert_eq!(entered.origin, Origin::Entered);
        assert_eq!(entered.changed_by_file(said(Status::InProgress)), None);
        let told = entered.changed_by_file(said(Status::Done)).unwrap();
        assert_eq!((told.id, told.origin), (entered.id, Origin::Reported));
    }

    #[test]
    fn only_what_was_not_understood_waits_for_a_decision() {
        assert!(LineKind::NotUnderstood.may_become(LineKind::Note));
        assert!(!LineKind::Note.may_become(LineKind::NotUnderstood));
        assert!(!LineKind::Measure.may_become(LineKind::Guideline));
    }

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        let [first, last] = [date(2021, 10, 1), date(2022, 9, 30)];
        assert!(Period::checked(Some(first), Some(last), "until").is_ok());
        assert!(Period::checked(Some(first), Some(first), "until").is_ok());
        assert!(Period::checked(None, Some(last), "until").is_ok());
        let errors = Period::checked(Some(last), Some(first), "until").unwrap_err();
        assert!(errors.of("until").is_some());
    }

    #[test]
    fn texts_are_neither_empty_nor_endless() {
        let mistakes = |text: &str| {
            let mut errors = FormErrors::default();
            check_text(&mut errors, "text", text, 5);
            errors.iter().count()
        };
        assert_eq!(["", "ก", "กขคงจ", "กขคงจฉ"].map(mistakes), [1, 0, 0, 1]);
    }

    #[test]
    fn equal_elements_stay_who_they_are() {
        let ids = [ResultId::new(), ResultId::new()];
        let present = [(ids[0], "a"), (ids[1], "b")];
        assert_eq!(reconcile(&present, &["a", "b"]), None);
        assert_eq!(reconcile(&present, &["b", "c"]), Some(vec![Kept::Old(ids[1]), Kept::New("c")]));
        assert_eq!(reconcile(&present, &["a"]), Some(vec![Kept::Old(ids[0])]));
        assert_eq!(reconcile(&[(1, "a"), (2, "a")], &["a", "a", "a"]).map(|kept| kept.len()), Some(3));
    }

    proptest! {
        #[test]
        fn what_is_reconciled_says_what_was_wanted(
            present in prop::collection::vec(0u8..4, 0..6),
            wanted in prop::collection::vec(0u8..4, 0..6),
        ) {
            let present: Vec<(usize, u8)> = present.into_iter().enumerate().collect();
            let result = match reconcile(&present, &wanted) {
                None => present.iter().map(|(_, text)| *text).collect(),
                Some(kept) => {
                    let mut ids: Vec<usize> =
                        kept.iter().filter_map(|k| if let Kept::Old(id) = k { Some(*id) } else { None }).collect();
                    ids.sort_unstable();
                    let before = ids.len();
                    ids.dedup();
                    prop_assert_eq!(before, ids.len(), "nothing stands twice");
                    kept.iter().map(|k| match k { Kept::Old(id) => present[*id].1, Kept::New(text) => *text }).collect::<Vec<u8>>()
                }
            };
            prop_assert_eq!(result, wanted);
        }
    }
}
