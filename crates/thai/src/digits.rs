//! Thai (๐–๙) and Arabic (0–9) numerals.

/// Replaces every Thai digit by its Arabic one; all else is left alone.
pub fn to_arabic(text: &str) -> String {
    text.chars().map(arabic).collect()
}

/// Replaces every Arabic digit by its Thai one; all else is left alone.
pub fn to_thai(text: &str) -> String {
    text.chars().map(thai).collect()
}

/// The Arabic form of one character.
pub fn arabic(c: char) -> char {
    match c {
        '๐'..='๙' => char::from(b'0' + (c as u32 - '๐' as u32) as u8),
        other => other,
    }
}

fn thai(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32('๐' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_there_and_back() {
        assert_eq!(to_thai("8 เมษายน 2565"), "๘ เมษายน ๒๕๖๕");
        assert_eq!(to_arabic("๗๗.๘๗"), "77.87");
    }
}
