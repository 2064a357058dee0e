//! Which letters the codes of a font stand for (ISO 32000-2, 9.10), and how wide they are.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;

use super::{
    file::File,
    syntax::{Dictionary, Lexer, Object},
};
use crate::ReadError;

/// The most codes of a font that are kept.
const MOST_CODES: usize = 70_000;
/// The width of a letter whose font does not say, in thousandths of its size.
const USUAL_WIDTH: f64 = 500.0;

/// A font.
#[derive(Clone, Debug)]
pub(super) struct Font {
    /// Codes have two bytes.
    wide: bool,
    /// The letters of a code, as the font's own table says.
    unicode: HashMap<u32, String>,
    /// Letters of one-byte codes that the table does not name.
    encoding: Vec<Option<char>>,
    widths: HashMap<u32, f64>,
    usual_width: f64,
}

/// A code of a text, with its letters and its width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Code {
    /// The letters; `None` if nothing says which.
    pub(super) text: Option<String>,
    /// In units of the font's size.
    pub(super) width: f64,
    /// It is the one-byte code of a space, to which word spacing is added.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn read(file: &File, font: &Dictionary) -> Result<Self, ReadError> {
        let wide = file.named(font, "Subtype").as_deref() == Some("Type0");
        let table = font.get("ToUnicode").and_then(|table| file.stream(table));
        let unicode = match table {
            Some(stream) => to_unicode(&file.decoded(&stream)?),
            None => HashMap::new(),
        };
        let (widths, usual_width) = if wide { wide_widths(file, font) } else { narrow_widths(file, font) };
        let encoding = if wide { Vec::new() } else { encoding(file, font) };
        Ok(Self { wide, unicode, encoding, widths, usual_width })
    }

    /// The codes of a string.
    pub(super) fn codes(&self, string: &[u8]) -> Vec<Code> {
        let codes: Vec<u32> = if self.wide {
            string.as_chunks::<2>().0.iter().map(|pair| u32::from(u16::from_be_bytes(*pair))).collect()
        } else {
            string.iter().map(|byte| u32::from(*byte)).collect()
        };
        let code = |code: u32| {
            let own = || self.encoding.get(code as usize).copied().flatten().map(String::from);
            Code {
                text: self.unicode.get(&code).cloned().or_else(own).map(|text| plain(&text)),
                width: self.widths.get(&code).copied().unwrap_or(self.usual_width) / 1000.0,
                is_space: !self.wide && code == 32,
            }
        };
        codes.into_iter().map(code).collect()
    }
}

/// Thai fonts of Windows keep marks that are moved aside, and letters without their lower part, in a private area.
fn plain(text: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{f700}' => 'ฐ',
        '\u{f701}'..='\u{f704}' => ['ิ', 'ี', 'ึ', 'ื'][letter as usize - 0xf701],
        '\u{f705}'..='\u{f709}' => ['่', '้', '๊', '๋', '์'][letter as usize - 0xf705],
        '\u{f70a}'..='\u{f70e}' => ['่', '้', '๊', '๋', '์'][letter as usize - 0xf70a],
        '\u{f70f}' => 'ญ',
        '\u{f710}' => 'ั',
        '\u{f711}' => 'ํ',
        '\u{f712}' => '็',
        '\u{f713}'..='\u{f717}' => ['่', '้', '๊', '๋', '์'][letter as usize - 0xf713],
        '\u{f718}'..='\u{f71a}' => ['ุ', 'ู', 'ฺ'][letter as usize - 0xf718],
        '\u{f0b7}' => '•',
        letter => letter,
    };
    text.chars().map(plain).collect()
}

