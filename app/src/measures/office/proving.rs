//! The figures that prove a result: on the page of its work, bound to it, and drafted into its line.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Connection, Uuid};
use thai::{Bilingual, Language, date, digits};

use super::{id, item, results, work};
use crate::{
    accounts::after_change,
    app::App,
    figures::{self, Catalogue, Reading, Standing, SubscriptionId},
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        audit::Actor,
        figures::Figure,
        form_page::{FormPage, Typed},
        html::{Button, Choice, EmptyState, Field, Html, Link, Page, Status, StatusTag},
        respond,
        visit::AgencyId,
    },
    measures::{
        actions,
        model::{
            Plan, PlanItem, ResultId, ResultLine,
            editing::{LONGEST_TEXT, check_text},
        },
    },
    organisation,
};

/// Where the figures of a result are bound.
fn address(result: ResultId) -> String {
    format!("/office/measures/results/{result}/figures")
}

/// The figures of a result on the page of its work.
#[derive(Template)]
#[template(path = "measures/html/result_figures.html")]
pub(super) struct ResultFigures {
    page: Page,
    here: String,
    figures: Vec<ShownFigure>,
    edited: Option<&'static str>,
    bind: Option<Button>,
    draft: Option<Button>,
}

crate::kit::html::components!(ResultFigures);

/// A figure as it is shown beside a result.
struct ShownFigure {
    link: Link,
    of: String,
    value: String,
    as_of: Option<String>,
    tag: Option<StatusTag>,
    remove: Option<Button>,
}

/// The names of units, for what figures are about.
pub(super) type Units = BTreeMap<Uuid, Bilingual>;

pub(super) async fn units(connection: &mut Connection, agency: AgencyId) -> Result<Units> {
    let units = organisation::list_units(connection, agency).await?;
    Ok(units.into_iter().map(|unit| (unit.id.0, unit.name)).collect())
}

impl ResultFigures {
    /// The figures of a result.
    pub(super) fn of(
        visit: &Visit,
        catalogue: Catalogue,
        units: &Units,
        result: &ResultLine,
        standings: &[Standing],
    ) -> Self {
        let t = visit.language;
        let may_edit = visit.may(Permission::EditMeasures);
        let here = address(result.id);
        let known = standings.iter().filter_map(|one| Some((catalogue.find(&one.subscription.about.figure)?, one)));
        let has_data = |(figure, one): &(&Figure, &Standing)| {
            one.reading.as_ref().is_some_and(|reading| reading.value(figure).is_some())
        };
        let can_draft = may_edit && known.clone().any(|one| has_data(&one));
        Self {
            page: visit.page(""),
            figures: known.map(|(figure, one)| shown(figure, one, units, may_edit, t)).collect(),
            edited: edited_words(result, standings, t),
            bind: may_edit.then(|| Button::secondary(t.say("ผูกตัวเลขกับผลนี้", "Bind a figure to it")).to(here.clone())),
            draft: can_draft.then(|| {
                Button::secondary(t.say("ร่างข้อความผลจากตัวเลข", "Draft the result from the figures"))
                    .to(format!("{here}/draft"))
            }),
            here,
        }
    }
}

/// Was the line drafted from figures, and is it still as it was drafted?
fn edited_words(result: &ResultLine, standings: &[Standing], t: Language) -> Option<&'static str> {
    let drafted: Vec<&str> = standings.iter().map(|one| one.subscription.drafted.as_str()).collect();
    let mut drafted = drafted.into_iter().filter(|sentence| !sentence.is_empty()).peekable();
    drafted.peek()?;
    Some(match drafted.all(|sentence| result.said.text.contains(sentence)) {
        true => t.say("ข้อความผลร่างจากตัวเลขเหล่านี้", "The result's words were drafted from these figures."),
        false => t.say(
            "ข้อความผลร่างจากตัวเลข แล้วมีผู้แก้ไข ค่าที่นับได้ยังอยู่ที่นี่และในรายงาน",
            "The result's words were drafted from the figures and then edited. What was counted stays here and in the report.",
        ),
    })
}

