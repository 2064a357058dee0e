//! A city sees its offices from above, on one page, and changes nothing of theirs.

use std::io::{Cursor, Read};

use prongsai::kit::Role;

use crate::{helpers::Office, story};

const PAGE: &str = "/office/city";

/// The names of the offices, as the table has them.
async fn names(office: &Office, query: &str) -> Vec<String> {
    let mut viewer = office.sign_in(Role::CityViewer).await.in_english();
    viewer.get(&format!("{PAGE}{query}")).await.all("tbody th a")
}

story!(the_city_sees_all_its_offices_with_score_progress_and_signature, office, {
    crate::sign_off::signed(&office).await;
    let mut viewer = office.sign_in(Role::CityViewer).await;
    let page = viewer.get(&format!("{PAGE}?year=2565")).await;
    let rows = page.all("tbody tr");
    let ours = rows.iter().find(|row| row.starts_with("สำนักงานเขตตัวอย่าง ") && row.contains("81.06"));
    let ours = ours.unwrap_or_else(|| panic!("{}: {rows:?}", page.status));
    assert!(ours.contains("+10.80") && ours.contains("B"), "total, level and change of 2564: {ours}");
    assert!(ours.contains("ลงนามแล้ว"), "{ours}");
    assert!(page.has("a[href='/demo']") && page.has("a[href='/demo/measures/2565']"));
    assert!(page.has("a[href='/demo/report/2565']"), "the signed report is one step away");
    assert!(rows.iter().filter(|row| row.starts_with("สำนักงานเขต")).count() >= 12);
    let text = page.visible_text();
    assert!(text.contains("ไม่มีข้อมูล"), "an office without a plan has no data, and not zero: {text}");
    assert!(!page.has("main form[method=post]"), "nothing of theirs can be changed from here");
});

story!(a_change_in_an_office_is_seen_at_once, office, {
    let mut viewer = office.sign_in(Role::CityViewer).await;
    let overdue = async |viewer: &mut crate::helpers::Person| {
        let told = viewer.get(&format!("{PAGE}/offices.json?year=2565")).await.body();
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let all = told["offices"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["key"] == "demo").unwrap()
    };
    let before = overdue(&mut viewer).await;
    let plan = crate::measures::plan(&office).await;
    let item = plan.by_code("I13").unwrap();
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let fields =
        [("text", "งานที่เลยกำหนด"), ("begun", "yes"), ("due_day", "1"), ("due_month", "3"), ("due_year", "2565")];
    coordinator.post(&format!("/office/measures/items/{}/results", item.id), &fields).await.goes_to();
    let after = overdue(&mut viewer).await;
    let more = |key: &str| after[key].as_i64().unwrap() - before[key].as_i64().unwrap();
    assert_eq!((more("results"), more("done")), (1, 0), "{before} {after}");
    assert_eq!(after["score"], "81.06");
});

story!(the_offices_can_be_sorted_and_filtered_by_the_address, office, {
    let all = names(&office, "?year=2565").await;
    let by_score = names(&office, "?year=2565&sort=score").await;
    assert_eq!(all.len(), by_score.len());
    assert_ne!(all, by_score);
    let overdue = names(&office, "?year=2565&matter=overdue").await;
    assert!(!overdue.is_empty() && overdue.len() < all.len(), "{overdue:?}");
    assert_eq!(names(&office, "?year=2565&text=riverside").await, ["Sample Riverside District Office"]);
    assert!(names(&office, "?year=2565&text=nowhere").await.is_empty());
    assert_eq!(names(&office, "?year=2560").await.len(), all.len(), "a year without anything shows all offices");
    let mut viewer = office.sign_in(Role::CityViewer).await;
    assert_eq!(viewer.get(&format!("{PAGE}?year=abc")).await.status, 404);
});

story!(the_table_is_there_as_files, office, {
    let mut viewer = office.sign_in(Role::CityViewer).await.in_english();
    let csv = viewer.get(&format!("{PAGE}/offices.csv?year=2565&text=riverside")).await;
    let text = csv.body();
    assert!(text.starts_with('\u{feff}') && text.lines().count() == 2, "{text}");
    assert!(text.contains("demo-riverside,Sample Riverside District Office,"), "{text}");
    let book = viewer.get(&format!("{PAGE}/offices.xlsx?year=2565")).await;
    assert!(book.bytes.starts_with(b"PK"), "a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(book.bytes)).unwrap();
    let mut texts = String::new();
    archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut texts).unwrap();
    assert!(texts.contains("demo-riverside") && texts.contains("Score 2564"), "{texts}");
});

story!(only_those_above_see_it, office, {
    for role in [Role::Coordinator, Role::Director, Role::Auditor, Role::Administrator] {
        let mut person = office.sign_in(role).await;
        assert_eq!(person.get(PAGE).await.status, 403, "{role:?} of an office below");
        assert!(!person.get("/office").await.has(&format!("a[href='{PAGE}']")));
    }
    let mut viewer = office.sign_in(Role::CityViewer).await;
    assert!(viewer.get("/office").await.has(&format!("a[href='{PAGE}']")));
});
