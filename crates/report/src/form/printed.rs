//! What the form says, as finished strings in the order in which they are printed.

use scoring::Score;
use serde::Serialize;
use thai::{Language, date, lines};

use super::{Digits, ReportForm};
use crate::{Duty, Item, Responsible, ResultLine, Status};

/// Stands where the report says nothing, so that nobody takes a gap for a printing fault.
const NOTHING: &str = "–";

const COLUMNS: [&str; 5] = ["ตัวชี้วัด", "แนวทางการปฏิบัติ", "มาตรการเพื่อขับเคลื่อนฯ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"];

/// Stands before the day of the report.
pub const DAY_LABEL: &str = "วันที่";

const DEMONSTRATION: &str = "ข้อมูลสาธิต หน่วยงาน บุคคล และคะแนนในเอกสารนี้สมมติขึ้น ไม่ใช่รายงานจริง";

/// The whole form.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedForm {
    /// Its heading.
    pub title: String,
    /// The reporting agency, for the foot of each page.
    pub agency: String,
    /// The lines of its head.
    pub fields: Vec<Field>,
    /// How firm this copy is.
    pub status_line: Option<String>,
    /// Says that nothing in it is real.
    pub demonstration: Option<&'static str>,
    /// The moment whose data it shows.
    pub printed_at: String,
    /// The headings of the five columns.
    pub columns: [&'static str; 5],
    /// The rows of the table.
    pub groups: Vec<Group>,
    /// What stands in a cell that says nothing.
    pub nothing: &'static str,
    /// The digits of page numbers.
    pub digits: Digits,
}

/// A line of the form's head.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// What it tells.
    pub label: &'static str,
    /// What it says.
    pub value: String,
}

/// The items of one indicator under its heading rows.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The row that names the instrument, above the first open-data item.
    pub instrument: Option<String>,
    /// The row that names the indicator.
    pub indicator: Option<IndicatorHeading>,
    /// Its items.
    pub items: Vec<PrintedItem>,
}

/// The heading row of an indicator.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorHeading {
    /// 1 to 10.
    pub number: u8,
    /// `ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่`
    pub name: String,
    /// `คะแนนเฉลี่ย ๘๙.๙๔ คะแนน`
    pub score: Option<String>,
}

/// One row of five cells.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedItem {
    /// Its place among the items of the report, from 0.
    pub at: usize,
    /// `I๗`
    pub code: String,
    /// What it asks.
    pub topic: String,
    /// `คะแนนเฉลี่ย ๗๗.๘๗ คะแนน`, in brackets for open data.
    pub score: Option<String>,
    /// Guidelines.
    pub guidelines: Vec<String>,
    /// Measures.
    pub measures: Vec<String>,
    /// Results with their statuses.
    pub results: Vec<PrintedResult>,
    /// Responsible parties.
    pub responsible: Vec<PrintedParty>,
    /// Too long for half a page: may go on overleaf.
    pub long: bool,
}

/// A result.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedResult {
    /// What was done, with its day.
    pub text: String,
    /// In quotes, as the form has it.
    pub status: Option<String>,
    /// What the office's own records say of it, a line each.
    pub readings: Vec<String>,
}

/// A responsible party.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedParty {
    /// Person, post, unit.
    pub name: String,
    /// In brackets; nothing if the name already ends with it.
    pub duty: Option<&'static str>,
    /// `โทร. ๐๒-๓๒๑-๗๙๒๖`
    pub telephone: Option<String>,
}

impl PrintedForm {
    /// Works out what is printed.
    pub fn new(form: &ReportForm) -> Self {
        let show = |text: &str| finish(form.digits, text);
        Self {
            title: show(&form.title),
            agency: show(&form.agency),
            fields: fields(form),
            status_line: form.status_line.as_deref().map(show),
            demonstration: form.demonstration.then_some(DEMONSTRATION),
            printed_at: show(&format!("ข้อมูล ณ {}", date::moment(form.printed_at, Language::Thai))),
            columns: COLUMNS,
            groups: groups(form),
            nothing: NOTHING,
            digits: form.digits,
        }
    }
}

/// A text in the form's digits, in one spelling, its dates and numbers kept on one line.
fn finish(digits: Digits, text: &str) -> String {
    lines::clean(&digits.show(text))
}

