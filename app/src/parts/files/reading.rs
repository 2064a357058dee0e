//! Rows of a file that came back: Excel, Word or CSV, of whatever program saved it last. Of a file nothing is believed;
//! the container is read within its own limits, and rows and columns are counted.

use ooxml::{
    package::{Package, PackageError},
    xml::{Piece, Tag, Xml},
};
use thai::Bilingual;

use super::HIDDEN_SHEET;
use crate::parts::model::{
    PartId,
    key::RowKey,
    reading::{self, Grid, GridRow, MOST_ROWS, Reading},
};

/// Columns beyond this are not ours.
const MOST_COLUMNS: usize = 64;
/// Letters of one cell; longer ones are cut and then refused by the rules of what may be entered.
const MOST_LETTERS: usize = 20_000;
/// Letters of all cells together (bytes): far more than any part has, and little enough to be held many times.
const MOST_LETTERS_IN_ALL: usize = 4_000_000;
/// Sheets of a workbook that are looked into.
const MOST_SHEETS: usize = 20;

/// Reads a file. The error is the sentence for whoever sent it.
pub fn read(bytes: &[u8]) -> Result<Reading, Bilingual> {
    let grid = if bytes.starts_with(b"PK") {
        let mut package = Package::open(bytes).map_err(|error| error.sentence())?;
        let main = package.main_part().map_err(|error| error.sentence())?;
        if main.starts_with("word/") {
            word(&mut package, &main).map_err(|error| error.sentence())?
        } else if main.starts_with("xl/") {
            workbook(&mut package, &main).map_err(|error| error.sentence())?
        } else {
            return Err(PackageError::NoDocument.sentence());
        }
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Bilingual::new(
            "ไฟล์นี้เป็นรูปแบบเก่า (.xls หรือ .doc) หรือตั้งรหัสผ่านไว้ บันทึกใหม่เป็น .xlsx หรือ .docx โดยไม่ตั้งรหัสผ่าน แล้วส่งอีกครั้ง",
            "This file is of an old kind (.xls or .doc) or protected with a password. Save it as .xlsx or .docx without a password and send it again.",
        ));
    } else {
        csv(bytes)?
    };
    reading::read(&grid).ok_or_else(|| {
        Bilingual::new(
            "ไม่พบตารางของส่วนนี้ในไฟล์ ใช้ไฟล์ที่ดาวน์โหลดจากลิงก์เดียวกัน กรอกแล้วส่งอีกครั้ง",
            "The table of this part was not found in the file. Use the file downloaded from the same link, fill it in and send it again.",
        )
    })
}

/// The part that a file names, by itself or by the key of a row.
pub fn part_named(bytes: &[u8]) -> Option<PartId> {
    let reading = bytes.starts_with(b"PK").then(|| read(bytes).ok()).flatten()?;
    reading.part.or_else(|| reading.rows.iter().find_map(|row| row.key).map(|key| key.part))
}

/// A file's name with the ending of what it is: whoever opens it later shall not be surprised by a program.
pub fn with_its_ending(name: &str, bytes: &[u8]) -> String {
    let ending = match Package::open(bytes).ok().and_then(|mut package| package.main_part().ok()) {
        Some(main) if main.starts_with("word/") => "docx",
        Some(_) => "xlsx",
        None => "csv",
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.{ending}")
}

/// Adds to a text as far as a cell may hold.
fn push_within(text: &mut String, piece: &str) {
    let room = MOST_LETTERS.saturating_sub(text.len());
    text.push_str(&piece[..piece.floor_char_boundary(room)]);
}

/// What is left of the letters that a file may have.
struct Letters(usize);

impl Letters {
    fn take(&mut self, text: &str) -> Result<(), PackageError> {
        self.0 = self.0.checked_sub(text.len()).ok_or(PackageError::TooLarge)?;
        Ok(())
    }
}

// Excel ------------------------------------------------------------------------------------------------------------

fn workbook(package: &mut Package<'_>, main: &str) -> Result<Grid, PackageError> {
    let text = package.read_text(main)?.ok_or(PackageError::NoDocument)?;
    let relations = package.relations(main)?;
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut xml = Xml::new(&text);
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        if tag.name() != "sheet" || sheets.len() >= MOST_SHEETS {
            continue;
        }
        let target = tag.attribute("id").and_then(|id| relations.iter().find(|relation| relation.id == id));
        if let (Some(name), Some(target)) = (tag.attribute("name"), target) {
            sheets.push((name, target.target.clone()));
        }
    }
    let strings = relations.iter().find(|relation| relation.kind == "sharedStrings").map(|one| one.target.clone());
    let strings = match strings {
        Some(part) => shared_strings(&package.read_text(&part)?.unwrap_or_default())?,
        None => Vec::new(),
    };
    let mut grid = Grid::default();
    let mut letters = Letters(MOST_LETTERS_IN_ALL);
    for (name, part) in sheets {
        let Some(text) = package.read_text(&part)? else { continue };
        let rows = sheet(&text, &strings, &mut letters)?;
        if name.starts_with(HIDDEN_SHEET) {
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            grid.part = grid.part.or_else(|| cells.find_map(|cell| cell.trim().parse::<PartId>().ok()));
        } else {
            grid.rows.extend(rows);
        }
        if grid.rows.len() > MOST_ROWS {
            return Err(PackageError::TooLarge);
        }
    }
    Ok(grid)
}

