//! PDF.
use crate::{ReadError, document::Document};
/// Reads a PDF.
pub fn read(_: &[u8]) -> Result<Document, ReadError> {
    Err(ReadError::DamagedPdf)
}
