//! All items of a year beside the year before, and one item over all years.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use scoring::{Exact, Instrument, Item, Kind, Place, Score};
use thai::Language;

use super::{
    Shelf, address, codes_in_plan,
    gaps::{gaps_address, measure_state, score_in_words, weight_in_words},
    joined, no_results, page_below_year,
};
use crate::{
    app::App,
    assessment::{
        figures::{self, change, item_name, signed},
        model::{Assessment, Given},
    },
    kit::{
        Error, Result, Visit,
        chart::BarTable,
        html::{
            Choice, Column, EmptyState, Field, Filters, Html, Link, Page, Pagination, ProofLine, Row, Sort,
            SummaryList, Table,
        },
        listing::{PAGE_SIZE, Query, pages},
        respond,
    },
};

#[derive(Template)]
#[template(path = "assessment/html/items.html")]
struct ItemsPage {
    page: Page,
    empty: Option<EmptyState>,
    unknown_list: bool,
    filters: Filters,
    table: Table,
    nothing_found: bool,
    pagination: Pagination,
    proof: Option<ProofLine>,
}

#[derive(Template)]
#[template(path = "assessment/html/item.html")]
struct ItemPage {
    page: Page,
    facts: SummaryList,
    chart: Option<BarTable>,
    years: Table,
    measure: Option<Html>,
    gaps: Option<Link>,
}

/// What the list is narrowed to: an instrument, an indicator or a sub-indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Instrument(Kind),
    Indicator(u8),
    SubIndicator(String),
}

/// An item of the list with its scores.
struct Line {
    code: String,
    name: String,
    now: Option<Score>,
    before: Before,
}

/// The same duty in the year before.
enum Before {
    /// Its code then, and its score if that is known.
    Asked(String, Option<Score>),
    /// The year before did not ask for it.
    NotAsked,
    /// What the year before asked for is not established.
    ItemsUnknown,
    /// Nothing was entered for the year before.
    NoResults,
}

pub(in crate::assessment) async fn items(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let shelf = Shelf::load(&mut app.database.read().await?, visit.agency()?.id, &year).await?;
    let (t, year, instrument) = (visit.language, shelf.year, shelf.instrument()?);
    let part = query.value("indicator").and_then(|text| Part::parse(&instrument, &text));
    let mut lines = lines(t, &shelf, &instrument, part.as_ref());
    let order = query.value("sort").unwrap_or_default();
    sort(&mut lines, &order);
    let (count, first) = (lines.len(), usize::try_from(query.offset()).unwrap_or_default());
    let size = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let shown = lines.iter().skip(first).take(size);
    let title = visit.say(format!("คะแนนทุกข้อ ปี {year}"), format!("All items, {year}"));
    let page = page_below_year(&visit, year, title);
    let number = |pages: i64| u32::try_from(pages).unwrap_or(u32::MAX);
    respond::page(&ItemsPage {
        empty: shelf.now().is_none().then(|| no_results(&visit, year)),
        unknown_list: instrument.indicators().iter().any(|indicator| !indicator.items_complete),
        filters: filters(&visit, &instrument, &query, part.as_ref(), &address(year, "/items")),
        table: table(t, &shelf, &query, &order, count).rows(shown.map(|line| row(t, &shelf, line))),
        nothing_found: count == 0,
        pagination: Pagination::new(
            t,
            number(query.page()),
            number(pages(i64::try_from(count).unwrap_or(i64::MAX))),
            page.path_and_query.clone(),
        ),
        proof: shelf.now().map(|now| figures::proof(t, now)),
        page,
    })
}

