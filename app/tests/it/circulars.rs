//! Circulars: written, issued, acknowledged by each of the ways, asked again when the text changes; meetings.

use prongsai::{demo, jobs, kit::Role};

use crate::{
    helpers::{Office, Person},
    story,
};

const LIST: &str = "/office/circulars";

fn typed<'a>(subject: &'a str, body: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("subject", subject),
        ("body", body),
        ("day_day", "8"),
        ("day_month", "4"),
        ("day_year", "2565"),
        ("urgency", "urgent"),
        ("everyone", "yes"),
        ("working_days", "3"),
    ]
}

/// Writes and issues a circular; its address.
async fn issued(person: &mut Person, fields: &[(&str, &str)]) -> String {
    let here = person.post(LIST, fields).await.goes_to().to_owned();
    person.post(&format!("{here}/issue"), &[]).await.goes_to();
    here
}

async fn acknowledge(person: &mut Person, here: &str) {
    let version = person.get(here).await.attributes("input[name=version]", "value").remove(0);
    person.post(&format!("{here}/acknowledgement"), &[("version", &version)]).await.goes_to();
}

/// A circular of the sample office and a question about it: their identifiers.
pub async fn sample(office: &Office) -> (String, String) {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let here = issued(&mut coordinator, &typed("คู่มือการให้บริการ", "อ่านคู่มือฉบับใหม่")).await;
    coordinator.post(&format!("{here}/questions"), &[("text", "เริ่มใช้วันไหน")]).await.goes_to();
    let page = coordinator.get(&here).await;
    let question = page.attributes("form[action*='/questions/']", "action").remove(0);
    let id = |path: &str, at: usize| path.split('/').nth(at).unwrap().to_owned();
    (id(&here, 3), id(&question, 4))
}

/// A planned meeting of the sample office.
pub async fn meeting(office: &Office) -> String {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    plan(&mut coordinator, "budget", &[]).await.rsplit('/').next().unwrap().to_owned()
}

async fn plan(person: &mut Person, kind: &str, topics: &[&str]) -> String {
    let mut fields = vec![
        ("kind", kind),
        ("title", "การประชุมติดตามงบประมาณ ครั้งที่ 4/2565"),
        ("day_day", "8"),
        ("day_month", "4"),
        ("day_year", "2565"),
        ("time", "9.30"),
        ("place", "ห้องประชุม"),
        ("agenda", "ผลการเบิกจ่าย"),
    ];
    fields.extend(topics.iter().map(|topic| ("topics", *topic)));
    person.post("/office/meetings", &fields).await.goes_to().to_owned()
}

story!(a_circular_is_written_issued_with_a_number_and_acknowledged, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let refused = coordinator.post(LIST, &[("subject", ""), ("everyone", "no")]).await;
    assert_eq!(refused.status, 422);
    for words in ["ใส่เรื่องของหนังสือเวียน", "ใส่เนื้อหา หรือเลือกเอกสาร", "เลือกผู้รับอย่างน้อยหนึ่ง"]
    {
        assert!(refused.visible_text().contains(words), "{words} in {}", refused.visible_text());
    }
    let here = coordinator.post(LIST, &typed("แจ้งแผนการใช้จ่าย", "โปรดทราบ")).await.goes_to().to_owned();
    let mut officer = office.sign_in(Role::Officer).await;
    assert!(!officer.get(&here).await.has("input[name=version]"), "a draft is not acknowledged");
    coordinator.post(&format!("{here}/issue"), &[]).await.goes_to();
    assert_eq!(coordinator.post(&format!("{here}/issue"), &[]).await.status, 409, "once");
    let page = officer.get(&here).await;
    assert!(page.one("h1").contains("ว") && page.one("h1").contains("/2565"), "{}", page.one("h1"));
    assert!(officer.get(LIST).await.one("#mine ~ *").contains("แจ้งแผนการใช้จ่าย"));
    acknowledge(&mut officer, &here).await;
    let page = officer.get(&here).await.visible_text();
    assert!(page.contains("คุณรับทราบแล้ว") && page.contains("รับทราบแล้ว 1 จาก 10 คน"), "{page}");
    assert!(!officer.get(LIST).await.one("#mine ~ *").contains("แจ้งแผนการใช้จ่าย"));
    assert!(
        !officer.get(&here).await.visible_text().contains("ยังไม่เปิด ตัวอย่าง"),
        "names are for those who look after it"
    );
    let names = coordinator.get(&here).await.visible_text();
    assert!(names.contains("ตัวอย่าง เจ้าหน้าที่") && names.contains("ยังไม่รับทราบ 9 คน"), "{names}");
    let mut elsewhere = office.sign_in_elsewhere(Role::Coordinator).await;
    assert_eq!(elsewhere.get(&here).await.status, 404);
});

