//! The instrument of a fiscal year: what is asked, how it is weighed and graded, and how sure each fact is.
//!
//! Nothing of it stands in code: items, parts, scales, groups, weights, samples and levels change by year and are
//! read from `instruments/<year>.toml`. Join years by [`Item::duty`], never by code: O36 of 2564 is O34 of 2566.

mod definition;
mod fact;
mod level;
mod sample;
mod scale;

use std::{collections::BTreeMap, fmt, fmt::Write as _, sync::LazyLock};

use serde::{Deserialize, Serialize};
use thai::{Bilingual, FiscalYear};

pub use definition::DefinitionError;
pub use fact::{Fact, Standing, Step, Subject, Window};
pub use level::{DecidedOn, Level};
pub use sample::{AgencyKind, MinimumSample, SampleSize};
pub use scale::{Choice, Scale};

use crate::{Exact, Score};

/// The definitions that come with the program: file name and text.
const FILES: [(&str, &str); 7] = [
    ("2563.toml", include_str!("../instruments/2563.toml")),
    ("2564.toml", include_str!("../instruments/2564.toml")),
    ("2565.toml", include_str!("../instruments/2565.toml")),
    ("2566.toml", include_str!("../instruments/2566.toml")),
    ("2567.toml", include_str!("../instruments/2567.toml")),
    ("2568.toml", include_str!("../instruments/2568.toml")),
    ("2569.toml", include_str!("../instruments/2569.toml")),
];

static ALL: LazyLock<BTreeMap<FiscalYear, Instrument>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(file, text)| Instrument::parse(file, text).expect("embedded definitions are valid: a test loads them"))
        .map(|instrument| (instrument.year, instrument))
        .collect()
});

/// One of the three instruments (เครื่องมือ) of the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน: what staff say.
    #[serde(rename = "IIT")]
    Iit,
    /// แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก: what people served say.
    #[serde(rename = "EIT")]
    Eit,
    /// แบบตรวจการเปิดเผยข้อมูลสาธารณะ: what is published.
    #[serde(rename = "OIT")]
    Oit,
}

impl Kind {
    /// All three, in their usual order.
    pub const ALL: [Kind; 3] = [Kind::Iit, Kind::Eit, Kind::Oit];

    /// `IIT`, `EIT` or `OIT`.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Iit => "IIT",
            Kind::Eit => "EIT",
            Kind::Oit => "OIT",
        }
    }

    /// The letter that item codes begin with.
    pub fn letter(self) -> char {
        match self {
            Kind::Iit => 'I',
            Kind::Eit => 'E',
            Kind::Oit => 'O',
        }
    }

    /// The kind whose item codes begin with this letter.
    pub fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letter() == letter.to_ascii_uppercase())
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Kind::Iit => Bilingual::new("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", "Internal perception survey"),
            Kind::Eit => Bilingual::new("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก", "External perception survey"),
            Kind::Oit => Bilingual::new("แบบตรวจการเปิดเผยข้อมูลสาธารณะ", "Open data check"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The definition of one fiscal year.
#[derive(Clone, Debug)]
pub struct Instrument {
    year: FiscalYear,
    report_threshold: Score,
    level_decided_on: DecidedOn,
    weights: BTreeMap<Kind, Exact>,
    eit_parts: Vec<Exact>,
    facts: BTreeMap<Subject, Fact>,
    scales: Vec<Scale>,
    indicators: Vec<Indicator>,
    items: Vec<Item>,
    levels: Vec<Level>,
    samples: Vec<MinimumSample>,
    calendar: Vec<Window>,
}

/// One of the ten indicators (ตัวชี้วัด).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// 1 to 10.
    pub number: u8,
    /// The instrument it belongs to.
    pub kind: Kind,
    /// Its name.
    pub name: Bilingual,
    /// Its sub-indicators; only those of the open data check have any.
    pub sub_indicators: Vec<SubIndicator>,
    /// The codes of all its items that are known, in order.
    pub items: Vec<String>,
    /// Are these all of its items, grouped as they count? If not, it cannot be computed from them.
    pub items_complete: bool,
}

/// A sub-indicator (ตัวชี้วัดย่อย) of the open data check. It counts as a whole, however many items it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubIndicator {
    /// `9.1` … `10.2`.
    pub number: String,
    /// Its name.
    pub name: Bilingual,
    /// The codes of its items, in order.
    pub items: Vec<String>,
    /// How sure its limits are.
    pub fact: Fact,
}

/// One item (ข้อ): a question of a survey or a duty to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its code in this year: `I7`, `E12`, `O36`.
    pub code: String,
    /// The instrument it belongs to.
    pub kind: Kind,
    /// The number of its indicator.
    pub indicator: u8,
    /// Its sub-indicator, where it has one and where that is known.
    pub sub_indicator: Option<String>,
    /// The key of the duty behind it, the same in every year: `risk-assessment`.
    pub duty: String,
    /// What it is about, in our own short words.
    pub topic: Bilingual,
    /// What is answered one by one; empty where that is not known, and for what is published.
    pub parts: Vec<Part>,
    /// How sure this item is.
    pub fact: Fact,
}

/// A part of an item, answered by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is about; `None` if the item has one part only.
    pub topic: Option<Bilingual>,
    /// The name of its scale; a scale may be reversed.
    pub scale: String,
}

