//! The shape of a definition file, before anything is checked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use thai::Bilingual;

use crate::{
    Score,
    instrument::{self, DecidedOn, Kind, Standing, Step, Subject},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instrument {
    pub year: u16,
    pub report_threshold: Score,
    pub level_decided_on: DecidedOn,
    pub weights: BTreeMap<Kind, u32>,
    pub eit_parts: Option<EitParts>,
    pub facts: BTreeMap<Subject, Fact>,
    #[serde(default)]
    pub scales: Vec<Scale>,
    pub indicators: Vec<Indicator>,
    pub levels: Vec<Level>,
    #[serde(default)]
    pub minimum_samples: Vec<MinimumSample>,
    #[serde(default)]
    pub calendar: Vec<Window>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EitParts {
    pub weights: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fact {
    standing: Standing,
    source: String,
    th: Option<String>,
    en: Option<String>,
}

impl From<Fact> for instrument::Fact {
    fn from(raw: Fact) -> Self {
        let note = raw.th.zip(raw.en).map(|(thai, english)| Bilingual::new(thai, english));
        Self { standing: raw.standing, source: raw.source, note }
    }
}

/// The own standing and source of an entry; what it does not say is as for its whole list.
pub(super) fn own_or_listed(
    own: Option<Standing>,
    source: Option<String>,
    list: &instrument::Fact,
) -> instrument::Fact {
    let note = if own.is_some() { None } else { list.note.clone() };
    let source = source.unwrap_or_else(|| list.source.clone());
    instrument::Fact { standing: own.unwrap_or(list.standing), source, note }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scale {
    pub name: String,
    #[serde(default)]
    pub choices: Vec<Choice>,
    pub reverse_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub th: String,
    pub en: String,
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicator {
    pub number: u8,
    pub instrument: Kind,
    pub th: String,
    pub en: String,
    #[serde(default)]
    pub items: Vec<Item>,
    pub items_complete: Option<bool>,
    #[serde(default)]
    pub sub_indicators: Vec<SubIndicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubIndicator {
    pub number: String,
    pub th: String,
    pub en: String,
    pub items: Vec<Item>,
    pub standing: Option<Standing>,
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub code: String,
    pub duty: String,
    pub th: String,
    pub en: String,
    pub scale: Option<String>,
    #[serde(default)]
    pub parts: Vec<Part>,
    pub standing: Option<Standing>,
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    th: String,
    en: String,
    scale: String,
}

impl From<Part> for instrument::Part {
    fn from(raw: Part) -> Self {
        Self { topic: Some(Bilingual::new(raw.th, raw.en)), scale: raw.scale }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    key: String,
    th: String,
    en: String,
    at_least: Score,
    each_instrument_at_least: Option<Score>,
    passes: bool,
}

impl From<Level> for instrument::Level {
    fn from(raw: Level) -> Self {
        Self {
            key: raw.key,
            name: Bilingual::new(raw.th, raw.en),
            at_least: raw.at_least,
            each_instrument_at_least: raw.each_instrument_at_least,
            passes: raw.passes,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MinimumSample {
    pub instrument: Kind,
    pub eit_part: Option<u8>,
    pub agency: Option<AgencyKind>,
    pub size: Option<u32>,
    pub share: Option<String>,
    pub at_least: Option<u32>,
    pub above: Option<Above>,
    pub standing: Standing,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgencyKind {
    pub key: String,
    pub th: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Above {
    pub population: u32,
    pub size: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    step: Step,
    opens: Option<Date>,
    closes: Option<Date>,
    standing: Standing,
    source: String,
}

impl From<Window> for instrument::Window {
    fn from(raw: Window) -> Self {
        let fact = instrument::Fact { standing: raw.standing, source: raw.source, note: None };
        Self { step: raw.step, opens: raw.opens, closes: raw.closes, fact }
    }
}
