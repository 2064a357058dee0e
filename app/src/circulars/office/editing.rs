//! Writing a circular, and changing it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use jiff::civil::Date;
use thai::Bilingual;

use super::{LIST, address, list_words, parse};
use crate::{
    accounts::after_change,
    app::App,
    circulars::{
        actions,
        model::{
            Circular, CircularId, Number, Reader, Said, State as CircularState, Urgency,
            editing::{LONGEST_LINE, USUAL_WORKING_DAYS, check_text, read_audience, read_said},
        },
        store::{self, Narrowed},
    },
    documents::{self, Shown},
    kit::{
        Error, Form, FormErrors, Result, Visit,
        audit::Actor,
        form_page::{FormPage, Typed, day_parts},
        html::{Button, Choice, Field},
        respond,
    },
    organisation::{
        self,
        model::{Member, Post, Unit},
    },
};

/// What the form offers to choose from.
struct Offered {
    units: Vec<Unit>,
    posts: Vec<Post>,
    staff: Vec<Member>,
    documents: Vec<Shown>,
    circulars: Vec<Circular>,
}

impl Offered {
    /// What is chosen already is offered even if it is no longer in use.
    async fn load(connection: &mut Connection, visit: &Visit, chosen: Option<&Said>) -> Result<Self> {
        let agency = visit.agency()?.id;
        let in_force = Narrowed { in_force: Some(visit.today()), ..Narrowed::default() };
        let mut circulars = store::list(connection, agency, &in_force, 200, 0).await?;
        if let Some(other) = chosen.and_then(|said| said.supersedes)
            && circulars.iter().all(|circular| circular.id != other)
        {
            circulars.extend(store::find(connection, agency, other).await?);
        }
        let mut documents = documents::list_to_choose(connection, agency, None, visit.today()).await?;
        if let Some(document) = chosen.and_then(|said| said.document)
            && documents.iter().all(|shown| shown.document.id != document)
        {
            documents.extend(documents::list_named(connection, agency, &[document], visit.today()).await?);
        }
        Ok(Self {
            units: organisation::list_units(connection, agency).await?,
            posts: organisation::list_posts(connection, agency).await?,
            staff: organisation::list_members(connection, agency, visit.today()).await?,
            documents,
            circulars,
        })
    }
}

fn form_page(
    visit: &Visit,
    offered: &Offered,
    circular: Option<&Circular>,
    form: &Form,
    errors: &FormErrors,
) -> FormPage {
    let t = visit.language;
    let typed = Typed::new(visit, form, errors);
    let (title, action) = match circular {
        None => (t.say("เขียนหนังสือเวียน", "Write a circular"), LIST.to_owned()),
        Some(circular) => (t.say("แก้ไขหนังสือเวียน", "Change the circular"), format!("{}/text", address(circular.id))),
    };
    let mut page = FormPage::new(visit, title, action).errors(visit, errors);
    page = match circular {
        None => page.up(visit, &[(LIST, list_words(t))]),
        Some(circular) => page.up(visit, &[(LIST, list_words(t)), (&address(circular.id), &circular.title())]),
    };
    if circular.is_some_and(|circular| circular.state != CircularState::Draft) {
        page = page.field(typed.optional_text("what_changed", "ข้อความเปลี่ยนอย่างไร", "What changed in the text").hint(
            t.say(
                "ต้องบอกเมื่อเรื่อง เนื้อหา หรือเอกสารเปลี่ยน ผู้อ่านต้องรับทราบใหม่",
                "Needed when subject, text or document change: readers acknowledge it anew.",
            ),
        ));
    }
    let page = text_fields(visit, page, &typed, offered, circular);
    let page = reader_fields(visit, page, &typed, offered);
    let page = check_fields(visit, page, &typed);
    page.button(match circular {
        None => Button::primary(t.say("บันทึกร่าง", "Save the draft")),
        Some(_) => Button::primary(t.say("บันทึก", "Save")),
    })
}

