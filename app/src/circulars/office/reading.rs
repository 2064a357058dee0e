//! Acknowledging for others: a signed paper list typed in, and PINs at a shared terminal.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, date};

use super::{LIST, Text, address, check_field, circular::check_answer, document_of, list_words, page_below, parse};
use crate::{
    accounts::after_change,
    app::App,
    circulars::{
        actions::{
            self,
            reading::{How, acknowledge, check_pin, give_pin as assign_pin, make_pin, not_in_force},
        },
        model::{
            Circular, CircularId,
            reading::{Standing, readers, standing},
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
    organisation::{
        self,
        model::{Member, PersonId},
    },
};

/// A circular that was sent, with those of its readers who have not acknowledged it.
async fn missing(app: &App, visit: &Visit, id: &str) -> Result<(Circular, Vec<Member>)> {
    let (agency, id): (_, CircularId) = (visit.agency()?.id, parse(id)?);
    let mut connection = app.database.read().await?;
    let circular = actions::load_sent(&mut connection, agency, id).await?;
    let audience = actions::audience(&mut connection, agency, id).await?;
    let staff = organisation::list_members(&mut connection, agency, visit.today()).await?;
    let done = rows::list_of_circular(&mut connection, agency, id).await?;
    let has_not = |member: &&Member| {
        let own = done.iter().filter(|one| one.person == member.person);
        !matches!(standing(circular.version, own), Standing::Acknowledged { .. })
    };
    let readers = readers(&circular, &audience, &staff);
    let missing = readers.into_iter().map(|reader| reader.member).filter(has_not).cloned().collect();
    Ok((circular, missing))
}

/// The same for whoever acknowledges now: only while it is in force.
async fn missing_now(app: &App, visit: &Visit, id: &str) -> Result<(Circular, Vec<Member>)> {
    let found = missing(app, visit, id).await?;
    if found.0.is_in_force(visit.today()) { Ok(found) } else { Err(not_in_force()) }
}

/// The same for a list on paper, which may be typed in when its day is over; not of what was taken back or superseded.
async fn missing_on_paper(app: &App, visit: &Visit, id: &str) -> Result<(Circular, Vec<Member>)> {
    let found = missing(app, visit, id).await?;
    if found.0.is_counted(visit.today()) { Ok(found) } else { Err(not_in_force()) }
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
    let (circular, missing) = missing_on_paper(&app, &visit, &id).await?;
    let last = circular.said.valid_until.unwrap_or(visit.today());
    let day = day_parts("day", visit.today().min(last));
    let form = Form::with(day.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&paper_page(&app, &visit, (&circular, &missing), &form, &FormErrors::default()).await?)
}

/// Takes a signed list.
pub async fn take_paper(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (circular, missing) = missing_on_paper(&app, &visit, &id).await?;
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
    } else if day.is_some_and(|day| !circular.is_in_force(day)) {
        errors.add(
            "day",
            "วันที่ลงชื่อต้องอยู่ในวันมีผลของหนังสือเวียน ตรวจวันที่บนใบลงชื่อ",
            "The circular was not in force on that day. Check the day on the list.",
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
    let actor = Actor::from(visit.viewer()?);
    let how = How::Paper { day, scan };
    let done = acknowledge(&mut tx, &actor, agency, circular.id, (&people, how), visit.now).await?;
    let new = done.new;
    let message = match done.is_outdated {
        false => Bilingual::new(format!("บันทึกการรับทราบ {new} คนแล้ว"), format!("{new} acknowledgements were saved.")),
        true => Bilingual::new(
            format!("บันทึกการรับทราบ {new} คนแล้ว เป็นของข้อความฉบับก่อน ต้องรับทราบฉบับล่าสุดอีกครั้ง"),
            format!(
                "{new} acknowledgements of the earlier text were saved. The latest text is to be acknowledged anew."
            ),
        ),
    };
    after_change(tx, &visit, &address(circular.id), message).await
}

// at a shared terminal -----------------------------------------------------------------------------------------------

fn terminal_page(
    visit: &Visit,
    (circular, missing, text): (&Circular, &[Member], &Text),
    form: &Form,
    errors: &FormErrors,
) -> FormPage {
    let (t, here) = (visit.language, address(circular.id));
    let typed = Typed::new(visit, form, errors);
    let people = missing.iter().map(|member| Choice::new(member.person.to_string(), member.name.clone()).in_thai());
    let mut page = FormPage::new(visit, t.say("รับทราบด้วย PIN", "Acknowledge by PIN"), format!("{here}/terminal"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (&here, &circular.title())])
        .before(Html::of(text))
        .hidden("version", circular.version.to_string())
        .field(typed.select("person", t.say("ชื่อของคุณ", "Your name"), t.say("เลือกชื่อ", "Choose your name"), people));
    if let Some(check) = &circular.said.check {
        page = page.field(check_field(check, &typed));
    }
    // A PIN is typed anew each time: it is never shown again.
    let pin = Field::password(t, "pin", t.say("PIN 6 หลัก", "6-digit PIN"))
        .autocomplete("off")
        .width(8)
        .error(errors.of("pin").map(|sentence| sentence.in_language(t)));
    page.field(pin).button(Button::primary(t.say("รับทราบ", "Acknowledge")))
}

async fn text_of(app: &App, visit: &Visit, circular: &Circular) -> Result<Text> {
    let document = document_of(&mut app.database.read().await?, visit, circular).await?;
    Ok(Text::new(circular, document.as_ref()))
}

/// The form for a name and a PIN.
pub async fn terminal(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (circular, missing) = missing_now(&app, &visit, &id).await?;
    let text = text_of(&app, &visit, &circular).await?;
    respond::page(&terminal_page(&visit, (&circular, &missing, &text), &Form::default(), &FormErrors::default()))
}

/// Somebody acknowledges by PIN.
pub async fn take_pin(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (circular, missing) = missing_now(&app, &visit, &id).await?;
    let agency = visit.agency()?.id;
    let mut errors = FormErrors::default();
    let person: Option<PersonId> = form.text("person").parse().ok();
    let member = missing.iter().find(|member| Some(member.person) == person);
    match (person, member) {
        (None, _) => errors.add("person", "เลือกชื่อของคุณ", "Choose your name."),
        (Some(_), None) => errors.add(
            "person",
            "ชื่อนี้รับทราบแล้ว หรือไม่ได้เป็นผู้รับหนังสือฉบับนี้ เลือกชื่อใหม่",
            "This person has acknowledged it already, or is none of its readers. Choose again.",
        ),
        (Some(_), Some(_)) => {}
    }
    check_answer(&circular, &form, &mut errors);
    if let (Some(member), true) = (member, errors.is_empty()) {
        match check_pin(&app, agency, member.person, &form.text("pin"), visit.now).await? {
            Ok(()) => {
                let post = format!("PIN ที่เครื่องของ{}", visit.viewer()?.name);
                let actor = Actor { user: None, name: member.name.clone(), post };
                let how = How::Pin { version: form.text("version").parse().unwrap_or_default() };
                let mut tx = app.database.write().await?;
                acknowledge(&mut tx, &actor, agency, circular.id, (&[member.person], how), visit.now).await?;
                let name = &member.name;
                let message = Bilingual::new(format!("{name} รับทราบแล้ว"), format!("{name} acknowledged it."));
                return after_change(tx, &visit, &format!("{}/terminal", address(circular.id)), message).await;
            }
            Err(sentence) => errors.add("pin", sentence.th, sentence.en),
        }
    }
    let text = text_of(&app, &visit, &circular).await?;
    respond::refused_form(&terminal_page(&visit, (&circular, &missing, &text), &form, &errors))
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
    let staff = organisation::list_members(&mut connection, agency, visit.today()).await?;
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
    let (pin, hash) = make_pin().await?;
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    let name = assign_pin(&mut tx, &actor, visit.agency()?.id, (person, &hash), visit.now).await?;
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
