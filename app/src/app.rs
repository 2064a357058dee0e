//! What a running program holds, and how it starts.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use db::{Database, Migrator};

use crate::{
    config::{DataPlace, Listen},
    kit::{Clock, audit::head::Signer, visit::Navigation},
};

static SQLITE: Migrator = sqlx_migrations::SQLITE;
static POSTGRES: Migrator = sqlx_migrations::POSTGRES;

mod sqlx_migrations {
    pub(super) const SQLITE: db::Migrator = sqlx::migrate!("migrations/sqlite");
    pub(super) const POSTGRES: db::Migrator = sqlx::migrate!("migrations/postgres");
}

/// A running program: handed to every handler, cheap to clone. Holds no state that a second instance would need.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub database: Database,
    /// The time.
    pub clock: Clock,
    /// The key that signs the heads of the audit chains.
    pub signer: Signer,
    /// How it listens.
    pub listen: Arc<Listen>,
    /// Is this the demonstration, with its accounts shown at sign-in?
    pub demonstration: bool,
    /// The parts of the office.
    pub navigation: &'static Navigation,
}

/// Opens the database and brings its schema up to date.
pub async fn open(place: &DataPlace) -> anyhow::Result<Database> {
    let database = Database::open(&place.url).await.context("the database cannot be opened")?;
    database.migrate(&SQLITE, &POSTGRES).await.context("the database schema cannot be brought up to date")?;
    Ok(database)
}

/// The key that signs audit heads, from the data folder; made there on the first start.
pub fn signer(folder: &Path) -> anyhow::Result<Signer> {
    Signer::load_or_create(&folder.join("audit-signing.key")).context("the audit signing key cannot be read or made")
}