impl Part {
    fn parse(instrument: &Instrument, text: &str) -> Option<Self> {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.code() == text) {
            return Some(Part::Instrument(kind));
        }
        if let Some(sub) = instrument.sub_indicator(text) {
            return Some(Part::SubIndicator(sub.number.clone()));
        }
        text.parse().ok().and_then(|number| instrument.indicator(number)).map(|known| Part::Indicator(known.number))
    }

    fn key(&self) -> String {
        match self {
            Part::Instrument(kind) => kind.code().to_owned(),
            Part::Indicator(number) => number.to_string(),
            Part::SubIndicator(number) => number.clone(),
        }
    }

    fn holds(&self, item: &Item) -> bool {
        match self {
            Part::Instrument(kind) => item.kind == *kind,
            Part::Indicator(number) => item.indicator == *number,
            Part::SubIndicator(number) => item.sub_indicator.as_ref() == Some(number),
        }
    }
}

fn lines(t: Language, shelf: &Shelf, instrument: &Instrument, part: Option<&Part>) -> Vec<Line> {
    let no_scores = Given::new();
    let given = shelf.now().map_or(&no_scores, |now| &now.given);
    let known = instrument.items().iter().filter(|item| part.is_none_or(|part| part.holds(item)));
    let known = known.map(|item| Line {
        code: item.code.clone(),
        name: item_name(t, item),
        now: given.get(&Place::Item(item.code.clone())).copied(),
        before: shelf.before().map_or(Before::NoResults, |before| Before::of(before, item)),
    });
    let unknown = given.iter().filter_map(|(place, score)| match place {
        Place::Item(code) if instrument.item(code).is_none() && part.is_none() => {
            Some(Line { code: code.clone(), name: code.clone(), now: Some(*score), before: Before::ItemsUnknown })
        }
        _ => None,
    });
    known.chain(unknown).collect()
}

impl Before {
    fn of(before: &Assessment, item: &Item) -> Self {
        match before.by_duty(&item.duty) {
            Some((then, score)) => Before::Asked(then.code.clone(), score),
            None if before.knows_items_of(item.kind) => Before::NotAsked,
            None => Before::ItemsUnknown,
        }
    }
}

impl Line {
    fn change(&self) -> Option<Exact> {
        let Before::Asked(_, before) = self.before else { return None };
        change(self.now.map(Exact::from).as_ref(), before.map(Exact::from).as_ref())
    }
}

/// Unknown scores stand last, whichever way it is sorted; otherwise items stand in the order of the definition.
fn sort(lines: &mut [Line], order: &str) {
    match order {
        "score" => lines.sort_by_key(|line| (line.now.is_none(), line.now)),
        "-score" => lines.sort_by_key(|line| std::cmp::Reverse(line.now)),
        "change" => lines.sort_by_key(|line| (line.change().is_none(), line.change())),
        "-change" => lines.sort_by_key(|line| std::cmp::Reverse(line.change())),
        _ => {}
    }
}

fn filters(visit: &Visit, instrument: &Instrument, query: &Query, part: Option<&Part>, action: &str) -> Filters {
    let t = visit.language;
    let kinds = Kind::ALL.into_iter().map(|kind| Choice::new(kind.code(), kind.code()));
    let indicators = instrument.indicators().iter().flat_map(|indicator| {
        let name = format!("{}. {}", indicator.number, indicator.name.in_language(t));
        let subs = indicator.sub_indicators.iter();
        let subs =
            subs.map(|sub| Choice::new(sub.number.clone(), format!("{} {}", sub.number, sub.name.in_language(t))));
        [Choice::new(indicator.number.to_string(), name)].into_iter().chain(subs)
    });
    let field =
        Field::select("indicator", t.say("เครื่องมือหรือตัวชี้วัด", "Instrument or indicator"), kinds.chain(indicators))
            .prompt(t.say("ทั้งหมด", "All"))
            .value(part.map(Part::key).unwrap_or_default());
    let filters = Filters::new(t, action).field(field).keep("sort", query.value("sort").unwrap_or_default());
    match part {
        Some(part) => {
            let words = match part {
                Part::Instrument(kind) => kind.code().to_owned(),
                Part::Indicator(number) => Place::Indicator(*number).name().in_language(t).to_owned(),
                Part::SubIndicator(number) => Place::SubIndicator(number.clone()).name().in_language(t).to_owned(),
            };
            filters.active(words, query.with("indicator", ""))
        }
        None => filters,
    }
}

