//! Stories of the analysis: what a plan says of causes, priorities, follow-ups and work steps, and the report made of it.

use prongsai::{kit::Role, measures::model::priority::Priority};

use crate::{helpers::Office, measures::plan, story};

async fn item(office: &Office, code: &str) -> prongsai::measures::PlanItem {
    plan(office).await.by_code(code).expect("an item of the sample plan").clone()
}

async fn address(office: &Office, code: &str) -> String {
    format!("/office/measures/items/{}", item(office, code).await.id)
}

story!(a_cause_and_a_follow_up_are_written_at_their_item, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let here = address(&office, "I7").await;
    let before = item(&office, "I7").await;
    officer.post(&format!("{here}/lines?kind=cause"), &[("text", "ไม่มีฉบับสรุปที่อ่านจบในหน้าเดียว")]).await;
    officer.post(&format!("{here}/lines?kind=follow_up"), &[("text", "ทุกเดือน หัวหน้าฝ่ายการคลังดูจำนวนผู้อ่าน")]).await;
    let after = item(&office, "I7").await;
    assert_eq!(after.causes.len(), before.causes.len() + 1);
    assert_eq!(after.follow_ups.last().unwrap().text, "ทุกเดือน หัวหน้าฝ่ายการคลังดูจำนวนผู้อ่าน");
    let page = officer.get(&here).await;
    assert!(page.visible_text().contains("ไม่มีฉบับสรุปที่อ่านจบในหน้าเดียว"));
    assert_eq!(after.guidelines, before.guidelines, "nothing else changes");
});

story!(a_measure_names_the_work_step_that_it_changes, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let measure = item(&office, "I7").await.measures[0].clone();
    let path = format!("/office/measures/lines/{}", measure.id);
    let form = officer.get(&path).await;
    assert!(form.has("input[name='work_step']"), "{}", form.visible_text());
    let step = "งานแผน: การแจ้งผลรายเดือน";
    officer.post(&path, &[("text", &measure.text), ("work_step", step)]).await;
    assert_eq!(item(&office, "I7").await.measures[0].work_step.as_deref(), Some(step));
    let too_long = "ก".repeat(501);
    let refused = officer.post(&path, &[("text", &measure.text), ("work_step", &too_long)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body().contains(&too_long), "nothing typed is lost");
    let guideline = item(&office, "I7").await.guidelines[0].clone();
    let path = format!("/office/measures/lines/{}", guideline.id);
    officer.post(&path, &[("text", "หลักใหม่"), ("work_step", step)]).await;
    assert_eq!(item(&office, "I7").await.guidelines[0].work_step, None, "guidelines change no step");
});

story!(a_priority_is_chosen_with_a_reason_and_given_back_to_the_points, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let here = address(&office, "I11").await;
    let path = format!("{here}/priority");
    let refused = officer.post(&path, &[("priority", "first"), ("reason", "")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(item(&office, "I11").await.priority, None);
    officer.post(&path, &[("priority", "first"), ("reason", "แก้ได้ทันที")]).await;
    let chosen = item(&office, "I11").await.priority.unwrap();
    assert_eq!((chosen.priority, chosen.reason.as_str()), (Priority::First, "แก้ได้ทันที"));
    assert!(officer.get(&here).await.visible_text().contains("หน่วยงานเลือก: แก้ได้ทันที"));
    let analysis = officer.get("/office/report/2565/analysis").await;
    assert!(analysis.visible_text().contains("ข้อ I11 หน่วยงานเลือก “ทำก่อน” เพราะแก้ได้ทันที"));
    officer.post(&path, &[("priority", ""), ("reason", "")]).await;
    assert_eq!(item(&office, "I11").await.priority, None);
    let mut auditor = office.sign_in(Role::Auditor).await;
    assert_eq!(auditor.post(&path, &[("priority", "later"), ("reason", "ก")]).await.status, 403);
});

story!(causes_are_offered_by_the_library_and_never_put_in_by_themselves, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let added = officer.post("/office/measures/2565/items", &[("code", "I16"), ("starters", "yes")]).await;
    let here = added.goes_to().to_owned();
    let fresh = item(&office, "I16").await;
    assert!(fresh.causes.is_empty() && fresh.follow_ups.len() == 1, "{fresh:?}");
    assert!(fresh.measures.iter().all(|measure| measure.work_step.is_some()));
    officer.post(&format!("{here}/library"), &[("causes", "0")]).await;
    assert_eq!(item(&office, "I16").await.causes.len(), 1);
});

story!(the_analysis_is_complete_and_says_what_is_missing_with_the_way_to_mend_it, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let page = officer.get("/office/report/2565/analysis").await;
    let text = page.visible_text();
    assert!(text.contains("ครบทุกข้อ พร้อมส่ง"), "{text}");
    assert!(text.contains("คะแนนรวมปี 2564 ได้ 81.06 ระดับ B ต่ำกว่าเป้าหมาย"), "{text}");
    assert!(text.contains("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 89.94"), "strengths are told too");
    let item = item(&office, "O36").await;
    for cause in &item.causes {
        officer.post(&format!("/office/measures/lines/{}/removal", cause.id), &[]).await;
    }
    let page = officer.get("/office/report/2565/analysis").await;
    assert!(page.visible_text().contains("ยังไม่มีสาเหตุ 1 ข้อ: O36"), "{}", page.visible_text());
    assert!(page.has(&format!("a[href='/office/measures/items/{}']", item.id)));
    assert!(page.visible_text().contains("ยังไม่ได้ระบุ"));
    let english = office.sign_in(Role::Auditor).await.in_english().get("/office/report/2565/analysis").await;
    assert!(english.visible_text().contains("No cause, 1 items: O36"), "{}", english.visible_text());
});

story!(the_analysis_goes_out_as_pdf_word_and_data, office, {
    let mut officer = office.sign_in(Role::Coordinator).await;
    let pdf = officer.get("/office/report/2565/analysis.pdf").await;
    assert!(pdf.bytes.starts_with(b"%PDF-1."));
    let again = officer.get("/office/report/2565/analysis.pdf").await;
    assert_eq!(pdf.bytes, again.bytes, "the same data make the same file");
    assert!(officer.get("/office/report/2565/analysis.docx").await.bytes.starts_with(b"PK"));
    let json = officer.get("/office/report/2565/analysis.json").await.body();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["score_year"].as_u64(), json["items"].as_array().unwrap().len()), (Some(2564), 39));
    assert_eq!(json["items"][0]["points"], "1.25");
    assert_eq!(officer.get("/office/report/2570/analysis.pdf").await.status, 404);
    assert!(officer.get("/office/report/2570/analysis").await.has(".empty"));
});
