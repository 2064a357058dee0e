//! Divisions' parts: out as a file, in without sign-in, taken row by row.

use std::io::{Cursor, Read, Write};

use prongsai::kit::Role;

use crate::{
    helpers::{Answer, Office, Person},
    story,
};

const YEAR: &str = "/office/report/2565/parts";

/// Exports the part of the unit whose name this is and says where its page is.
async fn export(coordinator: &mut Person, unit: &str) -> String {
    let list = coordinator.get(YEAR).await;
    let names = list.all("main tbody th a");
    let links = list.attributes("main tbody th a", "href");
    let at = names.iter().position(|name| name == unit).unwrap_or_else(|| panic!("no {unit} in {names:?}"));
    let mut form = coordinator.get(&links[at]).await;
    // A unit that has a part already: its page leads to the form for a new version.
    if let Some(again) = form.attributes("main a[href*='/parts/new?unit=']", "href").first() {
        form = coordinator.get(again).await;
    }
    let unit = form.attributes("main button[name=unit]", "value").remove(0);
    let items = form.attributes("input[name=items][checked]", "value");
    let items = if items.is_empty() { form.attributes("input[name=items]", "value") } else { items };
    let mut fields = vec![("unit", unit.as_str()), ("due_day", "30"), ("due_month", "4"), ("due_year", "2565")];
    fields.extend(items.iter().map(|item| ("items", item.as_str())));
    coordinator.post(YEAR, &fields).await.goes_to().to_owned()
}

/// Makes a link and says its path.
async fn link(coordinator: &mut Person, part: &str) -> String {
    let page = coordinator.post(&format!("{part}/link"), &[]).await;
    assert_eq!(page.status, 200, "{}", page.visible_text());
    let link = page.one("code");
    assert!(page.one("textarea").contains(&link), "the message carries the link");
    link.trim_start_matches("http://localhost").to_owned()
}

/// Rewrites the parts of a workbook or document whose names end like this.
fn rewritten(bytes: &[u8], ending: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a whole part");
        if name.ends_with(ending) {
            content = change(String::from_utf8(content).expect("XML is UTF-8")).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(&content).expect("a vector takes any bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The workbook with another text in place of one that stands in it.
fn filled(bytes: &[u8], before: &str, after: &str) -> Vec<u8> {
    let changed = rewritten(bytes, "sharedStrings.xml", |xml| xml.replace(before, after));
    assert_ne!(changed, rewritten(bytes, "sharedStrings.xml", |xml| xml), "{before} stands in the workbook");
    changed
}

async fn part_and_result(coordinator: &mut Person, office: &Office) -> (String, String) {
    let part = export(coordinator, "ฝ่ายปกครอง").await;
    let plan = crate::measures::plan(office).await;
    let is_theirs =
        |item: &&prongsai::measures::PlanItem| item.responsibles.iter().any(|one| one.party.name == "ฝ่ายปกครอง");
    let item = plan.items.iter().find(is_theirs).expect("an item of the division");
    (part, item.results[0].said.text.clone())
}

/// A part of the sample office, a file that waits and a link: their addresses.
pub async fn sample(office: &Office) -> (String, String, String) {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, office).await;
    let link = link(&mut coordinator, &part).await;
    let workbook = coordinator.get(&format!("{part}/part.xlsx")).await.bytes;
    let workbook = filled(&workbook, &result, "ผลตัวอย่างจากฝ่าย");
    let upload = coordinator.upload(&format!("{part}/files"), &[], ("file", "part.xlsx", &workbook)).await;
    (part, upload.goes_to().to_owned(), link)
}

async fn compare(coordinator: &mut Person, part: &str) -> (String, Answer) {
    let page = coordinator.get(part).await;
    let upload = page.attributes("main tbody th a", "href").remove(0);
    let comparison = coordinator.get(&upload).await;
    (upload, comparison)
}

async fn press(coordinator: &mut Person, upload: &str, name: &str, value: &str) -> Answer {
    let page = coordinator.get(upload).await;
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    coordinator.post(upload, &[("seen", &seen), (name, value)]).await
}

story!(a_division_fills_its_part_in_without_signing_in_and_the_coordinator_takes_it, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, &office).await;
    let link = link(&mut coordinator, &part).await;

    let mut division = office.anonymous();
    let page = division.get(&link).await;
    assert!(
        page.visible_text().contains("ฝ่ายปกครอง") && page.visible_text().contains("2565"),
        "{}",
        page.visible_text()
    );
    for told in ["ถามผู้ประสานงาน ITA", "ลิงก์นี้ใช้ได้ถึง", "ขอผล"]
    {
        assert!(page.visible_text().contains(told), "{told}: {}", page.visible_text());
    }
    let workbook = division.get(&format!("{link}/part.xlsx")).await.bytes;
    let workbook = filled(&workbook, &result, "ผลใหม่ที่ฝ่ายกรอก");
    let sent = division.upload(&link, &[], ("file", "ส่วน.xlsx", &workbook)).await;
    let after = division.get(sent.goes_to()).await.visible_text();
    assert!(after.contains("ได้รับไฟล์แล้ว") && after.contains("กรอกหรือแก้ 1 แถว"), "{after}");
    let plan = crate::measures::plan(&office).await;
    let says_it = |plan: &prongsai::measures::Plan, text: &str| {
        plan.items.iter().flat_map(|item| &item.results).filter(|one| one.said.text == text).count()
    };
    assert_eq!(says_it(&plan, "ผลใหม่ที่ฝ่ายกรอก"), 0, "nothing enters the plan by itself");

    let today = coordinator.get("/office").await;
    assert!(today.visible_text().contains("ตรวจไฟล์ที่ฝ่ายส่งกลับมา"), "{}", today.visible_text());
    let (upload, comparison) = compare(&mut coordinator, &part).await;
    let text = comparison.visible_text();
    assert!(text.contains("ผลใหม่ที่ฝ่ายกรอก") && text.contains(&result), "{text}");
    press(&mut coordinator, &upload, "all", "yes").await.goes_to();
    let plan = crate::measures::plan(&office).await;
    assert_eq!((says_it(&plan, "ผลใหม่ที่ฝ่ายกรอก"), says_it(&plan, &result)), (1, 0));
    let taken = plan.items.iter().find(|item| item.results.iter().any(|one| one.said.text == "ผลใหม่ที่ฝ่ายกรอก")).unwrap();
    let origin = taken.results[0].origin;
    assert_eq!(origin, prongsai::measures::model::Origin::Reported, "what a file says is done is not proved by it");
    let history = coordinator.get(&format!("/office/measures/items/{}", taken.id)).await;
    assert!(history.visible_text().contains("ส่วนของฝ่ายปกครอง"), "the record names the part");
    assert!(coordinator.get("/office/report/2565").await.body().contains("ผลใหม่ที่ฝ่ายกรอก"), "the preview shows it");

    let again = division.upload(&link, &[], ("file", "ส่วน.xlsx", &workbook)).await;
    assert_eq!(again.goes_to(), format!("{link}?received=again"));
    let done = coordinator.get(&upload).await;
    assert!(done.visible_text().contains("ไม่มีแถวที่รอตัดสินใจ"), "{}", done.visible_text());
    let today = coordinator.get("/office").await;
    assert!(!today.visible_text().contains("ตรวจไฟล์ที่ฝ่ายส่งกลับมา"), "nothing of divisions waits any more");
});

