//! Where points are lost: items by what they cost in the total.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use scoring::{Exact, Gap, Instrument, Score, formula::weight_in_total};
use thai::Language;

use super::{Shelf, address, codes_in_plan, measures_address, no_results, page_below_year, year::next_level};
use crate::{
    app::App,
    assessment::{
        figures::{self, shown},
        model::{Assessment, points_at_stake},
    },
    kit::{
        Permission, Result, Visit,
        chart::PointsAtStake,
        html::{Button, Column, EmptyState, Html, Link, Page, ProofLine, Row, Status, StatusTag, Table, components},
        respond,
    },
};

#[derive(Template)]
#[template(path = "assessment/html/gaps.html")]
struct GapsPage {
    page: Page,
    empty: Option<EmptyState>,
    gaps: Option<GapsOfYear>,
}

/// What is shown of a year that has results.
struct GapsOfYear {
    threshold: String,
    distance: Option<String>,
    reachable: Option<(String, String)>,
    chart: Option<PointsAtStake>,
    table: Table,
    none: bool,
    unknown_weights: bool,
    proof: ProofLine,
    measures: Option<Button>,
    what_if: Button,
}

/// A button that puts an item among the measures of the next year.
#[derive(Template)]
#[template(path = "assessment/html/add_to_measures.html")]
pub(super) struct AddToMeasures {
    csrf: Html,
    action: String,
    code: String,
    button: Button,
}

components!(AddToMeasures);

pub(in crate::assessment) async fn gaps(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?;
    let mut connection = app.database.read().await?;
    let shelf = Shelf::load(&mut connection, agency.id, &year).await?;
    let planned = codes_in_plan(&mut connection, agency.id, shelf.year).await?;
    let title = visit.say(format!("ข้อที่เสียคะแนน ปี {}", shelf.year), format!("Where points are lost, {}", shelf.year));
    let page = page_below_year(&visit, shelf.year, title);
    let gaps = shelf.now().map(|now| GapsOfYear::new(&visit, &page, now, agency.gap_threshold, &planned));
    respond::page(&GapsPage { empty: gaps.is_none().then(|| no_results(&visit, shelf.year)), gaps, page })
}

impl GapsOfYear {
    fn new(visit: &Visit, page: &Page, now: &Assessment, threshold: Score, planned: &BTreeSet<String>) -> Self {
        let t = visit.language;
        let gaps = now.gaps(threshold);
        let total = now.scores().total().map(|value| value.score.clone());
        let won = points_at_stake(&gaps);
        let reachable = total.filter(|_| !won.is_zero()).map(|total| {
            let reachable = (total.clone() + won).min(Exact::full());
            (total.to_string(), reachable.to_string())
        });
        let words =
            visit.say(format!("ไปที่มาตรการปี {}", now.year.next()), format!("Go to the measures of {}", now.year.next()));
        Self {
            threshold: threshold.to_string(),
            distance: next_level(t, now),
            reachable,
            chart: figures::points_at_stake_chart(t, now, &gaps),
            table: table(visit, page, now, &gaps, planned),
            none: gaps.is_empty(),
            unknown_weights: gaps.iter().any(|gap| gap.weight.is_none()),
            proof: figures::proof(t, now),
            what_if: Button::secondary(visit.say("ลองปรับคะแนน", "What if")).to(address(now.year, "/what-if")),
            measures: (!gaps.is_empty()).then(|| Button::primary(words).to(measures_address(now.year))),
        }
    }
}

