//! Working on results: steps, what is written about them, and being done without evidence.

use prongsai::{kit::Role, measures::PlanItem};
use report::Status;

use crate::{
    helpers::{Office, Person},
    measures::plan,
    story,
};

async fn item(office: &Office, code: &str) -> PlanItem {
    plan(office).await.by_code(code).cloned().expect("an item of the demonstration")
}

/// Adds a result to I13 and says where its work is.
async fn begun(officer: &mut Person, office: &Office) -> String {
    let here = format!("/office/measures/items/{}/results", item(office, "I13").await.id);
    officer.post(&here, &[("text", "ทำทะเบียนมอบหมายงาน"), ("begun", "no")]).await.goes_to().to_owned()
}

async fn status(office: &Office) -> Option<Status> {
    item(office, "I13").await.results.last().and_then(|result| result.said.status)
}

story!(a_result_goes_from_not_started_to_given_up_and_back, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    assert_eq!(status(&office).await, Some(Status::NotStarted));
    officer.post(&format!("{work}/steps"), &[("step", "start")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::InProgress));
    let page = officer.get(&work).await;
    assert!(!page.has("button[value=finish]"), "done is not offered without evidence");
    let refused = officer.post(&format!("{work}/steps"), &[("step", "finish")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.visible_text().contains("ยังไม่มีหลักฐาน แนบหลักฐานก่อน"), "{}", refused.visible_text());

    let without_reason = officer.post(&format!("{work}/steps"), &[("step", "cancel"), ("reason", " ")]).await;
    assert!(without_reason.visible_text().contains("ยังไม่ได้บอกเหตุผล"), "{}", without_reason.visible_text());
    officer.post(&format!("{work}/steps"), &[("step", "cancel"), ("reason", "งบถูกตัด")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::Cancelled));
    officer.post(&format!("{work}/steps"), &[("step", "reopen"), ("reason", "ได้งบคืน")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::InProgress));
    let told = officer.get(&work).await.visible_text();
    for words in ["งบถูกตัด", "ได้งบคืน", "ยังไม่เริ่ม", "ยกเลิก"]
    {
        assert!(told.contains(words), "every state is kept: {words} in {told}");
    }
});

story!(updates_comments_and_a_hand_over_are_kept_with_who_and_when, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    let empty = officer.post(&format!("{work}/notes"), &[("text", ""), ("kind", "update")]).await;
    assert_eq!(empty.status, 422);
    officer.post(&format!("{work}/notes"), &[("text", "ร่างแบบฟอร์มแล้ว"), ("kind", "update")]).await.goes_to();
    officer.post(&format!("{work}/notes"), &[("text", "ขอดูร่างด้วย"), ("kind", "comment")]).await.goes_to();
    let page = officer.get(&work).await;
    let people = page.attributes("select[name=person] option:not([value=''])", "value");
    let fields = [("person", people[0].as_str()), ("words", "เหลือลงนาม")];
    officer.post(&format!("{work}/hand-over"), &fields).await.goes_to();
    let told = officer.get(&work).await.visible_text();
    for words in ["ร่างแบบฟอร์มแล้ว", "ขอดูร่างด้วย", "เหลือลงนาม", "ส่งมอบงาน"]
    {
        assert!(told.contains(words), "{words} in {told}");
    }
    let stranger = [("person", "0190b6a0-0000-7000-8000-000000000000"), ("words", "")];
    assert_eq!(officer.post(&format!("{work}/hand-over"), &stranger).await.status, 404);
});

