//! One byte for each character a dictionary word may have; shared by the build script and the segmenter.

/// Thai letters and marks as 0x81–0xCE, the full stop of abbreviations as itself; `None` for all else, digits and ฿
/// among it.
pub fn letter(c: char) -> Option<u8> {
    match c {
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' => Some(0x80 + (c as u32 - 0x0e00) as u8),
        '.' => Some(b'.'),
        _ => None,
    }
}

/// A word as the dictionary keeps it; `None` if it has other characters or is a single one.
pub fn spell(word: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = word.chars().map(letter).collect::<Option<_>>()?;
    (letters.len() > 1 && letters[0] != b'.').then_some(letters)
}
