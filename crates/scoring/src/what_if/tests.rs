use proptest::prelude::*;
use thai::FiscalYear;

use super::{
    cheapest::{Task, WholeLever},
    *,
};

fn score(text: &str) -> Score {
    text.parse().unwrap()
}

fn instrument(year: u16) -> &'static Instrument {
    FiscalYear::new(year).and_then(Instrument::of).unwrap()
}

fn results(year: u16, scores: impl Fn(usize, &str) -> Score) -> Results {
    let items = instrument(year).items().iter().enumerate();
    let items = items.map(|(at, item)| (item.code.clone(), scores(at, &item.code).into())).collect();
    Results { items, ..Results::default() }
}

/// All items of 2564 known: surveys between 60 and 95, every third open-data item at zero.
fn office(seed: usize) -> Results {
    results(2564, |at, code| match code.starts_with('O') {
        true if (at + seed).is_multiple_of(3) => Score::ZERO,
        true => Score::FULL,
        false => Score::from_ten_thousandths(600_000 + ((at * 7 + seed * 13) % 36) as i64 * 10_000).unwrap(),
    })
}

/// The fewest levers, then the fewest steps, by trying everything.
fn by_brute_force(task: &Task) -> Option<(usize, i64)> {
    let mut best = None;
    let mut steps = vec![0i64; task.levers.len()];
    loop {
        let won = |kind: Option<usize>| -> i128 {
            let of = task.levers.iter().zip(&steps).filter(|(lever, _)| kind.is_none_or(|kind| lever.kind == kind));
            of.map(|(lever, steps)| i128::from(*steps) * if kind.is_none() { lever.gain } else { lever.part }).sum()
        };
        if won(None) >= task.total && (0..3).all(|kind| won(Some(kind)) >= task.parts[kind]) {
            let cost = (steps.iter().filter(|steps| **steps > 0).count(), steps.iter().sum());
            best = Some(best.map_or(cost, |best: (usize, i64)| best.min(cost)));
        }
        let Some(at) = (0..steps.len()).find(|at| steps[*at] < task.levers[*at].cap) else { return best };
        steps[..at].fill(0);
        steps[at] = if task.levers[at].whole { task.levers[at].cap } else { steps[at] + 1 };
    }
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides) as i64
    }
}

fn random_task(dice: &mut Dice) -> Task {
    let weights = [1, 2, 3].map(|_| i128::from(1 + dice.roll(4)));
    let levers = (0..2 + dice.roll(5)).map(|_| {
        let kind = dice.roll(3) as usize;
        let part = i128::from(1 + dice.roll(6));
        let cap = dice.roll(6);
        WholeLever { kind, gain: part * weights[kind], part, cap, whole: dice.roll(3) == 0 }
    });
    let levers: Vec<WholeLever> = levers.collect();
    let most: i128 = levers.iter().map(|lever| lever.gain * i128::from(lever.cap)).sum();
    let total = i128::from(dice.roll(most as u64 + 3));
    let parts = [0, 1, 2].map(|kind| {
        let of_kind = levers.iter().filter(|lever| lever.kind == kind);
        let most: i128 = of_kind.map(|lever| lever.part * i128::from(lever.cap)).sum();
        if dice.roll(2) == 0 { 0 } else { i128::from(dice.roll(most as u64 + 1)) }
    });
    Task { levers, total, parts }
}

#[test]
fn a_thousand_small_instruments_are_solved_as_by_brute_force() {
    let mut dice = Dice(2564);
    let mut reachable = 0;
    for number in 0..1_000 {
        let task = random_task(&mut dice);
        let solved = task.solve();
        if let Some(steps) = &solved {
            reachable += 1;
            for (lever, steps) in task.levers.iter().zip(steps) {
                assert!(
                    (0..=lever.cap).contains(steps) && (!lever.whole || [0, lever.cap].contains(steps)),
                    "{task:?}"
                );
            }
        }
        let cost = solved.map(|steps| (steps.iter().filter(|steps| **steps > 0).count(), steps.iter().sum()));
        assert_eq!(cost, by_brute_force(&task), "task {number}: {task:?}");
    }
    assert!((500..1_000).contains(&reachable), "{reachable} can be reached, the others cannot");
}

/// What a hundredth of a point of each indicator of 2564 wins, in ten-thousandths of the total: 30, 30 and 40 of a
/// hundred, shared by five, three and two indicators.
const WON: [i64; 10] = [6, 6, 6, 6, 6, 10, 10, 10, 20, 20];

/// The fewest indicators and then the fewest hundredths that win so much, by trying every rise of every indicator.
fn fewest(caps: &[i64; 10], need: i64) -> Option<(usize, i64)> {
    let mut best = None;
    let mut rises = [0i64; 10];
    loop {
        if rises.iter().zip(WON).map(|(rise, won)| rise * won).sum::<i64>() >= need {
            let cost = (rises.iter().filter(|rise| **rise > 0).count(), rises.iter().sum());
            best = Some(best.map_or(cost, |best: (usize, i64)| best.min(cost)));
        }
        let Some(at) = (0..10).find(|at| rises[*at] < caps[*at]) else { return best };
        rises[..at].fill(0);
        rises[at] += 1;
    }
}

