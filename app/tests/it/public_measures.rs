//! What everybody sees of the measures: public evidence, the signed version, JSON, and a feed of the changes.

use std::process::{Command, Output};

use prongsai::kit::Role;
use serde_json::Value;

use crate::{documents, helpers::Office, measures::plan, sign_off, story};

const PAGE: &str = "/demo/measures/2565";

/// Begins a result of I13, attaches a document and says that it is done.
async fn proved(office: &Office, title: &str, openness: &str) -> String {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = documents::add_address(&mut officer, title, openness).await;
    let item = plan(office).await.by_code("I13").unwrap().id;
    let fields = [("text", "เผยแพร่ผลการติดตาม"), ("begun", "yes")];
    let work = officer.post(&format!("/office/measures/items/{item}/results"), &fields).await.goes_to().to_owned();
    officer.post(&format!("{work}/evidence"), &[("document", &document)]).await.goes_to();
    officer.post(&format!("{work}/steps"), &[("step", "finish")]).await.goes_to();
    document
}

story!(public_evidence_is_shown_and_internal_evidence_is_not_even_named, office, {
    let mut anybody = office.anonymous();
    let open = proved(&office, "ประกาศผลการติดตามที่ทุกคนดูได้", "public").await;
    let closed = proved(&office, "บันทึกภายในของฝ่าย", "internal").await;
    let page = anybody.get(&format!("{PAGE}?evidence=public")).await;
    assert!(page.has(&format!("a[href='/demo/documents/{open}']")), "{}", page.visible_text());
    for text in [page.body(), anybody.get(&format!("{PAGE}/measures.json")).await.body()] {
        assert!(text.contains("ประกาศผลการติดตามที่ทุกคนดูได้"));
        assert!(!text.contains("บันทึกภายในของฝ่าย") && !text.contains(&closed), "what is internal is not named");
    }
    let all = anybody.get(PAGE).await.all("tbody tr").len();
    let rows = page.all("tbody tr");
    assert!(rows.len() < all && rows.iter().any(|row| row.starts_with("I13")), "{rows:?}");
    assert_eq!(anybody.get(&format!("/demo/documents/{open}")).await.status, 200);
});

story!(the_page_leads_to_the_signed_version_with_its_fingerprint, office, {
    let mut anybody = office.anonymous();
    assert!(!anybody.get(PAGE).await.has("#signed"), "nothing is signed yet");
    assert!(!anybody.get("/demo").await.has("a[href='/demo/report/2565']"));
    sign_off::signed(&office).await;
    let file = anybody.get("/demo/report/2565/signed.json").await.bytes;
    let hash = blake3::hash(&file).to_hex().to_string();
    let page = anybody.get(PAGE).await;
    assert!(page.has("a[href='/demo/report/2565']"));
    assert!(page.visible_text().replace(' ', "").contains(&hash), "{}", page.visible_text());
    assert!(anybody.get("/demo").await.has("a[href='/demo/report/2565']"), "the first page leads there, too");
    let told: Value = serde_json::from_slice(&anybody.get(&format!("{PAGE}/measures.json")).await.bytes).unwrap();
    assert_eq!((told["signed"]["number"].as_i64(), told["signed"]["blake3"].as_str()), (Some(1), Some(hash.as_str())));
});

story!(the_measures_are_there_as_json, office, {
    let mut anybody = office.anonymous();
    let answer = anybody.get(&format!("{PAGE}/measures.json")).await;
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/json"));
    let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
    let plan = plan(&office).await;
    assert_eq!(told["items"].as_array().unwrap().len(), plan.items.len());
    let seventh = told["items"].as_array().unwrap().iter().find(|item| item["code"] == "I7").unwrap();
    assert_eq!((seventh["score_answered"].as_str(), told["signed"].is_null()), (Some("53.65"), true));
    let results = plan.by_code("I7").unwrap().results.len();
    assert_eq!(seventh["results"].as_array().unwrap().len(), results);
    assert_eq!(anybody.get("/demo/measures/2540/measures.json").await.status, 404);
});

/// Judges a feed by the grammar of RFC 4287, with a program of another hand.
fn judged(feed: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.xml");
    std::fs::write(&file, feed).unwrap();
    let grammar = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/atom.rng");
    Command::new("xmllint").args(["--noout", "--relaxng", grammar]).arg(file).output().expect("xmllint is installed")
}

story!(the_changes_can_be_followed_in_a_valid_feed, office, {
    let mut anybody = office.anonymous().in_english();
    let before = anybody.get(&format!("{PAGE}/changes.atom")).await;
    assert!(judged(&before.bytes).status.success(), "a feed without changes: {}", before.body());
    proved(&office, "ประกาศ <ก> & ข", "public").await;
    let after = anybody.get(&format!("{PAGE}/changes.atom")).await;
    assert!(after.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let verdict = judged(&after.bytes);
    assert!(verdict.status.success(), "{}: {}", String::from_utf8_lossy(&verdict.stderr), after.body());
    let entries = |feed: &str| feed.matches("<entry>").count();
    assert_eq!(entries(&after.body()), entries(&before.body()) + 2, "begun, and done");
    assert!(after.body().contains("I13") && after.body().contains("Done"), "{}", after.body());
    assert!(!after.body().contains("ตัวอย่าง เจ้าหน้าที่"), "nobody is named");
    let broken = after.body().replace("<updated>", "<changed>").replace("</updated>", "</changed>");
    assert!(!judged(broken.as_bytes()).status.success(), "the judge can say no");
});
