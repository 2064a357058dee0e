//! Lists: facts of one thing, things to do, and what happened.

use super::{Html, StatusTag, components};
use askama::Template;
use thai::Language;

/// Facts of one thing, each with a way to change it.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/summary.html")]
pub struct SummaryList {
    t: Language,
    rows: Vec<SummaryRow>,
}

#[derive(Clone, Debug)]
struct SummaryRow {
    key: String,
    value: Html,
    change: Option<String>,
}

impl SummaryList {
    /// An empty list.
    pub fn new(t: Language) -> Self {
        Self { t, rows: Vec::new() }
    }

    /// A fact. An empty value is said ("ยังไม่มี"), never left blank.
    pub fn row(mut self, key: impl Into<String>, value: impl Into<Html>) -> Self {
        self.rows.push(SummaryRow { key: key.into(), value: value.into(), change: None });
        self
    }

    /// A fact with a link to the page that changes it.
    pub fn row_to_change(mut self, key: impl Into<String>, value: impl Into<Html>, href: impl Into<String>) -> Self {
        self.rows.push(SummaryRow { key: key.into(), value: value.into(), change: Some(href.into()) });
        self
    }
}

/// One thing to do: a link that starts with a verb, and its status.
#[derive(Clone, Debug)]
pub struct Task {
    href: String,
    words: String,
    hint: Option<String>,
    status: StatusTag,
}

impl Task {
    /// A task.
    pub fn new(href: impl Into<String>, words: impl Into<String>, status: StatusTag) -> Self {
        Self { href: href.into(), words: words.into(), hint: None, status }
    }

    /// A quiet line under it: whose, by when.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Things to do. What is done recedes, so that open work stands out.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/tasks.html")]
pub struct TaskList {
    id: String,
    tasks: Vec<Task>,
}

impl TaskList {
    /// `id` is unique on the page: it ties each link to its status.
    pub fn new(id: impl Into<String>, tasks: impl IntoIterator<Item = Task>) -> Self {
        let id = id.into();
        let tasks = tasks.into_iter().enumerate();
        let tasks = tasks.map(|(n, task)| Task { status: task.status.id(format!("{id}-{n}")), ..task }).collect();
        Self { id, tasks }
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, as the reader sees it: "8 เม.ย. 2565 14.30 น."
    pub when: String,
    /// When, for machines (ISO 8601).
    pub datetime: String,
    /// Post and name, or nothing where names are not shown.
    pub who: Option<String>,
    /// One sentence.
    pub what: String,
    /// What was written then, in their own words.
    pub said: Option<String>,
    /// Before and after, or a longer explanation.
    pub details: Option<Html>,
}

/// What happened, newest first.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/timeline.html")]
pub struct Timeline {
    t: Language,
    events: Vec<Event>,
}

impl Timeline {
    /// Events, newest first.
    pub fn new(t: Language, events: impl IntoIterator<Item = Event>) -> Self {
        Self { t, events: events.into_iter().collect() }
    }
}

components!(SummaryList, TaskList, Timeline);
