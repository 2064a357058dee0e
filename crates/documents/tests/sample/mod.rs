//! An invented office's report with everything that is hard to print: stacked marks, long cells, empty cells,
//! several results and statuses, markup-like text.

use jiff::civil::date;
use report::{Duty, Indicator, Item, Report, Responsible, ResultLine, Status, form::ReportForm};
use thai::FiscalYear;

pub const AGENCY: &str = "สำนักงานเขตตัวอย่าง";

/// The report on the official form, with Thai digits.
pub fn form() -> ReportForm {
    let printed_at = "2026-01-15T07:30:00Z".parse().expect("a moment");
    let mut form = ReportForm::new(report(), AGENCY, printed_at);
    form.parent = Some("กรุงเทพมหานคร".to_owned());
    form.demonstration = true;
    form.status_line = Some("ฉบับร่าง ข้อมูล ณ วันที่ 15 มกราคม 2569".to_owned());
    form
}

/// One indicator, one item: what a thousand renders are made of.
#[allow(dead_code)] // used by one of the programs that share this file
pub fn small_form() -> ReportForm {
    let mut form = form();
    form.report.items.truncate(1);
    form
}

fn report() -> Report {
    Report {
        agency: Some(AGENCY.to_owned()),
        report_date: Some(date(2022, 4, 8)),
        year: FiscalYear::new(2565),
        score_year: FiscalYear::new(2564),
        with_documents: ["I1", "I8", "O26"].map(str::to_owned).into(),
        without_documents: Vec::new(),
        indicators: vec![
            indicator(1, "การปฏิบัติหน้าที่", "89.94"),
            indicator(2, "การใช้งบประมาณ", "77.31"),
            indicator(6, "คุณภาพการดำเนินงาน", "83.05"),
        ],
        items: [survey_items(), budget_items(), outside_items(), open_data_items()].concat(),
        ..Report::default()
    }
}

fn survey_items() -> Vec<Item> {
    vec![
        Item {
            guidelines: texts(&[
                "แจ้งเวียนคู่มือการปฏิบัติงานให้ทุกฝ่ายทราบ พร้อมให้ลงชื่อรับทราบ และทบทวนขั้นตอนที่ใช้เวลาเกินกว่าที่ประกาศไว้ทุก 3 เดือน",
                "หัวหน้าฝ่ายติดตามงานที่ค้างเกิน 5 วันทำการ และช่วยแก้ไขปัญหาทันที",
            ]),
            measures: texts(&["ใช้คู่มือเล่มเดียวกันทั้งสำนักงาน ติดขั้นตอนและระยะเวลาไว้ที่ช่องบริการ", "ประชุมติดตามงานค้างทุกเดือน"]),
            results: vec![
                result("ออกหนังสือเวียนที่ กท 9900/125 แจ้งคู่มือแล้วทุกฝ่าย มีผู้รับทราบ 182 คน", Some(Status::Done), None),
                result("ประชุมติดตามงานครั้งที่ 2", Some(Status::Done), Some(date(2022, 3, 8))),
            ],
            responsible: vec![
                party("ข้าราชการและบุคลากรทุกคนของสำนักงานเขตตัวอย่าง", Duty::CarryOut, None),
                party("หัวหน้าฝ่ายทุกฝ่าย", Duty::Supervise, None),
            ],
            ..item("I1", 1, "เจ้าหน้าที่ทำงานตามขั้นตอนและเวลาที่กำหนด", Some("77.87"))
        },
        Item {
            guidelines: texts(&["จัดระบบคิวและช่องทางพิเศษสำหรับผู้สูงอายุ คนพิการ พระภิกษุ และหญิงตั้งครรภ์"]),
            measures: texts(&["ใช้บัตรคิวและจอเรียกคิวทุกช่องบริการ ผู้มาติดต่อเห็นลำดับของตนตลอดเวลา"]),
            results: vec![result(
                "ติดตั้งเครื่องออกบัตรคิว 4 เครื่อง เปิดใช้แล้วตั้งแต่ 1 ก.พ. 2565",
                Some(Status::Done),
                Some(date(2022, 2, 1)),
            )],
            responsible: vec![
                party("นักจัดการงานทั่วไปชำนาญการ ฝ่ายปกครอง", Duty::CarryOut, Some("02-000-1234")),
                party("ผู้ช่วยผู้อำนวยการเขต ปฏิบัติราชการแทน ผู้อำนวยการเขต", Duty::Supervise, Some("02-000-1200")),
            ],
            ..item("I2", 1, "ให้บริการผู้มาติดต่ออย่างเท่าเทียมกัน", Some("76.43"))
        },
    ]
}

