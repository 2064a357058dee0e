//! Each chart with invented data.

use super::{Chapter, samples::proof};
use crate::kit::chart::{
    Bar, BarTable, Category, Dot, DotGroup, DotTable, Line, LineChart, PointsAtStake, Proportion, Share, Step, YearBars,
};
use crate::kit::html::Link;
use thai::Language;

pub(super) fn chapter(t: Language) -> Chapter {
    Chapter {
        id: "charts",
        heading: t.say("แผนภูมิ", "Charts"),
        about: t.say(
            "หัวข้อบอกสิ่งที่พบ มีตารางและที่มาของตัวเลขเสมอ แยกออกได้แม้ไม่เห็นสี",
            "The heading states the finding. There is always a table and a proof line; nothing depends on colour alone.",
        ),
        examples: vec![
            indicators(t).into(),
            stake(t).into(),
            divisions(t).into(),
            spending(t).into(),
            years(t).into(),
            budget(t).into(),
        ],
    }
}

fn indicators(t: Language) -> DotTable {
    let dot = |thai, english, now, before| Dot::new(Link::new("#charts", t.say(thai, english)), now, before);
    let groups = [
        DotGroup::new(
            t.say("IIT ผู้มีส่วนได้ส่วนเสียภายใน", "IIT internal stakeholders"),
            [
                dot("1 การปฏิบัติหน้าที่", "1 Performing duties", Some(87.92), Some(85.10)),
                dot("2 การใช้งบประมาณ", "2 Use of the budget", Some(79.40), Some(79.91)),
                dot("3 การใช้อำนาจ", "3 Use of power", Some(86.33), None),
                dot("4 การใช้ทรัพย์สินของราชการ", "4 Use of state property", Some(80.11), Some(72.45)),
                dot("5 การแก้ไขปัญหาการทุจริต", "5 Solving corruption", Some(83.54), Some(81.02)),
            ],
        ),
        DotGroup::new(
            t.say("EIT ผู้มีส่วนได้ส่วนเสียภายนอก", "EIT external stakeholders"),
            [
                dot("6 คุณภาพการดำเนินงาน", "6 Quality of operation", Some(81.20), Some(83.00)),
                dot("7 ประสิทธิภาพการสื่อสาร", "7 Effective communication", Some(78.71), Some(74.30)),
                dot("8 การปรับปรุงระบบการทำงาน", "8 Improving the system", Some(78.92), Some(76.88)),
            ],
        ),
        DotGroup::new(
            t.say("OIT การเปิดเผยข้อมูลสาธารณะ", "OIT open data"),
            [
                dot("9 การเปิดเผยข้อมูล", "9 Disclosure", Some(85.71), Some(90.00)),
                dot("10 การป้องกันการทุจริต", "10 Preventing corruption", Some(75.00), Some(62.50)),
            ],
        ),
    ];
    let finding = t.say("ผ่านเกณฑ์ 85 แล้ว 3 จาก 10 ตัวชี้วัด", "3 of 10 indicators reach the threshold of 85");
    let caption = t.say("คะแนนรายตัวชี้วัด", "Scores by indicator");
    DotTable::new(t, finding, caption, ("2564", "2563"), groups, proof(t)).axis_from(50.0)
}

fn stake(t: Language) -> PointsAtStake {
    let steps = [
        Step::new(t.say("O36 การประเมินความเสี่ยงการทุจริต", "O36 Corruption risk assessment"), 1.25),
        Step::new(t.say("O37 การจัดการความเสี่ยง", "O37 Managing risks"), 1.25),
        Step::new(t.say("O26 การบริหารทรัพยากรบุคคล", "O26 Personnel management"), 1.0),
        Step::new(t.say("O29 แนวปฏิบัติการจัดการเรื่องร้องเรียน", "O29 Handling of complaints"), 0.8),
        Step::new(t.say("I7 รู้แผนการใช้จ่ายงบประมาณ", "I7 Knowing the spending plan"), 0.31),
    ];
    let steps = steps.into_iter().enumerate().map(|(n, step)| step.tick("item", n.to_string(), true));
    let levels = [(85.0, "A".to_string()), (95.0, "AA".to_string())];
    let finding = t.say("แก้ห้าข้อนี้ได้ 85.67 ถึงระดับ A", "These five items lead to 85.67, level A");
    let caption = t.say("ข้อที่เสียคะแนน เรียงตามคะแนนรวมที่คืนได้", "Items by the points of the total they win back");
    PointsAtStake::new(t, finding, caption, 81.06, steps, levels, proof(t))
}

