//! What a later version of a report would change, shown before it is taken.

use thai::Bilingual;

use crate::{Item, Report, Responsible, ResultLine};

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item, `indicator N`, or empty for the header.
    pub place: String,
    /// What differs.
    pub field: Field,
    /// As it is; `None` if it is new.
    pub before: Option<String>,
    /// As it would be; `None` if it would be gone.
    pub after: Option<String>,
}

/// What can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The agency's name.
    Agency,
    /// The day on the report.
    ReportDate,
    /// The fiscal year.
    Year,
    /// The year of the scores.
    ScoreYear,
    /// Items with papers.
    WithDocuments,
    /// Items without papers.
    WithoutDocuments,
    /// An indicator's name.
    IndicatorName,
    /// An indicator's mean.
    IndicatorScore,
    /// A whole item, added or gone.
    Item,
    /// An item's indicator.
    Indicator,
    /// What an item asks.
    Topic,
    /// An item's score.
    Score,
    /// Guidelines.
    Guidelines,
    /// Measures.
    Measures,
    /// Results with their statuses and dates.
    Results,
    /// Statuses.
    Statuses,
    /// Responsible parties.
    Responsible,
}

impl Field {
    /// Its name for people.
    pub fn name(self) -> Bilingual {
        let (thai, english) = match self {
            Field::Agency => ("หน่วยงาน", "Agency"),
            Field::ReportDate => ("วันที่", "Date"),
            Field::Year => ("ปีงบประมาณ", "Fiscal year"),
            Field::ScoreYear => ("ปีของคะแนน", "Year of the scores"),
            Field::WithDocuments => ("ข้อที่มีเอกสารประกอบ", "Items with documents"),
            Field::WithoutDocuments => ("ข้อที่ไม่มีเอกสารประกอบ", "Items without documents"),
            Field::IndicatorName => ("ชื่อตัวชี้วัด", "Indicator name"),
            Field::IndicatorScore => ("คะแนนตัวชี้วัด", "Indicator score"),
            Field::Item => ("ข้อ", "Item"),
            Field::Indicator => ("ตัวชี้วัด", "Indicator"),
            Field::Topic => ("ข้อคำถาม", "Topic"),
            Field::Score => ("คะแนน", "Score"),
            Field::Guidelines => ("แนวทางการปฏิบัติ", "Guidelines"),
            Field::Measures => ("มาตรการ", "Measures"),
            Field::Results => ("ผลการดำเนินการ", "Results"),
            Field::Statuses => ("สถานะ", "Statuses"),
            Field::Responsible => ("ผู้รับผิดชอบ", "Responsible parties"),
        };
        Bilingual::new(thai, english)
    }
}

/// Every difference, header first, then indicators, then items in the order of the new version and those gone last.
///
/// Warnings, corrections and text not understood belong to the reading, not to what is reported, and do not count.
pub fn difference(old: &Report, new: &Report) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |place: &str, field, before: Option<String>, after: Option<String>| {
        if before != after {
            changes.push(Change { place: place.to_owned(), field, before, after });
        }
    };
    let codes = |codes: &[String]| some(codes.join(" "));
    add("", Field::Agency, old.agency.clone(), new.agency.clone());
    add("", Field::ReportDate, old.report_date.map(day), new.report_date.map(day));
    add("", Field::Year, old.year.map(|y| y.to_string()), new.year.map(|y| y.to_string()));
    add("", Field::ScoreYear, old.score_year.map(|y| y.to_string()), new.score_year.map(|y| y.to_string()));
    add("", Field::WithDocuments, codes(&old.with_documents), codes(&new.with_documents));
    add("", Field::WithoutDocuments, codes(&old.without_documents), codes(&new.without_documents));
    for number in 1..=10 {
        let find = |report: &Report| report.indicators.iter().find(|indicator| indicator.number == number).cloned();
        let (before, after) = (find(old), find(new));
        let place = format!("indicator {number}");
        let name = |indicator: &Option<crate::Indicator>| indicator.as_ref().map(|known| known.name.clone());
        let score = |indicator: &Option<crate::Indicator>| indicator.as_ref()?.score.map(|score| score.to_string());
        add(&place, Field::IndicatorName, name(&before), name(&after));
        add(&place, Field::IndicatorScore, score(&before), score(&after));
    }
    let old_items = numbered(&old.items);
    let new_items = numbered(&new.items);
    for (key, item) in &new_items {
        match old_items.iter().find(|(old_key, _)| old_key == key) {
            Some((_, before)) => compare_items(before, item, &mut add),
            None => add(&item.code, Field::Item, None, Some(item.topic.clone())),
        }
    }
    for (_, item) in old_items.iter().filter(|(key, _)| !new_items.iter().any(|(new_key, _)| new_key == key)) {
        add(&item.code, Field::Item, Some(item.topic.clone()), None);
    }
    changes
}

/// Items by code; the second of the same code is told apart by its number.
fn numbered(items: &[Item]) -> Vec<((&str, usize), &Item)> {
    let nth = |at: usize| items[..at].iter().filter(|item| item.code == items[at].code).count();
    items.iter().enumerate().map(|(at, item)| ((item.code.as_str(), nth(at)), item)).collect()
}

fn compare_items(old: &Item, new: &Item, add: &mut impl FnMut(&str, Field, Option<String>, Option<String>)) {
    let code = &new.code;
    let results = |lines: &[ResultLine]| some(lines.iter().map(result_text).collect::<Vec<_>>().join("\n"));
    let parties = |parties: &[Responsible]| some(parties.iter().map(party_text).collect::<Vec<_>>().join("\n"));
    let statuses = |item: &Item| some(item.statuses.iter().map(|s| s.official()).collect::<Vec<_>>().join("\n"));
    add(code, Field::Indicator, Some(old.indicator.to_string()), Some(new.indicator.to_string()));
    add(code, Field::Topic, some(old.topic.clone()), some(new.topic.clone()));
    add(code, Field::Score, old.score.map(|s| s.to_string()), new.score.map(|s| s.to_string()));
    add(code, Field::Guidelines, some(old.guidelines.join("\n")), some(new.guidelines.join("\n")));
    add(code, Field::Measures, some(old.measures.join("\n")), some(new.measures.join("\n")));
    add(code, Field::Results, results(&old.results), results(&new.results));
    add(code, Field::Statuses, statuses(old), statuses(new));
    add(code, Field::Responsible, parties(&old.responsible), parties(&new.responsible));
}

/// A day as the form writes it.
fn day(day: jiff::civil::Date) -> String {
    thai::date::short(day, thai::Language::Thai)
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn result_text(line: &ResultLine) -> String {
    let status = line.status.map(|status| format!(" “{}”", status.official())).unwrap_or_default();
    let date = line.date.map(|date| format!(" ({})", day(date))).unwrap_or_default();
    format!("{}{status}{date}", line.text)
}

fn party_text(party: &Responsible) -> String {
    let duty = match party.duty {
        crate::Duty::CarryOut => "ปฏิบัติ",
        crate::Duty::Supervise => "กำกับดูแล",
    };
    let telephone = party.telephone.as_ref().map(|number| format!(" โทร {number}")).unwrap_or_default();
    format!("{} ({duty}){telephone}", party.party)
}
