//! Rows in reading order to items: which item a row belongs to, what goes on from the page before, what is shared.

use crate::{
    Correction, Indicator, Passage, Unparsed, check,
    codes::{self, Context},
    columns::{Column, Heading},
    document::{Cell, Row},
    known::Known,
    labels,
    place::Places,
    subject::{self, Event, Kind, PrintedScore},
    text::{is_thai_letter, join},
    understand::{
        draft::{Cells, Draft, LINED, cannot_be_told_apart, source_passages, with_status_column},
        line::{Line, begins_in_the_middle, continue_over_page, join_cut_status, lines_of},
        share,
    },
};

/// Gathers items from rows.
pub(crate) struct Reader {
    pub(crate) known: Known,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) warnings: Vec<crate::Warning>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) unparsed: Vec<Unparsed>,
    /// What line numbers mean in the file.
    places: Places,
    /// Codes of the drafts, in order.
    codes: Vec<String>,
    /// What the last cell of each column that had text gave: a merged cell gives the same to the items below it.
    last_cells: Cells,
    indicator: Option<u8>,
    section: Option<char>,
    target: Target,
}

/// What the next mean or piece of text in the subject belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// Nothing printed in this row yet.
    Nothing,
    /// The heading of this indicator.
    Indicator(u8),
    /// A heading of this indicator that was printed before.
    IndicatorAgain(u8),
    /// The item with this place in `drafts`.
    Item(usize),
}

impl Reader {
    pub(crate) fn new(known: Known, places: Places) -> Self {
        Self {
            known,
            places,
            drafts: Vec::new(),
            indicators: Vec::new(),
            warnings: Vec::new(),
            corrections: Vec::new(),
            unparsed: Vec::new(),
            codes: Vec::new(),
            last_cells: Cells::default(),
            indicator: None,
            section: None,
            target: Target::Nothing,
        }
    }

    fn place(&self, line: usize) -> String {
        self.places.of(line).to_string()
    }

    /// Takes a row. `page_break`: the table before ended, or its heading was repeated, just above.
    pub(crate) fn take_row(&mut self, row: &Row, headings: &[Heading], page_break: bool) {
        let cells_of =
            |column: Column| row.cells.iter().enumerate().filter(move |(at, _)| column_at(headings, *at) == column);
        if let Some(passages) = heading_over_all_columns(row, headings) {
            self.take_subject(&passages, &Cells::default(), false);
            return;
        }
        let subjects: Vec<&Passage> = cells_of(Column::Subject).flat_map(|(_, cell)| &cell.passages).collect();
        let mut cells = Cells::default();
        for column in LINED {
            let passages: Vec<Passage> = cells_of(column).flat_map(|(_, cell)| cell.passages.clone()).collect();
            *cells.of_mut(column) = lines_of(&passages, column);
        }
        let mut first_new = self.drafts.len();
        let had_heading = self.take_subject(&subjects, &cells, page_break);
        self.take_status_column(row, headings, &mut cells);
        for column in LINED.into_iter().filter(|column| !cells.of(*column).is_empty()) {
            *self.last_cells.of_mut(column) = cells.of(column).to_vec();
        }
        if self.drafts.len() > first_new {
            if page_break && first_new > 0 {
                self.give_back_to_previous(first_new - 1, self.drafts.len() - first_new, &mut cells);
            }
            self.deal(first_new, cells, row.line);
            self.copy_merged(first_new, row, headings);
        } else if had_heading || self.target == Target::Nothing {
            self.keep_cells(&cells, row.line);
            first_new = self.drafts.len();
        } else if let Some(last) = self.drafts.last_mut() {
            for column in LINED {
                let mut lines = std::mem::take(cells.of_mut(column));
                if page_break {
                    join_cut_status(last.cells.of(column), &mut lines);
                    continue_over_page(last.cells.of(column), &mut lines);
                }
                last.cells.of_mut(column).extend(lines);
            }
            first_new = self.drafts.len() - 1;
        }
        self.take_scores_column(row, headings, first_new);
        self.note_passages(row, headings, first_new);
        self.keep_extras(row, headings);
    }

