//! The answer of `prongsai score`, as text and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use thai::{Bilingual, FiscalYear, Language};

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
    /// What is lacking for an instrument score that is not known.
    pub missing: BTreeMap<Kind, Vec<Place>>,
    /// Given scores that do not agree. They were used as given.
    pub warnings: Vec<Contradiction>,
    /// Facts that the answer rests on although they are not established for the year.
    pub notes: Vec<Bilingual>,
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
        }
    }

    /// One JSON object: `iit`, `eit`, `oit`, `total` as strings with two decimals, `level` as its key; `null` for what
    /// is not known.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(&Json::from(self)).expect("texts and numbers always make JSON")
    }

    /// For a reader at a terminal.
    pub fn text(&self, language: Language) -> String {
        let year = self.year;
        let mut text = language.say(format!("คะแนน ITA ปีงบประมาณ {year}"), format!("ITA scores of fiscal year {year}"));
        text.push_str("\n\n");
        for kind in Kind::ALL {
            let score = self.instruments.get(&kind).map(Exact::to_string);
            let score = score.unwrap_or_else(|| unknown(language, self.missing.get(&kind).map_or(&[], Vec::as_slice)));
            text.push_str(&format!("  {kind}    {score}\n"));
        }
        let total = self.total.as_ref().map_or_else(|| unknown(language, &[]), Exact::to_string);
        text.push_str(&format!("  {}  {total}", language.say("รวม  ", "Total")));
        if let Some(level) = &self.level {
            text.push_str(&format!("  {} {}", language.say("ระดับ", "level"), level.name.in_language(language)));
        } else if self.total.is_some() {
            text.push_str(language.say("  ระดับขึ้นกับคะแนนเครื่องมือที่ยังขาด", "  level hangs on instrument scores not known"));
        }
        text.push('\n');
        let warnings = self.warnings.iter().map(|warning| (("คำเตือน", "Warning"), warning.message()));
        let notes = self.notes.iter().map(|note| (("หมายเหตุ", "Note"), note.clone()));
        for ((thai, english), message) in warnings.chain(notes) {
            text.push_str(&format!("\n{}: {}", language.say(thai, english), message.in_language(language)));
        }
        if text.ends_with('\n') { text } else { text + "\n" }
    }
}

fn unknown(language: Language, missing: &[Place]) -> String {
    if missing.is_empty() {
        return language.say("–", "–").to_owned();
    }
    let names: Vec<String> = missing.iter().map(|place| place.name().in_language(language).to_owned()).collect();
    format!("–  ({} {})", language.say("ขาด", "lacking"), names.join(", "))
}

/// The nearest scores that would have to be known.
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
        }
    }
}

impl From<&Contradiction> for JsonWarning {
    fn from(warning: &Contradiction) -> Self {
        let Bilingual { th, en } = warning.message();
        Self { code: warning.code(), message: th, message_en: en, place: warning.place().to_string() }
    }
}
