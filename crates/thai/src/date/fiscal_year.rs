//! The Thai fiscal year, 1 October to 30 September, and its quarters (Budget Procedures Act B.E. 2561, section 4).

use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::{BUDDHIST_OFFSET, span};
use crate::{Language, digits};

/// A fiscal year, named by the Buddhist year in which it ends: 2565 runs from 1 October 2564 to 30 September 2565.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct FiscalYear(u16);

impl FiscalYear {
    const EARLIEST: u16 = 2400;
    const LATEST: u16 = 2700;

    /// Accepts a plausible Buddhist year (2400–2700).
    pub fn new(buddhist_year: u16) -> Option<Self> {
        (Self::EARLIEST..=Self::LATEST).contains(&buddhist_year).then_some(Self(buddhist_year))
    }

    /// The Buddhist year, e.g. 2565.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The year before (the earliest stays itself).
    pub fn previous(self) -> Self {
        Self::nearest(self.0 - 1)
    }

    /// The year after (the latest stays itself).
    pub fn next(self) -> Self {
        Self::nearest(self.0 + 1)
    }

    /// The fiscal year that holds this day; days before 2400 or after 2700 count to the nearest year.
    pub fn of(day: Date) -> Self {
        let year = day.year().saturating_add(BUDDHIST_OFFSET).saturating_add(i16::from(day.month() >= 10));
        Self::nearest(u16::try_from(year).unwrap_or(0))
    }

    /// 1 October of the calendar year before.
    pub fn first_day(self) -> Date {
        date(self.common_year() - 1, 10, 1)
    }

    /// 30 September.
    pub fn last_day(self) -> Date {
        date(self.common_year(), 9, 30)
    }

    /// First and last day.
    pub fn span(self) -> (Date, Date) {
        (self.first_day(), self.last_day())
    }

    /// Is this day in this fiscal year?
    pub fn holds(self, day: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }

    /// The four quarters in order.
    pub fn quarters(self) -> [Quarter; 4] {
        [1, 2, 3, 4].map(|number| Quarter { year: self, number })
    }

    /// `ปีงบประมาณ 2565`, `fiscal year 2022 (BE 2565)`.
    pub fn name(self, language: Language) -> String {
        match language {
            Language::Thai => format!("ปีงบประมาณ {self}"),
            Language::English => format!("fiscal year {} (BE {self})", self.common_year()),
        }
    }

    /// The name with its days, to be said once on a page: `ปีงบประมาณ 2565 (1 ตุลาคม 2564 – 30 กันยายน 2565)`.
    pub fn spelled_out(self, language: Language) -> String {
        let days = span(self.first_day(), self.last_day(), language);
        match language {
            Language::Thai => format!("{} ({days})", self.name(language)),
            Language::English => format!("{}: {days}", self.name(language)),
        }
    }

    fn common_year(self) -> i16 {
        // 2400..=2700 fits both types
        self.0 as i16 - BUDDHIST_OFFSET
    }

    fn nearest(buddhist_year: u16) -> Self {
        Self(buddhist_year.clamp(Self::EARLIEST, Self::LATEST))
    }
}

impl std::fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a number or text is not a fiscal year, in both languages for the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAFiscalYear;

impl std::fmt::Display for NotAFiscalYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ปีงบประมาณต้องเป็นปี พ.ศ. สี่หลัก เช่น 2565 / a fiscal year is a four-digit Buddhist year such as 2565")
    }
}

impl std::error::Error for NotAFiscalYear {}

impl TryFrom<u16> for FiscalYear {
    type Error = NotAFiscalYear;

    fn try_from(buddhist_year: u16) -> Result<Self, NotAFiscalYear> {
        Self::new(buddhist_year).ok_or(NotAFiscalYear)
    }
}

impl From<FiscalYear> for u16 {
    fn from(year: FiscalYear) -> u16 {
        year.0
    }
}

impl FromStr for FiscalYear {
    type Err = NotAFiscalYear;

