//! Stories of inviting people, of one's own account, and of closing accounts.

use jiff::ToSpan;
use prongsai::kit::Role;

use crate::{helpers::Answer, story};

const GOOD: &str = "แมวสามสีนอนบนหลังคา";

/// The path of the link that a page hands over.
fn path_of_link(page: &Answer) -> String {
    page.one("main code").strip_prefix("http://localhost").expect("a link to this installation").to_owned()
}

/// The page of the user with this sign-in address.
fn user_page(list: &Answer, email: &str) -> String {
    let at = list.all("tbody tr").iter().position(|row| row.contains(email)).expect("a row with this address");
    list.attributes("tbody th a", "href")[at].clone()
}

story!(an_invited_person_sets_a_password_and_signs_in, office, {
    let mut admin = office.sign_in(Role::Administrator).await;
    let page = admin.post("/office/users", &[("name", "ตัวอย่าง คนใหม่"), ("email", "New@Demo.example")]).await;
    let link = path_of_link(&page);
    assert!(admin.get("/office/users").await.visible_text().contains("รอตั้งรหัสผ่าน"));

    let mut invited = office.anonymous();
    let form = invited.get(&link).await;
    assert!(form.one("main").contains("new@demo.example") && !form.body().contains(GOOD));
    let short = invited.post(&link, &[("password", "สั้นไป"), ("repeated", "สั้นไป")]).await;
    assert_eq!(short.status, 422);
    assert!(short.one(".error-summary").contains("อย่างน้อย 12 ตัวอักษร"));
    assert!(!short.body().contains("value=\"สั้นไป\""), "a password is never written into a page");
    let differing = invited.post(&link, &[("password", GOOD), ("repeated", "อย่างอื่นที่ยาวพอ")]).await;
    assert_eq!(differing.attributes(".error-summary a", "href"), ["#field-repeated"]);
    assert_eq!(invited.post(&link, &[("password", GOOD), ("repeated", GOOD)]).await.goes_to(), "/invitation/accepted");
    assert_eq!(invited.get("/invitation/accepted").await.status, 200);
    assert_eq!(
        invited.post("/sign-in", &[("email", "new@demo.example"), ("password", GOOD)]).await.goes_to(),
        "/office"
    );
    let account = invited.get("/office/account").await;
    assert!(account.one(".empty").contains("ยังไม่มีตำแหน่ง"), "an account alone gives no role");
    assert_eq!(invited.get("/office/organisation").await.status, 403);
});

story!(a_link_works_once_for_seven_days_and_a_new_one_replaces_it, office, {
    let mut admin = office.sign_in(Role::Administrator).await;
    let user = user_page(&admin.get("/office/users").await, "officer@demo.example");
    let first = path_of_link(&admin.post(&format!("{user}/link"), &[]).await);
    let second = path_of_link(&admin.post(&format!("{user}/link"), &[]).await);
    let mut officer = office.anonymous();
    assert_eq!(officer.get(&first).await.status, 410);
    assert!(officer.get(&first).await.one("main").contains("ขอลิงก์ใหม่จากผู้ดูแลระบบ"));
    let password = [("password", GOOD), ("repeated", GOOD)];
    assert_eq!(officer.post(&first, &password).await.status, 410);
    assert_eq!(officer.post(&second, &password).await.goes_to(), "/invitation/accepted");
    assert_eq!(officer.post(&second, &password).await.status, 410);
    let third = path_of_link(&admin.post(&format!("{user}/link"), &[]).await);
    office.app.clock.advance((7 * 24).hours());
    assert_eq!(officer.get(&third).await.status, 410);
    assert_eq!(officer.get("/invitation/no-such-link").await.status, 410);
});

story!(a_new_password_by_link_ends_all_earlier_sessions, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let mut admin = office.sign_in(Role::Administrator).await;
    let user = user_page(&admin.get("/office/users").await, "officer@demo.example");
    let link = path_of_link(&admin.post(&format!("{user}/link"), &[]).await);
    assert_eq!(officer.get("/office/account").await.status, 200);
    office.anonymous().post(&link, &[("password", GOOD), ("repeated", GOOD)]).await.goes_to();
    assert_eq!(officer.get("/office/account").await.status, 401);
});

story!(an_address_has_one_account, office, {
    let mut admin = office.sign_in(Role::Administrator).await;
    let fields = [("name", "ตัวอย่าง"), ("email", "OFFICER@demo.example")];
    let refused = admin.post("/office/users", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.one(".error-summary").contains("มีบัญชีอยู่แล้ว"));
    assert_eq!(refused.attributes("input[name=name]", "value"), ["ตัวอย่าง"]);
});

