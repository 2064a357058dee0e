//! The pages that officers and citizens open, on the narrowest phone and on a desk, in Thai and English; and the way
//! through a page by keyboard alone.

use crate::{
    browser::{Browser, DESK, PHONE, Screen},
    installation::Installation,
};

/// What the public opens.
const PUBLIC: &[&str] =
    &["/", "/demo", "/demo/measures/2565", "/demo/audit", "/demo/documents", "/sign-in", "/styleguide", "/nowhere"];

/// What a coordinator opens in a week.
const OFFICE: &[&str] = &[
    "/office",
    "/office/scores",
    "/office/scores/2564",
    "/office/scores/2564/entry",
    "/office/scores/2564/items",
    "/office/scores/2564/items/I7",
    "/office/scores/2564/gaps",
    "/office/scores/2564/what-if?O36=100&I7=85",
    "/office/scores/2564/what-if?reach=A&find=fewest",
    "/office/scores/2564/scenarios",
    "/office/scores/2564/scenarios/new?O36=100",
    "/office/measures",
    "/office/measures/2565",
    "/office/measures/2565/items",
    "/office/work?whose=all&stage=any",
    "/office/work?whose=all&view=board",
    "/office/report",
    "/office/report/2565",
    "/office/report/2565/analysis",
    "/office/report/2565/memo",
    "/office/report/2565/sign-off",
    "/office/report/2565/parts",
    "/office/report/2565/parts/all",
    "/office/report/2565/parts/new",
    "/office/report/2565/parts/parties",
    "/office/report/imports",
    "/office/report/imports/new",
    "/office/documents",
    "/office/documents/new",
    "/office/documents/poster?path=/demo",
    "/office/figures",
    "/office/figures/measures.done_on_time",
    "/office/calendar/2565",
    "/office/calendar/2565/days/new",
    "/office/circulars",
    "/office/circulars/new",
    "/office/circulars/pins",
    "/office/meetings",
    "/office/meetings/new",
    "/office/organisation",
    "/office/organisation/people",
    "/office/account",
    "/office/settings",
];

/// What a city opens to see its offices.
const CITY: &[&str] = &["/office/city?year=2565", "/office/city?year=2565&sort=score&matter=overdue"];

/// What an administrator opens besides.
const ADMINISTRATION: &[&str] = &["/office/users", "/office/organisation/units/new", "/office/audit"];

async fn look_at_all(screen: Screen, language: &str) {
    let installation = Installation::start().await;
    let browser = Browser::open(&installation.url, screen).await;
    let rounds: [(Option<&str>, &[&str]); 4] = [
        (None, PUBLIC),
        (Some("coordinator@demo.example"), OFFICE),
        (Some("city@demo.example"), CITY),
        (Some("admin@demo.example"), ADMINISTRATION),
    ];
    for (account, pages) in rounds {
        if let Some(account) = account {
            browser.forget_cookies().await;
            browser.sign_in(account).await;
        }
        for page in pages {
            browser.go(&format!("{page}?lang={language}")).await;
        }
        browser.go("/?lang=th").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_the_narrowest_phone_and_satisfies_axe_in_thai() {
    look_at_all(PHONE, "th").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_desk_and_satisfies_axe_in_english() {
    look_at_all(DESK, "en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_the_first_page_need_no_mouse() {
    let installation = Installation::start().await;
    let browser = Browser::open(&installation.url, DESK).await;
    browser.go("/sign-in").await;
    let stops = browser.tab_through(6).await;
    let names: Vec<&str> = stops.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "ข้ามไปเนื้อหา", "the first stop leads past the head: {names:?}");
    assert!(names.contains(&"email") && names.contains(&"password"), "{names:?}");
    browser.sign_in("coordinator@demo.example").await;
    let stops = browser.tab_through(12).await;
    let unseen: Vec<_> = stops.iter().filter(|(_, ring)| !ring).collect();
    assert!(unseen.is_empty(), "no ring can be seen around {unseen:?}");
    assert!(stops.iter().any(|(name, _)| name == "คะแนน"), "the parts of the office are reached: {stops:?}");
}
