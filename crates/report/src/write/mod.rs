//! Files that an office can open, change and bring in again.
//!
//! - [`docx`]: the official form as a Word document
//! - [`xlsx`]: the official form as an Excel workbook
//! - [`memo`]: the cover memo as a Word document
//! - [`csv`]: everything of the report as a table for programs
//!
//! Word and Excel files show the form and carry the data that it was made from; [`carried`] brings both together again
//! when such a file comes back.

pub mod carried;
pub mod csv;
pub mod docx;
pub mod memo;
pub mod xlsx;

use crate::form::{PrintedItem, PrintedParty, PrintedResult};

/// A finished file could not be made: a defect of this program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file cannot be written: {0}")]
pub struct WriteError(pub String);

/// The texts of an item's cells, each as its paragraphs or lines, in the order of the form.
pub(crate) fn cells(item: &PrintedItem) -> [Vec<String>; 5] {
    let subject = [Some(format!("{} {}", item.code, item.topic)), item.score.clone()];
    [
        subject.into_iter().flatten().collect(),
        item.guidelines.clone(),
        item.measures.clone(),
        item.results.iter().map(result).collect(),
        item.responsible.iter().map(party).collect(),
    ]
}

/// A result with its status on the next line, and what the office's own records say of it on those after.
fn result(result: &PrintedResult) -> String {
    let parts = [Some(result.text.as_str()).filter(|text| !text.is_empty()), result.status.as_deref()];
    let readings = result.readings.iter().map(String::as_str);
    parts.into_iter().flatten().chain(readings).collect::<Vec<_>>().join("\n")
}

/// A party with its telephone on the next line.
fn party(party: &PrintedParty) -> String {
    let name = [Some(party.name.as_str()), party.duty].into_iter().flatten().collect::<Vec<_>>().join(" ");
    [Some(name), party.telephone.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
