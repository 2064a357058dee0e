//! The page around every small form and every confirmation, and days as they are typed.

use askama::Template;
use jiff::civil::Date;
use thai::{Language, date::DateProblem};

use crate::kit::{
    Form, FormErrors, Visit,
    html::{Breadcrumbs, Button, ErrorSummary, Field, Html, Link, Notice, Page},
};

/// A small form on a page of its own. It keeps what was typed.
#[derive(Template)]
#[template(path = "measures/html/form.html")]
pub(super) struct FormPage {
    page: Page,
    errors: ErrorSummary,
    about: Option<String>,
    action: String,
    fields: Vec<Html>,
    save: Button,
    back: Link,
    remove: Option<Link>,
}

impl FormPage {
    /// A form that is sent to `action`; `back` leads away without saving.
    pub(super) fn new(
        visit: &Visit,
        title: impl Into<String>,
        way_up: Breadcrumbs,
        action: String,
        back: String,
    ) -> Self {
        let t = visit.language;
        let mut page = visit.page(title);
        page.breadcrumbs = Some(way_up);
        Self {
            page,
            errors: ErrorSummary::new(t),
            about: None,
            action,
            fields: Vec::new(),
            save: save_button(t, t.say("บันทึก", "Save")),
            back: Link::new(back, t.say("กลับโดยไม่บันทึก", "Back without saving")),
            remove: None,
        }
    }

    /// The next field.
    pub(super) fn field(mut self, field: Field) -> Self {
        self.fields.push(field.into());
        self
    }

    /// A sentence or a quoted text over the fields.
    pub(super) fn about(mut self, text: impl Into<String>) -> Self {
        self.about = Some(text.into());
        self
    }

    /// Other words on the button.
    pub(super) fn saying(mut self, words: &str) -> Self {
        self.save = save_button(self.page.t, words);
        self
    }

    /// The link to the page that asks whether to remove it.
    pub(super) fn remove(mut self, href: String, words: &str) -> Self {
        self.remove = Some(Link::new(href, words));
        self
    }

    /// What is wrong, if the form was refused.
    pub(super) fn mistakes(mut self, errors: Option<&FormErrors>) -> Self {
        let t = self.page.t;
        if let Some(errors) = errors {
            self.page.has_errors = true;
            self.errors.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
        }
        self
    }
}

fn save_button(t: Language, words: &str) -> Button {
    Button::primary(words).sending(t.say("กำลังบันทึก…", "Saving…"))
}

/// What will happen, to what, and can it be undone; then two ways out.
#[derive(Template)]
#[template(path = "measures/html/removal.html")]
pub(super) struct RemovalPage {
    page: Page,
    notice: Notice,
    quoted: Vec<String>,
    action: String,
    remove: Button,
    back: Link,
}

impl RemovalPage {
    /// Asks before something is removed.
    pub(super) fn new(visit: &Visit, title: &str, way_up: Breadcrumbs, action: String, back: String) -> Self {
        let t = visit.language;
        let mut page = visit.page(title);
        page.breadcrumbs = Some(way_up);
        Self {
            page,
            notice: Notice::danger(t.say(
                "ลบแล้วเรียกคืนจากหน้านี้ไม่ได้ ข้อความเดิมยังอ่านได้ในประวัติการแก้ไข",
                "This cannot be undone here. The audit log keeps what it said.",
            )),
            quoted: Vec::new(),
            action,
            remove: Button::danger_final(title).sending(t.say("กำลังลบ…", "Removing…")),
            back: Link::new(back, t.say("กลับโดยไม่ลบ", "Back without removing")),
        }
    }

    /// A text that will be gone.
    pub(super) fn quoting(mut self, text: impl Into<String>) -> Self {
        self.quoted.push(text.into());
        self
    }
}

/// A day as typed in its three inputs, or as kept.
#[derive(Clone, Debug)]
pub(super) struct TypedDay {
    name: &'static str,
    day: String,
    month: String,
    year: String,
}

impl TypedDay {
    /// What was typed. An answer to "which year did you mean" counts as the year.
    pub(super) fn of(form: &Form, name: &'static str) -> Self {
        let part = |part: &str| form.text(&format!("{name}_{part}"));
        let meant = part("meant");
        Self { name, day: part("day"), month: part("month"), year: if meant.is_empty() { part("year") } else { meant } }
    }

    /// A day that is known.
    pub(super) fn known(name: &'static str, day: Option<Date>) -> Self {
        let part = |part: fn(Date) -> String| day.map(part).unwrap_or_default();
        Self {
            name,
            day: part(|day| day.day().to_string()),
            month: part(|day| day.month().to_string()),
            year: part(|day| thai::date::buddhist_year(day).to_string()),
        }
    }

    /// The day, if one was typed; nothing at all if something is wrong with it, which is then among the errors.
    pub(super) fn read(&self, errors: &mut FormErrors) -> Option<Option<Date>> {
        match self.parse() {
            Ok(day) => Some(day),
            Err(problem) => {
                let sentence = problem.sentence();
                errors.add(self.name, sentence.th, sentence.en);
                None
            }
        }
    }

    fn parse(&self) -> Result<Option<Date>, DateProblem> {
        if [&self.day, &self.month, &self.year].into_iter().all(String::is_empty) {
            return Ok(None);
        }
        thai::date::from_parts(&self.day, &self.month, &self.year).map(Some)
    }

    /// The field, with what was typed and what is wrong with it.
    pub(super) fn field(&self, t: Language, label: &str) -> Field {
        let field = Field::date(t, self.name, label).date_parts(&self.day, &self.month, &self.year);
        match self.parse() {
            Ok(Some(day)) => field.in_words(thai::date::with_weekday(day, t)),
            Ok(None) => field,
            Err(problem) => {
                let field = field.error(Some(problem.sentence().in_language(t)));
                match problem {
                    DateProblem::YearAskedBack { year, .. } if year > 1800 => field.ask_back(year.unsigned_abs()),
                    _ => field,
                }
            }
        }
    }
}
