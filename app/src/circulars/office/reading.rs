//! Acknowledging for others: a signed paper list typed in, and PINs at a shared terminal.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Time;
use thai::{Bilingual, date};

use super::{LIST, address, circular::check_answer, list_words, page_below, parse};
use crate::{
    accounts::after_change,
    app::App,
    circulars::{
        actions::{
            self,
            reading::{How, acknowledge, check_pin, give_pin as make_pin, staff},
        },
        model::{
            Circular, CircularId,
            reading::{Member, Standing, Way, readers, standing},
        },
        store::reading as rows,
    },
    documents::{self, DocumentId},
    kit::{
        Error, Form, FormErrors, Result, Visit,
        audit::Actor,
        form_page::{FormPage, Typed, day_parts, required_day},
        html::{Button, ButtonForm, Choice, Column, Field, Html, Link, Notice, Page, Row, Table},
        respond,
    },
    organisation::model::PersonId,
};

/// A circular in force with those of its readers who have not acknowledged it.
async fn missing(app: &App, visit: &Visit, id: &str) -> Result<(Circular, Vec<Member>)> {
    let (agency, id): (_, CircularId) = (visit.agency()?.id, parse(id)?);
    let mut connection = app.database.read().await?;
    let circular = actions::load(&mut connection, agency, id).await?;
    let audience = actions::audience(&mut connection, agency, id).await?;
    let staff = staff(&mut connection, agency, visit.today()).await?;
    let done = rows::list_of_circular(&mut connection, agency, id).await?;
    let has_not = |member: &&Member| {
        let own = done.iter().filter(|one| one.person == member.person);
        !matches!(standing(circular.version, own), Standing::Acknowledged { .. })
    };
    let missing = readers(&audience, &staff).into_iter().filter(has_not).cloned().collect();
    Ok((circular, missing))
}

// on paper -----------------------------------------------------------------------------------------------------------

async fn paper_page(
    app: &App,
    visit: &Visit,
    (circular, missing): (&Circular, &[Member]),
    form: &Form,
    errors: &FormErrors,
) -> Result<FormPage> {
    let (t, here) = (visit.language, address(circular.id));
    let typed = Typed::new(visit, form, errors);
    let scans =
        documents::list_to_choose(&mut app.database.read().await?, visit.agency()?.id, None, visit.today()).await?;
    let scans =
        scans.iter().map(|shown| Choice::new(shown.document.id.to_string(), shown.document.about.title.clone()));
    let people = missing.iter().map(|member| Choice::new(member.person.to_string(), member.name.clone()).in_thai());
    let page = FormPage::new(visit, t.say("บันทึกรายชื่อที่ลงนามบนกระดาษ", "Type in a signed list"), format!("{here}/paper"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (&here, &circular.title())])
        .before(Html::text(t.say(
            "เลือกผู้ที่ลงชื่อในใบเวียนแล้ว ระบบบันทึกว่าใครเป็นผู้พิมพ์รายชื่อ และแนบสำเนาใบเวียนได้",
            "Choose those who signed the list. It is recorded who typed it in; a scan of the list can be attached.",
        )));
    if missing.is_empty() {
        return Ok(page.before(Html::text(t.say("ผู้รับทุกคนรับทราบแล้ว", "All readers have acknowledged it."))));
    }
    Ok(page
        .field(typed.checkboxes("people", t.say("ผู้ที่ลงชื่อ", "Who signed"), people).tick_all(t))
        .field(typed.day("day", "วันที่ลงชื่อ", "Day of signing"))
        .field(typed.select("scan", t.say("สำเนาใบเวียน", "Scan of the list"), t.say("ไม่มี", "None"), scans).optional(t))
        .button(Button::primary(t.say("บันทึกรายชื่อ", "Save the list"))))
}

/// The form for a signed list.
pub async fn paper(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (circular, missing) = missing(&app, &visit, &id).await?;
    let day = day_parts("day", visit.today());
    let form = Form::with(day.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&paper_page(&app, &visit, (&circular, &missing), &form, &FormErrors::default()).await?)
}

