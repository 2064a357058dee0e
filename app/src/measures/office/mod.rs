//! The pages of measures in the office: years, the list of a year, and what is done there.
//!
//! - [`item`]: one item, its facts, removal and starter measures
//! - [`lines`], [`results`], [`responsibles`]: adding, changing, moving and removing what stands at an item
//! - [`work`]: working on a result; [`desk`]: the work of a year, whose it is and how urgent
//! - [`entries`]: what stands at an item, as a list
//! - [`forms`]: the page around every small form and every confirmation

pub(super) mod desk;
mod entries;
mod forms;
pub(super) mod item;
pub(super) mod lines;
pub mod priority;
pub(super) mod proving;
pub(super) mod responsibles;
pub(super) mod results;
pub(super) mod work;

use std::str::FromStr;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use scoring::Instrument;
use thai::{Bilingual, FiscalYear, Language};

use super::{
    actions,
    figures::{self, PlanWithFigures},
    model::{
        Plan, PlanHead, PlanId, PlanItem, Standing,
        listing::{Figures, Filter, Order, chosen, parties},
        work::Proof,
    },
    plan_of, store,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        html::{
            Breadcrumbs, Button, Choice, Column, EmptyState, Field, Figure, Filters, Html, Link, Pagination, ProofLine,
            Row, Sort, StatusTag, Table, components,
        },
        listing::{PAGE_SIZE, Query, pages},
        respond,
        visit::AgencyId,
    },
};
use entries::{Entries, note_entries};
use forms::{FormPage, TypedDay};

/// An identifier in an address; what does not read as one does not exist.
fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A year in an address.
pub(super) fn year(text: &str) -> Result<FiscalYear> {
    text.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)
}

fn way_up(visit: &Visit) -> Breadcrumbs {
    Breadcrumbs::new(visit.language).parent("/office/measures", visit.say("มาตรการ", "Measures"))
}

fn way_up_to_year(visit: &Visit, year: FiscalYear) -> Breadcrumbs {
    way_up(visit).parent(format!("/office/measures/{year}"), visit.say(format!("ปี {year}"), format!("Year {year}")))
}

// years ------------------------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "measures/html/years.html")]
struct YearsPage {
    page: crate::kit::html::Page,
    table: Option<Table>,
    empty: EmptyState,
    start: Option<(Field, Button)>,
}

/// The years with plans.
pub(super) async fn years(State(app): State<App>, visit: Visit) -> Result<Response> {
    let agency = visit.agency()?;
    let plans = store::list_plans(&mut app.database.read().await?, agency.id).await?;
    let t = visit.language;
    let day = |day: Option<jiff::civil::Date>| match day {
        Some(day) => thai::date::short(day, t),
        None => t.say("ยังไม่มีวันที่ในรายงาน", "No report day yet").into(),
    };
    let rows = plans.iter().map(|plan| {
        let head = &plan.head;
        Row::new(Link::new(format!("/office/measures/{}", head.year), head.year.name(t)))
            .cell(plan.items.to_string())
            .cell(head.score_year.number().to_string())
            .cell(day(head.report_day))
    });
    let table = Table::new(t.say("ปีที่มีมาตรการ ปีล่าสุดอยู่บน", "Years with measures, the newest on top"))
        .column(Column::text(t.say("ปีงบประมาณ", "Fiscal year")))
        .column(Column::number(t.say("จำนวนข้อ", "Items")))
        .column(Column::number(t.say("จากคะแนนปี", "Answers the scores of")))
        .column(Column::text(t.say("วันที่ในรายงาน", "Report day")))
        .rows(rows);
    let taken: Vec<FiscalYear> = plans.iter().map(|plan| plan.head.year).collect();
    let mut page = visit.page(visit.say("มาตรการ", "Measures"));
    page.breadcrumbs = None;
    let empty = EmptyState::new(visit.say(
        "ยังไม่มีมาตรการ นำเข้าจากรายงานปีก่อน หรือเริ่มแผนของปีแล้วเพิ่มข้อที่เสียคะแนน",
        "No measures yet. Take in last year's report, or start the plan of a year and add items that lost points.",
    ));
    let start = visit.may(Permission::EditMeasures).then(|| start_form(&visit, &taken));
    respond::page(&YearsPage { page, table: (!plans.is_empty()).then_some(table), empty, start })
}