story!(done_without_evidence_is_for_the_supervising_party_to_accept, office, {
    let mut head = office.sign_in(Role::UnitHead).await;
    let work = begun(&mut head, &office).await;
    head.post(&format!("{work}/reason"), &[("why", "เป็นงานประจำ ไม่มีเอกสาร")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::InProgress), "waiting is not done");
    let twice = head.post(&format!("{work}/reason"), &[("why", "อีกครั้ง")]).await;
    assert!(twice.visible_text().contains("ขอไว้แล้ว"), "{}", twice.visible_text());
    let decision = format!("{work}/reason/decision");
    let own = head.post(&decision, &[("decision", "accept")]).await;
    assert!(own.visible_text().contains("ผู้ขอรับเหตุผลของตนเองไม่ได้"), "{}", own.visible_text());
    let mut officer = office.sign_in(Role::Officer).await;
    assert_eq!(officer.post(&decision, &[("decision", "accept")]).await.status, 403);

    let mut director = office.sign_in(Role::Director).await;
    assert!(director.get(&work).await.visible_text().contains("เป็นงานประจำ ไม่มีเอกสาร"));
    director.post(&decision, &[("decision", "refuse"), ("remark", "ถ่ายภาพไว้ได้")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::InProgress));
    head.post(&format!("{work}/reason"), &[("why", "ถ่ายภาพไม่ได้เพราะเป็นข้อมูลส่วนบุคคล")]).await.goes_to();
    director.post(&decision, &[("decision", "accept")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::Done));
    let page = head.get(&work).await.visible_text();
    assert!(page.contains("เสร็จแล้ว รับเหตุผลที่ไม่มีหลักฐาน") && page.contains("ถ่ายภาพไว้ได้"), "{page}");
    assert_eq!(director.post(&decision, &[("decision", "accept")]).await.status, 422, "it is decided once");
});

story!(a_head_decides_only_on_items_that_they_supervise, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    officer.post(&format!("{work}/reason"), &[("why", "งานประจำ ไม่มีเอกสาร")]).await.goes_to();
    let decision = format!("{work}/reason/decision");
    let mut head = office.sign_in(Role::UnitHead).await;
    assert!(!head.get(&work).await.has("#decide"), "what they may not decide is not offered");
    let refused = head.post(&decision, &[("decision", "accept")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.visible_text().contains("ไม่ได้อยู่ในการกำกับดูแลของคุณ"), "{}", refused.visible_text());
    assert_eq!(status(&office).await, Some(Status::InProgress));

    // The coordinator names the head's division as the supervising party.
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let responsibles = format!("/office/measures/items/{}/responsibles", item(&office, "I13").await.id);
    let form = coordinator.get(&responsibles).await;
    let (names, values) =
        (form.all("select[name=chosen] option"), form.attributes("select[name=chosen] option", "value"));
    let at = names.iter().position(|name| name.starts_with("ฝ่ายปกครอง")).unwrap_or_else(|| panic!("{names:?}"));
    let fields = [("chosen", values[at].as_str()), ("name", "ฝ่ายปกครอง"), ("duty", "supervise")];
    coordinator.post(&responsibles, &fields).await.goes_to();
    assert!(head.get(&work).await.has("#decide"));
    head.post(&decision, &[("decision", "accept")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::Done));
});

story!(the_rule_holds_for_a_reported_result_from_its_first_change, office, {
    let reported = item(&office, "I13").await.results[0].clone();
    assert_eq!(reported.said.status, Some(Status::Done));
    let mut officer = office.sign_in(Role::Officer).await;
    let path = format!("/office/measures/results/{}", reported.id);
    let work = officer.get(&format!("{path}/work")).await.visible_text();
    assert!(work.contains("เสร็จแล้วตามรายงาน ยังไม่มีหลักฐาน"), "{work}");
    assert!(officer.get(&path).await.visible_text().contains("กลับเป็นกำลังทำจนกว่าจะมีหลักฐาน"));
    let form = officer.get(&path).await;
    let value = |field: &str| form.attributes(field, "value").into_iter().next().unwrap_or_default();
    let (day, year) = (value("input[name=day_day]"), value("input[name=day_year]"));
    let month = value("select[name=day_month] option[selected]");
    let day = [("day_day", day.as_str()), ("day_month", &month), ("day_year", &year)];
    officer.post(&path, &[&[("text", reported.said.text.as_str())][..], &day].concat()).await.goes_to();
    let same = item(&office, "I13").await.results[0].clone();
    assert_eq!(same.said.status, Some(Status::Done), "saving the same words changes nothing");
    officer.post(&path, &[("text", "แก้ถ้อยคำ")]).await.goes_to();
    let changed = item(&office, "I13").await.results[0].clone();
    assert_eq!(changed.said.status, Some(Status::InProgress));
    assert!(officer.get(&format!("{path}/work")).await.visible_text().contains("แก้ไขข้อความที่นำเข้าจากรายงาน"));
});

