//! The official form as an Excel workbook: one sheet as the form is printed, scores as numbers and the day as a date.
//!
//! The first column of the form is parted in two, so that scores are numbers that can be sorted and reckoned with.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use scoring::Score;

use super::{WriteError, carried, cells};
use crate::{
    Item,
    form::{Digits, Field, Group, PrintedForm, PrintedItem, ReportForm},
};

/// The sheet with the form.
pub const FORM_SHEET: &str = "แบบรายงาน";

const FONT: &str = "Sarabun";
/// Widths in characters of the standard font; together they fill A4 across.
const WIDTHS: [f64; 6] = [23.0, 10.0, 26.0, 25.0, 25.0, 21.0];
const LAST: u16 = WIDTHS.len() as u16 - 1;
/// What the indent of a cell takes of its width.
const INDENT: f64 = 1.5;
/// How many letters of 10 points stand in a unit of width, a little below the average: rather a line too many.
const LETTERS_PER_WIDTH: f64 = 0.98;
/// From line to line in points.
const LINE: f64 = 14.0;
/// Printed a little smaller, so that all columns stand on one page with other programs' fonts, too. Breaks that are set
/// by hand count only where the size is given, not where it follows from the pages.
const SCALE: u16 = 88;
/// What stands on a page in points of the sheet: A4 across without margins, at that size, and some room left over.
const PAGE: f64 = 530.0;
/// A row whose height nobody set.
const USUAL_ROW: f64 = 19.0;
/// The height that Excel allows a row, in points.
const HIGHEST_ROW: f64 = 409.0;
/// A header or footer takes no more than 255 characters.
const LONGEST_FOOT: usize = 150;
/// A cell takes no more than 32,767 characters.
const LONGEST_CELL: usize = 32_000;

/// The form as an XLSX file. The same form gives the same bytes.
pub fn xlsx(form: &ReportForm) -> Result<Vec<u8>, WriteError> {
    write(form).map_err(|error| WriteError(error.to_string()))
}

fn write(form: &ReportForm) -> Result<Vec<u8>, XlsxError> {
    let printed = PrintedForm::new(form);
    let mut book = Workbook::new();
    describe(&mut book, form)?;
    let sheet = book.add_worksheet();
    sheet.set_name(FORM_SHEET)?;
    set_up_page(sheet, &printed)?;
    let looks = Looks::new(form.digits);
    let heading = write_head(sheet, &printed, form, &looks)?;
    write_table(sheet, &printed, form, &looks, heading)?;
    sheet.set_repeat_rows(heading, heading)?;
    sheet.set_freeze_panes(heading + 1, 0)?;
    write_data(book.add_worksheet(), form)?;
    book.save_to_buffer()
}

fn describe(book: &mut Workbook, form: &ReportForm) -> Result<(), XlsxError> {
    let utc = form.printed_at.to_zoned(jiff::tz::TimeZone::UTC);
    let created = ExcelDateTime::from_ymd(utc.year().max(1900) as u16, utc.month() as u8, utc.day() as u8)?.and_hms(
        utc.hour() as u16,
        utc.minute() as u8,
        utc.second() as u8,
    )?;
    let properties = DocProperties::new()
        .set_title(format!("{} {}", form.title, form.agency))
        .set_author(form.agency.clone())
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    Ok(())
}

fn set_up_page(sheet: &mut Worksheet, printed: &PrintedForm) -> Result<(), XlsxError> {
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_scale(SCALE);
    sheet.set_margins(0.55, 0.55, 0.5, 0.75, 0.3, 0.3);
    let about = [Some(&printed.agency), printed.status_line.as_ref(), Some(&printed.printed_at)];
    let about = about.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ");
    let about: String = about.replace('&', "&&").chars().take(LONGEST_FOOT).collect();
    let demonstration = if printed.demonstration.is_some() { "&Cข้อมูลสาธิต" } else { "" };
    sheet.set_footer(format!("&L&\"{FONT},Regular\"&8{about}{demonstration}&R&\"{FONT},Regular\"&8หน้า &P จาก &N"));
    Ok(())
}

/// How cells look.
struct Looks {
    title: Format,
    notice: Format,
    status: Format,
    label: Format,
    value: Format,
    day: Format,
    head: Format,
    heading: Format,
    heading_score: Format,
    text: Format,
    score: Format,
}

