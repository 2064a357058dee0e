//! `--reach LEVEL`: the cheapest way from the given scores to a level.

use serde::Serialize;
use thai::{Bilingual, Language};

use super::{Arguments, read_score};
use crate::{
    Exact, Results, Score,
    instrument::{Instrument, Level},
    what_if::{Cheapest, OutOfReach, cheapest, levers},
};

/// The cheapest way to a level, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The level.
    pub level: Level,
    /// What moves: the place, its score now, and the score it has to reach.
    pub moves: Vec<(String, Score, Score)>,
    /// The points of all moves together, or why nothing reaches the level.
    pub points: Result<Exact, OutOfReach>,
}

/// The way that was asked for; `None` if none was.
pub(super) fn reach(
    instrument: &Instrument,
    results: &Results,
    arguments: &Arguments,
) -> Result<Option<Reach>, Bilingual> {
    let Some(key) = arguments.reach.as_deref() else {
        return match arguments.ceiling {
            Some(_) => Err(Bilingual::new(
                "--ceiling ใช้คู่กับ --reach ใส่ระดับที่ต้องการด้วย เช่น --reach A",
                "--ceiling goes with --reach; name the level too, such as --reach A",
            )),
            None => Ok(None),
        };
    };
    let named = |level: &&Level| level.key.eq_ignore_ascii_case(key) || level.name.th == key || level.name.en == key;
    let level = instrument.levels().iter().find(named).ok_or_else(|| {
        let keys: Vec<&str> = instrument.levels().iter().map(|level| level.key.as_str()).collect();
        let (year, keys) = (instrument.year(), keys.join(", "));
        Bilingual::new(
            format!("--reach: “{key}” ไม่ใช่ระดับของปี {year} ใช้ {keys}"),
            format!("--reach: “{key}” is no level of {year}; use one of {keys}"),
        )
    })?;
    let ceiling = arguments.ceiling.as_deref().map(|text| read_score(text, "--ceiling")).transpose()?;
    let ceiling = ceiling.and_then(|ceiling| ceiling.score()).unwrap_or(Score::FULL);
    let (moves, points) = match cheapest(instrument, results, level, ceiling) {
        Ok(Cheapest { moves, points }) => {
            let all = levers(instrument, results).into_iter();
            let moved = all.filter_map(|lever| Some((lever.place.to_string(), lever.score, *moves.get(&lever.place)?)));
            (moved.collect(), Ok(points))
        }
        Err(why) => (Vec::new(), Err(why)),
    };
    Ok(Some(Reach { level: level.clone(), moves, points }))
}

impl Reach {
    /// For a reader at a terminal.
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        let name = self.level.name.in_language(language);
        let count = self.moves.len();
        let sentence = match &self.points {
            Ok(_) if count == 0 => {
                language.say(format!("ถึงระดับ {name} แล้ว"), format!("Level {name} is reached already"))
            }
            Ok(points) => language.say(
                format!("ถึงระดับ {name} ได้ด้วยน้อยที่สุด {count} ข้อ รวม {points} คะแนน"),
                format!("Level {name} takes at least {count} moves and {points} points together:"),
            ),
            Err(OutOfReach::TooFar { most }) => language.say(
                format!("ถึงระดับ {name} ไม่ได้ คะแนนรวมสูงสุดคือ {most}"),
                format!("Level {name} is out of reach; the highest total is {most}"),
            ),
            Err(OutOfReach::NotKnown) => language.say(
                format!("ยังบอกไม่ได้ว่าจะถึงระดับ {name} อย่างไร เพราะคะแนนยังไม่พอให้คำนวณ"),
                format!("The way to level {name} cannot be worked out: too few scores are known"),
            ),
        };
        let moves =
            self.moves.iter().map(|(place, from, to)| format!("  {place:<5}  {:>6} → {}", from.exact(), to.exact()));
        [sentence].into_iter().chain(moves).collect()
    }
}

/// The way as JSON: `state` is `reached`, `found`, `out_of_reach` or `not_known`.
#[derive(Serialize)]
pub(super) struct JsonReach<'a> {
    level: &'a str,
    state: &'static str,
    moves: Vec<JsonMove<'a>>,
    points: Option<String>,
    most: Option<String>,
}

#[derive(Serialize)]
struct JsonMove<'a> {
    place: &'a str,
    from: Score,
    to: Score,
}

impl<'a> From<&'a Reach> for JsonReach<'a> {
    fn from(reach: &'a Reach) -> Self {
        let state = match &reach.points {
            Ok(_) if reach.moves.is_empty() => "reached",
            Ok(_) => "found",
            Err(OutOfReach::TooFar { .. }) => "out_of_reach",
            Err(OutOfReach::NotKnown) => "not_known",
        };
        let most = match &reach.points {
            Err(OutOfReach::TooFar { most }) => Some(most.to_string()),
            _ => None,
        };
        let moves = reach.moves.iter().map(|(place, from, to)| JsonMove { place, from: *from, to: *to });
        let points = reach.points.as_ref().ok().map(ToString::to_string);
        JsonReach { level: &reach.level.key, state, moves: moves.collect(), points, most }
    }
}
