//! The walk over a text that sees a date in it, before the calendar is asked.

use jiff::civil::Date;

use super::reading::DateProblem;
use super::{BUDDHIST_OFFSET, MONTHS, WEEKDAYS};
use crate::{digits, text};

/// Buddhist years taken at their word; outside them a year is asked back or refused.
const PLAUSIBLE: std::ops::RangeInclusive<i16> = 2400..=2700;

/// A date as it stands on paper, not yet checked against the calendar.
pub(super) struct Written {
    pub(super) day: i16,
    pub(super) month: i16,
    pub(super) year: Year,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Year {
    /// In a Buddhist field or beside a Thai month.
    Buddhist(i16),
    /// Said to be common (ค.ศ.).
    Common(i16),
    /// English or ISO: the size of the number tells.
    Either(i16),
}

impl Written {
    pub(super) fn resolve(&self) -> Result<Date, DateProblem> {
        let month = i8::try_from(self.month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or(DateProblem::NoSuchMonth { month: self.month })?;
        let (typed, buddhist_year, certain) = match self.year {
            Year::Buddhist(year) if PLAUSIBLE.contains(&year) => (year, year, true),
            Year::Buddhist(year) if year < 100 => (year, 2500 + year, false),
            Year::Buddhist(year) => (year, year.saturating_add(BUDDHIST_OFFSET), false),
            Year::Either(year) if PLAUSIBLE.contains(&year) => (year, year, true),
            Year::Either(year) if year < 100 => (year, 2000 + year + BUDDHIST_OFFSET, false),
            Year::Either(year) | Year::Common(year) => (year, year.saturating_add(BUDDHIST_OFFSET), true),
        };
        if !PLAUSIBLE.contains(&buddhist_year) {
            return Err(DateProblem::YearOutOfRange { year: typed });
        }
        let date = i8::try_from(self.day)
            .ok()
            .and_then(|day| Date::new(buddhist_year - BUDDHIST_OFFSET, month, day).ok())
            .ok_or(DateProblem::NoSuchDay { day: self.day, month, buddhist_year })?;
        if certain { Ok(date) } else { Err(DateProblem::YearAskedBack { year: typed, likely: date }) }
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum YearDigits {
    TwoOrFour,
    FourInNumeric,
}

/// The text as the reader walks it: lower-case, Arabic digits, white and invisible characters all plain spaces.
pub(super) struct Page {
    pub(super) glyphs: Vec<char>,
    /// Byte offset of each glyph, and the length at the end.
    pub(super) offsets: Vec<usize>,
}

impl Page {
    pub(super) fn new(text: &str) -> Self {
        let visible = |c: char| if c.is_whitespace() || text::is_invisible(c) { ' ' } else { digits::arabic(c) };
        Self {
            glyphs: text.chars().map(|c| visible(c).to_ascii_lowercase()).collect(),
            offsets: text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect(),
        }
    }

    pub(super) fn date_at(&self, start: usize, digits: YearDigits) -> Option<Written> {
        if self.is_digit(start) && !(start > 0 && self.is_digit(start - 1)) {
            self.iso(start).or_else(|| self.numeric(start, digits)).or_else(|| self.day_first(start))
        } else {
            self.month_first(start)
        }
    }

    /// `2022-04-08`.
    fn iso(&self, start: usize) -> Option<Written> {
        let (year, at) = self.number(start, &[4])?;
        let (month, at) = self.number(self.expect(at, '-')?, &[2])?;
        let (day, end) = self.number(self.expect(at, '-')?, &[2])?;
        Some(Written { day, month, year: Year::Either(year), start, end })
    }

    /// `8/4/2565`, `8-4-2565`, `8.4.2565`.
    fn numeric(&self, start: usize, digits: YearDigits) -> Option<Written> {
        let (day, at) = self.number(start, &[1, 2])?;
        let at = self.skip_spaces(at);
        let separator = *self.glyphs.get(at).filter(|c| matches!(c, '/' | '-' | '.'))?;
        let (month, at) = self.number(self.skip_spaces(at + 1), &[1, 2])?;
        let at = self.skip_spaces(self.expect(self.skip_spaces(at), separator)?);
        let lengths: &[usize] = if digits == YearDigits::FourInNumeric { &[4] } else { &[2, 4] };
        let (year, end) = self.number(at, lengths)?;
        Some(Written { day, month, year: Year::Buddhist(year), start, end })
    }

    /// `8 เมษายน 2565`, `8 เดือน เม.ย. พ.ศ. 2565`, `8 April 2022`.
    fn day_first(&self, start: usize) -> Option<Written> {
        let (day, at) = self.number(start, &[1, 2])?;
        let at = self.skip_gap(at);
        let at = self.skip_gap(self.word(at, "เดือน").unwrap_or(at));
        let english = self.glyphs.get(at)?.is_ascii_alphabetic();
        let (month, at) = self.month_name(at)?;
        let (year, end) = self.year(at, english)?;
        Some(Written { day, month: i16::from(month), year, start, end })
    }

    /// `April 8, 2022`.
    fn month_first(&self, start: usize) -> Option<Written> {
        let letter = |at: usize| self.glyphs.get(at).is_some_and(char::is_ascii_alphabetic);
        if !letter(start) || (start > 0 && letter(start - 1)) {
            return None;
        }
        let (month, at) = self.month_name(start)?;
        let (day, at) = self.number(self.skip_gap(at), &[1, 2])?;
        let (year, end) = self.year(at, true)?;
        Some(Written { day, month: i16::from(month), year, start, end })
    }

    /// A year with or without its era in front.
    fn year(&self, at: usize, english: bool) -> Option<(Year, usize)> {
        let at = self.skip_gap(at);
        let era = |words: &[&str]| words.iter().find_map(|word| self.word(at, word));
        let (make, at): (fn(i16) -> Year, usize) = if let Some(at) = era(&["พุทธศักราช", "พศ", "be", "ปีพศ", "ปี"])
        {
            (Year::Buddhist, at)
        } else if let Some(at) = era(&["คริสต์ศักราช", "คศ", "ce", "ad"]) {
            (Year::Common, at)
        } else if english {
            (Year::Either, at)
        } else {
            (Year::Buddhist, at)
        };
        let (year, end) = self.number(self.skip_gap(at), &[4, 2])?;
        Some((make(year), end))
    }

    /// The month whose name stands here: full, everyday (เมษา), or abbreviated, dots and spaces inside allowed.
    pub(super) fn month_name(&self, at: usize) -> Option<(i8, usize)> {
        let full = MONTHS.iter().find_map(|m| Some((m.number, self.word_without_marks(at, m.thai)?)));
        let everyday = || {
            MONTHS.iter().find_map(|m| {
                let stem = ["พันธ์", "คม", "ยน"].iter().find_map(|ending| m.thai.strip_suffix(ending))?;
                Some((m.number, self.word(at, stem)?))
            })
        };
        let short = || MONTHS.iter().find_map(|m| Some((m.number, self.word(at, &m.thai_short.replace('.', ""))?)));
        let english = || {
            MONTHS.iter().find_map(|m| {
                let name = m.english.to_ascii_lowercase();
                let end = [name.as_str(), &name[..name.len().min(4)], &name[..3]]
                    .iter()
                    .find_map(|form| self.word(at, form))?;
                let ends_here = !self.glyphs.get(end).is_some_and(char::is_ascii_alphabetic);
                ends_here.then_some((m.number, end))
            })
        };
        full.or_else(everyday).or_else(short).or_else(english)
    }

    /// A word whose letters may be apart (`เม . ย.`).
    fn word(&self, at: usize, word: &str) -> Option<usize> {
        self.letters(at, word, |_| false)
    }

    /// A long word whose marks OCR may have dropped or added (`กุมภาพันธ`).
    fn word_without_marks(&self, at: usize, word: &str) -> Option<usize> {
        self.letters(at, word, text::is_mark)
    }

    fn letters(&self, at: usize, word: &str, ignored: fn(char) -> bool) -> Option<usize> {
        let mut at = at;
        for (index, letter) in word.chars().filter(|c| !ignored(*c)).enumerate() {
            if index > 0 {
                at = self.skip_gap(at);
            }
            at = self.expect(at, letter)?;
            while self.glyphs.get(at).is_some_and(|c| ignored(*c)) {
                at += 1;
            }
        }
        Some(at)
    }

    /// A run of digits of one of these lengths, no digit after it.
    fn number(&self, at: usize, lengths: &[usize]) -> Option<(i16, usize)> {
        let end = (at..).find(|next| !self.is_digit(*next))?;
        if !lengths.contains(&(end - at)) {
            return None;
        }
        let value = self.glyphs[at..end].iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d as i16);
        Some((value, end))
    }

    fn expect(&self, at: usize, glyph: char) -> Option<usize> {
        (self.glyphs.get(at) == Some(&glyph)).then_some(at + 1)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.glyphs.get(at).is_some_and(char::is_ascii_digit)
    }

    fn skip(&self, at: usize, skipped: &[char]) -> usize {
        at + self.glyphs[at.min(self.glyphs.len())..].iter().take_while(|c| skipped.contains(c)).count()
    }

    fn skip_spaces(&self, at: usize) -> usize {
        self.skip(at, &[' '])
    }

    /// Spaces, dots and commas between the parts of a date.
    fn skip_gap(&self, at: usize) -> usize {
        self.skip(at, &[' ', '.', ','])
    }

    /// What may stand around a date without belonging to it.
    pub(super) fn skip_filling(&self, at: usize) -> usize {
        self.skip(at, &[' ', '.', ',', ':', '…', '_'])
    }

    /// `วันศุกร์ที่`, `เมื่อวันที่`, `Friday` and the like before a date.
    pub(super) fn skip_words_before(&self, at: usize) -> usize {
        let mut at = self.skip_filling(at);
        let words = ["เมื่อ", "ณ", "วัน", "ที่", "date", "on", "the"];
        let weekdays = || WEEKDAYS.iter().flat_map(|(thai, english)| [thai.to_string(), english.to_ascii_lowercase()]);
        while let Some(end) =
            words.iter().find_map(|word| self.word(at, word)).or_else(|| weekdays().find_map(|day| self.word(at, &day)))
        {
            at = self.skip_filling(end);
        }
        at
    }

    /// `(BE 2565)` after an English date, if it agrees.
    pub(super) fn skip_bracketed_year(&self, at: usize, written: &Written) -> usize {
        let bracketed = || {
            let inside = self.expect(self.skip_spaces(at), '(')?;
            let (year, end) = self.number(self.skip_gap(self.word(inside, "be")?), &[4])?;
            let agrees = matches!(written.year, Year::Either(common) if common + BUDDHIST_OFFSET == year);
            agrees.then(|| self.expect(end, ')')).flatten()
        };
        bracketed().unwrap_or(at)
    }
}
