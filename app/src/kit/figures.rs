//! Live figures: what a feature can prove with numbers of its own records.
//!
//! A feature hands in an [`Offer`]: the figures it has, and one way to take all of them. A figure says by what rule it
//! counts, so that anybody can count again, and leads to the records behind it. What was taken is a numerator and a
//! denominator; with an empty denominator there is *no data*, which is not zero.

use std::pin::Pin;

use db::{Connection, Uuid};
use jiff::{Timestamp, civil::Date};
use thai::{Bilingual, FiscalYear, Language, digits};

use super::visit::AgencyId;

/// The figures of a feature, and how they are taken.
pub struct Offer {
    /// The figures.
    pub figures: &'static [&'static Figure],
    /// Takes all of them.
    pub take: Take,
}

/// Takes the figures of an agency: bounded queries, the same on both databases.
pub type Take =
    for<'a> fn(&'a mut Connection, Asked) -> Pin<Box<dyn Future<Output = db::Result<Vec<Taken>>> + Send + 'a>>;

/// For whom and when figures are taken.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The agency.
    pub agency: AgencyId,
    /// The moment.
    pub now: Timestamp,
    /// The day in Thailand.
    pub today: Date,
}

/// A figure that a feature offers.
pub struct Figure {
    /// Its key, which never changes: feature and name, as `measures.with_evidence`.
    pub key: &'static str,
    /// Its name.
    pub name: fn() -> Bilingual,
    /// How numerator and denominator make a value.
    pub how: How,
    /// What the denominator counts: people, results.
    pub counted: fn() -> Bilingual,
    /// Which way is better.
    pub better: Better,
    /// The exact rule by which it counts.
    pub rule: fn() -> Bilingual,
    /// The duties of the assessment that it can prove, by their keys.
    pub duties: &'static [&'static str],
    /// The page with the records behind it.
    pub page: fn(&About) -> String,
    /// What it says in official Thai, for the line of a result.
    pub sentence: fn(&Said) -> String,
}

/// How numerator and denominator make a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// So many of so many, in per cent.
    Share,
    /// A sum over so many.
    Mean(Measure),
    /// The middle of so many; the numerator holds it in hundredths.
    Median(Measure),
    /// So many; the denominator says how many there should be.
    Count(Measure),
}

/// In what a value is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Working days.
    WorkingDays,
    /// Times.
    Times,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More.
    More,
    /// Less.
    Less,
}

/// What a reading is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct About {
    /// The figure's key.
    pub figure: String,
    /// The one thing it is about; the nil identifier for all of them.
    pub subject: Uuid,
    /// The unit it is about; the nil identifier for the whole office.
    pub unit: Uuid,
    /// The fiscal year.
    pub year: FiscalYear,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What it is about.
    pub about: About,
    /// The name of that one thing; empty for all of them.
    pub subject: String,
    /// The numerator.
    pub numerator: i64,
    /// The denominator.
    pub denominator: i64,
}

/// What a figure's sentence is made of.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// The name of the one thing it is about; empty for all of them.
    pub subject: &'a str,
    /// The unit it is about; empty for the whole office.
    pub unit: &'a str,
    /// The fiscal year.
    pub year: FiscalYear,
    /// The numerator.
    pub numerator: i64,
    /// The denominator.
    pub denominator: i64,
    /// The value in official Thai: `ร้อยละ 96.50`.
    pub value: String,
    /// The day as of which it holds, in official Thai.
    pub day: String,
}

impl About {
    /// It in one word, as forms send it.
    pub fn key(&self) -> String {
        format!("{}|{}|{}|{}", self.figure, self.subject, self.unit, self.year)
    }
}

impl Measure {
    /// Its name after a number.
    pub fn name(self) -> Bilingual {
        match self {
            Measure::Hours => Bilingual::new("ชั่วโมง", "hours"),
            Measure::Days => Bilingual::new("วัน", "days"),
            Measure::WorkingDays => Bilingual::new("วันทำการ", "working days"),
            Measure::Times => Bilingual::new("ครั้ง", "times"),
        }
    }
}

impl How {
    /// The value in hundredths, rounded half up; none without data.
    pub fn value(self, numerator: i64, denominator: i64) -> Option<i64> {
        if denominator <= 0 {
            return None;
        }
        let over = |parts: i64| (numerator.saturating_mul(parts).saturating_mul(2) + denominator) / (2 * denominator);
        Some(match self {
            How::Share => over(10_000),
            How::Mean(_) => over(100),
            How::Median(_) => numerator,
            How::Count(_) => numerator.saturating_mul(100),
        })
    }

    /// A value in hundredths as people read it on a screen: `96.50%`, `2.50 days`, `3 times`.
    pub fn written(self, value: i64, t: Language) -> String {
        match self {
            How::Share => format!("{}%", digits::fixed(value, 2)),
            How::Mean(measure) | How::Median(measure) => {
                format!("{}\u{a0}{}", digits::fixed(value, 2), measure.name().in_language(t))
            }
            How::Count(measure) => format!("{}\u{a0}{}", digits::grouped(value / 100), measure.name().in_language(t)),
        }
    }

