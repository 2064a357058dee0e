//! Civil dates as Thai offices write them (Buddhist era = CE + 543) and the fiscal year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Years between the Buddhist and the common era.
pub const BUDDHIST_OFFSET: i16 = 543;

/// A fiscal year, named by the Buddhist year in which it ends: 2565 runs from 1 October 2564 to 30 September 2565.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(u16);

impl FiscalYear {
    /// Accepts a plausible Buddhist year (2400–2700).
    pub fn new(buddhist_year: u16) -> Option<Self> {
        (2400..=2700).contains(&buddhist_year).then_some(Self(buddhist_year))
    }

    /// The Buddhist year, e.g. 2565.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The year before.
    pub fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The year after.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The fiscal year that holds this day.
    pub fn of(day: Date) -> Self {
        let year = day.year() + BUDDHIST_OFFSET + i16::from(day.month() >= 10);
        Self(year as u16)
    }
}

impl std::fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
