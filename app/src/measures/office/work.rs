//! Working on a result: its state, what was written about it, who works on it, and being done without evidence.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use report::Status;
use thai::{Bilingual, Language, date};

use super::{
    id, item,
    proving::{self, ResultFigures},
    results,
};
use crate::{
    accounts::after_change,
    app::App,
    documents::{self, DocumentId, Shown as Document},
    figures::{Catalogue, Standing, actions::standings_of_result},
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        form_page::Typed,
        html::{Button, Choice, ErrorSummary, Event, Field, Link, Notice, Page, StatusTag, SummaryList, Timeline},
        listing::{self, Query},
        respond,
    },
    measures::{
        actions,
        model::{
            Plan, PlanItem, ResultId, ResultLine,
            editing::{LONGEST_TEXT, check_text},
            status_name,
            work::{Evidence, Excuse, NoteKind, StateRecord, Step, WorkNote, day_of_looking},
        },
        store::{evidence as evidence_rows, work as rows},
    },
    organisation::{
        self,
        model::{Person, PersonId},
    },
};

/// As many people as the list offers.
const PEOPLE: i64 = 500;

/// Where the work on a result is shown.
pub(in crate::measures) fn address(result: ResultId) -> String {
    format!("/office/measures/results/{result}/work")
}

#[derive(Template)]
#[template(path = "measures/html/work.html")]
struct WorkPage {
    page: Page,
    errors: ErrorSummary,
    here: String,
    said: String,
    tag: StatusTag,
    facts: SummaryList,
    waiting: Option<Notice>,
    /// Begins or finishes it.
    steps: Vec<Button>,
    /// Gives it up, or opens it again: with a reason.
    with_reason: Option<SmallForm>,
    evidence: Vec<ShownEvidence>,
    attach: Option<SmallForm>,
    figures: ResultFigures,
    note: Option<SmallForm>,
    hand_over: Option<SmallForm>,
    ask: Option<SmallForm>,
    decide: Option<SmallForm>,
    timeline: Option<Timeline>,
}

/// A piece of evidence as it is shown.
struct ShownEvidence {
    link: Link,
    tag: StatusTag,
    /// Why it no longer counts, or will not for long; when it was attached and by whom.
    facts: Vec<String>,
    /// Takes it off.
    remove: Option<Button>,
}

/// A small form of the page.
struct SmallForm {
    id: &'static str,
    summary: &'static str,
    open: bool,
    action: String,
    about: Option<String>,
    fields: Vec<Field>,
    buttons: Vec<Button>,
}

/// What stands behind the page.
struct Shown {
    plan: Plan,
    item: PlanItem,
    result: ResultLine,
    states: Vec<StateRecord>,
    notes: Vec<WorkNote>,
    excuses: Vec<Excuse>,
    evidence: Vec<(Evidence, Document)>,
    to_choose: Vec<Document>,
    standings: Vec<Standing>,
    units: proving::Units,
    people: Vec<Person>,
    /// May the viewer decide on a reason of this item?
    supervises: bool,
}

impl Shown {
    async fn load(connection: &mut Connection, visit: &Visit, result: &str) -> Result<Self> {
        let agency = visit.agency()?.id;
        let (plan, item, result) = results::load(connection, agency, id(result)?).await?;
        let evidence = evidence_rows::list(connection, agency, result.id).await?;
        let named: Vec<DocumentId> = evidence.iter().map(|one| one.document).collect();
        let day = day_of_looking(plan.head.year, visit.today());
        let documents = documents::list_named(connection, agency, &named, day).await?;
        let found = |id| documents.iter().find(|shown| shown.document.id == id).cloned();
        let evidence = evidence.into_iter().filter_map(|one| Some((found(one.document)?, one)));
        let to_choose = match visit.may(Permission::EditMeasures) {
            true => documents::list_to_choose(connection, agency, None, visit.today()).await?,
            false => Vec::new(),
        };
        let person = visit.viewer()?.person.map(PersonId);
        let somebody = actions::somebody(connection, agency, person, visit.today()).await?;
        Ok(Self {
            evidence: evidence.map(|(document, one)| (one, document)).collect(),
            to_choose: to_choose.into_iter().filter(|shown| !named.contains(&shown.document.id)).collect(),
            states: rows::list_states(connection, agency, result.id).await?,
            notes: rows::list_notes(connection, agency, result.id).await?,
            excuses: rows::list_excuses(connection, agency, result.id).await?,
            standings: standings_of_result(connection, agency, plan.head.id.0, result.id.0).await?,
            units: proving::units(connection, agency).await?,
            people: organisation::list_people(connection, agency, None, PEOPLE, 0).await?,
            supervises: somebody.supervises(&item),
            plan,
            item,
            result,
        })
    }
}

