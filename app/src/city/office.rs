//! The page: all offices on one table, with how many have which level.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Response};
use db::Connection;
use jiff::civil::Date;
use scoring::Exact;
use thai::{FiscalYear, Language};

use super::model::{Filter, Matter, Office, Offices, Order, score_year, together};
use crate::{
    app::App,
    assessment,
    kit::{
        Error, Result, Visit,
        chart::{Bar, BarTable},
        figures::How,
        html::{
            Choice, Column, EmptyState, Field, Filters, Html, Link, Page, ProofLine, Row, Sort, Status, StatusTag,
            Table,
        },
        listing::Query,
        respond,
        visit::AgencyId,
    },
    measures, organisation,
    sign_off::{self, Signing},
};

/// So many years can be chosen.
const YEARS: usize = 5;
const HERE: &str = "/office/city";

#[derive(Template)]
#[template(path = "city/html/city.html")]
struct CityPage {
    page: Page,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    chart: Option<BarTable>,
    files: Vec<Link>,
    proof: ProofLine,
}

/// What was asked for: the offices of a year, those that fit, in their order.
pub(super) struct Asked {
    /// All offices.
    pub offices: Arc<Offices>,
    /// Which are shown.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
}

impl Asked {
    /// Reads what was asked for from the address.
    pub(super) async fn load(app: &App, visit: &Visit, query: &Query) -> Result<Self> {
        let agency = visit.agency()?;
        let mut connection = app.database.read().await?;
        let newest = measures::newest_year_of_offices(&mut connection, agency.id).await?;
        let newest = newest.unwrap_or(visit.fiscal_year());
        let year = match query.value("year") {
            None => newest,
            Some(text) => text.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)?,
        };
        let inputs = format!("{year} {newest} {}", visit.today());
        let place = app.memory.place_with_offices(&mut connection, agency.id, inputs).await?;
        let offices = match place.known() {
            Some(known) => known,
            None => place.keep(load(&mut connection, agency.id, (year, newest), visit.today()).await?),
        };
        let filter = Filter {
            text: query.value("text"),
            level: query.value("level"),
            matter: query.value("matter").and_then(|key| Matter::from_key(&key)),
        };
        let order = query.value("sort").and_then(|key| Order::from_key(&key)).unwrap_or_default();
        Ok(Self { offices, filter, order })
    }

    /// The offices that fit, in their order.
    pub(super) fn chosen(&self) -> Vec<&Office> {
        self.offices.chosen(&self.filter, self.order)
    }
}

async fn load(
    connection: &mut Connection,
    parent: AgencyId,
    (year, newest): (FiscalYear, FiscalYear),
    today: Date,
) -> Result<Offices> {
    let agencies = organisation::list_offices(connection, parent).await?;
    let first = year.previous().previous();
    let results = assessment::list_results_of_offices(connection, parent, (first, year)).await?;
    let progress = measures::progress_of_offices(connection, parent, year, today).await?;
    let signing = sign_off::list_offices(connection, parent, year).await?;
    let score_year = score_year(results.iter().map(|(_, one)| one.year), agencies.len()).unwrap_or(year.previous());
    let results: BTreeMap<_, _> = results.iter().map(|(agency, one)| ((*agency, one.year), one)).collect();
    let total = |agency: AgencyId, year: FiscalYear| {
        let scores = results.get(&(agency, year))?.scores();
        scores.total().map(|total| total.score.clone())
    };
    let offices = agencies.into_iter().map(|agency| Office {
        sort_key: thai::sort_key(&agency.name.th),
        target: Exact::from(agency.target),
        total: total(agency.id, score_year),
        before: total(agency.id, score_year.previous()),
        level: results.get(&(agency.id, score_year)).and_then(|one| one.level()).map(|one| one.level.clone()),
        progress: progress.get(&agency.id).copied(),
        signing: signing.get(&agency.id).copied().unwrap_or_default(),
        key: agency.key,
        name: agency.name,
    });
    Ok(Offices { year, score_year, newest, all: offices.collect() })
}

