//! Signing in and out.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, header::USER_AGENT},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::{
    actions::{self, SignInRefusal},
    identify::{SESSION_COOKIE, set_cookie},
};
use crate::{
    app::App,
    demo::{self, DemoAccount},
    kit::{
        Form, Result, Visit,
        html::{Button, Column, ErrorSummary, Field, Page, Row, Table},
        listing::Query,
        respond,
    },
};

#[derive(Template)]
#[template(path = "accounts/html/sign_in.html")]
pub(super) struct SignInPage {
    page: Page,
    errors: ErrorSummary,
    email: Field,
    password: Field,
    next: String,
    button: Button,
    demo_accounts: Option<Table>,
    demo_password: &'static str,
}

impl SignInPage {
    fn new(visit: &Visit, form: &Form, refusal: Option<SignInRefusal>) -> Self {
        let mut page = visit.bare_page(visit.say("เข้าสู่ระบบ สำหรับเจ้าหน้าที่", "Sign in, for officers"));
        page.has_errors = refusal.is_some();
        page.csrf = visit.viewer.as_ref().map(|viewer| viewer.form_token.clone()).unwrap_or_default();
        let sentence = refusal.map(|refusal| match refusal {
            SignInRefusal::Mismatch => visit.say(
                "อีเมลหรือรหัสผ่านไม่ตรงกัน ลองอีกครั้ง หรือขอลิงก์ตั้งรหัสใหม่จากผู้ดูแลระบบของหน่วยงาน",
                "E-mail and password do not match. Try again, or ask your agency's administrator for a new link.",
            ),
            SignInRefusal::Wait => {
                visit.say("ลองหลายครั้งแล้ว รอ 1 นาที แล้วลองอีกครั้ง", "Several tries failed. Wait one minute and try again.")
            }
        });
        let errors = ErrorSummary::new(visit.language);
        Self {
            errors: match sentence {
                Some(sentence) => errors.add("email", sentence),
                None => errors,
            },
            email: Field::email("email", visit.say("อีเมล", "E-mail"))
                .value(form.raw("email").unwrap_or_default())
                .autocomplete("username")
                .error(sentence),
            password: Field::password(visit.language, "password", visit.say("รหัสผ่าน", "Password"))
                .autocomplete("current-password"),
            next: form.text("next"),
            button: Button::primary(visit.say("เข้าสู่ระบบ", "Sign in"))
                .sending(visit.say("กำลังเข้าสู่ระบบ…", "Signing in…")),
            demo_accounts: visit.demonstration.then(|| sample_accounts(visit)),
            demo_password: demo::PASSWORD,
            page,
        }
    }
}

fn sample_accounts(visit: &Visit) -> Table {
    let row = |account: &DemoAccount| {
        let role = account.role.name().in_language(visit.language).to_owned();
        let elsewhere = visit.say(" (อีกหน่วยงานหนึ่ง)", " (another agency)");
        Row::new(if account.agency == demo::AGENCY { role } else { role + elsewhere }).cell(account.email)
    };
    Table::new(visit.say("บทบาทและอีเมลของบัญชีตัวอย่าง", "Roles and e-mail addresses of the sample accounts"))
        .column(Column::text(visit.say("บทบาท", "Role")))
        .column(Column::text(visit.say("อีเมล", "E-mail")))
        .rows(demo::ACCOUNTS.iter().map(row))
}

pub(super) async fn show_sign_in(visit: Visit, query: Query) -> Result<Response> {
    let next = query.value("next").unwrap_or_default();
    if visit.viewer.is_some() {
        return Ok(respond::go(local(&next)));
    }
    respond::page(&SignInPage::new(&visit, &Form::with([("next", next)]), None))
}

pub(super) async fn sign_in(State(app): State<App>, visit: Visit, headers: HeaderMap, form: Form) -> Result<Response> {
    let device = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let password = form.raw("password").unwrap_or_default();
    match actions::sign_in(&app, &visit, &form.text("email"), password, device).await? {
        Err(refusal) => respond::refused_form(&SignInPage::new(&visit, &form, Some(refusal))),
        Ok(token) => {
            let mut response = respond::go(local(&form.text("next")));
            set_cookie(&mut response, &session_cookie(&app, token));
            Ok(response)
        }
    }
}

pub(super) async fn sign_out(State(app): State<App>, visit: Visit, _: Form) -> Result<Response> {
    actions::sign_out(&app, visit.viewer()?, visit.now).await?;
    let mut response = respond::go("/");
    let mut cookie = session_cookie(&app, String::new());
    cookie.make_removal();
    set_cookie(&mut response, &cookie);
    Ok(response)
}

fn session_cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.listen.public_url.starts_with("https:"))
        .build()
}

/// Only addresses of our own: coming back never leads to another site.
fn local(next: &str) -> &str {
    let ours =
        next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if ours { next } else { "/office" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn coming_back_never_leads_to_another_site() {
        assert_eq!(local("/office/measures?x=1"), "/office/measures?x=1");
        for foreign in ["", "https://evil.th", "//evil.th", "/\\evil.th", "office"] {
            assert_eq!(local(foreign), "/office");
        }
    }
}
