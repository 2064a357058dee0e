//! What the analysis says, block by block. Everything is a finished sentence, list, table or chart; how it looks is left
//! to whoever shows it.

use scoring::{Exact, Kind, Score};
use serde::Serialize;
use thai::{Language, date};

use super::{AnalysedItem, AnalysisReport, CarriedOver, IndicatorOfYear, Loss};

/// So many items stand in the chart of points; the table has them all.
const BARS: usize = 12;

/// A part of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// The heading of a section.
    Section {
        /// Its words.
        text: String,
    },
    /// The heading of an item within a section.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words.
        text: String,
    },
    /// A list.
    Bullets {
        /// Its entries.
        entries: Vec<String>,
    },
    /// Bars from the left, one below the other; what they show stands in a table as well.
    Bars(Bars),
    /// A table whose first column heads the rows.
    Table(Table),
}

/// A chart of bars.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bars {
    /// What it shows, as a finding.
    pub finding: String,
    /// What it draws, for those who hear it read.
    pub description: String,
    /// The name of the values, e.g. the year.
    pub series: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// The value of a whole bar.
    pub full: f64,
    /// A line across all bars, and the word for it.
    pub mark: Option<(f64, String)>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// The same where there is little room, e.g. a number or a code.
    pub short: String,
    /// Its length; none if nothing is known.
    pub value: Option<f64>,
    /// The value as people read it.
    pub shown: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each cell is a list of lines.
    pub rows: Vec<Vec<Vec<String>>>,
    /// Are the cells lists, which get bullets where they have several lines?
    pub lists: bool,
    /// Are the rows facts about one thing? On paper they need no heading row, and stay together.
    pub facts: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Are these numbers?
    pub number: bool,
    /// Its share of the width.
    pub share: u32,
}

impl Block {
    /// The block with each of its texts changed.
    pub fn with_texts(self, change: &dyn Fn(&str) -> String) -> Self {
        let all = |texts: Vec<String>| texts.iter().map(|text| change(text)).collect::<Vec<_>>();
        match self {
            Block::Section { text } => Block::Section { text: change(&text) },
            Block::Heading { text } => Block::Heading { text: change(&text) },
            Block::Text { text } => Block::Text { text: change(&text) },
            Block::Bullets { entries } => Block::Bullets { entries: all(entries) },
            Block::Bars(bars) => Block::Bars(Bars {
                finding: change(&bars.finding),
                description: change(&bars.description),
                series: change(&bars.series),
                bars: bars
                    .bars
                    .into_iter()
                    .map(|bar| Bar {
                        name: change(&bar.name),
                        short: change(&bar.short),
                        shown: change(&bar.shown),
                        ..bar
                    })
                    .collect(),
                full: bars.full,
                mark: bars.mark.map(|(value, word)| (value, change(&word))),
            }),
            Block::Table(table) => Block::Table(Table {
                caption: change(&table.caption),
                columns: table
                    .columns
                    .into_iter()
                    .map(|column| Column { heading: change(&column.heading), ..column })
                    .collect(),
                rows: table.rows.into_iter().map(|row| row.into_iter().map(all).collect()).collect(),
                lists: table.lists,
                facts: table.facts,
            }),
        }
    }
}

/// The whole report in a language.
pub fn blocks(report: &AnalysisReport, t: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    result(&mut blocks, report, t);
    losses(&mut blocks, report, t);
    priorities(&mut blocks, report, t);
    items(&mut blocks, report, t);
    calendar(&mut blocks, report, t);
    carried_over(&mut blocks, report, t);
    notes(&mut blocks, report, t);
    blocks
}

fn section(blocks: &mut Vec<Block>, text: &str) {
    blocks.push(Block::Section { text: text.to_owned() });
}

fn text(blocks: &mut Vec<Block>, text: impl Into<String>) {
    blocks.push(Block::Text { text: text.into() });
}

fn column(heading: &str, share: u32) -> Column {
    Column { heading: heading.to_owned(), number: false, share }
}

fn number(heading: &str, share: u32) -> Column {
    Column { heading: heading.to_owned(), number: true, share }
}

fn cell(text: impl Into<String>) -> Vec<String> {
    vec![text.into()]
}

fn no_data(t: Language) -> String {
    t.say("ไม่มีข้อมูล", "No data").to_owned()
}

