//! Filters, sorting and counts of the list of a plan. A plan has some forty items, ninety at most, so they are
//! filtered where they are.

use std::{cmp::Reverse, collections::BTreeMap};

use scoring::{Exact, Instrument, Score};
use thai::FiscalYear;

use super::{
    Documents, Line, LineKind, Plan, PlanHead, PlanItem, PlanItemId, Standing, priority::Priority, work::Proof,
};

/// Which items of a plan are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this indicator.
    pub indicator: Option<u8>,
    /// With this standing ([`Standing::key`]).
    pub standing: Option<String>,
    /// For which this party (as printed) is responsible.
    pub party: Option<String>,
    /// With this text anywhere.
    pub text: Option<String>,
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As the official form: by indicator and code.
    #[default]
    Code,
    /// The lowest score on top; items without one last.
    Score,
    /// What wins back most on top; items without a figure last.
    Points,
}

impl Order {
    /// The order with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "code" => Some(Order::Code),
            "score" => Some(Order::Score),
            "points" => Some(Order::Points),
            _ => None,
        }
    }
}

/// The figures beside an item: its score of the year before and what the total wins if it reaches 100.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Scores by item code and indicator number.
    pub scores: BTreeMap<String, Score>,
    /// Points at stake by item code.
    pub points: BTreeMap<String, Exact>,
    /// The priorities that follow from the points of the items below the agency's threshold; all others come later.
    pub priorities: BTreeMap<String, Priority>,
}

/// How far a plan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All items that were not given up.
    pub items: usize,
    /// Done in all their results.
    pub done: usize,
    /// Of these, known only from an imported report.
    pub done_as_reported: usize,
    /// Of these, proved by evidence, or the reason why there is none was accepted.
    pub done_with_proof: usize,
    /// Items for which the report says that supporting papers are attached.
    pub with_documents: usize,
    /// Texts that somebody has to decide on.
    pub not_understood: usize,
}

impl Filter {
    /// Is this item wanted?
    pub fn admits(&self, item: &PlanItem) -> bool {
        let text = self.text.as_deref().map(thai::text::search_key);
        self.indicator.is_none_or(|number| item.indicator == number)
            && self.standing.as_deref().is_none_or(|key| item.standing().key() == key)
            && self.party.as_deref().is_none_or(|party| item.responsibles.iter().any(|of| of.party.name == party))
            && text.is_none_or(|text| item_text(item).any(|part| thai::text::search_key(part).contains(&text)))
    }
}

fn item_text(item: &PlanItem) -> impl Iterator<Item = &str> {
    let lines = item.lines().map(|line| line.text.as_str());
    let results = item.results.iter().map(|result| result.said.text.as_str());
    [item.code.as_str(), item.topic.as_str()].into_iter().chain(lines).chain(results)
}

/// The wanted items in the wanted order.
pub fn chosen<'a>(plan: &'a Plan, filter: &Filter, order: Order, figures: &Figures) -> Vec<&'a PlanItem> {
    let mut items: Vec<&PlanItem> = plan.items.iter().filter(|item| filter.admits(item)).collect();
    items.sort_by_key(|item| code_order(item));
    match order {
        Order::Code => {}
        Order::Score => items.sort_by_key(|item| {
            let score = figures.scores.get(&item.code).copied();
            (score.is_none(), score)
        }),
        Order::Points => items.sort_by_key(|item| Reverse(figures.points.get(&item.code).cloned())),
    }
    items
}

/// As in the official form: by indicator, then by number.
fn code_order(item: &PlanItem) -> (u8, String, u32) {
    form_order(item.indicator, &item.code)
}

fn form_order(indicator: u8, code: &str) -> (u8, String, u32) {
    let letter: String = code.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let number = code.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(u32::MAX);
    (indicator, letter, number)
}

/// The item before which a new one belongs in the order of the form; at the end if `None`.
pub fn follower(plan: &Plan, indicator: u8, code: &str) -> Option<PlanItemId> {
    let order = form_order(indicator, code);
    plan.items.iter().find(|item| code_order(item) > order).map(|item| item.id)
}

/// The parties of a plan, each once, in the order in which they are met.
pub fn parties(plan: &Plan) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for responsible in plan.items.iter().flat_map(|item| &item.responsibles) {
        if !names.contains(&responsible.party.name.as_str()) {
            names.push(&responsible.party.name);
        }
    }
    names
}

impl Plan {
    /// How far it is.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for item in &self.items {
            let standing = item.standing();
            counts.items += usize::from(standing != Standing::Cancelled);
            counts.done += usize::from(matches!(standing, Standing::Done { .. }));
            if let Standing::Done { proof } = standing {
                counts.done_as_reported += usize::from(proof == Proof::Reported);
                counts.done_with_proof += usize::from(proof >= Proof::Excused);
            }
            counts.with_documents += usize::from(item.documents == Some(Documents::With));
        }
        let waiting = |line: &Line| line.kind == LineKind::NotUnderstood;
        counts.not_understood = self.lines().filter(|(_, line)| waiting(line)).count();
        counts
    }
}

