//! Word documents (WordprocessingML, ECMA-376 part 1): what an office can open, change and hand on.
//!
//! ```
//! use ooxml::word::{Cell, Document, Page, Paragraph, Properties, Row, Style, Stylesheet, Table};
//!
//! let page = Page::a4().turned();
//! let columns = page.text_width().shared(&[1, 3]);
//! let head = Row::new(vec![Cell::of(Style::TABLE_HEAD, "ข้อ"), Cell::of(Style::TABLE_HEAD, "มาตรการ")]);
//! let row = Row::new(vec![Cell::of(Style::TABLE_TEXT, "I1"), Cell::of(Style::TABLE_BULLET, "แจ้งเวียน")]);
//! let properties = Properties { title: "มาตรการ".into(), ..Properties::default() };
//! let bytes = Document::new(properties, Stylesheet::new("Sarabun", 10.0), page)
//!     .paragraph(Paragraph::of(Style::TITLE, "มาตรการ"))
//!     .table(Table::new(columns).described("มาตรการ", "มาตรการรายข้อ").head(head).row(row))
//!     .to_bytes();
//! assert!(bytes.starts_with(b"PK"));
//! ```
//!
//! Thai takes its font, size and weight from the properties of complex scripts; they are always written. Elements stand
//! in the order of the schema: Word refuses files in which they do not. The same document makes the same bytes.

mod chart;
mod measure;
mod paragraph;
mod parts;
mod picture;
mod run;
mod style;
mod table;

pub use chart::{Chart, ChartKind, Series};
pub use measure::{Align, Length, Page};
pub use paragraph::Paragraph;
pub use picture::Picture;
pub use run::{Control, Inline, Look};
pub use style::{Marks, Style, StyleDefinition, Stylesheet};
pub use table::{Cell, Down, Row, Table};

use self::parts::Parts;
use crate::{pack::Pack, writer::Xml};

pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(crate) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub(crate) const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PLACED_DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const CUSTOM_XML: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";

/// What the file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// The title.
    pub title: String,
    /// Who answers for it.
    pub author: String,
    /// What it is about.
    pub subject: String,
    /// The language of its words; `th-TH` if empty.
    pub language: String,
    /// The moment written into it, as RFC 3339 in UTC (`2026-01-15T07:30:00Z`); none if empty.
    pub created: String,
}

/// A document that is being put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    properties: Properties,
    styles: Stylesheet,
    page: Page,
    blocks: Vec<Block>,
    header: Vec<Paragraph>,
    footer: Vec<Paragraph>,
    data: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Block {
    Paragraph(Paragraph),
    Table(Table),
    /// What comes before stands on such pages.
    PagesEnd(Page),
}

impl Document {
    /// An empty document.
    pub fn new(properties: Properties, styles: Stylesheet, page: Page) -> Self {
        Self { properties, styles, page, blocks: Vec::new(), header: Vec::new(), footer: Vec::new(), data: Vec::new() }
    }

    /// Goes on with a paragraph.
    pub fn paragraph(mut self, paragraph: Paragraph) -> Self {
        self.blocks.push(Block::Paragraph(paragraph));
        self
    }

    /// Goes on with paragraphs.
    pub fn paragraphs(mut self, paragraphs: impl IntoIterator<Item = Paragraph>) -> Self {
        self.blocks.extend(paragraphs.into_iter().map(Block::Paragraph));
        self
    }

    /// Goes on with a table.
    pub fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// Goes on with a picture in a line of its own.
    pub fn picture(self, picture: Picture) -> Self {
        self.paragraph(Paragraph::new(Style::BODY).picture(picture).align(Align::Center).space(GAP, GAP))
    }

    /// Goes on with a chart in a line of its own.
    pub fn chart(self, chart: Chart) -> Self {
        self.paragraph(Paragraph::new(Style::BODY).chart(chart).align(Align::Center).space(GAP, GAP))
    }

    /// What comes now stands on pages of another kind, the next of which begins here.
    pub fn pages(mut self, page: Page) -> Self {
        let before = std::mem::replace(&mut self.page, page);
        self.blocks.push(Block::PagesEnd(before));
        self
    }

    /// In the head of each page.
    pub fn header(self, header: Vec<Paragraph>) -> Self {
        Self { header, ..self }
    }

    /// In the foot of each page.
    pub fn footer(self, footer: Vec<Paragraph>) -> Self {
        Self { footer, ..self }
    }

    /// Data for programs, kept with the file and not shown: the name of its XML namespace, and its text.
    pub fn data(mut self, namespace: impl Into<String>, text: impl Into<String>) -> Self {
        self.data.push((namespace.into(), text.into()));
        self
    }

