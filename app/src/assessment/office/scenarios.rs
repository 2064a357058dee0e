//! Saved scenarios: beside each other, one by one, and as the target of the next year.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Connection, Uuid};
use scoring::what_if::Moves;
use thai::{Bilingual, FiscalYear, date};

use super::{
    Shelf, address, page_below_year,
    what_if::{address_of, moved_table, moves_in, same_moves},
};
use crate::{
    accounts::after_change,
    app::App,
    assessment::{
        actions::scenarios as actions,
        figures,
        model::{
            Assessment,
            scenario::{Scenario, ScenarioId},
        },
        store::scenarios as store,
    },
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit, audit,
        form_page::{ConfirmPage, FormPage, Typed},
        html::{Button, Column, EmptyState, Html, Link, Notice, Page, Row, Status, StatusTag, Table, Timeline},
        listing::Query,
        respond,
    },
};

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

#[derive(Template)]
#[template(path = "assessment/html/scenarios.html")]
struct ScenariosPage {
    page: Page,
    target: Option<String>,
    empty: Option<EmptyState>,
    table: Option<Table>,
    new: Button,
}

#[derive(Template)]
#[template(path = "assessment/html/scenario.html")]
struct ScenarioPage {
    page: Page,
    target: Option<StatusTag>,
    older: Option<Notice>,
    total: String,
    note: String,
    moved: Option<Table>,
    buttons: Vec<Button>,
    target_form: Option<(String, Button)>,
    /// The way to the question whether this is to take the place of another target.
    replace_target: Option<Button>,
    history: Timeline,
}

/// The scenarios on the scores of a year, beside each other.
pub(in crate::assessment) async fn list(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let shelf = Shelf::load(&mut connection, agency, &year).await?;
    let scenarios = store::list(&mut connection, agency, shelf.year).await?;
    let target = actions::target_of(&mut connection, agency, shelf.year.next()).await?;
    let t = visit.language;
    let authors = audit::authors(&mut connection, agency, "assessment.scenario.saved", t).await?;
    let title = visit.say(format!("แผนทดลอง ปี {}", shelf.year), format!("Scenarios of {}", shelf.year));
    let new = Button::primary(visit.say("ลองปรับคะแนน", "Try scores")).to(address(shelf.year, "/what-if"));
    let why = visit.say(
        "ยังไม่มีแผนทดลอง ลองปรับคะแนนดูว่าข้อใดพาไปถึงระดับที่ต้องการ แล้วเก็บไว้เทียบกัน",
        "There are no scenarios yet. Try which items lead to the level you want, and keep the result for comparison.",
    );
    respond::page(&ScenariosPage {
        page: page_below_year(&visit, shelf.year, title),
        target: shelf.now().zip(target.as_ref()).map(|(now, target)| figures::target_in_words(t, now, target)),
        empty: scenarios.is_empty().then(|| EmptyState::new(why)),
        table: (!scenarios.is_empty())
            .then(|| beside(&visit, &shelf, &scenarios, target.map(|it| it.scenario.id), &authors)),
        new,
    })
}

fn beside(
    visit: &Visit,
    shelf: &Shelf,
    scenarios: &[Scenario],
    target: Option<ScenarioId>,
    authors: &BTreeMap<Uuid, String>,
) -> Table {
    let t = visit.language;
    let levers = shelf.now().map(Assessment::levers).unwrap_or_default();
    let total = shelf.now().and_then(|now| now.scores().total().map(|value| value.score.clone()));
    let rows = scenarios.iter().map(|scenario| {
        let level = level_name(shelf, scenario, visit).unwrap_or_default();
        let points: i64 = scenario.moves.iter().map(|it| it.to.ten_thousandths() - it.from.ten_thousandths()).sum();
        let points = scoring::Exact::ratio(points, 10_000).unwrap_or_default();
        let mut state = Html::default();
        if target == Some(scenario.id) {
            state = Html::from(StatusTag::new(t, Status::Done).saying(t.say("เป้าหมาย", "Target")));
        }
        if scenario.is_on_older_scores(&levers, total.as_ref()) {
            let older = StatusTag::new(t, Status::GoingStale).saying(t.say("จากคะแนนเดิม", "On older scores"));
            state = if state.is_empty() { older.into() } else { state.and(older) };
        }
        Row::new(Link::new(scenario_address(scenario.id, ""), scenario.name.clone()))
            .cell(scenario.total.to_string())
            .cell(level)
            .cell(scenario.moves.len().to_string())
            .cell(figures::signed(&points))
            .cell(date::short(date::day_in_bangkok(scenario.created_at), t))
            .cell(authors.get(&scenario.id.0).cloned().unwrap_or_else(|| "–".to_owned()))
            .cell(state)
    });
    Table::new(t.say("แผนทดลองเทียบกัน ใหม่ที่สุดอยู่บน", "Scenarios beside each other, the newest on top"))
        .column(Column::text(t.say("แผน", "Scenario")))
        .column(Column::number(t.say("คะแนนรวม", "Total")))
        .column(Column::text(t.say("ระดับ", "Level")))
        .column(Column::number(t.say("ข้อที่ปรับ", "Items moved")))
        .column(Column::number(t.say("คะแนนรายข้อ", "Points of items")))
        .column(Column::text(t.say("เก็บเมื่อ", "Kept on")))
        .column(Column::text(t.say("โดย", "By")))
        .column(Column::text(t.say("สถานะ", "State")))
        .rows(rows)
}

