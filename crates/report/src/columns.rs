//! Which column is which: by the words of the heading row, or by the order of the official form.

use thai::FiscalYear;

use crate::{
    document::{Row, Table},
    labels, subject,
    subject::Kind,
    text::{find_spaced, holds, strip_spaced},
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    /// Indicator, item, their means (ตัวชี้วัด). A form may have several of these.
    Subject,
    /// แนวทางการปฏิบัติ
    Guideline,
    /// มาตรการ
    Measure,
    /// ผลการดำเนินการ
    Result,
    /// ผู้รับผิดชอบ
    Responsible,
    /// สถานะ
    Status,
    /// คะแนน
    Score,
    /// ลำดับ
    Ordinal,
    /// Anything else; its text is kept with its heading.
    Extra,
}

/// The order of the official form.
const OFFICIAL: [Column; 5] =
    [Column::Subject, Column::Guideline, Column::Measure, Column::Result, Column::Responsible];

/// Heading words; the first that fits decides, so narrower words come first.
const WORDS: [(Column, &[&str]); 9] = [
    (Column::Extra, &["งบประมาณที่ใช้", "หมายเหตุ", "ปัญหา", "อุปสรรค", "ข้อเสนอแนะ", "หลักฐาน", "remark", "note", "evidence"]),
    (
        Column::Responsible,
        &["ผู้รับผิดชอบ", "รับผิดชอบ", "ผู้ดำเนินการ", "หน่วยงานเจ้าของ", "responsible", "person in charge", "owner"],
    ),
    (Column::Status, &["สถานะ", "status"]),
    (Column::Result, &["ผลการดำเนิน", "ผลดำเนินการ", "ผลการปฏิบัติ", "ผลการติดตาม", "ผลที่ได้", "result", "outcome"]),
    (Column::Guideline, &["แนวทาง", "วิธีการปฏิบัติ", "guideline", "approach"]),
    (Column::Measure, &["มาตรการ", "การขับเคลื่อน", "measure", "action"]),
    (Column::Score, &["คะแนน", "score"]),
    (
        Column::Subject,
        &["ตัวชี้วัด", "ประเด็น", "ข้อคำถาม", "รายการ", "ข้อ", "รหัส", "indicator", "item", "question", "code", "topic"],
    ),
    (Column::Ordinal, &["ลำดับ", "ที่", "no."]),
];

/// One column of a table: what it holds and its heading as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) column: Column,
    pub(crate) words: String,
}

/// The columns of a table that has this heading row; `None` if it is no heading row.
pub(crate) fn recognise(row: &Row) -> Option<Vec<Heading>> {
    // Looking for words in long cells is what costs time, and they are no headings.
    if !row.cells.iter().all(|cell| cell.text().chars().count() <= LONGEST_HEADING) {
        return None;
    }
    // Content is full of these words: a row that names an item is content, whatever else it says.
    let passages: Vec<_> = row.cells.iter().flat_map(|cell| &cell.passages).collect();
    let first = subject::events(&passages).into_iter().next();
    if first.is_some_and(|event| matches!(event.kind, Kind::Code { .. } | Kind::Indicator { number: Some(_), .. })) {
        return None;
    }
    let mut headings: Vec<Heading> =
        row.cells.iter().map(|cell| Heading { column: column_of(&cell.text()), words: cell.text() }).collect();
    // A cell that only continues a merged heading belongs to the column before it.
    for at in 1..headings.len() {
        if headings[at].words.is_empty() && !row.cells[at].merged {
            headings[at] = headings[at - 1].clone();
        }
    }
    let begins = |heading: &Heading| begins_as_heading(&heading.words, heading.column);
    let distinct =
        |wanted: &[Column]| wanted.iter().filter(|c| headings.iter().any(|h| h.column == **c && begins(h))).count();
    let no_text = row.cells.iter().all(|cell| !says_a_status(&cell.text()));
    let enough = distinct(&[Column::Guideline, Column::Measure, Column::Result, Column::Responsible]) >= 2
        || (distinct(&OFFICIAL) >= 2 && headings.len() <= 3);
    (no_text && enough).then_some(headings)
}

/// The columns of a table whose heading has a second row below collective headings: `การติดตาม` over `ผลการดำเนินการ`,
/// `สถานะ` and `วันที่`. `None` if this is no such row.
pub(crate) fn second_row(row: &Row, above: &[Heading]) -> Option<Vec<Heading>> {
    let is_collective = |at: usize| {
        let words = |at: usize| above.get(at).map(|heading| heading.words.as_str());
        let is_spread = words(at).is_some() && (words(at + 1) == words(at) || (at > 0 && words(at - 1) == words(at)));
        is_spread || above.get(at).is_some_and(|heading| heading.column == Column::Extra)
    };
    let filled: Vec<(usize, String)> =
        row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(at, cell)| (at, cell.text())).collect();
    let is_heading = |(at, text): &(usize, String)| {
        is_collective(*at) && text.chars().count() <= LONGEST_SECOND && !says_a_status(text)
    };
    let names_one = |(_, text): &(usize, String)| {
        let column = column_of(text);
        column != Column::Extra && begins_as_heading(text, column)
    };
    if filled.is_empty()
        || subject::names_an_item(row)
        || !filled.iter().all(is_heading)
        || !filled.iter().any(names_one)
    {
        return None;
    }
    let mut headings = above.to_vec();
    for (at, words) in filled {
        headings[at] = Heading { column: column_of(&words), words };
    }
    Some(headings)
}

