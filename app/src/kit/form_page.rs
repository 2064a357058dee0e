//! Pages that are one form, and pages that ask once more before something is gone.
//!
//! [`Typed`] puts what was typed and what is wrong with it into fields; [`FormPage`] stands around them.

use askama::Template;
use thai::{
    Bilingual, Language,
    date::{self, DateProblem},
};

use super::{
    Form, FormErrors, Visit,
    html::{Breadcrumbs, Button, Choice, ErrorSummary, Field, Html, Link, Page},
};

/// A page that is one form.
#[derive(Template)]
#[template(path = "kit/html/form_page.html")]
pub struct FormPage {
    page: Page,
    errors: ErrorSummary,
    before: Html,
    action: String,
    has_file: bool,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    button: Button,
    back: Link,
    after: Vec<Html>,
}

/// A page that says what will be gone and asks once more; or says why it cannot be.
#[derive(Template)]
#[template(path = "kit/html/confirm_page.html")]
pub struct ConfirmPage {
    page: Page,
    sentence: String,
    reasons: Vec<String>,
    action: String,
    button: Option<Button>,
    back: Link,
}

impl FormPage {
    /// A form that is sent to `action`.
    pub fn new(visit: &Visit, title: impl Into<String>, action: impl Into<String>) -> Self {
        let language = visit.language;
        Self {
            page: visit.page(title),
            errors: ErrorSummary::new(language),
            before: Html::default(),
            action: action.into(),
            has_file: false,
            hidden: Vec::new(),
            fields: Vec::new(),
            button: Button::primary(visit.say("บันทึก", "Save")).sending(visit.say("กำลังบันทึก…", "Saving…")),
            back: Link::new("/office", visit.say("กลับโดยไม่บันทึก", "Back without saving")),
            after: Vec::new(),
        }
    }

    /// What is wrong with what was typed.
    pub fn errors(mut self, visit: &Visit, errors: &FormErrors) -> Self {
        self.page.has_errors = !errors.is_empty();
        self.errors.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(visit.language))));
        self
    }

    /// The way up, which is also the way back.
    pub fn up(mut self, visit: &Visit, parents: &[(&str, &str)]) -> Self {
        let path = Breadcrumbs::new(visit.language);
        self.page.breadcrumbs = Some(parents.iter().fold(path, |path, (href, words)| path.parent(*href, *words)));
        if let Some((href, _)) = parents.last() {
            self.back.href = (*href).to_owned();
        }
        self
    }

    /// A sentence, a notice or facts before the form.
    pub fn before(mut self, before: impl Into<Html>) -> Self {
        self.before = before.into();
        self
    }

    /// What the form sends along unseen: the version that was shown.
    pub fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// The next field.
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// A field for a file.
    pub fn file(mut self, field: Field) -> Self {
        self.has_file = true;
        self.field(field)
    }

    /// Another button than "save".
    pub fn button(mut self, button: Button) -> Self {
        self.button = button;
        self
    }

    /// Something below the form: a way to remove the thing, its history.
    pub fn after(mut self, after: impl Into<Html>) -> Self {
        self.after.push(after.into());
        self
    }
}

impl ConfirmPage {
    /// Asks once more. `sentence` says what will happen and whether it can be undone.
    pub fn new(
        visit: &Visit,
        title: impl Into<String>,
        sentence: impl Into<String>,
        action: impl Into<String>,
        button: Button,
        back: &str,
    ) -> Self {
        Self {
            page: visit.page(title),
            sentence: sentence.into(),
            reasons: Vec::new(),
            action: action.into(),
            button: Some(button),
            back: Link::new(back, visit.say("กลับโดยไม่เปลี่ยนอะไร", "Back without a change")),
        }
    }

    /// It cannot be done: why, and what to do first. The button goes.
    pub fn refused(mut self, sentence: impl Into<String>, reasons: Vec<String>) -> Self {
        self.sentence = sentence.into();
        self.reasons = reasons;
        self.button = None;
        self
    }
}

/// What was typed into a form, and what is wrong with it, for the fields that show it again.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    language: Language,
    form: &'a Form,
    errors: &'a FormErrors,
}

impl<'a> Typed<'a> {
    /// What was typed and what is wrong with it.
    pub fn new(visit: &Visit, form: &'a Form, errors: &'a FormErrors) -> Self {
        Self { language: visit.language, form, errors }
    }

