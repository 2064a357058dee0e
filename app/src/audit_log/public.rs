//! The published heads of an agency's chain: for anyone to keep, and to check with later.

use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use db::{Connection, Uuid};
use jiff::civil::Date;
use thai::date;

use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        audit::store::{self, StoredHead},
        html::{Breadcrumbs, Column, EmptyState, Html, Link, Page, Pagination, Row, Table},
        listing::{PAGE_SIZE, Query, pages},
        respond, secret,
        visit::{Agency, AgencyId},
    },
    organisation,
};

#[derive(Template)]
#[template(path = "audit_log/html/heads.html")]
struct HeadsPage {
    page: Page,
    key: String,
    heads: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

/// The key under which the installation's own chain is published; no agency may take it.
const INSTALLATION: &str = "installation";

/// A published chain: an agency's, or the installation's own.
struct Chain {
    id: AgencyId,
    agency: Option<Agency>,
}

async fn find_chain(connection: &mut Connection, key: &str) -> Result<Chain> {
    if key == INSTALLATION {
        return Ok(Chain { id: AgencyId(Uuid::nil()), agency: None });
    }
    let agency = organisation::find_agency_by_key(connection, key).await?.ok_or(Error::NotFound)?;
    Ok(Chain { id: agency.id, agency: Some(agency) })
}

pub(super) async fn list_heads(
    State(app): State<App>,
    visit: Visit,
    Path(key): Path<String>,
    query: Query,
) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let chain = find_chain(&mut connection, &key).await?;
    let count = store::count_heads(&mut connection, chain.id).await?;
    let heads = store::list_heads(&mut connection, chain.id, PAGE_SIZE, query.offset()).await?;
    let title = visit.say("ตรวจบันทึกการแก้ไข", "Check the record of changes");
    let page = match &chain.agency {
        Some(agency) => {
            let mut page = visit.public_page(title, agency);
            let name = agency.name.in_language(visit.language);
            page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent(format!("/{key}"), name));
            page
        }
        None => visit.bare_page(visit.say("ตรวจบันทึกการแก้ไขของระบบกลาง", "Check the installation's own record")),
    };
    let path = visit.uri.path_and_query().map_or_else(String::new, |path| path.as_str().to_owned());
    let shown_page = u32::try_from(query.page()).unwrap_or(1);
    respond::page(&HeadsPage {
        page,
        heads: (!heads.is_empty()).then(|| table(&visit, &key, count, &heads)),
        empty: EmptyState::new(visit.say(
            "ยังไม่มีหัวบันทึก ระบบลงนามวันละครั้งเมื่อมีการเปลี่ยนแปลง กลับมาดูพรุ่งนี้",
            "No head yet. One is signed a day once something has changed: come back tomorrow.",
        )),
        pagination: Pagination::new(visit.language, shown_page, u32::try_from(pages(count)).unwrap_or(1), path),
        key,
    })
}

fn table(visit: &Visit, key: &str, count: i64, heads: &[StoredHead]) -> Table {
    let rows = heads.iter().map(|head| {
        let digest = secret::hex(&head.digest);
        let short = format!("{}…{}", &digest[..8], &digest[digest.len() - 8..]);
        let file = Link::new(format!("/{key}/audit/{}.json", head.day), visit.say("หัวบันทึก (JSON)", "Head (JSON)"));
        Row::new(date::long(head.day, visit.language))
            .cell(head.sequence.to_string())
            .cell(Html::text(short))
            .cell(file)
    });
    Table::new(visit.say(format!("หัวบันทึก {count} วัน ใหม่ที่สุดก่อน"), format!("Heads of {count} days, newest first")))
        .column(Column::text(visit.say("วันที่ลงนาม", "Signed on")))
        .column(Column::number(visit.say("ถึงรายการที่", "Up to entry")))
        .column(Column::text(visit.say("ลายนิ้วมือ", "Fingerprint")))
        .column(Column::text(visit.say("ไฟล์", "File")))
        .rows(rows)
}

/// The head of a day: `/{agency}/audit/2565-04-08.json` does not exist, the day is written as ISO has it.
pub(super) async fn head(State(app): State<App>, Path((key, file)): Path<(String, String)>) -> Result<Response> {
    let day: Date = file.strip_suffix(".json").and_then(|day| day.parse().ok()).ok_or(Error::NotFound)?;
    let mut connection = app.database.read().await?;
    let chain = find_chain(&mut connection, &key).await?;
    let head = store::find_head(&mut connection, chain.id, day).await?.ok_or(Error::NotFound)?;
    Ok(Json(head.publish(&key, chain.id.0)).into_response())
}
