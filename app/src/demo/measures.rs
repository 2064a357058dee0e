//! The sample offices' measures. Those of 2565 come in as reports do, so that their results are *reported*: the facts
//! of a report that a district office published, in words of our own (`report-2565.json`), and a small invented one.
//! Those of 2566 are entered here, as work under way.

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use report::{Report, ResultLine, Status};
use thai::{FiscalYear, date::day_in_bangkok};

use super::{AGENCY, OTHER_AGENCY};
use crate::{
    app::App,
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        actions::{self, Chosen},
        library,
        model::{
            LineKind, Party, PartyLink, PlanItemId, ResultText,
            desk::Somebody,
            editing::LineText,
            priority::{ChosenPriority, Priority},
        },
        start_plan, take_report,
    },
    organisation,
};

/// The first day on which the plan of 2566 is there.
const NEXT_PLAN: Date = Date::constant(2022, 10, 1);

/// Fills in the sample measures, those of 2566 only once that year has begun.
pub(super) async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    for (key, report) in [(AGENCY, report_2565()), (OTHER_AGENCY, north_2565())] {
        let mut tx = app.database.write().await?;
        let agency = super::agency(&mut tx, key).await?;
        take_report(&mut tx, &Actor::program(), agency, year_of(&report)?, &report, now).await?;
        if key == AGENCY {
            name_units(&mut tx, agency, year_of(&report)?, now).await?;
            tell_more_about_spending(&mut tx, agency, year_of(&report)?, now).await?;
            analyse(&mut tx, agency, year_of(&report)?, now).await?;
        }
        tx.commit().await?;
    }
    if day_in_bangkok(now) >= NEXT_PLAN {
        let mut tx = app.database.write().await?;
        let agency = super::agency(&mut tx, AGENCY).await?;
        enter_plan(&mut tx, agency, &plan_2566(), now).await?;
        analyse(&mut tx, agency, year_of(&plan_2566())?, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Parties that belong to one division, each with it.
const UNITS_OF_PARTIES: [(&str, &str); 6] = [
    ("ฝ่ายปกครอง", "ฝ่ายปกครอง"),
    ("เจ้าหน้าที่ระบบงานคอมพิวเตอร์", "ฝ่ายปกครอง"),
    ("นักจัดการงานทั่วไปชำนาญการ", "ฝ่ายปกครอง"),
    ("นักทรัพยากรบุคคลปฏิบัติการ", "ฝ่ายปกครอง"),
    ("นักวิเคราะห์นโยบายและแผนปฏิบัติการ", "ฝ่ายปกครอง"),
    ("นักวิชาการเงินและบัญชีชำนาญการ", "ฝ่ายการคลัง"),
];

/// Parties that mean everybody.
const EVERYBODY: [&str; 1] = ["ข้าราชการและบุคลากรทุกคนของสำนักงานเขต"];

async fn name_units(tx: &mut Transaction, agency: AgencyId, year: FiscalYear, now: Timestamp) -> Result<(), Error> {
    let units = organisation::list_units(tx, agency).await?;
    let unit = |name: &str| units.iter().find(|unit| unit.name.th == name).map(|unit| PartyLink::Unit(unit.id));
    let of_units = UNITS_OF_PARTIES.iter().filter_map(|(party, name)| Some(((*party).to_owned(), unit(name)?)));
    let of_all = EVERYBODY.iter().map(|party| ((*party).to_owned(), PartyLink::Everyone));
    let links: Vec<(String, PartyLink)> = of_units.chain(of_all).collect();
    actions::link_parties(tx, &Actor::program(), (agency, year), &links, now).await?;
    Ok(())
}

/// One result that an officer entered here, beside those that were only reported.
async fn tell_more_about_spending(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    now: Timestamp,
) -> Result<(), Error> {
    let plan = crate::measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let item = plan.by_code("I12").ok_or(Error::NotFound)?;
    let said = ResultText {
        text: "เปิดแผนการใช้จ่ายไตรมาสที่ 3 ให้เจ้าหน้าที่ทุกฝ่ายดูได้เมื่อวันที่ 7 เมษายน 2565".into(),
        status: Some(Status::Done),
        day: Some(Date::constant(2022, 4, 7)),
    };
    enter_result(tx, agency, item.id, said, now).await
}

/// Says of each item of a plan why points are lost, how its measures are followed up, when, and which step of the work
/// they change; and of one item why it comes before others that cost more.
async fn analyse(tx: &mut Transaction, agency: AgencyId, year: FiscalYear, now: Timestamp) -> Result<(), Error> {
    let actor = Actor::program();
    let plan = crate::measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)?;
    for item in &plan.items {
        let known = item.duty.as_deref().and_then(library::causes).ok_or(Error::NotFound)?;
        let chosen = Chosen {
            causes: (0..known.causes.len()).collect(),
            follow_ups: vec![0],
            period: true,
            ..Chosen::default()
        };
        actions::use_library(tx, &actor, agency, item.id, &chosen, now).await?;
        for line in &item.measures {
            let said = LineText { text: line.text.clone(), work_step: Some(known.work_step.clone()) };
            actions::change_line(tx, &actor, agency, line.id, LineKind::Measure, Some(said), now).await?;
        }
    }
    if let Some(item) = plan.by_code("I20") {
        let reason = "ปัญหาเดียวกับข้อร้องเรียนของบุคลากรในปีที่ผ่านมา และแก้ได้ภายในไตรมาสเดียวโดยไม่ใช้งบประมาณ";
        let chosen = ChosenPriority { priority: Priority::First, reason: reason.into() };
        actions::choose_priority(tx, &actor, agency, item.id, Some(chosen), now).await?;
    }
    Ok(())
}

/// Enters a result. What is done is done without evidence, for a reason that the supervising party accepted.
async fn enter_result(
    tx: &mut Transaction,
    agency: AgencyId,
    item: PlanItemId,
    said: ResultText,
    now: Timestamp,
) -> Result<(), Error> {
    let actor = Actor::program();
    let typed = actions::Typed { text: said.text, day: said.day, due: None };
    let begun = said.status != Some(Status::NotStarted);
    let result = actions::add_result(tx, &actor, agency, item, (typed, begun), now).await?;
    if said.status == Some(Status::Done) {
        let reason = "เปิดดูได้ในแฟ้มกลางของสำนักงาน ไม่มีไฟล์แยกให้แนบ";
        actions::ask_without_evidence(tx, &actor, agency, result, reason, now).await?;
        let director = Somebody { directs: true, ..Somebody::default() };
        actions::decide_excuse(tx, (&actor, &director), agency, result, (true, ""), now).await?;
    }
    Ok(())
}

/// Enters a plan item by item, as an officer would.
async fn enter_plan(tx: &mut Transaction, agency: AgencyId, plan: &Report, now: Timestamp) -> Result<(), Error> {
    let (actor, year) = (Actor::program(), year_of(plan)?);
    start_plan(tx, &actor, agency, year, now).await?;
    for item in &plan.items {
        let id = actions::add_item(tx, &actor, agency, year, &item.code, false, now).await?;
        enter_lines(tx, agency, id, LineKind::Guideline, &item.guidelines, now).await?;
        enter_lines(tx, agency, id, LineKind::Measure, &item.measures, now).await?;
        for ResultLine { text, status, date, .. } in item.results.iter().cloned() {
            enter_result(tx, agency, id, ResultText { text, status, day: date }, now).await?;
        }
        for party in item.responsible.iter().cloned() {
            let party = Party { name: party.party, duty: party.duty, telephone: party.telephone, link: None };
            actions::add_responsible(tx, &actor, agency, id, party, now).await?;
        }
    }
    Ok(())
}

async fn enter_lines(
    tx: &mut Transaction,
    agency: AgencyId,
    item: PlanItemId,
    kind: LineKind,
    texts: &[String],
    now: Timestamp,
) -> Result<(), Error> {
    for text in texts {
        actions::add_line(tx, &Actor::program(), agency, item, kind, text.clone().into(), now).await?;
    }
    Ok(())
}

fn year_of(report: &Report) -> Result<FiscalYear, Error> {
    report.year.ok_or(Error::NotFound)
}

fn report_2565() -> Report {
    serde_json::from_str(include_str!("report-2565.json")).expect("a test reads the sample report")
}

fn north_2565() -> Report {
    serde_json::from_str(include_str!("north-2565.json")).expect("a test reads the report of the second office")
}

fn plan_2566() -> Report {
    serde_json::from_str(include_str!("plan-2566.json")).expect("a test reads the sample plan")
}

#[cfg(test)]
mod tests {
    use report::Item;
    use scoring::Instrument;

    use super::*;

    fn texts(item: &Item) -> impl Iterator<Item = &str> {
        let lines = item.guidelines.iter().chain(&item.measures).map(String::as_str);
        let results = item.results.iter().map(|result| result.text.as_str());
        let parties = item.responsible.iter().map(|party| party.party.as_str());
        let topic = Some(item.topic.as_str()).filter(|topic| !topic.is_empty());
        topic.into_iter().chain(lines).chain(results).chain(parties)
    }

    fn all() -> [Report; 3] {
        [report_2565(), north_2565(), plan_2566()]
    }

    #[test]
    fn the_report_answers_39_items_and_only_the_eighth_is_under_way() {
        let report = report_2565();
        assert_eq!(report.items.len(), 39);
        let statuses: Vec<Status> = report.items.iter().flat_map(|item| item.statuses.clone()).collect();
        let count = |wanted: Status| statuses.iter().filter(|status| **status == wanted).count();
        assert_eq!((statuses.len(), count(Status::Done), count(Status::InProgress)), (39, 38, 1));
        let open = report.items.iter().find(|item| item.statuses == [Status::InProgress]).unwrap();
        assert_eq!(open.code, "I8");
        let zeros = report.items.iter().filter(|item| item.score == Some(scoring::Score::ZERO)).count();
        assert_eq!((zeros, report.indicators.len()), (10, 8));
        assert_eq!(report.report_date, Some(Date::constant(2022, 4, 8)));
    }

    #[test]
    fn every_item_is_whole_and_of_its_year() {
        for report in all() {
            let instrument = Instrument::of(report.score_year.unwrap()).unwrap();
            for item in &report.items {
                let known = instrument.item(&item.code).unwrap();
                assert_eq!(known.indicator, item.indicator, "{}", item.code);
                let lengths = [&item.guidelines.len(), &item.measures.len(), &item.results.len()];
                assert!(lengths.iter().all(|length| (1..=3).contains(*length)), "{}: {lengths:?}", item.code);
                assert!(!item.responsible.is_empty(), "{}", item.code);
                let mut said: Vec<Status> = item.results.iter().map(|result| result.status.unwrap()).collect();
                said.dedup();
                assert_eq!(said, item.statuses, "{}", item.code);
            }
        }
    }

    #[test]
    fn the_indicators_bear_the_names_of_the_instrument() {
        for report in all() {
            let instrument = Instrument::of(report.score_year.unwrap()).unwrap();
            for indicator in &report.indicators {
                assert_eq!(instrument.indicator(indicator.number).unwrap().name.th, indicator.name);
            }
        }
    }

    #[test]
    fn no_text_names_a_person_or_slips_into_english() {
        for item in all().iter().flat_map(|report| &report.items) {
            for text in texts(item) {
                let names = ["นาย", "นาง", "นางสาว", "น.ส."];
                assert!(!names.iter().any(|name| text.contains(name)), "{}: {text}", item.code);
                assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "{}: {text}", item.code);
                assert_eq!(text, text.trim(), "{}", item.code);
                assert!(text.chars().count() >= 5, "{}: {text}", item.code);
            }
        }
    }

    #[test]
    fn telephones_are_the_invented_ones() {
        for report in all() {
            let telephones = report.items.iter().flat_map(|item| &item.responsible);
            for telephone in telephones.filter_map(|party| party.telephone.as_deref()) {
                assert!(telephone.starts_with("02-555-01"), "{telephone}");
            }
        }
    }

    #[test]
    fn days_lie_in_the_fiscal_year_and_before_the_report() {
        for report in all() {
            let last = report.report_date.unwrap_or(report.year.unwrap().last_day());
            let results = report.items.iter().flat_map(|item| &item.results);
            for day in results.filter_map(|result| result.date) {
                assert!(report.year.unwrap().holds(day) && day <= last, "{day}");
            }
        }
    }
}
