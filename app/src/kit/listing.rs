//! Paging, sorting and filtering by the address: a list is a GET form, and every state of it has a link.

use axum::{extract::FromRequestParts, http::request::Parts};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Error, forms::parse_urlencoded};

/// How many rows a page holds.
pub const PAGE_SIZE: i64 = 25;

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The query of an address: filters, sorting and the page.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a filter, if one is set.
    pub fn value(&self, name: &str) -> Option<String> {
        let value = self.0.iter().find(|(key, _)| key == name)?.1.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// All values of a filter.
    pub fn values(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// The page, from 1.
    pub fn page(&self) -> i64 {
        self.value("page").and_then(|page| page.parse().ok()).filter(|page| (1..=1_000_000).contains(page)).unwrap_or(1)
    }

    /// How many rows come before this page.
    pub fn offset(&self) -> i64 {
        (self.page() - 1) * PAGE_SIZE
    }

    /// The same list with one thing changed; the page is forgotten unless it is what changes.
    pub fn with(&self, name: &str, value: &str) -> String {
        let kept =
            self.0.iter().filter(|(key, value)| key != name && key != "page" && key != "lang" && !value.is_empty());
        let pairs =
            kept.map(|(key, value)| (key.as_str(), value.as_str())).chain((!value.is_empty()).then_some((name, value)));
        let text: Vec<String> = pairs.map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        format!("?{}", text.join("&"))
    }
}

/// Encodes text for use inside an address.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// The pattern of a search for words: `%` and `_` stand for themselves, behind `ESCAPE '!'`.
pub fn containing(words: Option<&str>) -> Option<String> {
    words.map(|words| format!("%{}%", words.replace('!', "!!").replace('%', "!%").replace('_', "!_")))
}

/// How many pages this many rows fill; at least one.
pub fn pages(rows: i64) -> i64 {
    rows.max(1).saturating_add(PAGE_SIZE - 1) / PAGE_SIZE
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(Query(parse_urlencoded(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_filter_forgets_the_page() {
        let query = Query(vec![("status".into(), "done".into()), ("page".into(), "3".into())]);
        assert_eq!(query.with("unit", "ฝ่าย"), "?status=done&unit=%E0%B8%9D%E0%B9%88%E0%B8%B2%E0%B8%A2");
        assert_eq!(query.with("status", ""), "?");
        assert_eq!(query.page(), 3);
    }

    #[test]
    fn even_nothing_fills_a_page() {
        assert_eq!((pages(0), pages(25), pages(26)), (1, 1, 2));
    }
}