fn score(t: Language, score: Option<&Exact>) -> String {
    score.map_or_else(|| no_data(t), ToString::to_string)
}

fn missing(t: Language) -> String {
    t.say("ยังไม่ได้ระบุ", "Not said yet").to_owned()
}

/// A length for drawing.
fn drawn(number: &Exact) -> f64 {
    number.hundredths() as f64 / 100.0
}

fn drawn_score(score: Score) -> f64 {
    drawn(&Exact::from(score))
}

/// A change with its sign.
fn signed(change: &Exact) -> String {
    match change.hundredths() {
        0 => "0.00".to_owned(),
        below if below < 0 => format!("\u{2212}{}", &Exact::zero() - change),
        _ => format!("+{change}"),
    }
}

fn change(t: Language, now: Option<&Exact>, before: Option<&Exact>) -> String {
    match (now, before) {
        (Some(now), Some(before)) => signed(&(&now.rounded() - &before.rounded())),
        _ => no_data(t),
    }
}

// 1 ----------------------------------------------------------------------------------------------------------------

fn result(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("1. ผลการประเมิน", "1. Results"));
    let now = report.years.last().filter(|year| year.year == report.score_year);
    text(blocks, finding_of_the_year(report, t));
    let bars = report.years.iter().map(|year| Bar {
        name: t.say(format!("ปี {}", year.year), format!("FY {}", year.year)),
        short: year.year.to_string(),
        value: year.total.as_ref().map(drawn),
        shown: score(t, year.total.as_ref()),
    });
    let aim = Aim::of(report, t);
    blocks.push(Block::Bars(Bars {
        finding: t
            .say(format!("คะแนนรวมแต่ละปีเทียบ{}", aim.name), format!("The total of each year, and the {}", aim.name)),
        description: t.say(
            format!("แผนภูมิแท่งคะแนนรวมแต่ละปี เส้น{}อยู่ที่ {}", aim.name, report.target),
            format!("Bars of each year's total, with the {} at {}", aim.name, report.target),
        ),
        series: t.say("คะแนนรวม", "Total").to_owned(),
        bars: bars.collect(),
        full: 100.0,
        mark: Some((drawn_score(report.target), format!("{} {}", aim.label, report.target))),
    }));
    let rows = report.years.iter().map(|year| {
        let level = year.level.as_ref().map_or_else(|| no_data(t), |level| level.in_language(t).to_owned());
        let mut row = vec![cell(year.year.to_string()), cell(score(t, year.total.as_ref())), cell(level)];
        row.extend(year.instruments.iter().map(|of| cell(score(t, of.as_ref()))));
        row
    });
    let mut columns =
        vec![column(t.say("ปี", "Year"), 2), number(t.say("คะแนนรวม", "Total"), 3), column(t.say("ระดับ", "Level"), 4)];
    columns.extend(Kind::ALL.map(|kind| number(kind.code(), 2)));
    blocks.push(Block::Table(Table {
        caption: t.say("คะแนนรวม ระดับ และคะแนนของเครื่องมือ", "Total, level and instruments").to_owned(),
        columns,
        rows: rows.collect(),
        lists: false,
        facts: false,
    }));
    if now.is_some() {
        indicators(blocks, report, t);
    }
}

/// What the total is held against: the target of the year, or the score that the agency set for every year.
struct Aim {
    name: &'static str,
    label: &'static str,
    /// Says that the year has no target of its own.
    unset: String,
}

impl Aim {
    fn of(report: &AnalysisReport, t: Language) -> Self {
        let year = report.year;
        match report.target_is_set {
            true => Self {
                name: t.say("เป้าหมาย", "target"), label: t.say("เป้าหมาย", "Target"), unset: String::new()
            },
            false => Self {
                name: t.say("เกณฑ์ของหน่วยงาน", "agency's standard"),
                label: t.say("เกณฑ์ของหน่วยงาน", "The agency's standard"),
                unset: t.say(format!(" ยังไม่ได้ตั้งเป้าหมายของปี {year}"), format!(" No target is set for {year}.")),
            },
        }
    }
}

