//! The months of a fiscal year: the plan dashed, what happened solid.

use super::place;
use crate::kit::html::{ProofLine, components};
use askama::Template;
use thai::Language;

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    name: String,
    is_plan: bool,
    values: Vec<Option<f64>>,
}

impl Line {
    /// What happened, month by month from October; `None` where nothing is known (yet).
    pub fn actual(name: impl Into<String>, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self { name: name.into(), is_plan: false, values: values.into_iter().collect() }
    }

    /// What was planned.
    pub fn plan(name: impl Into<String>, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self { is_plan: true, ..Self::actual(name, values) }
    }
}

/// A line chart over the twelve months October to September, with its table. At most four lines.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/line_chart.html")]
pub struct LineChart {
    t: Language,
    id: String,
    finding: String,
    about: String,
    unit: String,
    full: f64,
    lines: Vec<Line>,
    decimals: usize,
    proof: ProofLine,
}

impl LineChart {
    /// `id` is unique on the page; `about` says what is drawn; `full` is the top of the axis, which begins at 0.
    pub fn new(
        t: Language,
        id: impl Into<String>,
        finding: impl Into<String>,
        about: impl Into<String>,
        (unit, full): (&str, f64),
        lines: impl IntoIterator<Item = Line>,
        proof: ProofLine,
    ) -> Self {
        Self {
            t,
            id: id.into(),
            finding: finding.into(),
            about: about.into(),
            unit: unit.to_string(),
            full,
            lines: lines.into_iter().collect(),
            decimals: 0,
            proof,
        }
    }

    /// Decimals in the table and at the line's end.
    pub fn decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    fn months(&self) -> [&'static str; 12] {
        self.t.say(
            ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."],
            ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"],
        )
    }

    /// Labels of the axis from the top down.
    fn ticks(&self) -> Vec<String> {
        (0..=4).rev().map(|quarter| self.written(&(self.full * f64::from(quarter) / 4.0))).collect()
    }

    fn written(&self, value: &f64) -> String {
        format!("{value:.*}", self.decimals)
    }

    /// Months and values of the smallest and the largest known value, for the description.
    fn extremes(&self, line: &Line) -> String {
        let known =
            line.values.iter().zip(self.months()).filter_map(|(value, month)| value.map(|value| (value, month)));
        let known: Vec<(f64, &str)> = known.collect();
        let by_value = |a: &&(f64, &str), b: &&(f64, &str)| a.0.total_cmp(&b.0);
        match (known.iter().min_by(by_value), known.iter().max_by(by_value)) {
            (Some((low, low_month)), Some((high, high_month))) => format!(
                "{} {} {} ({low_month}), {} {} ({high_month})",
                line.name,
                self.t.say("ต่ำสุด", "lowest"),
                self.written(low),
                self.t.say("สูงสุด", "highest"),
                self.written(high),
            ),
            _ => format!("{}: {}", line.name, self.t.say("ไม่มีข้อมูล", "no data")),
        }
    }

    /// Known points as (x, y, value), each month in the middle of its twelfth.
    fn points(&self, line: &Line) -> Vec<Option<(String, String)>> {
        let points = line.values.iter().enumerate().map(|(month, value)| {
            value.map(|value| (place(month as f64 + 0.5, 0.0, 12.0), place(self.full - value, 0.0, self.full)))
        });
        points.collect()
    }

    /// Pieces of line between neighbouring months that are both known: a gap stays a gap.
    fn pieces(&self, line: &Line) -> Vec<[String; 4]> {
        let points = self.points(line);
        let pieces = points.windows(2).filter_map(|pair| match pair {
            [Some((x1, y1)), Some((x2, y2))] => Some([x1.clone(), y1.clone(), x2.clone(), y2.clone()]),
            _ => None,
        });
        pieces.collect()
    }

    /// The name of a line in the legend, with the last known value of what happened.
    fn legend(&self, line: &Line) -> String {
        let space = if self.unit == "%" { "" } else { "\u{a0}" };
        match line.values.iter().flatten().next_back() {
            Some(last) if !line.is_plan => format!("{} {}{space}{}", line.name, self.written(last), self.unit),
            _ => line.name.clone(),
        }
    }
}

components!(LineChart);
