//! What a unit's part brings into the plan, after somebody of the office has decided to take it.

use db::Transaction;
use jiff::Timestamp;
use report::Duty;
use serde_json::{Value, json};
use thai::FiscalYear;

use super::Scene;
use super::recording::{held, line_json, result_json};
use super::work::keep_told_state;
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            Line, LineId, LineKind, Party, PartyLink, Plan, PlanItemId, Responsible, ResponsibleId, ResultId,
            ResultLine, ResultText,
        },
        store,
    },
};

/// One change that a part brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A result of the item; the one named becomes it, if it is still there.
    Result(PlanItemId, Option<ResultId>, ResultText),
    /// A result goes.
    NoResult(ResultId),
    /// Who is responsible; the party named becomes it, if it is still there.
    Party(PlanItemId, Option<ResponsibleId>, Party),
    /// A note at the item, or at the whole plan.
    Note(Option<PlanItemId>, String),
}

/// What stands in the plan for one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// This result.
    Result(ResultId),
    /// This responsible party.
    Party(ResponsibleId),
    /// Nothing that can be named.
    Nothing,
}

/// Brings changes into the plan of a year, in their order, and says what stands there for each. Every entry of the
/// record names its `source`. A result taken counts as entered here. What the plan says already is not said twice.
pub async fn take_from_part(
    tx: &mut Transaction,
    actor: &Actor,
    (agency, year): (AgencyId, FiscalYear),
    source: &str,
    changes: Vec<Brought>,
    now: Timestamp,
) -> Result<Vec<Stands>, Error> {
    let head = store::find_head(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let taking = Taking { scene: Scene { actor, head: &plan.head, now }, plan: &plan, source };
    let mut stand = Vec::new();
    for change in changes {
        stand.push(match change {
            Brought::Result(item, id, said) => taking.result(tx, item, id, said).await?,
            Brought::NoResult(id) => taking.no_result(tx, id).await?,
            Brought::Party(item, id, party) => taking.party(tx, item, id, party).await?,
            Brought::Note(item, text) => taking.note(tx, item, text).await?,
        });
    }
    Ok(stand)
}

/// The plan that a part is taken into.
struct Taking<'a> {
    scene: Scene<'a>,
    plan: &'a Plan,
    source: &'a str,
}

impl Taking<'_> {
    fn sourced(&self, mut state: Value) -> Value {
        state["source"] = json!(self.source);
        state
    }

    async fn result(
        &self,
        tx: &mut Transaction,
        item: PlanItemId,
        id: Option<ResultId>,
        said: ResultText,
    ) -> Result<Stands, Error> {
        let item = self.plan.item(item).ok_or(Error::NotFound)?;
        let Some(before) = item.results.iter().find(|result| Some(result.id) == id) else {
            let result = ResultLine::told_by_file(said);
            store::add_result(tx, &self.plan.head, item.id, &result).await?;
            keep_told_state(tx, &self.scene, &result, self.source).await?;
            let after = self.sourced(result_json(&result));
            self.scene.record(tx, item.id, "measures.result.added", json!(null), after).await?;
            return Ok(Stands::Result(result.id));
        };
        if let Some(after) = before.changed_by_file(said) {
            store::change_result(tx, &after).await?;
            if after.said.status != before.said.status {
                keep_told_state(tx, &self.scene, &after, self.source).await?;
            }
            let (was, is) = (result_json(before), self.sourced(result_json(&after)));
            self.scene.record(tx, item.id, "measures.result.changed", was, is).await?;
        }
        Ok(Stands::Result(before.id))
    }

    async fn no_result(&self, tx: &mut Transaction, id: ResultId) -> Result<Stands, Error> {
        let (item, result) = self.plan.result(id).ok_or(Error::NotFound)?;
        store::remove_result(tx, id).await?;
        let (was, is) = (result_json(result), json!({ "source": self.source }));
        self.scene.record(tx, item.id, "measures.result.removed", was, is).await?;
        Ok(Stands::Nothing)
    }

    async fn party(
        &self,
        tx: &mut Transaction,
        item: PlanItemId,
        id: Option<ResponsibleId>,
        party: Party,
    ) -> Result<Stands, Error> {
        let item = self.plan.item(item).ok_or(Error::NotFound)?;
        let Some(before) = item.responsibles.iter().find(|one| Some(one.id) == id) else {
            let responsible = Responsible { id: ResponsibleId::new(), party };
            store::add_responsible(tx, &self.plan.head, item.id, &responsible).await?;
            let after = self.sourced(json!(responsible.party));
            self.scene.record(tx, item.id, "measures.responsible.added", json!(null), after).await?;
            return Ok(Stands::Party(responsible.id));
        };
        let party = Party { link: before.party.link, duty: before.party.duty, ..party };
        if party != before.party {
            let after = Responsible { id: before.id, party };
            store::change_responsible(tx, &after).await?;
            let (was, is) = (json!(before.party), self.sourced(json!(after.party)));
            self.scene.record(tx, item.id, "measures.responsible.changed", was, is).await?;
        }
        Ok(Stands::Party(before.id))
    }

    async fn note(&self, tx: &mut Transaction, item: Option<PlanItemId>, text: String) -> Result<Stands, Error> {
        let item = match item {
            Some(id) => Some(self.plan.item(id).ok_or(Error::NotFound)?),
            None => None,
        };
        let notes = item.map_or(&self.plan.notes, |item| &item.notes);
        if !notes.iter().any(|note| note.text == text) {
            let line = Line { id: LineId::new(), kind: LineKind::Note, text, work_step: None };
            store::add_line(tx, &self.plan.head, item.map(|item| item.id), &line).await?;
            let after = self.sourced(line_json(&line));
            self.scene.record_at(tx, item, "measures.line.added", json!(null), after).await?;
        }
        Ok(Stands::Nothing)
    }
}

/// Says to which unit, post or person parties of these names belong. Those that belong to somebody already stay.
/// Returns how many were linked.
pub async fn link_parties(
    tx: &mut Transaction,
    actor: &Actor,
    (agency, year): (AgencyId, FiscalYear),
    links: &[(String, PartyLink)],
    now: Timestamp,
) -> Result<usize, Error> {
    let head = store::find_head(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let scene = Scene { actor, head: &plan.head, now };
    let mut linked = 0;
    for item in &plan.items {
        for before in item.responsibles.iter().filter(|one| one.party.link.is_none()) {
            let wanted = links.iter().find(|(name, _)| *name == before.party.name);
            let Some((_, link)) = wanted.filter(|_| before.party.duty == Duty::CarryOut) else { continue };
            let after = Responsible { id: before.id, party: Party { link: Some(*link), ..before.party.clone() } };
            store::change_responsible(tx, &after).await?;
            let (was, is) = (json!(before.party), json!(after.party));
            scene.record(tx, item.id, "measures.responsible.changed", was, is).await?;
            linked += 1;
        }
    }
    Ok(linked)
}
