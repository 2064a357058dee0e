//! Making texts fit for the log. Errors and panics may quote what they stumbled over; the log must hold no personal
//! data, so whatever could be a quotation, a name, an address or a number of a person goes before it is written.

/// What stands for something that was taken out.
const TAKEN_OUT: char = '…';
/// Numbers this long may be telephones or identity numbers.
const LONG_NUMBER: usize = 6;

/// The text without anything quoted, any Thai, any sign-in address, any long number.
pub fn scrub(text: &str) -> String {
    let mut unquoted = String::with_capacity(text.len());
    let mut closing = None;
    for c in text.chars() {
        match closing {
            Some(end) if c == end => {
                unquoted.extend([TAKEN_OUT, end]);
                closing = None;
            }
            Some(_) => {}
            None => {
                unquoted.push(c);
                closing = match c {
                    '"' => Some('"'),
                    '`' => Some('`'),
                    '“' => Some('”'),
                    _ => None,
                };
            }
        }
    }
    if closing.is_some() {
        unquoted.push(TAKEN_OUT);
    }
    unquoted.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    let thai = |c: char| ('\u{0e00}'..='\u{0e7f}').contains(&c);
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if word.contains('@') || word.contains(thai) || digits >= LONG_NUMBER {
        return TAKEN_OUT.to_string();
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn what_could_be_personal_goes_and_the_rest_stays() {
        for (text, scrubbed) in [
            ("the database is not available: pool timed out", "the database is not available: pool timed out"),
            (
                "invalid type: string \"somchai\", expected u64 at line 1",
                "invalid type: string \"…\", expected u64 at line 1",
            ),
            ("byte index 3 is inside 'ก' of `นาย สมชาย`", "byte index 3 is inside … of `…`"),
            ("no user somchai@example.go.th here", "no user … here"),
            ("telephone 0812345678 and 2565", "telephone … and 2565"),
            ("an open quotation \"of something", "an open quotation \"…"),
        ] {
            assert_eq!(scrub(text), scrubbed);
        }
    }
}
