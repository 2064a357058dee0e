//! Tables without ruling lines: columns of text with gaps between them that no line crosses.

use super::{
    content::Glyph,
    lines::{self, TextLine},
};
use crate::{
    Passage, columns,
    document::{Cell, Row, Table},
    subject::names_an_item,
    understand,
};

/// Columns are parted by a gap of at least so many sizes of the letters.
const NARROWEST_GAP: f64 = 0.8;
/// The form has at least so many columns; more than the other number are a list of numbers.
const FEWEST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 12;
/// Pages with more are no pages of a report.
const MOST_GLYPHS: usize = 12_000;
const MOST_LINES: usize = 300;
/// The heading stands below at most so many lines.
const LINES_ABOVE: usize = 40;
/// The heading has at most so many lines.
const LINES_OF_HEADING: usize = 4;

/// A table and where it begins on the page.
pub(super) struct Found {
    pub(super) top: f64,
    pub(super) table: Table,
    /// The middles of the gaps between its columns: a page that goes on without a heading has the same.
    pub(super) edges: Vec<f64>,
}

/// The table that the letters of a page stand in, if their columns have the headings of the form.
pub(super) fn table(glyphs: &[&Glyph], number: usize) -> Option<Found> {
    let all = lines::lines(glyphs);
    if glyphs.len() > MOST_GLYPHS || all.len() > MOST_LINES {
        return None;
    }
    // The heading may stand below a title and other lines that cross the columns, so that there seem to be fewer: gaps are
    // looked for from each line on, and the heading with most columns and fewest lines is the one.
    let best =
        (0..all.len().min(LINES_ABOVE)).filter_map(|start| Some((start, heading_at(glyphs, &all, start, number)?)));
    let (start, heading) =
        best.min_by_key(|(start, heading)| (usize::MAX - heading.edges.len(), heading.lines, *start))?;
    let first = &all[start];
    let rows = rows(&below(glyphs, first), &heading.edges, heading.lines, (&all[start..], number));
    Some(Found { top: first.base - first.size, table: Table { rows }, edges: heading.edges })
}

/// The table of the page before as it goes on here without its heading: rows of items in the same columns.
pub(super) fn going_on(glyphs: &[&Glyph], edges: &[f64], number: usize) -> Option<Found> {
    let all = lines::lines(glyphs);
    if glyphs.len() > MOST_GLYPHS || all.len() > MOST_LINES {
        return None;
    }
    let numbers: Vec<&TextLine> = all.iter().filter(|line| understand::is_page_number(&line.text)).collect();
    let is_of_the_page = |glyph: &Glyph| numbers.iter().any(|line| (glyph.base - line.base).abs() < 0.5 * line.size);
    let glyphs: Vec<&Glyph> = glyphs.iter().copied().filter(|glyph| !is_of_the_page(glyph)).collect();
    let all: Vec<TextLine> = all.iter().filter(|line| !understand::is_page_number(&line.text)).cloned().collect();
    let first = all.first()?;
    let rows = rows(&glyphs, edges, 0, (&all, number));
    let has_items = rows.iter().any(|row| names_an_item(row) && row.filled() >= FEWEST_COLUMNS);
    has_items.then(|| Found { top: first.base - first.size, table: Table { rows }, edges: edges.to_vec() })
}

/// A heading row: the edges between its columns, and of how many lines it is.
struct HeadingLines {
    edges: Vec<f64>,
    lines: usize,
}

fn below<'a>(glyphs: &[&'a Glyph], first: &TextLine) -> Vec<&'a Glyph> {
    glyphs.iter().copied().filter(|glyph| glyph.base > first.base - 0.5 * first.size).collect()
}

/// The heading that begins with this line, if one does.
fn heading_at(glyphs: &[&Glyph], all: &[TextLine], start: usize, number: usize) -> Option<HeadingLines> {
    let below = below(glyphs, &all[start]);
    let edges = edges(&below, all[start].size);
    if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&(edges.len() + 1)) {
        return None;
    }
    let end = |count: usize| all.get(start + count).map_or(f64::INFINITY, |line| line.base - 0.4 * line.size);
    let near: Vec<&Glyph> = below.into_iter().filter(|glyph| glyph.base < end(LINES_OF_HEADING)).collect();
    let columns = in_columns(&near, &edges);
    // As many lines as make a heading; the fewest win.
    let is_heading = |count: &usize| columns::recognise(&row_of(&columns, (f64::MIN, end(*count)), number)).is_some();
    (1..=LINES_OF_HEADING).find(is_heading).map(|lines| HeadingLines { edges, lines })
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

fn in_columns(glyphs: &[&Glyph], edges: &[f64]) -> Vec<Vec<TextLine>> {
    let mut columns: Vec<Vec<&Glyph>> = vec![Vec::new(); edges.len() + 1];
    for glyph in glyphs {
        columns[edges.partition_point(|edge| *edge <= glyph.left)].push(glyph);
    }
    columns.iter().map(|glyphs| lines::lines(glyphs)).collect()
}

fn row_of(columns: &[Vec<TextLine>], (from, to): (f64, f64), number: usize) -> Row {
    let cell = |lines: &Vec<TextLine>| {
        let part: Vec<TextLine> = lines.iter().filter(|line| line.base >= from && line.base < to).cloned().collect();
        let right = part.iter().map(|line| line.right).fold(0.0, f64::max);
        Cell { passages: lines::paragraphs(&part, right, number), merged: false }
    };
    Row { line: number, cells: columns.iter().map(cell).collect() }
}

/// The heading row of so many lines, if there is one, and then rows that begin wherever an item is named.
fn rows(
    glyphs: &[&Glyph],
    edges: &[f64],
    lines_of_heading: usize,
    (lines_of_page, number): (&[TextLine], usize),
) -> Vec<Row> {
    let columns = in_columns(glyphs, edges);
    let bases: Vec<f64> = lines_of_page.iter().map(|line| line.base - 0.4 * line.size).collect();
    let edge = |at: usize| bases.get(at).copied().unwrap_or(f64::INFINITY);
    let first = lines_of_heading.min(bases.len());
    let mut starts = vec![0, first];
    starts.extend(
        (first.max(1)..bases.len()).filter(|at| names_an_item(&first_words(&columns, edge(*at), edge(at + 1), number))),
    );
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([bases.len()]);
    starts
        .iter()
        .zip(ends)
        .filter(|(start, end)| **start < *end)
        .map(|(start, end)| row_of(&columns, (edge(*start), edge(end)), number))
        .collect()
}

/// What stands first in a line of the page, in the leftmost column that has text there.
fn first_words(columns: &[Vec<TextLine>], from: f64, to: f64, number: usize) -> Row {
    let first = columns.iter().take(2).flatten().find(|line| line.base >= from && line.base < to);
    let passages = first.and_then(|line| Passage::worded(number, &line.text)).into_iter().collect();
    Row { line: number, cells: vec![Cell { passages, merged: false }] }
}
