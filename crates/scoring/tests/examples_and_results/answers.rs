//! From choices to item scores.

use scoring::answers::{AnswerError, Response, score_items};

use crate::instrument;

/// One response per inner list, all to one item.
fn responses(code: &str, choices: &[&[Option<usize>]]) -> Vec<Response> {
    choices.iter().map(|choices| Response([(code.to_owned(), choices.to_vec())].into())).collect()
}

fn item_score(code: &str, choices: &[&[Option<usize>]]) -> String {
    let scores = score_items(instrument(2564), &responses(code, choices)).unwrap();
    scores[code].score.to_string()
}

fn single(code: &str, choices: &[usize]) -> String {
    let choices: Vec<Vec<Option<usize>>> = choices.iter().map(|choice| vec![Some(*choice)]).collect();
    item_score(code, &choices.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[test]
fn four_levels_and_their_reverse() {
    assert_eq!(single("I7", &[0, 1, 2, 3]), "50.00");
    assert_eq!(single("I9", &[0, 1, 2, 3]), "50.00");
    assert_eq!(single("I7", &[3, 3, 2, 3]), "91.75");
    assert_eq!(single("I9", &[3, 3, 2, 3]), "8.25");
}

#[test]
fn the_parts_of_an_item_weigh_the_same() {
    assert_eq!(item_score("I1", &[&[Some(2), Some(3)]]), "83.50");
    assert_eq!(item_score("I1", &[&[Some(2), Some(3)], &[Some(1), Some(2)]]), "66.75");
}

#[test]
fn one_yes_of_ten_people_in_three_parts() {
    let (yes, no): (&[Option<usize>], &[Option<usize>]) = (&[Some(0), Some(1), Some(1)], &[Some(1), Some(1), Some(1)]);
    assert_eq!(item_score("I4", &[yes]), "66.67");
    assert_eq!(item_score("I4", &[yes, no, no, no, no, no, no, no, no, no]), "96.67");
}

#[test]
fn an_item_may_mix_scales() {
    assert_eq!(item_score("I11", &[&[Some(3), Some(1)]]), "83.50");
}

#[test]
fn yes_is_worth_everything_on_a_plain_scale() {
    let choices: Vec<usize> = (0..200).map(|person| usize::from(person >= 170)).collect();
    assert_eq!(single("E13", &choices), "85.00");
}

#[test]
fn holes_count_for_nothing_and_are_told() {
    let choices: [&[Option<usize>]; 3] = [&[Some(3), None], &[Some(1), Some(2)], &[None, None]];
    let scores = score_items(instrument(2564), &responses("I1", &choices)).unwrap();
    assert_eq!(scores["I1"].score.to_string(), "75.00");
    assert_eq!((scores["I1"].respondents, scores["I1"].incomplete), (2, 1));
    assert!(score_items(instrument(2564), &responses("I1", &[&[None, None]])).unwrap().is_empty());
}

#[test]
fn answers_that_do_not_fit_the_instrument_are_refused() {
    let score = |year, code: &str, choices: &[Option<usize>]| {
        score_items(instrument(year), &responses(code, &[choices])).unwrap_err()
    };
    assert_eq!(score(2564, "I31", &[Some(0)]), AnswerError::UnknownItem("I31".into()));
    assert_eq!(score(2564, "I1", &[Some(0)]), AnswerError::Parts("I1".into()));
    assert_eq!(score(2564, "I7", &[Some(4)]), AnswerError::Choice("I7".into()));
    assert_eq!(score(2564, "O1", &[Some(0)]), AnswerError::NoChoices("O1".into()));
    assert_eq!(score(2567, "I1", &[Some(0)]), AnswerError::NoChoices("I1".into()));
}
