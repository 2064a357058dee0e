//! One item: its facts, what stands at it, its history; its removal; its starter measures.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use jiff::Timestamp;
use scoring::{Exact, Instrument};
use thai::{Bilingual, Language};

use super::{
    FormPage, TypedDay,
    entries::{Entries, line_entries, note_entries, responsible_entries, result_entries},
    forms::RemovalPage,
    id, indicator_name, way_up_to_year,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        audit::{self, Payload, store::StoredEntry},
        html::{Button, Choice, Event, Field, Html, Link, Page, ProofLine, StatusTag, SummaryList, Timeline},
        respond,
        visit::{Agency, AgencyId},
    },
    measures::{
        actions::{self, Chosen, ItemFacts},
        figures,
        library::{self, Starter},
        model::{
            Documents, LineKind, Period, Plan, PlanItem, PlanItemId,
            editing::{LONGEST_NAME, check_text},
            listing::{Figures, ScoreAfter, score_after},
        },
        store, words,
    },
};

/// How many entries of the history the page shows.
const HISTORY: i64 = 30;

/// A part of the item: guidelines, measures, results …
struct Section {
    id: &'static str,
    heading: &'static str,
    empty: &'static str,
    entries: Option<Entries>,
    add: Option<Link>,
}

#[derive(Template)]
#[template(path = "measures/html/item.html")]
struct ItemPage {
    page: Page,
    tag: StatusTag,
    facts: SummaryList,
    score: Option<ProofLine>,
    sections: Vec<Section>,
    default_pair: Option<(String, Button)>,
    notes: Option<Entries>,
    actions: Vec<Button>,
    proof_wanted: Option<String>,
    gist: Option<&'static str>,
    timeline: Timeline,
}

pub(super) async fn find(connection: &mut Connection, agency: AgencyId, id: PlanItemId) -> Result<(Plan, PlanItem)> {
    let head = store::head_of_item(connection, agency, id).await?.ok_or(Error::NotFound)?;
    let plan = store::load_plan_at(connection, head, id).await?;
    let item = plan.item(id).cloned().ok_or(Error::NotFound)?;
    Ok((plan, item))
}

/// Where an item is shown.
pub(super) fn address(item: PlanItemId) -> String {
    format!("/office/measures/items/{item}")
}

pub(super) fn way_up(visit: &Visit, plan: &Plan, item: &PlanItem) -> crate::kit::html::Breadcrumbs {
    way_up_to_year(visit, plan.head.year).parent(address(item.id), format!("{} {}", item.code, item.topic))
}

/// The page of an item.
pub(in crate::measures) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let agency = visit.agency()?;
    let mut connection = app.database.read().await?;
    let (plan, item) = find(&mut connection, agency.id, id(&item_id)?).await?;
    let figures = figures::recall(&app.memory, &mut connection, agency, plan.head.score_year).await?;
    let after = after(&app, &mut connection, agency, &plan, &item, &figures).await?;
    let history = audit::store::history(&mut connection, agency.id, item.id.0, HISTORY).await?;
    drop(connection);
    let t = visit.language;
    let may_edit = visit.may(Permission::EditMeasures);
    let starter = item.duty.as_deref().and_then(library::starter);
    let mut page = visit.page(format!("{} {}", item.code, item.topic));
    page.breadcrumbs = Some(way_up_to_year(&visit, plan.head.year));
    page.year = Some((plan.head.year, "/office/measures".into()));
    let score = figures.scores.contains_key(&item.code).then(|| {
        let source = t.say(
            format!("คะแนนปี {} ตามที่บันทึกไว้ คะแนนที่คืนได้คำนวณจากน้ำหนักของข้อ", plan.head.score_year),
            format!("scores of {} as entered; points at stake from the item's weight", plan.head.score_year),
        );
        ProofLine::new(t, thai::date::short(visit.today(), t), source)
    });
    respond::page(&ItemPage {
        tag: item.standing().tag(t),
        facts: summary(&plan, &item, (&figures, after.as_ref()), agency.gap_threshold, t, may_edit),
        score,
        sections: sections(&page, &item, may_edit),
        default_pair: (may_edit && item.responsibles.is_empty()).then(|| default_pair(&item, t)),
        notes: note_entries(&page, &item.notes, may_edit, true),
        actions: if may_edit { item_actions(&item, starter, t) } else { Vec::new() },
        proof_wanted: starter.map(|starter| starter.figure.in_language(t).to_owned()),
        gist: starter.filter(|_| !t.is_thai()).map(|starter| starter.gist.as_str()),
        timeline: Timeline::new(t, history.iter().map(|entry| event(entry, t))),
        page,
    })
}