fn shown(figure: &Figure, one: &Standing, units: &Units, may_edit: bool, t: Language) -> ShownFigure {
    let name = (figure.name)().in_language(t).to_owned();
    let about = &one.subscription.about;
    let mut of = vec![t.say(format!("ปี {}", about.year), format!("FY {}", about.year))];
    of.extend(one.reading.as_ref().map(|reading| reading.subject.clone()).filter(|subject| !subject.is_empty()));
    of.extend(units.get(&about.unit).map(|unit| unit.in_language(t).to_owned()));
    let with_data = one.reading.as_ref().filter(|reading| reading.denominator > 0);
    ShownFigure {
        link: Link::new((figure.page)(about), name.clone()),
        of: of.join(" · "),
        value: one
            .reading
            .as_ref()
            .map_or_else(|| t.say("ยังไม่มีข้อมูล", "No data yet").to_owned(), |reading| reading.written(figure, t)),
        as_of: with_data.map(|reading| {
            let day = date::short(reading.day(), t);
            let parts = figure.parts(reading.numerator, reading.denominator, t);
            t.say(format!("{parts} ณ วันที่ {day}"), format!("{parts}, as of {day}"))
        }),
        tag: target_tag(figure, one, t),
        remove: may_edit.then(|| {
            let id = one.subscription.id.to_string();
            Button::quiet(t.say("เลิกผูก", "Release")).small().sends("subscription", id).about(name)
        }),
    }
}

/// Does a figure reach its target? Nothing where none is set.
pub(in crate::measures) fn target_tag(figure: &Figure, one: &Standing, t: Language) -> Option<StatusTag> {
    let target = figure.how.written(one.subscription.target?, t);
    let (status, words) = match one.reaches(figure) {
        Some(true) => (Status::Done, t.say(format!("ถึงเป้า {target}"), format!("Reaches {target}"))),
        Some(false) => (Status::GoingStale, t.say(format!("ยังไม่ถึงเป้า {target}"), format!("Short of {target}"))),
        None => (Status::NoData, t.say(format!("เป้า {target}"), format!("Target {target}"))),
    };
    Some(StatusTag::new(t, status).saying(words))
}

// binding ------------------------------------------------------------------------------------------------------------

/// What stands behind the form.
struct Scene {
    plan: Plan,
    item: PlanItem,
    result: ResultLine,
    readings: Vec<Reading>,
    units: Units,
}

async fn load(app: &App, visit: &Visit, result: &str) -> Result<Scene> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let (plan, item, result) = results::load(&mut connection, agency, id(result)?).await?;
    let readings = figures::actions::list_latest(&mut connection, agency).await?;
    let units = units(&mut connection, agency).await?;
    Ok(Scene { plan, item, result, readings, units })
}

/// A page below the work on the result.
fn below_work(visit: &Visit, page: FormPage, scene: &Scene) -> FormPage {
    let t = visit.language;
    let year = scene.plan.head.year;
    page.up(
        visit,
        &[
            (&format!("/office/measures/{year}"), &t.say(format!("มาตรการปี {year}"), format!("Measures of {year}"))),
            (&item::address(scene.item.id), &scene.item.code),
            (&work::address(scene.result.id), t.say("งานของผลนี้", "Work on it")),
        ],
    )
}

