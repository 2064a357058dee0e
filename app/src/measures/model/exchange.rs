//! From the official report to the plan and back.
//!
//! What a plan keeps of a report: its day, and for each item topic, guidelines, measures, results, responsible
//! parties, supporting papers and what was not understood. Scores belong to the assessment and are handed in.

use std::collections::BTreeMap;

use report::{Indicator, Item, Report, ResultLine as ReportedResult, Unparsed};
use scoring::{Instrument, Score};
use thai::FiscalYear;

use super::{Documents, Line, Party, Plan, PlanItem, ResultId, ResultLine, ResultText};

/// What a report says about one item, as the plan keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Its code.
    pub code: String,
    /// The key of its duty, if the instrument of the scores' year knows the code.
    pub duty: Option<String>,
    /// The number of its indicator.
    pub indicator: u8,
    /// What it asks: as printed, or else as the instrument says it.
    pub topic: String,
    /// Does the report come with supporting papers for it?
    pub documents: Option<Documents>,
    /// Guidelines.
    pub guidelines: Vec<String>,
    /// Measures.
    pub measures: Vec<String>,
    /// Results.
    pub results: Vec<ResultText>,
    /// Responsible parties.
    pub responsibles: Vec<Party>,
    /// What was not understood at this item.
    pub not_understood: Vec<String>,
}

/// What the report says of each item, in its order; a code that stands twice counts once, with all its parts.
pub fn reported_items(report: &Report, score_year: FiscalYear) -> Vec<Reported> {
    let mut items: Vec<Reported> = Vec::new();
    for item in &report.items {
        let next = reported(report, item, score_year);
        match items.iter_mut().find(|earlier| earlier.code == next.code) {
            Some(earlier) => earlier.join(next),
            None => items.push(next),
        }
    }
    items
}

/// What of the report stands at no item that it answers: texts not understood, and codes that only its list of
/// supporting papers names.
pub fn texts_of_the_whole(report: &Report) -> Vec<String> {
    let answered = |code: &str| report.items.iter().any(|item| item.code == code);
    let unparsed = report.unparsed.iter().filter(|text| !text.item.as_deref().is_some_and(answered));
    let mut texts: Vec<String> = unparsed.map(|text| text.text.clone()).collect();
    for (documents, codes) in
        [(Documents::With, &report.with_documents), (Documents::Without, &report.without_documents)]
    {
        let others: Vec<&str> = codes.iter().map(String::as_str).filter(|code| !answered(code)).collect();
        if !others.is_empty() {
            texts.push(format!("{}: {}", documents.name().th, others.join(" ")));
        }
    }
    texts
}

fn reported(report: &Report, item: &Item, score_year: FiscalYear) -> Reported {
    let known = Instrument::of(score_year).and_then(|instrument| instrument.item(&item.code));
    let topic = if item.topic.trim().is_empty() { known.map(|known| known.topic.th.clone()) } else { None };
    let unparsed = report.unparsed.iter().filter(|text| text.item.as_deref() == Some(item.code.as_str()));
    Reported {
        code: item.code.clone(),
        duty: known.map(|known| known.duty.clone()),
        indicator: item.indicator,
        topic: topic.unwrap_or_else(|| item.topic.clone()),
        documents: documents(report, &item.code),
        guidelines: item.guidelines.clone(),
        measures: item.measures.clone(),
        results: results(item),
        responsibles: item.responsible.iter().map(party).collect(),
        not_understood: unparsed.map(|text| text.text.clone()).collect(),
    }
}

fn documents(report: &Report, code: &str) -> Option<Documents> {
    let named = |codes: &[String]| codes.iter().any(|named| named == code);
    if named(&report.with_documents) {
        Some(Documents::With)
    } else {
        named(&report.without_documents).then_some(Documents::Without)
    }
}

/// The results of an item; a status that stands alone in its cell is a result without words.
fn results(item: &Item) -> Vec<ResultText> {
    let said =
        |result: &ReportedResult| ResultText { text: result.text.clone(), status: result.status, day: result.date };
    let with_text = item.results.iter().map(said);
    let alone = if item.results.is_empty() { item.statuses.as_slice() } else { &[] };
    let alone = alone.iter().map(|status| ResultText { text: String::new(), status: Some(*status), day: None });
    with_text.chain(alone).collect()
}