/// The page of the work on a result.
pub(in crate::measures) async fn show(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path(result): Path<String>,
) -> Result<Response> {
    let shown = Shown::load(&mut app.database.read().await?, &visit, &result).await?;
    // A document that was just added comes back here, chosen.
    let form = Form::with(query.value("document").map(|document| ("document", document)));
    respond::page(&page(&visit, app.figures, &shown, &form, &FormErrors::default()))
}

fn page(visit: &Visit, catalogue: Catalogue, shown: &Shown, form: &Form, errors: &FormErrors) -> WorkPage {
    let t = visit.language;
    let Shown { plan, item, result, .. } = shown;
    let (may_edit, here) = (visit.may(Permission::EditMeasures), address(result.id));
    let typed = Typed::new(visit, form, errors);
    let mut page = visit.page(t.say(format!("งานของข้อ {}", item.code), format!("Work on item {}", item.code)));
    page.breadcrumbs = Some(item::way_up(visit, plan, item));
    page.year = Some((plan.head.year, "/office/measures".into()));
    page.has_errors = !errors.is_empty();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let open = shown.excuses.iter().find(|excuse| excuse.decision.is_none());
    let forms = Forms { shown, typed: &typed, form, errors, here: &here, t };
    let editing = may_edit.then_some(&forms);
    WorkPage {
        errors: summary,
        said: match result.said.text.as_str() {
            "" => t.say("รายงานระบุเพียงสถานะ", "The report says the status only").to_owned(),
            text => text.to_owned(),
        },
        tag: result.tag(t),
        facts: facts(visit, shown),
        waiting: open.map(|excuse| waiting(excuse, t)),
        steps: if may_edit { steps(result, t) } else { Vec::new() },
        with_reason: editing.and_then(Forms::with_reason),
        evidence: shown.evidence.iter().map(|(one, document)| shown_evidence(one, document, may_edit, t)).collect(),
        attach: editing.map(Forms::attach),
        figures: ResultFigures::of(visit, catalogue, &shown.units, result, &shown.standings),
        note: editing.and_then(Forms::note),
        hand_over: editing.and_then(Forms::hand_over),
        ask: editing.and_then(Forms::ask),
        decide: open.filter(|_| visit.may(Permission::AcceptReasons) && shown.supervises).map(|_| forms.decide()),
        timeline: Some(events(shown, t)).filter(|events| !events.is_empty()).map(|events| Timeline::new(t, events)),
        here: here.clone(),
        page,
    }
}

fn facts(visit: &Visit, shown: &Shown) -> SummaryList {
    let (t, result) = (visit.language, &shown.result);
    let not_set = || t.say("ไม่ได้กำหนด", "Not set").to_owned();
    let due = shown.item.due_of(result);
    let due_words = due.map_or_else(not_set, |due| {
        let day = date::with_weekday(due, t);
        match result.days_overdue(Some(due), visit.today()) {
            Some(days) => t.say(format!("{day} เกินกำหนด {days} วัน"), format!("{day}, {days} days overdue")),
            None => day,
        }
    });
    let assignee = result.work.assignee.and_then(|id| shown.people.iter().find(|person| person.id == id));
    let who =
        assignee.map_or_else(|| t.say("ยังไม่ได้มอบให้ใคร", "Nobody in particular").to_owned(), |one| one.name.clone());
    let list = SummaryList::new(t)
        .row(t.say("ข้อ", "Item"), format!("{} {}", shown.item.code, shown.item.topic))
        .row(t.say("ครบกำหนด", "Due"), due_words)
        .row(t.say("ผู้ทำ", "Worked by"), who);
    match &result.work.excuse {
        Some(reason) => list.row(t.say("เหตุผลที่ไม่มีหลักฐาน", "Why there is no evidence"), reason.clone()),
        None => list,
    }
}

