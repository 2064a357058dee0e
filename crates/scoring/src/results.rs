//! From the scores that are known to all that follow from them, up to total and level.

use std::collections::BTreeMap;

use crate::{
    Exact, Place,
    formula::{eit_by_parts, made_of},
    instrument::{Instrument, Kind, Level},
};

/// The scores of an agency's year that are known, as printed, typed or counted. Any subset will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The total.
    pub total: Option<Exact>,
    /// Scores of whole instruments.
    pub instruments: BTreeMap<Kind, Exact>,
    /// Scores of the parts of the EIT, by number (1, 2).
    pub eit_parts: BTreeMap<u8, Exact>,
    /// Means of indicators, by number (1 to 10).
    pub indicators: BTreeMap<u8, Exact>,
    /// Scores of items, by code.
    pub items: BTreeMap<String, Exact>,
}

impl Results {
    /// The given score of a place.
    pub fn given(&self, place: &Place) -> Option<&Exact> {
        match place {
            Place::Total => self.total.as_ref(),
            Place::Instrument(kind) => self.instruments.get(kind),
            Place::EitPart(part) => self.eit_parts.get(part),
            Place::Indicator(number) => self.indicators.get(number),
            Place::SubIndicator(_) => None,
            Place::Item(code) => self.items.get(code),
        }
    }
}

/// Where a score comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It was given, and is used as it is.
    Given,
    /// It follows from other scores.
    Computed,
}

/// A score with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The exact score.
    pub score: Exact,
    /// Given or computed.
    pub origin: Origin,
}

/// All scores that are known or follow. What is given is never replaced by what could be computed.
#[derive(Clone, Debug)]
pub struct Scores<'a> {
    values: BTreeMap<Place, Value>,
    level: Option<&'a Level>,
}

impl<'a> Scores<'a> {
    /// Scores all that can be scored.
    pub fn of(instrument: &'a Instrument, results: &Results) -> Self {
        let mut values = BTreeMap::new();
        // From the items up: what a score is made of is known before it.
        for place in places(instrument).collect::<Vec<_>>().into_iter().rev() {
            if let Some(value) = value(instrument, results, &values, &place) {
                values.insert(place, value);
            }
        }
        let score = |place: Place| values.get(&place).map(|value| value.score.clone());
        let instruments: BTreeMap<Kind, Exact> = Kind::ALL
            .into_iter()
            .filter_map(|kind| score(Place::Instrument(kind)).map(|score| (kind, score)))
            .collect();
        let level = score(Place::Total).and_then(|total| instrument.level_of(&total, &instruments));
        Self { values, level }
    }

    /// What a place would score by these shares; `None` if one of them is not known.
    pub(crate) fn weighted(&self, shares: &[(Exact, Place)]) -> Option<Exact> {
        weighted(&self.values, shares)
    }

    /// The score of any place; `None` if it is neither given nor can be computed.
    pub fn at(&self, place: &Place) -> Option<&Value> {
        self.values.get(place)
    }

    /// The total.
    pub fn total(&self) -> Option<&Value> {
        self.at(&Place::Total)
    }

    /// The level of the total, if it can be decided.
    pub fn level(&self) -> Option<&'a Level> {
        self.level
    }

    /// IIT, EIT or OIT.
    pub fn instrument(&self, kind: Kind) -> Option<&Value> {
        self.at(&Place::Instrument(kind))
    }

    /// An indicator, 1 to 10.
    pub fn indicator(&self, number: u8) -> Option<&Value> {
        self.at(&Place::Indicator(number))
    }

    /// A sub-indicator: `9.4`.
    pub fn sub_indicator(&self, number: &str) -> Option<&Value> {
        self.at(&Place::SubIndicator(number.to_owned()))
    }

    /// An item: `O36`.
    pub fn item(&self, code: &str) -> Option<&Value> {
        self.at(&Place::Item(code.to_owned()))
    }
}

/// Every place of a year that can have a score.
pub(crate) fn places(instrument: &Instrument) -> impl Iterator<Item = Place> {
    let subs = instrument.indicators().iter().flat_map(|indicator| &indicator.sub_indicators);
    std::iter::once(Place::Total)
        .chain(Kind::ALL.map(Place::Instrument))
        .chain((1..).map(Place::EitPart).take(instrument.eit_parts().len()))
        .chain(instrument.indicators().iter().map(|indicator| Place::Indicator(indicator.number)))
        .chain(subs.map(|sub| Place::SubIndicator(sub.number.clone())))
        .chain(instrument.items().iter().map(|item| Place::Item(item.code.clone())))
}

/// The score of a place: given, or else computed from those below it.
fn value(instrument: &Instrument, results: &Results, below: &BTreeMap<Place, Value>, place: &Place) -> Option<Value> {
    if let Some(given) = results.given(place) {
        return Some(Value { score: given.clone(), origin: Origin::Given });
    }
    let parts = eit_by_parts(instrument).filter(|_| *place == Place::Instrument(Kind::Eit));
    let by_parts = parts.and_then(|parts| weighted(below, &parts));
    let score = by_parts.or_else(|| weighted(below, &made_of(instrument, place)?))?;
    Some(Value { score, origin: Origin::Computed })
}

/// The weighted mean, if every part of it is known. Nothing missing is ever guessed or left out of a mean.
fn weighted(values: &BTreeMap<Place, Value>, shares: &[(Exact, Place)]) -> Option<Exact> {
    shares.iter().map(|(weight, place)| values.get(place).map(|value| weight * &value.score)).sum()
}
