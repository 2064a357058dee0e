//! Entries as people read them: a sentence, who and when, and what was different before.

use std::collections::BTreeMap;

use askama::Template;
use db::{Connection, Uuid};
use jiff::Timestamp;
use serde_json::Value;
use thai::{Language, date};

use super::{
    Payload, sentences,
    store::{self, StoredEntry},
};
use crate::kit::{
    html::{Event, Html, Timeline},
    visit::AgencyId,
};

/// How many entries the history on a record's page shows; the audit log has all.
const HISTORY: i64 = 50;
/// Of so many records of a kind it is told who made them.
const MOST_AUTHORS: i64 = 500;
/// A value longer than this is folded.
const LONG: usize = 160;
/// How much of a folded value is in sight.
const GLIMPSE: usize = 60;

/// The history of one record, newest first, for the record's own page.
pub async fn history(
    connection: &mut Connection,
    agency: AgencyId,
    subject: Uuid,
    language: Language,
) -> db::Result<Timeline> {
    let entries = store::history(connection, agency, subject, HISTORY).await?;
    Ok(Timeline::new(language, entries.iter().map(|entry| event(entry, language))))
}

/// Who did an action, by the record it was done to: the newest [`MOST_AUTHORS`] of an agency.
pub async fn authors(
    connection: &mut Connection,
    agency: AgencyId,
    action: &str,
    language: Language,
) -> db::Result<BTreeMap<Uuid, String>> {
    let filter = store::Filter { action: Some(action.to_owned()), subject: None };
    let entries = store::list_newest(connection, agency, &filter, MOST_AUTHORS, 0).await?;
    Ok(entries.iter().map(|entry| (entry.entry.subject_id, Reading::of(entry, language).who)).collect())
}

/// An entry as an event of a timeline.
pub fn event(stored: &StoredEntry, language: Language) -> Event {
    let reading = Reading::of(stored, language);
    Event {
        datetime: reading.datetime,
        when: reading.when,
        who: Some(reading.who),
        what: reading.what,
        said: None,
        details: reading.details,
    }
}

/// An entry as people read it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The moment for machines.
    pub datetime: String,
    /// The moment for people.
    pub when: String,
    /// Post and name.
    pub who: String,
    /// One sentence, with the name of the thing.
    pub what: String,
    /// Before and after.
    pub details: Option<Html>,
}

impl Reading {
    /// Reads an entry out. One whose payload was erased says so.
    pub fn of(stored: &StoredEntry, language: Language) -> Self {
        let at = Timestamp::from_microsecond(stored.entry.at).unwrap_or_default();
        let sentence = sentences::of(&stored.entry.action);
        let sentence = sentence.in_language(language);
        let payload = stored.payload.as_ref().map(|(_, text)| serde_json::from_str::<Payload>(text));
        let (who, what, details) = match payload {
            None => (
                language.say("ลบชื่อแล้ว", "Name erased").to_owned(),
                sentence.to_owned(),
                Some(Html::text(language.say(
                    "เนื้อหาของรายการนี้ถูกลบตามกฎหมายแล้ว ลำดับของบันทึกยังตรวจสอบได้",
                    "The content of this entry was erased as the law demands. The chain can still be verified.",
                ))),
            ),
            Some(Err(_)) => (
                language.say("อ่านไม่ได้", "Unreadable").to_owned(),
                sentence.to_owned(),
                Some(Html::text(language.say(
                    "เนื้อหาของรายการนี้อ่านไม่ได้ อาจถูกแก้ไข ให้ผู้ดูแลเครื่องแม่ข่ายรัน prongsai audit verify",
                    "The content of this entry cannot be read and may have been altered: run prongsai audit verify on the server.",
                ))),
            ),
            Some(Ok(payload)) => {
                let title = title(&payload);
                let what = title.map_or_else(|| sentence.to_owned(), |title| format!("{sentence}: {title}"));
                (who(&payload), what, changes(&payload, language))
            }
        };
        Self { datetime: at.to_string(), when: date::moment(at, language), who, what, details }
    }
}

fn who(payload: &Payload) -> String {
    let actor = &payload.actor;
    if actor.post.is_empty() { actor.name.clone() } else { format!("{} · {}", actor.post, actor.name) }
}

/// The name of the thing, from what is recorded of it.
fn title(payload: &Payload) -> Option<String> {
    const NAMES: [&str; 8] = ["code", "name_th", "name", "post", "email", "file", "year", "entry"];
    let state = if payload.after.is_null() { &payload.before } else { &payload.after };
    let found = NAMES.iter().find_map(|key| state.get(key).filter(|value| value.is_string() || value.is_number()))?;
    let text = in_words(found, Language::Thai);
    (!text.is_empty()).then(|| shortened(&text, LONG))
}

/// One field that differs.
struct Difference {
    name: String,
    before: Option<Shown>,
    after: Option<Shown>,
}

/// A value; a long one with a glimpse of it, behind which it is folded.
struct Shown {
    text: String,
    glimpse: Option<String>,
}

#[derive(Template)]
#[template(path = "kit/audit/changes.html")]
struct Changes {
    t: Language,
    differences: Vec<Difference>,
}

fn changes(payload: &Payload, language: Language) -> Option<Html> {
    let differences = differences(&payload.before, &payload.after, language);
    (!differences.is_empty()).then(|| Html::of(&Changes { t: language, differences }))
}

