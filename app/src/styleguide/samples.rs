//! What the style guide shows: each component in its states, with invented data.

use super::{Chapter, Swatch, charts};
use crate::kit::html::{
    Button, Choice, Column, EmptyState, ErrorSummary, Event, Field, Figure, Filters, Html, Link, Notice, Pagination,
    ProofLine, Row, Sort, Status, StatusTag, StepHeading, SummaryList, Table, Task, TaskList, Timeline,
};
use thai::Language;

pub(super) fn colours(t: Language) -> Vec<Swatch> {
    let swatch = |token, thai, english| Swatch { token, purpose: t.say(thai, english) };
    vec![
        swatch("page", "พื้นกระดาษ", "Paper"),
        swatch("surface", "ช่องกรอก แถบ", "Fields, bands"),
        swatch("sunken", "ข้อความต้นฉบับ", "Quoted source"),
        swatch("line", "เส้นคั่น", "Hairlines"),
        swatch("edge", "ขอบช่องและปุ่ม", "Edges of controls"),
        swatch("ink", "ตัวหนังสือ", "Text"),
        swatch("muted", "คำแนะนำ ที่มาของตัวเลข", "Hints, proof lines"),
        swatch("accent", "ลิงก์ ปุ่มหลัก", "Links, primary button"),
        swatch("accent-strong", "เมื่อชี้หรือกด", "Hovered, pressed"),
        swatch("accent-soft", "แถวที่เลือก", "Selected row"),
        swatch("on-accent", "ตัวหนังสือบนสีหลัก", "Text on accent"),
        swatch("visited", "ลิงก์ที่เปิดแล้ว", "Visited links"),
        swatch("focus", "กรอบจุดที่อยู่", "Focus ring"),
        swatch("halo", "ขอบรอบกรอบ", "Halo of the ring"),
        swatch("red", "ต้องแก้ เลยกำหนด", "Wrong, overdue"),
        swatch("red-soft", "พื้นของสีแดง", "Ground of red"),
        swatch("amber", "ต้องดู ใกล้ล้าสมัย", "To check, going stale"),
        swatch("amber-soft", "พื้นของสีอำพัน", "Ground of amber"),
        swatch("blue", "กำลังทำ รอ", "In progress, waiting"),
        swatch("blue-soft", "พื้นของสีน้ำเงิน", "Ground of blue"),
        swatch("green", "ลงนามแล้ว", "Signed"),
        swatch("green-soft", "พื้นของสีเขียว", "Ground of green"),
        swatch("grey", "ยังไม่เริ่ม ยกเลิก", "Not started, cancelled"),
        swatch("grey-soft", "พื้นของสีเทา", "Ground of grey"),
        swatch("series-1", "ชุดที่ 1", "Series 1"),
        swatch("series-2", "ชุดที่ 2", "Series 2"),
        swatch("series-3", "ชุดที่ 3", "Series 3"),
        swatch("series-4", "ชุดที่ 4", "Series 4"),
        swatch("series-others", "อื่น ๆ", "Others"),
        swatch("risk-1", "เสี่ยงน้อยมาก", "Very low risk"),
        swatch("risk-2", "เสี่ยงน้อย", "Low risk"),
        swatch("risk-3", "เสี่ยงปานกลาง", "Medium risk"),
        swatch("risk-4", "เสี่ยงสูง", "High risk"),
        swatch("risk-5", "เสี่ยงสูงมาก", "Very high risk"),
        swatch("amount-1", "น้อยที่สุด", "Least"),
        swatch("amount-2", "น้อย", "Little"),
        swatch("amount-3", "ปานกลาง", "Medium"),
        swatch("amount-4", "มาก", "Much"),
        swatch("amount-5", "มากที่สุด", "Most"),
    ]
}

pub(super) fn chapters(t: Language) -> Vec<Chapter> {
    vec![
        buttons(t),
        figures(t),
        statuses(t),
        fields(t),
        refused_form(t),
        dates_and_files(t),
        tables(t),
        lists(t),
        blocks(t),
        charts::chapter(t),
    ]
}

pub(super) fn proof(t: Language) -> ProofLine {
    let as_of = t.say("31\u{a0}มี.ค.\u{a0}2565", "31\u{a0}March\u{a0}2022 (BE\u{a0}2565)");
    ProofLine::new(t, as_of, t.say("ผลประเมินปี\u{a0}2564", "FY\u{a0}2564 assessment"))
        .rule("#figures")
        .evidence("#figures")
}

