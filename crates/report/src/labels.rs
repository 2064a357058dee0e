//! The fixed words of the form: statuses, labels of scores, sections. Spaces inside them never matter.

use crate::{
    Status,
    text::{find_spaced, is_quote, strip_spaced},
};

/// What agencies write for each status; longer forms first.
const STATUSES: [(Status, &[&str]); 4] = [
    (
        Status::NotStarted,
        &[
            "ยังไม่ได้เริ่มดำเนินการ",
            "ยังไม่เริ่มดำเนินการ",
            "ยังไม่ได้ดำเนินการ",
            "ยังไม่ดำเนินการ",
            "ไม่ได้ดำเนินการ",
            "not yet started",
            "not started",
        ],
    ),
    (
        Status::InProgress,
        &[
            "อยู่ในระหว่างการดำเนินการ",
            "อยู่ในระหว่างดำเนินการ",
            "อยู่ระหว่างการดำเนินการ",
            "อยู่ระหว่างดำเนินการ",
            "ระหว่างการดำเนินการ",
            "ระหว่างดำเนินการ",
            "กำลังดำเนินการ",
            "in progress",
            "ongoing",
        ],
    ),
    (
        Status::Done,
        &[
            "ดำเนินการแล้วเสร็จสมบูรณ์",
            "ดำเนินการเสร็จสิ้นแล้ว",
            "ดำเนินการเสร็จเรียบร้อยแล้ว",
            "ดำเนินการเสร็จสิ้น",
            "ดำเนินการแล้วเสร็จ",
            "ดำเนินการเสร็จแล้ว",
            "ดำเนินการแล้ว",
            "เสร็จสิ้นแล้ว",
            "เสร็จสิ้น",
            "แล้วเสร็จ",
            "completed",
            "finished",
            "done",
        ],
    ),
    (Status::Cancelled, &["ยกเลิกการดำเนินการ", "ยกเลิกโครงการ", "ยกเลิก", "cancelled", "canceled"]),
];

/// Labels before a score.
pub(crate) const SCORE_LABELS: [&str; 10] = [
    "คะแนนเฉลี่ย",
    "คะแนนที่ได้",
    "ได้คะแนน",
    "ผลคะแนน",
    "ค่าเฉลี่ย",
    "ได้รับคะแนน",
    "คะแนน",
    "average score",
    "mean score",
    "score",
];

/// Words that OCR makes of the label or its unit; offered as corrections.
pub(crate) const MISREAD_SCORE_LABELS: [&str; 3] = ["คณะนอกราชการ", "คะแบนเฉลี่ย", "คะเเนนเฉลี่ย"];

/// Units after a score.
pub(crate) const SCORE_UNITS: [&str; 4] = ["คะแนน", "คณะนอกราชการ", "points", "%"];

/// Words that name an instrument, with its letter.
const SECTIONS: [(&str, char); 9] = [
    ("การเปิดเผยข้อมูลสาธารณะ", 'O'),
    ("Open Data Integrity", 'O'),
    ("OIT", 'O'),
    ("ผู้มีส่วนได้ส่วนเสียภายใน", 'I'),
    ("Internal Integrity", 'I'),
    ("IIT", 'I'),
    ("ผู้มีส่วนได้ส่วนเสียภายนอก", 'E'),
    ("External Integrity", 'E'),
    ("EIT", 'E'),
];

/// Every word for a status.
pub(crate) fn status_words() -> impl Iterator<Item = &'static str> {
    STATUSES.iter().flat_map(|(_, words)| words.iter().copied())
}

/// The instrument that a section row names: `I`, `E` or `O`.
pub(crate) fn section(text: &str) -> Option<char> {
    SECTIONS.iter().find(|(words, _)| find_spaced(text, words).is_some()).map(|(_, letter)| *letter)
}

/// Does the text say nothing more than the name of an instrument?
pub(crate) fn is_only_section(text: &str) -> bool {
    let mut rest = thai::text::squash(text);
    let names = ["(OpenDataIntegrityandTransparencyAssessment:OIT)", "OpenDataIntegrityandTransparencyAssessment"];
    for words in names.into_iter().chain(["แบบวัดการรับรู้ของ", "แบบตรวจ"]).chain(SECTIONS.map(|(words, _)| words))
    {
        rest = rest.replace(&thai::text::squash(words), "");
    }
    !rest.chars().any(char::is_alphabetic)
}

/// The status that a text says and nothing else, in any of the words of published reports (ดำเนินการแล้วเสร็จ, เสร็จสิ้น …).
pub fn status_of_words(text: &str) -> Option<Status> {
    whole_status(text)
}

