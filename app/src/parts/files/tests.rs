use std::collections::BTreeMap;

use jiff::{Timestamp, civil::date};
use thai::Bilingual;

use super::*;
use crate::{
    measures::model::{Origin, ResponsibleId, samples},
    organisation::model::{Unit, UnitId},
    parts::model::{
        ExportedRow, PartId, PartState, RowText,
        export::{Belonging, export},
        reading::tidy,
    },
};

pub(crate) fn sample() -> Part {
    let plan = samples::plan(vec![
        samples::item(
            "I1",
            1,
            vec![samples::result("เวียนคู่มือครบทุกฝ่าย\nและลงชื่อรับทราบ", Some(Status::Done), Origin::Reported)],
        ),
        samples::item("O36", 10, Vec::new()),
    ]);
    let name = Bilingual::new("ฝ่ายปกครอง", "Administration");
    let unit = Unit { id: UnitId::new(), position: 1, name: name.clone(), telephone: String::new() };
    let chosen = plan.items.iter().map(|item| item.id).collect();
    let mut exported = export(&plan, &unit, &Belonging::default(), &chosen);
    exported.items[0].measures = vec!["ส่งคู่มือให้อ่าน".into(), "ทำบัญชีงานค้าง & แจ้ง <หัวหน้า>".into()];
    let ExportedRow { said, party, .. } = &mut exported.items[0].rows[0];
    *party = Some(ResponsibleId::new());
    (said.party, said.telephone) = ("หัวหน้าฝ่ายปกครอง".into(), "02-555-0110".into());
    said.day = Some(date(2021, 11, 15));
    Part {
        id: PartId::new(),
        unit: unit.id,
        unit_name: name,
        year: FiscalYear::new(2565).unwrap(),
        version: 1,
        state: PartState::Open,
        due: Some(date(2022, 4, 30)),
        exported,
        taken: BTreeMap::new(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn both(part: &Part) -> [Vec<u8>; 2] {
    let file = PartFile { agency: "สำนักงานเขตตัวอย่าง", part };
    [sheet::write(&file).unwrap(), word::write(&file)]
}

#[test]
fn what_goes_out_comes_back_with_its_keys() {
    let part = sample();
    for bytes in both(&part) {
        let reading = reading::read(&bytes).unwrap();
        assert_eq!(reading.part, Some(part.id));
        let sent: Vec<_> =
            part.exported.rows().map(|(item, row)| (item.code.clone(), row.number, row.said.clone())).collect();
        let read: Vec<_> =
            reading.rows.iter().map(|row| (row.code.clone(), row.key.unwrap().row, row.said.clone())).collect();
        assert_eq!(read, sent);
        assert!(reading.rows.iter().all(|row| row.unclear.is_empty()), "{reading:?}");
    }
}

#[test]
fn the_same_part_makes_the_same_files() {
    let part = sample();
    assert_eq!(both(&part), both(&part));
}

#[test]
fn a_csv_saved_from_the_workbook_is_read_in_whatever_encoding() {
    let part = sample();
    let mut text = String::from("คำชี้แจง\nข้อ;ผลการดำเนินการ;สถานะ;รหัสแถว (ห้ามแก้)\n");
    let (_, row) = part.exported.rows().next().unwrap();
    text += &format!("I1;\"แก้แล้ว\nสองบรรทัด\";กำลังทำ;{}\n", key(&part, row));
    let thai_windows = encoding_rs::WINDOWS_874.encode(&text).0.into_owned();
    for bytes in [text.clone().into_bytes(), thai_windows, format!("\u{feff}{text}").into_bytes()] {
        let reading = reading::read(&bytes).unwrap();
        assert_eq!((reading.part, reading.rows.len()), (Some(part.id), 1));
        assert_eq!(reading.rows[0].said.text, "แก้แล้ว\nสองบรรทัด");
        assert_eq!(reading.rows[0].said.status, Some(Status::InProgress));
    }
}

#[test]
fn names_end_as_what_the_file_is() {
    let [workbook, document] = both(&sample());
    assert_eq!(reading::with_its_ending("งานฝ่าย.bat", b"a,b"), "งานฝ่าย.csv");
    assert_eq!(reading::with_its_ending("ส่วน.xlsx", &workbook), "ส่วน.xlsx");
    assert_eq!(reading::with_its_ending("ส่วน", &document), "ส่วน.docx");
}

#[test]
fn other_files_are_refused_with_a_sentence() {
    let files: [&[u8]; 4] = [b"", b"PK\x03\x04 no archive", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "สวัสดี,ครับ".as_bytes()];
    for bytes in files {
        let sentence = reading::read(bytes).unwrap_err();
        assert!(!sentence.th.is_empty() && !sentence.en.is_empty());
    }
}

#[test]
fn keys_survive_being_saved_again_by_libreoffice() {
    let part = sample();
    let [xlsx, docx] = both(&part);
    let folder = tempfile::tempdir().unwrap();
    for (bytes, ending, filter) in
        [(xlsx, "xlsx", "xlsx:Calc MS Excel 2007 XML"), (docx, "docx", "docx:MS Word 2007 XML")]
    {
        let (source, out) = (folder.path().join(format!("part.{ending}")), folder.path().join("saved"));
        std::fs::write(&source, &bytes).unwrap();
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
        let done = std::process::Command::new("soffice")
            .args(["--headless", "--norestore", &profile, "--convert-to", filter, "--outdir"])
            .arg(&out)
            .arg(&source)
            .output()
            .expect("soffice is missing: install Debian's libreoffice");
        let saved = std::fs::read(out.join(format!("part.{ending}")))
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
        same_as_sent(&part, &saved, ending);
    }
}

/// A file says of every row what went out, each with its key.
fn same_as_sent(part: &Part, saved: &[u8], ending: &str) {
    let reading = reading::read(saved).unwrap();
    assert_eq!(reading.part, Some(part.id), "{ending}");
    let read: Vec<_> = reading
        .rows
        .iter()
        .map(|row| {
            let key = row.key.unwrap_or_else(|| panic!("{ending}: no key in {row:?}"));
            assert!(row.unclear.is_empty(), "{ending}: {row:?}");
            (key.row, row.code.clone(), RowText { text: tidy(&row.said.text), ..row.said.clone() })
        })
        .collect();
    let sent: Vec<_> = part
        .exported
        .rows()
        .map(|(item, row)| (row.number, item.code.clone(), RowText { text: tidy(&row.said.text), ..row.said.clone() }))
        .collect();
    assert_eq!(read, sent, "{ending}");
}

/// Runs with `PRONGSAI_CONFORMITY=1`, as the other tests with Python programs do; a missing program is a failure then.
#[test]
fn keys_survive_being_saved_again_by_openpyxl_and_python_docx() {
    if std::env::var("PRONGSAI_CONFORMITY").as_deref() != Ok("1") {
        return;
    }
    let checkers = std::env::var_os("PRONGSAI_CHECKERS").expect("PRONGSAI_CHECKERS names the checkers' bin folder");
    let part = sample();
    let [xlsx, docx] = both(&part);
    let folder = tempfile::tempdir().unwrap();
    for (bytes, ending, program) in [
        (xlsx, "xlsx", "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1]); book.save(sys.argv[1])"),
        (docx, "docx", "import sys, docx; document = docx.Document(sys.argv[1]); document.save(sys.argv[1])"),
    ] {
        let file = folder.path().join(format!("part.{ending}"));
        std::fs::write(&file, &bytes).unwrap();
        let python = std::path::Path::new(&checkers).join("python");
        let done = std::process::Command::new(python).args(["-c", program]).arg(&file).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let saved = std::fs::read(&file).unwrap();
        assert_ne!(saved, bytes, "the program wrote its own {ending}");
        same_as_sent(&part, &saved, ending);
    }
}

#[test]
fn a_key_that_is_no_longer_hidden_or_was_damaged_is_not_read_as_a_code() {
    let part = sample();
    let [_, docx] = both(&part);
    let change = |from: &str, to: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&docx)).unwrap();
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).unwrap();
            let name = file.name().unwrap().into_owned();
            if name == "word/document.xml" {
                content = String::from_utf8(content).unwrap().replace(from, to).into_bytes();
            }
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, &content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    same_as_sent(&part, &change("<w:vanish/>", ""), "docx");
    let (_, first) = part.exported.rows().next().unwrap();
    let key = key(&part, first);
    let reading = reading::read(&change(&key, &key[..40])).unwrap();
    assert_eq!((reading.rows[0].code.as_str(), reading.rows[0].key), ("I1", None));
    assert!(reading.rows[0].key_is_damaged);
}
