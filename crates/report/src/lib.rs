//! The official report of measures (the form that agencies publish each year): what it says, as data.
//!
//! - [`model`]: the report, its items, results and responsible parties, and its JSON form
//! - [`decode`]: bytes to text, whatever the encoding
//! - [`tables`]: Markdown and HTML to paragraphs and tables ([`document`]), with the line of everything
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
//! Inside the reader: `markup` cuts tags from text, `html` reads HTML tables, `columns` knows the headings, `labels`
//! the fixed words of the form, `subject` its first column, `codes` the item codes, `known` the year's instrument,
//! `text` finds words through OCR spaces.
//!
//! Pure: bytes and values in, values out.

pub mod check;
mod codes;
mod columns;
pub mod corrections;
pub mod coverage;
pub mod decode;
pub mod difference;
pub mod document;
mod error;
pub mod form;
mod html;
pub mod json;
mod known;
mod labels;
mod markup;
pub mod model;
mod subject;
pub mod summary;
pub mod tables;
mod text;
pub mod understand;
pub mod write;

pub use difference::{Change, difference};
pub use document::Passage;
pub use error::ReadError;
pub use model::*;
pub use understand::{Hints, SourcePassage, Understanding, read, understand};
