//! The official form as a Word document: what the PDF shows, editable.

use ooxml::word::{
    Align, Cell, Document, Inline, Length, Look, Page, Paragraph, Properties, Row, Style, Stylesheet, Table,
};

use super::carried;
use crate::form::{Digits, Group, PrintedForm, PrintedItem, PrintedParty, PrintedResult, ReportForm};

const FONT: &str = "Sarabun";
const HEAD_GROUND: &str = "EFEDE5";
const HEADING_GROUND: &str = "F7F6F1";
/// Where the values in the head of the form begin.
const VALUES_AT: f64 = 52.0;

/// The form as a DOCX file. The same form gives the same bytes.
pub fn docx(form: &ReportForm) -> Vec<u8> {
    let printed = PrintedForm::new(form);
    let page = page();
    let width = page.text_width();
    let mut document = Document::new(properties(form), styles(), page).footer(footer(&printed, width));
    if let Some(demonstration) = printed.demonstration {
        let box_of = Paragraph::new(Style::SUBTITLE).bold(demonstration).box_around();
        document = document.paragraph(box_of);
    }
    if let Some(status) = &printed.status_line {
        document = document.paragraph(Paragraph::of(Style::BODY, status).align(Align::End));
    }
    document
        .paragraph(Paragraph::of(Style::TITLE, &printed.title))
        .paragraphs(fields(&printed))
        .paragraph(gap())
        .table(table(&printed, width))
        .data(carried::NAMESPACE, carried::whole(form))
        .to_bytes()
}

fn page() -> Page {
    let margins = [Length::mm(13.0), Length::mm(14.0), Length::mm(19.0), Length::mm(14.0)];
    Page { header_and_footer: [Length::mm(8.0); 2], ..Page::a4().turned().margins(margins) }
}

fn styles() -> Stylesheet {
    Stylesheet::new(FONT, 10.0)
        .change(Style::TITLE, |title| {
            title.size = 14.0;
            title.space = [Length::points(10.0), Length::points(8.0)];
        })
        .change(Style::BODY, |body| body.space = [Length::ZERO; 2])
        .change(Style::TABLE_BULLET, |bullet| bullet.space = [Length::ZERO, Length::points(2.0)])
        .change(Style::FOOTER, |footer| footer.size = 8.5)
}

fn properties(form: &ReportForm) -> Properties {
    let year = form.report.year.map(|year| format!(" ปีงบประมาณ พ.ศ. {year}")).unwrap_or_default();
    Properties {
        title: format!("{} {}", form.title, form.agency),
        author: form.agency.clone(),
        subject: format!("รายงานผลตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส{year}"),
        language: "th-TH".to_owned(),
        created: form.printed_at.to_string(),
    }
}

fn footer(printed: &PrintedForm, width: Length) -> Vec<Paragraph> {
    let about = [Some(&printed.agency), printed.status_line.as_ref(), Some(&printed.printed_at)];
    let about = about.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("  ·  ");
    let thai = printed.digits == Digits::Thai;
    let line = Paragraph::new(Style::FOOTER)
        .rule_above()
        .tab_stop(width, Align::End)
        .text(format!("{about}\tหน้า "))
        .inline(Inline::PageNumber { thai })
        .text(" จาก ")
        .inline(Inline::PageCount { thai });
    let demonstration = printed.demonstration.map(|words| Paragraph::new(Style::FOOTER).bold(words));
    [Some(line), demonstration].into_iter().flatten().collect()
}

fn fields(printed: &PrintedForm) -> impl Iterator<Item = Paragraph> {
    printed.fields.iter().map(|field| {
        let at = Length::mm(VALUES_AT);
        Paragraph::new(Style::BODY)
            .indent(at, Length::mm(-VALUES_AT))
            .tab_stop(at, Align::Start)
            .bold(field.label)
            .text(format!("\t{}", field.value))
    })
}

/// Between the head and the table.
fn gap() -> Paragraph {
    Paragraph::new(Style::BODY).look("", Look { size: Some(6.0), ..Look::default() })
}

fn table(printed: &PrintedForm, width: Length) -> Table {
    let head = |words: &str| Cell::of(Style::TABLE_HEAD, words).shade(HEAD_GROUND).middle();
    let table = Table::new(width.shared(&[19, 22, 21, 21, 17]))
        .described("มาตรการและผลการดำเนินการรายข้อ", format!("มาตรการและผลการดำเนินการรายข้อ {}", printed.agency))
        .head(Row::new(printed.columns.iter().map(|words| head(words)).collect()));
    printed.groups.iter().flat_map(|group| rows(group, printed.nothing)).fold(table, Table::row)
}

fn rows(group: &Group, nothing: &str) -> Vec<Row> {
    let heading = |paragraph: Paragraph| {
        Row::new(vec![Cell::new(vec![paragraph]).over(5).shade(HEADING_GROUND)]).keep_with_next()
    };
    let instrument = group.instrument.iter().map(|words| heading(Paragraph::new(Style::TABLE_TEXT).bold(words)));
    let indicator = group.indicator.iter().map(|indicator| {
        let score = indicator.score.iter().map(|score| format!("   {score}"));
        heading(Paragraph::new(Style::TABLE_TEXT).bold(indicator.name.clone() + &score.collect::<String>()))
    });
    instrument.chain(indicator).chain(group.items.iter().map(|item| item_row(item, nothing))).collect()
}

fn item_row(item: &PrintedItem, nothing: &str) -> Row {
    let text = |text: &String| Paragraph::of(Style::TABLE_BULLET, text);
    let list = |entries: Vec<Paragraph>| match entries.is_empty() {
        true => Cell::of(Style::TABLE_TEXT, nothing),
        false => Cell::new(entries),
    };
    let subject = Paragraph::new(Style::TABLE_TEXT).bold(&item.code).text(format!(" {}", item.topic));
    let score = item.score.iter().map(|score| Paragraph::of(Style::TABLE_TEXT, score));
    let row = Row::new(vec![
        Cell::new([subject].into_iter().chain(score).collect()),
        list(item.guidelines.iter().map(text).collect()),
        list(item.measures.iter().map(text).collect()),
        list(item.results.iter().map(result).collect()),
        list(item.responsible.iter().map(party).collect()),
    ]);
    if item.long { row.may_split() } else { row }
}

fn result(result: &PrintedResult) -> Paragraph {
    let paragraph = Paragraph::of(Style::TABLE_BULLET, &result.text);
    let paragraph = match &result.status {
        Some(status) if result.text.is_empty() => paragraph.bold(status),
        Some(status) => paragraph.bold(format!("\n{status}")),
        None => paragraph,
    };
    result.readings.iter().fold(paragraph, |paragraph, reading| paragraph.text(format!("\n{reading}")))
}

fn party(party: &PrintedParty) -> Paragraph {
    let duty = party.duty.map(|duty| format!(" {duty}")).unwrap_or_default();
    let telephone = party.telephone.iter().map(|telephone| format!("\n{telephone}")).collect::<String>();
    Paragraph::of(Style::TABLE_BULLET, format!("{}{duty}{telephone}", party.name))
}
