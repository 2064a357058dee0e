//! The table as files: CSV and XLSX for people, JSON for programs. The same filters and order as on the page.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use scoring::Exact;
use serde::Serialize;
use serde_json::json;
use thai::Language;

use super::{
    model::Office,
    office::{Asked, signed},
};
use crate::{
    app::App,
    kit::{Error, Result, Visit, figures::How, listing::Query, respond},
    sign_off::Signing,
};

/// An office as it stands in files: what is not known is missing.
#[derive(Serialize)]
struct Told<'a> {
    key: &'a str,
    name_th: &'a str,
    name_en: &'a str,
    score: Option<String>,
    level: Option<&'a str>,
    score_before: Option<String>,
    change: Option<String>,
    results: Option<i64>,
    done: Option<i64>,
    overdue: Option<i64>,
    done_with_evidence: Option<i64>,
    share_with_evidence: Option<String>,
    report: &'static str,
}

impl<'a> Told<'a> {
    fn of(office: &'a Office) -> Self {
        let progress = office.progress;
        Self {
            key: &office.key,
            name_th: &office.name.th,
            name_en: &office.name.en,
            score: office.total.as_ref().map(Exact::to_string),
            level: office.level.as_ref().map(|level| level.key.as_str()),
            score_before: office.before.as_ref().map(Exact::to_string),
            change: office.change().map(signed),
            results: progress.map(|progress| progress.results),
            done: progress.map(|progress| progress.done),
            overdue: progress.map(|progress| progress.overdue),
            done_with_evidence: progress.map(|progress| progress.proved),
            share_with_evidence: office.proved_share().map(|share| How::Share.written(share, Language::English)),
            report: match office.signing {
                Signing::None => "none",
                Signing::Waiting => "waiting",
                Signing::Signed => "signed",
            },
        }
    }

    /// As cells, in the order of [`headings`].
    fn cells(&self, t: Language) -> [Cell; 12] {
        let report = match self.report {
            "signed" => t.say("ลงนามแล้ว", "signed"),
            "waiting" => t.say("รอลงนาม", "waits to be signed"),
            _ => t.say("ยังไม่ส่งลงนาม", "not sent"),
        };
        let number = |text: &Option<String>| Cell::Number(text.as_deref().and_then(|text| text.parse().ok()));
        let count = |count: Option<i64>| Cell::Count(count);
        [
            Cell::Text(self.key.to_owned()),
            Cell::Text(t.say(self.name_th, self.name_en).to_owned()),
            number(&self.score),
            Cell::Text(self.level.unwrap_or_default().to_owned()),
            number(&self.score_before),
            number(&self.change),
            count(self.results),
            count(self.done),
            count(self.overdue),
            count(self.done_with_evidence),
            Cell::Text(self.share_with_evidence.clone().unwrap_or_default()),
            Cell::Text(report.to_owned()),
        ]
    }
}

/// A cell of the table.
enum Cell {
    Text(String),
    Number(Option<f64>),
    Count(Option<i64>),
}

impl Cell {
    /// As text. What a spreadsheet would take for a formula gets an apostrophe before it.
    fn text(&self) -> String {
        match self {
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}"),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.map(|number| format!("{number:.2}")).unwrap_or_default(),
            Cell::Count(count) => count.map(|count| count.to_string()).unwrap_or_default(),
        }
    }
}

fn headings(asked: &Asked, t: Language) -> [String; 12] {
    let year = asked.offices.score_year;
    let before = year.previous();
    [
        t.say("รหัส", "Key").to_owned(),
        t.say("สำนักงาน", "Office").to_owned(),
        t.say(format!("คะแนนปี {year}"), format!("Score {year}")),
        t.say("ระดับ", "Level").to_owned(),
        t.say(format!("คะแนนปี {before}"), format!("Score {before}")),
        t.say("เปลี่ยนแปลง", "Change").to_owned(),
        t.say("ผลทั้งหมด", "Results").to_owned(),
        t.say("ผลที่เสร็จ", "Done").to_owned(),
        t.say("เกินกำหนด", "Overdue").to_owned(),
        t.say("เสร็จและมีหลักฐาน", "Done with evidence").to_owned(),
        t.say("ร้อยละที่มีหลักฐาน", "Share with evidence").to_owned(),
        t.say("รายงาน", "Report").to_owned(),
    ]
}

fn file_name(visit: &Visit, asked: &Asked, ending: &str) -> String {
    let year = asked.offices.year;
    visit.say(format!("สำนักงานในสังกัด-{year}.{ending}"), format!("offices-{year}.{ending}"))
}

/// As CSV: UTF-8 with a byte order mark, so that Excel shows Thai.
pub(super) async fn csv(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let asked = Asked::load(&app, &visit, &query).await?;
    let t = visit.language;
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let defect = |error: ::csv::Error| Error::Internal(error.into());
    writer.write_record(headings(&asked, t)).map_err(defect)?;
    for office in asked.chosen() {
        writer.write_record(Told::of(office).cells(t).map(|cell| cell.text())).map_err(defect)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Internal(anyhow::anyhow!("{error}")))?;
    Ok(respond::attachment("text/csv; charset=utf-8", &file_name(&visit, &asked, "csv"), bytes))
}

/// As XLSX.
pub(super) async fn xlsx(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let asked = Asked::load(&app, &visit, &query).await?;
    let bytes = workbook(&visit, &asked).map_err(|error| Error::Internal(error.into()))?;
    Ok(respond::attachment(KIND, &file_name(&visit, &asked, "xlsx"), bytes))
}

fn workbook(visit: &Visit, asked: &Asked) -> Result<Vec<u8>, XlsxError> {
    let t = visit.language;
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(visit.now.as_second())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = book.add_worksheet().set_name(t.say("สำนักงาน", "Offices"))?;
    let bold = Format::new().set_bold().set_text_wrap();
    let score = Format::new().set_num_format("0.00");
    for (column, heading) in (0u16..).zip(headings(asked, t)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, if column == 1 { 36 } else { 14 })?;
    }
    for (row, office) in (1u32..).zip(asked.chosen()) {
        for (column, cell) in (0u16..).zip(Told::of(office).cells(t)) {
            match cell {
                Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
                Cell::Number(Some(number)) => drop(sheet.write_number_with_format(row, column, number, &score)?),
                Cell::Count(Some(count)) => drop(sheet.write_number(row, column, count as f64)?),
                Cell::Number(None) | Cell::Count(None) => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    book.save_to_buffer()
}

/// As JSON. Scores are texts with two decimals, so that none is rounded on the way; what is not known is `null`.
pub(super) async fn json(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let asked = Asked::load(&app, &visit, &query).await?;
    let offices: Vec<Told<'_>> = asked.chosen().into_iter().map(Told::of).collect();
    let told = json!({
        "year": asked.offices.year,
        "score_year": asked.offices.score_year,
        "as_of": visit.today(),
        "offices": offices,
    });
    Ok(Json(told).into_response())
}
