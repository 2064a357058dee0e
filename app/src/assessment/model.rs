//! An agency's year: what was given, what follows from it, and how far it is to the next level.
//!
//! - [`scenario`]: scores that are moved to try, and the target of a year

pub mod scenario;

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use scoring::{
    Contradiction, Exact, Gap, Indicator, Instrument, Item, Kind, Level, Origin, Place, Results, Score, Scores, Value,
};
use thai::{Bilingual, FiscalYear};

db::id!(
    /// The assessment of an agency in a fiscal year.
    AssessmentId
);

/// The hash of a definition's text.
pub type Fingerprint = [u8; 32];

/// Scores as published, by place.
pub type Given = BTreeMap<Place, Score>;

/// The assessment of an agency in a fiscal year, with the definition it is scored by.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Identifier.
    pub id: AssessmentId,
    /// The fiscal year.
    pub year: FiscalYear,
    /// The definition kept beside the scores.
    pub instrument: Arc<Instrument>,
    /// The scores as published.
    pub given: Given,
    /// The key of the level as published.
    pub published_level: Option<String>,
    /// Where the scores were read.
    pub note: String,
    /// When something of it was changed last.
    pub changed_at: Timestamp,
}

/// What is typed in for a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The scores.
    pub given: Given,
    /// The key of the published level.
    pub published_level: Option<String>,
    /// Where the scores were read.
    pub note: String,
}

/// A score before and after scores are taken from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// Before; `None` if there was none.
    pub before: Option<Score>,
    /// After.
    pub after: Score,
}

/// A level and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelOfYear<'a> {
    /// The level.
    pub level: &'a Level,
    /// Published, or following from the scores.
    pub origin: Origin,
}

/// The next better level and what is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextLevel {
    /// The level.
    pub level: Level,
    /// Points that the total lacks; zero if only an instrument lacks some.
    pub points: Exact,
    /// Instruments below what the level asks of each.
    pub instruments: Vec<Kind>,
}

/// An indicator with its score and that of the year before.
#[derive(Clone, Debug)]
pub struct IndicatorScore {
    /// 1 to 10.
    pub number: u8,
    /// Its instrument.
    pub kind: Kind,
    /// Its name.
    pub name: Bilingual,
    /// This year's score.
    pub score: Option<Value>,
    /// Last year's score.
    pub previous: Option<Exact>,
}

impl Assessment {
    /// The given scores as the scoring crate takes them.
    pub fn results(&self) -> Results {
        let mut results = Results::default();
        for (place, score) in &self.given {
            let score = Exact::from(*score);
            match place {
                Place::Total => results.total = Some(score),
                Place::Instrument(kind) => drop(results.instruments.insert(*kind, score)),
                Place::EitPart(part) => drop(results.eit_parts.insert(*part, score)),
                Place::Indicator(number) => drop(results.indicators.insert(*number, score)),
                Place::Item(code) => drop(results.items.insert(code.clone(), score)),
                Place::SubIndicator(_) => {}
            }
        }
        results
    }

    /// All scores, given or computed.
    pub fn scores(&self) -> Scores<'_> {
        Scores::of(&self.instrument, &self.results())
    }

    /// The level: as published, or else as the scores give it.
    pub fn level(&self) -> Option<LevelOfYear<'_>> {
        let published = self.published_level.as_deref().and_then(|key| self.instrument.level(key));
        match published {
            Some(level) => Some(LevelOfYear { level, origin: Origin::Given }),
            None => self.computed_level().map(|level| LevelOfYear { level, origin: Origin::Computed }),
        }
    }

    fn computed_level(&self) -> Option<&Level> {
        let key = self.scores().level()?.key.clone();
        self.instrument.level(&key)
    }

    /// Given scores that do not agree with each other, and a published level that does not fit its total. They are
    /// told; nothing is corrected because of them.
    pub fn contradictions(&self) -> Vec<Bilingual> {
        let found = scoring::contradictions(&self.instrument, &self.results());
        found.iter().map(Contradiction::message).chain(self.level_contradiction()).collect()
    }

    fn level_contradiction(&self) -> Option<Bilingual> {
        let published = self.level().filter(|level| level.origin == Origin::Given)?.level;
        let computed = self.computed_level().filter(|computed| *computed != published)?;
        let total = self.scores().total()?.score.clone();
        Some(Bilingual::new(
            format!("ระดับที่ประกาศคือ {} แต่คะแนนรวม {total} ตรงกับระดับ {}", published.name.th, computed.name.th),
            format!("the level is given as {}, but a total of {total} makes {}", published.name.en, computed.name.en),
        ))
    }

    /// Items that lose points, the costliest first.
    pub fn gaps(&self, threshold: Score) -> Vec<Gap> {
        scoring::gaps(&self.instrument, &self.results(), threshold)
    }

    /// The ten indicators, beside those of the year before.
    pub fn indicators(&self, previous: Option<&Assessment>) -> Vec<IndicatorScore> {
        let (scores, before) = (self.scores(), previous.map(Assessment::scores));
        let score_of = |indicator: &Indicator| IndicatorScore {
            number: indicator.number,
            kind: indicator.kind,
            name: indicator.name.clone(),
            score: scores.indicator(indicator.number).cloned(),
            previous: before
                .as_ref()
                .and_then(|before| before.indicator(indicator.number))
                .map(|value| value.score.clone()),
        };
        self.instrument.indicators().iter().map(score_of).collect()
    }

    /// The next better level; `None` at the best one, or if this year's level is not known.
    pub fn next_level(&self) -> Option<NextLevel> {
        let now = self.level()?.level;
        let scores = self.scores();
        let total = scores.total()?.score.rounded();
        let level = self.instrument.levels().iter().take_while(|level| *level != now).last()?;
        let limit = level.each_instrument_at_least.map(Exact::from);
        let below = |kind: &Kind| {
            let score = scores.instrument(*kind).map(|value| value.score.rounded());
            score.zip(limit.clone()).is_some_and(|(score, limit)| score < limit)
        };
        Some(NextLevel {
            points: (&Exact::from(level.at_least) - &total).max(Exact::zero()),
            instruments: Kind::ALL.into_iter().filter(below).collect(),
            level: level.clone(),
        })
    }

    /// The item that asks for a duty in this year, with its score. Years are joined by duty, never by code.
    pub fn by_duty(&self, duty: &str) -> Option<(&Item, Option<Score>)> {
        let item = self.instrument.by_duty(duty)?;
        Some((item, self.given.get(&Place::Item(item.code.clone())).copied()))
    }

    /// Are all items of this instrument known for the year?
    pub fn knows_items_of(&self, kind: Kind) -> bool {
        self.instrument.indicators_of(kind).all(|indicator| indicator.items_complete && !indicator.items.is_empty())
    }

    /// What was typed in, as the form shows it again.
    pub fn entry(&self) -> Entry {
        Entry { given: self.given.clone(), published_level: self.published_level.clone(), note: self.note.clone() }
    }
}