fn summary(
    plan: &Plan,
    item: &PlanItem,
    (figures, after): (&Figures, Option<&ScoreAfter>),
    threshold: scoring::Score,
    t: Language,
    may_edit: bool,
) -> SummaryList {
    let year = plan.head.score_year;
    let no_data = || t.say("ไม่มีข้อมูล", "No data").to_owned();
    let score = figures.scores.get(&item.code).map_or_else(no_data, ToString::to_string);
    let points = figures.points.get(&item.code).map_or_else(no_data, ToString::to_string);
    let documents = item.documents.map(|documents| documents.name().in_language(t).to_owned()).unwrap_or_default();
    let list = SummaryList::new(t)
        .row(t.say("ตัวชี้วัด", "Indicator"), indicator_name(year, item.indicator, t))
        .row(t.say(format!("คะแนนปี {year}"), format!("Score {year}")), score)
        .row(t.say("เกณฑ์ของหน่วยงาน", "The agency's threshold"), threshold.to_string())
        .row(t.say("คะแนนรวมที่คืนได้", "Points at stake in the total"), points);
    let list = match after {
        Some(after) => list.row(
            t.say(format!("คะแนนปี {} หลังดำเนินการ", after.year), format!("Score {}, after the measures", after.year)),
            after_words(after, t),
        ),
        None => list,
    };
    let list = priority_row(list, item, figures, t, may_edit);
    let change = format!("{}/facts", address(item.id));
    let rows = [
        (t.say("ช่วงเวลา", "Period"), period_words(item.period, t)),
        (t.say("เอกสารประกอบการรายงาน", "Supporting papers"), documents),
    ];
    rows.into_iter().fold(list, |list, (key, value)| {
        if may_edit { list.row_to_change(key, value, change.clone()) } else { list.row(key, value) }
    })
}

/// The score of the year in which the measures were carried out, if it is known.
async fn after(
    app: &App,
    connection: &mut Connection,
    agency: &Agency,
    plan: &Plan,
    item: &PlanItem,
    figures: &Figures,
) -> Result<Option<ScoreAfter>> {
    let Some(instrument) = Instrument::of(plan.head.year) else { return Ok(None) };
    let later = figures::recall(&app.memory, connection, agency, plan.head.year).await?;
    Ok(score_after(&plan.head, item, figures, instrument, &later))
}

/// The score after, and how far it is from the one before. It says "after", never "because of".
fn after_words(after: &ScoreAfter, t: Language) -> String {
    let (code, score) = (&after.code, after.after);
    let Some(before) = after.before else { return format!("{score} ({code})") };
    let change = &Exact::from(score) - &Exact::from(before);
    let sign = if change > Exact::zero() { "+" } else { "" };
    t.say(
        format!("{score} ({code}) ต่างจากก่อนดำเนินการ {sign}{change} ซึ่งอาจมีเหตุอื่นด้วย"),
        format!("{score} ({code}), {sign}{change} against before; other things may have played a part"),
    )
}