fn group(class: &'static str, parts: Vec<Html>) -> Html {
    #[derive(askama::Template)]
    #[template(
        source = r#"<div class="{{ class }}">{% for part in parts %}{{ part }} {% endfor %}</div>"#,
        ext = "html"
    )]
    struct Group {
        class: &'static str,
        parts: Vec<Html>,
    }
    Html::of(&Group { class, parts })
}

fn buttons(t: Language) -> Chapter {
    let save = t.say("บันทึกมาตรการ", "Save the measure");
    let kinds = vec![
        Button::primary(save).sending(t.say("กำลังบันทึก…", "Saving…")).into(),
        Button::secondary(t.say("แนบไฟล์", "Attach a file")).into(),
        Button::danger(t.say("ลบไฟล์นี้…", "Delete this file…")).to("#buttons").into(),
        Button::quiet(t.say("กลับโดยไม่บันทึก", "Back without saving")).to("#buttons").into(),
    ];
    let confirming = vec![
        Button::danger_final(t.say("ลบไฟล์ออกจากมาตรการ", "Delete the file from the measure")).into(),
        Button::secondary(t.say("แก้", "Edit")).small().about("I7").to("#buttons").into(),
        Button::secondary(t.say(
            "ส่งรายงานผลการดำเนินการตามมาตรการให้ผู้อำนวยการเขตลงนาม",
            "Send the report on the measures to the Director for signature",
        ))
        .into(),
    ];
    Chapter {
        id: "buttons",
        heading: t.say("ปุ่ม", "Buttons"),
        about: t.say("กริยาและสิ่งที่ทำ ปุ่มหลักมีหน้าละหนึ่งปุ่ม", "Verb and object. One primary button on a page."),
        examples: vec![group("buttons", kinds), group("buttons", confirming)],
    }
}

fn figures(t: Language) -> Chapter {
    let of_39 = t.say("จาก\u{a0}39\u{a0}ข้อ", "of\u{a0}39");
    let figures = vec![
        Figure::new(t.say("คะแนน ITA ปี\u{a0}2564", "ITA score, FY\u{a0}2564"), "81.06", proof(t))
            .note(t.say("ระดับ B ขาด 3.94 ถึง A", "Level B, 3.94 below A"))
            .into(),
        Figure::new(t.say("มาตรการเสร็จ", "Measures done"), "38", proof(t)).unit(of_39).into(),
        Figure::new(t.say("ตอบทันเวลา", "Answered in time"), "92%", proof(t))
            .unit(t.say("จาก\u{a0}143\u{a0}เรื่อง", "of\u{a0}143 cases"))
            .into(),
    ];
    Chapter {
        id: "figures",
        heading: t.say("ตัวเลขและที่มา", "Figures and the proof line"),
        about: t.say(
            "ใต้ตัวเลขทุกตัวมีที่มา: วันที่ แหล่งข้อมูล วิธีนับ และหลักฐาน",
            "Under every figure stands where it comes from: date, source, counting rule, evidence.",
        ),
        examples: vec![group("three", figures)],
    }
}

fn statuses(t: Language) -> Chapter {
    let mut tags: Vec<Html> = Status::ALL.into_iter().map(|status| StatusTag::new(t, status).into()).collect();
    tags.push(StatusTag::new(t, Status::Waiting).saying(t.say("รอลงนาม", "Waiting for signature")).into());
    let stale = t.say("ล้าสมัย 12\u{a0}วัน", "Stale for 12\u{a0}days");
    tags.push(StatusTag::new(t, Status::Stale).saying(stale).into());
    Chapter {
        id: "statuses",
        heading: t.say("สถานะ", "Status tags"),
        about: t.say(
            "คำ รูปร่าง และสี พร้อมกันเสมอ ถ่ายเอกสารแล้วยังแยกออก",
            "Always word, shape and colour: it survives a photocopier.",
        ),
        examples: vec![group("row", tags)],
    }
}

