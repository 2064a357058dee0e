//! The same report in every format: files that other programs made of the invented ones say the same as those.

use std::{collections::BTreeSet, path::PathBuf};

use report::{Format, Hints, Place, ReadError, Report, Understanding, coverage, understand};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reads a fixture and proves that nothing of it is lost.
fn understood(name: &str) -> Understanding {
    let understanding = understand(&read(name), &Hints::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(coverage::lost(&understanding.source, &understanding.report), [], "{name}");
    understanding
}

/// Without what differs between files: where in the file something stands.
fn without_places(report: &Report) -> Report {
    let mut report = report.clone();
    for warning in &mut report.warnings {
        warning.message = thai::Bilingual::default().into();
        if warning.place.parse::<Place>().is_ok() {
            warning.place.clear();
        }
    }
    report.unparsed.iter_mut().for_each(|unparsed| unparsed.place.clear());
    report
}

const FIXTURES: [(&str, &str); 5] = [
    ("cut-by-pages.md", "cut-by-pages"),
    ("english.md", "english"),
    ("no-headings-2566.md", "no-headings-2566"),
    ("lower-case-2567.md", "lower-case-2567"),
    ("moved-columns.html", "moved-columns"),
];

fn the_same_in(ending: &str, fixtures: &[(&str, &str)]) {
    for (original, name) in fixtures {
        let mut expected = understood(original).report;
        let found = understood(&format!("office/{name}.{ending}")).report;
        // Lines that break inside words are looked for in print only.
        let squash = thai::text::squash;
        expected.corrections.retain(|offered| squash(&offered.printed) != squash(&offered.suggested));
        assert_same(&without_places(&found), &without_places(&expected), &format!("{name}.{ending}"));
    }
}

/// Names the first difference instead of printing two reports.
fn assert_same(found: &Report, expected: &Report, name: &str) {
    let [found, expected] = [found, expected].map(report::json::to_json);
    let differs = found.lines().zip(expected.lines()).position(|(one, other)| one != other);
    if let Some(at) = differs {
        let around = |text: &str| text.lines().skip(at.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
        panic!("{name} differs\n--- found\n{}\n--- expected\n{}", around(&found), around(&expected));
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
}

fn of_csv(text: &str) -> Report {
    understand(text.as_bytes(), &Hints::default()).expect("a form that can be read").report
}

#[test]
fn a_row_whose_words_are_those_of_headings_is_a_row() {
    let report = of_csv(
        "ตัวชี้วัด,แนวทาง,มาตรการ,ผลการดำเนินการ,ผู้รับผิดชอบ\n\
         I1 ข้อหนึ่ง,จัดทำแผน,เวียนคู่มือ,เวียนแล้ว “ดำเนินการแล้วเสร็จ”,ฝ่ายปกครอง\n\
         I2 ข้อสอง,จัดทำแนวทางการปฏิบัติงานให้ชัดเจน,กำหนดมาตรการลดขั้นตอน,,ฝ่ายทะเบียน\n\
         I3 ข้อสาม,ชี้แจงบุคลากร,ประชุม,ประชุมแล้ว “ดำเนินการแล้วเสร็จ”,ฝ่ายโยธา\n",
    );
    let told: Vec<_> = report.items.iter().map(|item| (item.code.as_str(), item.measures.join("|"))).collect();
    assert_eq!(told, [("I1", "เวียนคู่มือ".into()), ("I2", "กำหนดมาตรการลดขั้นตอน".into()), ("I3", "ประชุม".into())]);
}

#[test]
fn the_head_of_the_form_may_stand_in_the_table_and_again_on_each_page() {
    let head = "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส,,,,\n\
                หน่วยงาน สำนักงานเขตตัวอย่าง,,,,\n\
                วันที่ 8 เมษายน 2565,,,,\n";
    let lines = "โปรดกรอกให้ครบทุกช่อง,,,,\nส่งภายในเดือนเมษายน,,,,\nแนบเอกสารประกอบ,,,,\nติดต่อฝ่ายปกครอง,,,,\n";
    let headings = "ตัวชี้วัด,แนวทาง,มาตรการ,ผลการดำเนินการ,ผู้รับผิดชอบ\n";
    let report = of_csv(&format!(
        "{head}{lines}{headings}I1 ข้อหนึ่ง,ก,ข,ประชุมแล้ว,ฝ่ายปกครอง\n{head}{headings}I2 ข้อสอง,ค,ง,เวียนแล้ว,ฝ่ายทะเบียน\n"
    ));
    let codes: Vec<_> = report.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["I1", "I2"]);
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
}

#[test]
fn statuses_that_nobody_can_give_out_are_given_to_no_result() {
    let report = of_csv(
        "ตัวชี้วัด,แนวทาง,มาตรการ,ผลการดำเนินการ,สถานะ,ผู้รับผิดชอบ\n\
         I1 ข้อหนึ่ง,จัดทำแผน,เวียนคู่มือ,\"- ประชุม\n- เวียน\n- ตรวจ\",\"ดำเนินการแล้วเสร็จ\nอยู่ระหว่างดำเนินการ\",ฝ่ายปกครอง\n",
    );
    assert_eq!(report.items[0].results.len(), 3);
    assert!(report.items[0].results.iter().all(|result| result.status.is_none()), "{:?}", report.items[0].results);
    assert!(report.warnings.iter().any(|warning| warning.code == "statuses_without_results"));
    let kept: Vec<_> = report.unparsed.iter().map(|unparsed| unparsed.text.as_str()).collect();
    assert_eq!(kept, ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ"]);
}

#[test]
fn word_documents_of_python_docx_say_the_same() {
    the_same_in("docx", &FIXTURES);
}

#[test]
fn word_documents_that_went_through_libreoffice_say_the_same() {
    the_same_in("libreoffice.docx", &FIXTURES);
}

#[test]
fn workbooks_of_openpyxl_say_the_same() {
    the_same_in("xlsx", &FIXTURES);
}

#[test]
fn workbooks_that_went_through_libreoffice_say_the_same() {
    the_same_in("libreoffice.xlsx", &FIXTURES);
}

/// CSV cannot merge cells, so the file with merged cells is not among these.
#[test]
fn csv_files_in_four_encodings_and_three_delimiters_say_the_same() {
    the_same_in("csv", &FIXTURES[..4]);
}

/// A PDF says where letters stand and not what they belong to: the note that says so is the only difference.
#[test]
fn pdfs_of_libreoffice_say_the_same() {
    for (original, name) in FIXTURES {
        let expected = understood(original).report;
        let mut found = understood(&format!("office/{name}.pdf")).report;
        assert_eq!(found.warnings.remove(0).code, "read_from_pdf");
        assert_same(&without_places(&found), &without_places(&expected), &format!("{name}.pdf"));
    }
}

#[test]
fn every_format_is_known_by_its_content() {
    let kinds = [("docx", Format::Word), ("xlsx", Format::Excel), ("csv", Format::Csv), ("pdf", Format::Pdf)];
    for (_, name) in FIXTURES {
        for (ending, format) in kinds {
            assert_eq!(Format::of(&read(&format!("office/{name}.{ending}"))), Ok(format), "{name}.{ending}");
        }
    }
    for (original, _) in FIXTURES {
        assert_eq!(Format::of(&read(original)), Ok(Format::Markup), "{original}");
    }
    assert_eq!(Format::of(b" {\"agency\": null}"), Ok(Format::Json));
}

#[test]
fn places_are_told_in_the_words_of_each_program() {
    let place = |name: &str| -> BTreeSet<String> {
        let understanding = understood(name);
        let passages = understanding.passages_by_item.into_iter().flatten();
        passages.map(|passage| passage.place.to_string()).collect()
    };
    assert!(place("office/english.docx").contains("table 1 row 3"), "{:?}", place("office/english.docx"));
    assert!(place("office/english.xlsx").contains("sheet รายงาน row 5"), "{:?}", place("office/english.xlsx"));
    assert!(place("office/english.csv").contains("line 6"), "{:?}", place("office/english.csv"));
    assert!(place("english.md").contains("line 7"), "{:?}", place("english.md"));
}

#[test]
fn other_kinds_are_refused_with_what_to_do() {
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 512], &name].concat()
    };
    let files: [(Vec<u8>, &str); 6] = [
        (compound("WordDocument"), ".docx"),
        (compound("Workbook"), ".xlsx"),
        (compound("EncryptedPackage"), "password"),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "picture"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "picture"),
        (b"PK\x03\x04nothing".to_vec(), "damaged"),
    ];
    for (bytes, word) in files {
        let error = understand(&bytes, &Hints::default()).unwrap_err();
        let sentence = error.sentence();
        assert!(sentence.en.contains(word), "{error:?}: {}", sentence.en);
        assert!(sentence.th.contains("กรุณา"), "{}", sentence.th);
    }
    assert_eq!(understand(&vec![b'a'; 20_000_001], &Hints::default()), Err(ReadError::TooLarge { limit: 20_000_000 }));
}

