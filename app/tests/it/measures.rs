//! Stories of measures: what an office plans and reports, by hand and from a report.

use db::Connection;
use jiff::civil::date;
use prongsai::{
    demo,
    kit::{Role, audit::Actor},
    measures::{self, Plan, model::Origin, model::listing::follower},
    organisation,
};
use report::{Duty, Indicator, Item, Report, Responsible, ResultLine, Status, Unparsed};
use thai::FiscalYear;

use crate::{
    helpers::{Office, Person},
    story,
};

fn year(number: u16) -> FiscalYear {
    FiscalYear::new(number).unwrap()
}

async fn plan_in(connection: &mut Connection, year: FiscalYear) -> Option<Plan> {
    let agency = organisation::find_agency_by_key(connection, demo::AGENCY).await.unwrap().unwrap();
    measures::plan_of(connection, agency.id, year).await.unwrap()
}

/// The sample office's plan of 2565.
pub async fn plan(office: &Office) -> Plan {
    plan_in(&mut office.app.database.read().await.unwrap(), year(2565)).await.expect("the sample plan")
}

async fn item(office: &Office, code: &str) -> measures::PlanItem {
    plan(office).await.by_code(code).expect("an item of the sample plan").clone()
}

fn address(item: &measures::PlanItem) -> String {
    format!("/office/measures/items/{}", item.id)
}

async fn coordinator(office: &Office) -> Person {
    office.sign_in(Role::Coordinator).await
}

