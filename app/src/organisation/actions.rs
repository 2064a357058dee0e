//! Adding, changing and removing agencies, units, posts and people; beginning and ending holdings.

use std::collections::BTreeMap;

use db::{Connection, Transaction, Uuid};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use thai::Bilingual;

use super::{
    model::{
        Holding, HoldingId, Member, NamedHolding, NewAgency, NewHolding, NewPerson, NewPost, NewUnit, Person, PersonId,
        Place, Post, PostId, Settings, Unit, UnitId, check_holding, check_key, makes_circle,
    },
    store,
};
use crate::{
    accounts::{self, model::EmailAddress},
    kit::{
        Error, Role,
        audit::{self, Actor, Change, Subject},
        clock,
        visit::AgencyId,
    },
};

/// Whoever holds a post of the office on a day, or acts for one, by name, with the places in which they stand.
pub async fn list_members(connection: &mut Connection, agency: AgencyId, day: Date) -> db::Result<Vec<Member>> {
    let holders = store::list_holders(connection, agency, day).await?;
    let posts = store::list_posts(connection, agency).await?;
    let posts: BTreeMap<PostId, Post> = posts.into_iter().map(|post| (post.id, post)).collect();
    let mut members: BTreeMap<PersonId, Member> = BTreeMap::new();
    for held in holders {
        let member = members.entry(held.holding.person).or_insert_with(|| Member {
            person: held.holding.person,
            name: held.person.clone(),
            post: held.post_held(),
            places: Vec::new(),
        });
        let post = posts.get(&held.holding.post);
        member.places.push(Place {
            post: held.holding.post,
            unit: post.and_then(|post| post.unit),
            roles: post.map(|post| post.roles.clone()).unwrap_or_default(),
            since: held.holding.from,
        });
    }
    let mut members: Vec<Member> = members.into_values().collect();
    members.sort_by_cached_key(|member| thai::sort_key(&member.name));
    Ok(members)
}

/// Makes an agency; the installation's own chain records it.
pub async fn add_agency(
    tx: &mut Transaction,
    actor: &Actor,
    new: NewAgency,
    now: Timestamp,
) -> Result<AgencyId, Error> {
    check_key(&new.key).map_err(Error::Invalid)?;
    if store::find_agency_by_key(tx, &new.key).await?.is_some() {
        return Err(Error::Conflict(Bilingual::new(
            "มีหน่วยงานใช้รหัสนี้แล้ว เลือกรหัสอื่น",
            "An agency has this key already. Choose another one.",
        )));
    }
    let parent = match new.parent {
        Some(parent) => Some(store::load_agency(tx, parent).await?.key),
        None => None,
    };
    let id = AgencyId::new();
    store::add_agency(tx, id, &new, now).await?;
    let after = json!({
        "key": new.key, "name_th": new.name.th, "name_en": new.name.en, "kind": new.kind.key(), "parent": parent,
    });
    let change = Change {
        agency: AgencyId(Uuid::nil()),
        action: "organisation.agency.added",
        subject: Subject { kind: "agency", id: id.0 },
        before: Value::Null,
        after,
    };
    audit::record(tx, actor, change, now).await?;
    Ok(id)
}

/// Changes the settings of an agency.
pub async fn change_settings(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    settings: Settings,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_settings(tx, agency).await?;
    if before == settings {
        return Ok(());
    }
    store::change_settings(tx, agency, &settings).await?;
    let change = Change {
        agency,
        action: "organisation.settings.changed",
        subject: Subject { kind: "agency", id: agency.0 },
        before: settings_as_recorded(&before),
        after: settings_as_recorded(&settings),
    };
    Ok(audit::record(tx, actor, change, now).await?)
}

fn settings_as_recorded(settings: &Settings) -> Value {
    json!({
        "name_th": settings.name.th, "name_en": settings.name.en, "address": settings.address,
        "telephone": settings.telephone, "gap_threshold": settings.gap_threshold, "target": settings.target,
        "thai_digits": settings.thai_digits, "mourning": settings.mourning,
    })
}

/// Adds a unit behind the others.
pub async fn add_unit(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    new: NewUnit,
    now: Timestamp,
) -> Result<UnitId, Error> {
    let id = UnitId::new();
    store::add_unit(tx, agency, id, &new).await?;
    let unit = store::load_unit(tx, agency, id).await?;
    record_unit(tx, actor, agency, "organisation.unit.added", id, Value::Null, unit_as_recorded(&unit), now).await?;
    Ok(id)
}

/// Changes a unit.
pub async fn change_unit(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    unit: Unit,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_unit(tx, agency, unit.id).await?;
    if before == unit {
        return Ok(());
    }
    store::change_unit(tx, agency, &unit).await?;
    let (before, after) = (unit_as_recorded(&before), unit_as_recorded(&unit));
    record_unit(tx, actor, agency, "organisation.unit.changed", unit.id, before, after, now).await
}

