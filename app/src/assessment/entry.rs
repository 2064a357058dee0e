//! The form in which the results of a year are typed: its fields, and what was meant by them.

use scoring::{Instrument, Item, Kind, Place, Score, score::ScoreError};
use thai::Language;

use super::model::{Entry, Given, place_of_key, typed};
use crate::kit::{
    Form, FormErrors,
    html::{Choice, Field},
};

/// The box that gives every open-data item left open its full score.
pub const REST_IS_COMPLETE: &str = "rest";
const LEVEL: &str = "level";
const NOTE: &str = "note";
const NOTE_LENGTH: usize = 500;
const PREFIX: &str = "score-";

/// A group of fields under one heading.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// How many of its fields are filled.
    pub filled: usize,
    /// Is something wrong in it?
    pub has_errors: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// The name of the field of a place.
fn name_of(place: &Place) -> String {
    format!("{PREFIX}{place}")
}

/// The form as it is shown first: what is kept.
pub fn filled(entry: &Entry) -> Form {
    let scores = entry.given.iter().map(|(place, score)| (name_of(place), typed(*score)));
    let mut fields: Vec<(String, String)> = scores.collect();
    fields.push((LEVEL.into(), entry.published_level.clone().unwrap_or_default()));
    fields.push((NOTE.into(), entry.note.clone()));
    Form::with(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// Reads the form.
pub fn read(instrument: &Instrument, form: &Form) -> Result<Entry, FormErrors> {
    let mut errors = FormErrors::default();
    let mut given = read_scores(form, &mut errors);
    if form.has(REST_IS_COMPLETE) {
        for item in instrument.items().iter().filter(|item| item.kind == Kind::Oit) {
            given.entry(Place::Item(item.code.clone())).or_insert(Score::FULL);
        }
    }
    let level = form.text(LEVEL);
    if !level.is_empty() && instrument.level(&level).is_none() {
        errors.add(LEVEL, "ไม่มีระดับนี้ในปีนี้ เลือกจากรายการ", "This year has no such level. Choose one of the list.");
    }
    let note = form.text(NOTE);
    if note.chars().count() > NOTE_LENGTH {
        let (thai, english) =
            ("ที่มาของคะแนนยาวเกิน 500 ตัวอักษร เขียนให้สั้นลง", "The source is longer than 500 characters. Shorten it.");
        errors.add(NOTE, thai, english);
    }
    if given.is_empty() && level.is_empty() && errors.is_empty() {
        errors.add(
            name_of(&Place::Total),
            "ยังไม่มีคะแนน กรอกอย่างน้อยหนึ่งช่อง เช่น คะแนนรวม",
            "There is no score yet. Fill in at least one field, such as the total.",
        );
    }
    errors.or(|| Entry { given, published_level: (!level.is_empty()).then_some(level), note })
}

fn read_scores(form: &Form, errors: &mut FormErrors) -> Given {
    let mut given = Given::new();
    let fields: Vec<String> = form.starting_with(PREFIX).map(|(key, _)| key.to_owned()).collect();
    for key in fields {
        let (name, text) = (format!("{PREFIX}{key}"), form.text(&format!("{PREFIX}{key}")));
        let Some(place) = place_of_key(&key).filter(|_| !text.is_empty()) else { continue };
        match text.parse::<Score>() {
            Ok(score) => drop(given.insert(place, score)),
            Err(error) => refuse(errors, name, &place, error),
        }
    }
    given
}

fn refuse(errors: &mut FormErrors, name: String, place: &Place, error: ScoreError) {
    let (thai, english) = match error {
        ScoreError::NotANumber => ("ไม่ใช่ตัวเลข เขียนเช่น 77.87", "is not a number. Write it like 77.87."),
        ScoreError::TooPrecise => ("มีทศนิยมเกินสี่ตำแหน่ง ตัดให้เหลือสี่", "has more than four decimals. Write at most four."),
        ScoreError::OutOfRange => {
            ("ไม่อยู่ระหว่าง 0 ถึง 100 ตรวจจุดทศนิยม", "is not between 0 and 100. Check the decimal point.")
        }
    };
    let place = place.name();
    errors.add(name, format!("{} {thai}", place.th), format!("{} {english}", capital(&place.en)));
}

/// With a capital letter, for the beginning of an English sentence.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Draws the fields of a form, with what was typed and what is wrong with it.
pub struct Drawing<'a> {
    /// The reader's language.
    pub t: Language,
    /// The year's definition.
    pub instrument: &'a Instrument,
    /// What was typed.
    pub form: &'a Form,
    /// What is wrong with it.
    pub errors: &'a FormErrors,
}

impl Drawing<'_> {
    /// The section that always stands open: total, level, instruments and where they were read.
    pub fn summary(&self) -> Section {
        let mut fields = vec![self.score(&Place::Total, self.t.say("คะแนนรวม", "Total")), self.level()];
        for kind in Kind::ALL {
            let label = format!("{} {}", kind.code(), kind.name().in_language(self.t));
            fields.push(self.score(&Place::Instrument(kind), label));
        }
        let parts = (1..).map(Place::EitPart).take(self.instrument.eit_parts().len());
        fields.extend(parts.map(|part| self.score(&part, part.name().in_language(self.t))));
        fields.push(self.note());
        let places = [Place::Total, Place::EitPart(1), Place::EitPart(2)];
        let places = places.into_iter().chain(Kind::ALL.map(Place::Instrument));
        self.section(self.t.say("คะแนนรวมและเครื่องมือ", "Total and instruments"), places, fields)
    }

    /// The ten indicators.
    pub fn indicators(&self) -> Section {
        let indicators = self.instrument.indicators();
        let fields = indicators.iter().map(|indicator| {
            let label = format!("{}. {}", indicator.number, indicator.name.in_language(self.t));
            self.score(&Place::Indicator(indicator.number), label).hint(indicator.kind.code())
        });
        let places = indicators.iter().map(|indicator| Place::Indicator(indicator.number));
        self.section(self.t.say("ตัวชี้วัดสิบข้อ", "Ten indicators"), places, fields.collect())
    }

    /// The items of each indicator whose items are known, and then items that the definition does not know.
    pub fn items(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for indicator in self.instrument.indicators() {
            let items: Vec<&Item> = self.instrument.items_of(indicator.number).collect();
            let places = items.iter().map(|item| Place::Item(item.code.clone()));
            let fields = items.iter().map(|item| self.item(item)).collect();
            let name = indicator.name.in_language(self.t);
            let heading = format!("{} {} {name}", self.t.say("ข้อของตัวชี้วัดที่", "Items of indicator"), indicator.number);
            sections.extend((!items.is_empty()).then(|| self.section(heading, places, fields)));
        }
        sections.extend(self.unknown_items());
        sections
    }

    fn unknown_items(&self) -> Option<Section> {
        let places: Vec<Place> = self
            .form
            .starting_with(PREFIX)
            .filter_map(|(key, _)| place_of_key(key))
            .filter(|place| matches!(place, Place::Item(code) if self.instrument.item(code).is_none()))
            .collect();
        let fields = places.iter().map(|place| self.score(place, place.name().in_language(self.t))).collect();
        let heading = self.t.say("ข้ออื่นที่ไม่อยู่ในรายการของปีนี้", "Other items, not in this year's list");
        (!places.is_empty()).then(|| self.section(heading, places.clone(), fields))
    }

    fn section(
        &self,
        heading: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
        fields: Vec<Field>,
    ) -> Section {
        let names: Vec<String> = places.into_iter().map(|place| name_of(&place)).collect();
        Section {
            heading: heading.into(),
            filled: names.iter().filter(|name| !self.form.text(name).is_empty()).count(),
            has_errors: names.iter().any(|name| self.errors.of(name).is_some()),
            fields,
        }
    }

    fn item(&self, item: &Item) -> Field {
        let place = Place::Item(item.code.clone());
        let label = format!("{} {}", item.code, item.topic.in_language(self.t));
        match item.kind {
            Kind::Iit | Kind::Eit => self.score(&place, label),
            Kind::Oit => self.all_or_nothing(&place, label),
        }
    }

    fn score(&self, place: &Place, label: impl Into<String>) -> Field {
        let name = name_of(place);
        Field::digits(name.clone(), label).value(self.form.text(&name)).error(self.error(&name))
    }

    /// An open-data item is complete or not. A score between, from elsewhere, stays as it is until it is changed.
    fn all_or_nothing(&self, place: &Place, label: String) -> Field {
        let name = name_of(place);
        let typed = self.form.text(&name);
        let known = typed.parse::<Score>().ok();
        let mut choices = vec![
            Choice::new("", self.t.say("ยังไม่ทราบ", "Not known")),
            Choice::new("100.00", self.t.say("ครบ (100)", "Complete (100)")),
            Choice::new("0.00", self.t.say("ไม่ครบ (0)", "Not complete (0)")),
        ];
        let value = match known {
            Some(Score::FULL) => "100.00".to_owned(),
            Some(Score::ZERO) => "0.00".to_owned(),
            _ => typed,
        };
        if !matches!(value.as_str(), "" | "100.00" | "0.00") {
            choices.push(Choice::new(value.clone(), value.clone()));
        }
        Field::select(name.clone(), label, choices).value(value).error(self.error(&name))
    }

    fn level(&self) -> Field {
        let levels = self.instrument.levels().iter();
        let choices = levels.map(|level| Choice::new(level.key.clone(), level.name.in_language(self.t)));
        let prompt = self.t.say("ตามคะแนนรวม", "As the total says");
        Field::select(LEVEL, self.t.say("ระดับที่ประกาศ", "Published level"), choices)
            .prompt(prompt)
            .value(self.form.text(LEVEL))
            .error(self.error(LEVEL))
    }

    fn note(&self) -> Field {
        let hint = self.t.say(
            "เช่น ประกาศผลของ ป.ป.ช. ลงวันที่ใด หรือที่อยู่เว็บไซต์ แสดงใต้ตัวเลขทุกหน้า",
            "E.g. the announcement and its date, or a web address. Shown under the figures on every page.",
        );
        Field::text(NOTE, self.t.say("ที่มาของคะแนน", "Where the scores were read"))
            .optional(self.t)
            .hint(hint)
            .value(self.form.text(NOTE))
            .error(self.error(NOTE))
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.of(name).map(|sentence| sentence.in_language(self.t).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thai::FiscalYear;

    fn instrument() -> &'static Instrument {
        Instrument::of(FiscalYear::new(2564).unwrap()).unwrap()
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::with(fields.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn thai_digits_and_empty_fields_are_understood() {
        let entry = read(
            instrument(),
            &form(&[
                ("score-total", " ๘๑.๐๖ "),
                ("score-IIT", ""),
                ("score-O36", "0.00"),
                ("level", "B"),
                ("note", "ประกาศ"),
            ]),
        );
        let entry = entry.unwrap();
        assert_eq!(entry.given.len(), 2);
        assert_eq!(entry.given[&Place::Total].to_string(), "81.06");
        assert_eq!(entry.given[&Place::Item("O36".into())], Score::ZERO);
        assert_eq!(entry.published_level.as_deref(), Some("B"));
    }

    #[test]
    fn what_is_wrong_stands_at_its_field() {
        let wrong = form(&[("score-total", "810.6"), ("score-1", "ดี"), ("score-I1", "77.87123"), ("level", "Z")]);
        let errors = read(instrument(), &wrong).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["score-total", "score-1", "score-I1", "level"]);
        assert!(errors.of("score-total").unwrap().en.starts_with("The total is not between"));
    }

    #[test]
    fn an_empty_form_is_refused() {
        let errors = read(instrument(), &form(&[("score-total", ""), ("note", "x")])).unwrap_err();
        assert!(errors.of("score-total").is_some());
    }

    #[test]
    fn open_items_are_complete_when_the_box_says_so() {
        let entry = read(instrument(), &form(&[("score-O36", "0"), (REST_IS_COMPLETE, "1")])).unwrap();
        assert_eq!(entry.given.len(), 43);
        assert_eq!(entry.given[&Place::Item("O36".into())], Score::ZERO);
        assert_eq!(entry.given[&Place::Item("O1".into())], Score::FULL);
    }

    #[test]
    fn the_form_shows_again_what_it_took() {
        let entry =
            read(instrument(), &form(&[("score-I1", "77.8765"), ("score-EIT", "79.61"), ("level", "B")])).unwrap();
        assert_eq!(read(instrument(), &filled(&entry)).unwrap(), entry);
    }
}
