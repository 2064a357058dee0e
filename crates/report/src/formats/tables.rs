//! Text to paragraphs and tables: Markdown pipe tables and HTML tables, in one file or mixed, however ragged.

use crate::{
    document::{Block, Cell, Document, Passage, Row, Table},
    formats::{
        html,
        markup::{self, Token},
    },
};

/// More columns than any form has; further cells go into the last one.
pub(crate) const MOST_COLUMNS: usize = 40;

/// Reads a text as paragraphs and tables.
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let is_html =
        ["<html", "<body", "<!doctype html"].iter().any(|tag| markup::find_ignoring_case(text, tag).is_some());
    let (mut rest, mut line) = (text, 1);
    while let Some(start) = markup::find_ignoring_case(rest, "<table") {
        read_outside(&rest[..start], line, is_html, &mut document);
        line += rest[..start].matches('\n').count();
        let region = &rest[start..];
        let end = html::table_end(region).unwrap_or(region.len());
        if html::table_end(region).is_none() {
            document.truncated_at = Some(text.lines().count());
        }
        html::read_table(&region[..end], line, &mut document);
        line += region[..end].matches('\n').count();
        rest = &region[end..];
    }
    read_outside(rest, line, is_html, &mut document);
    let has = |tag| markup::find_ignoring_case(text, tag).is_some();
    if has("<html") && !has("</html") && !has("</body") {
        document.truncated_at = Some(text.lines().count());
    }
    document
}

/// Everything outside `<table>`: Markdown tables and paragraphs.
fn read_outside(text: &str, first_line: usize, is_html: bool, document: &mut Document) {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut at = 0;
    let mut prose_start = 0;
    while at < lines.len() {
        if is_html || !is_table_line(lines[at]) {
            at += 1;
            continue;
        }
        read_prose(&lines[prose_start..at], first_line + prose_start, is_html, document);
        let mut table = Table::default();
        while at < lines.len() && is_table_line(lines[at]) {
            let (used, row_text) = whole_row(&lines[at..]);
            if !is_separator(&row_text) {
                table.rows.push(read_row(&row_text, first_line + at));
            }
            at += used;
        }
        if at >= lines.len() || lines[at..].iter().all(|line| line.trim().is_empty()) {
            note_truncation(&table, lines[at - 1], first_line + at - 1, at >= lines.len(), document);
        }
        document.blocks.push(Block::Table(table));
        prose_start = at;
    }
    read_prose(&lines[prose_start..], first_line + prose_start, is_html, document);
}

fn read_prose(lines: &[&str], first_line: usize, is_html: bool, document: &mut Document) {
    let add = |passage: Passage, document: &mut Document| {
        let text = passage.text.trim_start_matches('#').trim();
        if !text.is_empty() && !text.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | ' ')) {
            document.blocks.push(Block::Paragraph(Passage::new(passage.line, text)));
        }
    };
    if is_html {
        for passage in paragraphs(&lines.join("\n"), first_line) {
            add(passage, document);
        }
        return;
    }
    for (offset, line) in lines.iter().enumerate() {
        for passage in paragraphs(line, first_line + offset) {
            add(passage, document);
        }
    }
}

/// A line of a pipe table: it begins with a pipe or holds at least two.
fn is_table_line(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') || pipes(line).take(2).count() == 2
}

/// Positions of unescaped pipes.
fn pipes(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.match_indices('|').map(|(at, _)| at).filter(|at| !line[..*at].ends_with('\\'))
}

/// A row that some tools break over several lines, as one line; and how many lines it took.
fn whole_row(lines: &[&str]) -> (usize, String) {
    let mut row = lines[0].trim().to_owned();
    let mut used = 1;
    while row.starts_with('|') && !row.ends_with('|') && used < lines.len().min(40) {
        let next = lines[used].trim();
        if next.is_empty() || next.starts_with('|') {
            break;
        }
        row.push('\n');
        row.push_str(next);
        used += 1;
    }
    (used, row)
}

fn is_separator(row: &str) -> bool {
    row.contains("--") && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '=' | '\t'))
}

fn read_row(row: &str, line: usize) -> Row {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = if inner.ends_with("\\|") { inner } else { inner.strip_suffix('|').unwrap_or(inner) };
    let mut cells: Vec<Cell> = Vec::new();
    let mut start = 0;
    for end in pipes(inner).chain([inner.len()]) {
        let passages = paragraphs(&inner[start..end].replace("\\|", "|"), line);
        if cells.len() < MOST_COLUMNS {
            cells.push(Cell { passages, merged: false });
        } else if let Some(last) = cells.last_mut() {
            last.passages.extend(passages);
        }
        start = (end + 1).min(inner.len());
    }
    Row { line, cells }
}

