//! Meetings and briefings: planned, written up, their minutes sent around.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, date};

use super::{LIST, MEETINGS, address, list_words, meeting_address, meetings_words, page_below, parse};
use crate::{
    accounts::after_change,
    app::App,
    circulars::{
        actions::meetings as actions,
        model::{
            MeetingId,
            editing::{LONGEST_LINE, check_text, read_held, read_plan},
            meeting::{Kind, Meeting, State as MeetingState},
        },
        store::{self, Narrowed, meetings as rows},
    },
    documents::{self, Shown},
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        audit::{self, Actor},
        form_page::{FormPage, Typed, day_parts},
        html::{
            Button, Choice, Column, EmptyState, Field, Filters, Html, Link, Page, Pagination, Row, StatusTag,
            SummaryList, Table, Timeline,
        },
        listing::{self, Query},
        respond,
    },
    organisation,
};

#[derive(Template)]
#[template(path = "circulars/html/meetings.html")]
struct ListPage {
    page: Page,
    add: Option<Button>,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

#[derive(Template)]
#[template(path = "circulars/html/meeting.html")]
struct MeetingPage {
    page: Page,
    here: String,
    tag: StatusTag,
    facts: SummaryList,
    agenda: Vec<String>,
    minutes: Vec<String>,
    document: Option<Link>,
    topics: Vec<Link>,
    came: Vec<String>,
    circulate: Option<Button>,
    circulated: Option<Link>,
    buttons: Vec<Button>,
    history: Timeline,
}

fn tag(meeting: &Meeting, visit: &Visit) -> StatusTag {
    let (status, words) = meeting.standing(visit.today());
    StatusTag::new(visit.language, status).saying(words.in_language(visit.language))
}

/// The list.
pub async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let kind = query.value("kind").and_then(|key| Kind::from_key(&key));
    let mut connection = app.database.read().await?;
    let count = rows::count(&mut connection, agency, kind).await?;
    let found = rows::list(&mut connection, agency, kind, listing::PAGE_SIZE, query.offset()).await?;
    let since = found.iter().map(|meeting| meeting.plan.day).min().unwrap_or(visit.today());
    let came = rows::count_came(&mut connection, agency, since).await?;
    drop(connection);
    let shown = found.iter().map(|meeting| {
        let came = came.get(&meeting.id).map(|came| came.to_string()).unwrap_or_default();
        Row::new(Link::new(meeting_address(meeting.id), meeting.plan.title.clone()))
            .cell(meeting.plan.kind.name().in_language(t))
            .cell(date::short(meeting.plan.day, t))
            .cell(came)
            .cell(tag(meeting, &visit))
    });
    let table = Table::new(t.say(format!("{count} ครั้ง ล่าสุดก่อน"), format!("{count} in all, the latest first")))
        .column(Column::text(t.say("การประชุม", "Meeting")))
        .column(Column::text(t.say("ประเภท", "Kind")))
        .column(Column::text(t.say("วันที่", "Day")))
        .column(Column::number(t.say("ผู้เข้าประชุม (คน)", "Attendees")))
        .column(Column::text(t.say("สถานะ", "State")))
        .rows(shown);
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.name().in_language(t)));
    let add = Button::primary(t.say("นัดประชุม", "Plan a meeting")).to(format!("{MEETINGS}/new"));
    respond::page(&ListPage {
        page: page_below(&visit, meetings_words(t), &[(LIST, list_words(t))]),
        add: visit.may(Permission::IssueCirculars).then_some(add),
        filters: Filters::new(t, MEETINGS).field(
            Field::select("kind", t.say("ประเภท", "Kind"), kinds)
                .prompt(t.say("ทั้งหมด", "All"))
                .value(query.value("kind").unwrap_or_default()),
        ),
        table: (!found.is_empty()).then_some(table),
        empty: EmptyState::new(t.say("ยังไม่มีการประชุม", "No meetings yet.")),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            listing::pages(count) as u32,
            format!("{MEETINGS}{}", query.with("page", "")),
        ),
    })
}

