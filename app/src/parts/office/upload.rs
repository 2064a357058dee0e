//! A file beside what the office has: row by row, and what is decided on each.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, Language, date};

use super::{page_of_part, parse};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, Result, Visit,
        html::{self, Button, Choice, EmptyState, Field, Html, Link, Page, StatusTag},
        respond,
    },
    parts::{
        actions::{self, Considered, Since, Wish},
        model::{
            Decision, PartUploadId,
            comparison::{Cell, Changed, Compared, Doubt, Kind},
        },
        store,
    },
};

#[derive(Template)]
#[template(path = "parts/html/upload.html")]
struct UploadPage {
    page: Page,
    lead: String,
    seen: String,
    take_all: Option<Button>,
    put_aside: Option<Button>,
    empty: Option<EmptyState>,
    open: Vec<ShownRow>,
    closed: Vec<ShownRow>,
    file: Link,
    back: Link,
}

/// A row as it is shown.
struct ShownRow {
    id: String,
    heading: String,
    tag: StatusTag,
    sentences: Vec<String>,
    cells: Html,
    buttons: Vec<Button>,
    /// Where the row stands now that it is taken.
    item: Option<Link>,
}

/// The cells of a row in which something differs.
#[derive(Template)]
#[template(path = "parts/html/cells.html")]
struct Cells {
    t: Language,
    cells: Vec<ShownCell>,
}

/// A cell with what each says.
struct ShownCell {
    name: String,
    theirs: Html,
    ours: Html,
    sent: Html,
    /// Whose stands, where both changed it.
    choice: Option<Field>,
}

pub(in crate::parts) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (agency, id) = (visit.agency()?.id, parse::<PartUploadId>(&id)?);
    let mut connection = app.database.read().await?;
    let considered = actions::consider(&mut connection, agency, id).await?;
    let since = Since::of_rows(&mut connection, agency, &considered).await?;
    respond::page(&page(&visit, &considered, &since))
}

fn page(visit: &Visit, considered: &Considered, since: &HashMap<String, Since>) -> UploadPage {
    let t = visit.language;
    let (part, upload) = (&considered.part, &considered.upload);
    let all = considered.rows.iter().filter(|row| row.goes_with_all()).count();
    let (open, closed): (Vec<&Compared>, Vec<&Compared>) = considered.rows.iter().partition(|row| row.is_open());
    let came = date::moment(upload.created_at, t);
    let by = if upload.by_link {
        t.say("ทางลิงก์", "by the link")
    } else {
        t.say("ผู้ประสานงานนำเข้า", "brought in here")
    };
    let shown = |row: &&Compared| shown_row(considered, row, since.get(&row.id), t);
    let told = |row: &&Compared| row.kind != Kind::Unchanged || row.decision.is_some();
    UploadPage {
        page: page_of_part(visit, part, t.say("เปรียบเทียบไฟล์ที่รับกลับ", "Compare what came back")),
        lead: t.say(
            format!("{} · มาเมื่อ {came} {by} · รอตัดสินใจ {} แถว", upload.file_name, open.len()),
            format!("{} · came {came} {by} · {} rows to decide", upload.file_name, open.len()),
        ),
        seen: considered.fingerprint(),
        take_all: (all > 0).then(|| {
            Button::primary(t.say(format!("รับทุกแถวที่ไม่ขัดกัน {all} แถว"), format!("Take all {all} rows without conflict")))
                .sends("all", "yes")
                .sending(t.say("กำลังบันทึก…", "Saving…"))
        }),
        put_aside: (!open.is_empty()).then(|| {
            Button::secondary(t.say("ไม่ใช้ส่วนที่เหลือของไฟล์นี้", "Put the rest of this file aside"))
                .sends("aside", "yes")
                .sending(t.say("กำลังบันทึก…", "Saving…"))
        }),
        empty: open.is_empty().then(|| {
            EmptyState::new(t.say("ไม่มีแถวที่รอตัดสินใจ", "No row waits for a decision."))
                .action(Link::new(format!("/office/report/{}", part.year), t.say("ดูรายงาน", "See the report")))
        }),
        open: open.iter().map(shown).collect(),
        closed: closed.iter().filter(|row| told(row)).map(shown).collect(),
        file: Link::new(
            format!("/office/report/part-files/{}/file", upload.id),
            t.say("ดาวน์โหลดไฟล์ตามที่มา", "Download the file as it came"),
        ),
        back: Link::new(super::address(part.id), t.say("กลับไปส่วนของฝ่าย", "Back to the part")),
    }
}

