//! All years beside each other.

use askama::Template;
use axum::{extract::State, response::Response};
use scoring::{Instrument, Kind};
use thai::FiscalYear;

use super::{address, with_ways_in};
use crate::{
    app::App,
    assessment::{
        actions,
        figures::{self, change, shown, shown_with_origin, signed},
        model::Assessment,
    },
    kit::{
        Permission, Result, Visit,
        chart::YearBars,
        html::{Button, Column, EmptyState, Html, Link, Page, ProofLine, Row, Table},
        respond,
    },
};

#[derive(Template)]
#[template(path = "assessment/html/years.html")]
struct YearsPage {
    page: Page,
    empty: Option<EmptyState>,
    table: Table,
    proof: Option<ProofLine>,
    chart: Option<YearBars>,
    next: Option<Button>,
    open_years: Vec<Link>,
}

pub(in crate::assessment) async fn years(State(app): State<App>, visit: Visit) -> Result<Response> {
    let results = actions::list_results(&mut app.database.read().await?, visit.agency()?.id).await?;
    respond::page(&YearsPage::new(&visit, &results))
}

impl YearsPage {
    fn new(visit: &Visit, results: &[Assessment]) -> Self {
        let t = visit.language;
        let open: Vec<FiscalYear> =
            Instrument::years().filter(|year| results.iter().all(|results| results.year != *year)).collect();
        let next = next_year(&open, results, visit.fiscal_year());
        let may_enter = visit.may(Permission::EditScores);
        let others = open.iter().rev().filter(|year| may_enter && Some(**year) != next);
        let entry = |year: FiscalYear| Button::primary(entry_words(visit, year)).to(address(year, "/entry"));
        Self {
            page: visit.page(visit.say("คะแนน ITA ทุกปี", "ITA scores of all years")),
            empty: results.is_empty().then(|| nothing_yet(visit, next)),
            table: table(visit, results),
            proof: results.last().map(|latest| figures::proof(t, latest)),
            chart: figures::years(t, results),
            next: next.filter(|_| may_enter && !results.is_empty()).map(entry),
            open_years: others.map(|year| Link::new(address(*year, "/entry"), year.to_string())).collect(),
        }
    }
}

fn entry_words(visit: &Visit, year: FiscalYear) -> String {
    visit.say(format!("บันทึกคะแนนปี {year}"), format!("Enter scores of {year}"))
}

/// The year that is most likely entered next: the one after the latest, or else the latest that is over.
fn next_year(open: &[FiscalYear], results: &[Assessment], this_year: FiscalYear) -> Option<FiscalYear> {
    let after = results.last().map(|latest| latest.year.next()).filter(|year| open.contains(year));
    let over = || open.iter().copied().rfind(|year| *year < this_year);
    after.or_else(over).or_else(|| open.last().copied())
}

fn nothing_yet(visit: &Visit, next: Option<FiscalYear>) -> EmptyState {
    let why = visit.say(
        "ยังไม่มีคะแนนของหน่วยงาน บันทึกคะแนนที่ ป.ป.ช. ประกาศ หรือนำเข้ารายงานที่เผยแพร่แล้ว",
        "There are no scores of your agency yet. Enter those the NACC announced, or import a published report.",
    );
    let empty = EmptyState::new(why);
    match next {
        Some(year) => with_ways_in(visit, empty, year),
        None => empty,
    }
}

fn table(visit: &Visit, results: &[Assessment]) -> Table {
    let caption = visit.say(
        format!("ผลการประเมิน {} ปี ปีล่าสุดอยู่บน คะแนนเต็ม 100", results.len()),
        format!("Results of {} years, the latest on top, out of 100", results.len()),
    );
    let mut table = Table::new(caption)
        .column(Column::text(visit.say("ปีงบประมาณ", "Fiscal year")))
        .column(Column::number(visit.say("คะแนนรวม", "Total")))
        .column(Column::text(visit.say("ระดับ", "Level")))
        .column(Column::number(visit.say("จากปีก่อน", "Since the year before")));
    for kind in Kind::ALL {
        table = table.column(Column::number(kind.code()));
    }
    let before = |results: &Assessment, all: &[Assessment]| {
        all.iter().find(|other| other.year == results.year.previous()).cloned()
    };
    table.rows(results.iter().rev().map(|year| row(visit, year, before(year, results).as_ref())))
}

fn row(visit: &Visit, year: &Assessment, before: Option<&Assessment>) -> Row {
    let t = visit.language;
    let scores = year.scores();
    let total = |year: &Assessment| year.scores().total().map(|value| value.score.clone());
    let change = change(total(year).as_ref(), before.and_then(total).as_ref());
    let level = year.level().map_or_else(|| shown(t, None), |level| level.level.name.in_language(t).to_owned());
    let row = Row::new(Link::new(address(year.year, ""), year.year.to_string()))
        .cell(shown_with_origin(t, scores.total()))
        .cell(level)
        .cell(change.map_or_else(|| visit.say("ไม่มีปีก่อน", "No year before").to_owned(), |points| signed(&points)));
    Kind::ALL.into_iter().fold(row, |row, kind| {
        row.cell(scores.instrument(kind).map_or_else(|| Html::from(shown(t, None)), |value| Html::text(&value.score)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::model::tests::assessment;

    #[test]
    fn the_year_after_the_latest_is_offered_first() {
        let year = |number| FiscalYear::new(number).unwrap();
        let open: Vec<FiscalYear> = [2563, 2566, 2567].map(year).to_vec();
        let results = [assessment(2564, &[]), assessment(2565, &[])];
        assert_eq!(next_year(&open, &results, year(2569)), Some(year(2566)));
        assert_eq!(next_year(&open, &[], year(2567)), Some(year(2566)));
        assert_eq!(next_year(&[], &results, year(2569)), None);
    }
}
