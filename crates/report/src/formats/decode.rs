//! Bytes to text: UTF-8, UTF-16 with a byte order mark, TIS-620/Windows-874. Refuses what is not text.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_874};

use crate::ReadError;

/// The largest file that is read, in bytes.
pub const LIMIT: usize = 20_000_000;

/// First bytes of kinds of file that people mistake for text.
const KINDS: [(&[u8], &str); 7] = [
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/XLSX (ZIP)"),
    (b"\xD0\xCF\x11\xE0", "DOC/XLS"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1F\x8B", "GZIP"),
];

/// The text of a file.
pub fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.len() > LIMIT {
        return Err(ReadError::TooLarge { limit: LIMIT });
    }
    if let Some((_, kind)) = KINDS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ReadError::Binary { kind });
    }
    let text = decode_text(bytes)?;
    if text.contains('\0') {
        return Err(ReadError::Binary { kind: "binary" });
    }
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn decode_text(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.starts_with(b"\xFF\xFE") {
        return decode_as(UTF_16LE, bytes);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return decode_as(UTF_16BE, bytes);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        // Everything but the very last character is good, and it is not Thai in one byte: the file was cut.
        Err(error) if error.error_len().is_none() && bytes[..error.valid_up_to()].iter().any(|b| *b >= 0x80) => {
            Err(ReadError::Truncated { line: 1 + bytes.iter().filter(|b| **b == b'\n').count() })
        }
        Err(_) if bytes.contains(&0) => Err(ReadError::Binary { kind: "binary" }),
        Err(_) => decode_thai_bytes(bytes),
    }
}

/// TIS-620, if nearly everything above ASCII is Thai; other one-byte encodings would give rubbish.
fn decode_thai_bytes(bytes: &[u8]) -> Result<String, ReadError> {
    let text = decode_as(WINDOWS_874, bytes)?;
    let (mut thai, mut foreign, mut control) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        match c {
            'ก'..='๛' => thai += 1,
            '“' | '”' | '‘' | '’' | '•' | '–' | '—' | '…' | '€' | '\u{a0}' => {}
            '\t' | '\n' | '\r' | ' '..='~' => {}
            c if c.is_control() => control += 1,
            _ => foreign += 1,
        }
    }
    let readable = control == 0 && thai >= 1 && foreign * 10 <= thai && has_thai_words(&text);
    if readable { Ok(text) } else { Err(ReadError::Undecodable) }
}

/// Random bytes above 0xA0 also map to Thai letters, but then vowels and tone marks stand without consonants.
fn has_thai_words(text: &str) -> bool {
    let mut previous = ' ';
    let (mut marks, mut misplaced) = (0usize, 0usize);
    for c in text.chars() {
        if matches!(c, 'ั' | 'ิ'..='ฺ' | '็'..='๎') {
            marks += 1;
            misplaced += usize::from(!matches!(previous, 'ก'..='ฮ' | 'ั' | 'ิ'..='ฺ' | '็'..='๎'));
        }
        previous = c;
    }
    misplaced * 5 <= marks
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, ReadError> {
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged { Err(ReadError::Undecodable) } else { Ok(text.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "หน่วยงาน สำนักงานเขตตัวอย่าง “ดี”\nO๑";

    #[test]
    fn the_same_text_comes_out_of_every_encoding() {
        let (tis, _, _) = WINDOWS_874.encode(TEXT);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let with_mark = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        for bytes in [TEXT.as_bytes(), &tis, &utf16, &with_mark] {
            assert_eq!(decode(bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_reason() {
        assert_eq!(decode(b"  \n "), Err(ReadError::Empty));
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(ReadError::Binary { kind: "PDF" }));
        assert_eq!(decode(b"\x00\x01\x02 a"), Err(ReadError::Binary { kind: "binary" }));
        assert_eq!(decode(&[b'a'; LIMIT + 1]), Err(ReadError::TooLarge { limit: LIMIT }));
        assert_eq!(decode(b"caf\xE9 cr\xE8me na\xEFve \xD2\xF9 \xFC"), Err(ReadError::Undecodable));
        let cut = &TEXT.as_bytes()[..TEXT.len() - 1];
        assert_eq!(decode(cut), Err(ReadError::Truncated { line: 2 }));
    }
}
