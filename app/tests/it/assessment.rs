//! Results by year, and where points are lost.

use prongsai::{
    assessment::{self, Given, ScenarioId, place_of_key},
    kit::{Role, audit::Actor, visit::AgencyId},
    organisation,
};
use scoring::what_if::Moves;
use thai::FiscalYear;

use crate::{helpers::Office, story};

fn year(number: u16) -> FiscalYear {
    FiscalYear::new(number).expect("a fiscal year")
}

async fn sample_agency(office: &Office) -> AgencyId {
    let mut connection = office.app.database.read().await.expect("a connection");
    organisation::find_agency_by_key(&mut connection, prongsai::demo::AGENCY)
        .await
        .expect("a query")
        .expect("the agency")
        .id
}

fn scores(pairs: &[(&str, &str)]) -> Given {
    pairs.iter().map(|(key, text)| (place_of_key(key).expect("a place"), text.parse().expect("a score"))).collect()
}

story!(an_officer_sees_all_years_beside_each_other, office, {
    let answer = office.sign_in(Role::Officer).await.get("/office/scores").await;
    assert_eq!(answer.status, 200);
    let rows = answer.all("table.table tbody tr");
    assert!(rows[0].starts_with("2564") && rows[0].contains("81.06") && rows[0].contains('B'), "{rows:?}");
    assert!(rows[1].starts_with("2563"), "{rows:?}");
    assert!(answer.one("figure h3").contains("81.06"));
    assert!(answer.has("[data-proof]"));
    assert!(!answer.has("a[href$='/entry']"), "an officer cannot enter scores");
});

story!(a_year_shows_its_total_its_indicators_and_what_does_not_agree, office, {
    let answer = office.sign_in(Role::Coordinator).await.get("/office/scores/2564").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.one(".key-figure__value"), "81.06");
    assert!(answer.one(".key-figure__unit").ends_with('B'));
    let instruments = answer.all("section table.table tbody tr").join(" | ");
    for score in ["83.46", "79.61", "80.35"] {
        assert!(instruments.contains(score), "{score} in {instruments}");
    }
    let warning = answer.one(".notice--warning");
    assert!(warning.contains("79.52") && warning.contains("78.92"), "{warning}");
    assert!(answer.visible_text().contains("ถึงระดับ A ขาด 3.94 คะแนน"), "{}", answer.visible_text());
    assert_eq!(answer.all("table.plot--dots tbody tr:not(.plot__group)").len(), 10);
});

story!(the_costliest_items_stand_on_top_and_can_become_measures, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let answer = person.get("/office/scores/2564/gaps").await;
    let rows = answer.all("section table.table tbody tr");
    let begins = |row: usize, code: &str, points: &str| {
        assert!(rows[row].starts_with(code) && rows[row].contains(points), "{}", rows[row]);
    };
    begins(0, "O36", "+1.25");
    begins(1, "O37", "+1.25");
    begins(2, "O26", "+1.00");
    begins(3, "O29", "+0.80");
    assert!(rows[0].contains("มีมาตรการแล้ว"), "the plan of 2565 answers O36: {}", rows[0]);

    assert_eq!(person.post("/office/scores/2567/entry", &[("score-O1", "0")]).await.goes_to(), "/office/scores/2567");
    let open = person.get("/office/scores/2567/gaps").await;
    assert_eq!(open.attributes("td form[method=post]", "action"), ["/office/measures/2568/items"]);
    assert_eq!(open.attributes("td input[name=code]", "value"), ["O1"]);
    let english = office.sign_in(Role::Auditor).await.in_english().get("/office/scores/2567/gaps").await;
    assert!(!english.has("td form"), "an auditor changes nothing");
    assert!(english.one("h1").contains("Where points are lost"));
});

