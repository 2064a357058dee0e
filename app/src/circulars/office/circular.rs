//! The page of one circular: what it says, acknowledging it, who has, questions, versions.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use jiff::civil::Date;
use thai::{Bilingual, Language, date};

use super::{LIST, Text, address, check_field, document_of, link, list_words, load_shown, page_below, parse, tag};
use crate::{
    accounts::after_change,
    app::App,
    calendar::{self, WorkingDays},
    circulars::{
        actions::{
            self,
            reading::{How, acknowledge as acknowledge_for, open},
        },
        model::{
            Circular, CircularId, Question, QuestionId, Reader, State as CircularState, Version,
            editing::{LONGEST_LINE, LONGEST_TEXT, check_text},
            reading::{Acknowledgement, Addressee, Standing, due, readers, standing},
        },
        store::{self, reading as rows},
    },
    documents::Shown as Document,
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        audit::{self, Actor},
        chart::{Bar, BarTable},
        form_page::{FormPage, Typed},
        html::{
            Button, Column, ErrorSummary, Field, Html, Notice, Page, ProofLine, Row, Status, StatusTag, SummaryList,
            Table, Timeline,
        },
        respond,
        visit::AgencyId,
    },
    organisation::{
        self,
        model::{Member, PersonId},
    },
};

#[derive(Template)]
#[template(path = "circulars/html/circular.html")]
struct CircularPage {
    page: Page,
    errors: ErrorSummary,
    here: String,
    tag: StatusTag,
    is_over: bool,
    notice: Option<Notice>,
    text: Html,
    facts: SummaryList,
    /// Asks the viewer to acknowledge.
    asks: Option<Vec<Field>>,
    mine: Option<String>,
    version: i64,
    issue: Option<Button>,
    buttons: Vec<Button>,
    shares: Option<BarTable>,
    table: Option<Table>,
    questions: Vec<ShownQuestion>,
    may_ask: bool,
    ask: Field,
    versions: Option<Table>,
    history: Timeline,
}

struct ShownQuestion {
    text: String,
    asked: String,
    answer: Option<(String, String)>,
    /// Answers it.
    action: Option<(String, Field)>,
}

/// What stands behind the page.
struct Known {
    circular: Circular,
    audience: Vec<Reader>,
    staff: Vec<Member>,
    acknowledgements: Vec<Acknowledgement>,
    questions: Vec<Question>,
    versions: Vec<Version>,
    document: Option<Document>,
    superseded_by: Option<Circular>,
    days: WorkingDays,
    units: BTreeMap<db::Uuid, Bilingual>,
    history: Timeline,
}

impl Known {
    async fn load(connection: &mut Connection, visit: &Visit, id: CircularId) -> Result<Self> {
        let (agency, today) = (visit.agency()?.id, visit.today());
        let circular = load_shown(connection, visit, id).await?;
        let superseded_by = match circular.superseded_by {
            Some(other) => store::find(connection, agency, other).await?,
            None => None,
        };
        let units = organisation::list_units(connection, agency).await?;
        Ok(Self {
            audience: actions::audience(connection, agency, id).await?,
            staff: organisation::list_members(connection, agency, today).await?,
            acknowledgements: rows::list_of_circular(connection, agency, id).await?,
            questions: store::questions::list(connection, agency, id).await?,
            versions: store::list_versions(connection, agency, id).await?,
            document: document_of(connection, visit, &circular).await?,
            days: calendar::working_days(connection, agency).await?,
            units: units.into_iter().map(|unit| (unit.id.0, unit.name)).collect(),
            history: audit::history(connection, agency, id.0, visit.language).await?,
            superseded_by,
            circular,
        })
    }

    fn readers(&self) -> Vec<Addressee<'_>> {
        readers(&self.circular, &self.audience, &self.staff)
    }

    /// Is this person among its readers, and since when?
    fn reader(&self, person: Option<PersonId>) -> Option<Addressee<'_>> {
        self.readers().into_iter().find(|reader| Some(reader.member.person) == person)
    }

    /// By when the viewer is to acknowledge; for who is no reader, when those are who are readers from the beginning.
    fn due(&self, me: Option<PersonId>) -> Option<Date> {
        due(&self.circular, self.reader(me).map_or(Date::MIN, |reader| reader.since), &self.days)
    }

    fn standing(&self, person: PersonId) -> Standing {
        standing(self.circular.version, self.acknowledgements.iter().filter(|one| one.person == person))
    }
}

