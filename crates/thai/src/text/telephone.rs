//! Telephone numbers of Thailand (numbering plan of the NBTC): nine digits fixed, ten mobile, three or four special.

use std::ops::Range;

use super::is_invisible;
use crate::digits;

/// A telephone number seen inside a longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telephone {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// The number as it is printed: `02-321-7926`.
    pub number: String,
}

/// Words after which three or four digits are a number to call.
const CALL_WORDS: [&str; 7] = ["โทร", "โทรศัพท์", "สายด่วน", "call", "hotline", "tel", "phone"];

/// Reads a text that is one telephone number and writes it the usual way: `02-321-7926`, `053-123-456`,
/// `081-234-5678`, `1555`, `02-321-7926 ต่อ 12`. Takes Thai digits, +66 and any usual grouping.
pub fn telephone(text: &str) -> Option<String> {
    let line = Line::new(text);
    let start = line.skip_call_words(0);
    let start = line.word(start, "(").unwrap_or(start);
    let special = || {
        let end = line.digits_end(start);
        is_special(&line.digits(start..end)).then(|| (line.digits(start..end), end))
    };
    let (number, end) = line.subscriber_at(start).or_else(special)?;
    let rest_is_filling = line.glyphs[end..].iter().all(|c| matches!(c, ' ' | '.' | ',' | ')'));
    rest_is_filling.then_some(number)
}

