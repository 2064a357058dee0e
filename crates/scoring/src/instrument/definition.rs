//! From the text of a definition file to a checked [`Instrument`].

mod check;
mod raw;

use std::collections::BTreeMap;

use thai::{Bilingual, FiscalYear};

use super::{
    AgencyKind, Choice, Fact, Indicator, Instrument, Item, Kind, Level, MinimumSample, Part, SampleSize, Scale,
    SubIndicator, Subject, Window,
};
use crate::Exact;

/// What is wrong with a definition file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("instruments/{file}: {key}: {problem}")]
pub struct DefinitionError {
    /// The file.
    pub file: String,
    /// The key, e.g. `indicators[2].items[I7].duty`, or the line.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
}

/// What is wrong, at which key.
type Checked<T> = Result<T, (String, String)>;

fn wrong<T>(key: impl Into<String>, problem: impl Into<String>) -> Checked<T> {
    Err((key.into(), problem.into()))
}

pub(super) fn parse(file: &str, text: &str) -> Result<Instrument, DefinitionError> {
    let error = |(key, problem)| DefinitionError { file: file.to_owned(), key, problem };
    let raw: raw::Instrument = toml::from_str(text).map_err(|problem| {
        let line = problem.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        error((format!("line {line}"), problem.message().to_owned()))
    })?;
    if file != format!("{}.toml", raw.year) {
        return Err(error(("year".into(), format!("the file of {} must be called {}.toml", raw.year, raw.year))));
    }
    build(raw).and_then(|instrument| check::all(&instrument).map(|()| instrument)).map_err(error)
}

fn build(raw: raw::Instrument) -> Checked<Instrument> {
    let Some(year) = FiscalYear::new(raw.year) else { return wrong("year", "not a Buddhist year") };
    let facts: BTreeMap<Subject, Fact> = raw.facts.into_iter().map(|(subject, fact)| (subject, fact.into())).collect();
    for subject in Subject::ALL {
        if !facts.contains_key(&subject) {
            return wrong(format!("facts.{}", subject.key()), "missing: say how sure it is");
        }
    }
    let weights = weights(raw.weights)?;
    let eit_parts = raw.eit_parts.map_or(Ok(Vec::new()), |parts| exact_list("eit_parts.weights", &parts.weights))?;
    let scales = scales(raw.scales)?;
    let (indicators, items) = indicators(raw.indicators, &facts)?;
    let levels = raw.levels.into_iter().map(Level::from).collect();
    let samples = raw.minimum_samples.into_iter().enumerate().map(sample).collect::<Checked<_>>()?;
    let calendar = raw.calendar.into_iter().map(Window::from).collect();
    Ok(Instrument {
        year,
        report_threshold: raw.report_threshold,
        level_decided_on: raw.level_decided_on,
        weights,
        eit_parts,
        facts,
        scales,
        indicators,
        items,
        levels,
        samples,
        calendar,
    })
}

fn weights(raw: BTreeMap<Kind, u32>) -> Checked<BTreeMap<Kind, Exact>> {
    if raw.len() != Kind::ALL.len() {
        return wrong("weights", "IIT, EIT and OIT each need a weight");
    }
    let sum: u64 = raw.values().map(|weight| u64::from(*weight)).sum();
    if sum != 100 {
        return wrong("weights", format!("they sum to {sum}, not to 100"));
    }
    let share = |weight: u32| Exact::ratio(weight.into(), 100).expect("a hundred is not zero");
    Ok(raw.into_iter().map(|(kind, weight)| (kind, share(weight))).collect())
}

fn exact_list(key: &str, texts: &[String]) -> Checked<Vec<Exact>> {
    texts.iter().map(|text| text.parse().or_else(|_| wrong(key, format!("“{text}” is not a number")))).collect()
}

