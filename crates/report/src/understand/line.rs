//! The lines of a cell: bullets, paragraphs, statuses; and how halves of a line find each other.

use crate::{
    Status,
    columns::Column,
    document::Passage,
    labels,
    text::{is_person, is_quote, join, strip_bullet, strip_spaced},
};

/// A line of a guideline, measure, result or responsible cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// It had a bullet or number.
    pub(crate) bullet: bool,
    /// It goes on from the line before it.
    pub(crate) joins: bool,
    /// The status that stands behind it.
    pub(crate) status: Option<Status>,
    /// Line in the source.
    pub(crate) source: usize,
}

/// Words with which no sentence begins: the line goes on from the one before.
const CONNECTIVES: [&str; 12] =
    ["และ", "หรือ", "รวมทั้ง", "รวมถึง", "โดย", "ซึ่ง", "ตลอดจน", "อย่าง", "อันเป็น", "ทั้งนี้", "เพื่อให้", "ของ"];

/// Levels of posts and labels of telephones, which belong to the party before them.
const PARTY_TAILS: [&str; 12] = [
    "โทร",
    "ปฏิบัติการ",
    "ปฏิบัติงาน",
    "ชำนาญการ",
    "ชำนาญงาน",
    "เชี่ยวชาญ",
    "อาวุโส",
    "ทรงคุณวุฒิ",
    "ระดับ",
    "ตำแหน่ง",
    "tel",
    "กำกับดูแล",
];

/// Does the text begin as the rest of a sentence does?
pub(crate) fn begins_in_the_middle(text: &str) -> bool {
    CONNECTIVES.iter().any(|word| text.starts_with(word))
}

/// The lines of a cell.
pub(crate) fn lines_of(passages: &[Passage], column: Column) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut bulleted_before = false;
    for passage in passages {
        for part in split_inline_bullets(&passage.text) {
            let (bullet, text) = strip_bullet(&part);
            let tail = match column {
                Column::Responsible => PARTY_TAILS.iter().any(|word| strip_spaced(text, word).is_some()),
                _ => (text.starts_with(is_quote) && !labels::unknown_status(text)) || begins_in_the_middle(text),
            };
            let joins = !bullet && !lines.is_empty() && (bulleted_before || tail);
            bulleted_before |= bullet;
            let line = Line { text: text.to_owned(), bullet, joins, status: None, source: passage.line };
            match column {
                Column::Result | Column::Status => lines.extend(with_statuses(line)),
                _ if text.is_empty() => {}
                _ => lines.push(line),
            }
        }
    }
    lines
}

/// The line cut behind each status in it.
fn with_statuses(line: Line) -> Vec<Line> {
    let parts = labels::split_at_statuses(&line.text);
    let piece = |(at, (text, status)): (usize, (String, Option<Status>))| {
        let (bullet, text) = strip_bullet(&text);
        let (bullet, joins) = if at == 0 { (line.bullet || bullet, line.joins) } else { (bullet, false) };
        let text = text.trim_end_matches(['-', ' ']).to_owned();
        Line { text, bullet, joins, status, source: line.source }
    };
    parts.into_iter().enumerate().map(piece).collect()
}

/// `- a - b` in one paragraph is two lines; `ชื่อ - สกุล` and `08.30 - 16.30` are none.
fn split_inline_bullets(text: &str) -> Vec<String> {
    if !strip_bullet(text).0 {
        return vec![text.to_owned()];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(" - ") {
        let (before, after) = (&text[..at], &text[at + mark.len()..]);
        let digit = |c: Option<char>| c.is_some_and(|c| thai::digits::arabic(c).is_ascii_digit());
        let range = digit(before.chars().next_back()) && digit(after.chars().next());
        if at > 0 && !range && !before.ends_with("ชื่อ") {
            parts.push(text[start..at].to_owned());
            start = at + 1;
        }
    }
    parts.push(text[start..].to_owned());
    parts
}

/// Lines with their continuations joined to them; a status stays with its text.
pub(crate) fn merged(lines: &[Line]) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last) if line.joins && last.status.is_none() && !line.text.is_empty() => {
                last.text = join(&last.text, &line.text);
                last.status = line.status;
            }
            _ => whole.push(line.clone()),
        }
    }
    whole
}

/// Takes the first line away if it is only the end of the status before it, cut in two where a page ended.
pub(crate) fn join_cut_status(before: &[Line], lines: &mut Vec<Line>) {
    let Some(status) = before.last().and_then(|line| line.status) else { return };
    let is_its_end = |line: &Line| {
        let end = thai::text::squash(line.text.trim_matches(is_quote));
        line.status.is_none() && !end.is_empty() && thai::text::squash(status.official()).ends_with(&end)
    };
    if lines.first().is_some_and(is_its_end) {
        lines.remove(0);
    }
}

/// Marks the first line as going on from `before` when a page ended between them.
pub(crate) fn continue_over_page(before: &[Line], lines: &mut [Line]) {
    if let (Some(last), Some(first)) = (before.last(), lines.first_mut()) {
        let new_person = is_person(&first.text) || (first.text.starts_with("ฝ่าย") && !last.text.ends_with(' '));
        first.joins = !first.bullet && last.status.is_none() && !first.text.is_empty() && !new_person;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str], column: Column) -> Vec<Line> {
        lines_of(&texts.iter().map(|text| Passage::new(1, text)).collect::<Vec<_>>(), column)
    }

    #[test]
    fn the_end_of_a_status_that_a_page_cut_in_two_is_no_result() {
        let done = |text: &str| Line { text: text.into(), status: Some(Status::Done), ..Line::default() };
        let line = |text: &str| Line { text: text.into(), ..Line::default() };
        let before = [done("ประชุม")];
        let mut lines = vec![line("เสร็จ”"), line("เวียนแล้ว")];
        join_cut_status(&before, &mut lines);
        assert_eq!(lines, [line("เวียนแล้ว")]);
        join_cut_status(&before, &mut lines);
        assert_eq!(lines.len(), 1, "what is no end of it stays");
        let mut alone = vec![line("เสร็จ”")];
        join_cut_status(&[line("ประชุม")], &mut alone);
        assert_eq!(alone.len(), 1, "without a status before it, it is text");
    }

    #[test]
    fn bullets_part_lines_and_rests_are_joined() {
        let found = merged(&lines(&["- ก ชื่อ - สกุล - ข 08.30 - 16.30", "ค", "- ง"], Column::Guideline));
        let texts: Vec<_> = found.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["ก ชื่อ - สกุล", "ข 08.30 - 16.30 ค", "ง"]);
    }

    #[test]
    fn statuses_stay_with_their_text() {
        let found = merged(&lines(&["- ก “ดำเนินการแล้วเสร็จ”", "- ข", "- “ระหว่างดำเนินการ”"], Column::Result));
        assert_eq!(found.len(), 3);
        assert_eq!((found[0].text.as_str(), found[0].status), ("ก", Some(Status::Done)));
        assert_eq!((found[2].text.as_str(), found[2].status), ("", Some(Status::InProgress)));
    }
}
