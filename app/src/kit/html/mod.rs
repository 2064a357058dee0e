//! The page shells and the components that pages are made of: `/styleguide` shows each in all its states.
//!
//! A component is a struct with a small template beside it. It writes itself where a template says `{{ name }}`, with
//! everything a person typed escaped, and it can be put inside another component because it turns into [`Html`].
//!
//! - [`page`]: what every page holds, and the shells `layout`, `office`, `public` and `plain`
//! - [`field`], [`form`]: labelled inputs, error summary, buttons, filters
//! - [`status`], [`figure`]: status tags, key figures and the proof line
//! - [`list`], [`table`]: summary list, task list, timeline, tables and paging
//! - [`changed`]: a text with the words that changed marked
//! - [`block`]: notices, flash, empty state, step heading, breadcrumbs

pub mod block;
pub mod changed;
pub mod field;
pub mod figure;
pub mod form;
pub mod list;
pub mod page;
pub mod status;
pub mod table;

pub use block::{Breadcrumbs, EmptyState, Flash, Notice, StepHeading};
pub use changed::changed_words;
pub use field::{Choice, Field};
pub use figure::{Figure, Link, ProofLine};
pub use form::{Button, ButtonForm, ErrorSummary, Filters};
pub use list::{Event, SummaryList, Task, TaskList, Timeline};
pub use page::{NavEntry, Page, Theme, Tone, ViewerBox};
pub use status::{Status, StatusTag};
pub use table::{Column, Pagination, Row, Sort, Table};

use std::fmt;

/// HTML that is safe to write: either escaped text or the work of a component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Plain text, escaped.
    pub fn text(text: impl fmt::Display) -> Self {
        let mut safe = String::new();
        for character in text.to_string().chars() {
            match character {
                '<' => safe.push_str("&#60;"),
                '>' => safe.push_str("&#62;"),
                '&' => safe.push_str("&#38;"),
                '"' => safe.push_str("&#34;"),
                '\'' => safe.push_str("&#39;"),
                other => safe.push(other),
            }
        }
        Self(safe)
    }

    /// What a template or component renders. Askama has escaped everything in it.
    pub fn of(template: &impl askama::Template) -> Self {
        Self(template.render().expect("writing a template into a string cannot fail"))
    }

    /// This followed by that, with a space between.
    pub fn and(mut self, next: impl Into<Html>) -> Self {
        self.0.push(' ');
        self.0.push_str(&next.into().0);
        self
    }

    /// Is there nothing to show?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The HTML itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// Lets these template structs stand in other templates without being escaped again, and inside other components.
macro_rules! components {
    ($($component:ty),+ $(,)?) => {$(
        impl askama::filters::HtmlSafe for $component {}

        impl From<$component> for $crate::kit::html::Html {
            fn from(component: $component) -> Self {
                Self::of(&component)
            }
        }
    )+};
}
pub(crate) use components;

/// A name that can stand in `id` and after `#`, whatever characters it had.
pub fn anchor(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests;
