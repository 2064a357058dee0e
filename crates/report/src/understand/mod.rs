//! A document to a report: header, tables, rows, items; and the warnings and corrections that go with it.
//!
//! - [`header`]: the lines above the tables
//! - [`rows`]: which item a row belongs to
//! - [`line`]: lines of a cell and their statuses
//! - [`share`]: one row for several items
//! - [`parties`]: responsible parties
//! - [`draft`]: an item while it is gathered

mod code_list;
mod draft;
mod header;
mod line;
mod parties;
mod rows;
mod share;

use std::collections::BTreeMap;

use thai::FiscalYear;

pub use draft::SourcePassage;
pub(crate) use draft::read_cells;
pub(crate) use header::{TITLES, is_page_number};

use crate::{
    Format, ReadError, Report, Unparsed, check, columns,
    columns::{Column, Heading},
    corrections,
    coverage::names_the_columns,
    document::{Block, Document, Passage, Row, Table},
    form::ReportForm,
    formats::{self, Source},
    known::Known,
    subject,
    text::{holds, is_thai_letter},
    write::carried,
};
use header::Header;
use rows::Reader;

/// The year whose items are assumed when nothing tells the year: the first of the present form.
const USUAL_SCORE_YEAR: u16 = 2564;

/// What the person who brings a file already knows.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The name of the file; a Buddhist year in it counts when neither the person nor the report tells the year.
    pub file_name: Option<String>,
    /// The fiscal year of the report, if chosen; what is printed is used otherwise.
    pub year: Option<FiscalYear>,
    /// The fiscal year of the scores; the year before the report's otherwise.
    pub score_year: Option<FiscalYear>,
}

/// A report, and what of the source each item was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understanding {
    /// The report.
    pub report: Report,
    /// For each item, in the report's order, the passages of the source that it was read from.
    pub passages_by_item: Vec<Vec<SourcePassage>>,
    /// Everything that the source holds, in order.
    pub source: Document,
}

/// Reads a report from a foreign file.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Report, ReadError> {
    understand(bytes, hints).map(|understanding| understanding.report)
}

/// Reads a report and keeps beside each item what it was read from.
pub fn understand(bytes: &[u8], hints: &Hints) -> Result<Understanding, ReadError> {
    let mut understanding = understand_any(bytes, hints)?;
    if matches!(Format::of(bytes)?, Format::Word | Format::Excel | Format::Csv) {
        keep_typed_spaces(&mut understanding.report);
    }
    Ok(understanding)
}

/// Only print read by a machine has lines that break inside words: spaces that people typed are right.
fn keep_typed_spaces(report: &mut Report) {
    let squash = thai::text::squash;
    report.corrections.retain(|offered| squash(&offered.printed) != squash(&offered.suggested));
}

fn understand_any(bytes: &[u8], hints: &Hints) -> Result<Understanding, ReadError> {
    match formats::read(bytes)? {
        Source::Document(document) => match carried::find(bytes) {
            Some(form) => understand_again(document, &form, hints),
            None => understand_document(document, hints),
        },
        Source::Report(report) => {
            let passages_by_item = vec![Vec::new(); report.items.len()];
            Ok(Understanding { report: *report, passages_by_item, source: Document::default() })
        }
    }
}

/// Reads a file that was written here: what it carries counts where the form still shows it.
fn understand_again(source: Document, form: &ReportForm, hints: &Hints) -> Result<Understanding, ReadError> {
    let read = match understand_document(source.clone(), hints) {
        // A report without items has a table of headings only.
        Err(ReadError::NoTable) if form.report.items.is_empty() => Understanding { source, ..Understanding::default() },
        read => read?,
    };
    let mut restored = carried::restore(read, form, hints);
    keep_typed_spaces(&mut restored.report);
    Ok(restored)
}

