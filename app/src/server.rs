//! The server around the routes: headers, compression, time-outs, health, and a shutdown that loses nothing.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{
    Router,
    extract::{Path, Query, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use crate::{
    accounts::identify::identify,
    app::App,
    kit::{Error, assets},
    operations::{log, metrics},
    routes::routes,
};

/// Nothing from other hosts, nothing inline, no framing.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A request may take this long. The outer limit is for what happens before its route.
const PATIENCE: Duration = Duration::from_secs(60);
const OUTER_PATIENCE: Duration = Duration::from_secs(70);

/// The whole program as one service. Faults inside a route become pages in the reader's language; what fails further
/// out is still answered.
pub fn service(app: App) -> Router {
    app.database.watch(Arc::new(app.metrics.clone()));
    let fault = |_| Error::Internal(anyhow::anyhow!("the handler panicked")).into_response();
    let pages = routes()
        .into_router()
        .fallback(async || Error::NotFound)
        .layer(CatchPanicLayer::custom(fault))
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(app.clone(), identify));
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/health", get(async || "ok\n"))
        .route("/ready", get(ready))
        .merge(pages)
        .layer(from_fn(headers))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, OUTER_PATIENCE))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(app.clone(), log::observe))
        .with_state(app)
}

/// A request that takes too long is given up, with a page that says so.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            Error::Unavailable(anyhow::anyhow!("no answer within {} seconds", PATIENCE.as_secs())).into_response()
        }
    }
}

/// Serves until the future ends; requests under way are finished first. Figures are served apart from the pages, if
/// there is a place for them.
pub async fn serve(
    app: App,
    listener: TcpListener,
    figures: Option<TcpListener>,
    until: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let database = app.database.clone();
    app.metrics.started(app.clock.now());
    let figures = figures.map(|listener| {
        let figures = metrics::service(app.clone());
        tokio::spawn(async move { axum::serve(listener, figures).await })
    });
    let jobs = tokio::spawn(crate::jobs::run(app.clone()));
    let service = service(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(until).await.context("the server stopped")?;
    jobs.abort();
    if let Some(figures) = figures {
        figures.abort();
    }
    database.close().await;
    Ok(())
}

/// Ends when the operator asks the program to stop.
pub async fn asked_to_stop() {
    let interrupt = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[derive(Deserialize)]
struct Version {
    v: Option<String>,
}

async fn asset(Path(name): Path<String>, Query(asked): Query<Version>) -> Response {
    let Some(asset) = assets::find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let current = asked.v.as_deref() == Some(assets::version());
    let cache = if current { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    ([(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, cache)], asset.bytes).into_response()
}

/// Ready when the database answers.
async fn ready(State(app): State<App>) -> Response {
    match app.database.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!("not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
