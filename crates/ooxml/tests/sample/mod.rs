//! A document with everything that the writer knows.

use ooxml::word::*;

/// One of everything, invented.
pub fn everything() -> Document {
    let properties = Properties {
        title: "เอกสารตัวอย่าง".into(),
        author: "สำนักงานเขตตัวอย่าง".into(),
        subject: "ทุกอย่างที่เขียนได้".into(),
        language: "th-TH".into(),
        created: "2026-01-15T07:30:00Z".into(),
    };
    let page = Page::a4();
    let upright = page.clone();
    let columns = page.text_width().shared(&[1, 2, 2]);
    Document::new(properties, Stylesheet::new("Sarabun", 12.0), page)
        .footer(vec![
            Paragraph::new(Style::FOOTER)
                .rule_above()
                .text("หน้า ")
                .inline(Inline::PageNumber { thai: true })
                .text(" จาก ")
                .inline(Inline::PageCount { thai: true }),
        ])
        .header(vec![Paragraph::of(Style::HEADER, "ฉบับร่าง").align(Align::End)])
        .paragraph(Paragraph::of(Style::TITLE, "การวิเคราะห์ผลที่กี้ฎุปู่ญู น้ำ ปั้น"))
        .paragraph(Paragraph::of(Style::SUBTITLE, "สำนักงานเขตตัวอย่าง ๒๕๖๕"))
        .paragraph(Paragraph::of(Style::HEADING_1, "หัวข้อใหญ่"))
        .paragraph(Paragraph::new(Style::BODY).text("ข้อความ ").bold("ตัวหนา").text(" แล้ว\nบรรทัดใหม่\tช่อง"))
        .paragraph(Paragraph::new(Style::BODY).link("เว็บไซต์ของหน่วยงาน", "https://www.example.go.th/a?b=1&c=2"))
        .paragraph(Paragraph::of(Style::BULLET, "ข้อที่มีจุดนำ ซึ่งยาวพอที่จะขึ้นบรรทัดใหม่และต้องเยื้องให้ตรงกันกับบรรทัดแรกของข้อ"))
        .paragraph(Paragraph::of(Style::NUMBER, "ข้อที่มีเลข"))
        .paragraph(Paragraph::of(Style::NUMBER, "ข้อที่มีเลขอีกข้อ"))
        .paragraph(Paragraph::of(Style::NUMBER, "เลขไทย").marks(Marks::ThaiNumbers))
        .paragraph(Paragraph::new(Style::BODY).text("มองไม่เห็น").hidden("กุญแจ 77").control(Control {
            tag: "row:77".into(),
            name: "ผลการดำเนินการ".into(),
            text: "แก้ได้".into(),
            look: Look::default(),
            editable: true,
        }))
        .paragraph(Paragraph::of(Style::CAPTION, "ตารางที่ 1"))
        .table(table(columns))
        .chart(chart(ChartKind::Columns))
        .chart(chart(ChartKind::Bars))
        .chart(chart(ChartKind::Lines))
        .picture(picture())
        .pages(upright.turned())
        .paragraph(Paragraph::of(Style::HEADING_2, "แนวนอน").box_around())
        .data("https://example.org/data", "{\"ก\": \"<ข>\"}")
}

fn table(columns: Vec<Length>) -> Table {
    let text = |text: &str| Cell::of(Style::TABLE_TEXT, text);
    let head = |text: &str| Cell::of(Style::TABLE_HEAD, text).shade("EFEDE5").middle();
    let mut table = Table::new(columns)
        .described("มาตรการ", "มาตรการรายข้อ")
        .head(Row::new(vec![head("ข้อ"), head("มาตรการ"), head("ผล")]))
        .row(Row::new(vec![text("ตัวชี้วัดที่ 1").over(3).shade("F7F6F1")]).keep_with_next());
    for number in 1..40 {
        let down = if number % 2 == 1 { Down::Begins } else { Down::Continues };
        let code = if number % 2 == 1 { format!("I{number}") } else { String::new() };
        let entry = |text: &str| Paragraph::of(Style::TABLE_BULLET, text);
        let bullets = vec![entry("แจ้งเวียนคู่มือการปฏิบัติงานให้ทุกฝ่ายทราบ"), entry("ติดตามงานที่ค้าง")];
        table = table.row(Row::new(vec![text(&code).down(down), Cell::new(bullets), Cell::new(vec![])]).may_split());
    }
    table
}

fn chart(kind: ChartKind) -> Chart {
    let series = |name: &str, values: [Option<f64>; 3], color, as_line: bool| Series {
        name: name.into(),
        values: values.into(),
        color,
        labelled: !as_line,
        shown: Vec::new(),
        as_line,
    };
    let mut all = vec![
        series("2564", [Some(77.87), Some(53.65), None], "B9B6A5", false),
        series("2565", [Some(81.2), Some(60.0), Some(100.0)], "1F5E52", false),
    ];
    if kind == ChartKind::Columns {
        all.push(series("เป้าหมาย", [Some(85.0); 3], "A33A2C", true));
    }
    Chart {
        kind,
        title: "คะแนนสามปี".into(),
        description: "คะแนนของสามข้อในสองปี".into(),
        categories: ["I1", "I7", "การใช้งบประมาณ"].map(str::to_owned).into(),
        series: all,
        range: [Some(0.0), Some(100.0)],
        labels_inside: false,
        number_format: "0.00",
        size: [Length::cm(15.0), Length::cm(7.0)],
        font: "Sarabun",
    }
}

/// Four red pixels.
fn picture() -> Picture {
    const PNG: &[u8] = include_bytes!("four.png");
    Picture::png(PNG.to_vec(), Length::cm(1.0), "สี่เหลี่ยมสีแดง").expect("a PNG file")
}
