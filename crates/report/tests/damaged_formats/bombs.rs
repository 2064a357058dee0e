//! Hostile files: small to send, huge to read. Each is refused with its own error, in a process of its own.

use std::{
    ffi::OsStr,
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

use report::{Hints, understand};
use zip::CompressionMethod;

use crate::{MOST_MEMORY, container, most_memory, one_at_a_time, time_limit};

/// A hostile file: what it is, what comes of it (its error, or `READ`), and how it is made.
type Bomb = (&'static str, &'static str, Box<dyn Fn() -> Vec<u8>>);

/// What is said of a file that is large but good.
const READ: &str = "read";

/// The file that a process of its own is to read.
const FILE: &str = "PRONGSAI_BOMB_FILE";

const WORD: &str = "word/document.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A document or workbook whose main text is this, deflated.
fn with_text(name: &str, text: String) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"a\" Type=\"x/{kind}\" Target=\"{target}\"/></Relationships>")
            .into_bytes()
    };
    let mut parts = vec![(name.to_owned(), text.into_bytes())];
    if name == WORD {
        parts.push(("_rels/.rels".into(), relation("officeDocument", WORD)));
    } else {
        parts.push(("_rels/.rels".into(), relation("officeDocument", "xl/workbook.xml")));
        parts.push((
            "xl/workbook.xml".into(),
            b"<workbook><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>".to_vec(),
        ));
        parts.push(("xl/_rels/workbook.xml.rels".into(), relation("worksheet", "worksheets/sheet1.xml")));
    }
    container(&parts, CompressionMethod::Deflated)
}

/// As many copies as make so many bytes.
fn filled(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

fn word(piece: &str, bytes: usize) -> Vec<u8> {
    with_text(WORD, format!("<w:document><w:body>{}</w:body></w:document>", filled(piece, bytes)))
}

fn sheet(piece: &str, bytes: usize) -> Vec<u8> {
    with_text(SHEET, format!("<worksheet><sheetData>{}</sheetData></worksheet>", filled(piece, bytes)))
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("deflated");
    encoder.finish().expect("deflated")
}

/// A PDF of one page with this content; `objects` follow it from number 5 on.
fn pdf(filter: &str, content: &[u8], objects: &str) -> Vec<u8> {
    let mut bytes = format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[3 0 R]/Count 1>> endobj 3 0 obj \
         <</Type/Page/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>/Font<</F 6 0 R>>>>>> endobj\n{objects}\n4 0 obj \
         <</Length {}{filter}>> stream\n",
        content.len()
    )
    .into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream endobj trailer <</Root 1 0 R>>");
    bytes
}