/// Weights, the half that counts up, steps and ceilings of the year itself, against plain whole numbers.
#[test]
fn a_thousand_offices_of_a_real_year_are_solved_as_by_brute_force() {
    let instrument = instrument(2564);
    let level = instrument.level("A").unwrap();
    assert_eq!((level.at_least, instrument.decides_on_rounded()), (score("85"), true));
    let mut dice = Dice(2565);
    let (mut reached, mut at_the_half) = (0, 0);
    for number in 0..1_000 {
        let ceiling = 8_498 + dice.roll(9);
        let mut caps = [0; 10];
        (0..5).for_each(|_| caps[dice.roll(10) as usize] = dice.roll(7));
        let hundredths = |score: i64| Score::from_ten_thousandths(score * 100).unwrap();
        let mut known = Results::default();
        for (at, cap) in caps.iter().enumerate() {
            known.indicators.insert(at as u8 + 1, hundredths(ceiling - cap).into());
        }
        let now: i64 = caps.iter().zip(WON).map(|(cap, won)| (ceiling - cap) * won).sum();
        // 84.995 counts as 85.00.
        let need = 849_950 - now;
        let expected = if need <= 0 { Some((0, 0)) } else { fewest(&caps, need) };
        let found = cheapest(instrument, &known, level, hundredths(ceiling));
        match &found {
            Ok(found) => {
                reached += 1;
                let total = outcome(instrument, &known, &found.moves).total().cloned().unwrap();
                at_the_half += usize::from(total == Exact::ratio(84_995, 1_000).unwrap());
                assert!(total >= Exact::ratio(84_995, 1_000).unwrap(), "office {number}: {total}");
                assert!(found.moves.values().all(|to| *to <= hundredths(ceiling)), "office {number}");
            }
            Err(OutOfReach::TooFar { most }) => assert_eq!(*most, Exact::ratio(ceiling, 100).unwrap()),
            Err(OutOfReach::NotKnown) => panic!("office {number}: all is known"),
        }
        let cost = found.ok().map(|found| (found.moves.len(), found.points));
        let expected = expected.map(|(moved, points)| (moved, Exact::ratio(points, 100).unwrap()));
        assert_eq!(cost, expected, "office {number}: {caps:?} below {ceiling}");
    }
    assert!((100..1_000).contains(&reached) && at_the_half > 0, "{reached} reach it, {at_the_half} just so");
}

/// An item of the open data check is there or not: it never rises to something in between.
#[test]
fn items_of_the_open_data_check_rise_fully_or_not_at_all() {
    let known = office(0);
    let level = instrument(2564).level("AA").unwrap();
    let found = cheapest(instrument(2564), &known, level, Score::FULL).unwrap();
    let open: Vec<_> = found.moves.iter().filter(|(place, _)| place.to_string().starts_with('O')).collect();
    assert!(!open.is_empty() && open.iter().all(|(_, to)| **to == Score::FULL), "{open:?}");
    let of_items = |lever: &Lever| matches!(&lever.place, Place::Item(code) if code.starts_with('O'));
    assert!(levers(instrument(2564), &known).iter().all(|lever| lever.whole == of_items(lever)));
}

#[test]
fn an_item_lifts_everything_above_it_and_nothing_else() {
    let known = office(0);
    let now = Scores::of(instrument(2564), &known);
    let zero = instrument(2564).items().iter().rev().find(|item| now.item(&item.code).unwrap().score.is_zero());
    let code = &zero.unwrap().code;
    let moves = Moves::from([(Place::Item(code.clone()), Score::FULL)]);
    let then = outcome(instrument(2564), &known, &moves);
    assert_ne!(then.total(), now.total().map(|value| &value.score));
    let again = {
        let mut known = known.clone();
        known.items.insert(code.clone(), Exact::full());
        known
    };
    let scored = Scores::of(instrument(2564), &again);
    for place in crate::results::places(instrument(2564)) {
        assert_eq!(then.at(&place), scored.at(&place).map(|value| &value.score), "{place}");
    }
    assert_eq!(then.level().map(|level| &level.key), scored.level().map(|level| &level.key));
}

#[test]
fn published_means_stay_and_rise_by_the_share_of_the_item() {
    let mut known = Results::default();
    for number in 1..=10 {
        known.indicators.insert(number, Exact::from(80));
    }
    known.items.insert("I7".into(), score("50").into());
    let levers = levers(instrument(2564), &known);
    let places: Vec<String> = levers.iter().map(|lever| lever.place.to_string()).collect();
    assert_eq!(places, ["1", "I7", "3", "4", "5", "6", "7", "8", "9", "10"]);
    let then = outcome(instrument(2564), &known, &Moves::from([(Place::Item("I7".into()), score("80"))]));
    let shown = |place: Place| then.at(&place).unwrap().to_string();
    assert_eq!(shown(Place::Indicator(2)), "85.00");
    assert_eq!(shown(Place::Instrument(Kind::Iit)), "81.00");
    assert_eq!(shown(Place::Total), "80.30");
}

