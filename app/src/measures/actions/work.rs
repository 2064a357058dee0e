//! Working on a result: its states, what is written about it, who works on it, and being done without evidence.

use db::Transaction;
use jiff::Timestamp;
use report::Status;
use serde_json::json;
use thai::Bilingual;

use super::{Scene, recording::held_result};
use crate::{
    kit::{
        Error,
        audit::Actor,
        visit::{AgencyId, UserId},
    },
    measures::{
        model::{
            PlanItem, ResultId, ResultLine,
            desk::Somebody,
            work::{Excuse, NoteKind, Step},
        },
        store::work::{self as rows, By},
    },
    organisation::{self, model::PersonId},
};

/// Who does something, for rows that keep it.
pub(super) fn by(actor: &Actor) -> By<'_> {
    By { user: actor.user.map(UserId), name: &actor.name }
}

/// Takes a step. Done needs evidence; giving up and opening again need a reason.
pub async fn take_step(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    step: &Step,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_result(tx, agency, id).await?;
    let status = before.after(step).map_err(Error::Conflict)?;
    let is_same = before.said.status == Some(status) && before.proof().is_none();
    if is_same {
        return Ok(());
    }
    let scene = Scene { actor, head: &plan.head, now };
    begin(tx, &scene, (&item, &before), (status, step.reason()), None).await
}

/// Lets a status begin and records it.
async fn begin(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    (item, before): (&PlanItem, &ResultLine),
    (status, reason): (Status, Option<&str>),
    excuse: Option<&str>,
) -> Result<(), Error> {
    let agency = scene.head.agency;
    rows::set_status(tx, before.id, status, excuse).await?;
    rows::add_state(tx, agency, before.id, (status, reason), &by(scene.actor), scene.now).await?;
    let mut after = json!({ "text": before.said.text, "status": status });
    for (key, words) in [("reason", reason), ("excuse", excuse)] {
        if let Some(words) = words {
            after[key] = json!(words);
        }
    }
    let was = json!({ "text": before.said.text, "status": before.said.status });
    scene.record(tx, item.id, "measures.state.changed", was, after).await
}

/// Writes an update or a comment.
pub async fn write_note(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    (kind, text): (NoteKind, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    rows::add_note(tx, agency, id, (kind, text), &by(actor), now).await?;
    let scene = Scene { actor, head: &plan.head, now };
    let action = match kind {
        NoteKind::Update => "measures.update.written",
        NoteKind::Comment | NoteKind::HandOver => "measures.comment.written",
    };
    scene.record(tx, item.id, action, json!(null), json!({ "result": result.said.text, "text": text })).await
}

/// Hands a result over to somebody of the agency, or to nobody in particular.
pub async fn hand_over(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    (to, words): (Option<PersonId>, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, before) = held_result(tx, agency, id).await?;
    if before.work.assignee == to {
        return Ok(());
    }
    let name = match to {
        Some(person) => Some(organisation::load_person(tx, agency, person).await?.name),
        None => None,
    };
    rows::set_assignee(tx, id, to).await?;
    let to = name.as_deref().unwrap_or("ไม่ระบุผู้ทำ");
    let text = if words.is_empty() { to.to_owned() } else { format!("{to}: {words}") };
    rows::add_note(tx, agency, id, (NoteKind::HandOver, &text), &by(actor), now).await?;
    let scene = Scene { actor, head: &plan.head, now };
    let after = json!({ "result": before.said.text, "person": name, "text": words });
    scene.record(tx, item.id, "measures.work.handed_over", json!(null), after).await
}

/// Asks the supervising party to let a result be done without evidence.
pub async fn ask_without_evidence(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    result.may_ask_without_evidence().map_err(Error::Conflict)?;
    rows::add_excuse(tx, agency, id, reason, &by(actor), now).await?;
    let scene = Scene { actor, head: &plan.head, now };
    if result.said.status == Some(Status::NotStarted) {
        begin(tx, &scene, (&item, &result), (Status::InProgress, None), None).await?;
    }
    let after = json!({ "result": result.said.text, "reason": reason });
    scene.record(tx, item.id, "measures.excuse.asked", json!(null), after).await
}

/// Accepts the reason why nothing proves a result, which is done then, or does not. Whoever decides supervises the item,
/// and nobody decides on what they asked.
pub async fn decide_excuse(
    tx: &mut Transaction,
    (actor, somebody): (&Actor, &Somebody),
    agency: AgencyId,
    id: ResultId,
    (accepted, remark): (bool, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    let excuses = rows::list_excuses(tx, agency, id).await?;
    let open: &Excuse = excuses.iter().find(|excuse| excuse.decision.is_none()).ok_or_else(|| {
        Error::Conflict(Bilingual::new(
            "คำขอนี้ตัดสินใจไปแล้ว เปิดหน้านี้อีกครั้งเพื่อดูล่าสุด",
            "This request was decided already. Reload to see the latest.",
        ))
    })?;
    if open.asked_by.is_some() && open.asked_by == actor.user.map(UserId) {
        return Err(Error::Conflict(Bilingual::new(
            "ผู้ขอรับเหตุผลของตนเองไม่ได้ ให้ผู้กำกับดูแลคนอื่นตัดสินใจ",
            "Nobody accepts a reason of their own. Let another supervisor decide.",
        )));
    }
    if !somebody.supervises(&item) {
        return Err(Error::Conflict(Bilingual::new(
            "ข้อนี้ไม่ได้อยู่ในการกำกับดูแลของคุณ ให้ผู้กำกับดูแลของข้อ หรือผู้อำนวยการ ตัดสินใจ",
            "You do not supervise this item. Let its supervising party or the director decide.",
        )));
    }
    rows::decide_excuse(tx, open.id, (accepted, remark), &by(actor), now).await?;
    let scene = Scene { actor, head: &plan.head, now };
    let told = json!({ "result": result.said.text, "reason": open.reason, "remark": remark });
    let action = if accepted { "measures.excuse.accepted" } else { "measures.excuse.refused" };
    scene.record(tx, item.id, action, json!(null), told).await?;
    if accepted {
        begin(tx, &scene, (&item, &result), (Status::Done, None), Some(&open.reason)).await?;
    }
    Ok(())
}

/// What a file of a division says about a result, as a state of it.
pub(super) async fn keep_told_state(
    tx: &mut Transaction,
    scene: &Scene<'_>,
    result: &ResultLine,
    source: &str,
) -> Result<(), Error> {
    if let Some(status) = result.said.status {
        let by = by(scene.actor);
        rows::add_state(tx, scene.head.agency, result.id, (status, Some(source)), &by, scene.now).await?;
    }
    Ok(())
}
