//! Taking a confirmed report over into the plan of its year.

use db::Transaction;
use jiff::Timestamp;
use report::Report;
use serde_json::json;
use thai::FiscalYear;

use super::{
    Scene, begin,
    recording::{head_json, held, line_json, whole_json},
};
use crate::{
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        model::{
            Line, LineId, LineKind, Origin, Party, Period, Plan, PlanHead, PlanItem, PlanItemId, Responsible,
            ResponsibleId, ResultId, ResultLine, ResultText,
            editing::{Kept, reconcile},
            exchange::{Reported, reported_items, texts_of_the_whole},
            work::Work,
        },
        store,
    },
};

/// What came of taking a report over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Items that the plan did not have.
    pub added: usize,
    /// Items that said something else before.
    pub changed: usize,
    /// Items that the report left as they were.
    pub unchanged: usize,
}

/// Takes a confirmed report over into the plan of a year, which begins with it if there is none. What says the same
/// stays as it is, so taking the same report again changes and records nothing. Items of the plan that the report does
/// not name are left alone. What is new is *reported*; what was not understood is kept beside its item.
pub async fn take_report(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    report: &Report,
    now: Timestamp,
) -> Result<Taken, Error> {
    let head = match store::find_head(tx, agency, year).await? {
        Some(head) => head,
        None => begin(tx, actor, agency, year, report.score_year.unwrap_or(year.previous()), now).await?,
    };
    let plan = held(tx, head).await?;
    let head = take_head(tx, actor, &plan.head, report, now).await?;
    let scene = Scene { actor, head: &head, now };
    let mut taken = Taken::default();
    for reported in reported_items(report, head.score_year) {
        match plan.by_code(&reported.code) {
            Some(item) if change_item(tx, &scene, item, &reported).await? => taken.changed += 1,
            Some(_) => taken.unchanged += 1,
            None => {
                add_item(tx, &scene, &reported).await?;
                taken.added += 1;
            }
        }
    }
    keep_texts_of_the_whole(tx, &scene, &plan, report).await?;
    Ok(taken)
}

async fn take_head(
    tx: &mut Transaction,
    actor: &Actor,
    before: &PlanHead,
    report: &Report,
    now: Timestamp,
) -> Result<PlanHead, Error> {
    let head = PlanHead {
        score_year: report.score_year.unwrap_or(before.score_year),
        report_day: report.report_date.or(before.report_day),
        ..before.clone()
    };
    if head != *before {
        store::change_plan(tx, &head).await?;
        let scene = Scene { actor, head: &head, now };
        scene.record_plan(tx, "measures.plan.changed", head_json(before), head_json(&head)).await?;
    }
    Ok(head)
}

async fn add_item(tx: &mut Transaction, scene: &Scene<'_>, reported: &Reported) -> Result<(), Error> {
    let empty = with_facts_of(
        reported,
        PlanItem {
            id: PlanItemId::new(),
            code: reported.code.clone(),
            duty: None,
            indicator: 0,
            topic: String::new(),
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
        },
    );
    store::add_item(tx, scene.head, &empty, None).await?;
    let item = take_lists(tx, scene, &empty, reported).await?;
    scene.record(tx, item.id, "measures.item.reported", json!(null), whole_json(&item)).await
}

/// Brings an item to what the report says; tells whether that was a change.
async fn change_item(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    before: &PlanItem,
    reported: &Reported,
) -> Result<bool, Error> {
    let with_facts = with_facts_of(reported, before.clone());
    if with_facts != *before {
        store::change_item(tx, scene.head, &with_facts).await?;
    }
    let after = take_lists(tx, scene, &with_facts, reported).await?;
    if after == *before {
        return Ok(false);
    }
    scene.record(tx, after.id, "measures.item.reported", whole_json(before), whole_json(&after)).await?;
    Ok(true)
}

fn with_facts_of(reported: &Reported, item: PlanItem) -> PlanItem {
    let Reported { duty, indicator, topic, documents, .. } = reported.clone();
    PlanItem { duty, indicator, topic, documents, ..item }
}

async fn take_lists(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    item: &PlanItem,
    reported: &Reported,
) -> Result<PlanItem, Error> {
    Ok(PlanItem {
        guidelines: take_lines(tx, scene, item, LineKind::Guideline, &reported.guidelines).await?,
        measures: take_lines(tx, scene, item, LineKind::Measure, &reported.measures).await?,
        results: take_results(tx, scene, item, &reported.results).await?,
        responsibles: take_responsibles(tx, scene, item, &reported.responsibles).await?,
        notes: keep_texts(tx, scene, Some(item.id), &item.notes, &reported.not_understood).await?,
        ..item.clone()
    })
}

