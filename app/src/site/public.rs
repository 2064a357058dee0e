//! The list of agencies, and the first page of one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use thai::FiscalYear;

use crate::{
    app::App,
    assessment::{self, Overview},
    documents,
    kit::{
        Error, Result, Visit,
        html::{Button, EmptyState, Figure, Page, Pagination, ProofLine},
        listing::{self, Query},
        respond,
        visit::Agency,
    },
    measures::{self, Plan},
    organisation::{
        self,
        model::{ListedAgency, Settings},
    },
    sign_off,
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
    known: Arc<InShort>,
    measures: Option<FiscalYear>,
    sign_in: Button,
}

/// What the agency has to show, in the reader's language.
struct InShort {
    /// The score and the measures done, as far as known.
    figures: Vec<Figure>,
    /// The year of the newest plan.
    measures: Option<FiscalYear>,
    /// The newest year whose report was signed.
    signed: Option<FiscalYear>,
    /// Are there public documents?
    documents: bool,
}

impl InShort {
    async fn load(connection: &mut Connection, visit: &Visit, agency: &Agency) -> Result<Self> {
        let overview = assessment::overview(connection, agency).await?;
        let newest = measures::list_plans(connection, agency.id).await?.into_iter().next();
        let plan = match newest {
            Some(newest) => measures::plan_of(connection, agency.id, newest.head.year).await?,
            None => None,
        };
        let score = overview.as_ref().and_then(|overview| score(visit, overview));
        let done = plan.as_ref().map(|plan| done(visit, agency, plan));
        let figures = score.into_iter().chain(done).collect();
        let documents = documents::count_public(connection, agency.id).await? > 0;
        let signed = sign_off::list_signed_years(connection, agency.id).await?.into_iter().next();
        Ok(Self { figures, signed, measures: plan.map(|plan| plan.head.year), documents })
    }
}

/// The first page of an agency.
pub(super) async fn home(State(app): State<App>, visit: Visit, Path(key): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let agency = organisation::find_agency_by_key(&mut connection, &key).await?.ok_or(Error::NotFound)?;
    let settings = organisation::load_settings(&mut connection, agency.id).await?;
    let inputs = format!("{} {} {}", visit.language.tag(), visit.today(), agency.gap_threshold);
    let place = app.memory.place(&mut connection, agency.id, inputs).await?;
    let known = match place.known() {
        Some(known) => known,
        None => place.keep(InShort::load(&mut connection, &visit, &agency).await?),
    };
    drop(connection);
    respond::page(&HomePage {
        page: visit.public_page(agency.name.in_language(visit.language).to_owned(), &agency),
        measures: known.measures,
        known,
        sign_in: sign_in(&visit),
        agency,
        settings,
    })
}

fn score(visit: &Visit, overview: &Overview) -> Option<Figure> {
    let year = overview.year();
    let total = overview.total.as_ref()?.score.to_string();
    let label = visit.say(format!("คะแนน ITA ปี {year}"), format!("ITA score of {year}"));
    let figure = Figure::new(label, total, overview.proof(visit.language));
    Some(match &overview.level {
        Some(level) => figure.unit(visit.say(format!("ระดับ {}", level.name.th), format!("level {}", level.name.en))),
        None => figure,
    })
}

fn done(visit: &Visit, agency: &Agency, plan: &Plan) -> Figure {
    let counts = plan.counts();
    let year = plan.head.year;
    let as_of = thai::date::short(visit.today(), visit.language);
    let source = visit.say("นับจากผลของทุกข้อในแผน", "Counted from the results of all items of the plan");
    let proof = ProofLine::new(visit.language, as_of, source).evidence(format!("/{}/measures/{year}", agency.key));
    let label = visit.say(format!("มาตรการที่เสร็จแล้ว ปี {year}"), format!("Measures done in {year}"));
    Figure::new(label, counts.done.to_string(), proof)
        .unit(visit.say(format!("จาก {} ข้อ", counts.items), format!("of {} items", counts.items)))
}
