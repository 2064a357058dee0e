//! Sending their parts to several units at once.

use std::collections::{BTreeSet, HashMap};

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::date;

use super::{
    address,
    links::LinksPage,
    page_of_parts, parse_year,
    sending::{due_field, read_due, replaces},
};
use crate::{
    app::App,
    kit::{
        Form, FormErrors, Result, Visit,
        form_page::{FormPage, Typed},
        html::{Button, Choice},
        respond,
    },
    organisation::model::UnitId,
    parts::{
        actions::{self, SendingToAll, Sources},
        store::{self, PartInList},
    },
};

/// The units, with the parts that they have.
struct Candidates {
    sources: Sources,
    parts: HashMap<UnitId, PartInList>,
}

impl Candidates {
    async fn load(app: &App, visit: &Visit, year: thai::FiscalYear) -> Result<Self> {
        let agency = visit.agency()?.id;
        let mut connection = app.database.read().await?;
        let sources = Sources::load(&mut connection, agency, year, visit.today()).await?;
        let parts = store::list(&mut connection, agency, year).await?;
        Ok(Self { sources, parts: parts.into_iter().map(|part| (part.unit, part)).collect() })
    }

    /// Units that are asked for something, each with how many items and when it was asked last.
    fn asked(&self) -> Vec<(UnitId, &thai::Bilingual, usize, Option<&PartInList>)> {
        let units = self.sources.belonging.units.iter().map(|unit| {
            let items = self.sources.belonging.items(&self.sources.plan, unit).len();
            (unit.id, &unit.name, items, self.parts.get(&unit.id))
        });
        units.filter(|(_, _, items, part)| *items > 0 || part.is_some()).collect()
    }
}

pub(in crate::parts) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let candidates = Candidates::load(&app, &visit, parse_year(&year)?).await?;
    let not_sent = candidates.asked().into_iter().filter(|(_, _, _, part)| part.is_none());
    let fields: Vec<(&str, String)> = not_sent.map(|(unit, ..)| ("units", unit.to_string())).collect();
    respond::page(&page(&visit, &candidates, &Form::with(fields), &FormErrors::default()))
}

fn page(visit: &Visit, candidates: &Candidates, form: &Form, errors: &FormErrors) -> FormPage {
    let t = visit.language;
    let year = candidates.sources.plan.head.year;
    let choices = candidates.asked().into_iter().map(|(unit, name, items, part)| {
        let items = t.say(format!("{items} ข้อ"), format!("{items} items"));
        let sent = part.map(|part| {
            let at = date::moment(part.created_at, t);
            t.say(format!(" ส่งล่าสุด {at}"), format!(", last sent {at}"))
        });
        Choice::new(unit.to_string(), name.in_language(t)).hint(items + &sent.unwrap_or_default())
    });
    let asked: Vec<Choice> = choices.collect();
    let none_of = candidates.sources.belonging.units.len() - asked.len();
    let hint = t.say(
        "แต่ละฝ่ายได้ข้อที่ตนปฏิบัติ ฝ่ายที่ยังไม่เคยส่งเลือกไว้ให้แล้ว",
        "Each division gets the items it carries out. Those not sent to yet are ticked.",
    );
    let left_out = t.say(
        format!(" อีก {none_of} ฝ่ายไม่มีข้อที่ปฏิบัติ ส่งทีละฝ่ายได้"),
        format!(" {none_of} more carry nothing out; send to them one by one."),
    );
    let hint = if none_of > 0 { format!("{hint}{left_out}") } else { hint.to_owned() };
    let units = Typed::new(visit, form, errors).checkboxes("units", t.say("ฝ่าย", "Divisions"), asked);
    let report = t.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    let (up, list) = (format!("/office/report/{year}"), format!("/office/report/{year}/parts"));
    FormPage::new(visit, t.say("ส่งให้หลายฝ่าย", "Send to several divisions"), format!("{list}/all"))
        .up(
            visit,
            &[
                ("/office/report", t.say("รายงาน", "Report")),
                (&up, &report),
                (&list, t.say("ส่วนของฝ่าย", "Divisions' parts")),
            ],
        )
        .before(if candidates.parts.is_empty() { "" } else { replaces(t) })
        .field(due_field(visit, form, errors))
        .field(units.hint(hint).tick_all(t))
        .errors(visit, errors)
        .button(
            Button::primary(t.say("ส่งออกและทำลิงก์", "Export and make the links"))
                .sending(t.say("กำลังทำลิงก์…", "Making the links…")),
        )
}

pub(in crate::parts) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let (year, agency) = (parse_year(&year)?, visit.agency()?.id);
    let mut errors = FormErrors::default();
    let units: BTreeSet<UnitId> = form.all("units").filter_map(|unit| unit.parse().ok()).collect();
    if units.is_empty() {
        errors.add("units", "ยังไม่ได้เลือกฝ่าย เลือกอย่างน้อยหนึ่งฝ่าย", "No division is chosen. Choose at least one.");
    }
    let due = read_due(&visit, &form, &mut errors);
    if !errors.is_empty() {
        let candidates = Candidates::load(&app, &visit, year).await?;
        return respond::refused_form(&page(&visit, &candidates, &form, &errors));
    }
    let mut tx = app.database.write().await?;
    let sending = SendingToAll { year, units, due };
    let links = actions::send_to_all(&mut tx, &visit.viewer()?.into(), agency, sending, visit.now).await?;
    tx.commit().await?;
    let title = visit.say(format!("ลิงก์ของ {} ฝ่าย", links.len()), format!("Links of {} divisions", links.len()));
    let page = page_of_parts(&visit, year, title);
    let back = match links.as_slice() {
        [only] => {
            Button::primary(visit.say("ส่งแล้ว กลับไปส่วนของฝ่าย", "Sent: back to the part")).to(address(only.part.id))
        }
        _ => Button::primary(visit.say("ส่งแล้ว กลับไปรายชื่อฝ่าย", "Sent: back to the divisions"))
            .to(format!("/office/report/{year}/parts")),
    };
    respond::page(&LinksPage::new(&app, &visit, page, &links, back)?)
}
