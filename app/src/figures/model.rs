//! Readings and subscriptions: types and rules, pure.

use std::collections::BTreeMap;

use db::Uuid;
use jiff::{Timestamp, civil::Date};
use thai::{Language, date};

use crate::kit::figures::{About, Figure, How, Offer, Said, Taken};

db::id!(
    /// What a figure was from one day on.
    ReadingId
);
db::id!(
    /// That a figure proves a result.
    SubscriptionId
);

/// What a figure was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Identifier.
    pub id: ReadingId,
    /// Which figure, of what.
    pub about: About,
    /// The name of the one thing it is about; empty for all of them.
    pub subject: String,
    /// The numerator.
    pub numerator: i64,
    /// The denominator; 0 is no data.
    pub denominator: i64,
    /// The first day on which it was this.
    pub since: Date,
    /// When it was last found to be this.
    pub taken_at: Timestamp,
}

/// That a figure proves a result of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Identifier.
    pub id: SubscriptionId,
    /// The plan.
    pub plan: Uuid,
    /// The result.
    pub result: Uuid,
    /// Which figure, of what.
    pub about: About,
    /// What it is to reach, in hundredths.
    pub target: Option<i64>,
    /// The sentence that was drafted from it last; empty if none was.
    pub drafted: String,
}

/// A subscription with what the figure is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The subscription.
    pub subscription: Subscription,
    /// The latest reading, if the figure was ever taken.
    pub reading: Option<Reading>,
}

/// All figures that the program offers.
#[derive(Clone, Copy)]
pub struct Catalogue(pub &'static [&'static Offer]);

impl Catalogue {
    /// All figures.
    pub fn figures(self) -> impl Iterator<Item = &'static Figure> {
        self.0.iter().flat_map(|offer| offer.figures).copied()
    }

    /// The figure with this key.
    pub fn find(self, key: &str) -> Option<&'static Figure> {
        self.figures().find(|figure| figure.key == key)
    }
}

impl Reading {
    /// The value in hundredths; none without data.
    pub fn value(&self, figure: &Figure) -> Option<i64> {
        figure.how.value(self.numerator, self.denominator)
    }

    /// The value as people read it: `96.50%`, or that there is no data.
    pub fn written(&self, figure: &Figure, t: Language) -> String {
        match self.value(figure) {
            Some(value) => figure.how.written(value, t),
            None => t.say("ยังไม่มีข้อมูล", "No data yet").to_owned(),
        }
    }

    /// The day as of which it holds.
    pub fn day(&self) -> Date {
        date::day_in_bangkok(self.taken_at)
    }

    /// What was counted and what came of it, for the printed report: `ผู้รับทราบหนังสือเวียน ร้อยละ 96.50 (193 จาก 200 คน)`;
    /// none without data.
    pub fn printed(&self, figure: &Figure, unit: &str) -> Option<report::Reading> {
        let value = figure.how.official(self.value(figure)?);
        let (numerator, denominator, counted) = (self.numerator, self.denominator, (figure.counted)().th);
        let basis = match figure.how {
            How::Share => format!("({numerator} จาก {denominator} {counted})"),
            How::Mean(_) | How::Median(_) => format!("(จาก {denominator} {counted})"),
            How::Count(_) => String::new(),
        };
        let name = (figure.name)().th;
        let parts = [name.as_str(), &self.subject, unit, &value, &basis];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(report::Reading { text: parts.join(" "), day: self.day() })
    }

    /// The sentence for the line of a result, in official Thai; none without data.
    pub fn sentence(&self, figure: &Figure, unit: &str) -> Option<String> {
        let value = figure.how.official(self.value(figure)?);
        Some((figure.sentence)(&Said {
            subject: &self.subject,
            unit,
            year: self.about.year,
            numerator: self.numerator,
            denominator: self.denominator,
            value,
            day: date::long(self.day(), Language::Thai),
        }))
    }
}

impl Standing {
    /// Does the figure reach its target? None without a target or without data.
    pub fn reaches(&self, figure: &Figure) -> Option<bool> {
        let (reading, target) = (self.reading.as_ref()?, self.subscription.target?);
        figure.reaches(reading.numerator, reading.denominator, target)
    }
}

/// What of a round is to be written: only what differs from the latest readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New readings. Those of the same day are written over.
    pub new: Vec<Taken>,
    /// Readings that no longer count, because a new one does or because the thing is counted no more.
    pub past: Vec<ReadingId>,
}

/// Compares what was taken with the latest readings.
pub fn changes(latest: &[Reading], taken: Vec<Taken>, today: Date) -> Changes {
    let mut known: BTreeMap<&About, &Reading> = latest.iter().map(|reading| (&reading.about, reading)).collect();
    let mut changes = Changes::default();
    for one in taken {
        match known.remove(&one.about) {
            Some(reading)
                if (reading.numerator, reading.denominator, &reading.subject)
                    == (one.numerator, one.denominator, &one.subject) => {}
            Some(reading) => {
                // A reading of today is written over, so that each day keeps what it ended with.
                if reading.since != today {
                    changes.past.push(reading.id);
                }
                changes.new.push(one);
            }
            None => changes.new.push(one),
        }
    }
    changes.past.extend(known.into_values().map(|reading| reading.id));
    changes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use thai::FiscalYear;

    use super::*;

    fn about(figure: &str) -> About {
        About {
            figure: figure.into(),
            subject: Uuid::nil(),
            unit: Uuid::nil(),
            year: FiscalYear::new(2565).expect("a year"),
        }
    }

    fn reading(figure: &str, numerator: i64, since: Date) -> Reading {
        Reading {
            id: ReadingId::new(),
            about: about(figure),
            subject: String::new(),
            numerator,
            denominator: 10,
            since,
            taken_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn taken(figure: &str, numerator: i64) -> Taken {
        Taken { about: about(figure), subject: String::new(), numerator, denominator: 10 }
    }

    #[test]
    fn only_what_changed_is_written() {
        let (yesterday, today) = (date(2022, 4, 7), date(2022, 4, 8));
        let latest = [
            reading("same", 1, yesterday),
            reading("other", 1, yesterday),
            reading("gone", 1, yesterday),
            reading("again", 1, today),
        ];
        let changes =
            changes(&latest, vec![taken("same", 1), taken("other", 2), taken("new", 3), taken("again", 4)], today);
        let new: Vec<&str> = changes.new.iter().map(|one| one.about.figure.as_str()).collect();
        assert_eq!(new, ["other", "new", "again"]);
        assert_eq!(changes.past, [latest[1].id, latest[2].id]);
    }
}
