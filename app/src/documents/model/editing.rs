//! Reading what was typed about a document, its versions and postings.

use jiff::civil::Date;
use thai::Bilingual;
use url::Url;

use super::{About, Kind, Openness, Told};
use crate::kit::{
    Form, FormErrors,
    form_page::{optional_day, required_day},
};

/// The longest title.
pub const LONGEST_TITLE: usize = 300;
/// The longest other text.
pub const LONGEST_TEXT: usize = 1000;
/// The longest web address.
pub const LONGEST_ADDRESS: usize = 1000;

/// Adds a sentence for a text that is too long.
pub fn check_length(errors: &mut FormErrors, field: &str, text: &str, most: usize) {
    if text.chars().count() > most {
        errors.add(
            field,
            format!("ยาวเกิน {most} ตัวอักษร ย่อให้สั้นลง"),
            format!("Longer than {most} characters. Shorten it."),
        );
    }
}

/// Reads what a document is about.
pub fn read_about(form: &Form, errors: &mut FormErrors) -> Option<About> {
    let kind = Kind::from_key(&form.text("kind"));
    if kind.is_none() {
        errors.add("kind", "ยังไม่ได้เลือกชนิดเอกสาร เลือกหนึ่งอย่าง", "No kind was chosen. Choose one.");
    }
    let title = form.text("title");
    if title.is_empty() {
        errors.add("title", "ใส่ชื่อเอกสาร ตามที่เขียนบนเอกสาร", "Enter the title, as it stands on the document.");
    }
    check_length(errors, "title", &title, LONGEST_TITLE);
    let openness = read_openness(form, errors);
    Some(About { kind: kind?, title, openness: openness? })
}

fn read_openness(form: &Form, errors: &mut FormErrors) -> Option<Openness> {
    match form.text("openness").as_str() {
        "public" => Some(Openness::Public),
        "internal" => {
            let reason = form.text("internal_reason");
            if reason.is_empty() {
                errors.add(
                    "internal_reason",
                    "บอกเหตุผลที่ไม่เปิดเผย เช่น มีข้อมูลส่วนบุคคล",
                    "Say why it is not public, e.g. because it names private persons.",
                );
            }
            check_length(errors, "internal_reason", &reason, LONGEST_TEXT);
            Some(Openness::Internal { reason })
        }
        _ => {
            errors.add("openness", "เลือกว่าใครเห็นเอกสารนี้ได้", "Choose who may see the document.");
            None
        }
    }
}

/// Reads the days and words of a version. From the second on it says what changed.
pub fn read_told(form: &Form, errors: &mut FormErrors, is_first: bool, today: Date) -> Option<Told> {
    let speaks_of = required_day(form, "speaks_of", errors);
    let received = optional_day(form, "received", errors).unwrap_or(today);
    let valid_from = optional_day(form, "valid_from", errors);
    let valid_until = optional_day(form, "valid_until", errors);
    if let (Some(from), Some(until)) = (valid_from, valid_until)
        && until < from
    {
        errors.add("valid_until", "วันสุดท้ายอยู่ก่อนวันแรก ตรวจวันทั้งสอง", "The last day is before the first. Check both.");
    }
    if received > today {
        errors.add("received", "วันที่ได้รับยังมาไม่ถึง ตรวจวัน", "The day of receipt is still to come. Check it.");
    }
    let (given_by, what_changed) = (form.text("given_by"), form.text("what_changed"));
    check_length(errors, "given_by", &given_by, LONGEST_TITLE);
    check_length(errors, "what_changed", &what_changed, LONGEST_TEXT);
    if !is_first && what_changed.is_empty() {
        errors.add(
            "what_changed",
            "บอกสั้น ๆ ว่าต่างจากฉบับก่อนอย่างไร",
            "Say in a few words what is different from the version before.",
        );
    }
    Some(Told { speaks_of: speaks_of?, received, given_by, valid_from, valid_until, what_changed })
}

/// A web address as it is kept, or what is wrong with it: http or https, a host, no password in it.
pub fn read_address(text: &str) -> Result<String, Bilingual> {
    let not_understood = || {
        Bilingual::new(
            "ไม่เข้าใจที่อยู่เว็บนี้ ใส่ที่อยู่เต็มที่ขึ้นต้นด้วย https:// หรือ http:// เช่น https://www.example.go.th/plan",
            "This is no web address. Enter a whole one that begins with https:// or http://, e.g. https://www.example.go.th/plan",
        )
    };
    if text.chars().count() > LONGEST_ADDRESS {
        return Err(Bilingual::new(
            format!("ที่อยู่เว็บยาวเกิน {LONGEST_ADDRESS} ตัวอักษร ใช้ที่อยู่ที่สั้นกว่า"),
            format!("The address is longer than {LONGEST_ADDRESS} characters. Use a shorter one."),
        ));
    }
    let url = Url::parse(text).map_err(|_| not_understood())?;
    let has_slashes = text.get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://"));
    if !matches!(url.scheme(), "http" | "https") || !has_slashes || url.host_str().is_none_or(str::is_empty) {
        return Err(not_understood());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Bilingual::new(
            "ที่อยู่เว็บนี้มีชื่อผู้ใช้หรือรหัสผ่าน ลบออกก่อน เพราะทุกคนที่เห็นเอกสารจะเห็นด้วย",
            "The address holds a user name or password. Take it out, because whoever sees the document would see it.",
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_whole_addresses_of_the_web_are_taken() {
        for good in ["https://www.example.go.th/plan?id=1#part", "http://localhost:8080", "https://เขต.ไทย/แผน"]
        {
            assert_eq!(read_address(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "www.example.go.th",
            "ftp://example.go.th/a",
            "javascript:alert(1)",
            "https://",
            "data:text/html,x",
            "//a.b/c",
            "https://user:pw@example.go.th/",
        ] {
            assert!(read_address(bad).is_err(), "{bad}");
        }
        assert!(read_address(&format!("https://a.b/{}", "x".repeat(1000))).is_err());
    }

    #[test]
    fn a_later_version_says_what_changed_and_days_must_follow_each_other() {
        let day = |name: &str| {
            [(format!("{name}_day"), "8"), (format!("{name}_month"), "4"), (format!("{name}_year"), "2565")]
        };
        let fields: Vec<(String, &str)> = day("speaks_of").into_iter().chain(day("valid_from")).collect();
        let mut fields: Vec<(&str, String)> =
            fields.iter().map(|(name, value)| (name.as_str(), (*value).to_owned())).collect();
        let today = date(2022, 4, 8);
        let mut errors = FormErrors::default();
        let told = read_told(&Form::with(fields.clone()), &mut errors, true, today).unwrap();
        assert!(errors.is_empty());
        assert_eq!((told.speaks_of, told.received, told.valid_until), (today, today, None));
        read_told(&Form::with(fields.clone()), &mut errors, false, today);
        assert!(errors.of("what_changed").is_some());
        fields.extend([
            ("valid_until_day", "7".to_owned()),
            ("valid_until_month", "4".to_owned()),
            ("valid_until_year", "2565".to_owned()),
        ]);
        let mut errors = FormErrors::default();
        read_told(&Form::with(fields), &mut errors, true, today);
        assert!(errors.of("valid_until").is_some());
    }
}