/// Takes a signed list.
pub async fn take_paper(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (circular, missing) = missing(&app, &visit, &id).await?;
    let mut errors = FormErrors::default();
    let people: Vec<PersonId> = form.all("people").filter_map(|id| id.parse().ok()).collect();
    if people.is_empty() {
        errors.add("people", "เลือกผู้ที่ลงชื่ออย่างน้อยหนึ่งคน", "Choose at least one person who signed.");
    }
    let day = required_day(&form, "day", &mut errors);
    let issued = circular.state.issued_at().map(date::day_in_bangkok);
    if let Some(day) = day
        && (day > visit.today() || issued.is_some_and(|issued| day < issued))
    {
        errors.add(
            "day",
            "วันที่ลงชื่อต้องไม่ก่อนวันออกหนังสือ และไม่ใช่วันข้างหน้า",
            "The day of signing is not before the circular was issued, and not to come.",
        );
    }
    let (Some(day), true) = (day, errors.is_empty()) else {
        return respond::refused_form(&paper_page(&app, &visit, (&circular, &missing), &form, &errors).await?);
    };
    let scan: Option<DocumentId> = form.text("scan").parse().ok();
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    if let Some(scan) = scan
        && documents::list_named(&mut tx, agency, &[scan], visit.today()).await?.is_empty()
    {
        return Err(Error::NotFound);
    }
    let noon = date::from_bangkok(day, Time::constant(12, 0, 0, 0)).unwrap_or(visit.now).min(visit.now);
    let how = How { at: noon, way: Way::Paper, meeting: None, scan };
    let actor = Actor::from(visit.viewer()?);
    let new = acknowledge(&mut tx, &actor, agency, circular.id, (&people, how), visit.now).await?;
    let message = Bilingual::new(format!("บันทึกการรับทราบ {new} คนแล้ว"), format!("{new} acknowledgements were saved."));
    after_change(tx, &visit, &address(circular.id), message).await
}

// at a shared terminal -----------------------------------------------------------------------------------------------

fn terminal_page(
    visit: &Visit,
    (circular, missing): (&Circular, &[Member]),
    form: &Form,
    errors: &FormErrors,
) -> FormPage {
    let (t, here) = (visit.language, address(circular.id));
    let typed = Typed::new(visit, form, errors);
    let people = missing.iter().map(|member| Choice::new(member.person.to_string(), member.name.clone()).in_thai());
    let mut page = FormPage::new(visit, t.say("รับทราบด้วย PIN", "Acknowledge by PIN"), format!("{here}/terminal"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (&here, &circular.title())])
        .before(Html::text(format!("{}: {}", circular.title(), circular.said.body)))
        .field(typed.select("person", t.say("ชื่อของคุณ", "Your name"), t.say("เลือกชื่อ", "Choose your name"), people));
    if let Some(check) = &circular.said.check {
        let mut choices: Vec<&String> = check.choices.iter().collect();
        choices.sort_by_key(|choice| *blake3::hash(choice.as_bytes()).as_bytes());
        page =
            page.field(typed.radios("answer", &check.question, choices.into_iter().map(|one| Choice::new(one, one))));
    }
    // A PIN is typed anew each time: it is never shown again.
    let pin = Field::password(t, "pin", t.say("PIN 6 หลัก", "6-digit PIN"))
        .autocomplete("off")
        .width(8)
        .error(errors.of("pin").map(|sentence| sentence.in_language(t)));
    page.field(pin).button(Button::primary(t.say("รับทราบ", "Acknowledge")))
}

/// The form for a name and a PIN.
pub async fn terminal(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (circular, missing) = missing(&app, &visit, &id).await?;
    respond::page(&terminal_page(&visit, (&circular, &missing), &Form::default(), &FormErrors::default()))
}

