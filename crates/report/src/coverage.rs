//! The proof that nothing is lost: every Thai letter of a source is looked for in the report that was read from it.

use std::collections::{BTreeMap, HashMap};

use crate::{
    Report, Status,
    document::{Block, Cell, Document, Passage, Row},
    text::is_thai_letter,
};

/// Words of the form that need not be kept, because the report's structure says the same.
const LABELS: &[&str] = &[
    "ไม่มีเอกสารประกอบการรายงานระบุตัวชี้วัดเช่น",
    "มีเอกสารประกอบการรายงานระบุตัวชี้วัดเช่น",
    "ระบุตัวชี้วัดเช่น",
    "ไม่มีเอกสารประกอบการรายงาน",
    "มีเอกสารประกอบการรายงาน",
    "ไม่มีเอกสารประกอบ",
    "มีเอกสารประกอบ",
    "มาตรการเพื่อขับเคลื่อนฯ",
    "มาตรการเพื่อขับเคลื่อน",
    "การเปิดเผยข้อมูลสาธารณะ",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
    "ประจำปีงบประมาณพศ",
    "ปีงบประมาณพศ",
    "ประจำปีงบประมาณ",
    "ปีงบประมาณ",
    "พศ",
    "แนวทางการปฏิบัติ",
    "ผลการดำเนินงาน",
    "ผลการดำเนินการ",
    "สถานะการดำเนินการ",
    "สถานะ",
    "ผู้รับผิดชอบ",
    "ผู้กำกับดูแล",
    "ผู้กำกับ",
    "ผู้ดำเนินการ",
    "ผู้ปฏิบัติงาน",
    "ผู้ปฏิบัติ",
    "กำกับดูแล",
    "กำกับติดตาม",
    "กำกับ",
    "ควบคุม",
    "ดูแล",
    "หมายเลขโทรศัพท์",
    "โทรศัพท์",
    "โทร",
    "ต่อ",
    "คะแนนเฉลี่ย",
    "คะแนนที่ได้",
    "ได้รับคะแนน",
    "ได้คะแนน",
    "ผลคะแนน",
    "ค่าเฉลี่ย",
    "คะแนน",
    "ตัวชี้วัดที่",
    "ตัวชี้วัด",
    "ชื่อหน่วยงาน",
    "หน่วยงาน",
    "ข้อมูลณวันที่",
    "ณวันที่",
    "วันที่",
    "ข้อที่",
    "ข้อ",
    "หน้าที่",
    "หน้า",
    "ถึง",
    "ลำดับที่",
    "มาตรการ",
];

/// Fewer letters than this in a row may be found anywhere by chance and prove nothing, unless they stand alone.
const SHORTEST_PROOF: usize = 3;

/// Halves of damaged words of the form may make the count of letters differ by a few fewer than this.
const SMALLEST_DEFICIT: i64 = 10;

/// A piece of the source that stands nowhere in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Line in the source; 0 if only the number of the letters tells that some are missing.
    pub line: usize,
    /// The letters that were not found, without spaces.
    pub letters: String,
}

/// Looks for every Thai letter of the source in the report.
///
/// Each piece of the source must stand in a text of the report or be a word of the form; and the report must hold each
/// letter at least as often as the source outside those words, so that one text cannot answer for two.
pub fn lost(source: &Document, report: &Report) -> Vec<Lost> {
    let kept: Vec<Vec<char>> = texts(report).iter().map(|text| letters(text)).filter(|text| !text.is_empty()).collect();
    // An indicator's heading may be repeated on every page.
    let names = report.indicators.iter().map(|indicator| indicator.name.clone());
    let labels: Vec<Vec<char>> =
        label_texts().into_iter().chain(names).map(|label| letters(&label)).filter(|label| !label.is_empty()).collect();
    let mut balance: BTreeMap<char, i64> = BTreeMap::new();
    for letter in kept.iter().flatten() {
        *balance.entry(*letter).or_default() += 1;
    }
    let kept = Kept::new(kept);
    let mut lost = Vec::new();
    for passage in content(source) {
        lost.extend(lost_of(&passage, &kept, &labels, &mut balance));
    }
    let missing: String = balance.iter().filter(|(_, count)| **count < 0).map(|(letter, _)| *letter).collect();
    let deficit: i64 = balance.values().filter(|count| **count < 0).sum();
    if lost.is_empty() && -deficit >= SMALLEST_DEFICIT {
        lost.push(Lost { line: 0, letters: missing });
    }
    lost
}

/// Is a cell only the end of a status that was cut in two where a page ended? The report holds the status as a value.
fn ends_a_status(cell: &Cell) -> bool {
    let end = letters(&cell.text());
    !end.is_empty() && Status::ALL.iter().any(|status| letters(status.official()).ends_with(&end))
}