/// The last row stops in the middle if it lacks cells and its closing pipe, or cells and the end of its line, or if a
/// paragraph in it is not closed.
fn note_truncation(table: &Table, last_line: &str, line: usize, line_is_open: bool, document: &mut Document) {
    let last = last_line.trim();
    let width = |row: Option<&Row>| row.map_or(0, |row| row.cells.len());
    let open_paragraph = last.matches("<p>").count() > last.matches("</p>").count();
    let short = width(table.rows.last()) < width(table.rows.first());
    let open = !last.ends_with('|') && last.starts_with('|');
    if (open && (open_paragraph || short)) || (line_is_open && short) {
        document.truncated_at = Some(line);
    }
}

/// Marked-up text as paragraphs; a list item becomes a paragraph with a bullet.
pub(crate) fn paragraphs(text: &str, first_line: usize) -> Vec<Passage> {
    let mut builder = Paragraphs::default();
    for (line, token) in markup::tokens(text, first_line) {
        builder.take(line, &token);
    }
    builder.finish()
}

/// Collects text until a tag ends the paragraph.
#[derive(Default)]
pub(crate) struct Paragraphs {
    done: Vec<Passage>,
    line: usize,
    text: String,
}

impl Paragraphs {
    /// Takes the next token.
    pub(crate) fn take(&mut self, line: usize, token: &Token) {
        match token {
            Token::Text(text) => {
                if self.text.trim().is_empty() {
                    let leading = &text[..text.len() - text.trim_start().len()];
                    self.line = line + leading.matches('\n').count();
                }
                self.text.push_str(&plain(&markup::decode_entities(text)));
            }
            // What is named and what is said of it are one line.
            Token::Close(name) if name == "dt" => self.text.push(' '),
            Token::Open(name, _) if name == "dd" => self.text.push(' '),
            Token::Open(name, _) | Token::Close(name) if markup::breaks_paragraph(name) => {
                self.end_paragraph();
                if matches!(token, Token::Open(name, _) if name == "li") {
                    self.line = line;
                    self.text.push_str("- ");
                }
            }
            Token::Open(..) | Token::Close(_) => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.done.extend(Passage::worded(self.line, &std::mem::take(&mut self.text)));
    }

    /// The paragraphs so far.
    pub(crate) fn finish(mut self) -> Vec<Passage> {
        self.end_paragraph();
        self.done
    }
}

/// Without Markdown emphasis and escapes, and without invisible characters.
fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace("__", "").replace("\\|", "|");
    text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell_texts(text: &str) -> Vec<Vec<String>> {
        let document = read(text);
        let tables = document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        });
        tables.flat_map(|t| &t.rows).map(|row| row.cells.iter().map(Cell::text).collect()).collect()
    }

    #[test]
    fn ragged_pipe_tables_are_read_and_text_around_them_kept() {
        let text = "# หัวเรื่อง\n\n| ก | ข |\n|---|--|---|\n| <p>- ๑</p> <p>ค\\|ง</p> | **จ**<br>ฉ |\n| ช | ซ";
        let document = read(text);
        assert_eq!(document.blocks[0], Block::Paragraph(Passage { line: 1, text: "หัวเรื่อง".into() }));
        assert_eq!(cell_texts(text), [["ก", "ข"], ["- ๑ ค|ง", "จ ฉ"], ["ช", "ซ"]]);
        assert_eq!(document.truncated_at, None);
    }

    #[test]
    fn a_row_that_stops_in_the_middle_is_noticed() {
        assert_eq!(read("| ก | ข |\n|--|--|\n| <p>ค</p> | <p>ง").truncated_at, Some(3));
        assert_eq!(read("| ก | ข |\n|--|--|\n| ค").truncated_at, Some(3));
        assert_eq!(read("<table><tr><td>ก</td>\n<td>ข").truncated_at, Some(2));
    }

    #[test]
    fn merged_cells_are_spread() {
        let text = "<table><tr><td rowspan='2'>ก</td><td>ข</td></tr>\n<tr><td>ค<ul><li>ง</ul></td></tr>\
                    <tr><td colspan=2>จ</td></tr></table>";
        assert_eq!(cell_texts(text), [vec!["ก", "ข"], vec!["", "ค - ง"], vec!["จ", ""]]);
        let Block::Table(table) = &read(text).blocks[0] else { panic!("a table") };
        assert!(table.rows[1].cells[0].merged);
        assert_eq!(table.rows[1].line, 2);
    }

    #[test]
    fn absurd_spans_cost_nothing() {
        let text = format!("<table><tr><td colspan=999999 rowspan=999999>ก</td></tr>{}</table>", "<tr>".repeat(20_000));
        assert!(cell_texts(&text).iter().all(|row| row.len() <= MOST_COLUMNS));
    }
}
