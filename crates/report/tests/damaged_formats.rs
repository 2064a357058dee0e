//! Damaged and hostile files of every format: never a panic, never more than 256 MB, never for long.
//!
//! `PRONGSAI_DAMAGED` says how many damaged files of each format are tried (2,000 otherwise); with
//! `PRONGSAI_SECONDS` each must be done in so many seconds (`scripts/fuzz` sets both).

use std::{
    io::{Cursor, Read, Write},
    path::PathBuf,
    sync::Mutex,
    time::{Duration, Instant},
};

use report::{Hints, ReadError, understand};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The memory that an importer may take, in kilobytes, the test program and its corpus included.
const MOST_MEMORY: usize = 256 * 1024;

/// One test at a time: memory is measured for the whole program.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A hostile file: what it is, and how it is made.
type Bomb = (&'static str, Box<dyn Fn() -> Vec<u8>>);

/// A small fixed sequence of numbers (xorshift), so that every run damages the same places.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn corpus(ending: &str) -> Vec<Vec<u8>> {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths: Vec<PathBuf> = ["fixtures", "fixtures/office", "corpus"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).expect("the corpus"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{ending}");
    paths.iter().map(|path| std::fs::read(path).expect("a file")).collect()
}

/// The most memory that this program has had, in kilobytes.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells the memory of a program");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("its peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// Reads a file and measures. Whatever comes of it, it comes soon.
fn attempt(bytes: &[u8], name: &str) -> Result<(), ReadError> {
    let start = Instant::now();
    let result = understand(bytes, &Hints::default());
    let limit = std::env::var("PRONGSAI_SECONDS").ok().and_then(|text| text.parse().ok());
    // Without a limit of its own, on a busy machine and a slow build, only what never ends is found.
    let limit = Duration::from_secs_f64(limit.unwrap_or(60.0));
    assert!(start.elapsed() < limit, "{name} took {:?}", start.elapsed());
    result.map(drop)
}

/// Bytes or letters put in where they do harm.
const PIECES: [&[u8]; 40] = [
    b"<w:tbl>",
    b"</w:tbl>",
    b"<w:tr>",
    b"<w:tc>",
    b"</w:tc>",
    b"<w:p>",
    b"</w:p>",
    b"<w:gridSpan w:val=\"99999\"/>",
    b"<w:gridBefore w:val=\"4294967295\"/>",
    b"<w:vMerge/>",
    b"<w:numId w:val=\"4294967295\"/>",
    b"<w:ilvl w:val=\"18446744073709551615\"/>",
    b"<w:t>&#x10FFFF;&#0;&unknown;</w:t>",
    b"<c r=\"XFD1048576\"><v>1e308</v></c>",
    b"<c r=\"A1\" t=\"s\"><v>99999999999</v></c>",
    b"<row r=\"18446744073709551615\">",
    b"<mergeCell ref=\"A1:XFD1048576\"/>",
    b" s=\"4294967295\"",
    b"<v>-1e-308</v>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b" 0 0 0 0 0 0 cm ",
    b" 1e999 0 0 1e999 0 0 Tm ",
    b" [(A) -99999999999 (B)] TJ ",
    b"/X Do ",
    b" 99999 0 R ",
    b"<< /Length 99999999 >> stream\n",
    b"endstream endobj ",
    b" 1 0 obj ",
    b"<</Kids [1 0 R 2 0 R 3 0 R]>>",
    b" q q q q q q q q ",
    b" BT /F1 0 Tf ET ",
    b" -1 -1 1e9 1e9 re S ",
    b"\"",
    b"\n",
    b";;;;;;,,,,,,\t\t\t",
    b"\xE0\xB8",
    b"\xFF\xFE\x00",
];