    /// A paragraph between tables: a heading, or text that is kept.
    pub(crate) fn take_paragraph(&mut self, passage: &Passage) {
        let events = subject::events(&[passage]);
        if matches!(events.first().map(|event| &event.kind), Some(Kind::Indicator { .. } | Kind::SubIndicator { .. })) {
            self.take_subject(&[passage], &Cells::default(), false);
        } else if let Some(letter) = labels::section(&passage.text).filter(|_| passage.text.chars().count() < 160) {
            self.enter_section(letter, &passage.text, passage.line);
        } else {
            self.keep(&passage.text, passage.line);
        }
    }

    /// Reads the first column; tells whether it holds a heading (of an indicator or a section).
    fn take_subject(&mut self, passages: &[&Passage], cells: &Cells, page_break: bool) -> bool {
        let events = subject::events(passages);
        let text = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ");
        let only_text = events.iter().all(|event| matches!(event.kind, Kind::Text { .. }));
        if only_text
            && cells.is_empty()
            && let Some(letter) = labels::section(&text)
        {
            let line = passages.first().map_or(0, |passage| passage.line);
            self.enter_section(letter, &text, line);
            if passages.len() > 1 && labels::is_only_section(&text) {
                self.keep(&text, line);
            }
            return true;
        }
        self.target = match self.drafts.len().checked_sub(1) {
            // Text at the head of a row that is whole belongs to no earlier item.
            Some(last) if page_break || events.is_empty() || cells.is_empty() || !self.is_whole(last) => {
                Target::Item(last)
            }
            _ => Target::Nothing,
        };
        let first_new = self.drafts.len();
        let mut had_heading = false;
        for event in events {
            had_heading |= matches!(event.kind, Kind::Indicator { .. } | Kind::SubIndicator { .. });
            self.take_event(event, first_new, had_heading);
        }
        had_heading
    }

    /// Nothing of this item is missing: it has its status, or its score in a report that prints no statuses.
    fn is_whole(&self, draft: usize) -> bool {
        let draft = &self.drafts[draft];
        draft.has_status() || (draft.score.is_some() && !self.drafts.iter().any(Draft::has_status))
    }

    fn enter_section(&mut self, letter: char, text: &str, line: usize) {
        self.section = Some(letter);
        self.indicator = None;
        self.target = Target::Nothing;
        if !labels::is_only_section(text) {
            self.keep(text, line);
        }
    }

    fn take_event(&mut self, event: Event, first_new: usize, had_heading: bool) {
        match event.kind {
            Kind::Indicator { number, name } => self.take_indicator(number, &name, event.line),
            Kind::SubIndicator { number, text } => {
                self.enter_indicator(number);
                self.target = Target::Nothing;
                self.unparsed.push(Unparsed { text, item: None, place: self.place(event.line) });
            }
            Kind::Code { printed, topic, whole } => match codes::resolve(&printed, &topic, &self.context()) {
                Some(resolved) => self.begin_item(resolved, &printed, topic, event.line),
                None => self.take_text(&whole, event.line, first_new, had_heading),
            },
            Kind::Score(score) => self.take_score(score, event.line),
            Kind::Text { text, .. } => self.take_text(&text, event.line, first_new, had_heading),
        }
    }

