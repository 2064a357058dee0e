//! Postings: where a document was shown, and from when to when.

use jiff::civil::Date;
use thai::Bilingual;

use super::{DocumentId, PostingId};

/// How something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On a website.
    Web,
    /// On a notice board.
    Board,
    /// On a sign or banner.
    Sign,
    /// On Facebook.
    Facebook,
    /// In LINE.
    Line,
    /// Otherwise: read aloud, handed out.
    Other,
}

impl Way {
    /// All ways.
    pub const ALL: [Way; 6] = [Way::Web, Way::Board, Way::Sign, Way::Facebook, Way::Line, Way::Other];

    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Way::Web => "web",
            Way::Board => "board",
            Way::Sign => "sign",
            Way::Facebook => "facebook",
            Way::Line => "line",
            Way::Other => "other",
        }
    }

    /// The way with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Way::Web => Bilingual::new("เว็บไซต์", "Website"),
            Way::Board => Bilingual::new("บอร์ดประชาสัมพันธ์", "Notice board"),
            Way::Sign => Bilingual::new("ป้าย", "Sign or banner"),
            Way::Facebook => Bilingual::new("เฟซบุ๊ก", "Facebook"),
            Way::Line => Bilingual::new("ไลน์", "LINE"),
            Way::Other => Bilingual::new("ทางอื่น", "Another way"),
        }
    }
}

/// A posting that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPosting {
    /// What was shown.
    pub document: DocumentId,
    /// How.
    pub way: Way,
    /// Where: which board, which page.
    pub place: String,
    /// The address, where it was on the web; or empty.
    pub address: String,
    /// Since when.
    pub from: Date,
    /// Until when; nothing if it still is.
    pub until: Option<Date>,
    /// The photograph that shows it.
    pub photo: Option<DocumentId>,
}

/// A posting as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Identifier.
    pub id: PostingId,
    /// What was shown.
    pub document: DocumentId,
    /// Its title.
    pub document_title: String,
    /// How.
    pub way: Way,
    /// Where.
    pub place: String,
    /// The address, or empty.
    pub address: String,
    /// Since when.
    pub from: Date,
    /// Until when; nothing if it still is.
    pub until: Option<Date>,
    /// The photograph that shows it, with its title.
    pub photo: Option<(DocumentId, String)>,
}

impl Posting {
    /// Where it was shown, in a few words.
    pub fn where_shown(&self) -> Bilingual {
        let name = self.way.name();
        Bilingual::new(format!("{} {}", name.th, self.place), format!("{}: {}", name.en, self.place))
    }

    /// Is it shown on this day?
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn keys_go_there_and_back() {
        for way in Way::ALL {
            assert_eq!(Way::from_key(way.key()), Some(way));
        }
    }

    #[test]
    fn a_posting_is_shown_from_its_first_to_its_last_day() {
        let mut posting = Posting {
            id: PostingId::new(),
            document: DocumentId::new(),
            document_title: "แผน".into(),
            way: Way::Board,
            place: "ชั้น 1".into(),
            address: String::new(),
            from: date(2022, 4, 1),
            until: Some(date(2022, 4, 8)),
            photo: None,
        };
        assert!(posting.is_shown_on(date(2022, 4, 8)) && !posting.is_shown_on(date(2022, 4, 9)));
        assert!(!posting.is_shown_on(date(2022, 3, 31)));
        posting.until = None;
        assert!(posting.is_shown_on(date(2030, 1, 1)));
    }
}
