//! Reading dates as people type them and as OCR returns them.

use std::ops::Range;

use jiff::civil::Date;

use super::paper::{Page, Written, Year, YearDigits};
use super::{BUDDHIST_OFFSET, MONTHS, long};
use crate::{Bilingual, Language, text};

/// Why a text is not (yet) a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// Nothing was typed.
    Missing,
    /// No date can be seen in the text.
    NotADate,
    /// The month number is not 1 to 12.
    NoSuchMonth {
        /// As typed.
        month: i16,
    },
    /// The month has no such day, e.g. 31 April or 29 February of a common year.
    NoSuchDay {
        /// As typed.
        day: i16,
        /// 1 to 12.
        month: i8,
        /// The year it was looked up in.
        buddhist_year: i16,
    },
    /// A year below 2400 where a Buddhist year belongs: perhaps a common year, perhaps its last two digits.
    /// Ask; never turn it silently.
    YearAskedBack {
        /// As typed.
        year: i16,
        /// The date that was probably meant.
        likely: Date,
    },
    /// A year that is neither a plausible Buddhist nor a plausible common year.
    YearOutOfRange {
        /// As typed.
        year: i16,
    },
}

impl DateProblem {
    /// The date that was probably meant, for the two buttons "yes" and "change it".
    pub fn likely(&self) -> Option<Date> {
        match self {
            DateProblem::YearAskedBack { likely, .. } => Some(*likely),
            DateProblem::Missing
            | DateProblem::NotADate
            | DateProblem::NoSuchMonth { .. }
            | DateProblem::NoSuchDay { .. }
            | DateProblem::YearOutOfRange { .. } => None,
        }
    }

    /// What is wrong and what to do next.
    pub fn sentence(&self) -> Bilingual {
        match self {
            DateProblem::Missing => Bilingual::new("ยังไม่ได้ใส่วันที่", "Enter the date"),
            DateProblem::NotADate => Bilingual::new(
                "อ่านเป็นวันที่ไม่ได้ เขียนแบบ 8 เมษายน 2565 หรือ 8/4/2565",
                "This cannot be read as a date. Write it like 8 April 2022 or 8/4/2565",
            ),
            DateProblem::NoSuchMonth { month } => Bilingual::new(
                format!("ไม่มีเดือนที่ {month} ใส่เดือน 1 ถึง 12"),
                format!("There is no month {month}. Enter a month from 1 to 12"),
            ),
            DateProblem::NoSuchDay { day, month, buddhist_year } => no_such_day(*day, *month, *buddhist_year),
            DateProblem::YearAskedBack { year, likely } => Bilingual::new(
                format!("ใส่ปีเป็น {year:02} หมายถึง {} ใช่ไหม", long(*likely, Language::Thai)),
                format!("The year says {year:02}. Do you mean {}?", long(*likely, Language::English)),
            ),
            DateProblem::YearOutOfRange { year } => Bilingual::new(
                format!("ปี {year} ไม่น่าใช่ปี พ.ศ. ใส่ปี พ.ศ. สี่หลัก เช่น 2565"),
                format!("{year} does not look like a Buddhist year. Enter four digits, such as 2565 for 2022"),
            ),
        }
    }
}

fn no_such_day(day: i16, month: i8, buddhist_year: i16) -> Bilingual {
    let name = |language| MONTHS.iter().find(|known| known.number == month).map_or("", |known| known.name(language));
    let common_year = buddhist_year - BUDDHIST_OFFSET;
    Bilingual::new(
        format!("เดือน{} {buddhist_year} ไม่มีวันที่ {day} ตรวจวันที่อีกครั้ง", name(Language::Thai)),
        format!("{} {common_year} (BE {buddhist_year}) has no day {day}. Check the day", name(Language::English)),
    )
}

