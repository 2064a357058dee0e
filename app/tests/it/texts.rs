//! Both languages of every sentence, looked at in the source: none empty, none in the wrong language.

use crate::sources::all;

/// The two literals of `say("…", "…")` or `Bilingual::new("…", "…")`, with where they stand.
fn pairs() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for ending in [".rs", ".html"] {
        for source in all(ending) {
            let text = source.text.split("#[cfg(test)]").next().unwrap_or_default();
            for opening in ["say(", "speak(", "Bilingual::new("] {
                for (at, _) in text.match_indices(opening) {
                    let Some((thai, rest)) = argument(&text[at + opening.len()..]) else { continue };
                    let Some((english, _)) = rest.trim_start().strip_prefix(',').and_then(argument) else { continue };
                    let place = format!("{}:{}", source.path, text[..at].lines().count());
                    found.push((place, thai, english));
                }
            }
        }
    }
    found
}

/// A literal, bare or inside `format!(…)`, and what follows it.
fn argument(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    match text.strip_prefix("format!(") {
        Some(inner) => {
            let (literal, rest) = literal(inner.trim_start())?;
            let mut depth = 1;
            let mut in_text = false;
            for (at, c) in rest.char_indices() {
                match c {
                    '"' => in_text = !in_text,
                    '(' if !in_text => depth += 1,
                    ')' if !in_text => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    return Some((literal, &rest[at + 1..]));
                }
            }
            None
        }
        None => literal(text),
    }
}

fn literal(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some((inner[..at].to_owned(), &inner[at + 1..])),
            _ => escaped = false,
        }
    }
    None
}

fn is_thai(c: char) -> bool {
    ('\u{0e01}'..='\u{0e5b}').contains(&c)
}

/// What is left of a text without `{placeholders}`.
fn words(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[test]
fn every_sentence_exists_in_thai_and_in_english() {
    let pairs = pairs();
    assert!(pairs.len() > 300, "only {} sentences were found", pairs.len());
    let mut wrong = Vec::new();
    // The switch names each language in itself.
    let pairs = pairs.into_iter().filter(|(place, ..)| !place.starts_with("kit/html/language_switch.html"));
    for (place, thai, english) in pairs {
        let (thai_words, english_words) = (words(&thai), words(&english));
        let neutral = !english_words.chars().any(|c| c.is_ascii_lowercase());
        if thai.trim().is_empty() != english.trim().is_empty() {
            wrong.push(format!("{place}: one language is empty: {thai:?} / {english:?}"));
        } else if !neutral && !thai_words.chars().any(is_thai) {
            wrong.push(format!("{place}: no Thai in {thai:?}"));
        } else if english_words.chars().any(is_thai) && !thai_quoted(&english_words) {
            wrong.push(format!("{place}: Thai in the English {english:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// English may quote a Thai term in brackets or quotation marks.
fn thai_quoted(english: &str) -> bool {
    let mut inside = 0i32;
    english.chars().all(|c| {
        match c {
            '(' | '“' => inside += 1,
            ')' | '”' => inside -= 1,
            _ => {}
        }
        !is_thai(c) || inside > 0
    })
}
