//! The analysis of a year's results as a page, what it lacks, and its files.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use documents::{
    AnalysisReport, Digits,
    analysis::told::{self, Block},
    analysis_docx,
};
use thai::{FiscalYear, Language};

use super::{digits_asked, lines, page_of_reports, parse_year, preview::told_lacks};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        chart::{Bar, BarTable},
        html::{Button, Column, EmptyState, Html, Link, Page, ProofLine, Row, SummaryList, Table},
        listing::Query,
        respond,
    },
    measures,
    reporting::{actions, model::analysis, printing},
};

#[derive(Template)]
#[template(path = "reporting/html/analysis.html")]
struct AnalysisPage {
    page: Page,
    empty: Option<EmptyState>,
    shown: Option<Shown>,
}

/// The analysis with what stands around it.
struct Shown {
    pdf: Button,
    files: Vec<Link>,
    digits_in_words: &'static str,
    other_digits: Link,
    lacks: Vec<Html>,
    parts: Vec<Part>,
    proof: ProofLine,
}

/// A part of the page.
enum Part {
    Section(String),
    Heading(String),
    /// An item of the plan: folded away, unless it lacks something.
    Item(FoldedItem),
    Text(String),
    Bullets(Vec<String>),
    Chart(Html),
    Table(Html),
}

/// An item of the plan with the facts about it.
struct FoldedItem {
    heading: String,
    open: bool,
    facts: Html,
    page: Option<Link>,
}

/// A year's analysis in the digits asked for.
struct Asked {
    year: FiscalYear,
    report: AnalysisReport,
    plan: measures::Plan,
}

async fn ask(app: &App, visit: &Visit, query: &Query, year: &str) -> Result<Option<Asked>> {
    let (year, agency) = (parse_year(year)?, visit.agency()?);
    let digits = digits_asked(query, agency)?;
    let mut connection = app.database.read().await?;
    let Some(plan) = measures::plan_of(&mut connection, agency.id, year).await? else { return Ok(None) };
    let report = actions::analysis_of(&mut connection, agency, year, digits).await?;
    Ok(report.map(|report| Asked { year, report, plan }))
}

/// The page of the analysis.
pub(in crate::reporting) async fn show(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let number = parse_year(&year)?;
    let asked = ask(&app, &visit, &query, &year).await?;
    let title = visit
        .say(format!("วิเคราะห์ผลการประเมินและมาตรการ ปี {number}"), format!("Analysis of results and measures {number}"));
    let mut page = page_of_reports(&visit, title);
    let words = visit.say(format!("รายงานปี {number}"), format!("Report of {number}"));
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent(format!("/office/report/{number}"), words));
    let shown = asked.as_ref().map(|asked| shown(&visit, asked));
    respond::page(&AnalysisPage { page, empty: shown.is_none().then(|| nothing_yet(&visit, number)), shown })
}

fn nothing_yet(visit: &Visit, year: FiscalYear) -> EmptyState {
    let why = visit.say(
        format!("ยังไม่มีมาตรการของปี {year} จึงยังวิเคราะห์ไม่ได้ เริ่มจากเพิ่มข้อที่เสียคะแนนเข้าแผน"),
        format!(
            "There are no measures of {year} yet, so there is nothing to analyse. Begin by adding items to the plan."
        ),
    );
    let begin = visit.say("ไปที่มาตรการ", "Go to the measures");
    EmptyState::new(why).action(Link::new(format!("/office/measures/{year}"), begin))
}

fn shown(visit: &Visit, asked: &Asked) -> Shown {
    let t = visit.language;
    let Asked { year, report, plan } = asked;
    let (digits, other, words, other_words) = match report.digits {
        Digits::Thai => (
            "thai",
            "arabic",
            t.say("ไฟล์ใช้เลขไทย", "Files in Thai digits"),
            t.say("เปลี่ยนเป็นเลขอารบิก", "Use Arabic digits"),
        ),
        Digits::Arabic => (
            "arabic",
            "thai",
            t.say("ไฟล์ใช้เลขอารบิก", "Files in Arabic digits"),
            t.say("เปลี่ยนเป็นเลขไทย", "Use Thai digits"),
        ),
    };
    let file = |kind: &str| format!("/office/report/{year}/analysis.{kind}?digits={digits}");
    let download = t.say("ดาวน์โหลด", "Download");
    let word = format!("{download} Word");
    let source = t.say("คะแนนและมาตรการที่บันทึกไว้", "Scores and measures as recorded");
    let proof = ProofLine::new(t, thai::date::moment(report.as_of, t), source);
    Shown {
        pdf: Button::primary(t.say("ดาวน์โหลด PDF", "Download PDF")).to(file("pdf")),
        files: vec![Link::new(file("docx"), word), Link::new(file("json"), format!("{download} JSON"))],
        digits_in_words: words,
        other_digits: Link::new(format!("/office/report/{year}/analysis?digits={other}"), other_words),
        lacks: told_lacks(visit, analysis::lacks(report), plan),
        parts: parts(t, report, plan, &proof),
        proof,
    }
}