fn fields(t: Language) -> Chapter {
    let units = || {
        [
            Choice::new("registration", t.say("ฝ่ายทะเบียน", "Registration Division")),
            Choice::new("finance", t.say("ฝ่ายการคลัง", "Finance Division")),
            Choice::new("discipline", t.say("ฝ่ายเทศกิจ", "City Law Enforcement Division")),
        ]
    };
    let states = [
        Choice::new("started", t.say("กำลังทำ", "In progress")),
        Choice::new("done", t.say("เสร็จแล้ว", "Done"))
            .hint(t.say("ต้องมีหลักฐานอย่างน้อยหนึ่งชิ้น", "Needs at least one piece of evidence")),
    ];
    let fields = vec![
        Field::text("title", t.say("ชื่อมาตรการ", "Name of the measure"))
            .hint(t.say("ขึ้นต้นด้วยคำกริยา", "Begin with a verb"))
            .value(t.say("เวียนคู่มือและติดตามงานค้าง", "Circulate the manual and follow up open work"))
            .into(),
        Field::email("email", t.say("อีเมล", "E-mail")).into(),
        Field::password(t, "password", t.say("รหัสผ่าน", "Password")).into(),
        Field::digits("target", t.say("เป้าหมาย", "Target")).value("85.00").unit(t.say("คะแนน", "points")).into(),
        Field::digits("budget", t.say("งบประมาณ", "Budget"))
            .value("1,250,000.00")
            .width(16)
            .unit(t.say("บาท", "baht"))
            .optional(t)
            .into(),
        Field::select("unit", t.say("ผู้รับผิดชอบ", "Responsible"), units())
            .prompt(t.say("เลือกฝ่าย", "Choose a division"))
            .value("finance")
            .into(),
        Field::radios("state", t.say("สถานะ", "Status"), states).value("started").into(),
        Field::checkboxes("tell", t.say("แจ้งให้ใครทราบ", "Who to tell"), units()).values(["finance"]).into(),
        Field::textarea("note", t.say("หมายเหตุ", "Note")).rows(3).optional(t).into(),
        Field::text("locked", t.say("ปีงบประมาณ", "Fiscal year"))
            .hint(t.say("แก้ไม่ได้ เพราะรายงานลงนามแล้ว", "Cannot change: the report is signed"))
            .value("2565")
            .width(4)
            .disabled()
            .into(),
    ];
    Chapter {
        id: "fields",
        heading: t.say("ช่องกรอก", "Fields"),
        about: t.say(
            "ป้าย คำแนะนำ ข้อผิดพลาด แล้วจึงช่องกรอก ความกว้างบอกความยาวของคำตอบ",
            "Label, hint, error, then input. The width tells the length of the answer.",
        ),
        examples: vec![group("form", fields)],
    }
}

fn refused_form(t: Language) -> Chapter {
    let score = t.say(
        "คะแนนต้องอยู่ระหว่าง 0 ถึง 100 ที่พิมพ์มาคือ 185 แก้แล้วบันทึกอีกครั้ง",
        "The score must be from 0 to 100; 185 was typed. Correct it and save again",
    );
    let who = t.say("ยังไม่ได้เลือกว่าใครรับผิดชอบ เลือกหนึ่งฝ่าย", "Nobody is responsible yet. Choose one division");
    let choices =
        [Choice::new("a", t.say("ฝ่ายทะเบียน", "Registration")), Choice::new("b", t.say("ฝ่ายโยธา", "Public Works"))];
    let parts = vec![
        ErrorSummary::new(t).add("wrong_score", score).add("wrong_unit", who).into(),
        Field::digits("wrong_score", t.say("คะแนน I7", "Score of I7"))
            .hint(t.say("สองตำแหน่งทศนิยม", "Two decimals"))
            .value("185")
            .error(Some(score))
            .into(),
        Field::radios("wrong_unit", t.say("ผู้รับผิดชอบ", "Responsible"), choices).error(Some(who)).into(),
    ];
    Chapter {
        id: "errors",
        heading: t.say("แบบที่กรอกผิด", "A refused form"),
        about: t.say(
            "บอกว่าอะไรผิด เพราะอะไร และทำอย่างไรต่อ สิ่งที่พิมพ์ยังอยู่ครบ",
            "What is wrong, why, and what next. What was typed stays.",
        ),
        examples: vec![group("form", parts)],
    }
}

