//! Civil dates as Thai offices write them (Buddhist era = CE + 543), moments in Bangkok, and the fiscal year.
//!
//! Writing: [`long`], [`short`], [`official`], [`with_weekday`], [`span`], [`time`], [`moment`].
//! Reading: [`parse`], [`from_parts`], [`find`]. Reading never turns a doubtful year silently: it asks back.

mod fiscal_year;
mod paper;
mod reading;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

pub use fiscal_year::{FiscalYear, Quarter};
pub use reading::{DateProblem, Found, find, from_parts, parse};

use crate::Language;
use crate::digits;

/// Years between the Buddhist and the common era.
pub const BUDDHIST_OFFSET: i16 = 543;

/// Thailand's offset: seven hours ahead of UTC since 1920, without summer time, so no tz database is needed.
const BANGKOK: Offset = Offset::constant(7);

/// One month's names in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12, as used in form values.
    pub number: i8,
    thai: &'static str,
    thai_short: &'static str,
    english: &'static str,
}

impl Month {
    /// `เมษายน`, `April`.
    pub fn name(&self, language: Language) -> &'static str {
        language.say(self.thai, self.english)
    }

    /// `เม.ย.`, `Apr`.
    pub fn short(&self, language: Language) -> &'static str {
        language.say(self.thai_short, &self.english[..3])
    }
}

/// The twelve months in calendar order, for selects.
pub const MONTHS: [Month; 12] = [
    Month { number: 1, thai: "มกราคม", thai_short: "ม.ค.", english: "January" },
    Month { number: 2, thai: "กุมภาพันธ์", thai_short: "ก.พ.", english: "February" },
    Month { number: 3, thai: "มีนาคม", thai_short: "มี.ค.", english: "March" },
    Month { number: 4, thai: "เมษายน", thai_short: "เม.ย.", english: "April" },
    Month { number: 5, thai: "พฤษภาคม", thai_short: "พ.ค.", english: "May" },
    Month { number: 6, thai: "มิถุนายน", thai_short: "มิ.ย.", english: "June" },
    Month { number: 7, thai: "กรกฎาคม", thai_short: "ก.ค.", english: "July" },
    Month { number: 8, thai: "สิงหาคม", thai_short: "ส.ค.", english: "August" },
    Month { number: 9, thai: "กันยายน", thai_short: "ก.ย.", english: "September" },
    Month { number: 10, thai: "ตุลาคม", thai_short: "ต.ค.", english: "October" },
    Month { number: 11, thai: "พฤศจิกายน", thai_short: "พ.ย.", english: "November" },
    Month { number: 12, thai: "ธันวาคม", thai_short: "ธ.ค.", english: "December" },
];

/// Monday first, as jiff counts.
const WEEKDAYS: [(&str, &str); 7] = [
    ("จันทร์", "Monday"),
    ("อังคาร", "Tuesday"),
    ("พุธ", "Wednesday"),
    ("พฤหัสบดี", "Thursday"),
    ("ศุกร์", "Friday"),
    ("เสาร์", "Saturday"),
    ("อาทิตย์", "Sunday"),
];

/// The month of a date.
pub fn month(date: Date) -> &'static Month {
    &MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// The Buddhist year of a date: 2565 for 2022.
pub fn buddhist_year(date: Date) -> i16 {
    date.year() + BUDDHIST_OFFSET
}

/// For running text: `8 เมษายน 2565`, `8 April 2022 (BE 2565)`.
pub fn long(date: Date, language: Language) -> String {
    match language {
        Language::Thai => day_month_year(date, month(date).thai, buddhist_year(date)),
        Language::English => {
            format!("{} (BE {})", day_month_year(date, month(date).english, date.year()), buddhist_year(date))
        }
    }
}

/// For tables: `8 เม.ย. 2565`, `8 Apr 2022`.
pub fn short(date: Date, language: Language) -> String {
    day_month_year(date, month(date).short(language), language.say(buddhist_year(date), date.year()))
}

/// For official papers, in Thai digits: `๘ เมษายน ๒๕๖๕`.
pub fn official(date: Date) -> String {
    digits::to_thai(&long(date, Language::Thai))
}

/// With the day of the week: `วันศุกร์ที่ 8 เมษายน 2565`, `Friday 8 April 2022 (BE 2565)`.
pub fn with_weekday(date: Date, language: Language) -> String {
    let date_in_words = long(date, language);
    match language {
        Language::Thai => format!("วัน{}ที่ {date_in_words}", weekday(date, language)),
        Language::English => format!("{} {date_in_words}", weekday(date, language)),
    }
}