/// The texts that cells refer to, without readings in other scripts.
fn shared_strings(text: &str) -> Result<Vec<String>, PackageError> {
    let mut strings = Vec::new();
    let mut open: Option<String> = None;
    let mut in_text = false;
    let mut xml = Xml::new(text);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) => match tag.name() {
                "si" => open = Some(String::new()),
                "t" => in_text = true,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "si" => strings.extend(open.take()),
                "t" => in_text = false,
                _ => {}
            },
            Piece::Text(piece) => {
                if let Some(open) = open.as_mut().filter(|_| in_text) {
                    push_within(open, &piece);
                }
            }
        }
    }
    Ok(strings)
}

/// The rows of a sheet in which something stands.
fn sheet(text: &str, strings: &[String], letters: &mut Letters) -> Result<Vec<GridRow>, PackageError> {
    let mut rows: Vec<GridRow> = Vec::new();
    let mut row = GridRow::default();
    let (mut column, mut shared, mut in_value) = (0, false, false);
    let mut said = String::new();
    let mut xml = Xml::new(text);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) => match tag.name() {
                "row" => {
                    let number = tag.number("r").unwrap_or(row.number.saturating_add(1));
                    row = GridRow { number, ..GridRow::default() };
                    column = 0;
                }
                "c" => {
                    column = tag.attribute("r").and_then(|place| column_of(&place)).unwrap_or(column);
                    shared = tag.attribute("t").as_deref() == Some("s");
                    said.clear();
                }
                "v" | "t" => in_value = true,
                "f" | "rPh" => xml.skip()?,
                _ => {}
            },
            Piece::Text(piece) if in_value => push_within(&mut said, &piece),
            Piece::Text(_) => {}
            Piece::Close(name) => match name.as_str() {
                "v" | "t" => in_value = false,
                "c" => {
                    let index = || said.trim().parse::<usize>().ok();
                    let cell = if shared {
                        index().and_then(|at| strings.get(at)).cloned().unwrap_or_default()
                    } else {
                        std::mem::take(&mut said)
                    };
                    letters.take(&cell)?;
                    put(&mut row, column, cell);
                    column += 1;
                }
                "row" if row.cells.iter().any(|cell| !cell.trim().is_empty()) => {
                    rows.push(std::mem::take(&mut row));
                    row.number = rows.last().map_or(0, |row| row.number);
                    if rows.len() > MOST_ROWS {
                        return Err(PackageError::TooLarge);
                    }
                }
                _ => {}
            },
        }
    }
    Ok(rows)
}

fn put(row: &mut GridRow, column: usize, cell: String) {
    if cell.is_empty() || column >= MOST_COLUMNS {
        return;
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = cell;
}

/// `C7` stands in column 2.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number =
        letters.fold(0usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

// Word -------------------------------------------------------------------------------------------------------------

fn word(package: &mut Package<'_>, main: &str) -> Result<Grid, PackageError> {
    let text = package.read_text(main)?.ok_or(PackageError::NoDocument)?;
    let mut grid = tables(&text)?;
    let kept = package.names().into_iter().filter(|name| name.starts_with("customxml/item")).map(str::to_owned);
    for name in kept.filter(|name| name.ends_with(".xml")).take(MOST_SHEETS).collect::<Vec<_>>() {
        let text = package.read_text(&name)?.unwrap_or_default();
        if text.contains(super::NAMESPACE) {
            grid.part = grid.part.or(words(&text)?.trim().parse().ok());
        }
    }
    Ok(grid)
}

fn words(text: &str) -> Result<String, PackageError> {
    let mut words = String::new();
    let mut xml = Xml::new(text);
    while let Some(piece) = xml.next()? {
        if let Piece::Text(text) = piece {
            push_within(&mut words, &text);
        }
    }
    Ok(words)
}

/// What is open while a document is read.
#[derive(Default)]
struct Open {
    tables: usize,
    row: GridRow,
    cell: Option<String>,
    span: usize,
    in_text: bool,
    /// For each content control around: does it only show what is asked for?
    prompts: Vec<bool>,
}

/// The rows of all tables; tables within cells give their text to the cell.
fn tables(text: &str) -> Result<Grid, PackageError> {
    let mut grid = Grid::default();
    let mut open = Open::default();
    let mut number = 0;
    let mut xml = Xml::new(text);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) => match tag.name() {
                "del" | "moveFrom" | "instrText" | "Fallback" => xml.skip()?,
                _ => begin(&mut open, &tag),
            },
            Piece::Text(piece) => {
                let shown = open.in_text && !open.prompts.contains(&true);
                if let Some(cell) = open.cell.as_mut().filter(|_| shown) {
                    push_within(cell, &piece);
                }
            }
            Piece::Close(name) => {
                if name == "tr" && open.tables == 1 {
                    number += 1;
                    let mut row = std::mem::take(&mut open.row);
                    take_keys_out(&mut row);
                    grid.rows.push(GridRow { number, ..row });
                    if grid.rows.len() > MOST_ROWS {
                        return Err(PackageError::TooLarge);
                    }
                }
                end(&mut open, &name);
            }
        }
    }
    Ok(grid)
}

