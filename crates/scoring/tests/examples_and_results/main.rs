//! The crate as its callers use it.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod answers;
mod command;
mod definitions;
mod examples;
mod gaps;
mod properties;
mod published;
mod shared;

use scoring::{Exact, Instrument, Kind, Results, Scores, Value};
use thai::FiscalYear;

pub(crate) fn instrument(year: u16) -> &'static Instrument {
    FiscalYear::new(year).and_then(Instrument::of).expect("a defined year")
}

pub(crate) fn exact(text: &str) -> Exact {
    text.parse().expect("a number")
}

/// Scores given by the codes of their places.
pub(crate) fn items<'a>(scores: impl IntoIterator<Item = (&'a str, &'a str)>) -> Results {
    let items = scores.into_iter().map(|(code, score)| (code.to_owned(), exact(score))).collect();
    Results { items, ..Results::default() }
}

pub(crate) fn indicators(scores: [&str; 10]) -> Results {
    Results { indicators: (1..).zip(scores.map(exact)).collect(), ..Results::default() }
}

pub(crate) fn instruments(iit: &str, eit: &str, oit: &str) -> Results {
    let instruments = Kind::ALL.into_iter().zip([iit, eit, oit].map(exact)).collect();
    Results { instruments, ..Results::default() }
}

/// All OIT items of a year: these at zero, all others at 100.
pub(crate) fn oit_zeros(year: u16, zeros: &[&str]) -> Results {
    let oit = instrument(year).items().iter().filter(|item| item.kind == Kind::Oit);
    items(oit.map(|item| (item.code.as_str(), if zeros.contains(&item.code.as_str()) { "0" } else { "100" })))
}

pub(crate) fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.score.to_string())
}

pub(crate) fn level<'a>(scores: &Scores<'a>) -> &'a str {
    scores.level().map_or("-", |level| level.key.as_str())
}