    /// The finished DOCX file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut parts = Parts::default();
        let named = [
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("theme", "theme.xml"),
        ];
        for (kind, target) in named {
            parts.relate(kind, target, false);
        }
        let has_header = !self.header.is_empty();
        let header_id = has_header.then(|| parts.relate("header", "header1.xml", false));
        let footer_id = (!self.footer.is_empty()).then(|| parts.relate("footer", "footer1.xml", false));
        let edges = Edges { header: header_id, footer: footer_id };
        for at in 1..=self.data.len() {
            parts.relate("customXml", &format!("../customXml/item{at}.xml"), false);
        }
        let document = self.document_part(&edges, &mut parts);
        let relations = parts.take_relations();
        let header = edges.header.as_ref().map(|_| edge_part("w:hdr", &self.header, &mut parts));
        let header_relations = parts.take_relations();
        let footer = edges.footer.as_ref().map(|_| edge_part("w:ftr", &self.footer, &mut parts));
        let footer_relations = parts.take_relations();

        let mut pack = Pack::new();
        pack.add("[Content_Types].xml", self.content_types(&edges, &parts));
        pack.add("_rels/.rels", package_relations());
        pack.add("docProps/core.xml", self.core_properties());
        pack.add("word/document.xml", document);
        pack.add("word/_rels/document.xml.rels", parts::relations(&relations));
        pack.add("word/styles.xml", self.styles.part(self.language()));
        pack.add("word/numbering.xml", style::numbering(self.styles.font));
        pack.add("word/settings.xml", self.settings());
        pack.add("word/fontTable.xml", style::fonts(self.styles.font));
        pack.add("word/theme.xml", include_str!("theme.xml").replace("Sarabun", self.styles.font));
        for (name, part, relations) in [("header1", header, header_relations), ("footer1", footer, footer_relations)] {
            if let Some(part) = part {
                pack.add(format!("word/{name}.xml"), part);
                pack.add(format!("word/_rels/{name}.xml.rels"), parts::relations(&relations));
            }
        }
        self.add_media(&mut pack, &parts);
        self.add_data(&mut pack);
        pack.to_bytes()
    }

    fn language(&self) -> &str {
        if self.properties.language.is_empty() { "th-TH" } else { &self.properties.language }
    }

    fn document_part(&self, edges: &Edges, parts: &mut Parts) -> String {
        let mut xml = Xml::part();
        xml.element("w:document", &NAMESPACES, |xml| {
            xml.element("w:body", &[], |xml| {
                let mut after_table = false;
                for block in &self.blocks {
                    match block {
                        Block::Paragraph(paragraph) => paragraph.write(xml, parts, None),
                        Block::Table(table) => table.write(xml, parts),
                        Block::PagesEnd(page) => {
                            let section = |xml: &mut Xml| section(xml, page, edges);
                            small_paragraph().write(xml, parts, Some(&section));
                        }
                    }
                    after_table = matches!(block, Block::Table(_));
                }
                if after_table {
                    small_paragraph().write(xml, parts, None);
                }
                section(xml, &self.page, edges);
            });
        });
        xml.finish()
    }

    fn content_types(&self, edges: &Edges, parts: &Parts) -> String {
        let word = |name: &str| format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml");
        let mut types = vec![
            ("/word/document.xml".to_owned(), word("document.main")),
            ("/word/styles.xml".to_owned(), word("styles")),
            ("/word/numbering.xml".to_owned(), word("numbering")),
            ("/word/settings.xml".to_owned(), word("settings")),
            ("/word/fontTable.xml".to_owned(), word("fontTable")),
            ("/word/theme.xml".to_owned(), "application/vnd.openxmlformats-officedocument.theme+xml".to_owned()),
            ("/docProps/core.xml".to_owned(), "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        ];
        if edges.header.is_some() {
            types.push(("/word/header1.xml".to_owned(), word("header")));
        }
        if edges.footer.is_some() {
            types.push(("/word/footer1.xml".to_owned(), word("footer")));
        }
        for at in 1..=parts.charts().len() {
            let kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
            types.push((format!("/word/charts/chart{at}.xml"), kind.to_owned()));
        }
        for at in 1..=self.data.len() {
            let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
            types.push((format!("/customXml/itemProps{at}.xml"), kind.to_owned()));
        }
        let types: Vec<(&str, String)> = types.iter().map(|(name, kind)| (name.as_str(), kind.clone())).collect();
        let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let mut endings = Vec::new();
        if !parts.pictures().is_empty() {
            endings.push(("png", "image/png"));
        }
        if !parts.charts().is_empty() {
            endings.push(("xlsx", sheet));
        }
        parts::content_types(&types, &endings)
    }

    fn core_properties(&self) -> String {
        let mut xml = Xml::part();
        let spaces: [(&str, &dyn std::fmt::Display); 4] = [
            ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
            ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
        ];
        let about = &self.properties;
        xml.element("cp:coreProperties", &spaces, |xml| {
            xml.text_element("dc:title", &[], &about.title);
            xml.text_element("dc:subject", &[], &about.subject);
            xml.text_element("dc:creator", &[], &about.author);
            xml.text_element("dc:language", &[], self.language());
            if !about.created.is_empty() {
                for name in ["dcterms:created", "dcterms:modified"] {
                    xml.text_element(name, &[("xsi:type", &"dcterms:W3CDTF")], &about.created);
                }
            }
        });
        xml.finish()
    }

    fn settings(&self) -> String {
        let mut xml = Xml::part();
        xml.element("w:settings", &[("xmlns:w", &MAIN)], |xml| {
            xml.empty("w:defaultTabStop", &[("w:val", &720)]);
            xml.empty("w:characterSpacingControl", &[("w:val", &"doNotCompress")]);
            xml.element("w:compat", &[], |xml| {
                // Thai lines are broken and spaced as Word does now, not as it did for old files.
                xml.empty("w:applyBreakingRules", &[]);
                xml.empty(
                    "w:compatSetting",
                    &[
                        ("w:name", &"compatibilityMode"),
                        ("w:uri", &"http://schemas.microsoft.com/office/word"),
                        ("w:val", &15),
                    ],
                );
            });
            xml.empty("w:themeFontLang", &[("w:val", &"en-GB"), ("w:bidi", &self.language())]);
        });
        xml.finish()
    }

    fn add_media(&self, pack: &mut Pack, parts: &Parts) {
        for (at, bytes) in parts.pictures().iter().enumerate() {
            pack.add(format!("word/media/picture{}.png", at + 1), bytes.clone());
        }
        for (at, (part, workbook)) in parts.charts().iter().enumerate() {
            let number = at + 1;
            let target = format!("../embeddings/chart{number}.xlsx");
            let relation = ("rId1".to_owned(), format!("{RELATIONS}/package"), target, false);
            pack.add(format!("word/charts/chart{number}.xml"), part.clone());
            pack.add(format!("word/charts/_rels/chart{number}.xml.rels"), parts::relations(&[relation]));
            pack.add(format!("word/embeddings/chart{number}.xlsx"), workbook.clone());
        }
    }

    fn add_data(&self, pack: &mut Pack) {
        for (at, (namespace, text)) in self.data.iter().enumerate() {
            let number = at + 1;
            let mut item = Xml::part();
            item.text_element("data", &[("xmlns", namespace)], text);
            pack.add(format!("customXml/item{number}.xml"), item.finish());
            let mut about = Xml::part();
            let id = format!("{{9D0C6B10-3A57-4C1E-8E5B-{number:012}}}");
            about.element("ds:datastoreItem", &[("ds:itemID", &id), ("xmlns:ds", &CUSTOM_XML)], |xml| {
                xml.element("ds:schemaRefs", &[], |xml| xml.empty("ds:schemaRef", &[("ds:uri", namespace)]));
            });
            pack.add(format!("customXml/itemProps{number}.xml"), about.finish());
            let kind = format!("{RELATIONS}/customXmlProps");
            let relation = ("rId1".to_owned(), kind, format!("itemProps{number}.xml"), false);
            pack.add(format!("customXml/_rels/item{number}.xml.rels"), parts::relations(&[relation]));
        }
    }
}

/// Above and below a picture that stands alone.
const GAP: Length = Length::whole_points(8);

/// The relations of the head and the foot.
struct Edges {
    header: Option<String>,
    footer: Option<String>,
}

const NAMESPACES: [(&str, &dyn std::fmt::Display); 3] =
    [("xmlns:w", &MAIN), ("xmlns:r", &RELATIONS), ("xmlns:wp", &PLACED_DRAWING)];

/// Closes a section, or stands behind a table at the end: nothing to see.
fn small_paragraph() -> Paragraph {
    Paragraph::new(Style::BODY).space(Length::ZERO, Length::ZERO).look("", Look { size: Some(2.0), ..Look::default() })
}

fn edge_part(name: &str, paragraphs: &[Paragraph], parts: &mut Parts) -> String {
    let mut xml = Xml::part();
    xml.element(name, &NAMESPACES, |xml| paragraphs.iter().for_each(|paragraph| paragraph.write(xml, parts, None)));
    xml.finish()
}

fn section(xml: &mut Xml, page: &Page, edges: &Edges) {
    xml.element("w:sectPr", &[], |xml| {
        for (name, id) in [("w:headerReference", &edges.header), ("w:footerReference", &edges.footer)] {
            if let Some(id) = id {
                xml.empty(name, &[("w:type", &"default"), ("r:id", id)]);
            }
        }
        let (width, height) = (page.width.twips(), page.height.twips());
        let orientation = if page.landscape { "landscape" } else { "portrait" };
        xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", &orientation)]);
        let [top, right, bottom, left] = page.margins.map(Length::twips);
        let [header, footer] = page.header_and_footer.map(Length::twips);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &header),
                ("w:footer", &footer),
                ("w:gutter", &0),
            ],
        );
    });
}

fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    parts::relations(&[
        ("rId1".into(), format!("{RELATIONS}/officeDocument"), "word/document.xml".into(), false),
        ("rId2".into(), core.into(), "docProps/core.xml".into(), false),
    ])
}
