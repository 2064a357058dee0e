//! The two languages of the product. Thai is always first; English is always there.

use serde::{Deserialize, Serialize};

/// The language a reader has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Thai, the default.
    #[default]
    #[serde(rename = "th")]
    Thai,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The BCP 47 tag, for `lang="…"`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Thai => "th",
            Language::English => "en",
        }
    }

    /// The language of a BCP 47 tag such as `th`, `th-TH` or `en-GB`; `None` for any other.
    pub fn from_tag(tag: &str) -> Option<Language> {
        match tag.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "th" => Some(Language::Thai),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// Picks the text of this language. Both stand side by side where they are used, so neither can be missing.
    pub fn say<T>(self, thai: T, english: T) -> T {
        match self {
            Language::Thai => thai,
            Language::English => english,
        }
    }

    /// Is this Thai?
    pub fn is_thai(self) -> bool {
        self == Language::Thai
    }

    /// The other language, for the switch.
    pub fn other(self) -> Language {
        self.say(Language::English, Language::Thai)
    }
}

/// A text in both languages, for sentences made before the reader is known (warnings, errors, names).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// Thai text.
    pub th: String,
    /// English text.
    pub en: String,
}

impl Bilingual {
    /// A text in both languages.
    pub fn new(thai: impl Into<String>, english: impl Into<String>) -> Self {
        Self { th: thai.into(), en: english.into() }
    }

    /// The text for a reader.
    pub fn in_language(&self, language: Language) -> &str {
        language.say(&self.th, &self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_says_its_own_text() {
        let text = Bilingual::new("โปร่งใส", "Transparent");
        assert_eq!(text.in_language(Language::Thai), "โปร่งใส");
        assert_eq!(text.in_language(Language::Thai.other()), "Transparent");
    }

    #[test]
    fn tags_name_languages() {
        assert_eq!(Language::from_tag("th-TH"), Some(Language::Thai));
        assert_eq!(Language::from_tag("EN"), Some(Language::English));
        assert_eq!(Language::from_tag("fr"), None);
        assert_eq!(Language::from_tag(Language::Thai.tag()), Some(Language::Thai));
    }
}
