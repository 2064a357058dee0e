//! The report as it will be printed, what it lacks, and its files.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use documents::{Digits, ReportForm, report_html_fragment};
use report::Report;
use thai::FiscalYear;

use super::{digits_asked, page_of_reports, parse_year};
use crate::{
    app::App,
    kit::{
        Error, Permission, Result, Visit,
        html::{Button, EmptyState, Html, Link, Page, ProofLine},
        listing::Query,
        respond,
    },
    measures,
    reporting::{
        actions,
        model::{FileKind, readiness},
    },
};

#[derive(Template)]
#[template(path = "reporting/html/preview.html")]
struct PreviewPage {
    page: Page,
    empty: Option<EmptyState>,
    shown: Option<Shown>,
}

/// The form with what stands around it.
struct Shown {
    form: String,
    digits_in_words: &'static str,
    pdf: Button,
    files: Vec<Link>,
    memo: Link,
    sign_off: Link,
    other_digits: Link,
    parts: Html,
    analysis: Link,
    lacks: Vec<Html>,
    complete: String,
    proof: ProofLine,
}

/// A year's report in the digits asked for.
struct Asked {
    year: FiscalYear,
    form: ReportForm,
    plan: measures::Plan,
}

async fn ask(app: &App, visit: &Visit, query: &Query, year: &str) -> Result<Option<Asked>> {
    let (year, agency) = (parse_year(year)?, visit.agency()?);
    let digits = digits_asked(query, agency)?;
    let mut connection = app.database.read().await?;
    let Some(plan) = measures::plan_of(&mut connection, agency.id, year).await? else { return Ok(None) };
    let Some(report) = actions::report_to_print(&mut connection, agency, year, app.figures).await? else {
        return Ok(None);
    };
    let form = actions::form_of(&mut connection, agency, report, digits).await?;
    Ok(Some(Asked { year, form, plan }))
}

pub(in crate::reporting) async fn preview(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let number = parse_year(&year)?;
    let asked = ask(&app, &visit, &query, &year).await?;
    let title = visit.say(format!("รายงานผลตามมาตรการ ปี {number}"), format!("Report of measures {number}"));
    let shown = asked.as_ref().map(|asked| shown(&visit, asked));
    respond::page(&PreviewPage {
        page: page_of_reports(&visit, title),
        empty: shown.is_none().then(|| nothing_yet(&visit, number)),
        shown,
    })
}

fn nothing_yet(visit: &Visit, year: FiscalYear) -> EmptyState {
    let why = visit.say(
        format!("ยังไม่มีมาตรการของปี {year} จึงยังไม่มีรายงาน"),
        format!("There are no measures of {year} yet, so there is no report."),
    );
    let empty = EmptyState::new(why);
    let begin = Link::new(format!("/office/measures/{year}"), visit.say("ไปที่มาตรการ", "Go to the measures"));
    if visit.may(Permission::ImportReports) {
        let words = visit.say("นำเข้าไฟล์รายงาน", "Import a report file");
        empty.action(Button::primary(words).to(format!("/office/report/imports/new?year={year}"))).action(begin)
    } else {
        empty.action(begin)
    }
}

