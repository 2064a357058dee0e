//! Points at stake: steps from the total now to the total reachable, with the levels they cross.

use super::place;
use crate::kit::html::{Html, ProofLine, components};
use askama::Template;
use thai::Language;

/// One item and the points of the total it would win back.
#[derive(Clone, Debug)]
pub struct Step {
    name: Html,
    gain: f64,
    tick: Option<(String, String, bool)>,
}

impl Step {
    /// An item; `gain` in points of the total score.
    pub fn new(name: impl Into<Html>, gain: f64) -> Self {
        Self { name: name.into(), gain, tick: None }
    }

    /// A tick box of this name and value, to try the score without this item.
    pub fn tick(mut self, name: impl Into<String>, value: impl Into<String>, ticked: bool) -> Self {
        self.tick = Some((name.into(), value.into(), ticked));
        self
    }
}

/// The waterfall. Its axis shows the part of the scale in question, so the totals are marks, not bars: a bar that does
/// not begin at 0 would mislead.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/points_at_stake.html")]
pub struct PointsAtStake {
    t: Language,
    finding: String,
    caption: String,
    now: f64,
    reachable: f64,
    steps: Vec<Step>,
    levels: Vec<(f64, String)>,
    axis: (f64, f64),
    proof: ProofLine,
}

impl PointsAtStake {
    /// `now` is the total score; `levels` are the thresholds with their names, such as `(85.0, "A")`.
    pub fn new(
        t: Language,
        finding: impl Into<String>,
        caption: impl Into<String>,
        now: f64,
        steps: impl IntoIterator<Item = Step>,
        levels: impl IntoIterator<Item = (f64, String)>,
        proof: ProofLine,
    ) -> Self {
        let steps: Vec<Step> = steps.into_iter().collect();
        let reachable = now + steps.iter().map(|step| step.gain).sum::<f64>();
        let levels: Vec<(f64, String)> = levels.into_iter().collect();
        let next = levels.iter().map(|level| level.0).filter(|level| *level > now).fold(100.0, f64::min);
        let axis = (((now - 2.0) / 5.0).floor() * 5.0, ((reachable.max(next) + 1.0) / 5.0).ceil() * 5.0);
        let axis = (axis.0.max(0.0), axis.1.min(100.0));
        let levels = levels.into_iter().filter(|level| level.0 > axis.0 && level.0 < axis.1).collect();
        Self { t, finding: finding.into(), caption: caption.into(), now, reachable, steps, levels, axis, proof }
    }

    fn place(&self, score: &f64) -> String {
        place(*score, self.axis.0, self.axis.1)
    }

    /// Each step with the left edge and the width of its bar, and the total once it is done.
    fn drawn(&self) -> Vec<(&Step, String, String, f64)> {
        let mut total = self.now;
        let steps = self.steps.iter().map(|step| {
            let left = total;
            total += step.gain;
            let width = place(step.gain, 0.0, self.axis.1 - self.axis.0);
            (step, self.place(&left), width, total)
        });
        steps.collect()
    }
}

components!(PointsAtStake);
