//! What-if: scores that move, what becomes of the total, and the cheapest way to a level. All of it stands in the
//! address, so that every state of the page has a link and nothing is kept until somebody saves it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use scoring::{
    Exact, Kind, Level, Place, Score,
    what_if::{Cheapest, Lever, Moves, OutOfReach, Outcome, cheapest_beside},
};
use thai::{Bilingual, Language};

use super::{Shelf, address, no_results, page_below_year};
use crate::{
    app::App,
    assessment::{
        actions::scenarios::target_of,
        figures::{self, signed},
        model::{Assessment, scenario::Target, typed},
    },
    kit::{
        FormErrors, Permission, Result, Visit,
        chart::DotTable,
        html::{Button, Choice, Column, EmptyState, ErrorSummary, Field, Link, Page, Row, Table},
        listing::{Query, encode},
        respond,
    },
};

/// The name of the field with the level to be reached.
const REACH: &str = "reach";
/// The name of the field with the highest score that an item may rise to.
const CEILING: &str = "ceiling";
/// The button that searches: without it the fields of the search only keep what they say.
const FIND: &str = "find";

#[derive(Template)]
#[template(path = "assessment/html/what_if.html")]
struct WhatIfPage {
    page: Page,
    errors: ErrorSummary,
    empty: Option<EmptyState>,
    what_if: Option<WhatIf>,
}

/// A year whose scores are moved.
struct WhatIf {
    action: String,
    target: Option<String>,
    /// What the search for the cheapest way found.
    answer: Option<String>,
    search: Vec<Field>,
    find: Button,
    groups: Vec<Group>,
    recompute: Button,
    clear: Link,
    /// The total before and after, with their levels.
    now: String,
    then: String,
    change: String,
    moved: Option<Table>,
    instruments: Table,
    chart: DotTable,
    save: Option<Button>,
    saved: Link,
}

/// The levers of an indicator.
struct Group {
    heading: String,
    is_open: bool,
    fields: Vec<Field>,
    /// Items that have everything already: they can only fall, so they stay folded.
    full: Vec<Field>,
    full_heading: String,
    full_is_open: bool,
}

/// What the address asks for.
struct Asked {
    moves: Moves,
    /// How many of the moves were typed; the search found the others.
    typed: usize,
    reach: Option<Level>,
    ceiling: Score,
    answer: Option<std::result::Result<Cheapest, OutOfReach>>,
    errors: FormErrors,
}

pub(in crate::assessment) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    query: Query,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let shelf = Shelf::load(&mut connection, agency, &year).await?;
    let target = target_of(&mut connection, agency, shelf.year.next()).await?;
    let title = visit.say(format!("ลองปรับคะแนน ปี {}", shelf.year), format!("What if: scores of {}", shelf.year));
    let mut page = page_below_year(&visit, shelf.year, title);
    let mut errors = ErrorSummary::new(visit.language);
    let what_if = shelf.now().map(|now| {
        let asked = Asked::read(now, &query);
        page.has_errors = !asked.errors.is_empty();
        errors.extend(asked.errors.iter().map(|(field, sentence)| (field, sentence.in_language(visit.language))));
        WhatIf::new(&visit, now, &asked, &query, target.as_ref())
    });
    let empty = what_if.is_none().then(|| no_results(&visit, shelf.year));
    respond::page(&WhatIfPage { page, errors, empty, what_if })
}

/// The moves that an address tells; none if one of them cannot be: the what-if page at [`same_moves`] says why.
pub(super) fn moves_in(now: &Assessment, query: &Query) -> Option<Moves> {
    let asked = Asked::read(now, query);
    asked.errors.is_empty().then_some(asked.moves)
}

/// The what-if page with the scores of this address as they stand there, right or wrong.
pub(super) fn same_moves(now: &Assessment, query: &Query) -> String {
    let keys = now.levers().into_iter().map(|lever| lever.place.to_string());
    let pairs: Vec<String> =
        keys.filter_map(|key| Some(format!("{}={}", encode(&key), encode(&query.value(&key)?)))).collect();
    format!("{}?{}", address(now.year, "/what-if"), pairs.join("&"))
}

/// Where the what-if page shows these moves.
pub(super) fn address_of(now: &Assessment, below: &str, moves: &Moves) -> String {
    let pairs: Vec<String> =
        moves.iter().map(|(place, to)| format!("{}={}", encode(&place.to_string()), typed(*to))).collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    format!("{}{query}", address(now.year, below))
}

