//! The priority of an item, chosen with a reason or left to the points.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{
    FormPage, id,
    item::{address, find, way_up},
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Form, FormErrors, Result, Visit,
        html::{Choice, Field},
        respond,
    },
    measures::{
        actions,
        model::{
            Plan, PlanItem,
            editing::{LONGEST_NAME, check_text},
            priority::{ChosenPriority, Priority, rule},
        },
    },
};

/// What was typed of a priority; an empty one leaves it to the points.
struct Typed {
    priority: String,
    reason: String,
}

impl Typed {
    fn read(&self) -> std::result::Result<Option<ChosenPriority>, FormErrors> {
        let Some(priority) = Priority::from_key(&self.priority) else { return Ok(None) };
        let mut errors = FormErrors::default();
        check_text(&mut errors, "reason", &self.reason, LONGEST_NAME);
        errors.or(|| Some(ChosenPriority { priority, reason: self.reason.clone() }))
    }

    fn page(&self, visit: &Visit, plan: &Plan, item: &PlanItem, errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let error = errors.and_then(|errors| errors.of("reason")).map(|sentence| sentence.in_language(t));
        let by_points = [Choice::new("", t.say("ตามคะแนนที่เสีย", "By the points it costs"))];
        let others = Priority::ALL.map(|priority| Choice::new(priority.key(), priority.name().in_language(t)));
        FormPage::new(
            visit,
            t.say(format!("ลำดับความสำคัญของข้อ {}", item.code), format!("Priority of item {}", item.code)),
            way_up(visit, plan, item),
            format!("{}/priority", address(item.id)),
            address(item.id),
        )
        .about(rule().in_language(t))
        .field(
            Field::radios("priority", t.say("ลำดับ", "Priority"), by_points.into_iter().chain(others))
                .value(&self.priority),
        )
        .field(
            Field::textarea("reason", t.say("เหตุผล", "Reason"))
                .rows(3)
                .hint(t.say(
                    "ต้องใส่เมื่อเลือกลำดับเอง และพิมพ์ในรายงานวิเคราะห์",
                    "Needed with a choice of yours; printed in the analysis",
                ))
                .value(&self.reason)
                .error(error),
        )
        .mistakes(errors)
    }
}

/// The form for the priority of an item.
pub(in crate::measures) async fn form(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let typed = match &item.priority {
        Some(chosen) => Typed { priority: chosen.priority.key().into(), reason: chosen.reason.clone() },
        None => Typed { priority: String::new(), reason: String::new() },
    };
    respond::page(&typed.page(&visit, &plan, &item, None))
}

/// Chooses the priority of an item, or leaves it to the points.
pub(in crate::measures) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let typed = Typed { priority: form.text("priority"), reason: form.text("reason") };
    let chosen = match typed.read() {
        Ok(chosen) => chosen,
        Err(errors) => return respond::refused_form(&typed.page(&visit, &plan, &item, Some(&errors))),
    };
    actions::choose_priority(&mut tx, &visit.viewer()?.into(), agency, item.id, chosen, visit.now).await?;
    let message = Bilingual::new("บันทึกลำดับความสำคัญแล้ว", "The priority is saved.");
    after_change(tx, &visit, &address(item.id), message).await
}
