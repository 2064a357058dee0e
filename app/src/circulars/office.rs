//! The pages of circulars and meetings, for the office.

pub mod circular;
pub mod editing;
pub mod list;
pub mod meetings;
pub mod reading;

use askama::Template;
use db::Connection;
use thai::Language;

use super::{
    actions,
    model::{Check, Circular, CircularId, MeetingId},
};
use crate::{
    documents::{self, Shown},
    kit::{
        Error, Permission, Result, Visit,
        form_page::Typed,
        html::{Breadcrumbs, Choice, Field, Html, Link, Page, StatusTag},
    },
};

/// The list of circulars.
pub const LIST: &str = "/office/circulars";
/// The list of meetings.
pub const MEETINGS: &str = "/office/meetings";

/// The page of a circular.
pub fn address(id: CircularId) -> String {
    format!("{LIST}/{id}")
}

/// The page of a meeting.
pub fn meeting_address(id: MeetingId) -> String {
    format!("{MEETINGS}/{id}")
}

fn parse<T: std::str::FromStr>(id: &str) -> Result<T> {
    id.parse().map_err(|_| Error::NotFound)
}

fn page_below(visit: &Visit, title: impl Into<String>, parents: &[(&str, &str)]) -> Page {
    let mut page = visit.page(title);
    let way = Breadcrumbs::new(visit.language);
    page.breadcrumbs = Some(parents.iter().fold(way, |way, (href, words)| way.parent(*href, *words)));
    page
}

fn list_words(t: Language) -> &'static str {
    t.say("หนังสือเวียน", "Circulars")
}

fn meetings_words(t: Language) -> &'static str {
    t.say("การประชุมและการชี้แจง", "Meetings and briefings")
}

/// A circular as the viewer may see it: a draft is there only for those who write circulars.
async fn load_shown(connection: &mut Connection, visit: &Visit, id: CircularId) -> Result<Circular> {
    let agency = visit.agency()?.id;
    match visit.may(Permission::IssueCirculars) {
        true => actions::load(connection, agency, id).await,
        false => actions::load_sent(connection, agency, id).await,
    }
}

/// What a circular says, and the document that it sends around.
#[derive(Template)]
#[template(path = "circulars/html/text.html")]
struct Text {
    paragraphs: Vec<String>,
    document: Option<Link>,
}

impl Text {
    fn new(circular: &Circular, document: Option<&Shown>) -> Self {
        Self {
            paragraphs: circular.said.body.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
            document: document.map(|shown| Link::new(shown.address(), shown.document.about.title.clone())),
        }
    }
}

/// The document that a circular sends around.
async fn document_of(connection: &mut Connection, visit: &Visit, circular: &Circular) -> Result<Option<Shown>> {
    let named: Vec<_> = circular.said.document.into_iter().collect();
    Ok(documents::list_named(connection, visit.agency()?.id, &named, visit.today()).await?.into_iter().next())
}

/// The question that is asked with the acknowledgement.
fn check_field(check: &Check, typed: &Typed) -> Field {
    let choices = check.shuffled().into_iter().map(|choice| Choice::new(choice, choice).in_thai());
    typed.radios("answer", &check.question, choices).thai_label()
}

/// How a circular stands, as a tag.
fn tag(circular: &Circular, visit: &Visit) -> StatusTag {
    let (status, words) = circular.standing(visit.today());
    StatusTag::new(visit.language, status).saying(words.in_language(visit.language))
}

/// The title of a circular, leading to its page.
fn link(circular: &Circular) -> Html {
    Link::new(address(circular.id), circular.title()).into()
}