#[test]
fn scores_of_four_decimals_are_moved_by_what_they_really_lack() {
    let mut known = office(0);
    known.items.insert("I1".into(), score("77.8765").into());
    let moves = Moves::from([(Place::Item("I1".into()), score("85"))]);
    let again = Results {
        items: {
            let mut items = known.items.clone();
            items.insert("I1".into(), Exact::from(85));
            items
        },
        ..Results::default()
    };
    let total = outcome(instrument(2564), &known, &moves).total().cloned();
    assert_eq!(total.as_ref(), Scores::of(instrument(2564), &again).total().map(|value| &value.score));
    let found = cheapest(instrument(2564), &known, instrument(2564).level("AA").unwrap(), Score::FULL).unwrap();
    assert!(outcome(instrument(2564), &known, &found.moves).level().unwrap().key == "AA");
}

#[test]
fn the_answer_reaches_the_level_and_one_item_fewer_does_not() {
    for (year, seed) in [(2564, 0), (2564, 1), (2566, 2), (2567, 3)] {
        let instrument = instrument(year);
        let known = match year {
            2564 => office(seed),
            _ => results(year, |at, code| match code.starts_with('O') {
                true if at.is_multiple_of(4) => Score::ZERO,
                true => Score::FULL,
                false => Score::from_ten_thousandths(700_000 + ((at * 11 + seed) % 25) as i64 * 10_000).unwrap(),
            }),
        };
        let passing = instrument.levels().iter().filter(|level| level.at_least >= score("85"));
        for level in passing {
            let found = cheapest(instrument, &known, level, Score::FULL).unwrap();
            let then = outcome(instrument, &known, &found.moves);
            let place = |key: &str| instrument.levels().iter().position(|level| level.key == key);
            assert!(place(&then.level().unwrap().key) <= place(&level.key), "{year} {}", level.key);
            for left_out in found.moves.keys() {
                let fewer = found.moves.iter().filter(|(place, _)| *place != left_out);
                let fewer: Moves = fewer.map(|(place, _)| (place.clone(), Score::FULL)).collect();
                let then = outcome(instrument, &known, &fewer);
                assert!(place(&then.level().unwrap().key) > place(&level.key), "{year} without {left_out}");
            }
        }
    }
}

#[test]
fn what_cannot_be_reached_says_how_far_it_goes() {
    let known = office(0);
    let level = instrument(2564).level("AA").unwrap();
    let Err(OutOfReach::TooFar { most }) = cheapest(instrument(2564), &known, level, score("85")) else {
        panic!("AA with 85 everywhere")
    };
    assert!(most < Exact::from(95) && most > Exact::from(80), "{most}");
    let empty = Results::default();
    assert_eq!(cheapest(instrument(2564), &empty, level, Score::FULL), Err(OutOfReach::NotKnown));
}

#[test]
fn beside_settled_moves_only_the_rest_is_found() {
    let (instrument, known) = (instrument(2564), office(0));
    let level = instrument.level("A").unwrap();
    let alone = cheapest(instrument, &known, level, Score::FULL).unwrap();
    let rest = |settled: &Moves| cheapest_beside(instrument, &known, level, Score::FULL, settled).unwrap().moves;
    assert_eq!(rest(&alone.moves), Moves::new(), "nothing is missing beside the whole answer");

    let (first, to) = alone.moves.first_key_value().unwrap();
    let started = rest(&Moves::from([(first.clone(), *to)]));
    assert_eq!(started.len(), alone.moves.len() - 1, "what is settled counts");
    assert!(!started.contains_key(first));

    let fallen = Moves::from([(Place::Item("I1".into()), Score::ZERO)]);
    let more = rest(&fallen);
    assert!(!more.contains_key(&Place::Item("I1".into())) && more.len() >= alone.moves.len());
    let then = outcome(instrument, &known, &fallen.into_iter().chain(more).collect());
    assert_eq!(then.level().map(|level| level.key.as_str()), Some("A"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_lower_ceiling_or_a_higher_level_is_never_cheaper(seed in 0usize..500, ceiling in 90i64..100) {
        let (instrument, known) = (instrument(2564), office(seed));
        let ceiling = Score::from_ten_thousandths(ceiling * 10_000).unwrap();
        let cost = |key: &str, ceiling| {
            let found = cheapest(instrument, &known, instrument.level(key).unwrap(), ceiling).ok();
            found.map_or((usize::MAX, Exact::full()), |found| (found.moves.len(), found.points))
        };
        prop_assert!(cost("A", Score::FULL) <= cost("A", ceiling));
        prop_assert!(cost("A", ceiling) <= cost("AA", ceiling));
        prop_assert!(cost("AA", Score::FULL) <= cost("AA", ceiling));
    }
}