/// Removes a unit to which nothing refers.
pub async fn remove_unit(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: UnitId,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_unit(tx, agency, id).await?;
    store::remove_unit(tx, agency, id).await?;
    record_unit(tx, actor, agency, "organisation.unit.removed", id, unit_as_recorded(&before), Value::Null, now).await
}

fn unit_as_recorded(unit: &Unit) -> Value {
    json!({
        "name_th": unit.name.th, "name_en": unit.name.en, "telephone": unit.telephone, "position": unit.position,
    })
}

#[allow(clippy::too_many_arguments, reason = "what an entry of the audit log consists of")]
async fn record_unit(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    action: &'static str,
    id: UnitId,
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "unit", id: id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}

/// Adds a post behind the others.
pub async fn add_post(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    new: NewPost,
    now: Timestamp,
) -> Result<PostId, Error> {
    let id = PostId::new();
    let place = post_place(tx, agency, new.unit, new.supervisor).await?;
    store::add_post(tx, agency, id, &new).await?;
    let post = store::load_post(tx, agency, id).await?;
    let change = Change {
        agency,
        action: "organisation.post.added",
        subject: Subject { kind: "post", id: id.0 },
        before: Value::Null,
        after: post_as_recorded(&post, &place),
    };
    audit::record(tx, actor, change, now).await?;
    Ok(id)
}

/// Changes a post: its names, its unit, the post above it, its roles, its place.
pub async fn change_post(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    post: Post,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_post(tx, agency, post.id).await?;
    if before == post {
        return Ok(());
    }
    let place_before = post_place(tx, agency, before.unit, before.supervisor).await?;
    let place = post_place(tx, agency, post.unit, post.supervisor).await?;
    if let Some(supervisor) = post.supervisor {
        let posts = store::list_posts(tx, agency).await?;
        let above = |id: PostId| posts.iter().find(|other| other.id == id).and_then(|other| other.supervisor);
        if makes_circle(post.id, supervisor, above) {
            return Err(Error::Invalid(circle()));
        }
    }
    store::change_post(tx, agency, &post).await?;
    keep_an_administrator(tx, agency, clock::day_of(now)).await?;
    let change = Change {
        agency,
        action: "organisation.post.changed",
        subject: Subject { kind: "post", id: post.id.0 },
        before: post_as_recorded(&before, &place_before),
        after: post_as_recorded(&post, &place),
    };
    Ok(audit::record(tx, actor, change, now).await?)
}

/// What is said when a post would supervise itself through others.
pub fn circle() -> Bilingual {
    Bilingual::new(
        "ตำแหน่งนี้จะเป็นผู้บังคับบัญชาของตัวเองผ่านตำแหน่งอื่น เลือกผู้บังคับบัญชาตำแหน่งอื่น",
        "The post would supervise itself through others. Choose another supervisor.",
    )
}

/// Removes a post to which nothing refers.
pub async fn remove_post(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PostId,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_post(tx, agency, id).await?;
    let place = post_place(tx, agency, before.unit, before.supervisor).await?;
    store::remove_post(tx, agency, id).await?;
    let change = Change {
        agency,
        action: "organisation.post.removed",
        subject: Subject { kind: "post", id: id.0 },
        before: post_as_recorded(&before, &place),
        after: Value::Null,
    };
    Ok(audit::record(tx, actor, change, now).await?)
}

/// The names of a post's unit and supervisor; both must be the agency's own.
async fn post_place(
    tx: &mut Transaction,
    agency: AgencyId,
    unit: Option<UnitId>,
    supervisor: Option<PostId>,
) -> Result<(Option<String>, Option<String>), Error> {
    let unit = match unit {
        Some(unit) => Some(store::load_unit(tx, agency, unit).await?.name.th),
        None => None,
    };
    let supervisor = match supervisor {
        Some(supervisor) => Some(store::load_post(tx, agency, supervisor).await?.name.th),
        None => None,
    };
    Ok((unit, supervisor))
}

fn post_as_recorded(post: &Post, (unit, supervisor): &(Option<String>, Option<String>)) -> Value {
    let roles: Vec<&str> = post.roles.iter().map(|role| role.key()).collect();
    json!({
        "name_th": post.name.th, "name_en": post.name.en, "unit": unit, "supervisor": supervisor, "roles": roles,
        "position": post.position,
    })
}

/// Adds a person.
pub async fn add_person(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    new: NewPerson,
    now: Timestamp,
) -> Result<PersonId, Error> {
    let id = PersonId::new();
    store::add_person(tx, agency, id, &new).await?;
    let person = Person { id, name: new.name, telephone: new.telephone, email: new.email };
    let after = person_as_recorded(&person);
    record_person(tx, actor, agency, "organisation.person.added", id, (Value::Null, after), now).await?;
    Ok(id)
}

/// Changes a person.
pub async fn change_person(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    person: Person,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_person(tx, agency, person.id).await?;
    if before == person {
        return Ok(());
    }
    store::change_person(tx, agency, &person).await?;
    let states = (person_as_recorded(&before), person_as_recorded(&person));
    record_person(tx, actor, agency, "organisation.person.changed", person.id, states, now).await
}

