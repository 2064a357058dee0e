//! The cover memo (บันทึกข้อความ, หนังสือภายใน) with which an office hands its report up, as a Word document.
//!
//! Laid out as the regulation of the Office of the Prime Minister on correspondence asks (ระเบียบสำนักนายกรัฐมนตรีว่าด้วย
//! งานสารบรรณ พ.ศ. 2526 และที่แก้ไขเพิ่มเติม, ข้อ 12 and its form 2): A4, 3 cm at the left and 2 cm at the right, 16 points,
//! labels 20 and the title 29 points bold, first lines 2.5 cm in, Thai digits. The national emblem (ครุฑ, 1.5 cm) is the
//! office's own: its place is left free and says so.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ooxml::word::{
    Align, Cell, Document, Length, Look, Page, Paragraph, Properties, Row, Style, StyleDefinition, Stylesheet, Table,
};
use thai::{Language, date};

use crate::{Indicator, Item, Report, Status, form::Digits};

/// The font of official papers, which comes with the computers of Thai offices.
const FONT: &str = "TH Sarabun New";
const LABEL: Style = Style("MemoLabel");
const TITLE: Style = Style("MemoTitle");
const BODY: Style = Style("MemoBody");

/// What stands around the report: who writes to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The unit that writes, with its telephone (ส่วนราชการ).
    pub section: String,
    /// The number of the letter (ที่); left open if empty.
    pub number: String,
    /// The day (วันที่); left open if there is none.
    pub day: Option<Date>,
    /// What it is about (เรื่อง).
    pub subject: String,
    /// To whom (เรียน), without the word itself.
    pub to: String,
    /// A remark of the writer's own, put before the closing part; each line is a paragraph. None if empty.
    pub remark: String,
    /// Who signs; left open if empty.
    pub signer: String,
    /// The post of who signs.
    pub post: String,
}

/// What the memo says of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    letter: Letter,
    agency: String,
    paragraphs: Vec<String>,
}