story!(what_both_changed_is_decided_by_hand, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, &office).await;
    let workbook = coordinator.get(&format!("{part}/part.xlsx")).await.bytes;
    office.app.clock.advance(jiff::Span::new().minutes(5));
    let plan = crate::measures::plan(&office).await;
    let ours = plan.items.iter().flat_map(|item| &item.results).find(|one| one.said.text == result).unwrap();
    let path = format!("/office/measures/results/{}", ours.id);
    coordinator.post(&path, &[("text", "สำนักงานแก้เอง")]).await.goes_to();
    let workbook = filled(&workbook, &result, "ฝ่ายแก้เอง");
    let upload = coordinator.upload(&format!("{part}/files"), &[], ("file", "a.xlsx", &workbook)).await;
    let upload = upload.goes_to().to_owned();
    let page = coordinator.get(&upload).await;
    let text = page.visible_text();
    assert!(text.contains("แก้ทั้งสองฝั่ง") && text.contains("ของเราแก้เมื่อ"), "{text}");
    assert!(!page.has("button[name=all]"), "a conflict is not taken with all others");
    let row = page.attributes("button[name=keep]", "value").remove(0);
    let stale = coordinator.post(&upload, &[("seen", "something else"), ("keep", &row)]).await;
    assert_eq!(stale.status, 409);
    press(&mut coordinator, &upload, "keep", &row).await.goes_to();
    let plan = crate::measures::plan(&office).await;
    let texts: Vec<_> = plan.items.iter().flat_map(|item| &item.results).map(|one| one.said.text.as_str()).collect();
    assert!(texts.contains(&"สำนักงานแก้เอง") && !texts.contains(&"ฝ่ายแก้เอง"));
    assert!(!coordinator.get(&upload).await.has("button[name=keep]"), "what is decided does not ask again");
});

