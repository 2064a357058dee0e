//! The pages of results and gaps.

mod gaps;
mod items;
pub(super) mod scenarios;
mod typing;
pub(super) mod what_if;
mod year;
mod years;

use std::collections::BTreeSet;
use std::sync::Arc;

use db::Connection;
use scoring::Instrument;
use thai::FiscalYear;

pub(super) use gaps::gaps;
pub(super) use items::{item, items};
pub(super) use typing::{confirm_removal, enter, entry, remove};
pub(super) use year::year;
pub(super) use years::years;

use super::{actions, model::Assessment};
use crate::kit::{
    Error, Permission, Visit,
    html::{Breadcrumbs, Button, EmptyState, Html, Link, Page},
    visit::AgencyId,
};

/// A fiscal year of an agency beside all its other years.
struct Shelf {
    year: FiscalYear,
    all: Vec<Assessment>,
}

impl Shelf {
    /// A year that is on the shelf or could be put there; no other year exists.
    async fn load(connection: &mut Connection, agency: AgencyId, year: &str) -> Result<Self, Error> {
        let year = year.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)?;
        let shelf = Self { year, all: actions::list_results(connection, agency).await? };
        if shelf.now().is_none() && Instrument::of(year).is_none() {
            return Err(Error::NotFound);
        }
        Ok(shelf)
    }

    /// The results of the year.
    fn now(&self) -> Option<&Assessment> {
        self.of(self.year)
    }

    /// The results of the year before.
    fn before(&self) -> Option<&Assessment> {
        self.of(self.year.previous())
    }

    fn of(&self, year: FiscalYear) -> Option<&Assessment> {
        self.all.iter().find(|results| results.year == year)
    }

    /// The definition of the year: the one kept beside its results, or else the one that would be.
    fn instrument(&self) -> Result<Arc<Instrument>, Error> {
        match self.now() {
            Some(results) => Ok(results.instrument.clone()),
            None => Instrument::of(self.year).map(|known| Arc::new(known.clone())).ok_or(Error::NotFound),
        }
    }
}

/// Where the pages of a year are.
fn address(year: FiscalYear, below: &str) -> String {
    format!("/office/scores/{year}{below}")
}

/// Where the measures are that answer the scores of a year.
fn measures_address(score_year: FiscalYear) -> String {
    format!("/office/measures/{}", score_year.next())
}

/// A page below the list of years.
fn page_below_years(visit: &Visit, title: String) -> Page {
    let mut page = visit.page(title);
    let years = visit.say("คะแนน", "Scores");
    page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent("/office/scores", years));
    page
}

/// A page below a year.
fn page_below_year(visit: &Visit, year: FiscalYear, title: String) -> Page {
    let mut page = page_below_years(visit, title);
    let name = visit.say(format!("ปี {year}"), format!("FY {year}"));
    page.breadcrumbs = page.breadcrumbs.map(|breadcrumbs| breadcrumbs.parent(address(year, ""), name));
    page
}

/// Nothing is known of this year yet: enter it, or take it from a report.
fn no_results(visit: &Visit, year: FiscalYear) -> EmptyState {
    let why = visit.say(
        format!("ยังไม่มีคะแนนของปี {year} บันทึกจากประกาศผล หรือนำเข้าจากรายงานของปีถัดไป"),
        format!("There are no scores of {year} yet. Enter them as announced, or import the next year's report."),
    );
    with_ways_in(visit, EmptyState::new(why), year)
}

/// The buttons of an empty state, as far as the reader may use them.
fn with_ways_in(visit: &Visit, mut empty: EmptyState, year: FiscalYear) -> EmptyState {
    if visit.may(Permission::EditScores) {
        let words = visit.say(format!("บันทึกคะแนนปี {year}"), format!("Enter scores of {year}"));
        empty = empty.action(Button::primary(words).to(address(year, "/entry")));
    }
    if visit.may(Permission::ImportReports) {
        let words = visit.say("นำเข้ารายงาน", "Import a report");
        empty = empty.action(Button::secondary(words).to("/office/report/imports/new"));
    }
    empty
}

/// Codes of the items of `score_year` that the next year's plan of measures answers.
async fn codes_in_plan(
    connection: &mut Connection,
    agency: AgencyId,
    score_year: FiscalYear,
) -> Result<BTreeSet<String>, Error> {
    Ok(crate::measures::codes_in_plan(connection, agency, score_year.next()).await?.into_iter().collect())
}

/// Links to the neighbouring pages of a year.
fn neighbours(visit: &Visit, year: FiscalYear) -> Vec<Link> {
    let mut links = vec![
        Link::new(address(year, "/items"), visit.say("คะแนนทุกข้อ", "All items")),
        Link::new(address(year, "/gaps"), visit.say("ข้อที่เสียคะแนน", "Where points are lost")),
        Link::new(address(year, "/what-if"), visit.say("ลองปรับคะแนน", "What if")),
        Link::new(
            measures_address(year),
            visit.say(format!("มาตรการปี {}", year.next()), format!("Measures of {}", year.next())),
        ),
    ];
    if visit.may(Permission::EditScores) {
        links.push(Link::new(address(year, "/entry"), visit.say("แก้คะแนน", "Edit the scores")));
    }
    links
}

/// Several pieces after each other.
fn joined(pieces: impl IntoIterator<Item = Html>) -> Html {
    pieces.into_iter().fold(Html::default(), |all, next| if all.is_empty() { next } else { all.and(next) })
}
