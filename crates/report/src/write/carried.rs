//! The data that a form was made from, carried in its Word or Excel file, or page.
//!
//! The form does not print everything: the year of the scores, their third decimal, to which result a status belongs.
//! So the file also carries the report itself, where nobody sees it. When the file comes back, what is printed is
//! compared with what the carried report would print, cell by cell: where both agree the carried data are taken, exactly
//! as they went out; where somebody has changed the text, what stands there now is read as in any other file. What is
//! carried never outweighs what can be seen.
//!
//! Nothing is carried that the form does not show in some way: no warnings, no corrections, no text that was not
//! understood.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;
use ooxml::{
    package::Package,
    xml::{Piece, Xml},
};
use serde::{Deserialize, Serialize};

use super::{cells, xlsx};
use crate::{
    Item, Report, SourcePassage, Understanding, Warning, check,
    columns::{self, Column},
    corrections,
    document::{Block, Cell, Row},
    form::{Digits, PrintedForm, PrintedItem, ReportForm},
    formats::LARGEST_JSON,
    understand::{Hints, read_cells},
};

/// The namespace of the data in a Word file.
pub const NAMESPACE: &str = "urn:prongsai:report:1";
/// The sheet with the data in an Excel file; it is not shown.
pub const SHEET: &str = "ข้อมูลของระบบ";

/// A cell of a sheet takes no more than 32,767 characters.
const LONGEST_PIECE: usize = 30_000;

/// What is carried.
#[derive(Serialize, Deserialize)]
struct Carried {
    title: String,
    agency: String,
    parent: Option<String>,
    demonstration: bool,
    status_line: Option<String>,
    indicator_names: BTreeMap<u8, String>,
    open_data_heading: String,
    printed_at: Timestamp,
    report: Report,
}

/// The data of a form as text that no program changes: ASCII without spaces.
pub fn encode(form: &ReportForm) -> String {
    with_escapes(&json_of(form), |c| !c.is_ascii_graphic())
}

/// Space stands only inside strings, as everything else that is no plain letter: there it may be written as an escape.
fn with_escapes(json: &str, is_escaped: fn(char) -> bool) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    for c in json.chars() {
        if is_escaped(c) {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        } else {
            text.push(c);
        }
    }
    text
}

fn json_of(form: &ReportForm) -> String {
    let report = Report { warnings: Vec::new(), corrections: Vec::new(), unparsed: Vec::new(), ..form.report.clone() };
    let carried = Carried {
        title: form.title.clone(),
        agency: form.agency.clone(),
        parent: form.parent.clone(),
        demonstration: form.demonstration,
        status_line: form.status_line.clone(),
        indicator_names: form.indicator_names.clone(),
        open_data_heading: form.open_data_heading.clone(),
        printed_at: form.printed_at,
        report,
    };
    serde_json::to_string(&carried).expect("a report has string keys and finite values only")
}

/// The pieces of the data, each short enough for a cell of a sheet and marked with its number.
pub(crate) fn pieces(form: &ReportForm) -> Vec<String> {
    let data = encode(form);
    // The data are ASCII: any cut is between two characters.
    let pieces = data.as_bytes().chunks(LONGEST_PIECE).enumerate();
    pieces.map(|(at, piece)| format!("{NAMESPACE}#{at:04}#{}", String::from_utf8_lossy(piece))).collect()
}

/// The data as one piece.
pub(crate) fn whole(form: &ReportForm) -> String {
    format!("{NAMESPACE}#0000#{}", encode(form))
}

/// The data as an element that pages carry and nobody sees.
pub fn in_markup(form: &ReportForm) -> String {
    let data = with_escapes(&json_of(form), |c| c == '<' || c.is_whitespace());
    format!("<script type=\"application/json\" data-form=\"{NAMESPACE}\">{data}</script>")
}

