//! What a file is, told by its content and never by its name. What could do harm in a reader's hands, or what nobody
//! could open in ten years, is refused with a sentence.

use std::io::{self, Read, Seek, SeekFrom};

use thai::Bilingual;

/// A kind of file that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A picture of the web.
    WebP,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// Text of LibreOffice.
    Odt,
    /// Table of LibreOffice.
    Ods,
    /// A table as text.
    Csv,
    /// Plain text.
    Text,
    /// A film.
    Mp4,
}

impl Media {
    /// All kinds.
    pub const ALL: [Media; 12] = [
        Media::Pdf,
        Media::Jpeg,
        Media::Png,
        Media::WebP,
        Media::Docx,
        Media::Xlsx,
        Media::Pptx,
        Media::Odt,
        Media::Ods,
        Media::Csv,
        Media::Text,
        Media::Mp4,
    ];

    /// Its media type, as it is kept and sent.
    pub fn media_type(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::WebP => "image/webp",
            Media::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Media::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Media::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Media::Odt => "application/vnd.oasis.opendocument.text",
            Media::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Media::Csv => "text/csv; charset=utf-8",
            Media::Text => "text/plain; charset=utf-8",
            Media::Mp4 => "video/mp4",
        }
    }

    /// The kind with this media type.
    pub fn from_media_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.media_type() == text)
    }

    /// What its names end with; the first is given to a name that has none of them.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Media::Pdf => &["pdf"],
            Media::Jpeg => &["jpg", "jpeg", "jfif"],
            Media::Png => &["png"],
            Media::WebP => &["webp"],
            Media::Docx => &["docx"],
            Media::Xlsx => &["xlsx"],
            Media::Pptx => &["pptx"],
            Media::Odt => &["odt"],
            Media::Ods => &["ods"],
            Media::Csv => &["csv"],
            Media::Text => &["txt", "md"],
            Media::Mp4 => &["mp4", "m4v"],
        }
    }

    /// What it is called.
    pub fn name(self) -> Bilingual {
        match self {
            Media::Pdf => Bilingual::new("ไฟล์ PDF", "PDF"),
            Media::Jpeg | Media::Png | Media::WebP => Bilingual::new("รูปภาพ", "picture"),
            Media::Docx => Bilingual::new("เอกสาร Word", "Word document"),
            Media::Xlsx => Bilingual::new("ตาราง Excel", "Excel workbook"),
            Media::Pptx => Bilingual::new("สไลด์", "slides"),
            Media::Odt => Bilingual::new("เอกสาร ODT", "ODT document"),
            Media::Ods => Bilingual::new("ตาราง ODS", "ODS workbook"),
            Media::Csv => Bilingual::new("ตาราง CSV", "CSV table"),
            Media::Text => Bilingual::new("ข้อความ", "text"),
            Media::Mp4 => Bilingual::new("วิดีโอ MP4", "MP4 film"),
        }
    }

    /// May a browser show it within a page of ours? Only what was looked at here and cannot act.
    pub fn may_be_shown(self) -> bool {
        matches!(self, Media::Pdf | Media::Jpeg | Media::Png | Media::WebP)
    }

    /// Is it a picture?
    pub fn is_picture(self) -> bool {
        matches!(self, Media::Jpeg | Media::Png | Media::WebP)
    }

    /// A name that ends as what the content is.
    pub fn named(self, name: &str) -> String {
        let endings = self.endings();
        match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && endings.contains(&ending.to_lowercase().as_str()) => {
                name.to_owned()
            }
            Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => format!("{stem}.{}", endings[0]),
            _ if name.is_empty() => format!("file.{}", endings[0]),
            _ => format!("{name}.{}", endings[0]),
        }
    }
}

/// What a file field offers to choose.
pub const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt,.mp4";

fn is_ending(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing in it.
    Empty,
    /// A program or a script.
    Program,
    /// A web page or a drawing with scripts.
    WebPage,
    /// Several files in one.
    Archive,
    /// An office file that carries programs.
    Macros,
    /// An office file of before 2007.
    OldOffice,
    /// A photograph as some telephones keep it.
    Heic,
    /// Nothing that is known here, or damaged.
    Unknown,
}