async fn load(app: &App, visit: &Visit, id: &str) -> Result<Meeting> {
    let id: MeetingId = parse(id)?;
    actions::load(&mut app.database.read().await?, visit.agency()?.id, id).await
}

/// One meeting.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?.id);
    let meeting = load(&app, &visit, &id).await?;
    let mut connection = app.database.read().await?;
    let came = rows::list_came(&mut connection, agency, meeting.id).await?;
    let staff = organisation::list_members(&mut connection, agency, visit.today()).await?;
    let topics = rows::list_topics(&mut connection, agency, meeting.id).await?;
    let named: Vec<_> = meeting.minutes_document.into_iter().collect();
    let document = documents::list_named(&mut connection, agency, &named, visit.today()).await?.into_iter().next();
    let history = audit::history(&mut connection, agency, meeting.id.0, t).await?;
    drop(connection);
    let here = meeting_address(meeting.id);
    let lines = |text: &str| text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect();
    let names = came.iter().map(|person| {
        let known = staff.iter().find(|member| member.person == *person).map(|member| member.name.clone());
        known.unwrap_or_else(|| t.say("ผู้ที่พ้นจากหน่วยงานแล้ว", "Somebody who has left the office").to_owned())
    });
    let may_issue = visit.may(Permission::IssueCirculars);
    let can_circulate = may_issue
        && meeting.state == MeetingState::Held
        && meeting.circulated.is_none()
        && meeting.plan.kind != Kind::Briefing;
    respond::page(&MeetingPage {
        page: page_below(&visit, meeting.plan.title.clone(), &[(LIST, list_words(t)), (MEETINGS, meetings_words(t))]),
        tag: tag(&meeting, &visit),
        facts: facts(&meeting, came.len(), &visit),
        agenda: lines(&meeting.plan.agenda),
        minutes: lines(&meeting.minutes),
        document: document.as_ref().map(|shown: &Shown| Link::new(shown.address(), shown.document.about.title.clone())),
        topics: topics.into_iter().map(|(id, title)| Link::new(address(id), title)).collect(),
        came: names.collect(),
        circulate: can_circulate.then(|| Button::primary(t.say("แจ้งเวียนรายงานการประชุม", "Send the minutes around"))),
        circulated: meeting
            .circulated
            .map(|id| Link::new(address(id), t.say("หนังสือเวียนที่แจ้งรายงานการประชุม", "The circular with the minutes"))),
        buttons: buttons(&meeting, &here, &visit),
        history,
        here,
    })
}

fn facts(meeting: &Meeting, came: usize, visit: &Visit) -> SummaryList {
    let t = visit.language;
    let plan = &meeting.plan;
    let mut day = date::with_weekday(plan.day, t);
    if !plan.time.is_empty() {
        day.push_str(&t.say(format!(" เวลา {} น.", plan.time), format!(", {}", plan.time)));
    }
    let list = SummaryList::new(t)
        .row(t.say("ประเภท", "Kind"), plan.kind.name().in_language(t))
        .row(t.say("วันเวลา", "When"), day)
        .row(t.say("สถานที่", "Where"), plan.place.clone());
    match &meeting.state {
        MeetingState::Planned => list,
        MeetingState::Held => {
            list.row(t.say("ผู้เข้าประชุม", "Attendees"), t.say(format!("{came} คน"), format!("{came} people")))
        }
        MeetingState::Cancelled { reason } => list.row(t.say("เหตุผลที่ยกเลิก", "Why it was cancelled"), reason.clone()),
    }
}

