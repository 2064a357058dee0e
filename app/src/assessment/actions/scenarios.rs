//! Saving, renaming and removing scenarios, and making one the target of a year.

use db::{Connection, Transaction};
use jiff::Timestamp;
use scoring::{Exact, what_if::Moves};
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};

use crate::{
    assessment::{
        model::{
            Assessment,
            scenario::{MOST_SCENARIOS, Scenario, ScenarioId, Target},
            typed,
        },
        store::scenarios as store,
    },
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        visit::AgencyId,
    },
};

/// What the audit log calls a scenario.
pub const SUBJECT: &str = "scenario";

/// The target that an agency set for a fiscal year.
pub async fn target_of(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
) -> Result<Option<Target>, Error> {
    Ok(store::find_target(connection, agency, year).await?)
}

/// A scenario of the agency.
pub async fn load(connection: &mut Connection, agency: AgencyId, id: ScenarioId) -> Result<Scenario, Error> {
    store::find(connection, agency, id).await?.ok_or(Error::NotFound)
}

/// Saves moves on the scores of a year under a name.
pub async fn save(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    on: &Assessment,
    moves: &Moves,
    words: (String, String),
    now: Timestamp,
) -> Result<ScenarioId, Error> {
    refuse_double_name(tx, agency, on.year, &words.0, None).await?;
    let moved = on.moved(moves);
    if moved.is_empty() {
        return Err(Error::Invalid(Bilingual::new(
            "ยังไม่มีคะแนนที่ปรับ จึงยังไม่มีอะไรให้เก็บ ปรับอย่างน้อยหนึ่งข้อก่อน",
            "No score is moved yet, so there is nothing to keep. Move at least one item first.",
        )));
    }
    if store::list(tx, agency, on.year).await?.len() >= MOST_SCENARIOS {
        return Err(Error::Invalid(Bilingual::new(
            format!("เก็บแผนทดลองของปีนี้ครบ {MOST_SCENARIOS} แผนแล้ว ลบแผนที่ไม่ใช้ก่อน"),
            format!("There are {MOST_SCENARIOS} scenarios of this year already. Remove one that is not needed first."),
        )));
    }
    let outcome = on.what_if(moves);
    let total = outcome.total().and_then(Exact::score).ok_or_else(|| {
        Error::Invalid(Bilingual::new(
            "ยังไม่ทราบคะแนนรวมของปีนี้ บันทึกคะแนนให้พอคำนวณก่อน",
            "The total of this year is not known yet. Enter enough scores to compute it first.",
        ))
    })?;
    let scenario = Scenario {
        id: ScenarioId::new(),
        year: on.year,
        name: words.0,
        note: words.1,
        moves: moved,
        total,
        level: outcome.level().map(|level| level.key.clone()),
        created_at: now,
        changed_at: now,
    };
    store::add(tx, agency, &scenario).await?;
    record(tx, actor, agency, ("assessment.scenario.saved", scenario.id), Value::Null, payload(&scenario), now).await?;
    Ok(scenario.id)
}

/// Gives a scenario another name and note.
pub async fn rename(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ScenarioId,
    words: (String, String),
    now: Timestamp,
) -> Result<(), Error> {
    let before = load(tx, agency, id).await?;
    let after = Scenario { name: words.0, note: words.1, changed_at: now, ..before.clone() };
    if (&before.name, &before.note) == (&after.name, &after.note) {
        return Ok(());
    }
    refuse_double_name(tx, agency, before.year, &after.name, Some(id)).await?;
    store::rename(tx, agency, &after).await?;
    record(tx, actor, agency, ("assessment.scenario.renamed", id), payload(&before), payload(&after), now).await
}

/// The scenario of a year that has this name already, however it is spaced or capitalised; `except` may keep its own.
pub async fn find_namesake(
    connection: &mut Connection,
    agency: AgencyId,
    year: FiscalYear,
    name: &str,
    except: Option<ScenarioId>,
) -> Result<Option<Scenario>, Error> {
    let scenarios = store::list(connection, agency, year).await?;
    Ok(scenarios.into_iter().find(|it| Some(it.id) != except && it.is_called(name)))
}

