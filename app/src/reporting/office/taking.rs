//! Steps 3 and 4: what will change, and taking it over; or deciding not to.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use report::{Change, difference::Field};
use thai::{Bilingual, Language};

use super::{address, lines, load, page_of_import, page_of_imports, parse, place_address, step};
use crate::{
    accounts::after_change,
    app::App,
    assessment,
    kit::{
        Form, Result, Visit,
        audit::Actor,
        html::{
            Button, Column, EmptyState, Html, Link, Notice, Page, Row, StepHeading, SummaryList, Table, changed_words,
        },
        respond,
    },
    reporting::{
        actions::{self, Differences},
        model::{
            Import, State,
            taking::{NewItem, Removal},
        },
    },
};

#[derive(Template)]
#[template(path = "reporting/html/difference.html")]
struct DifferencePage {
    page: Page,
    step: StepHeading,
    question: Option<Notice>,
    contradictions: Vec<String>,
    nothing: Option<EmptyState>,
    scores: Option<Table>,
    removals: Option<Table>,
    new_items: Option<Table>,
    plan: Vec<ChangesOfItem>,
    button: Option<Button>,
    back: Link,
}

#[derive(Template)]
#[template(path = "reporting/html/confirmation.html")]
struct ConfirmationPage {
    page: Page,
    step: StepHeading,
    question: Option<Notice>,
    facts: SummaryList,
    button: Option<Button>,
    back: Link,
    leave: Link,
}

#[derive(Template)]
#[template(path = "reporting/html/removal.html")]
struct RemovalPage {
    page: Page,
    facts: SummaryList,
    button: Button,
    back: Link,
}

pub(in crate::reporting) async fn difference(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    if import.state != State::Review {
        return Ok(respond::go(&address(import.id, "")));
    }
    let (agency, actor) = (visit.agency()?, Actor::from(visit.viewer()?));
    let differences = actions::differences(&app.database, &actor, agency, &import, visit.now).await?;
    respond::page(&DifferencePage::new(&visit, &import, &differences)?)
}

impl DifferencePage {
    fn new(visit: &Visit, import: &Import, differences: &Differences) -> Result<Self> {
        let t = visit.language;
        let heading = t.say("ดูสิ่งที่จะเปลี่ยน", "See what will change");
        let question = question(visit, import)?;
        let why = t.say(
            "ไฟล์นี้ตรงกับข้อมูลที่มีอยู่ทุกข้อ ไม่มีอะไรต้องนำเข้า",
            "This file says what is here already. There is nothing to import.",
        );
        let leave = Button::secondary(t.say("ปิดการนำเข้านี้", "Close this import")).to(address(import.id, "/removal"));
        let contradictions = differences.contradictions.iter();
        Ok(Self {
            page: page_of_import(visit, import, heading),
            step: step(visit, 3, heading),
            contradictions: contradictions.map(|sentence| sentence.in_language(t).to_owned()).collect(),
            nothing: (!differences.any).then(|| EmptyState::new(why).action(leave)),
            scores: (!differences.scores.is_empty()).then(|| scores(visit, import, &differences.scores)),
            removals: (!differences.removals.is_empty()).then(|| removals(t, &differences.removals)),
            new_items: (!differences.new_items.is_empty()).then(|| new_items(t, &differences.new_items)),
            plan: plan(visit, differences),
            button: (differences.any && question.is_none())
                .then(|| Button::primary(t.say("ไปยืนยัน", "Go on to confirm")).to(address(import.id, "/confirmation"))),
            back: Link::new(address(import.id, ""), t.say("กลับไปตรวจ", "Back to the review")),
            question,
        })
    }
}

/// A question that stands in the way of taking, with the place where it is answered.
fn question(visit: &Visit, import: &Import) -> Result<Option<Notice>> {
    let unanswered = import.review.unanswered(&visit.agency()?.name.th, import.year);
    let Some(question) = unanswered.into_iter().next() else { return Ok(None) };
    let sentence = visit.say(question.message.message, question.message.message_en);
    let answer = Link::new(place_address(import, None), visit.say("ตอบในขั้นที่ 2", "Answer in step 2"));
    let heading = visit.say("ต้องตอบก่อนนำเข้า", "To be answered before importing");
    Ok(Some(Notice::warning(Html::text(sentence).and(answer)).heading(heading)))
}

fn scores(visit: &Visit, import: &Import, scores: &[assessment::Difference]) -> Table {
    let t = visit.language;
    let (year, count) = (import.review.score_year(import.year), scores.len());
    let caption =
        t.say(format!("คะแนนปี {year} ที่จะเปลี่ยน {count} รายการ"), format!("{count} scores of {year} that will change"));
    let row = |change: &assessment::Difference| {
        let before = change.before.map(|score| score.to_string());
        Row::new(change.place.name().in_language(t).to_owned())
            .cell(before.unwrap_or_else(|| t.say("ยังไม่มี", "None yet").to_owned()))
            .cell(change.after.to_string())
    };
    Table::new(caption)
        .column(Column::text(t.say("รายการ", "Where")))
        .column(Column::number(t.say("เดิม", "Before")))
        .column(Column::number(t.say("จะเป็น", "After")))
        .rows(scores.iter().map(row))
}