/// The page. Whoever is a reader has opened it now.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let id: CircularId = parse(&id)?;
    let known = Known::load(&mut app.database.read().await?, &visit, id).await?;
    let me = visit.viewer()?.person.map(PersonId);
    if let Some(me) = me.filter(|me| known.reader(Some(*me)).is_some())
        && known.circular.is_in_force(visit.today())
        && matches!(known.standing(me), Standing::Unread | Standing::Outdated)
    {
        let mut tx = app.database.write().await?;
        open(&mut tx, visit.agency()?.id, &known.circular, me, visit.now).await?;
        tx.commit().await?;
    }
    respond::page(&page(&visit, known, &Form::default(), &FormErrors::default()))
}

async fn refused(app: &App, visit: &Visit, id: CircularId, form: &Form, errors: &FormErrors) -> Result<Response> {
    let known = Known::load(&mut app.database.read().await?, visit, id).await?;
    respond::refused_form(&page(visit, known, form, errors))
}

fn page(visit: &Visit, known: Known, form: &Form, errors: &FormErrors) -> CircularPage {
    let t = visit.language;
    let typed = Typed::new(visit, form, errors);
    let circular = &known.circular;
    let here = address(circular.id);
    let mut page = page_below(visit, circular.title(), &[(LIST, list_words(t))]);
    page.has_errors = !errors.is_empty();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let is_draft = circular.state == CircularState::Draft;
    let me = visit.viewer.as_ref().and_then(|viewer| viewer.person).map(PersonId);
    let mine = me.filter(|me| known.reader(Some(*me)).is_some()).map(|me| known.standing(me));
    let in_force = circular.is_in_force(visit.today());
    let asks = mine.filter(|mine| in_force && !matches!(mine, Standing::Acknowledged { .. }));
    let may_record = visit.may(Permission::RecordReading);
    let may_issue = visit.may(Permission::IssueCirculars);
    CircularPage {
        errors: summary,
        version: circular.version,
        tag: tag(circular, visit),
        is_over: !is_draft && !in_force && circular.said.valid_from <= visit.today(),
        notice: notice(&known, t),
        text: Html::of(&Text::new(circular, known.document.as_ref())),
        facts: facts(&known, me, t),
        asks: asks.map(|_| circular.said.check.iter().map(|check| check_field(check, &typed)).collect()),
        mine: match mine {
            Some(Standing::Acknowledged { at, way }) => {
                let (at, way) = (date::moment(at, t), way.name());
                let way = way.in_language(t);
                Some(t.say(format!("คุณรับทราบแล้ว {at} ({way})"), format!("You acknowledged it {at} ({way}).")))
            }
            _ => None,
        },
        issue: (is_draft && may_issue)
            .then(|| Button::primary(t.say("ออกหนังสือเวียน", "Issue it")).sending(t.say("กำลังออก…", "Issuing…"))),
        buttons: buttons(&known, &here, visit),
        shares: shares(&known, visit),
        table: (!is_draft).then(|| reader_table(&known, may_record, t)).flatten(),
        questions: known.questions.iter().map(|question| shown_question(question, may_issue, &typed, t)).collect(),
        may_ask: !is_draft,
        ask: typed
            .fill("text", Field::textarea("text", t.say("ถามเรื่องนี้", "Ask about it")).rows(2))
            .hint(t.say("คำถามและคำตอบเห็นได้ทุกคนในหน่วยงาน", "Question and answer are seen by everybody of the office.")),
        versions: (known.versions.len() > 1).then(|| version_table(&known.versions, t)),
        history: known.history.clone(),
        here,
        page,
    }
}

