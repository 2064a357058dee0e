//! The objects of a PDF as they are written (ISO 32000-2, 7.2 and 7.3): numbers, names, strings, arrays, dictionaries.

/// The deepest nesting of arrays and dictionaries that is followed.
const DEEPEST: usize = 40;
/// The most values that one lexer makes; a page of text needs some ten thousand.
const MOST_VALUES: usize = 2_000_000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(String),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    /// A reference to the object of this number.
    Reference(u32),
    /// An operator of a content stream, or a keyword such as `obj` and `true`.
    Word(String),
}

/// Names with their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(Vec<(String, Object)>);

impl Dictionary {
    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// How many values it holds, those inside others included.
    pub(super) fn weight(&self) -> usize {
        self.0.iter().map(|(_, value)| value.weight()).sum::<usize>() + 1
    }
}

impl Object {
    /// How many values it holds, itself and those inside it.
    pub(super) fn weight(&self) -> usize {
        match self {
            Object::Array(items) => items.iter().map(Object::weight).sum::<usize>() + 1,
            Object::Dictionary(dictionary) => dictionary.weight(),
            Object::String(bytes) => bytes.len() / 32 + 1,
            _ => 1,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Object::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Object::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// Cuts bytes into values.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    values: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at, values: 0 }
    }

    /// Where the next byte stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// How many values were read.
    pub(super) fn values(&self) -> usize {
        self.values
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// The next value; `None` at the end, or when there is too much.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.value(0)
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        self.values += 1;
        if self.values > MOST_VALUES || depth > DEEPEST {
            self.at = self.data.len();
            return None;
        }
        match self.peek()? {
            b'/' => Some(Object::Name(self.read_name())),
            b'(' => Some(Object::String(self.read_string())),
            b'<' if self.data.get(self.at + 1) == Some(&b'<') => self.read_dictionary(depth),
            b'<' => Some(Object::String(self.read_hexadecimal())),
            b'[' => self.read_array(depth),
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.read_number_or_reference()),
            b']' | b'>' | b'{' | b'}' | b')' => {
                let length = if self.data[self.at..].starts_with(b">>") { 2 } else { 1 };
                let word = String::from_utf8_lossy(&self.data[self.at..self.at + length]).into_owned();
                self.at += length;
                Some(Object::Word(word))
            }
            _ => Some(match self.read_word().as_str() {
                "null" => Object::Null,
                word => Object::Word(word.to_owned()),
            }),
        }
    }

    fn read_word(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.data[start..self.at]).into_owned()
    }

    fn read_name(&mut self) -> String {
        self.at += 1;
        let word = self.read_word();
        if !word.contains('#') {
            return word;
        }
        let mut bytes = Vec::with_capacity(word.len());
        let mut rest = word.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let code = after.get(..2).filter(|_| *first == b'#').and_then(|code| std::str::from_utf8(code).ok());
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => {
                    bytes.push(*first);
                    rest = after;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn read_number(&mut self) -> f64 {
        let start = self.at;
        self.at += 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.data[start..self.at]).unwrap_or_default();
        // Some writers put a second sign into a number; what stands before it counts.
        let end = text[1..].find('-').map_or(text.len(), |end| end + 1);
        text[..end].parse().unwrap_or(0.0)
    }

    fn read_number_or_reference(&mut self) -> Object {
        let number = self.read_number();
        let back = self.at;
        if number >= 0.0 && number.fract() == 0.0 && number < 10_000_000.0 {
            self.skip_space();
            let digits = self.at;
            while self.at < digits + 5 && self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                self.at += 1;
            }
            if self.at > digits {
                self.skip_space();
                let after = self.data.get(self.at + 1).copied().unwrap_or(b' ');
                if self.peek() == Some(b'R') && (is_space(after) || is_delimiter(after)) {
                    self.at += 1;
                    return Object::Reference(number as u32);
                }
            }
            self.at = back;
        }
        Object::Number(number)
    }

    fn read_string(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.read_escape(&mut bytes);
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        bytes
    }

    fn read_escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                bytes.push(code as u8);
            }
            other => bytes.push(other),
        }
    }

    fn read_hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'>' => break,
                byte => digits.extend(char::from(byte).to_digit(16).map(|digit| digit as u8)),
            }
        }
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn read_array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            match self.value(depth + 1)? {
                Object::Word(word) if word == "]" => return Some(Object::Array(items)),
                Object::Word(word) if matches!(word.as_str(), "endobj" | ">>") => return Some(Object::Array(items)),
                value => items.push(value),
            }
        }
    }

    fn read_dictionary(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            match self.value(depth + 1)? {
                Object::Name(name) => {
                    let value = self.value(depth + 1)?;
                    if matches!(&value, Object::Word(word) if word == ">>") {
                        break;
                    }
                    entries.push((name, value));
                }
                Object::Word(word) if matches!(word.as_str(), ">>" | "endobj" | "stream") => break,
                _ => {}
            }
        }
        Some(Object::Dictionary(Dictionary(entries)))
    }

    /// Passes over the bytes of a picture inside a content stream, up to its `EI`.
    pub(super) fn skip_inline_picture(&mut self) {
        let rest = &self.data[self.at.min(self.data.len())..];
        let end = rest.windows(4).position(|window| {
            is_space(window[0]) && &window[1..3] == b"EI" && (is_space(window[3]) || is_delimiter(window[3]))
        });
        self.at = end.map_or(self.data.len(), |end| self.at + end + 3);
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Object> {
        let mut lexer = Lexer::new(text.as_bytes(), 0);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn values_are_cut_as_they_are_written() {
        let found = values("1 0 R -.5 /A#20B (a\\(b\\051(c)\\101) <414> [1 2] % note\n<< /K 3 0 R /L null >> Tj");
        let string = |text: &str| Object::String(text.as_bytes().to_vec());
        assert_eq!(found[0], Object::Reference(1));
        assert_eq!(found[1], Object::Number(-0.5));
        assert_eq!(found[2], Object::Name("A B".into()));
        assert_eq!((&found[3], &found[4]), (&string("a(b)(c)A"), &string("A@")));
        assert_eq!(found[5], Object::Array(vec![Object::Number(1.0), Object::Number(2.0)]));
        let Object::Dictionary(dictionary) = &found[6] else { panic!("a dictionary") };
        assert_eq!(dictionary.get("K"), Some(&Object::Reference(3)));
        assert_eq!(found[7], Object::Word("Tj".into()));
    }

    #[test]
    fn broken_and_endless_values_end() {
        assert!(values("[[[ << /A (").is_empty());
        assert!(values(&"[".repeat(100_000)).is_empty());
        assert_eq!(values("1--2 ] >>").len(), 3);
    }
}
