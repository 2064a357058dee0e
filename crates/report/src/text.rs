//! Finding words in printed Thai, where OCR leaves spaces inside words and drops them between words.

use std::ops::Range;

/// Finds `word` in `text` though spaces may stand inside it (or be missing); the place in `text`.
pub(crate) fn find_spaced(text: &str, word: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let first = *wanted.first()?;
    text.char_indices()
        .filter(|(_, c)| same(*c, first))
        .find_map(|(start, _)| match_spaced(&text[start..], &wanted).map(|length| start..start + length))
}

/// Does `text` begin with `word`, spaces apart? The rest after it.
pub(crate) fn strip_spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let wanted: Vec<char> = word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let text = text.trim_start();
    match_spaced(text, &wanted).map(|length| &text[length..])
}

/// Does `text` hold `word`, spaces apart?
pub(crate) fn holds(text: &str, word: &str) -> bool {
    find_spaced(text, word).is_some()
}

fn match_spaced(text: &str, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter();
    let mut next = wanted.next()?;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        if !same(c, *next) {
            return None;
        }
        match wanted.next() {
            Some(following) => next = following,
            None => return Some(at + c.len_utf8()),
        }
    }
    None
}

fn same(c: char, wanted: char) -> bool {
    c == wanted || c.to_lowercase().eq([wanted])
}

/// A letter of the Thai script: consonant, vowel or tone mark; no digit, no sign.
pub(crate) fn is_thai_letter(c: char) -> bool {
    matches!(c, 'ก'..='ฺ' | 'เ'..='ๅ' | '็'..='๎')
}

/// Quotation marks of every kind.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'' | '`' | '″')
}

/// Without a bullet or list number at its start; and whether there was one.
pub(crate) fn strip_bullet(text: &str) -> (bool, &str) {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '–', '—', '•', '●', '▪', '·', '*', '○', '➢', '✓', '\u{f0b7}', '−'])
    {
        return (true, strip_bullet(rest).1);
    }
    let bare = text.strip_prefix('(').unwrap_or(text);
    let digits = bare.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '๐'..='๙')).count();
    if (1..=2).contains(&digits) {
        let after: usize = bare.chars().take(digits).map(char::len_utf8).sum();
        let rest = &bare[after..];
        let mark = rest.strip_prefix(')').or_else(|| rest.strip_prefix(". ")).or_else(|| rest.strip_prefix('.'));
        if let Some(rest) = mark
            && rest.trim_start().starts_with(|c: char| !c.is_ascii_digit() && !matches!(c, '๐'..='๙' | '.'))
        {
            return (true, rest.trim_start());
        }
    }
    (false, text)
}

/// Joins the two halves of a text that was cut by a paragraph or page: Thai to Thai without a space.
pub(crate) fn join(first: &str, second: &str) -> String {
    let (first, second) = (first.trim_end(), second.trim_start());
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    let ends_thai = first.chars().next_back().is_some_and(is_thai_letter);
    let starts_thai = second.chars().next().is_some_and(is_thai_letter);
    let half_a_name = is_person(first) && !first.contains(' ');
    let telephone = strip_spaced(second, "โทร").is_some();
    if ends_thai && starts_thai && !half_a_name && !telephone {
        format!("{first}{second}")
    } else {
        format!("{first} {second}")
    }
}

/// Titles before the names of persons.
const TITLES: [&str; 9] = ["นางสาว", "นาย", "นาง", "น.ส.", "ว่าที่", "ดร.", "Mr", "Mrs", "Ms"];

/// Does the text begin with a person's title?
pub(crate) fn is_person(text: &str) -> bool {
    TITLES.iter().any(|title| text.trim_start().starts_with(title)) && !text.starts_with("นายก")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_though_spaces_stand_inside() {
        let text = "ผล: ดำเนินการแล้ว เสร็จ จบ";
        let place = find_spaced(text, "ดำเนินการแล้วเสร็จ").unwrap();
        assert_eq!(&text[place], "ดำเนินการแล้ว เสร็จ");
        assert_eq!(strip_spaced(" ตัวชี้ วัดที่ ๖คุณภาพ", "ตัวชี้วัดที่"), Some(" ๖คุณภาพ"));
        assert!(holds("AVERAGE  Score", "average score"));
    }

    #[test]
    fn bullets_and_list_numbers_are_stripped_but_decimals_are_not() {
        assert_eq!(strip_bullet("- ก"), (true, "ก"));
        assert_eq!(strip_bullet("๑. ก"), (true, "ก"));
        assert_eq!(strip_bullet("(2) ก"), (true, "ก"));
        assert_eq!(strip_bullet("๗๗.๘๗ คะแนน"), (false, "๗๗.๘๗ คะแนน"));
        assert_eq!(strip_bullet("๑ ปี"), (false, "๑ ปี"));
    }

    #[test]
    fn halves_are_joined_as_thai_is_written() {
        assert_eq!(join("สามารถ", "ติดตาม"), "สามารถติดตาม");
        assert_eq!(join("นางสมมติ", "ตัวอย่าง หัวหน้า"), "นางสมมติ ตัวอย่าง หัวหน้า");
        assert_eq!(join("ฝ่าย", "โทร ๐๒"), "ฝ่าย โทร ๐๒");
    }
}
