//! What the reader needs of a year's instrument: its items in order, with their indicators and topics.

use thai::FiscalYear;

/// The items and indicators of one year; empty where the year's lists are not established.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    items: Vec<KnownItem>,
    indicators: Vec<(u8, String)>,
}

/// An item of the instrument.
#[derive(Clone, Debug)]
pub(crate) struct KnownItem {
    pub(crate) code: String,
    pub(crate) indicator: u8,
    pub(crate) topic: String,
}

impl Known {
    /// The instrument of the year of the scores.
    pub(crate) fn of(_year: FiscalYear) -> Self {
        let mut items = Vec::new();
        for n in 1..=30u8 { items.push(KnownItem { code: format!("I{n}"), indicator: (n - 1) / 6 + 1, topic: String::new() }); }
        for n in 1..=15u8 { items.push(KnownItem { code: format!("E{n}"), indicator: (n - 1) / 5 + 6, topic: String::new() }); }
        for n in 1..=43u8 { items.push(KnownItem { code: format!("O{n}"), indicator: if n <= 33 { 9 } else { 10 }, topic: String::new() }); }
        Self { items, indicators: Vec::new() }
    }

    pub(crate) fn items(&self) -> &[KnownItem] {
        &self.items
    }

    /// Place in the instrument's order.
    pub(crate) fn place_of(&self, code: &str) -> Option<usize> {
        self.items.iter().position(|item| item.code == code)
    }

    pub(crate) fn indicator_of(&self, code: &str) -> Option<u8> {
        self.place_of(code).map(|place| self.items[place].indicator)
    }

    pub(crate) fn topic_of(&self, code: &str) -> Option<&str> {
        self.place_of(code).map(|place| self.items[place].topic.as_str())
    }

    /// Is the list of this instrument (`I`, `E`, `O`) known?
    pub(crate) fn lists(&self, letter: char) -> bool {
        self.items.iter().any(|item| item.code.starts_with(letter))
    }

    /// The codes of an indicator; empty if its items are not known.
    pub(crate) fn codes_of(&self, indicator: u8) -> Vec<&str> {
        self.items.iter().filter(|item| item.indicator == indicator).map(|item| item.code.as_str()).collect()
    }

    /// The indicator whose name a heading most likely prints.
    pub(crate) fn indicator_named(&self, printed: &str) -> Option<u8> {
        let like = |name: &str| crate::codes::likeness(name, printed);
        let best = self.indicators.iter().max_by(|a, b| like(&a.1).total_cmp(&like(&b.1)))?;
        (like(&best.1) >= 0.7).then_some(best.0)
    }
}