/// Everything that will be gone, before it is.
fn removals(t: Language, removals: &[Removal]) -> Table {
    let count = removals.len();
    let row = |gone: &Removal| {
        let text = match gone.text.is_empty() {
            true => t.say("(ไม่มีข้อความ มีเพียงสถานะ)", "(no text, a status only)").to_owned(),
            false => gone.text.clone(),
        };
        let evidence = match gone.evidence {
            0 => "–".to_owned(),
            pieces => t.say(format!("{pieces} ชิ้น"), format!("{pieces} pieces")),
        };
        Row::new(gone.code.clone()).cell(gone.field.name().in_language(t).to_owned()).cell(text).cell(evidence)
    };
    Table::new(
        t.say(format!("{count} รายการที่จะหายไปจากแผน"), format!("{count} entries that will be gone from the plan")),
    )
    .column(Column::text(t.say("ข้อ", "Item")))
    .column(Column::text(t.say("ส่วน", "Part")))
    .column(Column::text(t.say("ข้อความเดิม", "What it says")))
    .column(Column::text(t.say("หลักฐานที่หลุดไปด้วย", "Evidence that loses it")))
    .rows(removals.iter().map(row))
}

/// New items in one list: a new year brings forty of them.
fn new_items(t: Language, items: &[NewItem]) -> Table {
    let count = items.len();
    let row = |item: &NewItem| {
        let counts =
            [item.guidelines, item.measures, item.results, item.responsible].into_iter().map(|count| count.to_string());
        counts.fold(Row::new(item.code.clone()).cell(item.topic.clone()), Row::cell)
    };
    Table::new(t.say(format!("ข้อใหม่ {count} ข้อ และจำนวนที่จะเพิ่ม"), format!("{count} new items, and how much is added")))
        .column(Column::text(t.say("ข้อ", "Item")))
        .column(Column::text(t.say("ข้อคำถาม", "What it asks")))
        .column(Column::number(t.say("แนวทาง", "Guidelines")))
        .column(Column::number(t.say("มาตรการ", "Measures")))
        .column(Column::number(t.say("ผล", "Results")))
        .column(Column::number(t.say("ผู้รับผิดชอบ", "Responsible")))
        .rows(items.iter().map(row))
}

/// What changes at one item, folded: a report of forty items changes hundreds of lines.
struct ChangesOfItem {
    heading: String,
    table: Table,
}

fn plan(visit: &Visit, differences: &Differences) -> Vec<ChangesOfItem> {
    let is_new = |code: &str| differences.new_items.iter().any(|item| item.code == code);
    let of_known = differences.plan.iter().filter(|change| change.field != Field::Item || !is_new(&change.place));
    let changes: Vec<&Change> = of_known.collect();
    let of_one_item = changes.chunk_by(|one, next| one.place == next.place);
    of_one_item.map(|changes| ChangesOfItem::new(visit, changes)).collect()
}

impl ChangesOfItem {
    fn new(visit: &Visit, changes: &[&Change]) -> Self {
        let t = visit.language;
        let place = changes.first().map(|change| change.place.as_str()).filter(|place| !place.is_empty());
        let place = place.unwrap_or(t.say("ทั้งรายงาน", "The whole report"));
        let count = changes.len();
        let row = |change: &&Change| {
            let part = change.field.name().in_language(t).to_owned();
            let none = |words: &str| Html::text(words);
            let before = match &change.before {
                Some(text) => lines(text.lines()),
                None => none(t.say("ยังไม่มี", "None")),
            };
            let after = match &change.after {
                Some(text) => marked_lines(change.before.as_deref().unwrap_or_default(), text),
                None => none(t.say("ไม่มีแล้ว", "Gone")),
            };
            Row::new(part).cell(before).cell(after)
        };
        let table = Table::new(t.say(format!("สิ่งที่จะเปลี่ยนในข้อ {place}"), format!("What will change at {place}")))
            .column(Column::text(t.say("ส่วน", "Part")))
            .column(Column::text(t.say("เดิม", "Before")))
            .column(Column::text(t.say("จะเป็น", "After")))
            .rows(changes.iter().map(row));
        Self {
            heading: t.say(format!("{place} · เปลี่ยน {count} แห่ง"), format!("{place} · {count} changes")), table
        }
    }
}

/// The later lines, with the words marked that the line they stand for did not have.
fn marked_lines(before: &str, after: &str) -> Html {
    let mut free: Vec<&str> = before.lines().filter(|line| !after.lines().any(|same| same == *line)).collect();
    let is_known = |line: &str| before.lines().any(|same| same == line);
    let marked = after.lines().map(|line| match is_known(line) || free.is_empty() {
        true => Html::text(line),
        false => changed_words(free.remove(0), line),
    });
    lines(marked.collect::<Vec<_>>())
}

