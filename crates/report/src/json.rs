//! The report as JSON text, and back.

use crate::{ReadError, Report};

/// The JSON form that is exported and read again, indented.
pub fn to_json(report: &Report) -> String {
    serde_json::to_string_pretty(report).expect("a report has string keys and finite values only")
}

/// Reads what [`to_json`] wrote.
pub fn from_json(text: &str) -> Result<Report, ReadError> {
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| ReadError::Json { reason: error.to_string() })
}
