//! Links for units, and the messages that they are sent with.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, Language, date};

use super::{address, page_of_part, parse};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Form, Result, Visit,
        html::{Button, Page},
        respond,
    },
    parts::{
        actions::{self, NewLink},
        model::{Part, PartId},
    },
};

/// New links, each with its message to copy. They are shown once, in the answer to the form itself: the database keeps
/// only the hashes of their tokens.
#[derive(Template)]
#[template(path = "parts/html/links.html")]
pub(super) struct LinksPage {
    page: Page,
    links: Vec<ShownLink>,
    back: Button,
}

/// A link as it is shown.
struct ShownLink {
    unit: String,
    items: usize,
    until: String,
    address: String,
    message: String,
    lines: usize,
}

impl LinksPage {
    /// The links with the way back.
    pub(super) fn new(app: &App, visit: &Visit, page: Page, links: &[NewLink], back: Button) -> Result<Self> {
        let (agency, t) = (visit.agency()?, visit.language);
        let sender = &visit.viewer()?.name;
        let shown = links.iter().map(|link| {
            let address = format!("{}/parts/{}", app.listen.public_url, link.token);
            let message = line_message(&agency.name.th, sender, &link.part, &address);
            ShownLink {
                unit: link.part.unit_name.in_language(t).to_owned(),
                items: link.part.exported.items.len(),
                until: date::moment(link.until, t),
                lines: message.lines().count() + 3,
                address,
                message,
            }
        });
        Ok(Self { page, links: shown.collect(), back })
    }
}

/// A polite message that is sent with the link; Thai, because it goes to the unit.
fn line_message(agency: &str, sender: &str, part: &Part, link: &str) -> String {
    let due = match part.due {
        Some(due) => format!("ภายใน{}", date::with_weekday(due, Language::Thai)),
        None => "เมื่อสะดวก".to_owned(),
    };
    format!(
        "เรียน {unit}\nขอความอนุเคราะห์กรอกผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ {year} \
         จำนวน {count} ข้อ และส่งกลับ{due}\nเปิดลิงก์นี้ ดาวน์โหลดไฟล์ กรอก แล้วส่งกลับทางลิงก์เดิม ไม่ต้องเข้าสู่ระบบ\n{link}\n\
         ขอบคุณ\n{sender}\n{agency}",
        unit = part.unit_name.th,
        year = part.year,
        count = part.exported.items.len(),
    )
}

/// Sending the form again makes a new link and closes this one.
pub(in crate::parts) async fn make(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    _: Form,
) -> Result<Response> {
    let (agency, id): (_, PartId) = (visit.agency()?, parse(&id)?);
    let mut tx = app.database.write().await?;
    let link = actions::make_link(&mut tx, &visit.viewer()?.into(), agency.id, id, visit.now).await?;
    tx.commit().await?;
    let page = page_of_part(&visit, &link.part, visit.say("ลิงก์สำหรับฝ่าย", "Link for the division"));
    let back = Button::primary(visit.say("ส่งแล้ว กลับไปส่วนของฝ่าย", "Sent: back to the part")).to(address(id));
    respond::page(&LinksPage::new(&app, &visit, page, &[link], back)?)
}

pub(in crate::parts) async fn close(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    _: Form,
) -> Result<Response> {
    let id: PartId = parse(&id)?;
    let mut tx = app.database.write().await?;
    actions::close_link(&mut tx, &visit.viewer()?.into(), visit.agency()?.id, id, visit.now).await?;
    let message = Bilingual::new(
        "ปิดลิงก์แล้ว ใครเปิดลิงก์เดิมจะไม่เห็นอะไรอีก",
        "The link is closed. Whoever opens it sees nothing any more.",
    );
    after_change(tx, &visit, &address(id), message).await
}
