//! XML text, written in order.

use std::fmt::Display;

/// A part that is being written.
#[derive(Debug)]
pub(crate) struct Xml {
    text: String,
}

/// Names and values of attributes.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

impl Xml {
    /// A part with its declaration.
    pub(crate) fn part() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned() }
    }

    /// An element with what stands in it.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes, content: impl FnOnce(&mut Self)) {
        self.begin(name, attributes);
        self.text.push('>');
        content(self);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// An element with nothing in it.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes) {
        self.begin(name, attributes);
        self.text.push_str("/>");
    }

    /// An element with text in it.
    pub(crate) fn text_element(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.element(name, attributes, |xml| xml.text(text));
    }

    /// Text, escaped; characters that XML cannot hold are left out.
    pub(crate) fn text(&mut self, text: &str) {
        escape(&mut self.text, text);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str, attributes: Attributes) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, &value.to_string());
            self.text.push('"');
        }
    }
}

fn escape(to: &mut String, text: &str) {
    for c in text.chars().filter(|c| allowed(*c)) {
        match c {
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '&' => to.push_str("&amp;"),
            '"' => to.push_str("&quot;"),
            '\r' => to.push_str("&#13;"),
            _ => to.push(c),
        }
    }
}

/// The characters of XML 1.0 (production 2).
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_what_xml_cannot_hold_is_left_out() {
        let mut xml = Xml::part();
        xml.element("ก", &[("ข", &"\"<\u{1}>"), ("ค", &7)], |xml| xml.text("a&b\u{ffff}<"));
        assert!(xml.finish().ends_with("<ก ข=\"&quot;&lt;&gt;\" ค=\"7\">a&amp;b&lt;</ก>"));
    }
}