fn level_name(shelf: &Shelf, scenario: &Scenario, visit: &Visit) -> Option<String> {
    let instrument = shelf.instrument().ok()?;
    Some(instrument.level(scenario.level.as_deref()?)?.name.in_language(visit.language).to_owned())
}

fn scenario_address(id: ScenarioId, below: &str) -> String {
    format!("/office/scores/scenarios/{id}{below}")
}

fn id(text: &str) -> Result<ScenarioId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The form that keeps moves: they stand in the address, name and note are asked for.
fn new_page(visit: &Visit, now: &Assessment, moves: &Moves, form: &Form, errors: &FormErrors) -> FormPage {
    let action = address_of(now, "/scenarios", moves);
    let back = address_of(now, "/what-if", moves);
    let words = visit.say("ลองปรับคะแนน", "What if");
    let title = visit.say("เก็บเป็นแผนทดลอง", "Keep as a scenario");
    let page = FormPage::new(visit, title, action)
        .errors(visit, errors)
        .up(visit, &[(&address(now.year, "/scenarios"), visit.say("แผนทดลอง", "Scenarios")), (&back, words)])
        .before(moved_table(visit.language, now, moves));
    words_fields(page, visit, form, errors)
}

fn words_fields(page: FormPage, visit: &Visit, form: &Form, errors: &FormErrors) -> FormPage {
    let typed = Typed::new(visit, form, errors);
    page.field(typed.text("name", "ชื่อแผน", "Name").width(32))
        .field(typed.optional_text("note", "สมมติอะไรไว้", "What it supposes").width(48))
}

fn read_words(form: &Form, errors: &mut FormErrors) -> (String, String) {
    let name = form.text("name");
    if name.is_empty() {
        errors.add("name", "ตั้งชื่อแผน เช่น ทำ OIT ให้ครบ", "Give it a name, such as “All open data complete”");
    } else if name.chars().count() > LONGEST_NAME {
        errors.add(
            "name",
            format!("ชื่อยาวเกิน {LONGEST_NAME} ตัวอักษร ย่อลง แล้วใส่รายละเอียดในช่องถัดไป"),
            format!(
                "The name is longer than {LONGEST_NAME} characters. Shorten it and put the rest into the next field"
            ),
        );
    }
    (name, form.text("note"))
}

/// Says at the field when another scenario of the year has this name.
async fn refuse_namesake(
    connection: &mut Connection,
    visit: &Visit,
    (year, except): (FiscalYear, Option<ScenarioId>),
    name: &str,
    errors: &mut FormErrors,
) -> Result<()> {
    if let Some(namesake) = actions::find_namesake(connection, visit.agency()?.id, year, name, except).await? {
        let Bilingual { th, en } = actions::double_name(&namesake);
        errors.add("name", th, en);
    }
    Ok(())
}

pub(in crate::assessment) async fn new(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    query: Query,
) -> Result<Response> {
    let shelf = Shelf::load(&mut app.database.read().await?, visit.agency()?.id, &year).await?;
    let now = shelf.now().ok_or(Error::NotFound)?;
    let Some(moves) = moves_in(now, &query) else { return Ok(respond::go(&same_moves(now, &query))) };
    if moves.is_empty() {
        return Ok(respond::go(&address(shelf.year, "/what-if")));
    }
    respond::page(&new_page(&visit, now, &moves, &Form::default(), &FormErrors::default()))
}