fn table(visit: &Visit, page: &Page, now: &Assessment, gaps: &[Gap], planned: &BTreeSet<String>) -> Table {
    let t = visit.language;
    let caption = t.say(
        format!("{} ข้อ เรียงตามคะแนนรวมที่คืนได้", gaps.len()),
        format!("{} items, by the points of the total they would win back", gaps.len()),
    );
    let rows = gaps.iter().map(|gap| {
        let points = gap.points_at_stake.as_ref();
        Row::new(figures::gap_link(t, now, gap))
            .id(gap.code.clone())
            .cell(Html::text(&gap.score))
            .cell(Html::text(&Exact::full() - &gap.score))
            .cell(points.map_or_else(|| t.say("ยังไม่ทราบ", "Not known").to_owned(), figures::signed))
            .cell(measure_state(visit, page, now, &gap.code, planned.contains(&gap.code)))
    });
    let won = points_at_stake(gaps);
    let total = Row::new(t.say("รวม", "Together")).cell("").cell("").cell(figures::signed(&won)).cell("");
    let table = Table::new(caption)
        .column(Column::text(t.say("ข้อ", "Item")))
        .column(Column::number(t.say("คะแนน", "Score")))
        .column(Column::number(t.say("ขาดจาก 100", "Short of 100")))
        .column(Column::number(t.say("คะแนนรวมที่คืนได้", "Total would win")))
        .column(Column::text(t.say("มาตรการ", "Measure")))
        .rows(rows);
    if gaps.len() > 1 { table.total(total) } else { table }
}

/// A tag that the next year's measures have this item, or a button that puts it there.
pub(super) fn measure_state(visit: &Visit, page: &Page, now: &Assessment, code: &str, planned: bool) -> Html {
    let year = now.year.next();
    if planned {
        let words = visit.say(format!("ดูมาตรการปี {year}"), format!("See the measures of {year}"));
        let tag = StatusTag::new(visit.language, Status::Done).saying(visit.say("มีมาตรการแล้ว", "Has a measure"));
        return Html::from(tag).and(Link::new(format!("{}#{code}", measures_address(now.year)), words));
    }
    if !visit.may(Permission::EditMeasures) {
        let none = visit.say("ยังไม่มีมาตรการ", "No measure yet");
        return StatusTag::new(visit.language, Status::NotStarted).saying(none).into();
    }
    AddToMeasures::new(visit.language, page, now, code).into()
}

impl AddToMeasures {
    fn new(t: Language, page: &Page, now: &Assessment, code: &str) -> Self {
        let year = now.year.next();
        let words = t.say(format!("เพิ่มในมาตรการปี {year}"), format!("Add to the measures of {year}"));
        Self {
            csrf: page.csrf_field(),
            action: format!("{}/items", measures_address(now.year)),
            code: code.to_owned(),
            button: Button::secondary(words).small().about(code),
        }
    }
}

/// What an item is worth in the total, in a sentence.
pub(super) fn weight_in_words(t: Language, instrument: &Instrument, code: &str, score: Option<Score>) -> String {
    let Some(weight) = weight_in_total(instrument, code) else {
        return t
            .say(
                "ยังไม่ทราบน้ำหนักของข้อนี้ เพราะการจัดข้อของปีนี้ยังไม่ยืนยัน",
                "Its weight is not known: how this year's items are grouped is not established",
            )
            .to_owned();
    };
    let ten = &weight * &Exact::from(10);
    let every_ten = t.say(
        format!("ทุก 10 คะแนนของข้อนี้เป็น {ten} คะแนนรวม"),
        format!("Every 10 points of this item are {ten} of the total"),
    );
    let rise = score.map(|score| &Exact::full() - &Exact::from(score)).filter(|rise| !rise.is_zero());
    match rise.map(|rise| &weight * &rise) {
        Some(points) => t.say(
            format!("{every_ten} ถ้าได้ 100 คะแนนรวมเพิ่ม {points}"),
            format!("{every_ten}; at 100 the total would win {points}"),
        ),
        None => every_ten,
    }
}

/// A score for a page, or that it is not known.
pub(super) fn score_in_words(t: Language, score: Option<Score>) -> String {
    shown(t, score.map(Exact::from).as_ref())
}

/// The address of the gaps of a year.
pub(super) fn gaps_address(now: &Assessment) -> String {
    address(now.year, "/gaps")
}
