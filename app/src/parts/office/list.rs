//! The units of a year: what each has to fill in, what went out and what came back.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Language, date};

use super::{address, page_of_year, parse_year};
use crate::{
    app::App,
    kit::{
        Result, Visit,
        chart::{Proportion, Share},
        html::{self, Button, Column, EmptyState, Link, Notice, Page, ProofLine, Row, StatusTag, Table},
        respond,
    },
    measures,
    organisation::model::UnitId,
    parts::{
        actions,
        model::export::unlinked_parties,
        store::{self, PartInList},
    },
};

#[derive(Template)]
#[template(path = "parts/html/list.html")]
struct ListPage {
    page: Page,
    empty: Option<EmptyState>,
    unlinked: Option<Notice>,
    chart: Option<Proportion>,
    to_all: Button,
    table: Table,
}

/// How far a unit is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    NotSent,
    Waiting,
    Overdue(u32),
    ToReview,
    Reviewed,
}

pub(in crate::parts) async fn list(State(app): State<App>, visit: Visit, Path(year): Path<String>) -> Result<Response> {
    let (year, agency, t) = (parse_year(&year)?, visit.agency()?.id, visit.language);
    let mut connection = app.database.read().await?;
    let plan = measures::plan_of(&mut connection, agency, year).await?;
    let belonging = actions::belonging(&mut connection, agency, visit.today()).await?;
    let parts = store::list(&mut connection, agency, year).await?;
    let parts: HashMap<UnitId, PartInList> = parts.into_iter().map(|part| (part.unit, part)).collect();
    let mut counts = [0usize; 4];
    let rows: Vec<Row> = belonging
        .units
        .iter()
        .map(|unit| {
            let part = parts.get(&unit.id);
            let stage = stage(part, visit.today());
            counts[match stage {
                Stage::NotSent => 0,
                Stage::Waiting | Stage::Overdue(_) => 1,
                Stage::ToReview => 2,
                Stage::Reviewed => 3,
            }] += 1;
            let items = match part {
                Some(part) => part.items,
                None => plan.as_ref().map_or(0, |plan| belonging.items(plan, unit).len() as i64),
            };
            let to = match part {
                Some(part) => address(part.id),
                None => format!("/office/report/{year}/parts/new?unit={}", unit.id),
            };
            let moment = |at: Option<jiff::Timestamp>| {
                at.map_or(t.say("ยังไม่มี", "Not yet").to_owned(), |at| date::moment(at, t))
            };
            Row::new(Link::new(to, unit.name.in_language(t)))
                .cell(stage.tag(part.map_or(0, |part| part.waiting), t))
                .cell(items.to_string())
                .cell(moment(part.map(|part| part.created_at)))
                .cell(moment(part.and_then(|part| part.received_at)))
        })
        .collect();
    let unlinked = plan.as_ref().map(|plan| unlinked_parties(plan).len()).unwrap_or_default();
    let empty = match (&plan, rows.is_empty()) {
        (None, _) => Some(
            EmptyState::new(t.say(
                format!("ยังไม่มีมาตรการของปี {year} เริ่มแผนของปีก่อน แล้วกลับมาส่งให้ฝ่ายกรอก"),
                format!("There are no measures of {year} yet. Begin the plan, then send its parts out."),
            ))
            .action(Link::new(format!("/office/measures/{year}"), t.say("ไปที่มาตรการ", "Go to the measures"))),
        ),
        (_, true) => Some(
            EmptyState::new(t.say(
                "ยังไม่มีฝ่ายในหน่วยงานนี้ เพิ่มฝ่ายก่อน แล้วกลับมาส่งให้ฝ่ายกรอก",
                "This agency has no divisions yet. Add them first, then come back.",
            ))
            .action(Link::new("/office/organisation", t.say("ไปที่ฝ่ายและตำแหน่ง", "Go to divisions and posts"))),
        ),
        _ => None,
    };
    let caption =
        t.say(format!("ส่วนของ {} ฝ่าย ปี {year}", rows.len()), format!("Parts of {} divisions, {year}", rows.len()));
    respond::page(&ListPage {
        page: page_of_year(&visit, year, t.say(format!("ส่วนของฝ่าย ปี {year}"), format!("Divisions' parts {year}"))),
        empty,
        unlinked: (unlinked > 0).then(|| unlinked_notice(year.to_string(), unlinked, t)),
        chart: (counts[0] < rows.len()).then(|| chart(counts, &visit)),
        to_all: Button::primary(t.say("ส่งให้หลายฝ่าย", "Send to several divisions"))
            .to(format!("/office/report/{year}/parts/all")),
        table: Table::new(caption)
            .column(Column::text(t.say("ฝ่าย", "Division")))
            .column(Column::text(t.say("สถานะ", "State")))
            .column(Column::number(t.say("จำนวนข้อ", "Items")))
            .column(Column::text(t.say("ส่งออกล่าสุด", "Last sent")))
            .column(Column::text(t.say("รับกลับล่าสุด", "Last received")))
            .rows(rows),
    })
}

