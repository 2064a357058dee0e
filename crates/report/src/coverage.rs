//! The proof that nothing is lost: every Thai letter of a source is looked for in the report that was read from it.

use crate::{
    Report, Status,
    document::{Document, Passage},
    text::is_thai_letter,
};

/// Words of the form that need not be kept, because the report's structure says the same.
const LABELS: &[&str] = &[
    "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "ไม่มีเอกสารประกอบการรายงานระบุตัวชี้วัดเช่น",
    "มีเอกสารประกอบการรายงานระบุตัวชี้วัดเช่น",
    "ไม่มีเอกสารประกอบการรายงาน",
    "มีเอกสารประกอบการรายงาน",
    "มาตรการเพื่อขับเคลื่อนฯ",
    "มาตรการเพื่อขับเคลื่อน",
    "การเปิดเผยข้อมูลสาธารณะ",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
    "ประจำปีงบประมาณพศ", "ปีงบประมาณพศ", "ประจำปีงบประมาณ", "ปีงบประมาณ", "พศ",
    "แนวทางการปฏิบัติ", "ผลการดำเนินงาน", "ผลการดำเนินการ", "สถานะการดำเนินการ", "สถานะ", "ผู้รับผิดชอบ",
    "ผู้กำกับดูแล", "ผู้กำกับ", "ผู้ดำเนินการ", "ผู้ปฏิบัติงาน", "ผู้ปฏิบัติ",
    "กำกับดูแล", "กำกับติดตาม", "กำกับ", "ควบคุม", "ดูแล",
    "หมายเลขโทรศัพท์", "โทรศัพท์", "โทร", "ต่อ",
    "คะแนนเฉลี่ย", "คะแนนที่ได้", "ได้รับคะแนน", "ได้คะแนน", "ผลคะแนน", "ค่าเฉลี่ย", "คะแนน",
    "ตัวชี้วัดที่", "ตัวชี้วัด", "ชื่อหน่วยงาน", "หน่วยงาน", "ข้อมูลณวันที่", "ณวันที่", "วันที่",
    "ข้อที่", "ข้อ", "หน้าที่", "หน้า", "ลำดับที่", "มาตรการ",
];

/// Fewer letters than this in a row may be found anywhere by chance and prove nothing, unless they stand alone.
const SHORTEST_PROOF: usize = 4;

/// A piece of the source that stands nowhere in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Line in the source.
    pub line: usize,
    /// The letters that were not found, without spaces.
    pub letters: String,
}

/// Looks for every Thai letter of the source in the report; each place in the report answers for one place only.
pub fn lost(source: &Document, report: &Report) -> Vec<Lost> {
    let mut kept: Vec<Vec<char>> = texts(report).iter().map(|text| letters(text)).filter(|t| !t.is_empty()).collect();
    let labels: Vec<Vec<char>> = label_texts().iter().map(|label| letters(label)).collect();
    // Long passages first, so that a short one does not break the place that a long one needs.
    let mut passages: Vec<&Passage> = source.passages().collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(passage.text.len()));
    let mut lost: Vec<Lost> = passages.into_iter().filter_map(|passage| lost_of(passage, &mut kept, &labels)).collect();
    lost.sort_by_key(|lost| lost.line);
    lost
}

fn lost_of(passage: &Passage, kept: &mut Vec<Vec<char>>, labels: &[Vec<char>]) -> Option<Lost> {
    let wanted = letters(&passage.text);
    let mut missing = String::new();
    let mut at = 0;
    while at < wanted.len() {
        let rest = &wanted[at..];
        let (length, place) = longest_start(rest, kept);
        let label = labels.iter().filter(|label| rest.starts_with(label)).map(Vec::len).max().unwrap_or(0);
        // What is left of a passage may be short; a start in mid-word by chance may not.
        let proven = length >= SHORTEST_PROOF.min(rest.len()) || (length > 0 && length == rest.len());
        if label > 0 && label >= length {
            at += label;
        } else if let (Some((text, start)), true) = (place, proven) {
            let tail = kept[text].split_off(start + length);
            kept[text].truncate(start);
            kept.push(tail);
            at += length;
        } else {
            missing.push(wanted[at]);
            at += 1;
        }
    }
    (!missing.is_empty()).then_some(Lost { line: passage.line, letters: missing })
}

/// The longest start of `wanted` that stands in a kept text: its length, the text and the place in it. Of places
/// equally long, the one in the shortest text.
fn longest_start(wanted: &[char], kept: &[Vec<char>]) -> (usize, Option<(usize, usize)>) {
    let mut best: (usize, Option<(usize, usize)>) = (0, None);
    for (number, text) in kept.iter().enumerate() {
        for start in 0..(text.len() + 1).saturating_sub(best.0.max(1)) {
            // Only a place that could equal the best so far is compared.
            let last = best.0.max(1) - 1;
            if text[start] != wanted[0] || text.get(start + last) != wanted.get(last) {
                continue;
            }
            let length = text[start..].iter().zip(wanted).take_while(|(a, b)| a == b).count();
            let shorter = best.1.is_none_or(|(other, _)| text.len() < kept[other].len());
            if length > best.0 || (length == best.0 && shorter) {
                best = (length, Some((number, start)));
            }
        }
    }
    best
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| is_thai_letter(*c)).collect()
}

/// Labels and the words of statuses, which the report holds as values.
fn label_texts() -> Vec<String> {
    let statuses = crate::labels::status_words().map(str::to_owned);
    let official = Status::ALL.iter().map(|status| status.official().to_owned());
    let months = thai::date::MONTHS.iter().flat_map(|month| {
        [thai::Language::Thai].map(|language| month.name(language).to_owned()).into_iter().chain([month.short(thai::Language::Thai).to_owned()])
    });
    LABELS.iter().map(|label| (*label).to_owned()).chain(statuses).chain(official).chain(months).collect()
}

/// Every text that the report keeps.
fn texts(report: &Report) -> Vec<String> {
    let mut texts: Vec<String> = report.agency.iter().cloned().collect();
    texts.extend(report.indicators.iter().map(|indicator| indicator.name.clone()));
    for item in &report.items {
        texts.push(item.topic.clone());
        texts.extend(item.guidelines.iter().chain(&item.measures).cloned());
        texts.extend(item.results.iter().map(|result| result.text.clone()));
        texts.extend(item.responsible.iter().map(|party| party.party.clone()));
    }
    texts.extend(report.corrections.iter().filter(|c| matches!(c.part.as_str(), "code" | "indicator" | "topic")).map(|c| c.printed.clone()));
    texts.extend(report.unparsed.iter().map(|unparsed| unparsed.text.clone()));
    texts
}