story!(a_year_is_typed_in_with_thai_digits_and_keeps_what_was_typed, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let form = person.get("/office/scores/2566/entry").await;
    assert!(form.has("input[name='score-EIT-1']"), "2566 takes the EIT in parts");
    assert!(form.has("select[name='score-O34']"));

    let refused = person
        .post("/office/scores/2566/entry", &[("score-total", "๘๘๙.๘"), ("score-1", "ดีมาก"), ("score-IIT", "๘๒.๔๔")])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes("input[name='score-total']", "value"), ["๘๘๙.๘"]);
    assert_eq!(refused.attributes("input[name='score-IIT']", "value"), ["๘๒.๔๔"]);
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-score-total", "#field-score-1"]);
    assert!(refused.has("details[open] [aria-invalid]"), "the section with the mistake stands open");

    let fields = [
        ("score-IIT", "๘๒.๔๔"),
        ("score-EIT-1", "79.40"),
        ("score-EIT-2", "82.24"),
        ("score-OIT", "100"),
        ("note", "ประกาศ"),
    ];
    let saved = person.post("/office/scores/2566/entry", &fields).await;
    assert_eq!(saved.goes_to(), "/office/scores/2566");
    let year = person.get("/office/scores/2566").await;
    assert_eq!(year.one(".key-figure__value"), "88.98");
    assert!(year.one(".key-figure__unit").contains("ผ่าน"));
    assert!(year.one("[data-proof]").contains("ประกาศ"));
    assert!(year.one(".timeline").contains("บันทึกคะแนน"));
});

story!(whoever_saw_an_older_state_does_not_overwrite_a_newer_one, office, {
    let mut first = office.sign_in(Role::Coordinator).await;
    let mut second = office.sign_in(Role::Director).await;
    let seen = first.get("/office/scores/2564/entry").await.attributes("input[name=seen]", "value")[0].clone();
    let saved = first.post("/office/scores/2564/entry", &[("seen", &seen), ("score-total", "81.06")]).await;
    assert_eq!(saved.goes_to(), "/office/scores/2564");
    let late = second.post("/office/scores/2564/entry", &[("seen", &seen), ("score-total", "99")]).await;
    assert_eq!(late.status, 409);
    assert_eq!(second.get("/office/scores/2564").await.one(".key-figure__value"), "81.06");
});

story!(items_are_joined_by_duty_and_can_be_narrowed_and_sorted, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let later =
        person.post("/office/scores/2565/entry", &[("score-I7", "60"), ("score-O36", "0"), ("score-O37", "100")]).await;
    assert_eq!(later.goes_to(), "/office/scores/2565");
    let renumbered = person.post("/office/scores/2566/entry", &[("score-O34", "100"), ("score-O36", "0")]).await;
    assert_eq!(renumbered.goes_to(), "/office/scores/2566");

    let second = person.get("/office/scores/2565/items?indicator=2").await;
    assert_eq!(second.all("table.table tbody tr").len(), 6);
    let row = second.one("tr#I7");
    assert!(row.contains("60.00") && row.contains("53.65") && row.contains("+6.35"), "{row}");
    let row = person.get("/office/scores/2566/items?indicator=10").await.one("tr#O34");
    assert!(row.contains("(O36)") && row.contains("+100.00"), "O34 of 2566 is O36 of 2565: {row}");
    let row = person.get("/office/scores/2564/items?indicator=2").await.one("tr#I7");
    assert!(row.contains("ไม่ทราบรายการข้อ"), "the items of 2563 are not known: {row}");

    let sorted = person.get("/office/scores/2564/items?indicator=IIT&sort=score").await;
    assert!(sorted.all("table.table tbody tr")[0].starts_with("I7"));
    assert_eq!(sorted.attributes("th[aria-sort=ascending] a", "href"), ["?indicator=IIT&sort=-score"]);
    let nonsense = person.get("/office/scores/2564/items?indicator=99&sort=x&page=77").await;
    assert_eq!(nonsense.status, 200);
});

story!(an_item_says_what_it_is_worth_and_how_it_did_in_other_years, office, {
    let mut person = office.sign_in(Role::Officer).await;
    let item = person.get("/office/scores/2564/items/O36").await;
    assert!(item.visible_text().contains("คะแนนรวมเพิ่ม 1.25"), "{}", item.visible_text());
    assert!(item.one("dl.summary").contains("10.1"));
    for missing in
        ["/office/scores/2564/items/X9", "/office/scores/2499", "/office/scores/ปีนี้", "/office/scores/2564/items/I99"]
    {
        assert_eq!(person.get(missing).await.status, 404, "{missing}");
    }
});

story!(a_year_without_results_says_what_to_do, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    for path in ["/office/scores/2567", "/office/scores/2567/items", "/office/scores/2567/gaps", "/office/scores/2569"]
    {
        let answer = person.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.has(".empty a[href$='/entry']"), "{path}: {}", answer.visible_text());
    }
    let unsure = person.get("/office/scores/2569").await.visible_text();
    assert!(unsure.contains("ยังไม่มีรายการข้อที่ยืนยันได้"), "{unsure}");
    let items = person.get("/office/scores/2569/items").await;
    assert!(items.has(".notice"), "the list of 2569 is not established");
});

