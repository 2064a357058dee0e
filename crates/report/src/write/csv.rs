//! Everything of a report as one table for programs, and back, exactly.
//!
//! UTF-8 with a byte order mark, so that Excel shows Thai; commas; CRLF. The first column says what a row is: the report
//! itself (`รายงาน`), an indicator (`ตัวชี้วัด`), an item (`ข้อ`) or a text that was not understood
//! (`ข้อความที่ยังไม่เข้าใจ`). Lists stand in one cell, one entry a line, those of results and of responsible parties side by
//! side in several columns; within an entry `\n` is a line break, `\\` a backslash, and `\e` alone an empty entry.
//! Columns may be moved, and others added.
//!
//! A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break) gets an
//! apostrophe before it, and so does one that begins with an apostrophe: reading takes one away again.

use std::collections::BTreeMap;

use jiff::civil::Date;
use thai::FiscalYear;

use super::WriteError;
use crate::{Duty, Indicator, Item, Reading, Report, Responsible, ResultLine, Status, Unparsed};

const REPORT: &str = "รายงาน";
const INDICATOR: &str = "ตัวชี้วัด";
const ITEM: &str = "ข้อ";
const UNPARSED: &str = "ข้อความที่ยังไม่เข้าใจ";
/// The column of what the office's own records say; files of earlier versions have none.
const READINGS: &str = "ตัวเลขจากระบบ";

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 22] = [
    "ประเภท",
    "ปีงบประมาณ",
    "ปีของคะแนน",
    "หน่วยงาน",
    "วันที่รายงาน",
    "มีเอกสารประกอบ",
    "ไม่มีเอกสารประกอบ",
    "รหัส",
    "ตัวชี้วัดที่",
    "ชื่อ",
    "คะแนน",
    "แนวทางการปฏิบัติ",
    "มาตรการ",
    "ผลการดำเนินการ",
    "สถานะของผล",
    "วันที่ของผล",
    "สถานะในช่องผล",
    "ผู้รับผิดชอบ",
    "หน้าที่",
    "โทรศัพท์",
    "ที่มา",
    READINGS,
];

/// A row by the headings of its columns.
type Cells = BTreeMap<&'static str, String>;

/// The report as a CSV file.
pub fn csv(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let refused = |error: csv::Error| WriteError(error.to_string());
    writer.write_record(COLUMNS).map_err(refused)?;
    for mut row in rows(report) {
        let year = |year: Option<FiscalYear>| year.map(|year| year.to_string()).unwrap_or_default();
        row.insert("ปีงบประมาณ", year(report.year));
        row.insert("ปีของคะแนน", year(report.score_year));
        row.insert("หน่วยงาน", optional(report.agency.as_deref()));
        let cells = COLUMNS.map(|column| guarded(row.remove(column).unwrap_or_default()));
        writer.write_record(cells).map_err(refused)?;
    }
    writer.into_inner().map_err(|error| WriteError(error.to_string()))
}

fn rows(report: &Report) -> impl Iterator<Item = Cells> {
    let head = Cells::from([
        ("ประเภท", REPORT.to_owned()),
        ("วันที่รายงาน", report.report_date.map(|day| day.to_string()).unwrap_or_default()),
        ("มีเอกสารประกอบ", list(&report.with_documents)),
        ("ไม่มีเอกสารประกอบ", list(&report.without_documents)),
    ]);
    let unparsed = report.unparsed.iter().map(|text| {
        Cells::from([
            ("ประเภท", UNPARSED.to_owned()),
            ("รหัส", optional(text.item.as_deref())),
            ("ชื่อ", text.text.clone()),
            ("ที่มา", text.place.clone()),
        ])
    });
    [head]
        .into_iter()
        .chain(report.indicators.iter().map(indicator_row))
        .chain(report.items.iter().map(item_row))
        .chain(unparsed)
}

fn indicator_row(indicator: &Indicator) -> Cells {
    Cells::from([
        ("ประเภท", INDICATOR.to_owned()),
        ("ตัวชี้วัดที่", indicator.number.to_string()),
        ("ชื่อ", indicator.name.clone()),
        ("คะแนน", indicator.score.map(|score| score.exact()).unwrap_or_default()),
    ])
}

