//! Makes Thai text in a PDF copy, search and read aloud as it was written.
//!
//! When a font moves a vowel or tone mark up, down or aside, the exporter writes that mark as a piece of its own, and
//! gives each piece the characters of the *whole* cluster: ทั้ง is drawn rightly but copied as ทั้ทั้ง. Here each glyph
//! is given only its own characters, which the font tells us by the glyph's name (`uni0E49.narrow` is ้). The break
//! controls that [`crate::line_breaks`] put in have done their work and are taken out.
//!
//! Nothing that is drawn changes. See `docs/decisions/0003-typesetting.md` for how we will know that this can go.

use typst::{
    layout::{Frame, FrameItem},
    text::{FontInstance, Glyph, TextItem},
};
use typst_layout::{Page, PagedDocument};

const NIKHAHIT: &str = "\u{0e4d}";
const SARA_AA: &str = "\u{0e32}";
const SARA_AM: char = '\u{0e33}';

/// Zero width space and word joiner: where a line may end, and where it may not.
pub fn is_break_control(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}')
}

/// A Thai vowel or tone mark that is drawn above or below its consonant, or ำ, of which a half is.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0e31}' | '\u{0e33}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}')
}

/// The same pages, with a text layer that says what was written.
pub fn repair(mut document: PagedDocument) -> PagedDocument {
    let info = document.info_mut().clone();
    let pages = document.pages().iter().cloned().map(|mut page: Page| {
        repair_frame(&mut page.frame);
        page
    });
    PagedDocument::new(pages.collect(), info)
}

