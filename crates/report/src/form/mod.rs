//! The official five-column form (แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส) as finished strings,
//! in the order in which they are printed. PDF, HTML, Word and Excel all show these.

mod digits;
mod printed;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

pub use self::{
    digits::Digits,
    printed::{DAY_LABEL, Field, Group, IndicatorHeading, PrintedForm, PrintedItem, PrintedParty, PrintedResult},
};
use crate::Report;

/// What the form is called.
pub const TITLE: &str = "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน";

/// A report and how it is to be printed.
#[derive(Clone, Debug, Serialize)]
pub struct ReportForm {
    /// What is reported. Its items may come in any order; they are printed by instrument and number.
    pub report: Report,
    /// The heading of the form, as a rule [`TITLE`].
    pub title: String,
    /// The reporting agency (หน่วยงาน).
    pub agency: String,
    /// The agency above it, printed behind its name.
    pub parent: Option<String>,
    /// The digits of everything but addresses.
    pub digits: Digits,
    /// Says on every page that nothing in it is real.
    pub demonstration: bool,
    /// Says how firm this copy is, on every page, e.g. `ฉบับร่าง ข้อมูล ณ วันที่ 8 เมษายน 2565`.
    pub status_line: Option<String>,
    /// Names of indicators that the report itself leaves unnamed, by number.
    pub indicator_names: BTreeMap<u8, String>,
    /// The row above the O items, which names their instrument.
    pub open_data_heading: String,
    /// The moment whose data it shows, as a rule that of their last change: printed in the foot and written into the
    /// PDF, so that the same data make the same file.
    pub printed_at: Timestamp,
}

impl ReportForm {
    /// The form as the agency publishes it: its own title, Thai digits, final, real.
    pub fn new(report: Report, agency: impl Into<String>, printed_at: Timestamp) -> Self {
        Self {
            report,
            title: TITLE.to_owned(),
            agency: agency.into(),
            parent: None,
            digits: Digits::Thai,
            demonstration: false,
            status_line: None,
            indicator_names: BTreeMap::new(),
            open_data_heading: "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)".to_owned(),
            printed_at,
        }
    }
}
