//! What belongs together on one line: dates, numbers with their units, and signs with their words.

use jiff::civil::date;

use crate::{Language, text::normalise_lines};

const NO_BREAK_SPACE: char = '\u{a0}';

/// What a number counts: `3 วัน` stays on one line.
const UNITS: [&str; 27] = [
    "%",
    "กิจกรรม",
    "ข้อ",
    "ครั้ง",
    "คน",
    "คลิก",
    "คะแนน",
    "เครื่อง",
    "โครงการ",
    "ฉบับ",
    "ชั่วโมง",
    "ช่อง",
    "ชุด",
    "เดือน",
    "นาที",
    "น.",
    "บาท",
    "ปี",
    "ฝ่าย",
    "ราย",
    "เรื่อง",
    "ล้าน",
    "เล่ม",
    "วัน",
    "หน้า",
    "หลักสูตร",
    "แห่ง",
];

/// What a number numbers: `เลขที่ 5`, `วันที่ 8`, `ร้อยละ 92` stay on one line.
const LEADS: [&str; 14] =
    ["ข้อ", "จำนวน", "ฉบับ", "ชั้น", "ซอย", "ที่", "โทร.", "ปี", "พ.ศ.", "มาตรา", "ร้อยละ", "ระดับ", "หน้า", "หมู่"];

/// The text as it is printed: one spelling for what looks the same, no invisible characters, single spaces, and those
/// within dates, before units and before ๆ unbreakable. Good for HTML as it is.
pub fn clean(text: &str) -> String {
    normalise_lines(text).lines().map(keep_together).collect::<Vec<_>>().join("\n")
}

fn keep_together(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut left = "";
    for right in line.split(' ') {
        if !kept.is_empty() {
            kept.push(if belong_together(left, right) { NO_BREAK_SPACE } else { ' ' });
        }
        kept.push_str(right);
        left = right;
    }
    kept
}

fn belong_together(left: &str, right: &str) -> bool {
    let after_number =
        left.ends_with(is_digit) && (starts_with_any(right, &UNITS) || starts_with_any(right, &months()));
    let before_number = right.starts_with(is_digit) && (ends_with_any(left, &LEADS) || ends_with_any(left, &months()));
    right.starts_with(is_sign) || after_number || before_number
}

/// `เมษายน` or `เม.ย.`, with or without more behind it.
fn months() -> [&'static str; 24] {
    std::array::from_fn(|at| {
        let month = crate::date::month(date(2000, 1 + (at % 12) as i8, 1));
        if at < 12 { month.name(Language::Thai) } else { month.short(Language::Thai) }
    })
}

fn starts_with_any(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| text.starts_with(beginning))
}

fn ends_with_any(text: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| text.ends_with(ending))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '๐'..='๙')
}

/// ๆ (say it again) and ฯ (and so on) belong to the word before them.
fn is_sign(c: char) -> bool {
    matches!(c, 'ๆ' | 'ฯ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_within_dates_and_before_units_do_not_break() {
        assert_eq!(clean("ต่าง  ๆ 8 เมษายน 2565"), "ต่าง\u{a0}ๆ 8\u{a0}เมษายน\u{a0}2565");
        assert_eq!(clean("ได้ 77.87 คะแนน\nที่ 5"), "ได้ 77.87\u{a0}คะแนน\nที่\u{a0}5");
    }
}