/// The form that a file carries, if any.
pub(crate) fn find(bytes: &[u8]) -> Option<ReportForm> {
    if !bytes.starts_with(b"PK") {
        let text = std::str::from_utf8(bytes).ok()?;
        let (_, data) = text.split_once(&format!("data-form=\"{NAMESPACE}\">"))?;
        let (data, _) = data.split_once("</script>")?;
        return if data.len() <= LARGEST_JSON { decode(data) } else { None };
    }
    let mut package = Package::open(bytes).ok()?;
    let names: Vec<String> = package.names().into_iter().map(str::to_owned).collect();
    let mut pieces = BTreeMap::new();
    // Some programs write the texts of a workbook into its sheets instead of the list that sheets share.
    let may_carry = |name: &&String| {
        name.starts_with("customxml/item") || *name == "xl/sharedstrings.xml" || name.starts_with("xl/worksheets/sheet")
    };
    for name in names.iter().filter(may_carry) {
        let text = package.read_text(name).ok()??;
        if text.contains(NAMESPACE) {
            read_pieces(&text, &mut pieces);
        }
    }
    decode(&pieces.into_values().collect::<String>())
}

/// Takes the texts that are pieces of carried data.
fn read_pieces(part: &str, pieces: &mut BTreeMap<String, String>) {
    let mut xml = Xml::new(part);
    let mut text = String::new();
    while let Ok(Some(piece)) = xml.next() {
        match piece {
            Piece::Text(more) => text.push_str(&more),
            Piece::Open(_) => text.clear(),
            Piece::Close(_) => {
                let marked = text.trim().strip_prefix(NAMESPACE).and_then(|rest| rest.strip_prefix('#'));
                if let Some((number, data)) = marked.and_then(|rest| rest.split_once('#')) {
                    pieces.insert(number.to_owned(), data.to_owned());
                }
                text.clear();
            }
        }
    }
}

/// The form whose data [`encode`] wrote; nothing if the text is anything else.
pub fn decode(text: &str) -> Option<ReportForm> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let carried: Carried = serde_json::from_str(&text).ok()?;
    let mut form = ReportForm::new(carried.report, carried.agency, carried.printed_at);
    form.title = carried.title;
    form.parent = carried.parent;
    form.demonstration = carried.demonstration;
    form.status_line = carried.status_line;
    form.indicator_names = carried.indicator_names;
    form.open_data_heading = carried.open_data_heading;
    // Digits make no difference to what a text says; everything is compared in Arabic ones.
    form.digits = Digits::Arabic;
    Some(form)
}

/// What was read, with the carried data wherever the file still shows what they print.
pub fn restore(read: Understanding, form: &ReportForm, hints: &Hints) -> Understanding {
    let printed = PrintedForm::new(form);
    let seen = Seen::new(&read, &printed);
    let own_warnings = check::check(&read.report);
    let mut warnings: Vec<Warning> =
        read.report.warnings.iter().filter(|warning| !own_warnings.contains(warning)).cloned().collect();
    let mut report = seen.head(&read.report, form, &printed, hints);
    report.indicators = seen.indicators(&read.report, form, &printed);
    let (items, passages_by_item) = seen.items(&read, form, &printed);
    report.items = items;
    report.unparsed = read.report.unparsed.iter().filter(|unparsed| !seen.is_known(&unparsed.text)).cloned().collect();
    if seen.is_unchanged {
        warnings.clear();
    } else {
        warnings.retain(|warning| !seen.unchanged_codes.contains(&warning.place));
    }
    report.warnings = warnings;
    report.warnings.extend(check::check(&report));
    report.corrections = corrections::suggest(&report);
    Understanding { report, passages_by_item, source: read.source }
}

/// One text in one spelling, so that two can be compared.
fn key(text: &str) -> String {
    thai::digits::to_arabic(&thai::text::normalise(text))
}

/// The lines of a cell's texts as they are compared; a cell without text says nothing.
fn keys<'a>(texts: impl Iterator<Item = &'a str>, nothing: &str) -> Vec<String> {
    let keys: Vec<String> = texts.flat_map(str::lines).map(key).filter(|text| !text.is_empty()).collect();
    if keys.is_empty() { vec![nothing.to_owned()] } else { keys }
}

fn keys_of(cell: Option<&Cell>, nothing: &str) -> Vec<String> {
    keys(cell.into_iter().flat_map(|cell| &cell.passages).map(|passage| passage.text.as_str()), nothing)
}

