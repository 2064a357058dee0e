//! Documents out: the official form as PDF and as HTML, the analysis of a year as PDF and for Word.
//!
//! - [`analysis`]: why points were lost and what is done about it
//! - [`report_form`]: the five-column report of measures, from [`report::form`] to a finished file
//! - [`typeset`]: a typst template and its data become a tagged, archivable PDF
//! - [`line_breaks`]: tells the typesetter where a Thai line may end
//!
//! Pure: values in, bytes out. No file, no clock; the same input gives the same bytes.
//!
//! This crate carries the typesetter, which is most of what there is to compile. Nothing but the program depends on
//! it, so that it is rarely rebuilt.

pub mod analysis;
mod error;
pub mod line_breaks;
pub mod report_form;
pub mod typeset;

pub use analysis::{AnalysisReport, analysis_docx, analysis_pdf};
pub use error::DocumentError;
pub use report::form::{Digits, ReportForm};
pub use report_form::{REPORT_FORM_CSS, report_html, report_html_fragment, report_pdf};
