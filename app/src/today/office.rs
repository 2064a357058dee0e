//! The dashboard.

use askama::Template;
use axum::response::Response;

use crate::kit::{Result, Visit, html::Page, respond};

#[derive(Template)]
#[template(path = "today/html/today.html")]
struct TodayPage {
    page: Page,
}

/// What to do today.
pub(super) async fn today(visit: Visit) -> Result<Response> {
    respond::page(&TodayPage { page: visit.page(visit.say("วันนี้", "Today")) })
}