fn fields(form: &ReportForm) -> Vec<Field> {
    let report = &form.report;
    let agency =
        [Some(form.agency.as_str()), form.parent.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let day = report.report_date.map(|day| date::long(day, Language::Thai));
    [
        ("หน่วยงาน", agency),
        (DAY_LABEL, day.unwrap_or_default()),
        ("มีเอกสารประกอบการรายงาน", report.with_documents.join(" ")),
        ("ไม่มีเอกสารประกอบการรายงาน", report.without_documents.join(" ")),
    ]
    .map(|(label, value)| Field { label, value: finish(form.digits, if value.is_empty() { NOTHING } else { &value }) })
    .into()
}

/// Where an item stands: I before E before O before what is none of these, then by indicator and number.
fn place(item: &Item) -> (usize, u8, u32) {
    let instrument = item.code.chars().next().and_then(|letter| "IEO".find(letter)).unwrap_or(3);
    let number = item.code.get(1..).and_then(|number| number.parse().ok()).unwrap_or(u32::MAX);
    (instrument, item.indicator, number)
}

fn is_open_data(item: &Item) -> bool {
    item.code.starts_with('O')
}

fn groups(form: &ReportForm) -> Vec<Group> {
    let mut items: Vec<(usize, &Item)> = form.report.items.iter().enumerate().collect();
    items.sort_by_key(|(_, item)| place(item));
    let mut instrument = Some(finish(form.digits, &form.open_data_heading));
    items
        .chunk_by(|(_, one), (_, next)| (place(one).0, one.indicator) == (place(next).0, next.indicator))
        .map(|items| Group {
            instrument: if is_open_data(items[0].1) { instrument.take() } else { None },
            indicator: indicator_heading(form, items[0].1),
            items: items.iter().map(|(at, item)| printed_item(form.digits, *at, item)).collect(),
        })
        .collect()
}

/// Indicators of the surveys always get their row; those of open data only if the report itself prints them.
fn indicator_heading(form: &ReportForm, item: &Item) -> Option<IndicatorHeading> {
    let number = item.indicator;
    let printed = form.report.indicators.iter().find(|indicator| indicator.number == number);
    if number == 0 || (printed.is_none() && is_open_data(item)) {
        return None;
    }
    let own_name = printed.map(|indicator| indicator.name.trim()).filter(|name| !name.is_empty());
    let name = own_name.or_else(|| form.indicator_names.get(&number).map(String::as_str)).unwrap_or_default();
    Some(IndicatorHeading {
        number,
        name: finish(form.digits, format!("ตัวชี้วัดที่ {number} {name}").trim_end()),
        score: printed.and_then(|indicator| indicator.score).map(|score| score_line(form.digits, score)),
    })
}

fn score_line(digits: Digits, score: Score) -> String {
    finish(digits, &format!("คะแนนเฉลี่ย {score} คะแนน"))
}

fn printed_item(digits: Digits, at: usize, item: &Item) -> PrintedItem {
    let show_all = |texts: &[String]| texts.iter().map(|text| finish(digits, text.trim())).collect();
    PrintedItem {
        at,
        code: finish(digits, &item.code),
        topic: finish(digits, item.topic.trim()),
        score: item.score.map(|score| item_score(digits, item, score)),
        guidelines: show_all(&item.guidelines),
        measures: show_all(&item.measures),
        results: results(digits, item),
        responsible: item.responsible.iter().map(|party| printed_party(digits, party)).collect(),
        long: is_long(item),
    }
}

/// An open-data item either scores or does not: its zero is printed without decimals, in brackets.
fn item_score(digits: Digits, item: &Item, score: Score) -> String {
    match (is_open_data(item), score == Score::ZERO) {
        (true, true) => finish(digits, "(คะแนนเฉลี่ย 0 คะแนน)"),
        (true, false) => format!("({})", score_line(digits, score)),
        (false, _) => score_line(digits, score),
    }
}

/// The results with their statuses. Statuses of the cell that belong to no result go to the results that have none, if
/// there are as many; otherwise they are printed at the end, as they were.
fn results(digits: Digits, item: &Item) -> Vec<PrintedResult> {
    let mut left_over = item.statuses.clone();
    for status in item.results.iter().filter_map(|result| result.status) {
        if let Some(at) = left_over.iter().position(|other| *other == status) {
            left_over.remove(at);
        }
    }
    let as_many = left_over.len() == item.results.iter().filter(|result| result.status.is_none()).count();
    let mut left_over = left_over.into_iter();
    let mut printed = Vec::with_capacity(item.results.len());
    for result in &item.results {
        let status = result.status.or_else(|| if as_many { left_over.next() } else { None });
        printed.push(PrintedResult {
            text: finish(digits, &dated_text(result)),
            status: status.map(in_quotes),
            readings: result.readings.iter().map(|reading| finish(digits, &reading.printed())).collect(),
        });
    }
    let alone = |status| PrintedResult { text: String::new(), status: Some(in_quotes(status)), readings: Vec::new() };
    printed.extend(left_over.map(alone));
    printed
}

fn in_quotes(status: Status) -> String {
    format!("“{}”", status.official())
}

/// The result, with its day unless the text names that day itself.
fn dated_text(result: &ResultLine) -> String {
    let text = result.text.trim();
    let Some(day) = result.date else { return text.to_owned() };
    let words = thai::digits::to_arabic(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let names_the_day = [date::month(day).name(Language::Thai), date::month(day).short(Language::Thai)]
        .iter()
        .any(|month| words.contains(&format!("{} {month}", day.day())));
    if names_the_day {
        text.to_owned()
    } else {
        format!("{text} ({})", date::long(day, Language::Thai)).trim_start().to_owned()
    }
}

fn printed_party(digits: Digits, responsible: &Responsible) -> PrintedParty {
    let (duty, in_brackets) = match responsible.duty {
        Duty::CarryOut => ("ปฏิบัติ", "(ปฏิบัติ)"),
        Duty::Supervise => ("กำกับดูแล", "(กำกับดูแล)"),
    };
    let party = responsible.party.trim();
    PrintedParty {
        name: finish(digits, party),
        duty: (!party.ends_with(duty)).then_some(in_brackets),
        telephone: responsible.telephone.as_ref().map(|telephone| finish(digits, &format!("โทร. {telephone}"))),
    }
}

/// Would the item's longest cell fill more than about half a page? Reckoned at 30 characters a line, 16 lines.
fn is_long(item: &Item) -> bool {
    let lines = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| 1 + text.chars().count() / 30).sum::<usize>();
    let cells = [
        lines(&mut item.guidelines.iter().map(String::as_str)),
        lines(&mut item.measures.iter().map(String::as_str)),
        lines(&mut item.results.iter().map(|result| result.text.as_str()))
            + lines(&mut item.results.iter().flat_map(|result| &result.readings).map(|reading| reading.text.as_str()))
            + item.statuses.len().max(item.results.len()),
        lines(&mut item.responsible.iter().map(|responsible| responsible.party.as_str())) + item.responsible.len(),
        lines(&mut std::iter::once(item.topic.as_str())) + 1,
    ];
    cells.into_iter().max() > Some(16)
}
