//! What people do with a plan. Every change is recorded at its item (or at the plan) in the same transaction.

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use scoring::Instrument;
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};

use super::{
    library,
    model::{
        Documents, Line, LineId, LineKind, Origin, Party, Period, Plan, PlanHead, PlanId, PlanItem, PlanItemId,
        Responsible, ResponsibleId, ResultId, ResultLine, ResultText,
        editing::{Direction, neighbour},
        listing::follower,
    },
    store,
};
use crate::kit::{
    Error,
    audit::{self, Actor, Change, Subject},
    visit::AgencyId,
};

mod taking;

pub use taking::{Taken, take_report};

/// The facts of an item that are changed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFacts {
    /// What the item asks.
    pub topic: String,
    /// When the measures are carried out.
    pub period: Period,
    /// Does the report come with supporting papers for it?
    pub documents: Option<Documents>,
}

/// What is taken from the library for an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Guidelines, by their places in the library.
    pub guidelines: Vec<usize>,
    /// Measures, by their places in the library.
    pub measures: Vec<usize>,
    /// The suggested responsible pair.
    pub responsibles: bool,
    /// The suggested period.
    pub period: bool,
}

/// Who changes something, where and when.
struct Scene<'a> {
    actor: &'a Actor,
    head: &'a PlanHead,
    now: Timestamp,
}

// the plan and its items -------------------------------------------------------------------------------------------

/// Starts the plan of a year; it answers the scores of the year before.
pub async fn start_plan(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    now: Timestamp,
) -> Result<PlanHead, Error> {
    if store::find_head(tx, agency, year).await?.is_some() {
        return Err(Error::Conflict(Bilingual::new(
            format!("มีมาตรการของปี {year} อยู่แล้ว เปิดปีนั้นแล้วเพิ่มข้อได้เลย"),
            format!("Measures of {year} exist already. Open that year and add items there."),
        )));
    }
    begin(tx, actor, agency, year, year.previous(), now).await
}

async fn begin(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    score_year: FiscalYear,
    now: Timestamp,
) -> Result<PlanHead, Error> {
    let head = PlanHead { id: PlanId::new(), agency, year, score_year, report_day: None };
    store::add_plan(tx, &head, now).await?;
    let scene = Scene { actor, head: &head, now };
    scene.record_plan(tx, "measures.plan.started", json!(null), head_json(&head)).await?;
    Ok(head)
}

/// Sets the day that stands on the official report.
pub async fn set_report_day(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    day: Option<Date>,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::find_head(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let head = PlanHead { report_day: day, ..before.clone() };
    if head == before {
        return Ok(());
    }
    store::change_plan(tx, &head).await?;
    let scene = Scene { actor, head: &head, now };
    scene.record_plan(tx, "measures.plan.changed", head_json(&before), head_json(&head)).await
}

/// Adds an item of the instrument of the scores' year; with starter measures from the library if wished. A year that
/// has no plan yet begins with it.
pub async fn add_item(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    code: &str,
    with_starters: bool,
    now: Timestamp,
) -> Result<PlanItemId, Error> {
    let head = match store::find_head(tx, agency, year).await? {
        Some(head) => head,
        None => begin(tx, actor, agency, year, year.previous(), now).await?,
    };
    let plan = held(tx, head).await?;
    let known = Instrument::of(plan.head.score_year).and_then(|instrument| instrument.item(code));
    let known = known.ok_or_else(|| unknown_code(code, plan.head.score_year))?;
    if plan.by_code(code).is_some() {
        return Err(Error::Conflict(Bilingual::new(
            format!("ข้อ {code} อยู่ในมาตรการปี {year} แล้ว เปิดข้อนั้นเพื่อแก้ไข"),
            format!("Item {code} is in the measures of {year} already. Open it to change it."),
        )));
    }
    let item = PlanItem {
        id: PlanItemId::new(),
        code: known.code.clone(),
        duty: Some(known.duty.clone()),
        indicator: known.indicator,
        topic: known.topic.th.clone(),
        period: Period::default(),
        documents: None,
        guidelines: Vec::new(),
        measures: Vec::new(),
        results: Vec::new(),
        responsibles: Vec::new(),
        notes: Vec::new(),
    };
    store::add_item(tx, &plan.head, &item, follower(&plan, item.indicator, &item.code)).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.item.added", json!(null), facts_json(&item)).await?;
    if let Some(starter) = library::starter(&known.duty).filter(|_| with_starters) {
        let all = Chosen {
            guidelines: (0..starter.guidelines.len()).collect(),
            measures: (0..starter.measures.len()).collect(),
            responsibles: true,
            period: true,
        };
        use_library(tx, actor, agency, item.id, &all, now).await?;
    }
    Ok(item.id)
}

fn unknown_code(code: &str, year: FiscalYear) -> Error {
    Error::Invalid(Bilingual::new(
        format!("ไม่มีข้อ {code} ในเครื่องมือประเมินปี {year} กลับไปเลือกข้อจากรายการ"),
        format!("The instrument of {year} has no item {code}. Go back and choose one from the list."),
    ))
}

/// Changes topic, period and supporting papers of an item.
pub async fn change_item(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PlanItemId,
    facts: ItemFacts,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item) = held_item(tx, agency, id).await?;
    let ItemFacts { topic, period, documents } = facts;
    let changed = PlanItem { topic, period, documents, ..item.clone() };
    if changed == item {
        return Ok(());
    }
    store::change_item(tx, &plan.head, &changed).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, id, "measures.item.changed", facts_json(&item), facts_json(&changed)).await
}

