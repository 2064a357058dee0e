//! Changing what is said of a document, and taking it back.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{
    LIST,
    adding::{about_fields, openness_fields},
    list_words, load,
};
use crate::{
    accounts::after_change,
    app::App,
    documents::{
        actions,
        model::{
            Document, Openness, address,
            editing::{LONGEST_TEXT, check_length, read_about},
        },
    },
    kit::{
        Form, FormErrors, Result, Visit,
        audit::Actor,
        form_page::{FormPage, Typed},
        html::{Button, Html},
        respond,
    },
};

fn edit_page(visit: &Visit, document: &Document, form: &Form, errors: &FormErrors) -> FormPage {
    let here = address(document.id);
    let typed = Typed::new(visit, form, errors);
    let page =
        FormPage::new(visit, visit.say("แก้ไขข้อมูลของเอกสาร", "Change what is said of it"), format!("{here}/about"))
            .errors(visit, errors)
            .up(visit, &[(LIST, list_words(visit)), (&here, &document.about.title)]);
    openness_fields(visit, about_fields(visit, page, &typed), &typed)
}

/// The form with what is said now.
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let (openness, reason) = match &document.about.openness {
        Openness::Public => ("public", ""),
        Openness::Internal { reason } => ("internal", reason.as_str()),
    };
    let form = Form::with([
        ("title", document.about.title.clone()),
        ("kind", document.about.kind.key().to_owned()),
        ("openness", openness.to_owned()),
        ("internal_reason", reason.to_owned()),
    ]);
    respond::page(&edit_page(&visit, &document, &form, &FormErrors::default()))
}

/// Changes it.
pub async fn change(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let mut errors = FormErrors::default();
    let about = read_about(&form, &mut errors);
    let (Some(about), true) = (about, errors.is_empty()) else {
        return respond::refused_form(&edit_page(&visit, &document, &form, &errors));
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    actions::change(&mut tx, &actor, visit.agency()?.id, document.id, &about, visit.now).await?;
    let message = Bilingual::new("บันทึกข้อมูลของเอกสารแล้ว", "What is said of the document was saved.");
    after_change(tx, &visit, &address(document.id), message).await
}

fn withdrawal_page(visit: &Visit, document: &Document, form: &Form, errors: &FormErrors) -> FormPage {
    let here = address(document.id);
    let typed = Typed::new(visit, form, errors);
    let sentence = visit.say(
        "เอกสารที่ถอนยังอ่านได้ แต่ขีดฆ่าพร้อมเหตุผล ใช้เป็นหลักฐานใหม่ไม่ได้ และถอนแล้วย้อนกลับไม่ได้ ประชาชนจะเปิดไฟล์ไม่ได้อีก",
        "A withdrawn document can still be read, struck through with the reason, but proves nothing any more. This cannot be \
         undone. The public can no longer open its file.",
    );
    FormPage::new(visit, visit.say("ถอนเอกสาร", "Withdraw the document"), format!("{here}/withdrawal"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(visit)), (&here, &document.about.title)])
        .before(Html::text(sentence))
        .field(typed.text("reason", "เหตุผลที่ถอน", "Why it is withdrawn"))
        .button(Button::danger_final(visit.say("ถอนเอกสารนี้", "Withdraw it")))
}

/// Asks for the reason.
pub async fn ask_withdrawal(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    respond::page(&withdrawal_page(&visit, &document, &Form::default(), &FormErrors::default()))
}

/// Takes it back.
pub async fn withdraw(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let mut errors = FormErrors::default();
    let reason = form.text("reason");
    if reason.is_empty() {
        errors.add("reason", "บอกเหตุผลที่ถอน ผู้อ่านจะเห็นข้อความนี้", "Say why it is withdrawn; readers will see this.");
    }
    check_length(&mut errors, "reason", &reason, LONGEST_TEXT);
    if !errors.is_empty() {
        return respond::refused_form(&withdrawal_page(&visit, &document, &form, &errors));
    }
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    actions::withdraw(&mut tx, &actor, visit.agency()?.id, document.id, &reason, visit.now).await?;
    let message = Bilingual::new("ถอนเอกสารแล้ว", "The document was withdrawn.");
    after_change(tx, &visit, &address(document.id), message).await
}
