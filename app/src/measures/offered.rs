//! The figures that measures offer: done on time, results with evidence, evidence that still counts, days overdue.

use std::{collections::BTreeSet, pin::Pin};

use db::{Connection, Uuid};
use jiff::civil::Date;
use report::{Duty, Status};
use thai::Bilingual;

use super::{
    Plan, list_plans,
    model::{PartyLink, PlanItem, ResultLine, work::Proof},
    plan_of,
};
use crate::kit::figures::{Asked, Better, Figure, How, Measure, Offer, Taken};

/// The figures of measures.
pub static FIGURES: Offer = Offer { figures: &[&DONE_ON_TIME, &WITH_EVIDENCE, &EVIDENCE_ALIVE, &DAYS_OVERDUE], take };

/// Plans of so many years are counted: the present ones. Earlier ones keep their last reading.
const YEARS: usize = 2;

const DUTIES: &[&str] = &["measures", "measures-report"];

static DONE_ON_TIME: Figure = Figure {
    key: "measures.done_on_time",
    name: || Bilingual::new("ผลของมาตรการที่เสร็จตามกำหนด", "Results done on time"),
    how: How::Share,
    counted: || Bilingual::new("ผลที่ครบกำหนด", "results due"),
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือผลของแผนที่ครบกำหนดแล้วและไม่ได้ยกเลิก ตัวตั้งคือผลในจำนวนนั้นที่เสร็จโดยวันของผลไม่เกินวันครบกำหนด ผลที่ไม่มีวันครบกำหนดไม่นับ ผลที่เสร็จโดยไม่ระบุวันนับว่าไม่ตรงกำหนด",
            "The denominator counts the results of the plan that are due and were not given up. The numerator counts those of \
             them that are done with a day not later than the due day. A result without a due day is not counted; one that is \
             done without a day counts as late.",
        )
    },
    duties: DUTIES,
    page: |about| format!("/office/measures/{}", about.year),
    sentence: |said| {
        format!(
            "ดำเนินการตามมาตรการแล้วเสร็จตามกำหนด {} จาก {} รายการ คิดเป็น{} ณ วันที่ {}",
            said.numerator, said.denominator, said.value, said.day
        )
    },
};

static WITH_EVIDENCE: Figure = Figure {
    key: "measures.with_evidence",
    name: || Bilingual::new("ผลที่เสร็จและมีหลักฐาน", "Results done with evidence"),
    how: How::Share,
    counted: || Bilingual::new("ผลที่เสร็จ", "results done"),
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือผลของแผนที่มีสถานะเสร็จแล้ว ตัวตั้งคือผลในจำนวนนั้นที่มีหลักฐานซึ่งยังใช้ได้อย่างน้อยหนึ่งชิ้น ผลที่รับเหตุผลว่าไม่มีหลักฐานไม่นับเป็นตัวตั้ง",
            "The denominator counts the results of the plan that are done. The numerator counts those of them with at least one \
             piece of evidence that still counts. A reason accepted instead of evidence is not evidence.",
        )
    },
    duties: DUTIES,
    page: |about| format!("/office/measures/{}", about.year),
    sentence: |said| {
        format!(
            "ผลการดำเนินการที่แล้วเสร็จมีหลักฐานประกอบ {} จาก {} รายการ คิดเป็น{} ณ วันที่ {}",
            said.numerator, said.denominator, said.value, said.day
        )
    },
};

static EVIDENCE_ALIVE: Figure = Figure {
    key: "measures.evidence_alive",
    name: || Bilingual::new("หลักฐานที่ยังใช้ได้", "Evidence that still counts"),
    how: How::Share,
    counted: || Bilingual::new("หลักฐานที่แนบ", "pieces attached"),
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือหลักฐานทุกชิ้นที่แนบกับผลของแผน นับครั้งที่แนบ ตัวตั้งคือหลักฐานที่ยังใช้ได้ คือไม่เก่าเกินกำหนดของชนิดเอกสาร ยังมีผล ไม่ถูกถอน และที่อยู่เว็บยังเปิดได้",
            "The denominator counts every piece of evidence attached to results of the plan, each time it is attached. The \
             numerator counts those that still count: not too old for their kind, in force, not withdrawn, and still on the web.",
        )
    },
    duties: DUTIES,
    page: |about| format!("/office/measures/{}", about.year),
    sentence: |said| {
        format!(
            "หลักฐานประกอบผลการดำเนินการยังใช้ได้ {} จาก {} รายการ คิดเป็น{} ณ วันที่ {}",
            said.numerator, said.denominator, said.value, said.day
        )
    },
};

static DAYS_OVERDUE: Figure = Figure {
    key: "measures.days_overdue",
    name: || Bilingual::new("จำนวนวันที่เกินกำหนดโดยเฉลี่ย", "Mean days overdue"),
    how: How::Mean(Measure::Days),
    counted: || Bilingual::new("ผลที่ครบกำหนด", "results due"),
    better: Better::Less,
    rule: || {
        Bilingual::new(
            "ตัวหารคือผลของแผนที่ครบกำหนดแล้วและไม่ได้ยกเลิก ตัวตั้งคือผลรวมของจำนวนวันตามปฏิทินที่ผลซึ่งยังไม่เสร็จเกินกำหนดมาจนถึงวันที่นับ ผลที่เสร็จแล้วนับเป็น 0 วัน",
            "The denominator counts the results of the plan that are due and were not given up. The numerator adds up the calendar \
             days by which those not yet done are overdue on the day of counting. What is done counts as 0 days.",
        )
    },
    duties: DUTIES,
    page: |about| format!("/office/work?whose=all&stage=overdue&year={}", about.year),
    sentence: |said| {
        format!("มาตรการที่ครบกำหนด {} รายการ เกินกำหนดโดยเฉลี่ย {} ณ วันที่ {}", said.denominator, said.value, said.day)
    },
};

