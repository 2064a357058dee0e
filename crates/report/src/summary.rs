//! What was understood, in a few lines of text for a terminal.

use std::fmt::Write;

use thai::Language;

use crate::{Report, Status};

/// Header, counts, scores, warnings and what was not understood.
pub fn summary(report: &Report, language: Language) -> String {
    let say = |thai: &'static str, english: &'static str| language.say(thai, english);
    let unknown = say("ไม่ระบุ", "not stated");
    let mut text = String::new();
    let mut line = |label: &str, value: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{label}: {value}");
    };
    let year = |year: Option<thai::FiscalYear>| year.map_or(unknown.to_owned(), |year| year.to_string());
    line(say("หน่วยงาน", "Agency"), report.agency.clone().unwrap_or_else(|| unknown.to_owned()));
    let date = report.report_date.map_or(unknown.to_owned(), |date| thai::date::long(date, language));
    line(say("วันที่", "Date"), date);
    line(say("ปีงบประมาณ", "Fiscal year"), year(report.year));
    line(say("คะแนนของปี", "Scores of"), year(report.score_year));
    line(say("ตัวชี้วัด", "Indicators"), report.indicators.len().to_string());
    line(say("ข้อ", "Items"), format!("{}{}", report.items.len(), statuses(report, language)));
    line(say("ข้อความที่ยังไม่เข้าใจ", "Not understood"), report.unparsed.len().to_string());
    line(say("คำที่อาจอ่านผิด", "Possible OCR slips"), report.corrections.len().to_string());
    text.push('\n');
    for item in &report.items {
        let score = item.score.map_or_else(|| "–".to_owned(), |score| score.to_string());
        let statuses: Vec<&str> = item.statuses.iter().map(|status| name(*status, language)).collect();
        let topic: String = item.topic.chars().take(60).collect();
        let _ = writeln!(text, "{:>4} {score:>6}  {}  {topic}", item.code, statuses.join(", "));
    }
    for warning in &report.warnings {
        let message = language.say(&warning.message.message, &warning.message.message_en);
        let _ = writeln!(text, "! {}: {message}", warning.place);
    }
    for unparsed in &report.unparsed {
        let item = unparsed.item.as_deref().unwrap_or("–");
        let _ = writeln!(text, "? {item} ({}): {}", unparsed.place, unparsed.text);
    }
    text
}

/// ` (38 done, 1 in progress)`.
fn statuses(report: &Report, language: Language) -> String {
    let count = |status: Status| report.items.iter().filter(|item| item.statuses.contains(&status)).count();
    let parts: Vec<String> = Status::ALL
        .into_iter()
        .filter(|status| count(*status) > 0)
        .map(|status| format!("{} {}", name(status, language), count(status)))
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn name(status: Status, language: Language) -> &'static str {
    match status {
        Status::NotStarted => language.say(status.official(), "not started"),
        Status::InProgress => language.say(status.official(), "in progress"),
        Status::Done => language.say(status.official(), "done"),
        Status::Cancelled => language.say(status.official(), "cancelled"),
    }
}
