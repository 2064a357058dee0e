//! Units.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{CHART, chart_words, history, id, read_position, read_telephone, removal, unused};
use crate::{
    accounts,
    app::App,
    kit::{
        Form, FormErrors, Result, Visit, audit,
        form_page::{FormPage, Typed, read_names},
        html::Button,
        respond,
    },
    organisation::{
        actions,
        model::{NewUnit, Unit, UnitId},
        store,
    },
};

fn fields(page: FormPage, typed: &Typed) -> FormPage {
    page.field(typed.text("name_th", "ชื่อฝ่าย", "Thai name").width(32))
        .field(typed.optional_text("name_en", "ชื่อภาษาอังกฤษ", "English name").width(32))
        .field(typed.optional_text("telephone", "โทรศัพท์", "Telephone").width(16))
}

fn new_page(visit: &Visit, form: &Form, errors: &FormErrors) -> FormPage {
    let page = FormPage::new(visit, visit.say("เพิ่มฝ่าย", "Add a unit"), format!("{CHART}/units"))
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit))]);
    fields(page, &Typed::new(visit, form, errors))
}

pub(crate) async fn show_new(visit: Visit) -> Result<Response> {
    respond::page(&new_page(&visit, &Form::default(), &FormErrors::default()))
}

pub(crate) async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut errors = FormErrors::default();
    let new = NewUnit { name: read_names(&form, &mut errors), telephone: read_telephone(&form, &mut errors) };
    let mut tx = app.database.write().await?;
    taken(&store::list_units(&mut tx, agency).await?, None, &new.name, &mut errors);
    if !errors.is_empty() {
        return respond::refused_form(&new_page(&visit, &form, &errors));
    }
    let name = new.name.clone();
    actions::add_unit(&mut tx, &visit.viewer()?.into(), agency, new, visit.now).await?;
    let done = Bilingual::new(
        format!("เพิ่ม{}แล้ว ต่อไปเพิ่มตำแหน่งในฝ่ายนี้", name.th),
        format!("Added {}. Next, add its posts.", name.en),
    );
    accounts::after_change(tx, &visit, CHART, done).await
}

/// Two units of one name could not be told apart.
fn taken(units: &[Unit], own: Option<UnitId>, name: &Bilingual, errors: &mut FormErrors) {
    if units.iter().any(|unit| Some(unit.id) != own && unit.name.th == name.th) {
        errors.add("name_th", "มีฝ่ายชื่อนี้แล้ว ใช้ชื่ออื่น", "There is a unit of this name. Choose another one");
    }
}

async fn edit_page(app: &App, visit: &Visit, unit: &Unit, form: &Form, errors: &FormErrors) -> Result<FormPage> {
    let agency = visit.agency()?.id;
    let timeline = audit::history(&mut app.database.read().await?, agency, unit.id.0, visit.language).await?;
    let typed = Typed::new(visit, form, errors);
    let path = format!("{CHART}/units/{}", unit.id);
    let name = unit.name.in_language(visit.language);
    let page = FormPage::new(visit, visit.say(format!("แก้ไข{name}"), format!("Change {name}")), path.clone())
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit))]);
    let remove = Button::danger(visit.say("ลบฝ่ายนี้", "Remove this unit")).to(format!("{path}/removal"));
    Ok(fields(page, &typed)
        .field(typed.text("position", "ลำดับในผัง", "Place in the chart").width(4))
        .after(remove)
        .after(history(visit, timeline)))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(unit): Path<String>) -> Result<Response> {
    let unit = store::load_unit(&mut app.database.read().await?, visit.agency()?.id, id(&unit)?).await?;
    let form = Form::with([
        ("name_th", unit.name.th.clone()),
        ("name_en", unit.name.en.clone()),
        ("telephone", unit.telephone.clone()),
        ("position", unit.position.to_string()),
    ]);
    respond::page(&edit_page(&app, &visit, &unit, &form, &FormErrors::default()).await?)
}

pub(crate) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(unit): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let unit = store::load_unit(&mut tx, agency, id(&unit)?).await?;
    let mut errors = FormErrors::default();
    let changed = Unit {
        id: unit.id,
        position: read_position(&form, &mut errors),
        name: read_names(&form, &mut errors),
        telephone: read_telephone(&form, &mut errors),
    };
    taken(&store::list_units(&mut tx, agency).await?, Some(unit.id), &changed.name, &mut errors);
    if !errors.is_empty() {
        return respond::refused_form(&edit_page(&app, &visit, &unit, &form, &errors).await?);
    }
    let name = changed.name.clone();
    actions::change_unit(&mut tx, &visit.viewer()?.into(), agency, changed, visit.now).await?;
    let done = Bilingual::new(format!("บันทึก{}แล้ว", name.th), format!("Saved {}.", name.en));
    accounts::after_change(tx, &visit, CHART, done).await
}

pub(crate) async fn show_removal(State(app): State<App>, visit: Visit, Path(unit): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let unit = store::load_unit(&mut connection, visit.agency()?.id, id(&unit)?).await?;
    let uses = store::count_uses_of_unit(&mut connection, unit.id).await?;
    removal(&visit, unit.name.in_language(visit.language), uses, &format!("{CHART}/units/{}", unit.id))
}

pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(unit): Path<String>,
    _: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let unit = store::load_unit(&mut tx, agency, id(&unit)?).await?;
    unused(store::count_uses_of_unit(&mut tx, unit.id).await?)?;
    actions::remove_unit(&mut tx, &visit.viewer()?.into(), agency, unit.id, visit.now).await?;
    let done = Bilingual::new(format!("ลบ{}แล้ว", unit.name.th), format!("Removed {}.", unit.name.en));
    accounts::after_change(tx, &visit, CHART, done).await
}
