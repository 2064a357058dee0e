//! The parts beside the document itself, and the relations that tie them together.

use super::RELATIONS;
use crate::writer::Xml;

/// A relation: identifier, kind, target, and whether the target lies outside the file.
pub(crate) type Relation = (String, String, String, bool);

/// What is gathered while the document is written.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    relations: Vec<Relation>,
    pictures: Vec<Vec<u8>>,
    charts: Vec<(String, Vec<u8>)>,
    last_id: usize,
}

impl Parts {
    /// A number that nothing else in the document bears.
    pub(crate) fn next_id(&mut self) -> usize {
        self.last_id += 1;
        self.last_id
    }

    /// Ties a part or an address to the document.
    pub(crate) fn relate(&mut self, kind: &str, target: &str, outside: bool) -> String {
        let kind = format!("{RELATIONS}/{kind}");
        let same = |known: &&Relation| known.1 == kind && known.2 == target;
        if let Some((id, ..)) = self.relations.iter().find(same) {
            return id.clone();
        }
        let id = format!("rId{}", self.relations.len() + 1);
        self.relations.push((id.clone(), kind, target.to_owned(), outside));
        id
    }

    pub(crate) fn link(&mut self, address: &str) -> String {
        self.relate("hyperlink", address, true)
    }

    pub(crate) fn picture(&mut self, bytes: &[u8]) -> String {
        let at = self.pictures.iter().position(|known| known == bytes).unwrap_or_else(|| {
            self.pictures.push(bytes.to_vec());
            self.pictures.len() - 1
        });
        self.relate("image", &format!("media/picture{}.png", at + 1), false)
    }

    pub(crate) fn chart(&mut self, part: String, workbook: Vec<u8>) -> String {
        self.charts.push((part, workbook));
        self.relate("chart", &format!("charts/chart{}.xml", self.charts.len()), false)
    }

    pub(crate) fn take_relations(&mut self) -> Vec<Relation> {
        std::mem::take(&mut self.relations)
    }

    pub(crate) fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    pub(crate) fn charts(&self) -> &[(String, Vec<u8>)] {
        &self.charts
    }
}

/// A part with relations.
pub(crate) fn relations(relations: &[Relation]) -> String {
    let mut xml = Xml::part();
    xml.element(
        "Relationships",
        &[("xmlns", &"http://schemas.openxmlformats.org/package/2006/relationships")],
        |xml| {
            for (id, kind, target, outside) in relations {
                if *outside {
                    xml.empty(
                        "Relationship",
                        &[("Id", id), ("Type", kind), ("Target", target), ("TargetMode", &"External")],
                    );
                } else {
                    xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
                }
            }
        },
    );
    xml.finish()
}

/// `[Content_Types].xml`: parts by name, and further endings of names.
pub(crate) fn content_types(parts: &[(&str, String)], endings: &[(&str, &str)]) -> String {
    let mut xml = Xml::part();
    xml.element("Types", &[("xmlns", &"http://schemas.openxmlformats.org/package/2006/content-types")], |xml| {
        let usual = [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")];
        for (ending, kind) in usual.iter().chain(endings) {
            xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
        }
        for (name, kind) in parts {
            xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        }
    });
    xml.finish()
}
