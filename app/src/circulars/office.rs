//! The pages of circulars and meetings, for the office.

pub mod circular;
pub mod editing;
pub mod list;
pub mod meetings;
pub mod reading;

use thai::Language;

use super::model::{Circular, CircularId, MeetingId};
use crate::kit::{
    Error, Result, Visit,
    html::{Breadcrumbs, Html, Link, Page, StatusTag},
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

/// How a circular stands, as a tag.
fn tag(circular: &Circular, visit: &Visit) -> StatusTag {
    let (status, words) = circular.standing(visit.today());
    StatusTag::new(visit.language, status).saying(words.in_language(visit.language))
}

/// The title of a circular, leading to its page.
fn link(circular: &Circular) -> Html {
    Link::new(address(circular.id), circular.title()).into()
}
