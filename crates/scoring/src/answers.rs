//! From the choices of respondents to item scores.
//!
//! A respondent's score of an item is the mean over its parts; the item's score is the mean over the respondents.
//! The national system asks for every answer. In imported data with holes a missing answer counts for nothing: the
//! mean is over those who answered, and how many did is told beside it.

use std::collections::BTreeMap;

use crate::{
    Exact,
    instrument::{Instrument, Item},
};

/// What one anonymous respondent chose: by item code, for each part the index of the choice, or `None` if skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response(pub BTreeMap<String, Vec<Option<usize>>>);

/// The score of an item from answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The exact score.
    pub score: Exact,
    /// How many respondents answered the item, at least in part.
    pub respondents: usize,
    /// How many of these left a part of it out.
    pub incomplete: usize,
}

/// Why answers cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The year has no such item.
    #[error("there is no item {0}")]
    UnknownItem(String),
    /// The parts and scales of the item are not known in this year, or it is not a question.
    #[error("{0} has no known choices")]
    NoChoices(String),
    /// Another number of parts than the item has.
    #[error("{0} has another number of parts")]
    Parts(String),
    /// A choice that its scale does not have.
    #[error("{0} has no such choice")]
    Choice(String),
}

/// The scores of all items that anyone answered.
pub fn score_items(instrument: &Instrument, responses: &[Response]) -> Result<BTreeMap<String, Answered>, AnswerError> {
    let mut people: BTreeMap<&str, Vec<Exact>> = BTreeMap::new();
    let mut incomplete: BTreeMap<&str, usize> = BTreeMap::new();
    for (code, choices) in responses.iter().flat_map(|response| &response.0) {
        let item = instrument.item(code).ok_or_else(|| AnswerError::UnknownItem(code.clone()))?;
        if let Some(score) = score_of_one(instrument, item, choices)? {
            people.entry(code).or_default().push(score);
            *incomplete.entry(code).or_default() += usize::from(choices.contains(&None));
        }
    }
    let answered = people.into_iter().filter_map(|(code, scores)| {
        let respondents = scores.len();
        let score = Exact::mean(scores)?;
        Some((code.to_owned(), Answered { score, respondents, incomplete: incomplete[code] }))
    });
    Ok(answered.collect())
}

/// One respondent's score of an item: the mean over the parts answered; `None` if none was.
pub fn score_of_one(
    instrument: &Instrument,
    item: &Item,
    choices: &[Option<usize>],
) -> Result<Option<Exact>, AnswerError> {
    if item.parts.is_empty() {
        return Err(AnswerError::NoChoices(item.code.clone()));
    }
    if choices.len() != item.parts.len() {
        return Err(AnswerError::Parts(item.code.clone()));
    }
    let mut scores = Vec::new();
    for (part, choice) in item.parts.iter().zip(choices) {
        let Some(choice) = choice else { continue };
        let value = instrument.scale(&part.scale).and_then(|scale| scale.value(*choice));
        scores.push(value.cloned().ok_or_else(|| AnswerError::Choice(item.code.clone()))?);
    }
    Ok(Exact::mean(scores))
}
