//! The official five-column report of measures (แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส):
//! A4 landscape, items in the order of their codes, one heading row per indicator.
//!
//! The form is Thai by nature; only the file's description is also in English. What is printed is worked out once, in
//! `printed`, and set twice: `templates/report_form.typ` for PDF, `templates/report_form.html` for HTML.

mod digits;
mod page;
mod printed;

use std::collections::BTreeMap;

use jiff::Timestamp;
use report::Report;
use serde_json::{Value, json};

use self::printed::PrintedForm;
pub use self::{
    digits::Digits,
    page::{REPORT_FORM_CSS, report_html, report_html_fragment},
};
use crate::{
    DocumentError, line_breaks,
    typeset::{self, Print},
};

/// What the form is called.
pub const TITLE: &str = "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน";

/// A report and how it is to be printed.
#[derive(Clone, Debug)]
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

    /// Stays the same when the same report is exported again, and differs between agencies and years.
    fn identity(&self) -> String {
        let year = self.report.year.map(|year| year.to_string()).unwrap_or_default();
        format!("prongsai/report-form/{}/{year}", self.agency)
    }
}

/// The form as PDF, made as PDF/A-2a and PDF/UA-1. The same form gives the same bytes.
pub fn report_pdf(form: &ReportForm) -> Result<Vec<u8>, DocumentError> {
    let printed = PrintedForm::new(form);
    let data = json!({ "form": for_layout(serialise(&printed)?), "meta": metadata(form) });
    refuse_missing_glyphs(&printed)?;
    typeset::pdf(&Print {
        template: include_str!("../templates/report_form.typ"),
        data: &data,
        identity: form.identity(),
        printed_at: form.printed_at,
    })
}

fn metadata(form: &ReportForm) -> Value {
    let year = form.report.year.map(|year| format!(", fiscal year BE {year}")).unwrap_or_default();
    json!({
        "title": format!("{} {}", form.title, form.agency),
        "author": form.agency,
        "description": format!(
            "Report form: results of carrying out the measures that promote integrity and transparency within the agency{year}"
        ),
        "keywords": ["ITA", "คุณธรรมและความโปร่งใส", "integrity and transparency assessment"],
    })
}

/// Every text of the form, with the places marked where its lines may end.
pub(crate) fn for_layout(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(line_breaks::mark(&text)),
        Value::Array(values) => values.into_iter().map(for_layout).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, for_layout(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

fn refuse_missing_glyphs(printed: &PrintedForm) -> Result<(), DocumentError> {
    let header = PrintedForm { groups: Vec::new(), ..printed.clone() };
    refuse_missing_in("header", &serialise(&header)?)?;
    for group in &printed.groups {
        refuse_missing_in("header", &json!([group.instrument, serialise(&group.indicator)?]))?;
        for item in &group.items {
            refuse_missing_in(&item.code, &serialise(item)?)?;
        }
    }
    Ok(())
}

pub(crate) fn refuse_missing_in(place: &str, texts: &Value) -> Result<(), DocumentError> {
    let mut missing = Vec::new();
    collect_missing(texts, &mut missing);
    if missing.is_empty() {
        return Ok(());
    }
    let characters = missing.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
    Err(DocumentError::MissingGlyphs { characters, place: place.to_owned() })
}

fn collect_missing(texts: &Value, missing: &mut Vec<char>) {
    match texts {
        Value::String(text) => {
            for c in text.chars() {
                if !typeset::has_glyph(c) && !missing.contains(&c) {
                    missing.push(c);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect_missing(value, missing)),
        Value::Object(fields) => fields.values().for_each(|value| collect_missing(value, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub(crate) fn serialise(value: &impl serde::Serialize) -> Result<Value, DocumentError> {
    serde_json::to_value(value).map_err(|error| DocumentError::Template(error.to_string()))
}