impl Unfit {
    /// What, why, and what to do next.
    pub fn sentence(self) -> Bilingual {
        match self {
            Unfit::Empty => Bilingual::new(
                "ไฟล์นี้ว่างเปล่า ตรวจว่าเลือกไฟล์ถูก แล้วส่งอีกครั้ง",
                "The file is empty. Check that it is the right one and send again.",
            ),
            Unfit::Program => Bilingual::new(
                "ไฟล์นี้เป็นโปรแกรมหรือคำสั่ง จึงรับไว้ไม่ได้เพื่อความปลอดภัยของผู้เปิด ส่งเป็น PDF รูปภาพ หรือไฟล์สำนักงาน",
                "The file is a program or script and is not taken, to protect whoever opens it. Send a PDF, a picture or an \
                 office file.",
            ),
            Unfit::WebPage => Bilingual::new(
                "ไฟล์นี้เป็นหน้าเว็บหรือภาพที่มีคำสั่งได้ จึงรับไว้ไม่ได้ พิมพ์หน้านั้นเป็น PDF แล้วส่ง หรือใส่เป็นที่อยู่เว็บแทน",
                "The file is a web page or a drawing that may hold scripts, so it is not taken. Print it as PDF and send that, \
                 or give its web address instead.",
            ),
            Unfit::Archive => Bilingual::new(
                "ไฟล์นี้เป็นไฟล์รวมหลายไฟล์ (เช่น ZIP) แตกออก แล้วส่งทีละไฟล์",
                "The file holds several files (such as ZIP). Unpack it and send them one by one.",
            ),
            Unfit::Macros => Bilingual::new(
                "ไฟล์สำนักงานนี้มีมาโคร (คำสั่งอัตโนมัติ) จึงรับไว้ไม่ได้ บันทึกเป็น .docx หรือ .xlsx แบบไม่มีมาโคร หรือ PDF แล้วส่ง",
                "This office file carries macros (programs) and is not taken. Save it as .docx or .xlsx without macros, or as \
                 PDF, and send that.",
            ),
            Unfit::OldOffice => Bilingual::new(
                "ไฟล์นี้เป็นรูปแบบเก่า (.doc .xls .ppt) ซึ่งอาจมีคำสั่งซ่อนอยู่ เปิดแล้วบันทึกเป็น .docx .xlsx หรือ PDF แล้วส่ง",
                "The file is of an old format (.doc, .xls, .ppt) that may hide programs. Open it, save it as .docx, .xlsx or \
                 PDF, and send that.",
            ),
            Unfit::Heic => Bilingual::new(
                "รูปนี้เป็นแบบ HEIC ที่หลายเครื่องเปิดไม่ได้ ส่งเป็น JPEG (ในโทรศัพท์ตั้งกล้องเป็น “เข้ากันได้มากที่สุด”) หรือ PDF",
                "The picture is HEIC, which many devices cannot open. Send it as JPEG (telephones call it “most compatible”) \
                 or PDF.",
            ),
            Unfit::Unknown => Bilingual::new(
                "ระบบไม่รู้จักไฟล์ชนิดนี้ หรือไฟล์เสียหาย รับ PDF รูปภาพ (JPEG PNG WebP) Word Excel PowerPoint ODT ODS CSV ข้อความ และวิดีโอ MP4",
                "The file is of no known kind, or damaged. Taken are PDF, pictures (JPEG, PNG, WebP), Word, Excel, PowerPoint, \
                 ODT, ODS, CSV, text and MP4 films.",
            ),
        }
    }
}

/// As much as is looked at of the beginning.
const HEAD: u64 = 4096;
/// More entries than this are no office file.
const MOST_ENTRIES: u16 = 4000;

/// Says what a file is. `name` decides only between texts, which look alike.
pub fn recognise(content: &mut (impl Read + Seek), name: &str) -> io::Result<Result<Media, Unfit>> {
    let mut head = Vec::new();
    content.rewind()?;
    content.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(Err(Unfit::Empty));
    }
    if head.starts_with(b"PK") {
        return office_file(content);
    }
    if let Some(found) = by_signature(&head) {
        return Ok(found);
    }
    if looks_like_web_page(&head) {
        return Ok(Err(Unfit::WebPage));
    }
    content.rewind()?;
    if !is_text(content)? {
        return Ok(Err(Unfit::Unknown));
    }
    let is_table = name.to_lowercase().ends_with(".csv");
    Ok(Ok(if is_table { Media::Csv } else { Media::Text }))
}