fn shown_row(considered: &Considered, row: &Compared, since: Option<&Since>, t: Language) -> ShownRow {
    let place = match row.number {
        Some(number) => t.say(format!("แถวที่ {number} ของไฟล์"), format!("row {number} of the file")),
        None => t.say("ไม่อยู่ในไฟล์", "not in the file").to_owned(),
    };
    let topic = considered.part.exported.by_code(&row.code).map(|item| item.topic.as_str()).unwrap_or_default();
    let code = match (row.code.as_str(), row.item) {
        ("", _) => t.say("ไม่ระบุข้อ", "no item").to_owned(),
        (code, None) => t.say(format!("ข้อ “{code}” ตามไฟล์"), format!("item “{code}”, as the file says")),
        (code, Some(_)) => format!("{code} {topic}").trim_end().to_owned(),
    };
    let cells = Cell::ALL.into_iter().filter_map(|cell| {
        let changed = row.changed(cell);
        let [theirs, ours, base] = [&row.theirs, &row.ours, &row.base].map(|said| cell.shown(said).1);
        let was_taken = row.decision.is_some() && row.was_changed_by_them(cell);
        let is_told =
            changed != Changed::Nobody || was_taken || (cell == Cell::Text && !(theirs.is_empty() && ours.is_empty()));
        is_told.then(|| ShownCell {
            name: cell_name(cell, t).to_owned(),
            theirs: match row.kind {
                Kind::Missing => Html::text(t.say("(ไม่อยู่ในไฟล์)", "(not in the file)")),
                // What they changed of what went out stands out, however long the text is.
                _ if row.was_changed_by_them(cell) && !theirs.is_empty() => html::changed_words(&base, &theirs),
                _ => said(theirs, t),
            },
            ours: said(ours, t),
            sent: said(base, t),
            choice: (row.is_open() && row.may_be_taken() && changed == Changed::Both).then(|| choice(row, cell, t)),
        })
    });
    let mut sentences: Vec<String> = since.map(|since| since_sentence(since, t)).into_iter().collect();
    sentences.extend(kind_sentence(row.kind, t).map(str::to_owned));
    sentences.extend(row.doubts.iter().map(|doubt| doubt_sentence(*doubt, t).to_owned()));
    sentences.extend(row.unclear.iter().map(|(column, text)| {
        t.say(
            format!("อ่านช่อง “{column}” ไม่ได้: “{text}” ถ้ารับแถวนี้ จะเก็บข้อความไว้เป็นหมายเหตุ"),
            format!("The cell “{column}” was not understood: “{text}”. If the row is taken, it is kept as a note."),
        )
    }));
    let is_in_plan = row.decision == Some(Decision::Taken);
    ShownRow {
        id: row.id.clone(),
        item: row.item.filter(|_| is_in_plan).map(|item| {
            let words = t.say(format!("ดูข้อ {} และประวัติ", row.code), format!("See {} and its history", row.code));
            Link::new(format!("/office/measures/items/{item}"), words)
        }),
        heading: format!("{code} · {place}"),
        tag: tag(row, t),
        sentences,
        cells: Html::of(&Cells { t, cells: cells.collect() }),
        buttons: buttons(row, t),
    }
}

/// Whose stands in a cell that both changed; theirs is before somebody, as in the button "take theirs".
fn choice(row: &Compared, cell: Cell, t: Language) -> Field {
    let label = t.say(format!("{}: ใช้ของใคร", cell_name(cell, t)), format!("{}: whose stands", cell_name(cell, t)));
    let choices = [Choice::new("theirs", t.say("ของฝ่าย", "Theirs")), Choice::new("ours", t.say("ของเรา", "Ours"))];
    Field::radios(stands(&row.id, cell), label, choices).value("theirs")
}

/// The name of the field that says whose stands in a cell.
fn stands(row: &str, cell: Cell) -> String {
    format!("stands-{row}-{}", cell.key())
}

