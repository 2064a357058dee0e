//! The pages of documents, for the office.

pub mod adding;
pub mod changing;
pub mod document;
pub mod list;
pub mod poster;
pub mod postings;
pub mod sent;
pub mod serving;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use thai::{Language, date};

use super::{
    actions,
    links::Fault,
    model::{Content, DocumentId, Freshness, LinkCheck, LinkState, Shown, Version, size},
    store::{self, Latest},
};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        html::{Breadcrumbs, Link, Page, Status, StatusTag, components},
        listing::Query,
    },
};

/// The list of documents.
pub const LIST: &str = "/office/documents";

fn parse<T: std::str::FromStr>(id: &str) -> Result<T> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn load(app: &App, visit: &Visit, id: &str) -> Result<Latest> {
    let agency = visit.agency()?.id;
    actions::load(&mut app.database.read().await?, agency, parse(id)?).await
}

/// A page below the list.
fn page_below_list(visit: &Visit, title: impl Into<String>) -> Page {
    let mut page = visit.page(title);
    page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent(LIST, list_words(visit)));
    page
}

fn list_words(visit: &Visit) -> &'static str {
    visit.say("เอกสาร", "Documents")
}

/// The title of a document, leading to its page; struck through if it was withdrawn.
#[derive(Template)]
#[template(
    source = r#"{% if withdrawn %}<s class="withdrawn"><a href="{{ href }}">{{ title }}</a></s>{% else %}<a href="{{ href }}">{{ title }}</a>{% endif %}"#,
    ext = "html"
)]
pub struct Title {
    /// Where it leads.
    pub href: String,
    /// The title.
    pub title: String,
    /// Is it struck through?
    pub withdrawn: bool,
}
components!(Title);

impl Title {
    /// The title of a document, leading to its page in the office.
    pub fn in_office(shown: &Shown) -> Self {
        Self {
            href: shown.address(),
            title: shown.document.about.title.clone(),
            withdrawn: shown.document.is_withdrawn(),
        }
    }
}

/// How a document stands, as a tag.
pub fn tag(shown: &Shown, t: Language) -> StatusTag {
    if shown.document.is_withdrawn() {
        return StatusTag::new(t, Status::Cancelled).saying(t.say("ถอนแล้ว", "Withdrawn"));
    }
    match shown.freshness {
        Freshness::Fresh => StatusTag::new(t, Status::Done).saying(t.say("ใช้ได้", "In force")),
        Freshness::GoingStale { .. } => StatusTag::new(t, Status::GoingStale),
        Freshness::Stale { .. } => StatusTag::new(t, Status::Stale),
    }
}

/// What a version consists of, in a few words.
pub fn content_words(version: &Version, t: Language) -> String {
    match &version.content {
        Content::File(file) => format!("{} {}", file.media.name().in_language(t), size(file.bytes)),
        Content::Address(_) => t.say("ที่อยู่เว็บ", "Web address").to_owned(),
    }
}

/// How a web address answers, in a sentence.
pub fn link_words(link: &LinkCheck, t: Language) -> String {
    let moment = |moment| date::moment(moment, t);
    match (link.state, link.checked_at, link.alive_at) {
        (LinkState::Alive, Some(checked), _) => {
            let at = moment(checked);
            t.say(format!("ตรวจเมื่อ {at} เปิดได้"), format!("Checked {at}: it is there"))
        }
        (LinkState::Failing, Some(checked), alive) => {
            let (at, fault) = (moment(checked), fault_words(link, t));
            let last = match alive {
                Some(alive) => {
                    let alive = moment(alive);
                    t.say(format!(" เปิดได้ครั้งล่าสุด {alive}"), format!(" It was last there {alive}."))
                }
                None => t.say(" ยังไม่เคยเปิดได้", " It has never been there.").to_owned(),
            };
            t.say(format!("ตรวจเมื่อ {at} เปิดไม่ได้ ({fault})"), format!("Checked {at}: not there ({fault}).")) + &last
        }
        _ => t.say("ยังไม่ได้ตรวจ ระบบจะตรวจให้เอง", "Not checked yet; this happens by itself").to_owned(),
    }
}

fn fault_words(link: &LinkCheck, t: Language) -> String {
    let known = Fault::from_key(&link.fault).map(Fault::words);
    known.map_or_else(|| t.say("ไม่ทราบสาเหตุ", "unknown").to_owned(), |words| words.in_language(t).to_owned())
}

/// A link to the file of a version, or to its web address.
pub fn content_link(version: &Version, base: &str, t: Language) -> Link {
    match &version.content {
        Content::File(file) => Link::new(
            format!("{base}/versions/{}/file", version.number),
            format!("{} ({})", file.name, size(file.bytes)),
        ),
        Content::Address(address) => Link::new(address.clone(), t.say("เปิดที่อยู่เว็บ", "Open the web address")),
    }
}

async fn version(app: &App, visit: &Visit, id: &str, number: &str) -> Result<Version> {
    let (agency, id): (_, DocumentId) = (visit.agency()?.id, parse(id)?);
    let mut connection = app.database.read().await?;
    store::find_version(&mut connection, agency, id, parse(number)?).await?.ok_or(Error::NotFound)
}

/// The file of a version; with `?show` in the browser, where that is safe.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    query: Query,
    asked: HeaderMap,
) -> Result<Response> {
    let version = version(&app, &visit, &id, &number).await?;
    serving::file(&app.vault, &version, &asked, !query.values("show").is_empty()).await
}

/// The preview of a version.
pub async fn preview(
    State(app): State<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let version = version(&app, &visit, &id, &number).await?;
    serving::preview(&app.vault, &version, &asked).await
}
