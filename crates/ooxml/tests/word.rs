//! What the writer of Word documents puts into the file.

use std::io::{Cursor, Read};

mod sample;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn the_same_document_makes_the_same_bytes() {
    assert_eq!(sample::everything().to_bytes(), sample::everything().to_bytes());
}

#[test]
fn every_part_is_well_formed_and_every_related_part_is_there() {
    let bytes = sample::everything().to_bytes();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> =
        (0..archive.len()).map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned()).collect();
    assert_eq!(names.len(), 27, "{names:#?}");
    for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let text = part(&bytes, name);
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) != quick_xml::events::Event::Eof {}
    }
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    for target in relations.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let name = target.strip_prefix("../").map_or_else(|| format!("word/{target}"), str::to_owned);
        assert!(target.starts_with("https:") || names.contains(&name), "{target}");
    }
}

#[test]
fn thai_runs_are_set_as_complex_script_and_others_are_not() {
    let document = part(&sample::everything().to_bytes(), "word/document.xml");
    let thai = "<w:r><w:rPr><w:b></w:b>";
    assert!(!document.contains(thai));
    assert!(document.contains(
        "<w:rPr><w:b/><w:bCs/><w:cs/><w:lang w:bidi=\"th-TH\"/></w:rPr><w:t xml:space=\"preserve\">ตัวหนา</w:t>"
    ));
    assert!(document.contains("<w:rPr></w:rPr><w:t xml:space=\"preserve\">I1</w:t>"));
    let styles = part(&sample::everything().to_bytes(), "word/styles.xml");
    assert!(styles.contains("w:cs=\"Sarabun\"") && styles.contains("<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"));
}

#[test]
fn heading_rows_repeat_and_rows_stay_whole_unless_they_may_split() {
    let document = part(&sample::everything().to_bytes(), "word/document.xml");
    assert_eq!(document.matches("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>").count(), 1);
    assert_eq!(document.matches("<w:trPr><w:cantSplit/></w:trPr>").count(), 1);
    assert_eq!(document.matches("<w:trPr></w:trPr>").count(), 39);
}

#[test]
fn what_xml_cannot_hold_does_not_break_the_file() {
    use ooxml::word::*;
    let text = "ก\u{0}\u{b}\u{ffff}<b>&\"'\r\nข";
    let document = Document::new(Properties::default(), Stylesheet::new("Sarabun", 12.0), Page::a4())
        .paragraph(Paragraph::of(Style::BODY, text));
    let written = part(&document.to_bytes(), "word/document.xml");
    assert!(written.contains("ก&lt;b&gt;&amp;&quot;'&#13;</w:t><w:br/>"), "{written}");
}
