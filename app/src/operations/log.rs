//! The log: one line per request, by its number, without anything that could name a person. The route stands in it as
//! it is declared (`/invitation/{token}`), never the address that was asked for; network addresses, names, sign-in
//! addresses, search terms and contents never do.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};

use super::metrics::method_name;
use crate::{
    app::App,
    kit::{scrub::scrub, secret, visit::RequestId},
};

/// The header that carries the number of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What stands for an address that no route knows.
const NO_ROUTE: &str = "none";
/// Asked every few seconds by machines; logged only when more is asked for.
const BY_MACHINES: [&str; 2] = ["/health", "/ready"];

/// The outermost layer: numbers the request, counts it, measures it, and writes its line.
pub async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = secret::token()[..12].to_owned();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let milliseconds = took.as_micros() as f64 / 1_000.0;
    if BY_MACHINES.contains(&route.as_str()) {
        tracing::debug!(request = id, method, route, status, milliseconds, "answered");
    } else {
        tracing::info!(request = id, method, route, status, milliseconds, "answered");
    }
    app.metrics.answered(method, route, status, took);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Panics quote what they stumbled over, which may be somebody's name: from now on the log says only where and, without
/// anything quoted, what.
pub fn quieten_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let text = panic.payload_as_str().unwrap_or_default();
        tracing::error!(place, "a fault that should not happen: {}", scrub(text));
    }));
}
