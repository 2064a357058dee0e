//! Item codes as OCR leaves them (`๑๑`, `0๒๖`, `๗`), resolved by indicator, topic and order.

use crate::{
    known::Known,
    text::{holds, is_thai_letter},
};

/// What is known where a code stands.
pub(crate) struct Context<'a> {
    pub(crate) known: &'a Known,
    /// The indicator whose heading was printed last.
    pub(crate) indicator: Option<u8>,
    /// The instrument of the section: `I`, `E` or `O`.
    pub(crate) section: Option<char>,
    /// The codes so far, in order.
    pub(crate) before: &'a [String],
}

/// A code, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    pub(crate) code: String,
    /// 0 if nothing tells it.
    pub(crate) indicator: u8,
    /// Another reading was nearly as good, or the code does not fit its place.
    pub(crate) guessed: bool,
    /// The year's instrument is known and has no such item.
    pub(crate) foreign: bool,
}

/// One way to read a printed code.
struct Reading {
    letter: char,
    number: u8,
    /// How probable the misreading is in itself.
    prior: f64,
}

/// Words after a number that make it a quantity and no code.
const UNITS: [&str; 9] = ["ปี", "เดือน", "วัน", "ครั้ง", "คน", "คะแนน", "ล้าน", "บาท", "ชั่วโมง"];

/// A code at the start of the text: as printed, and the rest.
pub(crate) fn at_start(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_start();
    let mut body = trimmed;
    for prefix in ["ข้อที่", "ข้อ", "(", "["] {
        body = body.strip_prefix(prefix).unwrap_or(body).trim_start();
    }
    let first = body.chars().next()?;
    let letter = matches!(first, 'I' | 'i' | 'E' | 'e' | 'O' | 'o' | 'Q' | 'l' | '|' | '!' | 'F' | '€' | '£');
    let after_letter = if letter { &body[first.len_utf8()..] } else { body };
    let gap = if letter { after_letter.trim_start_matches([' ', '.', '-']) } else { after_letter };
    let digits: usize = gap.chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum();
    let count = gap[..digits].chars().count();
    if !(1..=3).contains(&count) || (letter && count > 2) {
        return None;
    }
    let printed = &body[..body.len() - gap.len() + digits];
    let rest = gap[digits..].trim_start_matches([')', ']', ':', '.']);
    let next = gap[digits..].chars().next();
    if next.is_some_and(|c| matches!(c, '/' | ',' | '%') || c.is_ascii_alphabetic())
        || (next == Some('.') && rest.starts_with(is_digit))
    {
        return None;
    }
    let quantity =
        !letter && !gap.starts_with(['0', '๐']) && UNITS.iter().any(|unit| rest.trim_start().starts_with(unit));
    (!quantity).then_some((printed, rest))
}

/// A code in brackets inside or at the end of a topic, letter intact: `… (I7)`. As printed, and the text without it.
pub(crate) fn in_brackets(text: &str) -> Option<(String, String)> {
    text.char_indices().filter(|(_, c)| *c == '(').find_map(|(open, _)| {
        let close = open + text[open..].find(')')?;
        let inside = text[open + 1..close].trim();
        let (printed, rest) = at_start(inside)?;
        let exact = printed.starts_with(['I', 'E', 'O', 'i', 'e', 'o']) && rest.is_empty();
        exact.then(|| (printed.to_owned(), format!("{} {}", text[..open].trim_end(), text[close + 1..].trim_start())))
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '๐'..='๙')
}

/// Arabic digits, capital letter, no spaces: what the code would be if nothing were damaged.
pub(crate) fn plainly(printed: &str) -> String {
    let text = thai::digits::to_arabic(printed);
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '|' | '!')).flat_map(char::to_uppercase).collect()
}