fn scales(raw: Vec<raw::Scale>) -> Checked<Vec<Scale>> {
    let mut scales: Vec<Scale> = Vec::new();
    for raw::Scale { name, choices, reverse_of } in raw {
        let key = format!("scales[{name}]");
        let scale = match reverse_of {
            Some(_) if !choices.is_empty() => return wrong(key, "a reversed scale takes its choices from the other"),
            Some(other) => match scales.iter().find(|scale| scale.name == other) {
                Some(scale) => scale.reverse(name),
                None => return wrong(format!("{key}.reverse_of"), format!("no scale “{other}” stands before it")),
            },
            None => {
                let values: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
                let values = exact_list(&format!("{key}.choices"), &values)?;
                let choices = choices.into_iter().zip(values);
                let choices = choices.map(|(raw, value)| Choice { label: Bilingual::new(raw.th, raw.en), value });
                Scale { name, choices: choices.collect(), reversed: false }
            }
        };
        scales.push(scale);
    }
    Ok(scales)
}

fn indicators(raw: Vec<raw::Indicator>, facts: &BTreeMap<Subject, Fact>) -> Checked<(Vec<Indicator>, Vec<Item>)> {
    let (mut indicators, mut items) = (Vec::new(), Vec::new());
    for raw in raw {
        let before = items.len();
        let (number, kind) = (raw.number, raw.instrument);
        let key = format!("indicators[{number}]");
        if !raw.items.is_empty() && !raw.sub_indicators.is_empty() {
            return wrong(key, "items stand either in it or in its sub-indicators");
        }
        let list_fact = &facts[&Subject::items_of(kind)];
        for item in raw.items {
            items.push(read_item(item, kind, number, None, list_fact, &key)?);
        }
        let mut sub_indicators = Vec::new();
        for sub in raw.sub_indicators {
            let codes = sub.items.iter().map(|item| item.code.clone()).collect();
            for item in sub.items {
                items.push(read_item(item, kind, number, Some(&sub.number), list_fact, &key)?);
            }
            let fact = raw::own_or_listed(sub.standing, sub.source, &facts[&Subject::OitGroups]);
            let name = Bilingual::new(sub.th, sub.en);
            sub_indicators.push(SubIndicator { number: sub.number, name, items: codes, fact });
        }
        let codes: Vec<String> = items[before..].iter().map(|item: &Item| item.code.clone()).collect();
        indicators.push(Indicator {
            number,
            kind,
            name: Bilingual::new(raw.th, raw.en),
            sub_indicators,
            items_complete: raw.items_complete.unwrap_or(!codes.is_empty()),
            items: codes,
        });
    }
    Ok((indicators, items))
}

fn read_item(
    raw: raw::Item,
    kind: Kind,
    indicator: u8,
    sub_indicator: Option<&str>,
    list_fact: &Fact,
    key: &str,
) -> Checked<Item> {
    let parts = match (raw.scale, raw.parts) {
        (Some(_), parts) if !parts.is_empty() => {
            return wrong(format!("{key}.items[{}]", raw.code), "give one scale or parts, not both");
        }
        (Some(scale), _) => vec![Part { topic: None, scale }],
        (None, parts) => parts.into_iter().map(Part::from).collect(),
    };
    Ok(Item {
        kind,
        indicator,
        sub_indicator: sub_indicator.map(str::to_owned),
        duty: raw.duty,
        topic: Bilingual::new(raw.th, raw.en),
        parts,
        fact: raw::own_or_listed(raw.standing, raw.source, list_fact),
        code: raw.code,
    })
}

fn sample((index, raw): (usize, raw::MinimumSample)) -> Checked<MinimumSample> {
    let key = format!("minimum_samples[{}]", index + 1);
    let size = match (raw.size, raw.share, raw.at_least, raw.above) {
        (Some(size), None, None, None) => SampleSize::Fixed(size),
        (None, Some(share), Some(at_least), Some(above)) => {
            let numbers = share.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            match numbers {
                Some((a, b)) if a >= 1 && a <= b => {
                    SampleSize::Share { share: (a, b), at_least, above: (above.population, above.size) }
                }
                _ => return wrong(format!("{key}.share"), "not a share such as 1/10"),
            }
        }
        _ => return wrong(key, "give either size, or share with at_least and above"),
    };
    let agency = raw.agency.map(|kind| AgencyKind { key: kind.key, name: Bilingual::new(kind.th, kind.en) });
    let fact = Fact { standing: raw.standing, source: raw.source, note: None };
    Ok(MinimumSample { kind: raw.instrument, eit_part: raw.eit_part, agency, size, fact })
}