/// What became of an item's score: the year answered, and the year in which the measures were carried out. Codes change
/// from year to year, duties do not. That one came after the other does not mean that it came from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreAfter {
    /// The year in which the measures were carried out.
    pub year: FiscalYear,
    /// The code of the same duty in that year.
    pub code: String,
    /// Its score in the year answered.
    pub before: Option<Score>,
    /// Its score in that year.
    pub after: Score,
}

/// The score after the measures, if it is known; `instrument` and `after` are of the plan's year.
pub fn score_after(
    plan: &PlanHead,
    item: &PlanItem,
    before: &Figures,
    instrument: &Instrument,
    after: &Figures,
) -> Option<ScoreAfter> {
    let code = &instrument.by_duty(item.duty.as_deref()?)?.code;
    let score = after.scores.get(code).copied()?;
    Some(ScoreAfter {
        year: plan.year,
        code: code.clone(),
        before: before.scores.get(&item.code).copied(),
        after: score,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::model::{LineId, Origin, Party, Responsible, ResponsibleId, samples::*};
    use report::{Duty, Status};

    fn sample() -> Plan {
        let done = || result("เวียนคู่มือ", Some(Status::Done), Origin::Reported);
        let mut plan = plan(vec![
            item("I11", 2, vec![done()]),
            item("O36", 10, vec![result("ประกาศแล้ว", Some(Status::Done), Origin::Entered)]),
            item("I7", 2, vec![result("ประชุม", Some(Status::InProgress), Origin::Reported)]),
            item("E1", 6, vec![result("เลิกทำ", Some(Status::Cancelled), Origin::Entered)]),
        ]);
        let party = Party {
            name: "ฝ่ายการคลัง".into(), duty: Duty::CarryOut, telephone: None, link: None
        };
        plan.items[0].responsibles.push(Responsible { id: ResponsibleId::new(), party });
        plan.items[1].documents = Some(Documents::With);
        plan.notes.push(Line {
            id: LineId::new(),
            kind: LineKind::NotUnderstood,
            text: "หน้า 2".into(),
            work_step: None,
        });
        plan
    }

    fn codes(plan: &Plan, filter: Filter, order: Order, figures: &Figures) -> Vec<String> {
        chosen(plan, &filter, order, figures).iter().map(|item| item.code.clone()).collect()
    }

    #[test]
    fn the_list_stands_in_the_order_of_the_form() {
        assert_eq!(codes(&sample(), Filter::default(), Order::Code, &Figures::default()), ["I7", "I11", "E1", "O36"]);
    }

    #[test]
    fn sorted_by_score_or_points_the_unknown_come_last() {
        let score = |text: &str| text.parse().unwrap();
        let figures = Figures {
            scores: [("I7", "53.65"), ("I11", "83.52"), ("O36", "0")].map(|(c, s)| (c.into(), score(s))).into(),
            points: [("I7".to_owned(), Exact::one()), ("O36".to_owned(), Exact::full())].into(),
            ..Figures::default()
        };
        assert_eq!(codes(&sample(), Filter::default(), Order::Score, &figures), ["O36", "I7", "I11", "E1"]);
        assert_eq!(codes(&sample(), Filter::default(), Order::Points, &figures), ["O36", "I7", "I11", "E1"]);
    }

    #[test]
    fn filters_narrow_the_list() {
        let filtered = |filter| codes(&sample(), filter, Order::Code, &Figures::default());
        assert_eq!(filtered(Filter { indicator: Some(2), ..Filter::default() }), ["I7", "I11"]);
        assert_eq!(filtered(Filter { standing: Some("in_progress".into()), ..Filter::default() }), ["I7"]);
        assert_eq!(filtered(Filter { party: Some("ฝ่ายการคลัง".into()), ..Filter::default() }), ["I11"]);
        assert_eq!(filtered(Filter { text: Some("คู่มือ".into()), ..Filter::default() }), ["I11"]);
        assert_eq!(filtered(Filter { text: Some("o36".into()), ..Filter::default() }), ["O36"]);
        assert_eq!(filtered(Filter { text: Some("ไม่มีคำนี้".into()), ..Filter::default() }), [""; 0]);
    }

    #[test]
    fn what_is_only_reported_is_counted_apart() {
        let expected =
            Counts { items: 3, done: 2, done_as_reported: 1, done_with_proof: 0, with_documents: 1, not_understood: 1 };
        assert_eq!(sample().counts(), expected);
    }

    #[test]
    fn a_new_item_goes_where_the_form_has_it() {
        let mut plan = sample();
        plan.items.sort_by_key(code_order);
        let before =
            |indicator, code| follower(&plan, indicator, code).and_then(|id| plan.item(id)).map(|i| i.code.clone());
        assert_eq!(before(1, "I2").as_deref(), Some("I7"));
        assert_eq!(before(2, "I8").as_deref(), Some("I11"));
        assert_eq!(before(10, "O43"), None);
    }

    #[test]
    fn each_party_is_named_once() {
        assert_eq!(parties(&sample()), ["ฝ่ายการคลัง"]);
    }
}