fn bombs() -> Vec<Bomb> {
    const PART: usize = 23_900_000;
    let cell = "<c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>";
    vec![
        ("a part that inflates to 100 MB", "Package(TooLarge)", Box::new(|| word("<w:p/>", 100_000_000))),
        ("empty paragraphs", "NoTable", Box::new(|| word("<w:p/>", PART))),
        ("paragraphs", "TooMuch", Box::new(|| word("<w:p><w:r><w:t>a</w:t></w:r></w:p>", PART))),
        (
            "one long paragraph",
            "TooMuch",
            Box::new(|| word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "ก".repeat(7_000_000)), PART)),
        ),
        ("tables", "TooMuch", Box::new(|| word("<w:tbl/>", PART))),
        (
            "rows",
            "TooMuch",
            Box::new(|| {
                with_text(WORD, format!("<w:document><w:tbl>{}</w:tbl></w:document>", filled("<w:tr/>", PART)))
            }),
        ),
        (
            "cells",
            "TooMuch",
            Box::new(|| {
                with_text(
                    WORD,
                    format!("<w:document><w:tbl><w:tr>{}</w:tr></w:tbl></w:document>", filled("<w:tc/>", PART)),
                )
            }),
        ),
        ("tables in tables", "Package(TooLarge)", Box::new(|| word(&"<w:tbl><w:tr><w:tc>".repeat(1_000_000), PART))),
        ("attributes", "NoTable", Box::new(|| word(&format!("<w:p{}/>", " a=\"\"".repeat(3_000_000)), PART))),
        (
            "entities",
            "Package(Damaged)",
            Box::new(|| {
                with_text(
                    WORD,
                    "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><w:document>&y;</w:document>".into(),
                )
            }),
        ),
        (
            "references to letters",
            "TooMuch",
            Box::new(|| word("<w:p><w:r><w:t>&#3585;&#3585;&#3585;&#3585;</w:t></w:r></w:p>", PART)),
        ),
        ("cells of a sheet", "TooMuch", Box::new(move || sheet(&format!("<row>{cell}</row>"), PART))),
        (
            "cells far out",
            "TooMuch",
            Box::new(|| sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", PART)),
        ),
        ("a million columns", "TooMuch", Box::new(|| sheet("<c><v>1</v></c>", PART))),
        ("empty rows", "NoTable", Box::new(|| sheet("<row/>", PART))),
        (
            "merged cells",
            "TooMuch",
            Box::new(|| {
                let rows = filled("<row><c><v>1</v></c></row>", 1_000_000);
                let merged = filled("<mergeCell ref=\"A1:XFD1048576\"/>", PART - 1_500_000);
                with_text(
                    SHEET,
                    format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"),
                )
            }),
        ),
        ("deep elements", "Package(TooLarge)", Box::new(|| sheet("<a>", PART))),
        (
            "a PDF that inflates to 200 MB",
            "TooMuch",
            Box::new(|| pdf("/Filter/FlateDecode", &deflated(&vec![b' '; 200_000_000]), "")),
        ),
        (
            "a PDF deflated twice",
            "TooMuch",
            Box::new(|| pdf("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&vec![b' '; 300_000_000])), "")),
        ),
        (
            "operators",
            "Empty",
            Box::new(|| pdf("/Filter/FlateDecode", &deflated(filled("0 0 m 9 9 l S ", 31_000_000).as_bytes()), "")),
        ),
        (
            "forms in forms",
            "TooMuch",
            Box::new(|| {
                let form = "5 0 obj <</Subtype/Form/Resources<</XObject<</X 5 0 R>>>>/Length 60>> stream\n/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do\nendstream endobj";
                pdf("", filled("/X Do ", 1_000_000).as_bytes(), form)
            }),
        ),
        (
            "fonts without end",
            "Empty",
            Box::new(|| {
                pdf(
                    "",
                    filled("/F 1 Tf ", 10_000_000).as_bytes(),
                    &format!("6 0 obj <</W [{}]>> endobj", "1 ".repeat(500_000)),
                )
            }),
        ),
        ("objects in objects", "Empty", Box::new(|| pdf("", b"", &filled("7 0 obj [ (", 15_000_000)))),
        ("locks", "Empty", Box::new(|| pdf("", b"", &filled("/Encrypt (", 15_000_000)))),
        (
            "streams without end",
            "TooMuch",
            Box::new(|| {
                pdf(
                    "",
                    b"",
                    &(0..150_000)
                        .map(|n| format!("{} 0 obj <</Type/ObjStm/N 9/First 9>> stream\n", n + 9))
                        .collect::<String>(),
                )
            }),
        ),
        (
            "pages",
            "Empty",
            Box::new(|| pdf("", b"", &format!("2 0 obj <</Kids[{}]>> endobj", "3 0 R 2 0 R ".repeat(300_000)))),
        ),
        (
            "letters",
            "TooMuch",
            Box::new(|| {
                pdf(
                    "/Filter/FlateDecode",
                    &deflated(format!("BT /F 9 Tf ({}) Tj ET", "a".repeat(31_000_000)).as_bytes()),
                    "6 0 obj <</Type/Font>> endobj",
                )
            }),
        ),
        (
            "lines",
            "Empty",
            Box::new(|| {
                pdf(
                    "/Filter/FlateDecode",
                    &deflated(
                        (0..1_500)
                            .map(|n| format!("0 {n} 600 .1 re f {n} 0 .1 900 re f "))
                            .collect::<String>()
                            .repeat(400)
                            .as_bytes(),
                    ),
                    "",
                )
            }),
        ),
        ("commas", "TooMuch", Box::new(|| filled("a,", 19_900_000).into_bytes())),
        ("quotes", "TooMuch", Box::new(|| filled("\"a\"\"", 19_900_000).into_bytes())),
        (
            "rows of CSV",
            "TooMuch",
            Box::new(|| format!("ตัวชี้วัด,แนวทาง,มาตรการ\n{}", filled("a,b,c\n", 19_000_000)).into_bytes()),
        ),
        ("pipes", "TooMuch", Box::new(|| filled("|", 3_000_000).into_bytes())),
        ("tags", "TooMuch", Box::new(|| format!("<table>{}", filled("<td>", 19_000_000)).into_bytes())),
        ("line breaks", "TooMuch", Box::new(|| format!("ก{}", filled("\n", 19_000_000)).into_bytes())),
        ("prose", "TooMuch", Box::new(|| filled("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ", 19_900_000).into_bytes())),
        (
            "items",
            "TooMuch",
            Box::new(|| {
                let heading = "| ตัวชี้วัด | แนวทางการปฏิบัติ | มาตรการ | ผลการดำเนินการ | ผู้รับผิดชอบ |\n|--|--|--|--|--|\n";
                format!("{heading}{}", "| E๑ ข้อ | - ก | - ข | ค “ดำเนินการแล้วเสร็จ” | ง |\n".repeat(15_000)).into_bytes()
            }),
        ),
        ("braces of JSON", "TooMuch", Box::new(|| format!("{{\"items\":{}", filled("[", 19_000_000)).into_bytes())),
        ("nearly as many rows as are read", READ, Box::new(|| table(9_000))),
    ]
}

/// A table of so many rows of a few items.
fn table(rows: usize) -> Vec<u8> {
    let heading = "| ตัวชี้วัด | แนวทางการปฏิบัติ | มาตรการ | ผลการดำเนินการ | ผู้รับผิดชอบ |\n|--|--|--|--|--|\n";
    format!("{heading}{}", "| E๑ ข้อ | - ก | - ข | ค “ดำเนินการแล้วเสร็จ” | ง |\n".repeat(rows)).into_bytes()
}

/// Reads a file, and tells what came of it, how long it took and the memory of the whole process.
fn read_alone(file: &OsStr) {
    let bytes = std::fs::read(file).expect("the file");
    let start = Instant::now();
    let result = understand(&bytes, &Hints::default());
    let took = start.elapsed().as_millis();
    let outcome = result.map_or_else(|error| format!("{error:?}"), |_| READ.to_owned());
    eprintln!("\nOUTCOME {took} {} {outcome}", most_memory());
}

/// What came of a file in a process of its own: the time, the most memory in kilobytes, and the error or `READ`.
fn in_own_process(name: &str, bytes: &[u8]) -> (Duration, usize, String) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("its content");
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["bombs::bombs_are_refused_in_little_memory", "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, file.path())
        .output()
        .expect("a process");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    let line = said.lines().find_map(|line| line.strip_prefix("OUTCOME ")).expect("an outcome");
    let [took, memory, outcome] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{name}: {line}") };
    let took = Duration::from_millis(took.parse().expect("milliseconds"));
    (took, memory.parse().expect("kilobytes"), outcome.to_owned())
}

#[test]
fn bombs_are_refused_in_little_memory() {
    if let Some(file) = std::env::var_os(FILE) {
        return read_alone(&file);
    }
    let _turn = one_at_a_time();
    let mut failed = Vec::new();
    for (name, expected, make) in bombs() {
        let (took, memory, outcome) = in_own_process(name, &make());
        eprintln!("{name}: {took:.0?}, {} MB, {outcome}", memory / 1024);
        if took >= time_limit() || memory >= MOST_MEMORY || outcome != expected {
            failed.push(format!("{name}: {took:.0?}, {} MB, {outcome}, not {expected}", memory / 1024));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