/// Years that can be started: the next one, this one and the last five, without those that have a plan.
fn start_form(visit: &Visit, taken: &[FiscalYear]) -> (Field, Button) {
    let t = visit.language;
    let mut years = vec![visit.fiscal_year().next(), visit.fiscal_year()];
    for _ in 0..5 {
        years.extend(years.last().map(|year| year.previous()));
    }
    let free = years.into_iter().filter(|year| !taken.contains(year));
    let choices: Vec<Choice> = free.map(|year| Choice::new(year.to_string(), year.name(t))).collect();
    let first = [visit.fiscal_year(), visit.fiscal_year().next()].into_iter().find(|year| !taken.contains(year));
    let field = Field::select("year", t.say("ปีงบประมาณ", "Fiscal year"), choices)
        .value(first.map(|year| year.to_string()).unwrap_or_default())
        .hint(
            t.say("มาตรการของปีนี้แก้ข้อที่เสียคะแนนในปีก่อนหน้า", "The measures of a year answer the scores of the year before"),
        );
    (field, Button::primary(t.say("เริ่มมาตรการของปีนี้", "Start this year's measures")))
}

/// Starts the plan of a year.
pub(super) async fn start(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let wanted = thai::digits::to_arabic(&form.text("year")).parse().ok().and_then(FiscalYear::new);
    let year = wanted.ok_or_else(|| {
        Error::Invalid(Bilingual::new(
            "ยังไม่ได้เลือกปีงบประมาณ กลับไปเลือกปี พ.ศ. สี่หลัก เช่น 2565",
            "No fiscal year was chosen. Go back and choose a Buddhist year of four digits, such as 2565.",
        ))
    })?;
    let mut tx = app.database.write().await?;
    actions::start_plan(&mut tx, &visit.viewer()?.into(), visit.agency()?.id, year, visit.now).await?;
    let message = Bilingual::new(
        format!("เริ่มมาตรการปี {year} แล้ว ต่อไปเพิ่มข้อที่เสียคะแนน"),
        format!("The measures of {year} are started. Next, add the items that lost points."),
    );
    after_change(tx, &visit, &format!("/office/measures/{year}"), message).await
}

// the list of a year -----------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "measures/html/list.html")]
struct ListPage {
    page: crate::kit::html::Page,
    figures: Vec<Figure>,
    actions: Vec<Button>,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
    notes: Option<Entries>,
}

/// A year without a plan looks like a plan without items; adding the first item starts it.
fn unstarted(agency: AgencyId, year: FiscalYear) -> Plan {
    let head = PlanHead { id: PlanId::new(), agency, year, score_year: year.previous(), report_day: None };
    Plan { head, items: Vec::new(), notes: Vec::new() }
}

/// The measures of a year.
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(year_text): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?;
    let year = year(&year_text)?;
    let mut connection = app.database.read().await?;
    let known = figures::plan_with_figures(&app.memory, &mut connection, agency, year).await?;
    drop(connection);
    let PlanWithFigures { plan, figures } = match &known {
        Some(known) => known.as_ref(),
        None => &PlanWithFigures::of(unstarted(agency.id, year)),
    };
    let t = visit.language;
    let (filter, order) = read_query(&query);
    let items = chosen(plan, &filter, order, figures);
    let first = usize::try_from(query.offset()).unwrap_or(usize::MAX);
    let shown: Vec<&PlanItem> = items.iter().copied().skip(first).take(PAGE_SIZE as usize).collect();
    let mut page = visit.page(visit.say(format!("มาตรการ ปี {year}"), format!("Measures {year}")));
    page.breadcrumbs = Some(way_up(&visit));
    page.year = Some((year, "/office/measures".into()));
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let address = format!("/office/measures/{year}{}", query.with("page", ""));
    let may_edit = visit.may(Permission::EditMeasures);
    respond::page(&ListPage {
        figures: count_figures(plan, t, &thai::date::short(visit.today(), t)),
        actions: if may_edit { list_actions(plan, t) } else { Vec::new() },
        filters: filters(plan, &query, t, &format!("/office/measures/{year}")),
        table: (!shown.is_empty()).then(|| table(plan, &shown, &query, order, figures, t)),
        empty: empty_list(plan, t, may_edit),
        pagination: Pagination::new(t, query.page() as u32, pages(count) as u32, address),
        notes: note_entries(&page, &plan.notes, may_edit, false),
        page,
    })
}

