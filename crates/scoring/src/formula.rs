//! The formula of the assessment, said once: which scores are the weighted mean of which others.
//!
//! ```text
//! total ← IIT, EIT, OIT          by the weights of the year
//! IIT   ← indicators 1–5         plain mean (so EIT ← 6–8, OIT ← 9–10)
//! EIT   ← its parts              by their shares, where the year takes it in parts and both are known
//! 1–8   ← their items            plain mean
//! 9, 10 ← their sub-indicators   plain mean of the groups, not of the items
//! 9.1 … ← their items            plain mean
//! ```

use std::fmt;

use thai::Bilingual;

use crate::{
    Exact,
    instrument::{Instrument, Kind},
};

/// A place in the assessment that has a score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The total.
    Total,
    /// One of the three instruments.
    Instrument(Kind),
    /// A part of the EIT: 1 or 2.
    EitPart(u8),
    /// An indicator, 1 to 10.
    Indicator(u8),
    /// A sub-indicator: `9.4`.
    SubIndicator(String),
    /// An item: `O36`.
    Item(String),
}

impl Place {
    /// The words for a reader: `ตัวชี้วัดที่ 8`, `indicator 8`.
    pub fn name(&self) -> Bilingual {
        match self {
            Place::Total => Bilingual::new("คะแนนรวม", "the total"),
            Place::Instrument(kind) => Bilingual::new(kind.code(), kind.code()),
            Place::EitPart(part) => Bilingual::new(format!("EIT ส่วนที่ {part}"), format!("EIT part {part}")),
            Place::Indicator(number) => Bilingual::new(format!("ตัวชี้วัดที่ {number}"), format!("indicator {number}")),
            Place::SubIndicator(number) => {
                Bilingual::new(format!("ตัวชี้วัดย่อยที่ {number}"), format!("sub-indicator {number}"))
            }
            Place::Item(code) => Bilingual::new(format!("ข้อ {code}"), format!("item {code}")),
        }
    }
}

impl fmt::Display for Place {
    /// The code: `total`, `EIT`, `EIT-1`, `8`, `9.4`, `O36`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Total => f.write_str("total"),
            Place::Instrument(kind) => f.write_str(kind.code()),
            Place::EitPart(part) => write!(f, "EIT-{part}"),
            Place::Indicator(number) => write!(f, "{number}"),
            Place::SubIndicator(number) => f.write_str(number),
            Place::Item(code) => f.write_str(code),
        }
    }
}

/// What a score is made of: places with their weights, which sum to one. `None` where the score is not made of
/// others, or where the definition does not say of which.
pub fn made_of(instrument: &Instrument, place: &Place) -> Option<Vec<(Exact, Place)>> {
    match place {
        Place::Total => {
            Some(Kind::ALL.into_iter().map(|kind| (instrument.weight(kind).clone(), Place::Instrument(kind))).collect())
        }
        Place::Instrument(kind) => {
            evenly(instrument.indicators_of(*kind).map(|indicator| Place::Indicator(indicator.number)))
        }
        Place::Indicator(number) => {
            let indicator = instrument.indicator(*number).filter(|indicator| indicator.items_complete)?;
            if indicator.sub_indicators.is_empty() {
                evenly(indicator.items.iter().cloned().map(Place::Item))
            } else {
                evenly(indicator.sub_indicators.iter().map(|sub| Place::SubIndicator(sub.number.clone())))
            }
        }
        Place::SubIndicator(number) => evenly(instrument.sub_indicator(number)?.items.iter().cloned().map(Place::Item)),
        Place::EitPart(_) | Place::Item(_) => None,
    }
}

/// The parts of the EIT with their shares; `None` if the year does not take it in parts.
pub fn eit_by_parts(instrument: &Instrument) -> Option<Vec<(Exact, Place)>> {
    let parts = instrument.eit_parts();
    (!parts.is_empty())
        .then(|| (1..).map(Place::EitPart).zip(parts).map(|(part, share)| (share.clone(), part)).collect())
}

/// Total points per point of this item: the exact derivative of the total. It hangs on the structure alone, not on
/// which scores are known. `None` if the definition does not say how the item counts.
pub fn weight_in_total(instrument: &Instrument, code: &str) -> Option<Exact> {
    let item = instrument.item(code)?;
    let mut path = vec![Place::Total, Place::Instrument(item.kind), Place::Indicator(item.indicator)];
    path.extend(item.sub_indicator.clone().map(Place::SubIndicator));
    path.push(Place::Item(item.code.clone()));
    path.windows(2).try_fold(Exact::one(), |weight, step| {
        let (share, _) = made_of(instrument, &step[0])?.into_iter().find(|(_, place)| *place == step[1])?;
        Some(&weight * &share)
    })
}

fn evenly(places: impl Iterator<Item = Place>) -> Option<Vec<(Exact, Place)>> {
    let places: Vec<Place> = places.collect();
    let share = Exact::ratio(1, i64::try_from(places.len()).ok()?)?;
    Some(places.into_iter().map(|place| (share.clone(), place)).collect())
}
