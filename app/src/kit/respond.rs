//! Answering with a page.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::Result;

/// A page.
pub fn page(template: &impl Template) -> Result<Response> {
    Ok(Html(template.render()?).into_response())
}

/// The same form again, with what was typed and what is wrong with it.
pub fn refused_form(template: &impl Template) -> Result<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// After a change: another page, so that reloading repeats nothing.
pub fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}
