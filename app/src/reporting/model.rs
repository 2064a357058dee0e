//! An import while it is looked through: what the reader understood, what it came from, and what people decided.
//!
//! - [`editing`]: what may be typed about an item, and its form fields
//! - [`files`]: the kinds of files in which a report goes out
//! - [`readiness`]: what is missing before a report is sent

pub mod analysis;
pub mod editing;
mod files;
pub mod readiness;
pub mod taking;

pub use files::FileKind;

use std::{collections::BTreeSet, ops::Range};

use jiff::Timestamp;
use report::{
    Correction, Hints, Item, Place, Report, ResultLine, Understanding, Unparsed, Warning, check, corrections,
};
use scoring::{Instrument, Score};
use serde::{Deserialize, Serialize};
use thai::{Bilingual, FiscalYear};

db::id!(
    /// An import: one file brought in for one year.
    ImportId
);

/// How many items stand on a page of the review.
pub const ITEMS_ON_A_PAGE: usize = 10;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 20_000_000;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being looked through. Nothing of it is in the plan or in the scores.
    Review,
    /// Its measures and scores were taken over.
    Taken,
    /// Somebody decided not to take it.
    Discarded,
}

/// An import with everything that was understood.
#[derive(Clone, Debug)]
pub struct Import {
    /// Identifier.
    pub id: ImportId,
    /// The fiscal year whose measures it brings.
    pub year: FiscalYear,
    /// The name of the file on the device it came from.
    pub file_name: String,
    /// How far it is.
    pub state: State,
    /// What was understood and decided.
    pub review: Review,
    /// When the file came in.
    pub created_at: Timestamp,
    /// When something about it changed last.
    pub changed_at: Timestamp,
}

/// What was understood of a file, and what people decided about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The report with the corrections made so far. Its warnings are those of the reading itself; those that follow
    /// from the report's content are worked out anew each time, because content changes.
    pub report: Report,
    /// For each item, what it was read from.
    pub sources: Vec<Vec<Source>>,
    /// Warnings that somebody looked at and found right as it stands.
    pub accepted: Vec<Warning>,
    /// Texts that were not understood and are to be kept as notes.
    pub notes: Vec<Unparsed>,
    /// Items (by their place) that are not to be taken over.
    pub left_out: BTreeSet<usize>,
}

/// A passage of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its line, from 1; 0 if the file has no lines of its own.
    pub line: usize,
    /// Where that is in the file, as a text like `page 3`; imports from before other formats were read have none.
    #[serde(default)]
    pub place: String,
    /// The heading of its column as printed.
    pub heading: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Where it stands in the file, in words.
    pub fn place(&self) -> Bilingual {
        self.place.parse().unwrap_or(Place::Line(self.line)).in_words()
    }
}

/// What becomes of a text that was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is a result.
    Result,
    /// It is a guideline.
    Guideline,
    /// It is a measure.
    Measure,
    /// It is kept beside its item.
    Note,
}

/// What was decided on one page of the review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Warnings of the page that stand as they are, by [`warning_key`]; all others of the page are open again.
    pub accepted: BTreeSet<String>,
    /// New scores of indicators.
    pub indicator_scores: Vec<(u8, Score)>,
    /// Corrections to be made, by [`correction_key`].
    pub corrections: BTreeSet<String>,
    /// What becomes of texts, by [`text_key`].
    pub texts: Vec<(String, Use)>,
    /// What was typed about the whole report, if the page asked for it.
    pub head: Option<Head>,
}

/// What is typed about the whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Whose report it is; as it was read if nothing is typed.
    pub agency: String,
    /// The day of the report.
    pub day: Option<jiff::civil::Date>,
    /// The fiscal year it is imported as.
    pub year: Option<FiscalYear>,
    /// The year of its scores.
    pub score_year: Option<FiscalYear>,
}

/// Reads a file; a file that cannot be read gets a sentence that says what, why and what next.
pub fn read(bytes: &[u8], file_name: &str, year: Option<FiscalYear>) -> Result<Review, Bilingual> {
    if bytes.len() > LARGEST_FILE {
        return Err(report::ReadError::TooLarge { limit: LARGEST_FILE }.sentence());
    }
    let understand = |year| {
        let hints = Hints { file_name: Some(file_name.to_owned()), year, score_year: None };
        report::understand(bytes, &hints).map_err(|error| error.sentence())
    };
    // The year that the file names decides how its codes are read; the year chosen counts only if it names none.
    let understood = understand(None)?;
    match (understood.report.year, year) {
        (None, Some(_)) => understand(year).map(Review::of),
        _ => Ok(Review::of(understood)),
    }
}

