//! What taking an import over adds and removes, besides what it changes.

use std::collections::BTreeSet;

use db::Uuid;
use report::{Report, difference::Field};

use crate::measures::model::{Plan, PlanItem};

/// An item that the plan does not have yet, with how much the report says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Its code.
    pub code: String,
    /// What it asks.
    pub topic: String,
    /// How many guidelines.
    pub guidelines: usize,
    /// How many measures.
    pub measures: usize,
    /// How many results.
    pub results: usize,
    /// How many responsible parties.
    pub responsible: usize,
}

/// Something of the plan that will be gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The item it stands at.
    pub code: String,
    /// What it is: a guideline, a measure, a result, a responsible party.
    pub field: Field,
    /// What it says; empty where only a status was kept.
    pub text: String,
    /// How many pieces of evidence lose their result with it.
    pub evidence: u32,
}

/// The items of the later report that the plan does not have.
pub fn new_items(before: Option<&Plan>, after: &Report) -> Vec<NewItem> {
    let is_new = |code: &str| before.is_none_or(|plan| plan.by_code(code).is_none());
    let items = after.items.iter().filter(|item| is_new(&item.code));
    let new = items.map(|item| NewItem {
        code: item.code.clone(),
        topic: item.topic.clone(),
        guidelines: item.guidelines.len(),
        measures: item.measures.len(),
        results: item.results.len(),
        responsible: item.responsible.len(),
    });
    new.collect()
}

/// Everything that a plan will lose. Where as many things come as go, one that has no evidence counts as reworded, and
/// the differences show it; what has evidence is told in any case, because a reworded result is a new one without proof.
pub fn removals(before: Option<&Plan>, after: Option<&Plan>) -> Vec<Removal> {
    let items = before.into_iter().flat_map(|plan| &plan.items);
    items.flat_map(|item| removals_of(item, after.and_then(|plan| plan.by_code(&item.code)))).collect()
}

/// A thing in a list of an item: who it is, what it says, its evidence.
type Thing = (Uuid, String, u32);

fn removals_of(before: &PlanItem, after: Option<&PlanItem>) -> Vec<Removal> {
    let lists = [Field::Guidelines, Field::Measures, Field::Results, Field::Responsible];
    let of_list = |field: Field| {
        let (was, is) = (things(before, field), after.map(|item| things(item, field)).unwrap_or_default());
        let stays: BTreeSet<Uuid> = is.iter().map(|(id, ..)| *id).collect();
        let known: BTreeSet<Uuid> = was.iter().map(|(id, ..)| *id).collect();
        let come = stays.difference(&known).count();
        let gone: Vec<&Thing> = was.iter().filter(|(id, ..)| !stays.contains(id)).collect();
        let are_reworded = gone.len() <= come;
        let told =
            gone.into_iter().filter(|(.., evidence)| !are_reworded || *evidence > 0).map(|(_, text, evidence)| {
                Removal { code: before.code.clone(), field, text: text.clone(), evidence: *evidence }
            });
        told.collect::<Vec<_>>()
    };
    lists.into_iter().flat_map(of_list).collect()
}

fn things(item: &PlanItem, field: Field) -> Vec<Thing> {
    let lines = |lines: &[crate::measures::model::Line]| lines.iter().map(|it| (it.id.0, it.text.clone(), 0)).collect();
    match field {
        Field::Guidelines => lines(&item.guidelines),
        Field::Measures => lines(&item.measures),
        Field::Results => {
            item.results.iter().map(|it| (it.id.0, it.said.text.clone(), it.work.evidence + it.work.stale)).collect()
        }
        _ => item.responsibles.iter().map(|it| (it.id.0, it.party.name.clone(), 0)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::model::{Origin, samples};
    use report::Status;

    fn texts(before: &PlanItem, after: &PlanItem) -> Vec<String> {
        removals_of(before, Some(after)).into_iter().map(|gone| gone.text).collect()
    }

    #[test]
    fn what_goes_without_a_successor_is_told_and_what_is_reworded_only_with_its_evidence() {
        let done = |text: &str| samples::result(text, Some(Status::Done), Origin::Reported);
        let (kept, ghost) = (done("อบรมแล้ว"), done(""));
        let with = |results: &[_]| samples::item("I1", 1, results.to_vec());
        let before = with(&[kept.clone(), ghost.clone()]);
        assert_eq!(texts(&before, &with(std::slice::from_ref(&kept))), [""], "a status without a text is told, too");
        assert_eq!(texts(&before, &with(&[kept.clone(), done("ใหม่")])), Vec::<String>::new(), "reworded");
        assert_eq!(texts(&before, &before), Vec::<String>::new());

        let mut proven = kept.clone();
        proven.work.evidence = 2;
        let told = removals_of(&with(&[proven]), Some(&with(&[done("อบรมแล้ว 2 ครั้ง")])));
        assert_eq!((told.len(), told[0].evidence), (1, 2), "evidence is lost with the old wording");
    }
}
