//! Letters with places to lines of text, and lines to paragraphs.

use super::content::Glyph;
use crate::{
    Passage, labels, subject,
    text::{self, is_thai_letter, strip_bullet},
};

/// Letters stand on one line if their bases differ by less than this, in sizes of the letters.
const SAME_LINE: f64 = 0.5;
/// A gap of this many sizes is a space.
const SPACE: f64 = 0.24;
/// Lines further apart than this many usual steps belong to different paragraphs.
const PARAGRAPH_STEP: f64 = 1.3;
/// The room that cells leave at their right side (points).
const INSET: f64 = 10.0;
/// Longer texts after a quotation mark are not waiting for its end.
const LONGEST_IN_QUOTES: usize = 40;
/// How many lines back a letter may belong, when marks are drawn after their line.
const LINES_BACK: usize = 3;

/// A line of text on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextLine {
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) text: String,
}

/// The lines that letters stand on, from the top. Letters keep the order in which they were drawn, which is the order
/// in which they are read, unless it leads backwards.
pub(super) fn lines(glyphs: &[&Glyph]) -> Vec<TextLine> {
    let mut open: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        let on_it = |line: &Vec<&Glyph>| {
            line.first().is_some_and(|first| (first.base - glyph.base).abs() < SAME_LINE * first.size.max(glyph.size))
        };
        let back = open.len().saturating_sub(LINES_BACK);
        match open[back..].iter().rposition(on_it) {
            Some(at) => open[back + at].push(glyph),
            None => open.push(vec![glyph]),
        }
    }
    let mut lines: Vec<TextLine> = open.into_iter().map(line_of).collect();
    lines.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.left.total_cmp(&other.left)));
    together(lines)
}

/// Lines on one height that were drawn apart, from left to right.
fn together(lines: Vec<TextLine>) -> Vec<TextLine> {
    let mut whole: Vec<TextLine> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last) if (last.base - line.base).abs() < SAME_LINE * last.size.max(line.size) => {
                if last.left <= line.left {
                    last.text.push(' ');
                    last.text.push_str(line.text.trim_start());
                } else {
                    last.text = format!("{} {}", line.text.trim_end(), last.text.trim_start());
                }
                last.size = last.size.max(line.size);
                last.left = last.left.min(line.left);
                last.right = last.right.max(line.right);
            }
            _ => whole.push(line),
        }
    }
    whole
}

fn line_of(mut glyphs: Vec<&Glyph>) -> TextLine {
    let leads_back = glyphs.windows(2).any(|pair| pair[1].left < pair[0].left - pair[0].size.max(1.0));
    if leads_back {
        glyphs = from_left_to_right(glyphs);
    }
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut line =
        TextLine { base: glyphs[0].base, size, left: glyphs[0].left, right: glyphs[0].left, ..TextLine::default() };
    for (place, glyph) in glyphs.iter().enumerate() {
        if place > 0 && glyph.left - line.right > SPACE * size && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        line.text.push_str(glyph.text.as_deref().unwrap_or("\u{fffd}"));
        line.left = line.left.min(glyph.left);
        line.right = line.right.max(glyph.right);
    }
    line
}

/// Runs of letters from left to right; within a run letters stay as they were drawn. A line of two fonts is drawn font by
/// font, and a Thai mark without a width must stay behind its letter.
fn from_left_to_right(glyphs: Vec<&Glyph>) -> Vec<&Glyph> {
    let mut runs: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        let goes_on = |before: &&Glyph| {
            let size = before.size.max(1.0);
            glyph.left >= before.left - size && glyph.left - before.right <= SPACE * size
        };
        match runs.last_mut().filter(|run| run.last().is_some_and(goes_on)) {
            Some(run) => run.push(glyph),
            None => runs.push(vec![glyph]),
        }
    }
    runs.sort_by(|one, other| one[0].left.total_cmp(&other[0].left));
    runs.concat()
}

/// The paragraphs of a cell that ends at `right`. A line goes on in the next if nothing says that a paragraph ends.
pub(super) fn paragraphs(lines: &[TextLine], right: f64, number: usize) -> Vec<Passage> {
    let lines: Vec<&TextLine> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
    let step = usual_step(&lines);
    // Cells leave some room at their right side.
    let reach = lines.iter().map(|line| line.right).fold(right - INSET, f64::max);
    let mut paragraphs: Vec<String> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let begins = match place.checked_sub(1).map(|before| lines[before]) {
            None => true,
            Some(before) => {
                let in_quotes = paragraphs.last().is_some_and(|text| is_in_quotes(text));
                let ends = line.base - before.base > PARAGRAPH_STEP * step
                    || begins_a_paragraph(&line.text)
                    || ends_a_paragraph(&before.text)
                    || had_room(before, line, reach);
                ends && !in_quotes && !parts_a_status(&before.text, &line.text)
            }
        };
        match paragraphs.last_mut().filter(|_| !begins) {
            Some(last) if last.ends_with(' ') => last.push_str(line.text.trim_start()),
            Some(last) => *last = text::join(last, &line.text),
            None => paragraphs.push(line.text.clone()),
        }
    }
    paragraphs.iter().filter_map(|text| Passage::worded(number, text)).collect()
}

