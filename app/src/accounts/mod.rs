//! Accounts: who can sign in, and how that is kept safe.
//!
//! A *user* is a person who can sign in, by e-mail address and password. What they may do comes from the *roles* of
//! the posts they hold or act for today, never from the account itself. A *session* is one sign-in on one device; the
//! database keeps only the hash of its token. An *invitation* is a link by which somebody sets a first (or a new)
//! password; nobody is ever told another's password.
//!
//! Failed sign-ins are slowed per account and address, so that guessing is hopeless and nobody can lock another
//! person out (see [`model::Throttle`]).

pub mod actions;
pub mod identify;
pub mod model;
mod public;
pub mod store;

use axum::response::{IntoResponse, Redirect, Response};
use thai::Bilingual;

use crate::{
    app::App,
    kit::{Access, Error, Routes, Visit},
};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, public::show_sign_in)
        .post("/sign-in", Access::Public, public::sign_in)
        .post("/sign-out", Access::SignedIn, public::sign_out)
}

/// After a change: go to a page that says what happened and what comes next. Reloading it never repeats the change.
pub async fn after_change(app: &App, visit: &Visit, to: &str, message: Bilingual) -> Result<Response, Error> {
    let text = serde_json::to_string(&message).map_err(|error| Error::Internal(error.into()))?;
    let mut tx = app.database.write().await?;
    store::set_flash(&mut tx, visit.viewer()?.session, Some(&text)).await?;
    tx.commit().await?;
    Ok(Redirect::to(to).into_response())
}