story!(another_agency_sees_its_own_scores_only, office, {
    let mut person = office.sign_in_elsewhere(Role::Coordinator).await;
    let answer = person.get("/office/scores/2564").await;
    assert!(!answer.visible_text().contains("81.06"));
    assert_ne!(answer.one(".key-figure__value"), "81.06");
    assert_eq!(person.get("/office/scores/2563/removal").await.status, 404, "that year is another agency's");
});

story!(removing_a_year_asks_first_and_stays_in_the_history, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    assert!(person.get("/office/scores/2563/removal").await.has("form[method=post] button.button--final"));
    assert_eq!(person.post("/office/scores/2563/removal", &[]).await.goes_to(), "/office/scores");
    assert!(person.get("/office/scores").await.has(".flash"));
    assert!(person.get("/office/scores/2563").await.has(".empty"));
    assert_eq!(person.post("/office/scores/2563/removal", &[]).await.status, 404);
});

story!(scores_of_a_report_are_taken_once, office, {
    let agency = sample_agency(&office).await;
    let taken = scores(&[("I1", "77.87"), ("I3", "96.34"), ("1", "90.00")]);
    let now = office.app.clock.now();
    for expected in [vec!["1", "I3"], vec![]] {
        let mut tx = office.app.database.write().await.expect("a transaction");
        let actor = Actor::program();
        let changes = assessment::take_scores(&mut tx, &actor, agency, year(2564), &taken, now).await.expect("taking");
        tx.commit().await.expect("a commit");
        let places: Vec<String> = changes.iter().map(|change| change.place.to_string()).collect();
        assert_eq!(places, expected);
    }
    let mut connection = office.app.database.read().await.expect("a connection");
    let results =
        assessment::load_results(&mut connection, agency, year(2564)).await.expect("a query").expect("results");
    assert_eq!(results.given[&place_of_key("I7").expect("a place")].to_string(), "53.65", "other scores stay");
});

story!(a_definition_that_has_answers_never_changes, office, {
    let agency = sample_agency(&office).await;
    // As if the program of that time had known a heavier OIT, and a newer program corrected it since.
    let known = scoring::Instrument::definition(year(2564)).expect("a definition");
    let then = known.replacen("IIT = 30\nEIT = 30\nOIT = 40", "IIT = 20\nEIT = 20\nOIT = 60", 1);
    assert_ne!(then, known, "the definition begins with the weights");
    let fingerprint = *blake3::hash(then.as_bytes()).as_bytes();
    let mut tx = office.app.database.write().await.expect("a transaction");
    tx.execute_one(
        db::sql("INSERT INTO instruments (fingerprint, year, definition) VALUES ($1, $2, $3)"),
        db::values![fingerprint, year(2564), then],
    )
    .await
    .expect("keeping the definition");
    tx.execute_one(
        db::sql("UPDATE assessments SET fingerprint = $1 WHERE agency_id = $2 AND year = $3"),
        db::values![fingerprint, agency, year(2564)],
    )
    .await
    .expect("an assessment of that time");
    tx.commit().await.expect("a commit");

    let mut person = office.sign_in(Role::Coordinator).await;
    assert_eq!(person.get("/office/scores/2564").await.one(".key-figure__value"), "80.82");
    let entry = person.get("/office/scores/2564/entry").await;
    let seen = entry.attributes("input[name=seen]", "value")[0].clone();
    let fields = [("seen", seen.as_str()), ("score-IIT", "50"), ("score-EIT", "50"), ("score-OIT", "100")];
    assert_eq!(person.post("/office/scores/2564/entry", &fields).await.goes_to(), "/office/scores/2564");
    assert_eq!(person.get("/office/scores/2564").await.one(".key-figure__value"), "80.00", "20% + 20% + 60% as then");
});

/// Keeps a scenario of the sample office.
pub async fn save_scenario(office: &Office, moves: Moves) -> ScenarioId {
    let agency = sample_agency(office).await;
    let mut tx = office.app.database.write().await.expect("a transaction");
    let now = assessment::load_results(&mut tx, agency, year(2564)).await.expect("a query").expect("the scores");
    let words = ("แผนตัวอย่าง".to_owned(), String::new());
    let moment = office.app.clock.now();
    let id = assessment::save_scenario(&mut tx, &Actor::program(), agency, &now, &moves, words, moment).await;
    tx.commit().await.expect("a commit");
    id.expect("a scenario")
}

