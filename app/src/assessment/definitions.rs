//! Definitions of instruments by their fingerprint. What is scored is always scored by the definition that was kept
//! beside the scores; this is a cache of parsed ones, and a second instance of the program needs nothing of it.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, RwLock},
};

use scoring::Instrument;
use thai::FiscalYear;

use super::model::Fingerprint;

static PARSED: LazyLock<RwLock<HashMap<Fingerprint, Arc<Instrument>>>> = LazyLock::new(RwLock::default);

/// The fingerprint of a definition: the BLAKE3 hash of its text.
pub fn fingerprint(definition: &str) -> Fingerprint {
    *blake3::hash(definition.as_bytes()).as_bytes()
}

/// The definition of a year that comes with the program, with its fingerprint: what a year is scored by from its first
/// score on.
pub fn coming_with_program(year: FiscalYear) -> Option<(Fingerprint, &'static str)> {
    Instrument::definition(year).map(|text| (fingerprint(text), text))
}

/// The parsed definition of this fingerprint, if it was parsed before.
pub fn find(fingerprint: &Fingerprint) -> Option<Arc<Instrument>> {
    PARSED.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(fingerprint).cloned()
}

/// Parses a stored definition and remembers it.
pub fn parse(fingerprint: Fingerprint, year: FiscalYear, definition: &str) -> db::Result<Arc<Instrument>> {
    let instrument = Instrument::parse(&format!("{year}.toml"), definition).map_err(|error| db::Error::Impossible {
        column: "instruments.definition".into(),
        reason: error.to_string(),
    })?;
    let instrument = Arc::new(instrument);
    let mut parsed = PARSED.write().unwrap_or_else(|poisoned| poisoned.into_inner());
    Ok(parsed.entry(fingerprint).or_insert(instrument).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_word_is_another_definition() {
        let year = FiscalYear::new(2564).unwrap();
        let (known, text) = coming_with_program(year).unwrap();
        assert_ne!(known, fingerprint(&format!("{text}# ")));
        assert_eq!(known, fingerprint(text));
    }

    #[test]
    fn a_kept_definition_is_parsed_once_and_stays() {
        let year = FiscalYear::new(2564).unwrap();
        let text = format!("{}\n# kept before a correction\n", Instrument::definition(year).unwrap());
        let own = fingerprint(&text);
        let first = parse(own, year, &text).unwrap();
        assert!(Arc::ptr_eq(&first, &parse(own, year, &text).unwrap()));
        assert!(Arc::ptr_eq(&first, &find(&own).unwrap()));
    }

    #[test]
    fn a_damaged_definition_is_an_impossible_row_and_not_a_panic() {
        let year = FiscalYear::new(2564).unwrap();
        let damaged = parse([7; 32], year, "year = 2564").unwrap_err();
        assert!(matches!(damaged, db::Error::Impossible { column, .. } if column == "instruments.definition"));
    }
}
