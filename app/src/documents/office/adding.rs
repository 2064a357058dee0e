//! Adding a document, and adding a version to one.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{LIST, list_words, load, sent};
use crate::{
    accounts::after_change,
    app::App,
    documents::{
        actions::{self, New},
        model::{
            Content, Document, KeptFile, Kind, address,
            editing::{read_about, read_told},
        },
        store,
    },
    kit::{
        Error, FileForm, Form, FormErrors, Result, Visit,
        audit::Actor,
        form_page::{FormPage, Typed, day_parts},
        html::{Button, Choice, Field, Html},
        listing::{self, Query},
        respond,
    },
};

/// The fields of what a document is about.
pub(super) fn about_fields(visit: &Visit, page: FormPage, typed: &Typed) -> FormPage {
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.name().in_language(visit.language)));
    page.field(typed.text("title", "ชื่อเอกสาร", "Title").hint(
        visit.say("ตามที่เขียนบนเอกสาร ใส่เลขที่หนังสือด้วยถ้ามี", "As it stands on the document, with its number if it has one"),
    ))
    .field(typed.select("kind", visit.say("ชนิด", "Kind"), visit.say("เลือกชนิด", "Choose a kind"), kinds))
}

/// The fields of who may see it.
pub(super) fn openness_fields(visit: &Visit, page: FormPage, typed: &Typed) -> FormPage {
    let choices = [
        Choice::new("public", visit.say("ทุกคน", "Everybody"))
            .hint(visit.say("มีหน้าสาธารณะของตัวเอง", "It gets a public page of its own")),
        Choice::new("internal", visit.say("เฉพาะเจ้าหน้าที่ของหน่วยงาน", "Only officers of the agency")),
    ];
    page.field(typed.radios("openness", visit.say("ใครเห็นได้", "Who may see it"), choices)).field(
        typed
            .optional_text("internal_reason", "เหตุผล ถ้าไม่เปิดให้ทุกคนเห็น", "Reason, if not everybody may see it")
            .hint(visit.say("เช่น มีข้อมูลส่วนบุคคล", "E.g. it names private persons")),
    )
}

/// The fields of the days and words of a version.
fn told_fields(page: FormPage, visit: &Visit, typed: &Typed, is_first: bool) -> FormPage {
    let t = visit.language;
    let page = if is_first {
        page
    } else {
        let field = Field::textarea("what_changed", visit.say("ต่างจากฉบับก่อนอย่างไร", "What changed"));
        page.field(typed.fill("what_changed", field.rows(3)))
    };
    page.field(typed.day("speaks_of", "วันของเรื่อง", "Day it speaks of").hint(
        visit.say("วันที่บนหนังสือ วันประชุม หรือวันที่ถ่ายภาพ", "The date of the letter, of the meeting, or of the photograph"),
    ))
    .field(typed.optional_text("given_by", "ได้รับจาก", "Given by").hint(
        visit.say("ฝ่ายหรือผู้ที่ให้เอกสาร ไม่แสดงต่อสาธารณะ", "The division or person who gave it; not shown to the public"),
    ))
    .field(typed.day("received", "วันที่ได้รับ", "Day of receipt"))
    .field(typed.day("valid_from", "มีผลตั้งแต่", "In force from").optional(t))
    .field(typed.day("valid_until", "มีผลถึง", "In force until").optional(t))
}

fn today_as_received(visit: &Visit) -> Form {
    let parts = day_parts("received", visit.today());
    Form::with(parts.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// Where whoever adds a document wishes to go with it: a page of the office.
fn then(query: &Query) -> Option<String> {
    query.value("then").filter(|path| path.starts_with("/office/") && !path.contains(['?', '#', '\\']))
}

fn page_of_new(
    app: &App,
    visit: &Visit,
    (form, then): (&Form, Option<&str>),
    errors: &FormErrors,
    kept: Option<&KeptFile>,
) -> FormPage {
    let typed = Typed::new(visit, form, errors);
    let action = then.map_or_else(|| LIST.to_owned(), |then| format!("{LIST}?then={}", listing::encode(then)));
    let page = FormPage::new(visit, visit.say("เพิ่มเอกสาร", "Add a document"), action)
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(visit))])
        .button(Button::primary(visit.say("เพิ่มเอกสาร", "Add the document")).sending(visit.say("กำลังส่ง…", "Sending…")));
    let page = about_fields(visit, page, &typed);
    let page = told_fields(page, visit, &typed, true);
    let page = openness_fields(visit, page, &typed);
    sent::fields(app, visit, page, &typed, kept)
}

/// The form for a document.
pub async fn new(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (form, then) = (today_as_received(&visit), then(&query));
    respond::page(&page_of_new(&app, &visit, (&form, then.as_deref()), &FormErrors::default(), None))
}