fn budget_items() -> Vec<Item> {
    let long = "จัดทำแผนการใช้จ่ายงบประมาณประจำปีเป็นรายไตรมาส ชี้แจงในที่ประชุมประจำเดือน เผยแพร่ทางเว็บไซต์และป้ายประกาศ \
                และเปิดให้ทุกฝ่ายเสนอความเห็นก่อนปรับแผน เพื่อให้การใช้จ่ายเป็นไปตามวัตถุประสงค์ คุ้มค่า และตรวจสอบได้";
    vec![
        Item {
            guidelines: texts(&[long, "กี้ฎุปู่ญู น้ำ ปั้น ต่าง ๆ ที่ฝ่ายการคลังบันทึกไว้ในทะเบียนคุมต้องอ่านออกครบทุกตัว", long]),
            measures: texts(&[
                "แจ้งแผนให้ทุกฝ่ายภายใน 15 วันหลังได้รับจัดสรร",
                "รายงานผลทุกไตรมาสที่ https://www.example.go.th/budget/2565 และรับความเห็นที่ budget5@example.go.th",
                long,
                "ตัวอย่างข้อความที่ไม่ใช่คำสั่ง: #set text(red) *หนา* _เอน_ <b>x</b> $1+1$ \\ \"อ้าง\" & @ป้าย",
            ]),
            results: vec![
                result("ประชุมชี้แจงแผนแล้ว 2 ครั้ง", Some(Status::Done), None),
                result("จัดทำรายงานไตรมาสที่ 2", Some(Status::InProgress), None),
                result("ปรับปรุงป้ายประกาศชั้น 1", Some(Status::NotStarted), None),
                result("จัดพิมพ์แผ่นพับ เปลี่ยนไปใช้เว็บไซต์แทน", Some(Status::Cancelled), None),
            ],
            responsible: vec![
                party("นักวิชาการเงินและบัญชีปฏิบัติการ ฝ่ายการคลัง", Duty::CarryOut, Some("02-000-1255")),
                party("หัวหน้าฝ่ายการคลัง กำกับดูแล", Duty::Supervise, None),
            ],
            ..item("I7", 2, "รู้แผนการใช้จ่ายงบประมาณประจำปีของหน่วยงาน", Some("53.65"))
        },
        Item {
            statuses: vec![Status::InProgress],
            results: vec![result("รวบรวมข้อเสนอจากทุกฝ่าย อยู่ในขั้นสรุป", None, None)],
            ..item("I8", 2, "ใช้จ่ายงบประมาณอย่างคุ้มค่าและตรงวัตถุประสงค์", Some("80.10"))
        },
    ]
}

fn outside_items() -> Vec<Item> {
    vec![Item {
        guidelines: texts(&["อธิบายเหตุผลและขั้นตอนแก่ผู้รับบริการทุกครั้งที่เอกสารไม่ครบ"]),
        measures: texts(&["ทำบัตรคำอธิบายภาษาง่าย 12 เรื่อง วางที่ช่องบริการ"]),
        results: vec![result("จัดทำแล้ว 12 เรื่อง", Some(Status::Done), None)],
        responsible: vec![party("ฝ่ายทะเบียน", Duty::CarryOut, Some("02-000-1260"))],
        ..item("E1", 6, "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนและเวลา", Some("84.95"))
    }]
}

fn open_data_items() -> Vec<Item> {
    let open = |code: &str, indicator: u8, title: &str, score: Option<&str>| Item {
        guidelines: texts(&["แต่งตั้งผู้ดูแลข้อมูลและกำหนดวันทบทวนทุกไตรมาส"]),
        measures: texts(&["เผยแพร่บนเว็บไซต์หน้าแรก เข้าถึงได้ภายใน 2 คลิก"]),
        results: vec![result("เผยแพร่แล้ว", Some(Status::Done), None)],
        responsible: vec![
            party("คณะทำงานเว็บไซต์ของสำนักงานเขต", Duty::CarryOut, None),
            party("หัวหน้าฝ่ายปกครอง", Duty::Supervise, Some("02-000-1210")),
        ],
        ..item(code, indicator, title, score)
    };
    vec![
        open("O26", 9, "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล", Some("0")),
        open("O6", 9, "ข้อมูลพื้นฐาน กฎหมายที่เกี่ยวข้อง", Some("0")),
        open("O43", 10, "การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", None),
    ]
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn indicator(number: u8, name: &str, score: &str) -> Indicator {
    Indicator { number, name: name.to_owned(), score: score.parse().ok() }
}

fn item(code: &str, indicator: u8, topic: &str, score: Option<&str>) -> Item {
    let score = score.map(|score| score.parse().expect("a score"));
    Item { code: code.to_owned(), indicator, topic: topic.to_owned(), score, ..Item::default() }
}

fn result(text: &str, status: Option<Status>, date: Option<jiff::civil::Date>) -> ResultLine {
    ResultLine { text: text.to_owned(), status, date, ..ResultLine::default() }
}

fn party(party: &str, duty: Duty, telephone: Option<&str>) -> Responsible {
    Responsible { party: party.to_owned(), duty, telephone: telephone.map(str::to_owned) }
}