story!(everybody_sees_their_sessions_and_ends_them, office, {
    let mut here = office.sign_in(Role::Officer).await;
    let mut there = office.sign_in(Role::Officer).await;
    let mut elsewhere = office.sign_in(Role::Officer).await;
    let page = here.get("/office/account").await;
    assert!(page.one("main").contains("เข้าสู่ระบบอยู่ 3 เครื่อง"), "{}", page.one("main"));
    let ends = page.attributes("form[action^='/office/account/sessions/'][action$='/end']", "action");
    assert_eq!(ends.len(), 3, "two others and all others: {ends:?}");
    let mut stranger = office.sign_in(Role::Director).await;
    assert_eq!(stranger.post(&ends[0], &[]).await.status, 404, "nobody ends another's session");
    assert_eq!(here.post(&ends[0], &[]).await.goes_to(), "/office/account");
    let open = [there.get("/office/account").await.status, elsewhere.get("/office/account").await.status];
    assert_eq!(open.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(here.post("/office/account/sessions/others/end", &[]).await.goes_to(), "/office/account");
    assert_eq!((there.get("/office/account").await.status, elsewhere.get("/office/account").await.status), (401, 401));
    assert_eq!(here.get("/office/account").await.status, 200);
});

story!(a_password_is_changed_with_the_present_one_and_ends_other_sessions, office, {
    let mut here = office.sign_in(Role::Officer).await;
    let mut there = office.sign_in(Role::Officer).await;
    let wrong = [("present", "wrong"), ("password", GOOD), ("repeated", GOOD)];
    let refused = here.post("/office/account/password", &wrong).await;
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-present"]);
    let right = [("present", prongsai::demo::PASSWORD), ("password", GOOD), ("repeated", GOOD)];
    assert_eq!(here.post("/office/account/password", &right).await.goes_to(), "/office/account");
    assert_eq!(there.get("/office/account").await.status, 401);
    let mut anew = office.anonymous();
    assert_eq!(
        anew.post("/sign-in", &[("email", "officer@demo.example"), ("password", GOOD)]).await.goes_to(),
        "/office"
    );
});

story!(an_account_is_closed_after_asking_and_opened_again_but_never_ones_own, office, {
    let mut admin = office.sign_in(Role::Administrator).await;
    let list = admin.get("/office/users").await;
    let (own, user) = (user_page(&list, "admin@demo.example"), user_page(&list, "officer@demo.example"));
    assert!(!admin.get(&own).await.visible_text().contains("ปิดบัญชีนี้"));
    assert_eq!(admin.post(&format!("{own}/closure"), &[]).await.status, 409);
    let mut officer = office.sign_in(Role::Officer).await;
    assert_eq!(admin.get(&format!("{user}/closure")).await.all("main button"), ["ปิดบัญชี"]);
    assert_eq!(admin.post(&format!("{user}/closure"), &[]).await.goes_to(), user);
    assert_eq!(officer.get("/office/account").await.status, 401);
    let credentials = [("email", "officer@demo.example"), ("password", prongsai::demo::PASSWORD)];
    assert_eq!(officer.post("/sign-in", &credentials).await.status, 422);
    let history = admin.get(&user).await.one(".timeline");
    assert!(history.contains("ปิดบัญชีผู้ใช้: officer@demo.example"), "{history}");
    assert_eq!(admin.post(&format!("{user}/opening"), &[]).await.goes_to(), user);
    assert_eq!(officer.post("/sign-in", &credentials).await.goes_to(), "/office");
    assert!(admin.get("/office/users").await.visible_text().contains("8 เม.ย. 2565"), "last use is shown");
});

story!(guessing_the_present_password_on_a_signed_in_device_is_slowed_like_signing_in, office, {
    let mut found = office.sign_in(Role::Officer).await;
    let wrong = [("present", "wrong"), ("password", GOOD), ("repeated", GOOD)];
    for _ in 0..5 {
        assert_eq!(found.post("/office/account/password", &wrong).await.status, 422);
    }
    let right = [("present", prongsai::demo::PASSWORD), ("password", GOOD), ("repeated", GOOD)];
    let refused = found.post("/office/account/password", &right).await;
    assert!(refused.one(".error-summary").contains("รอ 1 นาที"), "{}", refused.visible_text());
    office.app.clock.advance(61.seconds());
    assert_eq!(found.post("/office/account/password", &right).await.goes_to(), "/office/account");
});
