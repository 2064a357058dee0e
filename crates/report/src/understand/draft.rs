//! An item while its rows are being gathered, and the finished item.

use scoring::Score;

use super::{
    line::{Line, lines_of, merged},
    parties,
};
use crate::{
    Item, Passage, ResultLine, Status,
    columns::Column,
    document::Cell,
    place::{Place, Places},
    reading,
    text::find_spaced,
};

/// A passage of the source as it is shown beside the item that it was given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePassage {
    /// Line in the source, from 1.
    pub line: usize,
    /// Where that is in the file.
    pub place: Place,
    /// The heading of its column as printed.
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// What has been gathered for an item so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) code: String,
    pub(crate) indicator: u8,
    pub(crate) topic: String,
    pub(crate) score: Option<Score>,
    pub(crate) cells: Cells,
    pub(crate) passages: Vec<SourcePassage>,
}

/// The lines of the four columns beside the subject.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    pub(crate) guidelines: Vec<Line>,
    pub(crate) measures: Vec<Line>,
    pub(crate) results: Vec<Line>,
    pub(crate) responsible: Vec<Line>,
}

/// The four columns that hold lines.
pub(crate) const LINED: [Column; 4] = [Column::Guideline, Column::Measure, Column::Result, Column::Responsible];

impl Cells {
    pub(crate) fn of(&self, column: Column) -> &[Line] {
        match column {
            Column::Guideline => &self.guidelines,
            Column::Measure => &self.measures,
            Column::Responsible => &self.responsible,
            _ => &self.results,
        }
    }

    pub(crate) fn of_mut(&mut self, column: Column) -> &mut Vec<Line> {
        match column {
            Column::Guideline => &mut self.guidelines,
            Column::Measure => &mut self.measures,
            Column::Responsible => &mut self.responsible,
            _ => &mut self.results,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        LINED.iter().all(|column| self.of(*column).is_empty())
    }
}

impl Draft {
    pub(crate) fn has_status(&self) -> bool {
        self.cells.results.iter().any(|line| line.status.is_some())
    }

    /// The finished item, and lines of the result cell that are no results (a post that slipped into it).
    pub(crate) fn finish(self) -> (Item, Vec<Line>, Vec<SourcePassage>) {
        let (posts, lines): (Vec<Line>, Vec<Line>) = merged(&self.cells.results).into_iter().partition(is_only_a_post);
        let statuses = lines.iter().chain(&posts).filter_map(|line| line.status).collect();
        let texts = |lines: &[Line]| merged(lines).into_iter().map(|line| line.text).collect();
        let item = Item {
            code: self.code,
            indicator: self.indicator,
            topic: self.topic,
            score: self.score,
            guidelines: texts(&self.cells.guidelines),
            measures: texts(&self.cells.measures),
            results: results(&lines),
            statuses,
            responsible: parties::read(&merged(&self.cells.responsible)),
        };
        (item, posts, self.passages)
    }
}

/// An item with what these cells say, as if they were all of its row.
pub(crate) fn read_cells<'c>(cells: impl Iterator<Item = (Column, &'c Cell)>, nothing: &str) -> Item {
    let mut draft = Draft::default();
    for (column, cell) in cells {
        let passages: Vec<Passage> = cell.passages.iter().filter(|passage| passage.text != nothing).cloned().collect();
        *draft.cells.of_mut(column) = lines_of(&passages, column);
    }
    let (mut item, slipped, _) = draft.finish();
    // A post among the results stays where somebody put it.
    item.results.extend(slipped.into_iter().map(|line| ResultLine { text: line.text, ..ResultLine::default() }));
    item
}

/// Results with their statuses: a status counts for every line since the one before it.
fn results(lines: &[Line]) -> Vec<ResultLine> {
    let mut results: Vec<ResultLine> = Vec::new();
    let mut open = 0;
    for line in lines {
        let (text, readings) = reading::take_out(&line.text);
        if !text.is_empty() {
            let date = thai::date::find(&text).and_then(|found| found.date.ok());
            results.push(ResultLine { text, status: None, date, readings });
        } else if let (Some(last), false) = (results.last_mut(), readings.is_empty()) {
            last.readings.extend(readings);
        } else if results.is_empty() {
            results.push(ResultLine::default());
        }
        if let Some(status) = line.status {
            results[open..].iter_mut().for_each(|result| result.status = Some(status));
            open = results.len();
        }
    }
    results
}

/// `หัวหน้าฝ่าย…` alone: it belongs into the column of responsible parties, and slipped.
fn is_only_a_post(line: &Line) -> bool {
    let post = ["หัวหน้าฝ่าย", "หัวหน้ากลุ่ม", "หัวหน้างาน", "ผู้อำนวยการ"]
        .iter()
        .any(|word| find_spaced(&line.text, word).is_some_and(|place| place.start == 0));
    let acts = ["ได้", "มี", "ให้", "ดำเนิน", "จัด", "ตรวจ", "ติดตาม", "กำกับ", "รายงาน", "ประชุม", "แจ้ง", "เป็น"];
    post && line.status.is_none()
        && line.text.chars().count() <= 40
        && !acts.iter().any(|word| line.text.contains(word))
}

/// Are there several results and fewer statuses that say different things?
pub(crate) fn cannot_be_told_apart(results: &[Line], statuses: &[Line]) -> bool {
    let known: Vec<Status> = statuses.iter().filter_map(|line| line.status).collect();
    let own = results.iter().any(|line| line.status.is_some());
    let count = results.iter().filter(|line| !line.joins && !line.text.is_empty()).count();
    !own && known.len() < count && known.windows(2).any(|pair| pair[0] != pair[1])
}

/// The statuses of a status column, brought behind the results that they belong to.
pub(crate) fn with_status_column(results: Vec<Line>, statuses: Vec<Line>) -> Vec<Line> {
    let known: Vec<Status> = statuses.iter().filter_map(|line| line.status).collect();
    let own = results.iter().any(|line| line.status.is_some());
    let starts: Vec<usize> = (0..results.len()).filter(|at| !results[*at].joins).collect();
    let mut results = results;
    if !own && known.len() > 1 && known.len() == starts.len() {
        let ends = starts.iter().skip(1).map(|start| start - 1).chain([results.len() - 1]);
        for (end, status) in ends.collect::<Vec<_>>().into_iter().zip(known) {
            results[end].status = Some(status);
        }
        return results;
    }
    results.extend(statuses.into_iter().filter(|line| line.status.is_some()).map(|line| Line {
        text: String::new(),
        joins: false,
        ..line
    }));
    results
}

/// A passage of the source beside its column's heading.
pub(crate) fn source_passages(passages: &[Passage], heading: &str, places: &Places) -> Vec<SourcePassage> {
    let shown = |passage: &Passage| SourcePassage {
        line: passage.line,
        place: places.of(passage.line),
        heading: heading.to_owned(),
        text: passage.text.clone(),
    };
    passages.iter().map(shown).collect()
}
