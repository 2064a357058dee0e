//! Exact numbers: scores, weights and points as fractions, rounded only when shown.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Mul, Sub},
    str::FromStr,
};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use crate::Score;

/// An exact number of points, or an exact weight. Shown with two decimals, half up (away from zero).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

/// A text is neither `33`, `33.5` nor `100/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number such as 33, 33.5 or 100/3")]
pub struct NotExact;

impl Exact {
    /// Nothing.
    pub fn zero() -> Self {
        Self::default()
    }

    /// The whole.
    pub fn one() -> Self {
        Self::from(1)
    }

    /// The highest score.
    pub fn full() -> Self {
        Self::from(100)
    }

    /// `numerator / denominator`; `None` if the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self(BigRational::new(numerator.into(), denominator.into())))
    }

    /// The plain mean; `None` of nothing.
    pub fn mean(numbers: impl IntoIterator<Item = Exact>) -> Option<Self> {
        let (count, sum) = numbers.into_iter().fold((0i64, Self::zero()), |(count, sum), n| (count + 1, sum + n));
        (count > 0).then(|| Self(sum.0 / BigInt::from(count)))
    }

    /// Hundredths after rounding half away from zero: what is shown, and what levels are decided on. Numbers beyond
    /// any score or weight stop at the largest integer.
    pub fn hundredths(&self) -> i64 {
        (&self.0 * BigInt::from(100)).round().to_integer().to_i64().unwrap_or(i64::MAX)
    }

    /// This number as shown, two decimals and no more.
    pub fn rounded(&self) -> Exact {
        Exact(BigRational::new(self.hundredths().into(), 100.into()))
    }

    /// As a score with two decimals; `None` below 0 or above 100.
    pub fn score(&self) -> Option<Score> {
        self.hundredths().checked_mul(100).and_then(Score::from_ten_thousandths)
    }

    /// As a score with four decimals, the rest cut off; `None` below 0 or above 100.
    pub(crate) fn finest_score(&self) -> Option<Score> {
        Score::from_ten_thousandths((&self.0 * BigInt::from(10_000)).floor().to_integer().to_i64()?)
    }

    /// Is it nothing at all?
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The fraction as written in definitions: `33` or `100/3`.
    pub fn fraction(&self) -> String {
        self.0.to_string()
    }

    /// Above the line, in lowest terms.
    pub(crate) fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// Below the line, in lowest terms; above zero.
    pub(crate) fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// The distance between two numbers.
    pub(crate) fn distance(&self, other: &Exact) -> Exact {
        if self > other { self - other } else { other - self }
    }
}

impl fmt::Display for Exact {
    /// Two decimals, half up: `79.40`; negative numbers with a minus sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "-" } else { "" };
        let amount = hundredths.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", amount / 100, amount % 100))
    }
}

impl FromStr for Exact {
    type Err = NotExact;

    /// Reads `33`, `33.5` (a score) or a fraction `100/3`.
    fn from_str(text: &str) -> Result<Self, NotExact> {
        match text.split_once('/') {
            Some((above, below)) => {
                let above = above.trim().parse().map_err(|_| NotExact)?;
                let below = below.trim().parse().map_err(|_| NotExact)?;
                Exact::ratio(above, below).ok_or(NotExact)
            }
            None => text.parse::<Score>().map(Exact::from).map_err(|_| NotExact),
        }
    }
}

impl From<Score> for Exact {
    fn from(score: Score) -> Self {
        Self(BigRational::new(score.ten_thousandths().into(), 10_000.into()))
    }
}

impl From<i64> for Exact {
    fn from(number: i64) -> Self {
        Self(BigRational::from_integer(number.into()))
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact(self.0 + other.0)
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: &Exact) -> Exact {
        Exact(&self.0 - &other.0)
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: &Exact) -> Exact {
        Exact(&self.0 * &other.0)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::zero(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn halves_are_rounded_away_from_zero_and_only_when_shown() {
        assert_eq!(exact("79.398").to_string(), "79.40");
        assert_eq!(exact("86.685").to_string(), "86.69");
        assert_eq!(exact("84.995").to_string(), "85.00");
        assert_eq!((&exact("1") - &exact("1.005")).to_string(), "-0.01");
        assert_eq!(exact("200/3").to_string(), "66.67");
        assert_eq!(exact("100/3").fraction(), "100/3");
    }

    #[test]
    fn only_numbers_within_a_score_become_one() {
        assert_eq!(exact("200/3").score(), "66.67".parse().ok());
        assert_eq!(Exact::from(101).score(), None);
        assert_eq!((&exact("1") - &exact("2")).score(), None);
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "1/0", "a", "1/", "-3", "1e3"] {
            assert_eq!(text.parse::<Exact>(), Err(NotExact), "{text}");
        }
        assert_eq!(Exact::mean([]), None);
    }
}
