//! Thai language and calendar: everything that knows how Thai is written, counted, cut and sorted.
//!
//! - [`language`]: the two languages of the product and text that exists in both
//! - [`digits`]: Thai and Arabic numerals
//! - [`date`]: Buddhist-era dates as people write them, and fiscal years
//!
//! Pure: no input or output, no clock.

pub mod date;
pub mod digits;
pub mod language;

pub use date::FiscalYear;
pub use language::{Bilingual, Language};
