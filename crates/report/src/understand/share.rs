//! One row for several items: its lines are dealt out in order, the statuses being the borders where there are any.

use super::{
    draft::{Cells, Draft, LINED},
    line::{Line, merged},
    parties,
};
use crate::{Duty, columns::Column};

/// How a column of a shared row was dealt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deal {
    /// Each item has its own lines.
    Parted(Vec<Vec<Line>>),
    /// The lines cannot be parted: they count for every item.
    Common(Vec<Line>),
}

/// Deals the cells of a row out to its items; tells which columns could not be parted.
pub(crate) fn deal(cells: &Cells, items: &mut [Draft]) -> Vec<Column> {
    let topics: Vec<String> = items.iter().map(|item| item.topic.clone()).collect();
    let mut common = Vec::new();
    for column in LINED {
        let lines = merged(cells.of(column));
        match deal_column(&lines, &topics, column) {
            Deal::Parted(parts) => {
                for (item, part) in items.iter_mut().zip(parts) {
                    item.cells.of_mut(column).extend(part);
                }
            }
            Deal::Common(lines) if lines.is_empty() => {}
            Deal::Common(lines) => {
                items.iter_mut().for_each(|item| item.cells.of_mut(column).extend(lines.clone()));
                common.push(column);
            }
        }
    }
    common
}

fn deal_column(lines: &[Line], topics: &[String], column: Column) -> Deal {
    let count = topics.len();
    let parted = match column {
        Column::Result => by_statuses(lines, count),
        Column::Responsible => by_repetition(lines, count).or_else(|| by_supervisors(lines, count)),
        _ => by_topics(lines, topics),
    };
    parted.map_or_else(|| Deal::Common(lines.to_vec()), Deal::Parted)
}

/// Each status ends the part of one item.
fn by_statuses(lines: &[Line], count: usize) -> Option<Vec<Vec<Line>>> {
    let mut parts: Vec<Vec<Line>> = vec![Vec::new()];
    for line in lines {
        parts.last_mut()?.push(line.clone());
        if line.status.is_some() {
            parts.push(Vec::new());
        }
    }
    let rest = parts.pop().unwrap_or_default();
    if parts.is_empty() && rest.len() == count {
        return Some(rest.into_iter().map(|line| vec![line]).collect());
    }
    if let Some(last) = parts.last_mut() {
        last.extend(rest);
    }
    (parts.len() == count).then_some(parts)
}

/// The same list of parties once for every item.
fn by_repetition(lines: &[Line], count: usize) -> Option<Vec<Vec<Line>>> {
    if lines.is_empty() || !lines.len().is_multiple_of(count) {
        return None;
    }
    let parts: Vec<Vec<Line>> = lines.chunks(lines.len() / count).map(<[Line]>::to_vec).collect();
    let key = |part: &[Line]| part.iter().map(|line| thai::text::squash(&line.text)).collect::<Vec<_>>();
    let first = key(&parts[0]);
    parts.iter().all(|part| key(part) == first).then_some(parts)
}

/// Each supervising party ends the list of one item.
fn by_supervisors(lines: &[Line], count: usize) -> Option<Vec<Vec<Line>>> {
    let read = parties::read(lines);
    if read.len() != lines.len() {
        return None;
    }
    let mut parts: Vec<Vec<Line>> = vec![Vec::new()];
    for (line, party) in lines.iter().zip(read) {
        parts.last_mut()?.push(line.clone());
        if party.duty == Duty::Supervise {
            parts.push(Vec::new());
        }
    }
    let rest = parts.pop()?;
    (rest.is_empty() && parts.len() == count).then_some(parts)
}

/// In order, at least one line each, cut where the lines are most like the topics; else as even as can be.
fn by_topics(lines: &[Line], topics: &[String]) -> Option<Vec<Vec<Line>>> {
    let (count, length) = (topics.len(), lines.len());
    if length < count || length > 200 {
        return None;
    }
    if count == 1 {
        return Some(vec![lines.to_vec()]);
    }
    let like = |item: usize, line: usize| f64::from(common_triples(&topics[item], &lines[line].text));
    // best[k][n]: the best way to give the first n lines to the first k items; with the length of the last part.
    let mut best = vec![vec![(f64::MIN, 0usize); length + 1]; count + 1];
    best[0][0] = (0.0, 0);
    let even = length.div_ceil(count);
    for item in 1..=count {
        for end in item..=length {
            let mut sum = 0.0;
            for start in (item - 1..end).rev() {
                sum += like(item - 1, start);
                let uneven = (end - start).abs_diff(even) as f64 * 0.01;
                let value = best[item - 1][start].0 + sum - uneven;
                if value > best[item][end].0 {
                    best[item][end] = (value, end - start);
                }
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = length;
    for item in (1..=count).rev() {
        let start = end - best[item][end].1;
        parts.push(lines[start..end].to_vec());
        end = start;
    }
    parts.reverse();
    Some(parts)
}

/// The share of the line's letter triples that stand in the topic, 0 to 1.
fn common_triples(topic: &str, line: &str) -> f32 {
    crate::codes::likeness(line, topic) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn line(text: &str, status: Option<Status>) -> Line {
        Line { text: text.into(), status, ..Line::default() }
    }

    #[test]
    fn lines_go_to_the_topic_they_resemble_in_order() {
        let topics = ["รู้แผนงบประมาณ".to_owned(), "ใช้จ่ายคุ้มค่าตรงวัตถุประสงค์".to_owned()];
        let lines =
            [line("เผยแพร่แผนงบประมาณ", None), line("ตรวจให้คุ้มค่าตรงวัตถุประสงค์", None), line("รายงานว่าใช้จ่ายคุ้มค่า", None)];
        let Deal::Parted(parts) = deal_column(&lines, &topics, Column::Guideline) else { panic!("parted") };
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn statuses_and_supervisors_are_borders_and_doubt_gives_to_all() {
        let topics = ["ก".to_owned(), "ข".to_owned()];
        let results = [line("ก", Some(Status::Done)), line("ข", None), line("", Some(Status::InProgress))];
        let Deal::Parted(parts) = deal_column(&results, &topics, Column::Result) else { panic!("parted") };
        assert_eq!(parts[1].len(), 2);
        assert!(matches!(deal_column(&results[..1], &topics, Column::Result), Deal::Common(_)));
        let named =
            [line("นักวิชาการสมมติ", None), line("หัวหน้าฝ่าย", None), line("บุคลากร", None), line("หัวหน้าทุกฝ่ายกำกับดูแล", None)];
        let Deal::Parted(parts) = deal_column(&named, &topics, Column::Responsible) else { panic!("parted") };
        assert_eq!(parts[0].len(), 2);
    }
}
