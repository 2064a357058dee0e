//! Thai or Arabic digits throughout the form.

use serde::Serialize;

/// The digits of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    /// ๐–๙, as official papers have them.
    #[default]
    Thai,
    /// 0–9.
    Arabic,
}

impl Digits {
    /// The text with these digits. Web and e-mail addresses keep theirs, or they would lead nowhere.
    pub fn show(self, text: &str) -> String {
        text.split_inclusive(char::is_whitespace)
            .map(|word| match self {
                _ if is_address(word) => word.to_owned(),
                Digits::Thai => thai::digits::to_thai(word),
                Digits::Arabic => thai::digits::to_arabic(word),
            })
            .collect()
    }
}

/// `https://…`, `www.…`, `name@host`, `host.example`.
fn is_address(word: &str) -> bool {
    let letter_after_dot = || {
        word.split('.').zip(word.split('.').skip(1)).any(|(before, after)| {
            before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && after.starts_with(|c: char| c.is_ascii_alphabetic())
        })
    };
    word.contains('@') || word.contains("://") || word.contains("www.") || letter_after_dot()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_gets_the_digits_of_the_document() {
        assert_eq!(
            Digits::Thai.show("I1 คะแนนเฉลี่ย 77.87 คะแนน\nโทร. 02-321-7926"),
            "I๑ คะแนนเฉลี่ย ๗๗.๘๗ คะแนน\nโทร. ๐๒-๓๒๑-๗๙๒๖"
        );
        assert_eq!(Digits::Arabic.show("๘ เมษายน ๒๕๖๕"), "8 เมษายน 2565");
    }

    #[test]
    fn addresses_keep_theirs() {
        let text = "ที่ https://example.go.th/o36 หรือ office5@example.go.th หรือ www1.example.go.th/2565";
        assert_eq!(Digits::Thai.show(text), text);
    }
}