/// The page.
pub(super) async fn show(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let asked = Asked::load(&app, &visit, &query).await?;
    let (t, offices) = (visit.language, &asked.offices);
    let shown = asked.chosen();
    let year = offices.year;
    let empty = if offices.all.is_empty() {
        t.say(
            "ยังไม่มีหน่วยงานในสังกัดในระบบนี้ ผู้ดูแลระบบกลางเป็นผู้เพิ่ม",
            "No office below yours is here yet. The operator adds them.",
        )
    } else {
        t.say("ไม่มีสำนักงานที่ตรงกับตัวกรอง เอาตัวกรองออกบางตัว", "No office fits these filters. Remove some of them.")
    };
    let file =
        |ending: &str| Link::new(format!("{HERE}/offices.{ending}{}", query.with("", "")), ending.to_uppercase());
    respond::page(&CityPage {
        page: visit.page(t.say(format!("สำนักงานในสังกัด ปี {year}"), format!("Our offices, {year}"))),
        filters: filters(&visit, &query, offices),
        table: (!shown.is_empty()).then(|| table(offices, &shown, &query, asked.order, t)),
        empty: EmptyState::new(empty),
        chart: (!offices.all.is_empty()).then(|| chart(&visit, offices)),
        files: ["csv", "xlsx", "json"].map(file).into(),
        proof: proof(&visit),
    })
}

fn proof(visit: &Visit) -> ProofLine {
    let t = visit.language;
    let today = thai::date::short(visit.today(), t);
    ProofLine::new(
        t,
        today,
        t.say(
            "จากที่แต่ละสำนักงานบันทึกเอง ผลที่ยกเลิกไม่นับ ร้อยละของหลักฐานนับจากผลที่เสร็จแล้ว",
            "As each office entered it. Results given up do not count; the share with evidence is of the results done.",
        ),
    )
}

fn filters(visit: &Visit, query: &Query, offices: &Offices) -> Filters {
    let t = visit.language;
    let mut years = vec![offices.newest];
    while years.len() < YEARS {
        years.extend(years.last().map(|year| year.previous()));
    }
    if !years.contains(&offices.year) {
        years.push(offices.year);
    }
    let years = years.into_iter().map(|year| Choice::new(year.to_string(), year.name(t)));
    let none = Choice::new("none", t.say("ไม่มีข้อมูล", "No data"));
    let levels = offices.by_level().into_iter().filter_map(|(level, _)| level);
    let levels = levels.map(|level| Choice::new(&level.key, level.name.in_language(t))).chain([none]);
    let matters = Matter::ALL.map(|matter| Choice::new(matter.key(), matter.name().in_language(t)));
    let all = t.say("ทั้งหมด", "All");
    let value = |name: &str| query.value(name).unwrap_or_default();
    let mut filters = Filters::new(t, HERE)
        .field(Field::select("year", t.say("ปีงบประมาณ", "Fiscal year"), years).value(offices.year.to_string()))
        .field(Field::select("level", t.say("ระดับ", "Level"), levels).prompt(all).value(value("level")))
        .field(Field::select("matter", t.say("เฉพาะที่", "Only where"), matters).prompt(all).value(value("matter")))
        .field(Field::text("text", t.say("คำในชื่อ", "Words in the name")).value(value("text")));
    if let Some(sort) = query.value("sort") {
        filters = filters.keep("sort", sort);
    }
    for name in ["level", "matter", "text"] {
        let Some(value) = query.value(name) else { continue };
        let words = match name {
            "matter" => Matter::from_key(&value).map(|matter| matter.name().in_language(t).to_owned()),
            "level" => Some(t.say(format!("ระดับ {value}"), format!("level {value}"))),
            _ => Some(value),
        };
        if let Some(words) = words {
            filters = filters.active(words, format!("{HERE}{}", query.with(name, "")));
        }
    }
    filters
}

fn chart(visit: &Visit, offices: &Offices) -> BarTable {
    let t = visit.language;
    let year = offices.score_year;
    let bars = offices.by_level().into_iter().map(|(level, count)| {
        let name = match level {
            Some(level) => t.say(format!("ระดับ {}", level.name.th), format!("Level {}", level.name.en)),
            None => t.say("ไม่มีข้อมูล", "No data").to_owned(),
        };
        Bar::new(name, count as f64, count.to_string())
    });
    let scored = offices.all.iter().filter(|office| office.total.is_some()).count();
    let below = Filter { matter: Some(Matter::BelowTarget), ..Filter::default() };
    let below = offices.chosen(&below, Order::Name).len();
    BarTable::new(
        t.say(
            format!("{below} จาก {scored} สำนักงานที่ทราบคะแนนยังไม่ถึงเป้าของตน"),
            format!("{below} of {scored} offices with a known score are below their own target"),
        ),
        t.say(format!("จำนวนสำนักงานตามระดับผลการประเมินปี {year}"), format!("Offices by level of {year}")),
        (t.say("ระดับ", "Level"), t.say("สำนักงาน", "Offices")),
        bars,
        proof(visit),
    )
}

