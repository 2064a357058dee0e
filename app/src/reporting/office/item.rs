//! One item of an import, every field of it open to change, beside its source.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use report::{Duty, Item, Status};
use scoring::Instrument;
use thai::Bilingual;

use super::{
    SourceColumn, load, next_place, page_of_import, parse, place_address, source_of, status_name, summary_of_errors,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        audit::Actor,
        html::{Button, Choice, ErrorSummary, Field, Link, Page},
        respond,
    },
    reporting::{
        actions,
        model::{
            Import, State,
            editing::{self, duty_key, name},
        },
    },
};

#[derive(Template)]
#[template(path = "reporting/html/item.html")]
struct ItemPage {
    page: Page,
    errors: ErrorSummary,
    source: Vec<SourceColumn>,
    facts: Vec<Field>,
    results: Vec<[Field; 3]>,
    parties: Vec<[Field; 3]>,
    leave_out: Field,
    button: Button,
    back: Link,
    next_place: Option<Link>,
}

pub(in crate::reporting) async fn item(
    Held(app): Held<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    let (index, item) = find(&import, &number)?;
    let form = editing::filled(item, import.review.left_out.contains(&index));
    respond::page(&Drawing { visit: &visit, import: &import, form: &form, errors: &FormErrors::default() }.page(index))
}

pub(in crate::reporting) async fn change(
    Held(app): Held<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    form: Form,
) -> Result<Response> {
    let import = load(&app, &visit, &id).await?;
    let (index, before) = find(&import, &number)?;
    let (item, leave_out) = match editing::read(&form, before, import.review.score_year(import.year)) {
        Ok(read) => read,
        Err(errors) => {
            let drawing = Drawing { visit: &visit, import: &import, form: &form, errors: &errors };
            return respond::refused_form(&drawing.page(index));
        }
    };
    let mut tx = app.database.write().await?;
    let (actor, agency) = (Actor::from(visit.viewer()?), visit.agency()?);
    actions::change_item(&mut tx, &actor, agency, parse(&id)?, (index, item, leave_out), visit.now).await?;
    let message = Bilingual::new("บันทึกข้อนี้แล้ว ตรวจข้ออื่นต่อได้", "The item is saved. Go on with the others.");
    after_change(tx, &visit, &place_address(&import, Some(index)), message).await
}

/// An item of an import that is still being looked through; of a finished one there is no such page.
fn find<'a>(import: &'a Import, number: &str) -> Result<(usize, &'a Item)> {
    let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or(Error::NotFound)?;
    let item = import.review.report.items.get(index).filter(|_| import.state == State::Review);
    Ok((index, item.ok_or(Error::NotFound)?))
}

struct Drawing<'a> {
    visit: &'a Visit,
    import: &'a Import,
    form: &'a Form,
    errors: &'a FormErrors,
}