pub(super) fn read_query(query: &Query) -> (Filter, Order) {
    let filter = Filter {
        indicator: query.value("indicator").and_then(|number| number.parse().ok()),
        standing: query.value("status"),
        party: query.value("party"),
        text: query.value("text"),
    };
    (filter, query.value("sort").and_then(|key| Order::from_key(&key)).unwrap_or_default())
}

/// What is done, and what of it is only said to be done.
pub(super) fn count_figures(plan: &Plan, t: Language, today: &str) -> Vec<Figure> {
    let counts = plan.counts();
    let of_all = t.say(format!("จาก {} ข้อ", counts.items), format!("of {} items", counts.items));
    let proof = |thai: &str, english: &str| ProofLine::new(t, today, t.say(thai, english).to_owned());
    let (reported, proved) = (counts.done_as_reported, counts.done_with_proof);
    let note = match counts.done {
        all if reported == all => t.say(
            format!("ทั้ง {all} ข้อทราบจากรายงานที่นำเข้า ยังไม่มีหลักฐานในระบบ"),
            format!("All {all} are known from the imported report only, without evidence here"),
        ),
        all if proved == all => t.say(
            format!("ทั้ง {all} ข้อมีหลักฐาน หรือผู้กำกับดูแลรับเหตุผลแล้ว"),
            format!("All {all} have evidence, or a reason for none that was accepted"),
        ),
        _ => t.say(
            format!("มีหลักฐานหรือรับเหตุผลแล้ว {proved} ข้อ ทราบจากรายงานที่นำเข้าเท่านั้น {reported} ข้อ"),
            format!("{proved} with evidence or an accepted reason, {reported} known from the imported report only"),
        ),
    };
    let done = Figure::new(
        t.say("ทำเสร็จ", "Done"),
        counts.done.to_string(),
        proof("นับข้อที่ผลทุกผลมีสถานะเสร็จ ไม่นับข้อที่ยกเลิก", "items whose results all say done; cancelled items do not count"),
    )
    .unit(of_all.clone());
    let done = if counts.done > 0 { done.note(note) } else { done };
    let documents = Figure::new(
        t.say("รายงานระบุว่ามีเอกสารประกอบ", "Said to have supporting papers"),
        counts.with_documents.to_string(),
        proof(
            "นับตามหัวรายงานของปี ยังไม่ได้ตรวจตัวเอกสาร",
            "as the head of the year's report says; the papers were not seen",
        ),
    )
    .unit(of_all);
    vec![done, documents]
}

fn list_actions(plan: &Plan, t: Language) -> Vec<Button> {
    let year = plan.head.year;
    let day = match plan.head.report_day {
        Some(day) => t.say(
            format!("วันที่ในรายงาน {}", thai::date::short(day, t)),
            format!("Report day {}", thai::date::short(day, t)),
        ),
        None => t.say("ใส่วันที่ในรายงาน", "Set the report day").to_owned(),
    };
    let add = Button::primary(t.say("เพิ่มข้อ", "Add an item")).to(format!("/office/measures/{year}/items"));
    let day = Button::secondary(day).to(format!("/office/measures/{year}/report-day"));
    if plan.items.is_empty() { vec![add] } else { vec![add, day] }
}

