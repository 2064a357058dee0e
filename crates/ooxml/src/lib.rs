//! Office Open XML (ECMA-376), the container and the languages of DOCX and XLSX files.
//!
//! - [`pack`]: parts become a package, byte for byte the same for the same parts
//! - [`word`]: a document of paragraphs, tables, pictures and charts becomes a DOCX file
//!
//! Knows nothing of reports. Pure: values in, bytes out, no clock.

pub mod pack;
pub mod word;
mod writer;