impl Looks {
    fn new(digits: Digits) -> Self {
        // Thai digits are a matter of the number format: the value stays a number.
        let (day, score) = match digits {
            Digits::Thai => ("[$-D07041E]d mmmm yyyy", "[$-D00041E]0.00"),
            Digits::Arabic => ("[$-107041E]d mmmm yyyy", "0.00"),
        };
        let plain = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::Top).set_text_wrap();
        let bold = plain.clone().set_bold();
        let edge =
            |format: &Format| format.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00C4_C2B8));
        let inside = |format: Format| format.set_indent(1);
        let heading = inside(edge(&bold)).set_background_color(Color::RGB(0x00F7_F6F1));
        let middle = |format: Format| format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self {
            title: middle(bold.clone().set_font_size(14)),
            notice: middle(edge(&bold)),
            status: plain.clone().set_align(FormatAlign::Right),
            label: bold.clone(),
            value: plain.clone().set_align(FormatAlign::Left),
            day: plain.clone().set_num_format(day).set_align(FormatAlign::Left),
            head: middle(edge(&bold).set_background_color(Color::RGB(0x00EF_EDE5))),
            heading_score: heading.clone().set_num_format(score).set_align(FormatAlign::Right),
            heading,
            text: inside(edge(&plain)),
            score: inside(edge(&plain).set_num_format(score).set_align(FormatAlign::Right)),
        }
    }
}