/// The day of the week: `ศุกร์`, `Friday`.
pub fn weekday(date: Date, language: Language) -> &'static str {
    let (thai, english) = WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    language.say(thai, english)
}

/// A month of a year: `เมษายน 2565`, `April 2022 (BE 2565)`.
pub fn month_and_year(date: Date, language: Language) -> String {
    match language {
        Language::Thai => format!("{} {}", month(date).thai, buddhist_year(date)),
        Language::English => format!("{} {} (BE {})", month(date).english, date.year(), buddhist_year(date)),
    }
}

/// From one day to another: `1 ตุลาคม 2564 – 30 กันยายน 2565`.
pub fn span(first: Date, last: Date, language: Language) -> String {
    format!("{} – {}", long(first, language), long(last, language))
}

/// What the clock on a Bangkok wall shows at a moment.
pub fn in_bangkok(moment: Timestamp) -> DateTime {
    BANGKOK.to_datetime(moment)
}

/// The day it is in Bangkok at a moment.
pub fn day_in_bangkok(moment: Timestamp) -> Date {
    in_bangkok(moment).date()
}

/// The moment at which a Bangkok clock shows this day and time. `None` only beyond the years a timestamp can hold.
pub fn from_bangkok(day: Date, time: Time) -> Option<Timestamp> {
    BANGKOK.to_timestamp(day.to_datetime(time)).ok()
}

/// The time of day in Bangkok: `14.30 น.`, `14:30`.
pub fn time(moment: Timestamp, language: Language) -> String {
    let clock = in_bangkok(moment);
    match language {
        Language::Thai => format!("{:02}.{:02} น.", clock.hour(), clock.minute()),
        Language::English => format!("{:02}:{:02}", clock.hour(), clock.minute()),
    }
}

/// Day and time in Bangkok, short enough for tables: `8 เม.ย. 2565 14.30 น.`, `8 Apr 2022, 14:30`.
pub fn moment(moment: Timestamp, language: Language) -> String {
    let day = short(day_in_bangkok(moment), language);
    let separator = language.say(" ", ", ");
    format!("{day}{separator}{}", time(moment, language))
}

fn day_month_year(date: Date, month: &str, year: i16) -> String {
    format!("{} {month} {year}", date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const FRIDAY: Date = date(2022, 4, 8);

    #[test]
    fn dates_are_written_as_offices_write_them() {
        assert_eq!(long(FRIDAY, Language::Thai), "8 เมษายน 2565");
        assert_eq!(long(FRIDAY, Language::English), "8 April 2022 (BE 2565)");
        assert_eq!(short(FRIDAY, Language::Thai), "8 เม.ย. 2565");
        assert_eq!(short(FRIDAY, Language::English), "8 Apr 2022");
        assert_eq!(official(FRIDAY), "๘ เมษายน ๒๕๖๕");
        assert_eq!(with_weekday(FRIDAY, Language::Thai), "วันศุกร์ที่ 8 เมษายน 2565");
        assert_eq!(with_weekday(FRIDAY, Language::English), "Friday 8 April 2022 (BE 2565)");
        assert_eq!(month_and_year(FRIDAY, Language::Thai), "เมษายน 2565");
        assert_eq!(span(date(2021, 10, 1), date(2022, 9, 30), Language::Thai), "1 ตุลาคม 2564 – 30 กันยายน 2565");
    }

    #[test]
    fn months_are_in_order() {
        for (index, month) in MONTHS.iter().enumerate() {
            assert_eq!(usize::from(month.number.unsigned_abs()), index + 1);
        }
        assert_eq!(MONTHS[8].short(Language::English), "Sep");
    }

    #[test]
    fn moments_are_told_by_the_bangkok_clock() {
        let evening_in_utc: Timestamp = "2022-04-08T17:30:59Z".parse().unwrap();
        assert_eq!(time(evening_in_utc, Language::Thai), "00.30 น.");
        assert_eq!(day_in_bangkok(evening_in_utc), date(2022, 4, 9));
        assert_eq!(moment(evening_in_utc, Language::Thai), "9 เม.ย. 2565 00.30 น.");
        assert_eq!(moment(evening_in_utc, Language::English), "9 Apr 2022, 00:30");
        let noon = from_bangkok(FRIDAY, Time::constant(14, 30, 0, 0)).unwrap();
        assert_eq!(noon, "2022-04-08T07:30:00Z".parse().unwrap());
        assert_eq!(time(noon, Language::Thai), "14.30 น.");
    }
}
