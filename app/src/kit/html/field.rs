//! A labelled input with its hint and error: nobody hand-writes a `<label>`.

use super::{anchor, components};
use askama::Template;
use thai::Language;

/// The id of the (first) input of a field, for links from the error summary.
pub fn id_of(name: &str) -> String {
    format!("field-{}", anchor(name))
}

/// One possible answer of a select, radio or checkbox field.
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    chosen: bool,
    /// Is the label what somebody wrote in Thai, whatever the language of the page?
    is_thai: bool,
}

impl Choice {
    /// An answer: what is sent, and what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen: false, is_thai: false }
    }

    /// The label is a name or a title that somebody wrote in Thai: it is told so to whoever reads it out.
    pub fn in_thai(mut self) -> Self {
        self.is_thai = true;
        self
    }

    /// A quiet line under a radio or checkbox.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// How a field asks.
#[derive(Clone, Debug)]
enum Kind {
    Input { html_type: &'static str, inputmode: Option<&'static str> },
    Password { show: &'static str, hide: &'static str },
    Textarea { rows: u8 },
    Select { prompt: Option<String> },
    Choices { html_type: &'static str },
    File { accept: String, multiple: bool },
    Date(DateParts),
}

/// The three inputs of a date, as typed.
#[derive(Clone, Debug)]
struct DateParts {
    t: Language,
    day: String,
    month: String,
    year: String,
    in_words: Option<String>,
    ask_back: Option<u16>,
}

/// One field of a form, whatever its kind. What was typed stays, exactly.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/field.html")]
pub struct Field {
    name: String,
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    optional: Option<&'static str>,
    value: String,
    width: u8,
    unit: Option<String>,
    autocomplete: Option<&'static str>,
    disabled: bool,
    label_is_hidden: bool,
    /// Is the label what somebody wrote in Thai, whatever the language of the page?
    label_is_thai: bool,
    /// What buttons say that tick every choice, and none.
    tick_all: Option<[&'static str; 2]>,
    choices: Vec<Choice>,
    kind: Kind,
}

impl Field {
    fn of_kind(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: id_of(&name),
            name,
            label: label.into(),
            hint: None,
            error: None,
            optional: None,
            value: String::new(),
            width: 0,
            unit: None,
            autocomplete: None,
            disabled: false,
            label_is_hidden: false,
            label_is_thai: false,
            tick_all: None,
            choices: Vec::new(),
            kind,
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of_kind(Kind::Input { html_type: "text", inputmode: None }, name, label)
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Self {
        let kind = Kind::Input { html_type: "email", inputmode: None };
        Self::of_kind(kind, name, label).autocomplete("username").width(32)
    }

    /// A password, with a button that shows it while script is on.
    pub fn password(t: Language, name: impl Into<String>, label: impl Into<String>) -> Self {
        let kind = Kind::Password {
            show: t.say("แสดงรหัส", "Show password"), hide: t.say("ซ่อนรหัส", "Hide password")
        };
        Self::of_kind(kind, name, label).autocomplete("current-password").width(32)
    }

    /// A number, a code or money: digits of either script, normalised by the server, shown back in Arabic.
    pub fn digits(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of_kind(Kind::Input { html_type: "text", inputmode: Some("decimal") }, name, label).width(8)
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of_kind(Kind::Textarea { rows: 5 }, name, label)
    }

    /// One of many answers in a list.
    pub fn select(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self::of_kind(Kind::Select { prompt: None }, name, label).with_choices(choices)
    }

    /// One of a few answers, all in sight.
    pub fn radios(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self::of_kind(Kind::Choices { html_type: "radio" }, name, label).with_choices(choices)
    }

    /// Any of a few answers.
    pub fn checkboxes(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self::of_kind(Kind::Choices { html_type: "checkbox" }, name, label).with_choices(choices)
    }

    /// A file; `accept` as in HTML (".md,.html,.pdf"). Say types, size and what is removed in the hint.
    pub fn file(name: impl Into<String>, label: impl Into<String>, accept: impl Into<String>) -> Self {
        Self::of_kind(Kind::File { accept: accept.into(), multiple: false }, name, label)
    }

    /// Several files.
    pub fn files(name: impl Into<String>, label: impl Into<String>, accept: impl Into<String>) -> Self {
        Self::of_kind(Kind::File { accept: accept.into(), multiple: true }, name, label)
    }

    /// A date of the Buddhist era in three inputs: `<name>_day`, `<name>_month` (1–12) and `<name>_year`.
    pub fn date(t: Language, name: impl Into<String>, label: impl Into<String>) -> Self {
        let [day, month, year] = [const { String::new() }; 3];
        Self::of_kind(Kind::Date(DateParts { t, day, month, year, in_words: None, ask_back: None }), name, label)
    }

    /// What was typed or is kept; of a select or radio field, the answer chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        for choice in &mut self.choices {
            choice.chosen = choice.value == self.value;
        }
        self
    }