fn table(t: Language, shelf: &Shelf, query: &Query, order: &str, count: usize) -> Table {
    let year = shelf.year;
    let caption = t.say(
        format!("{count} ข้อ ปี {year} เทียบหน้าที่เดียวกันของปีก่อน รหัสข้ออาจต่างกัน"),
        format!("{count} items of {year} beside the same duty of the year before, whose code may differ"),
    );
    let sorted = |column: Column, key: &str| {
        let descending = format!("-{key}");
        let (now, next) = match order {
            _ if order == key => (Sort::Ascending, descending),
            _ if order == descending => (Sort::Descending, String::new()),
            _ => (Sort::Unsorted, key.to_owned()),
        };
        column.sorted(now, query.with("sort", &next))
    };
    Table::new(caption)
        .column(Column::text(t.say("ข้อ", "Item")))
        .column(sorted(Column::number(t.say(format!("ปี {year}"), format!("FY {year}"))), "score"))
        .column(Column::number(t.say(format!("ปี {}", year.previous()), format!("FY {}", year.previous()))))
        .column(sorted(Column::number(t.say("เปลี่ยน", "Change")), "change"))
}

fn row(t: Language, shelf: &Shelf, line: &Line) -> Row {
    let before = match &line.before {
        Before::Asked(code, score) if *code != line.code => format!("{} ({code})", score_in_words(t, *score)),
        Before::Asked(_, score) => score_in_words(t, *score),
        Before::NotAsked => t.say("ไม่มีข้อนี้", "Not asked").to_owned(),
        Before::ItemsUnknown => t.say("ไม่ทราบรายการข้อ", "Items not known").to_owned(),
        Before::NoResults => score_in_words(t, None),
    };
    Row::new(Link::new(address(shelf.year, &format!("/items/{}", line.code)), line.name.clone()))
        .id(line.code.clone())
        .cell(score_in_words(t, line.now))
        .cell(before)
        .cell(line.change().map_or_else(|| "–".to_owned(), |points| signed(&points)))
}

pub(in crate::assessment) async fn item(
    State(app): State<App>,
    visit: Visit,
    Path((year, code)): Path<(String, String)>,
) -> Result<Response> {
    let agency = visit.agency()?;
    let mut connection = app.database.read().await?;
    let shelf = Shelf::load(&mut connection, agency.id, &year).await?;
    let (t, instrument) = (visit.language, shelf.instrument()?);
    let score = shelf.now().and_then(|now| now.given.get(&Place::Item(code.clone())).copied());
    let item = instrument.item(&code);
    if item.is_none() && score.is_none() {
        return Err(Error::NotFound);
    }
    let planned = codes_in_plan(&mut connection, agency.id, shelf.year).await?.contains(&code);
    let page = page_below_year(&visit, shelf.year, item.map_or_else(|| code.clone(), |item| item_name(t, item)));
    let duty = item.map(|item| item.duty.as_str());
    let kind = code.chars().next().and_then(Kind::of_letter).ok_or(Error::NotFound)?;
    respond::page(&ItemPage {
        facts: facts(t, &instrument, item, &code, score),
        chart: duty.zip(shelf.now()).and_then(|(duty, now)| figures::duty_over_years(t, &shelf.all, duty, now)),
        years: over_years(t, &shelf, kind, duty),
        measure: shelf.now().map(|now| measure_state(&visit, &page, now, &code, planned)),
        gaps: shelf
            .now()
            .map(|now| Link::new(gaps_address(now), t.say("ดูข้อที่เสียคะแนนทั้งหมด", "See all items that lose points"))),
        page,
    })
}

