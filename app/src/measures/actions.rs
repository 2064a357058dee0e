//! What people do with a plan. Every change is recorded at its item (or at the plan) in the same transaction.
//!
//! Here: the plan and its items. Beneath: the lines, results and responsible parties of an item, taking a report over,
//! and what all of these record.

mod evidence;
mod figures;
mod from_part;
mod lines;
mod recording;
mod responsibles;
mod results;
mod somebody;
mod taking;
mod work;

pub use evidence::{attach_evidence, detach_evidence, look_at_evidence};
pub use figures::{bind_figure, release_figure, take_draft};
pub use from_part::{Brought, Stands, link_parties, take_from_part};
pub use lines::{add_line, change_line, move_line, remove_line, use_as_result};
pub use responsibles::{add_responsible, change_responsible, move_responsible, remove_responsible};
pub use results::{Typed, add_result, change_result, move_result, remove_result};
pub use somebody::somebody;
pub use taking::{Taken, take_report};
pub use work::{ask_without_evidence, decide_excuse, hand_over, take_step, write_note};

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use scoring::Instrument;
use serde_json::json;
use thai::{Bilingual, FiscalYear};

use self::recording::{facts_json, head_json, held, held_item, parties_json, priority_json, whole_json};
use super::{
    library,
    model::{
        Documents, LineId, LineKind, Party, Period, PlanHead, PlanId, PlanItem, PlanItemId, Responsible, ResponsibleId,
        editing::LineText, listing::follower, priority::ChosenPriority,
    },
    store,
};
use crate::kit::{Error, audit::Actor, visit::AgencyId};

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
    /// Causes, by their places in the library.
    pub causes: Vec<usize>,
    /// Follow-ups, by their places in the library.
    pub follow_ups: Vec<usize>,
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
        priority: None,
        causes: Vec::new(),
        guidelines: Vec::new(),
        measures: Vec::new(),
        follow_ups: Vec::new(),
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
            // Causes are for the office to judge: they are offered, never put in by themselves.
            causes: Vec::new(),
            follow_ups: (0..starter.follow_ups().len()).collect(),
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

/// Chooses the priority of an item, with the reason; without a choice the one counts that follows from the points.
pub async fn choose_priority(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PlanItemId,
    chosen: Option<ChosenPriority>,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, before) = held_item(tx, agency, id).await?;
    let after = PlanItem { priority: chosen, ..before.clone() };
    if after == before {
        return Ok(());
    }
    store::set_priority(tx, &plan.head, id, after.priority.as_ref()).await?;
    let scene = Scene { actor, head: &plan.head, now };
    scene.record(tx, id, "measures.item.prioritised", priority_json(&before), priority_json(&after)).await
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
    let known = before.duty.as_deref().and_then(library::causes);
    let (causes, follow_ups) = (known.map(|known| known.causes.clone()).unwrap_or_default(), starter.follow_ups());
    let lists = [
        (LineKind::Cause, &causes, &chosen.causes),
        (LineKind::Guideline, &starter.guidelines, &chosen.guidelines),
        (LineKind::Measure, &starter.measures, &chosen.measures),
        (LineKind::FollowUp, &follow_ups, &chosen.follow_ups),
    ];
    for (kind, texts, wanted) in lists {
        for text in wanted.iter().filter_map(|place| texts.get(*place)) {
            if before.lines_of(kind).iter().all(|line| line.text != *text) {
                let work_step = known.map(|known| known.work_step.clone());
                let line = LineText { text: text.clone(), work_step }.line(LineId::new(), kind);
                store::add_line(tx, &plan.head, Some(id), &line).await?;
                after.lines_of_mut(kind).push(line);
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
