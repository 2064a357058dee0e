//! The cover memo of a report: what stands around it is asked, its text follows from the report.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use report::{
    Report,
    write::memo::{Letter, Memo},
};
use thai::{FiscalYear, date};

use super::{page_of_reports, parse_year, summary_of_errors};
use crate::{
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Button, Choice, ErrorSummary, Field, Link, Page},
        respond,
    },
    organisation::{self, model::NamedHolding},
    reporting::{actions, model::FileKind},
};

/// The longest line of the head, and the longest remark, in characters.
const LONGEST_LINE: usize = 300;
const LONGEST_REMARK: usize = 2_000;

#[derive(Template)]
#[template(path = "reporting/html/memo.html")]
struct MemoPage {
    page: Page,
    errors: ErrorSummary,
    action: String,
    fields: Vec<Field>,
    download: Button,
    show: Button,
    back: Link,
    text: String,
}

/// What a memo is made of, beside what was typed.
struct Ground {
    year: FiscalYear,
    report: Report,
    holders: Vec<NamedHolding>,
}

async fn ground(app: &App, visit: &Visit, year: &str) -> Result<Ground> {
    let (year, agency) = (parse_year(year)?, visit.agency()?);
    let mut connection = app.database.read().await?;
    let mut report = actions::report_of(&mut connection, agency, year).await?.ok_or(Error::NotFound)?;
    report.indicators = actions::indicators_of(&mut connection, agency, &report).await?;
    let holders = organisation::list_holders(&mut connection, agency.id, visit.today()).await?;
    Ok(Ground { year, report, holders })
}

pub(in crate::reporting) async fn show(
    Held(app): Held<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let ground = ground(&app, &visit, &year).await?;
    let agency = visit.agency()?;
    let today = visit.today();
    let director = ground.holders.iter().find(|holder| holder.post.th.starts_with("ผู้อำนวยการ"));
    let form = Form::with([
        ("section", agency.name.th.clone()),
        ("day_day", today.day().to_string()),
        ("day_month", today.month().to_string()),
        ("day_year", date::buddhist_year(today).to_string()),
        ("subject", Memo::usual_subject(&ground.report)),
        ("to", director.map(|holder| holder.post.th.clone()).unwrap_or_default()),
    ]);
    respond::page(&page(&visit, &ground, &form, &FormErrors::default())?)
}

/// Writes the memo, or shows its text with what was typed so far. Nothing is kept.
pub(in crate::reporting) async fn write(
    Held(app): Held<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let ground = ground(&app, &visit, &year).await?;
    let letter = match letter(&form, &ground) {
        Ok(letter) => letter,
        Err(errors) => return respond::refused_form(&page(&visit, &ground, &form, &errors)?),
    };
    if form.has("show") {
        return respond::page(&page(&visit, &ground, &form, &FormErrors::default())?);
    }
    let agency = &visit.agency()?.name.th;
    let memo = Memo::new(&ground.report, agency, letter);
    let name = format!("บันทึกข้อความนำส่งรายงาน-{agency}-{}.docx", ground.year);
    Ok(respond::attachment(FileKind::Docx.content_type(), &name, memo.docx()))
}

/// What was typed as a letter, or what is wrong with it.
fn letter(form: &Form, ground: &Ground) -> std::result::Result<Letter, FormErrors> {
    let mut errors = FormErrors::default();
    for (field, most) in [
        ("section", LONGEST_LINE),
        ("number", LONGEST_LINE),
        ("subject", LONGEST_LINE),
        ("to", LONGEST_LINE),
        ("remark", LONGEST_REMARK),
    ] {
        if form.text(field).chars().count() > most {
            errors.add(
                field,
                format!("ยาวเกิน {most} ตัวอักษร ตัดให้สั้นลงแล้วส่งอีกครั้ง"),
                format!("Longer than {most} characters. Shorten it and send it again."),
            );
        }
    }
    if form.text("to").is_empty() {
        errors.add("to", "ระบุว่าเรียนถึงใคร เช่น ผู้อำนวยการเขต", "Say to whom it is written, e.g. the director.");
    }
    if form.text("subject").is_empty() {
        errors.add("subject", "ระบุเรื่อง", "Say what it is about.");
    }
    let part = |name: &str| form.text(&format!("day_{name}"));
    let day = match date::from_parts(&part("day"), &part("month"), &part("year")) {
        Ok(day) => Some(day),
        Err(date::DateProblem::Missing) => None,
        Err(problem) => {
            let sentence = problem.sentence();
            errors.add("day", sentence.th, sentence.en);
            None
        }
    };
    let signer = form.text("signer");
    let holder = ground.holders.iter().find(|holder| holder.holding.id.to_string() == signer);
    if holder.is_none() && !signer.is_empty() {
        errors.add("signer", "เลือกผู้ลงนามจากรายชื่ออีกครั้ง", "Choose who signs from the list again.");
    }
    errors.or(|| Letter {
        section: form.text("section"),
        number: form.text("number"),
        day,
        subject: form.text("subject"),
        to: form.text("to"),
        remark: form.text("remark"),
        signer: holder.map(|holder| holder.person.clone()).unwrap_or_default(),
        post: holder.map(|holder| holder.post_held().th).unwrap_or_default(),
    })
}