/// All telephone numbers inside a longer text, in order. Special numbers (1555, 191) count only after a word such as
/// โทร or สายด่วน, because four digits are more often a year.
pub fn telephones(text: &str) -> Vec<Telephone> {
    let line = Line::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.glyphs.len() {
        match line.number_at(at) {
            Some((start, number, end)) => {
                found.push(Telephone { range: line.offsets[start]..line.offsets[end], number });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn is_special(digits: &str) -> bool {
    matches!(digits.len(), 3 | 4) && digits.starts_with('1')
}

/// The text with Arabic digits, one kind of hyphen, and every white or invisible character a space.
struct Line {
    glyphs: Vec<char>,
    offsets: Vec<usize>,
}

impl Line {
    fn new(text: &str) -> Self {
        let plain = |c: char| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
            c if c.is_whitespace() || is_invisible(c) => ' ',
            c => digits::arabic(c).to_ascii_lowercase(),
        };
        Self {
            glyphs: text.chars().map(plain).collect(),
            offsets: text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect(),
        }
    }

    /// The number that begins here, or a special number after a word of calling that begins here.
    fn number_at(&self, at: usize) -> Option<(usize, String, usize)> {
        if let Some((number, end)) = self.subscriber_at(at) {
            return Some((at, number, end));
        }
        CALL_WORDS.iter().find_map(|word| self.word(at, word))?;
        let start = self.skip_call_words(at);
        let end = self.digits_end(start);
        let special = self.digits(start..end);
        (is_special(&special) && self.ends_at(end)).then_some((start, special, end))
    }

    /// A fixed, mobile or toll-free number with its extension.
    fn subscriber_at(&self, start: usize) -> Option<(String, usize)> {
        let joined_before = start > 0 && matches!(self.glyphs[start - 1], '0'..='9' | '-' | '+' | '/');
        if joined_before {
            return None;
        }
        let (mut number, mut at) = match self.country_code(start) {
            Some(after) => (String::from("0"), after),
            None => (String::new(), start),
        };
        while let Some(digit) = self.glyphs.get(at).filter(|c| c.is_ascii_digit()) {
            number.push(*digit);
            at += 1;
            if expected_length(&number) == Some(number.len()) {
                break;
            }
            at = self.skip_one_separator(at);
        }
        let grouped = grouped(&number)?;
        if self.glyphs.get(at).is_some_and(char::is_ascii_digit) {
            return None;
        }
        self.with_extension(grouped, at)
    }

    /// `ต่อ 12`, `ext. 12`, or the rest of a range of lines `-9`; a longer tail means it is no telephone.
    fn with_extension(&self, number: String, at: usize) -> Option<(String, usize)> {
        if self.glyphs.get(at) == Some(&'-') {
            let end = self.digits_end(at + 1);
            return match end - (at + 1) {
                0 => Some((number, at)),
                1 | 2 if self.ends_at(end) => Some((format!("{number}-{}", self.digits(at + 1..end)), end)),
                _ => None,
            };
        }
        let word = self.skip_spaces(at);
        let extension = ["ต่อ", "ext.", "ext"].iter().find_map(|name| {
            let start = self.skip_spaces(self.word(word, name)?);
            let end = self.digits_end(start);
            (1..=5).contains(&(end - start)).then_some((self.digits(start..end), end))
        });
        Some(match extension {
            Some((extension, end)) => (format!("{number} ต่อ {extension}"), end),
            None => (number, at),
        })
    }

    /// `+66`, with or without the (0) that some keep.
    fn country_code(&self, at: usize) -> Option<usize> {
        let after = self.skip_one_separator(self.word(at, "+66")?);
        let after = self.word(after, "(0)").or_else(|| self.word(after, "0")).unwrap_or(after);
        Some(self.skip_one_separator(after))
    }

    fn skip_call_words(&self, at: usize) -> usize {
        let mut at = at;
        while let Some(end) = CALL_WORDS.iter().rev().find_map(|word| self.word(at, word)) {
            at = end + self.glyphs[end..].iter().take_while(|c| matches!(c, ' ' | '.' | ':')).count();
        }
        self.skip_spaces(at)
    }

    /// At most ` `, `-`, `.` or brackets between two digits, a space on either side allowed.
    fn skip_one_separator(&self, at: usize) -> usize {
        let after_space = self.skip_spaces(at);
        let after_sign = after_space + usize::from(matches!(self.glyphs.get(after_space), Some('-' | '.' | '(' | ')')));
        let end = self.skip_spaces(after_sign);
        if self.glyphs.get(end).is_some_and(char::is_ascii_digit) { end } else { at }
    }

    fn skip_spaces(&self, at: usize) -> usize {
        at + self.glyphs[at..].iter().take_while(|c| **c == ' ').count()
    }

    fn word(&self, at: usize, word: &str) -> Option<usize> {
        let end = at + word.chars().count();
        let here = self.glyphs.get(at..end)?;
        here.iter().copied().eq(word.chars()).then_some(end)
    }

    fn digits_end(&self, at: usize) -> usize {
        at + self.glyphs[at..].iter().take_while(|c| c.is_ascii_digit()).count()
    }

    fn digits(&self, range: Range<usize>) -> String {
        self.glyphs[range].iter().collect()
    }

    fn ends_at(&self, at: usize) -> bool {
        !self.glyphs.get(at).is_some_and(|c| c.is_ascii_digit() || *c == '-' || *c == '/')
    }
}

/// How many digits the whole number has, told from its first ones.
fn expected_length(number: &str) -> Option<usize> {
    match number.as_bytes() {
        [b'0', b'6' | b'8' | b'9', ..] => Some(10),
        [b'0', b'2'..=b'5' | b'7', ..] => Some(9),
        [b'1', b'8', b'0', b'0', ..] => Some(10),
        _ => None,
    }
}

fn grouped(number: &str) -> Option<String> {
    if expected_length(number)? != number.len() {
        return None;
    }
    let first = match number.as_bytes() {
        [b'0', b'2', ..] => 2,
        [b'1', ..] => 4,
        _ => 3,
    };
    let (area, rest) = number.split_at(first);
    let (exchange, line) = rest.split_at(3);
    Some(format!("{area}-{exchange}-{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_has_one_way_of_writing() {
        for text in [
            "๐๒-๓๒๑-๗๙๒๖",
            "๐๒-๓๒๑๗๙๒๖",
            "โทร. 0 2321 7926",
            "โทรศัพท์: 02 321 7926",
            "023217926",
            "(02) 321-7926",
            "+66 2 321 7926",
            "+66 (0) 2321 7926",
            "02–321\u{200b}–7926",
        ] {
            assert_eq!(telephone(text).as_deref(), Some("02-321-7926"), "{text}");
        }
        assert_eq!(telephone("0812345678").as_deref(), Some("081-234-5678"));
        assert_eq!(telephone("053-123456").as_deref(), Some("053-123-456"));
        assert_eq!(telephone("สายด่วน ๑๕๕๕").as_deref(), Some("1555"));
        assert_eq!(telephone("191").as_deref(), Some("191"));
        assert_eq!(telephone("1800 123 456").as_deref(), Some("1800-123-456"));
        assert_eq!(telephone("02-321-7926 ต่อ ๖๕๐๑").as_deref(), Some("02-321-7926 ต่อ 6501"));
        assert_eq!(telephone("0 2321 7926-9").as_deref(), Some("02-321-7926-9"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "โทร", "02-321-792", "02-321-79266", "2565", "-02-321-7926", "02-321-7926 และ", "0๑", "12345"]
        {
            assert_eq!(telephone(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_in_running_text() {
        let text = "หัวหน้าฝ่าย โทร ๐๒-๓๒๑๗๙๒๖ ข้อ ๑๒ ปี 2565 สายด่วน 1555 หรือ 081-234-5678 บัตร 1-1020-12345-67-8";
        let found = telephones(text);
        let numbers: Vec<&str> = found.iter().map(|t| t.number.as_str()).collect();
        assert_eq!(numbers, ["02-321-7926", "1555", "081-234-5678"]);
        assert_eq!(&text[found[0].range.clone()], "๐๒-๓๒๑๗๙๒๖");
        assert_eq!(telephones("มีผู้ใช้ 1555 คน และ 191 เรื่อง"), []);
    }

    proptest! {
        #[test]
        fn a_written_number_reads_as_itself(rest in "[0-9]{7}", mobile in "0[689][0-9]{8}") {
            for digits in [format!("02{rest}"), mobile] {
                let written = telephone(&digits).unwrap();
                prop_assert_eq!(telephone(&written), Some(written.clone()));
                let thai = digits::to_thai(&written);
                let sentence = format!("ติดต่อ {thai} ในเวลาราชการ");
                prop_assert_eq!(&telephones(&sentence)[0].number, &written);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9๐-๙()+ .ต่อทรโ-]{0,30}|\\PC{0,30}") {
            let _ = telephone(&text);
            for found in telephones(&text) {
                prop_assert!(text.get(found.range).is_some());
            }
        }
    }
}
