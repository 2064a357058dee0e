//! The list of agencies, and the first page of one.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        html::{Button, EmptyState, Page, Pagination},
        listing::{self, Query},
        respond,
        visit::Agency,
    },
    organisation::{
        self,
        model::{ListedAgency, Settings},
    },
};

#[derive(Template)]
#[template(path = "site/html/agencies.html")]
struct AgenciesPage {
    page: Page,
    agencies: Vec<ListedAgency>,
    empty: EmptyState,
    pagination: Pagination,
    sign_in: Button,
}

/// All agencies; with only one, its own page.
pub(super) async fn agencies(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let count = organisation::count_agencies(&mut connection).await?;
    let agencies = organisation::list_agencies(&mut connection, listing::PAGE_SIZE, query.offset()).await?;
    if let ([only], 1) = (agencies.as_slice(), count) {
        return Ok(respond::go(&format!("/{}", only.key)));
    }
    let path = visit.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    respond::page(&AgenciesPage {
        page: visit.bare_page(visit.say("หน่วยงานที่เปิดเผยผลงานกับโปร่งใส", "Agencies that show their work with Prongsai")),
        agencies,
        empty: EmptyState::new(visit.say(
            "ยังไม่มีหน่วยงานในระบบนี้ ผู้ดูแลเครื่องแม่ข่ายเพิ่มหน่วยงานแรกด้วยคำสั่ง prongsai agency add",
            "There is no agency here yet. The operator adds the first with the command prongsai agency add",
        )),
        pagination: Pagination::new(visit.language, query.page() as u32, listing::pages(count) as u32, path),
        sign_in: sign_in(&visit),
    })
}

fn sign_in(visit: &Visit) -> Button {
    match visit.viewer {
        Some(_) => Button::primary(visit.say("ไปหน้างานของฉัน", "Go to my work")).to("/office"),
        None => Button::primary(visit.say("เข้าสู่ระบบ สำหรับเจ้าหน้าที่", "Sign in, for officers")).to("/sign-in"),
    }
}

#[derive(Template)]
#[template(path = "site/html/home.html")]
struct HomePage {
    page: Page,
    agency: Agency,
    settings: Settings,
    sign_in: Button,
}

/// The first page of an agency.
pub(super) async fn home(State(app): State<App>, visit: Visit, Path(key): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let agency = organisation::find_agency_by_key(&mut connection, &key).await?.ok_or(Error::NotFound)?;
    let settings = organisation::load_settings(&mut connection, agency.id).await?;
    let title = agency.name.in_language(visit.language).to_owned();
    respond::page(&HomePage { page: visit.public_page(title, &agency), sign_in: sign_in(&visit), agency, settings })
}
