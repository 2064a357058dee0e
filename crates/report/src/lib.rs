//! The official report of measures (the form that agencies publish each year): what it says, as data.
//!
//! - [`model`]: the report, its items, results and responsible parties, and its JSON form
//!
//! Pure: bytes and values in, values out.

pub mod decode;
pub mod document;
mod error;
mod html;
mod markup;
pub mod model;
pub mod tables;

pub use error::ReadError;
pub use model::*;
