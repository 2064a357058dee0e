//! A division's part goes out, is filled in, comes back through its link without sign-in, and is taken.

use std::io::{Cursor, Read, Write};

use crate::{
    browser::{Browser, DESK_WITHOUT_SCRIPT, PHONE, Screen},
    installation::Installation,
};

const FILLED_IN: &str = "ฝ่ายกรอกผลใหม่ทางลิงก์";

#[tokio::test(flavor = "multi_thread")]
async fn a_division_takes_part_without_signing_in() {
    walk(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_division_takes_part_without_script() {
    walk(DESK_WITHOUT_SCRIPT).await;
}

async fn walk(screen: Screen) {
    let installation = Installation::start().await;
    let coordinator = Browser::open(&installation.url, screen).await;
    coordinator.sign_in("coordinator@demo.example").await;
    coordinator.go("/office/report/2565/parts").await;
    coordinator.press("ฝ่ายปกครอง").await;
    coordinator.press("ส่งออกส่วนนี้").await;
    let part = coordinator.path().await;
    coordinator.press("ทำลิงก์และข้อความสำหรับไลน์").await;
    let link = coordinator.find("main code").await.text().await.expect("the link");
    let link = link.trim_start_matches(&installation.url).to_owned();
    let copy = coordinator.find("main [data-copy]").await;
    assert_eq!(
        copy.is_displayed().await.expect("a button"),
        screen.script,
        "without script the message is selected by hand"
    );

    let (status, _, workbook) = installation.fetch(&format!("{link}/part.xlsx"), "").await;
    assert_eq!(status, 200);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("part.xlsx");
    std::fs::write(&file, fill_in(&workbook)).expect("a file");
    let division = Browser::open(&installation.url, if screen.script { PHONE } else { screen }).await;
    division.go(&link).await;
    division.attach("file", &file).await;
    division.press("ส่งไฟล์").await;
    assert!(division.text().await.contains("ได้รับไฟล์แล้ว"), "{}", division.text().await);

    coordinator.go(&part).await;
    coordinator.press("part.xlsx").await;
    assert!(coordinator.text().await.contains(FILLED_IN), "{}", coordinator.text().await);
    coordinator.press("รับทุกแถวที่ไม่ขัดกัน").await;
    assert!(coordinator.text().await.contains("ไม่มีแถวที่รอตัดสินใจ"), "{}", coordinator.text().await);
    coordinator.go("/office/report/2565").await;
    assert!(coordinator.text().await.contains(FILLED_IN), "the report shows what the division wrote");
}

/// Writes another text into the first cell that may be written, as a program for spreadsheets would.
fn fill_in(workbook: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("a whole part");
        parts.push((part.name().expect("a name").into_owned(), content));
    }
    let text = |name: &str| {
        let part = parts.iter().find(|(part, _)| part.ends_with(name)).expect("the part");
        String::from_utf8(part.1.clone()).expect("XML is UTF-8")
    };
    // The result of the first row stands in the third column below the heading, which is on line 7.
    let sheet = text("worksheets/sheet1.xml");
    let cell = sheet.split("<c r=\"C8\"").nth(1).expect("the first result");
    let before = cell.split("<v>").nth(1).and_then(|rest| rest.split("</v>").next()).expect("its text");
    let at: usize = before.parse().expect("the number of a text");
    let strings = text("sharedStrings.xml");
    let mut pieces: Vec<String> = strings.split("<si>").map(str::to_owned).collect();
    pieces[at + 1] = format!("<t>{FILLED_IN}</t></si>{}", pieces[at + 1].split("</si>").nth(1).unwrap_or_default());
    let strings = pieces.join("<si>");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        let content = if name.ends_with("sharedStrings.xml") { strings.as_bytes() } else { content };
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(content).expect("a vector takes any bytes");
    }
    writer.finish().expect("an archive").into_inner()
}