fn page(visit: &Visit, ground: &Ground, form: &Form, errors: &FormErrors) -> Result<MemoPage> {
    let t = visit.language;
    let year = ground.year;
    let mut page = page_of_reports(visit, t.say("บันทึกข้อความนำส่งรายงาน", "Cover memo of the report"));
    let report = t.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    page.breadcrumbs = page.breadcrumbs.map(|way| way.parent(format!("/office/report/{year}"), report));
    page.has_errors = !errors.is_empty();
    let shown = letter(form, ground).unwrap_or_else(|_| Letter {
        section: form.text("section"),
        subject: form.text("subject"),
        to: form.text("to"),
        remark: form.text("remark"),
        ..Letter::default()
    });
    Ok(MemoPage {
        errors: summary_of_errors(visit, errors),
        action: format!("/office/report/{year}/memo"),
        fields: fields(visit, ground, form, errors),
        download: Button::primary(t.say("ดาวน์โหลดบันทึกข้อความ (Word)", "Download the memo (Word)")),
        show: Button::quiet(t.say("ดูข้อความก่อน", "See the text first")).sends("show", "yes"),
        back: Link::new(format!("/office/report/{year}"), t.say("กลับไปที่รายงาน", "Back to the report")),
        text: Memo::new(&ground.report, &visit.agency()?.name.th, shown).text(),
        page,
    })
}

fn fields(visit: &Visit, ground: &Ground, form: &Form, errors: &FormErrors) -> Vec<Field> {
    let t = visit.language;
    let error = |field: &str| errors.of(field).map(|sentence| sentence.in_language(t).to_owned());
    let line = |name: &'static str, label: &str| Field::text(name, label).value(form.text(name)).error(error(name));
    let part = |name: &str| form.text(&format!("day_{name}"));
    let holders = ground.holders.iter().map(|holder| {
        let post = holder.post_held();
        Choice::new(holder.holding.id.to_string(), format!("{} · {}", holder.person, post.in_language(t)))
    });
    let open = Choice::new("", t.say("เว้นว่างไว้ให้เขียนเอง", "Leave it open, to be filled in by hand"));
    vec![
        line("section", t.say("ส่วนราชการ", "Unit that writes")).hint(t.say(
            "ชื่อฝ่ายและหน่วยงาน พร้อมโทรศัพท์ เช่น ฝ่ายปกครอง สำนักงานเขต โทร. 02-000-1210",
            "Division and agency with telephone",
        )),
        line("number", t.say("ที่", "Number")).optional(t).hint(t.say(
            "เลขที่จากระบบสารบรรณ เว้นว่างไว้ได้ถ้ายังไม่ออกเลข",
            "From the register of letters; leave it empty if there is none yet",
        )),
        Field::date(t, "day", t.say("วันที่", "Day"))
            .date_parts(part("day"), part("month"), part("year"))
            .optional(t)
            .error(error("day")),
        Field::textarea("subject", t.say("เรื่อง", "Subject"))
            .value(form.text("subject"))
            .error(error("subject"))
            .rows(2),
        line("to", t.say("เรียน", "To")),
        Field::textarea("remark", t.say("ข้อความเพิ่มเติม", "Remark"))
            .value(form.text("remark"))
            .error(error("remark"))
            .rows(3)
            .optional(t)
            .hint(t.say(
                "อยู่ก่อนย่อหน้าสุดท้าย ขึ้นบรรทัดใหม่คือขึ้นย่อหน้าใหม่",
                "Stands before the last paragraph; each line becomes a paragraph",
            )),
        Field::select("signer", t.say("ผู้ลงนาม", "Who signs"), std::iter::once(open).chain(holders))
            .value(form.text("signer"))
            .error(error("signer")),
    ]
}
