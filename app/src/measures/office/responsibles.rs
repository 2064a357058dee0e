//! Responsible parties: adding, changing, moving, removing. A party is a unit, post or person of the organisation, all
//! staff, or any text.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use report::Duty;
use thai::Bilingual;

use super::{
    FormPage,
    forms::RemovalPage,
    id,
    item::{address, find, way_up},
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Choice, Field},
        respond,
        visit::AgencyId,
    },
    measures::{
        actions, library,
        model::{
            Party, PartyLink, Plan, PlanItem, Responsible, ResponsibleId, duty_from_key, duty_key, duty_name,
            editing::{Direction, LONGEST_NAME, check_text},
        },
        store,
    },
    organisation,
};

/// As many people as the list offers; others are typed.
const PEOPLE: i64 = 500;
/// The choice that names no unit, post or person but everybody.
const ALL_STAFF: &str = "all_staff";

/// Somebody of the organisation who can be chosen.
struct Candidate {
    key: String,
    name: Bilingual,
    telephone: String,
    link: Option<PartyLink>,
}

/// Everybody, then units, posts and people.
async fn candidates(connection: &mut Connection, agency: AgencyId) -> Result<Vec<Candidate>> {
    let [everybody, _] = library::default_pair().names();
    let all = Candidate {
        key: ALL_STAFF.into(),
        name: everybody.clone(),
        telephone: String::new(),
        link: Some(PartyLink::Everyone),
    };
    let units = organisation::list_units(connection, agency).await?;
    let posts = organisation::list_posts(connection, agency).await?;
    let people = organisation::list_people(connection, agency, None, PEOPLE, 0).await?;
    let telephone = |unit| units.iter().find(|known| Some(known.id) == unit).map(|unit| unit.telephone.clone());
    let posts: Vec<Candidate> = posts
        .into_iter()
        .map(|post| Candidate {
            key: format!("post:{}", post.id),
            telephone: telephone(post.unit).unwrap_or_default(),
            name: post.name,
            link: Some(PartyLink::Post(post.id)),
        })
        .collect();
    let people = people.into_iter().map(|person| Candidate {
        key: format!("person:{}", person.id),
        name: Bilingual::new(person.name.clone(), person.name),
        telephone: person.telephone,
        link: Some(PartyLink::Person(person.id)),
    });
    let units = units.into_iter().map(|unit| Candidate {
        key: format!("unit:{}", unit.id),
        name: unit.name,
        telephone: unit.telephone,
        link: Some(PartyLink::Unit(unit.id)),
    });
    Ok([all].into_iter().chain(units).chain(posts).chain(people).collect())
}