/// The priority with where it comes from.
fn priority_row(list: SummaryList, item: &PlanItem, figures: &Figures, t: Language, may_edit: bool) -> SummaryList {
    let words = match (&item.priority, figures.priorities.get(&item.code)) {
        (Some(chosen), _) => {
            let (name, reason) = (chosen.priority.name(), &chosen.reason);
            t.say(format!("{} หน่วยงานเลือก: {reason}", name.th), format!("{}, chosen here: {reason}", name.en))
        }
        (None, Some(priority)) => {
            let name = priority.name();
            t.say(format!("{} ตามคะแนนที่เสีย", name.th), format!("{}, by the points it costs", name.en))
        }
        (None, None) => t.say("ไม่มีข้อมูล", "No data").to_owned(),
    };
    let key = t.say("ลำดับความสำคัญ", "Priority");
    match may_edit {
        true => list.row_to_change(key, words, format!("{}/priority", address(item.id))),
        false => list.row(key, words),
    }
}

pub(in crate::measures) fn period_words(period: Period, t: Language) -> String {
    let day = |day| thai::date::short(day, t);
    match (period.from, period.until) {
        (Some(from), Some(until)) => format!("{} – {}", day(from), day(until)),
        (Some(from), None) => t.say(format!("ตั้งแต่ {}", day(from)), format!("from {}", day(from))),
        (None, Some(until)) => t.say(format!("ครบกำหนด {}", day(until)), format!("due {}", day(until))),
        (None, None) => String::new(),
    }
}

fn item_actions(item: &PlanItem, starter: Option<&Starter>, t: Language) -> Vec<Button> {
    let here = address(item.id);
    let add = Button::primary(t.say("เพิ่มผล", "Add a result")).to(format!("{here}/results"));
    let library =
        Button::secondary(t.say("เลือกจากคลังมาตรการ", "Choose from the library")).to(format!("{here}/library"));
    let remove = Button::danger(t.say("ลบข้อนี้ออกจากมาตรการ", "Remove this item")).to(format!("{here}/removal"));
    match starter {
        Some(_) => vec![add, library, remove],
        None => vec![add, remove],
    }
}

fn default_pair(item: &PlanItem, t: Language) -> (String, Button) {
    let [carry_out, supervise] = library::default_pair().names().map(|name| name.in_language(t));
    let words = t.say(
        format!("ให้{carry_out}ปฏิบัติ {supervise}กำกับดูแล"),
        format!("Let {carry_out} carry it out and {supervise} supervise"),
    );
    (format!("{}/default-responsibles", address(item.id)), Button::secondary(words))
}

// what stands at the item ------------------------------------------------------------------------------------------

fn sections(page: &Page, item: &PlanItem, may_edit: bool) -> Vec<Section> {
    let t = page.t;
    let here = address(item.id);
    let add = |path: &str, words: &str| may_edit.then(|| Link::new(format!("{here}/{path}"), words));
    vec![
        Section {
            id: "causes",
            heading: t.say("สาเหตุ", "Causes"),
            empty: t.say(
                "ยังไม่มีสาเหตุ เขียนว่าทำไมข้อนี้เสียคะแนน แล้วจึงเลือกมาตรการ",
                "No cause yet: write why points are lost here before choosing measures",
            ),
            entries: line_entries(page, &item.causes, may_edit),
            add: add("lines?kind=cause", t.say("เพิ่มสาเหตุ", "Add a cause")),
        },
        Section {
            id: "guidelines",
            heading: t.say("แนวทาง", "Guidelines"),
            empty: t.say("ยังไม่มีแนวทาง", "No guideline yet"),
            entries: line_entries(page, &item.guidelines, may_edit),
            add: add("lines?kind=guideline", t.say("เพิ่มแนวทาง", "Add a guideline")),
        },
        Section {
            id: "measures",
            heading: t.say("มาตรการ", "Measures"),
            empty: t.say("ยังไม่มีมาตรการ", "No measure yet"),
            entries: line_entries(page, &item.measures, may_edit),
            add: add("lines?kind=measure", t.say("เพิ่มมาตรการ", "Add a measure")),
        },
        Section {
            id: "follow-ups",
            heading: t.say("วิธีติดตาม", "Follow-up"),
            empty: t.say(
                "ยังไม่มีวิธีติดตาม เขียนว่าบ่อยเพียงใด ใคร และดูจากตัวเลขใด",
                "No follow-up yet: how often, by whom, by what figure",
            ),
            entries: line_entries(page, &item.follow_ups, may_edit),
            add: add("lines?kind=follow_up", t.say("เพิ่มวิธีติดตาม", "Add a follow-up")),
        },
        Section {
            id: "results",
            heading: t.say("ผล", "Results"),
            empty: t.say(
                "ยังไม่มีผล บันทึกสิ่งที่ทำแล้วพร้อมสถานะและวันที่",
                "No result yet: write down what was done, with status and day",
            ),
            entries: result_entries(page, &item.results, may_edit),
            add: None,
        },
        Section {
            id: "responsibles",
            heading: t.say("ผู้รับผิดชอบ", "Responsible"),
            empty: t.say("ยังไม่มีผู้รับผิดชอบ", "Nobody is responsible yet"),
            entries: responsible_entries(page, item, may_edit),
            add: add("responsibles", t.say("เพิ่มผู้รับผิดชอบ", "Add a responsible party")),
        },
    ]
}