    /// Reads `2565` or `๒๕๖๕`, as in addresses and on the command line.
    fn from_str(text: &str) -> Result<Self, NotAFiscalYear> {
        digits::to_arabic(text.trim()).parse().ok().and_then(Self::new).ok_or(NotAFiscalYear)
    }
}

/// A quarter of a fiscal year: the first is October to December.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: FiscalYear,
    number: u8,
}

impl Quarter {
    /// The quarter that holds this day.
    pub fn of(day: Date) -> Self {
        let months_since_october = (day.month().unsigned_abs() + 2) % 12;
        Self { year: FiscalYear::of(day), number: months_since_october / 3 + 1 }
    }

    /// The fiscal year it belongs to.
    pub fn year(self) -> FiscalYear {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The day it begins.
    pub fn first_day(self) -> Date {
        let year = self.year.common_year();
        match self.number {
            1 => date(year - 1, 10, 1),
            2 => date(year, 1, 1),
            3 => date(year, 4, 1),
            _ => date(year, 7, 1),
        }
    }

    /// The day it ends.
    pub fn last_day(self) -> Date {
        let year = self.year.common_year();
        match self.number {
            1 => date(year - 1, 12, 31),
            2 => date(year, 3, 31),
            3 => date(year, 6, 30),
            _ => date(year, 9, 30),
        }
    }

    /// `ไตรมาส 1 ปีงบประมาณ 2565`, `quarter 1 of fiscal year 2022 (BE 2565)`.
    pub fn name(self, language: Language) -> String {
        let year = self.year.name(language);
        match language {
            Language::Thai => format!("ไตรมาส {} {year}", self.number),
            Language::English => format!("quarter {} of {year}", self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn year(number: u16) -> FiscalYear {
        FiscalYear::new(number).unwrap()
    }

    #[test]
    fn a_fiscal_year_is_named_by_the_year_it_ends_in() {
        assert_eq!(FiscalYear::of(date(2021, 9, 30)), year(2564));
        assert_eq!(FiscalYear::of(date(2021, 10, 1)), year(2565));
        assert_eq!(year(2565).span(), (date(2021, 10, 1), date(2022, 9, 30)));
        assert_eq!(year(2565).name(Language::Thai), "ปีงบประมาณ 2565");
        assert_eq!(year(2565).spelled_out(Language::Thai), "ปีงบประมาณ 2565 (1 ตุลาคม 2564 – 30 กันยายน 2565)");
        assert_eq!("๒๕๖๕".parse(), Ok(year(2565)));
        assert_eq!("2022".parse::<FiscalYear>(), Err(NotAFiscalYear));
    }

    #[test]
    fn quarters_begin_in_october() {
        assert_eq!(Quarter::of(date(2021, 10, 1)).name(Language::Thai), "ไตรมาส 1 ปีงบประมาณ 2565");
        assert_eq!(Quarter::of(date(2022, 1, 31)).number(), 2);
        assert_eq!(Quarter::of(date(2022, 4, 8)).number(), 3);
        assert_eq!(Quarter::of(date(2022, 9, 30)).number(), 4);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i64..109_000).prop_map(|days| date(1858, 1, 1).saturating_add(jiff::Span::new().days(days)))
    }

    proptest! {
        #[test]
        fn every_day_is_in_its_year_and_in_one_quarter_of_it(day in any_day()) {
            let year = FiscalYear::of(day);
            prop_assert!(year.holds(day));
            prop_assert!(!year.previous().holds(day) && !year.next().holds(day));
            let holding: Vec<_> = year.quarters().into_iter().filter(|q| (q.first_day()..=q.last_day()).contains(&day)).collect();
            prop_assert_eq!(holding, vec![Quarter::of(day)]);
        }

        #[test]
        fn any_civil_day_has_a_year_without_panic(y in -9999i16..=9999, m in 1i8..=12) {
            let year = FiscalYear::of(date(y, m, 1));
            prop_assert!(year.first_day() < year.last_day());
        }
    }
}
