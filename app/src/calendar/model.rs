//! Holidays and working days: rules, pure.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::Deserialize;
use thai::Bilingual;

/// The longest name of a holiday, in characters.
pub const LONGEST_NAME: usize = 120;

static NATIONAL: LazyLock<National> = LazyLock::new(|| {
    let read: File = toml::from_str(include_str!("holidays.toml")).expect("a test reads the embedded holidays");
    National::new(read)
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    from: toml::value::Datetime,
    until: toml::value::Datetime,
    days: Vec<Days>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    name: Bilingual,
    on: Vec<toml::value::Datetime>,
    #[serde(default)]
    instead: Vec<toml::value::Datetime>,
}

/// The national holidays that the program knows.
struct National {
    from: Date,
    until: Date,
    days: BTreeMap<Date, Bilingual>,
}

impl National {
    fn new(file: File) -> Self {
        let mut days: BTreeMap<Date, Bilingual> = BTreeMap::new();
        for Days { name, on, instead } in file.days {
            for day in instead.into_iter().map(day_of) {
                let words = Bilingual::new(format!("วันหยุดชดเชย{}", name.th), format!("In place of {}", name.en));
                days.entry(day).or_insert(words);
            }
            for day in on.into_iter().map(day_of) {
                days.insert(day, name.clone());
            }
        }
        Self { from: day_of(file.from), until: day_of(file.until), days }
    }
}

fn day_of(read: toml::value::Datetime) -> Date {
    read.to_string().parse().expect("a test reads the embedded holidays")
}

/// What an office changed about its holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDay {
    /// The day.
    pub day: Date,
    /// Kept as a holiday, or taken off although it is a national one.
    pub is_kept: bool,
    /// Its name; of a day that was taken off, the nation's.
    pub name: Bilingual,
}

/// A holiday as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Its name.
    pub name: Bilingual,
    /// Whose it is.
    pub whose: Whose,
}

/// Whose holiday a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The nation's.
    National,
    /// The office's own.
    Own,
    /// The nation's, but the office works.
    TakenOff,
}

/// The national holiday on a day, if it is one.
pub fn national(day: Date) -> Option<&'static Bilingual> {
    NATIONAL.days.get(&day)
}

/// Does the program know the national holidays of this day's year?
pub fn is_known(day: Date) -> bool {
    (NATIONAL.from..=NATIONAL.until).contains(&day)
}

/// The holidays of a calendar year (of the common era), in order, with those that the office takes off.
pub fn holidays_of(year: i16, own: &[OwnDay]) -> Vec<Holiday> {
    let mut all: BTreeMap<Date, Holiday> = NATIONAL
        .days
        .iter()
        .map(|(day, name)| (*day, Holiday { day: *day, name: name.clone(), whose: Whose::National }))
        .collect();
    for OwnDay { day, is_kept, name } in own {
        let whose = if *is_kept { Whose::Own } else { Whose::TakenOff };
        all.insert(*day, Holiday { day: *day, name: name.clone(), whose });
    }
    all.into_values().filter(|holiday| holiday.day.year() == year).collect()
}

/// The working days of an office.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    free: BTreeSet<Date>,
    years: BTreeSet<i16>,
}

impl WorkingDays {
    /// With what the office changed.
    pub fn new(own: &[OwnDay]) -> Self {
        let mut free: BTreeSet<Date> = NATIONAL.days.keys().copied().collect();
        let mut years = BTreeSet::new();
        for OwnDay { day, is_kept, .. } in own {
            match is_kept {
                true => {
                    free.insert(*day);
                    years.insert(day.year());
                }
                false => drop(free.remove(day)),
            }
        }
        Self { free, years }
    }

