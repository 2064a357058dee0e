//! Reports come in as files, are looked through and taken over, and go out as PDF, HTML and JSON.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use db::{Engine, sql, values};
use prongsai::{
    assessment::{self, place_of_key},
    demo,
    kit::{Role, visit::Agency},
    organisation,
};
use scraper::{Html, Selector};
use serde_json::Value;
use thai::FiscalYear;

use crate::{
    helpers::{Answer, Office, Person},
    story,
};

pub(crate) const IMPORTS: &str = "/office/report/imports";

/// An invented report of the sample office, cut by page breaks and damaged by OCR.
pub fn cut_by_pages() -> Vec<u8> {
    fixture("cut-by-pages.md")
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/report/tests/fixtures");
    std::fs::read(Path::new(folder).join(name)).expect("a fixture of the reader")
}

fn year(number: u16) -> FiscalYear {
    FiscalYear::new(number).expect("a fiscal year")
}

async fn agency(office: &Office, key: &str) -> Agency {
    let mut connection = office.app.database.read().await.expect("a connection");
    organisation::find_agency_by_key(&mut connection, key).await.expect("a query").expect("the agency")
}

async fn score(office: &Office, key: &str, place: &str) -> Option<String> {
    let agency = agency(office, key).await;
    let mut connection = office.app.database.read().await.expect("a connection");
    let results = assessment::load_results(&mut connection, agency.id, year(2564)).await.expect("a query")?;
    results.given.get(&place_of_key(place).expect("a place")).map(|score| score.to_string())
}

async fn count_of_records(office: &Office) -> i64 {
    let mut connection = office.app.database.read().await.expect("a connection");
    connection.count(sql("SELECT COUNT(*) AS count FROM audit_entries"), values![]).await.expect("a count")
}

/// Brings a file in and says where that leads.
pub async fn bring(person: &mut Person, file: (&str, &[u8])) -> String {
    let answer = person.upload(IMPORTS, &[("year", "2565")], ("file", file.0, file.1)).await;
    answer.goes_to().to_owned()
}

/// Confirms an import; every question about agency and year must have been answered.
pub async fn confirm(person: &mut Person, import: &str) -> Answer {
    assert_eq!(person.get(&format!("{import}/difference")).await.status, 200);
    let page = person.get(&format!("{import}/confirmation")).await;
    assert!(page.has("form[method=post] button[type=submit]"), "{}", page.visible_text());
    person.post(&format!("{import}/confirmation"), &[]).await
}

/// Says yes to every question of the first page of the review.
async fn accept_all(person: &mut Person, import: &str) {
    let page = person.get(import).await;
    let mut fields = fields(&page);
    let questions = page.attributes("input[type=checkbox][name^='accept-']", "name");
    fields.extend(questions.into_iter().map(|name| (name, "keep".to_owned())));
    send(person, import, &fields).await.goes_to();
}

async fn send(person: &mut Person, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(path, &fields).await
}

/// What a browser would send for the page's form as it stands.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let document = Html::parse_document(&page.body());
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut fields = Vec::new();
    for element in document.select(&select("main form input, main form textarea, main form select")) {
        let Some(name) = element.attr("name").filter(|name| *name != "csrf") else { continue };
        let value = match element.value().name() {
            "textarea" => element.text().collect::<String>().trim_start_matches('\n').to_owned(),
            "select" => {
                let chosen = element.select(&select("option[selected]")).next();
                let first = element.select(&select("option")).next();
                chosen.or(first).and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
            }
            _ => match element.attr("type") {
                Some("checkbox" | "radio") if element.attr("checked").is_none() => continue,
                _ => element.attr("value").unwrap_or_default().to_owned(),
            },
        };
        fields.push((name.to_owned(), value));
    }
    fields
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    let before = fields.len();
    fields.retain(|(known, _)| known != name);
    assert!(before > fields.len(), "the form has no field {name}");
    fields.push((name.to_owned(), value.to_owned()));
}