/// Removes an item from the plan, with everything that stands at it. Returns the year of the plan.
pub async fn remove_item(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PlanItemId,
    now: Timestamp,
) -> Result<FiscalYear, Error> {
    let (plan, item) = held_item(tx, agency, id).await?;
    store::remove_item(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, id, "measures.item.removed", whole_json(&item), json!(null)).await?;
    Ok(plan.head.year)
}

/// Takes chosen lines of the library over as the item's own. What stands there in the same words is not repeated.
pub async fn use_library(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PlanItemId,
    chosen: &Chosen,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, before) = held_item(tx, agency, id).await?;
    let starter = before.duty.as_deref().and_then(library::starter).ok_or(Error::NotFound)?;
    let mut after = before.clone();
    let lists = [
        (LineKind::Guideline, &starter.guidelines, &chosen.guidelines),
        (LineKind::Measure, &starter.measures, &chosen.measures),
    ];
    for (kind, texts, wanted) in lists {
        for text in wanted.iter().filter_map(|place| texts.get(*place)) {
            if before.lines_of(kind).iter().all(|line| line.text != *text) {
                let line = Line { id: LineId::new(), kind, text: text.clone() };
                store::add_line(tx, &plan.head, Some(id), &line).await?;
                if kind == LineKind::Guideline { after.guidelines.push(line) } else { after.measures.push(line) }
            }
        }
    }
    if chosen.responsibles {
        add_missing(tx, &plan.head, &mut after, starter.pair().parties()).await?;
    }
    if chosen.period {
        after.period = starter.season.period(plan.head.year);
        store::change_item(tx, &plan.head, &after).await?;
    }
    if after == before {
        return Ok(());
    }
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, id, "measures.library.used", whole_json(&before), whole_json(&after)).await
}

/// Adds the pair of most items: all staff carry out, the heads of all divisions supervise.
pub async fn add_default_pair(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PlanItemId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, before) = held_item(tx, agency, id).await?;
    let mut after = before.clone();
    add_missing(tx, &plan.head, &mut after, library::default_pair().parties()).await?;
    if after == before {
        return Ok(());
    }
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, id, "measures.responsible.added", parties_json(&before), parties_json(&after)).await
}

async fn add_missing(
    tx: &mut Transaction,
    head: &PlanHead,
    item: &mut PlanItem,
    parties: [Party; 2],
) -> Result<(), Error> {
    for party in parties {
        let is_there = |present: &Responsible| present.party.name == party.name && present.party.duty == party.duty;
        if !item.responsibles.iter().any(is_there) {
            let responsible = Responsible { id: ResponsibleId::new(), party };
            store::add_responsible(tx, head, item.id, &responsible).await?;
            item.responsibles.push(responsible);
        }
    }
    Ok(())
}

// lines ------------------------------------------------------------------------------------------------------------

/// Adds a guideline, a measure or a note to an item.
pub async fn add_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    kind: LineKind,
    text: String,
    now: Timestamp,
) -> Result<LineId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let line = Line { id: LineId::new(), kind, text };
    store::add_line(tx, &plan.head, Some(item), &line).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.line.added", json!(null), line_json(&line)).await?;
    Ok(line.id)
}