/// Words that the cells of a heading row begin with. A list of its own: what the reader of tables takes for a heading is
/// what has to be proved.
const HEADINGS: &[&str] = &[
    "ตัวชี้วัด",
    "ประเด็น",
    "ข้อคำถาม",
    "ข้อ",
    "รายการ",
    "รหัส",
    "แนวทาง",
    "วิธีการปฏิบัติ",
    "มาตรการ",
    "การขับเคลื่อน",
    "ผลการ",
    "ผลดำเนินการ",
    "ผลที่ได้",
    "สรุปผล",
    "ผู้รับผิดชอบ",
    "หน่วยงานรับผิดชอบ",
    "หน่วยงานที่รับผิดชอบ",
    "ผู้ดำเนินการ",
    "สถานะ",
    "คะแนน",
    "ลำดับ",
    "ที่",
    "ระยะเวลา",
    "กำหนดเวลา",
    "หมายเหตุ",
    "ปัญหา",
    "อุปสรรค",
    "ข้อเสนอแนะ",
    "หลักฐาน",
    "งบประมาณ",
];

/// Do at least three cells of a row name a column, and most of those that have text? Damage spoils one or two headings;
/// content seldom begins with these words in more than two cells.
pub(crate) fn names_the_columns(row: &Row) -> bool {
    let begins = |cell: &&Cell| {
        let text: String = letters(&cell.text()).into_iter().collect();
        HEADINGS.iter().any(|word| text.starts_with(&letters(word).into_iter().collect::<String>()))
    };
    let named = row.cells.iter().filter(begins).count();
    named >= 3 && 5 * named >= 3 * row.filled()
}

/// Every paragraph and every cell, but not the cells of rows that name the columns.
fn content(source: &Document) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut is_first_table = true;
    for block in &source.blocks {
        match block {
            Block::Paragraph(passage) => passages.push(passage.clone()),
            Block::Table(table) => {
                let rows = table.rows.iter().filter(|row| !names_the_columns(row)).enumerate();
                let cells = rows.flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell)));
                // A table that goes on from the page before may begin with the end of a status.
                let may_be_cut = |at: usize| at == 0 && !is_first_table;
                let is_cut = |at: usize, cell: &Cell| may_be_cut(at) && ends_a_status(cell);
                let cells = cells.filter(|(at, cell)| !cell.is_empty() && !is_cut(*at, cell));
                let passage = |(_, cell): (usize, &Cell)| Passage { line: cell.passages[0].line, text: cell.text() };
                passages.extend(cells.map(passage));
                is_first_table = false;
            }
        }
    }
    passages
}

/// Passages longer than this are searched from the left only (letters).
const LONGEST_EXACT: usize = 1_500;

/// How the letters from some place on are best accounted for.
#[derive(Clone, Copy)]
struct Account {
    lost: usize,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Lost,
    /// A word of the form of this many letters.
    Label(usize),
    /// So many letters stand in a row in the report.
    Kept(usize),
}

impl Step {
    fn length(self) -> usize {
        match self {
            Step::Lost => 1,
            Step::Label(length) | Step::Kept(length) => length,
        }
    }
}

/// Accounts for a passage with as few lost letters as possible, from its end to its start.
fn lost_of(passage: &Passage, kept: &Kept, labels: &[Vec<char>], balance: &mut BTreeMap<char, i64>) -> Option<Lost> {
    let wanted = letters(&passage.text);
    let mut accounts = vec![Account { lost: 0, step: Step::Lost }; wanted.len() + 1];
    for at in (0..wanted.len()).rev() {
        let rest = &wanted[at..];
        let mut best = Account { lost: accounts[at + 1].lost + 1, step: Step::Lost };
        let mut consider = |step: Step| {
            let lost = accounts[at + step.length()].lost;
            if lost < best.lost {
                best = Account { lost, step };
            }
        };
        labels.iter().filter(|label| rest.starts_with(label)).for_each(|label| consider(Step::Label(label.len())));
        let longest = kept.longest_start(rest);
        let shortest = if wanted.len() > LONGEST_EXACT { longest.max(1) } else { 1 };
        for length in (shortest..=longest).rev() {
            let after = &rest[length..];
            // Fewer letters prove something only if a word of the form or the end follows.
            if length >= SHORTEST_PROOF || after.is_empty() || labels.iter().any(|label| after.starts_with(label)) {
                consider(Step::Kept(length));
            }
        }
        accounts[at] = best;
    }
    let mut missing = String::new();
    let mut at = 0;
    while at < wanted.len() {
        match accounts[at].step {
            Step::Lost => missing.push(wanted[at]),
            Step::Label(_) => {}
            Step::Kept(length) => debit(&wanted[at..at + length], labels, balance),
        }
        at += accounts[at].step.length();
    }
    (!missing.is_empty()).then_some(Lost { line: passage.line, letters: missing })
}

