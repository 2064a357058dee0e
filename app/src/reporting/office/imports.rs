//! The list of imports, choosing a file, and the file as it came.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use thai::{Bilingual, FiscalYear};

use super::{address, page_of_imports, page_of_reports, parse, parse_year, step, summary_of_errors};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        audit::Actor,
        html::{
            self, Button, Choice, Column, EmptyState, ErrorSummary, Field, Html, Link, Page, Pagination, Row,
            StatusTag, StepHeading, Table,
        },
        listing::{self, Query},
        respond,
    },
    parts,
    reporting::{
        actions::{self, Brought, BroughtFile},
        model::State,
        store::{self, ImportInList},
    },
};

/// Endings of files that the browser offers. What a file is, its content tells.
const ACCEPTED: &str = ".docx,.xlsx,.csv,.tsv,.pdf,.md,.markdown,.html,.htm,.txt,.json";

#[derive(Template)]
#[template(path = "reporting/html/imports.html")]
struct ImportsPage {
    page: Page,
    begin: Button,
    empty: Option<EmptyState>,
    table: Table,
    pagination: Pagination,
}

#[derive(Template)]
#[template(path = "reporting/html/choose_file.html")]
struct ChooseFilePage {
    page: Page,
    step: StepHeading,
    errors: ErrorSummary,
    file: Field,
    year: Field,
    button: Button,
    back: Link,
}

pub(in crate::reporting) async fn list(Held(app): Held<App>, visit: Visit, query: Query) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let imports = store::list(&mut connection, agency, listing::PAGE_SIZE, query.offset()).await?;
    let count = store::count(&mut connection, agency).await?;
    let begin =
        || Button::primary(visit.say("นำเข้าไฟล์รายงาน", "Import a report file")).to("/office/report/imports/new");
    let why = visit.say(
        "ยังไม่เคยนำเข้ารายงาน นำไฟล์รายงานปีก่อนเข้ามา แล้วแก้ต่อในระบบได้เลย",
        "No report has been imported. Bring in last year's report and go on from there.",
    );
    let path = visit.uri.path_and_query().map_or("/office/report/imports", |path| path.as_str());
    let (at, pages) = (query.page(), listing::pages(count));
    respond::page(&ImportsPage {
        page: page_of_reports(&visit, visit.say("นำเข้ารายงาน", "Import reports")),
        begin: begin(),
        empty: imports.is_empty().then(|| EmptyState::new(why).action(begin())),
        table: table(&visit, &imports, count),
        pagination: Pagination::new(
            visit.language,
            u32::try_from(at).unwrap_or(1),
            u32::try_from(pages).unwrap_or(1),
            path,
        ),
    })
}

fn table(visit: &Visit, imports: &[ImportInList], count: i64) -> Table {
    let t = visit.language;
    let caption = visit.say(format!("นำเข้าทั้งหมด {count} ครั้ง ใหม่สุดก่อน"), format!("{count} imports, newest first"));
    let row = |import: &ImportInList| {
        let by = import.brought_by.clone().unwrap_or_else(|| t.say("คำสั่งบนเครื่องแม่ข่าย", "Command line").to_owned());
        Row::new(Link::new(address(import.id, ""), import.file_name.clone()))
            .cell(state_tag(visit, import.state))
            .cell(import.year.to_string())
            .cell(thai::date::moment(import.created_at, t))
            .cell(by)
    };
    Table::new(caption)
        .column(Column::text(t.say("ไฟล์", "File")))
        .column(Column::text(t.say("สถานะ", "State")))
        .column(Column::text(t.say("ปีงบประมาณ", "Fiscal year")))
        .column(Column::text(t.say("เมื่อ", "When")))
        .column(Column::text(t.say("โดย", "By")))
        .rows(imports.iter().map(row))
}

pub(super) fn state_tag(visit: &Visit, state: State) -> StatusTag {
    let shape = match state {
        State::Review => html::Status::Waiting,
        State::Taken => html::Status::Done,
        State::Discarded => html::Status::Cancelled,
    };
    StatusTag::new(visit.language, shape).saying(state.name().in_language(visit.language))
}

impl ChooseFilePage {
    fn new(visit: &Visit, form: &Form, errors: &FormErrors) -> Self {
        let t = visit.language;
        let error = |field: &str| errors.of(field).map(|sentence| sentence.in_language(t).to_owned());
        let this_year = visit.fiscal_year();
        let years = (0..8).scan(this_year.next(), |year, _| Some(std::mem::replace(year, year.previous())));
        let mut page = page_of_imports(visit, t.say("เลือกไฟล์รายงาน", "Choose the report file"));
        page.has_errors = !errors.is_empty();
        let year = form.text("year");
        Self {
            step: step(visit, 1, t.say("เลือกไฟล์รายงาน", "Choose the report file")),
            errors: summary_of_errors(visit, errors),
            file: Field::file("file", t.say("ไฟล์รายงาน", "Report file"), ACCEPTED)
                .hint(t.say(
                    "Word (.docx), Excel (.xlsx), CSV, PDF ที่มีข้อความ (ไม่ใช่ภาพสแกน), ตาราง Markdown หรือ HTML จากโปรแกรมอ่านตัวหนังสือ หรือ JSON ที่ส่งออกจากระบบนี้ ไม่เกิน 20 MB",
                    "Word (.docx), Excel (.xlsx), CSV, PDF with text (not a scan), Markdown or HTML tables as OCR tools write them, or JSON exported from here. Up to 20 MB.",
                ))
                .error(error("file")),
            year: Field::select(
                "year",
                t.say("รายงานของปีงบประมาณ", "Fiscal year of the report"),
                years.map(|year| Choice::new(year.to_string(), year.to_string())),
            )
            .prompt(t.say("ตามที่ไฟล์ระบุ", "As the file says"))
            .hint(t.say(
                format!("ปีที่ดำเนินมาตรการ คะแนนในรายงานมักเป็นของปีก่อนหน้า ถ้าไฟล์ไม่ระบุปี จะนับเป็นปี {this_year}"),
                format!(
                    "The year of the measures; the scores in it are as a rule of the year before. A file that names no \
                     year counts as one of {this_year}."
                ),
            ))
            .value(year)
            .error(error("year")),
            button: Button::primary(t.say("อ่านไฟล์นี้", "Read this file")).sending(t.say("กำลังอ่าน…", "Reading…")),
            back: Link::new("/office/report/imports", t.say("กลับโดยไม่นำเข้า", "Back without importing")),
            page,
        }
    }
}

