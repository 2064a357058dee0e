//! The cheapest way to a level: as few items as possible, then as few points as possible.
//!
//! **Why this is exact.** Scores rise in steps: hundredths of a point where all scores are given in hundredths, else
//! ten-thousandths. Rises count linearly, so levers of the same instrument with the same weight are interchangeable
//! but for how far they can rise; such levers form a *group*.
//!
//! 1. *Fewest items.* With `m` items an instrument rises furthest by its `m` largest rises. Trying every split of
//!    `k` items over the three instruments, `k` growing, the first that suffices is the smallest number.
//! 2. *Fewest points among as many items.* A *choice* says how many levers move in each group; the largest of the
//!    group serve best, because points of a group are worth the same wherever they go. For a choice the points are
//!    spent where a point wins most: first in each instrument until its own floor, then over all until the total is
//!    reached. What an instrument wins is a concave function of the whole steps spent in it, so spending step by step
//!    where it wins most is optimal (greedy is exact for concave separable allocation in whole units). Choices that
//!    cannot reach the need even at their ceilings are dropped unseen.
//!
//! Levers that score all or nothing move fully or not at all. Equal answers are settled by the order of the form.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::{Lever, Moves, levers, outcome};
use crate::{
    Exact, Place, Results, Score,
    instrument::{Instrument, Kind, Level},
};

/// The cheapest moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheapest {
    /// The new score of every lever that moves.
    pub moves: Moves,
    /// How many points they rise together.
    pub points: Exact,
}

/// A level that no moves reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutOfReach {
    /// The total, or an instrument that the level asks for, is not known.
    NotKnown,
    /// Even with every lever at its ceiling the scores do not suffice; this is the highest total.
    TooFar {
        /// The total with every lever at its ceiling.
        most: Exact,
    },
}

/// Finds the moves that reach a level (or a better one) with the fewest items and then the fewest points. Levers rise
/// to `ceiling` at the most, those that score all or nothing to 100.
pub fn cheapest(
    instrument: &Instrument,
    results: &Results,
    level: &Level,
    ceiling: Score,
) -> Result<Cheapest, OutOfReach> {
    cheapest_beside(instrument, results, level, ceiling, &Moves::new())
}

/// Like [`cheapest`], beside moves that are settled: those stay as they are, even where they fall or rise above the
/// ceiling, and only what is still missing is looked for among the other levers. The answer holds the further moves.
pub fn cheapest_beside(
    instrument: &Instrument,
    results: &Results,
    level: &Level,
    ceiling: Score,
    settled: &Moves,
) -> Result<Cheapest, OutOfReach> {
    let scores = outcome(instrument, results, settled);
    let total = scores.total().ok_or(OutOfReach::NotKnown)?;
    let mut all = levers(instrument, results);
    all.retain(|lever| !settled.contains_key(&lever.place));
    let step = step_of(&all, ceiling);
    let mut needs = Needs { total: missing(instrument, total, level.at_least), ..Needs::default() };
    if let Some(limit) = level.each_instrument_at_least {
        for (need, kind) in needs.parts.iter_mut().zip(Kind::ALL) {
            let score = scores.at(&Place::Instrument(kind)).ok_or(OutOfReach::NotKnown)?;
            *need = missing(instrument, score, limit);
        }
    }
    let task = Task::new(&all, ceiling, step, &needs);
    let Some(steps) = task.solve() else {
        let highest = all.iter().map(|lever| (lever.place.clone(), highest(lever, ceiling)));
        let moves = settled.clone().into_iter().chain(highest).collect();
        let most = outcome(instrument, results, &moves).total().cloned().unwrap_or_default();
        return Err(OutOfReach::TooFar { most });
    };
    let moved = all.iter().zip(&steps).filter(|(_, steps)| **steps > 0);
    let moves: BTreeMap<Place, Score> = moved
        .filter_map(|(lever, steps)| {
            let to = Score::from_ten_thousandths(lever.score.ten_thousandths() + steps * step)?;
            Some((lever.place.clone(), to))
        })
        .collect();
    let points = Exact::ratio(steps.iter().sum::<i64>() * step, 10_000).unwrap_or_default();
    Ok(Cheapest { moves, points })
}