pub(crate) async fn exported(person: &mut Person, format: &str) -> Answer {
    person.get(&format!("/office/report/2565/report.{format}?digits=thai")).await
}

pub(crate) async fn exported_json(person: &mut Person) -> Value {
    let answer = exported(person, "json").await;
    assert_eq!(answer.status, 200, "{}", answer.visible_text());
    serde_json::from_slice(&answer.bytes).expect("JSON")
}

pub(crate) fn item<'a>(report: &'a Value, code: &str) -> &'a Value {
    let items = report["items"].as_array().expect("items");
    items.iter().find(|item| item["code"] == code).unwrap_or_else(|| panic!("no {code} in {report}"))
}

story!(a_report_is_looked_through_corrected_and_taken_over, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    assert!(coordinator.get(IMPORTS).await.has("a[href='/office/report/imports/new']"));
    let form = coordinator.get("/office/report/imports/new").await;
    assert!(form.all("#field-year option[selected]").is_empty(), "the file says its year");

    let import = bring(&mut coordinator, ("รายงาน 2565.md", &cut_by_pages())).await;
    let review = coordinator.get(&import).await;
    assert!(review.visible_text().contains("อ่านได้ 8 ข้อ"), "{}", review.visible_text());
    assert!(review.one("#item-1").contains("ติดป้ายบอกเวลาทำงานทุกช่อง"), "the source stands beside");
    assert!(!review.has("section input[checked]"), "nothing is chosen beforehand");
    assert_eq!(score(&office, demo::AGENCY, "I1").await.as_deref(), Some("77.87"), "nothing is taken yet");

    let misread = review.all("#item-1 .choice .hint").into_iter().any(|pair| pair == "“ฝห้” → “ให้”");
    let offers = review.attributes("#item-1 input[name^='offer-']", "value");
    assert!(misread && !offers.is_empty(), "{}", review.one("#item-1"));
    let mut decisions = fields(&review);
    decisions.extend(offers.into_iter().map(|offer| ("offer-1".to_owned(), offer)));
    assert_eq!(send(&mut coordinator, &import, &decisions).await.goes_to(), format!("{import}/difference"));

    let page = coordinator.get(&format!("{import}/items/1")).await;
    assert!(page.one("#field-measures").contains("ให้หัวหน้าดูป้ายทุกเช้า"), "{}", page.one("#field-measures"));
    let mut edited = fields(&page);
    set(&mut edited, "score", "๗๑.๒๕");
    set(&mut edited, "result-0-status", "in_progress");
    assert!(send(&mut coordinator, &format!("{import}/items/1"), &edited).await.goes_to().contains("#item-1"));

    let difference = coordinator.get(&format!("{import}/difference")).await;
    let rows = difference.all("tbody tr");
    assert!(rows.iter().any(|row| row.contains("I1") && row.contains("77.87") && row.contains("71.25")), "{rows:?}");
    assert_eq!(confirm(&mut coordinator, &import).await.goes_to(), "/office/measures/2565");

    let measures = coordinator.get("/office/measures/2565").await;
    assert!(measures.one(".flash").contains("นำเข้าแล้ว"), "{}", measures.visible_text());
    assert_eq!(score(&office, demo::AGENCY, "I1").await.as_deref(), Some("71.25"));
    let report = exported_json(&mut coordinator).await;
    assert_eq!(item(&report, "I1")["score"], "71.25");
    assert_eq!(item(&report, "I1")["results"][0]["status"], "in_progress");
    assert_eq!(item(&report, "O2")["score"], "0.00");
    let finished = coordinator.get(&import).await;
    assert!(finished.visible_text().contains("นำเข้าแล้ว") && finished.has("ol li"), "{}", finished.visible_text());
    assert_eq!(coordinator.post(&format!("{import}/confirmation"), &[]).await.status, 409, "it is taken once");
});

