//! The pages of figures: all of them, and one with its rule, its parts and its course over the year.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Uuid;
use jiff::civil::Date;
use thai::{FiscalYear, Language, date};

use super::{model::Reading, store};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        chart::{Bar, BarTable, Line, LineChart},
        figures::{About, Figure, How},
        html::{Breadcrumbs, Button, Column, EmptyState, Figure as KeyFigure, Link, Page, ProofLine, Row, Table},
        listing::{Query, encode},
        respond,
    },
    organisation,
};

const LIST: &str = "/office/figures";

#[derive(Template)]
#[template(path = "figures/html/list.html")]
struct ListPage {
    page: Page,
    tables: Vec<Table>,
    empty: EmptyState,
}

#[derive(Template)]
#[template(path = "figures/html/figure.html")]
struct FigurePage {
    page: Page,
    figure: KeyFigure,
    rule: String,
    records: Button,
    course: Option<LineChart>,
    subjects: Option<BarTable>,
    units: Option<BarTable>,
    years: Vec<Link>,
}

/// All figures that were taken, by year.
pub async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let t = visit.language;
    let latest = store::list_latest(&mut app.database.read().await?, visit.agency()?.id).await?;
    let mut years: BTreeMap<FiscalYear, Vec<Row>> = BTreeMap::new();
    for figure in app.figures.figures() {
        let whole = |reading: &&Reading| {
            reading.about.figure == figure.key && reading.about.subject.is_nil() && reading.about.unit.is_nil()
        };
        for reading in latest.iter().filter(whole) {
            years.entry(reading.about.year).or_default().push(row(figure, reading, t));
        }
    }
    let tables = years.into_iter().rev().map(|(year, rows)| {
        let count = rows.len();
        Table::new(t.say(format!("ปีงบประมาณ {year} · {count} ตัวเลข"), format!("FY {year} (BE), {count} figures")))
            .column(Column::text(t.say("ตัวเลข", "Figure")))
            .column(Column::number(t.say("ค่า", "Value")))
            .column(Column::text(t.say("นับจาก", "Counted from")))
            .column(Column::text(t.say("ณ วันที่", "As of")))
            .rows(rows)
    });
    respond::page(&ListPage {
        page: visit.page(t.say("ตัวเลขที่พิสูจน์งาน", "Figures that prove the work")),
        tables: tables.collect(),
        empty: EmptyState::new(t.say(
            "ยังไม่มีตัวเลข ระบบจะนับให้เองเมื่อมีมาตรการ หนังสือเวียน หรือการประชุมในระบบ",
            "No figures yet. They are counted by themselves once there are measures, circulars or meetings here.",
        )),
    })
}

fn row(figure: &Figure, reading: &Reading, t: Language) -> Row {
    let name = (figure.name)();
    let parts = figure.parts(reading.numerator, reading.denominator, t);
    Row::new(Link::new(address(&reading.about), name.in_language(t)))
        .cell(reading.written(figure, t))
        .cell(if reading.denominator > 0 { parts } else { String::new() })
        .cell(date::short(reading.day(), t))
}

/// Where a figure is shown.
fn address(about: &About) -> String {
    let mut address = format!("{LIST}/{}?year={}", encode(&about.figure), about.year);
    for (name, id) in [("subject", about.subject), ("unit", about.unit)] {
        if !id.is_nil() {
            address.push_str(&format!("&{name}={id}"));
        }
    }
    address
}

fn asked_id(query: &Query, name: &str) -> Result<Uuid> {
    match query.value(name) {
        None => Ok(Uuid::nil()),
        Some(id) => id.parse().map_err(|_| Error::NotFound),
    }
}

/// One figure.
pub async fn show(State(app): State<App>, visit: Visit, query: Query, Path(key): Path<String>) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let figure = app.figures.find(&key).ok_or(Error::NotFound)?;
    let mut connection = app.database.read().await?;
    let mut latest = store::list_latest(&mut connection, agency).await?;
    latest.retain(|reading| reading.about.figure == key);
    let newest = latest.iter().map(|reading| reading.about.year).max();
    let asked = query.value("year").and_then(|year| year.parse().ok()).and_then(FiscalYear::new);
    let year = asked.or(newest).unwrap_or(visit.fiscal_year());
    let about =
        About { figure: key.clone(), subject: asked_id(&query, "subject")?, unit: asked_id(&query, "unit")?, year };
    let past = store::list_past(&mut connection, agency, &about).await?;
    let units = organisation::list_units(&mut connection, agency).await?;
    drop(connection);
    let names: BTreeMap<Uuid, String> =
        units.into_iter().map(|unit| (unit.id.0, unit.name.in_language(t).to_owned())).collect();
    let name = (figure.name)().in_language(t).to_owned();
    let mut page = visit.page(name.clone());
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent(LIST, t.say("ตัวเลข", "Figures")));
    let of_year = |reading: &&Reading| reading.about.year == year;
    let current = past.first();
    let source = || t.say("บันทึกของหน่วยงานในระบบนี้", "the office's records here").to_owned();
    let as_of = latest.iter().map(Reading::day).max().unwrap_or(visit.today());
    let proof = || ProofLine::new(t, date::short(as_of, t), source());
    let value =
        current.map_or_else(|| t.say("ยังไม่มีข้อมูล", "No data yet").to_owned(), |reading| reading.written(figure, t));
    let parts = current.filter(|reading| reading.denominator > 0);
    let parts = parts.map(|reading| figure.parts(reading.numerator, reading.denominator, t));
    let key_figure = KeyFigure::new(of_words(current, &about, &names, t), value, proof());
    respond::page(&FigurePage {
        page,
        figure: match parts {
            Some(parts) => key_figure.note(parts),
            None => key_figure,
        },
        rule: (figure.rule)().in_language(t).to_owned(),
        records: Button::secondary(t.say("ดูรายการที่นับ", "See the records behind it")).to((figure.page)(&about)),
        course: course(&visit, figure, &past, year, proof()),
        subjects: bars(
            figure,
            latest.iter().filter(of_year).filter(|one| !one.about.subject.is_nil() && one.about.unit.is_nil()),
            |one| one.subject.clone(),
            (t.say("แยกตามเรื่อง", "By subject"), t),
            proof(),
        ),
        units: bars(
            figure,
            latest.iter().filter(of_year).filter(|one| one.about.subject == about.subject && !one.about.unit.is_nil()),
            |one| {
                names.get(&one.about.unit).cloned().unwrap_or_else(|| t.say("หน่วยที่เลิกแล้ว", "a former unit").to_owned())
            },
            (t.say("แยกตามฝ่าย", "By division"), t),
            proof(),
        ),
        years: years(&latest, &about, t),
    })
}

