//! The page of a refusal: what happened, why, what to do next, and a way out.

use std::ops::Deref;

use askama::Template;
use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

use super::{
    Error, Visit,
    html::{Button, Link, Page},
    listing::encode,
    scrub::scrub,
};

/// After how many seconds trying again makes sense.
const RETRY_AFTER: &str = "60";

#[derive(Template)]
#[template(path = "kit/html/refusal.html")]
struct RefusalPage {
    page: Page,
    advice: String,
    first: Button,
    others: Vec<Link>,
    reference: Option<String>,
}

/// The same with the office around it: who is signed in does not lose the way because one door is shut. Where the fault
/// is ours, nothing is trusted to be there.
#[derive(Template)]
#[template(path = "kit/html/refusal_in_office.html")]
struct InOffice<'a>(&'a RefusalPage);

impl Deref for InOffice<'_> {
    type Target = RefusalPage;

    fn deref(&self) -> &RefusalPage {
        self.0
    }
}

/// Shows a refusal to the reader. A fault of ours shows the number of the request, under which the
/// log has the cause.
pub fn show(error: &Error, visit: &Visit) -> Response {
    let language = visit.language;
    let reference = match error {
        Error::Internal(cause) | Error::Unavailable(cause) => {
            tracing::error!(request = visit.request, "a request failed: {}", scrub(&format!("{cause:#}")));
            Some(visit.request.clone())
        }
        _ => None,
    };
    let (first, others) = ways_out(error, visit);
    let in_office = visit.viewer.is_some() && !matches!(error, Error::Internal(_) | Error::Unavailable(_));
    let title = error.title().in_language(language).to_owned();
    let page = RefusalPage {
        page: if in_office { visit.page(title) } else { visit.bare_page(title) },
        advice: error.advice().in_language(language).to_owned(),
        first,
        others,
        reference,
    };
    let html = if in_office { InOffice(&page).render() } else { page.render() };
    match html {
        Ok(html) if matches!(error, Error::Unavailable(_)) => {
            (error.status(), [(header::RETRY_AFTER, RETRY_AFTER)], Html(html)).into_response()
        }
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(_) => error.status().into_response(),
    }
}

fn ways_out(error: &Error, visit: &Visit) -> (Button, Vec<Link>) {
    let home = if visit.viewer.is_some() { "/office" } else { "/" };
    let first_page = visit.say("ไปหน้าแรก", "Go to the first page");
    if matches!(error, Error::SignInRequired) {
        let back = visit.uri.path_and_query().map_or("/office", |path| path.as_str());
        let sign_in = Button::primary(visit.say("เข้าสู่ระบบ", "Sign in")).to(format!("/sign-in?next={}", encode(back)));
        return (sign_in, vec![Link::new("/", first_page)]);
    }
    if matches!(error, Error::TooLarge) {
        // Files are sent to the page of their form, or to `files` below it.
        let path = visit.uri.path();
        let form = path.strip_suffix("/files").unwrap_or(path);
        let words = visit.say("กลับไปเลือกไฟล์อื่น", "Back, to choose another file");
        return (Button::primary(words).to(form), vec![Link::new(home, first_page)]);
    }
    let mut others = Vec::new();
    if matches!(error, Error::Conflict(_) | Error::Internal(_) | Error::Unavailable(_)) {
        let again = visit.uri.path_and_query().map_or("/", |path| path.as_str());
        others.push(Link::new(again, visit.say("เปิดหน้านี้อีกครั้ง", "Open this page again")));
    }
    (Button::primary(first_page).to(home), others)
}