/// Filters by indicator, status, party and text, for both the office and the public list.
pub(super) fn filters(plan: &Plan, query: &Query, t: Language, action: &str) -> Filters {
    let mut numbers: Vec<u8> = plan.items.iter().map(|item| item.indicator).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let name = |number: u8| indicator_name(plan.head.score_year, number, t);
    let indicators = numbers.iter().map(|number| Choice::new(number.to_string(), name(*number)));
    let standings = [
        Standing::NotStarted,
        Standing::InProgress,
        Standing::Done { proof: Proof::Evidence },
        Standing::Cancelled,
        Standing::Unsaid,
    ];
    let statuses = standings.map(|standing| Choice::new(standing.key(), standing.name().in_language(t)));
    let names = parties(plan).into_iter().map(|party| Choice::new(party, party));
    let all = t.say("ทั้งหมด", "All");
    let value = |name: &str| query.value(name).unwrap_or_default();
    let mut filters = Filters::new(t, action)
        .field(
            Field::select("indicator", t.say("ตัวชี้วัด", "Indicator"), indicators).prompt(all).value(value("indicator")),
        )
        .field(Field::select("status", t.say("สถานะ", "Status"), statuses).prompt(all).value(value("status")))
        .field(Field::select("party", t.say("ผู้รับผิดชอบ", "Responsible"), names).prompt(all).value(value("party")))
        .field(Field::text("text", t.say("คำในข้อความ", "Words in the text")).value(value("text")));
    if let Some(sort) = query.value("sort") {
        filters = filters.keep("sort", sort);
    }
    let words = |name: &str, value: String| match name {
        "indicator" => match value.parse() {
            Ok(number) => indicator_name(plan.head.score_year, number, t),
            Err(_) => value,
        },
        "status" => {
            let standing = standings.into_iter().find(|standing| standing.key() == value);
            standing.map_or(value, |standing| standing.name().in_language(t).to_owned())
        }
        _ => value,
    };
    for name in ["indicator", "status", "party", "text"] {
        if let Some(value) = query.value(name) {
            filters = filters.active(words(name, value), format!("{action}{}", query.with(name, "")));
        }
    }
    filters
}

/// "2 การใช้งบประมาณ"
pub(super) fn indicator_name(year: FiscalYear, number: u8, t: Language) -> String {
    let known = Instrument::of(year).and_then(|instrument| instrument.indicator(number));
    let name = known.map(|indicator| indicator.name.in_language(t)).unwrap_or_default();
    format!("{number} {name}").trim_end().to_owned()
}

fn table(plan: &Plan, items: &[&PlanItem], query: &Query, order: Order, figures: &Figures, t: Language) -> Table {
    let address = format!("/office/measures/{}", plan.head.year);
    let sorted = |column: Column, key: Order, name: &str, now: Sort| {
        let now = if order == key { now } else { Sort::Unsorted };
        column.sorted(now, format!("{address}{}", query.with("sort", name)))
    };
    let score_year = plan.head.score_year;
    let code = sorted(Column::text(t.say("ข้อ", "Item")), Order::Code, "code", Sort::Ascending);
    let score = Column::number(t.say(format!("คะแนนปี {score_year}"), format!("Score {score_year}")));
    let points = Column::number(t.say("คะแนนที่คืนได้", "Points at stake"));
    let rows = items.iter().map(|item| {
        let score = figures.scores.get(&item.code).map(ToString::to_string);
        let points = figures.points.get(&item.code).map(ToString::to_string);
        let title = Link::new(format!("/office/measures/items/{}", item.id), format!("{} {}", item.code, item.topic));
        Row::new(title)
            .cell(known(score, t))
            .cell(known(points, t))
            .cell(measure_cell(item, t))
            .cell(result_cell(item, t))
            .cell(party_cell(item, t))
            .id(crate::kit::html::anchor(&item.code))
    });
    Table::new(t.say(
        format!("มาตรการ {} ข้อ คะแนนเป็นของปี {score_year} ตามที่บันทึกไว้", items.len()),
        format!("Measures of {} items; scores of {score_year} as entered", items.len()),
    ))
    .column(code)
    .column(sorted(score, Order::Score, "score", Sort::Ascending))
    .column(sorted(points, Order::Points, "points", Sort::Descending))
    .column(Column::text(t.say("มาตรการ", "Measure")))
    .column(Column::text(t.say("ผลและสถานะ", "Result and status")))
    .column(Column::text(t.say("ผู้รับผิดชอบ", "Responsible")))
    .rows(rows)
}

fn known(figure: Option<String>, t: Language) -> String {
    figure.unwrap_or_else(|| t.say("ไม่มีข้อมูล", "No data").to_owned())
}

/// A text with a status before it or a quiet line after it.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"{% if let Some(tag) = tag %}{{ tag }}{% endif %}{% for text in texts %}<p>{{ text }}</p>{% endfor %}{% if let Some(more) = more %}<p class="muted">{{ more }}</p>{% endif %}"#,
    ext = "html"
)]
struct Cell {
    tag: Option<StatusTag>,
    texts: Vec<String>,
    more: Option<String>,
}
components!(Cell);