story!(the_list_of_a_year_says_what_is_done_and_what_is_only_reported, office, {
    let mut reader = office.sign_in(Role::Auditor).await;
    let page = reader.get("/office/measures/2565").await;
    assert_eq!(page.all("[data-figure]")[0].split(' ').nth(1), Some("38"), "{:?}", page.all("[data-figure]"));
    assert!(page.one("[data-figure]").contains("จาก 39 ข้อ"));
    assert!(page.one("[data-figure]").contains("ทั้ง 38 ข้อทราบจากรายงานที่นำเข้า"));
    assert_eq!(page.all("tbody tr").len(), 25);
    let codes: Vec<String> =
        page.all("tbody th").iter().map(|title| title.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(codes[..4], ["I1", "I2", "I7", "I8"]);
    assert_eq!(reader.get("/office/measures/2565?page=2").await.all("tbody tr").len(), 14);
    assert!(!page.has("a[href='/office/measures/2565/items']"), "the auditor changes nothing");
});

story!(the_list_is_filtered_and_sorted_by_its_address, office, {
    let mut reader = coordinator(&office).await;
    let titles = async |reader: &mut Person, query: &str| {
        reader.get(&format!("/office/measures/2565?{query}")).await.all("tbody th")
    };
    let code = |title: &String| title.split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(titles(&mut reader, "status=in_progress").await.iter().map(code).collect::<Vec<_>>(), ["I8"]);
    assert_eq!(titles(&mut reader, "indicator=4").await.len(), 4);
    let found = titles(&mut reader, "text=%E0%B8%9A%E0%B8%B1%E0%B8%95%E0%B8%A3%E0%B8%84%E0%B8%B4%E0%B8%A7").await;
    assert!(found.len() < 39 && found.iter().any(|title| title.starts_with("I2 ")), "{found:?}");
    let by_score = titles(&mut reader, "sort=score").await;
    assert!(by_score[0].starts_with('O') && by_score[10].starts_with("I7 "), "{by_score:?}");
    let by_points = titles(&mut reader, "sort=points").await;
    assert_eq!(by_points[..2].iter().map(code).collect::<Vec<_>>(), ["O36", "O37"]);
    let none = reader.get("/office/measures/2565?text=zzz").await;
    assert!(none.one(".empty").contains("ไม่มีข้อที่ตรงกับตัวกรอง"));
});

story!(an_item_is_added_with_starter_measures_and_stands_in_its_place, office, {
    let mut officer = coordinator(&office).await;
    let answer = officer.post("/office/measures/2565/items", &[("code", "i๑๖"), ("starters", "yes")]).await;
    let page = officer.get(answer.goes_to()).await;
    assert!(page.one("h1").starts_with("I16 "), "{}", page.one("h1"));
    assert!(page.one(".flash").contains("I16"));
    let added = item(&office, "I16").await;
    assert!(!added.guidelines.is_empty() && !added.measures.is_empty());
    assert_eq!(added.responsibles.len(), 2);
    assert_eq!(added.period.until, Some(date(2022, 9, 30)));
    let plan = plan(&office).await;
    let codes: Vec<&str> = plan.items.iter().map(|item| item.code.as_str()).collect();
    let at = codes.iter().position(|code| *code == "I16").unwrap();
    assert_eq!(codes[at - 1..=at + 1], ["I15", "I16", "I20"]);
    assert_eq!(follower(&plan, 10, "O43"), None);
});

story!(an_item_is_not_added_twice_nor_one_that_does_not_exist, office, {
    let mut officer = coordinator(&office).await;
    assert_eq!(officer.post("/office/measures/2565/items", &[("code", "I7")]).await.status, 409);
    assert_eq!(officer.post("/office/measures/2565/items", &[("code", "I99")]).await.status, 400);
    let refused = officer.post("/office/measures/2565/items", &[("code", "")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-code"]);
    assert_eq!(plan(&office).await.items.len(), 39);
});

story!(the_first_item_of_a_year_starts_its_plan, office, {
    let mut officer = coordinator(&office).await;
    assert!(officer.get("/office/measures/2566").await.has(".empty"));
    let answer = officer.post("/office/measures/2566/items", &[("code", "I1")]).await;
    assert!(answer.goes_to().starts_with("/office/measures/items/"));
    assert!(officer.get("/office/measures").await.visible_text().contains("ปีงบประมาณ 2566"));
    assert_eq!(officer.post("/office/measures", &[("year", "2566")]).await.status, 409);
});

story!(a_result_is_written_changed_moved_and_removed, office, {
    let mut officer = coordinator(&office).await;
    let before = item(&office, "E13").await;
    let here = address(&before);
    let day = [("day_day", "5"), ("day_month", "4"), ("day_year", "2565")];
    let fields = [&[("text", "ประชุมเดือนมีนาคม"), ("begun", "yes")][..], &day].concat();
    let work = officer.post(&format!("{here}/results"), &fields).await.goes_to().to_owned();
    let results = item(&office, "E13").await.results;
    let added = results.last().unwrap();
    assert_eq!(work, format!("/office/measures/results/{}/work", added.id));
    assert_eq!(results[..results.len() - 1], before.results);
    assert_eq!((added.origin, added.said.day), (Origin::Entered, Some(date(2022, 4, 5))));
    let path = format!("/office/measures/results/{}", added.id);
    officer.post(&format!("{path}/position"), &[("direction", "up")]).await.goes_to();
    let moved = item(&office, "E13").await.results;
    assert_eq!(moved[moved.len() - 2].id, added.id);
    officer.post(&path, &[("text", "ประชุมแล้ว")]).await.goes_to();
    assert_eq!(item(&office, "E13").await.results[moved.len() - 2].said.text, "ประชุมแล้ว");
    assert!(officer.get(&format!("{path}/removal")).await.visible_text().contains("ประชุมแล้ว"));
    officer.post(&format!("{path}/removal"), &[]).await.goes_to();
    assert_eq!(item(&office, "E13").await.results, before.results);
    let history = officer.get(&here).await.all(".timeline__what");
    assert_eq!(history[..4], ["ลบผล", "แก้ไขผล", "สลับลำดับผล", "เพิ่มผล"]);
});

story!(a_reported_result_that_somebody_changes_counts_as_entered, office, {
    let mut officer = coordinator(&office).await;
    let before = item(&office, "I1").await;
    assert_eq!(before.results[0].origin, Origin::Reported);
    let page = officer.get(&address(&before)).await;
    assert!(page.one("#results ~ ol").contains("เสร็จแล้วตามรายงาน ยังไม่มีหลักฐาน"));
    let path = format!("/office/measures/results/{}", before.results[0].id);
    let said = &before.results[0].said;
    let part = |part: fn(jiff::civil::Date) -> String| said.day.map(part).unwrap_or_default();
    let day = part(|day| day.day().to_string());
    let month = part(|day| day.month().to_string());
    let year = part(|day| thai::date::buddhist_year(day).to_string());
    let fields = |text: &'static str| -> [(&str, &str); 4] {
        [("text", text), ("day_day", &day), ("day_month", &month), ("day_year", &year)]
    };
    officer.post(&path, &fields(said.text.clone().leak())).await.goes_to();
    assert_eq!(item(&office, "I1").await.results[0].origin, Origin::Reported, "nothing was changed");
    officer.post(&path, &fields("เวียนครบ 10 ฝ่าย")).await.goes_to();
    assert_eq!(item(&office, "I1").await.results[0].origin, Origin::Entered);
});

story!(what_was_typed_stays_when_something_is_wrong, office, {
    let mut officer = coordinator(&office).await;
    let here = address(&item(&office, "I7").await);
    let fields = [("text", "ประชุมแล้ว"), ("day_day", "31"), ("day_month", "4"), ("day_year", "2565"), ("due_day", "9")];
    let refused = officer.post(&format!("{here}/results"), &fields).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-day", "#field-due"]);
    assert_eq!(refused.one("textarea"), "ประชุมแล้ว");
    assert_eq!(refused.attributes("input[name=day_day]", "value"), ["31"]);
    let dates = [("from_day", "1"), ("from_month", "5"), ("from_year", "2565")];
    let until = [("until_day", "1"), ("until_month", "4"), ("until_year", "2565"), ("topic", "เรื่องใหม่")];
    let refused = officer.post(&format!("{here}/facts"), &[&dates[..], &until].concat()).await;
    assert!(refused.one(".error-summary").contains("วันครบกำหนดอยู่ก่อนวันเริ่ม"));
    assert_eq!(refused.one("textarea[name=topic]"), "เรื่องใหม่");
});

story!(responsible_parties_come_from_the_organisation_or_from_a_text, office, {
    let mut officer = coordinator(&office).await;
    let here = address(&item(&office, "O36").await);
    let before = item(&office, "O36").await.responsibles.len();
    let form = officer.get(&format!("{here}/responsibles")).await;
    let unit = form.attributes("select[name=chosen] option", "value");
    let unit = unit.iter().find(|value| value.starts_with("unit:")).expect("a unit to choose");
    officer.post(&format!("{here}/responsibles"), &[("chosen", unit), ("duty", "carry_out")]).await.goes_to();
    officer
        .post(&format!("{here}/responsibles"), &[("name", "คณะทำงานความเสี่ยง"), ("duty", "supervise")])
        .await
        .goes_to();
    officer.post(&format!("{here}/default-responsibles"), &[]).await.goes_to();
    let parties = &item(&office, "O36").await.responsibles[before..];
    assert_eq!(parties.len(), 4);
    assert_eq!(parties[0].party.telephone.as_deref(), Some("02-555-0110"));
    assert!(parties[0].party.link.is_some() && parties[1].party.link.is_none());
    let refused =
        officer.post(&format!("{here}/responsibles"), &[("chosen", "unit:nobody"), ("duty", "carry_out")]).await;
    assert_eq!((refused.status, refused.has("#field-chosen-error")), (422, true));
});

story!(chosen_lines_of_the_library_become_the_items_own, office, {
    let mut officer = coordinator(&office).await;
    let before = item(&office, "I8").await;
    let form = officer.get(&format!("{}/library", address(&before))).await;
    assert!(form.all("input[name=measures]").len() >= 2);
    let fields = [("measures", "1"), ("others", "period")];
    officer.post(&format!("{}/library", address(&before)), &fields).await.goes_to();
    let after = item(&office, "I8").await;
    assert_eq!((after.guidelines.len(), after.measures.len()), (before.guidelines.len(), before.measures.len() + 1));
    assert_eq!(after.period.from, Some(date(2021, 10, 1)));
    assert_eq!(after.responsibles, before.responsibles);
    let nothing = officer.post(&format!("{}/library", address(&before)), &[]).await;
    assert_eq!(nothing.status, 422);
});

story!(a_text_not_understood_becomes_a_result_or_a_note, office, {
    let mut officer = coordinator(&office).await;
    let before = item(&office, "I8").await;
    let page = officer.get(&address(&before)).await;
    assert!(page.one("#notes ~ ol").contains("ดูเอกสารแนบท้ายของฝ่ายการคลัง"));
    let path = format!("/office/measures/lines/{}", before.notes[0].id);
    officer.post(&format!("{path}/note"), &[]).await.goes_to();
    assert!(!officer.get(&address(&before)).await.has("form[action$='/note']"));
    officer.post(&format!("{path}/result"), &[]).await.goes_to();
    let after = item(&office, "I8").await;
    assert!(after.notes.is_empty());
    let last = after.results.last().unwrap();
    assert_eq!((last.said.text.as_str(), last.origin), ("ดูเอกสารแนบท้ายของฝ่ายการคลัง", Origin::Reported));
});

story!(an_item_goes_only_after_a_confirmation, office, {
    let mut officer = coordinator(&office).await;
    let here = address(&item(&office, "E13").await);
    assert!(officer.get(&format!("{here}/removal")).await.has("button.button--final"));
    assert_eq!(officer.post(&format!("{here}/removal"), &[]).await.goes_to(), "/office/measures/2565");
    assert!(plan(&office).await.by_code("E13").is_none());
    assert_eq!(officer.get(&here).await.status, 404);
});

story!(the_public_reads_the_measures_and_what_is_only_reported, office, {
    let mut citizen = office.anonymous();
    assert_eq!(citizen.get("/demo/measures").await.goes_to(), "/demo/measures/2565");
    let page = citizen.get("/demo/measures/2565").await;
    assert_eq!(page.all("tbody tr[id]").len(), 25);
    assert!(page.one(".notice").contains("ยังไม่มีหลักฐาน"));
    assert!(!page.has("main form[method=post]"), "the public changes nothing");
    assert_eq!(citizen.get("/demo/measures/2565?indicator=2").await.all("tbody tr[id]").len(), 4);
    assert_eq!(citizen.get("/demo/measures/2540").await.status, 404);
    assert_eq!(citizen.get("/nobody/measures/2565").await.status, 404);
});

fn sample_report() -> Report {
    let party = |name: &str, duty, telephone: Option<&str>| Responsible {
        party: name.into(),
        duty,
        telephone: telephone.map(Into::into),
    };
    let result = |text: &str, status, day| ResultLine {
        text: text.into(),
        status: Some(status),
        date: day,
        ..ResultLine::default()
    };
    Report {
        agency: Some("สำนักงานเขตตัวอย่าง".into()),
        report_date: Some(date(2024, 4, 9)),
        year: Some(year(2567)),
        score_year: Some(year(2566)),
        with_documents: vec!["I1".into()],
        without_documents: vec!["I2".into()],
        indicators: vec![Indicator {
            number: 1, name: "การปฏิบัติหน้าที่".into(), score: None
        }],
        items: vec![
            Item {
                code: "I2".into(),
                indicator: 1,
                topic: "เรื่องที่สอง".into(),
                guidelines: vec!["แนวทาง ก".into(), "แนวทาง ข".into()],
                measures: vec!["มาตรการ ก".into()],
                results: vec![
                    result("ทำแล้ว", Status::Done, Some(date(2024, 3, 1))),
                    result("กำลังทำ", Status::InProgress, None),
                ],
                statuses: vec![Status::Done, Status::InProgress],
                responsible: vec![
                    party("ฝ่ายปกครอง", Duty::CarryOut, Some("02-555-0110")),
                    party("หัวหน้าฝ่าย", Duty::Supervise, None),
                ],
                ..Item::default()
            },
            Item {
                code: "I1".into(),
                indicator: 1,
                topic: "เรื่องแรก".into(),
                statuses: vec![Status::Done],
                ..Item::default()
            },
        ],
        unparsed: vec![
            Unparsed {
                text: "ข้อความข้างข้อ".into(), item: Some("I2".into()), place: "I2".into()
            },
            Unparsed { text: "ข้อความท้ายหน้า".into(), item: None, place: String::new() },
        ],
        ..Report::default()
    }
}

async fn take(office: &Office, report: &Report) -> measures::actions::Taken {
    let mut tx = office.app.database.write().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut tx, demo::AGENCY).await.unwrap().unwrap();
    let now = office.app.clock.now();
    let taken =
        measures::take_report(&mut tx, &Actor::command_line(), agency.id, year(2567), report, now).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn audit_entries(office: &Office) -> i64 {
    let mut connection = office.app.database.read().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut connection, demo::AGENCY).await.unwrap().unwrap();
    prongsai::kit::audit::store::count(&mut connection, agency.id, &Default::default()).await.unwrap()
}

async fn given_back(office: &Office) -> Report {
    let plan = plan_in(&mut office.app.database.read().await.unwrap(), year(2567)).await.unwrap();
    measures::to_report(&plan, "สำนักงานเขตตัวอย่าง", &Default::default(), &Default::default())
}

story!(a_report_that_is_taken_comes_out_as_it_went_in, office, {
    let report = sample_report();
    let taken = take(&office, &report).await;
    assert_eq!((taken.added, taken.changed, taken.unchanged), (2, 0, 0));
    assert_eq!(given_back(&office).await, report);
});

story!(taking_the_same_report_twice_changes_and_records_nothing, office, {
    take(&office, &sample_report()).await;
    let entries = audit_entries(&office).await;
    let before = plan_in(&mut office.app.database.read().await.unwrap(), year(2567)).await;
    let again = take(&office, &sample_report()).await;
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    assert_eq!(audit_entries(&office).await, entries);
    assert_eq!(plan_in(&mut office.app.database.read().await.unwrap(), year(2567)).await, before);
});

story!(a_later_report_replaces_what_differs_and_keeps_what_is_equal, office, {
    take(&office, &sample_report()).await;
    let before = plan_in(&mut office.app.database.read().await.unwrap(), year(2567)).await.unwrap();
    let mut later = sample_report();
    later.items.remove(1);
    later.without_documents.clear();
    later.with_documents.clear();
    later.items[0].results.swap(0, 1);
    later.items[0].results.push(ResultLine { text: "เพิ่มเติม".into(), ..ResultLine::default() });
    later.items[0].guidelines.remove(0);
    let taken = take(&office, &later).await;
    assert_eq!((taken.added, taken.changed, taken.unchanged), (0, 1, 0));
    let after = plan_in(&mut office.app.database.read().await.unwrap(), year(2567)).await.unwrap();
    let (old, new) = (before.by_code("I2").unwrap(), after.by_code("I2").unwrap());
    assert_eq!([new.results[0].id, new.results[1].id], [old.results[1].id, old.results[0].id]);
    assert_eq!(new.results[2].said.text, "เพิ่มเติม");
    assert_eq!(new.guidelines, old.guidelines[1..]);
    assert_eq!(new.measures, old.measures);
    assert!(after.by_code("I1").is_some(), "what the report does not name is left alone");
});

story!(an_item_says_what_became_of_its_score_without_claiming_why, office, {
    let item = plan(&office).await.by_code("I7").unwrap().id;
    let page = format!("/office/measures/items/{item}");
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    assert!(!coordinator.get(&page).await.visible_text().contains("หลังดำเนินการ"), "2565 is not scored yet");
    let place = scoring::Place::Item("I7".into());
    crate::assessment::enter(&office, 2565, [(place, "74.60".parse().unwrap())].into()).await;
    let told = coordinator.get(&page).await.visible_text();
    assert!(told.contains("74.60 (I7) ต่างจากก่อนดำเนินการ +20.95 ซึ่งอาจมีเหตุอื่นด้วย"), "{told}");
});
