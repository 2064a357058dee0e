//! All documents of the agency.

use askama::Template;
use axum::{extract::State, response::Response};
use thai::date;

use super::{LIST, Title, content_words, list_words, tag};
use crate::{
    app::App,
    documents::{
        actions::shown,
        model::{Kind, Shown},
        store::{self, Narrowed},
    },
    kit::{
        Permission, Result, Visit,
        html::{Button, Choice, Column, EmptyState, Field, Filters, Html, Page, Pagination, Row, Table},
        listing::{self, Query},
        respond,
    },
};

#[derive(Template)]
#[template(path = "documents/html/list.html")]
struct ListPage {
    page: Page,
    add: Option<Button>,
    poster: Button,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

/// What is kept, withdrawn, or everything: the first unless somebody chooses.
fn state_of(query: &Query) -> Option<&'static str> {
    match query.value("state").as_deref() {
        Some("all") => None,
        Some("withdrawn") => Some("withdrawn"),
        _ => Some("kept"),
    }
}

pub(super) fn narrowed(query: &Query) -> Narrowed {
    Narrowed {
        kind: query.value("kind").and_then(|key| Kind::from_key(&key)),
        state: state_of(query),
        public: match query.value("openness").as_deref() {
            Some("public") => Some(true),
            Some("internal") => Some(false),
            _ => None,
        },
        words: query.value("words").map(|words| words.chars().take(200).collect()),
    }
}

/// The list.
pub async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let narrowed = narrowed(&query);
    let mut connection = app.database.read().await?;
    let count = store::count(&mut connection, agency, &narrowed).await?;
    let found = store::list(&mut connection, agency, &narrowed, listing::PAGE_SIZE, query.offset()).await?;
    drop(connection);
    let shown: Vec<Shown> = found.into_iter().map(|latest| shown(latest, visit.today())).collect();
    let add = Button::primary(visit.say("เพิ่มเอกสาร", "Add a document")).to(format!("{LIST}/new"));
    let may_keep = visit.may(Permission::KeepDocuments);
    respond::page(&ListPage {
        page: visit.page(list_words(&visit)),
        add: may_keep.then_some(add),
        poster: Button::secondary(visit.say("ทำป้าย QR", "Make a QR poster")).to("/office/documents/poster"),
        filters: filters(&visit, &query, &narrowed),
        table: (!shown.is_empty()).then(|| table(&visit, count, &shown)),
        empty: EmptyState::new(visit.say(
            "ไม่มีเอกสารที่ตรงกับตัวกรองนี้ เอาตัวกรองออก หรือเพิ่มเอกสารแรก",
            "No document fits these filters. Remove some, or add the first document.",
        )),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            listing::pages(count) as u32,
            format!("{LIST}{}", query.with("page", "")),
        ),
    })
}

fn filters(visit: &Visit, query: &Query, narrowed: &Narrowed) -> Filters {
    let t = visit.language;
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.name().in_language(t)));
    let states = [
        Choice::new("kept", t.say("ที่ใช้อยู่", "Kept")),
        Choice::new("withdrawn", t.say("ที่ถอนแล้ว", "Withdrawn")),
        Choice::new("all", t.say("ทั้งหมด", "All")),
    ];
    let who = [
        Choice::new("public", t.say("ทุกคนเห็นได้", "Everybody may see")),
        Choice::new("internal", t.say("เฉพาะหน่วยงาน", "Within the agency")),
    ];
    let all = t.say("ทั้งหมด", "All");
    let value = |name: &str| query.value(name).unwrap_or_default();
    let filters = Filters::new(t, LIST)
        .field(Field::text("words", t.say("คำในชื่อ", "Words in the title")).value(value("words")))
        .field(Field::select("kind", t.say("ชนิด", "Kind"), kinds).prompt(all).value(value("kind")))
        .field(Field::select("state", t.say("สถานะ", "State"), states).value(narrowed.state.unwrap_or("all")))
        .field(
            Field::select("openness", t.say("ใครเห็นได้", "Who may see it"), who).prompt(all).value(value("openness")),
        );
    let filters = match &narrowed.words {
        Some(words) => filters.active(words.clone(), format!("{LIST}{}", query.with("words", ""))),
        None => filters,
    };
    match narrowed.kind {
        Some(kind) => filters.active(kind.name().in_language(t), format!("{LIST}{}", query.with("kind", ""))),
        None => filters,
    }
}

fn table(visit: &Visit, count: i64, shown: &[Shown]) -> Table {
    let t = visit.language;
    let rows = shown.iter().map(|one| {
        let why = one.freshness.sentence(t).filter(|_| !one.document.is_withdrawn());
        let state = Html::from(tag(one, t)).and(why.unwrap_or_default());
        let who = match one.document.is_public() {
            true => t.say("ทุกคน", "Everybody"),
            false => t.say("เฉพาะหน่วยงาน", "Within the agency"),
        };
        Row::new(Title::in_office(one))
            .cell(one.document.about.kind.name().in_language(t))
            .cell(content_words(&one.version, t))
            .cell(date::short(one.version.told.speaks_of, t))
            .cell(who)
            .cell(state)
    });
    Table::new(t.say(format!("{count} ฉบับ แก้ไขล่าสุดก่อน"), format!("{count} in all, last changed first")))
        .column(Column::text(t.say("เอกสาร", "Document")))
        .column(Column::text(t.say("ชนิด", "Kind")))
        .column(Column::text(t.say("ไฟล์", "File")))
        .column(Column::text(t.say("วันของเรื่อง", "Speaks of")))
        .column(Column::text(t.say("ใครเห็นได้", "Who may see it")))
        .column(Column::text(t.say("สถานะ", "State")))
        .rows(rows)
}