/// Moves keys out of the cells of a row: hidden text behind the code, whether or not the program that saved the file
/// still hides it. What only looks like a damaged key is taken out of the first cell alone, where ours stand.
fn take_keys_out(row: &mut GridRow) {
    for (at, cell) in row.cells.iter_mut().enumerate() {
        let is_key = |word: &&str| RowKey::parse(word).is_some() || at == 0 && RowKey::is_likely_damaged(word);
        let mut keys = Vec::new();
        let mut rest = String::with_capacity(cell.len());
        let mut end = 0;
        for key in cell.split_whitespace().filter(is_key) {
            let start = key.as_ptr().addr() - cell.as_ptr().addr();
            rest.push_str(&cell[end..start]);
            end = start + key.len();
            keys.push(key.to_owned());
        }
        if !keys.is_empty() {
            rest.push_str(&cell[end..]);
            *cell = rest.trim().to_owned();
            row.tags.splice(0..0, keys);
        }
    }
}

fn begin(open: &mut Open, tag: &Tag<'_>) {
    match tag.name() {
        "tbl" => open.tables += 1,
        "tc" if open.tables == 1 => {
            open.cell = Some(String::new());
            open.span = 1;
        }
        "gridSpan" if open.tables == 1 => open.span = tag.number("val").unwrap_or(1).clamp(1, MOST_COLUMNS),
        "t" => open.in_text = true,
        "br" | "cr" | "tab" => {
            if let Some(cell) = open.cell.as_mut() {
                cell.push(if tag.name() == "tab" { ' ' } else { '\n' });
            }
        }
        "sdt" => open.prompts.push(false),
        "tag" => {
            let text = tag.attribute("val").unwrap_or_default();
            open.row.tags.push(text.split(':').next().unwrap_or_default().to_owned());
        }
        "showingPlcHdr" => {
            if let Some(prompt) = open.prompts.last_mut() {
                *prompt = tag.is_on();
            }
        }
        _ => {}
    }
}

fn end(open: &mut Open, name: &str) {
    match name {
        "tbl" => open.tables = open.tables.saturating_sub(1),
        "tc" if open.tables == 1 => {
            let cell = open.cell.take().unwrap_or_default();
            if open.row.cells.len() < MOST_COLUMNS {
                open.row.cells.push(cell.trim().to_owned());
                let after = open.row.cells.len() + open.span - 1;
                open.row.cells.resize(after.min(MOST_COLUMNS), String::new());
            }
        }
        "p" => {
            if let Some(cell) = open.cell.as_mut() {
                cell.push('\n');
            }
        }
        "t" => open.in_text = false,
        "sdt" => drop(open.prompts.pop()),
        _ => {}
    }
}

// CSV --------------------------------------------------------------------------------------------------------------

fn csv(bytes: &[u8]) -> Result<Grid, Bilingual> {
    let text = decoded(bytes);
    let head: String = text.lines().take(20).collect();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|one| head.bytes().filter(|byte| byte == one).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut letters = Letters(MOST_LETTERS_IN_ALL);
    for (number, record) in (1..).zip(reader.records()) {
        let Ok(record) = record else { break };
        let mut cells: Vec<String> = Vec::new();
        for cell in record.iter().take(MOST_COLUMNS) {
            let mut kept = String::new();
            push_within(&mut kept, cell);
            letters.take(&kept).map_err(|error| error.sentence())?;
            cells.push(kept);
        }
        grid.rows.push(GridRow { number, cells, tags: Vec::new() });
        if grid.rows.len() > MOST_ROWS {
            return Err(PackageError::TooLarge.sentence());
        }
    }
    Ok(grid)
}

/// UTF-8 or UTF-16 with a mark, UTF-8 without, or else the code page of Thai Windows.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_874.decode(bytes).0.into_owned(),
    }
}