fn of_words(current: Option<&Reading>, about: &About, names: &BTreeMap<Uuid, String>, t: Language) -> String {
    let year = about.year;
    let mut words = vec![t.say(format!("ปีงบประมาณ {year}"), format!("FY {year} (BE)"))];
    words.extend(current.map(|reading| reading.subject.clone()).filter(|subject| !subject.is_empty()));
    words.extend(names.get(&about.unit).cloned());
    if words.len() == 1 {
        words.push(t.say("ทั้งหน่วยงาน", "the whole office").to_owned());
    }
    words.join(" · ")
}

fn years(latest: &[Reading], about: &About, t: Language) -> Vec<Link> {
    let mut years: Vec<FiscalYear> = latest.iter().map(|reading| reading.about.year).collect();
    years.sort_unstable();
    years.dedup();
    let others = years.into_iter().rev().filter(|year| *year != about.year);
    others
        .map(|year| {
            let about = About { subject: Uuid::nil(), unit: Uuid::nil(), year, figure: about.figure.clone() };
            Link::new(address(&about), t.say(format!("ปี {year}"), format!("FY {year}")))
        })
        .collect()
}

/// A bar for each reading that has data, the best on top.
fn bars<'a>(
    figure: &Figure,
    readings: impl Iterator<Item = &'a Reading>,
    name: impl Fn(&Reading) -> String,
    (caption, t): (&str, Language),
    proof: ProofLine,
) -> Option<BarTable> {
    let mut known: Vec<(&Reading, i64)> =
        readings.filter_map(|reading| Some((reading, reading.value(figure)?))).collect();
    known.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    let (highest, lowest) = (known.first()?, known.last()?);
    let written = |value: i64| figure.how.written(value, t);
    let finding = match known.len() {
        1 => format!("{} {}", name(highest.0), written(highest.1)),
        _ => t.say(
            format!("สูงสุด {} {} ต่ำสุด {} {}", name(highest.0), written(highest.1), name(lowest.0), written(lowest.1)),
            format!(
                "Highest: {}, {}. Lowest: {}, {}",
                name(highest.0),
                written(highest.1),
                name(lowest.0),
                written(lowest.1)
            ),
        ),
    };
    let bars = known.iter().map(|(reading, value)| {
        Bar::new(Link::new(address(&reading.about), name(reading)), *value as f64 / 100.0, written(*value))
    });
    let bars: Vec<Bar> = bars.collect();
    let table = BarTable::new(finding, caption, (caption, &figure.how.unit(t)), bars, proof);
    Some(if figure.how == How::Share { table.out_of(100.0) } else { table })
}

/// What the figure was at the end of each month of the fiscal year.
fn course(visit: &Visit, figure: &Figure, past: &[Reading], year: FiscalYear, proof: ProofLine) -> Option<LineChart> {
    let (t, today) = (visit.language, visit.today());
    let at = |day: Date| past.iter().find(|reading| reading.since <= day).and_then(|reading| reading.value(figure));
    let months: Vec<Option<f64>> = (0..12)
        .map(|month| {
            let first = year.first_day().checked_add(jiff::Span::new().months(month)).ok()?;
            let last = first.last_of_month();
            if first > today { None } else { at(last.min(today)).map(|value| value as f64 / 100.0) }
        })
        .collect();
    let known: Vec<f64> = months.iter().flatten().copied().collect();
    let (first, last) = (*known.first()?, *known.last()?);
    let written = |value: f64| figure.how.written((value * 100.0).round() as i64, t);
    let finding = if known.len() == 1 {
        t.say(format!("ขณะนี้ {}", written(last)), format!("Now {}", written(last)))
    } else {
        t.say(
            format!("จาก {} เป็น {}", written(first), written(last)),
            format!("From {} to {}", written(first), written(last)),
        )
    };
    let full = match figure.how {
        How::Share => 100.0,
        _ => known.iter().copied().fold(1.0, f64::max).ceil(),
    };
    let name = (figure.name)().in_language(t).to_owned();
    let about =
        t.say(format!("{name} ณ สิ้นเดือน ปีงบประมาณ {year}"), format!("{name} at the end of each month, FY {year}"));
    let unit = figure.how.unit(t);
    let line = Line::actual(name, months);
    Some(LineChart::new(t, "course", finding, about, (&unit, full), [line], proof).decimals(2))
}