    /// A value in official papers: `ร้อยละ 96.50`. With plain spaces: it becomes part of what people edit, and the form's
    /// printing keeps a number and its word on one line by itself.
    pub fn official(self, value: i64) -> String {
        match self {
            How::Share => format!("ร้อยละ {}", digits::fixed(value, 2)),
            _ => self.written(value, Language::Thai).replace('\u{a0}', " "),
        }
    }

    /// The word after a value that is typed.
    pub fn unit(self, t: Language) -> String {
        match self {
            How::Share => "%".to_owned(),
            How::Mean(measure) | How::Median(measure) | How::Count(measure) => measure.name().in_language(t).to_owned(),
        }
    }
}

impl Figure {
    /// Numerator and denominator in words, where they say more than the value: `193 of 200 people`.
    pub fn parts(&self, numerator: i64, denominator: i64, t: Language) -> String {
        let counted = (self.counted)();
        let counted = counted.in_language(t);
        let all = digits::grouped(denominator);
        match self.how {
            How::Share | How::Count(_) => {
                let some = digits::grouped(numerator);
                t.say(format!("{some} จาก {all}\u{a0}{counted}"), format!("{some} of {all}\u{a0}{counted}"))
            }
            How::Mean(_) | How::Median(_) => {
                t.say(format!("จาก {all}\u{a0}{counted}"), format!("from {all}\u{a0}{counted}"))
            }
        }
    }

    /// Does a value reach a target, both in hundredths? Exactly, and not as it is rounded.
    pub fn reaches(&self, numerator: i64, denominator: i64, target: i64) -> Option<bool> {
        let value = self.how.value(numerator, denominator)?;
        let (left, right) = match self.how {
            How::Share => (numerator.saturating_mul(10_000), target.saturating_mul(denominator)),
            How::Mean(_) => (numerator.saturating_mul(100), target.saturating_mul(denominator)),
            How::Median(_) | How::Count(_) => (value, target),
        };
        Some(match self.better {
            Better::More => left >= right,
            Better::Less => left <= right,
        })
    }
}

impl Taken {
    /// What was counted of all things of the whole office.
    pub fn of_office(figure: &Figure, year: FiscalYear, (numerator, denominator): (i64, i64)) -> Self {
        let about = About { figure: figure.key.to_owned(), subject: Uuid::nil(), unit: Uuid::nil(), year };
        Self { about, subject: String::new(), numerator, denominator }
    }

    /// The same of one unit.
    pub fn of_unit(mut self, unit: Uuid) -> Self {
        self.about.unit = unit;
        self
    }

    /// The same of one thing.
    pub fn of_subject(mut self, subject: Uuid, name: impl Into<String>) -> Self {
        (self.about.subject, self.subject) = (subject, name.into());
        self
    }
}

/// The middle of some numbers in hundredths, for [`How::Median`]; 0 of none.
pub fn median_in_hundredths(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    match (numbers.get(middle), numbers.len() % 2) {
        (None, _) => 0,
        (Some(upper), 1) => upper.saturating_mul(100),
        (Some(upper), _) => numbers[middle - 1].saturating_add(*upper).saturating_mul(50),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(how: How, better: Better) -> Figure {
        Figure {
            key: "test.figure",
            name: || Bilingual::new("ทดสอบ", "Test"),
            how,
            counted: || Bilingual::new("คน", "people"),
            better,
            rule: || Bilingual::new("ทดสอบ", "Test"),
            duties: &[],
            page: |_| "/office".into(),
            sentence: |said| said.value.clone(),
        }
    }

    #[test]
    fn no_data_is_not_zero() {
        assert_eq!(How::Share.value(0, 0), None);
        assert_eq!(How::Share.value(0, 5), Some(0));
        assert_eq!(figure(How::Share, Better::More).reaches(0, 0, 0), None);
    }

    #[test]
    fn values_are_rounded_half_up_and_written_with_their_unit() {
        assert_eq!(How::Share.value(193, 200), Some(9650));
        assert_eq!(How::Share.value(1, 3), Some(3333));
        assert_eq!(How::Share.value(2, 3), Some(6667));
        assert_eq!(How::Share.official(9650), "ร้อยละ 96.50");
        assert_eq!(How::Mean(Measure::Days).value(5, 2), Some(250));
        assert_eq!(How::Mean(Measure::Days).written(250, Language::English), "2.50\u{a0}days");
        assert_eq!(How::Count(Measure::Times).written(300, Language::Thai), "3\u{a0}ครั้ง");
        assert_eq!(median_in_hundredths(vec![5, 1, 3]), 300);
        assert_eq!(median_in_hundredths(vec![4, 1]), 250);
        assert_eq!(median_in_hundredths(vec![]), 0);
    }

    #[test]
    fn what_only_rounds_to_the_target_does_not_reach_it() {
        let share = figure(How::Share, Better::More);
        assert_eq!(How::Share.value(89_996, 100_000), Some(9_000));
        assert_eq!(share.reaches(89_996, 100_000, 9_000), Some(false));
        assert_eq!(share.reaches(90_000, 100_000, 9_000), Some(true));
        let late = figure(How::Mean(Measure::Days), Better::Less);
        assert_eq!(late.reaches(7, 2, 350), Some(true));
        assert_eq!(late.reaches(701, 200, 350), Some(false));
    }
}
