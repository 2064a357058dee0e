//! What is missing before a report is sent.

use std::collections::BTreeMap;

use report::Report;
use scoring::Instrument;
use thai::Bilingual;

/// Something that the finished report would lack, and at which items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// What is lacking.
    pub what: Bilingual,
    /// The codes of the items, in the order of the report.
    pub items: Vec<String>,
}

/// What the report lacks, the most important first; nothing if it is complete.
pub fn lacks(report: &Report) -> Vec<Lack> {
    let items = |lacking: &dyn Fn(&report::Item) -> bool| -> Vec<String> {
        report.items.iter().filter(|item| lacking(item)).map(|item| item.code.clone()).collect()
    };
    let found = [
        (Bilingual::new("ไม่มีมาตรการ", "No measure"), items(&|item| item.measures.is_empty())),
        (Bilingual::new("ไม่มีผลการดำเนินการ", "No result"), items(&|item| item.results.is_empty())),
        (
            Bilingual::new("ผลไม่ได้บอกสถานะ", "A result without a status"),
            items(&|item| !item.results.is_empty() && item.results.iter().any(|result| result.status.is_none())),
        ),
        (Bilingual::new("ไม่มีผู้รับผิดชอบ", "Nobody responsible"), items(&|item| item.responsible.is_empty())),
        (Bilingual::new("ไม่มีคะแนน", "No score"), items(&|item| item.score.is_none())),
        (
            Bilingual::new("ไม่ได้บอกว่ามีเอกสารประกอบหรือไม่", "Not said whether papers are attached"),
            items(&|item| {
                !report.with_documents.contains(&item.code) && !report.without_documents.contains(&item.code)
            }),
        ),
    ];
    found.into_iter().filter(|(_, items)| !items.is_empty()).map(|(what, items)| Lack { what, items }).collect()
}

/// The Thai names of the indicators of the scores' year, for indicators that the report leaves unnamed.
pub fn indicator_names(report: &Report) -> BTreeMap<u8, String> {
    let instrument = report.score_year.and_then(Instrument::of);
    let indicators = instrument.into_iter().flat_map(Instrument::indicators);
    indicators.map(|indicator| (indicator.number, indicator.name.th.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::{Duty, Item, Responsible, ResultLine, Status};

    fn complete() -> Item {
        Item {
            code: "I1".into(),
            indicator: 1,
            score: "77.87".parse().ok(),
            measures: vec!["มาตรการ".into()],
            results: vec![ResultLine { text: "ผล".into(), status: Some(Status::Done), ..ResultLine::default() }],
            responsible: vec![Responsible {
                party: "ฝ่ายปกครอง".into(), duty: Duty::CarryOut, telephone: None
            }],
            ..Item::default()
        }
    }

    #[test]
    fn a_complete_report_lacks_nothing() {
        let report = Report { items: vec![complete()], with_documents: vec!["I1".into()], ..Report::default() };
        assert_eq!(lacks(&report), []);
    }

    #[test]
    fn what_is_lacking_is_told_with_its_items() {
        let bare = Item { code: "O2".into(), indicator: 9, ..Item::default() };
        let unsaid =
            Item { results: vec![ResultLine { text: "ผล".into(), ..ResultLine::default() }], ..complete() };
        let told =
            lacks(&Report { items: vec![bare, unsaid], without_documents: vec!["O2".into()], ..Report::default() });
        let told: Vec<(&str, Vec<&str>)> =
            told.iter().map(|lack| (lack.what.en.as_str(), lack.items.iter().map(String::as_str).collect())).collect();
        assert_eq!(
            told,
            [
                ("No measure", vec!["O2"]),
                ("No result", vec!["O2"]),
                ("A result without a status", vec!["I1"]),
                ("Nobody responsible", vec!["O2"]),
                ("No score", vec!["O2"]),
                ("Not said whether papers are attached", vec!["I1"]),
            ]
        );
    }

    #[test]
    fn indicators_are_named_after_the_year_of_the_scores() {
        let report = Report { score_year: thai::FiscalYear::new(2564), ..Report::default() };
        assert_eq!(indicator_names(&report).len(), 10);
    }
}
