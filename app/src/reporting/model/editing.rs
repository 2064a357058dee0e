//! What may be typed about an item of an import. Guidelines and measures stand one to a line.

use report::{Duty, Item, Responsible, ResultLine, Status};
use scoring::{Instrument, Score};
use thai::FiscalYear;

use super::indicator_of;
use crate::kit::{Form, FormErrors};

/// The longest text of a line, in characters.
const LONGEST_TEXT: usize = 8_000;

/// The names of the fields.
pub mod name {
    /// The item's code.
    pub const CODE: &str = "code";
    /// What it asks.
    pub const TOPIC: &str = "topic";
    /// Its score.
    pub const SCORE: &str = "score";
    /// Guidelines, one to a line.
    pub const GUIDELINES: &str = "guidelines";
    /// Measures, one to a line.
    pub const MEASURES: &str = "measures";
    /// Ticked if the item is not to be taken over.
    pub const LEAVE_OUT: &str = "leave_out";

    /// A field of a result or a responsible party: `result-2-text`.
    pub fn of(thing: &str, number: usize, part: &str) -> String {
        format!("{thing}-{number}-{part}")
    }
}

/// The form as it is shown first: what was understood.
pub fn filled(item: &Item, left_out: bool) -> Form {
    let mut fields = vec![
        (name::CODE.to_owned(), item.code.clone()),
        (name::TOPIC.to_owned(), item.topic.clone()),
        (name::SCORE.to_owned(), item.score.map(|score| score.to_string()).unwrap_or_default()),
        (name::GUIDELINES.to_owned(), item.guidelines.join("\n")),
        (name::MEASURES.to_owned(), item.measures.join("\n")),
    ];
    if left_out {
        fields.push((name::LEAVE_OUT.to_owned(), "yes".to_owned()));
    }
    for (number, result) in item.results.iter().enumerate() {
        let status = result.status.map(Status::key).unwrap_or_default();
        let day = result.date.map(|day| thai::date::long(day, thai::Language::Thai)).unwrap_or_default();
        fields.push((name::of("result", number, "text"), result.text.clone()));
        fields.push((name::of("result", number, "status"), status.to_owned()));
        fields.push((name::of("result", number, "day"), day));
    }
    for (number, party) in item.responsible.iter().enumerate() {
        fields.push((name::of("party", number, "name"), party.party.clone()));
        fields.push((name::of("party", number, "duty"), duty_key(party.duty).to_owned()));
        fields.push((name::of("party", number, "telephone"), party.telephone.clone().unwrap_or_default()));
    }
    Form::with(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// How many results or parties a form has; the page shows one more, to be filled in.
pub fn count(form: &Form, thing: &str, part: &str) -> usize {
    (0..).take_while(|number| form.has(&name::of(thing, *number, part))).count()
}

/// Reads the form into the item that it is about, or says what is wrong with it.
pub fn read(form: &Form, before: &Item, score_year: FiscalYear) -> Result<(Item, bool), FormErrors> {
    let mut errors = FormErrors::default();
    let code = read_code(form, &mut errors, before, score_year);
    let score = read_score(form, name::SCORE, &mut errors);
    let lines = |field: &str| -> Vec<String> {
        form.text(field).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let results = read_results(form, &mut errors);
    let mut statuses: Vec<Status> = results.iter().filter_map(|result| result.status).collect();
    statuses.dedup();
    let indicator = indicator_of(&code, score_year).unwrap_or(before.indicator);
    let item = Item {
        indicator,
        code,
        topic: form.text(name::TOPIC),
        score,
        guidelines: lines(name::GUIDELINES),
        measures: lines(name::MEASURES),
        // What was not touched stays exactly as the report says it.
        statuses: if results == before.results { before.statuses.clone() } else { statuses },
        results,
        responsible: read_parties(form, &mut errors),
    };
    check_length(name::TOPIC, &item.topic, &mut errors);
    for (field, lines) in [(name::GUIDELINES, &item.guidelines), (name::MEASURES, &item.measures)] {
        lines.iter().for_each(|line| check_length(field, line, &mut errors));
    }
    errors.or(|| (item, form.has(name::LEAVE_OUT)))
}

fn read_code(form: &Form, errors: &mut FormErrors, before: &Item, score_year: FiscalYear) -> String {
    let code = form.text(name::CODE).to_uppercase();
    let is_known = Instrument::of(score_year).is_some_and(|instrument| instrument.item(&code).is_some());
    let digits = code.get(1..).unwrap_or_default();
    let is_code = matches!(code.chars().next(), Some('I' | 'E' | 'O')) && digits.parse::<u8>().is_ok_and(|n| n > 0);
    if code != before.code && !is_known && (!is_code || Instrument::of(score_year).is_some()) {
        errors.add(
            name::CODE,
            format!("ปี {score_year} ไม่มีข้อนี้ เลือกรหัสข้อจากรายการ"),
            format!("There is no such item in {score_year}. Choose one of the list."),
        );
    }
    code
}

/// A score as typed, in either script; empty is none.
pub fn read_score(form: &Form, field: &str, errors: &mut FormErrors) -> Option<Score> {
    let text = form.text(field);
    if text.is_empty() {
        return None;
    }
    let score = text.parse().ok();
    if score.is_none() {
        errors.add(field, "คะแนนต้องเป็นตัวเลข 0 ถึง 100 เช่น 77.87", "A score is a number from 0 to 100, such as 77.87.");
    }
    score
}

fn read_results(form: &Form, errors: &mut FormErrors) -> Vec<ResultLine> {
    let mut results = Vec::new();
    for number in 0..count(form, "result", "text") {
        let [text, status, day] = ["text", "status", "day"].map(|part| form.text(&name::of("result", number, part)));
        let text = text.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned();
        let field = name::of("result", number, "day");
        let date = match thai::date::parse(&day) {
            Ok(date) => Some(date),
            Err(_) if day.is_empty() => None,
            Err(problem) => {
                let sentence = problem.sentence();
                errors.add(field, sentence.th, sentence.en);
                None
            }
        };
        check_length(&name::of("result", number, "text"), &text, errors);
        let status = Status::from_key(&status);
        if !text.is_empty() || status.is_some() {
            results.push(ResultLine { text, status, date, ..ResultLine::default() });
        }
    }
    results
}

fn read_parties(form: &Form, errors: &mut FormErrors) -> Vec<Responsible> {
    let mut parties = Vec::new();
    for number in 0..count(form, "party", "name") {
        let [party, duty, telephone] =
            ["name", "duty", "telephone"].map(|part| form.text(&name::of("party", number, part)));
        let field = name::of("party", number, "name");
        check_length(&field, &party, errors);
        if party.is_empty() && !telephone.is_empty() {
            errors.add(
                field,
                "มีโทรศัพท์แต่ไม่มีชื่อผู้รับผิดชอบ ใส่ชื่อ หรือลบโทรศัพท์",
                "There is a telephone but nobody's name. Write the name or clear the telephone.",
            );
        }
        if !party.is_empty() {
            let duty = if duty == duty_key(Duty::Supervise) { Duty::Supervise } else { Duty::CarryOut };
            let telephone = Some(thai::digits::to_arabic(&telephone)).filter(|digits| !digits.is_empty());
            parties.push(Responsible { party, duty, telephone });
        }
    }
    parties
}

fn check_length(field: &str, text: &str, errors: &mut FormErrors) {
    let length = text.chars().count();
    if length > LONGEST_TEXT && errors.of(field).is_none() {
        errors.add(
            field,
            format!("ข้อความยาว {length} ตัวอักษร ใส่ได้ไม่เกิน {LONGEST_TEXT} แบ่งเป็นหลายรายการ"),
            format!("The text has {length} characters; up to {LONGEST_TEXT} fit. Split it."),
        );
    }
}

/// The key of a duty in forms.
pub fn duty_key(duty: Duty) -> &'static str {
    match duty {
        Duty::CarryOut => "carry_out",
        Duty::Supervise => "supervise",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> FiscalYear {
        FiscalYear::new(2564).unwrap()
    }

    fn item() -> Item {
        Item {
            code: "I7".into(),
            indicator: 2,
            topic: "รู้แผนการใช้จ่าย".into(),
            score: "53.65".parse().ok(),
            guidelines: vec!["แนวทางหนึ่ง".into(), "แนวทางสอง".into()],
            measures: vec!["มาตรการ".into()],
            results: vec![
                ResultLine {
                    text: "เผยแพร่แล้ว".into(), status: Some(Status::Done), ..ResultLine::default()
                },
                ResultLine {
                    text: "จะรายงานอีก".into(), status: Some(Status::Done), ..ResultLine::default()
                },
            ],
            statuses: vec![Status::Done],
            responsible: vec![Responsible {
                party: "ฝ่ายการคลัง".into(),
                duty: Duty::Supervise,
                telephone: Some("02-555-0180".into()),
            }],
        }
    }

    fn changed(field: &str, value: &str) -> Form {
        let filled = filled(&item(), false);
        let all: Vec<(&str, String)> = filled
            .starting_with("")
            .map(|(name, old)| (name, if name == field { value.to_owned() } else { old.to_owned() }))
            .collect();
        Form::with(all)
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        assert_eq!(read(&filled(&item(), false), &item(), year()).unwrap(), (item(), false));
        assert!(read(&filled(&item(), true), &item(), year()).unwrap().1);
    }

    #[test]
    fn another_code_brings_its_indicator() {
        let (edited, _) = read(&changed("code", "O36"), &item(), year()).unwrap();
        assert_eq!((edited.code.as_str(), edited.indicator), ("O36", 10));
        assert!(read(&changed("code", "O99"), &item(), year()).unwrap_err().of("code").is_some());
        assert!(read(&changed("code", "ก"), &item(), year()).unwrap_err().of("code").is_some());
    }

    #[test]
    fn thai_digits_are_read_and_nonsense_is_told() {
        let (edited, _) = read(&changed("score", "๗๗.๘๗"), &item(), year()).unwrap();
        assert_eq!(edited.score.unwrap().to_string(), "77.87");
        assert!(read(&changed("score", "778.7"), &item(), year()).unwrap_err().of("score").is_some());
        assert!(
            read(&changed("result-1-day", "31 เมษายน 2565"), &item(), year()).unwrap_err().of("result-1-day").is_some()
        );
    }

    #[test]
    fn an_emptied_result_goes_and_statuses_follow_the_results() {
        let form = changed("result-1-text", "");
        let (edited, _) = read(&form, &item(), year()).unwrap();
        assert_eq!(edited.results.len(), 2, "its status keeps it");
        let (edited, _) = read(&changed("result-0-status", "in_progress"), &item(), year()).unwrap();
        assert_eq!(edited.statuses, [Status::InProgress, Status::Done]);
    }

    #[test]
    fn a_telephone_needs_somebody_to_answer_it() {
        assert!(read(&changed("party-0-name", ""), &item(), year()).unwrap_err().of("party-0-name").is_some());
    }
}
