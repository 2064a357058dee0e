//! What stands at an item, as a list: each entry with what can be done to it.

use askama::Template;
use thai::{Bilingual, Language};

use crate::{
    kit::html::{Button, Html, Link, Page, Status, StatusTag, components},
    measures::model::{Line, LineKind, Origin, PlanItem, Responsible, ResultLine, duty_name},
};

/// Entries in their order.
#[derive(Template)]
#[template(path = "measures/html/entries.html")]
pub(super) struct Entries {
    csrf: Html,
    entries: Vec<Entry>,
}
components!(Entries);

/// Something that stands at an item, with what can be done to it.
struct Entry {
    text: String,
    tag: Option<StatusTag>,
    facts: Vec<String>,
    work: Option<Link>,
    edit: Option<Link>,
    moves: Option<Moves>,
    decisions: Vec<(String, Button)>,
}

/// The form that moves an entry up and down.
struct Moves {
    action: String,
    up: Option<Button>,
    down: Option<Button>,
}

impl Entries {
    fn new(page: &Page, entries: impl Iterator<Item = Entry>) -> Option<Self> {
        let entries: Vec<Entry> = entries.collect();
        (!entries.is_empty()).then(|| Self { csrf: page.csrf_field(), entries })
    }
}

/// What can be done to the entry at this place of so many; `kind` says what it is.
fn tools(path: &str, kind: &Bilingual, place: usize, of: usize, t: Language) -> (Link, Option<Moves>) {
    let number = place + 1;
    let about =
        |button: Button| button.small().about(t.say(format!("{}ที่ {number}", kind.th), format!("{} {number}", kind.en)));
    let up = Button::quiet(t.say("เลื่อนขึ้น", "Move up")).sends("direction", "up");
    let down = Button::quiet(t.say("เลื่อนลง", "Move down")).sends("direction", "down");
    let moves = Moves {
        action: format!("{path}/position"),
        up: (place > 0).then(|| about(up)),
        down: (place + 1 < of).then(|| about(down)),
    };
    (Link::new(path, t.say("แก้ไข", "Change")), (of > 1).then_some(moves))
}

/// Guidelines or measures.
pub(super) fn line_entries(page: &Page, lines: &[Line], may_edit: bool) -> Option<Entries> {
    let t = page.t;
    let entry = |(place, line): (usize, &Line)| {
        let tools = may_edit
            .then(|| tools(&format!("/office/measures/lines/{}", line.id), &line.kind.name(), place, lines.len(), t));
        let (edit, moves) = tools.map_or((None, None), |(edit, moves)| (Some(edit), moves));
        let step = line.work_step.as_ref();
        let step = step.map(|step| t.say(format!("ขั้นตอนงานที่ปรับ: {step}"), format!("Changes the work step: {step}")));
        let facts = step.into_iter().collect();
        Entry { text: line.text.clone(), tag: None, facts, work: None, edit, moves, decisions: Vec::new() }
    };
    Entries::new(page, lines.iter().enumerate().map(entry))
}

/// Results, each with its status and origin.
pub(super) fn result_entries(page: &Page, results: &[ResultLine], may_edit: bool) -> Option<Entries> {
    let t = page.t;
    let entry = |(place, result): (usize, &ResultLine)| {
        let text = match result.said.text.as_str() {
            "" => t.say("รายงานระบุเพียงสถานะ", "The report says the status only").to_owned(),
            text => text.to_owned(),
        };
        let path = format!("/office/measures/results/{}", result.id);
        let tools = may_edit.then(|| tools(&path, &Bilingual::new("ผล", "result"), place, results.len(), t));
        let (edit, moves) = tools.map_or((None, None), |(edit, moves)| (Some(edit), moves));
        let day = result.said.day.map(|day| thai::date::long(day, t));
        let due = result.work.due.filter(|_| !result.is_over()).map(|due| {
            let due = thai::date::short(due, t);
            t.say(format!("ครบกำหนด {due}"), format!("due {due}"))
        });
        let origin = match result.origin {
            Origin::Reported => t.say(
                "จากรายงานหรือไฟล์ที่นำเข้า ยังไม่มีหลักฐานในระบบ",
                "From an imported report or file, without evidence here",
            ),
            Origin::Entered => t.say("บันทึกในระบบนี้", "Entered here"),
        };
        let asks = result.work.asks.then(|| {
            t.say("รอผู้กำกับดูแลรับเหตุผลที่ไม่มีหลักฐาน", "The reason for no evidence waits for the supervising party")
                .to_owned()
        });
        let facts = day.into_iter().chain(due).chain([origin.to_owned()]).chain(asks).collect();
        let work = Link::new(format!("{path}/work"), t.say("ความคืบหน้าและหลักฐาน", "Progress and evidence"));
        Entry { text, tag: Some(result.tag(t)), facts, work: Some(work), edit, moves, decisions: Vec::new() }
    };
    Entries::new(page, results.iter().enumerate().map(entry))
}

/// Responsible parties, each with its duty and telephone.
pub(super) fn responsible_entries(page: &Page, item: &PlanItem, may_edit: bool) -> Option<Entries> {
    let t = page.t;
    let all = &item.responsibles;
    let entry = |(place, responsible): (usize, &Responsible)| {
        let party = &responsible.party;
        let path = format!("/office/measures/responsibles/{}", responsible.id);
        let tools = may_edit.then(|| tools(&path, &Bilingual::new("ผู้รับผิดชอบ", "party"), place, all.len(), t));
        let (edit, moves) = tools.map_or((None, None), |(edit, moves)| (Some(edit), moves));
        let telephone = party.telephone.as_ref().map(|number| t.say(format!("โทร {number}"), format!("Tel. {number}")));
        let facts = [duty_name(party.duty).in_language(t).to_owned()].into_iter().chain(telephone).collect();
        Entry { text: party.name.clone(), tag: None, facts, work: None, edit, moves, decisions: Vec::new() }
    };
    Entries::new(page, all.iter().enumerate().map(entry))
}

/// Notes and texts not understood; at an item the latter can become a result.
pub(super) fn note_entries(page: &Page, notes: &[Line], may_edit: bool, at_item: bool) -> Option<Entries> {
    let t = page.t;
    let entry = |line: &Line| {
        let path = format!("/office/measures/lines/{}", line.id);
        let waits = line.kind == LineKind::NotUnderstood;
        let result = Button::secondary(t.say("ใช้เป็นผล", "Use as a result")).small();
        let note = Button::secondary(t.say("เก็บไว้เป็นหมายเหตุ", "Keep as a note")).small();
        let mut decisions = Vec::new();
        if may_edit && waits && at_item {
            decisions.push((format!("{path}/result"), result));
        }
        if may_edit && waits {
            decisions.push((format!("{path}/note"), note));
        }
        let tag = waits.then(|| StatusTag::new(t, Status::Waiting).saying(line.kind.name().in_language(t)));
        let edit = may_edit.then(|| Link::new(path, t.say("แก้ไข", "Change")));
        Entry { text: line.text.clone(), tag, facts: Vec::new(), work: None, edit, moves: None, decisions }
    };
    Entries::new(page, notes.iter().map(entry))
}
