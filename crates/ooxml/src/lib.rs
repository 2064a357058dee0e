//! Office Open XML (ECMA-376), the container and the languages of DOCX and XLSX files.
//!
//! - [`package`]: the container, read within limits
//! - [`xml`]: the XML of its parts, read piece by piece within limits
//! - [`pack`]: parts become a package, byte for byte the same for the same parts
//! - [`word`]: a document of paragraphs, tables, pictures and charts becomes a DOCX file
//!
//! Knows nothing of reports. Pure: values in, bytes out, no clock.

pub mod pack;
pub mod package;
pub mod word;
mod writer;
pub mod xml;