/// What was typed about a responsible party.
struct Typed {
    chosen: String,
    name: String,
    duty: String,
    telephone: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self {
            chosen: form.text("chosen"),
            name: form.text("name"),
            duty: form.text("duty"),
            telephone: thai::digits::to_arabic(&form.text("telephone")),
        }
    }

    fn known(party: &Party) -> Self {
        let chosen = match party.link {
            Some(PartyLink::Unit(unit)) => format!("unit:{unit}"),
            Some(PartyLink::Post(post)) => format!("post:{post}"),
            Some(PartyLink::Person(person)) => format!("person:{person}"),
            Some(PartyLink::Everyone) => ALL_STAFF.into(),
            None => String::new(),
        };
        Self {
            chosen,
            name: party.name.clone(),
            duty: duty_key(party.duty).into(),
            telephone: party.telephone.clone().unwrap_or_default(),
        }
    }

    /// What is left empty is taken from the unit, post or person that was chosen.
    fn read(&self, candidates: &[Candidate]) -> std::result::Result<Party, FormErrors> {
        let mut errors = FormErrors::default();
        let chosen = candidates.iter().find(|candidate| candidate.key == self.chosen);
        if chosen.is_none() && !self.chosen.is_empty() {
            errors.add(
                "chosen",
                "ไม่พบฝ่าย ตำแหน่ง หรือบุคคลที่เลือก อาจถูกลบไปแล้ว เลือกใหม่จากรายการ",
                "The chosen unit, post or person was not found; it may be gone. Choose again from the list.",
            );
        }
        let or_chosen = |typed: &str, known: Option<&str>| match typed {
            "" => known.unwrap_or_default().to_owned(),
            typed => typed.to_owned(),
        };
        let name = or_chosen(&self.name, chosen.map(|chosen| chosen.name.th.as_str()));
        if name.is_empty() && errors.is_empty() {
            errors.add(
                "name",
                "ยังไม่รู้ว่าใครรับผิดชอบ เลือกจากรายการหรือพิมพ์ชื่อ",
                "Nobody is named yet. Choose from the list or write a name.",
            );
        } else if !name.is_empty() {
            check_text(&mut errors, "name", &name, LONGEST_NAME);
        }
        let telephone = or_chosen(&self.telephone, chosen.map(|chosen| chosen.telephone.as_str()));
        if telephone.chars().count() > 100 {
            errors.add(
                "telephone",
                "เบอร์โทรยาวเกินไป ใส่เบอร์เดียวพร้อมหมายเลขภายใน",
                "The number is too long. Write one number with its extension.",
            );
        }
        let duty = duty_from_key(&self.duty);
        if duty.is_none() {
            errors.add(
                "duty",
                "ยังไม่ได้เลือกหน้าที่ เลือกปฏิบัติหรือกำกับดูแล",
                "No duty was chosen. Choose carries out or supervises.",
            );
        }
        match duty {
            Some(duty) if errors.is_empty() => Ok(Party {
                name,
                duty,
                telephone: (!telephone.is_empty()).then_some(telephone),
                link: chosen.and_then(|chosen| chosen.link),
            }),
            _ => Err(errors),
        }
    }

    fn fill(&self, visit: &Visit, page: FormPage, candidates: &[Candidate], errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let error = |field| errors.and_then(|errors| errors.of(field)).map(|sentence| sentence.in_language(t));
        let known = candidates.iter().map(|candidate| Choice::new(&candidate.key, candidate.name.in_language(t)));
        let duties =
            [Duty::CarryOut, Duty::Supervise].map(|duty| Choice::new(duty_key(duty), duty_name(duty).in_language(t)));
        let chosen = Field::select("chosen", t.say("ฝ่าย ตำแหน่ง หรือบุคคล", "Unit, post or person"), known)
            .prompt(t.say("ไม่อยู่ในรายการ", "Not in the list"))
            .value(&self.chosen)
            .error(error("chosen"));
        let name = Field::text("name", t.say("ชื่อที่พิมพ์ในรายงาน", "Name as printed in the report"))
            .hint(t.say("เว้นว่างไว้ถ้าเลือกจากรายการแล้ว", "Leave it empty if you chose from the list"))
            .value(&self.name)
            .optional(t)
            .error(error("name"));
        let telephone = Field::text("telephone", t.say("โทรศัพท์", "Telephone"))
            .hint(t.say("เว้นว่างไว้เพื่อใช้เบอร์ของที่เลือก", "Leave it empty to take the number of the one chosen"))
            .value(&self.telephone)
            .width(16)
            .optional(t)
            .error(error("telephone"));
        page.field(chosen)
            .field(name)
            .field(Field::radios("duty", t.say("หน้าที่", "Duty"), duties).value(&self.duty).error(error("duty")))
            .field(telephone)
            .mistakes(errors)
    }
}