/// Enters scores of a year of the sample office.
pub async fn enter(office: &Office, of: u16, given: Given) {
    let agency = sample_agency(office).await;
    let mut tx = office.app.database.write().await.expect("a transaction");
    let entry = assessment::Entry { given, ..assessment::Entry::default() };
    let now = office.app.clock.now();
    assessment::enter_scores(&mut tx, &Actor::program(), agency, year(of), &entry, None, now).await.expect("scores");
    tx.commit().await.expect("a commit");
}

story!(moves_stand_in_the_address_and_change_nothing_until_they_are_kept, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let page = person.get("/office/scores/2564/what-if?O36=100&O37=๑๐๐&I7=85").await;
    assert_eq!(page.status, 200);
    assert!(
        page.one(".what-if__total").contains("81.06") && page.one(".what-if__total").contains("+2.81"),
        "{}",
        page.one(".what-if__total")
    );
    assert_eq!(page.attributes("input[name=I7]", "value"), ["85.00"]);
    assert!(page.has("input[name=O36][checked]") && !page.has("input[name=O26][checked]"));
    let unchanged = person.get("/office/scores/2564/what-if").await;
    assert!(!unchanged.has("input[checked]") && unchanged.one(".what-if__total").contains("0.00"));

    let wrong = person.get("/office/scores/2564/what-if?O36=100&I7=สูง").await;
    assert_eq!(wrong.attributes("input[name=I7]", "value"), ["สูง"], "what was typed stays");
    assert!(wrong.visible_text().contains("“สูง” ไม่ใช่คะแนน"));
    assert!(wrong.has("input[name=O36][checked]"));
});

story!(the_fewest_items_to_a_level_are_found_and_filled_in, office, {
    let mut person = office.sign_in(Role::Officer).await;
    let page = person.get("/office/scores/2564/what-if?reach=A&find=fewest").await;
    assert!(page.one("#answer").contains("ถึงระดับ A ได้ด้วย 4 ข้อ"), "{}", page.one("#answer"));
    assert!(page.one(".what-if__total").contains("ระดับ A"));
    assert_eq!(page.all("#moved table.table tbody tr").len(), 4, "what moves");
    assert!(!page.has("a[href*='scenarios/new']"), "an officer may try but not keep");
    let far = person.get("/office/scores/2564/what-if?reach=AA&ceiling=85&find=fewest").await;
    assert!(far.one("#answer").contains("ไม่ได้"), "{}", far.one("#answer"));
    let unknown = person.get("/office/scores/2567/what-if").await;
    assert!(unknown.visible_text().contains("ยังไม่มีคะแนนของปี 2567"));
});

story!(the_search_keeps_what_was_typed_and_finds_the_rest, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let page = person.get("/office/scores/2564/what-if?I7=54&reach=A&find=fewest").await;
    assert!(page.one("#answer").contains("คงที่ปรับไว้ 1 ข้อ แล้วถึงระดับ A ด้วยอีก 4 ข้อ"), "{}", page.one("#answer"));
    assert_eq!(page.attributes("input[name=I7]", "value"), ["54.00"], "what I typed stays");
    assert_eq!(page.all("#moved table.table tbody tr").len(), 5);
    let one_form = page.all("form.what-if").len() == 1 && page.has("form.what-if select[name=reach]");
    assert!(one_form && page.has("form.what-if input[name=I7]") && page.has("form.what-if button[name=find]"));
    let again = person.get("/office/scores/2564/what-if?O36=100&reach=A").await;
    assert!(
        !again.has("#answer") && again.all("#moved table.table tbody tr").len() == 1,
        "working out does not search"
    );

    let half = person.get("/office/scores/2564/what-if?O36=50&I7=85").await;
    assert!(half.visible_text().contains("ข้อ O36 เป็นข้อ OIT ได้ 0 หรือ 100 เท่านั้น"), "{}", half.visible_text());
    assert_eq!(half.all("#moved table.table tbody tr").len(), 1, "only what can be");
    let kept = person.post("/office/scores/2564/scenarios?O36=50&I7=85", &[("name", "ครึ่งข้อ")]).await;
    assert_eq!(kept.goes_to(), "/office/scores/2564/what-if?I7=85&O36=50", "nothing is kept of a wrong address");
});

