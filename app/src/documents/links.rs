//! Are web addresses still there? Asked in the background, politely, and never inside private networks.
//!
//! - [`networks`]: which network addresses may be asked at all
//! - [`asking`]: asking one address
//! - [`turn`]: what an answer means, and when it is asked again

pub mod asking;
pub mod networks;
pub mod turn;

use thai::Bilingual;

/// Why an address counts as not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It lies inside a network that is not the public's.
    Private,
    /// Nobody knows the name.
    Name,
    /// The server cannot be reached.
    Connection,
    /// Its certificate does not hold.
    Security,
    /// No answer in time.
    Time,
    /// It leads on too often, or in a circle.
    Redirects,
    /// The answer makes no sense.
    Answer,
    /// It answers with this code (RFC 9110).
    Status(u16),
}

impl Fault {
    /// The key in the database.
    pub fn key(self) -> String {
        match self {
            Fault::Private => "private".into(),
            Fault::Name => "name".into(),
            Fault::Connection => "connection".into(),
            Fault::Security => "security".into(),
            Fault::Time => "time".into(),
            Fault::Redirects => "redirects".into(),
            Fault::Answer => "answer".into(),
            Fault::Status(code) => code.to_string(),
        }
    }

    /// The fault with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        let named = [
            Fault::Private,
            Fault::Name,
            Fault::Connection,
            Fault::Security,
            Fault::Time,
            Fault::Redirects,
            Fault::Answer,
        ];
        named.into_iter().find(|fault| fault.key() == key).or_else(|| key.parse().ok().map(Fault::Status))
    }

    /// What was wrong, in words.
    pub fn words(self) -> Bilingual {
        match self {
            Fault::Private => {
                Bilingual::new("ที่อยู่ภายในเครือข่าย ระบบไม่ตรวจ", "an address inside a network, which is not asked")
            }
            Fault::Name => Bilingual::new("ไม่พบชื่อเว็บไซต์", "the name of the site is not known"),
            Fault::Connection => Bilingual::new("ติดต่อเครื่องแม่ข่ายไม่ได้", "the server cannot be reached"),
            Fault::Security => Bilingual::new("ใบรับรองความปลอดภัยใช้ไม่ได้", "its certificate does not hold"),
            Fault::Time => Bilingual::new("ไม่ตอบในเวลาที่กำหนด", "no answer in time"),
            Fault::Redirects => Bilingual::new("ส่งต่อหลายทอดเกินไป", "it leads on too often"),
            Fault::Answer => Bilingual::new("ไม่เข้าใจคำตอบ", "the answer makes no sense"),
            Fault::Status(404 | 410) => Bilingual::new("ไม่มีหน้านี้แล้ว", "the page is gone"),
            Fault::Status(401 | 403) => Bilingual::new("เว็บไซต์ไม่เปิดให้ดู", "the site does not show it"),
            Fault::Status(code) => {
                Bilingual::new(format!("เว็บไซต์ตอบรหัส {code}"), format!("the site answered with code {code}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_there_and_back() {
        for fault in [Fault::Private, Fault::Name, Fault::Time, Fault::Status(404), Fault::Status(500)] {
            assert_eq!(Fault::from_key(&fault.key()), Some(fault));
        }
        assert_eq!(Fault::from_key(""), None);
    }
}