fn notice(known: &Known, t: Language) -> Option<Notice> {
    match (&known.circular.state, &known.superseded_by) {
        (CircularState::Withdrawn { at, reason, .. }, _) => {
            let day = date::moment(*at, t);
            Some(Notice::warning(reason.as_str()).heading(t.say(format!("ยกเลิกเมื่อ {day}"), format!("Withdrawn {day}"))))
        }
        (_, Some(other)) => Some(
            Notice::warning(link(other)).heading(t.say("มีหนังสือเวียนฉบับใหม่แทนแล้ว", "Another circular took its place")),
        ),
        _ => None,
    }
}

fn facts(known: &Known, me: Option<PersonId>, t: Language) -> SummaryList {
    let said = &known.circular.said;
    let issuer = said.unit.and_then(|unit| known.units.get(&unit.0)).map(|unit| unit.in_language(t).to_owned());
    let force = match said.valid_until {
        Some(until) => date::span(said.valid_from, until, t),
        None => t.say(
            format!("ตั้งแต่ {}", date::short(said.valid_from, t)),
            format!("From {}", date::short(said.valid_from, t)),
        ),
    };
    let not_yet = || t.say("ให้เมื่อออก", "Given when issued").to_owned();
    let list = SummaryList::new(t)
        .row(t.say("เลขที่", "Number"), said.number.written().unwrap_or_else(not_yet))
        .row(t.say("ลงวันที่", "Dated"), date::long(said.day, t))
        .row(t.say("ความเร่งด่วน", "Urgency"), said.urgency.name().in_language(t))
        .row(t.say("ออกโดย", "Issued by"), issuer.unwrap_or_else(|| t.say("หน่วยงาน", "The office").to_owned()))
        .row(t.say("มีผล", "In force"), force)
        .row(
            t.say("ผู้รับ", "Readers"),
            t.say(format!("{} คน", known.readers().len()), format!("{} people", known.readers().len())),
        );
    match known.due(me) {
        Some(due) => list.row(t.say("รับทราบภายใน", "Acknowledge by"), date::with_weekday(due, t)),
        None => list,
    }
}

fn buttons(known: &Known, here: &str, visit: &Visit) -> Vec<Button> {
    let t = visit.language;
    let may_issue = visit.may(Permission::IssueCirculars);
    let may_record = visit.may(Permission::RecordReading);
    let mut buttons = Vec::new();
    let is_withdrawn = matches!(known.circular.state, CircularState::Withdrawn { .. });
    if may_issue && !is_withdrawn {
        buttons.push(Button::secondary(t.say("แก้ไข", "Change")).to(format!("{here}/text")));
        let words = match known.circular.state {
            CircularState::Draft => t.say("ลบร่าง", "Remove the draft"),
            _ => t.say("ยกเลิก", "Withdraw"),
        };
        buttons.push(Button::danger(words).to(format!("{here}/withdrawal")));
    }
    // A list that was signed in time may be typed in when the time is over.
    if may_record && known.circular.is_counted(visit.today()) {
        buttons.push(
            Button::secondary(t.say("บันทึกรายชื่อที่ลงนามบนกระดาษ", "Type in a signed list")).to(format!("{here}/paper")),
        );
    }
    if may_record && known.circular.is_in_force(visit.today()) {
        buttons.push(
            Button::secondary(t.say("รับทราบด้วย PIN ที่เครื่องนี้", "Acknowledge by PIN here")).to(format!("{here}/terminal")),
        );
    }
    buttons
}

