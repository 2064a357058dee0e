//! What must hold for any scores.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scoring::{
    Exact, Kind, Results, Score, Scores,
    answers::{Response, score_items},
    gaps,
};

use crate::instrument;

const YEARS: [u16; 3] = [2564, 2566, 2567];

fn any_score() -> impl Strategy<Value = Exact> {
    (0i64..=10_000).prop_map(|hundredths| Exact::ratio(hundredths, 100).unwrap())
}

/// A year with a score for each of its items.
fn full_results() -> impl Strategy<Value = (u16, Results)> {
    (prop::sample::select(YEARS.to_vec()), prop::collection::vec((any_score(), any::<bool>()), 88)).prop_map(
        |(year, scores)| {
            let items = instrument(year).items().iter().zip(scores).map(|(item, (score, published))| match item.kind {
                Kind::Oit if published => (item.code.clone(), Exact::full()),
                Kind::Oit => (item.code.clone(), Exact::zero()),
                Kind::Iit | Kind::Eit => (item.code.clone(), score),
            });
            (year, Results { items: items.collect(), ..Results::default() })
        },
    )
}

fn index() -> impl Strategy<Value = prop::sample::Index> {
    any::<prop::sample::Index>()
}

fn total(year: u16, results: &Results) -> Option<Exact> {
    Scores::of(instrument(year), results).total().map(|value| value.score.clone())
}

/// Choices of up to twelve people for I1 (two parts), I7, I9 (reversed) and I30 (four parts).
fn some_responses() -> impl Strategy<Value = Vec<Response>> {
    let choices = |parts| prop::collection::vec(prop::option::weighted(0.9, 0usize..4), parts);
    let response = (choices(2), choices(1), choices(1), choices(4)).prop_map(|(a, b, c, d)| {
        let choices = [("I1", a), ("I7", b), ("I9", c), ("I30", d)];
        Response(choices.into_iter().map(|(code, choices)| (code.to_owned(), choices)).collect())
    });
    prop::collection::vec(response, 1..12)
}

fn item_scores(responses: &[Response]) -> BTreeMap<String, Exact> {
    let scores = score_items(instrument(2564), responses).unwrap();
    scores.into_iter().map(|(code, answered)| (code, answered.score)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn all_scores_lie_between_0_and_100_and_all_are_known((year, results) in full_results()) {
        let scores = Scores::of(instrument(year), &results);
        prop_assert!(scores.level().is_some());
        for value in Kind::ALL.map(|kind| scores.instrument(kind)).into_iter().chain([scores.total()]) {
            prop_assert!(value.unwrap().score.score().is_some());
        }
    }

    #[test]
    fn the_total_rises_with_each_item((year, mut results) in full_results(), at in index(), better in any_score()) {
        let before = total(year, &results).unwrap();
        let code = at.get(instrument(year).items()).code.clone();
        let item = results.items.get_mut(&code).unwrap();
        let rises = better > *item;
        *item = better;
        let after = total(year, &results).unwrap();
        prop_assert_eq!(rises, after > before);
    }

    #[test]
    fn closing_a_gap_wins_exactly_its_points((year, results) in full_results(), at in index()) {
        let gaps = gaps(instrument(year), &results, "85".parse().unwrap());
        prop_assume!(!gaps.is_empty());
        let gap = at.get(&gaps);
        let before = total(year, &results).unwrap();
        let mut closed = results.clone();
        closed.items.insert(gap.code.clone(), Exact::full());
        prop_assert_eq!(total(year, &closed).unwrap(), before + gap.points_at_stake.clone().unwrap());
    }

    #[test]
    fn gaps_fall_in_points_and_none_is_left_out((year, results) in full_results()) {
        let threshold: Score = "85".parse().unwrap();
        let gaps = gaps(instrument(year), &results, threshold);
        prop_assert!(gaps.is_sorted_by(|a, b| a.points_at_stake >= b.points_at_stake));
        let low = results.items.values().filter(|score| **score < threshold.into()).count();
        prop_assert_eq!(gaps.len(), low);
    }

    #[test]
    fn a_missing_item_leaves_the_total_open((year, mut results) in full_results(), at in index()) {
        let item = at.get(instrument(year).items());
        let full = results.clone();
        results.items.remove(&item.code);
        let (before, after) = (Scores::of(instrument(year), &full), Scores::of(instrument(year), &results));
        prop_assert_eq!(after.total(), None);
        prop_assert_eq!(after.indicator(item.indicator), None);
        for number in (1..=10).filter(|number| *number != item.indicator) {
            prop_assert_eq!(before.indicator(number), after.indicator(number));
        }
    }

    #[test]
    fn what_is_computed_never_contradicts_itself((year, results) in full_results()) {
        let scores = Scores::of(instrument(year), &results);
        let mut printed = results.clone();
        printed.total = Some(scores.total().unwrap().score.rounded());
        for number in 1..=10 {
            printed.indicators.insert(number, scores.indicator(number).unwrap().score.rounded());
        }
        prop_assert_eq!(scoring::contradictions(instrument(year), &printed), []);
    }

    #[test]
    fn the_order_of_respondents_does_not_matter(responses in some_responses(), turn in 0usize..12) {
        let mut turned = responses.clone();
        turned.rotate_left(turn % responses.len());
        prop_assert_eq!(item_scores(&responses), item_scores(&turned));
        turned.reverse();
        prop_assert_eq!(item_scores(&responses), item_scores(&turned));
    }

    #[test]
    fn who_did_not_answer_does_not_count(responses in some_responses()) {
        let mut with_silent = responses.clone();
        with_silent.push(Response::default());
        with_silent.push(Response([("I7".to_owned(), vec![None])].into()));
        prop_assert_eq!(item_scores(&responses), item_scores(&with_silent));
    }

    #[test]
    fn losing_an_answer_that_is_no_worse_than_the_mean_never_raises_a_score(responses in some_responses()) {
        let before = item_scores(&responses);
        for (index, response) in responses.iter().enumerate() {
            let Some(Some(choice)) = response.0["I7"].first() else { continue };
            let value = instrument(2564).scale("level4").unwrap().value(*choice).unwrap();
            let mut fewer = responses.clone();
            fewer.remove(index);
            if let (true, Some(after)) = (*value >= before["I7"], item_scores(&fewer).get("I7")) {
                prop_assert!(*after <= before["I7"]);
            }
        }
    }

    #[test]
    fn shown_numbers_are_read_back(score in any_score()) {
        prop_assert_eq!(score.to_string().parse::<Exact>().unwrap(), score);
    }
}
