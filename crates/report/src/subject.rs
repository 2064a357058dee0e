//! The first column of the form: headings of indicators, item codes, topics and means, in one stream.

use std::ops::Range;

use scoring::{Score, score::ScoreError};

use crate::{
    codes,
    document::{Passage, Row},
    labels::{MISREAD_SCORE_LABELS, SCORE_LABELS, SCORE_UNITS},
    text::{strip_bullet, strip_spaced},
};

/// Something that the first column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `ตัวชี้วัดที่ ๑ …`: number if it can be read, and the words after it.
    Indicator { number: Option<u8>, name: String },
    /// `ตัวชี้วัดย่อยที่ ๙.๑ …`: the number of its indicator, and the whole text.
    SubIndicator { number: u8, text: String },
    /// Perhaps an item code, as printed, and the words after it.
    Code { printed: String, topic: String, whole: String },
    /// A mean.
    Score(PrintedScore),
    /// Any other text; whether it had a bullet.
    Text { text: String, bullet: bool },
}

/// A mean as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PrintedScore {
    /// The whole phrase with its label.
    pub(crate) phrase: String,
    /// The number in it, as printed.
    pub(crate) number: String,
    pub(crate) value: Result<Score, ScoreError>,
    /// Its label is a known misreading.
    pub(crate) misread: bool,
}

/// Reads the first column of one row.
pub(crate) fn events(passages: &[&Passage]) -> Vec<Event> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for passage in passages {
        starts.push((text.len(), passage.line));
        text.push_str(&passage.text);
        text.push('\n');
    }
    let line_at = |at: usize| starts.iter().rev().find(|(start, _)| *start <= at).map_or(1, |(_, line)| *line);
    let mut found = Vec::new();
    let mut at = 0;
    for (place, score) in scores(&text) {
        read_words(&text, at..place.start, &line_at, &mut found);
        found.push(Event { line: line_at(place.start), kind: Kind::Score(score) });
        at = place.end;
    }
    read_words(&text, at..text.len(), &line_at, &mut found);
    found
}

/// Does a row begin with an item, an indicator or a score?
pub(crate) fn names_an_item(row: &Row) -> bool {
    let passages: Vec<&Passage> = row.cells.iter().flat_map(|cell| &cell.passages).collect();
    events(&passages).first().is_some_and(|event| !matches!(event.kind, Kind::Text { .. }))
}

fn read_words(text: &str, range: Range<usize>, line_at: &dyn Fn(usize) -> usize, found: &mut Vec<Event>) {
    for piece in pieces(text, range) {
        let line = line_at(piece.start);
        let (bullet, words) = strip_bullet(&text[piece]);
        let words = words.trim().trim_end_matches(['-', '–', '(', ' ']).trim_start_matches([')', ' ']);
        if !words.is_empty() {
            found.push(Event { line, kind: kind_of(words, bullet) });
        }
    }
}

/// Paragraphs, and parts behind an inline bullet that begin with a code or a heading.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    for (offset, mark) in text[range.clone()].match_indices(['\n', '-']) {
        let at = range.start + offset;
        let after = &text[at + 1..range.end];
        let inline = mark == "-"
            && text[..at].ends_with([' ', '\n'])
            && (codes::at_start(after).is_some() || indicator(after.trim_start()).is_some());
        if mark == "\n" || inline {
            pieces.push(start..at);
            start = at + usize::from(mark == "\n");
        }
    }
    pieces.push(start..range.end);
    pieces
}

fn kind_of(words: &str, bullet: bool) -> Kind {
    if let Some(kind) = indicator(words) {
        return kind;
    }
    if let Some((printed, topic)) = codes::at_start(words) {
        return Kind::Code { printed: printed.to_owned(), topic: topic.trim().to_owned(), whole: words.to_owned() };
    }
    if let Some((printed, topic)) = codes::in_brackets(words) {
        return Kind::Code { printed, topic: topic.trim().to_owned(), whole: words.to_owned() };
    }
    Kind::Text { text: words.to_owned(), bullet }
}

