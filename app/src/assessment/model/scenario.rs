//! A scenario (แผนทดลอง): scores of a year that somebody moved to see what becomes of the total; and the target of a
//! year, which is a scenario on the scores of the year before.

use jiff::Timestamp;
use scoring::{
    Exact, Place, Score,
    what_if::{Lever, Moves},
};
use serde::{Deserialize, Serialize};
use thai::FiscalYear;

use super::{Assessment, place_of_key};

db::id!(
    /// A scenario.
    ScenarioId
);

/// So many scenarios may be kept of one year.
pub const MOST_SCENARIOS: usize = 60;

/// A score that moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The key of the place: `O36`, `9`, `EIT`.
    pub place: String,
    /// The score when the scenario was made.
    pub from: Score,
    /// The score that it is to reach.
    pub to: Score,
}

/// A saved scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Identifier.
    pub id: ScenarioId,
    /// The fiscal year whose scores it moves.
    pub year: FiscalYear,
    /// Its name.
    pub name: String,
    /// What it supposes, in the office's words.
    pub note: String,
    /// What moves.
    pub moves: Vec<Move>,
    /// The total that it leads to, on the scores it was made on.
    pub total: Score,
    /// The key of the level.
    pub level: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

/// The target of a fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The year that it is the target of.
    pub year: FiscalYear,
    /// The scenario: on the scores of the year before.
    pub scenario: Scenario,
}

impl Target {
    /// The score that an item of the year before is to reach.
    pub fn score_of(&self, code: &str) -> Option<Score> {
        self.scenario.moves.iter().find(|moved| moved.place == code).map(|moved| moved.to)
    }
}

impl Scenario {
    /// Does a name mean this scenario? Spaces and capitals make no other name.
    pub fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| name.split_whitespace().collect::<String>().to_lowercase();
        plain(&self.name) == plain(name)
    }

    /// Its moves as the scoring crate takes them.
    pub fn moves(&self) -> Moves {
        let moves = self.moves.iter().filter_map(|moved| Some((place_of_key(&moved.place)?, moved.to)));
        moves.collect()
    }

    /// Was a score changed since it was made? Then one of its own starts elsewhere today, or it leads to another total.
    /// Takes today's levers and total, which a list of scenarios works out once.
    pub fn is_on_older_scores(&self, levers: &[Lever], total: Option<&Exact>) -> bool {
        let as_then = |moved: &Move| {
            levers.iter().any(|lever| lever.place.to_string() == moved.place && lever.score == moved.from)
        };
        let won = |moved: &Move| {
            let lever = levers.iter().find(|lever| lever.place.to_string() == moved.place)?;
            Some(&lever.weight * &(&Exact::from(moved.to) - &Exact::from(lever.score)))
        };
        let leads_to = total.map(|total| total.clone() + self.moves.iter().filter_map(won).sum());
        !self.moves.iter().all(as_then) || leads_to.as_ref().and_then(Exact::score) != Some(self.total)
    }
}

impl Assessment {
    /// The scores that can be moved.
    pub fn levers(&self) -> Vec<Lever> {
        scoring::what_if::levers(&self.instrument, &self.results())
    }

    /// Were the scores of the year changed since a scenario was made?
    pub fn is_newer_than(&self, scenario: &Scenario) -> bool {
        let scores = self.scores();
        scenario.is_on_older_scores(&self.levers(), scores.total().map(|value| &value.score))
    }

    /// What becomes of the year when these scores move.
    pub fn what_if(&self, moves: &Moves) -> scoring::what_if::Outcome<'_> {
        scoring::what_if::outcome(&self.instrument, &self.results(), moves)
    }

    /// The moves that change something, with the scores they start from.
    pub fn moved(&self, moves: &Moves) -> Vec<Move> {
        let moved = self.levers().into_iter().filter_map(|lever| {
            let to = *moves.get(&lever.place)?;
            (to != lever.score).then(|| Move { place: lever.place.to_string(), from: lever.score, to })
        });
        moved.collect()
    }

    /// The name of a place as a list shows it: the item with its topic, or the indicator.
    pub fn name_of(&self, t: thai::Language, place: &Place) -> String {
        match place {
            Place::Item(code) => match self.instrument.item(code) {
                Some(item) => format!("{code} {}", item.topic.in_language(t)),
                None => code.clone(),
            },
            Place::Indicator(number) => match self.instrument.indicator(*number) {
                Some(indicator) => format!("{number}. {}", indicator.name.in_language(t)),
                None => number.to_string(),
            },
            other => other.name().in_language(t).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::model::tests::district_office;

    fn score(text: &str) -> Score {
        text.parse().unwrap()
    }

    fn scenario(office: &Assessment, moves: &Moves) -> Scenario {
        let outcome = office.what_if(moves);
        Scenario {
            id: ScenarioId::new(),
            year: office.year,
            name: String::new(),
            note: String::new(),
            moves: office.moved(moves),
            total: outcome.total().and_then(Exact::score).unwrap(),
            level: outcome.level().map(|level| level.key.clone()),
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn four_open_data_items_bring_the_district_office_to_the_next_level() {
        let office = district_office();
        let moves = ["O36", "O37", "O26", "O29"].map(|code| (Place::Item(code.into()), Score::FULL));
        let scenario = scenario(&office, &Moves::from(moves));
        assert_eq!((scenario.total, scenario.level.as_deref()), (score("85.36"), Some("A")));
        assert!(!office.is_newer_than(&scenario));
        let mut later = office.clone();
        later.given.insert(Place::Item("O36".into()), Score::FULL);
        assert!(later.is_newer_than(&scenario));
    }

    #[test]
    fn spaces_and_capitals_make_no_other_name() {
        let named = Scenario { name: "OIT ครบ".into(), ..scenario(&district_office(), &Moves::new()) };
        assert!(named.is_called("oit  ครบ ") && named.is_called("OITครบ") && !named.is_called("OIT ครบ 2"));
    }

    #[test]
    fn what_does_not_change_is_no_move() {
        let office = district_office();
        let moves = Moves::from([(Place::Item("I7".into()), score("53.65")), (Place::Item("O3".into()), Score::FULL)]);
        assert_eq!(office.moved(&moves), []);
    }
}