/// With one column of scores: of several the one whose heading names the year of the scores, or else the last. The
/// others are kept with their headings, like all that is no part of the form.
pub(crate) fn with_one_score(mut headings: Vec<Heading>, score_year: Option<FiscalYear>) -> Vec<Heading> {
    let is_score = |heading: &Heading| heading.column == Column::Score;
    let names_year = |heading: &Heading| {
        score_year.is_some_and(|year| thai::digits::to_arabic(&heading.words).contains(&year.to_string()))
    };
    let named = headings.iter().position(|heading| is_score(heading) && names_year(heading));
    let Some(wanted) = named.or_else(|| headings.iter().rposition(is_score)) else { return headings };
    let words = headings[wanted].words.clone();
    for heading in headings.iter_mut().filter(|heading| heading.column == Column::Score && heading.words != words) {
        heading.column = Column::Extra;
    }
    headings
}

/// Headings that tell how to fill a column in are long, but not longer (characters).
const LONGEST_HEADING: usize = 250;

/// Headings below a collective heading are short (characters).
const LONGEST_SECOND: usize = 60;

/// What may stand before the word that names a column.
const BEFORE_A_HEADING: [&str; 4] = ["สรุป", "รายละเอียด", "ชื่อ", "person"];

/// Does a cell begin as the heading of this column? “กำหนดมาตรการ…” speaks of measures, “มาตรการ…” heads them.
fn begins_as_heading(text: &str, column: Column) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = BEFORE_A_HEADING.iter().find_map(|before| strip_spaced(text, before)).unwrap_or(text);
    let words = WORDS.iter().filter(|(known, _)| *known == column).flat_map(|(_, words)| words.iter());
    words.into_iter().any(|word| strip_spaced(text, word).is_some())
}

/// Does a cell say how far something is? A heading that lists the statuses to choose from says it of nothing.
fn says_a_status(text: &str) -> bool {
    let mut said: Vec<_> = labels::split_at_statuses(text).into_iter().filter_map(|(_, status)| status).collect();
    said.dedup();
    said.len() == 1
}

/// Columns of a table without a heading row: those of the table before, or the official ones, laid over the columns that
/// have text. Where they are not as many, a side of the table before may be missing; what counts is that items stand where
/// items are named. `None` if nothing fits.
pub(crate) fn assume(table: &Table, before: Option<&[Heading]>) -> Option<Vec<Heading>> {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let has_text = |at: &usize| table.rows.iter().any(|row| row.cells.get(*at).is_some_and(|cell| !cell.is_empty()));
    let used: Vec<usize> = (0..width).filter(has_text).collect();
    let official: Vec<Heading> =
        OFFICIAL.iter().map(|column| Heading { column: *column, words: String::new() }).collect();
    let before = before.unwrap_or_default();
    // As they stand, then without the columns that are empty.
    let places: [Vec<usize>; 2] = [(0..width).collect(), used];
    let same = places.iter().filter(|places| places.len() == before.len()).map(|places| laid(before, places, width));
    let cut = places.iter().filter(|places| places.len() < before.len() && places.len() >= FEWEST_COLUMNS).flat_map(
        |places| {
            let cut = before.len() - places.len();
            [laid(&before[..places.len()], places, width), laid(&before[cut..], places, width)]
        },
    );
    let official =
        places.iter().filter(|places| places.len() == official.len()).map(|places| laid(&official, places, width));
    // A table that only goes on with an item of the page before names none.
    if !table.rows.iter().any(names_items) {
        return same.chain(official).next();
    }
    let all = same.chain(cut).chain(official).map(|headings| (items_named(table, &headings), headings));
    // Of equals the first.
    let best = all.fold(None, |best: Option<(usize, Vec<Heading>)>, one| match &best {
        Some(known) if known.0 >= one.0 => best,
        _ => Some(one),
    });
    best.filter(|(named, _)| *named > 0).map(|(_, headings)| headings)
}

/// Fewer columns than the form has are no part of it.
const FEWEST_COLUMNS: usize = 4;

/// The headings laid over these places of a row; what stands elsewhere belongs to no column.
fn laid(headings: &[Heading], places: &[usize], width: usize) -> Vec<Heading> {
    let nothing = Heading { column: Column::Extra, words: String::new() };
    let mut laid = vec![nothing; width];
    for (place, heading) in places.iter().zip(headings) {
        laid[*place] = heading.clone();
    }
    laid
}

/// Does any cell of a row begin with an item?
pub(crate) fn names_items(row: &Row) -> bool {
    row.cells.iter().any(|cell| subject::names_an_item(&Row { line: row.line, cells: vec![cell.clone()] }))
}

