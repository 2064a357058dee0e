//! The analysis as a Word document: the same blocks, with charts that Word draws itself.

use ooxml::word::{
    Align, Cell, Chart, ChartKind, Document, Inline, Length, Look, Page, Paragraph, Properties, Row, Series, Style,
    Stylesheet, Table as WordTable,
};
use thai::Language;

use super::{
    AnalysisReport,
    told::{self, Bars, Block, Table},
};
use crate::Digits;

const FONT: &str = "Sarabun";
const SUNKEN: &str = "EFEDE5";
const INK: &str = "1F5A4C";
const MARK: &str = "9A4A12";
/// A column of at least this share of the whole has room for its value.
const ROOM: f64 = 0.15;
/// Up to so many bars stand upright, so that a target can be a line over them; a few have room for their names.
const UPRIGHT: usize = 10;
const ROOMY: usize = 5;

/// The report for Word, editable. The same report gives the same bytes.
pub fn analysis_docx(report: &AnalysisReport) -> Vec<u8> {
    let show = |text: &str| report.digits.show(text);
    let page = Page::a4().margins([Length::cm(2.0), Length::cm(1.8), Length::cm(2.0), Length::cm(2.4)]);
    let styles = Stylesheet::new(FONT, 11.0);
    let mut document = Document::new(properties(report), styles, page.clone()).footer(foot(report, &page));
    if let Some(demonstration) = report.demonstration() {
        let line = Paragraph::new(Style::BODY).bold(demonstration).align(Align::Center).box_around();
        document = document.paragraph(line);
    }
    document = document
        .paragraph(Paragraph::of(Style::TITLE, show(report.name(Language::Thai))))
        .paragraph(Paragraph::of(Style::SUBTITLE, show(&report.years_of(Language::Thai))))
        .paragraph(Paragraph::of(Style::SUBTITLE, show(&report.whose())));
    let blocks = told::blocks(report, Language::Thai).into_iter().map(|block| block.with_texts(&show));
    blocks.fold(document, |document, block| add(document, block, report.digits, &page)).to_bytes()
}

fn properties(report: &AnalysisReport) -> Properties {
    Properties {
        title: format!("{} {}", report.title(Language::Thai), report.agency.th),
        author: report.agency.th.clone(),
        subject: report.title(Language::English),
        created: report.as_of.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        ..Properties::default()
    }
}

fn foot(report: &AnalysisReport, page: &Page) -> Vec<Paragraph> {
    let thai = report.digits == Digits::Thai;
    let line = Paragraph::new(Style::FOOTER)
        .rule_above()
        .tab_stop(page.text_width(), Align::End)
        .text(format!("{}\tหน้า ", report.digits.show(&report.foot())))
        .inline(Inline::PageNumber { thai })
        .text(" จาก ")
        .inline(Inline::PageCount { thai });
    let demonstration = report.demonstration().map(|words| Paragraph::new(Style::FOOTER).bold(words));
    [Some(line), demonstration].into_iter().flatten().collect()
}

fn add(document: Document, block: Block, digits: Digits, page: &Page) -> Document {
    match block {
        Block::Section { text } => document.paragraph(Paragraph::of(Style::HEADING_1, text)),
        Block::Heading { text } => document.paragraph(Paragraph::of(Style::HEADING_2, text)),
        Block::Text { text } => document.paragraph(Paragraph::of(Style::BODY, text)),
        Block::Bullets { entries } => {
            document.paragraphs(entries.into_iter().map(|entry| Paragraph::of(Style::BULLET, entry)))
        }
        Block::Bars(bars) => document.chart(chart(bars, digits, page)),
        Block::Table(table) => {
            // The heading of an item says already what its facts are about.
            let caption = (!table.facts).then(|| Paragraph::of(Style::CAPTION, table.caption.clone()).keep_with_next());
            document.paragraphs(caption).table(sheet(table, page)).paragraph(gap())
        }
    }
}

/// Tables stand apart.
fn gap() -> Paragraph {
    let small = Look { size: Some(6.0), ..Look::default() };
    Paragraph::new(Style::BODY).space(Length::ZERO, Length::ZERO).look(" ", small)
}

fn chart(bars: Bars, digits: Digits, page: &Page) -> Chart {
    let upright = bars.bars.len() <= UPRIGHT && bars.mark.is_some();
    let values = Series {
        name: bars.series.clone(),
        values: bars.bars.iter().map(|bar| bar.value).collect(),
        color: INK,
        labelled: true,
        shown: match digits {
            Digits::Thai => bars.bars.iter().map(|bar| bar.shown.clone()).collect(),
            Digits::Arabic => Vec::new(),
        },
        as_line: false,
    };
    let mark = bars.mark.as_ref().filter(|_| upright).map(|(value, word)| Series {
        name: word.clone(),
        values: vec![Some(*value); bars.bars.len()],
        color: MARK,
        labelled: false,
        shown: Vec::new(),
        as_line: true,
    });
    let title = match &bars.mark {
        Some((_, word)) if !upright => format!("{} ({word})", bars.finding),
        _ => bars.finding.clone(),
    };
    let height = if upright { 7.0 } else { 2.5 + 0.85 * bars.bars.len() as f64 };
    let has_room = |value: Option<f64>| value.is_none_or(|value| value >= ROOM * bars.full);
    let is_narrow = upright && bars.bars.len() > ROOMY;
    let labels_inside = upright && bars.bars.iter().all(|bar| has_room(bar.value));
    let spoken: Vec<String> = bars.bars.iter().map(|bar| format!("{} {}", bar.name, bar.shown)).collect();
    Chart {
        kind: if upright { ChartKind::Columns } else { ChartKind::Bars },
        title,
        description: format!("{} {}", bars.description, spoken.join(", ")),
        categories: bars.bars.into_iter().map(|bar| if is_narrow { bar.short } else { bar.name }).collect(),
        series: [Some(values), mark].into_iter().flatten().collect(),
        range: [Some(0.0), (bars.full == 100.0).then_some(100.0)],
        number_format: "0.00",
        labels_inside,
        size: [page.text_width(), Length::cm(height)],
        font: FONT,
    }
}

fn sheet(table: Table, page: &Page) -> WordTable {
    let shares: Vec<u32> = table.columns.iter().map(|column| column.share).collect();
    let heads = table.columns.iter().map(|column| {
        Cell::new(vec![Paragraph::of(Style::TABLE_HEAD, column.heading.clone()).align(Align::Center)])
            .shade(SUNKEN)
            .middle()
    });
    let sheet =
        WordTable::new(page.text_width().shared(&shares)).described(table.caption.clone(), table.caption.clone());
    let sheet = if table.facts { sheet } else { sheet.head(Row::new(heads.collect())) };
    let numbers: Vec<bool> = table.columns.iter().map(|column| column.number).collect();
    table.rows.into_iter().enumerate().fold(sheet, |sheet, (at, row)| {
        let cells = row.into_iter().zip(&numbers).map(|(lines, number)| {
            let style = if table.lists && lines.len() > 1 { Style::TABLE_BULLET } else { Style::TABLE_TEXT };
            let line = |text| match number {
                true => Paragraph::of(style, text).align(Align::End),
                false => Paragraph::of(style, text),
            };
            Cell::new(lines.into_iter().map(line).collect())
        });
        let row = Row::new(cells.collect());
        // The heading of an item never stands alone with its score at the foot of a page.
        sheet.row(if table.facts && at < 2 { row.keep_with_next() } else { row })
    })
}