/// A heading of an indicator or sub-indicator.
fn indicator(words: &str) -> Option<Kind> {
    let sub = strip_spaced(words, "ตัวชี้วัดย่อยที่").or_else(|| strip_spaced(words, "ตัวชี้วัดย่อย"));
    let rest = sub
        .or_else(|| strip_spaced(words, "ตัวชี้วัดที่"))
        .or_else(|| strip_spaced(words, "ตัวชี้วัด"))
        .or_else(|| strip_spaced(words, "indicator"))?;
    let arabic = thai::digits::to_arabic(rest.trim_start());
    let digits: String = arabic.chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse::<u8>().ok().filter(|number| (1..=10).contains(number));
    // Thai and Arabic digits differ in bytes, so the rest is counted in characters.
    let after: String = rest.trim_start().chars().skip(digits.len()).collect();
    let decimal =
        after.starts_with('.') && after.chars().nth(1).is_some_and(|c| thai::digits::arabic(c).is_ascii_digit());
    if let (Some(number), true) = (number, sub.is_some() || decimal) {
        return Some(Kind::SubIndicator { number, text: words.to_owned() });
    }
    let name = after.trim_start_matches([' ', ':', '.', '-', '–']).trim().to_owned();
    (digits.is_empty() == number.is_none()).then_some(Kind::Indicator { number, name })
}

/// The means in a text, with their places.
fn scores(text: &str) -> Vec<(Range<usize>, PrintedScore)> {
    let mut found: Vec<(Range<usize>, PrintedScore)> = Vec::new();
    for number in numbers(text) {
        let earliest = found.last().map_or(0, |(place, _)| place.end);
        if number.start < earliest {
            continue;
        }
        let before = &text[earliest..number.start];
        let label = label_before(before);
        let unit = SCORE_UNITS.iter().find_map(|unit| strip_spaced(&text[number.end..], unit).map(|rest| (unit, rest)));
        let printed = &text[number.clone()];
        let decimal = printed.contains(['.', ',']);
        let alone = before.trim_end_matches([' ', '-']).ends_with('\n')
            && text[number.end..].trim_start_matches(' ').starts_with('\n');
        let certain = match (&label, unit) {
            (Some(label), _) if label.weak => decimal || unit.is_some(),
            (Some(_), _) => true,
            (None, Some(_)) => decimal || alone,
            (None, None) => decimal && alone,
        };
        if !certain {
            continue;
        }
        let mut start = label.as_ref().map_or(number.start, |label| earliest + label.start);
        let mut end = unit.map_or(number.end, |(_, rest)| text.len() - rest.len());
        if text[..start].ends_with('(') && text[end..].trim_start().starts_with(')') {
            start -= 1;
            end = text.len() - text[end..].trim_start().len() + 1;
        }
        let misread = label.as_ref().is_some_and(|label| label.misread)
            || unit.is_some_and(|(unit, _)| MISREAD_SCORE_LABELS.contains(unit));
        let phrase = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        found.push((start..end, PrintedScore { phrase, number: printed.to_owned(), value: parse(printed), misread }));
    }
    found
}

/// A score as people print it: spaces around the point, a comma for it.
pub(crate) fn parse(printed: &str) -> Result<Score, ScoreError> {
    printed.replace(' ', "").replace(',', ".").parse()
}

struct Label {
    start: usize,
    misread: bool,
    /// `คะแนน` alone also stands in sentences.
    weak: bool,
}

fn label_before(before: &str) -> Option<Label> {
    let end = before.trim_end_matches([' ', ':', '=', '-', '\n', '–', '.']).len();
    let text = &before[..end];
    let find = |label: &&'static str| ends_with_spaced(text, label).map(|start| (start, *label));
    let exact = SCORE_LABELS.iter().find_map(find);
    let misread = MISREAD_SCORE_LABELS.iter().find_map(find);
    let (start, label) = exact.or(misread)?;
    Some(Label { start, misread: exact.is_none(), weak: matches!(label, "คะแนน" | "score") })
}