/// The share of readers of each unit who acknowledged.
fn shares(known: &Known, visit: &Visit) -> Option<BarTable> {
    let t = visit.language;
    let mut units: BTreeMap<db::Uuid, (i64, i64)> = BTreeMap::new();
    let readers = known.readers();
    known.circular.hash?;
    for Addressee { member, .. } in &readers {
        let has = matches!(known.standing(member.person), Standing::Acknowledged { .. });
        let mut own: Vec<db::Uuid> = member.units().into_iter().map(|unit| unit.0).collect();
        if own.is_empty() {
            own.push(db::Uuid::nil());
        }
        for unit in own {
            let (read, all) = units.entry(unit).or_default();
            *read += i64::from(has);
            *all += 1;
        }
    }
    let all = readers.len();
    let has_read = |reader: &&Addressee| matches!(known.standing(reader.member.person), Standing::Acknowledged { .. });
    let read = readers.iter().filter(has_read).count();
    if all == 0 {
        return None;
    }
    let finding = t.say(format!("รับทราบแล้ว {read} จาก {all} คน"), format!("{read} of {all} people acknowledged"));
    let bars = units.iter().map(|(unit, (read, all))| {
        let name = match known.units.get(unit) {
            Some(name) => name.in_language(t).to_owned(),
            None => t.say("ไม่สังกัดฝ่าย", "Above the units").to_owned(),
        };
        Bar::new(name, *read as f64 / *all as f64 * 100.0, format!("{read}/{all}"))
    });
    let bars: Vec<Bar> = bars.collect();
    let source = t.say("การรับทราบในระบบนี้ ทุกทางรวมกัน", "acknowledgements here, all ways together");
    let proof = ProofLine::new(t, date::short(visit.today(), t), source).rule("/office/figures/circulars.read");
    let caption = t.say("ผู้ที่รับทราบแล้วแยกตามฝ่าย", "Who acknowledged, by unit");
    Some(BarTable::new(finding, caption, (t.say("ฝ่าย", "Unit"), t.say("คน", "people")), bars, proof).out_of(100.0))
}

/// Who has not, then who has; names for those who look after it, a count for everybody else.
fn reader_table(known: &Known, with_names: bool, t: Language) -> Option<Table> {
    if !with_names {
        return None;
    }
    let mut readers: Vec<(&Member, Standing)> =
        known.readers().into_iter().map(|reader| (reader.member, known.standing(reader.member.person))).collect();
    readers.sort_by_key(|(_, standing)| matches!(standing, Standing::Acknowledged { .. }));
    let missing = readers.iter().filter(|(_, standing)| !matches!(standing, Standing::Acknowledged { .. })).count();
    let rows = readers.into_iter().map(|(member, standing)| {
        let unit = member.units().iter().find_map(|unit| known.units.get(&unit.0));
        let (state, when): (StatusTag, String) = match standing {
            Standing::Acknowledged { at, way } => {
                (StatusTag::new(t, Status::Done).saying(way.name().in_language(t)), date::moment(at, t))
            }
            Standing::Outdated => (
                StatusTag::new(t, Status::Waiting).saying(t.say("รับทราบฉบับก่อน", "Acknowledged an earlier text")),
                String::new(),
            ),
            Standing::Opened => {
                (StatusTag::new(t, Status::InProgress).saying(t.say("เปิดแล้ว", "Opened")), String::new())
            }
            Standing::Unread => {
                (StatusTag::new(t, Status::NotStarted).saying(t.say("ยังไม่เปิด", "Not opened")), String::new())
            }
        };
        Row::new(member.name.clone())
            .cell(member.post.in_language(t))
            .cell(unit.map(|unit| unit.in_language(t).to_owned()).unwrap_or_default())
            .cell(state)
            .cell(when)
    });
    Some(
        Table::new(t.say(
            format!("ยังไม่รับทราบ {missing} คน อยู่บนสุด"),
            format!("{missing} have not acknowledged; they stand on top"),
        ))
        .column(Column::text(t.say("ชื่อ", "Name")))
        .column(Column::text(t.say("ตำแหน่ง", "Post")))
        .column(Column::text(t.say("ฝ่าย", "Unit")))
        .column(Column::text(t.say("สถานะ", "State")))
        .column(Column::text(t.say("เมื่อ", "When")))
        .rows(rows),
    )
}