    /// Fills a field.
    pub fn fill(&self, name: &str, field: Field) -> Field {
        field.value(self.form.raw(name).unwrap_or_default()).error(self.error(name))
    }

    /// A line of text.
    pub fn text(&self, name: &str, thai: &str, english: &str) -> Field {
        self.fill(name, Field::text(name, self.language.say(thai, english)))
    }

    /// A line of text that may stay empty.
    pub fn optional_text(&self, name: &str, thai: &str, english: &str) -> Field {
        self.text(name, thai, english).optional(self.language)
    }

    /// One answer of a list; a `prompt` stands for none.
    pub fn select(&self, name: &str, label: &str, prompt: &str, choices: impl IntoIterator<Item = Choice>) -> Field {
        self.fill(name, Field::select(name, label, choices).prompt(prompt))
    }

    /// Any of some answers.
    pub fn checkboxes(&self, name: &str, label: &str, choices: impl IntoIterator<Item = Choice>) -> Field {
        Field::checkboxes(name, label, choices).values(self.form.all(name)).error(self.error(name))
    }

    /// One of a few answers.
    pub fn radios(&self, name: &str, label: &str, choices: impl IntoIterator<Item = Choice>) -> Field {
        self.fill(name, Field::radios(name, label, choices))
    }

    /// A day. A year of the common era is asked back, never turned silently.
    pub fn day(&self, name: &str, thai: &str, english: &str) -> Field {
        let part = |part: &str| self.form.raw(&format!("{name}_{part}")).unwrap_or_default();
        let field = Field::date(self.language, name, self.language.say(thai, english))
            .date_parts(part("day"), part("month"), part("year"))
            .error(self.error(name));
        match read_day(self.form, name) {
            Ok(day) => field.in_words(date::with_weekday(day, self.language)),
            Err(DateProblem::YearAskedBack { year, likely })
                if date::buddhist_year(likely) == year + date::BUDDHIST_OFFSET =>
            {
                field.ask_back(year.unsigned_abs())
            }
            Err(_) => field,
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|sentence| sentence.in_language(self.language).to_owned())
    }
}

/// Reads the day of a date field, with the answer to a year that was asked back.
pub fn read_day(form: &Form, name: &str) -> Result<jiff::civil::Date, DateProblem> {
    let part = |part: &str| form.text(&format!("{name}_{part}"));
    let year = if form.has(&format!("{name}_meant")) { part("meant") } else { part("year") };
    date::from_parts(&part("day"), &part("month"), &year)
}

/// Reads a day that must be there.
pub fn required_day(form: &Form, name: &str, errors: &mut FormErrors) -> Option<jiff::civil::Date> {
    read_day(form, name).map_err(|problem| add_problem(name, problem, errors)).ok()
}

/// Reads a day that may be left out.
pub fn optional_day(form: &Form, name: &str, errors: &mut FormErrors) -> Option<jiff::civil::Date> {
    match read_day(form, name) {
        Ok(day) => Some(day),
        Err(DateProblem::Missing) => None,
        Err(problem) => {
            add_problem(name, problem, errors);
            None
        }
    }
}

fn add_problem(name: &str, problem: DateProblem, errors: &mut FormErrors) {
    let Bilingual { th, en } = problem.sentence();
    errors.add(name, th, en);
}

/// The fields of a day, for forms that are shown for the first time.
pub fn day_parts(name: &str, day: jiff::civil::Date) -> [(String, String); 3] {
    let year = date::buddhist_year(day);
    [
        (format!("{name}_day"), day.day().to_string()),
        (format!("{name}_month"), day.month().to_string()),
        (format!("{name}_year"), year.to_string()),
    ]
}

/// A name in both languages; the Thai one must be there, the English one is the Thai one if nothing was typed.
pub fn read_names(form: &Form, errors: &mut FormErrors) -> Bilingual {
    let (thai, english) = (form.text("name_th"), form.text("name_en"));
    if thai.is_empty() {
        errors.add("name_th", "ใส่ชื่อภาษาไทย", "Enter the Thai name");
    }
    for (field, name) in [("name_th", &thai), ("name_en", &english)] {
        if name.chars().count() > 200 {
            errors.add(field, "ชื่อยาวเกิน 200 ตัวอักษร ย่อให้สั้นลง", "Longer than 200 characters. Shorten it");
        }
    }
    let english = if english.is_empty() { thai.clone() } else { english };
    Bilingual::new(thai, english)
}