story!(a_changed_text_is_to_be_acknowledged_anew, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let here = issued(&mut coordinator, &typed("ระเบียบการยืม", "ยืมได้ 7 วัน")).await;
    let before = officer.get(&here).await.attributes("input[name=version]", "value").remove(0);
    acknowledge(&mut officer, &here).await;
    let silent = coordinator.post(&format!("{here}/text"), &typed("ระเบียบการยืม", "ยืมได้ 5 วัน")).await;
    assert_eq!(silent.status, 422);
    assert!(silent.visible_text().contains("ข้อความเปลี่ยนอย่างไร"));
    let mut fields = typed("ระเบียบการยืม", "ยืมได้ 5 วัน");
    fields.push(("what_changed", "ลดจาก 7 วันเป็น 5 วัน"));
    coordinator.post(&format!("{here}/text"), &fields).await.goes_to();
    assert!(officer.get(LIST).await.visible_text().contains("ข้อความเปลี่ยน รับทราบใหม่"));
    let page = officer.get(&here).await;
    assert!(page.visible_text().contains("ลดจาก 7 วันเป็น 5 วัน"));
    let old = officer.post(&format!("{here}/acknowledgement"), &[("version", &before)]).await;
    assert_eq!(old.status, 409, "what was not seen is not acknowledged");
    acknowledge(&mut officer, &here).await;
    assert!(officer.get(&here).await.visible_text().contains("คุณรับทราบแล้ว"));
});

story!(a_question_before_acknowledging_wants_the_right_answer, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let mut fields = typed("กำหนดเวลา", "ตอบภายใน 15 วัน");
    fields.extend([("question", "ตอบภายในกี่วัน"), ("choices", "15 วัน\n30 วัน")]);
    let here = issued(&mut coordinator, &fields).await;
    for (answer, words) in [("", "เลือกคำตอบก่อนรับทราบ"), ("30 วัน", "คำตอบยังไม่ถูก")]
    {
        let fields = [("version", "1"), ("answer", answer)];
        let refused = officer.post(&format!("{here}/acknowledgement"), &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.visible_text().contains(words), "{}", refused.visible_text());
    }
    let right = [("version", "1"), ("answer", "15 วัน")];
    officer.post(&format!("{here}/acknowledgement"), &right).await.goes_to();
});

story!(a_draft_is_there_only_for_those_who_write_circulars, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut clerk = office.sign_in(Role::CounterClerk).await;
    let here = coordinator.post(LIST, &typed("ร่างที่ยังไม่ออก", "ลับจนกว่าจะออก")).await.goes_to().to_owned();
    let all = format!("{LIST}?state=all");
    assert!(coordinator.get(&all).await.visible_text().contains("ร่างที่ยังไม่ออก"));
    assert!(!clerk.get(&all).await.visible_text().contains("ร่างที่ยังไม่ออก"));
    assert!(!clerk.get(&format!("{LIST}?state=draft")).await.visible_text().contains("ร่างที่ยังไม่ออก"));
    assert_eq!(clerk.get(&here).await.status, 404);
    assert_eq!(clerk.get(&format!("{here}/terminal")).await.status, 404);
    assert_eq!(coordinator.get(&format!("{here}/paper")).await.status, 404, "nobody signed what was not sent");
    assert_eq!(clerk.post(&format!("{here}/questions"), &[("text", "อะไร")]).await.status, 404);
    let topic = here.rsplit('/').next().unwrap();
    let mut fields = vec![("kind", "briefing"), ("title", "ชี้แจง"), ("place", "ลาน"), ("agenda", "อธิบาย")];
    fields.extend([("day_day", "8"), ("day_month", "4"), ("day_year", "2565"), ("topics", topic)]);
    assert_eq!(coordinator.post("/office/meetings", &fields).await.status, 404, "a draft is not explained");
});