/// Changes the text of a line, or turns a text not understood into a note.
pub async fn change_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    kind: LineKind,
    text: Option<String>,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_line(tx, agency, id).await?;
    let line = Line { id, kind, text: text.unwrap_or_else(|| before.text.clone()) };
    if !before.kind.may_become(kind) {
        return Err(Error::NotFound);
    }
    if line == before {
        return Ok(());
    }
    store::change_line(tx, &line).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record_at(tx, item.as_ref(), "measures.line.changed", line_json(&before), line_json(&line)).await
}

/// Moves a line among those of its kind.
pub async fn move_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    let lines = item.as_ref().map_or(plan.notes.as_slice(), |item| item.lines_of(line.kind));
    let order: Vec<LineId> = lines.iter().map(|line| line.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_lines(tx, id, other).await?;
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let scene = Scene { actor, head: &plan.head, now };
    let (before, after) = moved(&texts, &order, id, other);
    scene.record_at(tx, item.as_ref(), "measures.line.moved", before, after).await
}

/// Removes a line. Returns the item and the year it stood at.
pub async fn remove_line(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    store::remove_line(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record_at(tx, item.as_ref(), "measures.line.removed", line_json(&line), json!(null)).await
}

/// Turns a note or a text not understood into a result of its item. It came with the report, so it stays *reported*.
pub async fn use_as_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: LineId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, line) = held_line(tx, agency, id).await?;
    let item = item.filter(|_| matches!(line.kind, LineKind::Note | LineKind::NotUnderstood)).ok_or(Error::NotFound)?;
    let said = ResultText { text: line.text.clone(), status: None, day: None };
    let result = ResultLine { id: ResultId::new(), said, origin: Origin::Reported };
    store::remove_line(tx, id).await?;
    store::add_result(tx, &plan.head, item.id, &result).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.line.used_as_result", line_json(&line), result_json(&result)).await
}

// results ----------------------------------------------------------------------------------------------------------

/// Adds a result.
pub async fn add_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    said: ResultText,
    now: Timestamp,
) -> Result<ResultId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let result = ResultLine { id: ResultId::new(), said, origin: Origin::Entered };
    store::add_result(tx, &plan.head, item, &result).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.result.added", json!(null), result_json(&result)).await?;
    Ok(result.id)
}

/// Changes a result; from then on it counts as entered here.
pub async fn change_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    said: ResultText,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_result(tx, agency, id).await?;
    let Some(result) = before.changed_to(said) else { return Ok(()) };
    store::change_result(tx, &result).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.changed", result_json(&before), result_json(&result)).await
}

/// Moves a result among those of its item.
pub async fn move_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, _) = held_result(tx, agency, id).await?;
    let order: Vec<ResultId> = item.results.iter().map(|result| result.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_results(tx, id, other).await?;
    let texts: Vec<&str> = item.results.iter().map(|result| result.said.text.as_str()).collect();
    let (before, after) = moved(&texts, &order, id, other);
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.moved", before, after).await
}

/// Removes a result.
pub async fn remove_result(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    store::remove_result(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.result.removed", result_json(&result), json!(null)).await
}

// responsible parties ----------------------------------------------------------------------------------------------

/// Adds a responsible party.
pub async fn add_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    item: PlanItemId,
    party: Party,
    now: Timestamp,
) -> Result<ResponsibleId, Error> {
    let (plan, _) = held_item(tx, agency, item).await?;
    let responsible = Responsible { id: ResponsibleId::new(), party };
    store::add_responsible(tx, &plan.head, item, &responsible).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item, "measures.responsible.added", json!(null), json!(responsible.party)).await?;
    Ok(responsible.id)
}

/// Changes a responsible party.
pub async fn change_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    party: Party,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_responsible(tx, agency, id).await?;
    if before.party == party {
        return Ok(());
    }
    let responsible = Responsible { id, party };
    store::change_responsible(tx, &responsible).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.changed", json!(before.party), json!(responsible.party)).await
}

