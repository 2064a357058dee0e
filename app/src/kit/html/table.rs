//! Tables that stay tables on a wide screen and turn into cards on a phone, and paging.

use super::{Html, components};
use askama::Template;
use thai::Language;

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Could be sorted; is not.
    Unsorted,
    /// Smallest or first letter on top.
    Ascending,
    /// Largest or newest on top.
    Descending,
}

/// A column: its heading, whether it holds numbers, and a link that sorts by it.
#[derive(Clone, Debug)]
pub struct Column {
    heading: String,
    is_number: bool,
    sort: Option<(Sort, String)>,
}

impl Column {
    /// Words.
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: false, sort: None }
    }

    /// Numbers, to the right, the unit in the heading.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: true, sort: None }
    }

    /// Can be sorted by; `href` is the same list with the sorting that a click brings.
    pub fn sorted(mut self, now: Sort, href: impl Into<String>) -> Self {
        self.sort = Some((now, href.into()));
        self
    }

    fn aria_sort(&self) -> &'static str {
        match self.sort {
            None => "",
            Some((Sort::Unsorted, _)) => "none",
            Some((Sort::Ascending, _)) => "ascending",
            Some((Sort::Descending, _)) => "descending",
        }
    }

    fn arrow(&self) -> &'static str {
        match self.sort {
            Some((Sort::Ascending, _)) => "up",
            Some((Sort::Descending, _)) => "down",
            Some((Sort::Unsorted, _)) | None => "both",
        }
    }
}

/// One row: the first cell is its title.
#[derive(Clone, Debug, Default)]
pub struct Row {
    id: Option<String>,
    cells: Vec<Html>,
}

impl Row {
    /// A row that begins with its title.
    pub fn new(title: impl Into<Html>) -> Self {
        Self { id: None, cells: vec![title.into()] }
    }

    /// The next cell.
    pub fn cell(mut self, cell: impl Into<Html>) -> Self {
        self.cells.push(cell.into());
        self
    }

    /// An anchor that never changes, such as `O36`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

/// A table. Under 640 px each row is a card: title, then each fact with its column's name.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/table.html")]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    total: Option<Row>,
    scrolls: Option<String>,
}

impl Table {
    /// The caption says what, how many, and as of when.
    pub fn new(caption: impl Into<String>) -> Self {
        Self { caption: caption.into(), columns: Vec::new(), rows: Vec::new(), total: None, scrolls: None }
    }

    /// The next column.
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// The next row.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Further rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// A last row under a line.
    pub fn total(mut self, total: Row) -> Self {
        self.total = Some(total);
        self
    }

    /// Figures that only make sense side by side: stays a table on phones, in a region of this id that scrolls sideways.
    pub fn scrolling(mut self, id: impl Into<String>) -> Self {
        self.scrolls = Some(id.into());
        self
    }

    fn columns_with_cells<'a>(&'a self, row: &'a Row) -> Vec<(&'a Column, &'a Html)> {
        self.columns.iter().zip(&row.cells).collect()
    }
}

/// Page x of y. One page writes nothing.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/pagination.html")]
pub struct Pagination {
    t: Language,
    page: u32,
    pages: u32,
    path_and_query: String,
}

impl Pagination {
    /// Page `page` (from 1) of `pages`; `path_and_query` is the list's address, with or without a `page`.
    pub fn new(t: Language, page: u32, pages: u32, path_and_query: impl Into<String>) -> Self {
        Self { t, page, pages, path_and_query: path_and_query.into() }
    }

    fn href(&self, page: u32) -> String {
        super::page::with_query(&self.path_and_query, "page", &page.to_string())
    }
}

components!(Table, Pagination);
