//! Responsible parties: persons, posts, units or all staff; what they do; their telephone.

use super::line::Line;
use crate::{
    Duty, Responsible,
    text::{find_spaced, is_person, strip_spaced},
};

/// Words that say "supervises"; longer ones first.
const SUPERVISES: [&str; 9] =
    ["กำกับดูแล", "กำกับติดตาม", "ควบคุมกำกับ", "ควบคุมดูแล", "เป็นผู้กำกับ", "กำกับ", "supervises", "supervisor", "supervise"];

/// Labels before a party that say what it does.
const ROLE_LABELS: [(&str, Duty); 6] = [
    ("ผู้กำกับดูแล", Duty::Supervise),
    ("ผู้กำกับ", Duty::Supervise),
    ("ผู้ดำเนินการ", Duty::CarryOut),
    ("ผู้ปฏิบัติงาน :", Duty::CarryOut),
    ("ผู้ปฏิบัติ :", Duty::CarryOut),
    ("ผู้รับผิดชอบ :", Duty::CarryOut),
];

/// Posts that lead others.
const HEADS: [&str; 8] = ["หัวหน้า", "ผู้อำนวยการ", "ปลัด", "นายกเทศมนตรี", "นายกองค์การ", "head of", "director", "chief"];

/// One party before it is known who stands beside it.
struct Party {
    text: String,
    said: Option<Duty>,
    telephone: Option<String>,
}

/// The parties of a cell.
pub(crate) fn read(lines: &[Line]) -> Vec<Responsible> {
    let mut parties: Vec<Party> = Vec::new();
    for line in lines {
        for text in split_persons(&line.text) {
            add(&text, &mut parties);
        }
    }
    let several = parties.len() > 1;
    let anyone_carries_out = parties.iter().any(|party| party.said != Some(Duty::Supervise) && !is_head(&party.text));
    parties
        .into_iter()
        .map(|party| {
            let leads = several && anyone_carries_out && is_head(&party.text);
            let duty = party.said.unwrap_or(if leads { Duty::Supervise } else { Duty::CarryOut });
            Responsible { party: party.text, duty, telephone: party.telephone }
        })
        .collect()
}

fn add(text: &str, parties: &mut Vec<Party>) {
    let (text, telephones) = without_telephones(text);
    let (said, text) = without_duty(&text);
    let text = text.trim_matches([' ', ',', ';', '/', ':', '-', '(', ')', '.']).to_owned();
    let text = if text.matches('(').count() > text.matches(')').count() { format!("{text})") } else { text };
    let mut telephones = telephones.into_iter();
    if text.is_empty() {
        if let Some(last) = parties.last_mut() {
            if last.telephone.is_none() {
                last.telephone = telephones.next();
            }
            last.said = last.said.or(said);
        }
    } else {
        parties.push(Party { text, said, telephone: telephones.next() });
    }
    // A second number has no party of its own: it is kept as printed text.
    for number in telephones {
        parties.push(Party { text: format!("โทร {number}"), said: None, telephone: Some(number) });
    }
}

/// `นาย ก … นาง ข …` in one line are two persons.
fn split_persons(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let before = &text[start..at];
        let next_person = c == ' ' && is_person(rest) && is_person(before) && before.trim().contains(' ');
        if c == ';' || next_person {
            parts.push(before.to_owned());
            start = at + c.len_utf8();
        }
    }
    parts.push(text[start..].to_owned());
    parts
}