fn form_page(visit: &Visit, app: &App, scene: &Scene, form: &Form, errors: &FormErrors) -> FormPage {
    let t = visit.language;
    let Scene { plan, item, result, readings, units } = scene;
    let typed = Typed::new(visit, form, errors);
    let here = address(result.id);
    let mut known: Vec<(bool, &Figure, &Reading)> = readings
        .iter()
        .filter_map(|reading| {
            let figure = app.figures.find(&reading.about.figure)?;
            let fits = item.duty.as_deref().is_some_and(|duty| figure.duties.contains(&duty));
            Some((fits, figure, reading))
        })
        .collect();
    // What can prove this very duty first, then the year's own.
    known.sort_by_key(|(fits, figure, reading)| {
        (!fits, reading.about.year != plan.head.year, figure.key, reading.subject.clone(), reading.about.unit)
    });
    let choices = known.iter().map(|(fits, figure, reading)| {
        let mut words = vec![(figure.name)().in_language(t).to_owned()];
        words.extend(Some(reading.subject.clone()).filter(|subject| !subject.is_empty()));
        words.extend(units.get(&reading.about.unit).map(|unit| unit.in_language(t).to_owned()));
        words.push(t.say(format!("ปี {}", reading.about.year), format!("FY {}", reading.about.year)));
        words.push(reading.written(figure, t));
        let fits = if *fits { "★ " } else { "" };
        Choice::new(reading.about.key(), format!("{fits}{}", words.join(" · ")))
    });
    let choices: Vec<Choice> = choices.collect();
    let title = t.say(format!("ผูกตัวเลขกับผลของข้อ {}", item.code), format!("Bind a figure to a result of {}", item.code));
    let page = below_work(visit, FormPage::new(visit, title, here).errors(visit, errors), scene);
    if choices.is_empty() {
        return page.before(EmptyState::new(t.say(
            "ยังไม่มีตัวเลขให้เลือก ระบบนับให้เองเมื่อมีหนังสือเวียน การประชุม หรือผลของมาตรการในระบบ",
            "There are no figures to choose yet. They are counted once there are circulars, meetings or results here.",
        )));
    }
    page.before(Html::text(&result.said.text))
        .field(
            typed
                .select("figure", t.say("ตัวเลข", "Figure"), t.say("เลือกตัวเลข", "Choose a figure"), choices)
                .hint(t.say(
                    "★ คือตัวเลขที่ตรงกับเรื่องของข้อนี้ ตัวเลขที่ผูกและชื่อเรื่องที่นับจะอยู่ในรายงานและหน้ามาตรการที่ประชาชนเห็น",
                    "★ marks figures that speak of this very item. What is bound, with the title of what it counts, stands in the \
                     report and on the public page of measures.",
                )),
        )
        .field(
            typed
                .fill("target", Field::digits("target", t.say("เป้าหมาย", "Target")))
                .optional(t)
                .hint(t.say("เช่น 90 สำหรับร้อยละ 90 หรือ 3 สำหรับ 3 วัน", "E.g. 90 for 90 per cent, or 3 for 3 days")),
        )
        .button(Button::primary(t.say("ผูกตัวเลขนี้", "Bind it")))
}

/// The form that binds a figure.
pub(in crate::measures) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
) -> Result<Response> {
    let scene = load(&app, &visit, &result).await?;
    respond::page(&form_page(&visit, &app, &scene, &Form::default(), &FormErrors::default()))
}

/// A target in hundredths. Percentages end at 100.
fn read_target(form: &Form, errors: &mut FormErrors) -> Option<i64> {
    let text = form.text("target");
    if text.is_empty() {
        return None;
    }
    let target = digits::parse_fixed(&text, 2).filter(|target| (0..=100_000_000).contains(target));
    if target.is_none() {
        errors.add(
            "target",
            "อ่านเป้าหมายไม่ได้ ใส่ตัวเลขที่มีทศนิยมไม่เกินสองตำแหน่ง เช่น 90 หรือ 2.5",
            "The target is not a number. Enter one with at most two decimals, such as 90 or 2.5.",
        );
    }
    target
}

