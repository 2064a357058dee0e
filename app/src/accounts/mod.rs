//! Accounts: who can sign in, and how that is kept safe.
//!
//! A *user* is a person who can sign in, by e-mail address and password. What they may do comes from the *roles* of
//! the posts they hold or act for today, never from the account itself. A *session* is one sign-in on one device; the
//! database keeps only the hash of its token. An *invitation* is a link by which somebody sets a first (or a new)
//! password; nobody is ever told another's password.
//!
//! Failed sign-ins are slowed per account and address, so that guessing is hopeless and nobody can lock another
//! person out (see [`model::Throttle`]).

mod account;
pub mod actions;
pub mod cli;
mod device;
pub mod identify;
mod invitation;
pub mod model;
mod office;
mod public;
pub mod store;

pub use cli::print_link;
pub use invitation::{HandOver, hand_over};
pub use store::count_all_users;

use axum::response::{IntoResponse, Redirect, Response};
use db::Transaction;
use thai::Bilingual;

use crate::kit::{Access, Error, Permission, Routes, Visit};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, public::show_sign_in)
        .post("/sign-in", Access::Public, public::sign_in)
        .post("/sign-out", Access::SignedIn, public::sign_out)
        .get("/invitation/accepted", Access::Public, invitation::show_accepted)
        .get("/invitation/{token}", Access::Public, invitation::show)
        .post("/invitation/{token}", Access::Public, invitation::accept)
        .get("/office/account", Access::SignedIn, account::show)
        .post("/office/account/password", Access::SignedIn, account::change_password)
        .post("/office/account/sessions/others/end", Access::SignedIn, account::end_others)
        .post("/office/account/sessions/{id}/end", Access::SignedIn, account::end_one)
        .get("/office/users", Access::May(Permission::ManageUsers), office::list)
        .get("/office/users/new", Access::May(Permission::ManageUsers), office::show_new)
        .post("/office/users", Access::May(Permission::ManageUsers), office::invite)
        .get("/office/users/{id}", Access::May(Permission::ManageUsers), office::show)
        .post("/office/users/{id}/link", Access::May(Permission::ManageUsers), office::issue_link)
        .get("/office/users/{id}/closure", Access::May(Permission::ManageUsers), office::show_closure)
        .post("/office/users/{id}/closure", Access::May(Permission::ManageUsers), office::close)
        .post("/office/users/{id}/opening", Access::May(Permission::ManageUsers), office::open)
}

/// Is this address the name of an account, of whatever agency?
pub async fn has_account(connection: &mut db::Connection, email: &model::EmailAddress) -> db::Result<bool> {
    Ok(store::find_user_by_email(connection, email.as_str()).await?.is_some())
}

/// After a change: makes it durable, together with the message about it, and goes to a page that shows the message and
/// what comes next. Reloading that page never repeats the change.
pub async fn after_change(mut tx: Transaction, visit: &Visit, to: &str, message: Bilingual) -> Result<Response, Error> {
    let text = serde_json::to_string(&message).map_err(|error| Error::Internal(error.into()))?;
    store::set_flash(&mut tx, visit.viewer()?.session, Some(&text)).await?;
    tx.commit().await?;
    Ok(Redirect::to(to).into_response())
}