story!(a_part_taken_for_a_whole_report_is_told_apart, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, _) = part_and_result(&mut coordinator, &office).await;
    for ending in ["xlsx", "docx"] {
        let file = coordinator.get(&format!("{part}/part.{ending}")).await.bytes;
        let name = format!("part.{ending}");
        let sent = coordinator.upload("/office/report/imports", &[("year", "2565")], ("file", &name, &file)).await;
        assert_eq!(sent.status, 422);
        assert!(sent.visible_text().contains("ไฟล์นี้เป็นส่วนของฝ่ายปกครอง ปี 2565"), "{}", sent.visible_text());
    }
});

story!(of_a_row_that_both_changed_each_cell_is_chosen, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, &office).await;
    let workbook = coordinator.get(&format!("{part}/part.xlsx")).await.bytes;
    let plan = crate::measures::plan(&office).await;
    let ours = plan.items.iter().flat_map(|item| &item.results).find(|one| one.said.text == result).unwrap();
    let path = format!("/office/measures/results/{}", ours.id);
    coordinator.post(&path, &[("text", "สำนักงานแก้เอง")]).await.goes_to();
    let workbook = filled(&workbook, &result, "ฝ่ายแก้เอง");
    let upload = coordinator.upload(&format!("{part}/files"), &[], ("file", "a.xlsx", &workbook)).await;
    let upload = upload.goes_to().to_owned();
    let page = coordinator.get(&upload).await;
    let value = |selector: &str| page.attributes(selector, "value").remove(0);
    let (row, seen) = (value("button[name=take]"), value("input[name=seen]"));
    let text = format!("stands-{row}-text");
    assert!(page.has(&format!("input[name={text}][value=theirs][checked]")), "theirs stands unless somebody says so");
    coordinator.post(&upload, &[("seen", &seen), ("take", &row), (&text, "ours")]).await.goes_to();
    let plan = crate::measures::plan(&office).await;
    let texts: Vec<_> = plan.items.iter().flat_map(|item| &item.results).map(|one| one.said.text.as_str()).collect();
    assert!(texts.contains(&"สำนักงานแก้เอง") && !texts.contains(&"ฝ่ายแก้เอง"), "ours stays where ours was chosen");
});

story!(parts_go_to_several_units_at_once, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let names = coordinator.get("/office/report/2565/parts/parties").await;
    let form: Vec<(String, String)> =
        names.attributes("main select", "name").into_iter().map(|name| (name, "everyone".to_owned())).collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, unit)| (name.as_str(), unit.as_str())).collect();
    coordinator.post("/office/report/2565/parts/parties", &form).await.goes_to();
    let left = coordinator.get("/office/report/2565/parts/parties").await;
    assert!(left.visible_text().contains("ทุกชื่อมีฝ่ายแล้ว"), "a name that means everybody is settled");

    let all = format!("{YEAR}/all");
    let page = coordinator.get(&all).await;
    let units = page.attributes("input[name=units][checked]", "value");
    assert!(units.len() > 1, "what everybody carries out is asked of each unit: {}", page.visible_text());
    let refused = coordinator.post(&all, &[("due_day", "1"), ("due_month", "1"), ("due_year", "2560")]).await;
    assert_eq!(refused.status, 422);
    let told = refused.visible_text();
    assert!(told.contains("ยังไม่ได้เลือกฝ่าย") && told.contains("วันที่ผ่านไปแล้ว"), "{told}");
    let fields: Vec<(&str, &str)> = units.iter().map(|unit| ("units", unit.as_str())).collect();
    let links = coordinator.post(&all, &fields).await;
    let shown = links.all("main code");
    assert_eq!(shown.len(), units.len());
    let mut division = office.anonymous();
    for link in &shown {
        let page = division.get(link.trim_start_matches("http://localhost")).await;
        assert_eq!(page.status, 200, "each link opens: {link}");
    }
    assert!(
        coordinator.get(&all).await.attributes("input[name=units][checked]", "value").is_empty(),
        "all are sent to"
    );
    let stranger = coordinator.post(&all, &[("units", "0190b6a0-0000-7000-8000-000000000000")]).await;
    assert_eq!(stranger.status, 400, "a unit of nobody gets nothing");
});