fn text_fields(
    visit: &Visit,
    page: FormPage,
    typed: &Typed,
    offered: &Offered,
    circular: Option<&Circular>,
) -> FormPage {
    let t = visit.language;
    let urgencies = Urgency::ALL.map(|urgency| Choice::new(urgency.key(), urgency.name().in_language(t)));
    let units = offered.units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.in_language(t)));
    let documents = offered
        .documents
        .iter()
        .map(|shown| Choice::new(shown.document.id.to_string(), shown.document.about.title.clone()));
    let others = offered.circulars.iter().filter(|one| Some(one.id) != circular.map(|circular| circular.id));
    let others = others.map(|one| Choice::new(one.id.to_string(), one.title()).in_thai());
    let has_series = circular.is_some_and(|circular| matches!(circular.said.number, Number::Series { .. }));
    let page = page.field(typed.text("subject", "เรื่อง", "Subject")).field(
        typed
            .fill("body", Field::textarea("body", t.say("เนื้อหา", "Text")).rows(8))
            .optional(t)
            .hint(t.say("เว้นว่างได้ถ้าเอกสารที่เลือกบอกครบแล้ว", "May stay empty where the document says it all.")),
    );
    let page = page.field(
        typed
            .select("document", t.say("เอกสารที่เวียน", "Document sent around"), t.say("ไม่มี", "None"), documents)
            .optional(t),
    );
    let page = if has_series {
        page
    } else {
        page.field(typed.optional_text("number", "เลขที่หนังสือ", "Number").hint(t.say(
            "เว้นว่างเพื่อใช้เลข ว ถัดไปของปีปฏิทินนี้ หรือใส่เลขจากระบบสารบรรณ เช่น กท 7001/ว 12",
            "Leave empty for the next number of the year's own series, or enter the one of the correspondence system.",
        )))
    };
    page.field(typed.day("day", "ลงวันที่", "Dated"))
        .field(typed.fill("urgency", Field::select("urgency", t.say("ความเร่งด่วน", "Urgency"), urgencies)))
        .field(typed.select("unit", t.say("ฝ่ายที่ออก", "Issued by"), t.say("หน่วยงาน", "The office"), units).optional(t))
        .field(typed.day("valid_from", "มีผลตั้งแต่", "In force from").optional(t))
        .field(typed.day("valid_until", "มีผลถึง", "In force until").optional(t))
        .field(
            typed
                .select("supersedes", t.say("ใช้แทนฉบับ", "Takes the place of"), t.say("ไม่ได้แทนฉบับใด", "None"), others)
                .optional(t),
        )
}

fn reader_fields(visit: &Visit, page: FormPage, typed: &Typed, offered: &Offered) -> FormPage {
    let t = visit.language;
    let who = [
        Choice::new("yes", t.say("ทุกคนในหน่วยงาน", "Everybody of the office")),
        Choice::new("no", t.say("เฉพาะฝ่าย ตำแหน่ง หรือบุคคลที่เลือก", "Only the units, posts or persons chosen below")),
    ];
    let units = offered.units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.in_language(t)));
    let posts = offered.posts.iter().map(|post| Choice::new(post.id.to_string(), post.name.in_language(t)));
    let people =
        offered.staff.iter().map(|member| Choice::new(member.person.to_string(), member.name.clone()).in_thai());
    page.field(typed.radios("everyone", t.say("ผู้รับ", "Readers"), who))
        .field(typed.checkboxes("units", t.say("ฝ่าย", "Units"), units).optional(t).tick_all(t))
        .field(typed.checkboxes("posts", t.say("ตำแหน่ง", "Posts"), posts).optional(t))
        .field(typed.checkboxes("people", t.say("บุคคล", "Persons"), people).optional(t))
        .field(
            typed
                .fill("working_days", Field::digits("working_days", t.say("รับทราบภายใน", "To be acknowledged within")))
                .unit(t.say("วันทำการ", "working days")),
        )
}

fn check_fields(visit: &Visit, page: FormPage, typed: &Typed) -> FormPage {
    let t = visit.language;
    page.field(typed.optional_text("question", "คำถามก่อนรับทราบ", "Question before acknowledging").hint(t.say(
        "ถามหนึ่งข้อให้แน่ใจว่าอ่านแล้ว ผู้ที่ตอบผิดได้อ่านอีกครั้ง",
        "One question that shows whether it was read. Whoever answers wrongly reads once more.",
    )))
    .field(
        typed
            .fill(
                "choices",
                Field::textarea(
                    "choices",
                    t.say("คำตอบ บรรทัดละหนึ่ง บรรทัดแรกถูก", "Answers, a line each; the first is right"),
                )
                .rows(3),
            )
            .optional(t),
    )
}

fn day_fields(name: &str, day: Option<Date>) -> Vec<(String, String)> {
    day.map(|day| day_parts(name, day).to_vec()).unwrap_or_default()
}

