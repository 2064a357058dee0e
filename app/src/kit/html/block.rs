//! Blocks that tell a reader where they are, what happened and what comes next.

use super::{Html, Link, components};
use askama::Template;
use thai::Language;

/// The way back up: on phones only the parent, as a back link.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/breadcrumbs.html")]
pub struct Breadcrumbs {
    t: Language,
    parents: Vec<Link>,
}

impl Breadcrumbs {
    /// An empty path; add the parents from the top down. The page itself is not part of it.
    pub fn new(t: Language) -> Self {
        Self { t, parents: Vec::new() }
    }

    /// The next parent.
    pub fn parent(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.parents.push(Link::new(href, words));
        self
    }
}

/// After a redirect: what happened and the next step. It stays until the next page.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<div class="flash" role="status"><p>{{ message }}</p></div>"#, ext = "html")]
pub struct Flash {
    message: Html,
}

impl Flash {
    /// One or two sentences, perhaps with a link: `Html::from("บันทึกแล้ว").and(Link::new(…))`.
    pub fn new(message: impl Into<Html>) -> Self {
        Self { message: message.into() }
    }
}

/// Something the reader should know before going on. At most one on a page.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/notice.html")]
pub struct Notice {
    kind: &'static str,
    heading: Option<String>,
    body: Html,
}

impl Notice {
    /// Worth knowing.
    pub fn new(body: impl Into<Html>) -> Self {
        Self { kind: "", heading: None, body: body.into() }
    }

    /// Worth attention: something may be wrong or run out.
    pub fn warning(body: impl Into<Html>) -> Self {
        Self { kind: " notice--warning", ..Self::new(body) }
    }

    /// What follows cannot be undone, or something is broken.
    pub fn danger(body: impl Into<Html>) -> Self {
        Self { kind: " notice--danger", ..Self::new(body) }
    }

    /// A heading over it.
    pub fn heading(mut self, heading: impl Into<String>) -> Self {
        self.heading = Some(heading.into());
        self
    }
}

/// Nothing here yet: one sentence why, and what to do.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/empty.html")]
pub struct EmptyState {
    why: String,
    actions: Html,
}

impl EmptyState {
    /// Why there is nothing.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), actions: Html::default() }
    }

    /// What to do now: buttons or links, the best first.
    pub fn action(mut self, action: impl Into<Html>) -> Self {
        self.actions = if self.actions.is_empty() { action.into() } else { self.actions.and(action) };
        self
    }
}

/// The heading of one step of several, with a small counter above it.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/step.html")]
pub struct StepHeading {
    t: Language,
    step: u8,
    of: u8,
    heading: String,
    level: u8,
}

impl StepHeading {
    /// Step `step` (from 1) `of` so many.
    pub fn new(t: Language, step: u8, of: u8, heading: impl Into<String>) -> Self {
        Self { t, step, of, heading: heading.into(), level: 1 }
    }

    /// Another heading level than 1, where the step is not the whole page.
    pub fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }
}

components!(Breadcrumbs, Flash, Notice, EmptyState, StepHeading);