fn finding_of_the_year(report: &AnalysisReport, t: Language) -> String {
    let year = report.score_year;
    let now = report.years.last().filter(|of| of.year == year);
    let Some((now, total)) = now.and_then(|now| Some((now, now.total.as_ref()?))) else {
        return t.say(
            format!("ยังไม่ทราบคะแนนรวมของปี {year} จึงเทียบกับปีก่อนและเป้าหมายไม่ได้"),
            format!("The total of FY {year} (BE) is not known, so it cannot be compared."),
        );
    };
    let level = now.level.as_ref().map(|level| {
        let name = level.in_language(t);
        t.say(format!(" ระดับ {name}"), format!(", level {name}"))
    });
    let level = level.unwrap_or_default();
    let aim = Aim::of(report, t);
    let lacking = &Exact::from(report.target) - &total.rounded();
    let target = match lacking.hundredths() {
        short if short > 0 => t.say(
            format!("ต่ำกว่า{} {} อยู่ {lacking} คะแนน", aim.name, report.target),
            format!("{lacking} points below the {} of {}", aim.name, report.target),
        ),
        _ => t.say(
            format!("ถึง{} {}", aim.name, report.target),
            format!("which reaches the {} of {}", aim.name, report.target),
        ),
    };
    let before = report.years.iter().rev().skip(1).find_map(|of| Some((of.year, of.total.as_ref()?)));
    let compared = before.map(|(before, old)| against(&(&total.rounded() - &old.rounded()), before, t));
    let compared = compared.unwrap_or_default();
    t.say(
        format!("คะแนนรวมปี {year} ได้ {total}{level} {target}{compared}{}", aim.unset),
        format!("The total of FY {year} (BE) is {total}{level}, {target}{compared}.{}", aim.unset),
    )
}

/// How much higher or lower than in the year before.
fn against(points: &Exact, before: thai::FiscalYear, t: Language) -> String {
    match points.hundredths() {
        0 => t.say(format!(" เท่ากับปี {before}"), format!(", as much as in {before}")),
        below if below < 0 => {
            let points = &Exact::zero() - points;
            t.say(format!(" ลดลงจากปี {before} {points} คะแนน"), format!(", {points} points less than in {before}"))
        }
        _ => t.say(format!(" เพิ่มขึ้นจากปี {before} {points} คะแนน"), format!(", {points} points more than in {before}")),
    }
}

fn indicators(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    let name = |of: &IndicatorOfYear| format!("{}. {}", of.number, of.name.in_language(t));
    let year = report.score_year;
    let bars = report.indicators.iter().map(|of| Bar {
        name: name(of),
        short: of.number.to_string(),
        value: of.score.as_ref().map(drawn),
        shown: score(t, of.score.as_ref()),
    });
    blocks.push(Block::Bars(Bars {
        finding: t.say(format!("ตัวชี้วัดสิบข้อ ปี {year}"), format!("The ten indicators, FY {year}")),
        description: t.say(
            format!("แผนภูมิแท่งคะแนนตัวชี้วัดสิบข้อ เส้นเกณฑ์อยู่ที่ {}", report.threshold),
            format!("Bars of the ten indicators, with the threshold at {}", report.threshold),
        ),
        series: year.to_string(),
        bars: bars.collect(),
        full: 100.0,
        mark: Some((
            drawn_score(report.threshold),
            t.say(format!("เกณฑ์ {}", report.threshold), format!("Threshold {}", report.threshold)),
        )),
    }));
    let rows = report.indicators.iter().map(|of| {
        let (now, before) = (of.score.as_ref(), of.before.as_ref());
        vec![cell(name(of)), cell(score(t, now)), cell(score(t, before)), cell(change(t, now, before))]
    });
    blocks.push(Block::Table(Table {
        caption: t.say("คะแนนตัวชี้วัดเทียบปีก่อน", "Indicators against the year before").to_owned(),
        columns: vec![
            column(t.say("ตัวชี้วัด", "Indicator"), 6),
            number(&year.to_string(), 2),
            number(&year.previous().to_string(), 2),
            number(t.say("เปลี่ยน", "Change"), 2),
        ],
        rows: rows.collect(),
        lists: false,
        facts: false,
    }));
}

// 2 ----------------------------------------------------------------------------------------------------------------

