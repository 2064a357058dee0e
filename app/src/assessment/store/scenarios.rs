//! Scenarios and targets.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;
use thai::FiscalYear;

use crate::{
    assessment::model::scenario::{MOST_SCENARIOS, Scenario, ScenarioId, Target},
    kit::visit::AgencyId,
};

impl FromRow for Scenario {
    fn from_row(row: &Row) -> db::Result<Self> {
        let moves: String = row.get("moves")?;
        let moves = serde_json::from_str(&moves)
            .map_err(|error| db::Error::Impossible { column: "scenarios.moves".into(), reason: error.to_string() })?;
        Ok(Self {
            id: row.get("id")?,
            year: row.get("year")?,
            name: row.get("name")?,
            note: row.get("note")?,
            moves,
            total: row.get("total")?,
            level: row.optional("level")?,
            created_at: row.get("created_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

fn moves_of(scenario: &Scenario) -> db::Result<String> {
    serde_json::to_string(&scenario.moves)
        .map_err(|error| db::Error::Impossible { column: "scenarios.moves".into(), reason: error.to_string() })
}

/// A scenario of an agency.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: ScenarioId) -> db::Result<Option<Scenario>> {
    connection
        .find(
            sql("SELECT id, year, name, note, moves, total, level, created_at, changed_at
                 FROM scenarios
                 WHERE agency_id = $1 AND id = $2"),
            values![agency, id],
        )
        .await
}

/// The scenarios on the scores of a year, the newest first.
pub async fn list(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<Scenario>> {
    connection
        .list(
            sql("SELECT id, year, name, note, moves, total, level, created_at, changed_at
                 FROM scenarios
                 WHERE agency_id = $1 AND year = $2
                 ORDER BY created_at DESC, id DESC
                 LIMIT $3"),
            values![agency, year, MOST_SCENARIOS as i64],
        )
        .await
}

/// Adds a scenario.
pub async fn add(tx: &mut Transaction, agency: AgencyId, scenario: &Scenario) -> db::Result<()> {
    let Scenario { id, year, name, note, moves: _, total, level, created_at, changed_at } = scenario;
    tx.execute_one(
        sql("INSERT INTO scenarios (id, agency_id, year, name, note, moves, total, level, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        values![id, agency, year, name, note, moves_of(scenario)?, total, level, created_at, changed_at],
    )
    .await
}

/// Gives a scenario another name or note.
pub async fn rename(tx: &mut Transaction, agency: AgencyId, scenario: &Scenario) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE scenarios SET name = $1, note = $2, changed_at = $3 WHERE id = $4 AND agency_id = $5"),
        values![scenario.name, scenario.note, scenario.changed_at, scenario.id, agency],
    )
    .await
}

/// Removes a scenario that is no target.
pub async fn remove(tx: &mut Transaction, agency: AgencyId, id: ScenarioId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM scenarios WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}

/// The target of a year.
pub async fn find_target(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> db::Result<Option<Target>> {
    let scenario: Option<Scenario> = connection
        .find(
            sql("SELECT s.id, s.year, s.name, s.note, s.moves, s.total, s.level, s.created_at, s.changed_at
                 FROM targets t
                 JOIN scenarios s ON s.id = t.scenario_id
                 WHERE t.agency_id = $1 AND t.year = $2"),
            values![agency, year],
        )
        .await?;
    Ok(scenario.map(|scenario| Target { year, scenario }))
}

/// Makes a scenario the target of a year, in the place of another one if there was one.
pub async fn put_target(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    id: ScenarioId,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO targets (agency_id, year, scenario_id, set_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (agency_id, year) DO UPDATE SET scenario_id = excluded.scenario_id, set_at = excluded.set_at"),
        values![agency, year, id, now],
    )
    .await
}

/// The year has no target any more.
pub async fn remove_target(tx: &mut Transaction, agency: AgencyId, year: FiscalYear) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM targets WHERE agency_id = $1 AND year = $2"), values![agency, year]).await
}
