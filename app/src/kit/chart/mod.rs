//! Charts made on the server: each is a `<figure>` with its finding as heading, its proof line, and a real table.
//!
//! Most charts *are* tables with one small drawing per row. These drawings have no `viewBox`: positions are
//! percentages, so they fill any width without shrinking, names beside them are HTML that wraps by words, and one
//! drawing serves phone and desk. The line chart follows the same idea: only its plot is drawn, its labels are HTML.
//!
//! - [`bars`]: bars by item, and bars over years
//! - [`dots`]: scores against a threshold and last year
//! - [`stake`]: points at stake, as steps from the total now to the total reachable
//! - [`line`]: the months of a fiscal year, plan and actual
//! - [`proportion`]: shares of one whole

pub mod bars;
pub mod dots;
pub mod line;
pub mod proportion;
pub mod stake;

pub use bars::{Bar, BarTable, Category, YearBars};
pub use dots::{Dot, DotGroup, DotTable};
pub use line::{Line, LineChart};
pub use proportion::{Proportion, Share};
pub use stake::{PointsAtStake, Step};

/// Where a value stands between two ends of an axis, as a percentage for SVG geometry.
fn place(value: f64, from: f64, to: f64) -> String {
    let share = if to > from { (value - from) / (to - from) } else { 0.0 };
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_value_stands_between_the_ends_of_its_axis() {
        assert_eq!(place(81.06, 0.0, 100.0), "81.06%");
        assert_eq!(place(85.0, 70.0, 100.0), "50.00%");
        assert_eq!(place(185.0, 0.0, 100.0), "100.00%");
        assert_eq!(place(-3.0, 0.0, 100.0), "0.00%");
        assert_eq!(place(3.0, 5.0, 5.0), "0.00%");
    }
}
