//! The history of an item in words: what changed, fact by fact.

use askama::Template;
use serde_json::Value;
use thai::Language;

use crate::kit::{audit::sentences, html::Html};

/// One fact before and after.
struct Changed {
    name: String,
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Template)]
#[template(path = "measures/html/difference.html")]
struct Difference {
    t: Language,
    facts: Vec<Changed>,
}

/// What changed, fact by fact; nothing if nothing can be told.
pub(super) fn difference(before: &Value, after: &Value, t: Language) -> Option<Html> {
    let mut names: Vec<&String> =
        [before, after].into_iter().filter_map(Value::as_object).flat_map(|o| o.keys()).collect();
    names.sort_by_key(|name| (ORDER.iter().position(|known| known == name), *name));
    names.dedup();
    let facts =
        names.into_iter().filter(|name| *name != "link" && before.get(name) != after.get(name)).map(|name| Changed {
            name: sentences::field(name).in_language(t).to_owned(),
            before: words(before.get(name), t),
            after: words(after.get(name), t),
        });
    let facts: Vec<Changed> = facts.filter(|fact| !fact.before.is_empty() || !fact.after.is_empty()).collect();
    (!facts.is_empty()).then(|| Html::of(&Difference { t, facts }))
}

/// The facts of records, in the order in which they are told.
const ORDER: [&str; 24] = [
    "code",
    "topic",
    "kind",
    "text",
    "work_step",
    "status",
    "day",
    "origin",
    "name",
    "duty",
    "telephone",
    "from",
    "until",
    "documents",
    "priority",
    "reason",
    "causes",
    "guidelines",
    "measures",
    "follow_ups",
    "results",
    "responsible",
    "notes",
    "order",
];

/// A value as lines of words.
fn words(value: Option<&Value>, t: Language) -> Vec<String> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(all)) => all.iter().map(|one| words(Some(one), t).join(" · ")).collect(),
        Some(Value::Object(facts)) => {
            let mut names: Vec<&String> = facts.keys().filter(|name| *name != "link").collect();
            names.sort_by_key(|name| ORDER.iter().position(|known| known == name));
            names.into_iter().flat_map(|name| words(facts.get(name), t)).collect()
        }
        Some(Value::String(text)) => vec![known_word(text, t)],
        Some(other) => vec![other.to_string()],
    }
}

/// Keys of states in words, days as people write them, everything else as it is.
fn known_word(text: &str, t: Language) -> String {
    let known = sentences::word(text);
    let day = || text.parse::<jiff::civil::Date>().ok().map(|day| thai::date::short(day, t));
    known.map(|words| words.in_language(t).to_owned()).or_else(day).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(before: Value, after: Value) -> String {
        difference(&before, &after, Language::Thai).map(|html| html.to_string()).unwrap_or_default()
    }

    #[test]
    fn only_what_changed_is_told_in_words() {
        let result = |status, day| json!({ "text": "ประกาศแล้ว", "status": status, "day": day });
        let html = told(result("in_progress", json!(null)), result("done", json!("2022-04-08")));
        assert!(html.contains("กำลังทำ") && html.contains("เสร็จแล้ว"), "{html}");
        assert!(html.contains("8 เม.ย. 2565") && !html.contains("ประกาศแล้ว"), "{html}");
        assert_eq!(told(json!({ "text": "เดิม" }), json!({ "text": "เดิม" })), "");
    }

    #[test]
    fn what_was_typed_is_escaped() {
        let html = told(json!(null), json!({ "text": "<script>" }));
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn keys_of_identifiers_are_not_shown() {
        let party =
            json!({ "responsible": [{ "name": "ฝ่ายปกครอง", "duty": "supervise", "link": { "unit": "0190" } }] });
        let html = told(json!(null), party);
        assert!(html.contains("ฝ่ายปกครอง · กำกับดูแล") && !html.contains("0190"), "{html}");
    }
}