// history ----------------------------------------------------------------------------------------------------------

fn event(stored: &StoredEntry, t: Language) -> Event {
    let moment = Timestamp::from_microsecond(stored.entry.at).unwrap_or_default();
    let payload: Option<Payload> = stored.payload.as_ref().and_then(|(_, payload)| serde_json::from_str(payload).ok());
    let who = payload.as_ref().map(|payload| match payload.actor.post.as_str() {
        "" => payload.actor.name.clone(),
        post => format!("{post} {}", payload.actor.name),
    });
    let erased = || Html::text(t.say("เนื้อหาถูกลบตามกฎหมาย", "The content was erased by law"));
    let details =
        payload.map_or_else(|| Some(erased()), |payload| words::difference(&payload.before, &payload.after, t));
    Event {
        when: thai::date::moment(moment, t),
        datetime: moment.to_string(),
        who,
        what: audit::sentences::of(&stored.entry.action).in_language(t).to_owned(),
        said: None,
        details,
    }
}

// facts ------------------------------------------------------------------------------------------------------------

/// What was typed as the facts of an item.
struct TypedFacts {
    topic: String,
    from: TypedDay,
    until: TypedDay,
    documents: String,
}

impl TypedFacts {
    fn page(&self, visit: &Visit, plan: &Plan, item: &PlanItem, errors: Option<&FormErrors>) -> FormPage {
        let t = visit.language;
        let error = |field| errors.and_then(|errors| errors.of(field)).map(|sentence| sentence.in_language(t));
        let unsaid = [Choice::new("", t.say("ไม่ได้ระบุ", "Not stated"))];
        let documents = Documents::ALL.map(|documents| Choice::new(documents.key(), documents.name().in_language(t)));
        let until = self.until.field(t, t.say("วันครบกำหนด", "Due day")).optional(t);
        let until = match error("until") {
            Some(sentence) => until.error(Some(sentence)),
            None => until,
        };
        FormPage::new(
            visit,
            t.say(format!("แก้ไขข้อ {}", item.code), format!("Change item {}", item.code)),
            way_up(visit, plan, item),
            format!("{}/facts", address(item.id)),
            address(item.id),
        )
        .field(Field::textarea("topic", t.say("เรื่อง", "Topic")).rows(2).value(&self.topic).error(error("topic")))
        .field(self.from.field(t, t.say("วันเริ่ม", "First day")).optional(t))
        .field(until)
        .field(
            Field::radios(
                "documents",
                t.say("เอกสารประกอบการรายงาน", "Supporting papers"),
                unsaid.into_iter().chain(documents),
            )
            .value(&self.documents),
        )
        .mistakes(errors)
    }

    fn read(&self) -> std::result::Result<ItemFacts, FormErrors> {
        let mut errors = FormErrors::default();
        check_text(&mut errors, "topic", &self.topic, LONGEST_NAME);
        let (from, until) = (self.from.read(&mut errors), self.until.read(&mut errors));
        let (Some(from), Some(until), true) = (from, until, errors.is_empty()) else { return Err(errors) };
        let period = Period::checked(from, until, "until")?;
        Ok(ItemFacts { topic: self.topic.clone(), period, documents: Documents::from_key(&self.documents) })
    }
}

