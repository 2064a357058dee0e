//! What every page holds, and the shells that stand around it.
//!
//! A page is a struct with a field `page: Page` and a template that begins
//! `{% extends "kit/html/office.html" %}` (or `public.html`, `plain.html`) and fills `{% block main %}`.

use super::{Breadcrumbs, Flash, Html, Link};
use crate::kit::assets;
use thai::{FiscalYear, Language};

/// Light or dark, as the office or the reader wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The tone of the whole site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Emerald.
    #[default]
    Ordinary,
    /// Offices are sometimes told to turn their sites grey: the accent turns, statuses stay readable.
    Mourning,
}

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavEntry {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub words: String,
    /// How many things wait for this reader; nothing if none.
    pub waiting: Option<u32>,
    /// Is the page in this part?
    pub is_current: bool,
}

/// Who is signed in, in which role, and what stands under the name.
#[derive(Clone, Debug)]
pub struct ViewerBox {
    /// The name.
    pub name: String,
    /// The post or role acted in.
    pub role: String,
    /// Settings, people, audit log.
    pub menu: Vec<Link>,
    /// Where a POST signs out.
    pub sign_out: String,
}

/// What every page holds besides its own matter.
#[derive(Clone, Debug)]
pub struct Page {
    /// The reader's language.
    pub t: Language,
    /// The page's title, also its `<h1>` in most cases.
    pub title: String,
    /// The address after the host, for the language switch.
    pub path_and_query: String,
    /// The agency's name in the reader's language.
    pub agency: String,
    /// The body above the agency, in the reader's language; may be empty.
    pub parent_agency: String,
    /// Where the agency's own name leads.
    pub home: String,
    /// Shows the permanent line that this is demonstration data.
    pub demo: bool,
    /// What happened just before.
    pub flash: Option<Flash>,
    /// The way back up.
    pub breadcrumbs: Option<Breadcrumbs>,
    /// The parts of the office this reader may enter, or the menu of the public site.
    pub nav: Vec<NavEntry>,
    /// Who is signed in.
    pub viewer: Option<ViewerBox>,
    /// The fiscal year worked in and the page that lists the years.
    pub year: Option<(FiscalYear, String)>,
    /// Light or dark.
    pub theme: Theme,
    /// Ordinary or mourning.
    pub tone: Tone,
    /// The token every form carries; empty on pages without a session.
    pub csrf: String,
    /// A form was refused: the document's title says so first.
    pub has_errors: bool,
}

impl Page {
    /// A page of no agency with nobody signed in: sign-in, errors. Everything else is set on the fields.
    pub fn new(t: Language, title: impl Into<String>, path_and_query: impl Into<String>) -> Self {
        Self {
            t,
            title: title.into(),
            path_and_query: path_and_query.into(),
            agency: t.say("โปร่งใส", "Prongsai").to_string(),
            parent_agency: String::new(),
            home: "/".to_string(),
            demo: false,
            flash: None,
            breadcrumbs: None,
            nav: Vec::new(),
            viewer: None,
            year: None,
            theme: Theme::default(),
            tone: Tone::default(),
            csrf: String::new(),
            has_errors: false,
        }
    }

    /// The text of the reader's language: `{{ page.say("บันทึก", "Save") }}`.
    pub fn say<T>(&self, thai: T, english: T) -> T {
        self.t.say(thai, english)
    }

    /// Is the reader's language Thai?
    pub fn is_thai(&self) -> bool {
        self.t.is_thai()
    }

    /// The hidden input that every POST form begins with: `{{ page.csrf_field() }}`.
    pub fn csrf_field(&self) -> Html {
        Html(format!("<input type=\"hidden\" name=\"csrf\" value=\"{}\">", Html::text(&self.csrf)))
    }

    /// The same page in the other language.
    pub fn other_language_href(&self) -> String {
        with_query(&self.path_and_query, "lang", self.t.other().tag())
    }

    /// The version of the assets, so that a browser may keep them for a year.
    pub fn assets(&self) -> &'static str {
        assets::version()
    }

    /// The version of the program.
    pub fn version(&self) -> &'static str {
        crate::app::VERSION
    }

    /// The value of `data-theme`, if the theme is not left to the system.
    pub fn theme_name(&self) -> Option<&'static str> {
        match self.theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    /// Is the site in mourning?
    pub fn is_mourning(&self) -> bool {
        self.tone == Tone::Mourning
    }
}

/// This address with a query parameter set, whether or not it was there. `value` must need no percent-encoding.
pub fn with_query(path_and_query: &str, name: &str, value: &str) -> String {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let new = format!("{name}={value}");
    let query: Vec<&str> = others.chain([new.as_str()]).collect();
    format!("{path}?{}", query.join("&"))
}
