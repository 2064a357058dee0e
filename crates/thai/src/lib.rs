//! Thai language and calendar: everything that knows how Thai is written, counted, cut and sorted.
//!
//! - [`language`]: the two languages of the product and text that exists in both
//! - [`digits`]: Thai and Arabic numerals, grouped numbers, baht and percent
//! - [`date`]: Buddhist-era dates as people write and read them, moments in Bangkok, fiscal years
//! - [`text`]: one spelling for what looks the same, clusters, likeness, telephone numbers
//! - [`lines`]: what belongs together on one line
//! - [`words`]: where words end, for breaking lines and for searching
//! - [`sorting`]: Thai dictionary order as bytes for a database column
//!
//! Pure: no input or output, no clock.

pub mod date;
pub mod digits;
pub mod language;
pub mod lines;
pub mod sorting;
pub mod text;
pub mod words;

pub use date::{FiscalYear, Quarter};
pub use language::{Bilingual, Language};
pub use sorting::sort_key;
