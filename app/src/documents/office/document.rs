//! The page of one document: what it is, its versions, where it was shown and where it is used.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Language, date};

use super::{content_link, content_words, link_words, load, page_below_list, serving, tag};
use crate::{
    app::App,
    documents::{
        actions::shown,
        model::{Content, Openness, Shown, State as DocumentState, Use, Version, posting::Posting},
        store,
    },
    kit::{
        Permission, Result, Visit, audit,
        html::{Button, Column, Html, Link, Notice, Page, Row, SummaryList, Table, Timeline},
        listing::encode,
        respond,
    },
};

#[derive(Template)]
#[template(path = "documents/html/document.html")]
struct DocumentPage {
    page: Page,
    withdrawn: bool,
    notice: Option<Notice>,
    facts: SummaryList,
    preview: Option<Preview>,
    buttons: Vec<Button>,
    versions: Table,
    postings: Option<Table>,
    add_posting: Option<Button>,
    uses: Vec<Link>,
    history: Timeline,
}

/// A picture of the latest version.
pub struct Preview {
    /// Where the picture is.
    pub src: String,
    /// Where the whole is.
    pub href: String,
    /// What it shows, for whoever does not see it.
    pub alt: String,
}

impl Preview {
    /// The preview of a version below an address, if one could be made.
    pub async fn of(
        vault: &crate::kit::Vault,
        version: &Version,
        base: &str,
        title: &str,
        t: Language,
    ) -> Result<Option<Self>> {
        if !serving::has_preview(vault, version).await? {
            return Ok(None);
        }
        let at = format!("{base}/versions/{}", version.number);
        let alt =
            t.say(format!("ตัวอย่างหน้าแรกของ “{title}” เปิดดูทั้งไฟล์"), format!("Preview of “{title}”; opens the file"));
        Ok(Some(Self { src: format!("{at}/preview"), href: format!("{at}/file?show"), alt }))
    }
}

/// The page.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?);
    let shown = shown(load(&app, &visit, &id).await?, visit.today());
    let document = &shown.document;
    let mut connection = app.database.read().await?;
    let versions = store::list_versions(&mut connection, agency.id, document.id).await?;
    let postings = store::postings::list(&mut connection, agency.id, document.id).await?;
    let uses = app.documents.uses(&mut connection, agency.id, document.id).await?;
    let history = audit::history(&mut connection, agency.id, document.id.0, t).await?;
    drop(connection);
    let here = shown.address();
    let may_keep = visit.may(Permission::KeepDocuments) && !document.is_withdrawn();
    let posting = Button::secondary(visit.say("บันทึกที่ที่นำไปแสดง", "Note where it was shown"));
    respond::page(&DocumentPage {
        withdrawn: document.is_withdrawn(),
        notice: notice(&shown, t),
        facts: facts(&shown, &agency.key, &here, t),
        preview: Preview::of(&app.vault, &shown.version, &here, &document.about.title, t).await?,
        buttons: buttons(&visit, &shown, &agency.key, may_keep),
        versions: version_table(&versions, &here, t),
        postings: (!postings.is_empty()).then(|| posting_table(&visit, &postings, may_keep)),
        add_posting: may_keep.then(|| posting.to(format!("{here}/postings/new"))),
        uses: uses.into_iter().map(|Use { words, href }| Link::new(href, words.in_language(t))).collect(),
        history,
        page: page_below_list(&visit, document.about.title.clone()),
    })
}

fn notice(shown: &Shown, t: Language) -> Option<Notice> {
    if let DocumentState::Withdrawn { reason, at } = &shown.document.state {
        let day = date::moment(*at, t);
        return Some(
            Notice::warning(reason.as_str()).heading(t.say(format!("ถอนเมื่อ {day}"), format!("Withdrawn {day}"))),
        );
    }
    let why = shown.freshness.sentence(t)?;
    let next = t.say("เพิ่มฉบับใหม่ที่ยังใช้ได้", "Add a version that is still in force.");
    Some(Notice::warning(next).heading(why))
}

fn facts(shown: &Shown, agency: &str, here: &str, t: Language) -> SummaryList {
    let Shown { document, version, .. } = shown;
    let told = &version.told;
    let who = match &document.about.openness {
        Openness::Public if document.is_withdrawn() => {
            Html::text(t.say("ทุกคน (เฉพาะชื่อ)", "Everybody (its title only)"))
        }
        Openness::Public => {
            let link = Link::new(format!("/{agency}/documents/{}", document.id), t.say("หน้าสาธารณะ", "public page"));
            Html::text(t.say("ทุกคน", "Everybody")).and(link)
        }
        Openness::Internal { reason } => {
            let words = t.say("เฉพาะเจ้าหน้าที่ของหน่วยงาน:", "Only officers of the agency:");
            Html::text(format!("{words} {reason}"))
        }
    };
    let facts = SummaryList::new(t)
        .row(t.say("สถานะ", "State"), tag(shown, t))
        .row(t.say("ชนิด", "Kind"), document.about.kind.name().in_language(t))
        .row(t.say("ฉบับที่ใช้", "Version that counts"), version.number.to_string())
        .row(t.say("เนื้อหา", "Content"), content_link(version, here, t));
    let facts = match &version.link {
        Some(link) => facts.row(t.say("ที่อยู่เว็บยังเปิดได้ไหม", "Is the address there?"), link_words(link, t)),
        None => facts,
    };
    let facts = facts
        .row(t.say("วันของเรื่อง", "Day it speaks of"), date::with_weekday(told.speaks_of, t))
        .row(t.say("วันที่ได้รับ", "Received"), date::with_weekday(told.received, t))
        .row(t.say("ได้รับจาก", "Given by"), told.given_by.as_str());
    let facts = match in_force(version, t) {
        Some(words) => facts.row(t.say("มีผล", "In force"), words),
        None => facts,
    };
    let facts = facts.row(t.say("ใครเห็นได้", "Who may see it"), who);
    match &version.content {
        Content::File(file) => facts.row(t.say("ลายนิ้วมือของไฟล์", "Fingerprint of the file"), fingerprint(file)),
        Content::Address(_) => facts,
    }
}

