//! What must hold in a definition before anything is scored with it.

use std::collections::BTreeSet;

use super::{Checked, wrong};
use crate::{
    Exact, Score,
    instrument::{Indicator, Instrument, Item, Kind, Scale},
};

pub(super) fn all(instrument: &Instrument) -> Checked<()> {
    scales(instrument)?;
    eit_parts(instrument)?;
    indicators(instrument)?;
    items(instrument)?;
    levels(instrument)?;
    samples(instrument)?;
    calendar(instrument)
}

fn scales(instrument: &Instrument) -> Checked<()> {
    let mut names = BTreeSet::new();
    for Scale { name, choices, .. } in &instrument.scales {
        let key = format!("scales[{name}]");
        if !names.insert(name) {
            return wrong(key, "the name is taken");
        }
        let values: Vec<&Exact> = choices.iter().map(|choice| &choice.value).collect();
        let steps = || values.windows(2).map(|pair| pair[0].cmp(pair[1]));
        let monotone = steps().all(|step| step.is_lt()) || steps().all(|step| step.is_gt());
        if values.len() < 2 || !monotone {
            return wrong(format!("{key}.choices"), "two or more choices, whose values only rise or only fall");
        }
        if values.iter().any(|value| **value < Exact::zero() || **value > Exact::full()) {
            return wrong(format!("{key}.choices"), "a value lies outside 0 to 100");
        }
    }
    Ok(())
}

fn eit_parts(instrument: &Instrument) -> Checked<()> {
    let sum: Exact = instrument.eit_parts.iter().cloned().sum();
    if instrument.eit_parts.is_empty() || sum == Exact::one() {
        return Ok(());
    }
    wrong("eit_parts.weights", format!("they sum to {}, not to 1", sum.fraction()))
}

fn indicators(instrument: &Instrument) -> Checked<()> {
    let numbers: Vec<u8> = instrument.indicators.iter().map(|indicator| indicator.number).collect();
    if numbers != (1..=10).collect::<Vec<u8>>() {
        return wrong("indicators", "must be numbered 1 to 10, in order");
    }
    for kind in Kind::ALL {
        if instrument.indicators_of(kind).next().is_none() {
            return wrong("indicators", format!("none belongs to {kind}"));
        }
    }
    let mut numbers = BTreeSet::new();
    for indicator in &instrument.indicators {
        let key = format!("indicators[{}]", indicator.number);
        if indicator.items_complete && indicator.items.is_empty() {
            return wrong(format!("{key}.items_complete"), "it has no items");
        }
        if indicator.items_complete && (indicator.kind == Kind::Oit) == indicator.sub_indicators.is_empty() {
            return wrong(format!("{key}.sub_indicators"), "the OIT counts by sub-indicators, and it alone");
        }
        sub_indicators(indicator, &key, &mut numbers)?;
    }
    Ok(())
}

fn sub_indicators<'a>(indicator: &'a Indicator, key: &str, numbers: &mut BTreeSet<&'a str>) -> Checked<()> {
    for sub in &indicator.sub_indicators {
        let key = format!("{key}.sub_indicators[{}]", sub.number);
        if !sub.number.starts_with(&format!("{}.", indicator.number)) {
            return wrong(key, "its number does not begin with its indicator's");
        }
        if !numbers.insert(&sub.number) {
            return wrong(key, "the number is taken");
        }
        if sub.items.is_empty() {
            return wrong(key, "it has no items");
        }
    }
    Ok(())
}

fn items(instrument: &Instrument) -> Checked<()> {
    let (mut codes, mut duties) = (BTreeSet::new(), BTreeSet::new());
    for item in &instrument.items {
        let key = format!("indicators[{}].items[{}]", item.indicator, item.code);
        if !is_code(item) {
            return wrong(key, format!("the code is not {} and a number", item.kind.letter()));
        }
        if !codes.insert(&item.code) {
            return wrong(key, "the code stands twice; every item belongs to exactly one group");
        }
        let whole_words = !item.duty.is_empty() && item.duty.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !whole_words {
            return wrong(format!("{key}.duty"), format!("“{}” is not lower-case words with hyphens", item.duty));
        }
        if !duties.insert(&item.duty) {
            return wrong(format!("{key}.duty"), format!("“{}” stands twice", item.duty));
        }
        if item.topic.th.is_empty() || item.topic.en.is_empty() {
            return wrong(key, "the topic is missing");
        }
        if item.kind == Kind::Oit && !item.parts.is_empty() {
            return wrong(key, "what is published has no choices");
        }
        if let Some(part) = item.parts.iter().find(|part| instrument.scale(&part.scale).is_none()) {
            return wrong(key, format!("there is no scale “{}”", part.scale));
        }
    }
    Ok(())
}

fn is_code(item: &Item) -> bool {
    let number = item.code.strip_prefix(item.kind.letter()).and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| number > 0 && item.code == format!("{}{number}", item.kind.letter()))
}

fn levels(instrument: &Instrument) -> Checked<()> {
    let mut keys = BTreeSet::new();
    let mut previous: Option<(Score, bool)> = None;
    for level in &instrument.levels {
        let key = format!("levels[{}]", level.key);
        if !keys.insert(&level.key) {
            return wrong(key, "the key is taken");
        }
        let conditional = level.each_instrument_at_least.is_some();
        match previous {
            Some((above, _)) if level.at_least > above => return wrong(key, "levels go from the best down"),
            Some((above, false)) if level.at_least == above => return wrong(key, "no total can reach it"),
            _ => previous = Some((level.at_least, conditional)),
        }
    }
    if previous != Some((Score::ZERO, false)) {
        return wrong("levels", "the last must take every total from 0, without a condition");
    }
    Ok(())
}

fn samples(instrument: &Instrument) -> Checked<()> {
    let mut rules = BTreeSet::new();
    for sample in &instrument.samples {
        let agency = sample.agency.as_ref().map(|agency| agency.key.as_str());
        let key = format!("minimum_samples[{} {}]", sample.kind, agency.unwrap_or("all agencies"));
        if sample.kind == Kind::Oit {
            return wrong(key, "nobody answers the OIT");
        }
        let parts = instrument.eit_parts.len();
        if sample.eit_part.is_some_and(|part| sample.kind != Kind::Eit || part == 0 || usize::from(part) > parts) {
            return wrong(format!("{key}.eit_part"), "there is no such part");
        }
        if !rules.insert((sample.kind, agency)) {
            return wrong(key, "stands twice");
        }
    }
    Ok(())
}

fn calendar(instrument: &Instrument) -> Checked<()> {
    let mut steps = BTreeSet::new();
    for window in &instrument.calendar {
        let key = format!("calendar[{:?}]", window.step);
        if !steps.insert(window.step) {
            return wrong(key, "the step stands twice");
        }
        match (window.opens, window.closes) {
            (None, None) => return wrong(key, "neither its first nor its last day is given"),
            (Some(opens), Some(closes)) if closes < opens => return wrong(key, "it ends before it begins"),
            _ => {}
        }
    }
    Ok(())
}
