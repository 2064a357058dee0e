//! One year: total and level, instruments, the ten indicators, and what does not agree or is not established.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use scoring::{Instrument, Kind, Origin, Place, Scores, Standing, Subject, instrument::SubIndicator};
use thai::{Bilingual, Language};

use super::{Shelf, address, neighbours, no_results, page_below_years};
use crate::{
    app::App,
    assessment::{
        figures::{self, change, shown, signed},
        model::{Assessment, points_at_stake},
    },
    kit::{
        Permission, Result, Visit, audit,
        chart::DotTable,
        html::{Button, Column, EmptyState, Figure, Html, Link, Page, Row, Table, Timeline},
        respond,
        visit::Agency,
    },
};

#[derive(Template)]
#[template(path = "assessment/html/year.html")]
struct YearPage {
    page: Page,
    empty: Option<EmptyState>,
    results: Option<YearResults>,
    counting: Vec<String>,
    uncertain: Vec<Uncertain>,
    likely: Vec<Uncertain>,
    removal: Option<Link>,
}

/// What is shown of a year that has results.
struct YearResults {
    total: Figure,
    next_level: Option<String>,
    gaps: Option<Button>,
    neighbours: Vec<Link>,
    contradictions: Vec<String>,
    edit: Option<Link>,
    instruments: Table,
    chart: DotTable,
    sub_indicators: Option<Table>,
    history: Timeline,
}

/// A fact of the year's definition that is not certain.
struct Uncertain {
    name: String,
    note: Option<String>,
}

pub(in crate::assessment) async fn year(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?;
    let mut connection = app.database.read().await?;
    let shelf = Shelf::load(&mut connection, agency.id, &year).await?;
    let results = match shelf.now() {
        Some(now) => {
            let history = audit::history(&mut connection, agency.id, now.id.0, visit.language).await?;
            Some(YearResults::new(&visit, agency, &shelf, now, history))
        }
        None => None,
    };
    let (t, year, instrument) = (visit.language, shelf.year, shelf.instrument()?);
    let may_remove = visit.may(Permission::EditScores) && results.is_some();
    respond::page(&YearPage {
        page: page_below_years(&visit, visit.say(format!("คะแนน ITA ปี {year}"), format!("ITA scores of {year}"))),
        empty: results.is_none().then(|| no_results(&visit, year)),
        results,
        counting: figures::counting(t, &instrument),
        uncertain: facts(t, &instrument, Standing::NotEstablished),
        likely: facts(t, &instrument, Standing::Likely),
        removal: may_remove
            .then(|| Link::new(address(year, "/removal"), visit.say("ลบคะแนนของปีนี้", "Remove this year's scores"))),
    })
}

impl YearResults {
    fn new(visit: &Visit, agency: &Agency, shelf: &Shelf, now: &Assessment, history: Timeline) -> Self {
        let t = visit.language;
        let (scores, before) = (now.scores(), shelf.before());
        let gaps = now.gaps(agency.gap_threshold);
        let gap_words =
            visit.say(format!("ดู {} ข้อที่เสียคะแนน", gaps.len()), format!("See {} items that lose points", gaps.len()));
        let may_edit = visit.may(Permission::EditScores);
        let won = points_at_stake(&gaps);
        Self {
            total: total(t, now, &scores),
            next_level: next_level(t, now).map(|sentence| match won.is_zero() {
                true => sentence,
                false => t.say(
                    format!("{sentence} · ข้อที่เสียคะแนนคืนได้รวม {won} คะแนน"),
                    format!("{sentence} · the items that lose points would win back {won}"),
                ),
            }),
            gaps: (!gaps.is_empty()).then(|| Button::primary(gap_words).to(address(now.year, "/gaps"))),
            neighbours: neighbours(visit, now.year),
            contradictions: now.contradictions().iter().map(|one| one.in_language(t).to_owned()).collect(),
            edit: may_edit.then(|| Link::new(address(now.year, "/entry"), visit.say("แก้คะแนน", "Edit the scores"))),
            instruments: instruments(t, now, before),
            chart: figures::ten_indicators(t, now, before, agency.gap_threshold),
            sub_indicators: sub_indicators(t, now, &scores),
            history,
        }
    }
}

fn total(t: Language, now: &Assessment, scores: &Scores<'_>) -> Figure {
    let value = shown(t, scores.total().map(|value| &value.score));
    let figure = Figure::new(t.say("คะแนนรวม", "Total"), value, figures::proof(t, now));
    let origin = match scores.total().map(|value| value.origin) {
        Some(Origin::Given) => t.say("ตามประกาศ", "as published"),
        Some(Origin::Computed) => t.say("คำนวณจากคะแนนที่บันทึก", "computed from the scores entered"),
        None => t.say("คะแนนที่บันทึกยังไม่พอให้คำนวณ", "what was entered does not suffice to compute it"),
    };
    match now.level() {
        Some(level) => {
            let given = match level.origin {
                Origin::Given => t.say(" (ระดับตามประกาศ)", " (level as published)"),
                Origin::Computed => "",
            };
            figure
                .unit(format!("{} {}", t.say("ระดับ", "Level"), level.level.name.in_language(t)))
                .note(format!("{origin}{given}"))
        }
        None => figure.note(origin),
    }
}