async fn refuse_double_name(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    name: &str,
    except: Option<ScenarioId>,
) -> Result<(), Error> {
    match find_namesake(tx, agency, year, name, except).await? {
        Some(namesake) => Err(Error::Conflict(double_name(&namesake))),
        None => Ok(()),
    }
}

/// Why a name cannot be given twice, and what to do.
pub fn double_name(namesake: &Scenario) -> Bilingual {
    let Scenario { name, year, total, .. } = namesake;
    Bilingual::new(
        format!("ปี {year} มีแผนชื่อ “{name}” อยู่แล้ว (คะแนนรวม {total}) ตั้งชื่ออื่นเพื่อไม่ให้สับสน"),
        format!(
            "There is a scenario “{name}” of {year} already (total {total}). Choose another name to tell them apart"
        ),
    )
}

/// Removes a scenario. A target is released first, on purpose.
pub async fn remove(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ScenarioId,
    now: Timestamp,
) -> Result<Scenario, Error> {
    let before = load(tx, agency, id).await?;
    if target_of(tx, agency, before.year.next()).await?.is_some_and(|target| target.scenario.id == id) {
        return Err(Error::Conflict(Bilingual::new(
            "แผนนี้เป็นเป้าหมายของปีอยู่ ยกเลิกการเป็นเป้าหมายก่อนจึงลบได้",
            "This scenario is the target of a year. Release the target first; then it can be removed.",
        )));
    }
    store::remove(tx, agency, id).await?;
    record(tx, actor, agency, ("assessment.scenario.removed", id), payload(&before), Value::Null, now).await?;
    Ok(before)
}

/// Makes a scenario the target of the year after the scores that it moves.
pub async fn set_target(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ScenarioId,
    now: Timestamp,
) -> Result<FiscalYear, Error> {
    let scenario = load(tx, agency, id).await?;
    let year = scenario.year.next();
    let before = target_of(tx, agency, year).await?;
    if before.as_ref().is_some_and(|target| target.scenario.id == id) {
        return Ok(year);
    }
    store::put_target(tx, agency, year, id, now).await?;
    let told = before.map_or(Value::Null, |target| as_target(year, &target.scenario));
    record(tx, actor, agency, ("assessment.target.set", id), told, as_target(year, &scenario), now).await?;
    Ok(year)
}

/// The year after the scores of this scenario has no target any more, if this was it.
pub async fn release_target(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ScenarioId,
    now: Timestamp,
) -> Result<FiscalYear, Error> {
    let scenario = load(tx, agency, id).await?;
    let year = scenario.year.next();
    if target_of(tx, agency, year).await?.is_some_and(|target| target.scenario.id == id) {
        store::remove_target(tx, agency, year).await?;
        let told = as_target(year, &scenario);
        record(tx, actor, agency, ("assessment.target.released", id), told, Value::Null, now).await?;
    }
    Ok(year)
}

async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    (action, id): (&'static str, ScenarioId),
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = Subject { kind: SUBJECT, id: id.0 };
    Ok(audit::record(tx, actor, Change { agency, action, subject, before, after }, now).await?)
}

fn payload(scenario: &Scenario) -> Value {
    let mut told = json!({
        "name": scenario.name, "note": scenario.note, "year": scenario.year, "total": typed(scenario.total),
        "level": scenario.level,
    });
    if let Some(fields) = told.as_object_mut() {
        fields.extend(scenario.moves.iter().map(|moved| (moved.place.clone(), Value::from(typed(moved.to)))));
    }
    told
}

fn as_target(year: FiscalYear, scenario: &Scenario) -> Value {
    json!({"year": year, "name": scenario.name, "total": typed(scenario.total), "level": scenario.level})
}