fn form_of(fields: Vec<(String, String)>) -> Form {
    Form::with(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// The form for a circular.
pub async fn new(State(app): State<App>, visit: Visit) -> Result<Response> {
    let offered = Offered::load(&mut app.database.read().await?, &visit, None).await?;
    let mut fields = day_fields("day", Some(visit.today()));
    fields.extend([
        ("everyone".to_owned(), "yes".to_owned()),
        ("urgency".to_owned(), "normal".to_owned()),
        ("working_days".to_owned(), USUAL_WORKING_DAYS.to_string()),
    ]);
    respond::page(&form_page(&visit, &offered, None, &form_of(fields), &FormErrors::default()))
}

/// Saves a draft.
pub async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let mut errors = FormErrors::default();
    let said = read_said(&form, &mut errors);
    let readers = read_audience(&form, &mut errors);
    let (Some(said), true) = (said, errors.is_empty()) else {
        let offered = Offered::load(&mut app.database.read().await?, &visit, None).await?;
        return respond::refused_form(&form_page(&visit, &offered, None, &form, &errors));
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    let id = actions::write(&mut tx, &actor, visit.agency()?.id, (&said, &readers), visit.now).await?;
    let message = Bilingual::new("บันทึกร่างแล้ว ตรวจอีกครั้งแล้วกดออก", "The draft was saved. Look it over, then issue it.");
    after_change(tx, &visit, &address(id), message).await
}

/// The form with what the circular says now.
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (agency, id): (_, CircularId) = (visit.agency()?.id, parse(&id)?);
    let mut connection = app.database.read().await?;
    let circular = actions::load(&mut connection, agency, id).await?;
    let readers = actions::audience(&mut connection, agency, id).await?;
    let offered = Offered::load(&mut connection, &visit, Some(&circular.said)).await?;
    drop(connection);
    respond::page(&form_page(
        &visit,
        &offered,
        Some(&circular),
        &form_of(known(&circular, &readers)),
        &FormErrors::default(),
    ))
}

fn known(circular: &Circular, readers: &[Reader]) -> Vec<(String, String)> {
    let said = &circular.said;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    put("subject", said.subject.clone());
    put("body", said.body.clone());
    put("number", if let Number::Given(number) = &said.number { number.clone() } else { String::new() });
    put("urgency", said.urgency.key().to_owned());
    put("working_days", said.working_days.to_string());
    let ids = [
        ("document", said.document.map(|id| id.to_string())),
        ("unit", said.unit.map(|id| id.to_string())),
        ("supersedes", said.supersedes.map(|id| id.to_string())),
    ];
    ids.into_iter().for_each(|(name, id)| put(name, id.unwrap_or_default()));
    if let Some(check) = &said.check {
        put("question", check.question.clone());
        put("choices", check.choices.join("\n"));
    }
    put("everyone", if readers.contains(&Reader::Everyone) { "yes" } else { "no" }.to_owned());
    for reader in readers {
        match reader {
            Reader::Everyone => {}
            Reader::Unit(unit) => put("units", unit.to_string()),
            Reader::Post(post) => put("posts", post.to_string()),
            Reader::Person(person) => put("people", person.to_string()),
        }
    }
    fields.extend(day_fields("day", Some(said.day)));
    fields.extend(day_fields("valid_from", Some(said.valid_from)));
    fields.extend(day_fields("valid_until", said.valid_until));
    fields
}

/// Changes it.
pub async fn change(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (agency, id): (_, CircularId) = (visit.agency()?.id, parse(&id)?);
    let circular = actions::load(&mut app.database.read().await?, agency, id).await?;
    let mut errors = FormErrors::default();
    let said = read_said(&form, &mut errors);
    let readers = read_audience(&form, &mut errors);
    let what_changed = form.text("what_changed");
    check_text(&mut errors, "what_changed", &what_changed, LONGEST_LINE, None);
    if let (Some(said), true) = (&said, errors.is_empty()) {
        let mut tx = app.database.write().await?;
        let actor = Actor::from(visit.viewer()?);
        let changed = actions::change(&mut tx, &actor, agency, id, (said, &readers, &what_changed), visit.now).await;
        match changed {
            Ok(()) => {
                let message = Bilingual::new("บันทึกแล้ว", "Saved.");
                return after_change(tx, &visit, &address(id), message).await;
            }
            Err(Error::Invalid(sentence)) => errors.add("what_changed", sentence.th, sentence.en),
            Err(error) => return Err(error),
        }
    }
    let offered = Offered::load(&mut app.database.read().await?, &visit, Some(&circular.said)).await?;
    respond::refused_form(&form_page(&visit, &offered, Some(&circular), &form, &errors))
}