/// Where `word` begins if the text ends with it, spaces apart.
fn ends_with_spaced(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars().rev().filter(|c| !c.is_whitespace());
    let mut next = wanted.next()?;
    for (at, c) in text.char_indices().rev() {
        if c.is_whitespace() {
            continue;
        }
        if !c.to_lowercase().eq([next]) {
            return None;
        }
        match wanted.next() {
            Some(following) => next = following,
            None => return Some(at),
        }
    }
    None
}

/// Numbers of up to three digits with an optional fraction that stand free of other digits and letters.
pub(crate) fn numbers(text: &str) -> Vec<Range<usize>> {
    let digit = |c: char| thai::digits::arabic(c).is_ascii_digit();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(digit).map(|offset| at + offset) {
        let whole = digits_at(&text[start..]);
        let mut end = start + whole;
        let rest = &text[end..];
        let point = rest.trim_start_matches(' ');
        if point.starts_with(['.', ',']) {
            let fraction = point[1..].trim_start_matches(' ');
            let length = digits_at(fraction);
            let spaced = rest.len() != point.len() || fraction.len() != point.len() - 1;
            if length > 0 && (!spaced || fraction[..length].chars().count() == 2) {
                end = text.len() - fraction.len() + length;
            }
        }
        let free = !text[..start].ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '/'));
        if free && text[start..start + whole].chars().count() <= 3 {
            found.push(start..end);
        }
        at = end;
    }
    found
}

fn digits_at(text: &str) -> usize {
    text.chars().take_while(|c| thai::digits::arabic(*c).is_ascii_digit()).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(paragraphs: &[&str]) -> Vec<Kind> {
        let passages: Vec<Passage> = paragraphs.iter().enumerate().map(|(n, text)| Passage::new(n + 1, text)).collect();
        events(&passages.iter().collect::<Vec<_>>()).into_iter().map(|event| event.kind).collect()
    }

    fn score(text: &str) -> Option<Score> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn headings_codes_and_means_are_told_apart() {
        let found = kinds(&["ตัวชี้วัดที่ ๖คุณภาพ", "งาน -", "คะแนนเฉลี่ย", "๗๙.๔๐ คะแนน", "- E๑ ตรงเวลา (คะแนนเฉลี่ย ๐ คะแนน)"]);
        assert_eq!(found[0], Kind::Indicator { number: Some(6), name: "คุณภาพ".into() });
        assert_eq!(found[1], Kind::Text { text: "งาน".into(), bullet: false });
        assert!(matches!(&found[2], Kind::Score(s) if s.value.ok() == score("79.40") && !s.misread));
        assert!(matches!(&found[3], Kind::Code { printed, topic, .. } if printed == "E๑" && topic == "ตรงเวลา"));
        assert!(matches!(&found[4], Kind::Score(s) if s.value.ok() == score("0")));
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn misread_labels_count_and_inline_bullets_part_items() {
        let found =
            kinds(&["ตัวชี้วัดที่ ๓ อำนาจ คณะนอกราชการ ๘๔.๙๑คณะนอกราชการ - ๑๓ งาน - คณะนอกราชการ ๗๕.๕๙ คณะนอกราชการ"]);
        assert!(matches!(&found[1], Kind::Score(s) if s.value.ok() == score("84.91") && s.misread));
        assert!(matches!(&found[2], Kind::Code { printed, topic, .. } if printed == "๑๓" && topic == "งาน"));
        assert!(matches!(&found[3], Kind::Score(s) if s.number == "๗๕.๕๙"));
    }

    #[test]
    fn quantities_are_neither_codes_nor_means() {
        assert!(matches!(&kinds(&["๑ ปีที่ผ่านมา ได้รับ ๒ ครั้ง"])[..], [Kind::Text { .. }]));
        assert!(matches!(&kinds(&["ตัวชี้วัดย่อยที่ ๙.๑ ข้อมูลพื้นฐาน"])[..], [Kind::SubIndicator { number: 9, .. }]));
        assert!(matches!(&kinds(&["คะแนนเฉลี่ย ๑๗๗.๘๗"])[..], [Kind::Score(s)] if s.value.is_err()));
    }
}