fn by_signature(head: &[u8]) -> Option<Result<Media, Unfit>> {
    let begins = |signature: &[u8]| head.starts_with(signature);
    let at = |place: usize, signature: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(signature));
    // Readers look for the mark of a PDF in the first kilobyte.
    let is_pdf = head[..head.len().min(1024)].windows(5).any(|five| five == b"%PDF-");
    Some(match () {
        () if begins(b"MZ") || begins(b"\x7fELF") || begins(b"#!") || begins(b"\xca\xfe\xba\xbe") => {
            Err(Unfit::Program)
        }
        () if [b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"L\0\0\0"]
            .iter()
            .any(|mark| begins(*mark)) =>
        {
            Err(Unfit::Program)
        }
        () if begins(b"\xff\xd8\xff") => Ok(Media::Jpeg),
        () if begins(b"\x89PNG\r\n\x1a\n") => Ok(Media::Png),
        () if begins(b"RIFF") && at(8, b"WEBP") => Ok(Media::WebP),
        () if is_pdf => Ok(Media::Pdf),
        () if at(4, b"ftyp") => match head.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" | b"heim" | b"avif") => Err(Unfit::Heic),
            _ => Ok(Media::Mp4),
        },
        () if begins(b"\xd0\xcf\x11\xe0") => Err(Unfit::OldOffice),
        () if begins(b"Rar!") || begins(b"7z\xbc\xaf") || begins(b"\x1f\x8b") || begins(b"BZh") => Err(Unfit::Archive),
        () => return None,
    })
}

fn looks_like_web_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = ["<!doctype", "<html", "<?xml", "<svg", "<script", "<head", "<body", "<!--", "<?php"];
    begins.iter().any(|mark| text.starts_with(mark)) || text.contains("<script") || text.contains("<html")
}

/// No byte of it is of what only binary files hold.
fn is_text(content: &mut impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = content.read(&mut buffer)?;
        if length == 0 {
            return Ok(true);
        }
        let is_control = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
        if buffer[..length].iter().any(is_control) {
            return Ok(false);
        }
    }
}

/// A package of Office Open XML or OpenDocument, told by the names in its directory.
fn office_file(content: &mut (impl Read + Seek)) -> io::Result<Result<Media, Unfit>> {
    match count_entries(content)? {
        None => return Ok(Err(Unfit::Unknown)),
        Some(entries) if entries > MOST_ENTRIES => return Ok(Err(Unfit::Archive)),
        Some(_) => {}
    }
    content.rewind()?;
    let Ok(mut archive) = zip::ZipArchive::new(content) else { return Ok(Err(Unfit::Unknown)) };
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(at) else { return Ok(Err(Unfit::Unknown)) };
        let Ok(name) = entry.name() else { return Ok(Err(Unfit::Unknown)) };
        names.push(name.to_lowercase());
    }
    let has = |name: &str| names.iter().any(|known| known == name);
    if names.iter().any(|name| name.ends_with("vbaproject.bin") || name.starts_with("basic/")) {
        return Ok(Err(Unfit::Macros));
    }
    let mut kind = String::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        // A packed bomb is read no further than a media type is long.
        let _ = entry.take(100).read_to_string(&mut kind);
    }
    Ok(match kind.trim() {
        "application/vnd.oasis.opendocument.text" => Ok(Media::Odt),
        "application/vnd.oasis.opendocument.spreadsheet" => Ok(Media::Ods),
        _ if !has("[content_types].xml") => Err(Unfit::Archive),
        _ if has("word/document.xml") => Ok(Media::Docx),
        _ if has("xl/workbook.xml") => Ok(Media::Xlsx),
        _ if has("ppt/presentation.xml") => Ok(Media::Pptx),
        _ => Err(Unfit::Unknown),
    })
}

