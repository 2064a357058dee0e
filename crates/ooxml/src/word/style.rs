//! Named paragraph styles, so that an office can change the look of a whole document in one place.

use super::{Align, Length, run};
use crate::writer::Xml;

/// The name of a paragraph style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style(pub &'static str);

impl Style {
    /// Running text.
    pub const BODY: Style = Style("Normal");
    /// The title of the document.
    pub const TITLE: Style = Style("Title");
    /// What stands below the title.
    pub const SUBTITLE: Style = Style("Subtitle");
    /// A part.
    pub const HEADING_1: Style = Style("Heading1");
    /// A section.
    pub const HEADING_2: Style = Style("Heading2");
    /// A sub-section.
    pub const HEADING_3: Style = Style("Heading3");
    /// An entry of a list with bullets.
    pub const BULLET: Style = Style("ListBullet");
    /// An entry of a list with numbers.
    pub const NUMBER: Style = Style("ListNumber");
    /// Text in a table.
    pub const TABLE_TEXT: Style = Style("TableText");
    /// The heading of a column.
    pub const TABLE_HEAD: Style = Style("TableHead");
    /// An entry of a list in a table.
    pub const TABLE_BULLET: Style = Style("TableBullet");
    /// The words above a table, or below a picture.
    pub const CAPTION: Style = Style("Caption");
    /// Small print: sources, remarks.
    pub const NOTE: Style = Style("Note");
    /// Text in the head of each page.
    pub const HEADER: Style = Style("Header");
    /// Text in the foot of each page.
    pub const FOOTER: Style = Style("Footer");
}

/// Bullets or numbers before a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `-`
    Dash,
    /// `•`
    Dot,
    /// 1. 2. 3.
    Numbers,
    /// ๑. ๒. ๓.
    ThaiNumbers,
}

impl Marks {
    pub(crate) const ALL: [Marks; 4] = [Marks::Dash, Marks::Dot, Marks::Numbers, Marks::ThaiNumbers];

    /// The number of its list in `numbering.xml`, from 1.
    pub(crate) fn list(self) -> usize {
        Self::ALL.iter().position(|marks| *marks == self).map_or(1, |at| at + 1)
    }
}

/// How the paragraphs of a style look.
#[derive(Clone, Debug, PartialEq)]
pub struct StyleDefinition {
    /// Its name in the file.
    pub style: Style,
    /// Its name in the list of styles.
    pub shown_as: &'static str,
    /// Height of the letters in points.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Colour as `RRGGBB`.
    pub color: Option<&'static str>,
    /// How its lines stand.
    pub align: Align,
    /// Space before and after.
    pub space: [Length; 2],
    /// From line to line, in the font's own height.
    pub line: f64,
    /// From the left edge; and the first line from there, to the left if negative.
    pub indent: [Length; 2],
    /// The depth of a heading in the table of contents, from 0.
    pub outline: Option<u8>,
    /// Stays on the page of the paragraph after it.
    pub keep_with_next: bool,
    /// Its lines stay on one page.
    pub keep_whole: bool,
    /// Bullets or numbers.
    pub marks: Option<Marks>,
}

impl StyleDefinition {
    /// A style of plain paragraphs of this size.
    pub fn new(style: Style, shown_as: &'static str, size: f64) -> Self {
        Self {
            style,
            shown_as,
            size,
            bold: false,
            color: None,
            align: Align::Start,
            space: [Length::ZERO; 2],
            line: 1.15,
            indent: [Length::ZERO; 2],
            outline: None,
            keep_with_next: false,
            keep_whole: false,
            marks: None,
        }
    }

    fn heading(style: Style, shown_as: &'static str, size: f64, outline: u8) -> Self {
        Self {
            bold: true,
            outline: Some(outline),
            keep_with_next: true,
            space: [Length::points(size * 0.8), Length::points(size * 0.3)],
            ..Self::new(style, shown_as, size)
        }
    }

    fn list(style: Style, shown_as: &'static str, size: f64, marks: Marks, hang: f64) -> Self {
        let hang = Length::points(size * hang);
        Self {
            marks: Some(marks),
            keep_whole: true,
            indent: [hang, Length::points(-(hang.twips() as f64) / 20.0)],
            space: [Length::ZERO, Length::points(size * 0.2)],
            ..Self::new(style, shown_as, size)
        }
    }
}

