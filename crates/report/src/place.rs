//! Where in a file a text stands, in the words that the file's own program uses: a line, a row of a sheet, a page.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thai::Bilingual;

/// A place in a file. As text (`line 12`, `sheet มาตรการ row 12`) it is stored beside what was read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    /// Line of a text file, from 1.
    Line(usize),
    /// Paragraph of a Word document outside its tables, from 1; those without text count.
    Paragraph(usize),
    /// Row of a table of a Word document; both from 1.
    TableRow {
        /// The table, in the order of the document.
        table: usize,
        /// The row.
        row: usize,
    },
    /// Row of a sheet of a workbook.
    SheetRow {
        /// The name of the sheet.
        sheet: String,
        /// The row, as it is numbered at its left.
        row: usize,
    },
    /// Page of a PDF, from 1.
    Page(usize),
}

impl Place {
    /// The place in words, to stand beside a text.
    pub fn in_words(&self) -> Bilingual {
        match self {
            Place::Line(line) => Bilingual::new(format!("บรรทัดที่ {line}"), format!("line {line}")),
            Place::Paragraph(number) => Bilingual::new(format!("ย่อหน้าที่ {number}"), format!("paragraph {number}")),
            Place::TableRow { table, row } => {
                Bilingual::new(format!("ตารางที่ {table} แถวที่ {row}"), format!("table {table}, row {row}"))
            }
            Place::SheetRow { sheet, row } => {
                Bilingual::new(format!("แถว {row} ของแผ่นงาน “{sheet}”"), format!("row {row} of sheet “{sheet}”"))
            }
            Place::Page(page) => Bilingual::new(format!("หน้า {page}"), format!("page {page}")),
        }
    }

    /// The place so many lines further down.
    fn further(&self, lines: usize) -> Self {
        match self {
            Place::Line(line) => Place::Line(line + lines),
            Place::Paragraph(number) => Place::Paragraph(number + lines),
            Place::TableRow { table, row } => Place::TableRow { table: *table, row: row + lines },
            Place::SheetRow { sheet, row } => Place::SheetRow { sheet: sheet.clone(), row: row + lines },
            Place::Page(page) => Place::Page(*page),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(line) => write!(formatter, "line {line}"),
            Place::Paragraph(number) => write!(formatter, "paragraph {number}"),
            Place::TableRow { table, row } => write!(formatter, "table {table} row {row}"),
            Place::SheetRow { sheet, row } => write!(formatter, "sheet {sheet} row {row}"),
            Place::Page(page) => write!(formatter, "page {page}"),
        }
    }
}

/// The text is no place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a file")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| NoPlace);
        // A column may follow; it is the same place.
        let text = text.rsplit_once(", column ").map_or(text, |(place, _)| place);
        let (kind, rest) = text.split_once(' ').ok_or(NoPlace)?;
        match (kind, rest.rsplit_once(" row ")) {
            ("line", _) => Ok(Place::Line(number(rest)?)),
            ("paragraph", _) => Ok(Place::Paragraph(number(rest)?)),
            ("page", _) => Ok(Place::Page(number(rest)?)),
            ("table", Some((table, row))) => Ok(Place::TableRow { table: number(table)?, row: number(row)? }),
            ("sheet", Some((sheet, row))) => Ok(Place::SheetRow { sheet: sheet.to_owned(), row: number(row)? }),
            _ => Err(NoPlace),
        }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = NoPlace;

    fn try_from(text: String) -> Result<Self, NoPlace> {
        text.parse()
    }
}

/// What the line numbers of a document mean: from some line on, each line is one step further from a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// First line and its place, in rising order of lines.
    starts: Vec<(usize, Place)>,
}

impl Places {
    /// From this line on, lines are counted from this place.
    pub fn begin(&mut self, line: usize, place: Place) {
        self.starts.push((line, place));
    }

    /// The place of a line. Without any other start a line is a line.
    pub fn of(&self, line: usize) -> Place {
        let after = self.starts.partition_point(|(first, _)| *first <= line);
        match self.starts[..after].last() {
            Some((first, place)) => place.further(line - first),
            None => Place::Line(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_where_each_part_begins() {
        let mut places = Places::default();
        assert_eq!(places.of(7), Place::Line(7));
        places.begin(1, Place::Paragraph(1));
        places.begin(4, Place::TableRow { table: 1, row: 1 });
        assert_eq!(places.of(3), Place::Paragraph(3));
        assert_eq!(places.of(6).in_words().en, "table 1, row 3");
    }

    #[test]
    fn a_place_comes_back_from_its_text() {
        let all = [
            Place::Line(3),
            Place::Paragraph(2),
            Place::TableRow { table: 2, row: 5 },
            Place::SheetRow { sheet: "แผน row 2, ก".into(), row: 12 },
            Place::Page(9),
        ];
        for place in all {
            assert_eq!(place.to_string().parse(), Ok(place.clone()));
            assert_eq!(format!("{place}, column 4").parse(), Ok(place));
        }
        assert_eq!("indicator 8".parse::<Place>(), Err(NoPlace));
    }
}