fn shown_question(question: &Question, may_answer: bool, typed: &Typed, t: Language) -> ShownQuestion {
    let asked = t.say(
        format!("{} ถามเมื่อ {}", question.asked_by, date::moment(question.asked_at, t)),
        format!("{} asked {}", question.asked_by, date::moment(question.asked_at, t)),
    );
    let answer = question.answer.as_ref().map(|answer| {
        let by = t.say(
            format!("{} ตอบเมื่อ {}", answer.by, date::moment(answer.at, t)),
            format!("{} answered {}", answer.by, date::moment(answer.at, t)),
        );
        (answer.text.clone(), by)
    });
    let name = format!("answer-{}", question.id);
    let action = (may_answer && answer.is_none()).then(|| {
        let field = Field::textarea(name.clone(), t.say("คำตอบ", "Answer")).rows(2);
        (format!("{LIST}/questions/{}/answer", question.id), typed.fill(&name, field))
    });
    ShownQuestion { text: question.text.clone(), asked, answer, action }
}

fn version_table(versions: &[Version], t: Language) -> Table {
    let rows = versions.iter().map(|version| {
        let what = match version.what_changed.as_str() {
            "" => t.say("ฉบับแรก", "The first text").to_owned(),
            what => what.to_owned(),
        };
        Row::new(version.number.to_string())
            .cell(what)
            .cell(version.subject.clone())
            .cell(date::moment(version.at, t))
            .cell(version.by.clone())
    });
    Table::new(t.say(
        "ข้อความทุกฉบับ ล่าสุดก่อน การรับทราบผูกกับฉบับที่อ่าน",
        "All texts, the latest first; an acknowledgement binds to the one that was read",
    ))
    .column(Column::number(t.say("ฉบับที่", "Text")))
    .column(Column::text(t.say("สิ่งที่เปลี่ยน", "What changed")))
    .column(Column::text(t.say("เรื่อง", "Subject")))
    .column(Column::text(t.say("เมื่อ", "When")))
    .column(Column::text(t.say("โดย", "By")))
    .rows(rows)
}

/// Issues a draft.
pub async fn issue(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let id: CircularId = parse(&id)?;
    let mut tx = app.database.write().await?;
    actions::issue(&mut tx, &Actor::from(visit.viewer()?), visit.agency()?.id, id, visit.now).await?;
    let message = Bilingual::new(
        "ออกหนังสือเวียนแล้ว ผู้รับเห็นในหน้าหนังสือเวียนของตน",
        "The circular was issued. Its readers find it on their page.",
    );
    after_change(tx, &visit, &address(id), message).await
}

fn withdrawal_page(visit: &Visit, circular: &Circular, form: &Form, errors: &FormErrors) -> FormPage {
    let (t, here) = (visit.language, address(circular.id));
    let typed = Typed::new(visit, form, errors);
    let is_draft = circular.state == CircularState::Draft;
    let (title, sentence) = match is_draft {
        true => (t.say("ลบร่าง", "Remove the draft"), t.say("ร่างจะหายไป ยังไม่มีใครได้รับ ย้อนกลับไม่ได้", "The draft will be gone; nobody has received it. This cannot be undone.")),
        false => (
            t.say("ยกเลิกหนังสือเวียน", "Withdraw the circular"),
            t.say(
                "หนังสือที่ยกเลิกยังอ่านได้แต่ขีดฆ่า ไม่ต้องรับทราบอีก และย้อนกลับไม่ได้",
                "A withdrawn circular can still be read, struck through; nobody has to acknowledge it any more. This cannot be undone.",
            ),
        ),
    };
    let page = FormPage::new(visit, title, format!("{here}/withdrawal"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (&here, &circular.title())])
        .before(Html::text(sentence));
    let page = if is_draft { page } else { page.field(typed.text("reason", "เหตุผล", "Reason")) };
    page.button(Button::danger_final(title))
}

/// Asks for the reason.
pub async fn ask_withdrawal(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let circular = load_shown(&mut app.database.read().await?, &visit, parse(&id)?).await?;
    respond::page(&withdrawal_page(&visit, &circular, &Form::default(), &FormErrors::default()))
}

