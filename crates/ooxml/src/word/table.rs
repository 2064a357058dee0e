//! Tables.

use super::{Length, Paragraph, Style, parts::Parts};
use crate::writer::Xml;

/// A table of fixed columns with thin lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<Length>,
    heads: Vec<Row>,
    rows: Vec<Row>,
    name: String,
    description: String,
    lines: bool,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    cells: Vec<Cell>,
    may_split: bool,
    keep_with_next: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    paragraphs: Vec<Paragraph>,
    span: usize,
    down: Option<Down>,
    shade: Option<&'static str>,
    middle: bool,
}

/// A cell that reaches over several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    /// Here it begins.
    Begins,
    /// Here it goes on; this cell stays empty.
    Continues,
}

impl Table {
    /// A table of columns of these widths.
    pub fn new(columns: Vec<Length>) -> Self {
        Self {
            columns,
            heads: Vec::new(),
            rows: Vec::new(),
            name: String::new(),
            description: String::new(),
            lines: true,
        }
    }

    /// What it is called and what it shows, for those who hear it read.
    pub fn described(self, name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { name: name.into(), description: description.into(), ..self }
    }

    /// Without lines, to set things side by side.
    pub fn without_lines(self) -> Self {
        Self { lines: false, ..self }
    }

    /// A heading row, repeated on each page.
    pub fn head(mut self, row: Row) -> Self {
        self.heads.push(row);
        self
    }

    /// Another row.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    pub(crate) fn write(&self, xml: &mut Xml, parts: &mut Parts) {
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| self.write_properties(xml));
            xml.element("w:tblGrid", &[], |xml| {
                self.columns.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.twips())]));
            });
            self.heads.iter().for_each(|row| self.write_row(xml, row, true, parts));
            self.rows.iter().for_each(|row| self.write_row(xml, row, false, parts));
        });
    }

    fn write_properties(&self, xml: &mut Xml) {
        let width: i64 = self.columns.iter().map(|column| column.twips()).sum();
        xml.empty("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
        if self.lines {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    xml.empty(side, &[("w:val", &"single"), ("w:sz", &4), ("w:space", &0), ("w:color", &"767A72")]);
                }
            });
        }
        xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
        // Less than 3 points, and stacked vowels and tone marks touch the rule.
        let (above, below, side) = if self.lines { (80, 100, 100) } else { (0, 0, 0) };
        xml.element("w:tblCellMar", &[], |xml| {
            for (name, width) in [("w:top", above), ("w:left", side), ("w:bottom", below), ("w:right", side)] {
                xml.empty(name, &[("w:w", &width), ("w:type", &"dxa")]);
            }
        });
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", &"0020"),
                ("w:firstRow", &u8::from(!self.heads.is_empty())),
                ("w:noHBand", &1),
                ("w:noVBand", &1),
            ],
        );
        if !self.name.is_empty() {
            xml.empty("w:tblCaption", &[("w:val", &self.name)]);
        }
        if !self.description.is_empty() {
            xml.empty("w:tblDescription", &[("w:val", &self.description)]);
        }
    }

    fn write_row(&self, xml: &mut Xml, row: &Row, head: bool, parts: &mut Parts) {
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                if head || !row.may_split {
                    xml.empty("w:cantSplit", &[]);
                }
                if head {
                    xml.empty("w:tblHeader", &[]);
                }
            });
            let mut at = 0;
            for cell in &row.cells {
                let end = (at + cell.span).min(self.columns.len());
                let width: i64 =
                    self.columns.get(at..end).unwrap_or_default().iter().map(|column| column.twips()).sum();
                cell.write(xml, width, head || row.keep_with_next, parts);
                at = end;
            }
        });
    }
}

impl Row {
    /// A row of these cells; it stays whole on one page.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, may_split: false, keep_with_next: false }
    }

    /// May go on overleaf.
    pub fn may_split(self) -> Self {
        Self { may_split: true, ..self }
    }

    /// Stays on the page of the row after it.
    pub fn keep_with_next(self) -> Self {
        Self { keep_with_next: true, ..self }
    }
}

impl Cell {
    /// A cell with these paragraphs.
    pub fn new(paragraphs: Vec<Paragraph>) -> Self {
        Self { paragraphs, span: 1, down: None, shade: None, middle: false }
    }

    /// A cell with one paragraph.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new(vec![Paragraph::of(style, text)])
    }

    /// Over so many columns.
    pub fn over(self, columns: usize) -> Self {
        Self { span: columns.max(1), ..self }
    }

    /// Part of a cell that reaches over several rows.
    pub fn down(self, down: Down) -> Self {
        Self { down: Some(down), ..self }
    }

    /// On this ground, `RRGGBB`.
    pub fn shade(self, color: &'static str) -> Self {
        Self { shade: Some(color), ..self }
    }

    /// Its text stands halfway down.
    pub fn middle(self) -> Self {
        Self { middle: true, ..self }
    }

    fn write(&self, xml: &mut Xml, width: i64, keep_with_next: bool, parts: &mut Parts) {
        xml.element("w:tc", &[], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
                if self.span > 1 {
                    xml.empty("w:gridSpan", &[("w:val", &self.span)]);
                }
                match self.down {
                    Some(Down::Begins) => xml.empty("w:vMerge", &[("w:val", &"restart")]),
                    Some(Down::Continues) => xml.empty("w:vMerge", &[]),
                    None => {}
                }
                if let Some(color) = self.shade {
                    xml.empty("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &color)]);
                }
                if self.middle {
                    xml.empty("w:vAlign", &[("w:val", &"center")]);
                }
            });
            // A cell must end with a paragraph, even if it says nothing.
            let nothing = [Paragraph::new(Style::TABLE_TEXT)];
            let paragraphs = if self.paragraphs.is_empty() { &nothing[..] } else { &self.paragraphs };
            for paragraph in paragraphs {
                if keep_with_next {
                    paragraph.clone().keep_with_next().write(xml, parts, None);
                } else {
                    paragraph.write(xml, parts, None);
                }
            }
        });
    }
}
