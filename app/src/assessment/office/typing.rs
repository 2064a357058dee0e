//! Typing in the results of a year, and removing them.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::Timestamp;
use scoring::Kind;
use thai::Bilingual;

use super::{Shelf, address, page_below_year};
use crate::{
    accounts::after_change,
    app::App,
    assessment::{
        actions,
        entry::{Drawing, REST_IS_COMPLETE, Section, filled, read},
        model::{Assessment, Entry},
    },
    kit::{
        Error, Form, FormErrors, Result, Visit,
        html::{Button, Choice, ErrorSummary, Field, Page},
        respond,
    },
};

/// The hidden field with the moment of the last change that the person saw.
const SEEN: &str = "seen";

#[derive(Template)]
#[template(path = "assessment/html/entry.html")]
struct EntryPage {
    page: Page,
    errors: ErrorSummary,
    action: String,
    seen: String,
    summary: Section,
    folded: Vec<Section>,
    rest: Option<Field>,
    button: Button,
    cancel: Button,
}

#[derive(Template)]
#[template(path = "assessment/html/removal.html")]
struct RemovalPage {
    page: Page,
    scores: usize,
    action: String,
    button: Button,
    cancel: Button,
}

pub(in crate::assessment) async fn entry(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let shelf = Shelf::load(&mut app.database.read().await?, visit.agency()?.id, &year).await?;
    let form = filled(&shelf.now().map(Assessment::entry).unwrap_or_default());
    let seen = shelf.now().map(|results| results.changed_at.as_microsecond().to_string()).unwrap_or_default();
    respond::page(&EntryPage::new(&visit, &shelf, &form, &FormErrors::default(), seen)?)
}

pub(in crate::assessment) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let shelf = Shelf::load(&mut app.database.read().await?, agency, &year).await?;
    let entry = match read(shelf.instrument()?.as_ref(), &form) {
        Ok(entry) => entry,
        Err(errors) => {
            return respond::refused_form(&EntryPage::new(&visit, &shelf, &form, &errors, form.text(SEEN))?);
        }
    };
    let mut tx = app.database.write().await?;
    let actor = visit.viewer()?.into();
    actions::enter_scores(&mut tx, &actor, agency, shelf.year, &entry, seen(&form)?, visit.now).await?;
    after_change(tx, &visit, &address(shelf.year, ""), entered(&shelf, &entry)).await
}

/// When the results were changed last, as the form says; `None` if there were none.
fn seen(form: &Form) -> Result<Option<Timestamp>> {
    let text = form.text(SEEN);
    if text.is_empty() {
        return Ok(None);
    }
    let moment = text.parse().ok().and_then(|moment| Timestamp::from_microsecond(moment).ok());
    moment.map(Some).ok_or(Error::ForeignForm)
}

fn entered(shelf: &Shelf, entry: &Entry) -> Bilingual {
    let (year, count) = (shelf.year, entry.given.len());
    Bilingual::new(
        format!("บันทึกคะแนนปี {year} แล้ว {count} ค่า ขั้นต่อไป ดูข้อที่เสียคะแนน"),
        format!("Saved {count} scores of {year}. Next: see where points are lost."),
    )
}

impl EntryPage {
    fn new(visit: &Visit, shelf: &Shelf, form: &Form, errors: &FormErrors, seen: String) -> Result<Self> {
        let (t, year) = (visit.language, shelf.year);
        let instrument = shelf.instrument()?;
        let drawing = Drawing { t, instrument: &instrument, form, errors };
        let title = visit.say(format!("บันทึกคะแนน ITA ปี {year}"), format!("Enter ITA scores of {year}"));
        let mut page = page_below_year(visit, year, title);
        page.has_errors = !errors.is_empty();
        let mut summary = ErrorSummary::new(t);
        summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
        let has_open_data = instrument.items().iter().any(|item| item.kind == Kind::Oit);
        Ok(Self {
            page,
            errors: summary,
            action: address(year, "/entry"),
            seen,
            summary: drawing.summary(),
            folded: [drawing.indicators()].into_iter().chain(drawing.items()).collect(),
            rest: has_open_data.then(|| rest(visit, form)),
            button: Button::primary(visit.say("บันทึกคะแนน", "Save the scores"))
                .sending(visit.say("กำลังบันทึก…", "Saving…")),
            cancel: Button::quiet(visit.say("กลับโดยไม่บันทึก", "Back without saving")).to(address(year, "")),
        })
    }
}

fn rest(visit: &Visit, form: &Form) -> Field {
    let label = visit.say("ข้อ OIT ที่ยังไม่ทราบ", "OIT items that are not known");
    let choice = visit.say("ให้เป็นครบ (100) ทุกข้อที่ไม่ได้เลือก", "Count every one left open as complete (100)");
    let hint = visit.say("ใช้เมื่อประกาศผลบอกเฉพาะข้อที่ได้ศูนย์", "For announcements that name only the items at zero");
    Field::checkboxes(REST_IS_COMPLETE, label, [Choice::new("1", choice).hint(hint)]).values(form.all(REST_IS_COMPLETE))
}

pub(in crate::assessment) async fn confirm_removal(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response> {
    let shelf = Shelf::load(&mut app.database.read().await?, visit.agency()?.id, &year).await?;
    let (results, year) = (shelf.now().ok_or(Error::NotFound)?, shelf.year);
    let title = visit.say(format!("ลบคะแนนปี {year} ทั้งหมด"), format!("Remove all scores of {year}"));
    respond::page(&RemovalPage {
        page: page_below_year(&visit, year, title),
        scores: results.given.len(),
        action: address(year, "/removal"),
        button: Button::danger_final(visit.say(format!("ลบคะแนนปี {year}"), format!("Remove the scores of {year}"))),
        cancel: Button::secondary(visit.say("เก็บไว้", "Keep them")).to(address(year, "")),
    })
}

pub(in crate::assessment) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(year): Path<String>,
    _: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let shelf = Shelf::load(&mut tx, agency, &year).await?;
    actions::remove(&mut tx, &visit.viewer()?.into(), agency, shelf.year, visit.now).await?;
    let year = shelf.year;
    let message = Bilingual::new(format!("ลบคะแนนปี {year} แล้ว"), format!("The scores of {year} were removed."));
    after_change(tx, &visit, "/office/scores", message).await
}
