//! Reading what was typed about circulars and meetings.

use std::collections::BTreeSet;

use thai::{Bilingual, digits};

use super::{
    Check, CircularId, Number, Reader, Said, Urgency,
    meeting::{Held, Kind, Plan},
};
use crate::kit::{
    Form, FormErrors,
    form_page::{optional_day, required_day},
};

/// The longest subject, title or name, in characters.
pub const LONGEST_LINE: usize = 300;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// Within so many working days a circular is acknowledged where nobody says otherwise.
pub const USUAL_WORKING_DAYS: u16 = 5;
/// As many readers as one circular names.
const MOST_READERS: usize = 500;
/// As many circulars as one briefing explains.
const MOST_TOPICS: usize = 50;

/// Adds a sentence for a text that is missing or too long.
pub fn check_text(errors: &mut FormErrors, field: &str, text: &str, most: usize, missing: Option<Bilingual>) {
    if let (true, Some(Bilingual { th, en })) = (text.is_empty(), missing) {
        errors.add(field, th, en);
    }
    if text.chars().count() > most {
        errors.add(
            field,
            format!("ยาวเกิน {most} ตัวอักษร ย่อให้สั้นลง"),
            format!("Longer than {most} characters. Shorten it."),
        );
    }
}

/// Reads an identifier of a select that may stay empty.
pub fn optional_id<T: std::str::FromStr>(form: &Form, name: &str) -> Option<T> {
    form.text(name).parse().ok()
}

/// Reads a circular. Who is to read it is read by [`read_audience`].
pub fn read_said(form: &Form, errors: &mut FormErrors) -> Option<Said> {
    let subject = form.text("subject");
    let missing = Bilingual::new("ใส่เรื่องของหนังสือเวียน", "Say what the circular is about.");
    check_text(errors, "subject", &subject, LONGEST_LINE, Some(missing));
    let body = form.text("body");
    let document = optional_id(form, "document");
    let missing = document.is_none().then(|| {
        Bilingual::new("ใส่เนื้อหา หรือเลือกเอกสารที่เวียน", "Write the text, or choose the document that is sent around.")
    });
    check_text(errors, "body", &body, LONGEST_TEXT, missing);
    let given = form.text("number");
    check_text(errors, "number", &given, 100, None);
    let urgency = Urgency::from_key(&form.text("urgency")).unwrap_or(Urgency::Normal);
    let day = required_day(form, "day", errors);
    let valid_from = optional_day(form, "valid_from", errors).or(day);
    let valid_until = optional_day(form, "valid_until", errors);
    if let (Some(from), Some(until)) = (valid_from, valid_until)
        && until < from
    {
        errors.add("valid_until", "วันสุดท้ายอยู่ก่อนวันแรก ตรวจวันทั้งสอง", "The last day is before the first. Check both.");
    }
    let working_days = read_working_days(form, errors);
    let check = read_check(form, errors);
    Some(Said {
        number: if given.is_empty() { Number::Next } else { Number::Given(given) },
        day: day?,
        subject,
        body,
        document,
        urgency,
        unit: optional_id(form, "unit"),
        valid_from: valid_from?,
        valid_until,
        supersedes: optional_id(form, "supersedes"),
        working_days: working_days?,
        check: check?,
    })
}

fn read_working_days(form: &Form, errors: &mut FormErrors) -> Option<u16> {
    let text = form.text("working_days");
    if text.is_empty() {
        return Some(USUAL_WORKING_DAYS);
    }
    let days =
        digits::parse_whole(&text).and_then(|days| u16::try_from(days).ok()).filter(|days| (1..=60).contains(days));
    if days.is_none() {
        errors.add("working_days", "ใส่จำนวนวันทำการ 1 ถึง 60", "Enter a number of working days from 1 to 60.");
    }
    days
}

/// Reads the question with its answers, a line each; the first is right. The outer `None` means that something is wrong.
#[allow(clippy::option_option, reason = "no question is as good as a question")]
fn read_check(form: &Form, errors: &mut FormErrors) -> Option<Option<Check>> {
    let question = form.text("question");
    let choices: Vec<String> =
        form.text("choices").lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    if question.is_empty() && choices.is_empty() {
        return Some(None);
    }
    check_text(errors, "question", &question, LONGEST_LINE, Some(Bilingual::new("ใส่คำถาม", "Write the question.")));
    let mut sorted = choices.clone();
    sorted.sort();
    sorted.dedup();
    if !(2..=6).contains(&choices.len()) || sorted.len() != choices.len() {
        errors.add(
            "choices",
            "ใส่คำตอบ 2 ถึง 6 บรรทัดที่ไม่ซ้ำกัน บรรทัดแรกคือคำตอบที่ถูก",
            "Write two to six different answers, a line each; the first is the right one.",
        );
        return None;
    }
    Some(Some(Check { question, choices, right: 0 }))
}