story!(the_same_file_again_changes_nothing, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    assert_eq!(bring(&mut coordinator, ("report.md", &cut_by_pages())).await, import, "the review is found again");
    confirm(&mut coordinator, &import).await.goes_to();
    let (records, before) = (count_of_records(&office).await, exported_json(&mut coordinator).await);
    assert_eq!(bring(&mut coordinator, ("copy.md", &cut_by_pages())).await, IMPORTS);
    let list = coordinator.get(IMPORTS).await;
    assert_eq!(list.one(".flash"), "นำเข้าไฟล์นี้แล้ว ไม่มีอะไรเปลี่ยน");
    assert_eq!(list.all("tbody tr").len(), 1);
    assert_eq!(count_of_records(&office).await, records);
    assert_eq!(exported_json(&mut coordinator).await, before);
});

story!(a_later_version_shows_what_is_different_before_it_is_taken, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    confirm(&mut coordinator, &import).await.goes_to();
    let text = String::from_utf8(cut_by_pages()).unwrap();
    let later = text.replace("๗๐.๕๐", "๗๒.๕๐").replace("เปิดกล่องถามตอบ", "เปิดกล่องถามตอบทุกวัน");
    let import = bring(&mut coordinator, ("later.md", later.as_bytes())).await;
    let difference = coordinator.get(&format!("{import}/difference")).await;
    let rows = difference.all("tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("70.50") && rows[0].contains("72.50"), "{rows:?}");
    assert!(rows[1].replace(' ', "").contains("เปิดกล่องถามตอบทุกวัน"), "{rows:?}");
    assert_eq!(difference.all("main details ins"), ["ทุกวัน"], "only the words that are new are marked");
    assert!(!difference.visible_text().contains("สิ่งที่จะหายไป"), "a word that changed takes nothing away");
    assert_eq!(difference.all("main details summary"), ["I12 · เปลี่ยน 1 แห่ง"]);
    assert_eq!(score(&office, demo::AGENCY, "I1").await.as_deref(), Some("70.50"), "looking changes nothing");
    let discarded = coordinator.post(&format!("{import}/removal"), &[]).await;
    assert_eq!(discarded.goes_to(), IMPORTS);
    assert_eq!(score(&office, demo::AGENCY, "I1").await.as_deref(), Some("70.50"));
});

story!(what_is_new_stands_in_one_list_and_what_will_be_gone_is_told_before, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let upload = coordinator.upload(IMPORTS, &[("year", "2569")], ("file", "report.md", &cut_by_pages())).await;
    let import = upload.goes_to().to_owned();
    let first = coordinator.get(&format!("{import}/difference")).await;
    let items = first
        .all("main table.table")
        .into_iter()
        .find(|table| table.contains("ข้อใหม่"))
        .unwrap_or_else(|| panic!("{}", first.visible_text()));
    assert!(items.contains("I1") && items.contains("จำนวนที่จะเพิ่ม"), "{items}");
    assert!(first.all("main details summary").iter().all(|heading| !heading.starts_with('I')), "no table per new item");
    coordinator.post(&format!("{import}/removal"), &[]).await.goes_to();

    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    confirm(&mut coordinator, &import).await.goes_to();
    let text = String::from_utf8(cut_by_pages()).unwrap().replace("๗๐.๕๐", "๗๒.๕๐");
    let import = bring(&mut coordinator, ("later.md", text.as_bytes())).await;
    let mut edited = fields(&coordinator.get(&format!("{import}/items/1")).await);
    let gone = edited.iter().find(|(name, _)| name == "result-0-text").expect("a result").1.clone();
    set(&mut edited, "result-0-text", "");
    set(&mut edited, "result-0-status", "");
    send(&mut coordinator, &format!("{import}/items/1"), &edited).await.goes_to();
    let difference = coordinator.get(&format!("{import}/difference")).await;
    let text = difference.visible_text();
    let told = difference.all("main table.table").into_iter().find(|table| table.contains("จะหายไปจากแผน"));
    assert!(text.contains("สิ่งที่จะหายไป"), "{text}");
    assert!(told.is_some_and(|table| table.contains(gone.trim())), "{text}");
    assert_eq!(exported_json(&mut coordinator).await["items"][0]["results"][0]["text"], gone.trim(), "not gone yet");
});

