//! The official form, as far as it can be judged without foreign tools.

use documents::{Digits, DocumentError, ReportForm, report_html, report_html_fragment, report_pdf};
use scraper::{ElementRef, Html, Selector};

mod sample;

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).into_iter().map(text).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    assert!(report_pdf(&sample::form()).unwrap() == report_pdf(&sample::form()).unwrap());
    assert_eq!(report_html(&sample::form()), report_html(&sample::form()));
}

#[test]
fn an_empty_report_is_still_a_form() {
    let mut form = sample::form();
    form.report = report::Report::default();
    assert!(report_pdf(&form).unwrap().starts_with(b"%PDF-1.7"));
    let page = Html::parse_document(&report_html(&form));
    assert_eq!(texts(&page, "dd"), ["สำนักงานเขตตัวอย่าง กรุงเทพมหานคร", "–", "–", "–"]);
}

#[test]
fn items_stand_under_their_indicators_in_the_order_of_their_codes() {
    let page = Html::parse_fragment(&report_html_fragment(&sample::form()));
    assert_eq!(
        texts(&page, "tbody th b, tbody th[scope=rowgroup]"),
        [
            "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ คะแนนเฉลี่ย ๘๙.๙๔ คะแนน",
            "I๑",
            "I๒",
            "ตัวชี้วัดที่ ๒ การใช้งบประมาณ คะแนนเฉลี่ย ๗๗.๓๑ คะแนน",
            "I๗",
            "I๘",
            "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน คะแนนเฉลี่ย ๘๓.๐๕ คะแนน",
            "E๑",
            "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)",
            "O๖",
            "O๒๖",
            "O๔๓",
        ]
    );
}

#[test]
fn each_row_has_the_item_its_measures_results_and_responsible_parties() {
    let form = ReportForm { digits: Digits::Arabic, ..sample::form() };
    let page = Html::parse_fragment(&report_html_fragment(&form));
    let rows = all(&page, "tbody tr:has(td)");
    let cells: Vec<String> = rows[1].child_elements().map(text).collect();
    assert_eq!(cells.len(), 5);
    assert_eq!(cells[0], "I2 ให้บริการผู้มาติดต่ออย่างเท่าเทียมกันคะแนนเฉลี่ย 76.43 คะแนน");
    assert_eq!(cells[3], "ติดตั้งเครื่องออกบัตรคิว 4 เครื่อง เปิดใช้แล้วตั้งแต่ 1 ก.พ. 2565 “ดำเนินการแล้วเสร็จ”");
    assert!(cells[4].ends_with("ปฏิบัติราชการแทน ผู้อำนวยการเขต (กำกับดูแล) โทร. 02-000-1200"), "{}", cells[4]);
}

#[test]
fn empty_cells_say_so_and_a_status_without_a_result_is_printed() {
    let page = Html::parse_fragment(&report_html_fragment(&sample::form()));
    let rows = all(&page, "tbody tr:has(td)");
    let cells: Vec<String> = rows[3].child_elements().map(text).collect();
    assert_eq!(cells[1..], ["–", "–", "รวบรวมข้อเสนอจากทุกฝ่าย อยู่ในขั้นสรุป “อยู่ระหว่างดำเนินการ”", "–"]);
}

#[test]
fn a_result_says_its_day_once() {
    let page = Html::parse_fragment(&report_html_fragment(&sample::form()));
    let results = texts(&page, "td li");
    assert!(results.contains(&"ประชุมติดตามงานครั้งที่ ๒ (๘ มีนาคม ๒๕๖๕) “ดำเนินการแล้วเสร็จ”".to_owned()));
    assert!(!results.iter().any(|result| result.contains("กุมภาพันธ์")));
}

