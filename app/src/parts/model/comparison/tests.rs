use std::collections::BTreeMap;

use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use report::Status;
use thai::{Bilingual, FiscalYear};

use super::*;
use crate::{
    measures::model::{Origin, ResultLine, samples},
    organisation::model::{Unit, UnitId},
    parts::model::{
        PartId, PartState,
        export::{Belonging, export},
        reading::RowKeyText,
    },
};

fn plan() -> Plan {
    let done = |text: &str| samples::result(text, Some(Status::Done), Origin::Reported);
    samples::plan(vec![
        samples::item("I1", 1, vec![done("เวียนคู่มือครบทุกฝ่าย"), done("หัวหน้าฝ่ายรายงานทุกเดือน")]),
        samples::item("I2", 1, vec![done("ติดป้ายบอกขั้นตอนที่จุดบริการ")]),
    ])
}

fn part(plan: &Plan) -> Part {
    let name = Bilingual::new("ฝ่ายปกครอง", "Administration");
    let unit = Unit { id: UnitId::new(), position: 1, name: name.clone(), telephone: String::new() };
    let chosen = plan.items.iter().map(|item| item.id).collect();
    Part {
        id: PartId::new(),
        unit: unit.id,
        unit_name: name,
        year: FiscalYear::new(2565).unwrap(),
        version: 1,
        state: PartState::Open,
        due: None,
        exported: export(plan, &unit, &Belonging::default(), &chosen),
        taken: BTreeMap::new(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// The part as it comes back when nobody touched it.
fn untouched(part: &Part) -> Reading {
    let rows = part.exported.rows().map(|(item, row)| ReadRow {
        number: u32::from(row.number) + 7,
        key: Some(RowKeyText { part: part.id, row: row.number }),
        key_is_damaged: false,
        code: item.code.clone(),
        said: row.said.clone(),
        unclear: Vec::new(),
    });
    Reading { part: Some(part.id), rows: rows.collect() }
}

fn compared(part: &Part, reading: &Reading, plan: &Plan) -> Vec<Compared> {
    compare(part, reading, plan, &BTreeMap::new())
}

fn kinds(rows: &[Compared]) -> Vec<Kind> {
    rows.iter().map(|row| row.kind).filter(|kind| *kind != Kind::Unchanged).collect()
}

/// What the actions do with a row that is taken, on a plan in memory.
fn take(part: &mut Part, plan: &mut Plan, row: &Compared) {
    let merged = row.merged();
    let item = plan.items.iter_mut().find(|item| Some(item.id) == row.item).unwrap();
    let id = match item.results.iter_mut().find(|result| Some(result.id) == row.result) {
        Some(result) => {
            result.said = merged.result();
            Some(result.id)
        }
        None if merged.has_no_result() => None,
        None => {
            let result = ResultLine {
                id: ResultId::new(),
                said: merged.result(),
                origin: Origin::Entered,
                work: crate::measures::model::work::Work::default(),
            };
            item.results.push(result.clone());
            Some(result.id)
        }
    };
    if let Some(number) = row.row {
        part.taken.insert(number, TakenRow { result: id, party: row.party, said: merged });
    }
}

#[test]
fn an_untouched_file_changes_nothing() {
    let plan = plan();
    let part = part(&plan);
    assert_eq!(kinds(&compared(&part, &untouched(&part), &plan)), []);
}

#[test]
fn theirs_ours_and_both_are_told_apart() {
    let mut plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].said.text = "เวียนคู่มือครบ 10 ฝ่าย".into();
    reading.rows[4].said.text = "ติดป้ายทุกจุด".into();
    plan.items[0].results[1].said.text = "รายงานทุกสองเดือน".into();
    plan.items[1].results[0].said.text = "ติดป้ายที่ประตู".into();
    let rows = compared(&part, &reading, &plan);
    assert_eq!(kinds(&rows), [Kind::Theirs, Kind::Ours, Kind::Conflict]);
    let with_all: Vec<_> = rows.iter().filter(|row| row.goes_with_all()).map(|row| row.code.as_str()).collect();
    assert_eq!(with_all, ["I1"], "a conflict is never taken with all others");
}

#[test]
fn cells_are_merged_one_by_one() {
    let mut plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].said.day = Some(date(2022, 3, 1));
    plan.items[0].results[0].said.status = Some(Status::InProgress);
    let rows = compared(&part, &reading, &plan);
    assert_eq!(rows[0].kind, Kind::Theirs);
    let merged = rows[0].merged();
    assert_eq!((merged.day, merged.status), (Some(date(2022, 3, 1)), Some(Status::InProgress)));
}

#[test]
fn sorted_and_deleted_rows_are_known_by_their_keys() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows.reverse();
    assert_eq!(kinds(&compared(&part, &reading, &plan)), []);
    reading.rows.retain(|row| row.key.unwrap().row != 1);
    assert_eq!(kinds(&compared(&part, &reading, &plan)), [Kind::Missing]);
}