story!(a_broken_file_gets_a_sentence_and_changes_nothing, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let whole = cut_by_pages();
    let too_large = vec![b'x'; 20_000_001];
    let files: [(&str, &[u8]); 6] = [
        ("empty.md", b""),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 binary"),
        ("noise.md", &[0x00, 0x01, 0x81, 0xff, 0xfe, 0x00, 0x9f]),
        ("text.md", "ไม่มีตารางในไฟล์นี้".as_bytes()),
        ("half.json", &b"{\"agency\": \"x\", \"items\": [{"[..]),
        ("large.md", &too_large),
    ];
    let records = count_of_records(&office).await;
    for (name, bytes) in files.into_iter().chain([("cut.md", &whole[..whole.len() / 2 + 1])]) {
        let answer = coordinator.upload(IMPORTS, &[("year", "2565")], ("file", name, bytes)).await;
        if name == "cut.md" && answer.status == 303 {
            continue;
        }
        assert_eq!(answer.status, 422, "{name}: {}", answer.visible_text());
        assert!(answer.has("#field-file-error") && answer.has("[role=alert] a[href='#field-file']"), "{name}");
        assert_eq!(answer.one("#field-year option[selected]"), "2565", "the year stays");
    }
    let answer = coordinator.upload(IMPORTS, &[("year", "x")], ("other", "x.md", b"x")).await;
    assert!(answer.has("#field-file-error") && answer.has("#field-year-error"));
    assert!(count_of_records(&office).await <= records + 1);
});

story!(a_report_of_another_agency_needs_a_yes, office, {
    let mut coordinator = office.sign_in_elsewhere(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    let confirmation = coordinator.get(&format!("{import}/confirmation")).await;
    assert!(confirmation.one(".notice--warning").contains("สำนักงานเขตตัวอย่าง"));
    assert!(!confirmation.has("main button[type=submit]"));
    assert_eq!(coordinator.post(&format!("{import}/confirmation"), &[]).await.status, 409);
    accept_all(&mut coordinator, &import).await;
    assert_eq!(confirm(&mut coordinator, &import).await.goes_to(), "/office/measures/2565");
    assert_eq!(score(&office, demo::OTHER_AGENCY, "I1").await.as_deref(), Some("70.50"));
    assert_eq!(score(&office, demo::AGENCY, "I1").await.as_deref(), Some("77.87"), "the other agency keeps its own");
});

story!(agency_and_year_are_mended_on_the_page_and_every_way_out_saves_it, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut person, ("cut-by-pages.md", &cut_by_pages())).await;
    let page = person.get(&import).await;
    let mut fields = fields(&page);
    set(&mut fields, "agency", "สำนักงานเขตอื่น");
    set(&mut fields, "year", "2566");
    let question = page.attributes("input[type=checkbox][name^='accept-']", "name").into_iter().next();
    fields.extend(question.clone().map(|name| (name, "keep".to_owned())));
    let elsewhere = page.attributes("button[name=go]", "value").into_iter().find(|to| to.contains("/items/"));
    fields.push(("go".into(), elsewhere.clone().expect("a button that changes an item")));
    let sent = send(&mut person, &import, &fields).await;
    assert_eq!(Some(sent.goes_to().to_owned()), elsewhere, "the way out that was pressed");
    let saved = person.get(&import).await;
    assert_eq!(saved.attributes("input[name=agency]", "value"), ["สำนักงานเขตอื่น"]);
    assert_eq!(saved.attributes("select[name=year] option[selected]", "value"), ["2566"]);
    assert!(saved.visible_text().contains("ไฟล์นี้เป็นรายงานของ “สำนักงานเขตอื่น”"), "{}", saved.visible_text());
    if let Some(name) = question {
        assert!(saved.has(&format!("input[name={name}][checked]")), "what was ticked before leaving is kept");
    }
    let mut fields = self::fields(&saved);
    fields.push(("go".into(), "https://example.com/".into()));
    let stays = send(&mut person, &import, &fields).await;
    assert!(stays.goes_to().starts_with(&import), "no way leads out of the import: {}", stays.goes_to());
    let mut fields = self::fields(&person.get(&import).await);
    set(&mut fields, "agency", &"ย".repeat(600));
    assert!(send(&mut person, &import, &fields).await.visible_text().contains("ชื่อหน่วยงานยาวเกิน"));
});