fn shown_evidence(one: &Evidence, shown: &Document, may_edit: bool, t: Language) -> ShownEvidence {
    let at = date::moment(one.added_at, t);
    let attached = t.say(format!("แนบเมื่อ {at} โดย {}", one.added_by), format!("attached {at} by {}", one.added_by));
    let why = shown.freshness.sentence(t).filter(|_| !shown.document.is_withdrawn());
    let title = &shown.document.about.title;
    let remove = || {
        let id = shown.document.id.to_string();
        Button::quiet(t.say("นำออก", "Take off")).small().sends("document", id).about(title.clone())
    };
    ShownEvidence {
        link: Link::new(shown.address(), title),
        tag: documents::tag(shown, t),
        facts: why.into_iter().chain([attached]).collect(),
        remove: may_edit.then(remove),
    }
}

fn waiting(excuse: &Excuse, t: Language) -> Notice {
    let at = date::moment(excuse.asked_at, t);
    Notice::new(t.say(
        format!("{} ขอให้นับว่าเสร็จโดยไม่มีหลักฐานเมื่อ {at} เพราะ: {}", excuse.asked_name, excuse.reason),
        format!("{} asked on {at} to count it as done without evidence: {}", excuse.asked_name, excuse.reason),
    ))
}

fn steps(result: &ResultLine, t: Language) -> Vec<Button> {
    let can = |step: &Step| result.after(step).is_ok();
    let mut buttons = Vec::new();
    if can(&Step::Finish) && result.proof().is_none() {
        buttons.push(Button::primary(t.say("เสร็จแล้ว", "Done")).sends("step", "finish"));
    }
    if can(&Step::Start) && result.said.status != Some(Status::InProgress) {
        buttons.push(Button::secondary(t.say("เริ่มทำ", "Begin")).sends("step", "start"));
    }
    buttons
}

/// The small forms, with what was typed into one of them.
struct Forms<'a> {
    shown: &'a Shown,
    typed: &'a Typed<'a>,
    form: &'a Form,
    errors: &'a FormErrors,
    here: &'a str,
    t: Language,
}

