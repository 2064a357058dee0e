//! What stands around fields: buttons, the error summary, filters.

use super::{Field, Html, Link, Page, components, field};
use askama::Template;
use thai::Language;

/// A button acts (`<button>`), a link button goes (`<a>`). Verb and object; one primary on a page.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/button.html")]
pub struct Button {
    words: String,
    kind: &'static str,
    small: bool,
    href: Option<String>,
    name_value: Option<(String, String)>,
    sending: Option<String>,
    context: Option<String>,
}

impl Button {
    fn of_kind(kind: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { words, kind, small: false, href: None, name_value: None, sending: None, context: None }
    }

    /// The one thing this page is for.
    pub fn primary(words: impl Into<String>) -> Self {
        Self::of_kind("", words)
    }

    /// Any other act.
    pub fn secondary(words: impl Into<String>) -> Self {
        Self::of_kind(" button--secondary", words)
    }

    /// Leads to something that cannot be undone.
    pub fn danger(words: impl Into<String>) -> Self {
        Self::of_kind(" button--danger", words)
    }

    /// Solid red: only on the confirming page itself.
    pub fn danger_final(words: impl Into<String>) -> Self {
        Self::of_kind(" button--final", words)
    }

    /// Looks like a link.
    pub fn quiet(words: impl Into<String>) -> Self {
        Self::of_kind(" button--quiet", words)
    }

    /// Goes there instead of sending a form.
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Sends this name and value with the form, to tell two buttons apart.
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name_value = Some((name.into(), value.into()));
        self
    }

    /// What it says while the form is under way: "กำลังบันทึก…". It then acts only once.
    pub fn sending(mut self, words: impl Into<String>) -> Self {
        self.sending = Some(words.into());
        self
    }

    /// What it acts on, for listeners only, where many rows have the same button.
    pub fn about(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// 36 px high, for rows of office tables.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

/// At the top of `main` after a form was refused: each mistake, linked to its field. Empty, it writes nothing.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/error_summary.html")]
pub struct ErrorSummary {
    t: Language,
    mistakes: Vec<Link>,
}

impl ErrorSummary {
    /// No mistakes yet.
    pub fn new(t: Language) -> Self {
        Self { t, mistakes: Vec::new() }
    }

    /// A mistake in the field of this name.
    pub fn add(mut self, field_name: &str, message: impl Into<String>) -> Self {
        self.mistakes.push(Link::new(format!("#{}", field::id_of(field_name)), message));
        self
    }
}

impl<Name: AsRef<str>, Message: Into<String>> Extend<(Name, Message)> for ErrorSummary {
    fn extend<I: IntoIterator<Item = (Name, Message)>>(&mut self, mistakes: I) {
        for (name, message) in mistakes {
            self.mistakes.push(Link::new(format!("#{}", field::id_of(name.as_ref())), message));
        }
    }
}

/// Filters over a table: a form whose answer is a link that can be kept.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/filters.html")]
pub struct Filters {
    t: Language,
    action: String,
    kept: Vec<(String, String)>,
    fields: Vec<Field>,
    more: Vec<Field>,
    active: Vec<Link>,
}

impl Filters {
    /// Filters of the list at this address.
    pub fn new(t: Language, action: impl Into<String>) -> Self {
        Self { t, action: action.into(), kept: Vec::new(), fields: Vec::new(), more: Vec::new(), active: Vec::new() }
    }

    /// A filter; from the fifth on they stand behind "ตัวกรองเพิ่มเติม".
    pub fn field(mut self, field: Field) -> Self {
        if self.fields.len() < 4 {
            self.fields.push(field)
        } else {
            self.more.push(field)
        }
        self
    }

    /// Something else of the address that filtering leaves as it is, such as the sorting.
    pub fn keep(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.kept.push((name.into(), value.into()));
        self
    }

    /// A filter now in force; the link is the same list without it.
    pub fn active(mut self, words: impl Into<String>, href_without: impl Into<String>) -> Self {
        self.active.push(Link::new(href_without, words));
        self
    }
}

/// A button that is a form of its own, where rows of a table each have one.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<form method="post" action="{{ action }}">{{ csrf }}{{ button }}</form>"#, ext = "html")]
pub struct ButtonForm {
    action: String,
    csrf: Html,
    button: Button,
}

impl ButtonForm {
    /// A form of this page that is sent to `action`.
    pub fn new(page: &Page, action: impl Into<String>, button: Button) -> Self {
        Self { action: action.into(), csrf: page.csrf_field(), button }
    }
}

components!(Button, ButtonForm, ErrorSummary, Filters);
