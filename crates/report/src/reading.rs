//! Figures counted from an office's own records, as they are printed below a result and read again.

use thai::{Language, date, digits};

use crate::Reading;

/// What a printed reading begins with.
pub(crate) const LABEL: &str = "ตัวเลขจากระบบ:";
/// What stands before its day.
const AS_OF: &str = "ณ วันที่";

impl Reading {
    /// The line as it is printed: `ตัวเลขจากระบบ: … ณ วันที่ 8 เมษายน 2565`.
    pub fn printed(&self) -> String {
        format!("{LABEL} {}", self.sentence())
    }

    /// The same without the label.
    pub(crate) fn sentence(&self) -> String {
        format!("{} {AS_OF} {}", self.text, date::long(self.day, Language::Thai))
    }

    /// What [`Reading::sentence`] wrote, in digits of either script; nothing if it names no day.
    pub(crate) fn of(sentence: &str) -> Option<Self> {
        let (text, day) = sentence.rsplit_once(AS_OF)?;
        let found = date::find(day)?;
        let is_all = day[..found.range.start].trim().is_empty() && day[found.range.end..].trim().is_empty();
        let text = digits::to_arabic(text.trim());
        (is_all && !text.is_empty()).then_some(Reading { text, day: found.date.ok()? })
    }
}

/// Takes the readings out of a printed result: what is left of its text, and the readings. What only looks like one stays
/// in the text.
pub(crate) fn take_out(text: &str) -> (String, Vec<Reading>) {
    let mut pieces = text.split(LABEL);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    let mut readings = Vec::new();
    for piece in pieces {
        match Reading::of(piece) {
            Some(reading) => readings.push(reading),
            None => {
                left.push_str(LABEL);
                left.push_str(piece);
            }
        }
    }
    if readings.is_empty() { (text.to_owned(), readings) } else { (left.trim().to_owned(), readings) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_printed_reading_is_read_again() {
        let reading = Reading {
            text: "ผู้รับทราบหนังสือเวียน ว 1/2565 ร้อยละ 96.50 (193 จาก 200 คน)".into(),
            day: date(2022, 4, 8),
        };
        assert_eq!(
            reading.printed(),
            "ตัวเลขจากระบบ: ผู้รับทราบหนังสือเวียน ว 1/2565 ร้อยละ 96.50 (193 จาก 200 คน) ณ วันที่ 8 เมษายน 2565"
        );
        let thai = digits::to_thai(&reading.printed());
        assert_eq!(
            take_out(&format!("แจ้งเวียนแล้ว {thai} {thai}")),
            ("แจ้งเวียนแล้ว".to_owned(), vec![reading.clone(), reading])
        );
    }

    #[test]
    fn what_only_looks_like_a_reading_stays_in_the_text() {
        for text in ["แจ้งเวียนแล้ว ณ วันที่ 8 เมษายน 2565", "ตัวเลขจากระบบ: ยังไม่มี", "ตัวเลขจากระบบ: มาก ณ วันที่ ประชุม"]
        {
            assert_eq!(take_out(text), (text.to_owned(), Vec::new()));
        }
    }
}