fn stage(part: Option<&PartInList>, today: jiff::civil::Date) -> Stage {
    let Some(part) = part else { return Stage::NotSent };
    let has_answered = part.received_at.is_some_and(|at| at >= part.created_at);
    match part.due {
        _ if part.waiting > 0 => Stage::ToReview,
        _ if has_answered => Stage::Reviewed,
        Some(due) if due < today => {
            let days = (today - due).get_days();
            Stage::Overdue(u32::try_from(days).unwrap_or(0))
        }
        _ => Stage::Waiting,
    }
}

impl Stage {
    fn tag(self, waiting: i64, t: Language) -> StatusTag {
        match self {
            Stage::NotSent => StatusTag::new(t, html::Status::NotStarted).saying(t.say("ยังไม่ได้ส่งออก", "Not sent out")),
            Stage::Waiting => {
                StatusTag::new(t, html::Status::InProgress).saying(t.say("รอฝ่ายกรอก", "With the division"))
            }
            Stage::Overdue(days) => StatusTag::new(t, html::Status::Overdue(days)),
            Stage::ToReview => StatusTag::new(t, html::Status::Waiting)
                .saying(t.say(format!("รอตรวจ {waiting} ไฟล์"), format!("To review: {waiting}"))),
            Stage::Reviewed => StatusTag::new(t, html::Status::Done).saying(t.say("รับแล้ว", "Received")),
        }
    }
}

fn unlinked_notice(year: String, count: usize, t: Language) -> Notice {
    let sentence = t.say(
        format!("มีชื่อผู้รับผิดชอบ {count} ชื่อที่ยังไม่รู้ว่าอยู่ฝ่ายใด ระบุแล้วข้อของฝ่ายจะครบ"),
        format!("{count} responsible parties belong to no division yet. Name their divisions and no item is left out."),
    );
    let link = Link::new(format!("/office/report/{year}/parts/parties"), t.say("ระบุฝ่าย", "Name their divisions"));
    Notice::new(html::Html::text(sentence).and(link))
}

fn chart(counts: [usize; 4], visit: &Visit) -> Proportion {
    let t = visit.language;
    let all: usize = counts.iter().sum();
    let names = [
        t.say("ยังไม่ได้ส่งออก", "Not sent out"),
        t.say("รอฝ่ายกรอก", "With the division"),
        t.say("รอตรวจ", "To review"),
        t.say("รับแล้ว", "Received"),
    ];
    // What is finished first, as one reads a bar that grows.
    let shares = [3, 2, 1, 0].map(|at| Share::new(names[at], counts[at] as f64, counts[at].to_string()));
    let back = counts[2] + counts[3];
    let finding =
        t.say(format!("{back} จาก {all} ฝ่ายส่งกลับแล้ว"), format!("{back} of {all} divisions have sent theirs back"));
    let now = date::moment(visit.now, t);
    let proof = ProofLine::new(t, now, t.say("นับฝ่ายตามสถานะของส่วนล่าสุด", "divisions by the state of their latest part"));
    let caption = t.say("ฝ่ายตามสถานะ", "Divisions by state");
    Proportion::new(t, "parts", finding, caption, t.say("จำนวนฝ่าย", "Divisions"), shares, proof)
}

/// The way to the first page of a part that is not sent yet.
pub(super) fn begin(visit: &Visit, year: thai::FiscalYear, unit: UnitId) -> Button {
    Button::secondary(visit.say("ส่งออกฉบับใหม่", "Export a new version"))
        .to(format!("/office/report/{year}/parts/new?unit={unit}"))
}
