//! Live figures: taken from the records, bound to results, drafted into their lines, frozen by signing.

use prongsai::{app, jobs, kit::Role};
use thai::Language;

use crate::{
    helpers::{Office, Person},
    measures::plan,
    story,
};

/// The work on the first result of an item.
async fn work(office: &Office, code: &str) -> String {
    let result = plan(office).await.by_code(code).expect("an item of the demonstration").results[0].id;
    format!("/office/measures/results/{result}")
}

async fn take(office: &Office) {
    jobs::run_once(&office.app).await.expect("the jobs");
}

/// Binds a figure of the year to a result.
async fn bind(person: &mut Person, result: &str, figure: &str, target: &str) {
    let page = person.get(&format!("{result}/figures")).await;
    let options = page.attributes("select[name=figure] option", "value");
    let whole = "00000000-0000-0000-0000-000000000000";
    let choice = format!("{figure}|{whole}|{whole}|2565");
    assert!(options.contains(&choice), "{choice} in {options:?}");
    person.post(&format!("{result}/figures"), &[("figure", &choice), ("target", target)]).await.goes_to();
}

story!(every_figure_has_a_name_a_rule_a_reading_and_a_page, office, {
    take(&office).await;
    let mut director = office.sign_in(Role::Director).await;
    let list = director.get("/office/figures").await.visible_text();
    let mut keys = std::collections::BTreeSet::new();
    for figure in app::FIGURES.figures() {
        let key = figure.key;
        assert!(keys.insert(key) && key.split('.').count() == 2, "{key} is a key of its own: feature and name");
        for t in [Language::Thai, Language::English] {
            assert!((figure.name)().in_language(t).len() > 5, "{key} has a name");
            assert!((figure.rule)().in_language(t).len() > 60, "{key} says how it counts");
        }
        assert!(list.contains(&(figure.name)().th), "{key} was taken: {list}");
        let page = director.get(&format!("/office/figures/{key}")).await;
        assert_eq!(page.status, 200);
        assert!(page.visible_text().contains((figure.rule)().th.split(' ').next().unwrap()), "{key}");
        assert!(!page.one(".key-figure__value").contains("ยังไม่มีข้อมูล"), "the demonstration has data of {key}");
        let records = page.attributes("main .buttons a", "href").remove(0);
        assert_eq!(director.get(&records).await.status, 200, "the records behind {key}: {records}");
    }
});

story!(a_reading_follows_the_records_and_keeps_what_was, office, {
    take(&office).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let here = "/office/figures/measures.done_on_time";
    let before = officer.get(here).await.one(".key-figure__value");
    let item = plan(&office).await.by_code("I13").expect("an item").id;
    let fields =
        [("text", "ทำทะเบียนมอบหมายงาน"), ("begun", "yes"), ("due_day", "31"), ("due_month", "3"), ("due_year", "2565")];
    officer.post(&format!("/office/measures/items/{item}/results"), &fields).await.goes_to();
    assert_eq!(officer.get(here).await.one(".key-figure__value"), before, "pages read what was kept");
    office.app.clock.advance(jiff::Span::new().hours(1));
    take(&office).await;
    assert_ne!(officer.get(here).await.one(".key-figure__value"), before, "one more is due and not done");
});

story!(a_result_is_drafted_from_its_figures_and_edits_are_told, office, {
    take(&office).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let result = work(&office, "I8").await;
    let nothing = officer.post(&format!("{result}/figures"), &[("figure", ""), ("target", "มาก")]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.visible_text().contains("ยังไม่ได้เลือกตัวเลข"), "{}", nothing.visible_text());
    assert!(nothing.visible_text().contains("อ่านเป้าหมายไม่ได้"));
    bind(&mut officer, &result, "measures.done_on_time", "100").await;
    let page = officer.get(&format!("{result}/work")).await.visible_text();
    assert!(page.contains("ผลของมาตรการที่เสร็จตามกำหนด") && page.contains("เป้า 100.00%"), "{page}");

    let draft = officer.get(&format!("{result}/figures/draft")).await.one("textarea[name=text]");
    assert!(draft.contains("ณ วันที่ 8 เมษายน 2565") && draft.contains("คิดเป็นร้อยละ"), "{draft}");
    let empty = officer.post(&format!("{result}/figures/draft"), &[("text", "")]).await;
    assert_eq!(empty.status, 422);
    officer.post(&format!("{result}/figures/draft"), &[("text", &draft)]).await.goes_to();
    let page = officer.get(&format!("{result}/work")).await.visible_text();
    assert!(page.contains("ข้อความผลร่างจากตัวเลขเหล่านี้"), "{page}");
    officer.post(&format!("{result}/figures/draft"), &[("text", "เสร็จเกือบทั้งหมด")]).await.goes_to();
    let page = officer.get(&format!("{result}/work")).await.visible_text();
    assert!(page.contains("แล้วมีผู้แก้ไข"), "{page}");

    let id = officer.get(&format!("{result}/work")).await.attributes("button[name=subscription]", "value").remove(0);
    officer.post(&format!("{result}/figures/removal"), &[("subscription", &id)]).await.goes_to();
    assert!(officer.get(&format!("{result}/work")).await.visible_text().contains("ยังไม่ได้ผูกตัวเลข"));
    let again = officer.post(&format!("{result}/figures/removal"), &[("subscription", &id)]).await;
    assert_eq!(again.status, 404);
});

