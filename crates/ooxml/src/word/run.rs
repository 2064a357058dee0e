//! Runs: stretches of text that look alike, and what else may stand within a line.

use super::{Chart, Length, Picture};
use crate::writer::Xml;

/// How a run looks beside what its style says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Height of the letters in points.
    pub size: Option<f64>,
    /// Colour as `RRGGBB`.
    pub color: Option<&'static str>,
    /// Not shown and not printed.
    pub hidden: bool,
    /// A line of dots below, as forms have where something is filled in.
    pub dotted: bool,
}

/// What stands within a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text; a line feed breaks the line, a tab goes to the next stop.
    Text(String, Look),
    /// The number of the page.
    PageNumber {
        /// ๐–๙ instead of 0–9.
        thai: bool,
    },
    /// How many pages there are.
    PageCount {
        /// ๐–๙ instead of 0–9.
        thai: bool,
    },
    /// Text that leads to an address.
    Link(String, String),
    /// A content control: text that may be edited, found again by its tag.
    Control(Control),
    /// A picture.
    Picture(Picture),
    /// A chart.
    Chart(Box<Chart>),
}

/// A content control (`w:sdt`) within a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// What programs find it by, at most 64 characters.
    pub tag: String,
    /// What people see as its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// How the text looks.
    pub look: Look,
    /// May the text be changed?
    pub editable: bool,
}

/// The properties of a run, in the order of the schema. Thai takes its font, size and weight from the properties of
/// complex scripts, so each is said twice.
pub(crate) fn properties(xml: &mut Xml, look: &Look, font: Option<&str>, language: Option<&str>) {
    xml.element("w:rPr", &[], |xml| write_properties(xml, look, font, language));
}

fn write_properties(xml: &mut Xml, look: &Look, font: Option<&str>, language: Option<&str>) {
    if let Some(font) = font {
        xml.empty("w:rFonts", &[("w:ascii", &font), ("w:hAnsi", &font), ("w:eastAsia", &font), ("w:cs", &font)]);
    }
    if look.bold {
        xml.empty("w:b", &[]);
        xml.empty("w:bCs", &[]);
    }
    if look.italic {
        xml.empty("w:i", &[]);
        xml.empty("w:iCs", &[]);
    }
    if look.hidden {
        xml.empty("w:vanish", &[]);
    }
    if let Some(color) = look.color {
        xml.empty("w:color", &[("w:val", &color)]);
    }
    if let Some(size) = look.size {
        let half_points = (size * 2.0).round() as i64;
        xml.empty("w:sz", &[("w:val", &half_points)]);
        xml.empty("w:szCs", &[("w:val", &half_points)]);
    }
    if look.dotted {
        xml.empty("w:u", &[("w:val", &"dotted")]);
    }
    if let Some(language) = language {
        xml.empty("w:lang", &[("w:val", &"en-GB"), ("w:eastAsia", &"en-GB"), ("w:bidi", &language)]);
    }
}

/// A run of text that is to be set as Thai if there is Thai in it.
fn text_properties(xml: &mut Xml, look: &Look, text: &str, style: Option<&str>) {
    xml.element("w:rPr", &[], |xml| {
        if let Some(style) = style {
            xml.empty("w:rStyle", &[("w:val", &style)]);
        }
        write_properties(xml, look, None, None);
        if text.chars().any(thai::text::is_thai) {
            xml.empty("w:cs", &[]);
            xml.empty("w:lang", &[("w:bidi", &"th-TH")]);
        }
    });
}

pub(crate) fn text(xml: &mut Xml, text: &str, look: &Look) {
    styled_text(xml, text, look, None);
}

pub(crate) fn styled_text(xml: &mut Xml, text: &str, look: &Look, style: Option<&str>) {
    xml.element("w:r", &[], |xml| {
        text_properties(xml, look, text, style);
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                xml.empty("w:br", &[]);
            }
            for (at, piece) in line.split('\t').enumerate() {
                if at > 0 {
                    xml.empty("w:tab", &[]);
                }
                if !piece.is_empty() {
                    xml.text_element("w:t", &[("xml:space", &"preserve")], piece);
                }
            }
        }
    });
}

/// A field with the value that stands there until the reader's program works it out.
pub(crate) fn field(xml: &mut Xml, instruction: &str, shown: &str) {
    let mark = |xml: &mut Xml, kind: &str| {
        xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", &kind)]));
    };
    mark(xml, "begin");
    xml.element("w:r", &[], |xml| {
        xml.text_element("w:instrText", &[("xml:space", &"preserve")], &format!(" {instruction} "));
    });
    mark(xml, "separate");
    text(xml, shown, &Look::default());
    mark(xml, "end");
}

pub(crate) fn control(xml: &mut Xml, control: &Control, id: usize) {
    xml.element("w:sdt", &[], |xml| {
        xml.element("w:sdtPr", &[], |xml| {
            xml.empty("w:alias", &[("w:val", &control.name)]);
            xml.empty("w:tag", &[("w:val", &control.tag)]);
            xml.empty("w:id", &[("w:val", &id)]);
            let lock = if control.editable { "sdtLocked" } else { "sdtContentLocked" };
            xml.empty("w:lock", &[("w:val", &lock)]);
            xml.empty("w:text", &[("w:multiLine", &"1")]);
        });
        xml.element("w:sdtContent", &[], |xml| text(xml, &control.text, &control.look));
    });
}

/// A drawing that stands in the line as a letter does.
pub(crate) fn drawing(
    xml: &mut Xml,
    id: usize,
    [width, height]: [Length; 2],
    description: &str,
    graphic: impl FnOnce(&mut Xml),
) {
    let (width, height) = (width.emu(), height.emu());
    xml.element("w:r", &[], |xml| {
        xml.element("w:drawing", &[], |xml| {
            let none: [(&str, &dyn std::fmt::Display); 4] =
                [("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)];
            xml.element("wp:inline", &none, |xml| {
                xml.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
                let name = format!("Drawing {id}");
                xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &description)]);
                xml.empty("wp:cNvGraphicFramePr", &[]);
                xml.element("a:graphic", &[("xmlns:a", &super::DRAWING)], graphic);
            });
        });
    });
}
