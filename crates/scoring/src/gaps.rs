//! Gaps: where points are lost, and what each item would win back in the total.

use std::cmp::Reverse;

use crate::{
    Exact, Results, Score,
    formula::weight_in_total,
    instrument::{Instrument, Kind},
};

/// An item that loses points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Its code.
    pub code: String,
    /// Its score.
    pub score: Exact,
    /// Total points per point of this item, exactly; `None` if the year's definition does not say how it counts.
    pub weight: Option<Exact>,
    /// What the total wins if this item reaches 100 (คะแนนที่คืนได้); `None` as for the weight.
    pub points_at_stake: Option<Exact>,
}

impl Gap {
    /// What the total wins if this item reaches `target`; nothing if it is there already.
    pub fn points_to(&self, target: Score) -> Option<Exact> {
        let rise = &Exact::from(target) - &self.score;
        self.weight.as_ref().map(|weight| weight * &rise.max(Exact::zero()))
    }
}

/// Items whose score as shown is below the threshold, and OIT items at zero; those that cost the most come first,
/// equals in the order of the items. Items of unknown weight, and those the year does not define, stand last.
pub fn gaps(instrument: &Instrument, results: &Results, threshold: Score) -> Vec<Gap> {
    let defined = instrument.items().iter().map(|item| &item.code);
    let others = results.items.keys().filter(|code| instrument.item(code).is_none());
    let mut gaps: Vec<Gap> = defined
        .chain(others)
        .filter_map(|code| results.items.get(code).map(|score| (code, score)))
        .filter(|(code, score)| loses_points(code, score, threshold))
        .map(|(code, score)| gap(instrument, code, score))
        .collect();
    gaps.sort_by_key(|gap| Reverse(gap.points_at_stake.clone()));
    gaps
}

fn loses_points(code: &str, score: &Exact, threshold: Score) -> bool {
    score.rounded() < threshold.into() || (code.starts_with(Kind::Oit.letter()) && score.is_zero())
}

fn gap(instrument: &Instrument, code: &str, score: &Exact) -> Gap {
    let weight = weight_in_total(instrument, code);
    let mut gap = Gap { code: code.to_owned(), score: score.clone(), weight, points_at_stake: None };
    gap.points_at_stake = gap.points_to(Score::FULL);
    gap
}