fn damage(bytes: &mut Vec<u8>, sequence: &mut Sequence) {
    for _ in 0..=sequence.below(5) {
        if bytes.is_empty() {
            return;
        }
        let at = sequence.below(bytes.len());
        let end = (at + sequence.below(120)).min(bytes.len());
        match sequence.below(8) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copy = bytes[at..end].to_vec();
                let place = sequence.below(bytes.len());
                bytes.splice(place..place, copy);
            }
            2 => bytes[at] ^= 1 << sequence.below(8),
            3 => bytes[at] = sequence.below(256) as u8,
            4 => {
                let digits = (at..end).filter(|place| bytes[*place].is_ascii_digit()).collect::<Vec<_>>();
                digits.into_iter().for_each(|place| bytes[place] = b'0' + sequence.below(10) as u8);
            }
            5 if sequence.below(4) == 0 => bytes.truncate(at),
            _ => {
                let piece = PIECES[sequence.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

/// The parts of a container.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut part = |name: &String| {
        let mut content = Vec::new();
        archive.by_name(name).expect("a part").read_to_end(&mut content).expect("its content");
        (name.clone(), content)
    };
    names.iter().map(&mut part).collect()
}

fn container(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a container").into_inner()
}

/// A PDF with its streams inflated, so that damage reaches what they hold.
fn inflated(bytes: &[u8]) -> Vec<u8> {
    let find = |from: usize, word: &[u8]| {
        bytes[from..].windows(word.len()).position(|window| window == word).map(|place| from + place)
    };
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b"stream") {
        let Some(end) = find(start + 6, b"endstream") else { break };
        let content = &bytes[start + 6..end];
        let content = content.strip_prefix(b"\r\n").or(content.strip_prefix(b"\n")).unwrap_or(content);
        let mut text = Vec::new();
        let head = String::from_utf8_lossy(&bytes[at..start]).replace("/FlateDecode", "");
        match flate2::read::ZlibDecoder::new(content).read_to_end(&mut text) {
            Ok(_) => {
                plain.extend(head.into_bytes());
                plain.extend_from_slice(b"stream\n");
                plain.extend(text);
            }
            Err(_) => plain.extend_from_slice(&bytes[at..end]),
        }
        plain.extend_from_slice(b"\nendstream");
        at = end + 9;
    }
    plain.extend_from_slice(&bytes[at..]);
    plain
}

fn rounds() -> usize {
    std::env::var("PRONGSAI_DAMAGED").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000)
}

/// Damages files of a kind, and tells how many could still be read.
fn try_damaged(ending: &str, seed: u64, mut next: impl FnMut(&mut Sequence, usize) -> Vec<u8>) -> usize {
    reset_memory();
    let (start, mut sequence, mut read) = (Instant::now(), Sequence(seed), 0);
    for round in 0..rounds() {
        let bytes = next(&mut sequence, round);
        read += usize::from(attempt(&bytes, &format!("{ending} {round}")).is_ok());
    }
    let (memory, time) = (most_memory(), start.elapsed());
    eprintln!("{ending}: {} files, {read} read, {time:.1?}, at most {} MB", rounds(), memory / 1024);
    assert!(memory < MOST_MEMORY, "{ending}: {memory} kB");
    read
}

fn damaged_container(ending: &str, seed: u64) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let files = corpus(ending);
    let unpacked: Vec<Vec<(String, Vec<u8>)>> = files.iter().map(|bytes| parts(bytes)).collect();
    let read = try_damaged(ending, seed, |sequence, round| {
        let file = sequence.below(files.len());
        if round % 5 == 0 {
            let mut bytes = files[file].clone();
            damage(&mut bytes, sequence);
            return bytes;
        }
        let mut parts = unpacked[file].clone();
        let markup: Vec<usize> = (0..parts.len()).filter(|at| !parts[*at].0.contains("theme")).collect();
        // The parts that hold the text more often than the others.
        let main = markup
            .iter()
            .copied()
            .find(|at| parts[*at].0.ends_with("document.xml") || parts[*at].0.ends_with("sheet1.xml"));
        let part = main.filter(|_| round % 2 == 0).unwrap_or(markup[sequence.below(markup.len())]);
        damage(&mut parts[part].1, sequence);
        container(&parts, CompressionMethod::Stored)
    });
    assert!(read > rounds() / 20, "{ending}: damage must leave some files whole enough to be read: {read}");
}

