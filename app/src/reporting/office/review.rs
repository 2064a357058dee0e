//! Step 2: what the system understood, beside its source; questions, corrections and leftover texts at their places.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use jiff::civil::Date;
use report::{Unparsed, Warning};
use scoring::Instrument;
use thai::{Bilingual, FiscalYear};

use super::{
    SourceColumn, address, imports, lines, load, next_place, page_of_imports, parse, parse_year, source_of, step,
    summary_of_errors, understood,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Form, FormErrors, Result, Visit,
        audit::{self, Actor},
        html::{Button, Choice, ErrorSummary, Field, Html, Link, Page, StepHeading, SummaryList, Timeline},
        listing::Query,
        respond,
    },
    measures::model::editing::LONGEST_NAME,
    reporting::{
        actions,
        model::{
            self, AGENCY_DIFFERS, Decisions, Import, State, Use, YEAR_DIFFERS, correction_key, editing::read_score,
            text_key, warning_key,
        },
    },
};

/// The field that says where in the import to go once the page is saved.
const GO: &str = "go";

#[derive(Template)]
#[template(path = "reporting/html/review.html")]
struct ReviewPage {
    page: Page,
    step: StepHeading,
    errors: ErrorSummary,
    counts: String,
    next_place: Option<Button>,
    action: String,
    page_number: usize,
    head: Option<Head>,
    items: Vec<ItemSection>,
    button: Button,
    back: Link,
    leave: Link,
    place: Option<String>,
    page_before: Option<Button>,
}

/// What stands above the table of the report, and what concerns all of it.
struct Head {
    facts: SummaryList,
    agency: Field,
    year: Field,
    day: Field,
    score_year: Field,
    questions: Vec<Field>,
}

/// One item: its source, what was understood, and what is asked about it.
struct ItemSection {
    number: usize,
    heading: String,
    is_left_out: bool,
    why: Option<String>,
    source: Vec<SourceColumn>,
    understood: SummaryList,
    edit: Button,
    questions: Vec<Field>,
}

/// An import that is finished, one way or the other.
#[derive(Template)]
#[template(path = "reporting/html/finished.html")]
struct FinishedPage {
    page: Page,
    facts: SummaryList,
    next: Button,
    history: Timeline,
}

pub(in crate::reporting) async fn review(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(id): Path<String>,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    if import.state != State::Review {
        return finished(&app, &visit, &import).await;
    }
    let page = usize::try_from(query.page()).unwrap_or(1).min(import.review.pages());
    let drawing = Drawing { visit: &visit, import: &import, form: None, errors: &FormErrors::default() };
    respond::page(&drawing.page(page)?)
}

async fn finished(app: &App, visit: &Visit, import: &Import) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let history = audit::history(&mut connection, visit.agency()?.id, import.id.0, visit.language).await?;
    let t = visit.language;
    let to_measures = format!("/office/measures/{}", import.year);
    respond::page(&FinishedPage {
        page: page_of_imports(visit, import.file_name.clone()),
        facts: SummaryList::new(t)
            .row(t.say("สถานะ", "State"), imports::state_tag(visit, import.state))
            .row(t.say("ปีงบประมาณ", "Fiscal year"), import.year.to_string())
            .row(t.say("อ่านได้", "Understood"), items_in_words(visit, import))
            .row(t.say("ส่งไฟล์เมื่อ", "Brought"), thai::date::moment(import.created_at, t))
            .row(t.say("ไฟล์ต้นฉบับ", "Original file"), imports::link_to_file(visit, import)),
        next: match import.state {
            State::Discarded => {
                Button::primary(t.say("นำเข้าไฟล์อีกครั้ง", "Import a file again")).to("/office/report/imports/new")
            }
            State::Taken | State::Review => {
                Button::primary(t.say("ดูมาตรการของปีนี้", "See this year's measures")).to(to_measures)
            }
        },
        history,
    })
}

fn items_in_words(visit: &Visit, import: &Import) -> String {
    let items = import.review.report.items.len();
    visit.say(format!("{items} ข้อ"), format!("{items} items"))
}