/// A file of `tests/corpus`, made by python-docx or openpyxl (`fixtures/make.py`) with what offices do beside tables.
fn features(ending: &str) -> Understanding {
    let path = folder().join(format!("../corpus/features.{ending}"));
    let bytes = std::fs::read(path).expect("a file of the corpus");
    let understanding = understand(&bytes, &Hints::default()).expect("it is read");
    assert_eq!(coverage::lost(&understanding.source, &understanding.report), [], "{ending}");
    understanding
}

fn names(report: &Report) -> Vec<(&str, &str, Vec<&str>)> {
    let responsible = |item: &'_ report::Item| item.responsible.iter().map(|one| one.party.clone()).collect::<Vec<_>>();
    assert!(report.items.iter().all(|item| responsible(item) == ["ฝ่ายสมมติ"]), "{:?}", report.items);
    report
        .items
        .iter()
        .map(|item| (item.code.as_str(), item.topic.as_str(), item.measures.iter().map(String::as_str).collect()))
        .collect()
}

#[test]
fn lists_tracked_changes_hidden_text_and_merged_cells_of_word_are_read_as_they_are_seen() {
    let report = features("docx").report;
    // What was deleted or hidden is in the file, and is not read.
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
    assert_eq!(report.report_date.expect("a date").to_string(), "2022-03-15");
    assert_eq!(
        names(&report),
        [("I1", "เพื่อนร่วมงานทำงานตามเวลา", vec!["ทำสิ่งที่ 12"]), ("I2", "บริการเท่าเทียม", vec!["ทำสิ่งที่ 22"])],
        "the merged cell of the responsible party counts for both rows"
    );
    assert!(report.items.iter().all(|item| item.statuses == [report::Status::Done]));
    let whole = report::json::to_json(&report);
    assert!(!whole.contains("ลบ") && !whole.contains("ซ่อน"), "{whole}");
}