/// The font and the styles of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Stylesheet {
    /// The font of everything; it is named, not put into the file.
    pub font: &'static str,
    styles: Vec<StyleDefinition>,
}

impl Stylesheet {
    /// All styles of [`Style`], sized after running text of `size` points.
    pub fn new(font: &'static str, size: f64) -> Self {
        let definition = StyleDefinition::new;
        let heading = StyleDefinition::heading;
        let list = StyleDefinition::list;
        let small = (size * 0.85 * 2.0).round() / 2.0;
        let body_space = [Length::ZERO, Length::points(size * 0.4)];
        let styles = vec![
            StyleDefinition { space: body_space, ..definition(Style::BODY, "Normal", size) },
            StyleDefinition {
                align: Align::Center,
                space: [Length::ZERO, Length::points(size * 0.6)],
                ..heading(Style::TITLE, "Title", (size * 1.4).round(), 0)
            },
            StyleDefinition {
                align: Align::Center,
                space: body_space,
                ..definition(Style::SUBTITLE, "Subtitle", size)
            },
            heading(Style::HEADING_1, "heading 1", (size * 1.3).round(), 0),
            heading(Style::HEADING_2, "heading 2", (size * 1.15).round(), 1),
            heading(Style::HEADING_3, "heading 3", size, 2),
            list(Style::BULLET, "List Bullet", size, Marks::Dot, 1.2),
            list(Style::NUMBER, "List Number", size, Marks::Numbers, 1.8),
            definition(Style::TABLE_TEXT, "Table Text", size),
            StyleDefinition { bold: true, align: Align::Center, ..definition(Style::TABLE_HEAD, "Table Head", size) },
            list(Style::TABLE_BULLET, "Table Bullet", size, Marks::Dash, 0.9),
            StyleDefinition { keep_with_next: true, bold: true, ..definition(Style::CAPTION, "caption", size) },
            StyleDefinition { space: body_space, ..definition(Style::NOTE, "Note", small) },
            definition(Style::HEADER, "header", small),
            definition(Style::FOOTER, "footer", small),
        ];
        Self { font, styles }
    }

    /// With this style instead of the one of its name, or beside the others.
    pub fn with(mut self, definition: StyleDefinition) -> Self {
        match self.styles.iter_mut().find(|own| own.style == definition.style) {
            Some(own) => *own = definition,
            None => self.styles.push(definition),
        }
        self
    }

    /// With a style changed, e.g. `|title| title.size = 18.0`.
    pub fn change(mut self, style: Style, change: impl FnOnce(&mut StyleDefinition)) -> Self {
        if let Some(own) = self.styles.iter_mut().find(|own| own.style == style) {
            change(own);
        }
        self
    }

    /// `word/styles.xml`.
    pub(crate) fn part(&self, language: &str) -> String {
        let mut xml = Xml::part();
        xml.element("w:styles", &[("xmlns:w", &super::MAIN)], |xml| {
            xml.element("w:docDefaults", &[], |xml| {
                xml.element("w:rPrDefault", &[], |xml| {
                    let size = self.styles.first().map_or(12.0, |body| body.size);
                    let look = run::Look { size: Some(size), ..run::Look::default() };
                    run::properties(xml, &look, Some(self.font), Some(language));
                });
                xml.element("w:pPrDefault", &[], |_| {});
            });
            self.styles.iter().for_each(|style| self.write(xml, style));
            xml.element(
                "w:style",
                &[("w:type", &"table"), ("w:default", &"1"), ("w:styleId", &"TableNormal")],
                |xml| {
                    xml.empty("w:name", &[("w:val", &"Normal Table")]);
                    xml.empty("w:uiPriority", &[("w:val", &99)]);
                    xml.empty("w:semiHidden", &[]);
                    xml.empty("w:unhideWhenUsed", &[]);
                },
            );
            xml.element("w:style", &[("w:type", &"character"), ("w:styleId", &"Hyperlink")], |xml| {
                xml.empty("w:name", &[("w:val", &"Hyperlink")]);
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:color", &[("w:val", &"1A4E8A")]);
                    xml.empty("w:u", &[("w:val", &"single")]);
                });
            });
        });
        xml.finish()
    }

    fn write(&self, xml: &mut Xml, style: &StyleDefinition) {
        let id = style.style.0;
        let default = if style.style == Style::BODY { "1" } else { "0" };
        let attributes: [(&str, &dyn std::fmt::Display); 3] =
            [("w:type", &"paragraph"), ("w:default", &default), ("w:styleId", &id)];
        xml.element("w:style", &attributes, |xml| {
            xml.empty("w:name", &[("w:val", &style.shown_as)]);
            if style.style != Style::BODY {
                xml.empty("w:basedOn", &[("w:val", &Style::BODY.0)]);
            }
            if style.outline.is_some() {
                xml.empty("w:next", &[("w:val", &Style::BODY.0)]);
            }
            xml.empty("w:qFormat", &[]);
            xml.element("w:pPr", &[], |xml| paragraph_properties(xml, style));
            let look =
                run::Look { size: Some(style.size), bold: style.bold, color: style.color, ..run::Look::default() };
            run::properties(xml, &look, Some(self.font), None);
        });
    }
}

