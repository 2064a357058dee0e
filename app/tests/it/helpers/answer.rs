//! What somebody got.

use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use scraper::{ElementRef, Html, Selector};

/// An answer: status, where it leads, and the body.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(super) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
        Self { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    /// The body as text.
    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// Expects a redirect and says where to.
    #[track_caller]
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, 303, "expected a redirect, got: {}", self.visible_text());
        self.location().expect("a redirect has a location")
    }

    /// The text of every element that a CSS selector finds, blanks folded.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body());
        page.select(&parse(selector)).map(|element| text(element)).collect()
    }

    /// The text of the first element that a CSS selector finds.
    #[track_caller]
    pub fn one(&self, selector: &str) -> String {
        let found = self.all(selector).into_iter().next();
        found.unwrap_or_else(|| panic!("no {selector} in: {}", self.visible_text()))
    }

    /// Is there such an element?
    pub fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// An attribute of every element that a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body());
        page.select(&parse(selector)).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// Everything a reader sees.
    pub fn visible_text(&self) -> String {
        self.all("body").join(" ")
    }

    /// The token in the page's forms.
    pub fn form_token(&self) -> Option<String> {
        let is_page = self.headers.get(header::CONTENT_TYPE)?.to_str().ok()?.starts_with("text/html");
        let tokens = if is_page { self.attributes("input[name=csrf]", "value") } else { Vec::new() };
        tokens.into_iter().find(|token| !token.is_empty())
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).expect("a CSS selector")
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
