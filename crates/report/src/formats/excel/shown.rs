//! A number as its format shows it (ECMA-376 part 1, 18.8.30): decimals, per cent, dates of the Buddhist or the
//! Christian era as Thai dates.

use jiff::civil::{Date, date};
use thai::Language;

/// General shows at most so many digits.
const GENERAL_DIGITS: i32 = 10;
/// The last day that Excel counts: 31 December 9999.
const LAST_SERIAL: f64 = 2_958_466.0;
/// A year from here on was typed in the Buddhist era into a calendar of the Christian one.
const FIRST_BUDDHIST_YEAR: i16 = 2_400;
/// The Buddhist era is so many years ahead.
const ERA: i16 = 543;
/// Scores are published with two decimals.
const DECIMALS_OF_A_SCORE: usize = 2;
/// Longer formats than Excel allows (255 characters) are cut.
const LONGEST_FORMAT: usize = 255;

/// A number format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// As many digits as there are.
    General,
    /// A day, and perhaps a time.
    Date {
        /// The time of day is shown too.
        with_time: bool,
    },
    /// A time of day.
    Time,
    /// Digits and letters in a pattern, for numbers from zero up.
    Pattern(Vec<Token>),
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A letter that is shown as it is.
    Literal(char),
    /// A digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// Thousands are parted.
    Grouping,
    /// The number is shown as per cent.
    Percent,
}

/// Codes of the formats that every workbook has without saying so; those from 27 on as in Thai versions.
pub(super) fn built_in(id: u32) -> Option<&'static str> {
    Some(match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 | 71..=74 | 81 => "d/m/yyyy",
        18..=21 | 32..=35 | 45..=47 | 55 | 56 | 75 | 76 | 78..=80 => "h:mm",
        22 | 77 => "d/m/yyyy h:mm",
        37 | 38 => "#,##0",
        39 | 40 => "#,##0.00",
        59 => "0",
        60 => "0.00",
        61 => "#,##0",
        62 => "#,##0.00",
        67 => "0%",
        68 => "0.00%",
        _ => return None,
    })
}

impl NumberFormat {
    /// The format with this code. Of its sections the first counts, that of positive numbers.
    pub(super) fn of(code: &str) -> Self {
        let mut tokens = Vec::new();
        let (mut has_day, mut has_time, mut months) = (false, false, false);
        let mut letters = code.chars().take(LONGEST_FORMAT);
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => tokens.extend(letters.by_ref().take_while(|c| *c != '"').map(Token::Literal)),
                '\\' => tokens.extend(letters.next().map(Token::Literal)),
                '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    has_time |= matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
                }
                '0' | '#' | '?' => tokens.push(Token::Digit(letter)),
                '.' => tokens.push(Token::Point),
                ',' => tokens.push(Token::Grouping),
                '%' => tokens.push(Token::Percent),
                'd' | 'D' | 'y' | 'Y' | 'b' | 'B' | 'ว' | 'ป' => has_day = true,
                'm' | 'M' | 'ด' => months = true,
                'h' | 'H' | 's' | 'S' | 'ช' => has_time = true,
                // `General`, `Standard`, exponents, fractions and text: as many digits as there are.
                'G' | 'E' | 'e' | '/' | '@' if !has_day && !months => return NumberFormat::General,
                // Thai digits are asked for with a `t`; the reader takes digits of both kinds.
                't' | 'T' => {}
                letter => tokens.push(Token::Literal(letter)),
            }
        }
        if has_day || (months && !has_time) {
            NumberFormat::Date { with_time: has_time }
        } else if has_time {
            NumberFormat::Time
        } else if tokens.iter().any(|token| matches!(token, Token::Digit(_))) {
            NumberFormat::Pattern(tokens)
        } else {
            NumberFormat::General
        }
    }
}

/// The number as it is shown. `from_1904`: days are counted from 1 January 1904.
pub(super) fn shown(value: f64, format: Option<&NumberFormat>, from_1904: bool) -> String {
    match format {
        _ if !value.is_finite() => String::new(),
        Some(NumberFormat::Date { with_time }) => match day_of(value, from_1904) {
            Some(day) if *with_time => format!("{} {}", thai::date::long(day, Language::Thai), time_of(value)),
            Some(day) => thai::date::long(day, Language::Thai),
            None => general(value),
        },
        Some(NumberFormat::Time) => time_of(value),
        Some(NumberFormat::Pattern(tokens)) => patterned(value, tokens),
        Some(NumberFormat::General) | None => general(value),
    }
}

/// The day of a serial number. Excel counts a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1).
fn day_of(serial: f64, from_1904: bool) -> Option<Date> {
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    let start = match days {
        _ if from_1904 => date(1904, 1, 1),
        ..60 => date(1899, 12, 31),
        _ => date(1899, 12, 30),
    };
    let day = start.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    if day.year() < FIRST_BUDDHIST_YEAR {
        return Some(day);
    }
    // 29 February of a Buddhist year that is leap as a Christian one may not exist 543 years before.
    Date::new(day.year() - ERA, day.month(), day.day()).ok()
}

