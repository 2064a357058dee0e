//! Tells the typesetter where a Thai line may end: after our words, and nowhere inside them.
//!
//! Thai is written without spaces between words. The typesetter guesses the words and gets some wrong (การสื่อ|สาร), so
//! before layout each word end gets a zero width space (a line may end here) and each joint inside a word a word joiner
//! (it may not). Both are invisible and are taken out of the finished text layer again.

use thai::text::{clusters, is_thai};

const LINE_MAY_END: char = '\u{200b}';
const LINE_MAY_NOT_END: char = '\u{2060}';

/// A last word of up to this many characters takes the word before it along rather than stand alone on the last line.
const SHORT_LAST_WORD: usize = 5;

/// A clean text with its break controls, for the typesetter only: they would get in the way of copying and searching.
pub fn mark(text: &str) -> String {
    text.lines().map(mark_words).collect::<Vec<_>>().join("\n")
}

fn mark_words(line: &str) -> String {
    let mut breaks = thai::words::breaks(line);
    breaks.pop_if(|last| line[*last..].chars().count() <= SHORT_LAST_WORD);
    let mut marked = String::with_capacity(line.len() * 2);
    let mut position = 0;
    let mut after_letter = false;
    for cluster in clusters(line) {
        if after_letter && cluster.starts_with(is_letter) {
            marked.push(if breaks.binary_search(&position).is_ok() { LINE_MAY_END } else { LINE_MAY_NOT_END });
        }
        marked.push_str(cluster);
        position += cluster.len();
        after_letter = cluster.ends_with(is_letter);
    }
    marked
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '๐'..='๙')
}

/// Thai letters, marks and signs, without digits and ฿.
fn is_letter(c: char) -> bool {
    is_thai(c) && !is_digit(c) && c != '฿'
}

#[cfg(test)]
mod tests {
    use icu_segmenter::{LineSegmenter, options::LineBreakOptions};
    use proptest::prelude::*;
    use thai::lines::clean;

    use super::*;

    /// The pieces between which the typesetter may end a line. It uses this very segmenter.
    fn pieces(text: &str) -> Vec<String> {
        let marked = mark(&clean(text));
        let ends: Vec<usize> = LineSegmenter::new_lstm(LineBreakOptions::default()).segment_str(&marked).collect();
        ends.windows(2).map(|ends| without_controls(&marked[ends[0]..ends[1]])).collect()
    }

    fn without_controls(text: &str) -> String {
        text.chars().filter(|c| ![LINE_MAY_END, LINE_MAY_NOT_END].contains(c)).collect()
    }

    #[test]
    fn lines_end_only_after_words() {
        assert_eq!(pieces("ประสิทธิภาพการสื่อสาร"), ["ประสิทธิภาพ", "การสื่อสาร"]);
        assert_eq!(pieces("คุณธรรมและความโปร่งใส"), ["คุณธรรม", "และ", "ความโปร่งใส"]);
        assert_eq!(pieces("กำกับดูแลทรัพย์สิน"), ["กำกับ", "ดูแล", "ทรัพย์สิน"]);
    }

    #[test]
    fn what_belongs_together_stays_on_one_line() {
        for whole in [
            "ต่าง\u{a0}ๆ",
            "8\u{a0}เมษายน\u{a0}2565",
            "๑\u{a0}ก.พ.\u{a0}๒๕๖๕",
            "77.87\u{a0}คะแนน",
            "โทร.\u{a0}02-000-1234",
            "ที่\u{a0}5",
            "O26",
            "I๑",
        ] {
            let text = whole.replace('\u{a0}', " ");
            assert_eq!(pieces(&text), [whole]);
        }
        assert_eq!(pieces("ปี 2565 สำนัก"), ["ปี\u{a0}2565 ", "สำนัก"]);
    }

    #[test]
    fn a_short_last_word_is_not_left_alone() {
        assert_eq!(pieces("และตรวจสอบได้"), ["และ", "ตรวจสอบได้"]);
    }

    #[test]
    fn brackets_and_quotes_hold_on_to_their_words() {
        assert_eq!(pieces("แล้ว “เสร็จ”"), ["แล้ว ", "“เสร็จ”"]);
        assert_eq!(pieces("ฝ่าย (ปฏิบัติ)"), ["ฝ่าย ", "(ปฏิบัติ)"]);
    }

    #[test]
    fn foreign_text_is_left_alone() {
        for text in ["https://www.example.go.th/a?b=1&c=2", "#set text(red) *x* _y_", ""] {
            assert_eq!(mark(text), text);
        }
    }

    #[test]
    fn no_cluster_that_can_be_written_is_cut() {
        let segmenter = LineSegmenter::new_lstm(LineBreakOptions::default());
        for first in ["", "เ", "แ", "โ", "ใ", "ไ"] {
            for consonant in 'ก'..='ฮ' {
                for vowel in ["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็"] {
                    for tone in ["", "่", "้", "๊", "๋", "์", "ำ", "่ำ", "้ำ", "๊ำ", "๋ำ"] {
                        if tone.ends_with('ำ') && !(first.is_empty() && vowel.is_empty()) {
                            continue;
                        }
                        let cluster = format!("{first}{consonant}{vowel}{tone}");
                        assert_eq!(segmenter.segment_str(&cluster).count(), 2, "{cluster}");
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_is_lost_and_thai_lines_end_only_where_we_say(text in "([เ-ไ]?[ก-ฮ][ัิ-ู็]?[่-๋]?|[ก-ฮ][่-๋]?[ะาำ]|[ก-ฮ][ิุ]?์|[๐-๙ๆฯ a-z(“”)0-9.]){0,30}") {
            let printed = clean(&text);
            let pieces = pieces(&text);
            prop_assert_eq!(pieces.concat(), printed.clone());
            let breaks = thai::words::breaks(&printed);
            let mut position = 0;
            for (piece, next) in pieces.iter().zip(pieces.iter().skip(1)) {
                position += piece.len();
                let inside_thai = piece.ends_with(is_letter) && next.starts_with(is_letter);
                prop_assert!(!inside_thai || breaks.contains(&position), "{piece:?} | {next:?}");
            }
        }
    }
}