impl Drawing<'_> {
    fn page(&self, index: usize) -> ItemPage {
        let Drawing { visit, import, .. } = self;
        let t = visit.language;
        let code = &import.review.report.items[index].code;
        let mut page = page_of_import(visit, import, t.say(format!("แก้ข้อ {code}"), format!("Change {code}")));
        page.has_errors = !self.errors.is_empty();
        let leave_out = Choice::new("yes", t.say("ไม่นำเข้าข้อนี้", "Do not import this item"))
            .hint(t.say("ข้อความของข้อนี้ยังอยู่ในไฟล์ต้นฉบับ", "Its text stays in the original file."));
        ItemPage {
            errors: summary_of_errors(visit, self.errors),
            source: source_of(visit, import, index),
            facts: self.facts(index),
            results: self.rows("result", "text", Self::result),
            parties: self.rows("party", "name", Self::party),
            leave_out: Field::checkboxes(name::LEAVE_OUT, t.say("การนำเข้า", "Importing"), [leave_out])
                .value(self.form.text(name::LEAVE_OUT)),
            button: Button::primary(t.say("บันทึกข้อนี้", "Save this item")).sending(t.say("กำลังบันทึก…", "Saving…")),
            back: Link::new(place_address(import, Some(index)), t.say("กลับโดยไม่บันทึก", "Back without saving")),
            next_place: next_place(visit, import, Some(index)),
            page,
        }
    }

    fn facts(&self, index: usize) -> Vec<Field> {
        let t = self.visit.language;
        let one_a_line = t.say("หนึ่งบรรทัดต่อหนึ่งรายการ", "One to a line.");
        vec![
            self.code(&self.import.review.report.items[index]),
            self.kept(Field::digits(name::SCORE, t.say("คะแนน", "Score")).optional(t), name::SCORE),
            self.kept(Field::textarea(name::TOPIC, t.say("ข้อคำถาม", "What it asks")).rows(2), name::TOPIC),
            self.kept(
                Field::textarea(name::GUIDELINES, t.say("แนวทาง", "Guidelines")).hint(one_a_line),
                name::GUIDELINES,
            ),
            self.kept(Field::textarea(name::MEASURES, t.say("มาตรการ", "Measures")).hint(one_a_line), name::MEASURES),
        ]
    }

    /// The code from the list of the year, if the year's instrument is known; else typed.
    fn code(&self, item: &Item) -> Field {
        let t = self.visit.language;
        let label = t.say("ข้อ", "Item");
        let instrument = Instrument::of(self.import.review.score_year(self.import.year));
        let Some(instrument) = instrument else {
            return self.kept(Field::text(name::CODE, label).width(4), name::CODE);
        };
        let known = instrument.items().iter();
        let mut choices: Vec<Choice> = known
            .map(|known| {
                let topic: String = known.topic.in_language(t).chars().take(60).collect();
                Choice::new(known.code.clone(), format!("{} {topic}", known.code))
            })
            .collect();
        if instrument.item(&item.code).is_none() {
            choices.insert(0, Choice::new(item.code.clone(), item.code.clone()));
        }
        self.kept(Field::select(name::CODE, label, choices), name::CODE)
    }

    /// What stands in the form, and one empty row to be filled in.
    fn rows(&self, thing: &str, part: &str, row: fn(&Self, usize) -> [Field; 3]) -> Vec<[Field; 3]> {
        (0..=editing::count(self.form, thing, part)).map(|number| row(self, number)).collect()
    }

    fn result(&self, number: usize) -> [Field; 3] {
        let t = self.visit.language;
        let [text, status, day] = ["text", "status", "day"].map(|part| name::of("result", number, part));
        let statuses = Status::ALL.map(|status| Choice::new(status.key(), status_name(status).in_language(t)));
        let shown = number + 1;
        let status_field = Field::select(
            status.clone(),
            t.say(format!("สถานะของผลที่ {shown}"), format!("Status of result {shown}")),
            statuses,
        )
        .prompt(t.say("ไม่ได้ระบุ", "Not stated"));
        let day_label = t.say(format!("วันที่ของผลที่ {shown}"), format!("Day of result {shown}"));
        let day_field = Field::text(day.clone(), day_label)
            .optional(t)
            .width(16)
            .hint(t.say("เช่น 8 เมษายน 2565", "Such as 8 April 2022."));
        let text_field =
            Field::textarea(text.clone(), t.say(format!("ผลที่ {shown}"), format!("Result {shown}"))).rows(3);
        [self.kept(text_field, &text), self.kept(status_field, &status), self.kept(day_field, &day)]
    }

    fn party(&self, number: usize) -> [Field; 3] {
        let t = self.visit.language;
        let [who, duty, telephone] = ["name", "duty", "telephone"].map(|part| name::of("party", number, part));
        let duties = [Duty::CarryOut, Duty::Supervise]
            .map(|duty| Choice::new(duty_key(duty), crate::measures::model::duty_name(duty).in_language(t)));
        let shown = number + 1;
        let who_label = t.say(format!("ผู้รับผิดชอบที่ {shown}"), format!("Responsible {shown}"));
        let duty_label = t.say(format!("หน้าที่ของผู้รับผิดชอบที่ {shown}"), format!("Duty of responsible {shown}"));
        let telephone_label = t.say(format!("โทรศัพท์ของผู้รับผิดชอบที่ {shown}"), format!("Telephone of responsible {shown}"));
        [
            self.kept(Field::text(who.clone(), who_label), &who),
            self.kept(Field::select(duty.clone(), duty_label, duties), &duty),
            self.kept(Field::text(telephone.clone(), telephone_label).optional(t).width(16), &telephone),
        ]
    }

    /// A field with what was typed and what is wrong with it.
    fn kept(&self, field: Field, name: &str) -> Field {
        let error = self.errors.of(name).map(|sentence| sentence.in_language(self.visit.language).to_owned());
        field.value(self.form.raw(name).unwrap_or_default()).error(error)
    }
}