fn facts(t: Language, instrument: &Instrument, item: Option<&Item>, code: &str, score: Option<Score>) -> SummaryList {
    let mut facts = SummaryList::new(t).row(t.say("คะแนน", "Score"), score_in_words(t, score));
    facts = facts.row(t.say("ผลต่อคะแนนรวม", "In the total"), weight_in_words(t, instrument, code, score));
    let Some(item) = item else {
        let unknown = t.say("ไม่อยู่ในรายการข้อของปีนี้เท่าที่ทราบ", "Not among the known items of this year");
        return facts.row(t.say("เรื่อง", "About"), unknown);
    };
    facts = facts
        .row(t.say("เรื่อง", "About"), item.topic.in_language(t))
        .row(t.say("อยู่ในตัวชี้วัด", "Belongs to"), belongs_to(t, instrument, item))
        .row(t.say("วัดด้วย", "Measured by"), measured_by(t, instrument, item));
    let standing = item.fact.standing.name();
    let note = item.fact.note.as_ref().map(|note| format!(" – {}", note.in_language(t))).unwrap_or_default();
    facts.row(t.say("ความแน่ชัดของข้อนี้", "How sure this item is"), format!("{}{note}", standing.in_language(t)))
}

fn belongs_to(t: Language, instrument: &Instrument, item: &Item) -> String {
    let indicator =
        instrument.indicator(item.indicator).map(|indicator| indicator.name.in_language(t)).unwrap_or_default();
    let indicator = format!("{} · {}. {indicator}", item.kind.code(), item.indicator);
    match item.sub_indicator.as_deref().and_then(|number| instrument.sub_indicator(number)) {
        Some(sub) => format!("{indicator} · {} {}", sub.number, sub.name.in_language(t)),
        None => indicator,
    }
}

/// The parts of an item with their scales, one line each.
fn measured_by(t: Language, instrument: &Instrument, item: &Item) -> Html {
    if item.kind == Kind::Oit {
        return Html::from(t.say("เผยแพร่ครบได้ 100 ไม่ครบได้ 0", "100 if published completely, otherwise 0"));
    }
    if item.parts.is_empty() {
        return Html::from(t.say("ยังไม่ทราบส่วนและมาตรวัดของข้อนี้", "Its parts and scales are not known"));
    }
    joined(item.parts.iter().map(|part| {
        let topic = part.topic.as_ref().map(|topic| format!("{}: ", topic.in_language(t))).unwrap_or_default();
        let scale = instrument.scale(&part.scale);
        let choices = scale.iter().flat_map(|scale| &scale.choices);
        let choices: Vec<String> =
            choices.map(|choice| format!("{} {}", choice.label.in_language(t), choice.value.fraction())).collect();
        Html::text(format!("{topic}{} ·", choices.join(", ")))
    }))
}

fn over_years(t: Language, shelf: &Shelf, kind: Kind, duty: Option<&str>) -> Table {
    let caption = t.say("หน้าที่เดียวกันในทุกปีที่บันทึก", "The same duty in every year entered");
    let asked =
        |year: &Assessment| duty.and_then(|duty| year.by_duty(duty)).map(|(item, score)| (item.code.clone(), score));
    let rows = shelf.all.iter().rev().map(|year| {
        let name = t.say(format!("ปี {}", year.year), format!("FY {}", year.year));
        match asked(year) {
            Some((code, score)) => Row::new(Link::new(address(year.year, &format!("/items/{code}")), name))
                .cell(code)
                .cell(score_in_words(t, score)),
            None => Row::new(name).cell("–").cell(match year.knows_items_of(kind) {
                true => t.say("ไม่มีข้อนี้", "Not asked"),
                false => t.say("ไม่ทราบรายการข้อ", "Items not known"),
            }),
        }
    });
    Table::new(caption)
        .column(Column::text(t.say("ปี", "Year")))
        .column(Column::text(t.say("รหัสข้อ", "Code")))
        .column(Column::number(t.say("คะแนน", "Score")))
        .rows(rows)
}