/// What the exact score lacks, so that it is at least the limit as the year decides it: with two decimals, a half
/// counting up, or before rounding.
fn missing(instrument: &Instrument, score: &Exact, limit: Score) -> Exact {
    let limit = match instrument.decides_on_rounded() {
        true => {
            let hundredths = (limit.ten_thousandths() + 99) / 100;
            Exact::ratio(2 * hundredths - 1, 200).unwrap_or_default()
        }
        false => Exact::from(limit),
    };
    (&limit - score).max(Exact::zero())
}

fn highest(lever: &Lever, ceiling: Score) -> Score {
    if lever.whole { Score::FULL } else { ceiling.max(lever.score) }
}

/// The step in ten-thousandths of a point.
fn step_of(levers: &[Lever], ceiling: Score) -> i64 {
    let scores = levers.iter().map(|lever| lever.score).chain([ceiling]);
    if scores.into_iter().all(|score| score.ten_thousandths() % 100 == 0) { 100 } else { 1 }
}

/// What has to be won, in points of the total and of each instrument.
#[derive(Default)]
struct Needs {
    total: Exact,
    parts: [Exact; 3],
}

/// The search in whole numbers: a lever wins `gain` of the total and `part` of its instrument per step.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) levers: Vec<WholeLever>,
    pub(super) total: i128,
    pub(super) parts: [i128; 3],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WholeLever {
    /// Which instrument: 0, 1, 2.
    pub(super) kind: usize,
    pub(super) gain: i128,
    pub(super) part: i128,
    /// The most steps that it can rise.
    pub(super) cap: i64,
    /// All or nothing.
    pub(super) whole: bool,
}

/// Levers of an instrument that win the same per step; those that score all or nothing also rise equally far.
struct Group {
    gain: i128,
    part: i128,
    whole: bool,
    /// Levers by their place in the task, those that can rise furthest first.
    members: Vec<usize>,
    /// How far the first `n` can rise together.
    reach: Vec<i64>,
}

/// How many levers move in each group of an instrument.
struct Choice {
    counts: Vec<usize>,
    /// The most that it wins of the total.
    most: i128,
}

impl Task {
    fn new(levers: &[Lever], ceiling: Score, step: i64, needs: &Needs) -> Self {
        let gains = whole_numbers(levers.iter().map(|lever| &lever.weight), &needs.total, step);
        let mut task = Self { levers: Vec::new(), total: gains.1, parts: [0; 3] };
        let mut shares = vec![0; levers.len()];
        for (kind, need) in Kind::ALL.into_iter().zip(&needs.parts) {
            let of_kind: Vec<usize> = (0..levers.len()).filter(|at| levers[*at].kind == kind).collect();
            let (parts, need) = whole_numbers(of_kind.iter().map(|at| &levers[*at].share), need, step);
            of_kind.iter().zip(parts).for_each(|(at, part)| shares[*at] = part);
            task.parts[place_of(kind)] = need;
        }
        let whole = levers.iter().zip(gains.0).zip(shares).map(|((lever, gain), part)| WholeLever {
            kind: place_of(lever.kind),
            gain,
            part,
            cap: (highest(lever, ceiling).ten_thousandths() - lever.score.ten_thousandths()) / step,
            whole: lever.whole,
        });
        task.levers = whole.collect();
        task
    }

    /// The steps of each lever; `None` if nothing suffices.
    pub(super) fn solve(&self) -> Option<Vec<i64>> {
        let groups: [Vec<Group>; 3] = [0, 1, 2].map(|kind| self.groups_of(kind));
        let reach: [Vec<(i128, i128)>; 3] = [0, 1, 2].map(|kind| self.furthest(kind));
        let sizes = [0, 1, 2].map(|kind| reach[kind].len() - 1);
        let suffices = |split: [usize; 3]| {
            let parts = (0..3).all(|kind| reach[kind][split[kind]].1 >= self.parts[kind]);
            parts && (0..3).map(|kind| reach[kind][split[kind]].0).sum::<i128>() >= self.total
        };
        let all: usize = sizes.iter().sum();
        let splits =
            (0..=all).map(|count| splits_of(count, sizes).filter(|split| suffices(*split)).collect::<Vec<_>>());
        let splits = splits.into_iter().find(|splits| !splits.is_empty())?;
        let mut best: Option<(i64, Vec<i64>)> = None;
        for split in splits {
            self.try_split(split, &groups, &reach, &mut best);
        }
        best.map(|(_, steps)| steps)
    }

