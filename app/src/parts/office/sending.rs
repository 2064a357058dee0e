//! Choosing the items of a unit and sending its part out.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, FiscalYear, date::DateProblem};

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
    measures::{self, Plan, model::PlanItemId},
    organisation::model::{Unit, UnitId},
    parts::{
        actions::{self, Sending},
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
    let plan = measures::plan_of(&mut connection, agency, year).await?.ok_or(Error::NotFound)?;
    let belonging = actions::belonging(&mut connection, agency, visit.today()).await?;
    let unit = match query.value("unit") {
        Some(unit) => Some(parse::<UnitId>(&unit)?),
        None => belonging.units.first().map(|unit| unit.id),
    };
    let unit = belonging.units.iter().find(|known| Some(known.id) == unit).ok_or(Error::NotFound)?;
    let mut chosen: BTreeSet<PlanItemId> = belonging.items(&plan, unit).into_iter().collect();
    // Items once chosen by hand stay chosen.
    if let Some(last) = store::find_latest(&mut connection, agency, year, unit.id).await? {
        chosen.extend(last.exported.items.iter().map(|item| item.item));
    }
    let fields: Vec<(&str, String)> = chosen.iter().map(|item| ("items", item.to_string())).collect();
    respond::page(&page(&visit, &plan, unit, &Form::with(fields), &FormErrors::default()))
}

fn page(visit: &Visit, plan: &Plan, unit: &Unit, form: &Form, errors: &FormErrors) -> FormPage {
    let t = visit.language;
    let year = plan.head.year;
    let name = unit.name.in_language(t);
    let typed = Typed::new(visit, form, errors);
    let items = plan.items.iter().map(|item| Choice::new(item.id.to_string(), &item.code).hint(&item.topic));
    let items = typed.checkboxes("items", t.say("ข้อที่ให้ฝ่ายกรอก", "Items that the unit fills in"), items).hint(t.say(
        "ข้อที่ฝ่ายเป็นผู้ปฏิบัติเลือกไว้ให้แล้ว เลือกเพิ่มหรือเอาออกได้",
        "Items that the unit carries out are ticked already. Tick others or take some away.",
    ));
    let due = typed
        .day("due", "ขอรับกลับภายในวันที่", "Wanted back by")
        .hint(t.say("ลิงก์ใช้ได้ต่ออีก 2 สัปดาห์หลังวันนี้", "Links hold for two weeks more."))
        .optional(t);
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
        .before(t.say(
            "ฉบับใหม่แทนฉบับก่อนของฝ่ายนี้ ลิงก์เดิมจะปิด ไฟล์ที่กรอกจากฉบับก่อนยังรับได้",
            "A new version takes the place of this unit's earlier one and its link closes; files filled in from it can still be collected.",
        ))
        .field(Field::select(
            "unit",
            t.say("ฝ่าย", "Unit"),
            [Choice::new(unit.id.to_string(), name)],
        ).value(unit.id.to_string()))
        .field(due)
        .field(items)
        .errors(visit, errors)
        .button(Button::primary(t.say("ส่งออกส่วนนี้", "Export this part")))
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
    let due = match read_day(&form, "due") {
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
    };
    let mut tx = app.database.write().await?;
    if !errors.is_empty() {
        let plan = measures::plan_of(&mut tx, agency, year).await?.ok_or(Error::NotFound)?;
        let belonging = actions::belonging(&mut tx, agency, visit.today()).await?;
        let unit = belonging.units.iter().find(|known| known.id == unit).ok_or(Error::NotFound)?;
        return respond::refused_form(&page(&visit, &plan, unit, &form, &errors));
    }
    let sending = Sending { year, unit, items, due };
    let id = actions::send(&mut tx, &visit.viewer()?.into(), agency, sending, visit.now).await?;
    let message = Bilingual::new(
        "ส่งออกแล้ว ต่อไปทำลิงก์ส่งให้ฝ่าย หรือดาวน์โหลดไฟล์ไปส่งเอง",
        "Exported. Next, make the link for the unit, or download the file and hand it over.",
    );
    after_change(tx, &visit, &address(id), message).await
}