/// Takes the letters of a piece from the balance, words of the form apart.
fn debit(piece: &[char], labels: &[Vec<char>], balance: &mut BTreeMap<char, i64>) {
    let mut at = 0;
    while at < piece.len() {
        let label = labels.iter().filter(|label| piece[at..].starts_with(label)).map(Vec::len).max().unwrap_or(0);
        if label == 0 {
            *balance.entry(piece[at]).or_default() -= 1;
        }
        at += label.max(1);
    }
}

/// Every text of the report, with the places of each pair of letters.
struct Kept {
    texts: Vec<Vec<char>>,
    pairs: HashMap<[char; 2], Vec<(usize, usize)>>,
}

impl Kept {
    fn new(texts: Vec<Vec<char>>) -> Self {
        let mut pairs: HashMap<[char; 2], Vec<(usize, usize)>> = HashMap::new();
        for (number, text) in texts.iter().enumerate() {
            for (start, pair) in text.windows(2).enumerate() {
                pairs.entry([pair[0], pair[1]]).or_default().push((number, start));
            }
        }
        Self { texts, pairs }
    }

    /// How many letters from the start of `wanted` stand in a row in some text.
    fn longest_start(&self, wanted: &[char]) -> usize {
        let [first, second, ..] = wanted else {
            return usize::from(self.texts.iter().flatten().any(|letter| Some(letter) == wanted.first()));
        };
        let places = self.pairs.get(&[*first, *second]).map_or(&[][..], Vec::as_slice);
        let length = |(text, start): &(usize, usize)| {
            self.texts[*text][*start..].iter().zip(wanted).take_while(|(a, b)| a == b).count()
        };
        places.iter().map(length).max().unwrap_or_else(|| self.longest_start(&wanted[..1]))
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| is_thai_letter(*c)).collect()
}

/// Labels and the words of statuses, which the report holds as values.
fn label_texts() -> Vec<String> {
    let statuses = crate::labels::status_words().map(str::to_owned);
    let official = Status::ALL.iter().map(|status| status.official().to_owned());
    let months = thai::date::MONTHS.iter().flat_map(|month| {
        [thai::Language::Thai]
            .map(|language| month.name(language).to_owned())
            .into_iter()
            .chain([month.short(thai::Language::Thai).to_owned()])
    });
    let titles = crate::understand::TITLES.iter();
    LABELS.iter().chain(titles).map(|label| (*label).to_owned()).chain(statuses).chain(official).chain(months).collect()
}

/// Every text that the report keeps.
fn texts(report: &Report) -> Vec<String> {
    let mut texts: Vec<String> = report.agency.iter().cloned().collect();
    texts.extend(report.indicators.iter().map(|indicator| indicator.name.clone()));
    for item in &report.items {
        texts.push(item.topic.clone());
        texts.extend(item.guidelines.iter().chain(&item.measures).cloned());
        texts.extend(item.results.iter().map(|result| result.text.clone()));
        let readings = item.results.iter().flat_map(|result| &result.readings);
        texts.extend(readings.map(crate::Reading::printed));
        texts.extend(item.responsible.iter().map(|party| party.party.clone()));
    }
    texts.extend(
        report
            .corrections
            .iter()
            .filter(|c| matches!(c.part.as_str(), "code" | "indicator" | "topic"))
            .map(|c| c.printed.clone()),
    );
    texts.extend(report.unparsed.iter().map(|unparsed| unparsed.text.clone()));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Table;

    fn lost_letters(cells: &[&str]) -> usize {
        let cell = |text: &&str| Cell { passages: Passage::worded(1, text).into_iter().collect(), merged: false };
        let row = Row { line: 1, cells: cells.iter().map(cell).collect() };
        let blocks = vec![Block::Table(Table { rows: vec![row] })];
        lost(&Document { blocks, ..Document::default() }, &Report::default()).len()
    }

    /// The reader takes this row for headings; the proof must not believe it.
    #[test]
    fn a_row_of_content_that_was_taken_for_headings_is_lost() {
        assert!(lost_letters(&["", "แนวทางการปฏิบัติงานให้ชัดเจน", "มาตรการลดขั้นตอน", "", "ฝ่ายทะเบียน"]) > 0);
        assert_eq!(lost_letters(&["ตัวชี้วัด", "แนวทางการปฏิบัติ", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"]), 0);
    }
}