/// How many entries a package says it has, before its directory is read.
fn count_entries(content: &mut (impl Read + Seek)) -> io::Result<Option<u16>> {
    const END: &[u8] = b"PK\x05\x06";
    let length = content.seek(SeekFrom::End(0))?;
    content.seek(SeekFrom::Start(length.saturating_sub(1 << 16)))?;
    let mut tail = Vec::new();
    content.by_ref().take(1 << 16).read_to_end(&mut tail)?;
    let at = tail.windows(END.len()).rposition(|four| four == END);
    Ok(at.and_then(|at| Some(u16::from_le_bytes(tail.get(at + 10..at + 12)?.try_into().ok()?))))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn told(bytes: &[u8], name: &str) -> Result<Media, Unfit> {
        recognise(&mut Cursor::new(bytes), name).unwrap()
    }

    fn package(names: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in names {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_told_by_their_content_whatever_their_name() {
        for (bytes, media) in [
            (&b"%PDF-1.7\n"[..], Media::Pdf),
            (b"\xff\xd8\xff\xe0", Media::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Media::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", Media::WebP),
            (b"\0\0\0\x18ftypmp42", Media::Mp4),
        ] {
            assert_eq!(told(bytes, "letter.exe"), Ok(media));
        }
        assert_eq!(told("ลำดับ,เรื่อง\n1,แผน\n".as_bytes(), "แผน.csv"), Ok(Media::Csv));
        assert_eq!(told("ข้อความ".as_bytes(), "a.pdf"), Ok(Media::Text));
        // The Thai encoding of old programs is text, too.
        assert_eq!(told(&[0xa1, 0xd2, 0xc3, b'\r', b'\n'], "a.txt"), Ok(Media::Text));
    }

    #[test]
    fn office_files_are_told_by_what_is_in_them() {
        let types = ("[Content_Types].xml", "");
        assert_eq!(told(&package(&[types, ("word/document.xml", "")]), "x.zip"), Ok(Media::Docx));
        assert_eq!(told(&package(&[types, ("xl/workbook.xml", "")]), "x"), Ok(Media::Xlsx));
        let odt = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")];
        assert_eq!(told(&package(&odt), "x"), Ok(Media::Odt));
        let macros = [types, ("word/document.xml", ""), ("word/vbaProject.bin", "")];
        assert_eq!(told(&package(&macros), "x.docx"), Err(Unfit::Macros));
        assert_eq!(told(&package(&[("a.txt", "a")]), "x.docx"), Err(Unfit::Archive));
        assert_eq!(told(b"PK\x03\x04 torn off", "x.docx"), Err(Unfit::Unknown));
    }

    #[test]
    fn what_could_do_harm_is_refused_with_a_sentence() {
        for (bytes, unfit) in [
            (&b""[..], Unfit::Empty),
            (b"MZ\x90\0", Unfit::Program),
            (b"#!/bin/sh\n", Unfit::Program),
            (b"\x7fELF\x02", Unfit::Program),
            (b"  <!DOCTYPE html><p>", Unfit::WebPage),
            (b"\xef\xbb\xbf<svg xmlns='x'>", Unfit::WebPage),
            (b"harmless <script>alert(1)</script>", Unfit::WebPage),
            (b"\xd0\xcf\x11\xe0\xa1", Unfit::OldOffice),
            (b"\0\0\0\x18ftypheic", Unfit::Heic),
            (b"Rar!\x1a\x07", Unfit::Archive),
            (b"\0\x01\x02\x03", Unfit::Unknown),
        ] {
            assert_eq!(told(bytes, "picture.jpg"), Err(unfit));
            assert!(unfit.sentence().th.len() > 40 && unfit.sentence().en.len() > 20);
        }
    }

    #[test]
    fn a_name_ends_as_what_the_content_is() {
        assert_eq!(Media::Pdf.named("คำสั่ง.doc"), "คำสั่ง.pdf");
        assert_eq!(Media::Jpeg.named("photo.JPEG"), "photo.JPEG");
        assert_eq!(Media::Pdf.named("ที่ กท 0601.5"), "ที่ กท 0601.pdf");
        assert_eq!(Media::Pdf.named("รายงานครั้งที่ 2"), "รายงานครั้งที่ 2.pdf");
        assert_eq!(Media::Png.named(""), "file.png");
        assert_eq!(Media::Pdf.named("a.exe"), "a.pdf");
    }

    #[test]
    fn media_types_go_there_and_back() {
        for media in Media::ALL {
            assert_eq!(Media::from_media_type(media.media_type()), Some(media));
            assert!(ACCEPT.contains(&format!(".{}", media.endings()[0])), "{media:?} is offered");
        }
    }
}