fn item_row(item: &Item) -> Cells {
    let of_results = |tell: &dyn Fn(&ResultLine) -> String| list(item.results.iter().map(tell));
    let of_parties = |tell: &dyn Fn(&Responsible) -> String| list(item.responsible.iter().map(tell));
    Cells::from([
        ("ประเภท", ITEM.to_owned()),
        ("รหัส", item.code.clone()),
        ("ตัวชี้วัดที่", item.indicator.to_string()),
        ("ชื่อ", item.topic.clone()),
        ("คะแนน", item.score.map(|score| score.exact()).unwrap_or_default()),
        ("แนวทางการปฏิบัติ", list(&item.guidelines)),
        ("มาตรการ", list(&item.measures)),
        ("ผลการดำเนินการ", of_results(&|result| result.text.clone())),
        ("สถานะของผล", of_results(&|result| result.status.map(Status::official).unwrap_or_default().to_owned())),
        ("วันที่ของผล", of_results(&|result| result.date.map(|day| day.to_string()).unwrap_or_default())),
        (READINGS, readings(item)),
        ("สถานะในช่องผล", list(item.statuses.iter().map(|status| status.official()))),
        ("ผู้รับผิดชอบ", of_parties(&|party| party.party.clone())),
        ("หน้าที่", of_parties(&|party| duty_words(party.duty).to_owned())),
        ("โทรศัพท์", of_parties(&|party| party.telephone.clone().unwrap_or_default())),
    ])
}

/// What the office's own records say of the results, those of one in one entry; nothing where there is none at all.
fn readings(item: &Item) -> String {
    if item.results.iter().all(|result| result.readings.is_empty()) {
        return String::new();
    }
    let of = |result: &ResultLine| result.readings.iter().map(Reading::sentence).collect::<Vec<_>>().join("\n");
    list(item.results.iter().map(of))
}

fn duty_words(duty: Duty) -> &'static str {
    match duty {
        Duty::CarryOut => "ปฏิบัติ",
        Duty::Supervise => "กำกับดูแล",
    }
}

/// Several texts in one cell.
fn list(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let entry = |text: &str| match text {
        "" => "\\e".to_owned(),
        _ => text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"),
    };
    texts.into_iter().map(|text| entry(text.as_ref())).collect::<Vec<_>>().join("\n")
}

/// A text that may be missing: if it is there but empty, that is said.
fn optional(text: Option<&str>) -> String {
    text.map(|text| list([text])).unwrap_or_default()
}

fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']) { format!("'{cell}") } else { cell }
}

/// Reads what [`csv`] wrote; nothing if the text is another table. Rows that say something impossible are kept as texts
/// that were not understood.
pub fn read(text: &str) -> Option<Report> {
    let text = text.trim_start_matches('\u{feff}');
    let (rows, columns) = [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let headings: Vec<String> = reader.headers().ok()?.iter().map(|words| words.trim().to_owned()).collect();
        let place = |column: &str| headings.iter().position(|words| words == column);
        let columns: Vec<Option<usize>> = COLUMNS.iter().map(|column| place(column)).collect();
        let is_ours = COLUMNS.iter().zip(&columns).all(|(column, place)| place.is_some() || *column == READINGS);
        let columns = is_ours.then_some(columns);
        Some((reader.into_records().collect::<Result<Vec<_>, _>>(), columns?))
    })?;
    // Rows that are no CSV are left to the general reader.
    let rows = rows.ok()?;
    let mut report = Report::default();
    for row in &rows {
        let cells: Cells = COLUMNS
            .iter()
            .zip(&columns)
            .map(|(column, at)| (*column, unguarded(at.and_then(|at| row.get(at)).unwrap_or_default()).to_owned()))
            .collect();
        let line = row.position().map_or(0, csv::Position::line);
        Taking { cells, line }.take(&mut report);
    }
    Some(report)
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// A row that is being read.
struct Taking {
    cells: Cells,
    line: u64,
}

impl Taking {
    fn of(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }

    fn take(&self, report: &mut Report) {
        match self.of("ประเภท").trim() {
            REPORT => self.take_head(report),
            INDICATOR => {
                let number = self.parsed("ตัวชี้วัดที่", report).unwrap_or(0);
                let score = self.parsed("คะแนน", report);
                report.indicators.push(Indicator { number, name: self.of("ชื่อ").to_owned(), score });
            }
            ITEM => {
                let item = self.item(report);
                report.items.push(item);
            }
            UNPARSED => report.unparsed.push(Unparsed {
                text: self.of("ชื่อ").to_owned(),
                item: self.optional("รหัส"),
                place: self.of("ที่มา").to_owned(),
            }),
            _ => {
                let all: Vec<&str> = self.cells.values().map(String::as_str).filter(|text| !text.is_empty()).collect();
                if !all.is_empty() {
                    self.keep(all.join(" "), report);
                }
            }
        }
    }

    fn take_head(&self, report: &mut Report) {
        report.year = self.parsed("ปีงบประมาณ", report);
        report.score_year = self.parsed("ปีของคะแนน", report);
        report.agency = self.optional("หน่วยงาน");
        let day = self.of("วันที่รายงาน").to_owned();
        report.report_date = self.day(&day, report);
        report.with_documents = self.list("มีเอกสารประกอบ");
        report.without_documents = self.list("ไม่มีเอกสารประกอบ");
    }

