//! Office Open XML (ECMA-376), the container and the languages of DOCX and XLSX files.
//!
//! - [`package`]: the container, read within limits
//! - [`xml`]: the XML of its parts, read piece by piece within limits

pub mod package;
pub mod xml;