async fn take_lines(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    item: &PlanItem,
    kind: LineKind,
    wanted: &[String],
) -> Result<Vec<Line>, Error> {
    let present: Vec<(LineId, String)> = item.lines_of(kind).iter().map(|line| (line.id, line.text.clone())).collect();
    let Some(kept) = reconcile(&present, wanted) else { return Ok(item.lines_of(kind).to_vec()) };
    for (id, _) in present.iter().filter(|(id, _)| !kept.contains(&Kept::Old(*id))) {
        store::remove_line(tx, *id).await?;
    }
    let mut lines = Vec::new();
    for (kept, text) in kept.into_iter().zip(wanted) {
        let id = if let Kept::Old(id) = kept { id } else { LineId::new() };
        let work_step = item.lines_of(kind).iter().find(|line| line.id == id).and_then(|line| line.work_step.clone());
        let line = Line { id, kind, text: text.clone(), work_step };
        match kept {
            Kept::Old(id) => store::line_to_the_end(tx, scene.head.id, id).await?,
            Kept::New(_) => store::add_line(tx, scene.head, Some(item.id), &line).await?,
        }
        lines.push(line);
    }
    Ok(lines)
}

async fn take_results(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    item: &PlanItem,
    wanted: &[ResultText],
) -> Result<Vec<ResultLine>, Error> {
    let present: Vec<(ResultId, ResultText)> =
        item.results.iter().map(|result| (result.id, result.said.clone())).collect();
    let Some(kept) = reconcile(&present, wanted) else { return Ok(item.results.clone()) };
    for (id, _) in present.iter().filter(|(id, _)| !kept.contains(&Kept::Old(*id))) {
        store::remove_result(tx, *id).await?;
    }
    let mut results = Vec::new();
    for kept in kept {
        let result = match kept {
            Kept::Old(id) => {
                store::result_to_the_end(tx, scene.head.id, id).await?;
                item.results.iter().find(|result| result.id == id).cloned()
            }
            Kept::New(said) => {
                let result = ResultLine { id: ResultId::new(), said, origin: Origin::Reported, work: Work::default() };
                store::add_result(tx, scene.head, item.id, &result).await?;
                Some(result)
            }
        };
        results.extend(result);
    }
    Ok(results)
}

async fn take_responsibles(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    item: &PlanItem,
    wanted: &[Party],
) -> Result<Vec<Responsible>, Error> {
    // A report knows no links; a party that says the same keeps its own.
    let unlinked = |party: &Party| Party { link: None, ..party.clone() };
    let present: Vec<(ResponsibleId, Party)> =
        item.responsibles.iter().map(|responsible| (responsible.id, unlinked(&responsible.party))).collect();
    let Some(kept) = reconcile(&present, wanted) else { return Ok(item.responsibles.clone()) };
    for (id, _) in present.iter().filter(|(id, _)| !kept.contains(&Kept::Old(*id))) {
        store::remove_responsible(tx, *id).await?;
    }
    let mut responsibles = Vec::new();
    for kept in kept {
        let responsible = match kept {
            Kept::Old(id) => {
                store::responsible_to_the_end(tx, scene.head.id, id).await?;
                item.responsibles.iter().find(|responsible| responsible.id == id).cloned()
            }
            Kept::New(party) => {
                let responsible = Responsible { id: ResponsibleId::new(), party };
                store::add_responsible(tx, scene.head, item.id, &responsible).await?;
                Some(responsible)
            }
        };
        responsibles.extend(responsible);
    }
    Ok(responsibles)
}

/// Texts not understood are only ever added: what an officer noted stays.
async fn keep_texts(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    item: Option<PlanItemId>,
    present: &[Line],
    texts: &[String],
) -> Result<Vec<Line>, Error> {
    let mut lines = present.to_vec();
    let mut free: Vec<&Line> = present.iter().collect();
    for text in texts {
        if let Some(at) = free.iter().position(|line| line.text == *text) {
            free.remove(at);
            continue;
        }
        let line = Line { id: LineId::new(), kind: LineKind::NotUnderstood, text: text.clone(), work_step: None };
        store::add_line(tx, scene.head, item, &line).await?;
        lines.push(line);
    }
    Ok(lines)
}

async fn keep_texts_of_the_whole(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    plan: &Plan,
    report: &Report,
) -> Result<(), Error> {
    let lines = keep_texts(tx, scene, None, &plan.notes, &texts_of_the_whole(report)).await?;
    for line in &lines[plan.notes.len()..] {
        scene.record_plan(tx, "measures.line.added", json!(null), line_json(line)).await?;
    }
    Ok(())
}