/// Reads a report from a document, whatever file it came from.
pub fn understand_document(source: Document, hints: &Hints) -> Result<Understanding, ReadError> {
    let source = with_heads_apart(source.within_limits()?);
    let tables = recognise_tables(&source);
    if tables.values().all(Vec::is_empty) {
        return Err(ReadError::NoTable);
    }
    let first_table = tables.keys().next().copied().unwrap_or(0);
    let mut header = Header::default();
    for block in &source.blocks[..first_table] {
        match block {
            Block::Paragraph(passage) => header.take(passage),
            Block::Table(table) => as_paragraphs(table).iter().for_each(|passage| header.take(passage)),
        }
    }
    let named = hints.file_name.as_deref().and_then(header::year_in);
    let year = hints.year.or(header.year).or(header.date.map(FiscalYear::of)).or(named);
    let score_year = hints.score_year.or(header.score_year).or(year.map(FiscalYear::previous));
    let known = score_year.or(FiscalYear::new(USUAL_SCORE_YEAR)).map(Known::of).unwrap_or_default();
    let (with_documents, without_documents) = header.documents(&known);
    let mut reader = Reader::new(known, source.places.clone());
    header.rest.iter().for_each(|passage| reader.take_paragraph(passage));
    read_blocks(&source, &tables, first_table, &header, score_year, &mut reader);
    let mut report = Report {
        agency: header.agency,
        report_date: header.date,
        year,
        score_year,
        with_documents,
        without_documents,
        ..Report::default()
    };
    let passages_by_item = finish(reader, &source, &mut report);
    if report.items.is_empty() && report.indicators.is_empty() {
        return Err(ReadError::NoTable);
    }
    Ok(Understanding { report, passages_by_item, source })
}

/// The head of the form as paragraphs, where it was drawn as rows of the table: above the headings, and again on every
/// page.
fn with_heads_apart(source: Document) -> Document {
    let mut blocks = Vec::new();
    for block in source.blocks {
        match block {
            Block::Table(table) => take_heads_out(table, &mut blocks),
            paragraph @ Block::Paragraph(_) => blocks.push(paragraph),
        }
    }
    Document { blocks, ..source }
}

fn take_heads_out(mut table: Table, blocks: &mut Vec<Block>) {
    let signatures = signatures(&table.rows).map_or(Vec::new(), |at| table.rows.split_off(at));
    let mut is_first = true;
    while let Some((head, end)) = find_head(&table.rows, is_first) {
        let below = table.rows.split_off(end);
        let lines = table.rows.split_off(head);
        if !table.rows.is_empty() {
            blocks.push(Block::Table(table));
        }
        let lines = lines.iter().map(|row| Passage::new(row.line, &row.text()));
        blocks.extend(lines.filter(|line| !line.text.is_empty()).map(Block::Paragraph));
        table = Table { rows: below };
        is_first = false;
    }
    blocks.push(Block::Table(table));
    let lines = signatures.iter().map(|row| Passage::new(row.line, &row.text()));
    blocks.extend(lines.filter(|line| !line.text.is_empty()).map(Block::Paragraph));
}

/// Where people sign below a table: the first row of it, if nothing that follows looks like a row of the form.
fn signatures(rows: &[Row]) -> Option<usize> {
    let is_line = |row: &Row| row.filled() <= MOST_CELLS_OF_A_LINE && !subject::names_an_item(row);
    (1..rows.len()).find(|at| is_signature(&rows[*at]) && rows[*at..].iter().all(is_line))
}

/// Where people sign: below it stand a name and a post.
fn is_signature(row: &Row) -> bool {
    let text = row.text();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    ["ลงชื่อ", "ลงนาม"].iter().any(|word| text.starts_with(word))
}

/// Where the head of a page begins and where the heading row below it stands: all rows above the first headings if none
/// of them is content, later the rows from a title on.
fn find_head(rows: &[Row], is_first: bool) -> Option<(usize, usize)> {
    let is_line = |row: &Row| row.filled() <= MOST_CELLS_OF_A_LINE;
    let mut above = None;
    for (at, row) in rows.iter().enumerate() {
        if columns::recognise(row).is_some() {
            match above {
                Some(head) if head < at => return Some((head, at)),
                _ if is_first
                    && at > 0
                    && rows[..at].iter().all(|row| is_line(row) && !subject::names_an_item(row)) =>
                {
                    return Some((0, at));
                }
                _ => above = None,
            }
        } else if is_line(row) && TITLES.iter().any(|title| holds(&row.text(), title)) {
            above = above.or(Some(at));
        } else if !is_line(row) {
            above = None;
        }
    }
    None
}