#[test]
fn damaged_word_documents_are_read_or_refused() {
    damaged_container("docx", 0xD0C_5EED);
}

#[test]
fn damaged_workbooks_are_read_or_refused() {
    damaged_container("xlsx", 0x5EE7_5EED);
}

fn damaged_plain(ending: &str, seed: u64, unpack: impl Fn(&[u8]) -> Vec<u8>) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    let files = corpus(ending);
    let plain: Vec<Vec<u8>> = files.iter().map(|bytes| unpack(bytes)).collect();
    let read = try_damaged(ending, seed, |sequence, round| {
        let from = if round % 5 == 0 { &files } else { &plain };
        let mut bytes = from[sequence.below(from.len())].clone();
        damage(&mut bytes, sequence);
        bytes
    });
    assert!(read > rounds() / 20, "{ending}: damage must leave some files whole enough to be read: {read}");
}

#[test]
fn damaged_pdfs_are_read_or_refused() {
    damaged_plain("pdf", 0xBDF_5EED, inflated);
}

#[test]
fn damaged_csv_files_are_read_or_refused() {
    damaged_plain("csv", 0xC5F_5EED, <[u8]>::to_vec);
}

#[test]
fn damaged_markdown_and_html_are_read_or_refused() {
    damaged_plain("md", 0x3D_5EED, <[u8]>::to_vec);
    damaged_plain("html", 0x47_5EED, <[u8]>::to_vec);
}

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

