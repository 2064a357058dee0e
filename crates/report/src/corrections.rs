//! Likely slips of the OCR, offered one by one. The reader never applies them; a person does.

use crate::{
    Correction, Report,
    text::{is_person, is_thai_letter},
};

/// Words that OCR of Thai office prose makes of others, and words in which a mark was lost.
const MISREADINGS: [(&str, &str); 20] = [
    ("เวียดนามทุก", "เวียนแจ้งทุก"),
    ("ประชุมสัมพันธ์", "ประชาสัมพันธ์"),
    ("ประชาสัมพันธฺ์", "ประชาสัมพันธ์"),
    ("จ้องคิว", "จองคิว"),
    ("การจูงใจออนไลน์", "การจองคิวออนไลน์"),
    ("การจูงใจการรับบริการ", "การจองคิวรับบริการ"),
    ("แก่ผู้ราชการ", "แก่ผู้มาติดต่อราชการ"),
    ("ทานรู้", "ท่านรู้"),
    ("ของทาน", "ของท่าน"),
    ("การตรวจสอบพัสดุ", "การตรวจรับพัสดุ"),
    ("อำนวยการหน้าที", "อำนาจหน้าที่"),
    ("อย่างน้อยเพียงใด", "มากน้อยเพียงใด"),
    ("ฝห้", "ให้"),
    ("BMAQ", "BMA Q"),
    ("ข้อมูลกึ่งดำเนินการ", "ข้อมูลการดำเนินการ"),
    ("ดำเนินกร", "ดำเนินการ"),
    ("เจ้าหน้าทื่", "เจ้าหน้าที่"),
    ("หน่วยงำน", "หน่วยงาน"),
    ("โปร่งไส", "โปร่งใส"),
    ("คุณธรรรม", "คุณธรรม"),
];

/// Words that stand twice in a row only by mistake.
const DOUBLED: [&str; 6] = ["การ", "ความ", "ข้อมูล", "ขั้น", "ให้", "ของ"];

/// A name of the agency in the text counts as misread from this likeness on.
const LIKE_THE_AGENCY: f32 = 0.8;

/// What looks like a slip, in every text of the report.
pub fn suggest(report: &Report) -> Vec<Correction> {
    let mut found = Vec::new();
    for_each_text(&mut report.clone(), |item, part, text| {
        let mut add = |printed: &str, suggested: &str| {
            let new = Correction {
                item: item.to_owned(),
                part: part.to_owned(),
                printed: printed.to_owned(),
                suggested: suggested.to_owned(),
            };
            if printed != suggested && !found.contains(&new) {
                found.push(new);
            }
        };
        for (printed, suggested) in MISREADINGS.iter().filter(|(printed, _)| text.contains(printed)) {
            add(printed, suggested);
        }
        for word in DOUBLED {
            let doubled = word.repeat(2);
            // "การการเงิน" is right: what follows makes a word of its own.
            if text.contains(&doubled)
                && !text.contains(&format!("{doubled}เงิน"))
                && !text.contains(&format!("{doubled}คลัง"))
            {
                add(&doubled, word);
            }
        }
        if let Some((printed, suggested)) = report.agency.as_deref().and_then(|agency| misread_agency(text, agency)) {
            add(&printed, &suggested);
        }
        if let Some(joined) = without_narrow_column(text) {
            add(text, &joined);
        }
    });
    found
}

/// Writes the chosen corrections into the texts they stand at; tells how many changed something.
///
/// A correction of a `code` only records how the code was read and changes nothing.
pub fn apply(report: &mut Report, chosen: &[Correction]) -> usize {
    let mut applied = vec![false; chosen.len()];
    let is_spacing = |c: &Correction| thai::text::squash(&c.printed) == thai::text::squash(&c.suggested);
    for_each_text(report, |item, part, text| {
        let printed = text.clone();
        for (at, correction) in chosen.iter().enumerate() {
            let fits = correction.item == item && correction.part == part && !correction.printed.is_empty();
            if fits && !is_spacing(correction) && text.contains(&correction.printed) {
                *text = text.replace(&correction.printed, &correction.suggested);
                applied[at] = true;
            }
        }
        // Spaces last: they are offered for the whole text, which a word may have changed by now.
        let spacing =
            chosen.iter().position(|c| c.item == item && c.part == part && is_spacing(c) && c.printed == printed);
        if let Some(at) = spacing {
            *text = if *text == printed {
                chosen[at].suggested.clone()
            } else {
                without_narrow_column(text).unwrap_or(text.clone())
            };
            applied[at] = true;
        }
    });
    applied.into_iter().filter(|applied| *applied).count()
}