/// What would change if these scores were taken. Scores of other places stay.
pub fn differences(before: &Given, taken: &Given) -> Vec<Difference> {
    taken
        .iter()
        .map(|(place, after)| Difference { place: place.clone(), before: before.get(place).copied(), after: *after })
        .filter(|difference| difference.before != Some(difference.after))
        .collect()
}

/// A score as it was typed: all its decimals, two at least.
pub fn typed(score: Score) -> String {
    let (whole, fraction) = (score.ten_thousandths() / 10_000, score.ten_thousandths() % 10_000);
    let fraction = format!("{fraction:04}");
    let shortened = fraction.trim_end_matches('0');
    format!("{whole}.{shortened:0<2}")
}

/// The place of a key: `total`, `IIT`, `EIT-1`, `8`, `O36`, as [`Place`] writes it. Sub-indicators are never given.
pub fn place_of_key(key: &str) -> Option<Place> {
    if key == "total" {
        return Some(Place::Total);
    }
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.code() == key) {
        return Some(Place::Instrument(kind));
    }
    if let Some(part) = key.strip_prefix("EIT-") {
        return part.parse().ok().filter(|part| (1..=9).contains(part)).map(Place::EitPart);
    }
    if let Some(number) = key.parse().ok().filter(|number| (1..=10).contains(number)) {
        return Some(Place::Indicator(number));
    }
    let (letter, digits) = (key.chars().next()?, key.get(1..)?);
    let number: u16 = digits.parse().ok().filter(|number| (1..=999).contains(number))?;
    let is_code = Kind::of_letter(letter).is_some_and(|kind| key == format!("{}{number}", kind.letter()));
    is_code.then(|| Place::Item(key.to_owned()))
}