    fn item(&self, report: &mut Report) -> Item {
        Item {
            code: self.of("รหัส").trim().to_owned(),
            indicator: self.parsed("ตัวชี้วัดที่", report).unwrap_or(0),
            topic: self.of("ชื่อ").to_owned(),
            score: self.parsed("คะแนน", report),
            guidelines: self.list("แนวทางการปฏิบัติ"),
            measures: self.list("มาตรการ"),
            results: self.results(report),
            statuses: self.list("สถานะในช่องผล").iter().filter_map(|words| self.status(words, report)).collect(),
            responsible: self.responsible(report),
        }
    }

    fn results(&self, report: &mut Report) -> Vec<ResultLine> {
        let [texts, statuses, days] = ["ผลการดำเนินการ", "สถานะของผล", "วันที่ของผล"].map(|column| self.list(column));
        let readings = self.list(READINGS);
        let count = texts.len().max(statuses.len()).max(days.len());
        let at = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        (0..count)
            .map(|line| ResultLine {
                text: at(&texts, line),
                status: self.status(&at(&statuses, line), report),
                date: self.day(&at(&days, line), report),
                readings: self.readings(&at(&readings, line), report),
            })
            .collect()
    }

    /// A reading that says no day is kept as a text that was not understood.
    fn readings(&self, entry: &str, report: &mut Report) -> Vec<Reading> {
        let mut readings = Vec::new();
        for sentence in entry.lines().filter(|sentence| !sentence.trim().is_empty()) {
            match Reading::of(sentence) {
                Some(reading) => readings.push(reading),
                None => self.keep(sentence.to_owned(), report),
            }
        }
        readings
    }

    fn responsible(&self, report: &mut Report) -> Vec<Responsible> {
        let [parties, duties, telephones] = ["ผู้รับผิดชอบ", "หน้าที่", "โทรศัพท์"].map(|column| self.list(column));
        let count = parties.len().max(duties.len()).max(telephones.len());
        let at = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        (0..count)
            .map(|line| {
                let said = at(&duties, line);
                let duty = [Duty::CarryOut, Duty::Supervise].into_iter().find(|duty| duty_words(*duty) == said.trim());
                if duty.is_none() && !said.is_empty() {
                    self.keep(said, report);
                }
                Responsible {
                    party: at(&parties, line),
                    duty: duty.unwrap_or(Duty::CarryOut),
                    telephone: Some(at(&telephones, line)).filter(|number| !number.is_empty()),
                }
            })
            .collect()
    }

    fn status(&self, words: &str, report: &mut Report) -> Option<Status> {
        if words.trim().is_empty() {
            return None;
        }
        let exact = Status::ALL.into_iter().find(|status| status.official() == words);
        let status = exact.or_else(|| crate::labels::whole_status(words));
        if status.is_none() {
            self.keep(words.to_owned(), report);
        }
        status
    }

    /// A day as it is written (`2022-04-08`), or as a spreadsheet or a person makes it.
    fn day(&self, words: &str, report: &mut Report) -> Option<Date> {
        if words.trim().is_empty() {
            return None;
        }
        let day = words.trim().parse().ok().or_else(|| thai::date::find(words).and_then(|found| found.date.ok()));
        if day.is_none() {
            self.keep(words.to_owned(), report);
        }
        day
    }

    /// A number, score or year; if it is none, what stands there is kept.
    fn parsed<T: std::str::FromStr>(&self, column: &'static str, report: &mut Report) -> Option<T> {
        let text = self.of(column).trim();
        if text.is_empty() {
            return None;
        }
        let value = thai::digits::to_arabic(text).parse().ok();
        if value.is_none() {
            self.keep(format!("{column}: {text}"), report);
        }
        value
    }

    fn list(&self, column: &str) -> Vec<String> {
        let cell = self.of(column);
        if cell.is_empty() {
            Vec::new()
        } else {
            cell.split('\n').map(|entry| entry_of(entry.trim_end_matches('\r'))).collect()
        }
    }

    fn optional(&self, column: &str) -> Option<String> {
        self.list(column).into_iter().next()
    }

    fn keep(&self, text: String, report: &mut Report) {
        let item = Some(self.of("รหัส").trim().to_owned()).filter(|code| !code.is_empty());
        report.unparsed.push(Unparsed { text, item, place: format!("line {}", self.line) });
    }
}

/// One entry of a list, its signs taken back.
fn entry_of(entry: &str) -> String {
    let mut text = String::with_capacity(entry.len());
    let mut characters = entry.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, false) => text.push(c),
            (_, true) => match characters.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('e') if entry == "\\e" => {}
                Some('\\') | None => text.push('\\'),
                Some(other) => text.extend(['\\', other]),
            },
        }
    }
    text
}