/// Every text of the report with its item and part.
fn for_each_text(report: &mut Report, mut visit: impl FnMut(&str, &str, &mut String)) {
    for indicator in &mut report.indicators {
        visit("", "indicator", &mut indicator.name);
    }
    for item in &mut report.items {
        let code = item.code.clone();
        visit(&code, "topic", &mut item.topic);
        item.guidelines.iter_mut().for_each(|text| visit(&code, "guideline", text));
        item.measures.iter_mut().for_each(|text| visit(&code, "measure", text));
        item.results.iter_mut().for_each(|result| visit(&code, "result", &mut result.text));
        item.responsible.iter_mut().for_each(|party| visit(&code, "responsible", &mut party.party));
    }
}

/// The agency's own name with a letter or two misread: as printed, and as it should be.
fn misread_agency(text: &str, agency: &str) -> Option<(String, String)> {
    let kinds = ["สำนักงานเขต", "เทศบาล", "องค์การบริหารส่วน", "สำนักงาน", "โรงพยาบาล", "มหาวิทยาลัย", "กรม"];
    let kind = kinds.into_iter().find(|kind| agency.starts_with(kind))?;
    let name = thai::text::squash(agency);
    let own = name.strip_prefix(kind).filter(|own| own.chars().count() >= 4)?;
    let mut at = 0;
    while let Some(place) = crate::text::find_spaced(&text[at..], kind) {
        let start = at + place.end;
        let (window, end) = take_letters(&text[start..], own.chars().count());
        let likeness = thai::text::similarity(&window, own);
        if window != own
            && likeness >= 0.6
            && thai::text::similarity(&format!("{kind}{window}"), &name) >= LIKE_THE_AGENCY
        {
            return Some((text[start..start + end].trim_start().to_owned(), own.to_owned()));
        }
        at = start;
    }
    None
}

/// The first letters of a text without spaces, and where they end.
fn take_letters(text: &str, count: usize) -> (String, usize) {
    let mut letters = String::new();
    let mut end = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()).take(count) {
        letters.push(c);
        end = at + c.len_utf8();
    }
    (letters, end)
}

/// Text from a narrow column has a space at each line's end, mostly inside words. Without those, if it looks so.
fn without_narrow_column(text: &str) -> Option<String> {
    let runs: Vec<&str> = text.split(' ').collect();
    let letters = text.chars().filter(|c| is_thai_letter(*c)).count();
    let foreign = text.chars().any(|c| c.is_ascii_alphabetic());
    let long_run = runs.iter().any(|run| run.chars().count() > 30);
    if runs.len() < 4 || foreign || long_run || letters / runs.len() > 17 || is_person(text) {
        return None;
    }
    let mut joined = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between_thai =
            joined.chars().next_back().is_some_and(is_thai_letter) && rest.peek().is_some_and(|c| is_thai_letter(*c));
        if c != ' ' || !between_thai {
            joined.push(c);
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

    fn report(measure: &str) -> Report {
        let item = Item { code: "I1".into(), measures: vec![measure.into()], ..Item::default() };
        Report {
            agency: Some("สำนักงานเขตตัวอย่าง".into()), items: vec![item], ..Report::default()
        }
    }

    #[test]
    fn slips_are_offered_and_change_nothing_until_chosen() {
        let mut report = report("ประชุมสัมพันธ์ของสำนักงานเขตตัวอยาง ฝห้ทราบ");
        let before = report.clone();
        let offered = suggest(&report);
        assert_eq!(report, before);
        let pairs: Vec<_> = offered.iter().map(|c| (c.printed.as_str(), c.suggested.as_str())).collect();
        assert!(pairs.contains(&("ประชุมสัมพันธ์", "ประชาสัมพันธ์")) && pairs.contains(&("ฝห้", "ให้")), "{pairs:?}");
        assert!(
            pairs.iter().any(|(printed, suggested)| printed.starts_with("ตัวอยาง") && *suggested == "ตัวอย่าง"),
            "{pairs:?}"
        );
        assert_eq!(apply(&mut report, &offered[..1]), 1);
        assert_eq!(report.items[0].measures[0], "ประชาสัมพันธ์ของสำนักงานเขตตัวอยาง ฝห้ทราบ");
    }

    #[test]
    fn spaces_of_a_narrow_column_are_offered_for_removal() {
        let offered = suggest(&report("มอบหมาย งานให้บุคลา กรอย่างเป็น ธรรมและ เหมาะสม"));
        assert_eq!(offered[0].suggested, "มอบหมายงานให้บุคลากรอย่างเป็นธรรมและเหมาะสม");
        assert!(suggest(&report("ประชุมฝ่ายทุกเดือน และรายงานผลให้ผู้บริหารทราบอย่างต่อเนื่อง")).is_empty());
    }
}