pub(in crate::reporting) async fn decide(
    Held(app): Held<App>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    let page = form.text("page").parse().unwrap_or(1).clamp(1, import.review.pages());
    let decisions = match read(&form, &import, &visit) {
        Ok(decisions) => decisions,
        Err(errors) => {
            let drawing = Drawing { visit: &visit, import: &import, form: Some(&form), errors: &errors };
            return respond::refused_form(&drawing.page(page)?);
        }
    };
    let mut tx = app.database.write().await?;
    let (actor, agency) = (Actor::from(visit.viewer()?), visit.agency()?);
    let import = actions::decide(&mut tx, &actor, agency, parse(&id)?, page, &decisions, visit.now).await?;
    // Every way out of the page saves it first; whoever goes elsewhere in the import says where.
    let elsewhere = form.text(GO);
    let here = address(import.id, "");
    let is_of_import = elsewhere.strip_prefix(&here).is_some_and(|rest| rest.starts_with(['?', '/', '#']));
    let to = match page < import.review.pages() {
        _ if is_of_import => elsewhere,
        true => address(import.id, &format!("?page={}", page + 1)),
        false => address(import.id, "/difference"),
    };
    after_change(tx, &visit, &to, Bilingual::new("บันทึกสิ่งที่ตรวจแล้ว", "What you checked is saved.")).await
}

/// Reads what was decided on a page.
fn read(form: &Form, import: &Import, visit: &Visit) -> Result<Decisions, FormErrors> {
    let mut errors = FormErrors::default();
    let agency = visit.agency().map(|agency| agency.name.th.clone()).unwrap_or_default();
    let warnings = import.review.warnings(&agency, import.year);
    let mut decisions = Decisions {
        accepted: form
            .starting_with("accept-")
            .filter(|(_, value)| *value == "keep")
            .map(|(key, _)| key.to_owned())
            .collect(),
        corrections: form.starting_with("offer-").map(|(_, key)| key.to_owned()).collect(),
        ..Decisions::default()
    };
    for (key, _) in form.starting_with("accept-").filter(|(_, value)| *value == "change") {
        let number = warnings.iter().find(|warning| warning_key(warning) == key).and_then(indicator_named);
        let field = format!("score-{key}");
        let score = read_score(form, &field, &mut errors);
        if score.is_none() && errors.of(&field).is_none() {
            errors.add(field, "ใส่คะแนนที่ถูกต้อง เช่น 78.92", "Write the right score, such as 78.92.");
        }
        decisions.indicator_scores.extend(number.zip(score));
    }
    for (key, value) in form.starting_with("text-") {
        decisions.texts.extend(Use::from_key(value).map(|use_as| (key.to_owned(), use_as)));
    }
    if form.has("head") {
        let day = read_day(form, &mut errors);
        decisions.head = Some(model::Head {
            agency: read_agency(form, &mut errors),
            day,
            year: parse_year(&form.text("year")).ok(),
            score_year: parse_year(&form.text("score_year")).ok(),
        });
    }
    errors.or(|| decisions)
}

fn read_agency(form: &Form, errors: &mut FormErrors) -> String {
    let agency = form.text("agency");
    if agency.chars().count() > LONGEST_NAME {
        errors.add(
            "agency",
            format!("ชื่อหน่วยงานยาวเกิน {LONGEST_NAME} ตัวอักษร ย่อให้สั้นลง"),
            format!("The name is longer than {LONGEST_NAME} characters. Shorten it."),
        );
    }
    agency
}

fn read_day(form: &Form, errors: &mut FormErrors) -> Option<Date> {
    let [day, month, typed_year] = ["day_day", "day_month", "day_year"].map(|part| form.text(part));
    let meant = form.text("day_meant");
    let year = if meant.is_empty() { typed_year } else { meant };
    if [&day, &month, &year].iter().all(|part| part.is_empty()) {
        return None;
    }
    match thai::date::from_parts(&day, &month, &year) {
        Ok(day) => Some(day),
        Err(problem) => {
            let sentence = problem.sentence();
            errors.add("day", sentence.th, sentence.en);
            None
        }
    }
}

/// The indicator whose printed mean is doubted.
fn indicator_named(warning: &Warning) -> Option<u8> {
    let doubted = warning.code == "indicator_mean_differs";
    doubted.then(|| warning.place.strip_prefix("indicator ")?.parse().ok()).flatten()
}