fn take(
    connection: &mut Connection,
    asked: Asked,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Taken>>> + Send + '_>> {
    Box::pin(async move {
        let mut years: Vec<_> =
            list_plans(connection, asked.agency).await?.into_iter().map(|plan| plan.head.year).collect();
        years.sort_unstable_by(|one, other| other.cmp(one));
        let mut taken = Vec::new();
        for year in years.into_iter().take(YEARS) {
            if let Some(plan) = plan_of(connection, asked.agency, year).await? {
                taken.extend(count(&plan, asked.today));
            }
        }
        Ok(taken)
    })
}

/// Numerators and denominators of the four figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    due: i64,
    on_time: i64,
    days_overdue: i64,
    done: i64,
    with_evidence: i64,
    attached: i64,
    alive: i64,
}

impl Counts {
    fn add(&mut self, item: &PlanItem, result: &ResultLine, today: Date) {
        let is_done = result.said.status == Some(Status::Done);
        let due = item.due_of(result).filter(|due| *due <= today && result.said.status != Some(Status::Cancelled));
        if let Some(due) = due {
            self.due += 1;
            self.on_time += i64::from(is_done && result.said.day.is_some_and(|day| day <= due));
            self.days_overdue += result.days_overdue(Some(due), today).map_or(0, i64::from);
        }
        self.done += i64::from(is_done);
        self.with_evidence += i64::from(result.proof() == Some(Proof::Evidence));
        self.alive += i64::from(result.work.evidence);
        self.attached += i64::from(result.work.evidence) + i64::from(result.work.stale);
    }
}

/// The figures of a plan: of the whole office, and of each unit that carries out items.
fn count(plan: &Plan, today: Date) -> Vec<Taken> {
    let all = counted(plan.items.iter(), today);
    let year = plan.head.year;
    let of = |counts: &Counts| {
        let Counts { due, on_time, days_overdue, done, with_evidence, attached, alive } = *counts;
        [
            Taken::of_office(&DONE_ON_TIME, year, (on_time, due)),
            Taken::of_office(&WITH_EVIDENCE, year, (with_evidence, done)),
            Taken::of_office(&EVIDENCE_ALIVE, year, (alive, attached)),
            Taken::of_office(&DAYS_OVERDUE, year, (days_overdue, due)),
        ]
    };
    let mut taken: Vec<Taken> = of(&all).into();
    let units: BTreeSet<Uuid> = plan.items.iter().flat_map(units_of).collect();
    for unit in units {
        let counts = counted(plan.items.iter().filter(|item| units_of(item).any(|one| one == unit)), today);
        taken.extend(of(&counts).map(|one| one.of_unit(unit)));
    }
    taken
}

fn counted<'a>(items: impl Iterator<Item = &'a PlanItem>, today: Date) -> Counts {
    let mut counts = Counts::default();
    for item in items {
        item.results.iter().for_each(|result| counts.add(item, result, today));
    }
    counts
}

fn units_of(item: &PlanItem) -> impl Iterator<Item = Uuid> + '_ {
    let carry_out = item.responsibles.iter().filter(|one| one.party.duty == Duty::CarryOut);
    carry_out.filter_map(|one| match one.party.link {
        Some(PartyLink::Unit(unit)) => Some(unit.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::measures::model::{Origin, ResultId, ResultText, samples, work::Work};

    fn result(status: Status, day: Option<Date>, due: Option<Date>, evidence: u32) -> ResultLine {
        ResultLine {
            id: ResultId::new(),
            said: ResultText { text: "ทำแล้ว".into(), status: Some(status), day },
            origin: Origin::Entered,
            work: Work { due, evidence, stale: 1, ..Work::default() },
        }
    }

    #[test]
    fn what_is_due_is_counted_by_the_rules_that_the_figures_state() {
        let (due, today) = (Some(date(2022, 3, 31)), date(2022, 4, 8));
        let mut item = samples::item("I7", 2, Vec::new());
        item.results = vec![
            result(Status::Done, Some(date(2022, 3, 31)), due, 1),
            result(Status::Done, Some(date(2022, 4, 1)), due, 0),
            result(Status::Done, None, due, 0),
            result(Status::InProgress, None, due, 0),
            result(Status::Cancelled, None, due, 0),
            result(Status::InProgress, None, None, 0),
            result(Status::InProgress, None, Some(date(2022, 9, 30)), 0),
        ];
        let counted = counted(std::iter::once(&item), today);
        let expected = Counts { due: 4, on_time: 1, days_overdue: 8, done: 3, with_evidence: 1, attached: 8, alive: 1 };
        assert_eq!(counted, expected);
    }
}