/// The fields that differ, in the order of their names' first appearance. States that are no objects are one field.
fn differences(before: &Value, after: &Value, language: Language) -> Vec<Difference> {
    let (Some(old), Some(new)) = (fields(before), fields(after)) else {
        return one_difference(language.say("ค่า", "Value"), Some(before), Some(after), language).into_iter().collect();
    };
    let mut keys: Vec<&String> = new.keys().collect();
    keys.extend(old.keys().filter(|key| !new.contains_key(*key)));
    keys.into_iter()
        .filter_map(|key| {
            let name = sentences::field(key);
            one_difference(name.in_language(language), old.get(key), new.get(key), language)
        })
        .collect()
}

/// The fields of a state; nothing at all has none.
fn fields(state: &Value) -> Option<serde_json::Map<String, Value>> {
    match state {
        Value::Null => Some(serde_json::Map::new()),
        Value::Object(fields) => Some(fields.clone()),
        _ => None,
    }
}

fn one_difference(name: &str, before: Option<&Value>, after: Option<&Value>, language: Language) -> Option<Difference> {
    if before == after {
        return None;
    }
    let shown = |value: Option<&Value>| {
        let text = in_words(value?, language);
        let is_long = text.chars().count() > LONG;
        let glimpse = is_long.then(|| shortened(&text, GLIMPSE));
        (!text.is_empty()).then_some(Shown { text, glimpse })
    };
    let (before, after) = (shown(before), shown(after));
    (before.is_some() || after.is_some()).then(|| Difference { name: name.to_owned(), before, after })
}

/// A recorded value as one reads it: never JSON.
fn in_words(value: &Value, language: Language) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => language.say(["ไม่ใช่", "ใช่"], ["no", "yes"])[usize::from(*flag)].to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text_in_words(text, language),
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().map(|value| in_words(value, language)).collect();
            parts.join(if values.iter().any(Value::is_object) { "\n" } else { ", " })
        }
        Value::Object(fields) => {
            let parts = fields.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| {
                let name = sentences::field(key);
                format!("{}: {}", name.in_language(language), in_words(value, language))
            });
            parts.collect::<Vec<_>>().join(" · ")
        }
    }
}

/// Keywords (roles, states) by their names, days as people write them; everything else as it is.
fn text_in_words(text: &str, language: Language) -> String {
    if let Some(word) = sentences::word(text) {
        return word.in_language(language).to_owned();
    }
    let is_day = text.len() == 10 && text.as_bytes()[4] == b'-';
    match text.parse() {
        Ok(day) if is_day => date::long(day, language),
        _ => text.to_owned(),
    }
}

/// The beginning of a text, cut between what a reader sees as characters.
fn shortened(text: &str, longest: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for cluster in thai::text::clusters(text) {
        length += cluster.chars().count();
        if length > longest {
            return short + "…";
        }
        short.push_str(cluster);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::audit::{
        Actor,
        chain::{Entry, START},
    };
    use serde_json::json;

    fn stored(action: &str, payload: Option<Payload>) -> StoredEntry {
        let entry = Entry {
            agency: Uuid::nil(),
            sequence: 1,
            id: Uuid::nil(),
            at: 1_649_386_800_000_000,
            action: action.into(),
            subject_kind: "unit".into(),
            subject_id: Uuid::nil(),
            payload_digest: START,
        };
        StoredEntry {
            entry,
            digest: START,
            payload: payload.map(|payload| (START, serde_json::to_string(&payload).unwrap())),
        }
    }

    fn payload(before: Value, after: Value) -> Payload {
        let actor = Actor {
            user: None, name: "ตัวอย่าง".into(), post: "ผู้อำนวยการเขต".into()
        };
        Payload { actor, before, after }
    }

    #[test]
    fn a_change_reads_as_a_sentence_with_only_what_differs() {
        let change =
            payload(json!({"name_th": "ฝ่ายคลัง", "telephone": "1"}), json!({"name_th": "ฝ่ายการคลัง", "telephone": "1"}));
        let reading = Reading::of(&stored("organisation.unit.changed", Some(change)), Language::Thai);
        assert_eq!(reading.what, "แก้ไขฝ่าย: ฝ่ายการคลัง");
        assert_eq!(reading.who, "ผู้อำนวยการเขต · ตัวอย่าง");
        assert_eq!(reading.when, "8 เม.ย. 2565 10.00 น.");
        let details = reading.details.unwrap();
        assert!(details.as_str().contains("ฝ่ายคลัง") && details.as_str().contains("ฝ่ายการคลัง"), "{details}");
        assert!(!details.as_str().contains("โทรศัพท์"), "{details}");
    }

    #[test]
    fn an_erased_entry_says_so_and_names_nobody() {
        let reading = Reading::of(&stored("organisation.person.added", None), Language::Thai);
        assert_eq!(reading.what, "เพิ่มบุคคล");
        assert!(reading.details.unwrap().as_str().contains("ถูกลบตามกฎหมาย"));
    }

    #[test]
    fn values_are_read_as_words_never_as_json() {
        let value = json!({"roles": ["director", "coordinator"], "from": "2022-04-08", "acting": true, "until": null});
        assert_eq!(
            in_words(&value, Language::English),
            "Acting: yes · First day: 8 April 2022 (BE 2565) · Roles: Director, ITA coordinator"
        );
    }

    #[test]
    fn long_values_are_folded_and_typed_text_is_escaped() {
        let change = payload(Value::Null, json!({"text": "ก".repeat(500) + "<b>"}));
        let details = Reading::of(&stored("organisation.unit.changed", Some(change)), Language::Thai).details.unwrap();
        assert!(details.as_str().contains("<details") && !details.as_str().contains("<b>"), "{details}");
    }
}
