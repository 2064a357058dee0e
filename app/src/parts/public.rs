//! The page behind a secret link: for a division, without sign-in, on whatever phone.
//!
//! It shows the agency with its public telephone, the unit, the year, the items asked for and what came by this link
//! (when, and what could not be read), and nothing else of the office: not what was handed over otherwise, not what was
//! decided.

use askama::Template;
use axum::{
    extract::{FromRequest, Path, Request, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use thai::{Bilingual, Language, date};

use super::{
    actions::{self, Received},
    model::{Part, PartUpload, comparison::count_changed, reading::ReadRow},
    office::{download, part::sent_file},
    store::{self, Link as OpenLink},
};
use crate::{
    app::App,
    kit::{
        Error, Form, Result, Visit,
        html::{Button, ErrorSummary, Field, Link, Notice, Page},
        listing::Query,
        respond,
    },
    organisation,
};

#[derive(Template)]
#[template(path = "parts/html/public.html")]
struct PublicPage {
    page: Page,
    errors: ErrorSummary,
    agency: String,
    sentence: String,
    /// Whom to ask, and how to know that the link is real.
    contact: String,
    /// Until when the link holds.
    until: String,
    /// The items that are asked for.
    items: Vec<String>,
    received: Option<Notice>,
    sent: Vec<SentBefore>,
    downloads: Vec<Link>,
    action: String,
    file: Field,
    button: Button,
}

#[derive(Template)]
#[template(path = "parts/html/closed.html")]
struct ClosedPage {
    page: Page,
    sentences: [&'static str; 2],
}

/// A file that came by the link.
struct SentBefore {
    name: String,
    /// When it came and how much of it is new.
    sentence: String,
    /// Cells that could not be read, which somebody may mend and send again.
    unclear: Vec<String>,
}

/// As many cells that could not be read as are told of one file.
const MOST_UNCLEAR: usize = 10;

impl SentBefore {
    fn new(part: &Part, upload: &PartUpload, t: Language) -> Self {
        let (rows, changed) = (upload.reading.rows.len(), count_changed(part, &upload.reading));
        let came = date::moment(upload.created_at, t);
        let of_row = |row: &ReadRow| {
            let number = row.number;
            let told = row.unclear.iter().map(move |(column, text)| {
                t.say(
                    format!("แถวที่ {number} อ่านช่อง “{column}” ไม่ได้: “{text}”"),
                    format!("Row {number}: the cell “{column}” was not understood: “{text}”"),
                )
            });
            told.collect::<Vec<_>>()
        };
        Self {
            name: upload.file_name.clone(),
            sentence: t.say(
                format!("มาถึงเมื่อ {came} อ่านได้ {rows} แถว กรอกหรือแก้ {changed} แถว"),
                format!("Came {came}. {rows} rows were read, {changed} of them filled in or changed."),
            ),
            unclear: upload.reading.rows.iter().flat_map(of_row).take(MOST_UNCLEAR).collect(),
        }
    }
}

/// What a link opens.
struct Opened {
    link: OpenLink,
    part: Part,
    agency: Bilingual,
    /// The agency's telephone, as its public page has it.
    telephone: String,
    /// What came by it.
    sent: Vec<PartUpload>,
}

async fn open(app: &App, visit: &Visit, token: &str) -> Result<Option<Opened>> {
    let mut connection = app.database.read().await?;
    let Some((link, part)) = actions::open_link(&mut connection, token, visit.now).await? else { return Ok(None) };
    let settings = organisation::load_settings(&mut connection, link.agency).await?;
    let sent = store::list_by_link(&mut connection, part.id).await?;
    Ok(Some(Opened { link, part, agency: settings.name, telephone: settings.telephone, sent }))
}

fn closed(visit: &Visit) -> Result<Response> {
    let page = ClosedPage {
        page: visit.bare_page(visit.say("ลิงก์นี้ใช้ไม่ได้แล้ว", "This link no longer works")),
        sentences: [
            visit.say(
                "ลิงก์อาจหมดอายุ ถูกปิด หรือมีฉบับใหม่แทน ไฟล์ที่ส่งไว้แล้วยังอยู่กับผู้ประสานงาน",
                "It may have run out, been closed, or given way to a new version. What was sent is safe with the coordinator.",
            ),
            visit.say(
                "ขอลิงก์ใหม่จากผู้ประสานงาน ITA ของหน่วยงาน หรือส่งไฟล์ให้โดยตรง",
                "Ask your office's ITA coordinator for a new link, or hand them the file.",
            ),
        ],
    };
    Ok((StatusCode::GONE, Html(page.render()?)).into_response())
}

fn page(visit: &Visit, token: &str, opened: &Opened, mistake: Option<&Bilingual>) -> PublicPage {
    let t = visit.language;
    let Opened { link, part, agency, telephone, sent } = opened;
    let unit = part.unit_name.in_language(t);
    let title =
        t.say(format!("ส่วนของ{unit} ปีงบประมาณ {}", part.year), format!("Part of {unit}, fiscal year {}", part.year));
    let mut page = visit.bare_page(title);
    page.has_errors = mistake.is_some();
    // Whoever is signed in may open a link, too; their forms carry the token of their session.
    page.csrf = visit.viewer.as_ref().map(|viewer| viewer.form_token.clone()).unwrap_or_default();
    let mistake = mistake.map(|sentence| sentence.in_language(t).to_owned());
    let errors = ErrorSummary::new(t);
    let due = part.due.map(|due| date::with_weekday(due, t));
    let action = format!("/parts/{token}");
    PublicPage {
        errors: match &mistake {
            Some(sentence) => errors.add("file", sentence.clone()),
            None => errors,
        },
        agency: agency.in_language(t).to_owned(),
        sentence: match due {
            Some(due) => t.say(
                format!("ดาวน์โหลดไฟล์ กรอกผล แล้วส่งกลับที่หน้านี้ภายใน{due} ไม่ต้องเข้าสู่ระบบ"),
                format!("Download the file, fill it in, and send it back on this page by {due}. No sign-in is needed."),
            ),
            None => t
                .say(
                    "ดาวน์โหลดไฟล์ กรอกผล แล้วส่งกลับที่หน้านี้ ไม่ต้องเข้าสู่ระบบ",
                    "Download the file, fill it in, and send it back on this page. No sign-in is needed.",
                )
                .to_owned(),
        },
        contact: contact(t, agency, telephone),
        until: date::moment(link.expires_at, t),
        items: part.exported.items.iter().map(|item| format!("{} {}", item.code, item.topic)).collect(),
        received: None,
        sent: sent.iter().map(|upload| SentBefore::new(part, upload, t)).collect(),
        downloads: [("xlsx", "Excel"), ("docx", "Word")]
            .map(|(ending, kind)| {
                let words = t.say(format!("ดาวน์โหลด {kind}"), format!("Download {kind}"));
                Link::new(format!("{action}/part.{ending}"), words)
            })
            .into(),
        file: Field::file("file", t.say("ไฟล์ที่กรอกแล้ว", "File filled in"), ".xlsx,.docx,.csv")
            .hint(t.say(
                "Excel (.xlsx) Word (.docx) หรือ CSV ไม่เกิน 5 MB ส่งซ้ำได้ถ้าแก้ไข ผู้ประสานงานเก็บไว้ทุกไฟล์",
                "Excel (.xlsx), Word (.docx) or CSV, up to 5 MB. Send again if you change it; every file is kept.",
            ))
            .error(mistake),
        button: Button::primary(t.say("ส่งไฟล์", "Send the file")).sending(t.say("กำลังส่ง…", "Sending…")),
        action,
        page,
    }
}

fn contact(t: Language, agency: &Bilingual, telephone: &str) -> String {
    let name = agency.in_language(t);
    if telephone.is_empty() {
        return t.say(
            format!("ไม่แน่ใจว่าลิงก์นี้จริงหรือไม่ ถามผู้ประสานงาน ITA ของ{name}ก่อนส่ง"),
            format!("Not sure that this link is real? Ask the ITA coordinator of {name} before you send."),
        );
    }
    t.say(
        format!("มีข้อสงสัย หรือไม่แน่ใจว่าลิงก์นี้จริงหรือไม่ ถามผู้ประสานงาน ITA ของ{name} โทร {telephone}"),
        format!(
            "Questions, or not sure that this link is real? Ask the ITA coordinator of {name}, telephone {telephone}."
        ),
    )
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(token): Path<String>,
) -> Result<Response> {
    let Some(opened) = open(&app, &visit, &token).await? else { return closed(&visit) };
    let mut page = page(&visit, &token, &opened, None);
    page.received = query.value("received").map(|what| {
        let sentence = match what.as_str() {
            "again" => visit.say(
                "ไฟล์นี้ส่งมาแล้ว ไม่ต้องส่งซ้ำ",
                "This very file has come before. There is no need to send it again.",
            ),
            _ => visit.say(
                "ได้รับไฟล์แล้ว ขอบคุณ ผู้ประสานงานจะตรวจแล้วนำเข้ารายงาน ปิดหน้านี้ได้",
                "The file has come. Thank you. The coordinator looks at it before it enters the report. You may close this page.",
            ),
        };
        Notice::new(sentence)
    });
    respond::page(&page)
}

/// What a request may carry: the largest file, and the form around it.
pub(super) const LARGEST_REQUEST: usize = 6 << 20;

/// Nothing of the request's body is read before its link is known to be open.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response> {
    let Some(opened) = open(&app, &visit, &token).await? else { return closed(&visit) };
    let form = match Form::from_request(request, &app).await {
        Err(Error::TooLarge) => {
            let sentence = actions::too_large();
            return respond::refused_form(&page(&visit, &token, &opened, Some(&sentence)));
        }
        form => form?,
    };
    let received = match sent_file(&form) {
        Ok(file) => {
            let at = (opened.link.clone(), opened.part.clone());
            actions::receive_by_link(&app.database, at, file, visit.now).await?
        }
        Err(sentence) => Err(sentence),
    };
    match received {
        Ok(Received::Again(_)) => Ok(respond::go(&format!("/parts/{token}?received=again"))),
        Ok(Received::Waiting(_) | Received::NothingNew(_)) => Ok(respond::go(&format!("/parts/{token}?received=now"))),
        Err(sentence) => respond::refused_form(&page(&visit, &token, &opened, Some(&sentence))),
    }
}

pub(super) async fn xlsx(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    file(&app, &visit, &token, "xlsx").await
}

pub(super) async fn docx(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response> {
    file(&app, &visit, &token, "docx").await
}

async fn file(app: &App, visit: &Visit, token: &str, ending: &'static str) -> Result<Response> {
    let Some(opened) = open(app, visit, token).await? else { return closed(visit) };
    download(&opened.agency.th, &opened.part, ending)
}
