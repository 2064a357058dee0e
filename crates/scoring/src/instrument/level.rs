//! Levels (ระดับผลการประเมิน): bands of the total, and since 2566 conditions on each instrument.

use std::collections::BTreeMap;

use serde::Deserialize;
use thai::Bilingual;

use super::Kind;
use crate::{Exact, Score};

/// A level, tested from the best down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its key: `AA`, `B`, `good`, `improve_at_once`.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// The lowest total.
    pub at_least: Score,
    /// What IIT, EIT and OIT must each reach; `None` if only the total counts.
    pub each_instrument_at_least: Option<Score>,
    /// Has an agency of this level passed the assessment?
    pub passes: bool,
}

/// Which total decides the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedOn {
    /// The total as shown, two decimals: 84.995 is 85.00 and passes.
    Rounded,
    /// The total before rounding.
    Exact,
}

/// The level of a total; `None` if it hangs on an instrument that is not known.
pub(super) fn decide<'a>(
    levels: &'a [Level],
    on: DecidedOn,
    total: &Exact,
    instruments: &BTreeMap<Kind, Exact>,
) -> Option<&'a Level> {
    let reaches = |score: &Exact, limit: Score| match on {
        DecidedOn::Rounded => score.rounded() >= limit.into(),
        DecidedOn::Exact => *score >= limit.into(),
    };
    for level in levels.iter().filter(|level| reaches(total, level.at_least)) {
        let Some(limit) = level.each_instrument_at_least else { return Some(level) };
        let below = instruments.values().any(|score| !reaches(score, limit));
        let all_known = Kind::ALL.iter().all(|kind| instruments.contains_key(kind));
        match (below, all_known) {
            (true, _) => {}
            (false, true) => return Some(level),
            (false, false) => return None,
        }
    }
    None
}