/// The sum of what these gaps would win back in the total; items of unknown weight are left out.
pub fn points_at_stake<'a>(gaps: impl IntoIterator<Item = &'a Gap>) -> Exact {
    gaps.into_iter().filter_map(|gap| gap.points_at_stake.clone()).sum()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn score(text: &str) -> Score {
        text.parse().unwrap()
    }

    pub(crate) fn assessment(year: u16, scores: &[(&str, &str)]) -> Assessment {
        let year = FiscalYear::new(year).unwrap();
        Assessment {
            id: AssessmentId::new(),
            year,
            instrument: Arc::new(Instrument::of(year).unwrap().clone()),
            given: scores.iter().map(|(key, text)| (place_of_key(key).unwrap(), score(text))).collect(),
            published_level: None,
            note: String::new(),
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// A district office whose indicators 1 to 8 are published, with ten items of the open data check at zero.
    pub(crate) fn district_office() -> Assessment {
        let means = ["89.94", "77.31", "84.91", "77.53", "87.61", "79.40", "79.91", "79.52"];
        let fourth = [("E11", "76.47"), ("E12", "73.10"), ("E13", "84.95"), ("E14", "79.00"), ("E15", "81.07")];
        let mut office = assessment(2564, &[("I7", "53.65")]);
        office.given.extend(assessment(2564, &fourth).given);
        office.given.extend((1..).zip(means).map(|(number, mean)| (Place::Indicator(number), score(mean))));
        let zeros = ["O1", "O2", "O12", "O20", "O26", "O29", "O30", "O31", "O36", "O37"];
        for item in office.instrument.items().iter().filter(|item| item.kind == Kind::Oit) {
            let points = if zeros.contains(&item.code.as_str()) { Score::ZERO } else { Score::FULL };
            office.given.insert(Place::Item(item.code.clone()), points);
        }
        office
    }

    #[test]
    fn the_district_office_has_its_worked_out_scores() {
        let office = district_office();
        let scores = office.scores();
        let shown = |value: Option<&Value>| value.unwrap().score.to_string();
        assert_eq!(Kind::ALL.map(|kind| shown(scores.instrument(kind))), ["83.46", "79.61", "80.35"]);
        assert_eq!(shown(scores.total()), "81.06");
        let level = office.level().unwrap();
        assert_eq!((level.level.key.as_str(), level.origin), ("B", Origin::Computed));
        let next = office.next_level().unwrap();
        assert_eq!((next.level.key.as_str(), next.points.to_string().as_str()), ("A", "3.94"));
    }

    #[test]
    fn the_same_zero_costs_differently_by_its_group() {
        let gaps = district_office().gaps(score("85"));
        let points = |code: &str| {
            let gap = gaps.iter().find(|gap| gap.code == code).unwrap();
            gap.points_at_stake.clone().unwrap().to_string()
        };
        let codes = ["O36", "O37", "O26", "O29", "I7"];
        assert_eq!(codes.map(points), ["1.25", "1.25", "1.00", "0.80", "0.46"]);
        assert_eq!((gaps[0].code.as_str(), gaps[1].code.as_str(), gaps[2].code.as_str()), ("O36", "O37", "O26"));
        let oit: Vec<&Gap> = gaps.iter().filter(|gap| gap.code.starts_with('O')).collect();
        assert_eq!(points_at_stake(oit).to_string(), "7.86");
        let seventh = gaps.iter().find(|gap| gap.code == "I7").unwrap();
        assert_eq!(seventh.points_to(score("85")).unwrap().to_string(), "0.31");
    }

    #[test]
    fn a_mean_that_does_not_fit_is_told_and_kept() {
        let office = district_office();
        let warnings = office.contradictions();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].en.contains("79.52") && warnings[0].en.contains("78.92"), "{}", warnings[0].en);
        assert_eq!(office.scores().indicator(8).unwrap().score.to_string(), "79.52");
    }

    #[test]
    fn a_published_level_stands_even_if_the_total_says_another() {
        let mut office = district_office();
        office.published_level = Some("A".into());
        assert_eq!(office.level().unwrap().level.key, "A");
        assert_eq!(office.level().unwrap().origin, Origin::Given);
        let warnings = office.contradictions();
        assert!(warnings.iter().any(|warning| warning.en.contains("81.06")), "{warnings:?}");
    }

    #[test]
    fn from_2566_on_a_level_may_lack_an_instrument_only() {
        let office = assessment(2566, &[("IIT", "80"), ("EIT", "90"), ("OIT", "100")]);
        assert_eq!(office.scores().total().unwrap().score.to_string(), "91.00");
        let next = office.next_level().unwrap();
        assert_eq!((next.points, next.instruments), (Exact::zero(), vec![Kind::Iit]));
        assert!(assessment(2564, &[("total", "96")]).next_level().is_none());
    }

    #[test]
    fn years_are_joined_by_duty_and_not_by_code() {
        let later = assessment(2566, &[("O34", "100")]);
        let earlier = district_office();
        let duty = &earlier.instrument.item("O36").unwrap().duty;
        let (item, score) = later.by_duty(duty).unwrap();
        assert_eq!((item.code.as_str(), score), ("O34", Some(Score::FULL)));
    }

    #[test]
    fn taking_scores_tells_only_what_changes() {
        let before = assessment(2564, &[("I1", "77.87"), ("I2", "80")]).given;
        let taken = assessment(2564, &[("I1", "77.87"), ("I2", "81"), ("1", "89.94")]).given;
        let told: Vec<String> = differences(&before, &taken).iter().map(|one| one.place.to_string()).collect();
        assert_eq!(told, ["1", "I2"]);
        assert!(differences(&taken, &taken).is_empty());
    }

    #[test]
    fn a_score_is_shown_again_as_it_was_typed() {
        for text in ["77.87", "77.8765", "100.00", "0.00", "79.50", "79.398"] {
            assert_eq!(typed(score(text)), text);
        }
        assert_eq!(typed(score("๗๙")), "79.00");
    }

    #[test]
    fn keys_go_there_and_back() {
        for key in ["total", "IIT", "EIT", "OIT", "EIT-2", "1", "10", "I1", "O43"] {
            assert_eq!(place_of_key(key).unwrap().to_string(), key);
        }
        for key in ["", "0", "11", "X1", "I0", "I01", "i1", "9.4", "I", "EIT-", "ก1", "๑"] {
            assert_eq!(place_of_key(key), None, "{key}");
        }
    }
}
