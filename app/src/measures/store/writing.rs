//! Changing the rows of plans.

use db::{Transaction, sql, values};
use jiff::Timestamp;
use report::Status;

use crate::measures::model::{
    Documents, Line, LineId, PartyLink, PlanHead, PlanId, PlanItem, PlanItemId, Responsible, ResponsibleId, ResultId,
    ResultLine, duty_key, priority::ChosenPriority,
};

// the plan and its items -------------------------------------------------------------------------------------------

/// Holds a plan: no other change of it goes on until this transaction ends, so that places stay distinct.
pub async fn hold(tx: &mut Transaction, plan: PlanId) -> db::Result<()> {
    tx.execute_one(sql("UPDATE plans SET year = year WHERE id = $1"), values![plan]).await
}

/// Adds a plan.
pub async fn add_plan(tx: &mut Transaction, head: &PlanHead, now: Timestamp) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO plans (id, agency_id, year, score_year, report_day, created_at) VALUES ($1, $2, $3, $4, $5, $6)"),
        values![head.id, head.agency, head.year, head.score_year, head.report_day, now],
    )
    .await
}

/// Changes the year of the scores and the day of the report.
pub async fn change_plan(tx: &mut Transaction, head: &PlanHead) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE plans SET score_year = $3, report_day = $4 WHERE id = $1 AND agency_id = $2"),
        values![head.id, head.agency, head.score_year, head.report_day],
    )
    .await
}

/// Adds an item without its lists: before another one, or at the end.
pub async fn add_item(
    tx: &mut Transaction,
    plan: &PlanHead,
    item: &PlanItem,
    before: Option<PlanItemId>,
) -> db::Result<()> {
    if let Some(before) = before {
        tx.execute(
            sql("UPDATE plan_items
                 SET position = position + 1
                 WHERE plan_id = $1 AND position >= (SELECT x.position FROM plan_items x WHERE x.id = $2)"),
            values![plan.id, before],
        )
        .await?;
    }
    tx.execute_one(
        sql("INSERT INTO plan_items (id, agency_id, plan_id, position, code, duty, indicator, topic, from_day, until_day, documents)
             VALUES ($1, $2, $3,
                     COALESCE((SELECT x.position - 1 FROM plan_items x WHERE x.id = $11),
                              (SELECT COALESCE(MAX(x.position), 0) + 1 FROM plan_items x WHERE x.plan_id = $3)),
                     $4, $5, $6, $7, $8, $9, $10)"),
        values![
            item.id,
            plan.agency,
            plan.id,
            item.code,
            item.duty,
            item.indicator,
            item.topic,
            item.period.from,
            item.period.until,
            item.documents.map(Documents::key),
            before
        ],
    )
    .await
}

/// Changes the facts of an item; its lists are changed one by one.
pub async fn change_item(tx: &mut Transaction, plan: &PlanHead, item: &PlanItem) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE plan_items
             SET duty = $3, indicator = $4, topic = $5, from_day = $6, until_day = $7, documents = $8
             WHERE id = $1 AND agency_id = $2"),
        values![
            item.id,
            plan.agency,
            item.duty,
            item.indicator,
            item.topic,
            item.period.from,
            item.period.until,
            item.documents.map(Documents::key)
        ],
    )
    .await
}

/// Sets the priority that somebody chose, or gives the choice up.
pub async fn set_priority(
    tx: &mut Transaction,
    plan: &PlanHead,
    item: PlanItemId,
    chosen: Option<&ChosenPriority>,
) -> db::Result<()> {
    let priority = chosen.map(|chosen| chosen.priority.key());
    let reason = chosen.map(|chosen| chosen.reason.clone());
    tx.execute_one(
        sql("UPDATE plan_items SET priority = $3, priority_reason = $4 WHERE id = $1 AND agency_id = $2"),
        values![item, plan.agency, priority, reason],
    )
    .await
}

/// Removes an item with everything that stands at it.
pub async fn remove_item(tx: &mut Transaction, item: PlanItemId) -> db::Result<()> {
    tx.execute(sql("DELETE FROM plan_lines WHERE item_id = $1"), values![item]).await?;
    tx.execute(sql("DELETE FROM results WHERE item_id = $1"), values![item]).await?;
    tx.execute(sql("DELETE FROM responsibles WHERE item_id = $1"), values![item]).await?;
    tx.execute_one(sql("DELETE FROM plan_items WHERE id = $1"), values![item]).await
}

// lines ------------------------------------------------------------------------------------------------------------

/// Adds a line at the end of its kind, at an item or at the whole plan.
pub async fn add_line(tx: &mut Transaction, plan: &PlanHead, item: Option<PlanItemId>, line: &Line) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO plan_lines (id, agency_id, plan_id, item_id, kind, position, text, work_step)
             VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(x.position), 0) + 1 FROM plan_lines x WHERE x.plan_id = $3), $6, $7)"),
        values![line.id, plan.agency, plan.id, item, line.kind.key(), line.text, line.work_step],
    )
    .await
}

/// Changes kind, text and work step of a line.
pub async fn change_line(tx: &mut Transaction, line: &Line) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE plan_lines SET kind = $2, text = $3, work_step = $4 WHERE id = $1"),
        values![line.id, line.kind.key(), line.text, line.work_step],
    )
    .await
}