impl Asked {
    fn read(now: &Assessment, query: &Query) -> Self {
        let mut errors = FormErrors::default();
        let mut moves = Moves::new();
        for lever in now.levers() {
            let key = lever.place.to_string();
            let Some(to) = read_score(query, &key, &mut errors).filter(|to| *to != lever.score) else { continue };
            match lever.whole && to != Score::ZERO && to != Score::FULL {
                true => errors.add(
                    &key,
                    format!("ข้อ {key} เป็นข้อ OIT ได้ 0 หรือ 100 เท่านั้น จะลองเป็น {to} ไม่ได้"),
                    format!("{key} is an OIT item: it scores 0 or 100 only, so {to} cannot be tried"),
                ),
                false => _ = moves.insert(lever.place, to),
            }
        }
        let typed = moves.len();
        let ceiling = read_score(query, CEILING, &mut errors).unwrap_or(Score::FULL);
        let reach = query.value(REACH).and_then(|key| now.instrument.level(&key)).cloned();
        let wanted = reach.as_ref().filter(|_| errors.is_empty() && query.value(FIND).is_some());
        let answer = wanted.map(|level| cheapest_beside(&now.instrument, &now.results(), level, ceiling, &moves));
        if let Some(Ok(found)) = &answer {
            moves.extend(found.moves.clone());
        }
        Self { moves, typed, reach, ceiling, answer, errors }
    }
}

fn read_score(query: &Query, field: &str, errors: &mut FormErrors) -> Option<Score> {
    let text = query.value(field)?;
    let score = text.parse().ok();
    if score.is_none() {
        errors.add(
            field,
            format!("“{text}” ไม่ใช่คะแนน เขียนเลขตั้งแต่ 0 ถึง 100 เช่น 85 หรือ 77.87"),
            format!("“{text}” is not a score. Write a number from 0 to 100, such as 85 or 77.87"),
        );
    }
    score
}

impl WhatIf {
    fn new(visit: &Visit, now: &Assessment, asked: &Asked, query: &Query, target: Option<&Target>) -> Self {
        let t = visit.language;
        let then = now.what_if(&asked.moves);
        let before = now.what_if(&Moves::new());
        let moved = now.moved(&asked.moves);
        let save = Button::primary(t.say("เก็บเป็นแผนทดลอง", "Keep as a scenario")).to(address_of(
            now,
            "/scenarios/new",
            &asked.moves,
        ));
        let may_save = visit.may(Permission::EditScores) && !moved.is_empty() && then.total().is_some();
        Self {
            action: address(now.year, "/what-if"),
            target: target.map(|target| figures::target_in_words(t, now, target)),
            answer: asked.answer.as_ref().map(|answer| answer_in_words(t, asked, answer)),
            search: search(t, now, asked, query),
            find: Button::secondary(t.say("หาชุดที่น้อยข้อที่สุด", "Find the fewest items")).sends(FIND, "fewest"),
            groups: groups(t, now, asked, query, &then),
            recompute: Button::primary(t.say("คำนวณใหม่", "Work it out")),
            clear: Link::new(address(now.year, "/what-if"), t.say("ล้างที่ปรับทั้งหมด", "Clear all moves")),
            now: total_in_words(t, &before),
            then: total_in_words(t, &then),
            change: match (before.total(), then.total()) {
                (Some(before), Some(then)) => signed(&(&then.rounded() - &before.rounded())),
                _ => t.say("ยังไม่ทราบคะแนนรวม", "The total is not known").to_owned(),
            },
            moved: (!moved.is_empty()).then(|| moved_table(t, now, &asked.moves)),
            instruments: instruments(t, &before, &then),
            chart: figures::indicators_moved(t, now, &then),
            save: may_save.then_some(save),
            saved: Link::new(address(now.year, "/scenarios"), t.say("แผนทดลองที่เก็บไว้", "Saved scenarios")),
        }
    }
}

fn search(t: Language, now: &Assessment, asked: &Asked, query: &Query) -> Vec<Field> {
    let levels = now.instrument.levels().iter().filter(|level| level.at_least > Score::ZERO);
    let choice = |level: &Level| {
        let name = level.name.in_language(t);
        let limit = level.at_least;
        let words = match level.each_instrument_at_least {
            Some(each) => t.say(
                format!("{name} (รวม {limit} และทุกเครื่องมือ {each})"),
                format!("{name} (total {limit}, each instrument {each})"),
            ),
            None => format!("{name} ({limit})"),
        };
        Choice::new(level.key.clone(), words)
    };
    let next = now.next_level().map(|next| next.level.key);
    let reach = asked.reach.as_ref().map(|level| level.key.clone()).or(next).unwrap_or_default();
    let ceiling = query.value(CEILING).unwrap_or_default();
    vec![
        Field::select(REACH, t.say("ระดับที่ต้องการ", "Level to reach"), levels.map(choice)).value(reach),
        Field::digits(CEILING, t.say("แต่ละข้อขึ้นได้ไม่เกิน", "No item above"))
            .optional(t)
            .hint(t.say(
                "เว้นว่างคือ 100 · ข้อ OIT ได้เต็มหรือศูนย์เท่านั้น · ข้อที่ปรับไว้แล้วจะคงเดิม",
                "Empty means 100. OIT items score all or nothing. What you moved stays.",
            ))
            .value(ceiling)
            .error(asked.errors.of(CEILING).map(|error| error.in_language(t))),
    ]
}