fn without_duty(text: &str) -> (Option<Duty>, String) {
    let trimmed = text.trim();
    // As the official form prints it.
    for (printed, duty) in [("ปฏิบัติ", Duty::CarryOut), ("กำกับดูแล", Duty::Supervise)]
    {
        let inside = trimmed.strip_suffix(')').map(str::trim_end).and_then(|text| text.strip_suffix(printed));
        if let Some(party) = inside.and_then(|text| text.trim_end().strip_suffix('(')) {
            return (Some(duty), party.trim_end().to_owned());
        }
    }
    if let Some((rest, duty)) =
        ROLE_LABELS.iter().find_map(|(label, duty)| Some((strip_spaced(trimmed, label)?, *duty)))
    {
        return (Some(duty), rest.to_owned());
    }
    for word in SUPERVISES {
        if let Some(place) = find_spaced(trimmed, word) {
            let rest = trimmed[place.end..].trim();
            // กลุ่มกำกับการคลัง is the name of a unit: alone the word says something only behind a party, set off from it.
            if word == "กำกับ" && !((rest.is_empty() || rest == ")") && trimmed[..place.start].ends_with([' ', '(']))
            {
                continue;
            }
            let text =
                if rest.is_empty() || rest == ")" { trimmed[..place.start].to_owned() } else { trimmed.to_owned() };
            return (Some(Duty::Supervise), text);
        }
    }
    (None, trimmed.to_owned())
}

fn is_head(text: &str) -> bool {
    HEADS.iter().any(|word| {
        find_spaced(text, word).is_some_and(|place| {
            let before = text[..place.start].trim_end();
            !before.ends_with("รอง") && !before.ends_with("ผู้ช่วย")
        })
    })
}

fn without_telephones(text: &str) -> (String, Vec<String>) {
    let found = thai::text::telephones(text);
    let mut rest = String::new();
    let mut at = 0;
    for telephone in &found {
        let before = text[at..telephone.range.start].trim_end_matches([' ', '.', ':']);
        let before = ["หมายเลขโทรศัพท์", "โทรศัพท์", "โทร", "Tel", "tel", "Phone"]
            .iter()
            .find_map(|label| before.strip_suffix(label))
            .unwrap_or(before);
        rest.push_str(before);
        at = telephone.range.end;
    }
    rest.push_str(&text[at..]);
    (rest, found.into_iter().map(|telephone| telephone.number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties(texts: &[&str]) -> Vec<(String, Duty, Option<String>)> {
        let lines: Vec<Line> = texts.iter().map(|text| Line { text: (*text).into(), ..Line::default() }).collect();
        read(&lines).into_iter().map(|party| (party.party, party.duty, party.telephone)).collect()
    }

    #[test]
    fn heads_supervise_beside_others_and_numbers_find_their_party() {
        let found = parties(&["ฝ่ายทดสอบ", "นักวิชาการสมมติชำนาญการ", "หัวหน้าฝ่ายทดสอบ โทร ๐๒-๑๒๓๔๕๖๗"]);
        assert_eq!(found[0].1, Duty::CarryOut);
        assert_eq!(found[1].2, None);
        assert_eq!(found[2], ("หัวหน้าฝ่ายทดสอบ".into(), Duty::Supervise, Some("02-123-4567".into())));
    }

    #[test]
    fn what_is_said_decides() {
        let found = parties(&["บุคลากรทุกคน", "หัวหน้าฝ่ายทุก ฝ่ายกำกับ ดูแล"]);
        assert_eq!(found[1], ("หัวหน้าฝ่ายทุก ฝ่าย".into(), Duty::Supervise, None));
        assert_eq!(parties(&["ฝ่ายทดสอบ (ปฏิบัติ)"])[0], ("ฝ่ายทดสอบ".into(), Duty::CarryOut, None));
        assert_eq!(parties(&["ฝ่ายทดสอบ ( กำกับดูแล )"])[0], ("ฝ่ายทดสอบ".into(), Duty::Supervise, None));
        assert_eq!(parties(&["หัวหน้าฝ่ายทดสอบ"])[0].1, Duty::CarryOut);
        assert_eq!(parties(&["กลุ่มกำกับการคลัง"])[0], ("กลุ่มกำกับการคลัง".into(), Duty::CarryOut, None));
        assert_eq!(parties(&["สำนักงานกำกับ"])[0], ("สำนักงานกำกับ".into(), Duty::CarryOut, None));
        assert_eq!(parties(&["ฝ่ายทดสอบ (กำกับ)"])[0], ("ฝ่ายทดสอบ".into(), Duty::Supervise, None));
        assert_eq!(parties(&["ผู้กำกับดูแล: ฝ่ายทดสอบ"])[0], ("ฝ่ายทดสอบ".into(), Duty::Supervise, None));
    }
}