/// The step from line to line that is most common: the smallest that is not nothing.
fn usual_step(lines: &[&TextLine]) -> f64 {
    let mut steps: Vec<f64> =
        lines.windows(2).map(|pair| pair[1].base - pair[0].base).filter(|step| *step > 1.0).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(f64::INFINITY)
}

/// Do words in quotation marks, such as a status, go on in the next line?
fn is_in_quotes(text: &str) -> bool {
    let opened = text.rfind('“').filter(|opened| !text[*opened..].contains('”'));
    opened.is_some_and(|opened| text[opened..].chars().count() < LONGEST_IN_QUOTES)
}

/// Is a status cut in two where the lines meet?
fn parts_a_status(before: &str, line: &str) -> bool {
    let bare = |text: &str| thai::text::squash(text).trim_end_matches(text::is_quote).to_owned();
    let (joined, rest) = (bare(&format!("{before}{line}")), bare(line));
    labels::status_words().map(thai::text::squash).any(|status| status.len() > rest.len() && joined.ends_with(&status))
}

fn begins_a_paragraph(text: &str) -> bool {
    let passage = Passage::new(1, text);
    let names = || match subject::events(&[&passage]).into_iter().next().map(|event| event.kind) {
        // A number alone is the end of a date or of a telephone number.
        Some(subject::Kind::Code { topic, .. }) => topic.chars().any(is_thai_letter),
        Some(subject::Kind::Text { .. }) | None => false,
        Some(_) => true,
    };
    strip_bullet(&passage.text).0 || labels::whole_status(&passage.text).is_some() || names()
}

fn ends_a_paragraph(text: &str) -> bool {
    labels::whole_status(text).is_some() || labels::split_at_statuses(text).last().is_some_and(|part| part.1.is_some())
}

/// Would the first word of a line have had room at the end of the line before it? Then the line was ended on purpose.
fn had_room(before: &TextLine, line: &TextLine, reach: f64) -> bool {
    let text = line.text.trim();
    let is_thai = text.chars().next().is_some_and(is_thai_letter);
    let word = if is_thai { thai::words::segment(text).into_iter().next() } else { text.split(' ').next() };
    let share = word.unwrap_or(text).chars().count() as f64 / text.chars().count().max(1) as f64;
    let width = (line.right - line.left) * share;
    // Programs cut Thai at other places than we do: there must be room for two such words.
    let needed = if is_thai { 2.0 * width + line.size } else { width + 0.5 * line.size };
    before.right + needed < reach
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of ten points, each as wide as said, from `left` on.
    fn run(left: f64, letters: &[(&str, f64)]) -> Vec<Glyph> {
        let mut at = left;
        let mut glyphs = Vec::new();
        for (text, width) in letters {
            let text = Some((*text).to_owned());
            glyphs.push(Glyph { left: at, right: at + width, base: 100.0, size: 10.0, text, is_artifact: false });
            at += width;
        }
        glyphs
    }

    #[test]
    fn marks_stay_behind_their_letters_where_a_line_has_two_fonts() {
        // The digit at the end is drawn first, in its own font; ู and ่ have no width.
        let mut drawn = run(60.0, &[("1", 5.0)]);
        drawn.extend(run(10.0, &[("ค", 6.0), ("ู", 0.0), ("่", 0.0), ("ม", 6.0), ("ื", 0.0), ("อ", 6.0)]));
        let glyphs: Vec<&Glyph> = drawn.iter().collect();
        let texts: Vec<String> = lines(&glyphs).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["คู่มือ 1"]);
    }

    fn glyphs(text: &str, left: f64, base: f64) -> Vec<Glyph> {
        let glyph = |(place, letter): (usize, char)| {
            let left = left + 5.0 * place as f64;
            Glyph { left, right: left + 5.0, base, size: 10.0, text: Some(letter.to_string()), is_artifact: false }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn read(parts: &[(&str, f64, f64)]) -> Vec<TextLine> {
        let glyphs: Vec<Glyph> = parts.iter().flat_map(|(text, left, base)| glyphs(text, *left, *base)).collect();
        lines(&glyphs.iter().collect::<Vec<_>>())
    }

    #[test]
    fn letters_find_their_line_and_gaps_are_spaces() {
        let lines = read(&[("abc", 0.0, 10.0), ("def", 20.0, 10.4), ("gh", 0.0, 22.0)]);
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["abc def", "gh"]);
    }

    #[test]
    fn lines_go_on_unless_something_ends_the_paragraph() {
        let lines = read(&[
            ("- ให้หัวหน้าดูป้ายบอกเว", 0.0, 10.0),
            ("ลาทุกเช้า", 0.0, 22.0),
            ("- ตรวจซ้ำ", 0.0, 34.0),
            ("“ดำเนินการแล้วเสร็จ”", 0.0, 46.0),
            ("ต่อมา", 0.0, 58.0),
        ]);
        let found = paragraphs(&lines, 122.0, 1);
        let texts: Vec<&str> = found.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(texts, ["- ให้หัวหน้าดูป้ายบอกเวลาทุกเช้า", "- ตรวจซ้ำ", "“ดำเนินการแล้วเสร็จ”", "ต่อมา"]);
    }
}
