//! Key figures and the line under each that says where it comes from.

use super::components;
use askama::Template;
use thai::Language;

/// A place to go and the words that lead there.
#[derive(Clone, Debug, Template)]
#[template(source = r#"<a href="{{ href }}">{{ words }}</a>"#, ext = "html")]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub words: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, words: impl Into<String>) -> Self {
        Self { href: href.into(), words: words.into() }
    }
}

/// The proof line (ที่มาของตัวเลข): date taken · source · counting rule · evidence. Every figure has one.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/proof.html")]
pub struct ProofLine {
    t: Language,
    as_of: String,
    source: String,
    links: Vec<Link>,
}

impl ProofLine {
    /// `as_of` is the day the figure was taken, already written out ("31 มี.ค. 2565"); `source` names where from.
    pub fn new(t: Language, as_of: impl Into<String>, source: impl Into<String>) -> Self {
        Self { t, as_of: as_of.into(), source: source.into(), links: Vec::new() }
    }

    /// Where the way of counting is explained.
    pub fn rule(mut self, href: impl Into<String>) -> Self {
        self.links.push(Link::new(href, self.t.say("วิธีนับ", "How it is counted")));
        self
    }

    /// Where the evidence is.
    pub fn evidence(mut self, href: impl Into<String>) -> Self {
        self.links.push(Link::new(href, self.t.say("หลักฐาน", "Evidence")));
        self
    }

    /// Where the same numbers can be downloaded for a spreadsheet.
    pub fn csv(mut self, href: impl Into<String>) -> Self {
        self.links.push(Link::new(href, self.t.say("ดาวน์โหลด CSV", "Download CSV")));
        self
    }
}

/// A key figure in large digits, with its proof line.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/html/figure.html")]
pub struct Figure {
    label: String,
    value: String,
    unit: Option<String>,
    note: Option<String>,
    proof: ProofLine,
}

impl Figure {
    /// What is counted, how many, and where that comes from.
    pub fn new(label: impl Into<String>, value: impl Into<String>, proof: ProofLine) -> Self {
        Self { label: label.into(), value: value.into(), unit: None, note: None, proof }
    }

    /// The words after the digits: "จาก 39 ข้อ", "คะแนน".
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// One short sentence under the figure.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

components!(Link, ProofLine, Figure);
