//! Scores against a threshold and last year: a filled dot for this year, a hollow one for last year, a line at the
//! threshold. Not a radar: its area grows with the square of the score and small gaps vanish on it.

use super::place;
use crate::kit::html::{Html, ProofLine, components};
use askama::Template;
use thai::Language;

/// One indicator's score of two years.
#[derive(Clone, Debug)]
pub struct Dot {
    name: Html,
    now: Option<f64>,
    before: Option<f64>,
}

impl Dot {
    /// Scores from 0 to 100; `None` is no data, which is never shown as 0.
    pub fn new(name: impl Into<Html>, now: Option<f64>, before: Option<f64>) -> Self {
        Self { name: name.into(), now, before }
    }
}

/// The indicators of one instrument.
#[derive(Clone, Debug)]
pub struct DotGroup {
    name: String,
    dots: Vec<Dot>,
}

impl DotGroup {
    /// A group with its name: "IIT ผู้มีส่วนได้ส่วนเสียภายใน".
    pub fn new(name: impl Into<String>, dots: impl IntoIterator<Item = Dot>) -> Self {
        Self { name: name.into(), dots: dots.into_iter().collect() }
    }
}

/// The ten indicators, grouped by instrument.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/dot_table.html")]
pub struct DotTable {
    t: Language,
    finding: String,
    caption: String,
    years: (String, String),
    legend: (String, String),
    threshold: f64,
    axis_from: f64,
    groups: Vec<DotGroup>,
    proof: ProofLine,
}

impl DotTable {
    /// `years` are this year and the year before; the threshold is 85, where "passed" begins.
    pub fn new(
        t: Language,
        finding: impl Into<String>,
        caption: impl Into<String>,
        years: (impl Into<String>, impl Into<String>),
        groups: impl IntoIterator<Item = DotGroup>,
        proof: ProofLine,
    ) -> Self {
        let years = (years.0.into(), years.1.into());
        let of_year = |year: &str| t.say(format!("ปี\u{a0}{year}"), format!("FY\u{a0}{year}"));
        Self {
            t,
            finding: finding.into(),
            caption: caption.into(),
            legend: (of_year(&years.0), of_year(&years.1)),
            years,
            threshold: 85.0,
            axis_from: 0.0,
            groups: groups.into_iter().collect(),
            proof,
        }
    }

    /// Other words than years for the two dots.
    pub fn named(mut self, now: impl Into<String>, before: impl Into<String>) -> Self {
        self.years = (now.into(), before.into());
        self.legend = self.years.clone();
        self
    }

    /// Another threshold.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    /// Begins the axis later than 0, to tell close scores apart; dots have no length that could mislead.
    pub fn axis_from(mut self, score: f64) -> Self {
        self.axis_from = score;
        self
    }

    fn place(&self, score: &f64) -> String {
        place(*score, self.axis_from, 100.0)
    }

    /// Whether the threshold's number has room on the axis between those at its ends; the caption names it anyway.
    fn has_room_for_threshold(&self) -> bool {
        let share = (self.threshold - self.axis_from) / (100.0 - self.axis_from);
        (0.2..=0.75).contains(&share)
    }

    fn score(&self, score: &Option<f64>) -> String {
        score.map_or_else(|| self.t.say("ไม่มีข้อมูล", "No data").to_string(), |score| format!("{score:.2}"))
    }
}

components!(DotTable);
