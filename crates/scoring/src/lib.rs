//! ITA instruments by year, and exact scoring from choices to level. Pure.
//!
//! - [`score`]: a score as printed and stored

pub mod score;

pub use score::Score;