fn said(text: String, t: Language) -> Html {
    if text.is_empty() { Html::text(t.say("(ว่าง)", "(empty)")) } else { Html::text(text) }
}

fn buttons(row: &Compared, t: Language) -> Vec<Button> {
    if !row.is_open() {
        return Vec::new();
    }
    let code = &row.code;
    let button = |name: &str, words: &str| {
        let about = row.number.map_or_else(|| code.clone(), |number| format!("{code} ({number})"));
        Button::secondary(words).small().sends(name, row.id.clone()).about(about)
    };
    let mut buttons = Vec::new();
    if row.may_be_taken() {
        let words = match row.kind {
            Kind::Cleared => t.say("ลบผลนี้ตามฝ่าย", "Remove it as the division did"),
            Kind::Added => t.say("รับเป็นผลใหม่", "Take as a new result"),
            Kind::Conflict => t.say("รับตามที่เลือก", "Take as chosen"),
            _ => t.say("รับของฝ่าย", "Take theirs"),
        };
        buttons.push(button("take", words));
    }
    if matches!(row.kind, Kind::Theirs | Kind::Conflict | Kind::Cleared | Kind::Ours | Kind::Unchanged | Kind::Missing)
    {
        buttons.push(button("keep", t.say("คงของเรา", "Keep ours")));
    }
    buttons.push(button("note", t.say("เก็บเป็นหมายเหตุ", "Keep as a note")));
    if matches!(row.kind, Kind::Added | Kind::Homeless | Kind::Repeated) {
        buttons.push(button("discard", t.say("ไม่ใช้แถวนี้", "Put it aside")));
    }
    buttons
}

fn tag(row: &Compared, t: Language) -> StatusTag {
    if let Some(decision) = row.decision {
        return StatusTag::new(t, html::Status::Done).saying(decision.name().in_language(t));
    }
    let (shape, words) = match row.kind {
        Kind::Unchanged => (html::Status::Done, t.say("ตรงกัน", "The same")),
        Kind::Theirs => (html::Status::Waiting, t.say("ฝ่ายแก้", "Changed by the division")),
        Kind::Ours => (html::Status::InProgress, t.say("เราแก้หลังส่งออก", "Changed here since")),
        Kind::Conflict => (html::Status::Overdue(0), t.say("แก้ทั้งสองฝั่ง", "Changed by both")),
        Kind::Added => (html::Status::Waiting, t.say("แถวที่เพิ่ม", "Added row")),
        Kind::Cleared => (html::Status::GoingStale, t.say("ฝ่ายลบข้อความ", "Emptied by the division")),
        Kind::Repeated => (html::Status::NoData, t.say("แถวซ้ำ", "Repeated row")),
        Kind::Homeless => (html::Status::GoingStale, t.say("ไม่รู้ว่าเป็นข้อใด", "No item known")),
        Kind::Missing => (html::Status::NoData, t.say("ไม่ได้ส่งกลับ", "Not sent back")),
    };
    StatusTag::new(t, shape).saying(words)
}

fn kind_sentence(kind: Kind, t: Language) -> Option<&'static str> {
    Some(match kind {
        Kind::Conflict => t.say(
            "ทั้งฝ่ายและสำนักงานแก้หลังส่งออก เลือกทีละช่องว่าจะใช้ของใคร",
            "Both the division and the office changed it since it went out. Choose cell by cell whose stands.",
        ),
        Kind::Ours => t.say("ฝ่ายไม่ได้แก้ ของเราคงอยู่", "The division did not change it. Ours stays."),
        Kind::Missing => t.say("แถวนี้ไม่อยู่ในไฟล์ที่ส่งกลับ ของเราคงอยู่", "The row is not in the file. Ours stays."),
        Kind::Repeated => t.say("ซ้ำกับแถวอื่น ไม่มีอะไรใหม่", "It repeats another row and says nothing new."),
        Kind::Homeless => t.say(
            "หาข้อในแผนของปีนี้ไม่พบ เก็บไว้จนกว่าจะตัดสินใจ",
            "Its item was not found in this year's plan. It is kept until somebody decides.",
        ),
        Kind::Unchanged | Kind::Theirs | Kind::Added | Kind::Cleared => return None,
    })
}

