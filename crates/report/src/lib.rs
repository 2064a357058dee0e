//! The official report of measures (the form that agencies publish each year): what it says, as data.
//!
//! - [`model`]: the report, its items, results and responsible parties, and its JSON form
//! - [`formats`]: a file of any kind to paragraphs and tables ([`document`]), with the place of everything ([`place`])
//! - [`understand`]: paragraphs and tables to a report
//! - [`check`]: what looks wrong or contradictory, as warnings
//! - [`corrections`]: likely slips of the OCR, offered and applied on demand
//! - [`form`]: the official form as finished strings
//! - [`write`]: the official form as Word, Excel and CSV files
//! - [`json`]: the report as JSON text, and back
//! - [`difference`]: what a later version would change
//! - [`coverage`]: the proof that no letter of a source was lost
//! - [`summary`]: what was understood, for a terminal
//!
//! Inside the reader: `columns` knows the headings, `labels` the fixed words of the form, `subject` its first column,
//! `codes` the item codes, `known` the year's instrument, `text` finds words through OCR spaces.
//!
//! Pure: bytes and values in, values out.

pub mod check;
mod codes;
mod columns;
pub mod corrections;
pub mod coverage;
pub mod difference;
pub mod document;
mod error;
pub mod form;
pub mod formats;
pub mod json;
mod known;
mod labels;
pub mod model;
pub mod place;
mod reading;
mod subject;
pub mod summary;
mod text;
pub mod understand;
pub mod write;

pub use difference::{Change, difference};
pub use document::Passage;
pub use error::{OtherKind, ReadError};
pub use formats::Format;
pub use labels::status_of_words;
pub use model::*;
pub use place::Place;
pub use understand::{Hints, SourcePassage, Understanding, read, understand};