impl Forms<'_> {
    /// A form stays open while something in it is wrong.
    fn is_wrong(&self, field: &str) -> bool {
        self.errors.of(field).is_some()
    }

    fn with_reason(&self) -> Option<SmallForm> {
        let (t, over) = (self.t, self.shown.result.is_over());
        let (summary, label, button) = if over {
            let button = Button::secondary(t.say("เปิดใหม่", "Open again")).sends("step", "reopen");
            (t.say("เปิดใหม่", "Open again"), t.say("เหตุผลที่เปิดใหม่", "Why it is opened again"), button)
        } else {
            let button = Button::danger(t.say("ยกเลิกผลนี้", "Give it up")).sends("step", "cancel");
            (t.say("ยกเลิก", "Give it up"), t.say("เหตุผลที่ยกเลิก", "Why it is given up"), button)
        };
        Some(SmallForm {
            id: "with-reason",
            summary,
            open: self.is_wrong("reason"),
            action: format!("{}/steps", self.here),
            about: None,
            fields: vec![self.typed.fill("reason", Field::textarea("reason", label).rows(2))],
            buttons: vec![button],
        })
    }

    fn attach(&self) -> SmallForm {
        let t = self.t;
        let choices = self.shown.to_choose.iter().map(|shown| {
            let day = date::short(shown.version.told.speaks_of, t);
            Choice::new(shown.document.id.to_string(), format!("{} ({day})", shown.document.about.title))
        });
        let new = listing::encode(self.here);
        let add = Button::secondary(t.say("เพิ่มเอกสารใหม่", "Add a new document"))
            .to(format!("/office/documents/new?then={new}"));
        let attach = Button::primary(t.say("แนบเป็นหลักฐาน", "Attach as evidence"));
        SmallForm {
            id: "attach",
            summary: t.say("แนบหลักฐาน", "Attach evidence"),
            open: !self.shown.result.is_over() || self.is_wrong("document") || self.form.has("document"),
            action: format!("{}/evidence", self.here),
            about: None,
            fields: vec![
                self.typed.fill(
                    "document",
                    Field::select(
                        "document",
                        t.say("เอกสารที่มีอยู่ ล่าสุดอยู่บน", "Documents kept here, the newest first"),
                        choices,
                    )
                    .prompt(t.say("เลือกเอกสาร", "Choose a document")),
                ),
            ],
            buttons: vec![
                if self.shown.result.work.evidence == 0 {
                    attach
                } else {
                    Button::secondary(t.say("แนบเป็นหลักฐาน", "Attach as evidence"))
                },
                add,
            ],
        }
    }

    fn note(&self) -> Option<SmallForm> {
        let t = self.t;
        let kinds =
            [NoteKind::Update, NoteKind::Comment].map(|kind| Choice::new(kind.key(), kind.name().in_language(t)));
        let chosen = self.form.raw("kind").unwrap_or("update");
        Some(SmallForm {
            id: "note",
            summary: t.say("เขียนความคืบหน้าหรือความเห็น", "Write an update or a comment"),
            open: true,
            action: format!("{}/notes", self.here),
            about: None,
            fields: vec![
                self.typed.fill("text", Field::textarea("text", t.say("ข้อความ", "Text")).rows(3)),
                Field::radios("kind", t.say("ประเภท", "Kind"), kinds).value(chosen),
            ],
            buttons: vec![Button::secondary(t.say("บันทึกข้อความ", "Save the text"))],
        })
    }

    fn hand_over(&self) -> Option<SmallForm> {
        let (t, result) = (self.t, &self.shown.result);
        let people = self.shown.people.iter().map(|person| Choice::new(person.id.to_string(), &person.name));
        let now = result.work.assignee.map(|person| person.to_string()).unwrap_or_default();
        let chosen = self.form.raw("person").map_or(now, str::to_owned);
        (!result.is_over()).then(|| SmallForm {
            id: "hand-over",
            summary: t.say("ส่งมอบงาน", "Hand over"),
            open: self.is_wrong("words"),
            action: format!("{}/hand-over", self.here),
            about: None,
            fields: vec![
                Field::select("person", t.say("ให้ใครทำต่อ", "Who works on it"), people)
                    .prompt(t.say("ไม่เจาะจง", "Nobody in particular"))
                    .value(chosen),
                self.typed
                    .fill("words", Field::textarea("words", t.say("ฝากอะไรไว้", "What to know")).rows(2))
                    .optional(t),
            ],
            buttons: vec![Button::secondary(t.say("ส่งมอบ", "Hand over"))],
        })
    }

    fn ask(&self) -> Option<SmallForm> {
        let t = self.t;
        self.shown.result.may_ask_without_evidence().is_ok().then(|| SmallForm {
            id: "ask",
            summary: t.say("เสร็จโดยไม่มีหลักฐาน", "Done without evidence"),
            open: self.is_wrong("why"),
            action: format!("{}/reason", self.here),
            about: Some(
                t.say(
                    "ผู้กำกับดูแลเห็นเหตุผลนี้ และตัดสินใจว่ารับหรือไม่ ระหว่างรอยังนับว่ากำลังทำ",
                    "The supervising party sees the reason and accepts it or not. Until then it counts as in progress.",
                )
                .to_owned(),
            ),
            fields: vec![
                self.typed
                    .fill("why", Field::textarea("why", t.say("เหตุผลที่ไม่มีหลักฐาน", "Why there is no evidence")).rows(2)),
            ],
            buttons: vec![Button::secondary(t.say("ส่งให้ผู้กำกับดูแล", "Send to the supervising party"))],
        })
    }

    fn decide(&self) -> SmallForm {
        let t = self.t;
        SmallForm {
            id: "decide",
            summary: t.say("ตัดสินใจเรื่องเหตุผล", "Decide on the reason"),
            open: true,
            action: format!("{}/reason/decision", self.here),
            about: None,
            fields: vec![
                self.typed
                    .fill("remark", Field::textarea("remark", t.say("ความเห็นของผู้กำกับดูแล", "Remark")).rows(2))
                    .optional(t),
            ],
            buttons: vec![
                Button::primary(t.say("รับเหตุผล นับว่าเสร็จ", "Accept: it is done")).sends("decision", "accept"),
                Button::secondary(t.say("ไม่รับ ให้หาหลักฐาน", "Refuse: find evidence")).sends("decision", "refuse"),
            ],
        }
    }
}

// history ----------------------------------------------------------------------------------------------------------