fn losses(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("2. คะแนนที่เสียและสิ่งที่ทำได้ดี", "2. Where points were lost, and what went well"));
    if report.losses.is_empty() {
        text(
            blocks,
            t.say(
                format!("ไม่มีข้อใดต่ำกว่าเกณฑ์ {}", report.threshold),
                format!("No item is below the threshold of {}.", report.threshold),
            ),
        );
    } else {
        lost(blocks, report, t);
    }
    blocks.push(Block::Heading {
        text: t.say("สิ่งที่ทำได้ดี", "What went well").to_owned()
    });
    match report.strengths.is_empty() {
        true => text(blocks, t.say("ยังไม่มีคะแนนที่ถึงเกณฑ์", "Nothing known reaches the threshold yet.")),
        false => {
            let entry = |of: &super::Strength| format!("{} {}", of.name.in_language(t), score(t, of.score.as_ref()));
            blocks.push(Block::Bullets { entries: report.strengths.iter().map(entry).collect() });
        }
    }
}

fn lost(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    let all: Exact = report.losses.iter().filter_map(|loss| loss.points.clone()).sum();
    let count = report.losses.len();
    let planned = report.losses.iter().filter(|loss| loss.planned).count();
    text(
        blocks,
        t.say(
            format!("{count} ข้อต่ำกว่าเกณฑ์ {} ถ้าทุกข้อได้ 100 คะแนนรวมเพิ่ม {all} คะแนน แผนนี้ตอบ {planned} ข้อ", report.threshold),
            format!(
                "{count} items are below the threshold of {}. At 100 each they would win back {all} points of the total. The plan answers {planned} of them.",
                report.threshold
            ),
        ),
    );
    let name = |loss: &Loss| format!("{} {}", loss.code, loss.topic.in_language(t));
    let known = report.losses.iter().filter_map(|loss| Some((loss, loss.points.as_ref()?))).take(BARS);
    let bars: Vec<Bar> = known
        .map(|(loss, points)| Bar {
            name: name(loss),
            short: loss.code.clone(),
            value: Some(drawn(points)),
            shown: points.to_string(),
        })
        .collect();
    if let Some(full) = bars.iter().filter_map(|bar| bar.value).reduce(f64::max).filter(|full| *full > 0.0) {
        blocks.push(Block::Bars(Bars {
            finding: t.say(
                format!("{} ข้อที่ทำให้คะแนนรวมเสียมากที่สุด", bars.len()),
                format!("The {} items that cost the total most", bars.len()),
            ),
            description: t
                .say(
                    "แผนภูมิแท่งคะแนนรวมที่แต่ละข้อทำให้เสีย เรียงจากมากไปน้อย",
                    "Bars of what each item costs the total, the costliest first",
                )
                .to_owned(),
            series: t.say("คะแนนรวมที่เสีย", "Points of the total").to_owned(),
            bars,
            full,
            mark: None,
        }));
    }
    let rows = report.losses.iter().map(|loss| {
        let planned = if loss.planned { t.say("มี", "Yes") } else { t.say("ไม่มี", "No") };
        let points =
            loss.points.as_ref().map_or_else(|| t.say("ยังไม่ทราบ", "Not known").to_owned(), ToString::to_string);
        vec![cell(name(loss)), cell(score(t, loss.score.as_ref())), cell(points), cell(planned)]
    });
    blocks.push(Block::Table(Table {
        caption: t.say("ข้อที่เสียคะแนนทั้งหมด", "All items that lose points").to_owned(),
        columns: vec![
            column(t.say("ข้อ", "Item"), 7),
            number(t.say("คะแนน", "Score"), 2),
            number(t.say("คะแนนรวมที่เสีย", "Cost to the total"), 2),
            column(t.say("มาตรการ", "Measures"), 2),
        ],
        rows: rows.collect(),
        lists: false,
        facts: false,
    }));
}

// 3 ----------------------------------------------------------------------------------------------------------------