story!(what_a_circular_names_is_of_the_same_office, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut elsewhere = office.sign_in_elsewhere(Role::Coordinator).await;
    let theirs = issued(&mut elsewhere, &typed("ของที่อื่น", "เรื่องของที่อื่น")).await;
    let theirs = theirs.rsplit('/').next().unwrap();
    let unknown = "01890000-0000-7000-8000-000000000000";
    for (name, value) in [("unit", unknown), ("document", unknown), ("supersedes", unknown), ("supersedes", theirs)] {
        let mut fields = typed("เรื่อง", "เนื้อหา");
        fields.push((name, value));
        assert_eq!(coordinator.post(LIST, &fields).await.status, 404, "{name}");
    }
    for name in ["units", "posts", "people"] {
        let mut fields = typed("เรื่อง", "เนื้อหา");
        fields.retain(|(name, _)| *name != "everyone");
        fields.extend([("everyone", "no"), (name, unknown)]);
        assert_eq!(coordinator.post(LIST, &fields).await.status, 404, "{name}");
    }
    let meeting = plan(&mut coordinator, "budget", &[]).await;
    let held = [("came", unknown), ("minutes", "สรุป")];
    assert_eq!(coordinator.post(&format!("{meeting}/minutes"), &held).await.status, 404);
    let people = coordinator.get(&format!("{meeting}/minutes")).await.attributes("input[name=came]", "value");
    let held = [("came", people[0].as_str()), ("minutes", "สรุป"), ("document", unknown)];
    assert_eq!(coordinator.post(&format!("{meeting}/minutes"), &held).await.status, 404);
});

story!(a_circular_keeps_its_given_number_and_those_of_the_series_follow_each_other, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut numbers = Vec::new();
    for subject in ["หนึ่ง", "สอง"] {
        let here = issued(&mut coordinator, &typed(subject, "เนื้อหา")).await;
        let title = coordinator.get(&here).await.one("h1");
        let number = title.split(['\u{a0}', ' ', '/']).find_map(|part| part.parse::<i64>().ok());
        numbers.push(number.unwrap_or_else(|| panic!("a number in {title}")));
    }
    assert_eq!(numbers[1], numbers[0] + 1);
    let mut fields = typed("สาม", "เนื้อหา");
    fields.push(("number", "กท 7001/ว 12"));
    let here = issued(&mut coordinator, &fields).await;
    coordinator.post(&format!("{here}/text"), &typed("สาม", "เนื้อหา")).await.goes_to();
    assert!(coordinator.get(&here).await.one("h1").contains("กท 7001/ว 12"), "an emptied field takes no number away");
});

story!(who_did_not_come_after_all_has_not_acknowledged, office, {
    let mut head = office.sign_in(Role::UnitHead).await;
    let here = issued(&mut head, &typed("เรื่องที่ชี้แจง", "เนื้อหา")).await;
    let people = head.get(&format!("{here}/paper")).await.attributes("input[name=people]", "value");
    let briefing = plan(&mut head, "briefing", &[here.rsplit('/').next().unwrap()]).await;
    let minutes = format!("{briefing}/minutes");
    let held = [("came", people[0].as_str()), ("came", people[1].as_str()), ("minutes", "ชี้แจงแล้ว")];
    head.post(&minutes, &held).await.goes_to();
    assert!(head.get(&here).await.visible_text().contains("รับทราบแล้ว 2 จาก 10 คน"));
    head.post(&minutes, &[("came", people[0].as_str()), ("minutes", "ชี้แจงแล้ว")]).await.goes_to();
    let page = head.get(&here).await.visible_text();
    assert!(page.contains("รับทราบแล้ว 1 จาก 10 คน") && page.contains("ยังไม่รับทราบ 9 คน"), "{page}");
    assert_eq!(
        page.matches("เปิดแล้ว").count(),
        1,
        "the head did; whoever was never there has not opened it either: {page}"
    );
});

