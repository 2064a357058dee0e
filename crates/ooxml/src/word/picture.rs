//! Pictures (PNG).

use super::{Length, parts::Parts, run};
use crate::writer::Xml;

/// A picture of a PNG file, as wide as said; its height follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    bytes: Vec<u8>,
    width: Length,
    pixels: (u32, u32),
    description: String,
}

impl Picture {
    /// A PNG file, this wide, and what it shows for those who hear it read; nothing if the bytes are no PNG.
    pub fn png(bytes: Vec<u8>, width: Length, description: impl Into<String>) -> Option<Self> {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let pixels = (number(16)?, number(20)?);
        let sound = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && pixels.0 > 0 && pixels.1 > 0;
        sound.then(|| Self { bytes, width, pixels, description: description.into() })
    }

    fn height(&self) -> Length {
        Length::points(self.width.twips() as f64 / 20.0 * f64::from(self.pixels.1) / f64::from(self.pixels.0))
    }

    pub(crate) fn write(&self, xml: &mut Xml, parts: &mut Parts) {
        let relation = parts.picture(&self.bytes);
        let id = parts.next_id();
        let size = [self.width, self.height()];
        run::drawing(xml, id, size, &self.description, |xml| {
            xml.element("a:graphicData", &[("uri", &PICTURE)], |xml| {
                xml.element("pic:pic", &[("xmlns:pic", &PICTURE)], |xml| {
                    xml.element("pic:nvPicPr", &[], |xml| {
                        let name = format!("Picture {id}");
                        xml.empty("pic:cNvPr", &[("id", &id), ("name", &name), ("descr", &self.description)]);
                        xml.empty("pic:cNvPicPr", &[]);
                    });
                    xml.element("pic:blipFill", &[], |xml| {
                        xml.empty("a:blip", &[("r:embed", &relation)]);
                        xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                    });
                    xml.element("pic:spPr", &[], |xml| {
                        xml.element("a:xfrm", &[], |xml| {
                            xml.empty("a:off", &[("x", &0), ("y", &0)]);
                            xml.empty("a:ext", &[("cx", &size[0].emu()), ("cy", &size[1].emu())]);
                        });
                        xml.element("a:prstGeom", &[("prst", &"rect")], |xml| xml.empty("a:avLst", &[]));
                    });
                });
            });
        });
    }
}

const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