/// Reads a text that is one date: `8 เมษายน 2565`, `๘ เม.ย. ๒๕๖๕`, `วันศุกร์ที่ 8 เมษายน พ.ศ. 2565`, `8/4/2565`,
/// `8 April 2022`, `2022-04-08`. Thai and numeric dates are expected in Buddhist years; English month names and the
/// ISO form tell their era by the size of the year.
pub fn parse(text: &str) -> Result<Date, DateProblem> {
    let page = Page::new(text);
    let start = page.skip_words_before(0);
    if page.skip_filling(0) == page.glyphs.len() {
        return Err(DateProblem::Missing);
    }
    let written = page.date_at(start, YearDigits::TwoOrFour).ok_or(DateProblem::NotADate)?;
    let end = page.skip_bracketed_year(written.end, &written);
    if page.skip_filling(end) < page.glyphs.len() {
        return Err(DateProblem::NotADate);
    }
    written.resolve()
}

/// Reads the three fields of the date input. The month may be a number or a name.
pub fn from_parts(day: &str, month: &str, buddhist_year: &str) -> Result<Date, DateProblem> {
    let [day, month, year] = [day, month, buddhist_year].map(text::search_key);
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Err(DateProblem::Missing);
    }
    let number = |field: &str| field.parse::<i16>().ok().filter(|n| *n >= 0).ok_or(DateProblem::NotADate);
    let month = match Page::new(&month).month_name(0) {
        Some((number, _)) => i16::from(number),
        None => number(&month)?,
    };
    Written { day: number(&day)?, month, year: Year::Buddhist(number(&year)?), start: 0, end: 0 }.resolve()
}

/// A date seen inside a longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What it says, or why it must be asked back.
    pub date: Result<Date, DateProblem>,
}

/// The first date inside a longer text, dot leaders and OCR spaces allowed: `วันที่.....๘ เมษายน ๒๕๖๕.....`.
/// Numeric dates count only with a four-digit year.
pub fn find(text: &str) -> Option<Found> {
    let page = Page::new(text);
    (0..page.glyphs.len()).find_map(|start| {
        let written = page.date_at(start, YearDigits::FourInNumeric)?;
        let range = page.offsets[written.start]..page.offsets[written.end];
        Some(Found { range, date: written.resolve() })
    })
}

#[cfg(test)]
mod tests {
    use super::super::{official, short, with_weekday};
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const FRIDAY: Date = date(2022, 4, 8);

    #[test]
    fn what_people_and_scanners_write_is_read() {
        for text in [
            "8 เมษายน 2565",
            "๘ เมษายน ๒๕๖๕",
            "วันที่.....๘ เมษายน ๒๕๖๕.....",
            "๘ เมษา ยน ๒๕๖๕",
            "8 เม.ย. 2565",
            "8 เม . ย . 2565",
            "8เมย2565",
            "8 เมษา 2565",
            "08 เดือนเมษายน พ.ศ. 2565",
            "วันศุกร์ที่ 8 เมษายน พุทธศักราช 2565",
            "8 เมษายน\u{200b}\u{a0}2565",
            "8 เมษายน ค.ศ. 2022",
            "8/4/2565",
            "๘/๐๔/๒๕๖๕",
            "8 - 4 - 2565",
            "8.4.2565",
            "8 April 2022",
            "8 Apr 2022",
            "8 April 2565",
            "Friday, April 8, 2022",
            "8 April 2022 (BE 2565)",
            "2022-04-08",
            "2565-04-08",
        ] {
            assert_eq!(parse(text), Ok(FRIDAY), "{text}");
        }
        assert_eq!(parse("1 Sept 2022"), Ok(date(2022, 9, 1)));
        assert_eq!(parse("14 กุมภาพนธ 2565"), Ok(date(2022, 2, 14)), "marks lost by a scanner");
        assert_eq!(parse("1 มี.ค. 2565"), Ok(date(2022, 3, 1)));
        assert_eq!(parse("1 ม.ค. 2565"), Ok(date(2022, 1, 1)));
    }