/// States, notes and requests, the newest first.
fn events(shown: &Shown, t: Language) -> Vec<Event> {
    let mut all: Vec<(jiff::Timestamp, Event)> = Vec::new();
    let mut add = |at: jiff::Timestamp, who: &str, what: &str, said: Option<&str>| {
        let (what, said) = (what.to_owned(), said.filter(|said| !said.is_empty()).map(str::to_owned));
        let (when, datetime, who) = (date::moment(at, t), at.to_string(), Some(who.to_owned()));
        all.push((at, Event { when, datetime, who, what, said, details: None }));
    };
    for excuse in &shown.excuses {
        let asked = t.say("ขอให้นับว่าเสร็จโดยไม่มีหลักฐาน", "Asked to count it as done without evidence");
        add(excuse.asked_at, &excuse.asked_name, asked, Some(&excuse.reason));
        if let Some(decision) = &excuse.decision {
            let what = match decision.accepted {
                true => t.say("รับเหตุผล", "Reason accepted"),
                false => t.say("ไม่รับเหตุผล", "Reason refused"),
            };
            add(decision.at, &decision.by, what, Some(&decision.remark));
        }
    }
    for state in &shown.states {
        add(state.at, &state.by, status_name(state.status).in_language(t), state.reason.as_deref());
    }
    for note in &shown.notes {
        add(note.at, &note.by, note.kind.name().in_language(t), Some(&note.text));
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, event)| event).collect()
}

// changes ----------------------------------------------------------------------------------------------------------

/// The page again, with what is wrong.
async fn refused(app: &App, visit: &Visit, result: &str, form: &Form, errors: &FormErrors) -> Result<Response> {
    let shown = Shown::load(&mut app.database.read().await?, visit, result).await?;
    respond::refused_form(&page(visit, app.figures, &shown, form, errors))
}

/// What is wrong with a step, at the place where it was chosen.
fn at_field(field: &str, refusal: Error) -> Result<FormErrors> {
    match refusal {
        Error::Conflict(sentence) | Error::Invalid(sentence) => {
            let mut errors = FormErrors::default();
            errors.add(field, sentence.th, sentence.en);
            Ok(errors)
        }
        other => Err(other),
    }
}

/// Takes a step: begin, finish, give up, open again.
pub(in crate::measures) async fn step(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let step = Step::from_key(&form.text("step"), form.text("reason")).ok_or(Error::NotFound)?;
    let mut tx = app.database.write().await?;
    if let Err(refusal) =
        actions::take_step(&mut tx, &visit.viewer()?.into(), agency, result_id, &step, visit.now).await
    {
        drop(tx);
        return refused(&app, &visit, &result, &form, &at_field("reason", refusal)?).await;
    }
    let message = match step {
        Step::Start => Bilingual::new("เริ่มทำแล้ว", "Work has begun."),
        Step::Finish => Bilingual::new("บันทึกว่าเสร็จแล้ว พร้อมหลักฐาน", "It is done, with evidence."),
        Step::Cancel { .. } => Bilingual::new("ยกเลิกผลนี้แล้ว", "The result is given up."),
        Step::Reopen { .. } => Bilingual::new("เปิดใหม่แล้ว", "It is open again."),
    };
    after_change(tx, &visit, &address(result_id), message).await
}

/// A text that must be there; `None` if it is in order.
fn missing(field: &str, text: &str) -> Option<FormErrors> {
    let mut errors = FormErrors::default();
    check_text(&mut errors, field, text, LONGEST_TEXT);
    (!errors.is_empty()).then_some(errors)
}