story!(the_desk_shows_whose_work_is_what_and_how_urgent, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    let desk = |whose: &str, stage: &str| format!("/office/work?whose={whose}&stage={stage}");
    let shows = |text: &str| text.contains("ทำทะเบียนมอบหมายงาน");
    assert!(!shows(&officer.get("/office/work").await.visible_text()), "nobody handed it over yet");
    assert!(shows(&officer.get(&desk("all", "open")).await.visible_text()));

    // Whoever is signed in hands it to themselves by their name.
    let me = officer.get("/office/account").await.visible_text();
    let page = officer.get(&work).await;
    let (names, people) = (
        page.all("select[name=person] option:not([value=''])"),
        page.attributes("select[name=person] option:not([value=''])", "value"),
    );
    let at = names.iter().position(|name| me.contains(name.as_str())).expect("the officer is among the people");
    officer.post(&format!("{work}/hand-over"), &[("person", &people[at]), ("words", "")]).await.goes_to();
    assert!(shows(&officer.get("/office/work").await.visible_text()), "what was handed over is mine");

    // A due day that has passed.
    let result = work.trim_end_matches("/work");
    let due = [("due_day", "1"), ("due_month", "3"), ("due_year", "2565")];
    officer.post(result, &[&[("text", "ทำทะเบียนมอบหมายงาน")][..], &due].concat()).await.goes_to();
    let late = officer.get(&desk("mine", "overdue")).await.visible_text();
    assert!(shows(&late) && late.contains("เกินกำหนด 38 วัน"), "{late}");
    let board = officer.get("/office/work?view=board&whose=mine").await;
    assert_eq!(board.all(".board section").len(), 4);
    assert!(board.one("#message").contains("ทำทะเบียนมอบหมายงาน"), "the text to copy names it");
    let today = officer.get("/office").await.visible_text();
    assert!(today.contains("ดูงานที่เกินกำหนด"), "{today}");
});

story!(the_first_page_tells_the_supervisor_what_to_decide, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let mut director = office.sign_in(Role::Director).await;
    let waits = "ตัดสินใจเรื่องผลที่ไม่มีหลักฐาน";
    assert!(!director.get("/office").await.visible_text().contains(waits));
    let work = begun(&mut officer, &office).await;
    officer.post(&format!("{work}/reason"), &[("why", "งานประจำ")]).await.goes_to();
    let first_page = director.get("/office").await;
    assert!(first_page.visible_text().contains(waits), "{}", first_page.visible_text());
    assert!(!officer.get("/office").await.visible_text().contains(waits), "the officer cannot decide");
    let desk = director.get("/office/work?whose=all&stage=asks&year=2565").await;
    assert!(desk.visible_text().contains("ทำทะเบียนมอบหมายงาน"), "{}", desk.visible_text());
});

/// Adds a document of the web as evidence and says its identifier.
async fn document(officer: &mut Person, work: &str, title: &str, speaks_of: [&str; 3]) -> String {
    let [day, month, year] = speaks_of;
    let fields = [
        ("title", title),
        ("kind", "evidence"),
        ("openness", "public"),
        ("speaks_of_day", day),
        ("speaks_of_month", month),
        ("speaks_of_year", year),
        ("received_day", day),
        ("received_month", month),
        ("received_year", year),
        ("address", "https://example.go.th/register"),
    ];
    let form = officer.get(&format!("/office/documents/new?then={work}")).await;
    let action = form.attributes("main form", "action").remove(0);
    let back = officer.upload(&action, &fields, ("file", "", b"")).await;
    let back = back.goes_to().to_owned();
    let (page, document) = back.split_once("?document=").expect("back to the work, with the document");
    assert_eq!(page, work);
    let chosen = officer.get(&back).await.attributes("select[name=document] option[selected]", "value");
    assert_eq!(chosen, [document], "what was just added is chosen");
    document.to_owned()
}