pub(in crate::assessment) async fn save(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    query: Query,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let shelf = Shelf::load(&mut tx, agency, &year).await?;
    let now = shelf.now().ok_or(Error::NotFound)?;
    let Some(moves) = moves_in(now, &query) else { return Ok(respond::go(&same_moves(now, &query))) };
    let mut errors = FormErrors::default();
    let words = read_words(&form, &mut errors);
    refuse_namesake(&mut tx, &visit, (shelf.year, None), &words.0, &mut errors).await?;
    if !errors.is_empty() {
        return respond::refused_form(&new_page(&visit, now, &moves, &form, &errors));
    }
    let name = words.0.clone();
    let id = actions::save(&mut tx, &visit.viewer()?.into(), agency, now, &moves, words, visit.now).await?;
    let done = Bilingual::new(
        format!("เก็บแผน “{name}” แล้ว ตั้งเป็นเป้าหมายของปีถัดไปได้จากหน้านี้"),
        format!("Kept “{name}”. It can be made the target of the next year from this page."),
    );
    after_change(tx, &visit, &scenario_address(id, ""), done).await
}

pub(in crate::assessment) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let scenario = actions::load(&mut connection, agency, id(&scenario)?).await?;
    let shelf = Shelf::load(&mut connection, agency, &scenario.year.to_string()).await?;
    let target = actions::target_of(&mut connection, agency, scenario.year.next()).await?;
    let history = audit::history(&mut connection, agency, scenario.id.0, visit.language).await?;
    let (t, next) = (visit.language, scenario.year.next());
    let is_target = target.as_ref().is_some_and(|target| target.scenario.id == scenario.id);
    let replaced = target.as_ref().map(|target| &target.scenario).filter(|_| !is_target);
    let level = level_name(&shelf, &scenario, &visit).unwrap_or_default();
    let total = scenario.total;
    let may_edit = visit.may(Permission::EditScores);
    respond::page(&ScenarioPage {
        page: below_scenarios(&visit, &scenario, scenario.name.clone()),
        target: is_target.then(|| {
            StatusTag::new(t, Status::Done).saying(t.say(format!("เป้าหมายปี {next}"), format!("Target of {next}")))
        }),
        older: shelf.now().filter(|now| now.is_newer_than(&scenario)).map(|now| older(&visit, now, &scenario)),
        total: t.say(format!("คะแนนรวม {total} ระดับ {level}"), format!("Total {total}, level {level}")),
        note: scenario.note.clone(),
        moved: shelf.now().map(|now| moved_table(t, now, &scenario.moves())),
        buttons: buttons(&visit, shelf.now(), &scenario, may_edit),
        replace_target: replaced.map(|old| replace_button(&visit, &scenario, old)).filter(|_| may_edit),
        target_form: (may_edit && replaced.is_none()).then(|| target_form(&visit, &scenario, is_target)),
        history,
    })
}

fn below_scenarios(visit: &Visit, scenario: &Scenario, title: String) -> Page {
    let mut page = page_below_year(visit, scenario.year, title);
    let words = visit.say("แผนทดลอง", "Scenarios");
    page.breadcrumbs = page.breadcrumbs.map(|path| path.parent(address(scenario.year, "/scenarios"), words));
    page
}

fn older(visit: &Visit, now: &Assessment, scenario: &Scenario) -> Notice {
    let day = date::short(date::day_in_bangkok(scenario.created_at), visit.language);
    let again = now.what_if(&scenario.moves());
    let again = again.total().map(ToString::to_string).unwrap_or_default();
    Notice::warning(visit.say(
        format!("คะแนนของปีนี้เปลี่ยนหลังเก็บแผนเมื่อ {day} คิดใหม่จากคะแนนปัจจุบันได้คะแนนรวม {again}"),
        format!("The scores of this year were changed after {day}. On today's scores the total would be {again}."),
    ))
}