/// Reads who is to read: everybody, or any of units, posts and persons.
pub fn read_audience(form: &Form, errors: &mut FormErrors) -> Vec<Reader> {
    if form.text("everyone") == "yes" {
        return vec![Reader::Everyone];
    }
    let mut readers: Vec<Reader> = Vec::new();
    readers.extend(form.all("units").filter_map(|id| id.parse().ok()).map(Reader::Unit));
    readers.extend(form.all("posts").filter_map(|id| id.parse().ok()).map(Reader::Post));
    readers.extend(form.all("people").filter_map(|id| id.parse().ok()).map(Reader::Person));
    readers.sort();
    readers.dedup();
    if readers.is_empty() {
        errors.add("everyone", "เลือกผู้รับอย่างน้อยหนึ่ง", "Choose at least one reader.");
    } else if readers.len() > MOST_READERS {
        errors.add(
            "everyone",
            format!("เลือกผู้รับได้ไม่เกิน {MOST_READERS} ราย เลือกทั้งฝ่ายแทน"),
            format!("No more than {MOST_READERS} readers can be named. Choose whole units instead."),
        );
    }
    readers
}

/// Reads what is planned of a meeting.
pub fn read_plan(form: &Form, errors: &mut FormErrors) -> Option<Plan> {
    let kind = Kind::from_key(&form.text("kind"));
    if kind.is_none() {
        errors.add("kind", "เลือกประเภทการประชุม", "Choose what kind of meeting it is.");
    }
    let (title, place, agenda, time) = (form.text("title"), form.text("place"), form.text("agenda"), form.text("time"));
    check_text(errors, "title", &title, LONGEST_LINE, Some(Bilingual::new("ใส่ชื่อการประชุม", "Enter the title.")));
    check_text(errors, "place", &place, LONGEST_LINE, Some(Bilingual::new("ใส่สถานที่", "Enter the place.")));
    check_text(errors, "agenda", &agenda, LONGEST_TEXT, Some(Bilingual::new("ใส่ระเบียบวาระ", "Write the agenda.")));
    let time = read_time(&time, errors);
    let day = required_day(form, "day", errors);
    let topics: BTreeSet<CircularId> = form.all("topics").filter_map(|id| id.parse().ok()).collect();
    if kind == Some(Kind::Briefing) && topics.is_empty() {
        errors.add("topics", "เลือกหนังสือเวียนที่จะชี้แจงอย่างน้อยหนึ่งฉบับ", "Choose at least one circular to explain.");
    }
    if topics.len() > MOST_TOPICS {
        errors.add(
            "topics",
            format!("ชี้แจงได้ไม่เกิน {MOST_TOPICS} ฉบับต่อครั้ง แบ่งเป็นหลายครั้ง"),
            format!("No more than {MOST_TOPICS} circulars fit one briefing. Plan several."),
        );
    }
    let topics = if kind == Some(Kind::Briefing) { topics.into_iter().collect() } else { Vec::new() };
    Some(Plan { kind: kind?, title, day: day?, time: time?, place, agenda, topics })
}

/// A time as offices write it: `09.30`, also `9:30`. Empty stays empty.
fn read_time(text: &str, errors: &mut FormErrors) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let text = digits::to_arabic(text).replace(':', ".");
    let text = text.trim_end_matches("น.").trim();
    let parsed = text.split_once('.').and_then(|(hours, minutes)| {
        let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then(|| format!("{hours:02}.{minutes:02}"))
    });
    if parsed.is_none() {
        errors.add("time", "อ่านเวลาไม่ได้ ใส่เช่น 09.30", "The time is not understood. Write it as 09.30.");
    }
    parsed
}

/// Reads who came and what was said.
pub fn read_held(form: &Form, errors: &mut FormErrors) -> Held {
    let came: Vec<_> = form.all("came").filter_map(|id| id.parse().ok()).collect();
    if came.is_empty() {
        errors.add("came", "เลือกผู้เข้าประชุมอย่างน้อยหนึ่งคน", "Choose at least one person who came.");
    }
    let minutes = form.text("minutes");
    let document = optional_id(form, "document");
    let missing = document
        .is_none()
        .then(|| Bilingual::new("ใส่รายงานการประชุม หรือเลือกเอกสาร", "Write the minutes, or choose their document."));
    check_text(errors, "minutes", &minutes, LONGEST_TEXT, missing);
    Held { came, minutes, document }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_understood_as_offices_write_them() {
        let read = |text: &str| read_time(text, &mut FormErrors::default());
        assert_eq!(read("9.30").as_deref(), Some("09.30"));
        assert_eq!(read("๑๓:๐๐ น.").as_deref(), Some("13.00"));
        assert_eq!(read("").as_deref(), Some(""));
        assert_eq!(read("24.00"), None);
        assert_eq!(read("เช้า"), None);
    }

    #[test]
    fn a_question_has_answers_that_differ() {
        let read = |question: &str, choices: &str| {
            let form = Form::with([("question", question.to_owned()), ("choices", choices.to_owned())]);
            let mut errors = FormErrors::default();
            (read_check(&form, &mut errors), errors.is_empty())
        };
        assert_eq!(read("", ""), (Some(None), true));
        let (check, fine) = read("กี่วัน", "3 วัน\n5 วัน\n");
        assert!(fine && check.flatten().is_some_and(|check| check.choices.len() == 2 && check.right == 0));
        assert!(!read("กี่วัน", "3 วัน\n3 วัน").1);
        assert!(!read("", "ก\nข").1);
        assert!(!read("กี่วัน", "").1);
    }
}
