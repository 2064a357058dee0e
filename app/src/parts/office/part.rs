//! One part: its files, its link, and what came back.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, Language, date};

use super::{address, download, list, page_of_parts, parse};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Form, FormErrors, Result, Visit, audit,
        audit::Actor,
        html::{
            self, Button, Column, ErrorSummary, Field, Html, Link, Notice, Page, Row, StatusTag, SummaryList, Table,
            Timeline,
        },
        respond,
    },
    parts::{
        actions::{self, Received, SentFile},
        model::{Part, PartState, UploadState},
        store::{self, UploadInList},
    },
};

#[derive(Template)]
#[template(path = "parts/html/part.html")]
struct PartPage {
    page: Page,
    errors: ErrorSummary,
    address: String,
    replaced: Option<Notice>,
    facts: SummaryList,
    downloads: Vec<Link>,
    link_button: Option<Button>,
    close_button: Option<Button>,
    link_says: String,
    uploads: Option<Table>,
    file: Field,
    bring: Button,
    again: Button,
    history: Timeline,
}

pub(in crate::parts) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let part = actions::load(&mut app.database.read().await?, agency, parse(&id)?).await?;
    respond::page(&page(&app, &visit, &part, &FormErrors::default()).await?)
}

async fn page(app: &App, visit: &Visit, part: &Part, errors: &FormErrors) -> Result<PartPage> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let mut connection = app.database.read().await?;
    let link = store::find_open_link(&mut connection, part.id, visit.now).await?;
    let uploads = store::list_uploads(&mut connection, agency, part.year, part.unit).await?;
    let latest = store::find_latest(&mut connection, agency, part.year, part.unit).await?;
    let name = part.unit_name.in_language(t);
    let mut page = page_of_parts(
        visit,
        part.year,
        t.say(format!("ส่วนของ{name} ปี {}", part.year), format!("Part of {name}, {}", part.year)),
    );
    page.has_errors = !errors.is_empty();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let is_open = part.state == PartState::Open;
    let link_words = if link.is_some() {
        t.say("ทำลิงก์ใหม่แทนลิงก์เดิม", "Make a new link in its place")
    } else {
        t.say("ทำลิงก์และข้อความสำหรับไลน์", "Make the link and the message")
    };
    let link_says = match &link {
        Some(link) => {
            let until = date::moment(link.expires_at, t);
            t.say(
                format!("มีลิงก์ที่ใช้ได้ถึง {until} ลิงก์แสดงครั้งเดียวตอนทำ ถ้าหายให้ทำใหม่"),
                format!(
                    "A link holds until {until}. It was shown once, when it was made; if it is lost, make a new one."
                ),
            )
        }
        None => t
            .say(
                "ยังไม่มีลิงก์ที่ใช้ได้ ฝ่ายเปิดลิงก์ได้โดยไม่ต้องเข้าสู่ระบบ",
                "No link holds now. A division opens it without signing in.",
            )
            .to_owned(),
    };
    Ok(PartPage {
        errors: summary,
        address: address(part.id),
        replaced: latest.filter(|latest| latest.id != part.id).map(|latest| {
            let sentence = t.say("มีฉบับใหม่แทนฉบับนี้แล้ว", "A later version has taken the place of this one.");
            let words = t.say(format!("ไปฉบับที่ {}", latest.version), format!("Go to version {}", latest.version));
            Notice::new(Html::text(sentence).and(Link::new(address(latest.id), words)))
        }),
        facts: facts(part, t),
        downloads: [("xlsx", "Excel"), ("docx", "Word")]
            .map(|(ending, kind)| {
                Link::new(
                    format!("{}/part.{ending}", address(part.id)),
                    t.say(format!("ดาวน์โหลด {kind}"), format!("Download {kind}")),
                )
            })
            .into(),
        link_button: is_open
            .then(|| if link.is_some() { Button::secondary(link_words) } else { Button::primary(link_words) }),
        close_button: link.is_some().then(|| Button::quiet(t.say("ปิดลิงก์", "Close the link"))),
        link_says,
        uploads: (!uploads.is_empty()).then(|| table(&uploads, t)),
        file: Field::file("file", t.say("ไฟล์ที่ฝ่ายกรอกแล้ว", "File filled in by the division"), ".xlsx,.docx,.csv")
            .hint(t.say(
                "Excel (.xlsx) Word (.docx) หรือ CSV ไม่เกิน 5 MB ยังไม่มีอะไรเปลี่ยนจนกว่าจะรับทีละแถว",
                "Excel (.xlsx), Word (.docx) or CSV, up to 5 MB. Nothing changes until rows are taken.",
            ))
            .error(errors.of("file").map(|sentence| sentence.in_language(t).to_owned())),
        bring: Button::secondary(t.say("ส่งไฟล์และเปรียบเทียบ", "Send and compare")).sending(t.say("กำลังอ่าน…", "Reading…")),
        again: list::begin(visit, part.year, part.unit),
        history: audit::history(&mut connection, agency, part.id.0, t).await?,
        page,
    })
}

