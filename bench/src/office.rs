//! The data that are measured: the demonstration with a plan that holds 500 measures, made by the program's own
//! actions, and somebody signed in to it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, anyhow};
use db::Transaction;
use prongsai::{
    app::{self, App},
    config::{DataPlace, Listen},
    demo,
    kit::{Clock, Error, Memory, audit::Actor, visit::AgencyId},
    measures::{self, Plan, actions, model},
    operations::Metrics,
    organisation, routes,
};
use scoring::Instrument;
use thai::FiscalYear;

use crate::{
    folder::Folder,
    http::{Client, after},
};

/// The plan that holds the measures.
pub const YEAR: u16 = 2566;
/// So many measures it holds.
pub const MEASURES: usize = 500;
/// Who signs in.
const COORDINATOR: &str = "coordinator@demo.example";
const SESSION_COOKIE: &str = prongsai::accounts::identify::SESSION_COOKIE;

/// An installation in a folder of its own.
pub struct Office {
    folder: Folder,
    /// Address of the item with the most measures.
    pub item: String,
    /// Addresses of results, one per item at least.
    pub results: Vec<String>,
}

impl Office {
    /// Makes the demonstration, and fills its newest plan up.
    pub async fn prepare() -> anyhow::Result<Self> {
        let folder = Folder::new()?;
        let app = open(folder.path()).await?;
        demo::fill(&app).await?;
        let plan = fill_up(&app).await.map_err(|error| anyhow!("filling the plan up: {error:?}"))?;
        app.database.close().await;
        let largest = plan.items.iter().max_by_key(|item| item.measures.len()).context("a plan with items")?;
        let results = plan.items.iter().flat_map(|item| &item.results);
        Ok(Self {
            item: format!("/office/measures/items/{}", largest.id),
            results: results.map(|result| format!("/office/measures/results/{}", result.id)).collect(),
            folder,
        })
    }

    /// The folder of its data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its database file.
    pub fn database(&self) -> PathBuf {
        self.folder().join("prongsai.db")
    }

    /// The dashboard, the list of 500 measures and the page of an item, each with a name and an address.
    pub fn pages(&self) -> [(&'static str, String); 3] {
        [
            ("dashboard", "/office".to_owned()),
            ("list", format!("/office/measures/{YEAR}")),
            ("measure", self.item.clone()),
        ]
    }
}

async fn open(folder: &Path) -> anyhow::Result<App> {
    let place = DataPlace { url: format!("sqlite:{}", folder.join("prongsai.db").display()), folder: folder.into() };
    let listen =
        Listen { address: ([127, 0, 0, 1], 0).into(), public_url: "http://localhost".into(), trusted_proxy: None };
    Ok(App {
        database: app::open(&place).await?,
        clock: Clock::system(),
        signer: app::signer(folder)?,
        listen: Arc::new(listen),
        demonstration: true,
        navigation: &routes::NAVIGATION,
        metrics: Metrics::new(),
        memory: Memory::default(),
        vault: prongsai::kit::Vault::in_folder(folder),
        documents: app::document_setup(),
        figures: app::FIGURES,
    })
}

async fn fill_up(app: &App) -> Result<Plan, Error> {
    let now = app.clock.now();
    let year = FiscalYear::new(YEAR).ok_or(Error::NotFound)?;
    let mut tx = app.database.write().await?;
    let agency = organisation::find_agency_by_key(&mut tx, demo::AGENCY).await?.ok_or(Error::NotFound)?.id;
    let actor = Actor::program();
    let plan = load(&mut tx, agency, year).await?;
    let instrument = Instrument::of(plan.head.score_year).ok_or(Error::NotFound)?;
    for item in instrument.items().iter().filter(|item| plan.by_code(&item.code).is_none()) {
        actions::add_item(&mut tx, &actor, agency, year, &item.code, true, now).await?;
    }
    let plan = load(&mut tx, agency, year).await?;
    let present: usize = plan.items.iter().map(|item| item.measures.len()).sum();
    for number in 0..MEASURES.saturating_sub(present) {
        let item = &plan.items[number % plan.items.len()];
        let text = format!("ติดตามการดำเนินการข้อ {} ครั้งที่ {} ทุกฝ่าย แล้วรายงานผู้อำนวยการเขต", item.code, number + 1);
        actions::add_line(&mut tx, &actor, agency, item.id, model::LineKind::Measure, text.into(), now).await?;
    }
    for item in plan.items.iter().filter(|item| item.results.is_empty()) {
        let text = format!("ดำเนินการตามมาตรการข้อ {} แล้วในไตรมาสที่ 1 มีผู้เข้าร่วม 48 คน", item.code);
        let typed = actions::Typed { text, day: None, due: None };
        actions::add_result(&mut tx, &actor, agency, item.id, (typed, true), now).await?;
    }
    let plan = load(&mut tx, agency, year).await?;
    tx.commit().await?;
    Ok(plan)
}

async fn load(tx: &mut Transaction, agency: AgencyId, year: FiscalYear) -> Result<Plan, Error> {
    measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)
}

/// A session: its cookie, and the token that its forms carry.
#[derive(Clone)]
pub struct Session {
    /// The cookie.
    pub cookie: String,
    /// The token of its forms.
    pub form_token: String,
}

/// Signs in through the page, as a person does.
pub fn sign_in(address: SocketAddr) -> anyhow::Result<Session> {
    let mut client = Client::connect(address)?;
    let fields = [("email", COORDINATOR), ("password", demo::PASSWORD), ("csrf", ""), ("next", "")];
    let answer = client.post("/sign-in", &fields)?.expect(303)?;
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let cookie = cookies
        .filter_map(|(_, value)| value.split(';').next())
        .find(|cookie| cookie.starts_with(SESSION_COOKIE))
        .context("a session's cookie")?
        .to_owned();
    let page = Client::connect(address)?.with_cookie(&cookie).get("/office")?.expect(200)?.text();
    let form_token = after(&page, "name=\"csrf\"", "value").context("the token of a form")?.to_owned();
    Ok(Session { cookie, form_token })
}

/// A client with a session.
pub fn client(address: SocketAddr, session: &Session) -> anyhow::Result<Client> {
    Ok(Client::connect(address)?.compressed().with_cookie(&session.cookie))
}
