//! To which units the responsible parties of a plan belong.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, FiscalYear};

use super::parse_year;
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, Result, Visit,
        form_page::FormPage,
        html::{Choice, Field},
        respond,
    },
    measures::{self, model::PartyLink},
    organisation::{self, model::Unit},
    parts::{
        actions,
        model::export::{means_everybody, unlinked_parties},
    },
};

/// The choice that names no unit but all of them.
const EVERYONE: &str = "everyone";

pub(in crate::parts) async fn show(State(app): State<App>, visit: Visit, Path(year): Path<String>) -> Result<Response> {
    let (year, agency) = (parse_year(&year)?, visit.agency()?.id);
    let mut connection = app.database.read().await?;
    let plan = measures::plan_of(&mut connection, agency, year).await?.ok_or(Error::NotFound)?;
    let units = organisation::list_units(&mut connection, agency).await?;
    respond::page(&page(&visit, year, &unlinked_parties(&plan), &units))
}

fn page(visit: &Visit, year: FiscalYear, names: &[(String, usize)], units: &[Unit]) -> FormPage {
    let t = visit.language;
    let title = t.say("ผู้รับผิดชอบอยู่ฝ่ายใด", "Divisions of the responsible parties");
    let report = t.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    let (up, list) = (format!("/office/report/{year}"), format!("/office/report/{year}/parts"));
    let why = if names.is_empty() {
        t.say("ทุกชื่อมีฝ่ายแล้ว", "Every name has its division.")
    } else {
        t.say(
            "เลือกฝ่ายให้แต่ละชื่อ ข้อที่ชื่อนั้นปฏิบัติจะอยู่ในส่วนของฝ่าย ชื่อที่หมายถึงทุกคนเลือก “ทุกฝ่าย”",
            "Choose the division of each name; the items it carries out then belong to the division's part. For names that mean everybody, choose “All divisions”.",
        )
    };
    let fields = names.iter().enumerate().map(|(at, (name, count))| {
        let all = Choice::new(EVERYONE, t.say("ทุกฝ่าย", "All divisions"));
        let units = units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.in_language(t)));
        let choices = [all].into_iter().chain(units);
        let likely = if means_everybody(name) { EVERYONE } else { "" };
        let label = t.say(format!("ชื่อที่ {}", at + 1), format!("Name {}", at + 1));
        let hint = t.say(format!("{name} ({count} ข้อ)"), format!("{name} ({count} items)"));
        Field::select(format!("unit-{at}"), label, choices)
            .value(likely)
            .hint(hint)
            .prompt(t.say("ไม่ระบุ", "None"))
            .optional(t)
    });
    let form = FormPage::new(visit, title, format!("{list}/parties")).before(why).up(
        visit,
        &[
            ("/office/report", t.say("รายงาน", "Report")),
            (&up, &report),
            (&list, t.say("ส่วนของฝ่าย", "Divisions' parts")),
        ],
    );
    fields.fold(form, FormPage::field)
}

pub(in crate::parts) async fn link(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let (year, agency) = (parse_year(&year)?, visit.agency()?.id);
    let mut tx = app.database.write().await?;
    let plan = measures::plan_of(&mut tx, agency, year).await?.ok_or(Error::NotFound)?;
    let mut links: Vec<(String, PartyLink)> = Vec::new();
    for (at, (name, _)) in unlinked_parties(&plan).into_iter().enumerate() {
        let chosen = form.text(&format!("unit-{at}"));
        match chosen.as_str() {
            "" => {}
            EVERYONE => links.push((name, PartyLink::Everyone)),
            unit => links.push((name, PartyLink::Unit(super::parse(unit)?))),
        }
    }
    let count = actions::link_parties(&mut tx, &visit.viewer()?.into(), agency, year, &links, visit.now).await?;
    let message = Bilingual::new(
        format!("ระบุฝ่ายแล้ว {count} รายการ ต่อไปเลือกฝ่ายเพื่อส่งออก"),
        format!("{count} entries have their division now. Next, choose a division to send its part."),
    );
    after_change(tx, &visit, &format!("/office/report/{year}/parts"), message).await
}
