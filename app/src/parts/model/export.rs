//! Which items are a unit's, and the rows that go out to it.

use std::collections::{BTreeMap, BTreeSet};

use report::Duty;

use super::{Exported, ExportedItem, ExportedRow, RowText};
use crate::{
    measures::model::{Party, PartyLink, Plan, PlanItem, PlanItemId, Responsible},
    organisation::model::{PersonId, PostId, Unit, UnitId},
};

/// Empty rows for new results at each item.
const EMPTY_ROWS: usize = 2;

/// Who belongs to which unit.
#[derive(Clone, Debug, Default)]
pub struct Belonging {
    /// The units of the agency.
    pub units: Vec<Unit>,
    /// The unit of each post.
    pub posts: BTreeMap<PostId, UnitId>,
    /// The units in which a person holds a post today.
    pub people: BTreeMap<PersonId, BTreeSet<UnitId>>,
}

impl Belonging {
    /// Is this party of the unit? By its link if it has one, or else because its name contains the unit's.
    pub fn is_of(&self, party: &Party, unit: &Unit) -> bool {
        match party.link {
            Some(PartyLink::Unit(linked)) => linked == unit.id,
            Some(PartyLink::Post(post)) => self.posts.get(&post) == Some(&unit.id),
            Some(PartyLink::Person(person)) => self.people.get(&person).is_some_and(|units| units.contains(&unit.id)),
            Some(PartyLink::Everyone) => true,
            None => {
                let name = thai::text::squash(&unit.name.th);
                !name.is_empty() && thai::text::squash(&party.name).contains(&name)
            }
        }
    }

    fn parties<'a>(&self, item: &'a PlanItem, unit: &Unit) -> impl Iterator<Item = &'a Responsible> {
        item.responsibles.iter().filter(|one| one.party.duty == Duty::CarryOut && self.is_of(&one.party, unit))
    }

    /// The unit's own party that carries an item out. One that means everybody is not the unit's to rewrite.
    pub fn party<'a>(&self, item: &'a PlanItem, unit: &Unit) -> Option<&'a Responsible> {
        self.parties(item, unit).find(|one| one.party.link != Some(PartyLink::Everyone))
    }

    /// The items that the unit carries out, alone or with all others, in the order of the plan.
    pub fn items(&self, plan: &Plan, unit: &Unit) -> Vec<PlanItemId> {
        plan.items.iter().filter(|item| self.parties(item, unit).next().is_some()).map(|item| item.id).collect()
    }
}

/// Names of parties that carry something out and belong to no unit yet, each once with how many items it stands at.
pub fn unlinked_parties(plan: &Plan) -> Vec<(String, usize)> {
    let mut names: Vec<(String, usize)> = Vec::new();
    let parties = plan.items.iter().flat_map(|item| &item.responsibles).map(|one| &one.party);
    for party in parties.filter(|party| party.link.is_none() && party.duty == Duty::CarryOut) {
        match names.iter_mut().find(|(name, _)| *name == party.name) {
            Some((_, count)) => *count += 1,
            None => names.push((party.name.clone(), 1)),
        }
    }
    names
}

/// Does a name read as if it meant all staff? Only a likely answer that is put before somebody.
pub fn means_everybody(name: &str) -> bool {
    ["ทุกคน", "ทุกฝ่าย", "บุคลากรทั้งหมด", "เจ้าหน้าที่ทั้งหมด"].iter().any(|words| name.contains(words))
}