story!(a_colleagues_file_replaces_nothing_unseen_and_can_be_put_aside, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, &office).await;
    let workbook = coordinator.get(&format!("{part}/part.xlsx")).await.bytes;
    let mut send = async |name: &str, text: &str| {
        let file = filled(&workbook, &result, text);
        let sent = coordinator.upload(&format!("{part}/files"), &[], ("file", name, &file)).await;
        sent.goes_to().to_owned()
    };
    let (first, second) = (send("a.xlsx", "ผลของคนแรก").await, send("b.xlsx", "ผลของคนที่สอง").await);
    press(&mut coordinator, &first, "all", "yes").await.goes_to();
    let page = coordinator.get(&second).await;
    let text = page.visible_text();
    assert!(text.contains("แก้ทั้งสองฝั่ง") && text.contains("ผลของคนแรก") && text.contains(&result), "{text}");
    assert!(!page.has("button[name=all]"), "the first one's text is not replaced together with others");
    press(&mut coordinator, &second, "aside", "yes").await.goes_to();
    assert!(coordinator.get(&second).await.visible_text().contains("ไม่มีแถวที่รอตัดสินใจ"));
    let plan = crate::measures::plan(&office).await;
    let texts: Vec<_> = plan.items.iter().flat_map(|item| &item.results).map(|one| one.said.text.as_str()).collect();
    assert!(texts.contains(&"ผลของคนแรก") && !texts.contains(&"ผลของคนที่สอง"));
    let today = coordinator.get("/office").await;
    assert!(!today.visible_text().contains("ตรวจไฟล์ที่ฝ่ายส่งกลับมา"), "a file put aside waits for nobody");
});

story!(a_small_file_cannot_fill_the_memory, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, _) = part_and_result(&mut coordinator, &office).await;
    let workbook = coordinator.get(&format!("{part}/part.xlsx")).await.bytes;
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(60));
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(900));
    let strings = format!("<sst><si><t>{}</t></si></sst>", "ก".repeat(6_000));
    let bomb = rewritten(&workbook, "sheet1.xml", |_| sheet.clone());
    let bomb = rewritten(&bomb, "sharedStrings.xml", |_| strings.clone());
    let refused = coordinator.upload(&format!("{part}/files"), &[], ("file", "a.xlsx", &bomb)).await;
    assert_eq!(refused.status, 422, "thousands of cells that share one long text");
});

story!(a_word_file_comes_back_too_and_other_files_are_refused, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, result) = part_and_result(&mut coordinator, &office).await;
    let link = link(&mut coordinator, &part).await;
    let document = office.anonymous().get(&format!("{link}/part.docx")).await.bytes;
    let document = rewritten(&document, "word/document.xml", |xml| xml.replace(&result, "ผลจากไฟล์เวิร์ด"));
    let mut division = office.anonymous();
    let refused = division.upload(&link, &[], ("file", "a.xlsx", b"PK\x03\x04 nothing")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.visible_text().contains("ไฟล์"), "{}", refused.visible_text());
    division.upload(&link, &[], ("file", "a.docx", &document)).await.goes_to();
    let (_, comparison) = compare(&mut coordinator, &part).await;
    assert!(comparison.visible_text().contains("ผลจากไฟล์เวิร์ด"), "{}", comparison.visible_text());
});

story!(a_link_ends_when_it_is_closed_replaced_or_old_and_is_limited, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let (part, _) = part_and_result(&mut coordinator, &office).await;
    let first = link(&mut coordinator, &part).await;
    let second = link(&mut coordinator, &part).await;
    let mut division = office.anonymous();
    assert_eq!(division.get(&first).await.status, 410, "a new link takes the place of the one before");
    for _ in 0..20 {
        assert_eq!(division.upload(&second, &[], ("file", "a.csv", b"no part")).await.status, 422);
    }
    let limited = division.upload(&second, &[], ("file", "a.csv", b"no part")).await;
    assert!(limited.visible_text().contains("รอ 1 ชั่วโมง"), "{}", limited.visible_text());
    coordinator.post(&format!("{part}/link/closure"), &[]).await.goes_to();
    assert_eq!(division.get(&second).await.status, 410);

    let third = link(&mut coordinator, &part).await;
    let later = export(&mut coordinator, "ฝ่ายปกครอง").await;
    assert_ne!(later, part);
    for path in [third.clone(), format!("{third}/part.xlsx"), format!("{third}/part.docx")] {
        assert_eq!(division.get(&path).await.status, 410, "a new version closes the links of the one before");
    }
    let fourth = link(&mut coordinator, &later).await;
    office.app.clock.advance(jiff::Span::new().hours(24 * 60));
    assert_eq!(division.get(&fourth).await.status, 410);
    assert_eq!(division.get("/parts/0000").await.status, 410);
});

story!(a_link_takes_no_file_of_another_division, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let ours = export(&mut coordinator, "ฝ่ายปกครอง").await;
    let others = export(&mut coordinator, "ฝ่ายโยธา").await;
    let link = link(&mut coordinator, &ours).await;
    let workbook = coordinator.get(&format!("{others}/part.xlsx")).await.bytes;
    let refused = office.anonymous().upload(&link, &[], ("file", "a.xlsx", &workbook)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.visible_text().contains("ไม่ใช่ส่วนของฝ่ายปกครอง"), "{}", refused.visible_text());
});