/// The same, whether or not the program that wrote the file showed the dash of the list.
fn same(shown: &[String], printed: &[String]) -> bool {
    let equal = |shown: &String, printed: &String| {
        shown == printed || shown.strip_prefix('-').is_some_and(|rest| rest.trim_start() == printed)
    };
    shown.len() == printed.len() && shown.iter().zip(printed).all(|(shown, printed)| equal(shown, printed))
}

/// A row of the file that shows an item of the carried report.
struct KnownRow<'a> {
    /// Where the item stands in the carried report.
    at: usize,
    /// Subject, guidelines, measures, results, responsible: still as printed?
    unchanged: [bool; 5],
    cells: [Option<&'a Cell>; 5],
}

/// What of the printed form the file still shows.
struct Seen<'a> {
    rows: Vec<KnownRow<'a>>,
    /// Lines of rows that show an item or a heading of the carried report.
    known_lines: BTreeSet<usize>,
    /// Indicators whose heading is as printed.
    indicators: BTreeSet<u8>,
    /// Lines of the head that are as printed.
    head: BTreeSet<String>,
    /// All texts that are as printed, without white space.
    known_texts: String,
    /// Codes of the items of which nothing was changed.
    unchanged_codes: BTreeSet<String>,
    /// There are rows that show neither an item nor a heading of the carried report.
    has_other_rows: bool,
    /// Nothing at all was changed.
    is_unchanged: bool,
}