fn facts(part: &Part, t: Language) -> SummaryList {
    let codes: Vec<&str> = part.exported.items.iter().map(|item| item.code.as_str()).collect();
    let due = part.due.map_or(t.say("ไม่กำหนด", "None").to_owned(), |due| date::with_weekday(due, t));
    SummaryList::new(t)
        .row(t.say("ฉบับที่", "Version"), part.version.to_string())
        .row(t.say("ส่งออกเมื่อ", "Exported"), date::moment(part.created_at, t))
        .row(t.say("ขอรับกลับภายใน", "Wanted back by"), due)
        .row(
            t.say("ข้อ", "Items"),
            t.say(format!("{} ข้อ: ", codes.len()), format!("{}: ", codes.len())) + &codes.join(" "),
        )
}

fn table(uploads: &[UploadInList], t: Language) -> Table {
    let row = |upload: &UploadInList| {
        let state = match upload.state {
            UploadState::Waiting => StatusTag::new(t, html::Status::Waiting).saying(t.say("รอตรวจ", "To review")),
            UploadState::Done => StatusTag::new(t, html::Status::Done).saying(t.say("ตรวจแล้ว", "Reviewed")),
        };
        let by = if upload.by_link {
            t.say("ทางลิงก์", "By the link")
        } else {
            t.say("ผู้ประสานงาน", "Coordinator")
        };
        Row::new(Link::new(format!("/office/report/part-files/{}", upload.id), upload.file_name.clone()))
            .cell(state)
            .cell(date::moment(upload.created_at, t))
            .cell(by)
            .cell(upload.version.to_string())
    };
    Table::new(
        t.say(format!("ไฟล์ที่รับกลับ {} ไฟล์ ใหม่สุดก่อน", uploads.len()), format!("{} files, newest first", uploads.len())),
    )
    .column(Column::text(t.say("ไฟล์", "File")))
    .column(Column::text(t.say("สถานะ", "State")))
    .column(Column::text(t.say("เมื่อ", "When")))
    .column(Column::text(t.say("มาโดย", "Came by")))
    .column(Column::number(t.say("ฉบับที่", "Version")))
    .rows(uploads.iter().map(row))
}

pub(in crate::parts) async fn xlsx(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    file(&app, &visit, &id, "xlsx").await
}

pub(in crate::parts) async fn docx(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    file(&app, &visit, &id, "docx").await
}

async fn file(app: &App, visit: &Visit, id: &str, ending: &'static str) -> Result<Response> {
    let agency = visit.agency()?;
    let part = actions::load(&mut app.database.read().await?, agency.id, parse(id)?).await?;
    download(&agency.name.th, &part, ending)
}

/// Takes a file that the unit handed over by another way.
pub(in crate::parts) async fn bring(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let part = actions::load(&mut app.database.read().await?, agency, parse(&id)?).await?;
    let actor = Actor::from(visit.viewer()?);
    let received = match sent_file(&form) {
        Ok(file) => actions::receive(&app.database, &actor, agency, part.clone(), file, visit.now).await?,
        Err(sentence) => Err(sentence),
    };
    let (received, kept_with) = match received {
        Ok(received) => received,
        Err(sentence) => {
            let mut errors = FormErrors::default();
            errors.add("file", sentence.th, sentence.en);
            return respond::refused_form(&page(&app, &visit, &part, &errors).await?);
        }
    };
    let (id, message) = match received {
        Received::Waiting(id) if kept_with.id != part.id => (
            id,
            Bilingual::new(
                format!("ไฟล์นี้เป็น{} จึงเก็บไว้กับส่วนนั้น ตรวจแต่ละแถวแล้วรับเข้าแผน", kept_with.source()),
                format!(
                    "This file belongs to the part of {}, version {}, and is kept with it. Look at each row and take it.",
                    kept_with.unit_name.en, kept_with.version
                ),
            ),
        ),
        Received::Waiting(id) => (
            id,
            Bilingual::new(
                "อ่านไฟล์แล้ว ยังไม่มีอะไรเปลี่ยน ตรวจแต่ละแถวแล้วรับเข้าแผน",
                "The file is read. Nothing is changed yet. Look at each row and take it.",
            ),
        ),
        Received::NothingNew(id) => (
            id,
            Bilingual::new(
                "ไฟล์นี้ตรงกับข้อมูลที่มีอยู่ ไม่มีอะไรต้องรับ",
                "This file says what is here already. Nothing is to be taken.",
            ),
        ),
        Received::Again(id) => {
            (id, Bilingual::new("ไฟล์นี้เคยส่งมาแล้ว ไม่มีอะไรเปลี่ยน", "This file came before. Nothing was changed."))
        }
    };
    after_change(app.database.write().await?, &visit, &format!("/office/report/part-files/{id}"), message).await
}

/// The file of a form, with a name of bearable length.
pub(in crate::parts) fn sent_file(form: &Form) -> Result<SentFile, Bilingual> {
    let file = form.file("file").ok_or_else(|| {
        Bilingual::new(
            "ยังไม่ได้เลือกไฟล์ เลือกไฟล์ที่กรอกแล้ว แล้วส่งอีกครั้ง",
            "No file is chosen. Choose the file that was filled in and send again.",
        )
    })?;
    let name = file.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '"').take(150).collect();
    let name = if name.trim().is_empty() { "part".to_owned() } else { name };
    Ok(SentFile { name, bytes: file.bytes.to_vec() })
}