fn party(responsible: &report::Responsible) -> Party {
    Party {
        name: responsible.party.clone(),
        duty: responsible.duty,
        telephone: responsible.telephone.clone(),
        link: None,
    }
}

impl Reported {
    fn join(&mut self, other: Reported) {
        self.guidelines.extend(other.guidelines);
        self.measures.extend(other.measures);
        self.results.extend(other.results);
        self.responsibles.extend(other.responsibles);
    }
}

/// What the office's own records say of the results of a plan.
pub type Readings = BTreeMap<ResultId, Vec<report::Reading>>;

/// The plan as the official report. `scores` are those of the year the plan answers, by item code (`I7`) and
/// indicator number (`1`).
pub fn to_report(plan: &Plan, agency: &str, scores: &BTreeMap<String, Score>, readings: &Readings) -> Report {
    let codes = |documents| {
        let named = plan.items.iter().filter(move |item| item.documents == Some(documents));
        named.map(|item| item.code.clone()).collect()
    };
    Report {
        agency: Some(agency.to_owned()),
        report_date: plan.head.report_day,
        year: Some(plan.head.year),
        score_year: Some(plan.head.score_year),
        with_documents: codes(Documents::With),
        without_documents: codes(Documents::Without),
        indicators: indicators(plan, scores),
        items: plan.items.iter().map(|item| to_item(item, scores, readings)).collect(),
        warnings: Vec::new(),
        corrections: Vec::new(),
        unparsed: unparsed(plan),
    }
}

/// The indicators of the plan's items. The official form heads the surveys' items with their indicators; those of the
/// open data check stand in it only if they have a score.
fn indicators(plan: &Plan, scores: &BTreeMap<String, Score>) -> Vec<Indicator> {
    let instrument = Instrument::of(plan.head.score_year);
    let mut numbers: Vec<u8> = plan.items.iter().map(|item| item.indicator).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let indicator = |number: u8| {
        let known = instrument.and_then(|instrument| instrument.indicator(number));
        let score = scores.get(&number.to_string()).copied();
        let is_headed = score.is_some() || known.is_none_or(|known| known.kind != scoring::Kind::Oit);
        let name = known.map(|known| known.name.th.clone()).unwrap_or_default();
        is_headed.then_some(Indicator { number, name, score })
    };
    numbers.into_iter().filter_map(indicator).collect()
}

fn to_item(item: &PlanItem, scores: &BTreeMap<String, Score>, readings: &Readings) -> Item {
    let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect();
    let said = item.results.iter().map(|result| &result.said);
    let mut statuses: Vec<report::Status> = said.filter_map(|said| said.status).collect();
    // One status stands in the form for all lines before it.
    statuses.dedup();
    let result = |result: &ResultLine| ReportedResult {
        text: result.said.text.clone(),
        status: result.said.status,
        date: result.said.day,
        readings: readings.get(&result.id).cloned().unwrap_or_default(),
    };
    let with_text = item.results.iter().filter(|result| !result.said.text.is_empty());
    let responsible = item.responsibles.iter().map(|responsible| report::Responsible {
        party: responsible.party.name.clone(),
        duty: responsible.party.duty,
        telephone: responsible.party.telephone.clone(),
    });
    Item {
        code: item.code.clone(),
        indicator: item.indicator,
        topic: item.topic.clone(),
        score: scores.get(&item.code).copied(),
        guidelines: texts(&item.guidelines),
        measures: texts(&item.measures),
        results: with_text.map(result).collect(),
        statuses,
        responsible: responsible.collect(),
    }
}

fn unparsed(plan: &Plan) -> Vec<Unparsed> {
    let notes = plan.items.iter().flat_map(|item| item.notes.iter().map(move |line| (Some(item), line)));
    let all = notes.chain(plan.notes.iter().map(|line| (None, line)));
    all.map(|(item, line)| Unparsed {
        text: line.text.clone(),
        item: item.map(|item| item.code.clone()),
        place: item.map(|item| item.code.clone()).unwrap_or_default(),
    })
    .collect()
}