/// In how many rows the columns of subjects name an item.
fn items_named(table: &Table, headings: &[Heading]) -> usize {
    let subjects = |row: &Row| Row {
        line: row.line,
        cells: row
            .cells
            .iter()
            .zip(headings)
            .filter(|(_, heading)| heading.column == Column::Subject)
            .map(|(cell, _)| cell.clone())
            .collect(),
    };
    table.rows.iter().filter(|row| subject::names_an_item(&subjects(row))).count()
}

fn column_of(heading: &str) -> Column {
    let heading = heading.trim();
    let fits = |word: &str| match word {
        "ที่" => heading == "ที่",
        _ => holds(heading, word),
    };
    let column = WORDS.iter().find(|(_, words)| words.iter().any(|word| fits(word))).map_or(Column::Extra, |(c, _)| *c);
    // "ผลการดำเนินการ (ระบุสถานะ)" holds results that say how far they are.
    if column == Column::Status && begins_as_heading(heading, Column::Result) {
        return Column::Result;
    }
    // "มาตรการ/แนวทาง" is one column: the word that stands first names it.
    if column == Column::Guideline
        && let (Some(guideline), Some(measure)) = (find_spaced(heading, "แนวทาง"), find_spaced(heading, "มาตรการ"))
        && measure.start < guideline.start
    {
        return Column::Measure;
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Passage};

    fn row(headings: &[&str]) -> Row {
        let cell = |text: &&str| Cell { passages: vec![Passage::new(1, text)], merged: false };
        Row { line: 1, cells: headings.iter().map(cell).collect() }
    }

    fn columns(headings: &[&str]) -> Option<Vec<Column>> {
        recognise(&row(headings)).map(|found| found.into_iter().map(|heading| heading.column).collect())
    }

    #[test]
    fn headings_are_known_in_any_order_with_spaces_inside_and_in_english() {
        use Column::*;
        let official = ["ตัวชี้วัด", "แนวทางการปฏิบัติ", "มาตรการเพื่อ ขับเคลื่อนฯ", "ผลการ ดำเนินการ", "ผู้รับผิด ชอบ"];
        assert_eq!(columns(&official).unwrap(), OFFICIAL);
        let moved =
            ["ลำดับ", "ผู้รับผิดชอบ", "ตัวชี้วัด/ข้อคำถาม", "มาตรการ/แนวทาง", "ระยะเวลา", "ผลการดำเนินงาน", "สถานะ", "หมายเหตุ"];
        assert_eq!(columns(&moved).unwrap(), [Ordinal, Responsible, Subject, Measure, Extra, Result, Status, Extra]);
        let english = ["Item", "Guidelines", "Measures", "Results", "Responsible party"];
        assert_eq!(columns(&english).unwrap(), OFFICIAL);
    }

    #[test]
    fn a_row_of_content_is_no_heading() {
        assert_eq!(columns(&["I1 ข้อ", "ตามแนวทาง", "กำหนดมาตรการ", "มีผลการดำเนินการ “ดำเนินการแล้วเสร็จ”", "ฝ่าย"]), None);
        assert_eq!(columns(&["ชื่อ", "นามสกุล"]), None);
        assert_eq!(
            columns(&["I2 การให้บริการ", "จัดทำแนวทางการปฏิบัติงานให้ชัดเจน", "กำหนดมาตรการลดขั้นตอน", "", "ฝ่ายทะเบียน"]),
            None
        );
        assert_eq!(columns(&["", "จัดทำแนวทางการปฏิบัติงานให้ชัดเจน", "กำหนดมาตรการลดขั้นตอน", "", "ฝ่ายทะเบียน"]), None);
    }

    #[test]
    fn of_two_columns_of_scores_the_one_of_the_year_counts() {
        let headings = ["ตัวชี้วัด", "คะแนนปี ๒๕๖๔", "คะแนนปี 2563", "แนวทาง", "มาตรการ"];
        let found = recognise(&row(&headings)).unwrap();
        let scores = |year| {
            let chosen = with_one_score(found.clone(), FiscalYear::new(year));
            let scores = chosen.iter().filter(|heading| heading.column == Column::Score);
            scores.map(|heading| heading.words.clone()).collect::<Vec<_>>()
        };
        assert_eq!((scores(2564), scores(2563)), (vec![headings[1].to_owned()], vec![headings[2].to_owned()]));
        assert_eq!(scores(2560), [headings[2]]);
    }

    #[test]
    fn a_heading_that_tells_how_to_fill_the_column_in_is_one() {
        use Column::*;
        let result = "ผลการดำเนินการ (ระบุสถานะ: ยังไม่ได้ดำเนินการ / อยู่ระหว่างดำเนินการ / ดำเนินการแล้วเสร็จ / ยกเลิก)";
        let moved = ["ตัวชี้วัด", "มาตรการ", "แนวทางการปฏิบัติ", "ผู้รับผิดชอบ", result];
        assert_eq!(columns(&moved).unwrap(), [Subject, Measure, Guideline, Responsible, Result]);
    }
}