fn paragraph_properties(xml: &mut Xml, style: &StyleDefinition) {
    let [left, first] = style.indent.map(Length::twips);
    let [before, after] = style.space.map(Length::twips);
    let keep = u8::from(style.keep_with_next);
    xml.empty("w:keepNext", &[("w:val", &keep)]);
    if style.keep_whole {
        xml.empty("w:keepLines", &[]);
    }
    if let Some(marks) = style.marks {
        xml.element("w:numPr", &[], |xml| {
            xml.empty("w:ilvl", &[("w:val", &0)]);
            xml.empty("w:numId", &[("w:val", &marks.list())]);
        });
    }
    // No space of its own between Latin and Thai: `I๑` is one word.
    xml.empty("w:autoSpaceDE", &[("w:val", &0)]);
    xml.empty("w:autoSpaceDN", &[("w:val", &0)]);
    let line = (style.line * 240.0).round() as i64;
    xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after), ("w:line", &line), ("w:lineRule", &"auto")]);
    if first < 0 {
        xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &-first)]);
    } else {
        xml.empty("w:ind", &[("w:left", &left), ("w:firstLine", &first)]);
    }
    xml.empty("w:jc", &[("w:val", &style.align.key())]);
    if let Some(outline) = style.outline {
        xml.empty("w:outlineLvl", &[("w:val", &outline)]);
    }
}

/// `word/fontTable.xml`: the font, and the one to take where it is missing. The latter comes with Thai offices' Windows.
pub(crate) fn fonts(font: &str) -> String {
    let mut xml = Xml::part();
    xml.element("w:fonts", &[("xmlns:w", &super::MAIN)], |xml| {
        xml.element("w:font", &[("w:name", &font)], |xml| {
            xml.empty("w:altName", &[("w:val", &"TH Sarabun New")]);
            xml.empty("w:family", &[("w:val", &"swiss")]);
            xml.empty("w:pitch", &[("w:val", &"variable")]);
        });
    });
    xml.finish()
}

/// `word/numbering.xml`: one list for each kind of marks.
pub(crate) fn numbering(font: &str) -> String {
    let mut xml = Xml::part();
    xml.element("w:numbering", &[("xmlns:w", &super::MAIN)], |xml| {
        for marks in Marks::ALL {
            let (format, text) = match marks {
                Marks::Dash => ("bullet", "-"),
                Marks::Dot => ("bullet", "•"),
                Marks::Numbers => ("decimal", "%1."),
                Marks::ThaiNumbers => ("thaiNumbers", "%1."),
            };
            xml.element("w:abstractNum", &[("w:abstractNumId", &marks.list())], |xml| {
                xml.empty("w:multiLevelType", &[("w:val", &"singleLevel")]);
                xml.element("w:lvl", &[("w:ilvl", &0)], |xml| {
                    xml.empty("w:start", &[("w:val", &1)]);
                    xml.empty("w:numFmt", &[("w:val", &format)]);
                    xml.empty("w:lvlText", &[("w:val", &text)]);
                    xml.empty("w:lvlJc", &[("w:val", &"left")]);
                    run::properties(xml, &run::Look::default(), Some(font), None);
                });
            });
        }
        for marks in Marks::ALL {
            xml.element("w:num", &[("w:numId", &marks.list())], |xml| {
                xml.empty("w:abstractNumId", &[("w:val", &marks.list())]);
            });
        }
    });
    xml.finish()
}