fn repair_frame(frame: &mut Frame) {
    // `retain` is the one way to reach the items of a frame for change; all are kept.
    frame.retain(|item| {
        match item {
            FrameItem::Text(text) => repair_text(text),
            FrameItem::Group(group) => repair_frame(&mut group.frame),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
        true
    });
}

fn repair_text(item: &mut TextItem) {
    if !item.text.chars().any(|c| is_mark(c) || is_break_control(c)) {
        return;
    }
    let mut text = String::with_capacity(item.text.len());
    let mut glyphs = Vec::with_capacity(item.glyphs.len());
    for cluster in item.glyphs.chunk_by(|one, next| one.range == next.range) {
        let named: Vec<Named> = cluster.iter().map(|glyph| Named::new(glyph, &item.font)).collect();
        for piece in spell(&item.text[cluster[0].range()], named) {
            let start = text.len() as u16;
            text.push_str(&piece.text);
            let range = start..text.len() as u16;
            glyphs.extend(piece.glyphs.into_iter().map(|glyph| Glyph { range: range.clone(), ..glyph }));
        }
    }
    item.text = text.into();
    item.glyphs = glyphs;
}

/// A glyph and the characters its name stands for, if its name says so.
struct Named {
    glyph: Glyph,
    letters: Option<String>,
}

impl Named {
    fn new(glyph: &Glyph, font: &FontInstance) -> Self {
        let name = font.ttf().glyph_name(ttf_parser::GlyphId(glyph.id));
        Self { glyph: glyph.clone(), letters: name.and_then(letters) }
    }

    fn contains(&self, letter: &str) -> bool {
        self.letters.as_deref().is_some_and(|letters| letters.contains(letter))
    }

    /// Draws nothing and takes no room: what the shaper leaves of a break control.
    fn is_blank(&self) -> bool {
        self.glyph.x_advance.get() == 0.0
            && self
                .letters
                .as_deref()
                .is_none_or(|letters| letters.chars().all(|c| c == '\u{a0}' || is_break_control(c)))
    }
}

/// The characters in a glyph's name: `uni0E49.narrow` is ้, `uni0E190E49` would be น้. Names such as `space` tell nothing.
fn letters(name: &str) -> Option<String> {
    let digits = name.split('.').next()?.strip_prefix("uni")?;
    if digits.is_empty() || !digits.is_ascii() || !digits.len().is_multiple_of(4) {
        return None;
    }
    let code_points = (0..digits.len()).step_by(4).map(|at| u32::from_str_radix(&digits[at..at + 4], 16).ok());
    code_points.map(|code_point| code_point.and_then(char::from_u32)).collect()
}

/// Glyphs that share one stretch of text.
struct Piece {
    text: String,
    glyphs: Vec<Glyph>,
}

/// Deals the text of one cluster out to its glyphs. Where the glyphs do not say who is who, they keep sharing it.
fn spell(cluster: &str, mut named: Vec<Named>) -> Vec<Piece> {
    let written: String = cluster.chars().filter(|c| !is_break_control(*c)).collect();
    if written.len() < cluster.len() {
        named.retain(|glyph| !glyph.is_blank());
    }
    if written.is_empty() {
        return Vec::new();
    }
    let dealt = written.chars().any(is_mark).then(|| deal(&written, &named)).flatten();
    dealt.unwrap_or_else(|| vec![Piece { text: written, glyphs: named.into_iter().map(|n| n.glyph).collect() }])
}

/// One piece per glyph, except that ำ, drawn as a ring, perhaps a tone mark, and า, stays one piece: its halves mean
/// nothing alone. A raised mark ends the run, so the glyphs may be only a part of their cluster; `None` if they spell
/// anything that was not written.
fn deal(written: &str, named: &[Named]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(named.len());
    let mut rest = named;
    while let [first, others @ ..] = rest {
        let ring = written.contains(SARA_AM) && first.contains(NIKHAHIT);
        let tail =
            if ring { others.iter().position(|glyph| glyph.contains(SARA_AA)).map_or(0, |at| at + 1) } else { 0 };
        let (group, after) = rest.split_at(1 + tail);
        let mut text: String = group.iter().map(|glyph| glyph.letters.as_deref()).collect::<Option<_>>()?;
        if tail > 0 {
            text = text.replace(NIKHAHIT, "").replace(SARA_AA, "");
            text.push(SARA_AM);
        }
        pieces.push(Piece { text, glyphs: group.iter().map(|glyph| glyph.glyph.clone()).collect() });
        rest = after;
    }
    let dealt: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    written.contains(&dealt).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use typst::layout::Abs;

    use super::*;
    use crate::typeset::{Print, lay_out};

    /// Words with every kind of stack: two marks, tall consonants, marks below, ำ with and without a tone.
    const STACKS: &str =
        "ทั้ง ขึ้น ปั้น กี้ ที่ นี้ ผู้ ปู่ ญู ฎุ ฐาน ฟ้า ฝ่าย ป่า น้ำ ทำ ซ้ำ ถ้ำ ย่ำ ป้ำ ฟ้ำ ค่ำ ต่ำ ปำ ปีบ ปิ่น ฝึก ฟื้น สิทธิ์ ฤๅ ฦๅ ฤทธิ์ เปิด โป๊ะ แป๊ะ";

    fn texts(frame: &Frame, found: &mut Vec<TextItem>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(text) => found.push(text.clone()),
                FrameItem::Group(group) => texts(&group.frame, found),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn set(text: &str) -> (Vec<TextItem>, Vec<TextItem>) {
        let template = r#"#set text(font: "Sarabun", lang: "th", fallback: false)
            #set page(width: 200cm)
            #json("data.json").text"#;
        let data = json!({ "text": text });
        let print = Print { template, data: &data, identity: String::new(), printed_at: jiff::Timestamp::UNIX_EPOCH };
        let document = lay_out(&print).unwrap();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        texts(&document.pages()[0].frame, &mut before);
        texts(&repair(document).pages()[0].frame, &mut after);
        (before, after)
    }

    fn read(items: &[TextItem]) -> String {
        items.iter().map(|item| item.text.as_str()).collect()
    }

    #[test]
    fn each_run_says_its_own_characters_and_together_they_say_what_was_written() {
        let (before, after) = set(STACKS);
        assert_ne!(read(&before), STACKS, "typst's own text layer is right: this module can go, see decision 0003");
        assert_eq!(read(&after), STACKS);
    }

    #[test]
    fn break_controls_leave_the_text_and_the_glyphs() {
        let (_, plain) = set("ทั้งน้ำใส");
        let (_, controlled) = set("ทั้ง\u{200b}น้ำ\u{2060}ใส");
        assert_eq!(read(&controlled), "ทั้งน้ำใส");
        let glyphs = |items: &[TextItem]| items.iter().flat_map(|i| &i.glyphs).map(|g| g.id).collect::<Vec<_>>();
        assert_eq!(glyphs(&controlled), glyphs(&plain));
    }

    #[test]
    fn nothing_that_is_drawn_moves() {
        let (before, after) = set(STACKS);
        let width = |items: &[TextItem]| items.iter().map(TextItem::width).sum::<Abs>();
        assert_eq!(width(&before), width(&after));
    }

    #[test]
    fn every_glyph_points_into_the_text() {
        let (_, after) = set(STACKS);
        for item in &after {
            for glyph in &item.glyphs {
                assert!(!item.text[glyph.range()].is_empty(), "glyph {} of {:?} says nothing", glyph.id, item.text);
            }
        }
    }

    #[test]
    fn glyph_names_tell_their_letters() {
        assert_eq!(letters("uni0E49.narrow").as_deref(), Some("\u{0e49}"));
        assert_eq!(letters("uni0E4D0E49").as_deref(), Some("\u{0e4d}\u{0e49}"));
        for silent in ["space", "uni", "uniZZZZ", "uni0E4", "uniD800", ".notdef"] {
            assert_eq!(letters(silent), None, "{silent}");
        }
    }
}