fn time_of(serial: f64) -> String {
    let minutes = ((serial - serial.floor()) * 24.0 * 60.0).round() as i64 % (24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn general(value: f64) -> String {
    let before = if value == 0.0 { 1 } else { value.abs().log10().floor() as i32 + 1 };
    let decimals = (GENERAL_DIGITS - before.max(1)).clamp(0, GENERAL_DIGITS) as usize;
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn patterned(value: f64, tokens: &[Token]) -> String {
    let value = if tokens.contains(&Token::Percent) { value * 100.0 } else { value };
    let behind_digits =
        || tokens.iter().rposition(|token| digit(token).is_some()).map_or(tokens.len(), |last| last + 1);
    let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or_else(behind_digits);
    let mut decimals: Vec<char> = tokens[point..].iter().filter_map(digit).collect();
    // A score has two decimals, also where its cell shows fewer: the file holds them, and they are what was measured.
    let text = format!("{:.*}", decimals.len().max(DECIMALS_OF_A_SCORE), value.abs());
    let (whole, mut fraction) = text.split_once('.').unwrap_or((&text, ""));
    while fraction.len() > decimals.len() && fraction.ends_with('0') {
        fraction = &fraction[..fraction.len() - 1];
    }
    decimals.resize(decimals.len().max(fraction.len()), '#');
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "-" } else { "" };
    format!("{sign}{}{}", whole_part(whole, &tokens[..point]), fraction_part(fraction, &tokens[point..], &decimals))
}

fn digit(token: &Token) -> Option<char> {
    match token {
        Token::Digit(digit) => Some(*digit),
        _ => None,
    }
}

/// Digits are filled in from the right, as into `0-0000-0000`; those that are left over stand at the first place.
fn whole_part(digits: &str, tokens: &[Token]) -> String {
    let digits = if digits == "0" && !tokens.contains(&Token::Digit('0')) { "" } else { digits };
    let first = tokens.iter().position(|token| matches!(token, Token::Digit(_)));
    let grouped = first.is_some_and(|first| tokens[first..].contains(&Token::Grouping));
    let mut left = digits.chars().rev().enumerate().peekable();
    let mut shown: Vec<char> = Vec::new();
    let push = |at: usize, digit: char, shown: &mut Vec<char>| {
        if grouped && at > 0 && at.is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    };
    for (place, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(kind) => {
                match left.next() {
                    Some((at, digit)) => push(at, digit, &mut shown),
                    None if *kind == '0' => shown.push('0'),
                    None => {}
                }
                if Some(place) == first {
                    left.by_ref().for_each(|(at, digit)| push(at, digit, &mut shown));
                }
            }
            Token::Literal(letter) => shown.push(*letter),
            Token::Percent => shown.push('%'),
            Token::Point | Token::Grouping => {}
        }
    }
    shown.into_iter().rev().collect()
}

/// Decimals, without zeros at the end where the pattern does not ask for them, and what stands behind.
fn fraction_part(fraction: &str, tokens: &[Token], kinds: &[char]) -> String {
    let needed = kinds.iter().rposition(|kind| *kind == '0').map_or(0, |last| last + 1);
    let mut digits = fraction;
    while digits.len() > needed && digits.ends_with('0') {
        digits = &digits[..digits.len() - 1];
    }
    let behind: String = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Literal(letter) => Some(*letter),
            Token::Percent => Some('%'),
            _ => None,
        })
        .collect();
    if digits.is_empty() { behind } else { format!(".{digits}{behind}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_shown(value: f64, code: &str) -> String {
        shown(value, Some(&NumberFormat::of(code)), false)
    }

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        assert_eq!(shown(77.869_999_999_999_99, None, false), "77.87");
        assert_eq!(shown(0.1 + 0.2, None, false), "0.3");
        assert_eq!(shown(1_100_700_000_000.0, None, false), "1100700000000");
        assert_eq!(as_shown(77.8685, "0.00"), "77.87");
        assert_eq!(as_shown(77.8685, "0.00\" คะแนน\""), "77.87 คะแนน");
        assert_eq!(as_shown(77.5, "#,##0.##;[Red]-#,##0.##"), "77.5");
        assert_eq!(as_shown(1_234_567.0, "#,##0"), "1,234,567");
        assert_eq!(as_shown(-1_234.5, "#,##0.00"), "-1,234.50");
        assert_eq!(as_shown(0.7787, "0.00%"), "77.87%");
        assert_eq!(as_shown(0.7787, "0%"), "77.87%", "a score is not rounded away");
        assert_eq!((as_shown(77.87, "0"), as_shown(77.8, "0")), ("77.87".into(), "77.8".into()));
        assert_eq!((as_shown(78.0, "0"), as_shown(83.3333, "0.0")), ("78".into(), "83.33".into()));
        assert_eq!(as_shown(21_237_926.0, "00-000-0000"), "02-123-7926");
        assert_eq!(as_shown(5.0, "000"), "005");
        assert_eq!(
            (as_shown(0.0, "0.00"), as_shown(0.0, "#"), as_shown(77.87, "@")),
            ("0.00".into(), "".into(), "77.87".into())
        );
        assert_eq!(as_shown(f64::NAN, "0"), "");
    }

    #[test]
    fn serial_numbers_become_thai_dates() {
        assert_eq!(as_shown(44_635.0, "d/m/yyyy"), "15 มีนาคม 2565");
        assert_eq!(as_shown(44_635.0, "[$-D07041E]d mmmm bbbb"), "15 มีนาคม 2565");
        assert_eq!(as_shown(44_635.5, "d mmm yy h:mm"), "15 มีนาคม 2565 12:00");
        assert_eq!(as_shown(44_635.0, "mmm-yy"), "15 มีนาคม 2565");
        assert_eq!(as_shown(0.25, "h:mm"), "06:00");
        assert_eq!(shown(43_173.0, Some(&NumberFormat::Date { with_time: false }), true), "15 มีนาคม 2565");
        // 15 March 2565 typed as if it were of the Christian era.
        assert_eq!(as_shown(242_962.0, "d/m/yyyy"), "15 มีนาคม 2565");
        assert_eq!(as_shown(1.0, "d/m/yyyy"), "1 มกราคม 2443");
        assert_eq!(as_shown(-1.0, "d/m/yyyy"), "-1");
        assert_eq!(as_shown(1e300, "d/m/yyyy").len(), 301);
    }
}
