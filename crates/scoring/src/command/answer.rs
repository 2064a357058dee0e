//! The answer of `prongsai score`, as text and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use thai::{Bilingual, FiscalYear, Language};

use super::reach::{JsonReach, Reach};
use crate::{
    Contradiction, Exact, Origin, Place, Results, Scores, contradictions,
    formula::made_of,
    instrument::{Instrument, Kind, Level, Standing, Subject},
};

/// The scores that follow from what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The fiscal year.
    pub year: FiscalYear,
    /// IIT, EIT and OIT, as far as known.
    pub instruments: BTreeMap<Kind, Exact>,
    /// The total, if known.
    pub total: Option<Exact>,
    /// The level of the total, if it can be decided.
    pub level: Option<Level>,
    /// The indicators that are lacking for an instrument score that is not known.
    pub missing: BTreeMap<Kind, Vec<Place>>,
    /// Given scores that do not agree. They were used as given.
    pub warnings: Vec<Contradiction>,
    /// Facts that the answer rests on although they are not established for the year.
    pub notes: Vec<Bilingual>,
    /// The cheapest way to a level, if one was asked for.
    pub reach: Option<Reach>,
}

impl Answer {
    pub(super) fn of(instrument: &Instrument, results: &Results) -> Self {
        let scores = Scores::of(instrument, results);
        let known = |kind| scores.instrument(kind).map(|value| (kind, value.score.clone()));
        let instruments: BTreeMap<Kind, Exact> = Kind::ALL.into_iter().filter_map(known).collect();
        let missing = Kind::ALL.into_iter().filter(|kind| !instruments.contains_key(kind));
        Self {
            year: instrument.year(),
            missing: missing.map(|kind| (kind, missing_of(instrument, &scores, kind))).collect(),
            notes: notes(instrument, results, &scores, &instruments),
            instruments,
            total: scores.total().map(|value| value.score.clone()),
            level: scores.level().cloned(),
            warnings: contradictions(instrument, results),
            reach: None,
        }
    }

    /// One JSON object: `iit`, `eit`, `oit`, `total` as strings with two decimals, `level` as its key; `null` for what
    /// is not known.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(&Json::from(self)).expect("texts and numbers always make JSON")
    }

    /// For a reader at a terminal.
    pub fn text(&self, language: Language) -> String {
        let title = language.say("คะแนน ITA ปีงบประมาณ", "ITA scores of fiscal year");
        let mut lines = vec![format!("{title} {}", self.year), String::new()];
        for kind in Kind::ALL {
            let missing = self.missing.get(&kind).map(|places| lacking(language, places));
            lines.push(line(kind.code(), self.instruments.get(&kind), &missing.unwrap_or_default()));
        }
        let level = match (&self.level, &self.total) {
            (Some(level), _) => format!("{} {}", language.say("ระดับ", "level:"), level.name.in_language(language)),
            (None, Some(_)) => language.say("ระดับขึ้นกับเครื่องมือที่ยังไม่ทราบ", "the level hangs on what is lacking").into(),
            (None, None) => String::new(),
        };
        lines.push(line(language.say("รวม", "Total"), self.total.as_ref(), &level));
        if let Some(reach) = &self.reach {
            lines.push(String::new());
            lines.extend(reach.lines(language));
        }
        if !self.warnings.is_empty() || !self.notes.is_empty() {
            lines.push(String::new());
        }
        let (warning, note) = language.say(("คำเตือน", "หมายเหตุ"), ("Warning", "Note"));
        let messages = self.warnings.iter().map(Contradiction::message);
        lines.extend(messages.map(|message| format!("{warning}: {}", message.in_language(language))));
        lines.extend(self.notes.iter().map(|text| format!("{note}: {}", text.in_language(language))));
        lines.join("\n") + "\n"
    }
}

fn line(label: &str, score: Option<&Exact>, remark: &str) -> String {
    let score = score.map_or_else(|| "–".to_owned(), Exact::to_string);
    format!("  {label:<5}  {score:>6}  {remark}").trim_end().to_owned()
}

