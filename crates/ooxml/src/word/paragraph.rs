//! Paragraphs.

use super::{Align, Chart, Control, Inline, Length, Look, Marks, Picture, Style, parts::Parts, run};
use crate::writer::Xml;

/// A paragraph of a style.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub(crate) style: Style,
    inlines: Vec<Inline>,
    align: Option<Align>,
    space: Option<[Length; 2]>,
    indent: Option<[Length; 2]>,
    marks: Option<Marks>,
    tabs: Vec<(Length, Align)>,
    rule_above: bool,
    box_around: bool,
    pub(crate) keep_with_next: bool,
    page_break_before: bool,
}

impl Paragraph {
    /// An empty paragraph of this style.
    pub fn new(style: Style) -> Self {
        Self {
            style,
            inlines: Vec::new(),
            align: None,
            space: None,
            indent: None,
            marks: None,
            tabs: Vec::new(),
            rule_above: false,
            box_around: false,
            keep_with_next: false,
            page_break_before: false,
        }
    }

    /// A paragraph of this style that says this.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new(style).text(text)
    }

    /// Goes on with text; a line feed breaks the line.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.look(text, Look::default())
    }

    /// Goes on with bold text.
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.look(text, Look { bold: true, ..Look::default() })
    }

    /// Goes on with text that is neither shown nor printed.
    pub fn hidden(self, text: impl Into<String>) -> Self {
        self.look(text, Look { hidden: true, ..Look::default() })
    }

    /// Goes on with text of this look.
    pub fn look(self, text: impl Into<String>, look: Look) -> Self {
        self.inline(Inline::Text(text.into(), look))
    }

    /// Goes on with text that leads to an address.
    pub fn link(self, text: impl Into<String>, address: impl Into<String>) -> Self {
        self.inline(Inline::Link(text.into(), address.into()))
    }

    /// Goes on with a content control.
    pub fn control(self, control: Control) -> Self {
        self.inline(Inline::Control(control))
    }

    /// Goes on with a picture.
    pub fn picture(self, picture: Picture) -> Self {
        self.inline(Inline::Picture(picture))
    }

    /// Goes on with a chart.
    pub fn chart(self, chart: Chart) -> Self {
        self.inline(Inline::Chart(Box::new(chart)))
    }

    /// Goes on with the number of the page, and of how many.
    pub fn inline(mut self, inline: Inline) -> Self {
        self.inlines.push(inline);
        self
    }

    /// Its lines stand so, whatever the style says.
    pub fn align(self, align: Align) -> Self {
        Self { align: Some(align), ..self }
    }

    /// Space before and after, whatever the style says.
    pub fn space(self, before: Length, after: Length) -> Self {
        Self { space: Some([before, after]), ..self }
    }

    /// From the left edge, and the first line from there, whatever the style says.
    pub fn indent(self, left: Length, first: Length) -> Self {
        Self { indent: Some([left, first]), ..self }
    }

    /// Bullets or numbers, whatever the style says.
    pub fn marks(self, marks: Marks) -> Self {
        Self { marks: Some(marks), ..self }
    }

    /// A stop for tabs: where, and how the text stands at it.
    pub fn tab_stop(mut self, at: Length, align: Align) -> Self {
        self.tabs.push((at, align));
        self
    }

    /// A thin rule above.
    pub fn rule_above(self) -> Self {
        Self { rule_above: true, ..self }
    }

    /// A thin line around.
    pub fn box_around(self) -> Self {
        Self { box_around: true, ..self }
    }

    /// Stays on the page of what comes after.
    pub fn keep_with_next(self) -> Self {
        Self { keep_with_next: true, ..self }
    }

    /// Begins a page.
    pub fn on_new_page(self) -> Self {
        Self { page_break_before: true, ..self }
    }

    pub(crate) fn write(&self, xml: &mut Xml, parts: &mut Parts, section_end: Option<&dyn Fn(&mut Xml)>) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                self.write_properties(xml);
                if let Some(section) = section_end {
                    section(xml);
                }
            });
            for inline in &self.inlines {
                write_inline(xml, inline, parts);
            }
        });
    }

    fn write_properties(&self, xml: &mut Xml) {
        xml.empty("w:pStyle", &[("w:val", &self.style.0)]);
        if self.keep_with_next {
            xml.empty("w:keepNext", &[]);
        }
        if self.page_break_before {
            xml.empty("w:pageBreakBefore", &[]);
        }
        if let Some(marks) = self.marks {
            xml.element("w:numPr", &[], |xml| {
                xml.empty("w:ilvl", &[("w:val", &0)]);
                xml.empty("w:numId", &[("w:val", &marks.list())]);
            });
        }
        self.write_borders(xml);
        if !self.tabs.is_empty() {
            xml.element("w:tabs", &[], |xml| {
                for (at, align) in &self.tabs {
                    xml.empty("w:tab", &[("w:val", &align.key()), ("w:pos", &at.twips())]);
                }
            });
        }
        if let Some([before, after]) = self.space {
            xml.empty("w:spacing", &[("w:before", &before.twips()), ("w:after", &after.twips())]);
        }
        if let Some([left, first]) = self.indent.map(|indent| indent.map(Length::twips)) {
            let (name, first) = if first < 0 { ("w:hanging", -first) } else { ("w:firstLine", first) };
            xml.empty("w:ind", &[("w:left", &left), (name, &first)]);
        }
        if let Some(align) = self.align {
            xml.empty("w:jc", &[("w:val", &align.key())]);
        }
    }

    fn write_borders(&self, xml: &mut Xml) {
        let sides: &[&str] = match (self.box_around, self.rule_above) {
            (true, _) => &["w:top", "w:left", "w:bottom", "w:right"],
            (false, true) => &["w:top"],
            (false, false) => return,
        };
        xml.element("w:pBdr", &[], |xml| {
            for side in sides {
                xml.empty(side, &[("w:val", &"single"), ("w:sz", &4), ("w:space", &3), ("w:color", &"767A72")]);
            }
        });
    }
}

fn write_inline(xml: &mut Xml, inline: &Inline, parts: &mut Parts) {
    // LibreOffice takes any other spelling of THAIARABIC for Thai letters (ก ข ค).
    let digits = |thai: bool| if thai { "THAIARABIC" } else { "Arabic" };
    let one = |thai: bool| if thai { "๑" } else { "1" };
    match inline {
        Inline::Text(text, look) => run::text(xml, text, look),
        Inline::PageNumber { thai } => run::field(xml, &format!("PAGE \\* {}", digits(*thai)), one(*thai)),
        Inline::PageCount { thai } => run::field(xml, &format!("NUMPAGES \\* {}", digits(*thai)), one(*thai)),
        Inline::Link(text, address) => {
            let id = parts.link(address);
            xml.element("w:hyperlink", &[("r:id", &id)], |xml| {
                run::styled_text(xml, text, &Look::default(), Some("Hyperlink"));
            });
        }
        Inline::Control(control) => {
            let id = parts.next_id();
            run::control(xml, control, id);
        }
        Inline::Picture(picture) => picture.write(xml, parts),
        Inline::Chart(chart) => chart.write(xml, parts),
    }
}
