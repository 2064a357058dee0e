//! What-if (ลองปรับคะแนน): some scores move; what becomes of total and level, and which few moves reach a level?
//!
//! - A *lever* is a score that can be moved: an item whose score is known; where no item of an indicator is known, the
//!   indicator; where no indicator of an instrument is known, the instrument. Nothing unknown is moved or invented.
//! - Moves go up through the formula of the year exactly: published means that stand above an item are kept as they
//!   are and rise by the item's share. A move of an EIT item is taken to happen in both parts of the EIT.
//! - [`cheapest`] finds the moves that reach a level with the fewest items and, among those, the fewest points.

pub mod cheapest;

use std::collections::BTreeMap;

use crate::{
    Exact, Place, Results, Score, Scores,
    formula::made_of,
    instrument::{Instrument, Kind, Level},
};

pub use cheapest::{Cheapest, OutOfReach, cheapest, cheapest_beside};

/// New scores by place.
pub type Moves = BTreeMap<Place, Score>;

/// A score that can be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lever {
    /// Where.
    pub place: Place,
    /// In which instrument.
    pub kind: Kind,
    /// The score now, with four decimals: exact wherever it was given.
    pub score: Score,
    /// Points of the total per point of this score.
    pub weight: Exact,
    /// Points of the instrument per point of this score.
    pub share: Exact,
    /// Does it score all or nothing? Items of the open data check do.
    pub whole: bool,
}

/// What becomes of a year when scores move.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    scores: BTreeMap<Place, Exact>,
    level: Option<&'a Level>,
}

impl Outcome<'_> {
    /// The score of a place after the moves; `None` if it is not known.
    pub fn at(&self, place: &Place) -> Option<&Exact> {
        self.scores.get(place)
    }

    /// The total after the moves.
    pub fn total(&self) -> Option<&Exact> {
        self.at(&Place::Total)
    }

    /// The level after the moves.
    pub fn level(&self) -> Option<&Level> {
        self.level
    }
}

/// The scores of a year that can be moved, in the order of the form.
pub fn levers(instrument: &Instrument, results: &Results) -> Vec<Lever> {
    let scores = Scores::of(instrument, results);
    Kind::ALL.into_iter().flat_map(|kind| levers_of(instrument, &scores, kind)).collect()
}

fn levers_of(instrument: &Instrument, scores: &Scores<'_>, kind: Kind) -> Vec<Lever> {
    let lever = |place: Place| lever(instrument, scores, kind, place);
    let mut levers = Vec::new();
    for indicator in instrument.indicators_of(kind) {
        let items: Vec<Lever> = indicator.items.iter().cloned().map(Place::Item).filter_map(lever).collect();
        match items.is_empty() {
            true => levers.extend(lever(Place::Indicator(indicator.number))),
            false => levers.extend(items),
        }
    }
    if levers.is_empty() {
        levers.extend(lever(Place::Instrument(kind)));
    }
    levers
}

fn lever(instrument: &Instrument, scores: &Scores<'_>, kind: Kind, place: Place) -> Option<Lever> {
    let share = path(instrument, kind, &place)?.last()?.1.clone();
    Some(Lever {
        score: scores.at(&place)?.score.finest_score()?,
        weight: instrument.weight(kind) * &share,
        whole: kind == Kind::Oit && matches!(place, Place::Item(_)),
        share,
        kind,
        place,
    })
}

/// The places above this one up to its instrument, each with the points that it wins per point of this one; the place
/// itself stands first. `None` if the definition does not say how it counts.
fn path(instrument: &Instrument, kind: Kind, place: &Place) -> Option<Vec<(Place, Exact)>> {
    let mut down = vec![Place::Instrument(kind)];
    match place {
        Place::Item(code) => {
            let item = instrument.item(code)?;
            down.push(Place::Indicator(item.indicator));
            down.extend(item.sub_indicator.clone().map(Place::SubIndicator));
            down.push(place.clone());
        }
        Place::Indicator(_) => down.push(place.clone()),
        _ => {}
    }
    let mut up = vec![(down.pop()?, Exact::one())];
    while let Some(above) = down.pop() {
        let (below, won) = up.last()?;
        let (share, _) = made_of(instrument, &above)?.into_iter().find(|(_, part)| part == below)?;
        let won = won * &share;
        up.push((above, won));
    }
    Some(up)
}

/// All scores after the moves. A move of a place that is no lever of the year changes nothing.
pub fn outcome<'a>(instrument: &'a Instrument, results: &Results, moves: &Moves) -> Outcome<'a> {
    let before = Scores::of(instrument, results);
    let known = crate::results::places(instrument);
    let mut scores: BTreeMap<Place, Exact> =
        known.filter_map(|place| before.at(&place).map(|value| (place, value.score.clone()))).collect();
    for lever in levers(instrument, results) {
        let Some(to) = moves.get(&lever.place) else { continue };
        let rise = &Exact::from(*to) - &Exact::from(lever.score);
        let above = path(instrument, lever.kind, &lever.place).unwrap_or_default();
        let total = (Place::Total, lever.weight.clone());
        for (place, won) in above.into_iter().chain([total]) {
            if let Some(score) = scores.get_mut(&place) {
                *score = std::mem::take(score) + &won * &rise;
            }
        }
    }
    let instruments = Kind::ALL.into_iter();
    let instruments =
        instruments.filter_map(|kind| Some((kind, scores.get(&Place::Instrument(kind))?.clone()))).collect();
    let level = scores.get(&Place::Total).and_then(|total| instrument.level_of(total, &instruments));
    Outcome { scores, level }
}

#[cfg(test)]
mod tests;