/// A place as the reader names it: `header`, `indicator 8`, `line 49, column result`, or codes of items.
fn place_in_words(visit: &Visit, place: &str) -> String {
    let named =
        |start: &str| place.strip_prefix(start).map(|rest| rest.split(',').next().unwrap_or_default().to_owned());
    if place == "header" || place.is_empty() {
        visit.say("หัวรายงาน", "head of the report").to_owned()
    } else if let Ok(place) = place.parse::<report::Place>() {
        place.in_words().in_language(visit.language).to_owned()
    } else if let Some(number) = named("indicator ") {
        visit.say(format!("ตัวชี้วัดที่ {number}"), format!("indicator {number}"))
    } else {
        place.to_owned()
    }
}

/// Draws a page of the review: what is kept, or what was typed and is wrong.
struct Drawing<'a> {
    visit: &'a Visit,
    import: &'a Import,
    form: Option<&'a Form>,
    errors: &'a FormErrors,
}

impl Drawing<'_> {
    fn page(&self, number: usize) -> Result<ReviewPage> {
        let Drawing { visit, import, .. } = self;
        let t = visit.language;
        let heading = t.say("ตรวจสิ่งที่ระบบอ่านได้", "Check what was understood");
        let mut page = page_of_imports(visit, heading);
        page.has_errors = !self.errors.is_empty();
        let warnings = import.review.warnings(&visit.agency()?.name.th, import.year);
        let pages = import.review.pages();
        let is_last = number >= pages;
        Ok(ReviewPage {
            page,
            step: step(visit, 2, heading),
            errors: summary_of_errors(visit, self.errors),
            counts: self.counts()?,
            next_place: next_place(visit, import, None)
                .map(|next| Button::secondary(next.words).small().sends(GO, next.href)),
            action: address(import.id, ""),
            page_number: number,
            head: (number == 1).then(|| self.head(&warnings)),
            items: import.review.items_on(number).map(|index| self.item(index, &warnings)).collect(),
            button: Button::primary(if is_last {
                t.say("บันทึกและดูสิ่งที่จะเปลี่ยน", "Save and see what will change")
            } else {
                t.say("บันทึกและไปต่อ", "Save and go on")
            })
            .sending(t.say("กำลังบันทึก…", "Saving…")),
            back: Link::new("/office/report/imports", t.say("ออกโดยยังไม่นำเข้า", "Leave without importing yet")),
            leave: Link::new(address(import.id, "/removal"), t.say("ไม่นำเข้าไฟล์นี้", "Do not import this file")),
            place: (pages > 1).then(|| t.say(format!("หน้า {number} จาก {pages}"), format!("Page {number} of {pages}"))),
            page_before: (number > 1).then(|| {
                let before = address(import.id, &format!("?page={}", number - 1));
                Button::secondary(t.say("บันทึกและกลับหน้าก่อน", "Save and go back a page")).sends(GO, before)
            }),
        })
    }

    fn counts(&self) -> Result<String> {
        let review = &self.import.review;
        let items = review.report.items.len();
        let open = review.open_warnings(&self.visit.agency()?.name.th, self.import.year).len();
        let (texts, offers) = (review.report.unparsed.len(), review.count_offers());
        Ok(self.visit.say(
            format!("อ่านได้ {items} ข้อ · ต้องดู {open} จุด · ยังไม่เข้าใจ {texts} ข้อความ · คำที่อาจอ่านผิด {offers} คำ"),
            format!("{items} items understood · {open} places to look at · {texts} texts not understood · {offers} possible misreadings"),
        ))
    }

    fn head(&self, warnings: &[Warning]) -> Head {
        let Drawing { visit, import, .. } = self;
        let (t, report) = (visit.language, &import.review.report);
        let indicator = |known: &report::Indicator| {
            let score = known.score.map(|score| score.to_string()).unwrap_or_else(|| "–".to_owned());
            format!("{}. {} {score}", known.number, known.name)
        };
        Head {
            facts: SummaryList::new(t)
                .row(t.say("ไฟล์", "File"), Html::text(&import.file_name).and(imports::link_to_file(visit, import)))
                .row(t.say("ปีตามไฟล์", "Year in the file"), report.year.map(|year| year.to_string()).unwrap_or_default())
                .row(t.say("ข้อที่มีเอกสารประกอบ", "Items with papers"), report.with_documents.join(" "))
                .row(t.say("ข้อที่ไม่มีเอกสารประกอบ", "Items without papers"), report.without_documents.join(" "))
                .row(t.say("คะแนนตัวชี้วัด", "Scores of indicators"), lines(report.indicators.iter().map(indicator))),
            agency: self.agency(),
            year: self.year(),
            day: self.day(),
            score_year: self.score_year(),
            questions: self.questions(None, warnings),
        }
    }

    fn agency(&self) -> Field {
        let t = self.visit.language;
        let read = || self.import.review.report.agency.clone().unwrap_or_default();
        Field::text("agency", t.say("หน่วยงานในรายงาน", "Agency of the report"))
            .value(self.form.map_or_else(read, |form| form.text("agency")))
            .error(self.error("agency"))
    }

    /// The year it is imported as: what was chosen, what the file says, and those around them.
    fn year(&self) -> Field {
        let t = self.visit.language;
        let (chosen, printed) = (self.import.year, self.import.review.report.year);
        let now = self.visit.fiscal_year();
        let around = [now.next(), now, now.previous(), chosen.previous(), chosen, chosen.next()];
        let years: BTreeSet<FiscalYear> = around.into_iter().chain(printed).chain(Instrument::years()).collect();
        let choices = years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string()));
        Field::select("year", t.say("นำเข้าเป็นปีงบประมาณ", "Import as fiscal year"), choices)
            .value(self.form.map(|form| form.text("year")).unwrap_or_else(|| chosen.to_string()))
    }

    fn day(&self) -> Field {
        let (t, day) = (self.visit.language, self.import.review.report.report_date);
        let field = Field::date(t, "day", t.say("วันที่ของรายงาน", "Date of the report")).optional(t);
        let field = match (self.form, day) {
            (Some(form), _) => field.date_parts(form.text("day_day"), form.text("day_month"), form.text("day_year")),
            (None, Some(day)) => field.date_parts(
                day.day().to_string(),
                day.month().to_string(),
                thai::date::buddhist_year(day).to_string(),
            ),
            (None, None) => field,
        };
        field.error(self.error("day"))
    }

    fn score_year(&self) -> Field {
        let t = self.visit.language;
        let chosen = self.import.review.score_year(self.import.year);
        let mut years: BTreeSet<FiscalYear> = Instrument::years().collect();
        years.insert(chosen);
        let choices = years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string()));
        Field::select("score_year", t.say("คะแนนในรายงานเป็นของปี", "Year of the scores in it"), choices)
            .value(self.form.map(|form| form.text("score_year")).unwrap_or_else(|| chosen.to_string()))
    }

    fn item(&self, index: usize, warnings: &[Warning]) -> ItemSection {
        let Drawing { visit, import, .. } = self;
        let t = visit.language;
        let item = &import.review.report.items[index];
        let number = index + 1;
        let why = import.review.printed_code(&item.code).map(|printed| {
            let indicator = item.indicator;
            t.say(
                format!("ทำไมเป็น {}: พิมพ์ว่า “{printed}” และอยู่ใต้ตัวชี้วัดที่ {indicator}", item.code),
                format!("Why {}: it is printed “{printed}” under indicator {indicator}", item.code),
            )
        });
        let words = t.say(format!("แก้ข้อ {}", item.code), format!("Change {}", item.code));
        ItemSection {
            number,
            heading: t.say(format!("ข้อ {}", item.code), format!("Item {}", item.code)),
            is_left_out: import.review.left_out.contains(&index),
            why,
            source: source_of(visit, import, index),
            understood: understood(t, item),
            edit: Button::secondary(words).small().sends(GO, address(import.id, &format!("/items/{number}"))),
            questions: self.questions(Some(index), warnings),
        }
    }

    /// Everything that is asked at a place.
    fn questions(&self, place: Option<usize>, warnings: &[Warning]) -> Vec<Field> {
        let review = &self.import.review;
        let here = |warning: &&Warning| review.index_of(warning) == place;
        let mut fields: Vec<Field> = Vec::new();
        for warning in warnings.iter().filter(here) {
            fields.extend(self.warning(warning));
        }
        fields.extend(self.offers(place));
        let open = review.report.unparsed.iter().map(|text| (text, false));
        let noted = review.notes.iter().map(|text| (text, true));
        let texts = open.chain(noted).filter(|(text, _)| review.index_of_text(text) == place);
        fields.extend(texts.map(|(text, is_note)| self.text(text, is_note, place.is_some())));
        fields
    }

    /// What looks wrong, with its choices. Nothing is chosen beforehand.
    fn warning(&self, warning: &Warning) -> Vec<Field> {
        let t = self.visit.language;
        let key = warning_key(warning);
        let name = format!("accept-{key}");
        let message = t.say(warning.message.message.clone(), warning.message.message_en.clone());
        let is_accepted = self.import.review.accepted.contains(warning);
        let typed = self.form.map(|form| form.text(&name));
        let chosen = typed.unwrap_or_else(|| if is_accepted { "keep".into() } else { String::new() });
        let legend = format!("{} {}", t.say("ต้องดู:", "To look at:"), place_in_words(self.visit, &warning.place));
        let Some(number) = indicator_named(warning) else {
            let words = match warning.code.as_str() {
                AGENCY_DIFFERS => t.say("ใช่ เป็นรายงานของหน่วยงานเรา", "Yes, it is our agency's report"),
                YEAR_DIFFERS => t.say("ใช่ นำเข้าเป็นปีที่เลือกไว้ข้างบน", "Yes, import it as the year chosen above"),
                _ => t.say("ดูแล้ว ถูกต้องตามที่อ่านได้", "Looked at it, right as it stands"),
            };
            return vec![Field::checkboxes(name, legend, [Choice::new("keep", words)]).hint(message).value(chosen)];
        };
        let choices = [
            Choice::new("keep", t.say("เก็บตามที่พิมพ์", "Keep it as printed")),
            Choice::new("change", t.say("แก้เป็นคะแนนด้านล่าง", "Change it to the score below")),
        ];
        let field = format!("score-{key}");
        let label = t.say(format!("คะแนนตัวชี้วัดที่ {number} ที่ถูกต้อง"), format!("The right score of indicator {number}"));
        let score = Field::digits(field.clone(), label)
            .optional(t)
            .value(self.form.map(|form| form.text(&field)).unwrap_or_default())
            .error(self.error(&field));
        vec![Field::radios(name, legend, choices).hint(message).value(chosen), score]
    }

    fn offers(&self, place: Option<usize>) -> Option<Field> {
        let t = self.visit.language;
        let offers: Vec<Choice> = self
            .import
            .review
            .offers(place)
            .map(|offer| {
                let words = t.say("ใช้คำที่แนะนำ", "Use what is suggested");
                Choice::new(correction_key(offer), words).hint(format!("“{}” → “{}”", offer.printed, offer.suggested))
            })
            .collect();
        let name = format!("offer-{}", place.map_or(0, |index| index + 1));
        let typed: Vec<&str> = self.form.map(|form| form.all(&name).collect()).unwrap_or_default();
        let legend = t.say("คำที่อาจอ่านผิด", "Possible misreadings");
        (!offers.is_empty()).then(|| Field::checkboxes(name.clone(), legend, offers).values(typed))
    }

    /// A text that was not understood. At no item it can only be kept.
    fn text(&self, text: &Unparsed, is_note: bool, at_item: bool) -> Field {
        let t = self.visit.language;
        let name = format!("text-{}", text_key(text));
        let uses = Use::ALL.into_iter().filter(|use_as| at_item || *use_as == Use::Note);
        let choices = uses.map(|use_as| Choice::new(use_as.key(), use_as.name().in_language(t)));
        let label = format!("{} {}", t.say("ยังไม่เข้าใจ:", "Not understood:"), place_in_words(self.visit, &text.place));
        let kept = if is_note { Use::Note.key() } else { "" };
        let chosen = self.form.map(|form| form.text(&name)).unwrap_or_else(|| kept.to_owned());
        Field::radios(name, label, choices).hint(format!("“{}”", text.text)).value(chosen)
    }

    fn error(&self, field: &str) -> Option<String> {
        self.errors.of(field).map(|sentence| sentence.in_language(self.visit.language).to_owned())
    }
}