fn readings(printed: &str) -> Vec<Reading> {
    let text: Vec<char> = thai::digits::to_arabic(printed).chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let Some((first, rest)) = text.split_first() else { return Vec::new() };
    let number =
        |digits: &[char]| digits.iter().collect::<String>().parse::<u8>().ok().filter(|n| (1..=50).contains(n));
    let mut found = Vec::new();
    let mut add = |letter, digits: &[char], prior| {
        found.extend(number(digits).map(|number| Reading { letter, number, prior }));
    };
    match first {
        'I' | 'i' => add('I', rest, 4.0),
        'E' | 'e' => add('E', rest, 4.0),
        'O' | 'o' | 'Q' => add('O', rest, 4.0),
        'l' | '|' | '!' => add('I', rest, 2.0),
        'F' | '€' | '£' => add('E', rest, 1.5),
        '1' => add('I', rest, 1.0),
        '0' => add('O', rest, 2.0),
        _ => {}
    }
    if first.is_ascii_digit() && *first != '0' {
        for letter in ['I', 'E', 'O'] {
            add(letter, &text, 0.0);
        }
    }
    found
}

/// The most probable item for a printed code; `None` if the text is more likely no code at all.
pub(crate) fn resolve(printed: &str, topic: &str, context: &Context) -> Option<Resolved> {
    let letter_kept = printed.starts_with(|c: char| !is_digit(c));
    let mut ranked: Vec<(f64, &Reading, Option<u8>)> = Vec::new();
    let all = readings(printed);
    for reading in &all {
        let code = format!("{}{}", reading.letter, reading.number);
        let indicator = context.known.indicator_of(&code);
        if indicator.is_none() && context.known.lists(reading.letter) && !letter_kept {
            continue;
        }
        ranked.push((reading.prior + fit(&code, indicator, topic, context), reading, indicator));
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, reading, indicator) = ranked.first()?;
    if !letter_kept && *best < 1.0 {
        return None;
    }
    let close = ranked.get(1).is_some_and(|second| best - second.0 < 1.0);
    let foreign = indicator.is_none() && context.known.lists(reading.letter);
    Some(Resolved {
        code: format!("{}{}", reading.letter, reading.number),
        indicator: indicator.or(context.indicator).unwrap_or(0),
        guessed: close || (!letter_kept && context.indicator.is_some() && *indicator != context.indicator),
        foreign,
    })
}

/// The item that a topic without any code speaks of: one of the place's items, if the topic is like it.
pub(crate) fn resolve_topic(topic: &str, context: &Context) -> Option<Resolved> {
    let candidates = context.known.items().iter().filter(|item| {
        context.indicator.is_none_or(|number| item.indicator == number)
            && context.section.is_none_or(|letter| item.code.starts_with(letter))
            && !context.before.contains(&item.code)
    });
    let ranked = candidates.map(|item| (likeness(&item.topic, topic), item)).max_by(|a, b| a.0.total_cmp(&b.0));
    ranked.filter(|(likeness, _)| *likeness >= 0.6).map(|(_, item)| Resolved {
        code: item.code.clone(),
        indicator: item.indicator,
        guessed: true,
        foreign: false,
    })
}

/// How well a code fits its place: indicator, section, topic, order.
fn fit(code: &str, indicator: Option<u8>, topic: &str, context: &Context) -> f64 {
    let mut fit = 0.0;
    if let (Some(current), Some(own)) = (context.indicator, indicator) {
        fit += if current == own { 2.0 } else { -1.5 };
    }
    if let Some(section) = context.section {
        fit += if code.starts_with(section) { 2.0 } else { -2.0 };
    }
    if let Some(known) = context.known.topic_of(code) {
        fit += 3.0 * likeness(known, topic);
    }
    if context.before.iter().any(|used| used == code) {
        fit -= 2.5;
    }
    let place = |code: &str| context.known.place_of(code);
    if let (Some(own), Some(last)) = (place(code), context.before.last().and_then(|last| place(last))) {
        fit += match own {
            _ if own == last + 1 => 1.0,
            _ if own > last => 0.5,
            _ => -1.0,
        };
    }
    fit
}

/// How much of the known (short) topic the printed (long) one holds, 0 to 1: the share of its letter triples.
pub(crate) fn likeness(known: &str, printed: &str) -> f64 {
    let letters: Vec<char> = known.chars().filter(|c| is_thai_letter(*c) || c.is_ascii_alphanumeric()).collect();
    let printed: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    if letters.len() < 3 {
        return f64::from(u8::from(!letters.is_empty() && holds(&printed, &letters.iter().collect::<String>())));
    }
    let triples = letters.windows(3);
    let count = triples.len() as f64;
    triples.filter(|triple| printed.contains(&triple.iter().collect::<String>())).count() as f64 / count
}
