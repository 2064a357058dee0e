//! Minimum samples: how many must answer for a survey to count.

use thai::Bilingual;

use super::{Fact, Kind};

/// A rule for the least number of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumSample {
    /// The survey.
    pub kind: Kind,
    /// The part of the EIT, if the rule is for one part.
    pub eit_part: Option<u8>,
    /// The kind of agency, if the rule is for one kind.
    pub agency: Option<AgencyKind>,
    /// How many.
    pub size: SampleSize,
    /// How sure that is.
    pub fact: Fact,
}

/// A kind of agency with a rule of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyKind {
    /// Its key: `subdistrict-municipality-m`.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
}

/// How many answers are the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleSize {
    /// A share (rounded up) but at least so many; above a limit a fixed number will do.
    Share {
        /// The share, numerator and denominator.
        share: (u32, u32),
        /// The least number; a smaller population answers as a whole.
        at_least: u32,
        /// A population above the first number needs the second only.
        above: (u32, u32),
    },
    /// A fixed number; a smaller population answers as a whole.
    Fixed(u32),
}

impl SampleSize {
    /// The least number of answers out of a population.
    pub fn of(self, population: u32) -> u32 {
        let size = match self {
            SampleSize::Fixed(size) => size,
            SampleSize::Share { above: (limit, size), .. } if population > limit => size,
            SampleSize::Share { share: (above, below), at_least, .. } => {
                let share = (u64::from(population) * u64::from(above)).div_ceil(u64::from(below));
                at_least.max(u32::try_from(share).unwrap_or(u32::MAX))
            }
        };
        size.min(population)
    }
}