impl Review {
    /// What the reader understood, with nothing decided.
    pub fn of(understanding: Understanding) -> Self {
        let mut report = understanding.report;
        let follows = check::check(&report);
        report.warnings.retain(|warning| !follows.contains(warning));
        let source = |passage: report::SourcePassage| Source {
            line: passage.line,
            place: passage.place.to_string(),
            heading: passage.heading,
            text: passage.text,
        };
        let sources = understanding.passages_by_item.into_iter();
        Self {
            report,
            sources: sources.map(|passages| passages.into_iter().map(source).collect()).collect(),
            ..Self::default()
        }
    }

    /// The fiscal year of the scores in it.
    pub fn score_year(&self, year: FiscalYear) -> FiscalYear {
        self.report.score_year.unwrap_or(year.previous())
    }

    /// Every warning as things stand, decided or not; those about agency and year need a decision before taking.
    pub fn warnings(&self, agency: &str, year: FiscalYear) -> Vec<Warning> {
        let mut warnings = self.questions(agency, year);
        let content = Report { items: self.items_taken().cloned().collect(), ..self.report.clone() };
        let gone = |warning: &Warning| self.items_of(warning).next().is_some() && self.index_of(warning).is_none();
        warnings.extend(self.report.warnings.iter().filter(|warning| !gone(warning)).cloned());
        warnings.extend(check::check(&content));
        warnings
    }

    /// Is the report of another agency, or of another year than was chosen? Somebody has to say that it is meant so.
    fn questions(&self, agency: &str, year: FiscalYear) -> Vec<Warning> {
        let question = |code: &str, message: Bilingual| Warning {
            code: code.to_owned(),
            message: message.into(),
            place: "header".to_owned(),
        };
        let printed = self.report.agency.as_deref().filter(|printed| !is_same_agency(printed, agency));
        let other_year = self.report.year.filter(|printed| *printed != year);
        let agency = printed.map(|printed| {
            let thai = format!("ไฟล์นี้เป็นรายงานของ “{printed}” ไม่ใช่ “{agency}” ตรวจว่าเลือกไฟล์ถูกต้อง");
            let english =
                format!("This file is a report of “{printed}”, not of “{agency}”. Check that it is the right file.");
            question(AGENCY_DIFFERS, Bilingual::new(thai, english))
        });
        let year = other_year.map(|printed| {
            let thai = format!("ไฟล์นี้เป็นรายงานปี {printed} แต่กำลังนำเข้าเป็นปี {year} ตรวจว่าเลือกปีถูกต้อง");
            let english =
                format!("This file is the report of {printed}, but is being imported as {year}. Check the year.");
            question(YEAR_DIFFERS, Bilingual::new(thai, english))
        });
        agency.into_iter().chain(year).collect()
    }

    /// Warnings that nobody has decided on.
    pub fn open_warnings(&self, agency: &str, year: FiscalYear) -> Vec<Warning> {
        let warnings = self.warnings(agency, year);
        warnings.into_iter().filter(|warning| !self.accepted.contains(warning)).collect()
    }

    /// Questions that must be answered before anything is taken.
    pub fn unanswered(&self, agency: &str, year: FiscalYear) -> Vec<Warning> {
        self.questions(agency, year).into_iter().filter(|warning| !self.accepted.contains(warning)).collect()
    }

    /// Answers every question of [`Self::unanswered`] with yes, for callers who named agency and year themselves.
    pub fn accept_questions(&mut self, agency: &str, year: FiscalYear) {
        let questions = self.unanswered(agency, year);
        self.accepted.extend(questions);
    }

    /// The items to be taken over.
    pub fn items_taken(&self) -> impl Iterator<Item = &Item> {
        let items = self.report.items.iter().enumerate();
        items.filter(|(index, _)| !self.left_out.contains(index)).map(|(_, item)| item)
    }

    fn items_of<'a>(&'a self, warning: &'a Warning) -> impl Iterator<Item = usize> + 'a {
        let named = warning.place.split_whitespace();
        named.filter_map(|code| self.report.items.iter().position(|item| item.code == code))
    }

    /// The item at which a warning is shown: the one it names, or the first of the indicator it names.
    pub fn index_of(&self, warning: &Warning) -> Option<usize> {
        let named = self.items_of(warning).find(|index| !self.left_out.contains(index));
        named.or_else(|| {
            let number: u8 = warning.place.strip_prefix("indicator ")?.parse().ok()?;
            self.report.items.iter().position(|item| item.indicator == number)
        })
    }

    /// The item at which a text that was not understood is shown.
    pub fn index_of_text(&self, text: &Unparsed) -> Option<usize> {
        let code = text.item.as_deref()?;
        self.report.items.iter().position(|item| item.code == code)
    }