fn buttons(visit: &Visit, now: Option<&Assessment>, scenario: &Scenario, may_edit: bool) -> Vec<Button> {
    let mut buttons = Vec::new();
    if let Some(now) = now {
        let words = visit.say("เปิดในหน้าลองปรับคะแนน", "Open in what-if");
        buttons.push(Button::secondary(words).to(address_of(now, "/what-if", &scenario.moves())));
    }
    if may_edit {
        let rename = Button::quiet(visit.say("แก้ชื่อ", "Rename")).to(scenario_address(scenario.id, "/name"));
        let remove = Button::quiet(visit.say("ลบแผนนี้", "Remove")).to(scenario_address(scenario.id, "/removal"));
        buttons.extend([rename, remove]);
    }
    buttons
}

/// The button by which this becomes the target of a year that has none, or is it no longer.
fn target_form(visit: &Visit, scenario: &Scenario, is_target: bool) -> (String, Button) {
    let next = scenario.year.next();
    if is_target {
        return (scenario_address(scenario.id, "/release"), Button::secondary(release_words(visit, scenario)));
    }
    let words = visit.say(format!("ตั้งเป็นเป้าหมายปี {next}"), format!("Make it the target of {next}"));
    (scenario_address(scenario.id, "/target"), Button::primary(words))
}

fn release_words(visit: &Visit, scenario: &Scenario) -> String {
    let next = scenario.year.next();
    visit.say(format!("ยกเลิกเป้าหมายปี {next}"), format!("Release the target of {next}"))
}

/// Leads to the question; it names the target whose place this would take.
fn replace_button(visit: &Visit, scenario: &Scenario, old: &Scenario) -> Button {
    let (next, total) = (scenario.year.next(), old.total);
    let words = visit.say(
        format!("ตั้งเป็นเป้าหมายปี {next} แทนเป้าเดิม {total}…"),
        format!("Make it the target of {next} in place of {total}…"),
    );
    Button::primary(words).to(scenario_address(scenario.id, "/target"))
}

/// A scenario with its total and level: “ห้าข้อถึง A” 85.80 (A).
fn named(visit: &Visit, shelf: &Shelf, scenario: &Scenario) -> String {
    let level = level_name(shelf, scenario, visit).map(|level| format!(" ({level})")).unwrap_or_default();
    format!("“{}” {}{level}", scenario.name, scenario.total)
}

/// Asks before one target takes the place of another.
pub(in crate::assessment) async fn confirm_target(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let scenario = actions::load(&mut connection, agency, id(&scenario)?).await?;
    let shelf = Shelf::load(&mut connection, agency, &scenario.year.to_string()).await?;
    let target = actions::target_of(&mut connection, agency, scenario.year.next()).await?;
    let Some(old) = target.map(|target| target.scenario).filter(|old| old.id != scenario.id) else {
        return Ok(respond::go(&scenario_address(scenario.id, "")));
    };
    let (new, was, next) = (named(&visit, &shelf, &scenario), named(&visit, &shelf, &old), scenario.year.next());
    let lower = match scenario.total < old.total {
        true => visit.say(" เป้าใหม่ต่ำกว่าเป้าเดิม", " The new target is lower than the old one."),
        false => "",
    };
    respond::page(&ConfirmPage::new(
        &visit,
        visit.say(format!("เปลี่ยนเป้าหมายปี {next}"), format!("Change the target of {next}")),
        visit.say(
            format!("เป้าหมายปี {next} จะเปลี่ยนจาก {was} เป็น {new}{lower} แผนเดิมยังเก็บไว้ และตั้งกลับได้"),
            format!("The target of {next} changes from {was} to {new}.{lower} The old scenario is kept and can be set again."),
        ),
        scenario_address(scenario.id, "/target"),
        Button::primary(visit.say("เปลี่ยนเป้าหมาย", "Change the target")),
        &scenario_address(scenario.id, ""),
    ))
}

fn rename_page(visit: &Visit, scenario: &Scenario, form: &Form, errors: &FormErrors) -> FormPage {
    let page =
        FormPage::new(visit, visit.say("แก้ชื่อแผน", "Rename the scenario"), scenario_address(scenario.id, "/name"))
            .errors(visit, errors)
            .up(
                visit,
                &[
                    (&address(scenario.year, "/scenarios"), visit.say("แผนทดลอง", "Scenarios")),
                    (&scenario_address(scenario.id, ""), &scenario.name),
                ],
            );
    words_fields(page, visit, form, errors)
}

