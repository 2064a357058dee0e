//! A typst template and its data become a tagged, archivable PDF.
//!
//! The data reach the template as `data.json`, never as template text, so nothing that a person typed can be read as
//! markup. The PDF is made as PDF/A-2a and PDF/UA-1, and the same [`Print`] gives the same bytes.

mod text_layer;
mod world;

use jiff::{Timestamp, tz};
use serde_json::Value;
use typst::{diag::SourceDiagnostic, foundations::Datetime, foundations::Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::world::PrintWorld;
use crate::DocumentError;

/// One document to be made.
pub struct Print<'a> {
    /// The typst source; it reads its data with `json("data.json")`.
    pub template: &'static str,
    /// What the template shows.
    pub data: &'a Value,
    /// Names this document lastingly, so that its PDF identifier does not change from one export to the next.
    pub identity: String,
    /// The moment written into the file as its creation date.
    pub printed_at: Timestamp,
}

/// Typesets and exports. Takes tens of milliseconds and some megabytes of memory: run it off the async threads.
pub fn pdf(print: &Print<'_>) -> Result<Vec<u8>, DocumentError> {
    let exported = lay_out(print).and_then(|document| export(text_layer::repair(document), print));
    // The typesetter remembers every layout it made: megabytes per document, and contents that may be confidential.
    typst::comemo::evict(0);
    exported
}

/// Can the form's typeface draw this character? Line feeds and break controls need no glyph.
pub fn has_glyph(c: char) -> bool {
    c == '\n' || text_layer::is_break_control(c) || world::has_glyph(c)
}

fn lay_out(print: &Print<'_>) -> Result<PagedDocument, DocumentError> {
    let world = PrintWorld::new(print.template, print.data.to_string());
    typst::compile(&world).output.map_err(|errors| DocumentError::Template(sentences(&errors)))
}

fn export(document: PagedDocument, print: &Print<'_>) -> Result<Vec<u8>, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| DocumentError::Export(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(print.identity.clone()),
        creator: Smart::Custom(Some("Prongsai".to_owned())),
        timestamp: Some(pdf_moment(print.printed_at)?),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| DocumentError::Export(sentences(&errors)))
}

fn pdf_moment(moment: Timestamp) -> Result<typst_pdf::Timestamp, DocumentError> {
    let utc = moment.to_zoned(tz::TimeZone::UTC);
    Datetime::from_ymd_hms(
        utc.year().into(),
        utc.month() as u8,
        utc.day() as u8,
        utc.hour() as u8,
        utc.minute() as u8,
        utc.second() as u8,
    )
    .map(typst_pdf::Timestamp::new_utc)
    .ok_or_else(|| DocumentError::Export(format!("{moment} is not a date that PDF can hold")))
}

fn sentences(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