fn lacking(language: Language, places: &[Place]) -> String {
    let numbers: Vec<String> = places.iter().map(Place::to_string).collect();
    format!("{} {}", language.say("ขาดตัวชี้วัดที่", "lacking indicator"), numbers.join(", "))
}

/// The indicators of an instrument that are not known.
fn missing_of(instrument: &Instrument, scores: &Scores<'_>, kind: Kind) -> Vec<Place> {
    let parts = made_of(instrument, &Place::Instrument(kind)).unwrap_or_default();
    parts.into_iter().map(|(_, place)| place).filter(|place| scores.at(place).is_none()).collect()
}

/// Only facts that this very answer rests on are worth a note.
fn notes(
    instrument: &Instrument,
    results: &Results,
    scores: &Scores<'_>,
    instruments: &BTreeMap<Kind, Exact>,
) -> Vec<Bilingual> {
    let mut subjects = Vec::new();
    if scores.total().is_some_and(|total| total.origin == Origin::Computed) {
        subjects.push(Subject::Weights);
    }
    let from_items = |number: u8| {
        let items = instrument.items_of(number).any(|item| results.items.contains_key(&item.code));
        items && scores.indicator(number).is_some_and(|value| value.origin == Origin::Computed)
    };
    for kind in Kind::ALL {
        if instrument.indicators_of(kind).any(|indicator| from_items(indicator.number)) {
            subjects.push(Subject::items_of(kind));
            subjects.extend((kind == Kind::Oit).then_some(Subject::OitGroups));
        }
    }
    if !results.eit_parts.is_empty() && !results.instruments.contains_key(&Kind::Eit) {
        subjects.push(Subject::EitParts);
    }
    if let (Some(total), Some(_)) = (scores.total(), scores.level()) {
        subjects.push(Subject::Levels);
        let hangs = instrument.level_hangs_on_rounding(&total.score, instruments);
        subjects.extend(hangs.then_some(Subject::LevelRounding));
    }
    subjects.into_iter().filter_map(|subject| note(instrument, subject)).collect()
}

fn note(instrument: &Instrument, subject: Subject) -> Option<Bilingual> {
    let fact = instrument.fact(subject);
    let (year, name, standing) = (instrument.year(), subject.name(), fact.standing.name());
    (fact.standing == Standing::NotEstablished).then(|| {
        let Bilingual { th, en } = fact.note.clone().unwrap_or_default();
        let thai = format!("{} ปี {year} {}: {th}", name.th, standing.th);
        let english = format!("{} of {year} {}: {en}", name.en, standing.en);
        Bilingual::new(thai.trim_end_matches([':', ' ']), english.trim_end_matches([':', ' ']))
    })
}

#[derive(Serialize)]
struct Json<'a> {
    year: FiscalYear,
    iit: Option<String>,
    eit: Option<String>,
    oit: Option<String>,
    total: Option<String>,
    level: Option<&'a str>,
    level_name: Option<&'a Bilingual>,
    warnings: Vec<JsonWarning>,
    notes: &'a [Bilingual],
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<JsonReach<'a>>,
}

#[derive(Serialize)]
struct JsonWarning {
    code: &'static str,
    message: String,
    message_en: String,
    #[serde(rename = "where")]
    place: String,
}

impl<'a> From<&'a Answer> for Json<'a> {
    fn from(answer: &'a Answer) -> Self {
        let score = |kind| answer.instruments.get(&kind).map(Exact::to_string);
        Json {
            year: answer.year,
            iit: score(Kind::Iit),
            eit: score(Kind::Eit),
            oit: score(Kind::Oit),
            total: answer.total.as_ref().map(Exact::to_string),
            level: answer.level.as_ref().map(|level| level.key.as_str()),
            level_name: answer.level.as_ref().map(|level| &level.name),
            warnings: answer.warnings.iter().map(JsonWarning::from).collect(),
            notes: &answer.notes,
            reach: answer.reach.as_ref().map(JsonReach::from),
        }
    }
}

impl From<&Contradiction> for JsonWarning {
    fn from(warning: &Contradiction) -> Self {
        let Bilingual { th, en } = warning.message();
        Self { code: warning.code(), message: th, message_en: en, place: warning.place().to_string() }
    }
}
