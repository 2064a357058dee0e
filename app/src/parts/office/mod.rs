//! The pages of parts, for the coordinator.

pub mod links;
pub mod list;
pub mod part;
pub mod parties;
pub mod sending;
pub mod to_all;
pub mod upload;

use axum::response::Response;
use thai::FiscalYear;

use super::{
    files::{self, PartFile},
    model::{Part, PartId},
};
use crate::kit::{
    Error, Result, Visit,
    html::{Breadcrumbs, Page},
    respond,
};

fn parse_year(year: &str) -> Result<FiscalYear> {
    year.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)
}

fn parse<T: std::str::FromStr>(id: &str) -> Result<T> {
    id.parse().map_err(|_| Error::NotFound)
}

fn address(id: PartId) -> String {
    format!("/office/report/parts/{id}")
}

/// A page below the report of a year.
fn page_of_year(visit: &Visit, year: FiscalYear, title: impl Into<String>) -> Page {
    let mut page = visit.page(title);
    let report = visit.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    page.breadcrumbs = Some(
        Breadcrumbs::new(visit.language)
            .parent("/office/report", visit.say("รายงาน", "Report"))
            .parent(format!("/office/report/{year}"), report),
    );
    page
}

/// A page below the list of parts.
fn page_of_parts(visit: &Visit, year: FiscalYear, title: impl Into<String>) -> Page {
    let mut page = page_of_year(visit, year, title);
    let parts = visit.say("ส่วนของฝ่าย", "Divisions' parts");
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent(format!("/office/report/{year}/parts"), parts));
    page
}

/// A page below one part.
fn page_of_part(visit: &Visit, part: &Part, title: impl Into<String>) -> Page {
    let mut page = page_of_parts(visit, part.year, title);
    let unit = part.unit_name.in_language(visit.language).to_owned();
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent(address(part.id), unit));
    page
}

/// A part as a file to keep.
pub(super) fn download(agency: &str, part: &Part, ending: &'static str) -> Result<Response> {
    let file = PartFile { agency, part };
    let (kind, bytes) = match ending {
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", files::sheet::write(&file)?),
        _ => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", files::word::write(&file)),
    };
    Ok(respond::attachment(kind, &files::file_name(part, ending), bytes))
}
