//! Stories of signing in and out.

use jiff::ToSpan;
use prongsai::{demo, kit::Role};

use crate::story;

const COORDINATOR: &str = "coordinator@demo.example";

story!(an_officer_signs_in_and_comes_back_to_the_page_they_asked_for, office, {
    let mut visitor = office.anonymous();
    let refused = visitor.get("/office/account").await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.attributes("main a.button", "href"), ["/sign-in?next=%2Foffice%2Faccount"]);
    let fields = [("email", COORDINATOR), ("password", demo::PASSWORD), ("next", "/office/account")];
    let answer = visitor.post("/sign-in", &fields).await;
    assert_eq!(answer.goes_to(), "/office/account");
    assert_eq!(visitor.get("/office/account").await.status, 200);
});

story!(a_wrong_password_says_nothing_about_the_account_and_keeps_the_address, office, {
    let mut visitor = office.anonymous();
    let wrong = visitor.post("/sign-in", &[("email", COORDINATOR), ("password", "wrong")]).await;
    let nobody = visitor.post("/sign-in", &[("email", "nobody@demo.example"), ("password", "wrong")]).await;
    assert_eq!((wrong.status, nobody.status), (422, 422));
    assert_eq!(wrong.all(".error-summary"), nobody.all(".error-summary"));
    assert_eq!(wrong.attributes("input[name=email]", "value"), [COORDINATOR]);
    assert!(wrong.one("title").starts_with("ผิดพลาด:"), "{}", wrong.one("title"));
});

story!(after_five_failures_the_sixth_try_waits_a_minute, office, {
    let mut guesser = office.anonymous();
    for _ in 0..5 {
        assert_eq!(guesser.post("/sign-in", &[("email", COORDINATOR), ("password", "wrong")]).await.status, 422);
    }
    let right = [("email", COORDINATOR), ("password", demo::PASSWORD)];
    assert!(guesser.post("/sign-in", &right).await.one(".error-summary").contains("รอ 1 นาที"));
    office.app.clock.advance(61.seconds());
    assert_eq!(guesser.post("/sign-in", &right).await.goes_to(), "/office");
});

story!(signing_out_ends_the_session_for_good, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let mut copy = officer.clone();
    assert_eq!(officer.get("/office/account").await.status, 200);
    assert_eq!(officer.post("/sign-out", &[]).await.goes_to(), "/");
    assert_eq!(copy.get("/office/account").await.status, 401);
});

story!(a_session_ends_when_it_is_not_used_for_half_a_day, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    office.app.clock.advance(11.hours());
    assert_eq!(officer.get("/office/account").await.status, 200);
    office.app.clock.advance(11.hours());
    assert_eq!(officer.get("/office/account").await.status, 200);
    office.app.clock.advance(13.hours());
    assert_eq!(officer.get("/office/account").await.status, 401);
});

story!(a_form_of_another_site_changes_nothing, office, {
    use axum::{body::Body, http::Method};
    let mut officer = office.sign_in(Role::Officer).await;
    let foreign = officer.clone().without_form_token().post("/sign-out", &[]).await;
    assert_eq!(foreign.status, 403);
    let mut request = officer.request(Method::POST, "/sign-out").body(Body::empty()).unwrap();
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(officer.send(request).await.status, 403);
    assert_eq!(officer.get("/office/account").await.status, 200);
});

story!(a_closed_account_is_out_at_once, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let mut tx = office.app.database.write().await.unwrap();
    let user = prongsai::accounts::store::find_user_by_email(&mut tx, "officer@demo.example").await.unwrap().unwrap();
    let actor = prongsai::kit::audit::Actor::command_line();
    prongsai::accounts::actions::set_disabled(&mut tx, &actor, &user, true, office.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(officer.get("/office/account").await.status, 401);
});