impl<'a> Seen<'a> {
    fn new(read: &'a Understanding, printed: &PrintedForm) -> Self {
        let mut waiting: VecDeque<&PrintedItem> = printed.groups.iter().flat_map(|group| &group.items).collect();
        let printed_items = waiting.len();
        let mut seen = Self {
            rows: Vec::new(),
            known_lines: BTreeSet::new(),
            indicators: BTreeSet::new(),
            head: head_lines(printed).into_iter().collect(),
            known_texts: String::new(),
            unchanged_codes: BTreeSet::new(),
            has_other_rows: false,
            is_unchanged: true,
        };
        let mut shown_head = BTreeSet::new();
        for block in &read.source.blocks {
            match block {
                Block::Paragraph(passage) => {
                    shown_head.insert(key(&passage.text));
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        seen.take_row(row, printed, &mut waiting);
                    }
                }
            }
        }
        // A page says at its foot of when its data are.
        let foot = key(&printed.printed_at);
        if shown_head.remove(&foot) {
            seen.know(&foot);
        }
        let expected = seen.head.len();
        seen.is_unchanged &= shown_head.iter().all(|line| seen.head.contains(line));
        seen.head.retain(|line| shown_head.contains(line));
        seen.is_unchanged &= seen.head.len() == expected && seen.rows.len() == printed_items;
        let known: Vec<String> = seen.head.iter().cloned().collect();
        known.iter().for_each(|line| seen.know(line));
        seen
    }

    fn take_row(&mut self, row: &'a Row, printed: &PrintedForm, waiting: &mut VecDeque<&PrintedItem>) {
        let nothing = printed.nothing;
        if columns::recognise(row).is_some() || row.cells.iter().all(Cell::is_empty) {
            return;
        }
        let text = key(&row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "));
        if let Some(number) = heading_of(&text, printed) {
            self.indicators.extend(number);
            self.known_lines.insert(row.line);
            self.know(&text);
            return;
        }
        let (subject, score, lists) = match row.cells.as_slice() {
            [subject, lists @ ..] if lists.len() == 4 => (subject, None, lists),
            [subject, score, lists @ ..] if lists.len() == 4 => (subject, Some(score), lists),
            _ => return self.take_other_row(),
        };
        let shown_subject =
            [keys_of(Some(subject), ""), score.map_or_else(Vec::new, |score| keys_of(Some(score), ""))].concat();
        let code = shown_subject.first().and_then(|text| text.split(' ').next()).unwrap_or_default();
        let Some(place) = waiting.iter().position(|item| key(&item.code) == code) else {
            return self.take_other_row();
        };
        let item = waiting.remove(place).expect("the position was just found");
        let [printed_subject, printed_lists @ ..] = cells(item);
        let printed_subject = match score {
            None => keys(printed_subject.iter().map(String::as_str), ""),
            Some(_) => sheet_subject(item),
        };
        let mut unchanged = [shown_subject == printed_subject, false, false, false, false];
        for (at, (cell, texts)) in lists.iter().zip(&printed_lists).enumerate() {
            let shown = keys_of(Some(cell), nothing);
            unchanged[at + 1] = same(&shown, &keys(texts.iter().map(String::as_str), nothing));
        }
        self.known_lines.insert(row.line);
        let all = [Some(subject), lists.first(), lists.get(1), lists.get(2), lists.get(3)];
        for (cell, _) in all.iter().zip(unchanged).filter(|(_, unchanged)| *unchanged) {
            let text = cell.map(Cell::text).unwrap_or_default();
            self.know(&text);
        }
        if unchanged == [true; 5] {
            self.unchanged_codes.insert(code.to_owned());
        } else {
            self.is_unchanged = false;
        }
        self.rows.push(KnownRow { at: item.at, unchanged, cells: all });
    }

    fn take_other_row(&mut self) {
        self.has_other_rows = true;
        self.is_unchanged = false;
    }

    fn know(&mut self, text: &str) {
        self.known_texts.push_str(&solid(text));
        self.known_texts.push('\n');
    }

    /// Is this a text that stands in the form as it was printed?
    fn is_known(&self, text: &str) -> bool {
        self.is_unchanged || self.known_texts.contains(&solid(text))
    }

    fn head(&self, read: &Report, form: &ReportForm, printed: &PrintedForm, hints: &Hints) -> Report {
        let carried = &form.report;
        let lines: Vec<bool> = field_lines(printed).iter().map(|line| self.head.contains(line)).collect();
        let kept = |at: usize| lines.get(at).copied().unwrap_or(false);
        let title_kept = self.head.contains(&key(&printed.title));
        let year = if title_kept { carried.year } else { read.year };
        let score_year = if title_kept { carried.score_year } else { read.score_year };
        let one = |at: usize| if kept(at) { carried } else { read };
        Report {
            agency: one(0).agency.clone(),
            report_date: one(1).report_date,
            with_documents: one(2).with_documents.clone(),
            without_documents: one(3).without_documents.clone(),
            year: hints.year.or(year),
            score_year: hints.score_year.or(score_year),
            ..Report::default()
        }
    }

    fn indicators(&self, read: &Report, form: &ReportForm, printed: &PrintedForm) -> Vec<crate::Indicator> {
        let printed_numbers: BTreeSet<u8> =
            printed.groups.iter().filter_map(|group| Some(group.indicator.as_ref()?.number)).collect();
        let carried = form.report.indicators.iter();
        let kept =
            carried.filter(|one| self.indicators.contains(&one.number) || !printed_numbers.contains(&one.number));
        let mut all: Vec<crate::Indicator> = kept.cloned().collect();
        // Headings as printed of which the report itself says nothing are not the report's; others were changed.
        let known: BTreeSet<u8> = all.iter().map(|one| one.number).collect();
        let others = read.indicators.iter().filter(|one| !known.contains(&one.number));
        let others = others.filter(|one| !self.indicators.contains(&one.number) && self.has_other_rows);
        let others: Vec<_> = others.cloned().collect();
        if !others.is_empty() {
            all.extend(others);
            all.sort_by_key(|one| one.number);
        }
        all
    }

    fn items(
        &self,
        read: &Understanding,
        form: &ReportForm,
        printed: &PrintedForm,
    ) -> (Vec<Item>, Vec<Vec<SourcePassage>>) {
        let mut was_read: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
        for (at, item) in read.report.items.iter().enumerate() {
            was_read.entry(item.code.as_str()).or_default().push_back(at);
        }
        let mut found: Vec<(usize, Item, Vec<SourcePassage>)> = Vec::new();
        for known in &self.rows {
            let carried = &form.report.items[known.at];
            let same = was_read.get_mut(carried.code.as_str()).and_then(VecDeque::pop_front);
            let item = known.item(carried, same.map(|at| &read.report.items[at]), printed.nothing);
            let passages = same.map(|at| read.passages_by_item[at].clone()).unwrap_or_default();
            found.push((known.at, item, passages));
        }
        if found.len() == form.report.items.len() {
            found.sort_by_key(|(at, ..)| *at);
        }
        // What else was read stands in rows that were added, unless it was a misreading of a known row.
        let left: BTreeSet<usize> = was_read.into_values().flatten().collect();
        for at in left {
            let passages = &read.passages_by_item[at];
            if !passages.is_empty() && passages.iter().all(|passage| self.known_lines.contains(&passage.line)) {
                continue;
            }
            found.push((usize::MAX, read.report.items[at].clone(), passages.clone()));
        }
        found.into_iter().map(|(_, item, passages)| (item, passages)).unzip()
    }
}

