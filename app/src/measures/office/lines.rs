//! Guidelines, measures and notes: adding, changing, moving, removing, and deciding on texts not understood.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Transaction;
use thai::Bilingual;

use super::{
    FormPage,
    forms::RemovalPage,
    id,
    item::{address, find, way_up},
    way_up_to_year,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Breadcrumbs, Field},
        listing::Query,
        respond,
        visit::AgencyId,
    },
    measures::{
        actions, library,
        model::{
            Line, LineId, LineKind, Plan, PlanItem,
            editing::{Direction, LONGEST_NAME, LONGEST_TEXT, LineText, check_text},
        },
        store,
    },
};

/// A line with all that stands around it.
struct Place {
    plan: Plan,
    item: Option<PlanItem>,
    line: Line,
}

impl Place {
    async fn load(connection: &mut db::Connection, agency: AgencyId, id: LineId) -> Result<Self> {
        let at = store::head_of_line(connection, agency, id).await?.ok_or(Error::NotFound)?;
        let plan = at.load(connection).await?;
        let (item, line) = plan.line(id).ok_or(Error::NotFound)?;
        let (item, line) = (item.cloned(), line.clone());
        Ok(Self { plan, item, line })
    }

    /// Where the line is shown.
    fn back(&self) -> String {
        match &self.item {
            Some(item) => address(item.id),
            None => format!("/office/measures/{}", self.plan.head.year),
        }
    }

    fn way_up(&self, visit: &Visit) -> Breadcrumbs {
        match &self.item {
            Some(item) => way_up(visit, &self.plan, item),
            None => way_up_to_year(visit, self.plan.head.year),
        }
    }

    fn page(&self, visit: &Visit, typed: &Typed, errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let name = self.line.kind.name();
        let title = t.say(format!("แก้ไข{}", name.th), format!("Change the {}", name.en));
        let path = format!("/office/measures/lines/{}", self.line.id);
        let page = FormPage::new(visit, title, self.way_up(visit), path.clone(), self.back());
        typed
            .fill(visit, page, self.line.kind, self.item.as_ref(), errors)
            .remove(format!("{path}/removal"), &t.say(format!("ลบ{}นี้", name.th), format!("Remove this {}", name.en)))
            .mistakes(errors)
    }
}

/// What was typed of a line.
#[derive(Default)]
struct Typed {
    text: String,
    work_step: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self { text: form.text("text"), work_step: form.text("work_step") }
    }

    fn known(line: &Line) -> Self {
        Self { text: line.text.clone(), work_step: line.work_step.clone().unwrap_or_default() }
    }

    fn read(&self) -> std::result::Result<LineText, FormErrors> {
        let mut errors = FormErrors::default();
        check_text(&mut errors, "text", &self.text, LONGEST_TEXT);
        let work_step = Some(self.work_step.clone()).filter(|step| !step.is_empty());
        if let Some(step) = &work_step {
            check_text(&mut errors, "work_step", step, LONGEST_NAME);
        }
        errors.or(|| LineText { text: self.text.clone(), work_step })
    }

    fn fill(
        &self,
        visit: &Visit,
        page: FormPage,
        kind: LineKind,
        item: Option<&PlanItem>,
        errors: Option<&FormErrors>,
    ) -> FormPage {
        let page = page.field(text_field(visit, kind, &self.text, errors));
        let page = match kind {
            LineKind::Measure => page.field(self.work_step_field(visit, item, errors)),
            _ => page,
        };
        page.mistakes(errors)
    }

    fn work_step_field(&self, visit: &Visit, item: Option<&PlanItem>, errors: Option<&FormErrors>) -> Field {
        let t = visit.language;
        let example = item.and_then(|item| library::causes(item.duty.as_deref()?)).map(|known| &known.work_step);
        let hint = match example {
            Some(step) => {
                t.say(format!("ชื่องานและขั้นตอน เช่น {step}"), format!("The work and its step, for example {step}"))
            }
            None => {
                t.say("ชื่องานและขั้นตอนที่เปลี่ยนไปเพราะมาตรการนี้", "The work and the step that this measure changes").into()
            }
        };
        let error = errors.and_then(|errors| errors.of("work_step")).map(|sentence| sentence.in_language(t));
        Field::text("work_step", t.say("ขั้นตอนงานที่ปรับ", "Work step changed"))
            .hint(hint)
            .optional(t)
            .value(&self.work_step)
            .error(error)
    }
}

fn text_field(visit: &Visit, kind: LineKind, text: &str, errors: Option<&FormErrors>) -> Field {
    let t = visit.language;
    let hint = match kind {
        LineKind::Guideline => {
            t.say("หลักที่ยึดเมื่อทำเรื่องนี้ หนึ่งแนวทางต่อหนึ่งบรรทัด", "What guides the work; one guideline a line")
        }
        LineKind::Measure => t.say(
            "สิ่งที่จะทำ ใครตรวจได้ว่าทำแล้ว เมื่อไร เท่าไร",
            "What will be done, so that anyone can check it: when, how much",
        ),
        LineKind::Cause => t.say(
            "ทำไมข้อนี้เสียคะแนน เขียนสิ่งที่ตรวจพบจริง หนึ่งสาเหตุต่อหนึ่งบรรทัด",
            "Why points are lost here, as far as you found out; one cause a line",
        ),
        LineKind::FollowUp => t.say(
            "บ่อยเพียงใด ใครติดตาม และดูจากตัวเลขใด เช่น ทุกไตรมาส หัวหน้าฝ่ายรายงานร้อยละของงานที่เสร็จทันเวลา",
            "How often, by whom and by what figure: every quarter, the head reports the share of work done in time",
        ),
        LineKind::Note | LineKind::NotUnderstood => t.say("ไม่พิมพ์ในแบบรายงาน", "Not printed in the official form"),
    };
    let label = t.say("ข้อความ", "Text");
    let error = errors.and_then(|errors| errors.of("text")).map(|sentence| sentence.in_language(t));
    Field::textarea("text", label).hint(hint).value(text).error(error)
}

