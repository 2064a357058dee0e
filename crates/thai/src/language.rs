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