fn buttons(meeting: &Meeting, here: &str, visit: &Visit) -> Vec<Button> {
    let t = visit.language;
    let mut buttons = Vec::new();
    let is_planned = meeting.state == MeetingState::Planned;
    let may_write = visit.may(Permission::RecordReading) && !matches!(meeting.state, MeetingState::Cancelled { .. });
    if may_write && meeting.plan.day <= visit.today() {
        let words = match is_planned {
            true => t.say("บันทึกการประชุม", "Write it up"),
            false => t.say("แก้บันทึกการประชุม", "Correct what was written up"),
        };
        buttons.push(Button::secondary(words).to(format!("{here}/minutes")));
    }
    if is_planned && visit.may(Permission::IssueCirculars) {
        buttons.push(Button::secondary(t.say("แก้นัด", "Change the plan")).to(format!("{here}/plan")));
        buttons.push(Button::danger(t.say("ยกเลิกการประชุม", "Cancel it")).to(format!("{here}/cancellation")));
    }
    buttons
}

async fn plan_page(
    app: &App,
    visit: &Visit,
    meeting: Option<&Meeting>,
    form: &Form,
    errors: &FormErrors,
) -> Result<FormPage> {
    let t = visit.language;
    let typed = Typed::new(visit, form, errors);
    let in_force = Narrowed { in_force: Some(visit.today()), ..Narrowed::default() };
    let circulars = store::list(&mut app.database.read().await?, visit.agency()?.id, &in_force, 200, 0).await?;
    let topics = circulars.iter().map(|circular| Choice::new(circular.id.to_string(), circular.title()).in_thai());
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.name().in_language(t)));
    let up = [(LIST, list_words(t)), (MEETINGS, meetings_words(t))];
    let page = match meeting {
        None => FormPage::new(visit, t.say("นัดประชุม", "Plan a meeting"), MEETINGS).errors(visit, errors).up(visit, &up),
        Some(meeting) => {
            let here = meeting_address(meeting.id);
            FormPage::new(visit, t.say("แก้นัดประชุม", "Change the plan"), format!("{here}/plan"))
                .errors(visit, errors)
                .up(visit, &[up[0], up[1], (&here, &meeting.plan.title)])
        }
    };
    Ok(page
        .field(typed.radios("kind", t.say("ประเภท", "Kind"), kinds))
        .field(
            typed
                .text("title", "ชื่อการประชุม", "Title")
                .hint(t.say("เช่น การประชุมติดตามการใช้จ่ายงบประมาณ ครั้งที่ 4/2565", "E.g. Budget follow-up 4/2565")),
        )
        .field(typed.day("day", "วันที่", "Day"))
        .field(typed.optional_text("time", "เวลา", "Time").hint(t.say("เช่น 09.30", "E.g. 09.30")))
        .field(typed.text("place", "สถานที่", "Place"))
        .field(typed.fill(
            "agenda",
            Field::textarea("agenda", t.say("ระเบียบวาระ บรรทัดละหนึ่งวาระ", "Agenda, a line each")).rows(5),
        ))
        .field(
            typed
                .checkboxes(
                    "topics",
                    t.say("หนังสือเวียนที่ชี้แจง (เฉพาะการชี้แจง)", "Circulars to explain (briefings only)"),
                    topics,
                )
                .optional(t),
        ))
}

/// The form for a meeting.
pub async fn new(State(app): State<App>, visit: Visit) -> Result<Response> {
    respond::page(&plan_page(&app, &visit, None, &Form::default(), &FormErrors::default()).await?)
}

/// Plans a meeting.
pub async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let mut errors = FormErrors::default();
    let plan = read_plan(&form, &mut errors);
    let (Some(plan), true) = (plan, errors.is_empty()) else {
        return respond::refused_form(&plan_page(&app, &visit, None, &form, &errors).await?);
    };
    let mut tx = app.database.write().await?;
    let id = actions::plan(&mut tx, &Actor::from(visit.viewer()?), visit.agency()?.id, &plan, visit.now).await?;
    after_change(tx, &visit, &meeting_address(id), Bilingual::new("นัดประชุมแล้ว", "The meeting was planned.")).await
}