impl Letter {
    /// The subject as official papers write it: in one line, however many it was typed in.
    fn subject(&self) -> String {
        official(&self.subject.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl Memo {
    /// The memo about a report of this agency.
    pub fn new(report: &Report, agency: &str, letter: Letter) -> Self {
        let remark = letter.remark.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let before = [cause(report, agency), purpose(report)];
        let paragraphs = before.into_iter().chain(remark).chain([conclusion()]).map(|text| official(&text)).collect();
        Self { letter, agency: agency.to_owned(), paragraphs }
    }

    /// The subject that such a memo has as a rule.
    pub fn usual_subject(report: &Report) -> String {
        let year = report.year.map(|year| format!(" ประจำปีงบประมาณ พ.ศ. {year}")).unwrap_or_default();
        format!("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน{year}")
    }

    /// The whole memo as text, to be copied into another program.
    pub fn text(&self) -> String {
        let letter = &self.letter;
        let mut lines = vec![
            "บันทึกข้อความ".to_owned(),
            format!("ส่วนราชการ {}", official(&letter.section)),
            format!("ที่ {}  วันที่ {}", official(&letter.number), self.day()),
            format!("เรื่อง {}", letter.subject()),
            format!("เรียน {}", official(&letter.to)),
        ];
        lines.extend(self.paragraphs.iter().cloned());
        lines.extend(self.signature());
        lines.join("\n")
    }

    /// The memo as a DOCX file. The same memo gives the same bytes.
    pub fn docx(&self) -> Vec<u8> {
        let letter = &self.letter;
        let page = Page {
            header_and_footer: [Length::cm(1.0); 2],
            ..Page::a4().margins([Length::cm(1.5), Length::cm(2.0), Length::cm(2.0), Length::cm(3.0)])
        };
        let width = page.text_width();
        let properties = Properties {
            title: letter.subject(),
            author: self.agency.clone(),
            subject: "บันทึกข้อความ".to_owned(),
            ..Properties::default()
        };
        Document::new(properties, styles(), page)
            .table(head(width))
            .paragraph(filled(width, &[("ส่วนราชการ", official(&letter.section))]))
            .paragraph(filled(width, &[("ที่", official(&letter.number)), ("วันที่", self.day())]))
            .paragraph(filled(width, &[("เรื่อง", letter.subject())]))
            .paragraph(
                Paragraph::of(Style::BODY, format!("เรียน  {}", official(&letter.to)))
                    .space(Length::points(6.0), Length::ZERO),
            )
            .paragraphs(self.paragraphs.iter().map(|text| Paragraph::of(BODY, text)))
            .paragraphs(self.signature().into_iter().enumerate().map(|(at, line)| signed(at, &line)))
            .to_bytes()
    }

    fn day(&self) -> String {
        self.letter.day.map(|day| official(&date::long(day, Language::Thai))).unwrap_or_default()
    }

    /// The name in brackets and the post.
    fn signature(&self) -> Vec<String> {
        let open = "..................................................";
        let name = if self.letter.signer.is_empty() { open } else { &self.letter.signer };
        let lines = [format!("({})", official(name)), official(&self.letter.post)];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// Official papers are written in Thai digits; addresses of the web keep theirs.
fn official(text: &str) -> String {
    Digits::Thai.show(text.trim())
}

/// Why it is written (ภาคเหตุ).
fn cause(report: &Report, agency: &str) -> String {
    let scores = report.score_year.map(|year| format!(" ปีงบประมาณ พ.ศ. {year}")).unwrap_or_default();
    let year = report.year.map(|year| format!(" ประจำปีงบประมาณ พ.ศ. {year}")).unwrap_or_default();
    let day = report.report_date.map(|day| format!(" ข้อมูล ณ วันที่ {}", date::long(day, Language::Thai)));
    format!(
        "ด้วย{agency}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน{year} จากผลการวิเคราะห์คะแนน\
         การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA){scores} และได้ติดตามผลการดำเนินการ\
         ตามมาตรการดังกล่าวเรียบร้อยแล้ว{}",
        day.unwrap_or_default()
    )
}

/// What is reported (ภาคความประสงค์).
fn purpose(report: &Report) -> String {
    let counts = counts(&report.items);
    let count = |status: Option<Status>| counts.get(&status.map(Status::key)).copied().unwrap_or(0);
    let told = [
        (Some(Status::Done), "ดำเนินการแล้วเสร็จ"),
        (Some(Status::InProgress), "อยู่ระหว่างดำเนินการ"),
        (Some(Status::NotStarted), "ยังไม่ได้ดำเนินการ"),
        (Some(Status::Cancelled), "ยกเลิก"),
        (None, "ยังไม่ระบุสถานะ"),
    ];
    let told: Vec<String> = told
        .into_iter()
        .map(|(status, words)| (count(status), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{words} {count} ข้อ"))
        .collect();
    let told = if told.is_empty() { String::new() } else { format!(" ดังนี้ {}", told.join(" ")) };
    format!(
        "ในการนี้ ขอรายงานผลการดำเนินการตามมาตรการ รวม {} ข้อ{told}{} รายละเอียดตามแบบรายงานที่แนบมาพร้อมนี้",
        report.items.len(),
        extremes(&report.indicators)
    )
}

/// What is asked for (ภาคสรุป).
fn conclusion() -> String {
    "จึงเรียนมาเพื่อโปรดทราบ และหากเห็นชอบ โปรดลงนามในแบบรายงานและอนุญาตให้เผยแพร่ทางเว็บไซต์ของหน่วยงานต่อไป".to_owned()
}

/// The assessment has so many indicators in every year.
const INDICATORS: usize = 10;

/// The best and the worst indicator, if two differ and all are known: nothing is called the lowest of a part.
fn extremes(indicators: &[Indicator]) -> String {
    let scored = || indicators.iter().filter_map(|indicator| Some((indicator.score?, indicator)));
    let best = scored().max_by_key(|(score, indicator)| (*score, std::cmp::Reverse(indicator.number)));
    let worst = scored().min_by_key(|(score, indicator)| (*score, indicator.number));
    let (Some(best), Some(worst)) = (best, worst) else { return String::new() };
    if best.0 == worst.0 || scored().count() < INDICATORS {
        return String::new();
    }
    let tell = |(score, indicator): (scoring::Score, &Indicator)| {
        let name = [format!("ตัวชี้วัดที่ {}", indicator.number), indicator.name.trim().to_owned()].join(" ");
        format!("{} ({score} คะแนน)", name.trim())
    };
    format!(" โดยตัวชี้วัดที่ได้คะแนนสูงสุด คือ {} และที่ได้คะแนนต่ำสุด คือ {}", tell(best), tell(worst))
}

fn counts(items: &[Item]) -> BTreeMap<Option<&'static str>, usize> {
    items.iter().fold(BTreeMap::new(), |mut counts, item| {
        *counts.entry(standing(item).map(Status::key)).or_default() += 1;
        counts
    })
}

/// How far an item is as a whole: done when all of it is that was not given up.
fn standing(item: &Item) -> Option<Status> {
    let of_results: Vec<Status> = item.results.iter().filter_map(|result| result.status).collect();
    let all = if of_results.is_empty() { &item.statuses } else { &of_results };
    let going: Vec<Status> = all.iter().copied().filter(|status| *status != Status::Cancelled).collect();
    match going.first() {
        None => all.first().copied(),
        Some(first) if going.iter().all(|status| status == first) => Some(*first),
        Some(_) => Some(Status::InProgress),
    }
}

fn styles() -> Stylesheet {
    let plain = |style, name, size| StyleDefinition { line: 1.0, ..StyleDefinition::new(style, name, size) };
    Stylesheet::new(FONT, 16.0)
        .with(plain(Style::BODY, "Normal", 16.0))
        .with(StyleDefinition {
            bold: true, align: Align::Center, ..plain(TITLE, "บันทึกข้อความ หัวเรื่อง", 29.0)
        })
        .with(plain(LABEL, "บันทึกข้อความ ส่วนหัว", 16.0))
        .with(StyleDefinition {
            indent: [Length::ZERO, Length::cm(2.5)],
            space: [Length::points(6.0), Length::ZERO],
            align: Align::Thai,
            ..plain(BODY, "บันทึกข้อความ เนื้อความ", 16.0)
        })
}

/// The place of the emblem at the left, the title in the middle.
fn head(width: Length) -> Table {
    let note = Look { size: Some(9.0), color: Some("767A72"), ..Look::default() };
    let emblem = Paragraph::new(Style::BODY).look("[ที่วางตราครุฑ สูง ๑.๕ ซม.]", note);
    Table::new(width.shared(&[3, 10, 3])).without_lines().row(Row::new(vec![
        Cell::new(vec![emblem]).middle(),
        Cell::of(TITLE, "บันทึกข้อความ").middle(),
        Cell::of(Style::BODY, ""),
    ]))
}

/// Labels with what was filled in on a dotted line, which runs to the right edge.
fn filled(width: Length, parts: &[(&str, String)]) -> Paragraph {
    let dotted = || Look { dotted: true, ..Look::default() };
    let label = || Look { bold: true, size: Some(20.0), ..Look::default() };
    let stops = width.shared(&vec![1; parts.len()]);
    let mut at = Length::ZERO;
    parts.iter().zip(stops).fold(Paragraph::new(LABEL), |paragraph, ((words, value), stop)| {
        at = at.plus(stop);
        paragraph.look(*words, label()).look(format!("  {value}\t"), dotted()).tab_stop(at, Align::Start)
    })
}

/// A line of the signature, in the middle of the right half; above the first there is room to sign.
fn signed(at: usize, line: &str) -> Paragraph {
    let above = if at == 0 { Length::points(48.0) } else { Length::ZERO };
    Paragraph::of(Style::BODY, line)
        .align(Align::Center)
        .indent(Length::cm(7.0), Length::ZERO)
        .space(above, Length::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ResultLine;

    fn item(statuses: &[Status]) -> Item {
        let result =
            |status: &Status| ResultLine { text: "ทำ".into(), status: Some(*status), ..ResultLine::default() };
        Item { results: statuses.iter().map(result).collect(), ..Item::default() }
    }

    fn report() -> Report {
        let indicator =
            |number, name: &str, score: &str| Indicator { number, name: name.into(), score: score.parse().ok() };
        Report {
            year: thai::FiscalYear::new(2565),
            score_year: thai::FiscalYear::new(2564),
            indicators: vec![
                indicator(1, "การปฏิบัติหน้าที่", "89.94"),
                indicator(2, "การใช้งบประมาณ", "77.31"),
                indicator(3, "", "84.91"),
                indicator(4, "", "77.53"),
                indicator(5, "", "87.61"),
                indicator(6, "", "79.40"),
                indicator(7, "", "79.91"),
                indicator(8, "", "79.52"),
                indicator(9, "การเปิดเผยข้อมูล", "73.20"),
                indicator(10, "", "87.50"),
            ],
            items: vec![item(&[Status::Done, Status::Cancelled]), item(&[Status::Done, Status::NotStarted]), item(&[])],
            ..Report::default()
        }
    }

    #[test]
    fn it_counts_what_is_done_and_names_the_extremes_in_thai_digits() {
        let letter =
            Letter { remark: "ดูที่ https://example.go.th/o43 ครับ 5".into(), ..Letter::default() };
        let text = Memo::new(&report(), "สำนักงานเขตตัวอย่าง", letter).text();
        assert!(text.contains("รวม ๓ ข้อ ดังนี้ ดำเนินการแล้วเสร็จ ๑ ข้อ อยู่ระหว่างดำเนินการ ๑ ข้อ ยังไม่ระบุสถานะ ๑ ข้อ"), "{text}");
        assert!(text.contains("ต่ำสุด คือ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล (๗๓.๒๐ คะแนน)"), "{text}");
        assert!(text.contains("https://example.go.th/o43 ครับ ๕\nจึงเรียนมา"), "{text}");
        let mut part = report();
        part.indicators.truncate(8);
        let text = Memo::new(&part, "สำนักงานเขตตัวอย่าง", Letter::default()).text();
        assert!(!text.contains("ต่ำสุด"), "the lowest of eight need not be the lowest of ten: {text}");
    }

    #[test]
    fn each_paragraph_of_the_remark_is_one_of_the_memo() {
        let letter =
            Letter {
                remark: "ข้อแรก\r\n\r\n  ข้อที่ 2 \r\n".into(), subject: "เรื่อง\r\nยาว".into(), ..Letter::default()
            };
        let memo = Memo::new(&report(), "สำนักงานเขตตัวอย่าง", letter);
        assert_eq!(memo.paragraphs[2..4], ["ข้อแรก".to_owned(), "ข้อที่ ๒".to_owned()]);
        assert_eq!(memo.paragraphs.len(), 5, "the empty line between them is none");
        assert!(memo.text().contains("เรื่อง เรื่อง ยาว\n"), "the subject is one line: {}", memo.text());
    }

    #[test]
    fn an_item_is_done_when_all_of_it_is_that_was_not_given_up() {
        use Status::*;
        let cases: [(&[Status], Option<Status>); 6] = [
            (&[Done, Done], Some(Done)),
            (&[Done, Cancelled], Some(Done)),
            (&[Done, InProgress], Some(InProgress)),
            (&[NotStarted], Some(NotStarted)),
            (&[Cancelled], Some(Cancelled)),
            (&[], None),
        ];
        for (statuses, wanted) in cases {
            assert_eq!(standing(&item(statuses)), wanted, "{statuses:?}");
        }
    }

    #[test]
    fn an_empty_letter_leaves_lines_to_be_filled_in_by_hand() {
        let memo = Memo::new(&Report::default(), "หน่วยงาน", Letter::default());
        assert!(memo.text().contains("(......"));
        assert_eq!(memo.docx(), memo.docx());
    }
}
