//! What happened to the results of a year.

use db::Connection;
use serde_json::{Map, Value};
use thai::{Bilingual, Language, date};

use crate::{
    assessment::model::{Assessment, place_of_key},
    kit::{
        Error,
        audit::{Payload, store},
        html::{Event, Html, Timeline},
        visit::AgencyId,
    },
};

/// So many entries are shown; the audit log has all.
const SHOWN: i64 = 10;
/// So many changed scores are told of one entry.
const TOLD: usize = 12;

/// The latest changes of a year's results, newest first.
pub(super) async fn history(
    connection: &mut Connection,
    agency: AgencyId,
    results: &Assessment,
    t: Language,
) -> Result<Timeline, Error> {
    let entries = store::history(connection, agency, results.id.0, SHOWN).await?;
    let events = entries.iter().map(|stored| {
        let payload = stored.payload.as_ref().and_then(|(_, text)| serde_json::from_str::<Payload>(text).ok());
        let moment = jiff::Timestamp::from_microsecond(stored.entry.at).unwrap_or_default();
        Event {
            when: date::moment(moment, t),
            datetime: moment.to_string(),
            who: payload.as_ref().map(|payload| who(payload)),
            what: payload.as_ref().map_or_else(|| t.say("ข้อมูลถูกลบตามกฎหมาย", "Erased by law").into(), |p| what(p, t)),
            details: payload.as_ref().and_then(|payload| details(payload, t)),
        }
    });
    Ok(Timeline::new(t, events))
}

fn who(payload: &Payload) -> String {
    [payload.actor.post.as_str(), payload.actor.name.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn what(payload: &Payload, t: Language) -> String {
    let count = changes(payload).len();
    match (payload.before.is_null(), payload.after.is_null()) {
        (_, true) => t.say("ลบคะแนนของปีนี้", "Removed the scores of this year").into(),
        (true, false) => t.say(format!("บันทึกคะแนน {count} ค่า"), format!("Entered {count} scores")),
        (false, false) => t.say(format!("แก้คะแนน {count} ค่า"), format!("Changed {count} scores")),
    }
}

/// Places whose score differs, with the scores before and after.
fn changes(payload: &Payload) -> Vec<(String, Option<String>, Option<String>)> {
    let scores = |value: &Value| value.get("scores").and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after): (Map<String, Value>, Map<String, Value>) = (scores(&payload.before), scores(&payload.after));
    let text = |scores: &Map<String, Value>, key: &String| scores.get(key)?.as_str().map(str::to_owned);
    let mut keys: Vec<&String> = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).collect();
    keys.retain(|key| before.get(*key) != after.get(*key));
    keys.into_iter().map(|key| (key.clone(), text(&before, key), text(&after, key))).collect()
}

fn details(payload: &Payload, t: Language) -> Option<Html> {
    let changes = changes(payload);
    let none = t.say("ไม่มี", "none");
    let mut told: Vec<String> = changes
        .iter()
        .take(TOLD)
        .map(|(key, before, after)| {
            let name = place_of_key(key).map_or_else(|| Bilingual::new(key, key), |place| place.name());
            let score = |score: &Option<String>| score.clone().unwrap_or_else(|| none.to_owned());
            format!("{} {} → {}", name.in_language(t), score(before), score(after))
        })
        .collect();
    let more = changes.len().saturating_sub(TOLD);
    if more > 0 {
        told.push(t.say(format!("และอีก {more} ค่า"), format!("and {more} more")));
    }
    (!told.is_empty()).then(|| Html::text(told.join(" · ")))
}