pub(super) fn measure_cell(item: &PlanItem, t: Language) -> Html {
    let mut texts = item.measures.iter().map(|line| line.text.clone());
    let Some(first) = texts.next() else {
        return Html::text(t.say("ยังไม่มีมาตรการ", "No measure yet"));
    };
    let more = texts.count();
    let more = (more > 0).then(|| t.say(format!("และอีก {more} มาตรการ"), format!("and {more} more")));
    Cell { tag: None, texts: vec![first], more }.into()
}

pub(super) fn result_cell(item: &PlanItem, t: Language) -> Html {
    let last = item.results.iter().rev().find(|result| !result.said.text.is_empty());
    let more = item.results.len().saturating_sub(1);
    let more = (more > 0).then(|| t.say(format!("และผลอื่นอีก {more} ผล"), format!("and {more} other results")));
    let texts = last.map(|result| result.said.text.clone()).into_iter().collect();
    Cell { tag: Some(item.standing().tag(t)), texts, more }.into()
}

pub(super) fn party_cell(item: &PlanItem, t: Language) -> Html {
    let Some(first) = item.responsibles.first() else {
        return Html::text(t.say("ยังไม่มีผู้รับผิดชอบ", "Nobody yet"));
    };
    let more = item.responsibles.len() - 1;
    let more = (more > 0).then(|| t.say(format!("และอีก {more} รายการ"), format!("and {more} more")));
    Cell { tag: None, texts: vec![first.party.name.clone()], more }.into()
}

fn empty_list(plan: &Plan, t: Language, may_edit: bool) -> EmptyState {
    let year = plan.head.year;
    if !plan.items.is_empty() {
        return EmptyState::new(
            t.say("ไม่มีข้อที่ตรงกับตัวกรอง เอาตัวกรองออกบางตัว", "No item fits these filters. Remove some of them."),
        )
        .action(Link::new(format!("/office/measures/{year}"), t.say("ดูทุกข้อ", "See all items")));
    }
    let empty = EmptyState::new(t.say(
        format!("ยังไม่มีมาตรการของปี {year} นำเข้าจากรายงานปีก่อน หรือเริ่มจากข้อที่เสียคะแนน"),
        format!("No measures of {year} yet. Take in a report, or begin with the items that lost points."),
    ));
    let gaps = Link::new(
        format!("/office/scores/{}/gaps", plan.head.score_year),
        t.say("ดูข้อที่เสียคะแนน", "See where points are lost"),
    );
    if may_edit { empty.action(gaps) } else { empty }
}

// the day on the report --------------------------------------------------------------------------------------------

/// The form for the day on the report.
pub(super) async fn report_day(
    State(app): State<App>,
    visit: Visit,
    Path(year_text): Path<String>,
) -> Result<Response> {
    let year = year(&year_text)?;
    let head = store::find_head(&mut app.database.read().await?, visit.agency()?.id, year).await?;
    let head = head.ok_or(Error::NotFound)?;
    respond::page(&report_day_page(&visit, year, &TypedDay::known("day", head.report_day), None))
}

fn report_day_page(visit: &Visit, year: FiscalYear, day: &TypedDay, errors: Option<&FormErrors>) -> FormPage {
    let t = visit.language;
    let field = day.field(t, t.say("วันที่ในรายงาน", "Report day")).optional(t);
    FormPage::new(
        visit,
        t.say(format!("วันที่ในรายงาน ปี {year}"), format!("Report day {year}")),
        way_up_to_year(visit, year),
        format!("/office/measures/{year}/report-day"),
        format!("/office/measures/{year}"),
    )
    .field(field)
    .mistakes(errors)
}

/// Sets the day on the report.
pub(super) async fn set_report_day(
    State(app): State<App>,
    visit: Visit,
    Path(year_text): Path<String>,
    form: Form,
) -> Result<Response> {
    let year = year(&year_text)?;
    let day = TypedDay::of(&form, "day");
    let mut errors = FormErrors::default();
    let Some(value) = day.read(&mut errors) else {
        return respond::refused_form(&report_day_page(&visit, year, &day, Some(&errors)));
    };
    let mut tx = app.database.write().await?;
    actions::set_report_day(&mut tx, &visit.viewer()?.into(), visit.agency()?.id, year, value, visit.now).await?;
    let message = Bilingual::new("บันทึกวันที่ในรายงานแล้ว", "The report day is saved.");
    after_change(tx, &visit, &format!("/office/measures/{year}"), message).await
}