/// Takes it back.
pub async fn withdraw(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let agency = visit.agency()?.id;
    let circular = actions::load(&mut app.database.read().await?, agency, parse(&id)?).await?;
    let mut errors = FormErrors::default();
    let reason = form.text("reason");
    let is_draft = circular.state == CircularState::Draft;
    let missing = (!is_draft).then(|| Bilingual::new("บอกเหตุผล ผู้อ่านจะเห็น", "Say why; readers will see it."));
    check_text(&mut errors, "reason", &reason, LONGEST_LINE, missing);
    if !errors.is_empty() {
        return respond::refused_form(&withdrawal_page(&visit, &circular, &form, &errors));
    }
    let mut tx = app.database.write().await?;
    actions::withdraw(&mut tx, &Actor::from(visit.viewer()?), agency, circular.id, &reason, visit.now).await?;
    let (to, message) = match is_draft {
        true => (LIST.to_owned(), Bilingual::new("ลบร่างแล้ว", "The draft was removed.")),
        false => (address(circular.id), Bilingual::new("ยกเลิกหนังสือเวียนแล้ว", "The circular was withdrawn.")),
    };
    after_change(tx, &visit, &to, message).await
}

/// Is the question answered rightly, if there is one?
pub(super) fn check_answer(circular: &Circular, form: &Form, errors: &mut FormErrors) {
    let Some(check) = &circular.said.check else { return };
    let answer = form.text("answer");
    if answer.is_empty() {
        errors.add("answer", "เลือกคำตอบก่อนรับทราบ", "Choose an answer before you acknowledge.");
    } else if check.choices.get(check.right) != Some(&answer) {
        errors.add(
            "answer",
            "คำตอบยังไม่ถูก อ่านหนังสืออีกครั้งแล้วเลือกใหม่",
            "That is not right. Read the circular once more and choose again.",
        );
    }
}

/// The viewer acknowledges.
pub async fn acknowledge(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (agency, id): (AgencyId, CircularId) = (visit.agency()?.id, parse(&id)?);
    let circular = load_shown(&mut app.database.read().await?, &visit, id).await?;
    let mut errors = FormErrors::default();
    check_answer(&circular, &form, &mut errors);
    if !errors.is_empty() {
        return refused(&app, &visit, id, &form, &errors).await;
    }
    let me = visit.viewer()?.person.map(PersonId).ok_or(Error::Forbidden)?;
    let mut tx = app.database.write().await?;
    let how = How::SignedIn { version: form.text("version").parse().unwrap_or_default() };
    acknowledge_for(&mut tx, &Actor::from(visit.viewer()?), agency, id, (&[me], how), visit.now).await?;
    after_change(tx, &visit, &address(id), Bilingual::new("รับทราบแล้ว", "Acknowledged.")).await
}

/// Asks a question.
pub async fn ask(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (agency, id): (_, CircularId) = (visit.agency()?.id, parse(&id)?);
    load_shown(&mut app.database.read().await?, &visit, id).await?;
    let mut errors = FormErrors::default();
    let text = form.text("text");
    check_text(&mut errors, "text", &text, LONGEST_TEXT, Some(Bilingual::new("เขียนคำถาม", "Write the question.")));
    if !errors.is_empty() {
        return refused(&app, &visit, id, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    actions::ask(&mut tx, &Actor::from(visit.viewer()?), agency, id, &text, visit.now).await?;
    after_change(tx, &visit, &address(id), Bilingual::new("ส่งคำถามแล้ว", "The question was sent.")).await
}

/// Answers a question for all to see.
pub async fn answer(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let (agency, id): (_, QuestionId) = (visit.agency()?.id, parse(&id)?);
    let name = format!("answer-{id}");
    let mut errors = FormErrors::default();
    let text = form.text(&name);
    check_text(&mut errors, &name, &text, LONGEST_TEXT, Some(Bilingual::new("เขียนคำตอบ", "Write the answer.")));
    if !errors.is_empty() {
        let found = store::questions::find(&mut app.database.read().await?, agency, id).await?;
        let (circular, _) = found.ok_or(Error::NotFound)?;
        return refused(&app, &visit, circular, &form, &errors).await;
    }
    let mut tx = app.database.write().await?;
    let circular = actions::answer(&mut tx, &Actor::from(visit.viewer()?), agency, id, &text, visit.now).await?;
    after_change(tx, &visit, &address(circular), Bilingual::new("ตอบแล้ว ทุกคนเห็นคำตอบ", "Answered, for all to see."))
        .await
}