/// Adds a document. Whoever came from another page goes back there with it.
pub async fn add(State(app): State<App>, visit: Visit, query: Query, mut form: FileForm) -> Result<Response> {
    let (agency, then) = (visit.agency()?.id, then(&query));
    let mut errors = FormErrors::default();
    let about = read_about(&form.form, &mut errors);
    let told = read_told(&form.form, &mut errors, true, visit.today());
    let sent = sent::read(&app, &visit, &mut form, &mut errors).await?;
    let (Some(about), Some(told), Some(content), true) = (about, told, sent.content, errors.is_empty()) else {
        return respond::refused_form(&page_of_new(
            &app,
            &visit,
            (&form.form, then.as_deref()),
            &errors,
            sent.kept.as_ref(),
        ));
    };
    let mut tx = app.database.write().await?;
    let same = same_as(&mut tx, &visit, &content).await?;
    let actor = Actor::from(visit.viewer()?);
    let new = New { about, content, told };
    let id = match actions::add(&mut tx, &app.vault, &actor, agency, new, visit.now).await {
        Err(Error::Invalid(sentence)) => {
            errors.add("file", sentence.th, sentence.en);
            return respond::refused_form(&page_of_new(&app, &visit, (&form.form, then.as_deref()), &errors, None));
        }
        added => added?,
    };
    let message = match same {
        None => Bilingual::new("เพิ่มเอกสารแล้ว", "The document was added."),
        Some(other) => Bilingual::new(
            format!("เพิ่มเอกสารแล้ว ไฟล์เดียวกันนี้มีอยู่ใน “{}” ด้วย ถ้าเป็นเรื่องเดียวกันให้ถอนฉบับหนึ่ง", other.about.title),
            format!(
                "The document was added. The very same file is kept in “{}”, too; withdraw one of them if they are the same.",
                other.about.title
            ),
        ),
    };
    let to = then.map_or_else(|| address(id), |then| format!("{then}?document={id}"));
    after_change(tx, &visit, &to, message).await
}

/// Another document of the agency with the same bytes.
async fn same_as(connection: &mut db::Connection, visit: &Visit, content: &Content) -> Result<Option<Document>> {
    match content {
        Content::File(file) => Ok(store::find_same(connection, visit.agency()?.id, &file.hash).await?),
        Content::Address(_) => Ok(None),
    }
}

fn page_of_version(
    app: &App,
    visit: &Visit,
    document: &Document,
    form: &Form,
    errors: &FormErrors,
    kept: Option<&KeptFile>,
) -> FormPage {
    let here = address(document.id);
    let typed = Typed::new(visit, form, errors);
    let number = document.latest + 1;
    let title = visit.say(format!("เพิ่มฉบับที่ {number}"), format!("Add version {number}"));
    let page = FormPage::new(visit, title, format!("{here}/versions"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(visit)), (&here, &document.about.title)])
        .before(Html::text(visit.say(
            "ฉบับใหม่จะใช้แทนฉบับเดิม ฉบับเดิมยังเปิดอ่านได้",
            "The new version counts from now on. Earlier ones can still be read.",
        )))
        .button(Button::primary(visit.say("เพิ่มฉบับนี้", "Add this version")).sending(visit.say("กำลังส่ง…", "Sending…")));
    let page = told_fields(page, visit, &typed, false);
    sent::fields(app, visit, page, &typed, kept)
}

/// The form for a version.
pub async fn new_version(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let form = today_as_received(&visit);
    respond::page(&page_of_version(&app, &visit, &document, &form, &FormErrors::default(), None))
}

/// Adds a version.
pub async fn add_version(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    mut form: FileForm,
) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let mut errors = FormErrors::default();
    let told = read_told(&form.form, &mut errors, false, visit.today());
    let sent = sent::read(&app, &visit, &mut form, &mut errors).await?;
    let (Some(told), Some(content), true) = (told, sent.content, errors.is_empty()) else {
        let page = page_of_version(&app, &visit, &document, &form.form, &errors, sent.kept.as_ref());
        return respond::refused_form(&page);
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    let (agency, vault) = (visit.agency()?.id, &app.vault);
    let added = actions::add_version(&mut tx, vault, &actor, agency, document.id, content, told, visit.now).await;
    let number = match added {
        Err(Error::Invalid(sentence) | Error::Conflict(sentence)) => {
            errors.add("file", sentence.th, sentence.en);
            return respond::refused_form(&page_of_version(&app, &visit, &document, &form.form, &errors, None));
        }
        added => added?,
    };
    let message = Bilingual::new(format!("เพิ่มฉบับที่ {number} แล้ว"), format!("Version {number} was added."));
    after_change(tx, &visit, &address(document.id), message).await
}
