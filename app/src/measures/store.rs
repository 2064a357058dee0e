//! The rows of plans. A plan is read whole or with one of its items, in five queries: its head, items, lines, results
//! and responsibles.

pub mod evidence;
pub mod offices;
pub mod work;
mod writing;

use std::collections::HashMap;

use db::{Connection, FromRow, Row, sql, values};
use report::Status;
use thai::FiscalYear;

use super::model::{
    Documents, Line, LineId, LineKind, Origin, Party, PartyLink, Period, Plan, PlanHead, PlanId, PlanItem, PlanItemId,
    Responsible, ResponsibleId, ResultId, ResultLine, ResultText, duty_from_key,
    priority::{ChosenPriority, Priority},
    work::Work,
};
use crate::kit::visit::AgencyId;
pub use writing::*;

/// A plan in the list of years.
#[derive(Clone, Debug)]
pub struct PlanInList {
    /// The plan.
    pub head: PlanHead,
    /// How many items it answers.
    pub items: i64,
}

/// The plan in which something stands, and at which of its items; `None` for lines of the whole plan.
#[derive(Clone, Debug)]
pub struct HeadAt {
    /// The plan.
    pub head: PlanHead,
    /// The item.
    pub item: Option<PlanItemId>,
}

impl HeadAt {
    /// The plan as far as it is needed: with that item, or whole if it stands at none.
    pub async fn load(self, connection: &mut Connection) -> db::Result<Plan> {
        match self.item {
            Some(item) => load_plan_at(connection, self.head, item).await,
            None => load_plan(connection, self.head).await,
        }
    }
}

/// A row with the item that it belongs to; `None` for lines of the whole plan.
struct OfItem<T>(Option<PlanItemId>, T);

impl FromRow for PlanHead {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            agency: row.get("agency_id")?,
            year: row.get("year")?,
            score_year: row.get("score_year")?,
            report_day: row.optional("report_day")?,
        })
    }
}

impl FromRow for HeadAt {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { head: PlanHead::from_row(row)?, item: row.optional("item_id")? })
    }
}

impl FromRow for PlanInList {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { head: PlanHead::from_row(row)?, items: row.get("items")? })
    }
}

impl FromRow for PlanItem {
    fn from_row(row: &Row) -> db::Result<Self> {
        let documents = |key: String| {
            Documents::from_key(&key).ok_or_else(|| db::Error::Impossible {
                column: "documents".into(),
                reason: format!("{key:?} is unknown"),
            })
        };
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            duty: row.optional("duty")?,
            indicator: row.get("indicator")?,
            topic: row.get("topic")?,
            period: Period { from: row.optional("from_day")?, until: row.optional("until_day")? },
            documents: row.optional("documents")?.map(documents).transpose()?,
            priority: chosen_priority(row)?,
            causes: Vec::new(),
            guidelines: Vec::new(),
            measures: Vec::new(),
            follow_ups: Vec::new(),
            results: Vec::new(),
            responsibles: Vec::new(),
            notes: Vec::new(),
        })
    }
}

fn chosen_priority(row: &Row) -> db::Result<Option<ChosenPriority>> {
    let unknown =
        |key: &str| db::Error::Impossible { column: "priority".into(), reason: format!("{key:?} is unknown") };
    let key: Option<String> = row.optional("priority")?;
    let reason: Option<String> = row.optional("priority_reason")?;
    key.zip(reason)
        .map(|(key, reason)| {
            let priority = Priority::from_key(&key).ok_or_else(|| unknown(&key))?;
            Ok(ChosenPriority { priority, reason })
        })
        .transpose()
}

impl FromRow for OfItem<Line> {
    fn from_row(row: &Row) -> db::Result<Self> {
        let line = Line {
            id: row.get("id")?,
            kind: row.keyword("kind", LineKind::from_key)?,
            text: row.get("text")?,
            work_step: row.optional("work_step")?,
        };
        Ok(Self(row.optional("item_id")?, line))
    }
}

impl FromRow for OfItem<ResultLine> {
    fn from_row(row: &Row) -> db::Result<Self> {
        let status = |key: String| {
            Status::from_key(&key)
                .ok_or_else(|| db::Error::Impossible { column: "status".into(), reason: format!("{key:?} is unknown") })
        };
        let said = ResultText {
            text: row.get("text")?,
            status: row.optional("status")?.map(status).transpose()?,
            day: row.optional("day")?,
        };
        let work = Work {
            due: row.optional("due_day")?,
            assignee: row.optional("assignee_id")?,
            evidence: row.get::<i64>("standing")?.try_into().unwrap_or(u32::MAX),
            stale: row.get::<i64>("stale")?.try_into().unwrap_or(u32::MAX),
            excuse: row.optional("excuse")?,
            asks: row.get::<i64>("asks")? > 0,
        };
        let result = ResultLine { id: row.get("id")?, said, origin: row.keyword("origin", Origin::from_key)?, work };
        Ok(Self(row.optional("item_id")?, result))
    }
}