fn fingerprint(file: &crate::documents::model::KeptFile) -> String {
    let hash = file.hash.to_string();
    format!("{}…{}", &hash[..8], &hash[56..])
}

/// From when to when a version is in force, if it says so.
pub fn in_force(version: &Version, t: Language) -> Option<String> {
    let day = |day| date::short(day, t);
    match (version.told.valid_from, version.told.valid_until) {
        (None, None) => None,
        (Some(from), None) => Some(t.say(format!("ตั้งแต่ {}", day(from)), format!("From {}", day(from)))),
        (None, Some(until)) => Some(t.say(format!("ถึง {}", day(until)), format!("Until {}", day(until)))),
        (Some(from), Some(until)) => Some(format!("{} – {}", day(from), day(until))),
    }
}

fn buttons(visit: &Visit, shown: &Shown, agency: &str, may_keep: bool) -> Vec<Button> {
    let (here, document) = (shown.address(), &shown.document);
    let mut buttons = Vec::new();
    if may_keep {
        let version = Button::primary(visit.say("เพิ่มฉบับใหม่", "Add a version"));
        let about = Button::secondary(visit.say("แก้ไขข้อมูล", "Change what is said of it"));
        buttons.push(version.to(format!("{here}/versions/new")));
        buttons.push(about.to(format!("{here}/about")));
    }
    if document.is_public() && !document.is_withdrawn() {
        let (page, heading) = (format!("/{agency}/documents/{}", document.id), &document.about.title);
        let poster = format!("/office/documents/poster?path={}&heading={}", encode(&page), encode(heading));
        buttons.push(Button::secondary(visit.say("ทำป้าย QR", "Make a QR poster")).to(poster));
    }
    if may_keep {
        buttons.push(Button::danger(visit.say("ถอนเอกสาร", "Withdraw it")).to(format!("{here}/withdrawal")));
    }
    buttons
}

/// The versions of a document, newest first.
pub fn version_table(versions: &[Version], base: &str, t: Language) -> Table {
    let rows = versions.iter().map(|version| {
        let changed = match version.told.what_changed.as_str() {
            "" => t.say("ฉบับแรก", "The first one"),
            words => words,
        };
        Row::new(t.say(format!("ฉบับที่ {}", version.number), format!("Version {}", version.number)))
            .cell(content_link(version, base, t))
            .cell(content_words(version, t))
            .cell(date::short(version.told.speaks_of, t))
            .cell(changed)
            .cell(date::moment(version.created_at, t))
    });
    let count = versions.len();
    Table::new(t.say(format!("{count} ฉบับ ใหม่สุดก่อน"), format!("{count} in all, newest first")))
        .column(Column::text(t.say("ฉบับ", "Version")))
        .column(Column::text(t.say("เนื้อหา", "Content")))
        .column(Column::text(t.say("ชนิดไฟล์", "Kind of file")))
        .column(Column::text(t.say("วันของเรื่อง", "Speaks of")))
        .column(Column::text(t.say("สิ่งที่เปลี่ยน", "What changed")))
        .column(Column::text(t.say("เพิ่มเมื่อ", "Added")))
        .rows(rows)
}

fn posting_table(visit: &Visit, postings: &[Posting], may_keep: bool) -> Table {
    let t = visit.language;
    let rows = postings.iter().map(|posting| {
        let place = posting.where_shown();
        let place = place.in_language(t);
        let title: Html = match posting.address.as_str() {
            "" => place.into(),
            address => Link::new(address, place).into(),
        };
        let photo: Html = match &posting.photo {
            Some((id, title)) => Link::new(crate::documents::model::address(*id), title.clone()).into(),
            None => Html::default(),
        };
        let until = match posting.until {
            Some(until) => date::short(until, t),
            None => t.say("ยังแสดงอยู่", "Still shown").to_owned(),
        };
        let row = Row::new(title).cell(date::short(posting.from, t)).cell(until).cell(photo);
        if !may_keep {
            return row;
        }
        let removal = format!("/office/documents/postings/{}/removal", posting.id);
        row.cell(Button::danger(t.say("ลบ", "Remove")).to(removal).about(place).small())
    });
    let count = postings.len();
    let table = Table::new(t.say(format!("{count} ที่ ล่าสุดก่อน"), format!("{count} in all, latest first")))
        .column(Column::text(t.say("ที่แสดง", "Where")))
        .column(Column::text(t.say("ตั้งแต่", "From")))
        .column(Column::text(t.say("ถึง", "Until")))
        .column(Column::text(t.say("ภาพถ่าย", "Photograph")));
    let table = if may_keep { table.column(Column::text(t.say("ลบ", "Remove"))) } else { table };
    table.rows(rows)
}
