//! Which column is which: by the words of the heading row, or by the order of the official form.

use crate::{
    document::{Row, Table},
    labels,
    text::{find_spaced, holds},
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
    if !row.cells.iter().all(|cell| cell.text().chars().count() <= 80) {
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
    let distinct = |wanted: &[Column]| wanted.iter().filter(|c| headings.iter().any(|h| h.column == **c)).count();
    let no_text =
        row.cells.iter().all(|cell| labels::split_at_statuses(&cell.text()).iter().all(|part| part.1.is_none()));
    let enough = distinct(&[Column::Guideline, Column::Measure, Column::Result, Column::Responsible]) >= 2
        || (distinct(&OFFICIAL) >= 2 && headings.len() <= 3);
    (no_text && enough).then_some(headings)
}

/// Columns of a table without a heading row: those of the table before if as many, else the official order.
pub(crate) fn assume(table: &Table, before: Option<&[Heading]>) -> Option<Vec<Heading>> {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if let Some(before) = before.filter(|before| before.len() == width) {
        return Some(before.to_vec());
    }
    (width == OFFICIAL.len())
        .then(|| OFFICIAL.iter().map(|column| Heading { column: *column, words: String::new() }).collect())
}

fn column_of(heading: &str) -> Column {
    let heading = heading.trim();
    let fits = |word: &str| match word {
        "ที่" => heading == "ที่",
        _ => holds(heading, word),
    };
    let column = WORDS.iter().find(|(_, words)| words.iter().any(|word| fits(word))).map_or(Column::Extra, |(c, _)| *c);
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
    }
}