    /// Places that somebody should look at: the head of the report (`None`) and items by their place, in order.
    pub fn open_places(&self, agency: &str, year: FiscalYear) -> Vec<Option<usize>> {
        let warnings = self.open_warnings(agency, year);
        let places = warnings.iter().map(|warning| self.index_of(warning));
        let texts = self.report.unparsed.iter().map(|text| self.index_of_text(text));
        places.chain(texts).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// How many pages the review has.
    pub fn pages(&self) -> usize {
        self.report.items.len().div_ceil(ITEMS_ON_A_PAGE).max(1)
    }

    /// The items of a page (from 1).
    pub fn items_on(&self, page: usize) -> Range<usize> {
        let start = (page.max(1) - 1) * ITEMS_ON_A_PAGE;
        start.min(self.report.items.len())..(start + ITEMS_ON_A_PAGE).min(self.report.items.len())
    }

    /// The page on which a place stands; the head is on the first.
    pub fn page_of(&self, place: Option<usize>) -> usize {
        place.map_or(1, |index| index / ITEMS_ON_A_PAGE + 1)
    }

    /// Does a place stand on this page?
    pub fn is_on(&self, place: Option<usize>, page: usize) -> bool {
        self.page_of(place) == page
    }

    /// How the code of an item was printed, if it was not printed plainly.
    pub fn printed_code(&self, code: &str) -> Option<&str> {
        let how = self.report.corrections.iter().find(|how| how.part == CODE && how.suggested == code)?;
        Some(&how.printed)
    }

    /// Corrections offered at a place; `None` for the head of the report.
    pub fn offers(&self, place: Option<usize>) -> impl Iterator<Item = &Correction> {
        let code = place.and_then(|index| self.report.items.get(index)).map_or("", |item| item.code.as_str());
        let is_first =
            place.is_none_or(|index| self.report.items.iter().position(|item| item.code == code) == Some(index));
        let offered = self.report.corrections.iter().filter(|offer| offer.part != CODE);
        offered.filter(move |offer| is_first && offer.item == code)
    }

    /// How many corrections are still offered.
    pub fn count_offers(&self) -> usize {
        self.report.corrections.iter().filter(|offer| offer.part != CODE).count()
    }

    /// Follows the decisions of a page.
    pub fn decide(&mut self, page: usize, decisions: &Decisions, agency: &str, year: FiscalYear) {
        let shown: Vec<Warning> = self.warnings(agency, year);
        let shown = shown.into_iter().filter(|warning| self.is_on(self.index_of(warning), page));
        for warning in shown.collect::<Vec<_>>() {
            self.accepted.retain(|accepted| *accepted != warning);
            if decisions.accepted.contains(&warning_key(&warning)) {
                self.accepted.push(warning);
            }
        }
        if let Some(head) = &decisions.head {
            self.report.report_date = head.day;
            self.report.score_year = head.score_year.or(self.report.score_year);
            if !head.agency.is_empty() {
                self.report.agency = Some(head.agency.clone());
                self.report.warnings.retain(|warning| warning.code != "agency_missing");
            }
        }
        for (number, score) in &decisions.indicator_scores {
            if let Some(indicator) = self.report.indicators.iter_mut().find(|known| known.number == *number) {
                indicator.score = Some(*score);
            }
        }
        for (key, use_as) in &decisions.texts {
            self.use_text(key, *use_as);
        }
        self.correct(&decisions.corrections);
    }

    fn correct(&mut self, keys: &BTreeSet<String>) {
        let is_chosen = |offer: &Correction| offer.part != CODE && keys.contains(&correction_key(offer));
        let (chosen, kept): (Vec<_>, Vec<_>) = self.report.corrections.drain(..).partition(is_chosen);
        corrections::apply(&mut self.report, &chosen);
        self.report.corrections = kept;
    }

    fn use_text(&mut self, key: &str, use_as: Use) {
        let Review { report, notes, .. } = self;
        let open = report.unparsed.iter().position(|text| text_key(text) == key).map(|at| report.unparsed.remove(at));
        let noted = || notes.iter().position(|text| text_key(text) == key).map(|at| notes.remove(at));
        let Some(text) = open.or_else(noted) else { return };
        let code = text.item.clone().unwrap_or_default();
        let item = report.items.iter_mut().find(|item| item.code == code);
        match (item, use_as) {
            (Some(item), Use::Result) => {
                item.results.push(ResultLine { text: text.text, ..ResultLine::default() });
            }
            (Some(item), Use::Guideline) => item.guidelines.push(text.text),
            (Some(item), Use::Measure) => item.measures.push(text.text),
            (_, Use::Note) | (None, _) => notes.push(text),
        }
    }

    /// Puts an edited item in the place of the one that was understood.
    pub fn change_item(&mut self, index: usize, item: Item, leave_out: bool) {
        let Some(before) = self.report.items.get_mut(index) else { return };
        let old_code = std::mem::replace(before, item.clone()).code;
        if leave_out {
            self.left_out.insert(index);
        } else {
            self.left_out.remove(&index);
        }
        let is_last_of_code = !self.report.items.iter().any(|other| other.code == old_code);
        if old_code != item.code && is_last_of_code {
            self.rename(&old_code, &item.code);
        }
    }

    /// What stood at the old code stands at the new one.
    fn rename(&mut self, old: &str, new: &str) {
        let texts = self.report.unparsed.iter_mut().chain(&mut self.notes);
        for text in texts.filter(|text| text.item.as_deref() == Some(old)) {
            text.item = Some(new.to_owned());
        }
        for offer in self.report.corrections.iter_mut().filter(|offer| offer.item == old) {
            offer.item = new.to_owned();
            if offer.part == CODE {
                offer.suggested = new.to_owned();
            }
        }
        // What the reading said about the old code is answered by the new one.
        self.report.warnings.retain(|warning| warning.place != old);
    }

    /// The report as it is taken over.
    pub fn to_take(&self, year: FiscalYear) -> Report {
        Report {
            year: Some(year),
            score_year: Some(self.score_year(year)),
            items: self.items_taken().cloned().collect(),
            unparsed: self.report.unparsed.iter().chain(&self.notes).cloned().collect(),
            ..self.report.clone()
        }
    }
}

/// The code of the question whose report it is.
pub const AGENCY_DIFFERS: &str = "agency_differs";
/// The code of the question of which year it is.
pub const YEAR_DIFFERS: &str = "year_differs";
/// The part of a correction that only tells how an item's code was read.
const CODE: &str = "code";

/// Is the printed name that of this agency? The name of the city above it may stand behind.
fn is_same_agency(printed: &str, agency: &str) -> bool {
    let [printed, agency] = [printed, agency].map(thai::text::squash);
    printed == agency || printed.starts_with(&agency)
}

/// What an item asks in the year of the scores, if the year's instrument knows it.
pub fn indicator_of(code: &str, score_year: FiscalYear) -> Option<u8> {
    Instrument::of(score_year)?.item(code).map(|item| item.indicator)
}

/// The name of a warning in forms.
pub fn warning_key(warning: &Warning) -> String {
    key(&[&warning.code, &warning.place, &warning.message.message])
}

/// The name of a correction in forms.
pub fn correction_key(offer: &Correction) -> String {
    key(&[&offer.item, &offer.part, &offer.printed, &offer.suggested])
}

/// The name of a text in forms.
pub fn text_key(text: &Unparsed) -> String {
    key(&[&text.place, &text.text])
}

/// Names that stay the same whatever was decided before them on the page.
fn key(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

impl State {
    /// All states.
    pub const ALL: [State; 3] = [State::Review, State::Taken, State::Discarded];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            State::Review => "review",
            State::Taken => "taken",
            State::Discarded => "discarded",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Its words.
    pub fn name(self) -> Bilingual {
        match self {
            State::Review => Bilingual::new("รอตรวจ", "Being reviewed"),
            State::Taken => Bilingual::new("นำเข้าแล้ว", "Imported"),
            State::Discarded => Bilingual::new("ไม่นำเข้า", "Not imported"),
        }
    }
}

impl Use {
    /// All of them, the likeliest first.
    pub const ALL: [Use; 4] = [Use::Result, Use::Guideline, Use::Measure, Use::Note];

    /// The key in forms.
    pub fn key(self) -> &'static str {
        match self {
            Use::Result => "result",
            Use::Guideline => "guideline",
            Use::Measure => "measure",
            Use::Note => "note",
        }
    }

    /// The use with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|use_as| use_as.key() == key)
    }

    /// Its words.
    pub fn name(self) -> Bilingual {
        match self {
            Use::Result => Bilingual::new("ใช้เป็นผล", "Use it as a result"),
            Use::Guideline => Bilingual::new("ใช้เป็นแนวทาง", "Use it as a guideline"),
            Use::Measure => Bilingual::new("ใช้เป็นมาตรการ", "Use it as a measure"),
            Use::Note => Bilingual::new("เก็บไว้เป็นหมายเหตุ", "Keep it as a note"),
        }
    }
}

#[cfg(test)]
mod tests;