/// The lines above the table; the row at which its headings stand.
fn write_head(
    sheet: &mut Worksheet,
    printed: &PrintedForm,
    form: &ReportForm,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let mut row = 0;
    let lines = [
        (printed.demonstration, &looks.notice, 18.0),
        (printed.status_line.as_deref(), &looks.status, 18.0),
        (Some(printed.title.as_str()), &looks.title, 30.0),
    ];
    for (text, look, height) in lines {
        if let Some(text) = text {
            sheet.merge_range(row, 0, row, LAST, text, look)?;
            sheet.set_row_height(row, height)?;
            row += 1;
        }
    }
    for field in &printed.fields {
        write_field(sheet, row, field, form.report.report_date, looks)?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_field(
    sheet: &mut Worksheet,
    row: u32,
    field: &Field,
    day: Option<Date>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, field.label, &looks.label)?;
    let day = day.filter(|day| field.label == crate::form::DAY_LABEL && day.year() >= 1900);
    let look = if day.is_some() { &looks.day } else { &looks.value };
    sheet.merge_range(row, 1, row, LAST, &field.value, look)?;
    if let Some(day) = day {
        let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
        sheet.write_datetime_with_format(row, 1, &day, look)?;
    }
    Ok(())
}

fn write_table(
    sheet: &mut Worksheet,
    printed: &PrintedForm,
    form: &ReportForm,
    looks: &Looks,
    heading: u32,
) -> Result<(), XlsxError> {
    let [subject, rest @ ..] = printed.columns;
    for (column, words) in [subject, SCORE_COLUMN].iter().chain(&rest).enumerate() {
        sheet.write_string_with_format(heading, column as u16, *words, &looks.head)?;
    }
    let mut row = heading + 1;
    // How far down its page the next row stands; headings of the columns are printed again on each page.
    let mut down = f64::from(row) * USUAL_ROW;
    let mut breaks = Vec::new();
    for group in &printed.groups {
        let begin = row;
        row = write_headings(sheet, group, form, looks, row)?;
        let headings = height_of_headings(group);
        let first = group.items.first().map_or(0.0, |item| height(lines_of_item(item, printed.nothing)));
        if down + headings + first > PAGE {
            breaks.push(begin);
            down = USUAL_ROW;
        }
        down += headings;
        for item in &group.items {
            let height = write_item(sheet, item, form.report.items.get(item.at), looks, row, printed.nothing)?;
            down = if down + height > PAGE { USUAL_ROW + height } else { down + height };
            row += 1;
        }
    }
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

fn height_of_headings(group: &Group) -> f64 {
    let instrument = group.instrument.as_ref().map_or(0.0, |_| USUAL_ROW);
    instrument + group.indicator.as_ref().map_or(0.0, |indicator| height(lines_in(&indicator.name, 0)))
}

/// The heading of the column that the form itself does not have.
pub(crate) const SCORE_COLUMN: &str = "คะแนนเฉลี่ย";

fn write_headings(
    sheet: &mut Worksheet,
    group: &Group,
    form: &ReportForm,
    looks: &Looks,
    mut row: u32,
) -> Result<u32, XlsxError> {
    if let Some(instrument) = &group.instrument {
        sheet.merge_range(row, 0, row, LAST, instrument, &looks.heading)?;
        row += 1;
    }
    if let Some(indicator) = &group.indicator {
        let own = form.report.indicators.iter().find(|one| one.number == indicator.number);
        sheet.write_string_with_format(row, 0, &indicator.name, &looks.heading)?;
        sheet.set_row_height(row, height(lines_in(&indicator.name, 0)))?;
        write_score(sheet, row, own.and_then(|one| one.score), &looks.heading_score)?;
        sheet.merge_range(row, 2, row, LAST, "", &looks.heading)?;
        row += 1;
    }
    Ok(row)
}

fn write_item(
    sheet: &mut Worksheet,
    printed: &PrintedItem,
    item: Option<&Item>,
    looks: &Looks,
    row: u32,
    nothing: &str,
) -> Result<f64, XlsxError> {
    let [_, lists @ ..] = cells(printed);
    let subject = format!("{} {}", printed.code, printed.topic);
    sheet.write_string_with_format(row, 0, subject, &looks.text)?;
    write_score(sheet, row, item.and_then(|item| item.score), &looks.score)?;
    for (column, entries) in lists.iter().enumerate() {
        sheet.write_string_with_format(row, column as u16 + 2, as_text(entries, nothing), &looks.text)?;
    }
    let height = height(lines_of_item(printed, nothing));
    sheet.set_row_height(row, height)?;
    Ok(height)
}

/// A list as the text of a cell.
fn as_text<T: std::fmt::Display>(entries: &[T], nothing: &str) -> String {
    let entries: Vec<String> = entries.iter().map(|entry| format!("- {entry}")).collect();
    let text = if entries.is_empty() { nothing.to_owned() } else { entries.join("\n") };
    text.chars().take(LONGEST_CELL).collect()
}

/// The lines of the highest cell of an item.
fn lines_of_item(printed: &PrintedItem, nothing: &str) -> usize {
    let [_, lists @ ..] = cells(printed);
    let subject = lines_in(&format!("{} {}", printed.code, printed.topic), 0);
    let of_lists = lists.iter().enumerate().map(|(column, entries)| lines_in(&as_text(entries, nothing), column + 2));
    of_lists.fold(subject, usize::max)
}

/// How many lines a text fills in a column. Spreadsheets do not reckon this for a file that they did not make.
fn lines_in(text: &str, column: usize) -> usize {
    let width = WIDTHS.get(column).copied().unwrap_or(WIDTHS[0]);
    let room = (width - INDENT) * LETTERS_PER_WIDTH;
    let wide = |line: &str| line.chars().filter(|c| !thai::text::is_mark(*c)).count() as f64;
    text.lines().map(|line| (wide(line) / room).ceil().max(1.0) as usize).sum::<usize>().max(1)
}

/// The height of so many lines in points.
fn height(lines: usize) -> f64 {
    (lines as f64 * LINE + 5.0).min(HIGHEST_ROW)
}

fn write_score(sheet: &mut Worksheet, row: u32, score: Option<Score>, look: &Format) -> Result<(), XlsxError> {
    match score {
        Some(score) => sheet.write_number_with_format(row, 1, shown_number(score), look)?,
        None => sheet.write_blank(row, 1, look)?,
    };
    Ok(())
}

/// The score as the form prints it, with two decimals: rounding is ours, not the spreadsheet's.
fn shown_number(score: Score) -> f64 {
    ((score.ten_thousandths() + 50) / 100) as f64 / 100.0
}

/// The number in `คะแนนเฉลี่ย ๗๗.๘๗ คะแนน`, which is what the cell of the score shows.
pub(crate) fn number_in(score: &str) -> String {
    let arabic = thai::digits::to_arabic(score);
    let number: String = arabic.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().map(|number: Score| number.to_string()).unwrap_or(number)
}

/// The data that the form was made from, on a sheet of its own that is not shown.
fn write_data(sheet: &mut Worksheet, form: &ReportForm) -> Result<(), XlsxError> {
    sheet.set_name(carried::SHEET)?;
    sheet.set_very_hidden(true);
    for (row, piece) in carried::pieces(form).into_iter().enumerate() {
        sheet.write_string(row as u32, 0, piece)?;
    }
    Ok(())
}