#[test]
fn added_and_copied_rows_become_new_results_at_their_item() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    let added = ReadRow { number: 90, code: "I2".into(), ..ReadRow::default() };
    let text = |text: &str| RowText { text: text.into(), ..RowText::default() };
    reading.rows.push(ReadRow {
        said: text("อบรมเจ้าหน้าที่หน้าช่อง"), ..added.clone()
    });
    // The copy stands above its original, and was edited.
    let copy = ReadRow {
        said: text("ประชุมหัวหน้าฝ่าย"), number: 91, ..reading.rows[0].clone()
    };
    reading.rows.insert(0, copy);
    reading.rows.push(ReadRow { number: 92, ..reading.rows[1].clone() });
    let rows = compared(&part, &reading, &plan);
    assert_eq!(kinds(&rows), [Kind::Added, Kind::Added, Kind::Repeated]);
    let told: Vec<_> =
        rows.iter().filter(|row| row.kind == Kind::Added).map(|row| (row.code.as_str(), row.doubts.clone())).collect();
    assert_eq!(told, [("I1", vec![Doubt::CopiedKey]), ("I2", vec![Doubt::NoKey])]);
}

#[test]
fn without_keys_rows_are_matched_by_likeness_and_say_so() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    for row in &mut reading.rows {
        row.key = None;
    }
    reading.rows[0].said.text = "เวียนคู่มือครบทุกฝ่ายแล้ว".into();
    reading.rows[1].key_is_damaged = true;
    let rows = compared(&part, &reading, &plan);
    assert_eq!(rows[0].kind, Kind::Theirs);
    assert_eq!(rows[0].doubts, [Doubt::NoKey]);
    assert_eq!(rows[1].doubts, [Doubt::DamagedKey]);
    assert!(!rows.iter().any(Compared::goes_with_all), "what is not sure is taken by hand only");
    assert!(!kinds(&rows).contains(&Kind::Missing));
}

#[test]
fn rows_of_other_parts_and_of_items_that_are_gone_wait_for_a_decision() {
    let mut plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].key = Some(RowKeyText { part: PartId::new(), row: 1 });
    reading.rows[4].said.text = "ติดป้ายครบ".into();
    plan.items.remove(1);
    let rows = compared(&part, &reading, &plan);
    let homeless: Vec<_> = rows.iter().filter(|row| row.kind == Kind::Homeless).collect();
    assert_eq!(homeless.len(), 2);
    assert!(homeless.iter().all(|row| row.is_open() && !row.may_be_taken()));
}

#[test]
fn an_emptied_row_and_one_that_is_too_long_are_never_taken_with_all() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].said = RowText::default();
    reading.rows[1].said.text = "ก".repeat(LONGEST_TEXT + 1);
    let rows = compared(&part, &reading, &plan);
    assert_eq!(kinds(&rows), [Kind::Cleared, Kind::Theirs]);
    assert!(rows[0].may_be_taken() && !rows[1].may_be_taken() && !rows.iter().any(Compared::goes_with_all));
}

#[test]
fn the_first_file_again_reverts_nothing_that_was_taken_from_it() {
    let mut plan = plan();
    let mut part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].said.text = "เวียนคู่มือครบ 10 ฝ่าย".into();
    let rows = compared(&part, &reading, &plan);
    take(&mut part, &mut plan, &rows[0]);
    assert_eq!(kinds(&compared(&part, &untouched(&part), &plan)), [Kind::Ours]);
    reading.rows[0].said.text = "เวียนคู่มือครบ 11 ฝ่าย".into();
    let rows = compared(&part, &reading, &plan);
    assert_eq!(kinds(&rows), [Kind::Conflict], "what was taken from one file is not replaced unseen by another");
    assert_eq!(rows[0].base.text, "เวียนคู่มือครบทุกฝ่าย", "what went out stays what went out");
}