fn priorities(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("3. ลำดับความสำคัญ", "3. Priorities"));
    text(blocks, report.rule.in_language(t));
    let rows = report.items.chunk_by(|one, next| one.rank == next.rank).map(|items| {
        let name = items[0].priority.as_ref().map_or_else(|| no_data(t), |priority| priority.in_language(t).to_owned());
        let points: Exact = items.iter().filter_map(|item| item.points.clone()).sum();
        let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
        vec![cell(name), cell(items.len().to_string()), cell(points.to_string()), cell(codes.join(" "))]
    });
    blocks.push(Block::Table(Table {
        caption: t.say("ข้อในแผนตามลำดับความสำคัญ", "The items of the plan by priority").to_owned(),
        columns: vec![
            column(t.say("ลำดับ", "Priority"), 2),
            number(t.say("จำนวนข้อ", "Items"), 2),
            number(t.say("คะแนนรวมที่เสีย", "Cost to the total"), 2),
            column(t.say("ข้อ", "Codes"), 7),
        ],
        rows: rows.collect(),
        lists: false,
        facts: false,
    }));
    let chosen = report.items.iter().filter_map(|item| Some((item, item.priority.as_ref()?, item.reason.as_ref()?)));
    let entries: Vec<String> = chosen
        .map(|(item, priority, reason)| {
            let name = priority.in_language(t);
            t.say(
                format!("ข้อ {} หน่วยงานเลือก “{name}” เพราะ{reason}", item.code),
                format!("Item {}: “{name}” was chosen. {reason}", item.code),
            )
        })
        .collect();
    if !entries.is_empty() {
        blocks.push(Block::Bullets { entries });
    }
}

// 4 ----------------------------------------------------------------------------------------------------------------

fn items(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("4. สาเหตุและมาตรการรายข้อ", "4. Causes and measures, item by item"));
    if report.items.is_empty() {
        text(blocks, t.say("แผนของปีนี้ยังไม่มีข้อใด", "The plan of this year has no items yet."));
    }
    for item in &report.items {
        blocks.push(Block::Heading { text: format!("{} {}", item.code, item.topic.in_language(t)) });
        blocks.push(Block::Table(item_table(item, t)));
    }
}

fn item_table(item: &AnalysedItem, t: Language) -> Table {
    let or_missing = |lines: Vec<String>| if lines.is_empty() { vec![missing(t)] } else { lines };
    let steps = |measure: &super::MeasureOfItem| match &measure.work_step {
        Some(step) => {
            t.say(format!("{} (ปรับขั้นตอน {step})", measure.text), format!("{} (changes: {step})", measure.text))
        }
        None => t.say(
            format!("{} (ยังไม่ได้ระบุขั้นตอนงานที่ปรับ)", measure.text),
            format!("{} (work step not said yet)", measure.text),
        ),
    };
    let rows = [
        (t.say("คะแนน", "Score"), vec![scores_of(item, t)]),
        (t.say("สาเหตุ", "Causes"), item.causes.clone()),
        (t.say("แนวทาง", "Guidelines"), item.guidelines.clone()),
        (t.say("มาตรการและขั้นตอนงานที่ปรับ", "Measures and work steps"), item.measures.iter().map(steps).collect()),
        (t.say("ผู้ปฏิบัติ", "Carried out by"), item.carry_out.clone()),
        (t.say("ผู้กำกับดูแล", "Supervised by"), item.supervise.clone()),
        (t.say("ช่วงเวลา", "When"), period(item.period, t).into_iter().collect()),
        (t.say("วิธีติดตาม", "Follow-up"), item.follow_ups.clone()),
    ];
    Table {
        caption: t.say(format!("การวิเคราะห์ข้อ {}", item.code), format!("Analysis of item {}", item.code)),
        columns: vec![column(t.say("เรื่อง", "Subject"), 3), column(t.say("รายละเอียด", "Details"), 11)],
        rows: rows.into_iter().map(|(key, lines)| vec![cell(key), or_missing(lines)]).collect(),
        lists: true,
        facts: true,
    }
}

