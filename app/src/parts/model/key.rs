//! The hidden key of a row: which part (and so which version of our content), which row, and a checksum by which a
//! damaged key is known. It is found again by its look alone, in whatever column or tag it ends up.

use db::Uuid;

use super::PartId;

/// A key has this many characters: 32 of the part, 4 of the row, 8 of the checksum.
const LENGTH: usize = 44;

/// The key of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// The part.
    pub part: PartId,
    /// The number of the row in it.
    pub row: u16,
}

impl RowKey {
    /// As it is written into files.
    pub fn written(self) -> String {
        let body = format!("{}{:04x}", self.part.0.simple(), self.row);
        let sum = checksum(&body);
        body + &sum
    }

    /// Reads a key; `None` if it is none or was damaged.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if text.len() != LENGTH || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let (body, sum) = text.split_at(LENGTH - 8);
        if checksum(body) != sum {
            return None;
        }
        let part = Uuid::parse_str(&body[..32]).ok()?;
        let row = u16::from_str_radix(&body[32..], 16).ok()?;
        Some(Self { part: PartId(part), row })
    }

    /// Does a text look as if it had been a key before somebody touched it?
    pub fn is_likely_damaged(text: &str) -> bool {
        let text = text.trim();
        (24..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text.bytes().filter(u8::is_ascii_hexdigit).count() * 10 >= text.len() * 8
    }
}

fn checksum(body: &str) -> String {
    let digest = blake3::hash(format!("prongsai part row {body}").as_bytes());
    digest.as_bytes()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_survives_capitals_and_blanks() {
        let key = RowKey { part: PartId::new(), row: 7 };
        assert_eq!(RowKey::parse(&format!(" {} ", key.written().to_uppercase())), Some(key));
        assert_eq!(RowKey::parse("ฝ่ายปกครอง"), None);
        assert!(!RowKey::is_likely_damaged("ฝ่ายปกครอง") && !RowKey::is_likely_damaged("I12"));
    }

    proptest! {
        #[test]
        fn keys_go_there_and_back_and_a_changed_one_is_known(row in any::<u16>(), at in 0usize..LENGTH, with in 0u8..16) {
            let key = RowKey { part: PartId::new(), row };
            let written = key.written();
            prop_assert_eq!(RowKey::parse(&written), Some(key));
            let mut damaged = written.clone().into_bytes();
            damaged[at] = b"0123456789abcdef"[usize::from(with)];
            let damaged = String::from_utf8(damaged).unwrap();
            if damaged != written {
                prop_assert_eq!(RowKey::parse(&damaged), None);
                prop_assert!(RowKey::is_likely_damaged(&damaged));
            }
        }
    }
}
