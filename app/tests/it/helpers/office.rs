//! A started program with the demonstration data and a database of its own.

use std::{net::SocketAddr, sync::Arc};

use axum::Router;
use db::{Database, Engine};
use jiff::Timestamp;
use prongsai::{
    app::{self, App},
    config::{DataPlace, Listen},
    demo,
    kit::{Clock, Memory, Role},
    operations::Metrics,
    routes::NAVIGATION,
    server,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::{Person, postgres};

/// The day of all stories: 8 April 2022, 10:00 in Bangkok.
pub const STORY_TIME: &str = "2022-04-08T03:00:00Z";

/// A started program.
pub struct Office {
    /// What the program holds.
    pub app: App,
    service: Router,
    folder: TempDir,
    url: String,
}

impl Office {
    /// A program with the demonstration data in a database that nobody else uses.
    pub async fn open(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match engine {
            Engine::Sqlite => {
                let file = folder.path().join("prongsai.db");
                std::fs::copy(sqlite_template().await, &file).expect("copying the template database");
                format!("sqlite:{}", file.display())
            }
            Engine::Postgres => copy_of_postgres_template().await,
        };
        copy_files(&template_folder().join("files"), &folder.path().join("files"));
        Self::on(url, folder).await
    }

    /// A program on the database of an earlier release, loaded from its dump.
    pub async fn of_release(engine: Engine, dump: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = empty_url(engine, &folder).await;
        let database = Database::open(&url).await.expect("opening the database");
        database.administer(dump).await.expect("loading the dump");
        database.close().await;
        Self::on(url, folder).await
    }

    /// A program on a database that is there.
    pub async fn on(url: String, folder: TempDir) -> Self {
        let app = start(&DataPlace { url: url.clone(), folder: folder.path().into() }).await;
        Self { service: server::service(app.clone()), app, folder, url }
    }

    /// The same program with something of it set differently.
    pub fn with(mut self, change: impl FnOnce(&mut App)) -> Self {
        change(&mut self.app);
        self.service = server::service(self.app.clone());
        self
    }

    /// Where its data are, for stories about the command line.
    pub fn place(&self) -> DataPlace {
        DataPlace { url: self.url.clone(), folder: self.folder.path().into() }
    }

    /// The folder of its data, for stories about the command line.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Person {
        Person::new(self.service.clone())
    }

    /// Somebody of the sample office, by role.
    pub async fn sign_in(&self, role: Role) -> Person {
        let account =
            demo::ACCOUNTS.iter().find(|account| account.role == role).expect("a sample account of this role");
        self.sign_in_as(account.email).await
    }

    /// Somebody of the second agency, by role.
    pub async fn sign_in_elsewhere(&self, role: Role) -> Person {
        let elsewhere = |account: &&demo::DemoAccount| account.role == role && account.agency == demo::OTHER_AGENCY;
        let account = demo::ACCOUNTS.iter().find(elsewhere).expect("a sample account of this role in the other agency");
        self.sign_in_as(account.email).await
    }

    /// Somebody by sign-in address. Opens a session directly; the story of signing in is told in `sign_in.rs`.
    pub async fn sign_in_as(&self, email: &str) -> Person {
        let mut person = self.anonymous();
        person.open_session(&self.app, email).await;
        person
    }
}

/// A program on an empty, migrated database.
async fn start(place: &DataPlace) -> App {
    let listen = Listen {
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: "http://localhost".into(),
        trusted_proxy: None,
    };
    App {
        database: app::open(place).await.expect("opening the database"),
        clock: Clock::set_to(STORY_TIME.parse::<Timestamp>().expect("a moment")),
        signer: app::signer(&place.folder).expect("a signing key"),
        listen: Arc::new(listen),
        demonstration: true,
        navigation: &NAVIGATION,
        metrics: Metrics::new(),
        memory: Memory::default(),
        vault: prongsai::kit::Vault::in_folder(&place.folder),
        documents: app::document_setup().with_drawer(Some(env!("CARGO_BIN_EXE_prongsai").into())),
        figures: app::FIGURES,
    }
}

/// The folder of the files of the demonstration, the same for both databases.
fn template_folder() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("prongsai-template-{}", std::process::id()))
}

fn copy_files(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir(to).expect("a folder for files");
    for entry in std::fs::read_dir(from).expect("the files of the demonstration") {
        let entry = entry.expect("an entry");
        // Files on their way in, while the other engine's template is filled.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let target = to.join(entry.file_name());
        match entry.file_type().expect("a kind").is_dir() {
            true => copy_files(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).expect("copying a file")),
        }
    }
}

async fn fill_template(url: String) {
    let folder = template_folder();
    std::fs::create_dir_all(&folder).expect("a folder for the template");
    let app = start(&DataPlace { url, folder }).await;
    demo::fill(&app).await.expect("filling in the demonstration");
    app.database.close().await;
}

/// A database file with the demonstration, made once per run.
async fn sqlite_template() -> &'static std::path::Path {
    static TEMPLATE: OnceCell<std::path::PathBuf> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(async || {
            let file = std::env::temp_dir().join(format!("prongsai-template-{}.db", std::process::id()));
            for leftover in [file.clone(), file.with_extension("db-wal"), file.with_extension("db-shm")] {
                let _ = std::fs::remove_file(leftover);
            }
            fill_template(format!("sqlite:{}", file.display())).await;
            file
        })
        .await
}

/// A copy of a database with the demonstration, which is made once per run.
async fn copy_of_postgres_template() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    // Two clones of one template at the same time disturb each other.
    static CLONING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let template = TEMPLATE
        .get_or_init(async || {
            let name = format!("prongsai_template_{}", std::process::id());
            create_database(&name, None).await;
            fill_template(postgres::url(&name)).await;
            name
        })
        .await;
    let _turn = CLONING.lock().await;
    let name = format!("prongsai_{}", db::Uuid::now_v7().simple());
    create_database(&name, Some(template)).await;
    postgres::url(&name)
}

/// An empty database on the test server; names are our own.
async fn create_database(name: &str, template: Option<&str>) {
    let statement = match template {
        Some(template) => format!("CREATE DATABASE {name} TEMPLATE {template}"),
        None => format!("CREATE DATABASE {name}"),
    };
    let database = Database::open(&postgres::url("postgres")).await.expect("reaching the test server");
    database.administer(&statement).await.expect("creating a database");
    database.close().await;
}

/// The address of an empty database of an engine.
pub async fn empty_url(engine: Engine, folder: &TempDir) -> String {
    match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.path().join("prongsai.db").display()),
        Engine::Postgres => {
            let name = format!("prongsai_{}", db::Uuid::now_v7().simple());
            create_database(&name, None).await;
            postgres::url(&name)
        }
    }
}

/// An empty, migrated database of each engine, for tests about the schema itself.
pub async fn empty_database(engine: Engine) -> (Database, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = empty_url(engine, &folder).await;
    let database = app::open(&DataPlace { url, folder: folder.path().into() }).await.expect("opening the database");
    (database, folder)
}