fn groups(t: Language, now: &Assessment, asked: &Asked, query: &Query, then: &Outcome<'_>) -> Vec<Group> {
    let scores = now.scores();
    let levers = now.levers();
    let indicator_of = |lever: &Lever| match &lever.place {
        Place::Item(code) => now.instrument.item(code).map(|item| item.indicator),
        Place::Indicator(number) => Some(*number),
        _ => None,
    };
    levers
        .chunk_by(|one, next| (one.kind, indicator_of(one)) == (next.kind, indicator_of(next)))
        .map(|levers| {
            let place = match indicator_of(&levers[0]) {
                Some(number) => Place::Indicator(number),
                None => Place::Instrument(levers[0].kind),
            };
            let (before, after) = (scores.at(&place).map(|value| &value.score), then.at(&place));
            let name = now.name_of(t, &place);
            let heading = match (before, after) {
                (Some(before), Some(after)) if before != after => format!("{name} · {before} → {after}"),
                (Some(before), _) => format!("{name} · {before}"),
                _ => name,
            };
            let touched = |lever: &Lever| {
                asked.moves.contains_key(&lever.place) || asked.errors.of(&lever.place.to_string()).is_some()
            };
            let (full, open): (Vec<&Lever>, Vec<&Lever>) =
                levers.iter().partition(|lever| lever.whole && lever.score == Score::FULL);
            let fields = |levers: &[&Lever]| levers.iter().map(|lever| field(t, now, lever, asked, query)).collect();
            let count = full.len();
            Group {
                heading,
                is_open: levers.iter().any(touched),
                fields: fields(&open),
                full_is_open: full.iter().any(|lever| touched(lever)),
                full_heading: t.say(format!("ได้เต็มแล้ว {count} ข้อ"), format!("{count} items have it all")),
                full: fields(&full),
            }
        })
        .collect()
}

fn field(t: Language, now: &Assessment, lever: &Lever, asked: &Asked, query: &Query) -> Field {
    let key = lever.place.to_string();
    let label = now.name_of(t, &lever.place);
    let ten = &lever.weight * &Exact::from(10);
    let hint = t.say(
        format!("ตอนนี้ {} · ทุก 10 คะแนนเป็น {ten} คะแนนรวม", lever.score),
        format!("Now {}; every 10 points are {ten} of the total", lever.score),
    );
    let to = asked.moves.get(&lever.place);
    if lever.whole && (lever.score == Score::ZERO || lever.score == Score::FULL) {
        let points = &lever.weight * &Exact::full();
        let (value, words) = match lever.score == Score::ZERO {
            true => ("100", t.say(format!("ครบ คะแนนรวม +{points}"), format!("Complete: total +{points}"))),
            false => {
                ("0", t.say(format!("ไม่ครบ คะแนนรวม \u{2212}{points}"), format!("Incomplete: total \u{2212}{points}")))
            }
        };
        let ticked = to.map(|_| value);
        let error = asked.errors.of(&key).map(|error| error.in_language(t));
        return Field::checkboxes(key, label, [Choice::new(value, words)]).values(ticked).error(error);
    }
    let shown = to.map(|to| typed(*to)).or_else(|| query.value(&key));
    Field::digits(key.clone(), label)
        .hint(hint)
        .value(shown.unwrap_or_default())
        .error(asked.errors.of(&key).map(|error| error.in_language(t)))
}

fn total_in_words(t: Language, outcome: &Outcome<'_>) -> String {
    match (outcome.total(), outcome.level()) {
        (Some(total), Some(level)) => {
            let name = level.name.in_language(t);
            t.say(format!("{total} ระดับ {name}"), format!("{total}, level {name}"))
        }
        (Some(total), None) => total.to_string(),
        (None, _) => t.say("ยังไม่ทราบ", "Not known").to_owned(),
    }
}