/// The status that the whole text is, whatever quotes, brackets and labels surround it.
pub(crate) fn whole_status(text: &str) -> Option<Status> {
    let around = |c: char| {
        is_quote(c) || c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '.' | '-' | ':' | '*' | '✓' | '/')
    };
    let mut text = text.trim_matches(around);
    for label in ["สถานะการดำเนินการ", "สถานะ", "status"] {
        text = strip_spaced(text, label).unwrap_or(text).trim_matches(around);
    }
    STATUSES.iter().find_map(|(status, words)| {
        words
            .iter()
            .any(|word| strip_spaced(text, word).is_some_and(|rest| rest.trim_matches(around).is_empty()))
            .then_some(*status)
    })
}

/// Cuts a text behind each status in it: `(text before, status)`; the last part may have none.
pub(crate) fn split_at_statuses(text: &str) -> Vec<(String, Option<Status>)> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some((start, end, status)) = next_quoted_status(rest) {
        parts.push((rest[..start].trim().to_owned(), Some(status)));
        rest = rest[end..].trim();
    }
    if let Some(status) = whole_status(rest) {
        parts.push((String::new(), Some(status)));
    } else if let Some((before, status)) = trailing_status(rest) {
        parts.push((before.to_owned(), Some(status)));
    } else if !rest.is_empty() {
        parts.push((rest.to_owned(), None));
    }
    parts
}

/// The next status in quotes or brackets: start, end, status.
fn next_quoted_status(text: &str) -> Option<(usize, usize, Status)> {
    let opens = |c: char| is_quote(c) || matches!(c, '(' | '[');
    text.char_indices().filter(|(_, c)| opens(*c)).find_map(|(start, open)| {
        let inside = start + open.len_utf8();
        STATUSES.iter().find_map(|(status, words)| {
            words.iter().find_map(|word| {
                let rest = strip_spaced(text[inside..].trim_start_matches(is_quote), word)?;
                let closed = rest.trim_start();
                let closers = closed.chars().take_while(|c| is_quote(*c) || matches!(c, ')' | ']')).map(char::len_utf8);
                let length: usize = closers.sum();
                let end = if length > 0 { text.len() - closed.len() + length } else { text.len() - rest.len() };
                (length > 0 || closed.is_empty()).then_some((start, end, *status))
            })
        })
    })
}

/// A status without quotes at the end of a text, behind a space.
fn trailing_status(text: &str) -> Option<(&str, Status)> {
    text.char_indices().filter(|(_, c)| c.is_whitespace()).find_map(|(at, _)| {
        let status = whole_status(&text[at..])?;
        let complete = STATUSES
            .iter()
            .flat_map(|(_, words)| words.iter())
            .any(|word| word.contains("ดำเนินการ") && strip_spaced(&text[at..], word).is_some());
        complete.then(|| (text[..at].trim_end_matches([' ', ':', '-']), status))
    })
}

/// Looks like a status in quotes but is none that the form knows, e.g. `“รอดำเนินการ”`.
pub(crate) fn unknown_status(text: &str) -> bool {
    let text = text.trim();
    let quoted = text.starts_with(is_quote) && text.ends_with(is_quote);
    let about_work = ["ดำเนินการ", "เสร็จ", "ยกเลิก", "ชะลอ"].iter().any(|word| find_spaced(text, word).is_some());
    quoted && about_work && whole_status(text).is_none() && text.chars().count() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_found_in_quotes_at_ends_and_with_spaces_inside() {
        let parts = split_at_statuses("ประชุมแล้ว “ดำเนินการแล้ว เสร็จ” ตรวจ “BMA” - “ระหว่างดำเนินการ”");
        assert_eq!(parts[0], ("ประชุมแล้ว".into(), Some(Status::Done)));
        assert_eq!(parts[1], ("ตรวจ “BMA” -".into(), Some(Status::InProgress)));
        assert_eq!(split_at_statuses("\"ดำเนินการแล้วเสร็จ"), [(String::new(), Some(Status::Done))]);
        assert_eq!(
            split_at_statuses("เวียนแจ้งทุกฝ่าย ยังไม่ได้ดำเนินการ"),
            [("เวียนแจ้งทุกฝ่าย".into(), Some(Status::NotStarted))]
        );
        assert_eq!(split_at_statuses("(ยกเลิก)"), [(String::new(), Some(Status::Cancelled))]);
        assert_eq!(split_at_statuses("รายงานผลการดำเนินการแล้วเสร็จทุกไตรมาส")[0].1, None);
        assert!(unknown_status("“รอดำเนินการ”") && !unknown_status("“BMA Q”"));
    }

    #[test]
    fn every_official_status_is_understood() {
        for status in Status::ALL {
            assert_eq!(whole_status(status.official()), Some(status));
        }
    }
}
