//! The numbers and bullets that Word draws before paragraphs of lists (ECMA-376 part 1, 17.9). They stand in no text,
//! and an item's code may be one of them.

use std::collections::HashMap;

use ooxml::{
    package::PackageError,
    xml::{Piece, Tag, Xml},
};

use super::properties::ParagraphProperties;

/// Lists have nine levels.
const LEVELS: usize = 9;
/// More lists or styles than a document has.
const MOST: usize = 5_000;
/// The letters with which Thai lists count; ฃ and ฅ are out of use.
const THAI_LETTERS: &str = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ";

/// How one level of a list is numbered.
#[derive(Clone, Debug)]
struct Level {
    /// `decimal`, `thaiNumbers`, `bullet` …
    format: String,
    /// `%1.` or the bullet itself.
    text: String,
    start: u32,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<u32, HashMap<usize, Level>>,
    lists: HashMap<u32, u32>,
    /// List and level of paragraph styles.
    styles: HashMap<String, (u32, usize)>,
    /// What each kind of list has counted, by level.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read_lists(&mut self, text: &str) -> Result<(), PackageError> {
        let mut xml = Xml::new(text);
        let (mut kind, mut list, mut level) = (None, None, 0);
        while let Some(piece) = xml.next()? {
            let tag = match piece {
                Piece::Open(tag) => tag,
                Piece::Close(name) if name == "abstractNum" => {
                    kind = None;
                    continue;
                }
                _ => continue,
            };
            match tag.name() {
                "abstractNum" => kind = tag.number::<u32>("abstractNumId"),
                "num" => list = tag.number::<u32>("numId"),
                "abstractNumId" => {
                    if let (Some(list), Some(kind)) = (list, tag.number("val"))
                        && self.lists.len() < MOST
                    {
                        self.lists.insert(list, kind);
                    }
                }
                "lvl" => level = tag.number("ilvl").unwrap_or(0),
                _ => {
                    if let Some(kind) = kind.filter(|_| level < LEVELS && self.abstracts.len() < MOST) {
                        self.read_level(kind, level, &tag);
                    }
                }
            }
        }
        Ok(())
    }

    fn read_level(&mut self, kind: u32, level: usize, tag: &Tag) {
        if !matches!(tag.name(), "numFmt" | "lvlText" | "start") {
            return;
        }
        let new = || Level { format: "decimal".to_owned(), text: String::new(), start: 1 };
        let level = self.abstracts.entry(kind).or_default().entry(level).or_insert_with(new);
        match tag.name() {
            "numFmt" => level.format = tag.attribute("val").unwrap_or_default(),
            "lvlText" => level.text = tag.attribute("val").unwrap_or_default().chars().take(40).collect(),
            _ => level.start = tag.number("val").unwrap_or(1),
        }
    }

    /// Reads the lists that paragraph styles belong to from `word/styles.xml`.
    pub(super) fn read_styles(&mut self, text: &str) -> Result<(), PackageError> {
        let mut xml = Xml::new(text);
        let mut style = None;
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.name() == "style" => style = tag.attribute("styleId"),
                Piece::Open(tag) if tag.name() == "pPr" => {
                    let found = ParagraphProperties::read(&mut xml)?;
                    if let (Some(style), Some(list)) = (&style, found.list)
                        && self.styles.len() < MOST
                    {
                        self.styles.insert(style.clone(), (list, found.level.unwrap_or(0)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Counts a paragraph on and answers what is drawn before it; nothing if it belongs to no list.
    pub(super) fn before(&mut self, paragraph: &ParagraphProperties) -> String {
        let of_style = paragraph.style.as_ref().and_then(|style| self.styles.get(style)).copied();
        let list = paragraph.list.or(of_style.map(|(list, _)| list)).filter(|list| *list != 0);
        let Some(kind) = list.and_then(|list| self.lists.get(&list)).copied() else { return String::new() };
        let level = paragraph.level.or(of_style.map(|(_, level)| level)).unwrap_or(0).min(LEVELS - 1);
        let Some(levels) = self.abstracts.get(&kind) else { return String::new() };
        let start = |level: usize| levels.get(&level).map_or(1, |level| level.start);
        let counts = self.counts.entry(kind).or_default();
        counts[level] = Some(counts[level].map_or(start(level), |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let Some(own) = levels.get(&level) else { return String::new() };
        if own.format == "bullet" {
            return "- ".to_owned();
        }
        let mut text = own.text.clone();
        for (upper, count) in counts.iter_mut().enumerate().take(level + 1) {
            let count = *count.get_or_insert(start(upper));
            let format = levels.get(&upper).map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", upper + 1), &number(count, format));
        }
        if text.trim().is_empty() { String::new() } else { format!("{text} ") }
    }
}

/// A number as lists write it.
fn number(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{count:02}"),
        "thaiNumbers" | "thaiCounting" => thai::digits::to_thai(&count.to_string()),
        "thaiLetters" => letter(count, THAI_LETTERS),
        "lowerLetter" => letter(count, "abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letter(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        _ => count.to_string(),
    }
}

/// The letter with this number; behind the last they are doubled: z, aa, bb.
fn letter(count: u32, letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let at = (count.max(1) - 1) as usize;
    let times = (at / letters.len() + 1).min(3);
    std::iter::repeat_n(letters[at % letters.len()], times).collect()
}

fn roman(count: u32) -> String {
    const VALUES: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = count.min(3_999);
    let mut text = String::new();
    for (value, letters) in VALUES {
        while left >= value {
            text.push_str(letters);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering>
        <w:abstractNum w:abstractNumId="3">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/><w:lvlText w:val="%1."/></w:lvl>
          <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>
        </w:numbering>"#;

    #[test]
    fn lists_count_as_word_draws_them() {
        let mut numbering = Numbering::default();
        numbering.read_lists(LISTS).unwrap();
        numbering
            .read_styles(
                r#"<s><w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></s>"#,
            )
            .unwrap();
        let mut next = |list, level| {
            numbering.before(&ParagraphProperties { list: Some(list), level: Some(level), ..Default::default() })
        };
        let drawn = [next(1, 0), next(1, 1), next(1, 1), next(1, 0), next(1, 1), next(2, 0), next(9, 0), next(0, 0)];
        assert_eq!(drawn, ["๑. ", "๑.1) ", "๑.2) ", "๒. ", "๒.1) ", "- ", "", ""]);
        let style = |list| ParagraphProperties { style: Some("B".into()), list, ..Default::default() };
        assert_eq!((numbering.before(&style(None)), numbering.before(&style(Some(0)))), ("- ".into(), String::new()));
    }

    #[test]
    fn numbers_are_written_in_every_way_of_lists() {
        let written =
            ["thaiLetters", "lowerLetter", "upperRoman", "lowerRoman", "decimalZero"].map(|way| number(4, way));
        assert_eq!(written, ["ฆ", "d", "IV", "iv", "04"]);
        assert_eq!((number(28, "lowerLetter"), number(u32::MAX, "upperLetter").len()), ("bb".into(), 3));
    }
}