/// Binds a figure.
pub(in crate::measures) async fn bind(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let scene = load(&app, &visit, &result).await?;
    let (agency, mut errors) = (visit.agency()?.id, FormErrors::default());
    let key = form.text("figure");
    let reading = scene.readings.iter().find(|reading| reading.about.key() == key);
    let figure = reading.and_then(|reading| app.figures.find(&reading.about.figure));
    if figure.is_none() {
        errors.add("figure", "ยังไม่ได้เลือกตัวเลข เลือกหนึ่งตัว", "No figure was chosen. Choose one.");
    }
    let target = read_target(&form, &mut errors);
    let (Some(reading), Some(figure), true) = (reading, figure, errors.is_empty()) else {
        return respond::refused_form(&form_page(&visit, &app, &scene, &form, &errors));
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    let name = (figure.name)().th;
    let bound = (reading.about.clone(), name.as_str(), target);
    actions::bind_figure(&mut tx, &actor, agency, scene.result.id, bound, visit.now).await?;
    let message =
        Bilingual::new("ผูกตัวเลขแล้ว ร่างข้อความผลจากตัวเลขได้", "The figure is bound. The result can be drafted from it.");
    after_change(tx, &visit, &work::address(scene.result.id), message).await
}

/// Releases a figure.
pub(in crate::measures) async fn release(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let subscription: SubscriptionId = form.text("subscription").parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.database.write().await?;
    let one = figures::actions::load_subscription(&mut tx, agency, result.0, subscription).await?;
    let name =
        app.figures.find(&one.about.figure).map_or_else(|| one.about.figure.clone(), |figure| (figure.name)().th);
    let actor = Actor::from(visit.viewer()?);
    actions::release_figure(&mut tx, &actor, agency, (result, subscription), &name, visit.now).await?;
    let message = Bilingual::new("เลิกผูกตัวเลขแล้ว", "The figure was released.");
    after_change(tx, &visit, &work::address(result), message).await
}

// drafting -----------------------------------------------------------------------------------------------------------

/// The sentences that the figures of a result say now, each with its figure.
async fn sentences(app: &App, agency: AgencyId, scene: &Scene) -> Result<Vec<(Standing, String)>> {
    let mut connection = app.database.read().await?;
    let standings =
        figures::actions::standings_of_result(&mut connection, agency, scene.plan.head.id.0, scene.result.id.0).await?;
    let said = standings.into_iter().filter_map(|one| {
        let figure = app.figures.find(&one.subscription.about.figure)?;
        let unit = scene.units.get(&one.subscription.about.unit).map(|unit| unit.th.clone()).unwrap_or_default();
        let sentence = one.reading.as_ref()?.sentence(figure, &unit)?;
        Some((one, sentence))
    });
    Ok(said.collect())
}

fn draft_page(visit: &Visit, scene: &Scene, form: &Form, errors: &FormErrors) -> FormPage {
    let t = visit.language;
    let result = &scene.result;
    let typed = Typed::new(visit, form, errors);
    let now = t.say(format!("ข้อความเดิม: {}", result.said.text), format!("It says now: {}", result.said.text));
    let title = t.say("ร่างข้อความผลจากตัวเลข", "Draft the result from the figures");
    let page = FormPage::new(visit, title, format!("{}/draft", address(result.id))).errors(visit, errors);
    below_work(visit, page, scene)
        .before(Html::text(now))
        .field(typed.fill("text", Field::textarea("text", t.say("ผลการดำเนินการ", "Result")).rows(5)).hint(t.say(
            "แก้ไขได้ ข้อความที่แก้จะมีเครื่องหมายว่าแก้ไขแล้ว และค่าที่นับได้ยังแสดงคู่กัน",
            "You may edit it. Edited words are marked so, and what was counted is shown beside them.",
        )))
        .button(Button::primary(t.say("ใช้ข้อความนี้", "Use these words")))
}

/// The form with the sentences that the figures say.
pub(in crate::measures) async fn draft(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
) -> Result<Response> {
    let scene = load(&app, &visit, &result).await?;
    let said = sentences(&app, visit.agency()?.id, &scene).await?;
    let text: Vec<&str> = said.iter().map(|(_, sentence)| sentence.as_str()).collect();
    let form = Form::with([("text", text.join(" "))]);
    respond::page(&draft_page(&visit, &scene, &form, &FormErrors::default()))
}

/// Makes the draft the result's line.
pub(in crate::measures) async fn take_draft(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let scene = load(&app, &visit, &result).await?;
    let agency = visit.agency()?.id;
    let said = sentences(&app, agency, &scene).await?;
    let text = form.text("text");
    let mut errors = FormErrors::default();
    check_text(&mut errors, "text", &text, LONGEST_TEXT);
    if !errors.is_empty() {
        return respond::refused_form(&draft_page(&visit, &scene, &form, &errors));
    }
    let day = said.iter().filter_map(|(one, _)| Some(one.reading.as_ref()?.day())).max();
    let result = &scene.result;
    let typed = actions::Typed { text, day: day.or(result.said.day), due: result.work.due };
    let drafted: Vec<(&Standing, String)> = said.iter().map(|(one, sentence)| (one, sentence.clone())).collect();
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    actions::take_draft(&mut tx, &actor, agency, result.id, (typed, &drafted), visit.now).await?;
    let message = Bilingual::new("บันทึกข้อความผลแล้ว", "The result's words were saved.");
    after_change(tx, &visit, &work::address(result.id), message).await
}
