//! Sending a part out, receiving a file, and deciding on its rows.

mod deciding;
mod receiving;

pub use deciding::{Considered, Since, Wish, consider, decide};
pub use receiving::{
    NewLink, Received, SentFile, close_link, make_link, open_link, receive, receive_by_link, too_large,
};

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
    measures::{
        self, Plan,
        actions::link_parties as link_in_plan,
        model::{PartyLink, PlanItemId},
    },
    organisation::{
        self,
        model::{Unit, UnitId},
    },
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

/// What is sent to several units at once: to each the items that it carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingToAll {
    /// The year of the plan.
    pub year: FiscalYear,
    /// To whom.
    pub units: BTreeSet<UnitId>,
    /// When the office wants it back.
    pub due: Option<Date>,
}

/// What the parts of a year are made of.
pub struct Sources {
    /// The plan of the year.
    pub plan: Plan,
    /// Who belongs to which unit today.
    pub belonging: Belonging,
}

impl Sources {
    /// Reads plan and units.
    pub async fn load(
        connection: &mut Connection,
        agency: AgencyId,
        year: FiscalYear,
        today: Date,
    ) -> Result<Self, Error> {
        let plan = measures::plan_of(connection, agency, year).await?.ok_or(Error::NotFound)?;
        Ok(Self { plan, belonging: belonging(connection, agency, today).await? })
    }

    /// The unit with this identifier.
    pub fn unit(&self, id: UnitId) -> Result<&Unit, Error> {
        self.belonging.units.iter().find(|known| known.id == id).ok_or(Error::NotFound)
    }

    /// The items that a unit is asked for: those it carries out, and those once chosen for it by hand.
    pub fn items(&self, unit: &Unit, last: Option<&Part>) -> BTreeSet<PlanItemId> {
        let by_hand = last.into_iter().flat_map(|part| part.exported.items.iter().map(|item| item.item));
        let known = by_hand.filter(|item| self.plan.item(*item).is_some());
        self.belonging.items(&self.plan, unit).into_iter().chain(known).collect()
    }
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
    let sources = Sources::load(tx, agency, year, crate::kit::clock::day_of(now)).await?;
    let unit = sources.unit(unit)?;
    let last = store::find_latest(tx, agency, year, unit.id).await?;
    let part = send_one(tx, actor, agency, &sources, (unit, last.as_ref(), &items), due, now).await?;
    Ok(part.ok_or_else(nothing_chosen)?.id)
}

/// Makes the part of each of these units and a link to it. Units that carry nothing out get none.
pub async fn send_to_all(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    sending: SendingToAll,
    now: Timestamp,
) -> Result<Vec<NewLink>, Error> {
    let SendingToAll { year, units, due } = sending;
    measures::hold_plan(tx, agency, year).await?;
    let sources = Sources::load(tx, agency, year, crate::kit::clock::day_of(now)).await?;
    let mut links = Vec::new();
    for unit in sources.belonging.units.iter().filter(|unit| units.contains(&unit.id)) {
        let last = store::find_latest(tx, agency, year, unit.id).await?;
        let items = sources.items(unit, last.as_ref());
        let part = send_one(tx, actor, agency, &sources, (unit, last.as_ref(), &items), due, now).await?;
        if let Some(part) = part {
            links.push(receiving::add_link(tx, actor, agency, part, now).await?);
        }
    }
    if links.is_empty() { Err(nothing_chosen()) } else { Ok(links) }
}

fn nothing_chosen() -> Error {
    Error::Invalid(Bilingual::new(
        "ยังไม่ได้เลือกข้อ เลือกอย่างน้อยหนึ่งข้อแล้วส่งออกอีกครั้ง",
        "No item is chosen. Choose at least one and export again.",
    ))
}

/// Makes a part of one unit; none if no item was chosen.
async fn send_one(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    sources: &Sources,
    (unit, last, items): (&Unit, Option<&Part>, &BTreeSet<PlanItemId>),
    due: Option<Date>,
    now: Timestamp,
) -> Result<Option<Part>, Error> {
    let year = sources.plan.head.year;
    let exported = export(&sources.plan, unit, &sources.belonging, items);
    if exported.items.is_empty() {
        return Ok(None);
    }
    store::replace_earlier(tx, agency, year, unit.id, now).await?;
    let part = Part {
        id: PartId::new(),
        unit: unit.id,
        unit_name: unit.name.clone(),
        year,
        version: last.map_or(1, |part| part.version + 1),
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
    Ok(Some(part))
}

/// Says to which units parties of these names belong, or that they are all of them; returns how many were linked.
pub async fn link_parties(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    year: FiscalYear,
    links: &[(String, PartyLink)],
    now: Timestamp,
) -> Result<usize, Error> {
    let units = organisation::list_units(tx, agency).await?;
    let is_known = |link: &PartyLink| match link {
        PartyLink::Unit(unit) => units.iter().any(|known| known.id == *unit),
        link => *link == PartyLink::Everyone,
    };
    if !links.iter().all(|(_, link)| is_known(link)) {
        return Err(Error::NotFound);
    }
    link_in_plan(tx, actor, (agency, year), links, now).await
}

/// Closes every secret link of the installation: what was brought back from a backup may have been closed since.
/// Returns how many there were.
pub async fn close_all_links(tx: &mut Transaction, actor: &Actor, now: Timestamp) -> db::Result<i64> {
    let closed = store::close_all_links(tx, now).await?;
    for (agency, links) in &closed {
        let subject = Subject { kind: "agency", id: agency.0 };
        let (action, after) = ("parts.links.closed", json!({ "links": links }));
        let change = Change { agency: *agency, action, subject, before: Value::Null, after };
        audit::record(tx, actor, change, now).await?;
    }
    Ok(closed.iter().map(|(_, links)| links).sum())
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