story!(readings_stand_in_every_exported_report_and_on_the_public_page, office, {
    take(&office).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let result = work(&office, "I8").await;
    let printed = "ตัวเลขจากระบบ: ผลของมาตรการที่เสร็จตามกำหนด ร้อยละ ";
    let digits = "?digits=arabic";
    let without = officer.get(&format!("/office/report/2565/report.csv{digits}")).await.body();
    assert!(!without.contains("ผลของมาตรการที่เสร็จตามกำหนด"), "nothing is bound yet");
    bind(&mut officer, &result, "measures.done_on_time", "80").await;
    let page = officer.get(&format!("/office/report/2565{digits}")).await.visible_text();
    assert!(page.contains(printed) && page.contains("ณ วันที่ 8 เมษายน 2565"), "{page}");
    for ending in ["html", "json", "csv"] {
        let file = officer.get(&format!("/office/report/2565/report.{ending}{digits}")).await.body();
        // What belongs together does not break in HTML.
        let file = file.replace('\u{a0}', " ");
        assert!(file.contains("ผลของมาตรการที่เสร็จตามกำหนด ร้อยละ "), "{ending}");
    }
    for ending in ["docx", "xlsx", "json", "csv"] {
        let file = officer.get(&format!("/office/report/2565/report.{ending}")).await.bytes;
        let read = report::read(&file, &report::Hints::default()).expect("our own file");
        let item = read.items.iter().find(|item| item.code == "I8").expect("the item");
        let readings = &item.results[0].readings;
        assert_eq!(readings.len(), 1, "{ending}: {item:?}");
        assert!(readings[0].text.starts_with("ผลของมาตรการที่เสร็จตามกำหนด ร้อยละ "), "{ending}: {readings:?}");
        assert_eq!(readings[0].day.to_string(), "2022-04-08", "{ending}");
        assert!(!item.results[0].text.contains("ตัวเลขจากระบบ"), "{ending}");
    }
    let anybody = office.anonymous().get("/demo/measures/2565").await.visible_text();
    assert!(anybody.contains("ตัวเลขที่พิสูจน์ผล") && anybody.contains("นับครั้งแรก"), "{anybody}");
    let json = office.anonymous().get("/demo/measures/2565/measures.json").await.body();
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    let items = told["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["code"] == "I8").expect("the item");
    let figure = &item["results"][0]["figures"][0];
    assert_eq!((&figure["key"], &figure["target"]), (&"measures.done_on_time".into(), &"80.00".into()));
    assert_eq!(figure["reading"]["as_of"], "2022-04-08");
    // A later count shows which way it goes.
    let own = plan(&office).await.by_code("I13").expect("an item").id;
    let fields =
        [("text", "ทำทะเบียนมอบหมายงาน"), ("begun", "yes"), ("due_day", "31"), ("due_month", "3"), ("due_year", "2565")];
    officer.post(&format!("/office/measures/items/{own}/results"), &fields).await.goes_to();
    office.app.clock.advance(jiff::Span::new().hours(24));
    take(&office).await;
    let anybody = office.anonymous().get("/demo/measures/2565").await.visible_text();
    assert!(anybody.contains("แย่ลง จาก") && anybody.contains("(8 เม.ย. 2565)"), "{anybody}");
});

story!(signing_freezes_what_the_figures_said, office, {
    take(&office).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let result = work(&office, "I8").await;
    bind(&mut officer, &result, "measures.done_on_time", "80").await;
    crate::sign_off::signed(&office).await;
    let signed = office.anonymous().get("/demo/report/2565/signed.json").await.body();
    let read: serde_json::Value = serde_json::from_str(&signed).unwrap();
    let figures = read["figures"].as_array().unwrap();
    let figure = figures.iter().find(|one| one["code"] == "I8").expect("the figure that was bound");
    assert_eq!(figure["figure"], "measures.done_on_time");
    assert_eq!(figure["target"], "ร้อยละ 80.00");
    assert_eq!(figure["since"], "2022-04-08");
    let value = figure["value"].as_str().unwrap();
    assert!(value.starts_with("ร้อยละ ") && figure["denominator"].as_i64() > Some(0), "{figure}");
    let page = office.anonymous().get("/demo/report/2565").await.visible_text();
    assert!(page.contains("ตัวเลขที่ระบบนับได้และผูกกับผล") && page.contains(value), "{page}");
});
