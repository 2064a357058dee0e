//! What-if: the fewest items to the next level are found, one is added by hand, the total follows, and the scenario
//! becomes the target of the next year.

use crate::{
    browser::{Browser, DESK, DESK_WITHOUT_SCRIPT, PHONE, Screen},
    installation::Installation,
};

#[tokio::test(flavor = "multi_thread")]
async fn scores_are_tried_kept_and_made_the_target() {
    walk(DESK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_are_tried_kept_and_made_the_target_without_script() {
    walk(DESK_WITHOUT_SCRIPT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_script_the_total_follows_what_is_typed() {
    let installation = Installation::start().await;
    let browser = Browser::open(&installation.url, PHONE).await;
    browser.sign_in("coordinator@demo.example").await;
    browser.go("/office/scores/2564/what-if?I7=54").await;
    assert!(!browser.text().await.contains("81.37"));
    browser.fill("I7", "๘๕").await;
    browser.wait_for_text("#total", "81.37").await;
    browser.wait_for_text("#moved", "85.00").await;
    browser.look().await;
}

async fn walk(screen: Screen) {
    let installation = Installation::start().await;
    let browser = Browser::open(&installation.url, screen).await;
    browser.sign_in("coordinator@demo.example").await;
    browser.go("/office/scores/2564/gaps").await;
    browser.press("ลองปรับคะแนน").await;
    browser.choose("reach", "A").await;
    browser.press("หาชุดที่น้อยข้อที่สุด").await;
    let found = browser.text().await;
    assert!(found.contains("ถึงระดับ A ได้ด้วย 4 ข้อ") && found.contains("85.00 ระดับ A"), "{found}");

    browser.tick("O29", "100").await;
    browser.press("คำนวณใหม่").await;
    let more = browser.text().await;
    assert!(more.contains("85.80 ระดับ A"), "{more}");

    browser.press("เก็บเป็นแผนทดลอง").await;
    browser.fill("name", "ห้าข้อถึง A").await;
    browser.press("บันทึก").await;
    browser.press("ตั้งเป็นเป้าหมายปี 2565").await;
    let asked = browser.text().await;
    assert!(
        asked.contains("88.92") && asked.contains("ห้าข้อถึง A"),
        "another target is named before it is replaced: {asked}"
    );
    browser.press("เปลี่ยนเป้าหมาย").await;
    browser.go("/office").await;
    let today = browser.text().await;
    assert!(today.contains("เป้าหมายปี 2565: 85.80 (A) จากแผนทดลอง “ห้าข้อถึง A”"), "{today}");
}
