//! What a running program holds, and how it starts.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use db::{Database, Migrator};

use crate::{
    circulars,
    cli::speak,
    config::{DataPlace, Listen},
    documents, figures,
    kit::{Clock, Memory, Vault, audit::head::Signer, visit::Navigation},
    measures,
    operations::Metrics,
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
    /// What it counts and measures about itself.
    pub metrics: Metrics,
    /// What it worked out for pages, until the records behind it change.
    pub memory: Memory,
    /// Where it keeps the bytes of files.
    pub vault: Vault,
    /// With what documents are looked after.
    pub documents: documents::Setup,
    /// The figures that its features offer.
    pub figures: figures::Catalogue,
}

/// The figures that the features offer.
pub static FIGURES: figures::Catalogue = figures::Catalogue(&[&circulars::FIGURES, &measures::FIGURES]);

/// With what documents are looked after, and which features link to them.
pub fn document_setup() -> documents::Setup {
    documents::Setup::default().with_uses(measures::uses_of_document).with_uses(circulars::uses_of_document)
}

/// The name of the file with the signing key, in the data folder.
pub const SIGNING_KEY: &str = "audit-signing.key";

/// Opens the database and brings its schema up to date. A database that a newer program has used is refused untouched.
pub async fn open(place: &DataPlace) -> anyhow::Result<Database> {
    let database = Database::open(&place.url).await.with_context(|| {
        speak("เปิดฐานข้อมูลไม่ได้ ดูสาเหตุด้วย prongsai doctor", "the database cannot be opened; prongsai doctor says why")
    })?;
    match database.migrate(&SQLITE, &POSTGRES).await {
        Ok(()) => Ok(database),
        Err(db::Error::Newer(version)) => Err(anyhow::anyhow!(newer(version))),
        Err(db::Error::Foreign(version)) => Err(anyhow::anyhow!(speak(
            format!("โครงสร้างฐานข้อมูลขั้นที่ {version} ไม่ตรงกับโปรแกรมนี้ หรือทำค้างไว้ กู้คืนข้อมูลสำรอง แล้วใช้โปรแกรมรุ่นที่เผยแพร่"),
            format!(
                "step {version} of the database's schema is not this program's, or was not finished; restore a backup and \
                 use a published release"
            ),
        ))),
        Err(error) => Err(error)
            .context(speak("ปรับโครงสร้างฐานข้อมูลให้เป็นรุ่นปัจจุบันไม่ได้", "the database schema cannot be brought up to date")),
    }
}

/// Why a database is refused that a newer program has used.
pub fn newer(version: i64) -> String {
    let program = VERSION;
    speak(
        format!(
            "ฐานข้อมูลนี้ใช้กับโปรแกรมรุ่นใหม่กว่าแล้ว (โครงสร้างขั้นที่ {version}) โปรแกรมนี้คือรุ่น {program} ใช้โปรแกรมรุ่นใหม่ หรือกู้คืนข้อมูลที่สำรองไว้ก่อนปรับรุ่น"
        ),
        format!(
            "this database was used by a newer program (schema step {version}); this is {program}. Use the newer program, \
             or restore the backup made before the upgrade"
        ),
    )
}

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The steps of the schema that this program knows, oldest first.
pub fn known_migrations(engine: db::Engine) -> Vec<i64> {
    let migrator = match engine {
        db::Engine::Sqlite => &SQLITE,
        db::Engine::Postgres => &POSTGRES,
    };
    migrator.iter().map(|migration| migration.version).collect()
}

/// The key that signs audit heads, from the data folder; made there on the first start.
pub fn signer(folder: &Path) -> anyhow::Result<Signer> {
    Signer::load_or_create(&folder.join(SIGNING_KEY)).context("the audit signing key cannot be read or made")
}
