//! Thai text as characters: one spelling for what looks the same, clusters, likeness, telephones.

mod telephone;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use telephone::{Telephone, telephone, telephones};

use crate::digits;

const NIKHAHIT: char = '\u{0e4d}';
const SARA_AA: char = 'า';
const SARA_AM: char = 'ำ';

/// Is this a character of the Thai block (letters, marks, digits, ฿)?
pub fn is_thai(c: char) -> bool {
    matches!(c, '\u{0e01}'..='\u{0e3a}' | '\u{0e3f}'..='\u{0e5b}')
}

/// Is this a Thai mark that stands above or below a consonant? ำ is half a mark and not counted.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}')
}

/// Is this a vowel written before the consonant it is spoken after (เ แ โ ใ ไ)?
pub fn is_leading_vowel(c: char) -> bool {
    matches!(c, 'เ'..='ไ')
}

/// Characters that show nothing and only get in the way of comparing: zero-width spaces and joiners, soft hyphens,
/// byte order marks, direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

/// One spelling for what looks the same, on one line: NFC, ํา as ำ, เเ as แ, vowel before tone, doubled marks once,
/// no invisible characters, every run of white space one plain space, none at the ends.
pub fn normalise(text: &str) -> String {
    let visible: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).nfc().collect();
    collapse_spaces(&in_order(&visible)).nfc().collect()
}

/// [`normalise`] for text of several lines: line breaks stay, at most one empty line in a row, none at the ends.
pub fn normalise_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(normalise) {
        let would_double = line.is_empty() && lines.last().is_none_or(String::is_empty);
        if !would_double {
            lines.push(line);
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

/// Normalised and without any space, for comparing text whose spaces came from narrow columns and scanners.
pub fn squash(text: &str) -> String {
    normalise(&text.chars().filter(|c| !c.is_whitespace()).collect::<String>())
}

/// Normalised, Arabic digits, lower case: what is stored for searching and what a query is turned into.
pub fn search_key(text: &str) -> String {
    digits::to_arabic(&normalise(text)).to_lowercase()
}

/// Marks after each consonant in the one order that keyboards and fonts agree on.
fn in_order(text: &[char]) -> String {
    let mut ordered = String::with_capacity(text.len() * 3);
    let mut at = 0;
    while at < text.len() {
        if text[at] == 'เ' && text.get(at + 1) == Some(&'เ') {
            ordered.push('แ');
            at += 2;
        } else if is_mark(text[at]) || text[at] == SARA_AM {
            at = order_marks(text, at, &mut ordered);
        } else {
            ordered.push(text[at]);
            at += 1;
        }
    }
    ordered
}

fn order_marks(text: &[char], start: usize, ordered: &mut String) -> usize {
    let mut end = start;
    while end < text.len() && (is_mark(text[end]) || text[end] == SARA_AM) {
        end += 1;
    }
    let mut marks = text[start..end].to_vec();
    if text.get(end) == Some(&SARA_AA) && marks.contains(&NIKHAHIT) {
        marks.retain(|c| *c != NIKHAHIT);
        marks.push(SARA_AM);
        end += 1;
    }
    marks.sort_by_key(|c| match c {
        '\u{0e48}'..='\u{0e4b}' => 1,
        '\u{0e4c}'..='\u{0e4e}' => 2,
        &SARA_AM => 3,
        _ => 0,
    });
    marks.dedup();
    ordered.extend(marks);
    end
}

fn collapse_spaces(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut collapsed = String::with_capacity(text.len());
    collapsed.extend(words.next());
    for word in words {
        collapsed.push(' ');
        collapsed.push_str(word);
    }
    collapsed
}

/// The units a reader sees: a consonant with the vowel before it and all its marks, or any other character with its
/// combining marks. Cutting between clusters never parts a base from its marks.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, after) = rest.split_at(cluster_end(rest));
        rest = after;
        (!cluster.is_empty()).then_some(cluster)
    })
}

fn cluster_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return 0 };
    if is_leading_vowel(first) {
        chars.next_if(|(_, c)| matches!(c, 'ก'..='ฮ'));
    }
    while chars.next_if(|(_, c)| is_mark(*c) || *c == SARA_AM || is_combining_mark(*c)).is_some() {}
    chars.peek().map_or(text.len(), |(end, _)| *end)
}