fn shown(visit: &Visit, asked: &Asked) -> Shown {
    let t = visit.language;
    let Asked { year, form, plan } = asked;
    let (digits, other, words, other_words) = match form.digits {
        Digits::Thai => {
            ("thai", "arabic", t.say("เลขไทย", "Thai digits"), t.say("เปลี่ยนเป็นเลขอารบิก", "Use Arabic digits"))
        }
        Digits::Arabic => {
            ("arabic", "thai", t.say("เลขอารบิก", "Arabic digits"), t.say("เปลี่ยนเป็นเลขไทย", "Use Thai digits"))
        }
    };
    let file = |kind: &str| format!("/office/report/{year}/report.{kind}?digits={digits}");
    // Without their sizes: to know those, each file would have to be written for every look at the page.
    let others = FileKind::ALL.into_iter().filter(|kind| *kind != FileKind::Pdf);
    let files = others.map(|kind| Link::new(file(kind.ending()), kind.name(t))).collect();
    let items = form.report.items.len();
    let source = t.say("มาตรการและคะแนนที่บันทึกไว้", "Measures and scores as recorded");
    Shown {
        form: report_html_fragment(form),
        digits_in_words: words,
        pdf: Button::primary(t.say("ดาวน์โหลด PDF", "Download PDF")).to(file("pdf")),
        files,
        sign_off: Link::new(
            format!("/office/report/{year}/sign-off"),
            t.say("ส่งให้ผู้อำนวยการลงนาม และฉบับที่ลงนามแล้ว", "Send to the director to sign; signed versions"),
        ),
        memo: Link::new(format!("/office/report/{year}/memo"), t.say("ทำบันทึกข้อความนำส่ง", "Write the cover memo")),
        other_digits: Link::new(format!("/office/report/{year}?digits={other}"), other_words),
        parts: if visit.may(Permission::ImportReports) {
            Link::new(
                format!("/office/report/{year}/parts"),
                t.say("ส่งให้ฝ่ายกรอกและรับกลับ", "Send parts to the divisions"),
            )
            .into()
        } else {
            Html::default()
        },
        analysis: Link::new(
            format!("/office/report/{year}/analysis"),
            t.say("รายงานวิเคราะห์ผลการประเมินที่แผนนี้ตอบ", "The analysis of the results that this plan answers"),
        ),
        lacks: lacks(visit, &form.report, plan),
        complete: t.say(format!("มี {items} ข้อในรายงาน"), format!("{items} items in the report")),
        proof: ProofLine::new(t, thai::date::moment(form.printed_at, t), source),
    }
}

/// What is missing, each with links to the items that lack it.
fn lacks(visit: &Visit, report: &Report, plan: &measures::Plan) -> Vec<Html> {
    let t = visit.language;
    let told = told_lacks(visit, readiness::lacks(report), plan);
    let reported = plan.counts().done;
    let unproven = (reported > 0).then(|| {
        Html::text(t.say(
            format!("ยังไม่มีหลักฐานแนบ {reported} ข้อที่รายงานว่าเสร็จแล้ว"),
            format!("{reported} items reported as done have no evidence attached"),
        ))
    });
    told.into_iter().chain(unproven).collect()
}

/// Each lack in a line, with links to the items that have it.
pub(super) fn told_lacks(visit: &Visit, lacks: Vec<readiness::Lack>, plan: &measures::Plan) -> Vec<Html> {
    let t = visit.language;
    let pages: BTreeMap<&str, String> =
        plan.items.iter().map(|item| (item.code.as_str(), format!("/office/measures/items/{}", item.id))).collect();
    let told = lacks.into_iter().map(|lack| {
        let what = lack.what.in_language(t);
        let count = lack.items.len();
        let heading = Html::text(t.say(format!("{what} {count} ข้อ:"), format!("{what}, {count} items:")));
        lack.items.iter().fold(heading, |line, code| match pages.get(code.as_str()) {
            Some(page) => line.and(Link::new(page.clone(), code.clone())),
            None => line.and(code.as_str()),
        })
    });
    told.collect()
}

async fn file(app: App, visit: Visit, query: Query, year: String, kind: FileKind) -> Result<Response> {
    let asked = ask(&app, &visit, &query, &year).await?.ok_or(Error::NotFound)?;
    let name = kind.file_name(&visit.agency()?.name.th, asked.year);
    let bytes = actions::file(asked.form, kind).await?.map_err(Error::Conflict)?;
    Ok(respond::attachment(kind.content_type(), &name, bytes))
}

pub(in crate::reporting) async fn pdf(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Pdf).await
}

pub(in crate::reporting) async fn docx(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Docx).await
}

pub(in crate::reporting) async fn xlsx(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Xlsx).await
}

pub(in crate::reporting) async fn csv(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Csv).await
}

pub(in crate::reporting) async fn html(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Html).await
}

pub(in crate::reporting) async fn json(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    file(app, visit, query, year, FileKind::Json).await
}