    #[test]
    fn a_year_that_is_not_buddhist_is_asked_back() {
        let asked = |year| Err(DateProblem::YearAskedBack { year, likely: FRIDAY });
        assert_eq!(parse("8 เมษายน 2022"), asked(2022));
        assert_eq!(parse("8/4/2022"), asked(2022));
        assert_eq!(parse("8 เม.ย. 65"), asked(65));
        assert_eq!(from_parts("8", "4", "2022"), asked(2022));
        let problem = parse("8 เมษายน 2022").unwrap_err();
        assert_eq!(problem.likely(), Some(FRIDAY));
        assert!(problem.sentence().th.contains("หมายถึง 8 เมษายน 2565 ใช่ไหม"));
        assert_eq!(parse("8 เมษายน 1200"), Err(DateProblem::YearOutOfRange { year: 1200 }));
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(parse(" \u{200b} "), Err(DateProblem::Missing));
        assert_eq!(parse("เร็ว ๆ นี้"), Err(DateProblem::NotADate));
        assert_eq!(parse("8 เมษายน 2565 ถึง 9 เมษายน 2565"), Err(DateProblem::NotADate));
        assert_eq!(parse("8 April 2022 (BE 2566)"), Err(DateProblem::NotADate));
        assert_eq!(parse("8/13/2565"), Err(DateProblem::NoSuchMonth { month: 13 }));
        let leap = DateProblem::NoSuchDay { day: 29, month: 2, buddhist_year: 2565 };
        assert_eq!(leap.sentence().th, "เดือนกุมภาพันธ์ 2565 ไม่มีวันที่ 29 ตรวจวันที่อีกครั้ง");
        assert_eq!(parse("29 กุมภาพันธ์ 2565"), Err(leap));
    }

    #[test]
    fn the_three_fields_take_either_digits() {
        assert_eq!(from_parts("๘", "4", "๒๕๖๕"), Ok(FRIDAY));
        assert_eq!(from_parts(" 8 ", "เมษายน", "2565\u{200b}"), Ok(FRIDAY));
        assert_eq!(from_parts("", "", ""), Err(DateProblem::Missing));
        assert_eq!(from_parts("8", "", "2565"), Err(DateProblem::NotADate));
        assert_eq!(from_parts("0", "4", "2565"), Err(DateProblem::NoSuchDay { day: 0, month: 4, buddhist_year: 2565 }));
    }

    #[test]
    fn a_date_is_found_inside_a_sentence() {
        let text = "ข้อ 12 ประชุมเมื่อวันที่ ๘ เมษายน ๒๕๖๕ ครั้งที่ 3/2565";
        let found = find(text).unwrap();
        assert_eq!(found.date, Ok(FRIDAY));
        assert_eq!(&text[found.range], "๘ เมษายน ๒๕๖๕");
        assert_eq!(find("โทร 02-321-7926 ข้อ 1.2 ปี 2565"), None);
        assert_eq!(find("เลขที่ 1/2565 ลงวันที่ 8/4/2565").unwrap().date, Ok(FRIDAY));
    }

    proptest! {
        #[test]
        fn what_we_write_we_read(days in 0i64..109_000) {
            let day = date(1858, 1, 1).saturating_add(jiff::Span::new().days(days));
            for language in [Language::Thai, Language::English] {
                for text in [long(day, language), short(day, language), with_weekday(day, language)] {
                    prop_assert_eq!(parse(&text), Ok(day), "{}", text);
                }
            }
            prop_assert_eq!(parse(&official(day)), Ok(day));
            let sentence = format!("ประกาศ ณ วันที่ {} เป็นต้นไป", official(day));
            prop_assert_eq!(find(&sentence).unwrap().date, Ok(day));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9๐-๙ก-๎a-zA-Z ./(),:-]{0,40}|\\PC{0,30}") {
            let _ = parse(&text);
            let _ = from_parts(&text, &text, &text);
            if let Some(found) = find(&text) {
                prop_assert!(text.get(found.range).is_some());
            }
        }
    }
}
