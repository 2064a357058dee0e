//! The pages of the organisation.
//!
//! - [`chart`]: one page with all units, posts, holders and telephones
//! - [`units`], [`posts`], [`people`], [`holdings`]: adding, changing, removing
//! - [`settings`]: what the agency sets for itself
//! - [`agencies`]: for the platform operator

pub(super) mod agencies;
pub(super) mod chart;
pub(super) mod holdings;
pub(super) mod people;
pub(super) mod posts;
pub(super) mod settings;
pub(super) mod units;

use std::str::FromStr;

use askama::Template;
use axum::response::Response;
use thai::{Bilingual, text::telephone};

use super::model::{NamedHolding, Uses};
use crate::kit::{
    Error, Form, FormErrors, Permission, Result, Visit,
    form_page::ConfirmPage,
    html::{Button, Column, Html, Link, Row, Table, Timeline},
    respond,
};

const CHART: &str = "/office/organisation";
const PEOPLE: &str = "/office/organisation/people";

/// An identifier from an address; one that is none leads nowhere.
fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}

/// An identifier chosen in a form: nothing, one, or something that never stood there.
fn chosen<T: FromStr>(form: &Form, name: &str) -> Result<Option<T>> {
    match form.text(name) {
        text if text.is_empty() => Ok(None),
        text => id(&text).map(Some),
    }
}

fn chart_words(visit: &Visit) -> &'static str {
    visit.say("ฝ่าย ตำแหน่ง และบุคคล", "Units, posts and people")
}

fn people_words(visit: &Visit) -> &'static str {
    visit.say("รายชื่อบุคคล", "All people")
}

/// A telephone number as it is usually written; what is not understood stays as typed and is said.
fn read_telephone(form: &Form, errors: &mut FormErrors) -> String {
    let typed = form.text("telephone");
    if typed.is_empty() {
        return typed;
    }
    telephone(&typed).unwrap_or_else(|| {
        errors.add(
            "telephone",
            "อ่านเป็นเบอร์โทรศัพท์ไม่ได้ เขียนแบบ 02-555-0100 หรือ 02-555-0100 ต่อ 12",
            "This is not a telephone number. Write it like 02-555-0100",
        );
        typed
    })
}

/// The place in a list, from 1.
fn read_position(form: &Form, errors: &mut FormErrors) -> i64 {
    match thai::digits::parse_whole(&form.text("position")) {
        Some(position) if (1..=9_999).contains(&position) => position,
        _ => {
            errors.add("position", "ลำดับต้องเป็นเลข 1 ถึง 9999", "Enter a place from 1 to 9999");
            0
        }
    }
}

/// A number that can be called.
fn call(number: &str) -> Html {
    if number.is_empty() {
        return Html::default();
    }
    let digits: String = number.chars().take_while(|c| c.is_ascii_digit() || "-+ ".contains(*c)).collect();
    let digits: String = digits.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    Html::from(Link::new(format!("tel:{digits}"), number))
}

#[derive(Template)]
#[template(path = "organisation/html/history.html")]
struct History<'a> {
    visit: &'a Visit,
    timeline: Timeline,
}

fn history(visit: &Visit, timeline: Timeline) -> Html {
    Html::of(&History { visit, timeline })
}

/// The page that asks once more before something is removed, or says what still refers to it.
fn removal(visit: &Visit, name: &str, uses: Uses, path: &str) -> Result<Response> {
    let title = visit.say(format!("ลบ {name}"), format!("Remove {name}"));
    let sentence = visit.say(
        "ลบแล้วเรียกคืนไม่ได้ ประวัติการแก้ไขยังเก็บไว้ว่าเคยมี",
        "This cannot be undone. The audit log keeps that it was there.",
    );
    let button = Button::danger_final(title.clone());
    let page = ConfirmPage::new(visit, title, sentence, format!("{path}/removal"), button, path);
    if uses.are_none() {
        return respond::page(&page);
    }
    let sentence =
        visit.say("ยังลบไม่ได้ เพราะยังมีข้อมูลอื่นใช้อยู่", "It cannot be removed yet, because other things still refer to it:");
    let reasons = uses.sentences().iter().map(|reason| reason.in_language(visit.language).to_owned()).collect();
    respond::page(&page.refused(sentence, reasons))
}

/// Refuses a removal of what something refers to.
fn unused(uses: Uses) -> Result<()> {
    if uses.are_none() {
        return Ok(());
    }
    let sentences = uses.sentences();
    let list = |text: fn(&Bilingual) -> &str| sentences.iter().map(text).collect::<Vec<_>>().join(", ");
    Err(Error::Conflict(Bilingual::new(
        format!("ยังลบไม่ได้ ยังมี{} ใช้อยู่", list(|sentence| &sentence.th)),
        format!("It cannot be removed: {} still refer to it.", list(|sentence| &sentence.en)),
    )))
}

/// Holdings as a table: who or which post, from when until when, and a way to end those that are open.
fn holdings_table(visit: &Visit, caption: String, holdings: &[NamedHolding], by_person: bool) -> Table {
    let may_end = visit.may(Permission::ManageOrganisation);
    let first =
        if by_person { visit.say("บุคคล", "Person") } else { visit.say("ตำแหน่ง", "Post") };
    let mut table = Table::new(caption)
        .column(Column::text(first))
        .column(Column::text(visit.say("วันแรก", "First day")))
        .column(Column::text(visit.say("วันสุดท้าย", "Last day")));
    if may_end {
        table = table.column(Column::text(visit.say("ทำต่อ", "Next")));
    }
    table.rows(holdings.iter().map(|named| {
        let holding = &named.holding;
        let post_held = named.post_held();
        let title = if by_person {
            let acting = if holding.acting { visit.say("รักษาการแทน", "acting") } else { "" };
            Html::from(Link::new(format!("{PEOPLE}/{}", holding.person), &named.person)).and(acting)
        } else {
            Link::new(format!("{CHART}/posts/{}", holding.post), post_held.in_language(visit.language)).into()
        };
        let short = |day| thai::date::short(day, visit.language);
        let until = holding.until.map_or_else(|| visit.say("ยังไม่กำหนด", "open").to_owned(), short);
        let row = Row::new(title).cell(short(holding.from)).cell(until);
        let is_open = holding.until.is_none_or(|until| until >= visit.today());
        let end = || Link::new(format!("{CHART}/holdings/{}/end", holding.id), visit.say("ให้พ้นตำแหน่ง", "End"));
        if !may_end {
            row
        } else if is_open {
            row.cell(end())
        } else {
            row.cell(visit.say("พ้นแล้ว", "ended"))
        }
    }))
}