pub(in crate::assessment) async fn rename_form(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
) -> Result<Response> {
    let scenario = actions::load(&mut app.database.read().await?, visit.agency()?.id, id(&scenario)?).await?;
    let form = Form::with([("name", scenario.name.clone()), ("note", scenario.note.clone())]);
    respond::page(&rename_page(&visit, &scenario, &form, &FormErrors::default()))
}

pub(in crate::assessment) async fn rename(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let scenario = actions::load(&mut tx, agency, id(&scenario)?).await?;
    let mut errors = FormErrors::default();
    let words = read_words(&form, &mut errors);
    refuse_namesake(&mut tx, &visit, (scenario.year, Some(scenario.id)), &words.0, &mut errors).await?;
    if !errors.is_empty() {
        return respond::refused_form(&rename_page(&visit, &scenario, &form, &errors));
    }
    actions::rename(&mut tx, &visit.viewer()?.into(), agency, scenario.id, words, visit.now).await?;
    let done = Bilingual::new("บันทึกชื่อแผนแล้ว", "Saved the name.");
    after_change(tx, &visit, &scenario_address(scenario.id, ""), done).await
}

pub(in crate::assessment) async fn set_target(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
    _: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let id = id(&scenario)?;
    let actor = visit.viewer()?.into();
    let year = actions::set_target(&mut tx, &actor, visit.agency()?.id, id, visit.now).await?;
    let done = Bilingual::new(
        format!("ตั้งเป็นเป้าหมายปี {year} แล้ว หน้าวันนี้และหน้าคะแนนจะเทียบกับเป้านี้"),
        format!("This is the target of {year} now; the first page and the scores are compared with it."),
    );
    after_change(tx, &visit, &scenario_address(id, ""), done).await
}

pub(in crate::assessment) async fn release_target(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
    _: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let id = id(&scenario)?;
    let actor = visit.viewer()?.into();
    let year = actions::release_target(&mut tx, &actor, visit.agency()?.id, id, visit.now).await?;
    let done = Bilingual::new(
        format!("ยกเลิกเป้าหมายปี {year} แล้ว แผนยังเก็บไว้"),
        format!("The target of {year} is released; the scenario is kept."),
    );
    after_change(tx, &visit, &scenario_address(id, ""), done).await
}

pub(in crate::assessment) async fn confirm_removal(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let scenario = actions::load(&mut connection, agency, id(&scenario)?).await?;
    let (name, next) = (&scenario.name, scenario.year.next());
    let target = actions::target_of(&mut connection, agency, next).await?;
    if target.is_some_and(|target| target.scenario.id == scenario.id) {
        return respond::page(&ConfirmPage::new(
            &visit,
            visit.say(format!("ลบแผน “{name}”"), format!("Remove “{name}”")),
            visit.say(
                format!("แผนนี้เป็นเป้าหมายปี {next} จึงยังลบไม่ได้ ยกเลิกเป้าหมายก่อน แล้วลบได้จากหน้าแผน หรือตั้งแผนอื่นเป็นเป้าหมายแทน"),
                format!(
                    "This scenario is the target of {next}, so it cannot be removed yet. Release the target first and \
                     remove it from its page, or make another scenario the target."
                ),
            ),
            scenario_address(scenario.id, "/release"),
            Button::secondary(release_words(&visit, &scenario)),
            &scenario_address(scenario.id, ""),
        ));
    }
    respond::page(&ConfirmPage::new(
        &visit,
        visit.say(format!("ลบแผน “{name}”"), format!("Remove “{name}”")),
        visit.say(
            "แผนนี้จะหายไปจากรายการ คะแนนจริงไม่เปลี่ยน ประวัติการแก้ไขยังอยู่",
            "The scenario leaves the list. The real scores do not change, and the record of changes stays.",
        ),
        scenario_address(scenario.id, "/removal"),
        Button::danger_final(visit.say("ลบ", "Remove")),
        &scenario_address(scenario.id, ""),
    ))
}

pub(in crate::assessment) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(scenario): Path<String>,
    _: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let actor = visit.viewer()?.into();
    let gone = actions::remove(&mut tx, &actor, visit.agency()?.id, id(&scenario)?, visit.now).await?;
    let done = Bilingual::new(format!("ลบแผน “{}” แล้ว", gone.name), format!("Removed “{}”.", gone.name));
    after_change(tx, &visit, &address(gone.year, "/scenarios"), done).await
}