fn scores_of(item: &AnalysedItem, t: Language) -> String {
    let now = score(t, item.score.as_ref());
    let cost = item
        .points
        .as_ref()
        .map(|points| t.say(format!("เสียคะแนนรวม {points}"), format!("loses {points} of the total")));
    let priority = item.priority.as_ref().map(|priority| {
        let name = priority.in_language(t);
        t.say(format!("ลำดับ “{name}”"), format!("priority “{name}”"))
    });
    [Some(now), cost, priority].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn period([from, until]: [Option<jiff::civil::Date>; 2], t: Language) -> Option<String> {
    let day = |day| date::short(day, t);
    match (from, until) {
        (Some(from), Some(until)) => Some(format!("{} – {}", day(from), day(until))),
        (Some(from), None) => Some(t.say(format!("ตั้งแต่ {}", day(from)), format!("from {}", day(from)))),
        (None, Some(until)) => Some(t.say(format!("ภายใน {}", day(until)), format!("by {}", day(until)))),
        (None, None) => None,
    }
}

// 5 ----------------------------------------------------------------------------------------------------------------

fn calendar(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("5. ปฏิทินของมาตรการ", "5. Calendar"));
    let mut dated: Vec<&AnalysedItem> = report.items.iter().filter(|item| item.period[1].is_some()).collect();
    dated.sort_by_key(|item| (item.period[1], item.period[0]));
    let undated = report.items.len() - dated.len();
    let rows = dated.chunk_by(|one, next| one.period == next.period).map(|items| {
        let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
        let mut who: Vec<&String> = Vec::new();
        for party in items.iter().flat_map(|item| &item.carry_out) {
            if !who.contains(&party) {
                who.push(party);
            }
        }
        let when = period(items[0].period, t).unwrap_or_default();
        vec![cell(when), cell(codes.join(" ")), who.into_iter().cloned().collect()]
    });
    blocks.push(Block::Table(Table {
        caption: t.say("ข้อในแผนตามวันครบกำหนด", "The items of the plan by due day").to_owned(),
        columns: vec![
            column(t.say("ช่วงเวลา", "When"), 4),
            column(t.say("ข้อ", "Codes"), 6),
            column(t.say("ผู้ปฏิบัติ", "Carried out by"), 6),
        ],
        rows: rows.collect(),
        lists: true,
        facts: false,
    }));
    if undated > 0 {
        text(blocks, t.say(format!("ยังไม่ได้กำหนดวัน {undated} ข้อ"), format!("{undated} items have no due day yet.")));
    }
}

// 6 ----------------------------------------------------------------------------------------------------------------

fn carried_over(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("6. ผลของแผนปีก่อน", "6. What came of the plan before"));
    if report.carried_over.is_empty() {
        text(
            blocks,
            t.say(
                "ไม่มีแผนของปีก่อนในระบบ หรือยังไม่ทราบคะแนนหลังแผนนั้น จึงยังเทียบไม่ได้",
                "There is no plan of the year before here, or the scores after it are not known.",
            ),
        );
        return;
    }
    let rose =
        |of: &&CarriedOver| of.before.as_ref().zip(of.after.as_ref()).is_some_and(|(before, after)| after > before);
    let count = report.carried_over.iter().filter(rose).count();
    let all = report.carried_over.len();
    text(
        blocks,
        t.say(
            format!("ข้อในแผนปีก่อน {all} ข้อ คะแนนสูงขึ้น {count} ข้อ"),
            format!("Of {all} items of the plan before, {count} scored higher."),
        ),
    );
    let rows = report.carried_over.iter().map(|of| {
        let codes = match &of.code_now {
            Some(now) if *now == of.code_then => now.clone(),
            Some(now) => format!("{} → {now}", of.code_then),
            None => t.say(format!("{} (ไม่ถามแล้ว)", of.code_then), format!("{} (no longer asked)", of.code_then)),
        };
        let (before, after) = (of.before.as_ref(), of.after.as_ref());
        vec![
            cell(format!("{codes} {}", of.topic.in_language(t))),
            cell(score(t, before)),
            cell(score(t, after)),
            cell(change(t, after, before)),
        ]
    });
    blocks.push(Block::Table(Table {
        caption: t.say("คะแนนของข้อในแผนปีก่อน", "Scores of the items of the plan before").to_owned(),
        columns: vec![
            column(t.say("ข้อ", "Item"), 7),
            number(&report.score_year.previous().to_string(), 2),
            number(&report.score_year.to_string(), 2),
            number(t.say("เปลี่ยน", "Change"), 2),
        ],
        rows: rows.collect(),
        lists: false,
        facts: false,
    }));
}

// 7 ----------------------------------------------------------------------------------------------------------------

fn notes(blocks: &mut Vec<Block>, report: &AnalysisReport, t: Language) {
    section(blocks, t.say("7. หมายเหตุเกี่ยวกับตัวเลข", "7. About the figures"));
    let moment = date::moment(report.as_of, t);
    let mut entries =
        vec![t.say(
            format!("ข้อมูล ณ {moment} ตามที่หน่วยงานบันทึกไว้"),
            format!("Data as of {moment}, as recorded by the agency."),
        )];
    entries.extend(report.notes.iter().map(|note| note.in_language(t).to_owned()));
    blocks.push(Block::Bullets { entries });
}
