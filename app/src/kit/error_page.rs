//! The page of a refusal: what happened, why, what to do next, and a way out.

use axum::response::{IntoResponse, Response};

use super::{Error, Visit};

/// Shows a refusal to the reader.
pub fn show(error: &Error, _visit: &Visit) -> Response {
    error.status().into_response()
}
