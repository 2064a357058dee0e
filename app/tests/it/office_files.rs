//! The report as files of an office, and back; its cover memo.

use prongsai::kit::Role;

use crate::{
    helpers::{Answer, Person},
    reporting::{bring, cut_by_pages},
    story,
};

const REPORT: &str = "/office/report/2565";
const MEMO: &str = "/office/report/2565/memo";

/// Takes the invented report into the plan.
async fn with_a_report(coordinator: &mut Person) {
    let import = bring(coordinator, ("report.md", &cut_by_pages())).await;
    crate::reporting::confirm(coordinator, &import).await.goes_to();
}

async fn file(person: &mut Person, ending: &str) -> Answer {
    let answer = person.get(&format!("{REPORT}/report.{ending}")).await;
    assert_eq!(answer.status, 200, "{ending}");
    answer
}

story!(the_report_goes_out_as_word_excel_and_csv_and_nothing_changes_when_it_comes_back, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    with_a_report(&mut coordinator).await;
    let preview = coordinator.get(REPORT).await;
    for (ending, kind) in [("docx", "wordprocessingml"), ("xlsx", "spreadsheetml"), ("csv", "text/csv")] {
        assert!(preview.has(&format!("a[href^='{REPORT}/report.{ending}']")), "no link to {ending}");
        let answer = file(&mut coordinator, ending).await;
        assert!(answer.headers["content-type"].to_str().unwrap().contains(kind));
        let name = answer.headers["content-disposition"].to_str().unwrap();
        assert!(name.contains(&format!("2565.{ending}\"; filename*=UTF-8''%E0%B8%A3")), "{name}");
        let again = file(&mut coordinator, ending).await;
        assert_eq!(again.bytes, answer.bytes, "the same data make the same file");
        let back = bring(&mut coordinator, (&format!("back.{ending}"), &answer.bytes)).await;
        let difference = coordinator.get(&format!("{back}/difference")).await.visible_text();
        assert!(difference.contains("ไม่มีอะไรต้องนำเข้า"), "{ending}: {difference}");
    }
    assert_eq!(coordinator.get("/office/report/2590/report.docx").await.status, 404);
});

story!(the_cover_memo_is_filled_from_the_report_and_loses_nothing_typed, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    assert_eq!(coordinator.get("/office/report/2590/memo").await.status, 404);
    with_a_report(&mut coordinator).await;
    let page = coordinator.get(MEMO).await;
    assert!(
        page.has("a[href='/office/report/2565']") && page.visible_text().contains("ขอรายงานผลการดำเนินการตามมาตรการ")
    );
    let wrong = [
        ("number", "กท 9900/7"),
        ("to", ""),
        ("subject", "รายงาน"),
        ("remark", "ขอความเห็น"),
        ("day_day", "31"),
        ("day_month", "2"),
        ("day_year", "2565"),
    ];
    let refused = coordinator.post(MEMO, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("#field-to-error") && refused.has("#field-day-error"), "{}", refused.visible_text());
    assert_eq!(refused.attributes("#field-number", "value"), ["กท 9900/7"]);
    assert!(refused.one("#field-remark").contains("ขอความเห็น"));
    let typed = [("number", "กท 9900/7"), ("to", "ผู้อำนวยการเขต"), ("subject", "รายงาน"), ("remark", "ขอความเห็น 5")];
    let shown = coordinator.post(MEMO, &[&typed[..], &[("show", "yes")]].concat()).await;
    assert!(shown.visible_text().contains("ขอความเห็น ๕"), "{}", shown.visible_text());
    let memo = coordinator.post(MEMO, &typed).await;
    assert_eq!(memo.status, 200);
    assert!(
        memo.bytes.starts_with(b"PK") && memo.headers["content-type"].to_str().unwrap().contains("wordprocessingml")
    );
});