/// The form with what is planned.
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    let plan = &meeting.plan;
    let mut fields: Vec<(String, String)> = day_parts("day", plan.day).to_vec();
    let texts = [
        ("kind", plan.kind.key()),
        ("title", &plan.title),
        ("time", &plan.time),
        ("place", &plan.place),
        ("agenda", &plan.agenda),
    ];
    fields.extend(texts.map(|(name, value)| (name.to_owned(), value.to_owned())));
    fields.extend(plan.topics.iter().map(|topic| ("topics".to_owned(), topic.to_string())));
    let form = Form::with(fields.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&plan_page(&app, &visit, Some(&meeting), &form, &FormErrors::default()).await?)
}

/// Changes what is planned.
pub async fn change(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    let mut errors = FormErrors::default();
    let plan = read_plan(&form, &mut errors);
    let (Some(plan), true) = (plan, errors.is_empty()) else {
        return respond::refused_form(&plan_page(&app, &visit, Some(&meeting), &form, &errors).await?);
    };
    let mut tx = app.database.write().await?;
    let (actor, agency) = (Actor::from(visit.viewer()?), visit.agency()?.id);
    actions::change(&mut tx, &actor, agency, meeting.id, &plan, visit.now).await?;
    after_change(tx, &visit, &meeting_address(meeting.id), Bilingual::new("แก้นัดแล้ว", "The plan was changed.")).await
}

async fn minutes_page(
    app: &App,
    visit: &Visit,
    meeting: &Meeting,
    form: &Form,
    errors: &FormErrors,
) -> Result<FormPage> {
    let (t, agency, here) = (visit.language, visit.agency()?.id, meeting_address(meeting.id));
    let typed = Typed::new(visit, form, errors);
    let mut connection = app.database.read().await?;
    let staff = organisation::list_members(&mut connection, agency, visit.today()).await?;
    let papers = documents::list_to_choose(&mut connection, agency, None, visit.today()).await?;
    drop(connection);
    let people = staff.iter().map(|member| Choice::new(member.person.to_string(), member.name.clone()).in_thai());
    let papers =
        papers.iter().map(|shown| Choice::new(shown.document.id.to_string(), shown.document.about.title.clone()));
    let hint = match meeting.plan.kind {
        Kind::Briefing => {
            t.say("ผู้ที่มาถือว่ารับทราบหนังสือเวียนที่ชี้แจง", "Whoever came has acknowledged the circulars that were explained.")
        }
        Kind::Budget | Kind::Other => t.say("เลือกทุกคนที่มา", "Choose everybody who came."),
    };
    Ok(FormPage::new(visit, t.say("บันทึกการประชุม", "Write the meeting up"), format!("{here}/minutes"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (MEETINGS, meetings_words(t)), (&here, &meeting.plan.title)])
        .field(typed.checkboxes("came", t.say("ผู้เข้าประชุม", "Who came"), people).tick_all(t).hint(hint))
        .field(
            typed
                .fill("minutes", Field::textarea("minutes", t.say("รายงานการประชุม", "Minutes")).rows(8))
                .optional(t)
                .hint(t.say("มติและสิ่งที่ต้องทำ หรือเลือกเอกสารด้านล่าง", "What was decided, or choose the document below.")),
        )
        .field(
            typed
                .select(
                    "document",
                    t.say("เอกสารรายงานการประชุม", "Document with the minutes"),
                    t.say("ไม่มี", "None"),
                    papers,
                )
                .optional(t),
        ))
}

/// The form for what came of it.
pub async fn ask_minutes(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    let came = rows::list_came(&mut app.database.read().await?, visit.agency()?.id, meeting.id).await?;
    let mut fields = vec![("minutes".to_owned(), meeting.minutes.clone())];
    fields.extend(meeting.minutes_document.map(|id| ("document".to_owned(), id.to_string())));
    fields.extend(came.iter().map(|person| ("came".to_owned(), person.to_string())));
    let form = Form::with(fields.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&minutes_page(&app, &visit, &meeting, &form, &FormErrors::default()).await?)
}