pub(in crate::reporting) async fn confirmation(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    if import.state != State::Review {
        return Ok(respond::go(&address(import.id, "")));
    }
    let t = visit.language;
    let heading = t.say("ยืนยันการนำเข้า", "Confirm the import");
    let question = question(&visit, &import)?;
    respond::page(&ConfirmationPage {
        page: page_of_import(&visit, &import, heading),
        step: step(&visit, 4, heading),
        facts: summary(&visit, &import)?,
        button: question.is_none().then(|| {
            Button::primary(t.say("นำเข้ารายงานนี้", "Import this report")).sending(t.say("กำลังนำเข้า…", "Importing…"))
        }),
        question,
        back: Link::new(address(import.id, "/difference"), t.say("กลับ", "Back")),
        leave: Link::new("/office/report/imports", t.say("ออกโดยยังไม่นำเข้า", "Leave without importing yet")),
    })
}

fn summary(visit: &Visit, import: &Import) -> Result<SummaryList> {
    let (t, review) = (visit.language, &import.review);
    let items = review.items_taken().count();
    let open = review.open_warnings(&visit.agency()?.name.th, import.year).len();
    let scores = review.items_taken().filter(|item| item.score.is_some()).count()
        + review.report.indicators.iter().filter(|indicator| indicator.score.is_some()).count();
    let texts = review.report.unparsed.len();
    let day = review.report.report_date.map(|day| thai::date::long(day, t)).unwrap_or_default();
    let review_address = address(import.id, "");
    Ok(SummaryList::new(t)
        .row(t.say("ไฟล์", "File"), import.file_name.clone())
        .row(t.say("มาตรการของปีงบประมาณ", "Measures of fiscal year"), import.year.to_string())
        .row_to_change(
            t.say("คะแนนของปี", "Scores of"),
            review.score_year(import.year).to_string(),
            review_address.clone(),
        )
        .row_to_change(t.say("วันที่ของรายงาน", "Date of the report"), day, review_address.clone())
        .row(t.say("ข้อที่จะนำเข้า", "Items"), t.say(format!("{items} ข้อ"), format!("{items} items")))
        .row(t.say("คะแนนที่จะนำเข้า", "Scores"), t.say(format!("{scores} รายการ"), format!("{scores} scores")))
        .row_to_change(
            t.say("จุดที่ยังไม่ได้ดู", "Places not looked at"),
            t.say(format!("{open} จุด"), format!("{open} places")),
            review_address.clone(),
        )
        .row_to_change(
            t.say("ข้อความที่ยังไม่เข้าใจ", "Texts not understood"),
            t.say(
                format!("{texts} ข้อความ จะเก็บไว้ข้างข้อที่พบ"),
                format!("{texts} texts, kept beside the items they stood at"),
            ),
            review_address,
        )
        .row(
            t.say("สถานะของผล", "Statuses of results"),
            t.say("เก็บตามรายงาน ยังไม่ถือว่ามีหลักฐาน", "Kept as reported, without evidence"),
        ))
}

pub(in crate::reporting) async fn take(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
    _: Form,
) -> Result<Response> {
    let (id, actor, agency) = (parse(&id)?, Actor::from(visit.viewer()?), visit.agency()?);
    let mut tx = app.database.write().await?;
    let import = actions::load(&mut tx, agency, id).await?;
    let outcome = actions::take(&mut tx, &actor, agency, id, visit.now).await?;
    let actions::Outcome { added, changed, scores, .. } = outcome;
    let message = Bilingual::new(
        format!("นำเข้าแล้ว เพิ่ม {added} ข้อ เปลี่ยน {changed} ข้อ คะแนน {scores} รายการ ตรวจมาตรการและแนบหลักฐานต่อได้เลย"),
        format!("Imported: {added} items added, {changed} changed, {scores} scores. Go on with measures and evidence."),
    );
    after_change(tx, &visit, &format!("/office/measures/{}", import.year), message).await
}

pub(in crate::reporting) async fn confirm_removal(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    if import.state != State::Review {
        return Ok(respond::go(&address(import.id, "")));
    }
    let t = visit.language;
    respond::page(&RemovalPage {
        page: page_of_imports(&visit, t.say("ไม่นำเข้าไฟล์นี้", "Do not import this file")),
        facts: SummaryList::new(t)
            .row(t.say("ไฟล์", "File"), import.file_name.clone())
            .row(t.say("ปีงบประมาณ", "Fiscal year"), import.year.to_string()),
        button: Button::danger_final(t.say("ไม่นำเข้าไฟล์นี้", "Do not import this file")),
        back: Link::new(address(import.id, ""), t.say("กลับไปตรวจต่อ", "Back to the review")),
    })
}

pub(in crate::reporting) async fn remove(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
    _: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    actions::discard(&mut tx, &Actor::from(visit.viewer()?), visit.agency()?, parse(&id)?, visit.now).await?;
    let message = Bilingual::new(
        "ปิดการนำเข้าแล้ว ข้อมูลเดิมยังอยู่ครบ นำเข้าไฟล์อื่นได้เมื่อพร้อม",
        "The import is closed. Your data is as it was. Import another file whenever you like.",
    );
    after_change(tx, &visit, "/office/report/imports", message).await
}
