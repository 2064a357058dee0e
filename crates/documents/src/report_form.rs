//! The official five-column report of measures (แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส):
//! A4 landscape, items in the order of their codes, one heading row per indicator.
//!
//! The form is Thai by nature; only the file's description is also in English. What is printed is worked out once,
//! in [`report::form`], and set here twice: `templates/report_form.typ` for PDF, `templates/report_form.html` for HTML.

mod page;

use report::form::{PrintedForm, ReportForm};
use serde_json::{Value, json};

pub use self::page::{REPORT_FORM_CSS, report_html, report_html_fragment};
use crate::{
    DocumentError, line_breaks,
    typeset::{self, Print},
};

/// The form as PDF, made as PDF/A-2a and PDF/UA-1. The same form gives the same bytes.
pub fn report_pdf(form: &ReportForm) -> Result<Vec<u8>, DocumentError> {
    let printed = PrintedForm::new(form);
    let data = json!({ "form": for_layout(serialise(&printed)?), "meta": metadata(form) });
    refuse_missing_glyphs(&printed)?;
    typeset::pdf(&Print {
        template: include_str!("../templates/report_form.typ"),
        data: &data,
        identity: identity(form),
        printed_at: form.printed_at,
    })
}

/// Stays the same when the same report is exported again, and differs between agencies and years.
fn identity(form: &ReportForm) -> String {
    let year = form.report.year.map(|year| year.to_string()).unwrap_or_default();
    format!("prongsai/report-form/{}/{year}", form.agency)
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
