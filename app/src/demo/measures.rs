//! The sample offices' measures. Those of 2565 come in as reports do, so that their results are *reported*: the facts
//! of a report that a district office published, in words of our own (`report-2565.json`), and a small invented one.
//! Those of 2566 are entered here, as work under way.

use db::Transaction;
use jiff::{Timestamp, civil::Date};
use report::{Report, ResultLine, Status};
use thai::{FiscalYear, date::day_in_bangkok};
//! The sample office's measures of 2565: the facts of a report that a district office published, in our own words.
//! They come in as a report does, so that their results are *reported*; a few things are then done by hand.
use jiff::{Timestamp, civil::date};
use report::{Duty, Item, Report, Responsible, ResultLine, Status, Unparsed};
use scoring::Instrument;
use thai::FiscalYear;

use super::{AGENCY, OTHER_AGENCY};
use crate::{
    app::App,
    kit::{Error, audit::Actor, visit::AgencyId},
    measures::{
        actions,
        model::{LineKind, Party, PlanItemId, ResultText},
        start_plan, take_report,
    },
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
            confirm_the_budget_plan(&mut tx, agency, year_of(&report)?, now).await?;
        }
        tx.commit().await?;
    }
    if day_in_bangkok(now) >= NEXT_PLAN {
        let mut tx = app.database.write().await?;
        let agency = super::agency(&mut tx, AGENCY).await?;
        enter_plan(&mut tx, agency, &plan_2566(), now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// One result that an officer entered here, beside those that were only reported.
async fn confirm_the_budget_plan(
    tx: &mut Transaction,
    agency: AgencyId,
    year: FiscalYear,
    now: Timestamp,
) -> Result<(), Error> {
    let plan = crate::measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)?;
    let item = plan.by_code("I7").ok_or(Error::NotFound)?;
    let said = ResultText {
        text: "ได้รับแบบลงชื่อรับทราบแผนคืนจากทั้ง 10 ฝ่ายเมื่อวันที่ 7 เมษายน 2565".into(),
        status: Some(Status::Done),
        day: Some(Date::constant(2022, 4, 7)),
    };
    actions::add_result(tx, &Actor::program(), agency, item.id, said, now).await?;
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
        for ResultLine { text, status, date } in item.results.iter().cloned() {
            let said = ResultText { text, status, day: date };
            actions::add_result(tx, &actor, agency, id, said, now).await?;
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
        actions::add_line(tx, &Actor::program(), agency, item, kind, text.clone(), now).await?;
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
    measures, organisation,
/// Who is responsible for an item of the sample.
#[derive(Clone, Copy)]
enum By {
    Everybody,
    CivilServants,
    General,
    Personnel,
    Computer,
    Planning,
    Finance,
    HeadOfAdministration,
}
impl By {
    fn parties(self) -> Vec<Responsible> {
        let (carry_out, supervise, telephone) = match self {
            By::Everybody => (Some("ข้าราชการและบุคลากรทุกคนของสำนักงานเขต"), "หัวหน้าฝ่ายทุกฝ่าย", None),
            By::CivilServants => (Some("ข้าราชการของสำนักงานเขต"), "หัวหน้าฝ่ายทุกฝ่าย", None),
            By::General => (Some("นักจัดการงานทั่วไปชำนาญการ"), "หัวหน้าฝ่ายปกครอง", None),
            By::Personnel => (Some("นักทรัพยากรบุคคลปฏิบัติการ"), "หัวหน้าฝ่ายปกครอง", Some("02-555-0110")),
            By::Computer => (Some("เจ้าหน้าที่ระบบงานคอมพิวเตอร์"), "หัวหน้าฝ่ายปกครอง", Some("02-555-0110")),
            By::Planning => (Some("นักวิเคราะห์นโยบายและแผน"), "หัวหน้าฝ่ายปกครอง", Some("02-555-0110")),
            By::Finance => (None, "หัวหน้าฝ่ายการคลัง", Some("02-555-0180")),
            By::HeadOfAdministration => (None, "หัวหน้าฝ่ายปกครอง", Some("02-555-0110")),
        };
        let party =
            |name: &str, duty| Responsible { party: name.to_owned(), duty, telephone: telephone.map(str::to_owned) };
        let carry_out = carry_out.map(|name| party(name, Duty::CarryOut));
        carry_out.into_iter().chain([party(supervise, Duty::Supervise)]).collect()
    }
}
/// Item, guideline, measure, result, who. All are done save I8.
const ITEMS: [(&str, &str, &str, &str, By); 39] = [
    (
        "I1",
        "ทำงานตามขั้นตอนและเวลาในคู่มือ",
        "เวียนคู่มือการปฏิบัติงาน และหัวหน้าฝ่ายตามงานที่ใกล้ครบกำหนด",
        "เวียนคู่มือครบทุกฝ่าย หัวหน้าฝ่ายร่วมแก้งานค้างทุกสัปดาห์",
        By::Everybody,
    ),
    (
        "I2",
        "บริการทุกคนตามลำดับเท่ากัน",
        "ใช้บัตรคิว ส่งเสริมการจองคิวผ่านแอป และจัดช่องสำหรับผู้พิการ ผู้สูงอายุ พระภิกษุและสามเณร",
        "เปิดบัตรคิวทุกช่องบริการและติดป้ายช่องที่ได้รับก่อนแล้ว",
        By::Everybody,
    ),
    (
        "I7",
        "ให้บุคลากรรู้แผนใช้จ่ายงบประมาณ",
        "เผยแพร่แผนงบประมาณ ประชุมติดตามทุกเดือน และเวียนรายงานการประชุม",
        "เวียนแผนแล้ว ประชุมครบทุกเดือนและเวียนรายงานการประชุม",
        By::General,
    ),
    (
        "I8",
        "ใช้เงินให้คุ้มและตรงวัตถุประสงค์",
        "กำหนดหลักความคุ้มค่า และตรวจทุกรายการก่อนเบิกจ่าย",
        "ออกหลักเกณฑ์แล้ว กำลังตรวจรายการเบิกจ่ายของไตรมาสที่ 3",
        By::Everybody,
    ),
    (
        "I11",
        "จัดซื้อจัดจ้างเปิดเผยและไม่เอื้อรายใด",
        "เผยแพร่ผลจัดซื้อจัดจ้างรายเดือน และหาผู้ขายเพิ่มทั้งออนไลน์และในพื้นที่",
        "เผยแพร่ครบ 6 เดือน และสืบราคาจากผู้ขายเพิ่มทุกรายการ",
        By::Everybody,
    ),
    (
        "I12",
        "ให้บุคลากรร่วมตรวจสอบการใช้งบ",
        "เปิดให้ทุกฝ่ายถาม ทักท้วง และร้องเรียน พร้อมเปิดแผนใช้จ่ายรายไตรมาส",
        "เปิดแผนรายไตรมาสให้ดูแล้ว และตอบคำถามในที่ประชุม",
        By::Everybody,
    ),
    (
        "I13",
        "มอบหมายงานอย่างเป็นธรรม",
        "บันทึกการมอบหมายงานพร้อมเหตุผล และห้ามสั่งงานส่วนตัว",
        "ทุกฝ่ายมีบันทึกการมอบหมายงานแล้ว",
        By::Everybody,
    ),
    (
        "I14",
        "ประเมินผลงานตามคุณภาพงาน",
        "หัวหน้าฝ่ายประเมินตามระดับคุณภาพของงานที่ตกลงไว้",
        "ประเมินรอบแรกเสร็จและแจ้งผลรายบุคคลแล้ว",
        By::Everybody,
    ),
    (
        "I15",
        "คัดเลือกผู้เข้าอบรมอย่างเป็นธรรม",
        "เวียนหลักเกณฑ์ของแต่ละหลักสูตร และเลือกตามหน้าที่กับคุณสมบัติ",
        "เวียนหลักเกณฑ์ทุกหลักสูตรที่เปิดในครึ่งปีแรกแล้ว",
        By::CivilServants,
    ),
    ("I20", "ขอยืมทรัพย์สินได้สะดวก", "ออกแนวทางการยืม และคำสั่งแต่งตั้งผู้ดูแลทรัพย์สิน", "ออกแนวทางและคำสั่งแล้ว", By::Everybody),
    (
        "I21",
        "ยืมทรัพย์สินโดยขออนุญาตทุกครั้ง",
        "ให้ขออนุญาตทุกครั้ง และประกาศช่องทางแจ้งการใช้ผิดวัตถุประสงค์",
        "ประกาศช่องทางแล้ว และใช้แบบขอยืมทุกครั้ง",
        By::Everybody,
    ),
    ("I23", "ให้บุคลากรรู้แนวปฏิบัติการใช้ทรัพย์สิน", "เวียนหรือชี้แจงแนวปฏิบัติและวิธีขอใช้", "เวียนและชี้แจงในที่ประชุมฝ่ายแล้ว", By::Everybody),
    (
        "I24",
        "กำกับดูแลการใช้ทรัพย์สิน",
        "เวียนข้อห้ามใช้ส่วนตัว และให้ผู้ดูแลรายงานผลตรวจเป็นประจำ",
        "เวียนข้อห้ามแล้ว ผู้ดูแลรายงานผลตรวจทุกเดือน",
        By::Everybody,
    ),
    (
        "I30",
        "แจ้งการทุจริตได้สะดวกและปลอดภัย",
        "เพิ่มช่องทางที่ส่งหลักฐานได้ แจ้งความคืบหน้าเป็นหนังสือ และคุ้มครองผู้แจ้ง",
        "เปิดช่องทางเพิ่มและประกาศแนวทางคุ้มครองผู้แจ้งแล้ว",
        By::Personnel,
    ),
    ("E1", "บริการตามขั้นตอนและเวลา", "เวียนและใช้คู่มือบริการ หัวหน้าฝ่ายติดตามผล", "ใช้คู่มือทุกช่องบริการแล้ว", By::Everybody),
    ("E2", "บริการเท่าเทียมทุกคน", "ส่งเสริมการจองคิวผ่านแอปของเมือง", "ประชาสัมพันธ์การจองคิวทุกช่องทางแล้ว", By::Everybody),
    ("E3", "ให้ข้อมูลตรงไปตรงมา", "กำกับการให้ข้อมูลของเจ้าหน้าที่ และเวียนคู่มือ", "หัวหน้าฝ่ายสุ่มตรวจการให้ข้อมูลแล้ว", By::Everybody),
    ("E4", "ไม่เรียกรับสิ่งใดจากผู้รับบริการ", "เวียนคู่มือ และหัวหน้าฝ่ายดูแลใกล้ชิด", "เวียนแล้วและไม่พบเรื่องแจ้งการเรียกรับ", By::Everybody),
    ("E5", "คำนึงถึงประโยชน์ส่วนรวม", "เวียนคู่มือและย้ำประโยชน์ส่วนรวมในที่ประชุมทุกเดือน", "ย้ำในที่ประชุมครบทุกเดือน", By::Everybody),
    (
        "E6",
        "ข้อมูลเข้าถึงง่ายหลายช่องทาง",
        "ทุกฝ่ายดูแลข้อมูลของตนให้ครบ เป็นปัจจุบัน และหาง่าย",
        "ปรับหน้าเว็บไซต์และปรับปรุงข้อมูลครบทุกฝ่าย",
        By::Computer,
    ),
    ("E7", "เผยแพร่ผลงานให้ประชาชนรู้", "เผยแพร่ผลงานและข้อมูลที่ควรรู้อย่างชัดเจนและต่อเนื่อง", "เผยแพร่ผลงานทุกสัปดาห์", By::Computer),
    ("E9", "ชี้แจงและตอบคำถามชัดเจน", "เจ้าหน้าที่ต้องอธิบายและตอบข้อสงสัยให้ชัดเจน", "กำหนดผู้ตอบของแต่ละฝ่ายแล้ว", By::Everybody),
    ("E11", "ปรับปรุงคุณภาพบริการ", "ปรับปรุงระบบงานด้วยเทคโนโลยี", "นำระบบจองคิวมาใช้แล้ว", By::Everybody),
    ("E12", "ปรับปรุงวิธีการและขั้นตอน", "ปรับวิธีการและขั้นตอน ใช้เทคโนโลยีเมื่อช่วยได้", "ลดขั้นตอนของบริการที่มีผู้ใช้มากแล้ว", By::Everybody),
    (
        "E13",
        "นำเทคโนโลยีมาใช้",
        "ประชาสัมพันธ์เทคโนโลยีที่ใช้ทางเว็บไซต์ สื่อสังคมออนไลน์ และป้าย",
        "ประชาสัมพันธ์ครบทุกช่องทาง",
        By::Everybody,
    ),
    ("E14", "เปิดให้ร่วมปรับปรุงงาน", "ทุกฝ่ายเปิดช่องทางรับความคิดเห็น", "เปิดช่องทางรับความคิดเห็นครบทุกฝ่าย", By::Everybody),
    ("E15", "โปร่งใสขึ้นกว่าเดิม", "ปรับปรุงระบบงานตามระเบียบและด้วยเทคโนโลยี", "ปรับปรุงระบบงานแล้ว", By::Everybody),
    (
        "O1",
        "แสดงโครงสร้างให้ครบ",
        "แสดงโครงสร้างที่เชื่อมไปยังหน้าที่และเบอร์โทร",
        "เผยแพร่โครงสร้างพร้อมลิงก์หน้าที่และเบอร์โทรแล้ว",
        By::Computer,
    ),
    (
        "O2",
        "ข้อมูลผู้บริหารเป็นปัจจุบัน",
        "แสดงรูป ชื่อ ตำแหน่ง และช่องทางติดต่อ ตรวจทุกเดือนและหลังโยกย้าย",
        "ปรับปรุงข้อมูลผู้บริหารครบแล้ว",
        By::Computer,
    ),
    (
        "O12",
        "รายงานประจำปีครบองค์ประกอบ",
        "เพิ่มแผนภูมิและที่มาของตัวเลขในรายงานประจำปี",
        "เผยแพร่รายงานฉบับปรับปรุงแล้ว",
        By::Planning,
    ),
    (
        "O20",
        "รายงานการใช้จ่ายครบองค์ประกอบ",
        "แยกตามประเภทรายจ่าย เพิ่มปัญหา ข้อเสนอแนะ และผล",
        "เผยแพร่รายงานการใช้จ่ายฉบับปรับปรุงแล้ว",
        By::Finance,
    ),
    ("O26", "แสดงการดำเนินการตามนโยบายบุคคล", "แสดงตัวเลขด้านบุคคลเป็นสถิติและแผนภูมิ", "เผยแพร่สถิติด้านบุคคลแล้ว", By::Personnel),
    (
        "O29",
        "มีแนวปฏิบัติเรื่องร้องเรียนทุจริต",
        "ออกแนวปฏิบัติเป็นประกาศของหน่วยงาน",
        "ออกประกาศและเผยแพร่แล้ว",
        By::HeadOfAdministration,
    ),
    (
        "O30",
        "มีช่องทางแจ้งเรื่องทุจริต",
        "ประกาศและประชาสัมพันธ์ช่องทางแจ้งเรื่อง",
        "ประกาศช่องทางบนเว็บไซต์แล้ว",
        By::HeadOfAdministration,
    ),
    ("O31", "มีสถิติเรื่องร้องเรียนทุจริต", "แสดงตัวเลขรายปีเป็นตารางหรือแผนภูมิ", "เผยแพร่สถิติครึ่งปีแรกแล้ว", By::HeadOfAdministration),
    (
        "O36",
        "ประเมินความเสี่ยงการทุจริต",
        "เผยแพร่ผลประเมินความเสี่ยงการทุจริตประจำปี",
        "เผยแพร่ผลประเมินความเสี่ยงแล้ว",
        By::HeadOfAdministration,
    ),
    (
        "O37",
        "จัดการความเสี่ยงการทุจริต",
        "เผยแพร่ความก้าวหน้าของแผนจัดการความเสี่ยง",
        "เผยแพร่ความก้าวหน้าแล้ว",
        By::HeadOfAdministration,
    ),
    (
        "O42",
        "วิเคราะห์และกำหนดมาตรการ",
        "วิเคราะห์ขั้นตอนการทำงานและนำมาตรการไปปฏิบัติ",
        "วิเคราะห์ผลปีก่อนและกำหนดมาตรการแล้ว",
        By::Everybody,
    ),
    (
        "O43",
        "ทำตามมาตรการและรายงานผล",
        "เวียนขั้นตอนการทำงานและปฏิบัติตามที่วิเคราะห์ไว้",
        "เวียนขั้นตอนแล้วและรายงานผลตามแบบ",
        By::Everybody,
    ),
];
/// Fills in the measures of the sample office, and the beginning of a plan in the second one.
    let mut tx = app.database.write().await?;
    let office = agency(&mut tx, AGENCY).await?;
    let year = FiscalYear::of(date(2022, 4, 8));
    measures::take_report(&mut tx, &Actor::program(), office, year, &report(year), now).await?;
    let other = agency(&mut tx, OTHER_AGENCY).await?;
    measures::start_plan(&mut tx, &Actor::program(), other, year, now).await?;
    for code in ["I7", "O36"] {
        measures::actions::add_item(&mut tx, &Actor::program(), other, year, code, true, now).await?;
    }
    Ok(tx.commit().await?)
}
async fn agency(tx: &mut Transaction, key: &str) -> Result<AgencyId, Error> {
    Ok(organisation::find_agency_by_key(tx, key).await?.ok_or(Error::NotFound)?.id)
}
/// The published facts as a report.
fn report(year: FiscalYear) -> Report {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let unparsed =
        Unparsed {
            text: "ดูเอกสารแนบท้ายของฝ่ายการคลัง".to_owned(), item: Some("I8".to_owned()), place: String::new()
        };
    Report {
        report_date: Some(date(2022, 4, 8)),
        year: Some(year),
        score_year: Some(year.previous()),
        with_documents: codes(&["I1", "O1"]),
        items: ITEMS
            .iter()
            .map(|(code, guideline, measure, result, by)| {
                item(year.previous(), code, [guideline, measure, result], *by)
            })
            .collect(),
        unparsed: vec![unparsed],
        ..Report::default()
    }
}
fn item(score_year: FiscalYear, code: &str, [guideline, measure, result]: [&str; 3], by: By) -> Item {
    let known = Instrument::of(score_year).and_then(|instrument| instrument.item(code));
    let status = if code == "I8" { Status::InProgress } else { Status::Done };
    Item {
        code: code.to_owned(),
        indicator: known.map_or(10, |known| known.indicator),
        topic: known.map(|known| known.topic.th.clone()).unwrap_or_default(),
        score: None,
        guidelines: vec![guideline.to_owned()],
        measures: vec![measure.to_owned()],
        results: vec![ResultLine { text: result.to_owned(), status: Some(status), date: None }],
        statuses: vec![status],
        responsible: by.parties(),
    }
}