#[test]
fn dates_numbers_and_hidden_parts_of_excel_are_read_as_they_are_seen() {
    let report = features("xlsx").report;
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
    assert_eq!(report.report_date.expect("the number of a day in a Thai format").to_string(), "2022-03-15");
    assert_eq!(names(&report), [("I1", "ทำงานตามเวลา", vec!["ข"]), ("I2", "เท่าเทียม", vec!["ง"])]);
    let scores: Vec<_> = report.items.iter().map(|item| item.score.map(|score| score.to_string())).collect();
    assert_eq!(scores, [Some("77.87".into()), Some("76.43".into())], "as shown in the cell, the hidden row too");
    let statuses: Vec<_> = report.items.iter().map(|item| item.statuses.clone()).collect();
    assert_eq!(statuses, [vec![report::Status::Done], vec![report::Status::InProgress]]);
    let whole = report::json::to_json(&report);
    assert!(!whole.contains("คีย์"), "a hidden column is not read: {whole}");
    let told: Vec<&str> = report.warnings.iter().map(|warning| warning.code.as_str()).collect();
    for code in ["hidden_sheet", "hidden_rows", "hidden_columns"] {
        assert!(told.contains(&code), "{code}: {told:?}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A container of these parts.
fn container(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut writer, content.as_bytes()).expect("its content");
    }
    writer.finish().expect("a container").into_inner()
}

fn relation(kind: &str, target: &str) -> String {
    format!("<Relationships><Relationship Id=\"a\" Type=\"x/{kind}\" Target=\"{target}\"/></Relationships>")
}

/// A document as the plainest Word file that holds it.
fn plain_word(document: &report::document::Document) -> Vec<u8> {
    use report::document::Block;
    let paragraph = |one: &report::Passage| {
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(&one.text))
    };
    let mut body = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(one) => body += &paragraph(one),
            Block::Table(table) => {
                body += "<w:tbl>";
                for row in &table.rows {
                    let cells = row.cells.iter().map(|cell| cell.passages.iter().map(paragraph).collect::<String>());
                    let cells: String = cells.map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
                    body += &format!("<w:tr>{cells}</w:tr>");
                }
                body += "</w:tbl>";
            }
        }
    }
    container(&[
        ("_rels/.rels", relation("officeDocument", "word/document.xml")),
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
    ])
}

/// A document as the plainest workbook that holds it: a cell's paragraphs are its lines.
fn plain_excel(document: &report::document::Document) -> Vec<u8> {
    use report::document::Block;
    let cell =
        |text: String| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(&text));
    let mut rows = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(one) => rows += &format!("<row>{}</row>", cell(one.text.clone())),
            Block::Table(table) => {
                for row in &table.rows {
                    let lines = row.cells.iter().map(|one| {
                        one.passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n")
                    });
                    rows += &format!("<row>{}</row>", lines.map(cell).collect::<String>());
                }
            }
        }
    }
    let book = "<workbook><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>".to_owned();
    container(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ])
}