/// How far it is to the next level: "ถึงระดับ A ขาด 3.94 คะแนน".
pub(super) fn next_level(t: Language, now: &Assessment) -> Option<String> {
    let next = now.next_level()?;
    let (name, points) = (next.level.name.in_language(t), &next.points);
    let codes: Vec<&str> = next.instruments.iter().map(|kind| kind.code()).collect();
    let codes = codes.join(", ");
    let limit = next.level.each_instrument_at_least.unwrap_or(next.level.at_least);
    Some(match (points.is_zero(), next.instruments.is_empty()) {
        (false, true) => {
            t.say(format!("ถึงระดับ {name} ขาด {points} คะแนน"), format!("Level {name} is {points} points away"))
        }
        (false, false) => t.say(
            format!("ถึงระดับ {name} ขาด {points} คะแนน และ {codes} ต้องถึง {limit}"),
            format!("Level {name} is {points} points away, and {codes} must reach {limit}"),
        ),
        (true, _) => t.say(
            format!("คะแนนรวมถึงระดับ {name} แล้ว แต่ {codes} ต้องถึง {limit}"),
            format!("The total suffices for level {name}, but {codes} must reach {limit}"),
        ),
    })
}

fn instruments(t: Language, now: &Assessment, before: Option<&Assessment>) -> Table {
    let caption = t.say(
        format!("คะแนนเครื่องมือ ปี {} คะแนนเต็ม 100", now.year),
        format!("Scores of the instruments, FY {}, out of 100", now.year),
    );
    let (scores, earlier) = (now.scores(), before.map(Assessment::scores));
    let parts = (1..).map(Place::EitPart).take(now.instrument.eit_parts().len());
    let places = [Kind::Iit, Kind::Eit].map(Place::Instrument).into_iter().chain(parts);
    let rows = places.chain([Place::Instrument(Kind::Oit)]).map(|place| {
        let value = scores.at(&place);
        let old = earlier.as_ref().and_then(|scores| scores.at(&place));
        let change = change(value.map(|value| &value.score), old.map(|value| &value.score));
        let origin = match value.map(|value| value.origin) {
            Some(Origin::Given) => t.say("ตามประกาศ", "Published"),
            Some(Origin::Computed) => t.say("คำนวณ", "Computed"),
            None => t.say("ยังไม่ทราบ", "Not known"),
        };
        Row::new(name_of(t, &place))
            .cell(shown(t, value.map(|value| &value.score)))
            .cell(origin)
            .cell(shown(t, old.map(|value| &value.score)))
            .cell(change.map_or_else(|| "–".to_owned(), |points| signed(&points)))
    });
    Table::new(caption)
        .column(Column::text(t.say("เครื่องมือ", "Instrument")))
        .column(Column::number(t.say("คะแนน", "Score")))
        .column(Column::text(t.say("ที่มา", "Source")))
        .column(Column::number(t.say("ปีก่อน", "Year before")))
        .column(Column::number(t.say("เปลี่ยน", "Change")))
        .rows(rows)
}

fn name_of(t: Language, place: &Place) -> String {
    match place {
        Place::Instrument(kind) => format!("{} {}", kind.code(), kind.name().in_language(t)),
        other => other.name().in_language(t).to_owned(),
    }
}

/// The sub-indicators of the open data check; `None` where the year's groups or scores are not known.
fn sub_indicators(t: Language, now: &Assessment, scores: &Scores<'_>) -> Option<Table> {
    let subs = now.instrument.indicators().iter().flat_map(|indicator| &indicator.sub_indicators);
    let complete = |sub: &SubIndicator| {
        let complete =
            sub.items.iter().filter(|code| scores.item(code).is_some_and(|item| !item.score.is_zero())).count();
        (complete, sub.items.len())
    };
    let rows: Vec<Row> = subs
        .filter_map(|sub| Some((sub, scores.sub_indicator(&sub.number)?)))
        .map(|(sub, value)| {
            let (complete, all) = complete(sub);
            let name = format!("{} {}", sub.number, sub.name.in_language(t));
            let link = Link::new(address(now.year, &format!("/items?indicator={}", sub.number)), name);
            Row::new(link)
                .cell(Html::text(&value.score))
                .cell(t.say(format!("{complete} จาก {all}"), format!("{complete} of {all}")))
        })
        .collect();
    let caption = t.say(
        "แต่ละตัวชี้วัดย่อยมีน้ำหนักเท่ากันในตัวชี้วัดที่ 9 และ 10 ไม่ว่ามีกี่ข้อ",
        "Each sub-indicator counts the same within indicators 9 and 10, however many items it has",
    );
    (!rows.is_empty()).then(|| {
        Table::new(caption)
            .column(Column::text(t.say("ตัวชี้วัดย่อย", "Sub-indicator")))
            .column(Column::number(t.say("คะแนน", "Score")))
            .column(Column::number(t.say("ข้อที่ครบ", "Complete items")))
            .rows(rows)
    })
}

fn facts(t: Language, instrument: &Instrument, standing: Standing) -> Vec<Uncertain> {
    let of_standing = Subject::ALL.into_iter().filter(|subject| instrument.fact(*subject).standing == standing);
    of_standing
        .map(|subject| Uncertain {
            name: subject.name().in_language(t).to_owned(),
            note: instrument.fact(subject).note.as_ref().map(|note: &Bilingual| note.in_language(t).to_owned()),
        })
        .collect()
}
