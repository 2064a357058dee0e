//! The years that have a report.

use askama::Template;
use axum::{extract::State as Held, response::Response};

use crate::{
    app::App,
    kit::{
        Permission, Result, Visit,
        html::{Button, Column, EmptyState, Link, Page, Row, Table},
        respond,
    },
    measures,
};

#[derive(Template)]
#[template(path = "reporting/html/years.html")]
struct YearsPage {
    page: Page,
    import: Option<Button>,
    imports: Option<Link>,
    empty: Option<EmptyState>,
    table: Table,
}

pub(in crate::reporting) async fn years(Held(app): Held<App>, visit: Visit) -> Result<Response> {
    let t = visit.language;
    let years = measures::list_plans(&mut app.database.read().await?, visit.agency()?.id).await?;
    let may_import = visit.may(Permission::ImportReports);
    let import = || Button::primary(t.say("นำเข้าไฟล์รายงาน", "Import a report file")).to("/office/report/imports/new");
    let why = t.say(
        "ยังไม่มีรายงาน เริ่มจากนำเข้ารายงานปีก่อน หรือเพิ่มมาตรการของปีนี้",
        "There is no report yet. Import last year's, or add this year's measures.",
    );
    let measures_link = Link::new("/office/measures", t.say("ไปที่มาตรการ", "Go to the measures"));
    let empty = || {
        let empty = EmptyState::new(why);
        if may_import { empty.action(import()).action(measures_link) } else { empty.action(measures_link) }
    };
    let row = |year: &measures::PlanInList| {
        let number = year.head.year;
        let day = year.head.report_day.map(|day| thai::date::short(day, t));
        Row::new(Link::new(
            format!("/office/report/{number}"),
            t.say(format!("รายงานปี {number}"), format!("Report of {number}")),
        ))
        .cell(year.items.to_string())
        .cell(year.head.score_year.to_string())
        .cell(day.unwrap_or_else(|| t.say("ยังไม่มี", "None yet").to_owned()))
    };
    let caption = t.say(format!("รายงาน {} ปี ใหม่สุดก่อน", years.len()), format!("{} years, newest first", years.len()));
    respond::page(&YearsPage {
        page: visit.page(t.say("รายงานผลตามมาตรการ", "Reports of measures")),
        import: (may_import && !years.is_empty()).then(import),
        imports: may_import.then(|| Link::new("/office/report/imports", t.say("การนำเข้าทั้งหมด", "All imports"))),
        table: Table::new(caption)
            .column(Column::text(t.say("ปีงบประมาณ", "Fiscal year")))
            .column(Column::number(t.say("จำนวนข้อ", "Items")))
            .column(Column::text(t.say("จากคะแนนปี", "Answers the scores of")))
            .column(Column::text(t.say("วันที่รายงาน", "Date of the report")))
            .rows(years.iter().map(row)),
        empty: years.is_empty().then(empty),
    })
}