fn table(offices: &Offices, shown: &[&Office], query: &Query, order: Order, t: Language) -> Table {
    let year = offices.score_year;
    let sorted = |column: Column, key: Order, name: &str| {
        let descends = key == Order::Overdue;
        let now = match (order == key, descends) {
            (false, _) => Sort::Unsorted,
            (true, true) => Sort::Descending,
            (true, false) => Sort::Ascending,
        };
        column.sorted(now, format!("{HERE}{}", query.with("sort", name)))
    };
    let sum = together(shown.iter().copied());
    let total = Row::new(t.say("รวม", "Together"))
        .cell("")
        .cell("")
        .cell("")
        .cell(format!("{}/{}", sum.done, sum.results))
        .cell(sum.overdue.to_string())
        .cell(known(How::Share.value(sum.proved, sum.done).map(|share| How::Share.written(share, t)), t))
        .cell("");
    Table::new(t.say(
        format!("{} สำนักงาน คะแนนปี {year} มาตรการปี {}", shown.len(), offices.year),
        format!("{} offices; scores of {year}, measures of {}", shown.len(), offices.year),
    ))
    .column(sorted(Column::text(t.say("สำนักงาน", "Office")), Order::Name, "name"))
    .column(sorted(Column::number(t.say(format!("คะแนนปี {year}"), format!("Score {year}"))), Order::Score, "score"))
    .column(Column::text(t.say("ระดับ", "Level")))
    .column(sorted(
        Column::number(t.say(format!("เทียบปี {}", year.previous()), format!("Against {}", year.previous()))),
        Order::Change,
        "change",
    ))
    .column(sorted(Column::number(t.say("เสร็จ/ทั้งหมด (ผล)", "Done/all results")), Order::Done, "done"))
    .column(sorted(Column::number(t.say("เกินกำหนด", "Overdue")), Order::Overdue, "overdue"))
    .column(sorted(Column::number(t.say("มีหลักฐาน", "With evidence")), Order::Proved, "proved"))
    .column(sorted(Column::text(t.say("รายงาน", "Report")), Order::Signing, "signing"))
    .rows(shown.iter().map(|office| row(office, offices, t)))
    .total(total)
}

fn row(office: &Office, offices: &Offices, t: Language) -> Row {
    let level = office.level.as_ref().map(|level| level.name.in_language(t).to_owned());
    let progress = office.progress.unwrap_or_default();
    let (key, year) = (&office.key, offices.year);
    let done: Html = match office.progress {
        Some(_) => {
            Link::new(format!("/{key}/measures/{year}"), format!("{}/{}", progress.done, progress.results)).into()
        }
        None => Html::text(t.say("ไม่มีข้อมูล", "No data")),
    };
    let overdue = office.progress.map(|progress| progress.overdue.to_string());
    Row::new(Link::new(format!("/{key}"), office.name.in_language(t)))
        .cell(known(office.total.as_ref().map(Exact::to_string), t))
        .cell(known(level, t))
        .cell(known(office.change().map(signed), t))
        .cell(done)
        .cell(known(overdue, t))
        .cell(known(office.proved_share().map(|share| How::Share.written(share, t)), t))
        .cell(signing(office, year, t))
}

/// A difference with its sign: `+1.25`, `-0.40`, `0.00`.
pub(super) fn signed(change: Exact) -> String {
    let sign = if change > Exact::zero() { "+" } else { "" };
    format!("{sign}{change}")
}

fn signing(office: &Office, year: FiscalYear, t: Language) -> Html {
    match office.signing {
        Signing::Signed => Link::new(format!("/{}/report/{year}", office.key), t.say("ลงนามแล้ว", "Signed")).into(),
        Signing::Waiting => StatusTag::new(t, Status::InProgress).saying(t.say("รอลงนาม", "Waits to be signed")).into(),
        Signing::None => {
            StatusTag::new(t, Status::NotStarted).saying(t.say("ยังไม่ส่งลงนาม", "Not sent to be signed")).into()
        }
    }
}

fn known(figure: Option<String>, t: Language) -> String {
    figure.unwrap_or_else(|| t.say("ไม่มีข้อมูล", "No data").to_owned())
}