fn parts(t: Language, report: &AnalysisReport, plan: &measures::Plan, proof: &ProofLine) -> Vec<Part> {
    let lacking: BTreeSet<String> = analysis::lacks(report).into_iter().flat_map(|lack| lack.items).collect();
    let mut parts = Vec::new();
    for block in told::blocks(report, t) {
        let part = match (block, parts.pop()) {
            (Block::Table(table), Some(Part::Heading(heading))) if table.facts => {
                Part::Item(item(t, heading, table, plan, &lacking))
            }
            (block, before) => {
                parts.extend(before);
                part(t, block, proof)
            }
        };
        parts.push(part);
    }
    parts
}

fn part(t: Language, block: Block, proof: &ProofLine) -> Part {
    match block {
        Block::Section { text } => Part::Section(text),
        Block::Heading { text } => Part::Heading(text),
        Block::Text { text } => Part::Text(text),
        Block::Bullets { entries } => Part::Bullets(entries),
        Block::Bars(bars) => Part::Chart(chart(t, bars, proof)),
        Block::Table(table) => Part::Table(Html::from(sheet(table))),
    }
}

fn item(
    t: Language,
    heading: String,
    table: told::Table,
    plan: &measures::Plan,
    lacking: &BTreeSet<String>,
) -> FoldedItem {
    let code = heading.split(' ').next().unwrap_or_default();
    let words = t.say(format!("เปิดข้อ {code} ในแผนเพื่อแก้ไข"), format!("Open item {code} of the plan to change it"));
    let facts = table.rows.into_iter().fold(SummaryList::new(t), |list, row| {
        let mut cells = row.into_iter();
        let key = cells.next().unwrap_or_default().concat();
        list.row(key, lines(cells.next().unwrap_or_default().iter().map(String::as_str)))
    });
    FoldedItem {
        open: lacking.contains(code),
        page: plan.by_code(code).map(|item| Link::new(format!("/office/measures/items/{}", item.id), words)),
        facts: facts.into(),
        heading,
    }
}

fn chart(t: Language, bars: told::Bars, proof: &ProofLine) -> Html {
    let drawn = bars.bars.into_iter().map(|bar| Bar::new(bar.name, bar.value.unwrap_or_default(), bar.shown));
    let headings = (t.say("เรื่อง", "Subject"), bars.series.as_str());
    let chart = BarTable::new(bars.finding, bars.description, headings, drawn, proof.clone()).out_of(bars.full);
    match bars.mark {
        Some((value, word)) => chart.target(value, word).into(),
        None => chart.into(),
    }
}

fn sheet(table: told::Table) -> Table {
    let sheet = table.columns.into_iter().fold(Table::new(table.caption), |sheet, column| {
        sheet.column(if column.number { Column::number(column.heading) } else { Column::text(column.heading) })
    });
    sheet.rows(table.rows.into_iter().map(|row| {
        let mut cells = row.into_iter().map(|of| lines(of.iter().map(String::as_str)));
        let head = cells.next().unwrap_or_default();
        cells.fold(Row::new(head), Row::cell)
    }))
}

/// The name of a file to keep.
fn file_name(visit: &Visit, year: FiscalYear, ending: &str) -> Result<String> {
    Ok(format!("รายงานวิเคราะห์ผลการประเมิน-{}-{year}.{ending}", visit.agency()?.name.th))
}

/// The analysis as PDF.
pub(in crate::reporting) async fn pdf(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let asked = ask(&app, &visit, &query, &year).await?.ok_or(Error::NotFound)?;
    let bytes = printing::print_analysis(asked.report).await?.map_err(|error| {
        tracing::error!(%error, "an analysis cannot be printed");
        Error::Conflict(error.message())
    })?;
    Ok(respond::attachment("application/pdf", &file_name(&visit, asked.year, "pdf")?, bytes))
}

/// The analysis for Word.
pub(in crate::reporting) async fn docx(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let asked = ask(&app, &visit, &query, &year).await?.ok_or(Error::NotFound)?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    Ok(respond::attachment(kind, &file_name(&visit, asked.year, "docx")?, analysis_docx(&asked.report)))
}

/// The analysis as data.
pub(in crate::reporting) async fn json(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let asked = ask(&app, &visit, &query, &year).await?.ok_or(Error::NotFound)?;
    Ok(respond::attachment(
        "application/json",
        &file_name(&visit, asked.year, "json")?,
        asked.report.to_json().into_bytes(),
    ))
}
