//! Public documents, for everybody.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use thai::date;

use super::{
    actions,
    model::{DocumentId, Shown, State as DocumentState, Version},
    office::{
        Title, content_words,
        document::{Preview, in_force, version_table},
        serving, tag,
    },
    store::{self, Narrowed},
};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        html::{Breadcrumbs, Column, EmptyState, Notice, Page, Pagination, Row, SummaryList, Table},
        listing::{self, Query},
        respond,
        visit::Agency,
    },
    organisation::find_agency_by_key,
};

#[derive(Template)]
#[template(path = "documents/html/public_list.html")]
struct ListPage {
    page: Page,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

#[derive(Template)]
#[template(path = "documents/html/public_document.html")]
struct DocumentPage {
    page: Page,
    withdrawn: bool,
    notice: Option<Notice>,
    facts: SummaryList,
    preview: Option<Preview>,
    versions: Option<Table>,
}

async fn load_agency(app: &App, key: &str) -> Result<Agency> {
    let mut connection = app.database.read().await?;
    find_agency_by_key(&mut connection, key).await?.ok_or(Error::NotFound)
}

/// The public documents of an agency.
pub async fn list(State(app): State<App>, visit: Visit, query: Query, Path(key): Path<String>) -> Result<Response> {
    let (t, agency) = (visit.language, load_agency(&app, &key).await?);
    let narrowed = Narrowed { state: Some("kept"), public: Some(true), ..Narrowed::default() };
    let mut connection = app.database.read().await?;
    let count = store::count(&mut connection, agency.id, &narrowed).await?;
    let found = store::list(&mut connection, agency.id, &narrowed, listing::PAGE_SIZE, query.offset()).await?;
    drop(connection);
    let rows = found.into_iter().map(|latest| {
        let shown = actions::shown(latest, visit.today());
        Row::new(Title {
            href: format!("/{}/documents/{}", agency.key, shown.document.id),
            title: shown.document.about.title.clone(),
            withdrawn: false,
        })
        .cell(shown.document.about.kind.name().in_language(t))
        .cell(content_words(&shown.version, t))
        .cell(date::short(shown.version.told.speaks_of, t))
        .cell(tag(&shown, t))
    });
    let table = Table::new(t.say(format!("{count} ฉบับ แก้ไขล่าสุดก่อน"), format!("{count} in all, last changed first")))
        .column(Column::text(t.say("เอกสาร", "Document")))
        .column(Column::text(t.say("ชนิด", "Kind")))
        .column(Column::text(t.say("ไฟล์", "File")))
        .column(Column::text(t.say("วันของเรื่อง", "Speaks of")))
        .column(Column::text(t.say("สถานะ", "State")))
        .rows(rows);
    respond::page(&ListPage {
        page: visit.public_page(visit.say("เอกสารที่เปิดเผย", "Public documents"), &agency),
        table: (count > 0).then_some(table),
        empty: EmptyState::new(
            visit.say("หน่วยงานยังไม่มีเอกสารที่เปิดเผยในระบบนี้", "The agency has no public documents here yet."),
        ),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            listing::pages(count) as u32,
            format!("/{}/documents", agency.key),
        ),
    })
}

/// A public document of an agency; what is internal does not exist for the public.
async fn load_public(app: &App, key: &str, id: &str, visit: &Visit) -> Result<(Agency, Shown)> {
    let agency = load_agency(app, key).await?;
    let id: DocumentId = id.parse().map_err(|_| Error::NotFound)?;
    let latest = actions::load(&mut app.database.read().await?, agency.id, id).await?;
    let shown = actions::shown(latest, visit.today());
    if shown.document.is_public() { Ok((agency, shown)) } else { Err(Error::NotFound) }
}

/// The page of a public document.
pub async fn show(State(app): State<App>, visit: Visit, Path((key, id)): Path<(String, String)>) -> Result<Response> {
    let t = visit.language;
    let (agency, shown) = load_public(&app, &key, &id, &visit).await?;
    let Shown { document, version, freshness } = &shown;
    let base = format!("/{}/documents/{}", agency.key, document.id);
    let notice = match &document.state {
        DocumentState::Withdrawn { reason, at } => {
            let day = date::moment(*at, t);
            let heading = t.say(format!("หน่วยงานถอนเอกสารนี้เมื่อ {day}"), format!("The agency withdrew this on {day}"));
            Some(Notice::warning(reason.as_str()).heading(heading))
        }
        DocumentState::Kept => freshness.sentence(t).map(Notice::warning),
    };
    let facts = SummaryList::new(t)
        .row(t.say("สถานะ", "State"), tag(&shown, t))
        .row(t.say("ชนิด", "Kind"), document.about.kind.name().in_language(t))
        .row(t.say("วันของเรื่อง", "Day it speaks of"), date::with_weekday(version.told.speaks_of, t));
    let facts = match in_force(version, t) {
        Some(words) => facts.row(t.say("มีผล", "In force"), words),
        None => facts,
    };
    let (preview, versions) = match document.is_withdrawn() {
        true => (None, None),
        false => {
            let versions = store::list_versions(&mut app.database.read().await?, agency.id, document.id).await?;
            let preview = Preview::of(&app.vault, version, &base, &document.about.title, t).await?;
            (preview, Some(version_table(&versions, &base, t)))
        }
    };
    let mut page = visit.public_page(document.about.title.clone(), &agency);
    let list = t.say("เอกสารที่เปิดเผย", "Public documents");
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent(format!("/{}/documents", agency.key), list));
    respond::page(&DocumentPage { page, withdrawn: document.is_withdrawn(), notice, facts, preview, versions })
}

async fn load_version(app: &App, visit: &Visit, (key, id, number): (String, String, String)) -> Result<Version> {
    let (agency, shown) = load_public(app, &key, &id, visit).await?;
    if shown.document.is_withdrawn() {
        return Err(Error::NotFound);
    }
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let mut connection = app.database.read().await?;
    store::find_version(&mut connection, agency.id, shown.document.id, number).await?.ok_or(Error::NotFound)
}

/// The file of a version; with `?show` in the browser, where that is safe.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    query: Query,
    asked: HeaderMap,
) -> Result<Response> {
    let version = load_version(&app, &visit, path).await?;
    serving::file(&app.vault, &version, &asked, !query.values("show").is_empty()).await
}

/// The preview of a version.
pub async fn preview(
    State(app): State<App>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let version = load_version(&app, &visit, path).await?;
    serving::preview(&app.vault, &version, &asked).await
}