impl FromRow for OfItem<Responsible> {
    fn from_row(row: &Row) -> db::Result<Self> {
        let unit = row.optional("unit_id")?.map(PartyLink::Unit);
        let post = row.optional("post_id")?.map(PartyLink::Post);
        let person = row.optional("person_id")?.map(PartyLink::Person);
        let everyone = row.get::<bool>("everyone")?.then_some(PartyLink::Everyone);
        let party = Party {
            name: row.get("party")?,
            duty: row.keyword("duty", duty_from_key)?,
            telephone: row.optional("telephone")?,
            link: unit.or(post).or(person).or(everyone),
        };
        Ok(Self(row.optional("item_id")?, Responsible { id: row.get("id")?, party }))
    }
}

// reading ----------------------------------------------------------------------------------------------------------

/// The plans of an agency, the newest year first.
pub async fn list_plans(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<PlanInList>> {
    connection
        .list(
            sql("SELECT p.id, p.agency_id, p.year, p.score_year, p.report_day, COUNT(i.id) AS items
                 FROM plans p
                 LEFT JOIN plan_items i ON i.plan_id = p.id
                 WHERE p.agency_id = $1
                 GROUP BY p.id, p.agency_id, p.year, p.score_year, p.report_day
                 ORDER BY p.year DESC
                 LIMIT 100"),
            values![agency],
        )
        .await
}

/// The plan of a year, without its items.
pub async fn find_head(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> db::Result<Option<PlanHead>> {
    connection
        .find(
            sql("SELECT id, agency_id, year, score_year, report_day FROM plans WHERE agency_id = $1 AND year = $2"),
            values![agency, year],
        )
        .await
}

/// The plan that an item stands in, if both are this agency's.
pub async fn head_of_item(
    connection: &mut Connection,
    agency: AgencyId,
    id: PlanItemId,
) -> db::Result<Option<PlanHead>> {
    connection
        .find(
            sql("SELECT p.id, p.agency_id, p.year, p.score_year, p.report_day
                 FROM plan_items x
                 JOIN plans p ON p.id = x.plan_id
                 WHERE x.id = $1 AND x.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The plan that a line stands in, if both are this agency's.
pub async fn head_of_line(connection: &mut Connection, agency: AgencyId, id: LineId) -> db::Result<Option<HeadAt>> {
    connection
        .find(
            sql("SELECT p.id, p.agency_id, p.year, p.score_year, p.report_day, x.item_id
                 FROM plan_lines x
                 JOIN plans p ON p.id = x.plan_id
                 WHERE x.id = $1 AND x.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The plan that a result stands in, if both are this agency's.
pub async fn head_of_result(connection: &mut Connection, agency: AgencyId, id: ResultId) -> db::Result<Option<HeadAt>> {
    connection
        .find(
            sql("SELECT p.id, p.agency_id, p.year, p.score_year, p.report_day, x.item_id
                 FROM results x
                 JOIN plans p ON p.id = x.plan_id
                 WHERE x.id = $1 AND x.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The plan that a responsible party stands in, if both are this agency's.
pub async fn head_of_responsible(
    connection: &mut Connection,
    agency: AgencyId,
    id: ResponsibleId,
) -> db::Result<Option<HeadAt>> {
    connection
        .find(
            sql("SELECT p.id, p.agency_id, p.year, p.score_year, p.report_day, x.item_id
                 FROM responsibles x
                 JOIN plans p ON p.id = x.plan_id
                 WHERE x.id = $1 AND x.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// The whole plan behind a head.
pub async fn load_plan(connection: &mut Connection, head: PlanHead) -> db::Result<Plan> {
    let rows = Rows {
        items: list_items(connection, head.id).await?,
        lines: list_lines(connection, head.id).await?,
        results: list_results(connection, head.id).await?,
        responsibles: list_responsibles(connection, head.id).await?,
    };
    Ok(rows.of_plan(head))
}

/// The plan with one of its items and nothing else: all that a page or a change of one item needs.
pub async fn load_plan_at(connection: &mut Connection, head: PlanHead, item: PlanItemId) -> db::Result<Plan> {
    let rows = Rows {
        items: list_one_item(connection, item).await?,
        lines: list_lines_of_item(connection, item).await?,
        results: list_results_of_item(connection, item).await?,
        responsibles: list_responsibles_of_item(connection, item).await?,
    };
    Ok(rows.of_plan(head))
}

/// The rows of a plan as they stand in their tables.
struct Rows {
    items: Vec<PlanItem>,
    lines: Vec<OfItem<Line>>,
    results: Vec<OfItem<ResultLine>>,
    responsibles: Vec<OfItem<Responsible>>,
}

impl Rows {
    /// Each put where it belongs.
    fn of_plan(self, head: PlanHead) -> Plan {
        let mut plan = Plan { items: self.items, head, notes: Vec::new() };
        let places: HashMap<PlanItemId, usize> =
            plan.items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
        let place = |id: Option<PlanItemId>| id.and_then(|id| places.get(&id).copied());
        for OfItem(item, line) in self.lines {
            let lines = match place(item) {
                None => &mut plan.notes,
                Some(at) => plan.items[at].lines_of_mut(line.kind),
            };
            lines.push(line);
        }
        for OfItem(item, result) in self.results {
            if let Some(at) = place(item) {
                plan.items[at].results.push(result);
            }
        }
        for OfItem(item, responsible) in self.responsibles {
            if let Some(at) = place(item) {
                plan.items[at].responsibles.push(responsible);
            }
        }
        plan
    }
}

async fn list_items(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<PlanItem>> {
    connection
        .list(
            sql("SELECT id, code, duty, indicator, topic, from_day, until_day, documents, priority, priority_reason
                 FROM plan_items
                 WHERE plan_id = $1
                 ORDER BY position, id"),
            values![plan],
        )
        .await
}

async fn list_lines(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<OfItem<Line>>> {
    connection
        .list(
            sql("SELECT id, item_id, kind, text, work_step FROM plan_lines WHERE plan_id = $1 ORDER BY position, id"),
            values![plan],
        )
        .await
}

async fn list_results(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<OfItem<ResultLine>>> {
    connection
        .list(
            sql("SELECT r.id, r.item_id, r.text, r.status, r.day, r.origin, r.due_day, r.assignee_id, r.excuse,
                        (SELECT COUNT(*) FROM excuses x WHERE x.result_id = r.id AND x.accepted IS NULL) AS asks,
                        (SELECT COUNT(*) FROM result_evidence e WHERE e.result_id = r.id AND e.state = 'standing')
                            AS standing,
                        (SELECT COUNT(*) FROM result_evidence e WHERE e.result_id = r.id AND e.state = 'stale') AS stale
                 FROM results r
                 WHERE r.plan_id = $1
                 ORDER BY r.position, r.id"),
            values![plan],
        )
        .await
}

async fn list_responsibles(connection: &mut Connection, plan: PlanId) -> db::Result<Vec<OfItem<Responsible>>> {
    connection
        .list(
            sql("SELECT id, item_id, party, duty, telephone, unit_id, post_id, person_id, everyone
                 FROM responsibles
                 WHERE plan_id = $1
                 ORDER BY position, id"),
            values![plan],
        )
        .await
}

async fn list_one_item(connection: &mut Connection, item: PlanItemId) -> db::Result<Vec<PlanItem>> {
    connection
        .list(
            sql("SELECT id, code, duty, indicator, topic, from_day, until_day, documents, priority, priority_reason
                 FROM plan_items
                 WHERE id = $1"),
            values![item],
        )
        .await
}

async fn list_lines_of_item(connection: &mut Connection, item: PlanItemId) -> db::Result<Vec<OfItem<Line>>> {
    connection
        .list(
            sql("SELECT id, item_id, kind, text, work_step FROM plan_lines WHERE item_id = $1 ORDER BY position, id"),
            values![item],
        )
        .await
}

async fn list_results_of_item(connection: &mut Connection, item: PlanItemId) -> db::Result<Vec<OfItem<ResultLine>>> {
    connection
        .list(
            sql("SELECT r.id, r.item_id, r.text, r.status, r.day, r.origin, r.due_day, r.assignee_id, r.excuse,
                        (SELECT COUNT(*) FROM excuses x WHERE x.result_id = r.id AND x.accepted IS NULL) AS asks,
                        (SELECT COUNT(*) FROM result_evidence e WHERE e.result_id = r.id AND e.state = 'standing')
                            AS standing,
                        (SELECT COUNT(*) FROM result_evidence e WHERE e.result_id = r.id AND e.state = 'stale') AS stale
                 FROM results r
                 WHERE r.item_id = $1
                 ORDER BY r.position, r.id"),
            values![item],
        )
        .await
}

async fn list_responsibles_of_item(
    connection: &mut Connection,
    item: PlanItemId,
) -> db::Result<Vec<OfItem<Responsible>>> {
    connection
        .list(
            sql("SELECT id, item_id, party, duty, telephone, unit_id, post_id, person_id, everyone
                 FROM responsibles
                 WHERE item_id = $1
                 ORDER BY position, id"),
            values![item],
        )
        .await
}

/// The codes of the items that the plan of a year answers.
pub async fn list_codes(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<String>> {
    let rows = connection
        .rows(
            sql("SELECT i.code
                 FROM plans p
                 JOIN plan_items i ON i.plan_id = p.id
                 WHERE p.agency_id = $1 AND p.year = $2
                 ORDER BY i.position, i.id"),
            values![agency, year],
        )
        .await?;
    rows.iter().map(|row| row.get("code")).collect()
}
