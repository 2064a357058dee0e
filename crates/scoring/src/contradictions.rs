//! Contradictions between given scores. They are told, and nothing is corrected because of them.

use thai::Bilingual;

use crate::{
    Exact, Place, Results,
    formula::{eit_by_parts, made_of},
    instrument::{Instrument, Kind},
    results::{Scores, places},
};

/// Given scores that cannot all be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// A given score is not the mean of what it is made of, all of which is known.
    MeanDiffers {
        /// Where.
        place: Place,
        /// As given.
        given: Exact,
        /// As it would be computed.
        computed: Exact,
    },
    /// Whatever the scores are that are not known, they could not make this one.
    OutOfReach {
        /// Where.
        place: Place,
        /// As given.
        given: Exact,
        /// The lowest that what is known allows.
        lowest: Exact,
        /// The highest that what is known allows.
        highest: Exact,
    },
    /// The parts of the EIT give another score than its indicators.
    EitPartsDiffer {
        /// From the parts; this one is used.
        parts: Exact,
        /// From the indicators.
        indicators: Exact,
    },
    /// An item of the open data check scores 100 or 0, nothing between.
    NotAllOrNothing {
        /// Its code.
        code: String,
        /// As given.
        given: Exact,
    },
    /// A code that the year does not have, as far as its items are known.
    UnknownItem {
        /// The code.
        code: String,
    },
}

impl Contradiction {
    /// A stable key: `indicator_mean_differs`.
    pub fn code(&self) -> &'static str {
        match self {
            Contradiction::MeanDiffers { place, .. } => match place {
                Place::Total => "total_differs",
                Place::Instrument(_) | Place::EitPart(_) => "instrument_mean_differs",
                Place::Indicator(_) | Place::SubIndicator(_) | Place::Item(_) => "indicator_mean_differs",
            },
            Contradiction::OutOfReach { .. } => "score_out_of_reach",
            Contradiction::EitPartsDiffer { .. } => "eit_parts_differ",
            Contradiction::NotAllOrNothing { .. } => "oit_not_all_or_nothing",
            Contradiction::UnknownItem { .. } => "unknown_item",
        }
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        match self {
            Contradiction::MeanDiffers { place, .. } | Contradiction::OutOfReach { place, .. } => place.clone(),
            Contradiction::EitPartsDiffer { .. } => Place::Instrument(Kind::Eit),
            Contradiction::NotAllOrNothing { code, .. } | Contradiction::UnknownItem { code } => {
                Place::Item(code.clone())
            }
        }
    }

    /// What does not agree, and what to check.
    pub fn message(&self) -> Bilingual {
        let Bilingual { th, en } = self.place().name();
        match self {
            Contradiction::MeanDiffers { given, computed, .. } => Bilingual::new(
                format!("{th} ให้มา {given} แต่คำนวณได้ {computed} ใช้ค่าที่ให้มา โปรดตรวจกับต้นฉบับ"),
                format!("{en} is given as {given} but computes to {computed}; the given one is used, check the source"),
            ),
            Contradiction::OutOfReach { given, lowest, highest, .. } => Bilingual::new(
                format!("{th} ให้มา {given} แต่คะแนนที่ทราบทำให้ได้เพียง {lowest} ถึง {highest} โปรดตรวจกับต้นฉบับ"),
                format!("{en} is given as {given}, but what is known allows {lowest} to {highest}; check the source"),
            ),
            Contradiction::EitPartsDiffer { parts, indicators } => Bilingual::new(
                format!("EIT จากสองส่วนได้ {parts} แต่จากตัวชี้วัดได้ {indicators} ใช้ค่าจากสองส่วน"),
                format!("the EIT is {parts} from its parts but {indicators} from its indicators; the parts are used"),
            ),
            Contradiction::NotAllOrNothing { given, .. } => Bilingual::new(
                format!("{th} ให้มา {given} แต่ข้อ OIT ได้ 100 หรือ 0 เท่านั้น"),
                format!("{en} is given as {given}, but an OIT item scores 100 or 0"),
            ),
            Contradiction::UnknownItem { .. } => Bilingual::new(
                format!("ไม่พบ{th} ในแบบของปีนี้ เท่าที่ทราบ"),
                format!("{en} is not among the known items of this year"),
            ),
        }
    }
}

/// All contradictions, from the total down. A hundredth of a point is allowed, since given scores are rounded
/// themselves.
pub fn contradictions(instrument: &Instrument, results: &Results) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    let scores = Scores::of(instrument, results);
    for place in places(instrument) {
        let shares = made_of(instrument, &place);
        let parts = eit_by_parts(instrument).filter(|_| place == Place::Instrument(Kind::Eit));
        if let (Some(shares), Some(parts)) = (&shares, &parts) {
            found.extend(eit_parts_differ(&scores, parts, shares));
        }
        if let Some(given) = results.given(&place) {
            found.extend(
                [shares, parts]
                    .into_iter()
                    .flatten()
                    .find_map(|shares| disagreement(instrument, &scores, &place, given, &shares)),
            );
        }
    }
    found.extend(results.items.iter().filter_map(|(code, given)| item_contradiction(instrument, code, given)));
    found
}

fn disagreement(
    instrument: &Instrument,
    scores: &Scores<'_>,
    place: &Place,
    given: &Exact,
    shares: &[(Exact, Place)],
) -> Option<Contradiction> {
    let (place, given) = (place.clone(), given.clone());
    if let Some(computed) = scores.weighted(shares) {
        let differs = given.distance(&computed) > tolerance();
        return differs.then_some(Contradiction::MeanDiffers { place, given, computed });
    }
    let (lowest, highest) = reach(instrument, scores, shares);
    let outside = |limit: &Exact| given.distance(limit) > tolerance();
    let out_of_reach = (given < lowest && outside(&lowest)) || (given > highest && outside(&highest));
    out_of_reach.then_some(Contradiction::OutOfReach { place, given, lowest, highest })
}

fn eit_parts_differ(
    scores: &Scores<'_>,
    parts: &[(Exact, Place)],
    indicators: &[(Exact, Place)],
) -> Option<Contradiction> {
    let parts = scores.weighted(parts)?;
    let indicators = scores.weighted(indicators)?;
    let differs = parts.distance(&indicators) > tolerance();
    differs.then_some(Contradiction::EitPartsDiffer { parts, indicators })
}

fn item_contradiction(instrument: &Instrument, code: &str, given: &Exact) -> Option<Contradiction> {
    let Some(item) = instrument.item(code) else { return Some(Contradiction::UnknownItem { code: code.to_owned() }) };
    let all_or_nothing = item.kind != Kind::Oit || given.is_zero() || *given == Exact::full();
    (!all_or_nothing).then(|| Contradiction::NotAllOrNothing { code: code.to_owned(), given: given.clone() })
}

/// The lowest and the highest weighted mean that what is known allows.
fn reach(instrument: &Instrument, scores: &Scores<'_>, shares: &[(Exact, Place)]) -> (Exact, Exact) {
    shares.iter().fold((Exact::zero(), Exact::zero()), |(lowest, highest), (weight, place)| {
        let (low, high) = match (scores.at(place), made_of(instrument, place)) {
            (Some(known), _) => (known.score.clone(), known.score.clone()),
            (None, Some(shares)) => reach(instrument, scores, &shares),
            (None, None) => (Exact::zero(), Exact::full()),
        };
        (lowest + weight * &low, highest + weight * &high)
    })
}

/// Half a hundredth for the rounding of the given score and half for that of the scores it is made of.
fn tolerance() -> Exact {
    Exact::ratio(1, 100).expect("a hundred is not zero")
}
