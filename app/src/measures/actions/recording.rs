//! Loading what is changed through the agency, and recording what was changed.

use db::Transaction;
use serde_json::{Value, json};

use super::Scene;
use crate::{
    kit::{
        Error,
        audit::{self, Change, Subject},
        visit::AgencyId,
    },
    measures::{
        model::{
            Line, LineId, Plan, PlanHead, PlanItem, PlanItemId, Responsible, ResponsibleId, ResultId, ResultLine,
            ResultText,
        },
        store,
    },
};

pub(super) async fn held_item(
    tx: &mut Transaction,
    agency: AgencyId,
    id: PlanItemId,
) -> Result<(Plan, PlanItem), Error> {
    let head = store::head_of_item(tx, agency, id).await?.ok_or(Error::NotFound)?;
    store::hold(tx, head.id).await?;
    let plan = store::load_plan_at(tx, head, id).await?;
    let item = plan.item(id).cloned().ok_or(Error::NotFound)?;
    Ok((plan, item))
}

pub(super) async fn held_line(
    tx: &mut Transaction,
    agency: AgencyId,
    id: LineId,
) -> Result<(Plan, Option<PlanItem>, Line), Error> {
    let at = store::head_of_line(tx, agency, id).await?.ok_or(Error::NotFound)?;
    store::hold(tx, at.head.id).await?;
    let plan = at.load(tx).await?;
    let (item, line) = plan.line(id).ok_or(Error::NotFound)?;
    let (item, line) = (item.cloned(), line.clone());
    Ok((plan, item, line))
}

pub(super) async fn held_result(
    tx: &mut Transaction,
    agency: AgencyId,
    id: ResultId,
) -> Result<(Plan, PlanItem, ResultLine), Error> {
    let at = store::head_of_result(tx, agency, id).await?.ok_or(Error::NotFound)?;
    store::hold(tx, at.head.id).await?;
    let plan = at.load(tx).await?;
    let (item, result) = plan.result(id).ok_or(Error::NotFound)?;
    let (item, result) = (item.clone(), result.clone());
    Ok((plan, item, result))
}

pub(super) async fn held_responsible(
    tx: &mut Transaction,
    agency: AgencyId,
    id: ResponsibleId,
) -> Result<(Plan, PlanItem, Responsible), Error> {
    let at = store::head_of_responsible(tx, agency, id).await?.ok_or(Error::NotFound)?;
    store::hold(tx, at.head.id).await?;
    let plan = at.load(tx).await?;
    let (item, responsible) = plan.responsible(id).ok_or(Error::NotFound)?;
    let (item, responsible) = (item.clone(), responsible.clone());
    Ok((plan, item, responsible))
}

pub(super) async fn held(tx: &mut Transaction, head: PlanHead) -> Result<Plan, Error> {
    store::hold(tx, head.id).await?;
    Ok(store::load_plan(tx, head).await?)
}

impl Scene<'_> {
    pub(super) async fn record(
        &self,
        tx: &mut Transaction,
        item: PlanItemId,
        action: &'static str,
        before: Value,
        after: Value,
    ) -> Result<(), Error> {
        let subject = Subject { kind: "plan_item", id: item.0 };
        let change = Change { agency: self.head.agency, action, subject, before, after };
        Ok(audit::record(tx, self.actor, change, self.now).await?)
    }

    pub(super) async fn record_plan(
        &self,
        tx: &mut Transaction,
        action: &'static str,
        before: Value,
        after: Value,
    ) -> Result<(), Error> {
        let subject = Subject { kind: "plan", id: self.head.id.0 };
        let change = Change { agency: self.head.agency, action, subject, before, after };
        Ok(audit::record(tx, self.actor, change, self.now).await?)
    }

    pub(super) async fn record_at(
        &self,
        tx: &mut Transaction,
        item: Option<&PlanItem>,
        action: &'static str,
        before: Value,
        after: Value,
    ) -> Result<(), Error> {
        match item {
            Some(item) => self.record(tx, item.id, action, before, after).await,
            None => self.record_plan(tx, action, before, after).await,
        }
    }
}

pub(super) fn moved<Id: PartialEq + Copy>(texts: &[&str], order: &[Id], one: Id, other: Id) -> (Value, Value) {
    let mut after = texts.to_vec();
    let place = |id| order.iter().position(|place| *place == id);
    if let Some((one, other)) = place(one).zip(place(other)) {
        after.swap(one, other);
    }
    (json!({ "order": texts }), json!({ "order": after }))
}

pub(super) fn head_json(head: &PlanHead) -> Value {
    json!({ "year": head.year, "score_year": head.score_year, "report_day": head.report_day })
}

pub(super) fn facts_json(item: &PlanItem) -> Value {
    json!({
        "code": item.code,
        "topic": item.topic,
        "from": item.period.from,
        "until": item.period.until,
        "documents": item.documents,
    })
}

pub(super) fn priority_json(item: &PlanItem) -> Value {
    let chosen = item.priority.as_ref();
    json!({ "priority": chosen.map(|chosen| chosen.priority), "reason": chosen.map(|chosen| &chosen.reason) })
}

pub(super) fn line_json(line: &Line) -> Value {
    match &line.work_step {
        Some(step) => json!({ "kind": line.kind, "text": line.text, "work_step": step }),
        None => json!({ "kind": line.kind, "text": line.text }),
    }
}

pub(super) fn result_json(result: &ResultLine) -> Value {
    let ResultText { text, status, day } = &result.said;
    let said = json!({ "text": text, "status": status, "day": day, "origin": result.origin });
    match result.work.due {
        Some(due) => with(said, "due", json!(due)),
        None => said,
    }
}

fn with(mut all: Value, key: &str, value: Value) -> Value {
    all[key] = value;
    all
}

pub(super) fn parties_json(item: &PlanItem) -> Value {
    json!({ "responsible": item.responsibles.iter().map(|responsible| &responsible.party).collect::<Vec<_>>() })
}

/// An item with all that stands at it, so that what was removed or replaced can be read later.
pub(super) fn whole_json(item: &PlanItem) -> Value {
    let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let mut all = facts_json(item);
    all["causes"] = json!(texts(&item.causes));
    all["guidelines"] = json!(texts(&item.guidelines));
    all["measures"] = json!(texts(&item.measures));
    all["follow_ups"] = json!(texts(&item.follow_ups));
    all["results"] = json!(item.results.iter().map(result_json).collect::<Vec<_>>());
    all["responsible"] = parties_json(item)["responsible"].take();
    all["notes"] = json!(texts(&item.notes));
    all
}
