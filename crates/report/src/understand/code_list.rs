//! The lists of items with and without papers: single codes and ranges (`I1-I6`, `I1 ถึง I6`).

use crate::{
    codes::{self, Context},
    known::Known,
};

/// Words and strokes between the first and the last code of a range.
const TO: [&str; 7] = ["ถึง", "to", "-", "–", "—", "−", "~"];

/// The codes of a line, and the words of it that are none.
pub(super) fn read(text: &str, known: &Known) -> (Vec<String>, Vec<String>) {
    let (mut found, mut rest): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // The word for "to" that stands behind the code found last.
    let mut open: Option<&str> = None;
    for word in words(text) {
        if TO.contains(&word) && open.is_none() && !found.is_empty() {
            open = Some(word);
            continue;
        }
        let Some(code) = code_of(word, open.and(found.last()), known) else {
            rest.extend(open.take().into_iter().chain([word]).filter(|word| is_word(word)).map(str::to_owned));
            continue;
        };
        match open.take() {
            None => {}
            Some(to) => match between(found.last(), &code, known) {
                Some(codes) => found.extend(codes),
                None => rest.extend([to].into_iter().filter(|word| is_word(word)).map(str::to_owned)),
            },
        }
        found.push(code);
    }
    rest.extend(open.filter(|word| is_word(word)).map(str::to_owned));
    (found, rest)
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Parts a line at spaces, dots and commas, and around what stands between the codes of a range.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for mut word in text.split([' ', '\u{a0}', ',', ';', '.', '…', '/', 'ๆ']) {
        // A stroke behind the letter belongs to the code (`I-1`); behind a number it opens a range.
        while let Some((at, to)) = TO.iter().filter_map(|to| after_number(word, to).map(|at| (at, *to))).min() {
            words.extend([&word[..at], &word[at..at + to.len()]]);
            word = &word[at + to.len()..];
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Where this stands directly behind a digit.
fn after_number(word: &str, to: &str) -> Option<usize> {
    let behind_digit = |at: &usize| word[..*at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '๐'..='๙'));
    word.match_indices(to).map(|(at, _)| at).find(behind_digit)
}

/// The code that a word is; the last of a range may leave the letter of the first out (`I1-6`).
fn code_of(word: &str, first: Option<&String>, known: &Known) -> Option<String> {
    let (printed, rest) = codes::at_start(word)?;
    let bare = printed.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '๐'..='๙'));
    let printed = match first.and_then(|first| first.chars().next()) {
        Some(letter) if bare => format!("{letter}{printed}"),
        _ => printed.to_owned(),
    };
    let context = Context { known, indicator: None, section: None, before: &[] };
    codes::resolve(&printed, "", &context).filter(|_| rest.is_empty()).map(|resolved| resolved.code)
}

/// The items between the ends of a range, without these; `None` if they are no ends of one.
fn between(first: Option<&String>, last: &str, known: &Known) -> Option<Vec<String>> {
    let parted = |code: &str| -> Option<(char, u8)> { Some((code.chars().next()?, code.get(1..)?.parse().ok()?)) };
    let ((letter, from), (same, to)) = (parted(first?)?, parted(last)?);
    let codes = (from.saturating_add(1)..to).map(|number| format!("{letter}{number}"));
    (letter == same && from < to)
        .then(|| codes.filter(|code| !known.lists(letter) || known.place_of(code).is_some()).collect())
}

#[cfg(test)]
mod tests {
    use thai::FiscalYear;

    use super::*;

    fn codes(text: &str) -> (String, String) {
        let (found, rest) = read(text, &Known::of(FiscalYear::new(2564).expect("a year")));
        (found.join(" "), rest.join(" "))
    }

    fn only(found: &str) -> (String, String) {
        (found.to_owned(), String::new())
    }

    #[test]
    fn ranges_hold_every_item_between_their_ends() {
        for text in ["I1-I6", "I๑ – I๖", "I1 ถึง I6", "I1ถึงI6", "I1-6", "(I1 to I6", ".....I1—I6.....", "I-1 - I-6"]
        {
            assert_eq!(codes(text), only("I1 I2 I3 I4 I5 I6"), "{text}");
        }
        assert_eq!(codes("I1, E3-E5, O42-O43"), only("I1 E3 E4 E5 O42 O43"));
    }

    #[test]
    fn what_is_no_range_stays_two_codes_and_the_word_between_them() {
        assert_eq!(codes("I6-I1"), only("I6 I1"));
        assert_eq!(codes("I6 ถึง E1"), ("I6 E1".into(), "ถึง".into()));
        assert_eq!(codes("I6 ถึง ฝ่าย"), ("I6".into(), "ถึง ฝ่าย".into()));
        assert_eq!(codes("ถึง I6"), ("I6".into(), "ถึง".into()));
        assert_eq!(codes("- I6 -"), only("I6"));
    }

    #[test]
    fn numbers_that_the_instrument_does_not_have_are_not_made_up() {
        let (found, _) = codes("O41-O50");
        assert!(found.starts_with("O41 O42 O43"), "{found}");
        assert!(!found.contains("O44") && !found.contains("O49"), "{found}");
    }
}
