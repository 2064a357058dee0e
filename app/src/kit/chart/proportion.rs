//! Shares of one whole: one bar, at most five parts, each with its own colour and pattern.

use super::place;
use crate::kit::html::{ProofLine, components};
use askama::Template;
use thai::Language;

/// One share.
#[derive(Clone, Debug)]
pub struct Share {
    name: String,
    value: f64,
    shown: String,
}

impl Share {
    /// `shown` is the amount as people read it: "12.3 ล้านบาท".
    pub fn new(name: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { name: name.into(), value, shown: shown.into() }
    }
}

/// A stacked bar with its table, in the same order. Never a pie.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/html/proportion.html")]
pub struct Proportion {
    t: Language,
    id: String,
    finding: String,
    caption: String,
    amount: String,
    shares: Vec<Share>,
    proof: ProofLine,
}

impl Proportion {
    /// `id` is unique on the page; `amount` heads the amounts with their unit. The fifth share is "others", in grey.
    pub fn new(
        t: Language,
        id: impl Into<String>,
        finding: impl Into<String>,
        caption: impl Into<String>,
        amount: impl Into<String>,
        shares: impl IntoIterator<Item = Share>,
        proof: ProofLine,
    ) -> Self {
        let shares = shares.into_iter().collect();
        let (id, finding, caption, amount) = (id.into(), finding.into(), caption.into(), amount.into());
        Self { t, id, finding, caption, amount, shares, proof }
    }

    /// Each share with its colour, left edge, width and percentage.
    fn parts(&self) -> Vec<Part<'_>> {
        const COLOURS: [&str; 5] = ["1", "2", "3", "4", "others"];
        let whole: f64 = self.shares.iter().map(|share| share.value).sum();
        let mut left = 0.0;
        let parts = self.shares.iter().enumerate().map(|(index, share)| {
            let part = Part {
                share,
                colour: COLOURS[index.min(4)],
                left: place(left, 0.0, whole),
                width: place(share.value, 0.0, whole),
                percent: if whole > 0.0 { format!("{:.1}%", 100.0 * share.value / whole) } else { "–".to_string() },
            };
            left += share.value;
            part
        });
        parts.collect()
    }
}

struct Part<'a> {
    share: &'a Share,
    colour: &'static str,
    left: String,
    width: String,
    percent: String,
}

components!(Proportion);
