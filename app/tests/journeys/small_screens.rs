//! The pages that every officer and citizen opens, on the narrowest phone, in Thai and English.

use prongsai::demo;

use crate::{
    browser::{Browser, DESK, PHONE},
    installation::Installation,
};

/// What a coordinator opens in a week, and what the public opens.
const PAGES: &[&str] = &["/", "/sign-in", "/styleguide"];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_phone_and_satisfies_axe_in_both_languages() {
    let installation = Installation::start().await;
    for screen in [PHONE, DESK] {
        let browser = Browser::open(&installation.url, screen).await;
        browser.sign_in("coordinator@demo.example").await;
        for page in PAGES {
            for language in ["en", "th"] {
                browser.go(&format!("{page}?lang={language}")).await;
            }
        }
        browser.go(&format!("/{}", demo::AGENCY)).await;
    }
}
