//! Results: adding, changing, moving, removing.

use axum::{
    extract::{Path, State},
    response::Response,
};
use report::Status;
use thai::Bilingual;

use super::{
    FormPage, TypedDay,
    forms::RemovalPage,
    id,
    item::{address, find, way_up},
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Choice, Field},
        respond,
        visit::AgencyId,
    },
    measures::{
        actions,
        model::{
            Origin, Plan, PlanItem, ResultId, ResultLine, ResultText,
            editing::{Direction, LONGEST_TEXT, check_text},
            status_name,
        },
        store,
    },
};

/// What was typed about a result.
struct Typed {
    text: String,
    status: String,
    day: TypedDay,
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self { text: form.text("text"), status: form.text("status"), day: TypedDay::of(form, "day") }
    }

    fn known(said: &ResultText) -> Self {
        let status = said.status.map(Status::key).unwrap_or_default().into();
        Self { text: said.text.clone(), status, day: TypedDay::known("day", said.day) }
    }

    fn read(&self) -> std::result::Result<ResultText, FormErrors> {
        let mut errors = FormErrors::default();
        check_text(&mut errors, "text", &self.text, LONGEST_TEXT);
        let status = Status::from_key(&self.status);
        if status.is_none() {
            errors.add("status", "ยังไม่ได้เลือกสถานะ เลือกว่าทำถึงไหน", "No status was chosen. Choose how far it is.");
        }
        let day = self.day.read(&mut errors);
        match day {
            Some(day) if errors.is_empty() => Ok(ResultText { text: self.text.clone(), status, day }),
            _ => Err(errors),
        }
    }

    fn fill(&self, visit: &Visit, page: FormPage, errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let error = |field| errors.and_then(|errors| errors.of(field)).map(|sentence| sentence.in_language(t));
        let statuses = Status::ALL.map(|status| Choice::new(status.key(), status_name(status).in_language(t)));
        let text = Field::textarea("text", t.say("สิ่งที่ทำแล้ว", "What was done")).hint(
            t.say("ทำอะไร กับใคร ได้ผลเท่าไร ที่คนนอกตรวจได้", "What, with whom, how much: so that others can check it"),
        );
        page.field(text.value(&self.text).error(error("text")))
            .field(
                Field::radios("status", t.say("สถานะ", "Status"), statuses).value(&self.status).error(error("status")),
            )
            .field(self.day.field(t, t.say("วันที่ทำ", "Day")).optional(t))
            .mistakes(errors)
    }
}

async fn load(connection: &mut db::Connection, agency: AgencyId, id: ResultId) -> Result<(Plan, PlanItem, ResultLine)> {
    let at = store::head_of_result(connection, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = at.load(connection).await?;
    let (item, result) = plan.result(id).ok_or(Error::NotFound)?;
    let (item, result) = (item.clone(), result.clone());
    Ok((plan, item, result))
}

fn new_page(visit: &Visit, plan: &Plan, item: &PlanItem, typed: &Typed, errors: Option<&FormErrors>) -> FormPage {
    let title = visit.say(format!("เพิ่มผลในข้อ {}", item.code), format!("Add a result to item {}", item.code));
    let here = address(item.id);
    let page = FormPage::new(visit, title, way_up(visit, plan, item), format!("{here}/results"), here);
    typed.fill(visit, page, errors)
}

fn edit_page(
    visit: &Visit,
    (plan, item, result): &(Plan, PlanItem, ResultLine),
    typed: &Typed,
    errors: Option<&FormErrors>,
) -> FormPage {
    let path = format!("/office/measures/results/{}", result.id);
    let title = visit.say(format!("แก้ไขผลในข้อ {}", item.code), format!("Change a result of item {}", item.code));
    let page = FormPage::new(visit, title, way_up(visit, plan, item), path.clone(), address(item.id));
    let page = match result.origin {
        Origin::Entered => page,
        Origin::Reported => page.about(visit.say(
            "ผลนี้มาจากรายงานที่นำเข้า เมื่อแก้ไขแล้วนับเป็นผลที่บันทึกในระบบนี้",
            "This result came with an imported report. Once changed it counts as entered here.",
        )),
    };
    typed.fill(visit, page, errors).remove(format!("{path}/removal"), visit.say("ลบผลนี้", "Remove this result"))
}

/// The form for another result.
pub(in crate::measures) async fn new(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let typed = Typed { text: String::new(), status: String::new(), day: TypedDay::known("day", None) };
    respond::page(&new_page(&visit, &plan, &item, &typed, None))
}

/// Adds a result.
pub(in crate::measures) async fn add(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let typed = Typed::of(&form);
    let said = match typed.read() {
        Ok(said) => said,
        Err(errors) => return respond::refused_form(&new_page(&visit, &plan, &item, &typed, Some(&errors))),
    };
    actions::add_result(&mut tx, &visit.viewer()?.into(), agency, item.id, said, visit.now).await?;
    after_change(tx, &visit, &address(item.id), Bilingual::new("เพิ่มผลแล้ว", "The result is added.")).await
}

/// The form for a result.
pub(in crate::measures) async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
) -> Result<Response> {
    let place = load(&mut app.database.read().await?, visit.agency()?.id, id(&result_id)?).await?;
    respond::page(&edit_page(&visit, &place, &Typed::known(&place.2.said), None))
}

/// Changes a result.
pub(in crate::measures) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = load(&mut tx, agency, id(&result_id)?).await?;
    let typed = Typed::of(&form);
    let said = match typed.read() {
        Ok(said) => said,
        Err(errors) => return respond::refused_form(&edit_page(&visit, &place, &typed, Some(&errors))),
    };
    let (_, item, result) = place;
    actions::change_result(&mut tx, &visit.viewer()?.into(), agency, result.id, said, visit.now).await?;
    after_change(tx, &visit, &address(item.id), Bilingual::new("บันทึกผลแล้ว", "The result is saved.")).await
}

/// Moves a result up or down.
pub(in crate::measures) async fn reorder(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (_, item, result) = load(&mut tx, agency, id(&result_id)?).await?;
    let direction = Direction::from_key(&form.text("direction")).ok_or(Error::NotFound)?;
    actions::move_result(&mut tx, &visit.viewer()?.into(), agency, result.id, direction, visit.now).await?;
    after_change(tx, &visit, &address(item.id), Bilingual::new("เรียงใหม่แล้ว", "Reordered.")).await
}

/// Asks before a result goes.
pub(in crate::measures) async fn removal(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
) -> Result<Response> {
    let (plan, item, result) = load(&mut app.database.read().await?, visit.agency()?.id, id(&result_id)?).await?;
    let action = format!("/office/measures/results/{}/removal", result.id);
    let title = visit.say("ลบผลนี้", "Remove this result");
    let page = RemovalPage::new(&visit, title, way_up(&visit, &plan, &item), action, address(item.id));
    respond::page(&page.quoting(&result.said.text))
}

/// Removes a result.
pub(in crate::measures) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (_, item, result) = load(&mut tx, agency, id(&result_id)?).await?;
    actions::remove_result(&mut tx, &visit.viewer()?.into(), agency, result.id, visit.now).await?;
    after_change(tx, &visit, &address(item.id), Bilingual::new("ลบผลแล้ว", "The result is removed.")).await
}
