//! What was measured as Markdown, and its place in the documentation.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::Context;

/// A cell.
pub struct Figure(String);

impl From<String> for Figure {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Figure {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Figure {
    /// A number without decimals.
    pub fn whole(number: f64) -> Self {
        Self(format!("{number:.0}"))
    }

    /// A number with two decimals.
    pub fn two(number: f64) -> Self {
        Self(format!("{number:.2}"))
    }

    /// Is the aim reached?
    pub fn aim(reached: bool) -> Self {
        Self(if reached { "reached" } else { "**missed**" }.to_owned())
    }
}

/// A table with notes beneath it.
pub struct Measured {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Measured {
    /// A table with these columns.
    pub fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|name| (*name).to_owned()).collect(), rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [Figure; N]) {
        self.rows.push(cells.into_iter().map(|cell| cell.0).collect());
    }

    /// Adds a sentence beneath the table.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        text.push_str(&line(&self.head));
        text.push_str(&format!("|{}\n", "---|".repeat(self.head.len())));
        for row in &self.rows {
            text.push_str(&line(row));
        }
        for note in &self.notes {
            let _ = write!(text, "\n{note}\n");
        }
        text
    }
}

/// Puts a block into a document in the place of the block of this name.
pub fn replace(document: &Path, name: &str, block: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(document).with_context(|| format!("reading {}", document.display()))?;
    let text =
        replaced(&text, name, block).with_context(|| format!("{} has no place for {name}", document.display()))?;
    Ok(fs::write(document, text)?)
}

fn replaced(text: &str, name: &str, block: &str) -> Option<String> {
    let (first, last) = (format!("<!-- measured: {name} -->\n"), format!("<!-- end of {name} -->"));
    let start = text.find(&first)? + first.len();
    let end = start + text[start..].find(&last)?;
    Some(format!("{}{block}{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_the_place_of_the_one_before() {
        let text = "a\n<!-- measured: x -->\nold\n<!-- end of x -->\nb\n";
        let new = "a\n<!-- measured: x -->\nnew\n<!-- end of x -->\nb\n";
        assert_eq!(replaced(text, "x", "new\n").as_deref(), Some(new));
        assert_eq!(replaced(text, "y", "new\n"), None);
    }

    #[test]
    fn a_table_is_written_as_markdown() {
        let mut table = Measured::new(&["what", "ms"]);
        table.row(["one".into(), Figure::two(1.005)]);
        table.note("On purpose.");
        assert_eq!(table.markdown(), "| what | ms |\n|---|---|\n| one | 1.00 |\n\nOn purpose.\n");
    }
}