    /// Does the office work on this day?
    pub fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.free.contains(&day)
    }

    /// How many working days lie after the first day, up to and including the last; none if it is not later. Something
    /// that came and was done on one day took no working day.
    pub fn between(&self, first: Date, last: Date) -> i64 {
        if last <= first {
            return 0;
        }
        // Whole weeks at once: a span of years is counted as fast as one of days.
        let days = i64::from(first.until(last).map_or(0, |span| span.get_days()));
        let weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let rest = (days / 7 * 7 + 1..=days).filter_map(|after| first.checked_add(after.days()).ok());
        let weekdays = days / 7 * 5 + rest.filter(|day| !weekend(*day)).count() as i64;
        let after_first = first.checked_add(1.day()).unwrap_or(last);
        let holidays = self.free.range(after_first..=last).filter(|day| !weekend(**day)).count() as i64;
        weekdays - holidays
    }

    /// The day that is so many working days after another one.
    pub fn after(&self, first: Date, working_days: u16) -> Date {
        let mut day = first;
        let mut left = working_days;
        while left > 0 {
            let Ok(next) = day.checked_add(1.day()) else { return day };
            day = next;
            left -= u16::from(self.is_working(day));
        }
        day
    }

    /// Are the holidays of all this time known? Otherwise only weekends are left out.
    pub fn is_sure(&self, first: Date, last: Date) -> bool {
        let known = |day: Date| is_known(day) || self.years.contains(&day.year());
        known(first) && known(last)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn own(day: Date, is_kept: bool) -> OwnDay {
        OwnDay { day, is_kept, name: Bilingual::new("ทดสอบ", "Test") }
    }

    #[test]
    fn songkran_is_no_working_time() {
        let days = WorkingDays::new(&[]);
        // Friday 8 April 2022; 13 to 15 April are holidays.
        assert_eq!(days.after(date(2022, 4, 8), 3), date(2022, 4, 18));
        assert_eq!(days.between(date(2022, 4, 8), date(2022, 4, 18)), 3);
        assert_eq!(days.between(date(2022, 4, 8), date(2022, 4, 8)), 0);
        assert_eq!(days.between(date(2022, 4, 18), date(2022, 4, 8)), 0);
        assert!(!days.is_working(date(2022, 4, 14)));
    }

    #[test]
    fn an_office_has_days_of_its_own() {
        let days = WorkingDays::new(&[own(date(2022, 4, 11), true), own(date(2022, 4, 14), false)]);
        assert!(!days.is_working(date(2022, 4, 11)));
        assert!(days.is_working(date(2022, 4, 14)));
        let listed = holidays_of(2022, &[own(date(2022, 4, 11), true), own(date(2022, 4, 14), false)]);
        let whose = |day: Date| listed.iter().find(|holiday| holiday.day == day).map(|holiday| holiday.whose);
        assert_eq!(whose(date(2022, 4, 11)), Some(Whose::Own));
        assert_eq!(whose(date(2022, 4, 14)), Some(Whose::TakenOff));
        assert_eq!(whose(date(2022, 4, 13)), Some(Whose::National));
    }

    #[test]
    fn what_is_not_known_is_said() {
        let days = WorkingDays::new(&[own(date(2030, 1, 1), true)]);
        assert!(days.is_sure(date(2022, 4, 8), date(2022, 5, 8)));
        assert!(!days.is_sure(date(2022, 4, 8), date(2028, 1, 1)));
        assert!(days.is_sure(date(2030, 4, 8), date(2030, 5, 8)));
    }

    #[test]
    fn days_given_instead_are_weekdays_and_follow_a_weekend() {
        for (day, name) in &NATIONAL.days {
            if name.en.starts_with("In place of") {
                assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{day} {}", name.en);
            }
        }
        assert!(NATIONAL.days.keys().all(|day| is_known(*day)));
    }

    proptest! {
        #[test]
        fn counting_by_weeks_is_counting_by_days(start in 0_i64..2000, length in 0_i64..400) {
            let days = WorkingDays::new(&[own(date(2023, 7, 3), true)]);
            let first = date(2021, 10, 1).checked_add(start.days()).unwrap();
            let last = first.checked_add(length.days()).unwrap();
            let one_by_one = (1..=length)
                .filter(|after| days.is_working(first.checked_add(after.days()).unwrap()))
                .count() as i64;
            prop_assert_eq!(days.between(first, last), one_by_one);
        }

        #[test]
        fn so_many_working_days_later_are_so_many_working_days(start in 0_i64..1500, n in 0_u16..60) {
            let days = WorkingDays::new(&[]);
            let first = date(2021, 10, 1).checked_add(start.days()).unwrap();
            let last = days.after(first, n);
            prop_assert_eq!(days.between(first, last), i64::from(n));
        }
    }
}
