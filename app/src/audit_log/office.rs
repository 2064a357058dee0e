//! The log as the auditor, the director and the administrator read it.

use askama::Template;
use axum::{extract::State, response::Response};
use db::Uuid;

use crate::{
    app::App,
    kit::{
        Result, Visit,
        audit::{
            reading::Reading,
            sentences::KINDS,
            store::{self, Filter, StoredEntry},
        },
        html::{Choice, EmptyState, Field, Filters, Link, Page, Pagination},
        listing::{PAGE_SIZE, Query, pages},
        respond,
    },
};

const LOG: &str = "/office/audit";

#[derive(Template)]
#[template(path = "audit_log/html/log.html")]
struct LogPage {
    page: Page,
    filters: Filters,
    count: String,
    entries: Vec<ShownEntry>,
    empty: EmptyState,
    pagination: Pagination,
    heads: Link,
}

/// An entry with its number and a way to everything about the same record.
struct ShownEntry {
    number: i64,
    reading: Reading,
    record: Link,
}

pub(super) async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let agency = visit.agency()?;
    let filter = read_filter(&query);
    let mut connection = app.database.read().await?;
    let count = store::count(&mut connection, agency.id, &filter).await?;
    let entries = store::list_newest(&mut connection, agency.id, &filter, PAGE_SIZE, query.offset()).await?;
    let path = visit.uri.path_and_query().map_or(LOG, |path| path.as_str()).to_owned();
    let shown_page = u32::try_from(query.page()).unwrap_or(1);
    respond::page(&LogPage {
        page: visit.page(visit.say("ประวัติการแก้ไข", "Audit log")),
        filters: filters(&visit, &query, &filter),
        count: visit.say(format!("{count} รายการ ใหม่ที่สุดก่อน"), format!("{count} entries, newest first")),
        entries: entries.iter().map(|entry| shown(&visit, &query, entry)).collect(),
        empty: EmptyState::new(visit.say("ไม่มีรายการตามที่กรอง", "No entry matches the filter."))
            .action(Link::new(LOG, visit.say("ดูทั้งหมด", "Show all"))),
        pagination: Pagination::new(visit.language, shown_page, u32::try_from(pages(count)).unwrap_or(1), path),
        heads: Link::new(
            format!("/{}/audit", agency.key),
            visit.say("ลายเซ็นรายวันที่เผยแพร่ และวิธีตรวจ", "The published daily signatures, and how to check"),
        ),
    })
}

/// A filter that is none of ours filters nothing.
fn read_filter(query: &Query) -> Filter {
    let kind = query.value("kind").filter(|kind| KINDS.iter().any(|known| known.prefix == kind));
    Filter { action: kind, subject: query.value("record").and_then(|record| Uuid::parse_str(&record).ok()) }
}

fn filters(visit: &Visit, query: &Query, filter: &Filter) -> Filters {
    let kinds = KINDS.iter().map(|kind| Choice::new(kind.prefix, visit.say(kind.thai, kind.english)));
    let field = Field::select("kind", visit.say("เรื่อง", "About"), kinds)
        .prompt(visit.say("ทุกเรื่อง", "Everything"))
        .value(filter.action.clone().unwrap_or_default());
    let mut filters = Filters::new(visit.language, LOG).field(field);
    if let Some(kind) = filter.action.as_ref().and_then(|chosen| KINDS.iter().find(|kind| kind.prefix == chosen)) {
        filters = filters.active(visit.say(kind.thai, kind.english), query.with("kind", ""));
    }
    if let Some(record) = filter.subject {
        filters = filters
            .keep("record", record.to_string())
            .active(visit.say("เฉพาะรายการเดียว", "One record only"), query.with("record", ""));
    }
    filters
}

fn shown(visit: &Visit, query: &Query, stored: &StoredEntry) -> ShownEntry {
    let href = query.with("record", &stored.entry.subject_id.to_string());
    ShownEntry {
        number: stored.entry.sequence,
        reading: Reading::of(stored, visit.language),
        record: Link::new(href, visit.say("ประวัติของรายการนี้", "History of this record")),
    }
}
