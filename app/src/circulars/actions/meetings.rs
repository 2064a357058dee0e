//! Planning and holding meetings, and sending their minutes around.

use std::collections::BTreeSet;

use db::{Connection, Transaction};
use jiff::Timestamp;
use serde_json::{Value, json};
use thai::Bilingual;

use super::{
    reading::{How, acknowledge},
    write,
};
use crate::{
    circulars::{
        model::{
            CircularId, MeetingId, Number, Reader, Said, Urgency,
            editing::USUAL_WORKING_DAYS,
            meeting::{Held, Kind, Meeting, Plan, State},
        },
        store::{meetings as rows, reading as rows_of_reading},
    },
    documents,
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        clock,
        visit::AgencyId,
    },
    organisation::{self, model::PersonId},
};

/// A meeting of the agency.
pub async fn load(connection: &mut Connection, agency: AgencyId, id: MeetingId) -> Result<Meeting, Error> {
    rows::find(connection, agency, id).await?.ok_or(Error::NotFound)
}

/// A meeting of the agency, which nobody else changes until the transaction ends.
async fn load_held(tx: &mut Transaction, agency: AgencyId, id: MeetingId) -> Result<Meeting, Error> {
    rows::keep(tx, agency, id).await?;
    load(tx, agency, id).await
}

/// Plans a meeting.
pub async fn plan(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    plan: &Plan,
    now: Timestamp,
) -> Result<MeetingId, Error> {
    let id = MeetingId::new();
    if !rows::add(tx, agency, id, plan, now).await? {
        return Err(Error::NotFound);
    }
    record(tx, actor, agency, id, "circulars.meeting.planned", (Value::Null, recorded(plan)), now).await?;
    Ok(id)
}

/// Changes what is planned.
pub async fn change(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: MeetingId,
    plan: &Plan,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load_held(tx, agency, id).await?;
    if before.state != State::Planned {
        return Err(over());
    }
    if !rows::change(tx, agency, id, plan).await? {
        return Err(Error::NotFound);
    }
    let values = (recorded(&before.plan), recorded(plan));
    record(tx, actor, agency, id, "circulars.meeting.changed", values, now).await
}

fn over() -> Error {
    Error::Conflict(Bilingual::new(
        "การประชุมนี้จบหรือยกเลิกแล้ว จึงแก้นัดไม่ได้ เปิดหน้านี้อีกครั้ง",
        "This meeting is over or cancelled, so its plan cannot be changed. Reload the page.",
    ))
}

/// Writes down who came and what was said; once more corrects it. Whoever came to a briefing has acknowledged its circulars.
/// Returns how many acknowledgements are new.
pub async fn hold(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: MeetingId,
    held: &Held,
    now: Timestamp,
) -> Result<usize, Error> {
    let before = load_held(tx, agency, id).await?;
    if matches!(before.state, State::Cancelled { .. }) {
        return Err(over());
    }
    if before.plan.day > clock::day_of(now) {
        return Err(Error::Invalid(Bilingual::new(
            "วันประชุมยังมาไม่ถึง บันทึกได้ตั้งแต่วันประชุม",
            "The day of the meeting is still to come. It can be written up from that day on.",
        )));
    }
    let came = who_came(tx, agency, id, held, now).await?;
    if let Some(document) = held.document
        && documents::list_named(tx, agency, &[document], clock::day_of(now)).await?.is_empty()
    {
        return Err(Error::NotFound);
    }
    rows::hold(tx, agency, id, held, &came).await?;
    rows_of_reading::undo_briefing(tx, agency, id).await?;
    let after = json!({"name": before.plan.title, "day": before.plan.day, "came": came.len(), "text": held.minutes});
    let was = match before.state {
        State::Held => json!({"name": before.plan.title, "text": before.minutes}),
        _ => Value::Null,
    };
    record(tx, actor, agency, id, "circulars.meeting.held", (was, after), now).await?;
    let mut new = 0;
    if before.plan.kind == Kind::Briefing {
        let how = How::Briefing { day: before.plan.day, meeting: id };
        for topic in &before.plan.topics {
            match acknowledge(tx, actor, agency, *topic, (&came, how), now).await {
                Ok(acknowledged) => new += acknowledged.new,
                // What is no longer in force is not acknowledged; the meeting was held all the same.
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(new)
}

/// Those of the office who were ticked, and those written down before who have left it since: no form offers them any more.
async fn who_came(
    tx: &mut Transaction,
    agency: AgencyId,
    id: MeetingId,
    held: &Held,
    now: Timestamp,
) -> Result<Vec<PersonId>, Error> {
    let staff = organisation::list_members(tx, agency, clock::day_of(now)).await?;
    let staff: BTreeSet<PersonId> = staff.into_iter().map(|member| member.person).collect();
    let before: BTreeSet<PersonId> = rows::list_came(tx, agency, id).await?.into_iter().collect();
    let given: BTreeSet<PersonId> = held.came.iter().copied().collect();
    if !given.iter().all(|person| staff.contains(person) || before.contains(person)) {
        return Err(Error::NotFound);
    }
    Ok(given.into_iter().chain(before.difference(&staff).copied()).collect::<BTreeSet<_>>().into_iter().collect())
}

/// Writes down that a meeting is not held.
pub async fn cancel(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: MeetingId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let before = load_held(tx, agency, id).await?;
    if before.state != State::Planned {
        return Err(over());
    }
    rows::cancel(tx, agency, id, reason).await?;
    let after = json!({"name": before.plan.title, "day": before.plan.day, "reason": reason});
    record(tx, actor, agency, id, "circulars.meeting.cancelled", (Value::Null, after), now).await
}

/// Sends the minutes to everybody as a circular. Once is enough.
pub async fn circulate(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: MeetingId,
    now: Timestamp,
) -> Result<CircularId, Error> {
    let meeting = load_held(tx, agency, id).await?;
    if let Some(circular) = meeting.circulated {
        return Ok(circular);
    }
    if meeting.state != State::Held {
        return Err(Error::Conflict(Bilingual::new(
            "ยังไม่ได้บันทึกการประชุม บันทึกก่อน แล้วจึงแจ้งเวียน",
            "The meeting is not written up yet. Do that first, then send the minutes around.",
        )));
    }
    let today = clock::day_of(now);
    let said = Said {
        number: Number::Next,
        day: today,
        subject: format!("รายงาน{}", meeting.plan.title),
        body: meeting.minutes.clone(),
        document: meeting.minutes_document,
        urgency: Urgency::Normal,
        unit: None,
        valid_from: today,
        valid_until: None,
        supersedes: None,
        working_days: USUAL_WORKING_DAYS,
        check: None,
    };
    let circular = write(tx, actor, agency, (&said, &[Reader::Everyone]), now).await?;
    super::issue(tx, actor, agency, circular, now).await?;
    rows::circulate(tx, agency, id, circular).await?;
    let after = json!({"name": meeting.plan.title, "day": meeting.plan.day});
    record(tx, actor, agency, id, "circulars.meeting.circulated", (Value::Null, after), now).await?;
    Ok(circular)
}

fn recorded(plan: &Plan) -> Value {
    json!({
        "name": plan.title, "kind": plan.kind.key(), "day": plan.day, "time": plan.time, "place": plan.place,
        "text": plan.agenda,
    })
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: MeetingId,
    action: &'static str,
    (before, after): (Value, Value),
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "meeting", id: id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}