impl KnownRow<'_> {
    /// The item: carried where the row is as printed, and what stands there now elsewhere.
    fn item(&self, carried: &Item, read: Option<&Item>, nothing: &str) -> Item {
        let [subject, guidelines, measures, results, responsible] = self.unchanged;
        let columns = [Column::Guideline, Column::Measure, Column::Result, Column::Responsible];
        let changed = columns.into_iter().zip(&self.cells[1..]).zip(&self.unchanged[1..]);
        let changed =
            changed.filter(|(_, unchanged)| !**unchanged).filter_map(|((column, cell), _)| Some((column, (*cell)?)));
        // The form may have been printed in Thai digits; what is kept has Arabic ones.
        let now = in_arabic_digits(read_cells(changed, nothing));
        let mut item = carried.clone();
        if let (false, Some(read)) = (subject, read) {
            item.topic = thai::digits::to_arabic(&read.topic);
            item.score = read.score;
        }
        if !guidelines {
            item.guidelines = now.guidelines;
        }
        if !measures {
            item.measures = now.measures;
        }
        if !results {
            (item.results, item.statuses) = (now.results, now.statuses);
        }
        if !responsible {
            item.responsible = now.responsible;
        }
        item
    }
}

fn in_arabic_digits(mut item: Item) -> Item {
    let texts = item.guidelines.iter_mut().chain(&mut item.measures);
    let texts = texts.chain(item.results.iter_mut().map(|result| &mut result.text));
    let texts = texts.chain(item.responsible.iter_mut().map(|party| &mut party.party));
    texts.for_each(|text| *text = thai::digits::to_arabic(text));
    item
}

fn solid(text: &str) -> String {
    key(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A heading as printed: the number of its indicator, or nothing for that of the instrument.
fn heading_of(text: &str, printed: &PrintedForm) -> Option<Option<u8>> {
    printed.groups.iter().find_map(|group| {
        if group.instrument.as_ref().is_some_and(|words| key(words) == text) {
            return Some(None);
        }
        let indicator = group.indicator.as_ref()?;
        let score = indicator.score.as_deref().unwrap_or_default();
        let in_words = key(&format!("{} {score}", indicator.name));
        let as_number = key(&format!("{} {}", indicator.name, xlsx::number_in(score)));
        (text == in_words || text == as_number).then_some(Some(indicator.number))
    })
}

/// The subject as a sheet shows it: the score is a number of its own.
fn sheet_subject(item: &PrintedItem) -> Vec<String> {
    let subject = format!("{} {}", item.code, item.topic);
    let score = item.score.as_deref().map(xlsx::number_in).unwrap_or_default();
    [keys([subject.as_str()].into_iter(), ""), keys([score.as_str()].into_iter(), "")].concat()
}

/// The lines of the head that tell something.
fn field_lines(printed: &PrintedForm) -> Vec<String> {
    printed.fields.iter().map(|field| key(&format!("{} {}", field.label, field.value))).collect()
}

/// Every line above the table.
fn head_lines(printed: &PrintedForm) -> Vec<String> {
    let notices = [printed.demonstration, printed.status_line.as_deref(), Some(printed.title.as_str())];
    notices.into_iter().flatten().map(key).chain(field_lines(printed)).filter(|line| !line.is_empty()).collect()
}