/// The published report, if `PRONGSAI_SHARED` names the folder that holds it.
#[test]
fn a_published_report_has_its_39_items_in_word_and_excel_too() {
    let Some(shared) = std::env::var_os("PRONGSAI_SHARED").map(PathBuf::from) else { return };
    let bytes = std::fs::read(shared.join("samples/suanluang-report-2565.md")).expect("the sample is there");
    let original = understand(&bytes, &Hints::default()).expect("the sample is read");
    let facts = |report: &Report| -> Vec<String> {
        let facts = report.items.iter().map(|item| {
            format!("{} {} {:?} {:?} {:?}", item.code, item.indicator, item.score, item.statuses, item.responsible)
        });
        facts.collect()
    };
    assert_eq!(original.report.items.len(), 39);
    for (name, bytes) in [("docx", plain_word(&original.source)), ("xlsx", plain_excel(&original.source))] {
        let found = understand(&bytes, &Hints::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(facts(&found.report), facts(&original.report), "{name}");
        assert_eq!(found.report.agency, original.report.agency, "{name}");
        assert_eq!(found.report.report_date, original.report.report_date, "{name}");
        assert_eq!(coverage::lost(&found.source, &found.report), [], "{name}");
    }
}

/// A report of one table whose rows are given as HTML, below its title.
fn of_html(tables: &str) -> Understanding {
    let page = format!("<h1>แบบรายงานผลการดำเนินการตามมาตรการ ปี พ.ศ. 2565</h1>{tables}");
    let understood = understand(page.as_bytes(), &Hints::default()).expect("the page is read");
    assert_eq!(coverage::lost(&understood.source, &understood.report), [], "nothing of it is lost");
    understood
}

const HEADINGS: &str = "<tr><td>ตัวชี้วัด<td>แนวทางการปฏิบัติ<td>มาตรการ<td>ผลการดำเนินการ<td>ผู้รับผิดชอบ</tr>";

fn parties(item: &report::Item) -> Vec<&str> {
    item.responsible.iter().map(|party| party.party.as_str()).collect()
}

#[test]
fn a_pdf_without_ruling_lines_is_read_on_every_page() {
    let understood = understood("office/without-lines.pdf");
    let report = &understood.report;
    assert_eq!(report.agency.as_deref(), Some("สำนักงานเขตตัวอย่าง"));
    assert_eq!(report.report_date.unwrap().to_string(), "2022-04-08");
    let codes: Vec<&str> = report.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(
        codes,
        (1..=24).map(|number| format!("I{number}")).collect::<Vec<_>>(),
        "the second page has no heading"
    );
    for (at, item) in report.items.iter().enumerate() {
        assert_eq!(item.guidelines, [format!("แนวทาง{}", at + 1)]);
        assert_eq!((item.results.len(), item.statuses.as_slice()), (1, [report::Status::Done].as_slice()), "{item:?}");
    }
    assert_eq!(report.unparsed, []);
}

#[test]
fn a_table_that_goes_on_without_headings_keeps_its_columns() {
    let row = |cells: &str| format!("<tr>{cells}</tr>");
    let page_two = row("<td>I2 เท่าเทียม<td>ค<td>ง<td>เวียน “ดำเนินการแล้วเสร็จ”<td>ฝ่ายทะเบียน<td>");
    let wider = of_html(&format!(
        "<table>{HEADINGS}{}</table><table>{page_two}</table>",
        row("<td>I1 ขั้นตอน<td>ก<td>ข<td>ประชุม “ดำเนินการแล้วเสร็จ”<td>ฝ่ายปกครอง")
    ));
    let items = &wider.report.items;
    assert_eq!((items.len(), items[1].code.as_str(), parties(&items[1])), (2, "I2", vec!["ฝ่ายทะเบียน"]));
    let numbered = "<tr><td>ลำดับ<td>ตัวชี้วัด<td>แนวทาง<td>มาตรการ<td>ผลการดำเนินการ<td>ผู้รับผิดชอบ</tr>";
    let narrower = of_html(&format!(
        "<table>{numbered}{}</table><table>{}</table>",
        row("<td>1<td>I1 ขั้นตอน<td>ก<td>ข<td>ประชุม “ดำเนินการแล้วเสร็จ”<td>ฝ่ายปกครอง"),
        row("<td>1<td>O2 ข้อมูลผู้บริหาร<td>แนว<td>มาตร<td>เผยแพร่ “ดำเนินการแล้วเสร็จ”"),
    ));
    let last = narrower.report.items.last().unwrap();
    assert_eq!(
        (last.code.as_str(), &last.guidelines[..], &last.measures[..]),
        ("O2", &["แนว".into()][..], &["มาตร".into()][..])
    );
    assert_eq!(last.results[0].text, "เผยแพร่");
    // What cannot be told is said.
    let strange = of_html(&format!(
        "<table>{HEADINGS}{}</table><table>{}</table>",
        row("<td>I1 ขั้นตอน<td>ก<td>ข<td>ประชุม “ดำเนินการแล้วเสร็จ”<td>ฝ่ายปกครอง"),
        row("<td>ฝ่าย<td>ก<td>ข<td>ค<td>ง<td>จ<td>I2 เท่าเทียม"),
    ));
    assert!(strange.report.warnings.iter().any(|warning| warning.code == "table_not_understood"), "{strange:?}");
}

#[test]
fn a_merged_cell_gives_what_stands_in_it_and_no_more() {
    let understood = of_html(&format!(
        "<table>{HEADINGS}<tr><td rowspan=2>I1 ขั้นตอน<td>ก<td>ข<td>ประชุม “ดำเนินการแล้วเสร็จ”<td>ฝ่ายปกครอง</tr>\
         <tr><td>ก2<td>ข2<td>เวียน “ดำเนินการแล้วเสร็จ”<td rowspan=2>ฝ่ายทะเบียน</tr>\
         <tr><td>I2 เท่าเทียม<td>ค<td>ง<td>ตรวจ “ดำเนินการแล้วเสร็จ”</tr></table>"
    ));
    let items = &understood.report.items;
    assert_eq!(parties(&items[0]), ["ฝ่ายปกครอง", "ฝ่ายทะเบียน"]);
    assert_eq!(parties(&items[1]), ["ฝ่ายทะเบียน"]);
}

#[test]
fn headings_may_stand_below_a_collective_heading() {
    let understood = of_html(
        "<table><tr><td rowspan=2>ตัวชี้วัด<td rowspan=2>แนวทาง<td rowspan=2>มาตรการ<td colspan=3>การติดตาม<td rowspan=2>ผู้รับผิดชอบ</tr>\
         <tr><td>ผลการดำเนินการ<td>สถานะ<td>วันที่</tr>\
         <tr><td>I1 ขั้นตอน<td>ก<td>ข<td>ประชุมแล้ว<td>ดำเนินการแล้วเสร็จ<td>8 เม.ย. 65<td>ฝ่ายปกครอง</tr></table>",
    );
    let item = &understood.report.items[0];
    assert_eq!((item.results[0].text.as_str(), item.results[0].status), ("ประชุมแล้ว", Some(report::Status::Done)));
    assert_eq!(parties(item), ["ฝ่ายปกครอง"]);
}

#[test]
fn signatures_below_a_table_are_no_results() {
    let understood = of_html(&format!(
        "<table>{HEADINGS}<tr><td>I1 ขั้นตอน<td>ก<td>ข<td>ประชุม “ดำเนินการแล้วเสร็จ”<td>ฝ่ายปกครอง</tr>\
         <tr><td><td><td>ลงชื่อ ผู้รายงาน<td><td></tr><tr><td><td><td>ตำแหน่ง ผู้อำนวยการ<td><td></tr></table>"
    ));
    let item = &understood.report.items[0];
    assert_eq!((item.measures.as_slice(), item.results.len()), (["ข".to_owned()].as_slice(), 1), "{item:?}");
    let kept: Vec<&str> = understood.report.unparsed.iter().map(|kept| kept.text.as_str()).collect();
    assert_eq!(kept[1..], ["ลงชื่อ ผู้รายงาน", "ตำแหน่ง ผู้อำนวยการ"]);
    let sheet = of_csv(
        "ตัวชี้วัด,แนวทางการปฏิบัติ,มาตรการ,ผลการดำเนินการ,ผู้รับผิดชอบ\n\
         I1 ขั้นตอน,ก,ข,ประชุม “ดำเนินการแล้วเสร็จ”,ฝ่ายปกครอง\n,,ติดตามทุกเดือน,,\n,ลงชื่อ นายสมมติ ใจดี,ผู้รายงาน,,\n,ตำแหน่ง ผู้อำนวยการ,,,\n",
    );
    assert_eq!(sheet.items[0].measures, ["ข", "ติดตามทุกเดือน"]);
    assert_eq!(sheet.items[0].guidelines, ["ก"]);
}
