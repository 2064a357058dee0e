//! ITA instruments by year, and exact scoring from choices to level. Pure.
//!
//! - [`score`]: a score as printed and stored
//! - [`exact`]: exact numbers, rounded only when shown
//! - [`instrument`]: what is asked, weighed and graded in a fiscal year, and how sure that is
//! - [`answers`]: from the choices of respondents to item scores
//! - [`formula`]: which scores are the mean of which others
//! - [`results`]: from the scores that are known to total and level
//! - [`contradictions`](mod@contradictions): where given scores do not agree with each other
//! - [`gaps`](mod@gaps): where points are lost, and what each would win back
//! - [`what_if`]: what becomes of total and level when scores move, and the cheapest way to a level
//! - [`command`]: the command `prongsai score`, from its arguments to its answer
//!
//! ```
//! use scoring::{Instrument, Kind, Results, Score, Scores, gaps};
//!
//! let year = thai::FiscalYear::new(2564).and_then(Instrument::of).expect("2564 is defined");
//! let mut results = Results::default();
//! for (number, printed) in (6..).zip(["79.40", "79.91", "79.52"]) {
//!     results.indicators.insert(number, printed.parse::<Score>()?.into());
//! }
//! results.items.insert("E6".into(), "71.29".parse::<Score>()?.into());
//!
//! let scores = Scores::of(year, &results);
//! assert_eq!(scores.instrument(Kind::Eit).map(|eit| eit.score.to_string()).as_deref(), Some("79.61"));
//! assert_eq!(scores.total(), None);
//!
//! let gap = &gaps(year, &results, year.report_threshold())[0];
//! assert_eq!((gap.code.as_str(), &gap.weight), ("E6", &scoring::Exact::ratio(1, 50)));
//! # Ok::<(), scoring::score::ScoreError>(())
//! ```

pub mod answers;
pub mod command;
pub mod contradictions;
pub mod exact;
pub mod formula;
pub mod gaps;
pub mod instrument;
pub mod results;
pub mod score;
pub mod what_if;

pub use contradictions::{Contradiction, contradictions};
pub use exact::Exact;
pub use formula::Place;
pub use gaps::{Gap, gaps};
pub use instrument::{Fact, Indicator, Instrument, Item, Kind, Level, Standing, Subject};
pub use results::{Origin, Results, Scores, Value};
pub use score::Score;