fn doubt_sentence(doubt: Doubt, t: Language) -> &'static str {
    match doubt {
        Doubt::NoKey => t.say(
            "ไม่มีรหัสแถว จับคู่จากข้อและข้อความ ตรวจให้แน่ใจ",
            "It has no row key; item and text tell which it is. Make sure.",
        ),
        Doubt::DamagedKey => t.say(
            "รหัสแถวเสียหาย จับคู่จากข้อและข้อความ ตรวจให้แน่ใจ",
            "Its row key is damaged; item and text tell which it is. Make sure.",
        ),
        Doubt::CopiedKey => t.say("คัดลอกมาจากแถวอื่น รหัสแถวซ้ำกัน", "It was copied from another row and bears its key."),
        Doubt::ForeignKey => t.say(
            "รหัสแถวเป็นของส่วนอื่นหรือฉบับอื่น จึงไม่ได้จับคู่",
            "Its key is of another part or version, so it is matched with nothing.",
        ),
        Doubt::PlaceOnly => {
            t.say("รู้ข้อจากตำแหน่งในไฟล์เท่านั้น ตรวจให้แน่ใจ", "Its item follows only from where it stands. Make sure.")
        }
        Doubt::TooLong => t.say(
            "ข้อความยาวเกินกว่าที่บันทึกได้ ให้ฝ่ายแบ่งเป็นหลายผล แล้วส่งใหม่",
            "It is longer than may be entered. Ask the division to split it and send again.",
        ),
    }
}

fn since_sentence(since: &Since, t: Language) -> String {
    let at = date::moment(since.at, t);
    t.say(format!("ของเราแก้เมื่อ {at} โดย {}", since.who), format!("Ours changed {at} by {}", since.who))
}

fn cell_name(cell: Cell, t: Language) -> &'static str {
    match cell {
        Cell::Text => t.say("ผล", "Result"),
        Cell::Status => t.say("สถานะ", "Status"),
        Cell::Day => t.say("วันที่", "Day"),
        Cell::Party => t.say("ผู้รับผิดชอบ", "Responsible"),
        Cell::Telephone => t.say("โทรศัพท์", "Telephone"),
        Cell::Remark => t.say("หมายเหตุ", "Remark"),
    }
}

pub(in crate::parts) async fn decide(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, id) = (visit.agency()?.id, parse::<PartUploadId>(&id)?);
    let mut tx = app.database.write().await?;
    actions::consider(&mut tx, agency, id).await?;
    let named = |name: &str, decision| form.has(name).then(|| Wish::Row(form.text(name), decision));
    let taken = form.has("take").then(|| {
        let row = form.text("take");
        let ours = Cell::ALL.into_iter().filter(|cell| form.text(&stands(&row, *cell)) == "ours").collect();
        Wish::TakeExcept(row, ours)
    });
    let wish = taken
        .or_else(|| named("keep", Decision::OursKept))
        .or_else(|| named("note", Decision::Noted))
        .or_else(|| named("discard", Decision::Discarded))
        .or_else(|| form.has("all").then_some(Wish::TakeAll))
        .or_else(|| form.has("aside").then_some(Wish::PutAside))
        .ok_or_else(|| {
            Error::Invalid(Bilingual::new(
                "ยังไม่ได้เลือกว่าจะทำอะไรกับแถวใด กลับไปหน้าเดิมแล้วกดปุ่มของแถว",
                "Nothing was chosen. Go back and press a button of a row.",
            ))
        })?;
    let said = match &wish {
        Wish::Row(_, decision) => decision.name(),
        Wish::TakeAll | Wish::TakeExcept(..) => Decision::Taken.name(),
        Wish::PutAside => Decision::Discarded.name(),
    };
    let actor = visit.viewer()?.into();
    let count = actions::decide(&mut tx, &actor, agency, id, (wish, &form.text("seen")), visit.now).await?;
    let message = Bilingual::new(format!("{} {count} แถว", said.th), format!("{}: {count} rows.", said.en));
    after_change(tx, &visit, &format!("/office/report/part-files/{id}"), message).await
}

pub(in crate::parts) async fn file(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let file = store::find_file(&mut connection, visit.agency()?.id, parse(&id)?).await?.ok_or(Error::NotFound)?;
    Ok(respond::attachment("application/octet-stream", &file.name, file.content))
}