/// Somebody acknowledges by PIN.
pub async fn take_pin(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (circular, missing) = missing(&app, &visit, &id).await?;
    let agency = visit.agency()?.id;
    let mut errors = FormErrors::default();
    let person: Option<PersonId> = form.text("person").parse().ok();
    if person.is_none() {
        errors.add("person", "เลือกชื่อของคุณ", "Choose your name.");
    }
    check_answer(&circular, &form, &mut errors);
    if let (Some(person), true) = (person, errors.is_empty()) {
        let mut tx = app.database.write().await?;
        let checked = check_pin(&mut tx, agency, person, &form.text("pin"), visit.now).await?;
        match checked {
            Ok(()) => {
                let name = missing.iter().find(|member| member.person == person).map(|member| member.name.clone());
                let actor = Actor { user: None, name: name.clone().unwrap_or_default(), post: "PIN".to_owned() };
                let how = How { at: visit.now, way: Way::Pin, meeting: None, scan: None };
                acknowledge(&mut tx, &actor, agency, circular.id, (&[person], how), visit.now).await?;
                let name = name.unwrap_or_default();
                let message = Bilingual::new(format!("{name} รับทราบแล้ว"), format!("{name} acknowledged it."));
                return after_change(tx, &visit, &format!("{}/terminal", address(circular.id)), message).await;
            }
            // The wrong try is counted.
            Err(sentence) => {
                tx.commit().await?;
                errors.add("pin", sentence.th, sentence.en);
            }
        }
    }
    respond::refused_form(&terminal_page(&visit, (&circular, &missing), &form, &errors))
}

// PINs ---------------------------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "circulars/html/pins.html")]
struct PinsPage {
    page: Page,
    given: Option<Notice>,
    table: Table,
}

async fn pins_page(app: &App, visit: &Visit, given: Option<Notice>) -> Result<PinsPage> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let mut connection = app.database.read().await?;
    let staff = staff(&mut connection, agency, visit.today()).await?;
    let with_pin = rows::list_with_pin(&mut connection, agency).await?;
    drop(connection);
    let page =
        page_below(visit, t.say("PIN สำหรับรับทราบที่เครื่องส่วนกลาง", "PINs for shared terminals"), &[(LIST, list_words(t))]);
    let rows = staff.iter().map(|member| {
        let has = with_pin.contains(&member.person);
        let words = if has {
            t.say("ออก PIN ใหม่", "Give a new PIN")
        } else {
            t.say("ออก PIN", "Give a PIN")
        };
        let button = Button::secondary(words).small().sends("person", member.person.to_string());
        Row::new(member.name.clone())
            .cell(member.post.in_language(t))
            .cell(if has {
                t.say("มีแล้ว", "Has one")
            } else {
                t.say("ยังไม่มี", "None yet")
            })
            .cell(ButtonForm::new(&page, format!("{LIST}/pins"), button))
    });
    let table = Table::new(t.say("เจ้าหน้าที่ของหน่วยงาน", "People of the office"))
        .column(Column::text(t.say("ชื่อ", "Name")))
        .column(Column::text(t.say("ตำแหน่ง", "Post")))
        .column(Column::text("PIN"))
        .column(Column::text(t.say("ออก", "Give")))
        .rows(rows.collect::<Vec<_>>());
    Ok(PinsPage { page, given, table })
}

/// Who has a PIN.
pub async fn pins(State(app): State<App>, visit: Visit) -> Result<Response> {
    respond::page(&pins_page(&app, &visit, None).await?)
}

/// Gives somebody a PIN and shows it, once.
pub async fn give_pin(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let person: PersonId = form.text("person").parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    let (name, pin) = make_pin(&mut tx, &actor, visit.agency()?.id, person, visit.now).await?;
    tx.commit().await?;
    let t = visit.language;
    let body = Html::text(t.say(
        format!("PIN คือ {pin} บอกเจ้าตัวเท่านั้น หน้านี้แสดงครั้งเดียว"),
        format!("The PIN is {pin}. Tell it to nobody else; it is shown this once."),
    ))
    .and(Link::new(format!("{LIST}/pins"), t.say("เสร็จแล้ว", "Done")));
    let given = Notice::new(body).heading(t.say(format!("PIN ใหม่ของ {name}"), format!("New PIN of {name}")));
    respond::page(&pins_page(&app, &visit, Some(given)).await?)
}
