//! Sending a part out, receiving a file, and deciding on its rows.

mod deciding;
mod receiving;

pub use deciding::{Considered, Since, Wish, consider, decide};
pub use receiving::{Received, SentFile, close_link, make_link, open_link, receive, receive_by_link, too_large};

use std::collections::{BTreeMap, BTreeSet};

use db::{Connection, Transaction};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};

use super::{
    model::{
        Part, PartId, PartState,
        export::{Belonging, export},
    },
    store,
};
use crate::{
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        visit::{AgencyId, UserId},
    },
    measures::{self, actions::link_parties as link_in_plan, model::PartyLink, model::PlanItemId},
    organisation::{self, model::UnitId},
};

/// Who belongs to which unit today.
pub async fn belonging(connection: &mut Connection, agency: AgencyId, today: Date) -> Result<Belonging, Error> {
    let units = organisation::list_units(connection, agency).await?;
    let posts = organisation::list_posts(connection, agency).await?;
    let posts: BTreeMap<_, _> = posts.into_iter().filter_map(|post| Some((post.id, post.unit?))).collect();
    let mut people: BTreeMap<_, BTreeSet<UnitId>> = BTreeMap::new();
    for held in organisation::list_holders(connection, agency, today).await? {
        if let Some(unit) = posts.get(&held.holding.post) {
            people.entry(held.holding.person).or_default().insert(*unit);
        }
    }
    Ok(Belonging { units, posts, people })
}

/// A part of the agency.
pub async fn load(connection: &mut Connection, agency: AgencyId, id: PartId) -> Result<Part, Error> {
    store::find(connection, agency, id).await?.ok_or(Error::NotFound)
}

/// What is sent to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The year of the plan.
    pub year: FiscalYear,
    /// To whom.
    pub unit: UnitId,
    /// The items.
    pub items: BTreeSet<PlanItemId>,
    /// When the office wants it back.
    pub due: Option<Date>,
}

/// Makes a part of what the plan says now. It takes the place of the unit's earlier parts of the year, whose links
/// close; their files can still be collected, because each row knows with which version it went out.
pub async fn send(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    sending: Sending,
    now: Timestamp,
) -> Result<PartId, Error> {
    let Sending { year, unit, items, due } = sending;
    measures::hold_plan(tx, agency, year).await?;
    let plan = measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let belonging = belonging(tx, agency, crate::kit::clock::day_of(now)).await?;
    let to = belonging.units.iter().find(|known| known.id == unit).ok_or(Error::NotFound)?;
    let exported = export(&plan, to, &belonging, &items);
    if exported.items.is_empty() {
        return Err(Error::Invalid(Bilingual::new(
            "ยังไม่ได้เลือกข้อ เลือกอย่างน้อยหนึ่งข้อแล้วส่งออกอีกครั้ง",
            "No item is chosen. Choose at least one and export again.",
        )));
    }
    let version = store::find_latest(tx, agency, year, unit).await?.map_or(1, |part| part.version + 1);
    store::replace_earlier(tx, agency, year, unit, now).await?;
    let part = Part {
        id: PartId::new(),
        unit,
        unit_name: to.name.clone(),
        year,
        version,
        state: PartState::Open,
        due,
        exported,
        taken: BTreeMap::new(),
        created_at: now,
    };
    store::add(tx, agency, &part, actor.user.map(UserId)).await?;
    let codes: Vec<&str> = part.exported.items.iter().map(|item| item.code.as_str()).collect();
    let told = json!({"name": part.source(), "year": year, "order": codes, "until": due});
    record(tx, actor, agency, &part, "parts.part.exported", Value::Null, told, now).await?;
    Ok(part.id)
}

/// Says to which units parties of these names belong; returns how many were linked.
pub async fn link_parties(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    links: &[(String, UnitId)],
    now: Timestamp,
) -> Result<usize, Error> {
    let units = organisation::list_units(tx, agency).await?;
    if links.iter().any(|(_, unit)| units.iter().all(|known| known.id != *unit)) {
        return Err(Error::NotFound);
    }
    let links: Vec<(String, PartyLink)> =
        links.iter().map(|(name, unit)| (name.clone(), PartyLink::Unit(*unit))).collect();
    link_in_plan(tx, actor, (agency, year), &links, now).await
}

#[allow(clippy::too_many_arguments, reason = "what an entry of the audit log consists of")]
async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    part: &Part,
    action: &'static str,
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "part", id: part.id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}