/// The form for topic, period and supporting papers.
pub(in crate::measures) async fn facts(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let typed = TypedFacts {
        topic: item.topic.clone(),
        from: TypedDay::known("from", item.period.from),
        until: TypedDay::known("until", item.period.until),
        documents: item.documents.map(Documents::key).unwrap_or_default().into(),
    };
    respond::page(&typed.page(&visit, &plan, &item, None))
}

/// Changes topic, period and supporting papers.
pub(in crate::measures) async fn change_facts(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let typed = TypedFacts {
        topic: form.text("topic"),
        from: TypedDay::of(&form, "from"),
        until: TypedDay::of(&form, "until"),
        documents: form.text("documents"),
    };
    let facts = match typed.read() {
        Ok(facts) => facts,
        Err(errors) => return respond::refused_form(&typed.page(&visit, &plan, &item, Some(&errors))),
    };
    actions::change_item(&mut tx, &visit.viewer()?.into(), agency, item.id, facts, visit.now).await?;
    let message = Bilingual::new(format!("บันทึกข้อ {} แล้ว", item.code), format!("Item {} is saved.", item.code));
    after_change(tx, &visit, &address(item.id), message).await
}

// removal ----------------------------------------------------------------------------------------------------------

/// Asks before an item goes.
pub(in crate::measures) async fn removal(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let t = visit.language;
    let title = t.say(
        format!("ลบข้อ {} ออกจากมาตรการปี {}", item.code, plan.head.year),
        format!("Remove item {} from the measures of {}", item.code, plan.head.year),
    );
    let (lines, results, parties) = (item.lines().count(), item.results.len(), item.responsibles.len());
    let page = RemovalPage::new(
        &visit,
        &title,
        way_up(&visit, &plan, &item),
        format!("{}/removal", address(item.id)),
        address(item.id),
    )
    .quoting(format!("{} {}", item.code, item.topic))
    .quoting(t.say(
        format!("แนวทาง มาตรการ และหมายเหตุ {lines} รายการ ผล {results} รายการ ผู้รับผิดชอบ {parties} รายการ"),
        format!("{lines} guidelines, measures and notes, {results} results, {parties} responsible parties"),
    ));
    respond::page(&page)
}

/// Removes an item.
pub(in crate::measures) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let actor = visit.viewer()?.into();
    let year = actions::remove_item(&mut tx, &actor, visit.agency()?.id, id(&item_id)?, visit.now).await?;
    let message = Bilingual::new("ลบข้อออกจากมาตรการแล้ว", "The item is removed from the measures.");
    after_change(tx, &visit, &format!("/office/measures/{year}"), message).await
}

// the library ------------------------------------------------------------------------------------------------------

