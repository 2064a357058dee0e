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
            Origin, Plan, PlanItem, ResultId, ResultLine,
            editing::{Direction, LONGEST_TEXT, check_text},
            status_name,
        },
        store,
    },
};

/// What was typed about a result.
struct Typed {
    text: String,
    begun: String,
    day: TypedDay,
    due: TypedDay,
}

/// The answers to whether work has begun.
const BEGUN: [(&str, Status); 2] = [("yes", Status::InProgress), ("no", Status::NotStarted)];

impl Typed {
    fn of(form: &Form) -> Self {
        Self {
            text: form.text("text"),
            begun: form.text("begun"),
            day: TypedDay::of(form, "day"),
            due: TypedDay::of(form, "due"),
        }
    }

    fn known(result: &ResultLine) -> Self {
        Self {
            text: result.said.text.clone(),
            begun: String::new(),
            day: TypedDay::known("day", result.said.day),
            due: TypedDay::known("due", result.work.due),
        }
    }

    fn read(&self) -> std::result::Result<actions::Typed, FormErrors> {
        let mut errors = FormErrors::default();
        check_text(&mut errors, "text", &self.text, LONGEST_TEXT);
        let (day, due) = (self.day.read(&mut errors), self.due.read(&mut errors));
        match (day, due) {
            (Some(day), Some(due)) if errors.is_empty() => Ok(actions::Typed { text: self.text.clone(), day, due }),
            _ => Err(errors),
        }
    }

    fn fill(&self, visit: &Visit, page: FormPage, is_new: bool, errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let error = |field| errors.and_then(|errors| errors.of(field)).map(|sentence| sentence.in_language(t));
        let text = Field::textarea("text", t.say("สิ่งที่ทำ", "What is done")).hint(
            t.say("ทำอะไร กับใคร ได้ผลเท่าไร ที่คนนอกตรวจได้", "What, with whom, how much: so that others can check it"),
        );
        let page = page.field(text.value(&self.text).error(error("text")));
        let begun = BEGUN.map(|(key, status)| Choice::new(key, status_name(status).in_language(t)));
        let begun = Field::radios("begun", t.say("สถานะ", "Status"), begun)
            .value(&self.begun)
            .hint(t.say("เสร็จแล้วต้องมีหลักฐาน แนบได้หลังบันทึก", "Done needs evidence, which is attached after saving."));
        let page = if is_new { page.field(begun) } else { page };
        page.field(self.day.field(t, t.say("วันที่ทำ", "Day")).optional(t))
            .field(
                self.due
                    .field(t, t.say("ครบกำหนด", "Due"))
                    .hint(t.say("เว้นไว้ได้ ถ้าใช้กำหนดของข้อ", "Leave it where the item's due day holds."))
                    .optional(t),
            )
            .mistakes(errors)
    }
}

pub(super) async fn load(
    connection: &mut db::Connection,
    agency: AgencyId,
    id: ResultId,
) -> Result<(Plan, PlanItem, ResultLine)> {
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
    typed.fill(visit, page, true, errors)
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
            "ผลนี้มาจากรายงานหรือไฟล์ที่นำเข้า เมื่อแก้ไขแล้วนับเป็นผลที่บันทึกในระบบนี้ และกลับเป็นกำลังทำจนกว่าจะมีหลักฐาน",
            "This result came with an imported report or file. Once changed it counts as entered here, and as in progress until something proves it.",
        )),
    };
    typed.fill(visit, page, false, errors).remove(format!("{path}/removal"), visit.say("ลบผลนี้", "Remove this result"))
}

/// The form for another result.
pub(in crate::measures) async fn new(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let (day, due) = (TypedDay::known("day", None), TypedDay::known("due", None));
    let typed = Typed { text: String::new(), begun: "yes".into(), day, due };
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
    let new = (said, typed.begun != "no");
    let id = actions::add_result(&mut tx, &visit.viewer()?.into(), agency, item.id, new, visit.now).await?;
    let message = Bilingual::new(
        "เพิ่มผลแล้ว ต่อไปแนบหลักฐานหรือรายงานความคืบหน้า",
        "The result is added. Next, attach evidence or write an update.",
    );
    after_change(tx, &visit, &super::work::address(id), message).await
}

/// The form for a result.
pub(in crate::measures) async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(result_id): Path<String>,
) -> Result<Response> {
    let place = load(&mut app.database.read().await?, visit.agency()?.id, id(&result_id)?).await?;
    respond::page(&edit_page(&visit, &place, &Typed::known(&place.2), None))
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