/// Lets two lines change places.
pub async fn swap_lines(tx: &mut Transaction, one: LineId, other: LineId) -> db::Result<()> {
    tx.execute(
        sql("UPDATE plan_lines
             SET position = other.position
             FROM plan_lines AS other
             WHERE plan_lines.id IN ($1, $2) AND other.id IN ($1, $2) AND other.id <> plan_lines.id"),
        values![one, other],
    )
    .await?;
    Ok(())
}

/// Puts a line behind all others of its plan.
pub async fn line_to_the_end(tx: &mut Transaction, plan: PlanId, line: LineId) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE plan_lines SET position = (SELECT MAX(x.position) + 1 FROM plan_lines x WHERE x.plan_id = $2) WHERE id = $1"),
        values![line, plan],
    )
    .await
}

/// Removes a line.
pub async fn remove_line(tx: &mut Transaction, line: LineId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM plan_lines WHERE id = $1"), values![line]).await
}

// results ----------------------------------------------------------------------------------------------------------

/// Adds a result at the end.
pub async fn add_result(
    tx: &mut Transaction,
    plan: &PlanHead,
    item: PlanItemId,
    result: &ResultLine,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO results (id, agency_id, plan_id, item_id, position, text, status, day, origin, due_day)
             VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(x.position), 0) + 1 FROM results x WHERE x.plan_id = $3), $5, $6, $7, $8, $9)"),
        values![
            result.id,
            plan.agency,
            plan.id,
            item,
            result.said.text,
            result.said.status.map(Status::key),
            result.said.day,
            result.origin.key(),
            result.work.due
        ],
    )
    .await
}

/// Changes what a result says, where it comes from and when it is due.
pub async fn change_result(tx: &mut Transaction, result: &ResultLine) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE results SET text = $2, status = $3, day = $4, origin = $5, due_day = $6 WHERE id = $1"),
        values![
            result.id,
            result.said.text,
            result.said.status.map(Status::key),
            result.said.day,
            result.origin.key(),
            result.work.due
        ],
    )
    .await
}

/// Lets two results change places.
pub async fn swap_results(tx: &mut Transaction, one: ResultId, other: ResultId) -> db::Result<()> {
    tx.execute(
        sql("UPDATE results
             SET position = other.position
             FROM results AS other
             WHERE results.id IN ($1, $2) AND other.id IN ($1, $2) AND other.id <> results.id"),
        values![one, other],
    )
    .await?;
    Ok(())
}

/// Puts a result behind all others of its plan.
pub async fn result_to_the_end(tx: &mut Transaction, plan: PlanId, result: ResultId) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE results SET position = (SELECT MAX(x.position) + 1 FROM results x WHERE x.plan_id = $2) WHERE id = $1"),
        values![result, plan],
    )
    .await
}

/// Removes a result.
pub async fn remove_result(tx: &mut Transaction, result: ResultId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM results WHERE id = $1"), values![result]).await
}

// responsible parties ----------------------------------------------------------------------------------------------

/// Adds a responsible party at the end.
pub async fn add_responsible(
    tx: &mut Transaction,
    plan: &PlanHead,
    item: PlanItemId,
    responsible: &Responsible,
) -> db::Result<()> {
    let Responsible { id, party } = responsible;
    let (unit, post, person) = columns(party.link);
    let everyone = party.link == Some(PartyLink::Everyone);
    tx.execute_one(
        sql("INSERT INTO responsibles (id, agency_id, plan_id, item_id, position, party, duty, telephone, unit_id, post_id, person_id, everyone)
             VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(x.position), 0) + 1 FROM responsibles x WHERE x.plan_id = $3), $5, $6, $7, $8, $9, $10, $11)"),
        values![
            *id,
            plan.agency,
            plan.id,
            item,
            party.name,
            duty_key(party.duty),
            party.telephone,
            unit,
            post,
            person,
            everyone
        ],
    )
    .await
}

/// Changes a responsible party.
pub async fn change_responsible(tx: &mut Transaction, responsible: &Responsible) -> db::Result<()> {
    let Responsible { id, party } = responsible;
    let (unit, post, person) = columns(party.link);
    let everyone = party.link == Some(PartyLink::Everyone);
    tx.execute_one(
        sql("UPDATE responsibles
             SET party = $2, duty = $3, telephone = $4, unit_id = $5, post_id = $6, person_id = $7, everyone = $8
             WHERE id = $1"),
        values![*id, party.name, duty_key(party.duty), party.telephone, unit, post, person, everyone],
    )
    .await
}

/// Lets two responsible parties change places.
pub async fn swap_responsibles(tx: &mut Transaction, one: ResponsibleId, other: ResponsibleId) -> db::Result<()> {
    tx.execute(
        sql("UPDATE responsibles
             SET position = other.position
             FROM responsibles AS other
             WHERE responsibles.id IN ($1, $2) AND other.id IN ($1, $2) AND other.id <> responsibles.id"),
        values![one, other],
    )
    .await?;
    Ok(())
}

/// Puts a responsible party behind all others of its plan.
pub async fn responsible_to_the_end(tx: &mut Transaction, plan: PlanId, responsible: ResponsibleId) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE responsibles SET position = (SELECT MAX(x.position) + 1 FROM responsibles x WHERE x.plan_id = $2) WHERE id = $1"),
        values![responsible, plan],
    )
    .await
}

/// Removes a responsible party.
pub async fn remove_responsible(tx: &mut Transaction, responsible: ResponsibleId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM responsibles WHERE id = $1"), values![responsible]).await
}

type Columns = (
    Option<crate::organisation::model::UnitId>,
    Option<crate::organisation::model::PostId>,
    Option<crate::organisation::model::PersonId>,
);

fn columns(link: Option<PartyLink>) -> Columns {
    match link {
        Some(PartyLink::Unit(unit)) => (Some(unit), None, None),
        Some(PartyLink::Post(post)) => (None, Some(post), None),
        Some(PartyLink::Person(person)) => (None, None, Some(person)),
        Some(PartyLink::Everyone) | None => (None, None, None),
    }
}
