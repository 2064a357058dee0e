//! Bar tables: name, one small bar, number. The chart is the table.

use super::place;
use crate::kit::html::{Html, ProofLine, components};
use askama::Template;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    name: Html,
    value: f64,
    shown: String,
}

impl Bar {
    /// `shown` is the number as people read it: "64%", "12.3".
    pub fn new(name: impl Into<Html>, value: f64, shown: impl Into<String>) -> Self {
        Self { name: name.into(), value, shown: shown.into() }
    }
}

/// Bars by item, division or category, from 0.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/bar_table.html")]
pub struct BarTable {
    finding: String,
    caption: String,
    headings: (String, String),
    bars: Vec<Bar>,
    full: f64,
    target: Option<(f64, String)>,
    proof: ProofLine,
}

impl BarTable {
    /// `finding` states what the chart shows; `headings` name the first column and the numbers with their unit.
    pub fn new(
        finding: impl Into<String>,
        caption: impl Into<String>,
        headings: (&str, &str),
        bars: impl IntoIterator<Item = Bar>,
        proof: ProofLine,
    ) -> Self {
        let bars: Vec<Bar> = bars.into_iter().collect();
        let full = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let headings = (headings.0.to_string(), headings.1.to_string());
        Self { finding: finding.into(), caption: caption.into(), headings, bars, full, target: None, proof }
    }

    /// The value of a whole bar, such as 100 for percentages. Otherwise the longest bar is whole.
    pub fn out_of(mut self, full: f64) -> Self {
        self.full = full;
        self
    }

    /// A line across all bars, with the word that names it: "เป้า 90%".
    pub fn target(mut self, value: f64, word: impl Into<String>) -> Self {
        self.target = Some((value, word.into()));
        self
    }

    fn place(&self, value: &f64) -> String {
        place(*value, 0.0, self.full)
    }
}

/// One category over a few years, oldest first; `None` is a year without data.
#[derive(Clone, Debug)]
pub struct Category {
    name: String,
    values: Vec<Option<(f64, String)>>,
}

impl Category {
    /// A category with a value and its written form for every year of the chart.
    pub fn new(name: impl Into<String>, values: impl IntoIterator<Item = Option<(f64, String)>>) -> Self {
        Self { name: name.into(), values: values.into_iter().collect() }
    }
}

/// Bars of two to four years in groups by category; the newest year is darkest.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/year_bars.html")]
pub struct YearBars {
    finding: String,
    caption: String,
    headings: (String, String),
    years: Vec<String>,
    categories: Vec<Category>,
    full: f64,
    no_data: &'static str,
    proof: ProofLine,
}

impl YearBars {
    /// `years` oldest first, as many as every category has values.
    pub fn new(
        t: thai::Language,
        finding: impl Into<String>,
        caption: impl Into<String>,
        unit: impl Into<String>,
        years: impl IntoIterator<Item = String>,
        categories: impl IntoIterator<Item = Category>,
        proof: ProofLine,
    ) -> Self {
        let categories: Vec<Category> = categories.into_iter().collect();
        let values = categories.iter().flat_map(|category| category.values.iter().flatten());
        let full = values.map(|(value, _)| *value).fold(0.0, f64::max);
        Self {
            finding: finding.into(),
            caption: caption.into(),
            headings: (t.say("ปี", "Year").to_string(), unit.into()),
            years: years.into_iter().collect(),
            categories,
            full,
            no_data: t.say("ไม่มีข้อมูล", "No data"),
            proof,
        }
    }

    /// The value of a whole bar, such as 100 for scores.
    pub fn out_of(mut self, full: f64) -> Self {
        self.full = full;
        self
    }

    fn bars<'a>(&'a self, category: &'a Category) -> Vec<YearBar<'a>> {
        let years = self.years.iter().zip(&category.values).enumerate();
        let bars = years.map(|(index, (year, value))| YearBar {
            year,
            tone: self.years.len() - index,
            drawn: value.as_ref().map(|(value, shown)| (place(*value, 0.0, self.full), shown.as_str())),
        });
        bars.collect()
    }
}

/// The bar of one year; tone 1 is the newest and darkest. Without data, nothing is drawn.
struct YearBar<'a> {
    year: &'a str,
    tone: usize,
    drawn: Option<(String, &'a str)>,
}

components!(BarTable, YearBars);