    fn context(&self) -> Context<'_> {
        Context { known: &self.known, indicator: self.indicator, section: self.section, before: &self.codes }
    }

    fn take_indicator(&mut self, number: Option<u8>, name: &str, line: usize) {
        let Some(number) = number.or_else(|| self.known.indicator_named(name)) else {
            self.unparsed.push(Unparsed {
                text: format!("ตัวชี้วัด {name}"), item: None, place: self.place(line)
            });
            self.target = Target::Nothing;
            return;
        };
        self.enter_indicator(number);
        if let Some(known) = self.indicators.iter().find(|indicator| indicator.number == number) {
            // The same heading again on another page says nothing new.
            let again = thai::text::squash(&known.name).contains(&thai::text::squash(name));
            self.target = Target::Nothing;
            if !again {
                self.keep(name, line);
            }
            self.target = Target::IndicatorAgain(number);
            return;
        }
        self.indicators.push(Indicator { number, name: name.to_owned(), score: None });
        self.target = Target::Indicator(number);
    }

    fn enter_indicator(&mut self, number: u8) {
        self.indicator = Some(number);
        self.section = Some(match number {
            1..=5 => 'I',
            6..=8 => 'E',
            _ => 'O',
        });
    }

    fn begin_item(&mut self, resolved: codes::Resolved, printed: &str, topic: String, line: usize) {
        if codes::plainly(printed) != resolved.code {
            self.corrections.push(Correction {
                item: resolved.code.clone(),
                part: "code".into(),
                printed: printed.to_owned(),
                suggested: resolved.code.clone(),
            });
        }
        if resolved.guessed {
            self.warnings.push(check::code_guessed(&resolved.code, printed, &self.places.of(line)));
        }
        if resolved.foreign {
            self.warnings.push(check::code_not_in_instrument(&resolved.code, &self.places.of(line)));
        }
        if self.indicator.is_some_and(|current| current != resolved.indicator) && resolved.indicator != 0 {
            self.enter_indicator(resolved.indicator);
        }
        self.codes.push(resolved.code.clone());
        self.target = Target::Item(self.drafts.len());
        self.drafts.push(Draft { code: resolved.code, indicator: resolved.indicator, topic, ..Draft::default() });
    }

    fn take_text(&mut self, text: &str, line: usize, first_new: usize, had_heading: bool) {
        match self.target {
            Target::Indicator(number) => {
                let Some(indicator) = self.indicators.iter_mut().find(|known| known.number == number) else { return };
                if indicator.score.is_none() {
                    indicator.name = join(&indicator.name, text);
                } else {
                    self.take_topic_without_code(text, line);
                }
            }
            Target::IndicatorAgain(number) => {
                let known = self.indicators.iter().find(|known| known.number == number);
                let again = |known: &Indicator| thai::text::squash(&known.name).contains(&thai::text::squash(text));
                if !known.is_some_and(again) {
                    self.take_topic_without_code(text, line);
                }
            }
            Target::Item(at) if at >= first_new || !had_heading => {
                if at < first_new && self.is_whole(at) {
                    self.target = Target::Nothing;
                    self.take_topic_without_code(text, line);
                } else if at >= first_new && self.drafts[at].score.is_some() {
                    self.take_topic_without_code(text, line);
                } else {
                    self.drafts[at].topic = join(&self.drafts[at].topic, text);
                }
            }
            Target::Item(_) | Target::Nothing => self.take_topic_without_code(text, line),
        }
    }

    /// Text where an item should begin: perhaps its code is lost altogether.
    fn take_topic_without_code(&mut self, text: &str, line: usize) {
        match codes::resolve_topic(text, &self.context()) {
            Some(resolved) => self.begin_item(resolved, "", text.to_owned(), line),
            None => {
                self.keep(text, line);
                if !matches!(self.target, Target::Item(_)) && text.chars().filter(|c| is_thai_letter(*c)).count() > 3 {
                    self.warnings.push(check::item_unknown(text, &self.places.of(line)));
                }
            }
        }
    }

    fn take_score(&mut self, score: PrintedScore, line: usize) {
        let (place, slot) = match self.target {
            Target::Indicator(number) | Target::IndicatorAgain(number) => {
                let indicator = self.indicators.iter_mut().find(|known| known.number == number);
                (format!("indicator {number}"), indicator.map(|indicator| &mut indicator.score))
            }
            Target::Item(at) => (self.drafts[at].code.clone(), Some(&mut self.drafts[at].score)),
            Target::Nothing => (self.place(line), None),
        };
        match (slot, score.value) {
            (Some(slot), Ok(value)) if slot.is_none_or(|known| known == value) => *slot = Some(value),
            (Some(_), Err(_)) => {
                self.warnings.push(check::score_out_of_range(&place, &score.number));
                self.keep(&score.phrase, line);
            }
            _ => self.keep(&score.phrase, line),
        }
        if score.misread {
            let (item, part) = match self.target {
                Target::Indicator(_) | Target::IndicatorAgain(_) => (String::new(), "indicator"),
                Target::Item(_) | Target::Nothing => (place, "topic"),
            };
            let suggested = format!("คะแนนเฉลี่ย {} คะแนน", score.number);
            self.corrections.push(Correction { item, part: part.into(), printed: score.phrase, suggested });
        }
    }

    fn take_status_column(&mut self, row: &Row, headings: &[Heading], cells: &mut Cells) {
        let mut statuses: Vec<Line> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| column_at(headings, *at) == Column::Status) {
            for line in lines_of(&cell.passages, Column::Status) {
                if !line.text.is_empty() {
                    let item = self.drafts.last().map(|draft| draft.code.clone());
                    let place = format!("{}, column {}", self.places.of(row.line), at + 1);
                    if line.status.is_none() {
                        self.warnings.push(check::unknown_status(item.as_deref().unwrap_or("table"), &line.text));
                    }
                    self.unparsed.push(Unparsed { text: line.text.clone(), item, place });
                }
                statuses.push(line);
            }
        }
        if cannot_be_told_apart(&cells.results, &statuses) {
            // Which result is how far nobody can tell: the statuses stay beside the item for a person to give out.
            let item = self.drafts.last().map(|draft| draft.code.clone());
            self.warnings.push(check::statuses_without_results(item.as_deref().unwrap_or("table")));
            for status in statuses.into_iter().filter_map(|line| line.status) {
                let place = self.places.of(row.line).to_string();
                self.unparsed.push(Unparsed { text: status.official().to_owned(), item: item.clone(), place });
            }
            return;
        }
        cells.results = with_status_column(std::mem::take(&mut cells.results), statuses);
    }

    /// At the top of a page the cells of a new item may begin with the end of the item before it.
    fn give_back_to_previous(&mut self, previous: usize, new_items: usize, cells: &mut Cells) {
        if self.drafts[previous].has_status() {
            return;
        }
        let statuses = cells.results.iter().filter(|line| line.status.is_some()).count();
        let status_at_head = cells.results.first().is_some_and(|line| line.text.is_empty() && line.status.is_some());
        let certain = statuses > new_items || (status_at_head && cells.results.len() > 1);
        if certain {
            let end = cells.results.iter().position(|line| line.status.is_some()).map_or(0, |at| at + 1);
            let mut lines: Vec<Line> = cells.results.drain(..end).collect();
            let before = &mut self.drafts[previous].cells.results;
            continue_over_page(before, &mut lines);
            before.extend(lines);
            if let Some(first) = cells.results.first_mut() {
                first.joins = false;
            }
        }
        for column in [Column::Guideline, Column::Measure, Column::Responsible] {
            let lines = cells.of_mut(column);
            let bullets_follow = lines.iter().skip(1).any(|line| line.bullet);
            let rest = lines
                .first()
                .is_some_and(|line| !line.bullet && bullets_follow && (certain || begins_in_the_middle(&line.text)));
            let before = self.drafts[previous].cells.of_mut(column);
            if rest && !before.is_empty() {
                let mut moved = vec![lines.remove(0)];
                continue_over_page(before, &mut moved);
                before.extend(moved);
            }
        }
        if certain {
            self.warnings.push(check::continued(&self.drafts[previous].code, &self.drafts[previous + 1].code));
        }
    }

    fn deal(&mut self, first_new: usize, cells: Cells, line: usize) {
        let items = &mut self.drafts[first_new..];
        if let [item] = items {
            item.cells = cells;
            return;
        }
        let common = share::deal(&cells, items);
        let codes: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
        self.warnings.push(check::shared_row(&codes, &common, &self.places.of(line)));
    }

    /// A cell merged over several items counts for each of them.
    fn copy_merged(&mut self, first_new: usize, row: &Row, headings: &[Heading]) {
        if first_new == 0 {
            return;
        }
        for column in LINED {
            let merged = |(at, cell): (usize, &Cell)| column_at(headings, at) == column && cell.merged;
            if row.cells.iter().enumerate().any(merged) && self.drafts[first_new].cells.of(column).is_empty() {
                *self.drafts[first_new].cells.of_mut(column) = self.last_cells.of(column).to_vec();
            }
        }
    }

    fn take_scores_column(&mut self, row: &Row, headings: &[Heading], first: usize) {
        let mut at = first;
        for (_, cell) in row.cells.iter().enumerate().filter(|(at, _)| column_at(headings, *at) == Column::Score) {
            for passage in &cell.passages {
                let numbers = subject::numbers(&passage.text);
                self.target = match (self.drafts.get(at), self.target) {
                    (Some(_), _) => Target::Item(at),
                    (None, target) => target,
                };
                // Words beside the number are kept; the labels of a score say nothing more.
                let words: String = passage.text.chars().filter(|c| is_thai_letter(*c)).collect();
                if !numbers.is_empty() && !["คะแนน", "คะแนนเฉลี่ย", "คะแนนเฉลี่ยคะแนน", ""].contains(&words.as_str())
                {
                    self.keep(&passage.text, passage.line);
                }
                match numbers.first().map(|place| &passage.text[place.clone()]) {
                    Some(number) => self.take_score(
                        PrintedScore {
                            phrase: passage.text.clone(),
                            number: number.to_owned(),
                            value: subject::parse(number),
                            misread: false,
                        },
                        passage.line,
                    ),
                    None if passage.text.chars().any(char::is_alphanumeric) => self.keep(&passage.text, passage.line),
                    None => {}
                }
                at += 1;
            }
        }
    }

    fn note_passages(&mut self, row: &Row, headings: &[Heading], first: usize) {
        for draft in self.drafts.iter_mut().skip(first) {
            for (at, cell) in row.cells.iter().enumerate() {
                let heading = headings.get(at).map_or("", |heading| heading.words.as_str());
                draft.passages.extend(source_passages(&cell.passages, heading, &self.places));
            }
        }
    }

    /// Columns that the form does not have, and cells beyond its last column: kept with their heading.
    fn keep_extras(&mut self, row: &Row, headings: &[Heading]) {
        let item = self.drafts.last().map(|draft| draft.code.clone());
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let column = column_at(headings, at);
            let text = cell.text();
            let number =
                column == Column::Ordinal && text.chars().all(|c| !c.is_alphabetic() || matches!(c, '๐'..='๙'));
            if !matches!(column, Column::Extra | Column::Ordinal) || number {
                continue;
            }
            let heading = headings.get(at).map(|heading| heading.words.trim()).filter(|words| !words.is_empty());
            let text = heading.map_or(text.clone(), |heading| format!("{heading}: {text}"));
            let place = format!("{}, column {}", self.places.of(row.line), at + 1);
            self.unparsed.push(Unparsed { text, item: item.clone(), place });
        }
    }

    /// Cells that belong to no item.
    fn keep_cells(&mut self, cells: &Cells, line: usize) {
        for column in LINED {
            for kept in cells.of(column) {
                let status = kept.status.map_or("", |status| status.official());
                let text = format!("{} {status}", kept.text).trim().to_owned();
                self.unparsed.push(Unparsed { text, item: None, place: self.place(line) });
            }
        }
    }

    pub(crate) fn keep(&mut self, text: &str, line: usize) {
        let item = match self.target {
            Target::Item(at) => self.drafts.get(at).map(|draft| draft.code.clone()),
            Target::Nothing | Target::Indicator(_) | Target::IndicatorAgain(_) => None,
        };
        self.unparsed.push(Unparsed { text: text.to_owned(), item, place: self.place(line) });
    }
}

/// A heading of an indicator or section in the only cell of a row that has text, when that is no subject column.
fn heading_over_all_columns<'a>(row: &'a Row, headings: &[Heading]) -> Option<Vec<&'a Passage>> {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let (at, cell) = filled.next()?;
    if filled.next().is_some() || column_at(headings, at) == Column::Subject {
        return None;
    }
    let passages: Vec<&Passage> = cell.passages.iter().collect();
    let first = subject::events(&passages).into_iter().next()?;
    let heading = matches!(first.kind, Kind::Indicator { .. } | Kind::SubIndicator { .. });
    (heading || labels::section(&cell.text()).is_some()).then_some(passages)
}

fn column_at(headings: &[Heading], at: usize) -> Column {
    headings.get(at).map_or(Column::Extra, |heading| heading.column)
}