story!(imports_of_another_agency_do_not_exist, office, {
    let import = bring(&mut office.sign_in(Role::Coordinator).await, ("report.md", &cut_by_pages())).await;
    let mut stranger = office.sign_in_elsewhere(Role::Coordinator).await;
    stranger.get(IMPORTS).await;
    for below in ["", "/items/1", "/difference", "/confirmation", "/removal", "/file"] {
        assert_eq!(stranger.get(&format!("{import}{below}")).await.status, 404, "{below}");
    }
    for below in ["", "/items/1", "/confirmation", "/removal"] {
        assert_eq!(stranger.post(&format!("{import}{below}"), &[]).await.status, 404, "{below}");
    }
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    for path in ["/office/report/imports/x", "/office/report/x", "/office/report/99/report.pdf"] {
        assert_eq!(coordinator.get(path).await.status, 404, "{path}");
    }
    assert_eq!(coordinator.get(&format!("{import}/items/99")).await.status, 404);
    assert_eq!(coordinator.get(&format!("{import}/file")).await.bytes, cut_by_pages(), "the file is kept as it came");
});

story!(wrong_input_about_an_item_stays_and_is_told, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    let mut fields = fields(&coordinator.get(&format!("{import}/items/1")).await);
    set(&mut fields, "score", "750.5");
    set(&mut fields, "result-0-day", "31 เมษายน 2565");
    let answer = send(&mut coordinator, &format!("{import}/items/1"), &fields).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.attributes("#field-score", "value"), ["750.5"]);
    assert!(answer.has("#field-score-error") && answer.has("#field-result-0-day-error"), "{}", answer.visible_text());
});

story!(what_is_exported_can_be_imported_again_and_says_the_same, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    confirm(&mut coordinator, &import).await.goes_to();
    let ours = exported(&mut coordinator, "json").await;

    let back = bring(&mut coordinator, ("back.json", &ours.bytes)).await;
    assert!(coordinator.get(&format!("{back}/difference")).await.visible_text().contains("ไม่มีอะไรต้องนำเข้า"));
    let mut other = office.sign_in_elsewhere(Role::Coordinator).await;
    let import = bring(&mut other, ("report.json", &ours.bytes)).await;
    accept_all(&mut other, &import).await;
    confirm(&mut other, &import).await.goes_to();
    let mut theirs = exported_json(&mut other).await;
    let mut ours: Value = serde_json::from_slice(&ours.bytes).expect("JSON");
    for report in [&mut ours, &mut theirs] {
        report["agency"] = Value::Null;
        // The other agency has scores of its own for indicators that this report does not print.
        report["indicators"] = Value::Null;
    }
    let codes = |report: &Value| -> Vec<String> {
        report["items"].as_array().expect("items").iter().map(|item| item["code"].to_string()).collect()
    };
    let known = codes(&ours);
    let common = |report: &Value, code: &str| item(report, code.trim_matches('"')).clone();
    for code in &known {
        assert_eq!(common(&ours, code), common(&theirs, code), "{code}");
    }
    // Items that the other agency had before keep their places.
    let named = |report: &Value| -> BTreeSet<String> {
        report["with_documents"].as_array().expect("codes").iter().map(Value::to_string).collect()
    };
    assert_eq!(named(&ours), named(&theirs));
    assert_eq!(ours["report_date"], theirs["report_date"]);
});

