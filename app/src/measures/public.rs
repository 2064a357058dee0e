//! The public page of measures: what the office promised, what came of it, and what is only said to be done.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    figures::plan_with_figures,
    model::{Plan, PlanItem, listing::chosen},
    office::{self, count_figures, filters, measure_cell, party_cell, read_query, result_cell},
    store,
};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        html::{Column, EmptyState, Figure, Filters, Link, Notice, Page, Pagination, ProofLine, Row, Table, anchor},
        listing::{PAGE_SIZE, Query, pages},
        respond,
        visit::Agency,
    },
    organisation::find_agency_by_key,
};

#[derive(Template)]
#[template(path = "measures/html/public.html")]
struct PublicPage {
    page: Page,
    notice: Notice,
    figures: Vec<Figure>,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
    proof: ProofLine,
}

/// The newest year of an agency.
pub(super) async fn newest(State(app): State<App>, Path(agency): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let agency = find_agency_by_key(&mut connection, &agency).await?.ok_or(Error::NotFound)?;
    let plans = store::list_plans(&mut connection, agency.id).await?;
    let newest = plans.into_iter().find(|plan| plan.items > 0).ok_or(Error::NotFound)?;
    Ok(respond::go(&format!("/{}/measures/{}", agency.key, newest.head.year)))
}

/// The measures of a year, for everybody.
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path((agency, year)): Path<(String, String)>,
) -> Result<Response> {
    let year = office::year(&year)?;
    let mut connection = app.database.read().await?;
    let agency = find_agency_by_key(&mut connection, &agency).await?.ok_or(Error::NotFound)?;
    let known = plan_with_figures(&app.memory, &mut connection, &agency, year).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let plan = &known.plan;
    let t = visit.language;
    let (filter, order) = read_query(&query);
    let items = chosen(plan, &filter, order, &known.figures);
    let first = usize::try_from(query.offset()).unwrap_or(usize::MAX);
    let shown: Vec<&PlanItem> = items.iter().copied().skip(first).take(PAGE_SIZE as usize).collect();
    let title = visit.say(
        format!("มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี {year}"),
        format!("Measures for integrity and transparency, {year}"),
    );
    let address = format!("/{}/measures/{year}", agency.key);
    let today = thai::date::short(visit.today(), t);
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    respond::page(&PublicPage {
        page: visit.public_page(title, &agency),
        notice: notice(&visit),
        figures: count_figures(plan, t, &today),
        filters: filters(plan, &query, t, &address),
        table: (!shown.is_empty()).then(|| table(&visit, &items, &shown)),
        empty: empty(&visit, plan, &address),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            pages(count) as u32,
            format!("{address}{}", query.with("page", "")),
        ),
        proof: proof(&visit, plan, &agency, &today),
    })
}

fn notice(visit: &Visit) -> Notice {
    Notice::new(visit.say(
        "“เสร็จแล้วตามรายงาน ยังไม่มีหลักฐาน” คือสิ่งที่หน่วยงานรายงานไว้ แต่ยังไม่มีเอกสารหรือตัวเลขแนบในระบบนี้",
        "“Done as reported, no evidence yet” is what the agency reported; no paper or figure is attached to it here.",
    ))
}

fn proof(visit: &Visit, plan: &Plan, agency: &Agency, today: &str) -> ProofLine {
    let t = visit.language;
    let name = agency.name.in_language(t);
    let source = match plan.head.report_day {
        Some(day) => t.say(
            format!("แผนและผลของ{name} ตามรายงานลงวันที่ {} และการแก้ไขหลังจากนั้น", thai::date::long(day, t)),
            format!("plan and results of {name}, by its report of {} and changes since", thai::date::long(day, t)),
        ),
        None => t.say(format!("แผนและผลที่{name}บันทึกในระบบ"), format!("plan and results as entered by {name}")),
    };
    ProofLine::new(t, today, source)
}

fn table(visit: &Visit, all: &[&PlanItem], shown: &[&PlanItem]) -> Table {
    let t = visit.language;
    let rows = shown.iter().map(|item| {
        Row::new(format!("{} {}", item.code, item.topic))
            .cell(measure_cell(item, t))
            .cell(result_cell(item, t))
            .cell(party_cell(item, t))
            .id(anchor(&item.code))
    });
    Table::new(t.say(
        format!("{} ข้อ ตามลำดับของแบบรายงาน", all.len()),
        format!("{} items, in the order of the official form", all.len()),
    ))
    .column(Column::text(t.say("ข้อ", "Item")))
    .column(Column::text(t.say("มาตรการ", "Measure")))
    .column(Column::text(t.say("ผลและสถานะ", "Result and status")))
    .column(Column::text(t.say("ผู้รับผิดชอบ", "Responsible")))
    .rows(rows)
}

fn empty(visit: &Visit, plan: &Plan, address: &str) -> EmptyState {
    if plan.items.is_empty() {
        return EmptyState::new(
            visit.say("หน่วยงานยังไม่ได้ประกาศมาตรการของปีนี้", "The agency has not announced measures of this year yet"),
        );
    }
    EmptyState::new(
        visit.say("ไม่มีข้อที่ตรงกับตัวกรอง เอาตัวกรองออกบางตัว", "No item fits these filters. Remove some of them."),
    )
    .action(Link::new(address, visit.say("ดูทุกข้อ", "See all items")))
}