fn library_page(visit: &Visit, plan: &Plan, item: &PlanItem, starter: &Starter, form: &Form) -> FormPage {
    let t = visit.language;
    let choices = |kind: LineKind, texts: &[String]| {
        let is_there = |text: &String| item.lines_of(kind).iter().any(|line| line.text == *text);
        let numbered = texts.iter().enumerate().filter(|(_, text)| !is_there(text));
        // The lines exist in Thai only; for English readers they stand under a name.
        let choice = |(place, text): (usize, &String)| match t.is_thai() {
            true => Choice::new(place.to_string(), text),
            false => Choice::new(place.to_string(), format!("{} {}", kind.name().en, place + 1)).hint(text),
        };
        numbered.map(choice).collect::<Vec<_>>()
    };
    let known = item.duty.as_deref().and_then(library::causes);
    let causes = known.map(|known| known.causes.clone()).unwrap_or_default();
    let [carry_out, supervise] = starter.pair().names().map(|name| name.in_language(t));
    let pair = t.say(
        format!("{carry_out} ปฏิบัติ และ{supervise} กำกับดูแล"),
        format!("{carry_out} carry it out, {supervise} supervise"),
    );
    let period = period_words(starter.season.period(plan.head.year), t);
    let others = [
        Choice::new("responsibles", t.say(format!("ผู้รับผิดชอบ: {pair}"), format!("Responsible: {pair}"))),
        Choice::new("period", t.say(format!("ช่วงเวลา: {period}"), format!("Period: {period}"))),
    ];
    let ticked = |field: &'static str| form.all(field).collect::<Vec<_>>();
    let page = FormPage::new(
        visit,
        t.say(format!("คลังมาตรการของข้อ {}", item.code), format!("Library for item {}", item.code)),
        way_up(visit, plan, item),
        format!("{}/library", address(item.id)),
        address(item.id),
    )
    .about(t.say(
        "เลือกบรรทัดที่ใช้ได้กับหน่วยงาน เลือกแล้วเป็นของข้อนี้ แก้ไขต่อได้ทุกบรรทัด".to_owned(),
        format!("Choose the lines that fit; they become the item's own and can be changed. In short: {}", starter.gist),
    ));
    let lists = [
        ("causes", t.say("สาเหตุ", "Causes"), choices(LineKind::Cause, &causes)),
        ("guidelines", t.say("แนวทาง", "Guidelines"), choices(LineKind::Guideline, &starter.guidelines)),
        ("measures", t.say("มาตรการ", "Measures"), choices(LineKind::Measure, &starter.measures)),
        ("follow_ups", t.say("วิธีติดตาม", "Follow-up"), choices(LineKind::FollowUp, &starter.follow_ups())),
    ];
    let with_lists = lists.into_iter().filter(|(_, _, choices)| !choices.is_empty()).fold(page, |page, list| {
        let (name, label, choices) = list;
        page.field(Field::checkboxes(name, label, choices).values(ticked(name)))
    });
    with_lists
        .field(Field::checkboxes("others", t.say("อื่น ๆ", "Also"), others).values(ticked("others")))
        .saying(t.say("ใช้บรรทัดที่เลือก", "Use the chosen lines"))
}

/// The lines of the library for an item, to choose from.
pub(in crate::measures) async fn library(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
) -> Result<Response> {
    let (plan, item) = find(&mut app.database.read().await?, visit.agency()?.id, id(&item_id)?).await?;
    let starter = item.duty.as_deref().and_then(library::starter).ok_or(Error::NotFound)?;
    respond::page(&library_page(&visit, &plan, &item, starter, &Form::default()))
}

/// Takes the chosen lines over.
pub(in crate::measures) async fn use_library(
    State(app): State<App>,
    visit: Visit,
    Path(item_id): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let (plan, item) = find(&mut tx, agency, id(&item_id)?).await?;
    let starter = item.duty.as_deref().and_then(library::starter).ok_or(Error::NotFound)?;
    let places = |field: &'static str| form.all(field).filter_map(|place| place.parse().ok()).collect::<Vec<usize>>();
    let has = |wanted: &str| form.all("others").any(|other| other == wanted);
    let chosen = Chosen {
        guidelines: places("guidelines"),
        measures: places("measures"),
        causes: places("causes"),
        follow_ups: places("follow_ups"),
        responsibles: has("responsibles"),
        period: has("period"),
    };
    if chosen == Chosen::default() {
        let mut errors = FormErrors::default();
        let field = if starter.guidelines.is_empty() { "others" } else { "guidelines" };
        errors.add(field, "ยังไม่ได้เลือกบรรทัดใด เลือกอย่างน้อยหนึ่งบรรทัด", "Nothing was chosen. Choose at least one line.");
        let page = library_page(&visit, &plan, &item, starter, &form).mistakes(Some(&errors));
        return respond::refused_form(&page);
    }
    actions::use_library(&mut tx, &visit.viewer()?.into(), agency, item.id, &chosen, visit.now).await?;
    let message = Bilingual::new(
        "นำบรรทัดที่เลือกมาใส่แล้ว ปรับถ้อยคำให้ตรงกับงานของหน่วยงาน",
        "The chosen lines are in. Fit their words to your office.",
    );
    after_change(tx, &visit, &address(item.id), message).await
}