fn answer_in_words(t: Language, asked: &Asked, answer: &std::result::Result<Cheapest, OutOfReach>) -> String {
    let level = asked.reach.as_ref().map(|level| level.name.clone()).unwrap_or_else(|| Bilingual::new("", ""));
    let (thai, english) = (&level.th, &level.en);
    let ceiling = asked.ceiling;
    let mine = asked.typed;
    match answer {
        Ok(found) if found.moves.is_empty() && mine > 0 => t.say(
            format!("ที่ปรับไว้ {mine} ข้อถึงระดับ {thai} แล้ว ไม่ต้องเพิ่มข้ออื่น"),
            format!("The {mine} scores you moved reach level {english} already; no other is needed"),
        ),
        Ok(found) if found.moves.is_empty() => {
            t.say(format!("คะแนนตอนนี้ถึงระดับ {thai} แล้ว"), format!("The scores reach level {english} already"))
        }
        Ok(found) if mine > 0 => {
            let (count, points) = (found.moves.len(), &found.points);
            t.say(
                format!("คงที่ปรับไว้ {mine} ข้อ แล้วถึงระดับ {thai} ด้วยอีก {count} ข้อ รวม {points} คะแนนรายข้อ น้อยกว่านี้ไม่ถึง"),
                format!(
                    "Beside the {mine} scores you moved, level {english} takes {count} more items and {points} points of \
                     items together; fewer do not suffice"
                ),
            )
        }
        Ok(found) => {
            let (count, points) = (found.moves.len(), &found.points);
            t.say(
                format!("ถึงระดับ {thai} ได้ด้วย {count} ข้อ รวม {points} คะแนนรายข้อ น้อยกว่านี้ไม่ถึง"),
                format!(
                    "Level {english} takes {count} items and {points} points of items together; fewer do not suffice"
                ),
            )
        }
        Err(OutOfReach::TooFar { most }) => t.say(
            match mine {
                0 => format!("ถึงระดับ {thai} ไม่ได้ แม้ทุกข้อที่ทราบคะแนนขึ้นถึง {ceiling} (OIT ถึง 100) คะแนนรวมสูงสุดคือ {most}"),
                _ => format!(
                    "ถึงระดับ {thai} ไม่ได้เมื่อคงที่ปรับไว้ {mine} ข้อ แม้ข้ออื่นที่ทราบคะแนนขึ้นถึง {ceiling} (OIT ถึง 100) \
                     คะแนนรวมสูงสุดคือ {most}"
                ),
            },
            match mine {
                0 => format!(
                    "Level {english} is out of reach: with every known item at {ceiling} (OIT at 100) the total is {most}"
                ),
                _ => format!(
                    "Level {english} is out of reach with the {mine} scores you moved: with every other known item at \
                     {ceiling} (OIT at 100) the total is {most}"
                ),
            },
        ),
        Err(OutOfReach::NotKnown) => t.say(
            "ยังหาไม่ได้ เพราะคะแนนรวมหรือคะแนนเครื่องมือที่ระดับนี้กำหนดยังไม่ทราบ บันทึกคะแนนเพิ่มก่อน".to_owned(),
            "It cannot be worked out: the total, or an instrument that the level asks for, is not known. Enter more \
             scores first."
                .to_owned(),
        ),
    }
}

/// What moves: from, to, and what the total wins by it.
pub(super) fn moved_table(t: Language, now: &Assessment, moves: &Moves) -> Table {
    let levers = now.levers();
    let moved = levers.iter().filter_map(|lever| Some((lever, *moves.get(&lever.place)?)));
    let rows: Vec<Row> = moved
        .filter(|(lever, to)| lever.score != *to)
        .map(|(lever, to)| {
            let rise = &Exact::from(to) - &Exact::from(lever.score);
            Row::new(now.name_of(t, &lever.place))
                .cell(lever.score.to_string())
                .cell(to.to_string())
                .cell(signed(&(&lever.weight * &rise)))
        })
        .collect();
    let caption = t.say(format!("{} ข้อที่ปรับ", rows.len()), format!("{} scores moved", rows.len()));
    Table::new(caption)
        .column(Column::text(t.say("ข้อ", "Item")))
        .column(Column::number(t.say("จาก", "From")))
        .column(Column::number(t.say("เป็น", "To")))
        .column(Column::number(t.say("คะแนนรวม", "Total")))
        .rows(rows)
}

fn instruments(t: Language, before: &Outcome<'_>, then: &Outcome<'_>) -> Table {
    let places = Kind::ALL.into_iter().map(Place::Instrument).chain([Place::Total]);
    let shown = |score: Option<&Exact>| figures::shown(t, score);
    let rows = places.map(|place| {
        let (before, then) = (before.at(&place), then.at(&place));
        let change = figures::change(then, before).map_or_else(|| "–".to_owned(), |points| signed(&points));
        let name = match &place {
            Place::Instrument(kind) => format!("{} {}", kind.code(), kind.name().in_language(t)),
            other => other.name().in_language(t).to_owned(),
        };
        Row::new(name).cell(shown(before)).cell(shown(then)).cell(change)
    });
    Table::new(t.say("คะแนนเครื่องมือและคะแนนรวม", "Instruments and total"))
        .column(Column::text(t.say("เครื่องมือ", "Instrument")))
        .column(Column::number(t.say("ตอนนี้", "Now")))
        .column(Column::number(t.say("เมื่อปรับ", "Moved")))
        .column(Column::number(t.say("เปลี่ยน", "Change")))
        .rows(rows)
}