/// Moves a responsible party among those of its item.
pub async fn move_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    direction: Direction,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, _) = held_responsible(tx, agency, id).await?;
    let order: Vec<ResponsibleId> = item.responsibles.iter().map(|responsible| responsible.id).collect();
    let Some(other) = neighbour(&order, id, direction) else { return Ok(()) };
    store::swap_responsibles(tx, id, other).await?;
    let names: Vec<&str> = item.responsibles.iter().map(|responsible| responsible.party.name.as_str()).collect();
    let (before, after) = moved(&names, &order, id, other);
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.moved", before, after).await
}

/// Removes a responsible party.
pub async fn remove_responsible(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResponsibleId,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, responsible) = held_responsible(tx, agency, id).await?;
    store::remove_responsible(tx, id).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, item.id, "measures.responsible.removed", json!(responsible.party), json!(null)).await
}

// loading what is changed ------------------------------------------------------------------------------------------

async fn held_item(tx: &mut Transaction, agency: AgencyId, id: PlanItemId) -> Result<(Plan, PlanItem), Error> {
    let head = store::head_of_item(tx, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let item = plan.item(id).cloned().ok_or(Error::NotFound)?;
    Ok((plan, item))
}

async fn held_line(
    tx: &mut Transaction,
    agency: AgencyId,
    id: LineId,
) -> Result<(Plan, Option<PlanItem>, Line), Error> {
    let head = store::head_of_line(tx, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let (item, line) = plan.line(id).ok_or(Error::NotFound)?;
    let (item, line) = (item.cloned(), line.clone());
    Ok((plan, item, line))
}

async fn held_result(
    tx: &mut Transaction,
    agency: AgencyId,
    id: ResultId,
) -> Result<(Plan, PlanItem, ResultLine), Error> {
    let head = store::head_of_result(tx, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let (item, result) = plan.result(id).ok_or(Error::NotFound)?;
    let (item, result) = (item.clone(), result.clone());
    Ok((plan, item, result))
}

async fn held_responsible(
    tx: &mut Transaction,
    agency: AgencyId,
    id: ResponsibleId,
) -> Result<(Plan, PlanItem, Responsible), Error> {
    let head = store::head_of_responsible(tx, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = held(tx, head).await?;
    let (item, responsible) = plan.responsible(id).ok_or(Error::NotFound)?;
    let (item, responsible) = (item.clone(), responsible.clone());
    Ok((plan, item, responsible))
}

async fn held(tx: &mut Transaction, head: PlanHead) -> Result<Plan, Error> {
    store::hold(tx, head.id).await?;
    Ok(store::load_plan(tx, head).await?)
}

// recording --------------------------------------------------------------------------------------------------------

impl Scene<'_> {
    async fn record(
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

    async fn record_plan(
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

    async fn record_at(
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

fn moved<Id: PartialEq + Copy>(texts: &[&str], order: &[Id], one: Id, other: Id) -> (Value, Value) {
    let mut after = texts.to_vec();
    let place = |id| order.iter().position(|place| *place == id);
    if let Some((one, other)) = place(one).zip(place(other)) {
        after.swap(one, other);
    }
    (json!({ "order": texts }), json!({ "order": after }))
}

fn head_json(head: &PlanHead) -> Value {
    json!({ "year": head.year, "score_year": head.score_year, "report_day": head.report_day })
}

fn facts_json(item: &PlanItem) -> Value {
    json!({
        "code": item.code,
        "topic": item.topic,
        "from": item.period.from,
        "until": item.period.until,
        "documents": item.documents,
    })
}

fn line_json(line: &Line) -> Value {
    json!({ "kind": line.kind, "text": line.text })
}

fn result_json(result: &ResultLine) -> Value {
    let ResultText { text, status, day } = &result.said;
    json!({ "text": text, "status": status, "day": day, "origin": result.origin })
}

fn parties_json(item: &PlanItem) -> Value {
    json!({ "responsible": item.responsibles.iter().map(|responsible| &responsible.party).collect::<Vec<_>>() })
}

/// An item with all that stands at it, so that what was removed or replaced can be read later.
fn whole_json(item: &PlanItem) -> Value {
    let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let mut all = facts_json(item);
    all["guidelines"] = json!(texts(&item.guidelines));
    all["measures"] = json!(texts(&item.measures));
    all["results"] = json!(item.results.iter().map(result_json).collect::<Vec<_>>());
    all["responsible"] = parties_json(item)["responsible"].take();
    all["notes"] = json!(texts(&item.notes));
    all
}