story!(evidence_makes_a_result_done_and_going_stale_turns_it_amber, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    let nothing = officer.post(&format!("{work}/evidence"), &[("document", "")]).await;
    assert!(nothing.visible_text().contains("ยังไม่ได้เลือกเอกสาร"), "{}", nothing.visible_text());
    let id = document(&mut officer, &work, "ทะเบียนมอบหมายงาน ไตรมาส 2", ["10", "5", "2564"]).await;
    officer.post(&format!("{work}/evidence"), &[("document", &id)]).await.goes_to();
    officer.post(&format!("{work}/evidence"), &[("document", &id)]).await.goes_to();
    assert_eq!(item(&office, "I13").await.results.last().unwrap().work.evidence, 1, "attached once");
    officer.post(&format!("{work}/steps"), &[("step", "finish")]).await.goes_to();
    assert_eq!(status(&office).await, Some(Status::Done));
    let page = officer.get(&work).await.visible_text();
    assert!(page.contains("เสร็จแล้ว มีหลักฐาน") && page.contains("ทะเบียนมอบหมายงาน ไตรมาส 2"), "{page}");
    let paper = officer.get(&format!("/office/documents/{id}")).await.visible_text();
    assert!(paper.contains("หลักฐานของข้อ I13 ปี 2565"), "the document says of what it is evidence: {paper}");

    // A year after the day it speaks of, evidence no longer counts.
    office.app.clock.advance(jiff::Span::new().hours(60 * 24));
    prongsai::jobs::run_once(&office.app).await.expect("jobs run");
    prongsai::jobs::run_once(&office.app).await.expect("twice does no harm");
    let mut officer = office.sign_in(Role::Officer).await;
    let page = officer.get(&work).await.visible_text();
    assert!(page.contains("เสร็จแล้ว แต่หลักฐานใช้ไม่ได้แล้ว"), "{page}");
    let history = officer.get(&format!("/office/measures/items/{}", item(&office, "I13").await.id)).await;
    assert_eq!(history.all(".timeline__what").iter().filter(|what| *what == "หลักฐานใช้ไม่ได้แล้ว").count(), 1);

    officer.post(&format!("{work}/evidence/removal"), &[("document", &id)]).await.goes_to();
    let result = item(&office, "I13").await.results.last().cloned().unwrap();
    assert_eq!((result.work.evidence, result.work.stale), (0, 0));
    let stranger = [("document", "0190b6a0-0000-7000-8000-000000000000")];
    assert_eq!(officer.post(&format!("{work}/evidence"), &stranger).await.status, 404);
});

story!(a_withdrawn_document_proves_nothing, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let work = begun(&mut officer, &office).await;
    let id = document(&mut officer, &work, "ทะเบียนที่ผิด", ["1", "4", "2565"]).await;
    officer.post(&format!("{work}/evidence"), &[("document", &id)]).await.goes_to();
    officer.post(&format!("/office/documents/{id}/withdrawal"), &[("reason", "ผิดฉบับ")]).await.goes_to();
    prongsai::jobs::run_once(&office.app).await.expect("jobs run");
    let refused = officer.post(&format!("{work}/steps"), &[("step", "finish")]).await;
    assert!(refused.visible_text().contains("หลักฐานที่แนบไว้ใช้ไม่ได้แล้ว"), "{}", refused.visible_text());
    officer.post(&format!("{work}/evidence/removal"), &[("document", &id)]).await.goes_to();
    let again = officer.post(&format!("{work}/evidence"), &[("document", &id)]).await;
    assert!(again.visible_text().contains("เอกสารนี้ถูกถอนแล้ว"), "{}", again.visible_text());
});

story!(whoever_adds_a_document_is_sent_nowhere_else, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    for elsewhere in ["https://example.com/", "//example.com", "/parts/x", "/office/work?x=1"] {
        let form = officer.get(&format!("/office/documents/new?then={elsewhere}")).await;
        assert_eq!(form.attributes("main form", "action"), ["/office/documents"], "{elsewhere}");
    }
});
