//! A part as an Excel workbook: locked but for the cells to fill in, without a password; the keys in a hidden column,
//! the part's own name in a sheet that programs see and people do not.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, ProtectionOptions,
    Workbook, Worksheet, XlsxError,
};

use super::{HIDDEN_SHEET, PartFile, cell, is_open, key, statuses};
use crate::{kit::Error, parts::model::reading::Column};

const FONT: &str = "Sarabun";
/// Widths of the columns, in characters.
const WIDTHS: [f64; 9] = [7.0, 46.0, 46.0, 20.0, 15.0, 24.0, 16.0, 26.0, 10.0];
const LAST_COLUMN: u16 = 7;
const KEY_COLUMN: u16 = 8;

/// The part as an XLSX file. The same part makes the same bytes.
pub fn write(file: &PartFile<'_>) -> Result<Vec<u8>, Error> {
    workbook(file).map_err(|error| Error::Internal(error.into()))
}

fn workbook(file: &PartFile<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(file.part.created_at.as_second())?;
    book.set_properties(
        &DocProperties::new().set_title(file.title()).set_author(file.agency).set_creation_datetime(&created),
    );
    fill(book.add_worksheet().set_name("กรอกผล")?, file)?;
    let hidden = book.add_worksheet().set_name(HIDDEN_SHEET)?;
    hidden.write_string(0, 0, file.part.id.to_string())?;
    hidden.set_very_hidden(true);
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, file: &PartFile<'_>) -> Result<(), XlsxError> {
    let text = Format::new().set_font_name(FONT).set_font_size(11).set_text_wrap().set_align(FormatAlign::Top);
    let edge = Color::RGB(0xC4C2B8);
    let boxed = text.clone().set_border(FormatBorder::Thin).set_border_color(edge).set_indent(1);
    let head = boxed.clone().set_bold().set_background_color(Color::RGB(0xDCE9E2));
    let locked = boxed.clone().set_background_color(Color::RGB(0xF1F1EE));
    // As text, so that days and telephones stay as they are typed.
    let open = boxed.clone().set_unlocked().set_num_format("@");
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = text.clone().set_bold().set_font_size(15).set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(0, 0, 0, LAST_COLUMN, &file.title(), &title)?;
    sheet.set_row_height(0, 30)?;
    let mut at = 1;
    for sentence in file.instructions() {
        sheet.merge_range(at, 0, at, LAST_COLUMN, &sentence, &text)?;
        sheet.set_row_height(at, 20)?;
        at += 1;
    }
    at += 1;
    for (column, heading) in (0u16..).zip(Column::ALL) {
        sheet.write_string_with_format(at, column, heading.heading(), &head)?;
    }
    sheet.set_freeze_panes(at + 1, 1)?;
    sheet.set_repeat_rows(at, at)?;
    let first = at + 1;
    at = first;
    for (item, row) in file.part.exported.rows() {
        for (place, column) in (0u16..).zip(Column::ALL) {
            let format = if is_open(column, row) { &open } else { &locked };
            let said = if column == Column::Key { key(file.part, row) } else { cell(column, item, row) };
            sheet.write_string_with_format(at, place, said, format)?;
        }
        sheet.set_row_height(at, height_of(row.asks_party.then(|| super::about(item)), &row.said.text))?;
        at += 1;
    }
    let list = DataValidation::new()
        .allow_list_strings(&statuses())?
        .set_error_title("เลือกจากรายการ")?
        .set_error_message("เลือกสถานะจากรายการ 4 คำ")?;
    // Two hundred more rows have the list, too: rows may be inserted.
    sheet.add_data_validation(first, 3, at + 200, 3, &list)?;
    sheet.set_column_hidden(KEY_COLUMN)?;
    let allowed = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&allowed);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&R&P / &N");
    Ok(())
}

/// Room for the longer of two texts; programs do not make room for wrapped text by themselves in a locked sheet.
fn height_of(about: Option<String>, result: &str) -> f64 {
    let lines =
        |text: &str| -> usize { text.lines().map(|line| thai::text::clusters(line).count().div_ceil(44).max(1)).sum() };
    let lines = lines(about.as_deref().unwrap_or_default()).max(lines(result)).clamp(2, 20);
    lines as f64 * 18.0 + 6.0
}
