//! What the reader needs of a year's instrument: its items in order, with their indicators and topics.

use scoring::Instrument;
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
    /// The instrument of the year of the scores; nothing is known of a year without one.
    pub(crate) fn of(year: FiscalYear) -> Self {
        let Some(instrument) = Instrument::of(year) else { return Self::default() };
        let item = |item: &scoring::Item| KnownItem {
            code: item.code.clone(),
            indicator: item.indicator,
            topic: item.topic.th.clone(),
        };
        Self {
            items: instrument.items().iter().map(item).collect(),
            indicators: instrument.indicators().iter().map(|i| (i.number, i.name.th.clone())).collect(),
        }
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

    /// The indicator whose name a heading most likely prints.
    pub(crate) fn indicator_named(&self, printed: &str) -> Option<u8> {
        let like = |name: &str| crate::codes::likeness(name, printed);
        let best = self.indicators.iter().max_by(|a, b| like(&a.1).total_cmp(&like(&b.1)))?;
        (like(&best.1) >= 0.7).then_some(best.0)
    }
}