#[test]
fn an_empty_row_filled_in_by_one_colleague_is_not_emptied_by_another() {
    let mut plan = plan();
    let mut part = part(&plan);
    let first_empty = |reading: &Reading| reading.rows.iter().position(|row| row.said.has_no_result()).unwrap();
    let mut reading = untouched(&part);
    let at = first_empty(&reading);
    reading.rows[at].said.text = "จัดประชุมชี้แจงเพิ่ม".into();
    let rows = compared(&part, &reading, &plan);
    take(&mut part, &mut plan, &rows[at]);
    assert_eq!(kinds(&compared(&part, &untouched(&part), &plan)), [Kind::Ours]);
    reading.rows[at].said.text = "ทดสอบ".into();
    let rows = compared(&part, &reading, &plan);
    assert_eq!((kinds(&rows), rows[at].goes_with_all()), (vec![Kind::Conflict], false));
}

#[test]
fn the_same_row_twice_is_one_new_result() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    let said = RowText { text: "อบรมเจ้าหน้าที่".into(), ..RowText::default() };
    let added = ReadRow { number: 90, code: "I2".into(), said, ..ReadRow::default() };
    reading.rows.extend([added.clone(), ReadRow { number: 91, ..added }]);
    assert_eq!(kinds(&compared(&part, &reading, &plan)), [Kind::Added, Kind::Repeated]);
}

#[test]
fn a_row_emptied_there_and_changed_here_is_a_conflict() {
    let mut plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    reading.rows[0].said.text = String::new();
    let rows = compared(&part, &reading, &plan);
    assert_eq!(kinds(&rows), [Kind::Cleared], "a status left behind is no result");
    plan.items[0].results[0].said.text = "เวียนคู่มือแล้ว พร้อมลายมือชื่อ".into();
    assert_eq!(kinds(&compared(&part, &reading, &plan)), [Kind::Conflict]);
}

#[test]
fn a_row_of_an_item_that_is_not_in_the_part_belongs_to_no_other() {
    let plan = plan();
    let part = part(&plan);
    let mut reading = untouched(&part);
    let said = RowText { text: "ข้อที่ไม่มี".into(), ..RowText::default() };
    reading.rows.push(ReadRow { number: 90, code: "I99".into(), said, ..ReadRow::default() });
    let rows = compared(&part, &reading, &plan);
    let row = rows.iter().find(|row| row.number == Some(90)).unwrap();
    assert_eq!((row.kind, row.item, row.code.as_str()), (Kind::Homeless, None, "I99"));
}

#[derive(Clone, Debug)]
enum Edit {
    Text(u8),
    Status(u8),
    Remark(u8),
}

fn edits() -> impl Strategy<Value = BTreeMap<usize, Edit>> {
    let edit =
        prop_oneof![(0u8..5).prop_map(Edit::Text), (0u8..4).prop_map(Edit::Status), (0u8..5).prop_map(Edit::Remark)];
    prop::collection::btree_map(0usize..7, edit, 0..7)
}

proptest! {
    #[test]
    fn random_edits_are_found_exactly_and_taken_leave_nothing(edits in edits(), order in any::<u64>()) {
        let mut plan = plan();
        let mut part = part(&plan);
        let mut reading = untouched(&part);
        let mut touched = BTreeSet::new();
        for (at, edit) in &edits {
            let said = &mut reading.rows[*at].said;
            let before = said.clone();
            match edit {
                Edit::Text(number) => said.text = format!("ผลที่แก้ครั้งที่ {number}"),
                Edit::Status(number) => said.status = Some(Status::ALL[usize::from(*number)]),
                Edit::Remark(number) => said.remark = format!("ข้อสังเกต {number}"),
            }
            if *said != before {
                touched.insert(reading.rows[*at].key.unwrap().row);
            }
        }
        let turn = (order % 7) as usize;
        reading.rows.rotate_left(turn);
        let rows = compared(&part, &reading, &plan);
        let found: BTreeSet<u16> =
            rows.iter().filter(|row| row.kind != Kind::Unchanged).filter_map(|row| row.row).collect();
        prop_assert_eq!(&found, &touched);
        prop_assert!(rows.iter().filter(|row| found.contains(&row.row.unwrap())).all(|row| row.kind == Kind::Theirs));
        for row in rows.iter().filter(|row| row.goes_with_all()) {
            take(&mut part, &mut plan, row);
        }
        let left = kinds(&compared(&part, &reading, &plan));
        prop_assert!(left.is_empty(), "{left:?}");
    }
}