#[test]
fn bombs_are_refused_in_little_memory() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner());
    const PART: usize = 23_900_000;
    let cell = "<c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>";
    let bombs: Vec<Bomb> = vec![
        ("a part that inflates to 100 MB", Box::new(|| word("<w:p/>", 100_000_000))),
        ("empty paragraphs", Box::new(|| word("<w:p/>", PART))),
        ("paragraphs", Box::new(|| word("<w:p><w:r><w:t>a</w:t></w:r></w:p>", PART))),
        (
            "one long paragraph",
            Box::new(|| word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "ก".repeat(7_000_000)), PART)),
        ),
        ("tables", Box::new(|| word("<w:tbl/>", PART))),
        (
            "rows",
            Box::new(|| {
                with_text(WORD, format!("<w:document><w:tbl>{}</w:tbl></w:document>", filled("<w:tr/>", PART)))
            }),
        ),
        (
            "cells",
            Box::new(|| {
                with_text(
                    WORD,
                    format!("<w:document><w:tbl><w:tr>{}</w:tr></w:tbl></w:document>", filled("<w:tc/>", PART)),
                )
            }),
        ),
        ("tables in tables", Box::new(|| word(&"<w:tbl><w:tr><w:tc>".repeat(1_000_000), PART))),
        ("attributes", Box::new(|| word(&format!("<w:p{}/>", " a=\"\"".repeat(3_000_000)), PART))),
        (
            "entities",
            Box::new(|| {
                with_text(
                    WORD,
                    "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><w:document>&y;</w:document>".into(),
                )
            }),
        ),
        (
            "references to letters",
            Box::new(|| word("<w:p><w:r><w:t>&#3585;&#3585;&#3585;&#3585;</w:t></w:r></w:p>", PART)),
        ),
        ("cells of a sheet", Box::new(move || sheet(&format!("<row>{cell}</row>"), PART))),
        ("cells far out", Box::new(|| sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", PART))),
        ("a million columns", Box::new(|| sheet("<c><v>1</v></c>", PART))),
        ("empty rows", Box::new(|| sheet("<row/>", PART))),
        (
            "merged cells",
            Box::new(|| {
                let rows = filled("<row><c><v>1</v></c></row>", 1_000_000);
                let merged = filled("<mergeCell ref=\"A1:XFD1048576\"/>", PART - 1_500_000);
                with_text(
                    SHEET,
                    format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"),
                )
            }),
        ),
        ("deep elements", Box::new(|| sheet("<a>", PART))),
        (
            "a PDF that inflates to 200 MB",
            Box::new(|| pdf("/Filter/FlateDecode", &deflated(&vec![b' '; 200_000_000]), "")),
        ),
        (
            "a PDF deflated twice",
            Box::new(|| pdf("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&vec![b' '; 300_000_000])), "")),
        ),
        (
            "operators",
            Box::new(|| pdf("/Filter/FlateDecode", &deflated(filled("0 0 m 9 9 l S ", 31_000_000).as_bytes()), "")),
        ),
        (
            "forms in forms",
            Box::new(|| {
                let form = "5 0 obj <</Subtype/Form/Resources<</XObject<</X 5 0 R>>>>/Length 60>> stream\n/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do\nendstream endobj";
                pdf("", filled("/X Do ", 1_000_000).as_bytes(), form)
            }),
        ),
        (
            "fonts without end",
            Box::new(|| {
                pdf(
                    "",
                    filled("/F 1 Tf ", 10_000_000).as_bytes(),
                    &format!("6 0 obj <</W [{}]>> endobj", "1 ".repeat(500_000)),
                )
            }),
        ),
        ("objects in objects", Box::new(|| pdf("", b"", &filled("7 0 obj [ (", 15_000_000)))),
        ("locks", Box::new(|| pdf("", b"", &filled("/Encrypt (", 15_000_000)))),
        (
            "streams without end",
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
        ("pages", Box::new(|| pdf("", b"", &format!("2 0 obj <</Kids[{}]>> endobj", "3 0 R 2 0 R ".repeat(300_000))))),
        (
            "letters",
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
        ("commas", Box::new(|| filled("a,", 19_900_000).into_bytes())),
        ("quotes", Box::new(|| filled("\"a\"\"", 19_900_000).into_bytes())),
        ("rows of CSV", Box::new(|| format!("ตัวชี้วัด,แนวทาง,มาตรการ\n{}", filled("a,b,c\n", 19_000_000)).into_bytes())),
        ("pipes", Box::new(|| filled("|", 3_000_000).into_bytes())),
        ("tags", Box::new(|| format!("<table>{}", filled("<td>", 19_000_000)).into_bytes())),
        ("line breaks", Box::new(|| format!("ก{}", filled("\n", 19_000_000)).into_bytes())),
        ("prose", Box::new(|| filled("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ", 19_900_000).into_bytes())),
        (
            "items",
            Box::new(|| {
                let heading = "| ตัวชี้วัด | แนวทางการปฏิบัติ | มาตรการ | ผลการดำเนินการ | ผู้รับผิดชอบ |\n|--|--|--|--|--|\n";
                format!("{heading}{}", "| E๑ ข้อ | - ก | - ข | ค “ดำเนินการแล้วเสร็จ” | ง |\n".repeat(15_000)).into_bytes()
            }),
        ),
        ("braces of JSON", Box::new(|| format!("{{\"items\":{}", filled("[", 19_000_000)).into_bytes())),
    ];
    let only = std::env::var("PRONGSAI_BOMB").ok();
    for (name, make) in bombs.iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only == name)) {
        let bytes = make();
        let before = reset_memory();
        let start = Instant::now();
        let result = attempt(&bytes, name);
        let taken = most_memory().saturating_sub(before) / 1024;
        println!("{name}: {:.0?}, {taken} MB, {:?}", start.elapsed(), result.as_ref().err());
        assert!(taken < MOST_MEMORY / 1024, "{name}: {taken} MB");
    }
}

/// Forgets the peak; the memory that is in use now, in kilobytes.
fn reset_memory() -> usize {
    std::fs::write("/proc/self/clear_refs", "5").expect("Linux forgets the peak");
    most_memory()
}
