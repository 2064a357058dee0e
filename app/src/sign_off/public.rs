//! The newest signed report, for everybody: who signed it, when, and the file whose hash anybody can compute.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    http::header,
    response::{IntoResponse, Response},
};
use thai::{FiscalYear, Language, date};

use super::{
    model::{FigureOfResult, Frozen, SignOff, in_groups},
    store,
};
use crate::{
    app::App,
    kit::{
        Error, Result, Visit,
        html::{Column, Html, Link, Notice, Page, Row, SummaryList, Table},
        respond,
        visit::Agency,
    },
    organisation::find_agency_by_key,
};

#[derive(Template)]
#[template(path = "sign_off/html/public.html")]
struct PublicPage {
    page: Page,
    demonstration: Option<Notice>,
    facts: SummaryList,
    file: Link,
    measures: Link,
    table: Table,
    figures: Option<Table>,
}

/// A fingerprint, as something to compare and not to read.
#[derive(Template)]
#[template(source = "<code>{{ groups }}</code>", ext = "html")]
struct Fingerprint {
    groups: String,
}

/// The newest signed version of a year.
struct Found {
    agency: Agency,
    one: SignOff,
    content: String,
}

async fn find(app: &App, agency: &str, year: &str) -> Result<Found> {
    let year: FiscalYear = year.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)?;
    let mut connection = app.database.read().await?;
    let agency = find_agency_by_key(&mut connection, agency).await?.ok_or(Error::NotFound)?;
    let one = store::newest_signed(&mut connection, agency.id, year).await?.ok_or(Error::NotFound)?;
    let content = store::find_content(&mut connection, agency.id, year, one.number).await?.ok_or(Error::NotFound)?;
    Ok(Found { agency, one, content })
}

/// The page.
pub(super) async fn show(
    Held(app): Held<App>,
    visit: Visit,
    Path((agency, year)): Path<(String, String)>,
) -> Result<Response> {
    let Found { agency, one, content } = find(&app, &agency, &year).await?;
    let frozen =
        Frozen::read(&content).ok_or_else(|| Error::Internal(anyhow::anyhow!("a signed report is unreadable")))?;
    let t = visit.language;
    let year = one.year;
    let decision = one.decision.as_ref();
    let signed = decision.map(|decision| date::moment(decision.at, t)).unwrap_or_default();
    let by = decision.map(|decision| decision.post.clone()).filter(|post| !post.is_empty());
    let base = format!("/{}/report/{year}", agency.key);
    let title = t.say(format!("รายงานที่ลงนามแล้ว ปี {year}"), format!("Signed report, {year}"));
    let counted = |proof: &str| frozen.proofs.iter().filter(|one| one.proof == proof).count();
    let rows = [
        ("evidence", t.say("มีหลักฐาน", "With evidence")),
        ("excused", t.say("ไม่มีหลักฐาน ผู้กำกับดูแลรับเหตุผลแล้ว", "Without evidence, for a reason that was accepted")),
        ("stale", t.say("หลักฐานใช้ไม่ได้แล้ว", "Evidence no longer counts")),
        ("claimed", t.say("ยังไม่มีหลักฐาน", "No evidence")),
        ("reported", t.say("ตามรายงานที่นำเข้า ยังไม่มีหลักฐาน", "As an imported report says, no evidence")),
    ];
    let rows = rows.map(|(key, words)| Row::new(words).cell(counted(key).to_string()));
    let done = frozen.proofs.len();
    let figures = (!frozen.figures.is_empty()).then(|| figure_table(&frozen.figures, t));
    respond::page(&PublicPage {
        page: visit.public_page(title, &agency),
        demonstration: agency
            .demonstration
            .then(|| Notice::new(t.say("ข้อมูลตัวอย่าง ไม่ใช่รายงานจริง", "Sample data: not a real report."))),
        facts: SummaryList::new(t)
            .row(t.say("ฉบับที่", "Version"), one.number.to_string())
            .row(t.say("ลงนามเมื่อ", "Signed"), signed)
            .row(t.say("ลงนามโดย", "Signed by"), by.unwrap_or_else(|| t.say("ผู้อำนวยการ", "The director").to_owned()))
            .row(t.say("จำนวนข้อ", "Items"), frozen.report.items.len().to_string())
            .row(
                t.say("ลายนิ้วมือของไฟล์ (BLAKE3)", "Fingerprint of the file (BLAKE3)"),
                Html::of(&Fingerprint { groups: in_groups(&one.hash) }),
            ),
        file: Link::new(
            format!("{base}/signed.json"),
            t.say("ดาวน์โหลดไฟล์ที่ลงนาม (JSON)", "Download the signed file (JSON)"),
        ),
        measures: Link::new(
            format!("/{}/measures/{year}", agency.key),
            t.say("มาตรการของปีนี้ ณ วันนี้", "The measures of this year, as of today"),
        ),
        figures,
        table: Table::new(t.say(
            format!("ผลที่เสร็จแล้ว {done} ผล พิสูจน์ด้วยอะไรในวันที่ส่งลงนาม"),
            format!("What proved the {done} finished results on the day the report was sent"),
        ))
        .column(Column::text(t.say("หลักฐาน", "Proof")))
        .column(Column::number(t.say("ผล", "Results")))
        .rows(rows),
    })
}

/// The figures that were frozen with the report.
fn figure_table(figures: &[FigureOfResult], t: Language) -> Table {
    let rows = figures.iter().map(|one| {
        let about = match one.subject.as_str() {
            "" => one.name.clone(),
            subject => format!("{} ({subject})", one.name),
        };
        let parts = format!("{}/{}", thai::digits::grouped(one.numerator), thai::digits::grouped(one.denominator));
        Row::new(one.code.clone())
            .cell(about)
            .cell(one.value.clone().unwrap_or_else(|| t.say("ยังไม่มีข้อมูล", "No data").to_owned()))
            .cell(parts)
            .cell(one.target.clone().unwrap_or_default())
            .cell(date::short(one.since, t))
    });
    Table::new(t.say(
        "ตัวเลขที่ระบบนับได้และผูกกับผล ในวันที่ส่งลงนาม",
        "Figures counted here and bound to results, on the day the report was sent",
    ))
    .column(Column::text(t.say("ข้อ", "Item")))
    .column(Column::text(t.say("ตัวเลข", "Figure")))
    .column(Column::number(t.say("ค่า", "Value")))
    .column(Column::number(t.say("ตัวตั้ง/ตัวหาร", "Counted")))
    .column(Column::number(t.say("เป้าหมาย", "Target")))
    .column(Column::text(t.say("เป็นค่านี้ตั้งแต่", "Since")))
    .rows(rows)
}

/// The file, exactly as it was signed.
pub(super) async fn file(Held(app): Held<App>, Path((agency, year)): Path<(String, String)>) -> Result<Response> {
    let Found { one, content, .. } = find(&app, &agency, &year).await?;
    let tag = in_groups(&one.hash).replace(' ', "");
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::ETAG, format!("\"{tag}\""))];
    Ok((headers, content).into_response())
}