/// The rows that go out: for each chosen item its results, and empty rows for new ones.
pub fn export(plan: &Plan, unit: &Unit, belonging: &Belonging, chosen: &BTreeSet<PlanItemId>) -> Exported {
    let mut next = 0u16;
    let mut number = || {
        next = next.saturating_add(1);
        next
    };
    let mut items = Vec::new();
    for item in plan.items.iter().filter(|item| chosen.contains(&item.id)) {
        let party = belonging.party(item, unit);
        let mut rows: Vec<ExportedRow> = Vec::new();
        let results = item.results.iter().map(Some).chain(std::iter::repeat_n(None, EMPTY_ROWS));
        for result in results {
            let is_first = rows.is_empty();
            let party = party.filter(|_| is_first);
            let said = RowText {
                text: result.map(|result| result.said.text.clone()).unwrap_or_default(),
                status: result.and_then(|result| result.said.status),
                day: result.and_then(|result| result.said.day),
                party: party.map(|party| party.party.name.clone()).unwrap_or_default(),
                telephone: party.and_then(|party| party.party.telephone.clone()).unwrap_or_default(),
                remark: String::new(),
            };
            rows.push(ExportedRow {
                number: number(),
                result: result.map(|result| result.id),
                asks_party: is_first,
                party: party.map(|party| party.id),
                said,
            });
        }
        let texts = |lines: &[crate::measures::model::Line]| lines.iter().map(|line| line.text.clone()).collect();
        items.push(ExportedItem {
            item: item.id,
            code: item.code.clone(),
            topic: item.topic.clone(),
            guidelines: texts(&item.guidelines),
            measures: texts(&item.measures),
            rows,
        });
    }
    Exported { items }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::model::{Origin, ResponsibleId, samples};
    use thai::Bilingual;

    fn unit(name: &str) -> Unit {
        Unit { id: UnitId::new(), position: 1, name: Bilingual::new(name, name), telephone: String::new() }
    }

    fn party(name: &str, duty: Duty, link: Option<PartyLink>) -> Responsible {
        Responsible { id: ResponsibleId::new(), party: Party { name: name.into(), duty, telephone: None, link } }
    }

    #[test]
    fn a_units_items_are_those_it_carries_out_by_link_or_by_name() {
        let (administration, finance) = (unit("ฝ่ายปกครอง"), unit("ฝ่ายการคลัง"));
        let post = PostId::new();
        let mut plan = samples::plan(["I1", "I2", "I3", "I4"].map(|code| samples::item(code, 1, Vec::new())).into());
        plan.items[0].responsibles.push(party("หัวหน้าฝ่าย ปกครอง", Duty::CarryOut, None));
        plan.items[1].responsibles.push(party("ฝ่ายปกครอง", Duty::Supervise, None));
        plan.items[2].responsibles.push(party("ฝ่ายปกครอง", Duty::CarryOut, Some(PartyLink::Unit(finance.id))));
        plan.items[3].responsibles.push(party("นักบัญชี", Duty::CarryOut, Some(PartyLink::Post(post))));
        let belonging = Belonging {
            units: vec![administration.clone(), finance.clone()],
            posts: BTreeMap::from([(post, finance.id)]),
            people: BTreeMap::new(),
        };
        assert_eq!(belonging.items(&plan, &administration), [plan.items[0].id]);
        assert_eq!(belonging.items(&plan, &finance), [plan.items[2].id, plan.items[3].id]);
        assert_eq!(unlinked_parties(&plan), [("หัวหน้าฝ่าย ปกครอง".to_owned(), 1)]);
    }

    #[test]
    fn what_everybody_carries_out_is_every_units_but_the_name_is_nobodys_to_rewrite() {
        let (administration, finance) = (unit("ฝ่ายปกครอง"), unit("ฝ่ายการคลัง"));
        let mut plan = samples::plan(vec![samples::item("I1", 1, Vec::new())]);
        plan.items[0].responsibles.push(party("บุคลากรทุกคน", Duty::CarryOut, Some(PartyLink::Everyone)));
        plan.items[0].responsibles.push(party("ฝ่ายการคลัง", Duty::CarryOut, None));
        let units = vec![administration.clone(), finance.clone()];
        let belonging = Belonging { units, ..Belonging::default() };
        assert_eq!(belonging.items(&plan, &administration), [plan.items[0].id]);
        assert_eq!(belonging.party(&plan.items[0], &administration), None);
        let own = belonging.party(&plan.items[0], &finance).map(|one| one.party.name.as_str());
        assert_eq!(own, Some("ฝ่ายการคลัง"));
        assert!(means_everybody("ข้าราชการและบุคลากรทุกคน") && !means_everybody("ฝ่ายปกครอง"));
    }

    #[test]
    fn results_and_empty_rows_go_out_with_numbers_of_their_own() {
        let results = vec![samples::result("ประชุมแล้ว", None, Origin::Reported)];
        let plan = samples::plan(vec![samples::item("I1", 1, results), samples::item("I2", 1, Vec::new())]);
        let chosen = plan.items.iter().map(|item| item.id).collect();
        let exported = export(&plan, &unit("ฝ่ายโยธา"), &Belonging::default(), &chosen);
        let rows: Vec<_> =
            exported.rows().map(|(item, row)| (item.code.as_str(), row.number, row.asks_party)).collect();
        assert_eq!(rows, [("I1", 1, true), ("I1", 2, false), ("I1", 3, false), ("I2", 4, true), ("I2", 5, false)]);
        assert_eq!(exported.items[0].rows[0].said.text, "ประชุมแล้ว");
    }
}