fn new_page(
    visit: &Visit,
    plan: &Plan,
    item: &PlanItem,
    kind: LineKind,
    typed: &Typed,
    errors: Option<&FormErrors>,
) -> FormPage {
    let t = visit.language;
    let name = kind.name();
    let page = FormPage::new(
        visit,
        t.say(format!("เพิ่ม{}ในข้อ {}", name.th, item.code), format!("Add a {} to item {}", name.en, item.code)),
        way_up(visit, plan, item),
        format!("{}/lines?kind={}", address(item.id), kind.key()),
        address(item.id),
    );
    typed.fill(visit, page, kind, Some(item), errors)
}

/// The kind of a new line, from the address: what was not understood comes only by import.
fn wanted_kind(query: &Query) -> LineKind {
    let kind = query.value("kind").and_then(|key| LineKind::from_key(&key));
    kind.filter(|kind| *kind != LineKind::NotUnderstood).unwrap_or(LineKind::Measure)
}

/// The form for another line.
pub(in crate::measures) async fn new(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    respond::page(&new_page(&visit, &plan, &item, wanted_kind(&query), &Typed::default(), None))
}

/// Adds a line.
pub(in crate::measures) async fn add(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let kind = wanted_kind(&query);
    let typed = Typed::of(&form);
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let said = match typed.read() {
        Ok(said) => said,
        Err(errors) => return respond::refused_form(&new_page(&visit, &plan, &item, kind, &typed, Some(&errors))),
    };
    actions::add_line(&mut tx, &visit.viewer()?.into(), agency, item.id, kind, said, visit.now).await?;
    let name = kind.name();
    let message = Bilingual::new(format!("เพิ่ม{}แล้ว", name.th), format!("The {} is added.", name.en));
    after_change(tx, &visit, &address(item.id), message).await
}

/// The form for the text of a line.
pub(in crate::measures) async fn edit(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
) -> Result<Response> {
    let place = Place::load(&mut app.database.read().await?, visit.agency()?.id, id(&line_id)?).await?;
    respond::page(&place.page(&visit, &Typed::known(&place.line), None))
}

/// Changes the text of a line.
pub(in crate::measures) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let typed = Typed::of(&form);
    let mut tx = app.database.write().await?;
    let place = Place::load(&mut tx, agency, id(&line_id)?).await?;
    let said = match typed.read() {
        Ok(said) => said,
        Err(errors) => return respond::refused_form(&place.page(&visit, &typed, Some(&errors))),
    };
    let actor = visit.viewer()?.into();
    actions::change_line(&mut tx, &actor, agency, place.line.id, place.line.kind, Some(said), visit.now).await?;
    let name = place.line.kind.name();
    finish(&visit, tx, &place, format!("บันทึก{}แล้ว", name.th), format!("The {} is saved.", name.en)).await
}

/// Moves a line up or down.
pub(in crate::measures) async fn reorder(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = Place::load(&mut tx, agency, id(&line_id)?).await?;
    let direction = Direction::from_key(&form.text("direction")).ok_or(Error::NotFound)?;
    actions::move_line(&mut tx, &visit.viewer()?.into(), agency, place.line.id, direction, visit.now).await?;
    finish(&visit, tx, &place, "เรียงใหม่แล้ว", "Reordered.").await
}

/// Turns a text not understood into a result.
pub(in crate::measures) async fn use_as_result(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = Place::load(&mut tx, agency, id(&line_id)?).await?;
    actions::use_as_result(&mut tx, &visit.viewer()?.into(), agency, place.line.id, visit.now).await?;
    finish(&visit, tx, &place, "ใช้เป็นผลแล้ว ต่อไปเลือกสถานะของผลนี้", "It is a result now. Next, choose its status.").await
}

/// Keeps a text not understood as a note.
pub(in crate::measures) async fn keep_as_note(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = Place::load(&mut tx, agency, id(&line_id)?).await?;
    let actor = visit.viewer()?.into();
    actions::change_line(&mut tx, &actor, agency, place.line.id, LineKind::Note, None, visit.now).await?;
    finish(&visit, tx, &place, "เก็บเป็นหมายเหตุแล้ว", "Kept as a note.").await
}

/// Asks before a line goes.
pub(in crate::measures) async fn removal(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
) -> Result<Response> {
    let place = Place::load(&mut app.database.read().await?, visit.agency()?.id, id(&line_id)?).await?;
    let name = place.line.kind.name();
    let title = visit.say(format!("ลบ{}นี้", name.th), format!("Remove this {}", name.en));
    let action = format!("/office/measures/lines/{}/removal", place.line.id);
    let page = RemovalPage::new(&visit, &title, place.way_up(&visit), action, place.back());
    respond::page(&page.quoting(&place.line.text))
}

/// Removes a line.
pub(in crate::measures) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(line_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let place = Place::load(&mut tx, agency, id(&line_id)?).await?;
    actions::remove_line(&mut tx, &visit.viewer()?.into(), agency, place.line.id, visit.now).await?;
    let name = place.line.kind.name();
    finish(&visit, tx, &place, format!("ลบ{}แล้ว", name.th), format!("The {} is removed.", name.en)).await
}

async fn finish(
    visit: &Visit,
    tx: Transaction,
    place: &Place,
    thai: impl Into<String>,
    english: impl Into<String>,
) -> Result<Response> {
    after_change(tx, visit, &place.back(), Bilingual::new(thai, english)).await
}
