//! Thai (๐–๙) and Arabic (0–9) numerals, and numbers as Thai readers expect them: grouped by thousands, minus as
//! U+2212. All work on whole numbers: baht are kept in satang, scores in parts of a point.

use crate::{Language, text};

/// U+2212, which is as wide as a digit and does not break the line like a hyphen.
const MINUS: char = '−';

/// Replaces every Thai digit by its Arabic one; all else is left alone.
pub fn to_arabic(text: &str) -> String {
    text.chars().map(arabic).collect()
}

/// Replaces every Arabic digit by its Thai one; all else is left alone.
pub fn to_thai(text: &str) -> String {
    text.chars().map(thai).collect()
}

/// The Arabic form of one character.
pub fn arabic(c: char) -> char {
    match c {
        '๐'..='๙' => char::from(b'0' + (c as u32 - '๐' as u32) as u8),
        other => other,
    }
}

fn thai(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32('๐' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        other => other,
    }
}

/// A whole number in groups of three: `12,345`, `−12`.
pub fn grouped(number: i64) -> String {
    signed(number < 0, group(number.unsigned_abs()))
}

/// A number kept as a whole count of its smallest parts, with all its places: `fixed(1234550, 2)` is `12,345.50`.
pub fn fixed(parts: i64, places: u32) -> String {
    if places == 0 {
        return grouped(parts);
    }
    let unit = 10u64.saturating_pow(places);
    let whole = parts.unsigned_abs() / unit;
    let rest = parts.unsigned_abs() % unit;
    signed(parts < 0, format!("{}.{rest:0width$}", group(whole), width = places as usize))
}

/// An amount in satang as baht: `12,345.50`. The word บาท belongs to the caller, after U+00A0.
pub fn baht(satang: i64) -> String {
    fixed(satang, 2)
}

/// An amount in satang for headlines: `12.3 ล้านบาท`, `12.3 million baht`; below a million in full baht.
pub fn baht_in_headline(satang: i64, language: Language) -> String {
    const SATANG_IN_TENTH_MILLION: u64 = 10_000_000;
    let baht = round_half_up(satang.unsigned_abs(), 100);
    if baht < 1_000_000 {
        return format!("{}\u{a0}{}", signed(satang < 0 && baht > 0, group(baht)), language.say("บาท", "baht"));
    }
    let tenths = round_half_up(satang.unsigned_abs(), SATANG_IN_TENTH_MILLION);
    let millions = signed(satang < 0, format!("{}.{}", group(tenths / 10), tenths % 10));
    format!("{millions}\u{a0}{}", language.say("ล้านบาท", "million baht"))
}

/// A share on screen, rounded half up: `percent(23, 25, 0)` is `92%`. `None` without a base.
pub fn percent(part: u64, base: u64, places: u32) -> Option<String> {
    Some(format!("{}%", share(part, base, places)?))
}

/// A share in official papers: `ร้อยละ 92`. `None` without a base.
pub fn roi_la(part: u64, base: u64, places: u32) -> Option<String> {
    Some(format!("ร้อยละ\u{a0}{}", share(part, base, places)?))
}

/// Reads a whole number as people type it: either digits, commas, spaces, any minus.
pub fn parse_whole(text: &str) -> Option<i64> {
    parse_fixed(text, 0)
}

/// Reads an amount of baht into satang: `12,345.5` is 1,234,550. More than two decimals are refused.
pub fn parse_baht(text: &str) -> Option<i64> {
    parse_fixed(text, 2)
}

/// Reads a decimal number into a count of its smallest parts: `parse_fixed("๗๗.๘๗", 2)` is 7787. `None` if it is not a
/// number, has more places than asked for, or does not fit.
pub fn parse_fixed(text: &str, places: u32) -> Option<i64> {
    let plain: String = text::search_key(text).chars().filter(|c| !matches!(c, ' ' | ',')).collect();
    let unsigned = plain.strip_prefix(['-', '+', MINUS, '–']).unwrap_or(&plain);
    let negative = plain.starts_with(['-', MINUS, '–']);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || decimals.len() > places as usize {
        return None;
    }
    let parts: i64 = format!("{whole}{decimals:0<width$}", width = places as usize).parse().ok()?;
    Some(if negative { -parts } else { parts })
}

fn share(part: u64, base: u64, places: u32) -> Option<String> {
    let scaled = u128::from(part) * 100 * 10u128.checked_pow(places)?;
    let base = u128::from(base);
    let rounded = (2 * scaled + base).checked_div(2 * base)?;
    Some(fixed(i64::try_from(rounded).ok()?, places))
}

fn round_half_up(number: u64, unit: u64) -> u64 {
    number / unit + u64::from(number % unit >= unit.div_ceil(2))
}

fn group(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn signed(negative: bool, number: String) -> String {
    if negative { format!("{MINUS}{number}") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_go_there_and_back() {
        assert_eq!(to_thai("8 เมษายน 2565"), "๘ เมษายน ๒๕๖๕");
        assert_eq!(to_arabic("๗๗.๘๗"), "77.87");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(-12_345_678), "−12,345,678");
        assert_eq!(grouped(i64::MIN), "−9,223,372,036,854,775,808");
        assert_eq!(baht(1_234_550), "12,345.50");
        assert_eq!(baht(-5), "−0.05");
        assert_eq!(fixed(8106, 2), "81.06");
    }

    #[test]
    fn headlines_speak_in_millions() {
        assert_eq!(baht_in_headline(1_234_567_890, Language::Thai), "12.3\u{a0}ล้านบาท");
        assert_eq!(baht_in_headline(1_234_567_890, Language::English), "12.3\u{a0}million baht");
        assert_eq!(baht_in_headline(99_999_950, Language::Thai), "1.0\u{a0}ล้านบาท");
        assert_eq!(baht_in_headline(1_234_500, Language::Thai), "12,345\u{a0}บาท");
    }

    #[test]
    fn shares_need_a_base() {
        assert_eq!(percent(23, 25, 0).as_deref(), Some("92%"));
        assert_eq!(percent(38, 39, 2).as_deref(), Some("97.44%"));
        assert_eq!(percent(1, 8, 0).as_deref(), Some("13%"));
        assert_eq!(roi_la(23, 25, 0).as_deref(), Some("ร้อยละ\u{a0}92"));
        assert_eq!(percent(0, 0, 0), None);
    }

    #[test]
    fn typed_numbers_are_read() {
        assert_eq!(parse_whole(" ๑๒,๓๔๕\u{200b} "), Some(12_345));
        assert_eq!(parse_baht("12,345.5"), Some(1_234_550));
        assert_eq!(parse_baht("−๑.๒๕"), Some(-125));
        assert_eq!(parse_fixed("๗๗.๘๗", 2), Some(7787));
        for text in ["", "12.345", "1.2.3", "สิบ", "-", "99999999999999999999"] {
            assert_eq!(parse_baht(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_we_write_we_read(number in -(i64::MAX)..=i64::MAX, places in 0u32..5) {
            prop_assert_eq!(parse_fixed(&fixed(number, places), places), Some(number));
            prop_assert_eq!(parse_fixed(&to_thai(&fixed(number, places)), places), Some(number));
        }
    }
}