/// Removes a person to whom nothing refers.
pub async fn remove_person(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PersonId,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_person(tx, agency, id).await?;
    store::remove_person(tx, agency, id).await?;
    let states = (person_as_recorded(&before), Value::Null);
    record_person(tx, actor, agency, "organisation.person.removed", id, states, now).await
}

fn person_as_recorded(person: &Person) -> Value {
    json!({"name": person.name, "telephone": person.telephone, "email": person.email})
}

async fn record_person(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    action: &'static str,
    id: PersonId,
    (before, after): (Value, Value),
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change { agency, action, subject: Subject { kind: "person", id: id.0 }, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}

/// Begins a holding: a person holds a post, or acts for it. Recorded with the post.
pub async fn add_holding(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    new: NewHolding,
    now: Timestamp,
) -> Result<HoldingId, Error> {
    store::load_post(tx, agency, new.post).await?;
    store::load_person(tx, agency, new.person).await?;
    let others = store::list_holdings_of_post(tx, agency, new.post).await?;
    check_holding(&new, &others).map_err(|problem| Error::Conflict(problem.sentence()))?;
    let id = HoldingId::new();
    store::add_holding(tx, agency, id, &new).await?;
    let holding = store::load_holding(tx, agency, id).await?;
    record_holding(
        tx,
        actor,
        agency,
        "organisation.holding.began",
        &holding,
        (Value::Null, holding_as_recorded(&holding)),
        now,
    )
    .await?;
    Ok(id)
}

/// Ends a holding on its last day.
pub async fn end_holding(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: HoldingId,
    until: Date,
    now: Timestamp,
) -> Result<(), Error> {
    let before = store::load_holding(tx, agency, id).await?;
    if until < before.holding.from {
        return Err(Error::Conflict(super::model::HoldingProblem::EndsBeforeItBegins.sentence()));
    }
    store::end_holding(tx, agency, id, until).await?;
    let after = until.tomorrow().unwrap_or(until);
    keep_an_administrator(tx, agency, after.max(clock::day_of(now))).await?;
    let ended = NamedHolding { holding: Holding { until: Some(until), ..before.holding.clone() }, ..before.clone() };
    let states = (holding_as_recorded(&before), holding_as_recorded(&ended));
    record_holding(tx, actor, agency, "organisation.holding.ended", &before, states, now).await
}

fn holding_as_recorded(named: &NamedHolding) -> Value {
    let Holding { acting, from, until, .. } = &named.holding;
    json!({"person": named.person, "post": named.post.th, "acting": acting, "from": from, "until": until})
}

async fn record_holding(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    action: &'static str,
    holding: &NamedHolding,
    (before, after): (Value, Value),
    now: Timestamp,
) -> Result<(), Error> {
    let subject = Subject { kind: "post", id: holding.holding.post.0 };
    Ok(audit::record(tx, actor, Change { agency, action, subject, before, after }, now).await?)
}

/// An agency without an administrator could let nobody in any more.
async fn keep_an_administrator(tx: &mut Transaction, agency: AgencyId, day: Date) -> Result<(), Error> {
    if store::count_administrators(tx, agency, day).await? > 0 {
        return Ok(());
    }
    Err(Error::Conflict(Bilingual::new(
        "ต้องมีผู้ดูแลระบบของหน่วยงานอย่างน้อยหนึ่งคน ให้คนอื่นมีบทบาทนี้ก่อน แล้วลองอีกครั้ง",
        "The agency must keep at least one administrator. Give the role to somebody else first, then try again.",
    )))
}

/// Puts somebody new into the agency: a person in a post named after the first role, from today on. For the first
/// administrator of an agency and for accounts made at the command line.
pub async fn install_person(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    person: NewPerson,
    roles: Vec<Role>,
    now: Timestamp,
) -> Result<PersonId, Error> {
    let person = add_person(tx, actor, agency, person, now).await?;
    if let Some(first) = roles.iter().min() {
        let post = NewPost { unit: None, supervisor: None, name: first.name(), roles };
        let post = add_post(tx, actor, agency, post, now).await?;
        let holding = NewHolding { post, person, acting: false, from: clock::day_of(now), until: None };
        add_holding(tx, actor, agency, holding, now).await?;
    }
    Ok(person)
}

/// Makes an agency and its first administrator. Returns the token of the link by which they set their password.
pub async fn found_agency(
    tx: &mut Transaction,
    actor: &Actor,
    new: NewAgency,
    name: String,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<String, Error> {
    let agency = add_agency(tx, actor, new, now).await?;
    let person = NewPerson { name, telephone: String::new(), email: email.as_str().to_owned() };
    let person = install_person(tx, actor, agency, person, vec![Role::Administrator], now).await?;
    let (_, token) = accounts::actions::invite(tx, actor, Some(agency), Some(person.0), email, now).await?;
    Ok(token)
}