#[test]
fn a_zero_of_open_data_is_printed_as_the_form_has_it_and_no_score_as_none() {
    let page = Html::parse_fragment(&report_html_fragment(&sample::form()));
    let items = texts(&page, "tbody th[scope=row]");
    assert!(items[5].ends_with("(คะแนนเฉลี่ย ๐ คะแนน)"), "{}", items[5]);
    assert_eq!(items[7], "O๔๓ การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส");
}

#[test]
fn what_was_typed_is_text_and_never_markup() {
    let page = Html::parse_document(&report_html(&sample::form()));
    assert!(all(&page, "script:not([type='application/json']), td a, td em").is_empty());
    assert_eq!(all(&page, "script").len(), 1, "the data are one element, whatever was typed");
    assert!(texts(&page, "td li").iter().any(|text| text.contains("#set text(red) *หนา* _เอน_ <b>x</b> $๑+๑$")));
}

#[test]
fn the_page_is_an_accessible_file_of_its_own() {
    let page = Html::parse_document(&report_html(&sample::form()));
    assert_eq!(all(&page, "html[lang=th]").len(), 1);
    assert_eq!(
        (all(&page, "h1").len(), all(&page, "main").len(), all(&page, "table[aria-labelledby]").len()),
        (1, 1, 1)
    );
    assert_eq!(all(&page, "thead th[scope=col]").len(), 5);
    assert!(all(&page, "link, img, [src], [style]").is_empty());
    let fragment = Html::parse_fragment(&report_html_fragment(&sample::form()));
    assert_eq!((all(&fragment, "h2").len(), all(&fragment, "style, h1").len()), (1, 0));
}

#[test]
fn demonstration_data_says_so_and_real_data_does_not() {
    let says_so = |form: &ReportForm| {
        !all(&Html::parse_fragment(&report_html_fragment(form)), ".report-form-demonstration").is_empty()
    };
    assert!(says_so(&sample::form()));
    assert!(!says_so(&ReportForm { demonstration: false, ..sample::form() }));
}

#[test]
fn characters_that_cannot_be_printed_are_named_with_their_place() {
    let mut form = sample::form();
    form.report.items[1].measures.push("เสร็จ ✓ แล้ว 漢 ✓".to_owned());
    let error = report_pdf(&form).unwrap_err();
    assert_eq!(error, DocumentError::MissingGlyphs { characters: "✓ 漢".to_owned(), place: "I๒".to_owned() });
    assert!(error.message().th.contains("✓ 漢 (I๒)"));
}

#[test]
fn the_page_comes_back_as_the_same_data_and_with_what_was_changed_in_it() {
    for digits in [Digits::Thai, Digits::Arabic] {
        let form = ReportForm { digits, ..sample::form() };
        let page = report_html(&form);
        let back = |page: &str| report::read(page.as_bytes(), &report::Hints::default()).expect("our own page");
        let read = back(&page);
        assert_eq!(read.items, form.report.items, "{digits:?}");
        assert_eq!(
            (&read.agency, read.report_date, read.year),
            (&form.report.agency, form.report.report_date, form.report.year)
        );
        assert_eq!((read.unparsed.as_slice(), read.corrections.as_slice()), (&[][..], &[][..]));
        let at = page.find("<td><ul>").expect("a cell") + "<td><ul>".len();
        let end = at + page[at..].find("</li>").expect("its first entry");
        let changed = back(&format!("{}<li>แนวทางใหม่ ๒ ข้อ{}", &page[..at], &page[end..]));
        let items =
            |report: &report::Report| report.items.iter().map(|item| item.guidelines.clone()).collect::<Vec<_>>();
        let (before, after) = (items(&form.report), items(&changed));
        let differing: Vec<usize> = (0..before.len()).filter(|at| before[*at] != after[*at]).collect();
        assert_eq!(differing.len(), 1, "{digits:?}: {before:?} {after:?}");
        assert_eq!(
            after[differing[0]][0], "แนวทางใหม่ 2 ข้อ",
            "what the form prints in Thai digits is kept in Arabic ones"
        );
    }
}
