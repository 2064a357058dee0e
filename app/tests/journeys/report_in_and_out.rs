//! The first thread: a report comes in, is corrected, points at stake are seen, a starter measure is added and edited,
//! and the official report goes out.

use std::path::Path;

use crate::{
    browser::{Browser, DESK, DESK_WITHOUT_SCRIPT, Screen},
    installation::Installation,
};

/// An invented report of the sample office, cut by page breaks and damaged by OCR.
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/report/tests/fixtures/cut-by-pages.md");

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_brings_a_report_in_mends_it_and_hands_the_official_form_out() {
    walk(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_script() {
    walk(DESK_WITHOUT_SCRIPT).await;
}

async fn walk(screen: Screen) {
    let installation = Installation::start().await;
    let browser = Browser::open(&installation.url, screen).await;
    browser.sign_in("coordinator@demo.example").await;
    bring_in_and_correct(&browser).await;
    take_over(&browser).await;
    answer_a_gap(&browser).await;
    write_a_result(&browser).await;
    hand_out(&browser, &installation).await;
}

async fn bring_in_and_correct(browser: &Browser) {
    browser.go("/office/report").await;
    browser.go("/office/report/imports/new").await;
    browser.attach("file", Path::new(REPORT)).await;
    browser.choose("year", "2565").await;
    browser.press("อ่านไฟล์นี้").await;
    assert!(browser.text().await.contains("อ่านได้ 8 ข้อ"), "{}", browser.text().await);

    let review = browser.path().await;
    browser.go(&format!("{review}/items/1")).await;
    browser.fill("score", "๗๑.๒๕").await;
    browser.press("บันทึกข้อนี้").await;
    assert_eq!(browser.path().await, review, "saving an item leads back to the review");
}

async fn take_over(browser: &Browser) {
    browser.press("บันทึกและดูสิ่งที่จะเปลี่ยน").await;
    let difference = browser.text().await;
    assert!(difference.contains("77.87") && difference.contains("71.25"), "{difference}");
    browser.press("ไปยืนยัน").await;
    browser.press("นำเข้ารายงานนี้").await;
    assert_eq!(browser.path().await, "/office/measures/2565");
    assert!(browser.text().await.contains("นำเข้าแล้ว"), "{}", browser.text().await);
}

/// The plan of the sample answers every gap, so one item is given up first and then taken in again from the gaps.
async fn answer_a_gap(browser: &Browser) {
    browser.go("/office/measures/2565?indicator=10").await;
    browser.press("O36").await;
    browser.press("ลบข้อนี้ออกจากมาตรการ").await;
    browser.press("ลบ").await;
    browser.go("/office/scores/2564/gaps").await;
    assert!(browser.text().await.contains("+1.25"), "{}", browser.text().await);
    let form = "main form[action='/office/measures/2565/items'] button";
    assert_eq!(browser.count(form).await, 1, "exactly the item that was given up can be taken in");
    browser.follow(browser.find(form).await).await;
    assert!(browser.path().await.starts_with("/office/measures/items/"), "{}", browser.path().await);

    browser.press("เลือกจากคลังมาตรการ").await;
    browser.tick("guidelines", "0").await;
    browser.tick("measures", "0").await;
    browser.tick("others", "responsibles").await;
    browser.press("ใช้บรรทัดที่เลือก").await;
    assert!(browser.path().await.starts_with("/office/measures/items/"), "{}", browser.path().await);
}

async fn write_a_result(browser: &Browser) {
    browser.press("เพิ่มผล").await;
    browser.fill("text", "เผยแพร่ผลการประเมินความเสี่ยงบนเว็บไซต์แล้ว").await;
    browser.tick("begun", "yes").await;
    browser.press("บันทึก").await;
    assert!(browser.path().await.ends_with("/work"), "{}", browser.path().await);
    let item = browser.text().await;
    assert!(item.contains("เผยแพร่ผลการประเมินความเสี่ยงบนเว็บไซต์แล้ว"), "{item}");
}

async fn hand_out(browser: &Browser, installation: &Installation) {
    browser.go("/office/report/2565").await;
    assert!(browser.text().await.contains("เผยแพร่ผลการประเมินความเสี่ยงบนเว็บไซต์แล้ว"));
    let cookies = browser.cookies().await;
    let (status, kind, body) = installation.fetch("/office/report/2565/report.pdf?digits=thai", &cookies).await;
    assert_eq!((status, kind.as_str()), (200, "application/pdf"));
    assert!(body.starts_with(b"%PDF-1.7"), "{:?}", &body[..body.len().min(16)]);
}