    fn groups_of(&self, kind: usize) -> Vec<Group> {
        let mut members: BTreeMap<(i128, bool, i64), Vec<usize>> = BTreeMap::new();
        for (at, lever) in self.levers.iter().enumerate().filter(|(_, lever)| lever.kind == kind && lever.cap > 0) {
            let equal = if lever.whole { lever.cap } else { 0 };
            members.entry((lever.part, lever.whole, equal)).or_default().push(at);
        }
        let group = |mut members: Vec<usize>| {
            members.sort_by_key(|at| -self.levers[*at].cap);
            let one = &self.levers[members[0]];
            let mut reach = vec![0];
            for at in &members {
                reach.push(reach[reach.len() - 1] + self.levers[*at].cap);
            }
            Group { gain: one.gain, part: one.part, whole: one.whole, reach, members }
        };
        members.into_values().rev().map(group).collect()
    }

    /// The furthest that `0, 1, 2 …` levers of an instrument take the total and the instrument.
    fn furthest(&self, kind: usize) -> Vec<(i128, i128)> {
        let movable = self.levers.iter().filter(|lever| lever.kind == kind && lever.cap > 0);
        let mut rises: Vec<(i128, i128)> =
            movable.map(|lever| (lever.gain * i128::from(lever.cap), lever.part * i128::from(lever.cap))).collect();
        rises.sort_by_key(|rise| -rise.1);
        let mut reach = vec![(0, 0)];
        for (total, part) in rises {
            let last = reach[reach.len() - 1];
            reach.push((last.0 + total, last.1 + part));
        }
        reach
    }

    /// Tries every choice of this split that can suffice, and keeps the one with the fewest steps.
    fn try_split(
        &self,
        split: [usize; 3],
        groups: &[Vec<Group>; 3],
        reach: &[Vec<(i128, i128)>; 3],
        best: &mut Option<(i64, Vec<i64>)>,
    ) {
        let most = [0, 1, 2].map(|kind| reach[kind][split[kind]].0);
        let all: i128 = most.iter().sum();
        let choices: [Vec<Choice>; 3] = [0, 1, 2].map(|kind| {
            let need = self.total - (all - most[kind]);
            choices(&groups[kind], split[kind], need, self.parts[kind])
        });
        for first in &choices[0] {
            for second in &choices[1] {
                if first.most + second.most + most[2] < self.total {
                    continue;
                }
                for third in &choices[2] {
                    if first.most + second.most + third.most < self.total {
                        continue;
                    }
                    let chosen = [first, second, third];
                    let Some(spent) = self.spend(chosen, groups) else { continue };
                    let cost = spent.iter().flatten().sum();
                    if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        *best = Some((cost, self.hand_out(chosen, &spent, groups)));
                    }
                }
            }
        }
    }

    /// The fewest steps by group with which a choice suffices.
    fn spend(&self, chosen: [&Choice; 3], groups: &[Vec<Group>; 3]) -> Option<[Vec<i64>; 3]> {
        let mut spent = [0, 1, 2].map(|kind| vec![0; groups[kind].len()]);
        let mut missing = self.total;
        let mut rest: Vec<(usize, usize)> = Vec::new();
        for kind in 0..3 {
            let mut need = self.parts[kind];
            for (at, group) in groups[kind].iter().enumerate().filter(|(_, group)| group.whole) {
                let steps = group.reach[chosen[kind].counts[at]];
                spent[kind][at] = steps;
                need -= group.part * i128::from(steps);
                missing -= group.gain * i128::from(steps);
            }
            for (at, group) in groups[kind].iter().enumerate().filter(|(_, group)| !group.whole) {
                let room = group.reach[chosen[kind].counts[at]];
                let steps = steps_for(need, group.part).min(room);
                spent[kind][at] = steps;
                need -= group.part * i128::from(steps);
                missing -= group.gain * i128::from(steps);
                rest.push((kind, at));
            }
            if need > 0 {
                return None;
            }
        }
        rest.sort_by_key(|(kind, at)| -groups[*kind][*at].gain);
        for (kind, at) in rest {
            let group = &groups[kind][at];
            let room = group.reach[chosen[kind].counts[at]] - spent[kind][at];
            let steps = steps_for(missing, group.gain).min(room);
            spent[kind][at] += steps;
            missing -= group.gain * i128::from(steps);
        }
        (missing <= 0).then_some(spent)
    }

    /// The steps of each lever: within a group those that can rise furthest are filled first.
    fn hand_out(&self, chosen: [&Choice; 3], spent: &[Vec<i64>; 3], groups: &[Vec<Group>; 3]) -> Vec<i64> {
        let mut steps = vec![0; self.levers.len()];
        for kind in 0..3 {
            for (at, group) in groups[kind].iter().enumerate() {
                let mut left = spent[kind][at];
                for lever in &group.members[..chosen[kind].counts[at]] {
                    steps[*lever] = left.min(self.levers[*lever].cap);
                    left -= steps[*lever];
                }
            }
        }
        steps
    }
}