/// The table `ToUnicode` (9.10.3): single codes and ranges of codes.
fn to_unicode(table: &[u8]) -> HashMap<u32, String> {
    let mut lexer = Lexer::new(table, 0);
    let mut found = HashMap::new();
    let mut strings: Vec<Object> = Vec::new();
    while let Some(value) = lexer.next() {
        match value {
            Object::String(_) | Object::Array(_) => strings.push(value),
            Object::Word(word) => {
                match word.as_str() {
                    "endbfchar" => strings.chunks(2).for_each(|pair| add_code(pair, &mut found)),
                    "endbfrange" => strings.chunks(3).for_each(|triple| add_range(triple, &mut found)),
                    _ => {}
                }
                strings.clear();
            }
            _ => {}
        }
        if found.len() > MOST_CODES {
            break;
        }
    }
    found
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn letters(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().take(64).map(|pair| u16::from_be_bytes(*pair));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn add_code(pair: &[Object], found: &mut HashMap<u32, String>) {
    if let [Object::String(code), Object::String(text)] = pair {
        found.insert(code_of(code), letters(text));
    }
}

fn add_range(triple: &[Object], found: &mut HashMap<u32, String>) {
    let [Object::String(first), Object::String(last), target] = triple else { return };
    let (first, last) = (code_of(first), code_of(last).min(0xFFFF));
    match target {
        Object::String(text) => {
            let Some(start) = letters(text).chars().next_back() else { return };
            let before: String = {
                let all = letters(text);
                all[..all.len() - start.len_utf8()].to_owned()
            };
            for (step, code) in (first..=last).enumerate() {
                let letter = char::from_u32(start as u32 + step as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                found.insert(code, format!("{before}{letter}"));
            }
        }
        Object::Array(texts) => {
            for (code, text) in (first..=last).zip(texts) {
                if let Object::String(text) = text {
                    found.insert(code, letters(text));
                }
            }
        }
        _ => {}
    }
}

/// Widths of one-byte codes (9.6.2).
fn narrow_widths(file: &File, font: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let first = file.number(font, "FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as u32;
    let widths = file.array(font, "Widths").unwrap_or_default();
    // A Type 3 font measures in units of its own.
    let scale = file.array(font, "FontMatrix").and_then(|matrix| matrix.first()?.number()).unwrap_or(0.001) * 1000.0;
    let widths =
        widths.iter().take(256).map(|width| file.resolve(width).and_then(|width| width.number()).unwrap_or(0.0));
    let usual = file
        .dictionary(font, "FontDescriptor")
        .and_then(|descriptor| file.number(&descriptor, "MissingWidth"))
        .unwrap_or(USUAL_WIDTH);
    ((first..).zip(widths.map(|width| width * scale)).collect(), usual)
}

/// Widths of two-byte codes (9.7.4.3). Codes are taken for the numbers of glyphs, as `Identity-H` has them.
fn wide_widths(file: &File, font: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let below = file.array(font, "DescendantFonts").and_then(|fonts| file.dictionary_of(fonts.first()?));
    let Some(below) = below else { return (HashMap::new(), USUAL_WIDTH * 2.0) };
    let usual = file.number(&below, "DW").unwrap_or(1000.0);
    let mut widths = HashMap::new();
    let items = file.array(&below, "W").unwrap_or_default();
    let mut at = 0;
    while let Some(first) = items.get(at).and_then(Object::number) {
        let first = first.max(0.0) as u32;
        match items.get(at + 1).and_then(|item| file.resolve(item)) {
            Some(Object::Array(each)) => {
                widths.extend((first..).zip(each.iter().filter_map(Object::number)));
                at += 2;
            }
            Some(Object::Number(last)) => {
                let width = items.get(at + 2).and_then(Object::number).unwrap_or(usual);
                widths.extend((first..=(last.max(0.0) as u32).min(0xFFFF)).map(|code| (code, width)));
                at += 3;
            }
            _ => break,
        }
        if widths.len() > MOST_CODES {
            break;
        }
    }
    (widths, usual)
}

/// Letters of one-byte codes: those of Windows, changed as the font says.
fn encoding(file: &File, font: &Dictionary) -> Vec<Option<char>> {
    // A font with signs of its own says nothing about its letters.
    let flags = file.dictionary(font, "FontDescriptor").and_then(|descriptor| file.number(&descriptor, "Flags"));
    let is_symbolic = flags.is_some_and(|flags| flags as i64 & 4 != 0);
    let own = font.get("Encoding").and_then(|encoding| file.resolve(encoding));
    if is_symbolic && own.is_none() {
        return Vec::new();
    }
    let bytes: Vec<u8> = (0..=255).collect();
    let (windows, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    let mut letters: Vec<Option<char>> =
        windows.chars().map(|letter| Some(letter).filter(|c| !c.is_control())).collect();
    if let Some(Object::Dictionary(own)) = own {
        let mut code = 0usize;
        for item in file.array(&own, "Differences").unwrap_or_default().iter().take(1_000) {
            match item {
                Object::Number(first) => code = first.max(0.0) as usize,
                Object::Name(name) => {
                    if let Some(letter) = letters.get_mut(code) {
                        *letter = letter_named(name).or(*letter);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
    letters
}

/// The letter that a glyph's name stands for: `A`, `uni0E01`, `space`.
fn letter_named(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 30] = [
        ("space", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("colon", ':'),
        ("semicolon", ';'),
        ("hyphen", '-'),
        ("minus", '-'),
        ("endash", '–'),
        ("emdash", '—'),
        ("bullet", '•'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("slash", '/'),
        ("percent", '%'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("quotedbl", '"'),
        ("underscore", '_'),
    ];
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(letter) = code.and_then(|code| u32::from_str_radix(code.get(..4)?, 16).ok()).and_then(char::from_u32) {
        return Some(letter);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_font_names_codes_and_ranges() {
        let table =
            b"1 beginbfchar <0003> <0E020E49> endbfchar 2 beginbfrange <0010> <0012> <0E01> <20> <21> [<0041> <0042>]\
            endbfrange";
        let found = to_unicode(table);
        let text = |code: u32| found.get(&code).map(String::as_str);
        assert_eq!((text(3), text(0x12), text(0x21)), (Some("ข้"), Some("ฃ"), Some("B")));
        assert_eq!(to_unicode(b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange").len(), 0x10000);
    }

    #[test]
    fn private_letters_of_thai_fonts_are_letters() {
        assert_eq!(plain("ป\u{f70a}\u{f710}"), "ป่ั");
        assert_eq!((letter_named("uni0E01"), letter_named("A"), letter_named("g17")), (Some('ก'), Some('A'), None));
    }
}