/// Writes it up.
pub async fn hold(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    let mut errors = FormErrors::default();
    let held = read_held(&form, &mut errors);
    if errors.is_empty() {
        let mut tx = app.database.write().await?;
        let (actor, agency) = (Actor::from(visit.viewer()?), visit.agency()?.id);
        match actions::hold(&mut tx, &actor, agency, meeting.id, &held, visit.now).await {
            Ok(0) => {
                let message = Bilingual::new("บันทึกการประชุมแล้ว", "The meeting was written up.");
                return after_change(tx, &visit, &meeting_address(meeting.id), message).await;
            }
            Ok(new) => {
                let message = Bilingual::new(
                    format!("บันทึกการชี้แจงแล้ว มีการรับทราบใหม่ {new} ครั้ง"),
                    format!("The briefing was written up, with {new} new acknowledgements."),
                );
                return after_change(tx, &visit, &meeting_address(meeting.id), message).await;
            }
            Err(Error::Invalid(sentence)) => errors.add("came", sentence.th, sentence.en),
            Err(error) => return Err(error),
        }
    }
    respond::refused_form(&minutes_page(&app, &visit, &meeting, &form, &errors).await?)
}

fn cancellation_page(visit: &Visit, meeting: &Meeting, form: &Form, errors: &FormErrors) -> FormPage {
    let (t, here) = (visit.language, meeting_address(meeting.id));
    let typed = Typed::new(visit, form, errors);
    let title = t.say("ยกเลิกการประชุม", "Cancel the meeting");
    FormPage::new(visit, title, format!("{here}/cancellation"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(t)), (MEETINGS, meetings_words(t)), (&here, &meeting.plan.title)])
        .before(Html::text(t.say(
            "การประชุมยังอยู่ในรายการพร้อมเหตุผล ย้อนกลับไม่ได้",
            "It stays in the list with the reason. This cannot be undone.",
        )))
        .field(typed.text("reason", "เหตุผล", "Reason"))
        .button(Button::danger_final(title))
}

/// Asks for the reason.
pub async fn ask_cancellation(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    respond::page(&cancellation_page(&visit, &meeting, &Form::default(), &FormErrors::default()))
}

/// Cancels it.
pub async fn cancel(State(app): State<App>, visit: Visit, Path(id): Path<String>, form: Form) -> Result<Response> {
    let meeting = load(&app, &visit, &id).await?;
    let mut errors = FormErrors::default();
    let reason = form.text("reason");
    check_text(&mut errors, "reason", &reason, LONGEST_LINE, Some(Bilingual::new("บอกเหตุผล", "Say why.")));
    if !errors.is_empty() {
        return respond::refused_form(&cancellation_page(&visit, &meeting, &form, &errors));
    }
    let mut tx = app.database.write().await?;
    let (actor, agency) = (Actor::from(visit.viewer()?), visit.agency()?.id);
    actions::cancel(&mut tx, &actor, agency, meeting.id, &reason, visit.now).await?;
    after_change(
        tx,
        &visit,
        &meeting_address(meeting.id),
        Bilingual::new("ยกเลิกการประชุมแล้ว", "The meeting was cancelled."),
    )
    .await
}

/// Sends the minutes around.
pub async fn circulate(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let id: MeetingId = parse(&id)?;
    let mut tx = app.database.write().await?;
    let circular =
        actions::circulate(&mut tx, &Actor::from(visit.viewer()?), visit.agency()?.id, id, visit.now).await?;
    let message = Bilingual::new("แจ้งเวียนรายงานการประชุมแล้ว", "The minutes were sent around.");
    after_change(tx, &visit, &address(circular), message).await
}
