//! XML piece by piece: elements by their local names, text with its references resolved, nothing expanded, no deeper
//! than documents are.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::package::PackageError;

/// The deepest nesting that is followed. Word's own documents stay below fifty, with tables in tables.
pub const DEEPEST: usize = 256;

/// A piece of XML.
#[derive(Debug)]
pub enum Piece<'a> {
    /// An element begins. Empty elements begin and end like all others.
    Open(Tag<'a>),
    /// The element of this local name ends.
    Close(String),
    /// Text between tags.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its namespace prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, by its name without namespace prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().into_inner() == name)?;
        Some(match quick_xml::escape::unescape(&found.value) {
            Ok(value) => value.into_owned(),
            Err(_) => found.value.into_owned(),
        })
    }

    /// The value of an attribute as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// A switch like `<w:vanish/>`: on unless its value says otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Reads XML from its start to its end.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Begins to read.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0 }
    }

    /// The next piece; `None` at the end. Comments and instructions are passed over.
    ///
    /// A document type definition is refused: Office Open XML forbids it (ECMA-376 part 2, 6.2.5), and entities that
    /// expand into entities come with it.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Piece<'a>>, PackageError> {
        loop {
            match self.reader.read_event().map_err(|_| PackageError::Damaged)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(PackageError::TooLarge);
                    }
                    return Ok(Some(Piece::Open(Tag(start))));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Piece::Close(end.local_name().into_inner().to_owned())));
                }
                Event::Text(text) => return Ok(Some(Piece::Text(text.into_inner()))),
                Event::CData(text) => return Ok(Some(Piece::Text(text.into_inner()))),
                Event::GeneralRef(reference) => {
                    if let Ok(Some(letter)) = reference.resolve_char_ref() {
                        return Ok(Some(Piece::Text(Cow::Owned(letter.to_string()))));
                    }
                    let known = quick_xml::escape::resolve_predefined_entity(&reference.into_inner());
                    if let Some(text) = known {
                        return Ok(Some(Piece::Text(Cow::Borrowed(text))));
                    }
                }
                Event::DocType(_) => return Err(PackageError::Damaged),
                Event::Eof if self.depth > 0 => return Err(PackageError::Damaged),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub fn skip(&mut self) -> Result<(), PackageError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Result<String, PackageError> {
        let mut xml = Xml::new(text);
        let mut found = String::new();
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.name() == "skip" => xml.skip()?,
                Piece::Open(tag) => {
                    found += &format!("<{} {}>", tag.name(), tag.attribute("val").unwrap_or_default());
                }
                Piece::Close(name) => found += &format!("</{name}>"),
                Piece::Text(text) => found += &text,
            }
        }
        Ok(found)
    }

    #[test]
    fn names_lose_their_prefix_and_references_are_resolved() {
        let text = "<?xml version='1.0'?><w:p w:val='a&amp;b'><w:t>ก &lt; &#3586;&unknown;</w:t><w:br/></w:p>";
        assert_eq!(pieces(text).unwrap(), "<p a&b><t >ก < ข</t><br ></br></p>");
        assert_eq!(pieces("<a><skip><a>x</a></skip>y</a>").unwrap(), "<a >y</a>");
    }

    #[test]
    fn what_documents_never_have_is_refused() {
        let laughs = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>";
        assert_eq!(pieces(laughs), Err(PackageError::Damaged));
        assert_eq!(pieces(&"<a>".repeat(DEEPEST + 1)), Err(PackageError::TooLarge));
        assert_eq!(pieces("<a><b></a>"), Err(PackageError::Damaged));
        assert_eq!(pieces("<a>"), Err(PackageError::Damaged));
    }
}