story!(the_report_is_previewed_and_goes_out_in_three_forms, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    confirm(&mut coordinator, &import).await.goes_to();
    let mut officer = office.sign_in(Role::Officer).await;
    assert!(officer.get("/office/report").await.has("a[href='/office/report/2565']"));
    let preview = officer.get("/office/report/2565").await;
    assert!(preview.one(".report-form table").contains("๗๐.๕๐"), "{}", preview.one(".report-form"));
    assert!(preview.one(".report-form-demonstration").contains("สมมติขึ้น"));
    assert!(preview.has("[data-proof]") || preview.has(".proof"));
    let arabic = officer.get("/office/report/2565?digits=arabic").await;
    assert!(arabic.one(".report-form table").contains("70.50"));
    assert_eq!(officer.get("/office/report/2565?digits=roman").await.status, 404);

    let pdf = exported(&mut officer, "pdf").await;
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let name = pdf.headers["content-disposition"].to_str().unwrap();
    assert!(name.contains("2565.pdf\"; filename*=UTF-8''%E0%B8%A3"), "{name}");
    assert_eq!(exported(&mut officer, "pdf").await.bytes, pdf.bytes, "the same data make the same file");
    let html = exported(&mut officer, "html").await.body();
    assert!(html.contains("report-form-demonstration") && html.contains("๗๐.๕๐"));
    assert_eq!(officer.get("/office/report/2590").await.status, 200, "a year without measures says what to do");
    assert_eq!(officer.get("/office/report/2590/report.pdf").await.status, 404);
    assert_eq!(officer.get(IMPORTS).await.status, 403);
});

// the command line, on SQLite only: it opens the same database through the same functions as the pages ------------

pub(crate) fn prongsai(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_prongsai");
    Command::new(program).args(arguments).env_remove("PRONGSAI_DATA").output().expect("running the program")
}

