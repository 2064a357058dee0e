//! The report goes to the director, who signs it or sends it back; what was signed can be checked by anybody.

use prongsai::kit::Role;

use crate::{
    helpers::{Office, Person},
    story,
};

const PAGE: &str = "/office/report/2565/sign-off";

/// A signed report of 2565.
pub async fn signed(office: &Office) -> Person {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    coordinator.post(PAGE, &[]).await.goes_to();
    let mut director = office.sign_in(Role::Director).await;
    director
        .post(&format!("{PAGE}/decision"), &[("version", "1"), ("decision", "sign"), ("remark", "")])
        .await
        .goes_to();
    coordinator
}

story!(the_director_signs_and_anybody_can_check_what_was_signed, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut director = office.sign_in(Role::Director).await;
    assert!(!director.get("/office").await.visible_text().contains("ลงนามรายงานปี 2565"));
    assert_eq!(office.anonymous().get("/demo/report/2565").await.status, 404, "nothing is signed yet");
    coordinator.post(PAGE, &[]).await.goes_to();
    assert_eq!(coordinator.post(PAGE, &[]).await.status, 409, "one version waits at a time");
    assert!(director.get("/office").await.visible_text().contains("ลงนามรายงานปี 2565"));
    assert_eq!(
        coordinator.post(&format!("{PAGE}/decision"), &[("version", "1"), ("decision", "sign")]).await.status,
        403
    );
    let page = director.get(PAGE).await.visible_text();
    assert!(page.contains("รอผู้อำนวยการลงนาม") && page.contains("ทราบจากรายงานที่นำเข้าเท่านั้น"), "{page}");
    director
        .post(&format!("{PAGE}/decision"), &[("version", "1"), ("decision", "sign"), ("remark", "")])
        .await
        .goes_to();
    assert_eq!(
        director.post(&format!("{PAGE}/decision"), &[("version", "1"), ("decision", "sign")]).await.status,
        409,
        "signed once"
    );

    let mut anybody = office.anonymous();
    let public = anybody.get("/demo/report/2565").await.visible_text();
    let file = anybody.get("/demo/report/2565/signed.json").await.bytes;
    let hash = blake3::hash(&file).to_hex().to_string();
    let told = public.replace(' ', "");
    assert!(told.contains(&hash), "the fingerprint of the file stands on the page: {hash} in {public}");
    assert!(!public.contains("ตัวอย่าง ผู้อำนวยการ"), "the post signs; the public page names no person: {public}");
    assert_eq!(coordinator.get(&format!("{PAGE}/1")).await.bytes, file, "the office keeps the same file");
    assert_eq!(coordinator.get(&format!("{PAGE}/2")).await.status, 404);
    assert_eq!(coordinator.post(PAGE, &[]).await.status, 409, "what was signed need not be signed again");
});

story!(a_change_after_signing_makes_a_new_version_with_the_difference, office, {
    let mut coordinator = signed(&office).await;
    let before = office.anonymous().get("/demo/report/2565/signed.json").await.bytes;
    let plan = crate::measures::plan(&office).await;
    let result = &plan.by_code("I13").unwrap().results[0];
    let path = format!("/office/measures/results/{}", result.id);
    coordinator.post(&path, &[("text", "ปรับถ้อยคำหลังลงนาม")]).await.goes_to();
    let page = coordinator.get(PAGE).await.visible_text();
    assert!(page.contains("หลังจากนั้นรายงานเปลี่ยนไปแล้ว") && page.contains("ปรับถ้อยคำหลังลงนาม"), "{page}");
    assert_eq!(office.anonymous().get("/demo/report/2565/signed.json").await.bytes, before, "signed is signed");
    coordinator.post(PAGE, &[]).await.goes_to();
    let mut director = office.sign_in(Role::Director).await;
    let bare =
        director.post(&format!("{PAGE}/decision"), &[("version", "2"), ("decision", "return"), ("remark", " ")]).await;
    assert_eq!(bare.status, 422);
    assert!(bare.visible_text().contains("บอกว่าต้องแก้อะไร"), "{}", bare.visible_text());
    let remark = [("version", "2"), ("decision", "return"), ("remark", "ขอหลักฐานข้อ I13")];
    let unseen = [("version", "1"), ("decision", "sign")];
    assert_eq!(director.post(&format!("{PAGE}/decision"), &unseen).await.status, 409, "only what was seen is signed");
    let printed = director.get(&format!("{PAGE}/2/report.pdf")).await;
    assert!(printed.bytes.starts_with(b"%PDF-1.7"), "what is signed can be read");
    director.post(&format!("{PAGE}/decision"), &remark).await.goes_to();
    let page = coordinator.get(PAGE).await.visible_text();
    assert!(page.contains("ขอหลักฐานข้อ I13") && page.contains("ฉบับที่ 2"), "{page}");
    assert_eq!(office.anonymous().get("/demo/report/2565/signed.json").await.bytes, before);
});

story!(the_director_sees_what_was_sent_and_not_what_changed_since, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    coordinator.post(PAGE, &[]).await.goes_to();
    let plan = crate::measures::plan(&office).await;
    let result = &plan.by_code("I13").unwrap().results[0];
    let path = format!("/office/measures/results/{}", result.id);
    coordinator.post(&path, &[("text", "แก้หลังส่ง")]).await.goes_to();
    let mut director = office.sign_in(Role::Director).await;
    let page = director.get(PAGE).await.visible_text();
    assert!(page.contains("หลังส่งมีการแก้ไข ซึ่งไม่อยู่ในฉบับนี้"), "{page}");
    let sent = String::from_utf8(director.get(&format!("{PAGE}/1")).await.bytes).unwrap();
    assert!(!sent.contains("แก้หลังส่ง"), "what was sent stays as it was");
});

story!(the_scan_of_the_signed_paper_is_kept_with_the_version, office, {
    let mut coordinator = signed(&office).await;
    let page = coordinator.get(PAGE).await;
    let document = page.attributes("select[name=document] option:not([value=''])", "value").remove(0);
    coordinator.post(&format!("{PAGE}/scan"), &[("document", &document)]).await.goes_to();
    let page = coordinator.get(PAGE).await;
    assert!(page.has(&format!("a[href='/office/documents/{document}']")), "{}", page.visible_text());
    let nothing = coordinator.post(&format!("{PAGE}/scan"), &[("document", "")]).await;
    assert_eq!(nothing.status, 422);
});