story!(a_list_signed_in_time_may_be_typed_in_when_the_time_is_over, office, {
    let mut head = office.sign_in(Role::UnitHead).await;
    let mut fields = typed("เรื่องสั้น", "มีผลวันเดียว");
    fields.extend([("valid_until_day", "8"), ("valid_until_month", "4"), ("valid_until_year", "2565")]);
    let here = issued(&mut head, &fields).await;
    let paper = format!("{here}/paper");
    office.app.clock.advance(jiff::Span::new().hours(24));
    let mut head = office.sign_in(Role::UnitHead).await;
    let form = head.get(&paper).await;
    assert_eq!(form.status, 200, "{}", form.visible_text());
    assert_eq!(form.attributes("input[name=day_day]", "value"), ["8"], "the last day on which it could be signed");
    let people = form.attributes("input[name=people]", "value");
    let signed = |day| vec![("people", people[0].as_str()), ("day_day", day), ("day_month", "4"), ("day_year", "2565")];
    let late = head.post(&paper, &signed("9")).await;
    assert_eq!(late.status, 422);
    assert!(late.visible_text().contains("ต้องอยู่ในวันมีผล") && late.has("input[name=people][checked]"));
    head.post(&paper, &signed("8")).await.goes_to();
    assert!(head.get(&here).await.visible_text().contains("รับทราบแล้ว 1 จาก 10 คน"));
    assert_eq!(head.get(&format!("{here}/terminal")).await.status, 409, "nobody acknowledges now what is over");
});

story!(a_name_that_has_acknowledged_is_not_taken_at_the_terminal_again, office, {
    let mut head = office.sign_in(Role::UnitHead).await;
    let here = issued(&mut head, &typed("เรื่อง", "เนื้อหา")).await;
    let people = head.get(&format!("{here}/paper")).await.attributes("input[name=people]", "value");
    let shown = head.post("/office/circulars/pins", &[("person", &people[0])]).await.visible_text();
    let at = shown.find("PIN คือ ").expect("the PIN is shown") + "PIN คือ ".len();
    let (pin, terminal) = (&shown[at..at + 6], format!("{here}/terminal"));
    let unseen = head.post(&terminal, &[("person", &people[0]), ("pin", pin)]).await;
    assert_eq!(unseen.status, 409, "without the version that was shown nothing is acknowledged");
    let fields = [("person", people[0].as_str()), ("pin", pin), ("version", "1")];
    head.post(&terminal, &fields).await.goes_to();
    let again = head.post(&terminal, &fields).await;
    assert_eq!(again.status, 422);
    assert!(again.visible_text().contains("ชื่อนี้รับทราบแล้ว"), "{}", again.visible_text());
});