fn dates_and_files(t: Language) -> Chapter {
    let meant = t.say("ปี 2022 อยู่ก่อน พ.ศ. 2400 เลือกปีที่หมายถึง", "2022 is before BE 2400. Choose the year you mean");
    let parts = vec![
        Field::date(t, "due", t.say("วันครบกำหนด", "Due date"))
            .hint(t.say("เช่น 8 เมษายน 2565", "For example 8 April 2565"))
            .date_parts("8", "4", "2565")
            .in_words(t.say("วันศุกร์ที่ 8 เมษายน 2565", "Friday 8 April 2022 (BE 2565)"))
            .into(),
        Field::date(t, "asked", t.say("วันที่เริ่ม", "Start date"))
            .date_parts("1", "10", "2022")
            .error(Some(meant))
            .ask_back(2022)
            .into(),
        Field::files("evidence", t.say("หลักฐาน", "Evidence"), ".pdf,.png,.jpg")
            .hint(t.say(
                "PDF หรือรูปภาพ ไฟล์ละไม่เกิน 20 MB เราลบพิกัดและชื่อเครื่องออกจากรูป",
                "PDF or pictures, up to 20 MB each. We remove location and device names from pictures",
            ))
            .into(),
    ];
    Chapter {
        id: "dates",
        heading: t.say("วันที่และไฟล์", "Dates and files"),
        about: t.say(
            "ปีเป็น พ.ศ. เสมอ ปีที่ดูเป็น ค.ศ. ถามกลับ ไม่แก้เองเงียบ ๆ",
            "Years are Buddhist. A year that looks like the common era is asked back, never turned silently.",
        ),
        examples: vec![group("form", parts)],
    }
}

fn tables(t: Language) -> Chapter {
    let divisions = [Choice::new("all", t.say("ทุกฝ่าย", "All")), Choice::new("finance", t.say("การคลัง", "Finance"))];
    let filters = Filters::new(t, "/styleguide")
        .field(Field::select("division", t.say("ฝ่าย", "Division"), divisions).value("finance"))
        .field(Field::text("words", t.say("คำค้น", "Words")))
        .active(t.say("ฝ่ายการคลัง", "Finance"), "/styleguide#tables");
    let row = |code: &str, thai, english, score: &str, status| {
        let title = format!("{code} {}", t.say(thai, english));
        Row::new(Link::new("#tables", title))
            .cell(StatusTag::new(t, status))
            .cell(score)
            .cell(t.say("ฝ่ายการคลัง", "Finance"))
    };
    let table = Table::new(
        t.say("มาตรการปี 2565 ทั้งหมด 5 ข้อ ณ 31 มี.ค. 2565", "Measures of FY 2565: 5 items, as of 31 March 2022 (BE 2565)"),
    )
    .column(Column::text(t.say("ข้อ", "Item")).sorted(Sort::Ascending, "?sort=item"))
    .column(Column::text(t.say("สถานะ", "Status")))
    .column(Column::number(t.say("คะแนน", "Score")).sorted(Sort::Unsorted, "?sort=score"))
    .column(Column::text(t.say("ผู้รับผิดชอบ", "Responsible")))
    .row(row("I1", "ทำงานตามขั้นตอนและเวลา", "Work follows procedure and time", "77.87", Status::Done))
    .row(row("I7", "รู้แผนการใช้จ่ายงบประมาณของหน่วยงาน", "Staff know the spending plan", "53.65", Status::InProgress))
    .row(
        Row::new(Link::new("#tables", t.say("I10 การเปิดโอกาสให้ร่วมวางแผน", "I10 Taking part in planning")))
            .cell(StatusTag::new(t, Status::Waiting))
            .cell(Field::digits("score_i10", t.say("คะแนน I10", "Score of I10")).value("80.11").hidden_label())
            .cell(t.say("ผู้ช่วยผู้อำนวยการเขต ปฏิบัติราชการแทน", "Assistant Director, acting for the Director")),
    )
    .row(row("O26", "การบริหารและพัฒนาทรัพยากรบุคคล", "Personnel management", "0.00", Status::Overdue(3)))
    .row(row("O36", "การประเมินความเสี่ยงการทุจริต", "Corruption risk assessment", "0.00", Status::Unproven))
    .total(Row::new(t.say("เฉลี่ย", "Mean")).cell("").cell("42.33").cell(""));
    let nobody = EmptyState::new(t.say("ยังไม่มีมาตรการของปี 2566", "There are no measures for FY 2566 yet"))
        .action(Button::secondary(t.say("นำเข้าจากรายงานปีก่อน", "Import last year's report")).to("#tables"))
        .action(Link::new("#tables", t.say("เริ่มจากข้อที่เสียคะแนน", "Start from items that lose points")));
    Chapter {
        id: "tables",
        heading: t.say("ตาราง ตัวกรอง หน้า", "Tables, filters, paging"),
        about: t.say(
            "บนโทรศัพท์แต่ละแถวเป็นการ์ด เรียงด้วยลิงก์ที่หัวตาราง ใช้ได้โดยไม่มีสคริปต์",
            "On a phone each row is a card. Sorted by links in the heads; works without script.",
        ),
        examples: vec![filters.into(), table.into(), Pagination::new(t, 3, 12, "/styleguide").into(), nobody.into()],
    }
}