// adding an item ---------------------------------------------------------------------------------------------------

/// The form for another item.
pub(super) async fn new_item(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(year_text): Path<String>,
) -> Result<Response> {
    let (agency, year) = (visit.agency()?.id, year(&year_text)?);
    let plan = plan_of(&mut app.database.read().await?, agency, year).await?;
    let plan = plan.unwrap_or_else(|| unstarted(agency, year));
    let form = Form::with([("code", query.value("code").unwrap_or_default()), ("starters", "yes".into())]);
    respond::page(&new_item_page(&visit, &plan, &form, None))
}

fn new_item_page(visit: &Visit, plan: &Plan, form: &Form, errors: Option<&FormErrors>) -> FormPage {
    let t = visit.language;
    let year = plan.head.year;
    let items = Instrument::of(plan.head.score_year).map(|instrument| instrument.items()).unwrap_or_default();
    let free = items.iter().filter(|item| plan.by_code(&item.code).is_none());
    let choices = free.map(|item| Choice::new(&item.code, format!("{} {}", item.code, item.topic.in_language(t))));
    let code = Field::select("code", t.say("ข้อ", "Item"), choices)
        .prompt(t.say("เลือกข้อ", "Choose an item"))
        .hint(t.say(
            format!("ข้อในเครื่องมือประเมินปี {} ที่ยังไม่อยู่ในมาตรการ", plan.head.score_year),
            format!("Items of the instrument of {} that are not in the measures yet", plan.head.score_year),
        ))
        .value(form.text("code"));
    let starters =
        Choice::new("yes", t.say("ใส่มาตรการตั้งต้นจากคลัง", "Put in starter measures from the library")).hint(t.say(
            "ได้แนวทาง มาตรการ ผู้รับผิดชอบ และช่วงเวลาที่แนะนำ แก้ไขทีหลังได้ทุกบรรทัด",
            "Suggested guidelines, measures, responsible parties and period; every line can be changed later",
        ));
    let starters = Field::checkboxes("starters", t.say("เริ่มจากคลังมาตรการ", "Begin with the library"), [starters]);
    let ticked: Vec<&str> = form.all("starters").collect();
    FormPage::new(
        visit,
        t.say(format!("เพิ่มข้อในมาตรการปี {year}"), format!("Add an item to the measures of {year}")),
        way_up_to_year(visit, year),
        format!("/office/measures/{year}/items"),
        format!("/office/measures/{year}"),
    )
    .field(code.error(errors.and_then(|errors| errors.of("code")).map(|sentence| sentence.in_language(t))))
    .field(starters.values(ticked))
    .saying(t.say("เพิ่มข้อนี้", "Add this item"))
    .mistakes(errors)
}

/// Adds an item.
pub(super) async fn add_item(
    State(app): State<App>,
    visit: Visit,
    Path(year_text): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let year = year(&year_text)?;
    let mut tx = app.database.write().await?;
    let plan = plan_of(&mut tx, agency, year).await?.unwrap_or_else(|| unstarted(agency, year));
    let code = thai::digits::to_arabic(&form.text("code")).to_uppercase();
    if code.is_empty() {
        let mut errors = FormErrors::default();
        errors.add("code", "ยังไม่ได้เลือกข้อ เลือกข้อที่จะเพิ่ม", "No item was chosen. Choose the item to add.");
        return respond::refused_form(&new_item_page(&visit, &plan, &form, Some(&errors)));
    }
    let actor = visit.viewer()?.into();
    let item = actions::add_item(&mut tx, &actor, agency, year, &code, form.has("starters"), visit.now).await?;
    let message = if form.has("starters") {
        Bilingual::new(
            format!("เพิ่มข้อ {code} พร้อมมาตรการตั้งต้นแล้ว ปรับให้ตรงกับงานของหน่วยงาน"),
            format!("Item {code} is added with starter measures. Fit them to your office."),
        )
    } else {
        Bilingual::new(
            format!("เพิ่มข้อ {code} แล้ว ต่อไปใส่แนวทางและมาตรการ"),
            format!("Item {code} is added. Next, write guidelines and measures."),
        )
    };
    after_change(tx, &visit, &format!("/office/measures/items/{item}"), message).await
}