/// A line of the head fills so many cells at most: a label and what it names.
const MOST_CELLS_OF_A_LINE: usize = 2;

/// The tables that are parts of the form, with their columns and their rows of content.
fn recognise_tables(source: &Document) -> BTreeMap<usize, Vec<Heading>> {
    let mut found: BTreeMap<usize, Vec<Heading>> = BTreeMap::new();
    for (at, block) in source.blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        let named = table.rows.iter().take(6).find_map(columns::recognise);
        let before = found.values().next_back().map(Vec::as_slice);
        if let Some(headings) = named.or_else(|| columns::assume(table, before)) {
            found.insert(at, headings);
        }
    }
    found
}

fn read_blocks(
    source: &Document,
    tables: &BTreeMap<usize, Vec<Heading>>,
    first: usize,
    header: &Header,
    score_year: Option<FiscalYear>,
    reader: &mut Reader,
) {
    let mut tables_before = 0;
    for (at, block) in source.blocks.iter().enumerate().skip(first) {
        match (block, tables.get(&at)) {
            (Block::Paragraph(passage), _) => take_paragraph(passage, header, reader),
            (Block::Table(table), Some(headings)) => {
                read_rows(table, headings, tables_before > 0, score_year, reader);
                tables_before += 1;
            }
            (Block::Table(table), None) => {
                if let Some(row) = table.rows.iter().find(|row| columns::names_items(row)) {
                    reader.warnings.push(check::table_not_understood(&source.places.of(row.line)));
                }
                as_paragraphs(table).iter().for_each(|passage| take_paragraph(passage, header, reader));
            }
        }
    }
}

fn take_paragraph(passage: &Passage, header: &Header, reader: &mut Reader) {
    if !is_page_number(&passage.text) && !header.repeats(passage) {
        reader.take_paragraph(passage);
    }
}

fn read_rows(
    table: &Table,
    headings: &[Heading],
    after_a_table: bool,
    score_year: Option<FiscalYear>,
    reader: &mut Reader,
) {
    let mut headings = columns::with_one_score(headings.to_vec(), score_year);
    let mut page_break = after_a_table;
    let mut any_content = false;
    let mut after_headings = false;
    for row in &table.rows {
        if after_headings && let Some(below) = columns::second_row(row, &headings) {
            headings = columns::with_one_score(below, score_year);
            after_headings = false;
            continue;
        }
        after_headings = false;
        if let Some(found) = columns::recognise(row) {
            after_headings = true;
            let text = row.text();
            // Content that ran into the headings, or was taken for them, is kept.
            if text.chars().any(is_thai_letter) && !names_the_columns(row) {
                reader.keep(&text, row.line);
            }
            headings = columns::with_one_score(found, score_year);
            page_break = after_a_table || any_content;
            continue;
        }
        if row.cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        reader.take_row(row, &headings, page_break);
        page_break = false;
        any_content = true;
    }
}

/// The rows of a table that is no part of the form, as text.
fn as_paragraphs(table: &Table) -> Vec<Passage> {
    table
        .rows
        .iter()
        .map(|row| Passage::new(row.line, &row.text()))
        .filter(|passage| !passage.text.is_empty())
        .collect()
}

fn finish(reader: Reader, source: &Document, report: &mut Report) -> Vec<Vec<SourcePassage>> {
    let mut passages = Vec::new();
    report.indicators = reader.indicators;
    report.indicators.sort_by_key(|indicator| indicator.number);
    report.unparsed = reader.unparsed;
    for draft in reader.drafts {
        let (item, posts, shown) = draft.finish();
        for post in posts {
            let place = format!("{}, column {:?}", source.places.of(post.source), Column::Result).to_lowercase();
            report.unparsed.push(Unparsed { text: post.text, item: Some(item.code.clone()), place });
        }
        report.items.push(item);
        passages.push(shown);
    }
    report.warnings = source.notes.iter().cloned().map(crate::Warning::from).collect();
    report.warnings.extend(reader.warnings);
    report.warnings.extend(check::check(report));
    report.corrections = reader.corrections;
    report.corrections.extend(corrections::suggest(report));
    passages
}