fn divisions(t: Language) -> BarTable {
    let bars = [
        Bar::new(t.say("ฝ่ายทะเบียน", "Registration"), 96.0, "96"),
        Bar::new(t.say("ฝ่ายสิ่งแวดล้อมและสุขาภิบาล", "Environment and Sanitation"), 88.0, "88"),
        Bar::new(t.say("ฝ่ายการคลัง", "Finance"), 64.0, "64"),
        Bar::new(t.say("ฝ่ายเทศกิจ", "City Law Enforcement"), 12.0, "12"),
    ];
    let finding =
        t.say("อ่านหนังสือเวียนแล้ว 87% ต่ำสุดที่ฝ่ายเทศกิจ", "87% have read the circular; lowest in City Law Enforcement");
    let caption = t.say("ร้อยละของเจ้าหน้าที่ที่รับทราบแล้ว", "Share of staff who have acknowledged");
    BarTable::new(finding, caption, (t.say("ฝ่าย", "Division"), "%"), bars, proof(t))
        .out_of(100.0)
        .target(90.0, t.say("เป้า 90%", "Target 90%"))
}

fn spending(t: Language) -> LineChart {
    let plan = [5, 12, 21, 29, 37, 46, 55, 63, 71, 80, 90, 100].map(|percent| Some(f64::from(percent)));
    let actual = [3, 9, 15, 24, 30, 37, 46, 54, 62].map(|percent| Some(f64::from(percent)));
    let lines = [Line::actual(t.say("เบิกจ่ายจริง", "Spent"), actual), Line::plan(t.say("แผน", "Plan"), plan)];
    let finding = t.say("เบิกจ่ายแล้ว 62% ช้ากว่าแผน 9 จุด", "62% is spent, 9 points behind the plan");
    let about =
        t.say("ร้อยละของงบประมาณที่เบิกจ่ายสะสม รายเดือน ปี 2565", "Cumulative share of the budget spent, by month, FY 2565");
    LineChart::new(t, "spending", finding, about, ("%", 100.0), lines, proof(t))
}

fn years(t: Language) -> YearBars {
    let score = |value: f64| Some((value, format!("{value:.2}")));
    let categories = [
        Category::new("IIT", [score(80.2), score(82.11), score(83.46)]),
        Category::new("EIT", [None, score(77.9), score(79.61)]),
        Category::new("OIT", [score(61.5), score(74.2), score(80.35)]),
    ];
    let finding = t.say("ทุกเครื่องมือดีขึ้นสามปีติดกัน OIT ขึ้นมากที่สุด", "Every instrument has risen; OIT most");
    let caption = t.say("คะแนนรายเครื่องมือ", "Scores by instrument");
    let years = ["2562", "2563", "2564"].map(String::from);
    YearBars::new(t, finding, caption, t.say("คะแนน", "Score"), years, categories, proof(t)).out_of(100.0)
}

fn budget(t: Language) -> Proportion {
    let shares = [
        Share::new(t.say("เงินเดือนและค่าจ้างประจำ", "Salaries"), 182.4, "182.4"),
        Share::new(t.say("ค่าตอบแทน ใช้สอย และวัสดุ", "Operations and supplies"), 96.1, "96.1"),
        Share::new(t.say("ค่าสาธารณูปโภค", "Utilities"), 21.7, "21.7"),
        Share::new(t.say("ค่าครุภัณฑ์และสิ่งก่อสร้าง", "Equipment and construction"), 64.0, "64.0"),
        Share::new(t.say("รายจ่ายอื่น", "Other spending"), 9.3, "9.3"),
    ];
    let finding = t.say("เกือบครึ่งของงบประมาณเป็นเงินเดือน", "Nearly half the budget is salaries");
    let caption = t.say("งบประมาณตามหมวด ปี 2565", "Budget by category, FY 2565");
    Proportion::new(t, "budget", finding, caption, t.say("ล้านบาท", "Million baht"), shares, proof(t))
}