/// Writes an update or a comment.
pub(in crate::measures) async fn note(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let (kind, text) = (NoteKind::from_key(&form.text("kind")), form.text("text"));
    let kind = kind.filter(|kind| *kind != NoteKind::HandOver).unwrap_or(NoteKind::Update);
    if let Some(errors) = missing("text", &text) {
        return refused(&app, &visit, &result, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    let written = (kind, text.as_str());
    actions::write_note(&mut tx, &visit.viewer()?.into(), agency, result_id, written, visit.now).await?;
    after_change(tx, &visit, &address(result_id), Bilingual::new("บันทึกข้อความแล้ว", "The text is saved.")).await
}

/// Hands the result over.
pub(in crate::measures) async fn hand_over(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let (person, words) = (form.text("person"), form.text("words"));
    let person = if person.is_empty() { None } else { Some(id(&person)?) };
    if let Some(errors) = missing("words", &words).filter(|_| !words.is_empty()) {
        return refused(&app, &visit, &result, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    let to = (person, words.as_str());
    actions::hand_over(&mut tx, &visit.viewer()?.into(), agency, result_id, to, visit.now).await?;
    after_change(tx, &visit, &address(result_id), Bilingual::new("ส่งมอบงานแล้ว", "The work is handed over.")).await
}

/// Asks the supervising party to let it be done without evidence.
pub(in crate::measures) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let why = form.text("why");
    if let Some(errors) = missing("why", &why) {
        return refused(&app, &visit, &result, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    let asked =
        actions::ask_without_evidence(&mut tx, &visit.viewer()?.into(), agency, result_id, &why, visit.now).await;
    if let Err(refusal) = asked {
        drop(tx);
        return refused(&app, &visit, &result, &form, &at_field("why", refusal)?).await;
    }
    let message = Bilingual::new("ส่งเหตุผลให้ผู้กำกับดูแลแล้ว", "The reason is sent to the supervising party.");
    after_change(tx, &visit, &address(result_id), message).await
}

/// Attaches a document.
pub(in crate::measures) async fn attach(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let Ok(document) = form.text("document").parse() else {
        let mut errors = FormErrors::default();
        errors.add(
            "document",
            "ยังไม่ได้เลือกเอกสาร เลือกจากรายการ หรือเพิ่มเอกสารใหม่",
            "No document was chosen. Choose one of the list, or add a new one.",
        );
        return refused(&app, &visit, &result, &form, &errors).await;
    };
    let mut tx = app.database.write().await?;
    let (actor, when) = (visit.viewer()?.into(), (visit.today(), visit.now));
    if let Err(refusal) = actions::attach_evidence(&mut tx, &actor, agency, result_id, document, when).await {
        drop(tx);
        return refused(&app, &visit, &result, &form, &at_field("document", refusal)?).await;
    }
    let message = Bilingual::new(
        "แนบหลักฐานแล้ว ถ้างานเสร็จกด “เสร็จแล้ว”",
        "The evidence is attached. If the work is finished, press “Done”.",
    );
    after_change(tx, &visit, &address(result_id), message).await
}

/// Takes a document off.
pub(in crate::measures) async fn detach(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let (document, when) = (id(&form.text("document"))?, (visit.today(), visit.now));
    let mut tx = app.database.write().await?;
    actions::detach_evidence(&mut tx, &visit.viewer()?.into(), agency, result_id, document, when).await?;
    let message =
        Bilingual::new("นำหลักฐานออกแล้ว ตัวเอกสารยังอยู่", "The evidence is taken off. The document itself stays.");
    after_change(tx, &visit, &address(result_id), message).await
}

/// Accepts the reason or does not.
pub(in crate::measures) async fn decide(
    State(app): State<App>,
    visit: Visit,
    Path(result): Path<String>,
    form: Form,
) -> Result<Response> {
    let (agency, result_id): (_, ResultId) = (visit.agency()?.id, id(&result)?);
    let (accepted, remark) = (form.text("decision") == "accept", form.text("remark"));
    if let Some(errors) = missing("remark", &remark).filter(|_| !remark.is_empty()) {
        return refused(&app, &visit, &result, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    let decision = (accepted, remark.as_str());
    let person = visit.viewer()?.person.map(PersonId);
    let somebody = actions::somebody(&mut tx, agency, person, visit.today()).await?;
    let actor = (&visit.viewer()?.into(), &somebody);
    let decided = actions::decide_excuse(&mut tx, actor, agency, result_id, decision, visit.now).await;
    if let Err(refusal) = decided {
        drop(tx);
        return refused(&app, &visit, &result, &form, &at_field("remark", refusal)?).await;
    }
    let message = match accepted {
        true => Bilingual::new("รับเหตุผลแล้ว ผลนี้นับว่าเสร็จ", "The reason is accepted; the result counts as done."),
        false => Bilingual::new("ไม่รับเหตุผล ผลนี้ยังทำต่อ", "The reason is refused; work goes on."),
    };
    after_change(tx, &visit, &address(result_id), message).await
}
