//! Choosing the items of a unit and sending its part out.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use thai::{Bilingual, FiscalYear, Language, date::DateProblem};

use super::{address, parse, parse_year};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        form_page::{FormPage, Typed, read_day},
        html::{Button, Choice, Field},
        listing::Query,
        respond,
    },
    measures::{Plan, model::PlanItemId},
    organisation::model::{Unit, UnitId},
    parts::{
        actions::{self, Sending, Sources},
        store,
    },
};

pub(in crate::parts) async fn choose(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let (year, agency) = (parse_year(&year)?, visit.agency()?.id);
    let mut connection = app.database.read().await?;
    let sources = Sources::load(&mut connection, agency, year, visit.today()).await?;
    let unit = match query.value("unit") {
        Some(unit) => sources.unit(parse(&unit)?)?,
        None => sources.belonging.units.first().ok_or(Error::NotFound)?,
    };
    let last = store::find_latest(&mut connection, agency, year, unit.id).await?;
    let chosen = sources.items(unit, last.as_ref());
    let fields: Vec<(&str, String)> = chosen.iter().map(|item| ("items", item.to_string())).collect();
    respond::page(&page(&visit, &sources.plan, (unit, last.is_some()), &Form::with(fields), &FormErrors::default()))
}

fn page(visit: &Visit, plan: &Plan, (unit, was_sent): (&Unit, bool), form: &Form, errors: &FormErrors) -> FormPage {
    let t = visit.language;
    let year = plan.head.year;
    let name = unit.name.in_language(t);
    let typed = Typed::new(visit, form, errors);
    let items = plan.items.iter().map(|item| Choice::new(item.id.to_string(), &item.code).hint(&item.topic));
    let items =
        typed.checkboxes("items", t.say("ข้อที่ให้ฝ่ายกรอก", "Items that the division fills in"), items).hint(t.say(
            "ข้อที่ฝ่ายเป็นผู้ปฏิบัติเลือกไว้ให้แล้ว เลือกเพิ่มหรือเอาออกได้",
            "Items that the division carries out are ticked already. Tick others or take some away.",
        ));
    let items = items.tick_all(t);
    let due = due_field(visit, form, errors);
    let report = t.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    let (up, list) = (format!("/office/report/{year}"), format!("/office/report/{year}/parts"));
    FormPage::new(visit, t.say(format!("ส่งออกส่วนของ{name}"), format!("Export the part of {name}")), list.clone())
        .up(
            visit,
            &[
                ("/office/report", t.say("รายงาน", "Report")),
                (&up, &report),
                (&list, t.say("ส่วนของฝ่าย", "Divisions' parts")),
            ],
        )
        .before(if was_sent { replaces(t) } else { "" })
        .field(due)
        .field(items)
        .errors(visit, errors)
        .button(Button::primary(t.say("ส่งออกส่วนนี้", "Export this part")).sends("unit", unit.id.to_string()))
}

pub(in crate::parts) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let (year, agency): (FiscalYear, _) = (parse_year(&year)?, visit.agency()?.id);
    let unit: UnitId = parse(&form.text("unit"))?;
    let mut errors = FormErrors::default();
    let items: BTreeSet<PlanItemId> = form.all("items").filter_map(|item| item.parse().ok()).collect();
    if items.is_empty() {
        errors.add("items", "ยังไม่ได้เลือกข้อ เลือกอย่างน้อยหนึ่งข้อ", "No item is chosen. Choose at least one.");
    }
    let due = read_due(&visit, &form, &mut errors);
    let mut tx = app.database.write().await?;
    if !errors.is_empty() {
        let sources = Sources::load(&mut tx, agency, year, visit.today()).await?;
        let was_sent = store::find_latest(&mut tx, agency, year, unit).await?.is_some();
        return respond::refused_form(&page(&visit, &sources.plan, (sources.unit(unit)?, was_sent), &form, &errors));
    }
    let sending = Sending { year, unit, items, due };
    let id = actions::send(&mut tx, &visit.viewer()?.into(), agency, sending, visit.now).await?;
    let message = Bilingual::new(
        "ส่งออกแล้ว ต่อไปทำลิงก์ส่งให้ฝ่าย หรือดาวน์โหลดไฟล์ไปส่งเอง",
        "Exported. Next, make the link for the division, or download the file and hand it over.",
    );
    after_change(tx, &visit, &address(id), message).await
}

/// Until when the office wants a part back, as a field.
pub(super) fn due_field(visit: &Visit, form: &Form, errors: &FormErrors) -> Field {
    Typed::new(visit, form, errors)
        .day("due", "ขอรับกลับภายในวันที่", "Wanted back by")
        .hint(visit.say("ลิงก์ใช้ได้ต่ออีก 2 สัปดาห์หลังวันนี้", "Links hold for two weeks more."))
        .optional(visit.language)
}

/// What was typed in it; no day is an answer, too.
pub(super) fn read_due(visit: &Visit, form: &Form, errors: &mut FormErrors) -> Option<Date> {
    match read_day(form, "due") {
        Ok(due) if due < visit.today() => {
            errors.add("due", "วันที่ผ่านไปแล้ว เลือกวันนี้หรือวันหลังจากนี้", "This day has passed. Choose today or a later day.");
            None
        }
        Ok(due) => Some(due),
        Err(DateProblem::Missing) => None,
        Err(problem) => {
            let sentence = problem.sentence();
            errors.add("due", sentence.th, sentence.en);
            None
        }
    }
}

/// What a new version does to the one before.
pub(super) fn replaces(t: Language) -> &'static str {
    t.say(
        "ฉบับใหม่แทนฉบับก่อนของฝ่าย ลิงก์เดิมจะปิด ไฟล์ที่กรอกจากฉบับก่อนยังรับได้",
        "A new version takes the place of a division's earlier one and its link closes; files filled in from it can still be collected.",
    )
}