pub(in crate::reporting) async fn choose_file(visit: Visit, query: Query) -> Result<Response> {
    let form = Form::with([("year", query.value("year").unwrap_or_default())]);
    respond::page(&ChooseFilePage::new(&visit, &form, &FormErrors::default()))
}

pub(in crate::reporting) async fn bring(Held(app): Held<App>, visit: Visit, form: Form) -> Result<Response> {
    let (file, year) = match chosen(&form) {
        Ok(chosen) => chosen,
        Err(errors) => return respond::refused_form(&ChooseFilePage::new(&visit, &form, &errors)),
    };
    if let Some((unit, of)) = parts::part_in_file(&app.database, visit.agency()?.id, file.bytes.clone()).await? {
        let mut errors = FormErrors::default();
        errors.add(
            "file",
            format!(
                "ไฟล์นี้เป็นส่วนของ{} ปี {of} ไม่ใช่รายงานทั้งฉบับ เปิดหน้า “ส่วนของฝ่าย” ของรายงานปี {of} แล้วส่งที่ฝ่ายนี้",
                unit.th
            ),
            format!(
                "This file is the part of {} of {of}, not a whole report. Open “Divisions' parts” of the report of {of} and \
                 send it there.",
                unit.en
            ),
        );
        return respond::refused_form(&ChooseFilePage::new(&visit, &form, &errors));
    }
    let (file, review) = match actions::read_file(file, year.or(Some(visit.fiscal_year()))).await? {
        Ok(read) => read,
        Err(sentence) => {
            let mut errors = FormErrors::default();
            errors.add("file", sentence.th, sentence.en);
            return respond::refused_form(&ChooseFilePage::new(&visit, &form, &errors));
        }
    };
    let (viewer, agency) = (visit.viewer()?, visit.agency()?);
    let year = year.or(review.report.year).unwrap_or(visit.fiscal_year());
    let brought = actions::bring(&app.database, &Actor::from(viewer), agency, year, &file, review, visit.now).await?;
    let (to, message) = match brought {
        Brought::New(id) => (
            address(id, ""),
            Bilingual::new(
                "อ่านไฟล์แล้ว ยังไม่มีอะไรเปลี่ยน ตรวจสิ่งที่อ่านได้ แล้วไปต่อ",
                "The file is read. Nothing is changed yet. Check what was understood and go on.",
            ),
        ),
        Brought::InReview(id) => (
            address(id, ""),
            Bilingual::new(
                "ไฟล์นี้ส่งเข้ามาแล้วและยังตรวจไม่เสร็จ ทำต่อจากเดิมได้เลย",
                "This file is here already and not finished. Go on where you left off.",
            ),
        ),
        Brought::NothingNew => (
            "/office/report/imports".to_owned(),
            Bilingual::new(
                "นำเข้าไฟล์นี้แล้ว ไม่มีอะไรเปลี่ยน",
                "This file was imported before. Nothing is different, nothing was changed.",
            ),
        ),
    };
    after_change(app.database.write().await?, &visit, &to, message).await
}

/// The file, and the year if one was chosen.
fn chosen(form: &Form) -> Result<(BroughtFile, Option<FiscalYear>), FormErrors> {
    let mut errors = FormErrors::default();
    let file = form.file("file");
    if file.is_none() {
        errors.add("file", "ยังไม่ได้เลือกไฟล์ เลือกไฟล์รายงานแล้วส่งอีกครั้ง", "No file is chosen. Choose the report file.");
    }
    let typed = form.text("year");
    let year = parse_year(&typed).ok();
    if year.is_none() && !typed.is_empty() {
        errors.add("year", "เลือกปีงบประมาณของรายงาน", "Choose the fiscal year of the report.");
    }
    let chosen = file.filter(|_| errors.is_empty()).map(|file| {
        let name = file.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        (BroughtFile { name: shortened(name), bytes: file.bytes.to_vec() }, year)
    });
    chosen.ok_or(errors)
}

/// A name of bearable length, without characters that mean something elsewhere.
fn shortened(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '"').take(150).collect();
    if name.trim().is_empty() { "report".to_owned() } else { name }
}

pub(in crate::reporting) async fn file(Held(app): Held<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let id = parse(&id)?;
    let mut connection = app.database.read().await?;
    let file = store::find_file(&mut connection, visit.agency()?.id, id).await?.ok_or(Error::NotFound)?;
    Ok(respond::attachment("application/octet-stream", &file.name, file.content))
}

/// A quiet link to the file as it came.
pub(super) fn link_to_file(visit: &Visit, import: &crate::reporting::model::Import) -> Html {
    Link::new(address(import.id, "/file"), visit.say("ดาวน์โหลดไฟล์ต้นฉบับ", "Download the original file")).into()
}