story!(a_scenario_needs_a_name_of_its_own_and_a_target_is_replaced_only_on_purpose, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let moves = "/office/scores/2564/scenarios?O36=100&O37=100";
    let first = person.post(moves, &[("name", "OIT ครบ"), ("note", "")]).await.goes_to().to_owned();
    let double = person.post(moves, &[("name", "oit  ครบ"), ("note", "ลองใหม่")]).await;
    assert_eq!(double.status, 422);
    assert!(double.visible_text().contains("มีแผนชื่อ “OIT ครบ” อยู่แล้ว"), "{}", double.visible_text());
    assert_eq!(double.attributes("input[name=note]", "value"), ["ลองใหม่"], "nothing is lost");
    let second = "/office/scores/2564/scenarios?O36=100";
    let second = person.post(second, &[("name", "ข้อเดียว"), ("note", "")]).await.goes_to().to_owned();
    let renamed = person.post(&format!("{second}/name"), &[("name", "OIT ครบ"), ("note", "")]).await;
    assert_eq!(renamed.status, 422);
    let same = person.post(&format!("{second}/name"), &[("name", "ข้อเดียว"), ("note", "ใหม่")]).await;
    assert_eq!(same.goes_to(), second, "its own name is no double");
    let list = person.get("/office/scores/2564/scenarios").await.one("table.table tbody");
    assert!(list.contains("+200.00") && list.contains("2565"), "points and the day: {list}");
    assert!(!list.contains('–'), "who kept it is known: {list}");

    person.post(&format!("{first}/target"), &[]).await;
    let page = person.get(&second).await;
    assert!(page.has(&format!("a[href='{second}/target']")) && !page.has(&format!("form[action='{second}/target']")));
    let question = person.get(&format!("{second}/target")).await.visible_text();
    assert!(question.contains("จาก “OIT ครบ” 83.56") && question.contains("เป้าใหม่ต่ำกว่าเป้าเดิม"), "{question}");
    let removal = person.get(&format!("{first}/removal")).await;
    assert!(removal.visible_text().contains("แผนนี้เป็นเป้าหมายปี 2565 จึงยังลบไม่ได้"));
    assert!(removal.has(&format!("form[action='{first}/release']")), "a way out");
    person.post(&format!("{second}/target"), &[]).await;
    assert_eq!(person.get(&format!("{second}/target")).await.goes_to(), second, "nothing to ask");
    assert!(person.get(&format!("{first}/removal")).await.has(&format!("form[action='{first}/removal']")));
});

story!(a_scenario_is_kept_becomes_the_target_and_is_told_apart_from_newer_scores, office, {
    let mut person = office.sign_in(Role::Coordinator).await;
    let nameless =
        person.post("/office/scores/2564/scenarios?O36=100&O37=100", &[("name", ""), ("note", "สมมติ")]).await;
    assert_eq!(nameless.status, 422);
    assert_eq!(nameless.attributes("input[name=note]", "value"), ["สมมติ"]);
    let kept = person.post("/office/scores/2564/scenarios?O36=100&O37=100", &[("name", "ความเสี่ยงครบ")]).await;
    let path = kept.goes_to().to_owned();
    assert!(path.starts_with("/office/scores/scenarios/"), "{path}");
    let page = person.get(&path).await;
    assert!(page.one(".lead").contains("83.56"), "{}", page.one(".lead"));
    person.post(&format!("{path}/target"), &[]).await;
    assert!(person.get(&path).await.visible_text().contains("เป้าหมายปี 2565"));
    assert!(person.get("/office").await.visible_text().contains("เป้าหมายปี 2565: 83.56"));
    assert!(person.get("/office/scores/2564/scenarios").await.one("table.table tbody").contains("เป้าหมาย"));

    let removal = person.post(&format!("{path}/removal"), &[]).await;
    assert_eq!(removal.status, 409, "a target is released first");
    let agency = sample_agency(&office).await;
    let mut tx = office.app.database.write().await.expect("a transaction");
    let (moment, better) = (office.app.clock.now(), scores(&[("O36", "100")]));
    assessment::take_scores(&mut tx, &Actor::program(), agency, year(2564), &better, moment).await.expect("scores");
    tx.commit().await.expect("a commit");
    assert!(person.get(&path).await.visible_text().contains("คะแนนของปีนี้เปลี่ยน"));

    person.post(&format!("{path}/release"), &[]).await;
    assert_eq!(person.post(&format!("{path}/removal"), &[]).await.goes_to(), "/office/scores/2564/scenarios");
    assert_eq!(person.get(&path).await.status, 404);
});
