//! Tables without ruling lines: columns of text with gaps between them that no line crosses.

use super::{
    content::Glyph,
    lines::{self, TextLine},
};
use crate::{
    Passage, columns,
    document::{Cell, Row, Table},
    subject::names_an_item,
};

/// Columns are parted by a gap of at least so many sizes of the letters.
const NARROWEST_GAP: f64 = 0.8;
/// The form has at least so many columns; more than the other number are a list of numbers.
const FEWEST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 12;
/// Pages with more are no pages of a report.
const MOST_GLYPHS: usize = 12_000;
const MOST_LINES: usize = 300;
/// The heading has at most so many lines.
const LINES_OF_HEADING: usize = 4;

/// A table and where it begins on the page.
pub(super) struct Found {
    pub(super) top: f64,
    pub(super) table: Table,
}

/// The table that the letters of a page stand in, if their columns have the headings of the form.
pub(super) fn table(glyphs: &[&Glyph], number: usize) -> Option<Found> {
    let all = lines::lines(glyphs);
    if glyphs.len() > MOST_GLYPHS || all.len() > MOST_LINES {
        return None;
    }
    // The heading may stand below a title that crosses all columns: gaps are looked for from each line on.
    for (start, first) in all.iter().enumerate().take(40) {
        let below: Vec<&Glyph> =
            glyphs.iter().copied().filter(|glyph| glyph.base > first.base - 0.5 * first.size).collect();
        let edges = edges(&below, first.size);
        if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&(edges.len() + 1)) {
            continue;
        }
        let rows = rows(&below, &edges, &all[start..], number);
        if rows.first().is_some_and(|row| columns::recognise(row).is_some()) {
            return Some(Found { top: first.base - first.size, table: Table { rows } });
        }
    }
    None
}

/// The middles of the gaps between columns.
fn edges(glyphs: &[&Glyph], size: f64) -> Vec<f64> {
    let mut spans: Vec<(f64, f64)> = glyphs
        .iter()
        .filter(|glyph| glyph.text.as_deref().is_some_and(|text| !text.trim().is_empty()))
        .map(|glyph| (glyph.left, glyph.right))
        .collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut edges = Vec::new();
    let mut reach = spans.first().map_or(0.0, |span| span.1);
    for (left, right) in spans {
        if left - reach > NARROWEST_GAP * size {
            edges.push((reach + left) / 2.0);
        }
        reach = reach.max(right);
    }
    edges
}

/// Rows begin where the first lines are the heading, and then wherever an item is named.
fn rows(glyphs: &[&Glyph], edges: &[f64], lines_of_page: &[TextLine], number: usize) -> Vec<Row> {
    let mut columns: Vec<Vec<&Glyph>> = vec![Vec::new(); edges.len() + 1];
    for glyph in glyphs {
        columns[edges.partition_point(|edge| *edge <= glyph.left)].push(glyph);
    }
    let columns: Vec<Vec<TextLine>> = columns.iter().map(|glyphs| lines::lines(glyphs)).collect();
    let row_of = |from: f64, to: f64| {
        let cell = |lines: &Vec<TextLine>| {
            let part: Vec<TextLine> =
                lines.iter().filter(|line| line.base >= from && line.base < to).cloned().collect();
            let right = part.iter().map(|line| line.right).fold(0.0, f64::max);
            Cell { passages: lines::paragraphs(&part, right, number), merged: false }
        };
        Row { line: number, cells: columns.iter().map(cell).collect() }
    };
    let bases: Vec<f64> = lines_of_page.iter().map(|line| line.base - 0.4 * line.size).collect();
    let end = f64::INFINITY;
    let edge = |at: usize| bases.get(at).copied().unwrap_or(end);
    // The heading is as many lines as make one; the fewest win.
    let heading =
        (1..=LINES_OF_HEADING).find(|count| columns::recognise(&row_of(edge(0), edge(*count))).is_some()).unwrap_or(1);
    let mut starts = vec![0, heading.min(bases.len())];
    starts.extend(
        (heading + 1..bases.len()).filter(|at| names_an_item(&first_words(&columns, edge(*at), edge(at + 1), number))),
    );
    let ends = starts.iter().skip(1).copied().chain([bases.len()]);
    starts
        .iter()
        .zip(ends)
        .filter(|(start, end)| **start < *end)
        .map(|(start, end)| row_of(edge(*start), edge(end)))
        .collect()
}

/// What stands first in a line of the page, in the leftmost column that has text there.
fn first_words(columns: &[Vec<TextLine>], from: f64, to: f64, number: usize) -> Row {
    let first = columns.iter().take(2).flatten().find(|line| line.base >= from && line.base < to);
    let passages = first.and_then(|line| Passage::worded(number, &line.text)).into_iter().collect();
    Row { line: number, cells: vec![Cell { passages, merged: false }] }
}
