//! The time, as an argument. Only the edge of the program asks for it; rules are given `now` or `today`.

use std::sync::{Arc, Mutex};

use jiff::{Span, Timestamp, civil::Date, tz};

/// Where the program gets its time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is moved, for tests and repeatable demonstrations.
    pub fn set_to(moment: Timestamp) -> Self {
        Self(Source::Set(Arc::new(Mutex::new(moment))))
    }

    /// The moment.
    #[allow(clippy::disallowed_methods, reason = "the one place where time enters")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Set(moment) => *moment.lock().unwrap_or_else(|poisoned| poisoned.into_inner()),
        }
    }

    /// Moves a set clock on; the machine's clock is left alone.
    pub fn advance(&self, span: Span) {
        if let Source::Set(moment) = &self.0 {
            let mut moment = moment.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            *moment = moment.checked_add(span).expect("a test goes on by hours or less: a day has no exact length");
        }
    }
}

/// The civil day of a moment in Thailand (UTC+7 all year).
pub fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(tz::TimeZone::fixed(tz::offset(7))).date()
}
