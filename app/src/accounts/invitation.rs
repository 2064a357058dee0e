//! The link by which somebody sets their password: handing it over, and the page behind it.
//!
//! The link is shown once, right after it was made: the database keeps only the hash of its token, so that nobody can
//! read it again. That page is the answer to the form itself, not a redirect; sending the form again makes no second
//! account and a new link ends the one before.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use thai::{Bilingual, date};

use super::{
    actions,
    model::{INVITATION_LIFE, SHORTEST_PASSWORD, check_password},
    store::User,
};
use crate::{
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Button, ErrorSummary, Field, Link, Page},
        respond,
    },
};

/// A link that was just made, for whoever hands it over.
pub struct HandOver {
    /// What was done, as the page's title.
    pub title: String,
    /// For whom the link is.
    pub person: String,
    /// The token.
    pub token: String,
    /// Where to go afterwards.
    pub back: String,
}

#[derive(Template)]
#[template(path = "accounts/html/hand_over.html")]
struct HandOverPage {
    page: Page,
    person: String,
    link: String,
    until: String,
    back: Button,
}

/// Shows a link once.
pub fn hand_over(app: &App, visit: &Visit, made: HandOver) -> Result<Response> {
    let until = date::moment(visit.now + INVITATION_LIFE, visit.language);
    respond::page(&HandOverPage {
        page: visit.page(made.title),
        person: made.person,
        link: format!("{}/invitation/{}", app.listen.public_url, made.token),
        until,
        back: Button::primary(visit.say("ส่งลิงก์แล้ว ไปต่อ", "I have sent it: go on")).to(made.back),
    })
}

#[derive(Template)]
#[template(path = "accounts/html/invitation.html")]
struct InvitationPage {
    page: Page,
    errors: ErrorSummary,
    action: String,
    name: String,
    email: String,
    password: Field,
    repeated: Field,
    button: Button,
}

/// The link does not hold, or was just used: what now.
#[derive(Template)]
#[template(path = "accounts/html/invitation_closed.html")]
struct ClosedPage {
    page: Page,
    sentences: Vec<&'static str>,
    button: Button,
    other: Option<Link>,
}

fn page(visit: &Visit, token: &str, user: &User, errors: &FormErrors) -> InvitationPage {
    let t = visit.language;
    let mut page = visit.bare_page(visit.say("ตั้งรหัสผ่าน", "Set your password"));
    page.has_errors = !errors.is_empty();
    // Whoever is signed in may open a link too; their forms carry the token of their session.
    page.csrf = visit.viewer.as_ref().map(|viewer| viewer.form_token.clone()).unwrap_or_default();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let error = |name: &str| errors.of(name).map(|sentence| sentence.in_language(t).to_owned());
    let rules = visit.say(
        format!("อย่างน้อย {SHORTEST_PASSWORD} ตัวอักษร จะเป็นประโยคที่จำง่ายก็ได้ เว้นวรรคได้ ไม่ต้องมีตัวเลขหรือเครื่องหมาย"),
        format!("At least {SHORTEST_PASSWORD} characters. A sentence you remember is fine, with blanks; no digits or signs needed."),
    );
    InvitationPage {
        errors: summary,
        action: format!("/invitation/{token}"),
        name: user.name.clone().unwrap_or_default(),
        email: user.email.clone(),
        password: Field::password(t, "password", visit.say("รหัสผ่านใหม่", "New password"))
            .autocomplete("new-password")
            .hint(rules)
            .error(error("password")),
        repeated: Field::password(t, "repeated", visit.say("รหัสผ่านใหม่อีกครั้ง", "New password again"))
            .autocomplete("new-password")
            .error(error("repeated")),
        button: Button::primary(visit.say("ตั้งรหัสผ่าน", "Set the password")).sending(visit.say("กำลังบันทึก…", "Saving…")),
        page,
    }
}

pub(super) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    match actions::open_invitation(&mut app.database.read().await?, &token, visit.now).await? {
        Some((_, user)) => respond::page(&page(&visit, &token, &user, &FormErrors::default())),
        None => closed(&visit),
    }
}

pub(super) async fn accept(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response> {
    let Some((_, user)) = actions::open_invitation(&mut app.database.read().await?, &token, visit.now).await? else {
        return closed(&visit);
    };
    let errors = check_new_password(&form, &user.email);
    if !errors.is_empty() {
        return respond::refused_form(&page(&visit, &token, &user, &errors));
    }
    match actions::accept(&app, &token, form.raw("password").unwrap_or_default(), visit.now).await {
        Ok(()) => Ok(respond::go("/invitation/accepted")),
        Err(Error::NotFound | Error::Conflict(_)) => closed(&visit),
        Err(error) => Err(error),
    }
}

/// What is wrong with a new password and its repetition.
pub(super) fn check_new_password(form: &Form, email: &str) -> FormErrors {
    let mut errors = FormErrors::default();
    let password = form.raw("password").unwrap_or_default();
    if let Err(Bilingual { th, en }) = check_password(password, email) {
        errors.add("password", th, en);
    } else if form.raw("repeated") != Some(password) {
        errors.add("repeated", "รหัสผ่านสองช่องไม่ตรงกัน พิมพ์ใหม่ทั้งสองช่อง", "The two passwords differ. Type both again.");
    }
    errors
}

fn closed(visit: &Visit) -> Result<Response> {
    let page = ClosedPage {
        page: visit.bare_page(visit.say("ลิงก์นี้ใช้ไม่ได้แล้ว", "This link no longer works")),
        sentences: vec![
            visit.say(
                "ลิงก์หนึ่งใช้ได้ครั้งเดียวภายใน 7 วัน และลิงก์ใหม่แทนที่ลิงก์เก่า",
                "A link works once, within 7 days, and a new link replaces the one before.",
            ),
            visit.say(
                "ถ้าตั้งรหัสผ่านแล้ว เข้าสู่ระบบได้เลย ถ้ายัง ขอลิงก์ใหม่จากผู้ดูแลระบบของหน่วยงาน",
                "If you have set your password, sign in. If not, ask your agency's administrator for a new link.",
            ),
        ],
        button: Button::primary(visit.say("เข้าสู่ระบบ", "Sign in")).to("/sign-in"),
        other: Some(Link::new("/", visit.say("ไปหน้าแรก", "Go to the first page"))),
    };
    Ok((StatusCode::GONE, axum::response::Html(page.render()?)).into_response())
}

pub(super) async fn show_accepted(visit: Visit) -> Result<Response> {
    respond::page(&ClosedPage {
        page: visit.bare_page(visit.say("ตั้งรหัสผ่านแล้ว", "Your password is set")),
        sentences: vec![visit.say(
            "ต่อไปเข้าสู่ระบบด้วยอีเมลและรหัสผ่านนี้ เครื่องอื่นที่เคยเข้าระบบไว้ออกจากระบบหมดแล้ว",
            "Sign in with your e-mail address and this password. All earlier sign-ins have ended.",
        )],
        button: Button::primary(visit.say("เข้าสู่ระบบ", "Sign in")).to("/sign-in"),
        other: None,
    })
}
