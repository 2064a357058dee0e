//! All circulars, and those that whoever looks has yet to read.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use db::Connection;
use thai::date;

use super::{LIST, MEETINGS, address, link, list_words, meetings_words, tag};
use crate::{
    app::App,
    calendar,
    circulars::{
        model::{
            Circular, CircularId, Reader,
            reading::{Standing, due, readers, standing},
        },
        store::{self, Narrowed, reading as rows},
    },
    kit::{
        Permission, Result, Visit,
        html::{
            Button, Choice, Column, EmptyState, Field, Filters, Page, Pagination, Row, Status, StatusTag, Table, Task,
            TaskList,
        },
        listing::{self, Query},
        respond,
    },
    organisation::{self, model::PersonId},
};

#[derive(Template)]
#[template(path = "circulars/html/list.html")]
struct ListPage {
    page: Page,
    to_read: Option<TaskList>,
    is_reader: bool,
    add: Option<Button>,
    meetings: Button,
    pins: Option<Button>,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

fn narrowed(query: &Query, visit: &Visit) -> Narrowed {
    let words = query.value("words").map(|words| words.chars().take(200).collect());
    let all = Narrowed { words, sent_only: !visit.may(Permission::IssueCirculars), ..Narrowed::default() };
    match query.value("state").as_deref() {
        Some("all") => all,
        Some("draft") => Narrowed { state: Some("draft"), ..all },
        Some("withdrawn") => Narrowed { state: Some("withdrawn"), ..all },
        _ => Narrowed { in_force: Some(visit.today()), ..all },
    }
}

/// The list.
pub async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let narrowed = narrowed(&query, &visit);
    let mut connection = app.database.read().await?;
    let count = store::count(&mut connection, agency, &narrowed).await?;
    let found = store::list(&mut connection, agency, &narrowed, listing::PAGE_SIZE, query.offset()).await?;
    let (to_read, is_reader) = to_read(&mut connection, &visit).await?;
    drop(connection);
    let may_issue = visit.may(Permission::IssueCirculars);
    let rows = found.iter().map(|circular| {
        Row::new(link(circular))
            .cell(circular.said.urgency.name().in_language(t))
            .cell(date::short(circular.said.day, t))
            .cell(tag(circular, &visit))
    });
    let table = Table::new(t.say(format!("{count} ฉบับ ล่าสุดก่อน"), format!("{count} in all, the latest first")))
        .column(Column::text(t.say("หนังสือเวียน", "Circular")))
        .column(Column::text(t.say("ความเร่งด่วน", "Urgency")))
        .column(Column::text(t.say("ลงวันที่", "Dated")))
        .column(Column::text(t.say("สถานะ", "State")))
        .rows(rows);
    respond::page(&ListPage {
        page: visit.page(list_words(t)),
        to_read,
        is_reader,
        add: may_issue.then(|| Button::primary(t.say("เขียนหนังสือเวียน", "Write a circular")).to(format!("{LIST}/new"))),
        meetings: Button::secondary(meetings_words(t)).to(MEETINGS),
        pins: visit
            .may(Permission::RecordReading)
            .then(|| Button::secondary(t.say("ออก PIN", "Give PINs")).to(format!("{LIST}/pins"))),
        filters: filters(&visit, &query),
        table: (!found.is_empty()).then_some(table),
        empty: EmptyState::new(t.say("ไม่มีหนังสือเวียนที่ตรงกับตัวกรองนี้", "No circular fits these filters.")),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            listing::pages(count) as u32,
            format!("{LIST}{}", query.with("page", "")),
        ),
    })
}

fn filters(visit: &Visit, query: &Query) -> Filters {
    let t = visit.language;
    let drafts = visit.may(Permission::IssueCirculars).then(|| Choice::new("draft", t.say("ร่าง", "Drafts")));
    let states = [Choice::new("in_force", t.say("มีผลใช้บังคับ", "In force"))]
        .into_iter()
        .chain(drafts)
        .chain([Choice::new("withdrawn", t.say("ยกเลิกแล้ว", "Withdrawn")), Choice::new("all", t.say("ทั้งหมด", "All"))]);
    let value = |name: &str| query.value(name).unwrap_or_default();
    let state = query.value("state").unwrap_or_else(|| "in_force".to_owned());
    Filters::new(t, LIST)
        .field(
            Field::text("words", t.say("คำในเลขที่ เรื่อง หรือเนื้อหา", "Words in number, subject or text"))
                .value(value("words")),
        )
        .field(Field::select("state", t.say("สถานะ", "State"), states).value(state))
}

/// What the viewer has yet to acknowledge, the most urgent first; and whether they read circulars at all.
async fn to_read(connection: &mut Connection, visit: &Visit) -> Result<(Option<TaskList>, bool)> {
    let (t, agency, today) = (visit.language, visit.agency()?.id, visit.today());
    let Some(person) = visit.viewer()?.person.map(PersonId) else { return Ok((None, false)) };
    let staff = organisation::list_members(connection, agency, today).await?;
    if !staff.iter().any(|member| member.person == person) {
        return Ok((None, false));
    }
    let in_force = Narrowed { in_force: Some(today), ..Narrowed::default() };
    let circulars = store::list(connection, agency, &in_force, store::WHOLE, 0).await?;
    let mut audiences: BTreeMap<CircularId, Vec<Reader>> = BTreeMap::new();
    for named in store::list_audience(connection, agency, None).await? {
        audiences.entry(named.circular).or_default().push(named.reader);
    }
    let own = rows::list_of_person(connection, agency, person).await?;
    let days = calendar::working_days(connection, agency).await?;
    let standing_of =
        |circular: &Circular| standing(circular.version, own.iter().filter(|one| one.circular == circular.id));
    let mut waiting = Vec::new();
    for circular in &circulars {
        let audience = audiences.get(&circular.id).map_or(&[][..], Vec::as_slice);
        let own = readers(circular, audience, &staff).into_iter().find(|reader| reader.member.person == person);
        let standing = standing_of(circular);
        if let (Some(reader), false) = (own, matches!(standing, Standing::Acknowledged { .. })) {
            waiting.push((circular, standing, due(circular, reader.since, &days)));
        }
    }
    waiting.sort_by_key(|(circular, _, due)| (*due, std::cmp::Reverse(circular.said.urgency)));
    if waiting.is_empty() {
        return Ok((None, true));
    }
    let tasks = waiting.into_iter().map(|(circular, standing, due)| {
        let late = due.filter(|due| *due < today).and_then(|due| u32::try_from((today - due).get_days()).ok());
        let tag = match (late, standing) {
            (Some(late), _) => StatusTag::new(t, Status::Overdue(late)),
            (None, Standing::Outdated) => {
                StatusTag::new(t, Status::Waiting).saying(t.say("ข้อความเปลี่ยน รับทราบใหม่", "Changed, read again"))
            }
            (None, Standing::Opened) => StatusTag::new(t, Status::InProgress).saying(t.say("เปิดแล้ว", "Opened")),
            (None, _) => StatusTag::new(t, Status::NotStarted).saying(t.say("ยังไม่เปิด", "Not opened")),
        };
        let day = due.map(|due| date::short(due, t)).unwrap_or_default();
        Task::new(address(circular.id), circular.title(), tag)
            .hint(t.say(format!("รับทราบภายใน {day}"), format!("By {day}")))
    });
    Ok((Some(TaskList::new("to-read", tasks)), true))
}
