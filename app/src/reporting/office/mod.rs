//! The pages of imports and of the report.

pub mod analysis;
pub mod imports;
pub mod item;
pub mod memo;
pub mod preview;
pub mod review;
pub mod taking;
pub mod years;

use documents::Digits;
use report::{Item, Responsible, Status};
use thai::{Bilingual, FiscalYear, Language};

use super::{
    actions,
    model::{Import, ImportId},
};
use crate::{
    app::App,
    kit::{
        Error, Visit,
        html::{self, Breadcrumbs, ErrorSummary, Html, Link, Page, StatusTag, StepHeading},
        listing::Query,
        visit::Agency,
    },
};

/// How many steps an import has: choose, review, difference, confirm.
const STEPS: u8 = 4;

/// Where an import is.
fn address(id: ImportId, below: &str) -> String {
    format!("/office/report/imports/{id}{below}")
}

/// The page of the review on which a place stands, at that place.
fn place_address(import: &Import, place: Option<usize>) -> String {
    let page = import.review.page_of(place);
    let anchor = place.map_or("head".to_owned(), |index| format!("item-{}", index + 1));
    address(import.id, &format!("?page={page}#{anchor}"))
}

/// The import of an address.
async fn load(app: &App, visit: &Visit, id: &str) -> Result<Import, Error> {
    let id = parse(id)?;
    actions::load(&mut app.database.read().await?, visit.agency()?, id).await
}

fn parse(id: &str) -> Result<ImportId, Error> {
    id.parse().map_err(|()| Error::NotFound)
}

fn parse_year(year: &str) -> Result<FiscalYear, Error> {
    year.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)
}

/// The digits that an address asks for, or else those of the agency.
fn digits_asked(query: &Query, agency: &Agency) -> Result<Digits, Error> {
    match query.value("digits").as_deref() {
        Some("thai") => Ok(Digits::Thai),
        Some("arabic") => Ok(Digits::Arabic),
        Some(_) => Err(Error::NotFound),
        None if agency.thai_digits => Ok(Digits::Thai),
        None => Ok(Digits::Arabic),
    }
}

fn page_of_reports(visit: &Visit, title: impl Into<String>) -> Page {
    let mut page = visit.page(title);
    page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent("/office/report", visit.say("รายงาน", "Report")));
    page
}

/// A page below the list of imports.
fn page_of_imports(visit: &Visit, title: impl Into<String>) -> Page {
    let mut page = page_of_reports(visit, title);
    let words = visit.say("นำเข้ารายงาน", "Import reports");
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent("/office/report/imports", words));
    page
}

/// A page below one import.
fn page_of_import(visit: &Visit, import: &Import, title: impl Into<String>) -> Page {
    let mut page = page_of_imports(visit, title);
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent(address(import.id, ""), import.file_name.clone()));
    page
}

fn step(visit: &Visit, number: u8, heading: &str) -> StepHeading {
    StepHeading::new(visit.language, number, STEPS, heading)
}

fn summary_of_errors(visit: &Visit, errors: &crate::kit::FormErrors) -> ErrorSummary {
    let mut summary = ErrorSummary::new(visit.language);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(visit.language))));
    summary
}

/// Several things one under the other; a single one stands alone.
#[derive(askama::Template)]
#[template(
    source = "{% if lines.len() == 1 %}{{ lines[0] }}{% else %}<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>{% endif %}",
    ext = "html"
)]
struct Lines {
    lines: Vec<Html>,
}

fn lines<T: Into<Html>>(lines: impl IntoIterator<Item = T>) -> Html {
    let lines: Vec<Html> = lines.into_iter().map(Into::into).collect();
    if lines.is_empty() { Html::default() } else { Html::of(&Lines { lines }) }
}

/// A status as a report says it: nothing here has evidence.
fn status_tag(t: Language, status: Option<Status>) -> StatusTag {
    match status {
        Some(Status::NotStarted) => StatusTag::new(t, html::Status::NotStarted),
        Some(Status::InProgress) => StatusTag::new(t, html::Status::InProgress),
        Some(Status::Done) => {
            StatusTag::new(t, html::Status::Unproven).saying(t.say("เสร็จแล้วตามรายงาน", "Done as reported"))
        }
        Some(Status::Cancelled) => StatusTag::new(t, html::Status::Cancelled),
        None => StatusTag::new(t, html::Status::NoData).saying(t.say("ไม่ได้ระบุสถานะ", "Status not stated")),
    }
}

fn status_name(status: Status) -> Bilingual {
    crate::measures::model::status_name(status)
}

/// What an item is understood to say, as rows of name and value.
fn understood(t: Language, item: &Item) -> html::SummaryList {
    let result = |result: &report::ResultLine| {
        let text = Html::text(&result.text).and(status_tag(t, result.status));
        match result.date {
            Some(day) => text.and(thai::date::short(day, t)),
            None => text,
        }
    };
    let party = |party: &Responsible| {
        let duty = crate::measures::model::duty_name(party.duty);
        let telephone = party.telephone.as_ref().map(|number| format!(" · {number}")).unwrap_or_default();
        Html::text(format!("{} ({}){telephone}", party.party, duty.in_language(t)))
    };
    html::SummaryList::new(t)
        .row(t.say("ตัวชี้วัดที่", "Indicator"), item.indicator.to_string())
        .row(t.say("คะแนน", "Score"), item.score.map(|score| score.to_string()).unwrap_or_default())
        .row(t.say("ข้อคำถาม", "What it asks"), item.topic.clone())
        .row(t.say("แนวทาง", "Guidelines"), lines(item.guidelines.iter().map(String::as_str)))
        .row(t.say("มาตรการ", "Measures"), lines(item.measures.iter().map(String::as_str)))
        .row(t.say("ผล", "Results"), lines(item.results.iter().map(result)))
        .row(t.say("ผู้รับผิดชอบ", "Responsible"), lines(item.responsible.iter().map(party)))
}

/// The passages of one column that an item was read from.
struct SourceColumn {
    heading: String,
    passages: Vec<String>,
}

/// What an item was read from, column by column in the order of the file.
fn source_of(visit: &Visit, import: &Import, index: usize) -> Vec<SourceColumn> {
    let mut columns: Vec<SourceColumn> = Vec::new();
    for passage in import.review.sources.get(index).into_iter().flatten() {
        let heading = if passage.heading.is_empty() {
            passage.place().in_language(visit.language).to_owned()
        } else {
            passage.heading.clone()
        };
        match columns.iter_mut().find(|column| thai::text::squash(&column.heading) == thai::text::squash(&heading)) {
            Some(column) => column.passages.push(passage.text.clone()),
            None => columns.push(SourceColumn { heading, passages: vec![passage.text.clone()] }),
        }
    }
    columns
}

/// Leads to the next place that somebody should look at after `place`, or to the first one.
fn next_place(visit: &Visit, import: &Import, after: Option<usize>) -> Option<Link> {
    let agency = &visit.agency().ok()?.name.th;
    let places = import.review.open_places(agency, import.year);
    let later = after.and_then(|after| places.iter().position(|place| place.is_some_and(|index| index > after)));
    let at = later.unwrap_or(0);
    let place = places.get(at)?;
    let words = visit.say(
        format!("จุดถัดไป ({} จาก {})", at + 1, places.len()),
        format!("Next place ({} of {})", at + 1, places.len()),
    );
    Some(Link::new(place_address(import, *place), words))
}
