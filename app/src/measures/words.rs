//! The history of an item in words: what each recorded action means, and what changed.

use askama::Template;
use serde_json::Value;
use thai::{Bilingual, Language};

use super::model::{Documents, LineKind, Origin, duty_from_key, duty_name, priority::Priority, status_name};
use crate::kit::html::Html;

/// What a recorded action says.
pub(super) fn action(key: &str) -> Bilingual {
    let (thai, english) = match key {
        "measures.item.added" => ("เพิ่มข้อนี้", "Item added"),
        "measures.item.changed" => ("แก้ไขเรื่อง ช่วงเวลา หรือเอกสารประกอบ", "Topic, period or papers changed"),
        "measures.item.removed" => ("ลบข้อนี้", "Item removed"),
        "measures.item.reported" => ("รับข้อมูลจากรายงานที่นำเข้า", "Taken over from an imported report"),
        "measures.item.prioritised" => ("เลือกลำดับความสำคัญ", "Priority chosen"),
        "measures.library.used" => ("ใส่มาตรการจากคลัง", "Starter measures put in"),
        "measures.line.added" => ("เพิ่มบรรทัด", "Line added"),
        "measures.line.changed" => ("แก้ไขบรรทัด", "Line changed"),
        "measures.line.moved" => ("เรียงบรรทัดใหม่", "Lines reordered"),
        "measures.line.removed" => ("ลบบรรทัด", "Line removed"),
        "measures.line.used_as_result" => ("ใช้ข้อความเป็นผล", "Text used as a result"),
        "measures.result.added" => ("เพิ่มผล", "Result added"),
        "measures.result.changed" => ("แก้ไขผล", "Result changed"),
        "measures.result.moved" => ("เรียงผลใหม่", "Results reordered"),
        "measures.result.removed" => ("ลบผล", "Result removed"),
        "measures.responsible.added" => ("เพิ่มผู้รับผิดชอบ", "Responsible party added"),
        "measures.responsible.changed" => ("แก้ไขผู้รับผิดชอบ", "Responsible party changed"),
        "measures.responsible.moved" => ("เรียงผู้รับผิดชอบใหม่", "Responsible parties reordered"),
        "measures.responsible.removed" => ("ลบผู้รับผิดชอบ", "Responsible party removed"),
        other => return Bilingual::new(other, other),
    };
    Bilingual::new(thai, english)
}

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
            name: fact_name(name).in_language(t).to_owned(),
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

fn fact_name(key: &str) -> Bilingual {
    let (thai, english) = match key {
        "code" => ("ข้อ", "Item"),
        "topic" => ("เรื่อง", "Topic"),
        "kind" => ("ประเภท", "Kind"),
        "text" => ("ข้อความ", "Text"),
        "status" => ("สถานะ", "Status"),
        "day" => ("วันที่", "Day"),
        "origin" => ("ที่มา", "Origin"),
        "name" => ("ผู้รับผิดชอบ", "Party"),
        "duty" => ("หน้าที่", "Duty"),
        "telephone" => ("โทรศัพท์", "Telephone"),
        "from" => ("วันเริ่ม", "First day"),
        "until" => ("วันครบกำหนด", "Due day"),
        "documents" => ("เอกสารประกอบ", "Supporting papers"),
        "work_step" => ("ขั้นตอนงานที่ปรับ", "Work step changed"),
        "priority" => ("ลำดับความสำคัญ", "Priority"),
        "reason" => ("เหตุผล", "Reason"),
        "causes" => ("สาเหตุ", "Causes"),
        "follow_ups" => ("วิธีติดตาม", "Follow-ups"),
        "guidelines" => ("แนวทาง", "Guidelines"),
        "measures" => ("มาตรการ", "Measures"),
        "results" => ("ผล", "Results"),
        "responsible" => ("ผู้รับผิดชอบ", "Responsible"),
        "notes" => ("หมายเหตุ", "Notes"),
        "order" => ("ลำดับ", "Order"),
        other => (other, other),
    };
    Bilingual::new(thai, english)
}

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
    let status = report::Status::from_key(text).map(status_name);
    let duty = duty_from_key(text).map(duty_name);
    let documents = Documents::from_key(text).map(Documents::name);
    let kind = LineKind::from_key(text).map(LineKind::name);
    let origin = Origin::from_key(text).map(|origin| match origin {
        Origin::Entered => Bilingual::new("บันทึกในระบบนี้", "entered here"),
        Origin::Reported => Bilingual::new("จากรายงานที่นำเข้า", "from the imported report"),
    });
    let priority = Priority::from_key(text).map(Priority::name);
    let known = status.or(priority).or(duty).or(documents).or(kind).or(origin);
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
