//! The lines above the tables: agency, date, year, items with and without papers.

use jiff::civil::Date;
use thai::FiscalYear;

use super::code_list;
use crate::{
    document::Passage,
    known::Known,
    text::{find_spaced, holds, is_thai_letter, strip_spaced},
};

/// What the header says, codes still as printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    pub(crate) agency: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) year: Option<FiscalYear>,
    pub(crate) score_year: Option<FiscalYear>,
    with_documents: Vec<Passage>,
    without_documents: Vec<Passage>,
    /// A date that cannot be read, as printed.
    pub(crate) unread_date: Option<String>,
    /// Lines that are none of these.
    pub(crate) rest: Vec<Passage>,
}

/// The title of the official form; years and dots may follow.
pub(crate) const TITLES: [&str; 3] = [
    "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
];

impl Header {
    /// Takes one line.
    pub(crate) fn take(&mut self, passage: &Passage) {
        let text = passage.text.as_str();
        let bare = text.trim_start_matches(['-', '•', '–', ' ', '☐', '☑', '□', '✓']);
        if let Some(rest) = strip_any(bare, &["ไม่มีเอกสารประกอบการรายงาน", "ไม่มีเอกสารประกอบ", "without documents"])
        {
            let rest = self.without_example(rest, passage);
            self.without_documents.push(rest);
        } else if let Some(rest) = strip_any(bare, &["มีเอกสารประกอบการรายงาน", "มีเอกสารประกอบ", "with documents"])
        {
            let rest = self.without_example(rest, passage);
            self.with_documents.push(rest);
        } else if let Some(rest) = strip_any(bare, &TITLES) {
            self.take_years(rest);
            if rest.chars().any(is_thai_letter) && !is_only_year(rest) {
                self.rest.push(passage.clone());
            }
        } else if self.agency.is_none()
            && let Some(rest) = strip_any(bare, &["ชื่อหน่วยงาน", "หน่วยงาน", "agency"])
        {
            self.take_agency(rest, passage);
        } else if self.date.is_none() && strip_any(bare, &["วันที่", "ข้อมูล ณ วันที่", "ณ วันที่", "date"]).is_some()
        {
            self.take_date(text, passage);
        } else {
            self.take_years(text);
            if !is_only_year(text) {
                self.rest.push(passage.clone());
            }
        }
    }

    /// What stands behind the bracket with the example (`ระบุตัวชี้วัด เช่น …`); any other bracket is kept.
    fn without_example(&mut self, text: &str, passage: &Passage) -> Passage {
        let text = text.trim_start();
        let (bracket, rest) = match text.strip_prefix('(').filter(|_| holds(text, "ระบุ")) {
            Some(inside) => inside.split_once(')').unwrap_or((inside, "")),
            None => ("", text),
        };
        let words: String = bracket.chars().filter(|c| is_thai_letter(*c)).collect();
        if !["ระบุตัวชี้วัดเช่น", "ระบุตัวชี้วัด", "ระบุ", ""].contains(&words.as_str())
        {
            self.rest.push(Passage { line: passage.line, text: bracket.to_owned() });
        }
        let text = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '…' | '_' | '-'));
        Passage { line: passage.line, text: text.to_owned() }
    }

    /// Is this line of a later page a line of this header again?
    pub(crate) fn repeats(&self, passage: &Passage) -> bool {
        let mut again = Header::default();
        again.take(passage);
        (again.agency.is_some() && again.agency == self.agency) || (again.date.is_some() && again.date == self.date)
    }

    fn take_agency(&mut self, rest: &str, passage: &Passage) {
        let (name, date) = match find_spaced(rest, "วันที่") {
            Some(place) => rest.split_at(place.start),
            None => (rest, ""),
        };
        let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '…' | '_' | '-'));
        self.agency = Some(name.to_owned()).filter(|name| !name.is_empty());
        if !date.is_empty() {
            self.take_date(date, passage);
        }
    }

    fn take_date(&mut self, text: &str, passage: &Passage) {
        let found = thai::date::find(text);
        match found.as_ref().map(|found| &found.date) {
            Some(Ok(date)) => {
                self.date = Some(*date);
                let range = found.as_ref().map_or(0..0, |found| found.range.clone());
                let around = format!("{}{}", &text[..range.start], &text[range.end..]);
                let rest: String = around.chars().filter(|c| is_thai_letter(*c)).collect();
                if !["วันที่", "ข้อมูลณวันที่", "ณวันที่", "เมื่อวันที่", ""].contains(&rest.as_str())
                {
                    self.rest.push(passage.clone());
                }
            }
            Some(Err(_)) | None => {
                let blank = text.trim_matches(|c: char| !c.is_alphanumeric()).chars().count() <= "วันที่".chars().count();
                if !blank {
                    self.unread_date = Some(text.to_owned());
                    self.rest.push(passage.clone());
                }
            }
        }
    }

    /// `ปีงบประมาณ พ.ศ. ๒๕๖๕` is the year of the report; the year of results of an assessment that of the scores.
    fn take_years(&mut self, text: &str) {
        let Some(year) = year_in(text) else { return };
        if holds(text, "ผลการประเมิน") || holds(text, "คะแนน") {
            self.score_year = self.score_year.or(Some(year));
        } else if holds(text, "ปี") || holds(text, "พ.ศ.") || holds(text, "fiscal year") {
            self.year = self.year.or(Some(year));
        }
    }

    /// The codes of both lists of papers; what is no code stays with `rest`.
    pub(crate) fn documents(&mut self, known: &Known) -> (Vec<String>, Vec<String>) {
        let with = std::mem::take(&mut self.with_documents);
        let without = std::mem::take(&mut self.without_documents);
        (self.codes_in(with, known), self.codes_in(without, known))
    }

    fn codes_in(&mut self, lines: Vec<Passage>, known: &Known) -> Vec<String> {
        let mut found = Vec::new();
        for passage in lines {
            let (codes, words) = code_list::read(&passage.text, known);
            found.extend(codes);
            self.rest.extend(words.into_iter().map(|text| Passage { line: passage.line, text }));
        }
        found
    }
}

fn strip_any<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| strip_spaced(text, word))
}

fn four_digits(text: &str) -> Option<u16> {
    let arabic = thai::digits::to_arabic(text);
    arabic.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4).and_then(|digits| digits.parse().ok())
}

/// The first number of four digits, if it is a Buddhist year.
pub(crate) fn year_in(text: &str) -> Option<FiscalYear> {
    four_digits(text).and_then(FiscalYear::new)
}

fn is_only_year(text: &str) -> bool {
    let rest: String = text.chars().filter(|c| is_thai_letter(*c)).collect();
    four_digits(text).is_some()
        && ["ประจำปีงบประมาณพศ", "ปีงบประมาณพศ", "ประจำปีงบประมาณ", "ปีงบประมาณ", "พศ", ""].contains(&rest.as_str())
}

/// A page number and nothing else.
pub(crate) fn is_page_number(text: &str) -> bool {
    let rest = strip_any(text, &["หน้าที่", "หน้า", "page"]).unwrap_or(text);
    rest.chars().all(|c| !c.is_alphabetic() || matches!(c, '๐'..='๙')) && rest.chars().count() <= 12
}