async fn load(
    connection: &mut Connection,
    agency: AgencyId,
    id: ResponsibleId,
) -> Result<(Plan, PlanItem, Responsible)> {
    let at = store::head_of_responsible(connection, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = at.load(connection).await?;
    let (item, responsible) = plan.responsible(id).ok_or(Error::NotFound)?;
    let (item, responsible) = (item.clone(), responsible.clone());
    Ok((plan, item, responsible))
}

fn new_page(visit: &Visit, plan: &Plan, item: &PlanItem) -> FormPage {
    let here = address(item.id);
    let title =
        visit.say(format!("เพิ่มผู้รับผิดชอบในข้อ {}", item.code), format!("Add a responsible party to item {}", item.code));
    FormPage::new(visit, title, way_up(visit, plan, item), format!("{here}/responsibles"), here)
}

fn edit_page(visit: &Visit, (plan, item, responsible): &(Plan, PlanItem, Responsible)) -> FormPage {
    let path = format!("/office/measures/responsibles/{}", responsible.id);
    let title = visit
        .say(format!("แก้ไขผู้รับผิดชอบในข้อ {}", item.code), format!("Change a responsible party of item {}", item.code));
    FormPage::new(visit, title, way_up(visit, plan, item), path.clone(), address(item.id))
        .remove(format!("{path}/removal"), visit.say("ลบผู้รับผิดชอบนี้", "Remove this party"))
}

/// The form for another responsible party.
pub(in crate::measures) async fn new(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let (plan, item) = find(&mut connection, agency, id(&item_id)?).await?;
    let candidates = candidates(&mut connection, agency).await?;
    let typed = Typed::of(&Form::with([("duty", duty_key(Duty::CarryOut).to_owned())]));
    respond::page(&typed.fill(&visit, new_page(&visit, &plan, &item), &candidates, None))
}

/// Adds a responsible party.
pub(in crate::measures) async fn add(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let candidates = candidates(&mut tx, agency).await?;
    let typed = Typed::of(&form);
    let party = match typed.read(&candidates) {
        Ok(party) => party,
        Err(errors) => {
            let page = typed.fill(&visit, new_page(&visit, &plan, &item), &candidates, Some(&errors));
            return respond::refused_form(&page);
        }
    };
    actions::add_responsible(&mut tx, &visit.viewer()?.into(), agency, item.id, party, visit.now).await?;
    let message = Bilingual::new("เพิ่มผู้รับผิดชอบแล้ว", "The responsible party is added.");
    after_change(tx, &visit, &address(item.id), message).await
}

/// Adds all staff and the heads of all divisions.
pub(in crate::measures) async fn add_default_pair(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let item = id(&item_id)?;
    let mut tx = app.database.write().await?;
    actions::add_default_pair(&mut tx, &visit.viewer()?.into(), visit.agency()?.id, item, visit.now).await?;
    let message = Bilingual::new("ใส่ผู้รับผิดชอบแล้ว", "The responsible parties are in.");
    after_change(tx, &visit, &address(item), message).await
}

/// The form for a responsible party.
pub(in crate::measures) async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(responsible_id): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let place = load(&mut connection, agency, id(&responsible_id)?).await?;
    let candidates = candidates(&mut connection, agency).await?;
    let typed = Typed::known(&place.2.party);
    respond::page(&typed.fill(&visit, edit_page(&visit, &place), &candidates, None))
}

/// Changes a responsible party.
pub(in crate::measures) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(responsible_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = load(&mut tx, agency, id(&responsible_id)?).await?;
    let candidates = candidates(&mut tx, agency).await?;
    let typed = Typed::of(&form);
    let party = match typed.read(&candidates) {
        Ok(party) => party,
        Err(errors) => {
            let page = typed.fill(&visit, edit_page(&visit, &place), &candidates, Some(&errors));
            return respond::refused_form(&page);
        }
    };
    let (_, item, responsible) = place;
    actions::change_responsible(&mut tx, &visit.viewer()?.into(), agency, responsible.id, party, visit.now).await?;
    let message = Bilingual::new("บันทึกผู้รับผิดชอบแล้ว", "The responsible party is saved.");
    after_change(tx, &visit, &address(item.id), message).await
}

/// Moves a responsible party up or down.
pub(in crate::measures) async fn reorder(
    State(app): State<App>,
    visit: Visit,
    Path(responsible_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (_, item, responsible) = load(&mut tx, agency, id(&responsible_id)?).await?;
    let direction = Direction::from_key(&form.text("direction")).ok_or(Error::NotFound)?;
    actions::move_responsible(&mut tx, &visit.viewer()?.into(), agency, responsible.id, direction, visit.now).await?;
    after_change(tx, &visit, &address(item.id), Bilingual::new("เรียงใหม่แล้ว", "Reordered.")).await
}

/// Asks before a responsible party goes.
pub(in crate::measures) async fn removal(
    State(app): State<App>,
    visit: Visit,
    Path(responsible_id): Path<String>,
) -> Result<Response> {
    let place = load(&mut app.database.read().await?, visit.agency()?.id, id(&responsible_id)?).await?;
    let (plan, item, responsible) = place;
    let action = format!("/office/measures/responsibles/{}/removal", responsible.id);
    let title = visit.say("ลบผู้รับผิดชอบนี้", "Remove this party");
    let page = RemovalPage::new(&visit, title, way_up(&visit, &plan, &item), action, address(item.id));
    respond::page(&page.quoting(&responsible.party.name))
}

/// Removes a responsible party.
pub(in crate::measures) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(responsible_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (_, item, responsible) = load(&mut tx, agency, id(&responsible_id)?).await?;
    actions::remove_responsible(&mut tx, &visit.viewer()?.into(), agency, responsible.id, visit.now).await?;
    let message = Bilingual::new("ลบผู้รับผิดชอบแล้ว", "The responsible party is removed.");
    after_change(tx, &visit, &address(item.id), message).await
}