/// How alike two texts are, 0 (nothing in common) to 1 (the same), spaces and digit script aside: one minus the edit
/// distance over clusters in proportion to the longer text. Takes time in proportion to the product of the lengths:
/// for names and sentences, not for documents.
pub fn similarity(one: &str, other: &str) -> f32 {
    let [one, other] = [one, other].map(|text| search_key(text).replace(' ', ""));
    let one: Vec<&str> = clusters(&one).collect();
    let other: Vec<&str> = clusters(&other).collect();
    let longer = one.len().max(other.len());
    if longer == 0 {
        return 1.0;
    }
    1.0 - edit_distance(&one, &other) as f32 / longer as f32
}

/// Fewest insertions, removals and replacements that turn one sequence into the other (Levenshtein).
pub fn edit_distance<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, left) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(normalise("น\u{0e4d}\u{0e49}า"), "น้ำ");
        assert_eq!(normalise("น\u{0e49}\u{0e4d}า"), "น้ำ");
        assert_eq!(normalise("นำ\u{0e49}"), "น้ำ");
        assert_eq!(normalise("ที\u{0e48}"), normalise("ท\u{0e48}ี"));
        assert_eq!(normalise("ผ\u{0e49}\u{0e39}"), "ผู้");
        assert_eq!(normalise("เเผน"), "แผน");
        assert_eq!(normalise("กีี"), "กี");
        assert_eq!(normalise(" สำนักงาน\u{200b}เขต\u{a0}\n สวนหลวง\u{feff} "), "สำนักงานเขต สวนหลวง");
        assert_eq!(normalise("e\u{301}"), "é");
        assert_eq!(normalise("สิทธิ์ พันธุ์"), "สิทธิ์ พันธุ์");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(normalise_lines("\n ก  ข \r\n\n\n ค\u{200b}\n\n"), "ก ข\n\nค");
        assert_eq!(normalise_lines(" \n "), "");
    }

    #[test]
    fn scanned_text_compares_without_spaces() {
        assert_eq!(squash("ดำเนินการแล้ว เสร็จ"), squash("ดําเนินการแล้วเสร็จ"));
        assert_eq!(search_key("ข้อ ๓๖ OIT"), "ข้อ 36 oit");
    }

    #[test]
    fn clusters_keep_marks_with_their_base() {
        let all: Vec<&str> = clusters("เปิดน้ำที่กี้ e\u{301}").collect();
        assert_eq!(all, ["เปิ", "ด", "น้ำ", "ที่", "กี้", " ", "e\u{301}"]);
    }

    #[test]
    fn likeness_is_counted_in_clusters() {
        assert_eq!(similarity("ประชาสัมพันธ์", "ประชาสัมพันธ์ "), 1.0);
        assert_eq!(similarity("๑๒", "12"), 1.0);
        assert!(similarity("ประชุมสัมพันธ์", "ประชาสัมพันธ์") > 0.7);
        assert!(similarity("การจัดซื้อจัดจ้าง", "การปฏิบัติหน้าที่") < 0.4);
        assert_eq!(similarity("", ""), 1.0);
        assert_eq!(similarity("", "ก"), 0.0);
        assert_eq!(edit_distance(&[1, 2, 3], &[1, 3, 4]), 2);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "[ก-๎๐-๙a-zé \u{301}\u{200b}\n]{0,24}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once.clone());
            let lines = normalise_lines(&text);
            prop_assert_eq!(normalise_lines(&lines), lines);
            let squashed = squash(&text);
            prop_assert_eq!(squash(&squashed), squashed);
        }

        #[test]
        fn clusters_put_together_are_the_text(text in "[ก-๎a-z ]{0,24}|\\PC{0,20}") {
            prop_assert_eq!(clusters(&text).collect::<String>(), text);
        }

        #[test]
        fn likeness_is_mutual_and_between_none_and_all(one in "[ก-๎ ]{0,12}", other in "[ก-๎ ]{0,12}") {
            let alike = similarity(&one, &other);
            prop_assert!((0.0..=1.0).contains(&alike));
            prop_assert_eq!(alike, similarity(&other, &one));
            prop_assert_eq!(similarity(&one, &one), 1.0);
        }
    }
}