fn lists(t: Language) -> Chapter {
    let tasks = [
        Task::new(
            "#lists",
            t.say("แนบผลประเมินความเสี่ยง O36", "Attach the risk assessment O36"),
            StatusTag::new(t, Status::Overdue(3)),
        ),
        Task::new(
            "#lists",
            t.say("ตรวจหลักฐาน I7 ของฝ่ายการคลัง", "Review the evidence of I7"),
            StatusTag::new(t, Status::Waiting),
        )
        .hint(t.say("ครบกำหนดพรุ่งนี้ (11 เม.ย. 2565)", "Due tomorrow (11 April 2022)")),
        Task::new("#lists", t.say("เวียนคู่มือบริการ", "Circulate the service manual"), StatusTag::new(t, Status::Done)),
    ];
    let summary = SummaryList::new(t)
        .row_to_change(t.say("ผู้รับผิดชอบ", "Responsible"), t.say("ฝ่ายการคลัง", "Finance Division"), "#lists")
        .row_to_change(t.say("วันครบกำหนด", "Due"), t.say("15 เม.ย. 2565", "15 April 2022 (BE 2565)"), "#lists")
        .row(t.say("สถานะ", "Status"), StatusTag::new(t, Status::InProgress))
        .row_to_change(t.say("หลักฐาน", "Evidence"), "", "#lists");
    let events = [
        Event {
            when: t.say("8 เม.ย. 2565 14.30 น.", "8 April 2022, 14.30").to_string(),
            datetime: "2022-04-08T14:30+07:00".to_string(),
            who: Some(t.say("ผู้อำนวยการเขต", "The Director").to_string()),
            what: t.say("ลงนามรายงานฉบับที่ 1", "Signed version 1 of the report").to_string(),
            said: None,
            details: None,
        },
        Event {
            when: t.say("4 เม.ย. 2565 09.14 น.", "4 April 2022, 9.14").to_string(),
            datetime: "2022-04-04T09:14+07:00".to_string(),
            who: Some(t.say("หัวหน้าฝ่ายการคลัง", "Head of Finance").to_string()),
            what: t.say("แก้คะแนนเป้าหมายของ I7", "Changed the target of I7").to_string(),
            said: None,
            details: Some(t.say("เดิม 80.00 ใหม่ 85.00", "Before 80.00, after 85.00").into()),
        },
    ];
    Chapter {
        id: "lists",
        heading: t.say("รายการงาน สรุป ประวัติ", "Task list, summary, history"),
        about: t.say("สิ่งที่เสร็จแล้วถอยไป สิ่งที่ค้างเด่นขึ้นมา", "What is done recedes, so that open work stands out."),
        examples: vec![TaskList::new("tasks", tasks).into(), summary.into(), Timeline::new(t, events).into()],
    }
}

fn blocks(t: Language) -> Chapter {
    let step = t.say("ตรวจสิ่งที่ระบบอ่านได้", "Check what was read");
    Chapter {
        id: "blocks",
        heading: t.say("ข้อความบอก และขั้นตอน", "Notices and steps"),
        about: t.say(
            "บอกสิ่งที่เกิดขึ้นและขั้นต่อไป อยู่นิ่งจนเปลี่ยนหน้า",
            "What happened and what comes next; it stays until the next page.",
        ),
        examples: vec![
            StepHeading::new(t, 2, 4, step).level(3).into(),
            Notice::new(t.say("ปีงบประมาณ 2566 เริ่ม 1 ตุลาคม 2565", "Fiscal year 2566 begins on 1 October 2022")).into(),
            Notice::warning(
                t.say("ตัวชี้วัดที่ 8 พิมพ์ 79.52 แต่เฉลี่ยรายข้อได้ 78.92", "Indicator 8 says 79.52, but its items average 78.92"),
            )
            .heading(t.say("คะแนนไม่ตรงกัน 1 จุด", "Scores disagree in 1 place"))
            .into(),
            Notice::danger(t.say(
                "หลังลงนามแล้วแก้ไม่ได้ ต้องออกฉบับใหม่",
                "A signed report cannot be changed: a new version must be made",
            ))
            .into(),
        ],
    }
}
