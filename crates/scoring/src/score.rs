//! A score as printed and stored: 0 to 100, in ten-thousandths of a point.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A score from 0 to 100 as printed, typed or stored, exact to a ten-thousandth of a point.
///
/// Computed scores keep full precision until they are shown; they are never rounded into this type and then
/// rounded again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

/// Why a text is not a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Not a plain decimal number.
    #[error("not a number")]
    NotANumber,
    /// More than four decimals.
    #[error("more than four decimals")]
    TooPrecise,
    /// Below 0 or above 100.
    #[error("not between 0 and 100")]
    OutOfRange,
}

impl Score {
    /// Nothing reached.
    pub const ZERO: Score = Score(0);
    /// The highest score.
    pub const FULL: Score = Score(1_000_000);

    /// From ten-thousandths of a point (the stored form).
    pub fn from_ten_thousandths(value: i64) -> Option<Self> {
        (0..=1_000_000).contains(&value).then_some(Self(value))
    }

    /// Ten-thousandths of a point (the stored form).
    pub fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// With as many decimals as it has, at least two: `77.87`, `77.8765`.
    pub fn exact(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        text.strip_suffix("00").map(str::to_owned).unwrap_or_else(|| text.trim_end_matches('0').to_owned())
    }
}

impl FromStr for Score {
    type Err = ScoreError;

    /// Reads `77.87`; Thai digits are accepted, signs and exponents are not.
    fn from_str(text: &str) -> Result<Self, ScoreError> {
        let text = thai::digits::to_arabic(text.trim());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(ScoreError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 4 {
            return Err(ScoreError::TooPrecise);
        }
        let whole: i64 = whole.parse().map_err(|_| ScoreError::OutOfRange)?;
        let fraction: i64 = format!("{fraction:0<4}").parse().map_err(|_| ScoreError::NotANumber)?;
        whole
            .checked_mul(10_000)
            .and_then(|whole| whole.checked_add(fraction))
            .and_then(Self::from_ten_thousandths)
            .ok_or(ScoreError::OutOfRange)
    }
}

impl fmt::Display for Score {
    /// Two decimals, half up: `77.87`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 + 50) / 100;
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.exact())
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