    /// The answers chosen among checkboxes.
    pub fn values<'a>(mut self, values: impl IntoIterator<Item = &'a str>) -> Self {
        for value in values {
            self.choices.iter_mut().filter(|choice| choice.value == value).for_each(|choice| choice.chosen = true);
        }
        self
    }

    /// Day, month (1–12) and Buddhist year as they were typed.
    pub fn date_parts(
        mut self,
        typed_day: impl Into<String>,
        typed_month: impl Into<String>,
        typed_year: impl Into<String>,
    ) -> Self {
        if let Kind::Date(parts) = &mut self.kind {
            (parts.day, parts.month, parts.year) = (typed_day.into(), typed_month.into(), typed_year.into());
        }
        self
    }

    /// The date understood, in words, under the inputs: "วันศุกร์ที่ 8 เมษายน 2565".
    pub fn in_words(mut self, words: impl Into<String>) -> Self {
        if let Kind::Date(parts) = &mut self.kind {
            parts.in_words = Some(words.into());
        }
        self
    }

    /// Asks whether a year before 2400 was meant in the common era. The answer comes as `<name>_meant`.
    pub fn ask_back(mut self, typed_year: u16) -> Self {
        if let Kind::Date(parts) = &mut self.kind {
            parts.ask_back = Some(typed_year);
        }
        self
    }

    /// A quiet line before the input.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong, if something is: it starts with what, then why and what next.
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// The length of the expected answer in characters (2, 4, 8, 16, 32), shown by the width; otherwise full.
    pub fn width(mut self, characters: u8) -> Self {
        self.width = characters;
        self
    }

    /// The word after the input: "บาท", "คะแนน".
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The height of a text area in lines.
    pub fn rows(mut self, lines: u8) -> Self {
        if let Kind::Textarea { rows } = &mut self.kind {
            *rows = lines;
        }
        self
    }

    /// The first, empty entry of a select: "เลือกฝ่าย".
    pub fn prompt(mut self, words: impl Into<String>) -> Self {
        if let Kind::Select { prompt } = &mut self.kind {
            *prompt = Some(words.into());
        }
        self
    }

    /// Marks a field that may stay empty. Required fields are not marked.
    pub fn optional(mut self, t: Language) -> Self {
        self.optional = Some(t.say("(ไม่บังคับ)", "(optional)"));
        self
    }

    /// The browser's name for what is asked, such as `new-password`.
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Cannot be changed now; say why in the hint.
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// The label is what somebody wrote in Thai: it is told so to whoever reads it out.
    pub fn thai_label(mut self) -> Self {
        self.label_is_thai = true;
        self
    }

    /// Keeps the label for listeners only, where a table's column already says it.
    pub fn hidden_label(mut self) -> Self {
        self.label_is_hidden = true;
        self
    }

    fn with_choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    /// Is it a group of inputs under one legend?
    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Choices { .. } | Kind::Date(_))
    }

    /// Offers to tick every choice at once, or none: for long lists, where script is there.
    pub fn tick_all(mut self, t: Language) -> Self {
        self.tick_all = Some([t.say("เลือกทั้งหมด", "Tick all"), t.say("ไม่เลือกเลย", "Tick none")]);
        self
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (one, other) => one.or(other),
        }
    }

    /// The first choice has the field's own id, so that the error summary leads to it.
    fn choices_with_ids(&self) -> Vec<(String, &Choice)> {
        let id = |index| if index == 0 { self.id.clone() } else { format!("{}-{index}", self.id) };
        self.choices.iter().enumerate().map(|(index, choice)| (id(index), choice)).collect()
    }
}

impl DateParts {
    fn months(&self) -> Vec<(String, &'static str)> {
        let names = self.t.say(THAI_MONTHS, ENGLISH_MONTHS);
        names.into_iter().enumerate().map(|(index, name)| ((index + 1).to_string(), name)).collect()
    }
}

const THAI_MONTHS: [&str; 12] = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

components!(Field);