impl Instrument {
    /// The instrument of a year; `None` if that year is not defined.
    pub fn of(year: FiscalYear) -> Option<&'static Instrument> {
        ALL.get(&year)
    }

    /// The defined years, oldest first.
    pub fn years() -> impl DoubleEndedIterator<Item = FiscalYear> + ExactSizeIterator {
        ALL.keys().copied()
    }

    /// The text of the definition of a year that comes with the program, word for word. Keep it beside the first
    /// scores of the year, and score by what was kept.
    pub fn definition(year: FiscalYear) -> Option<&'static str> {
        let file = format!("{year}.toml");
        FILES.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
    }

    /// Reads and checks a definition. `file` is named in errors.
    pub fn parse(file: &str, text: &str) -> Result<Instrument, DefinitionError> {
        definition::parse(file, text)
    }

    /// The fiscal year.
    pub fn year(&self) -> FiscalYear {
        self.year
    }

    /// Items below this score belong into the year's report of measures, unless the agency sets another threshold.
    pub fn report_threshold(&self) -> Score {
        self.report_threshold
    }

    /// The share of an instrument in the total, e.g. 3/10.
    pub fn weight(&self, kind: Kind) -> &Exact {
        &self.weights[&kind]
    }

    /// The shares of the parts of the EIT (since 2566 two); empty if it is not taken in parts.
    pub fn eit_parts(&self) -> &[Exact] {
        &self.eit_parts
    }

    /// All items, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The item that asks for this duty in this year.
    pub fn by_duty(&self, duty: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.duty == duty)
    }

    /// The items of an indicator, in order.
    pub fn items_of(&self, indicator: u8) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.indicator == indicator)
    }

    /// The ten indicators, in order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The indicator with this number.
    pub fn indicator(&self, number: u8) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.number == number)
    }

    /// The indicators of an instrument, in order.
    pub fn indicators_of(&self, kind: Kind) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(move |indicator| indicator.kind == kind)
    }

    /// The sub-indicator with this number.
    pub fn sub_indicator(&self, number: &str) -> Option<&SubIndicator> {
        self.indicators.iter().flat_map(|indicator| &indicator.sub_indicators).find(|sub| sub.number == number)
    }

    /// The scale with this name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.name == name)
    }

    /// The levels, best first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The level with this key.
    pub fn level(&self, key: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.key == key)
    }

    /// The level of a total. `None` if it hangs on an instrument score that is not known.
    pub fn level_of(&self, total: &Exact, instruments: &BTreeMap<Kind, Exact>) -> Option<&Level> {
        level::decide(&self.levels, self.level_decided_on, total, instruments)
    }

    /// Is the level decided on the total as shown, with two decimals?
    pub(crate) fn decides_on_rounded(&self) -> bool {
        self.level_decided_on == DecidedOn::Rounded
    }

    /// Would the level be another one if it were decided before rounding instead of after, or the reverse?
    pub fn level_hangs_on_rounding(&self, total: &Exact, instruments: &BTreeMap<Kind, Exact>) -> bool {
        let level = |on| level::decide(&self.levels, on, total, instruments);
        level(DecidedOn::Rounded) != level(DecidedOn::Exact)
    }

    /// The minimum samples of this year.
    pub fn minimum_samples(&self) -> &[MinimumSample] {
        &self.samples
    }

    /// How many must answer at least, of `population` staff or people served. `agency` is the key of a kind of
    /// agency, where the year has its own rule for it. `None` if the rule of this year is not known.
    pub fn minimum_sample(&self, kind: Kind, agency: Option<&str>, population: u32) -> Option<u32> {
        let key = |sample: &MinimumSample| sample.agency.as_ref().map(|agency| agency.key.clone());
        let of_kind = || self.samples.iter().filter(|sample| sample.kind == kind);
        let own = of_kind().find(|sample| key(sample).is_some() && key(sample).as_deref() == agency);
        own.or_else(|| of_kind().find(|sample| sample.agency.is_none())).map(|sample| sample.size.of(population))
    }

    /// The known dates of the year's assessment.
    pub fn calendar(&self) -> &[Window] {
        &self.calendar
    }

    /// How sure the facts of a subject are.
    pub fn fact(&self, subject: Subject) -> &Fact {
        &self.facts[&subject]
    }

    /// All that scores, codes and duties depend on, as text; notes, sources, standings and dates are left out.
    ///
    /// Keep its hash beside the first answers of a year: a definition that has answers never changes.
    pub fn substance(&self) -> String {
        let mut text = format!("year {}\n", self.year);
        let fractions = |numbers: &[Exact]| numbers.iter().map(Exact::fraction).collect::<Vec<_>>().join(" ");
        for (kind, weight) in &self.weights {
            line(&mut text, format_args!("weight {kind} {}", weight.fraction()));
        }
        line(&mut text, format_args!("eit_parts {}", fractions(&self.eit_parts)));
        for scale in &self.scales {
            let values: Vec<Exact> = scale.choices.iter().map(|choice| choice.value.clone()).collect();
            line(&mut text, format_args!("scale {} {}", scale.name, fractions(&values)));
        }
        for indicator in &self.indicators {
            let (number, complete) = (indicator.number, indicator.items_complete);
            line(&mut text, format_args!("indicator {number} {} complete={complete}", indicator.kind));
        }
        for item in &self.items {
            let scales: Vec<&str> = item.parts.iter().map(|part| part.scale.as_str()).collect();
            let group = item.sub_indicator.as_deref().unwrap_or("-");
            let Item { code, duty, indicator, .. } = item;
            line(&mut text, format_args!("item {code} {duty} {indicator} {group} {}", scales.join(" ")));
        }
        for level in &self.levels {
            let each = level.each_instrument_at_least.map(|score| score.ten_thousandths());
            let at_least = level.at_least.ten_thousandths();
            line(&mut text, format_args!("level {} {at_least} {each:?} {:?}", level.key, self.level_decided_on));
        }
        text
    }
}

fn line(text: &mut String, line: fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}