/// How many steps of this worth cover a need.
fn steps_for(need: i128, worth: i128) -> i64 {
    if need <= 0 || worth <= 0 {
        return 0;
    }
    i64::try_from((need + worth - 1) / worth).unwrap_or(i64::MAX)
}

/// All ways to choose `count` levers of an instrument that win at least `need` of the total and `part` of the
/// instrument at their ceilings.
fn choices(groups: &[Group], count: usize, need: i128, part: i128) -> Vec<Choice> {
    let mut found = Vec::new();
    let mut counts = Vec::with_capacity(groups.len());
    choose(groups, count, (need, part), (0, 0), &mut counts, &mut found);
    found
}

fn choose(
    groups: &[Group],
    left: usize,
    need: (i128, i128),
    won: (i128, i128),
    counts: &mut Vec<usize>,
    found: &mut Vec<Choice>,
) {
    let Some((group, others)) = groups.split_first() else {
        if left == 0 && won.0 >= need.0 && won.1 >= need.1 {
            found.push(Choice { counts: counts.clone(), most: won.0 });
        }
        return;
    };
    let room: usize = others.iter().map(|group| group.members.len()).sum();
    for count in left.saturating_sub(room)..=left.min(group.members.len()) {
        let steps = i128::from(group.reach[count]);
        let won = (won.0 + group.gain * steps, won.1 + group.part * steps);
        let hope = most_of(others, left - count);
        if won.0 + hope.0 >= need.0 && won.1 + hope.1 >= need.1 {
            counts.push(count);
            choose(others, left - count, need, won, counts, found);
            counts.pop();
        }
    }
}

/// No fewer than what `count` levers of these groups win at the most.
fn most_of(groups: &[Group], count: usize) -> (i128, i128) {
    let rise = |group: &Group, at: usize| {
        let steps = i128::from(group.reach[at + 1] - group.reach[at]);
        (group.gain * steps, group.part * steps)
    };
    let mut rises: Vec<(i128, i128)> =
        groups.iter().flat_map(|group| (0..group.members.len()).map(move |at| rise(group, at))).collect();
    rises.sort_unstable_by_key(|rise| -rise.1);
    rises.iter().take(count).fold((0, 0), |sum, rise| (sum.0 + rise.0, sum.1 + rise.1))
}

/// Every way to take `count` from three shelves of these sizes.
fn splits_of(count: usize, sizes: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (0..=count.min(sizes[0])).flat_map(move |first| {
        (0..=(count - first).min(sizes[1])).filter_map(move |second| {
            let third = count - first - second;
            (third <= sizes[2]).then_some([first, second, third])
        })
    })
}

fn place_of(kind: Kind) -> usize {
    Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default()
}

/// Weights per step and a need as whole numbers of one unit, the need rounded up.
fn whole_numbers<'a>(weights: impl Iterator<Item = &'a Exact>, need: &Exact, step: i64) -> (Vec<i128>, i128) {
    let weights: Vec<&Exact> = weights.collect();
    let unit = weights.iter().fold(BigInt::from(1), |unit, weight| unit.lcm(weight.denominator()));
    let whole = |number: &Exact| (number.numerator() * &unit / number.denominator()).to_i128().unwrap_or(i128::MAX);
    let scaled = need.numerator() * &unit * BigInt::from(10_000);
    let divisor = need.denominator() * BigInt::from(step);
    (weights.into_iter().map(whole).collect(), scaled.div_ceil(&divisor).to_i128().unwrap_or(i128::MAX))
}