story!(paper_pin_and_briefing_are_ways_to_acknowledge, office, {
    let mut head = office.sign_in(Role::UnitHead).await;
    let here = issued(&mut head, &typed("เรื่องความปลอดภัย", "สวมเสื้อสะท้อนแสง")).await;
    let paper = format!("{here}/paper");
    let people = head.get(&paper).await.attributes("input[name=people]", "value");
    assert_eq!(people.len(), 10);
    let day = [("day_day", "8"), ("day_month", "4"), ("day_year", "2565")];
    let mut fields = vec![("people", people[0].as_str()), ("people", people[1].as_str())];
    assert_eq!(head.post(&paper, &day).await.status, 422, "nobody chosen");
    fields.extend(day);
    head.post(&paper, &fields).await.goes_to();
    assert!(head.get(&here).await.visible_text().contains("รับทราบแล้ว 2 จาก 10 คน"));

    let shown = head.post("/office/circulars/pins", &[("person", &people[2])]).await.visible_text();
    let at = shown.find("PIN คือ ").expect("the PIN is shown") + "PIN คือ ".len();
    let pin = &shown[at..at + 6];
    let terminal = format!("{here}/terminal");
    let mut clerk = office.sign_in(Role::CounterClerk).await;
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let refused = clerk.post(&terminal, &[("person", &people[2]), ("pin", wrong), ("version", "1")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.visible_text().contains("ไม่ถูกต้อง"), "{}", refused.visible_text());
    clerk.post(&terminal, &[("person", &people[2]), ("pin", pin), ("version", "1")]).await.goes_to();
    head.post("/office/circulars/pins", &[("person", &people[4])]).await;
    for _ in 0..5 {
        clerk.post(&terminal, &[("person", &people[4]), ("pin", "no PIN"), ("version", "1")]).await;
    }
    let locked = clerk.post(&terminal, &[("person", &people[4]), ("pin", pin), ("version", "1")]).await;
    assert!(locked.visible_text().contains("15 นาที"), "{}", locked.visible_text());
    assert!(head.get(&here).await.visible_text().contains("รับทราบแล้ว 3 จาก 10 คน"));

    let topic = here.rsplit('/').next().unwrap();
    let briefing = plan(&mut head, "briefing", &[topic]).await;
    let held = [("came", people[3].as_str()), ("came", people[0].as_str()), ("minutes", "ชี้แจงแล้ว")];
    head.post(&format!("{briefing}/minutes"), &held).await.goes_to();
    let page = head.get(&here).await.visible_text();
    assert!(page.contains("รับทราบแล้ว 4 จาก 10 คน"), "who signed on paper is not counted twice: {page}");
    for way in ["PIN ที่เครื่องส่วนกลาง", "ลงชื่อบนกระดาษ", "เข้าร่วมการชี้แจง"]
    {
        assert!(page.contains(way), "{way} in {page}");
    }
});

story!(a_circular_that_takes_anothers_place_ends_its_asking, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let old = issued(&mut coordinator, &typed("แนวปฏิบัติเดิม", "แบบเดิม")).await;
    let mut fields = typed("แนวปฏิบัติใหม่", "แบบใหม่");
    let id = old.rsplit('/').next().unwrap();
    fields.push(("supersedes", id));
    issued(&mut coordinator, &fields).await;
    let page = officer.get(&old).await;
    assert!(page.has("h1 s.withdrawn") && !page.has("input[name=version]"), "{}", page.visible_text());
    assert!(page.visible_text().contains("มีหนังสือเวียนฉบับใหม่แทนแล้ว"));
    let late = officer.post(&format!("{old}/acknowledgement"), &[("version", "1")]).await;
    assert_eq!(late.status, 409);
    assert!(!officer.get(LIST).await.one("#mine ~ *").contains("แนวปฏิบัติเดิม"));
});

story!(minutes_go_out_as_a_circular_and_are_counted, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let meeting = plan(&mut coordinator, "budget", &[]).await;
    let early = coordinator.post(&format!("{meeting}/circular"), &[]).await;
    assert_eq!(early.status, 409, "not yet written up");
    let people = coordinator.get(&format!("{meeting}/minutes")).await.attributes("input[name=came]", "value");
    let held = [("came", people[0].as_str()), ("minutes", "ให้เร่งเบิกจ่าย")];
    coordinator.post(&format!("{meeting}/minutes"), &held).await.goes_to();
    let circular = coordinator.post(&format!("{meeting}/circular"), &[]).await.goes_to().to_owned();
    let again = coordinator.post(&format!("{meeting}/circular"), &[]).await.goes_to().to_owned();
    assert_eq!(circular, again, "once is enough");
    let page = coordinator.get(&circular).await.visible_text();
    assert!(page.contains("ให้เร่งเบิกจ่าย") && page.contains("รายงานการประชุมติดตามงบประมาณ"), "{page}");
    jobs::run_once(&office.app).await.expect("the jobs");
    let figure = coordinator.get("/office/figures/circulars.minutes_circulated").await;
    assert!(figure.visible_text().contains("3 จาก 4"), "{}", figure.visible_text());
    assert_eq!(office.anonymous().get(&format!("/{}/circulars", demo::AGENCY)).await.status, 404);
});