pub(crate) fn fixture_file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/report/tests/fixtures");
    PathBuf::from(folder).join(name).display().to_string()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_dry_run_needs_nothing_and_answers_with_json() {
    let output = prongsai(&["report", "import", &fixture_file("cut-by-pages.md"), "--dry-run", "--json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&report["agency"], &report["year"], &report["score_year"]),
        (&"สำนักงานเขตตัวอย่าง".into(), &2565.into(), &2564.into())
    );
    assert_eq!(report["report_date"], "2022-03-15");
    assert_eq!(item(&report, "I1")["score"], "70.50");
    for key in ["with_documents", "without_documents", "indicators", "items", "warnings", "unparsed"] {
        assert!(report[key].is_array(), "{key}");
    }
    let read = text(&prongsai(&["report", "import", &fixture_file("english.md"), "--dry-run", "--thai"]).stdout);
    assert!(read.contains("หน่วยงาน:"), "{read}");
}

#[test]
fn bad_input_at_the_command_line_gets_a_sentence_and_exit_code_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.md");
    std::fs::write(&broken, b"\x00\x01\x02\xff").expect("a file");
    let data = folder.path().join("data").display().to_string();
    let file = fixture_file("cut-by-pages.md");
    let broken = broken.display().to_string();
    let tries: [&[&str]; 6] = [
        &["report", "import", &broken, "--dry-run"],
        &["report", "import", "/no/such/file.md", "--dry-run"],
        &["report", "import", &file],
        &["report", "import", &file, "--agency", "demo", "--year", "65"],
        &["report", "import", &file, "--agency", "nobody", "--year", "2565", "--data", &data],
        &["report", "export", "--agency", "nobody", "--year", "2565", "--format", "json", "-o", "-", "--data", &data],
    ];
    for arguments in tries {
        let output = prongsai(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
        assert!(!text(&output.stderr).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn a_wrong_folder_is_named_and_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("mistyped").display().to_string();
    let tries: [&[&str]; 3] = [
        &["audit", "verify", "--data", &data],
        &["agency", "list", "--data", &data],
        &["user", "reset", "--email", "somebody@example.go.th", "--data", &data],
    ];
    for arguments in tries {
        let output = prongsai(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("no data in"), "{arguments:?}: {}", text(&output.stderr));
    }
    assert!(!folder.path().join("mistyped").exists());
}

#[cfg(unix)]
#[test]
fn a_new_data_folder_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let output =
        prongsai(&["user", "add", "--operator", "--email", "a@example.go.th", "--data", &data.display().to_string()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(data.metadata().expect("the folder").permissions().mode() & 0o077, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_takes_a_report_in_and_writes_it_out() {
    let office = Office::open(Engine::Sqlite).await;
    let data = office.folder().display().to_string();
    let import =
        |file: &str| prongsai(&["report", "import", file, "--agency", "demo", "--year", "2565", "--data", &data]);
    let export = |format: &str, to: &str| {
        prongsai(&[
            "report", "export", "--agency", "demo", "--year", "2565", "--format", format, "-o", to, "--data", &data,
        ])
    };
    let output = import(&fixture_file("cut-by-pages.md"));
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Imported the report of 2565"), "{}", text(&output.stdout));
    let again = import(&fixture_file("cut-by-pages.md"));
    assert!(text(&again.stdout).contains("nothing was changed"), "{}", text(&again.stdout));

    let json = export("json", "-").stdout;
    let report: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(item(&report, "I1")["score"], "70.50");
    let file = office.folder().join("back.json");
    std::fs::write(&file, &json).expect("a file");
    let back = import(&file.display().to_string());
    assert!(back.status.success(), "{}", text(&back.stderr));
    assert_eq!(text(&export("json", "-").stdout), text(&json), "it says the same as before");

    let [one, other] = ["one.pdf", "other.pdf"].map(|name| office.folder().join(name).display().to_string());
    assert!(export("pdf", &one).status.success() && export("pdf", &other).status.success());
    let [one, other] = [one, other].map(|path| std::fs::read(path).expect("a PDF"));
    assert!(one.starts_with(b"%PDF-") && one == other, "the same data make the same file");
    assert!(text(&export("html", "-").stdout).contains("report-form-demonstration"));
}

/// The published report of a real office, if `PRONGSAI_SHARED` names the folder that holds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_published_report_comes_in_from_end_to_end() {
    let Some(shared) = std::env::var_os("PRONGSAI_SHARED") else { return };
    let file = PathBuf::from(shared).join("samples/suanluang-report-2565.md");
    let bytes = std::fs::read(&file).expect("the published report");
    let office = Office::open(Engine::Sqlite).await;
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("suanluang-report-2565.md", &bytes)).await;
    let review = coordinator.get(&import).await;
    assert!(review.visible_text().contains("อ่านได้ 39 ข้อ"), "{}", review.one("main p"));
    accept_all(&mut coordinator, &import).await;
    let pages = (1..=4).map(|page| format!("{import}?page={page}"));
    let mut doubted = String::new();
    for page in pages {
        doubted += &coordinator.get(&page).await.visible_text();
    }
    assert!(doubted.contains("79.52") && doubted.contains("78.92"), "the mean of indicator 8 is doubted");
    confirm(&mut coordinator, &import).await.goes_to();
    let report = exported_json(&mut coordinator).await;
    let status = |status: &str| {
        let items = report["items"].as_array().expect("items").iter();
        items.filter(|item| item["statuses"].as_array().is_some_and(|all| all.iter().all(|one| one == status))).count()
    };
    assert!(status("done") >= 38 && status("in_progress") == 1, "{} {}", status("done"), status("in_progress"));
    assert_eq!(item(&report, "O36")["score"], "0.00");
    assert_eq!(score(&office, demo::AGENCY, "8").await.as_deref(), Some("79.52"), "kept as printed");
    assert!(exported(&mut coordinator, "pdf").await.bytes.starts_with(b"%PDF-"));
}
