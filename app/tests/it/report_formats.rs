//! The report comes in as whatever the office has: Word, Excel, CSV and PDF.

use prongsai::kit::Role;
use serde_json::Value;

use crate::{
    reporting::{IMPORTS, bring, confirm, cut_by_pages, exported_json, fixture, fixture_file, prongsai, text},
    story,
};

const ENDINGS: [&str; 4] = ["docx", "xlsx", "csv", "pdf"];

fn office_file(name: &str, ending: &str) -> Vec<u8> {
    fixture(&format!("office/{name}.{ending}"))
}

story!(a_report_is_taken_from_every_format_and_says_the_same, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let form = coordinator.get("/office/report/imports/new").await;
    let accepted = form.attributes("#field-file", "accept").join(",");
    let mut first = None;
    for ending in ENDINGS {
        assert!(accepted.contains(&format!(".{ending}")), "{accepted}");
        let (name, bytes) = (format!("รายงาน.{ending}"), office_file("cut-by-pages", ending));
        let import = bring(&mut coordinator, (&name, &bytes)).await;
        let review = coordinator.get(&import).await;
        assert!(review.visible_text().contains("อ่านได้ 8 ข้อ"), "{ending}: {}", review.visible_text());
        assert!(review.one("#item-1").contains("ติดป้ายบอกเวลาทำงานทุกช่อง"), "the source stands beside");
        if first.is_some() {
            let difference = coordinator.get(&format!("{import}/difference")).await;
            assert!(difference.visible_text().contains("ไม่มีอะไรต้องนำเข้า"), "{ending}: {}", difference.visible_text());
        } else {
            confirm(&mut coordinator, &import).await.goes_to();
            assert_eq!(bring(&mut coordinator, (&name, &bytes)).await, IMPORTS, "the same file changes nothing");
        }
        let report = exported_json(&mut coordinator).await;
        assert_eq!(&report, first.get_or_insert_with(|| report.clone()), "{ending}");
    }
});

story!(what_is_not_understood_is_found_in_its_own_program, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    for (ending, place) in [("docx", "ตารางที่ 1 แถวที่ 3"), ("xlsx", "ของแผ่นงาน “รายงาน”"), ("pdf", "หน้า 1")]
    {
        let bytes = office_file("moved-columns", ending);
        let import = bring(&mut coordinator, (&format!("report.{ending}"), &bytes)).await;
        let review = coordinator.get(&import).await;
        assert!(review.visible_text().contains(place), "{ending}: {}", review.visible_text());
    }
});

story!(our_own_pdf_comes_back, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let import = bring(&mut coordinator, ("report.md", &cut_by_pages())).await;
    confirm(&mut coordinator, &import).await.goes_to();
    let ours = exported_json(&mut coordinator).await;
    let pdf = coordinator.get("/office/report/2565/report.pdf?digits=arabic").await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), &pdf.bytes).expect("the PDF");
    let path = file.path().display().to_string();
    let output = prongsai(&["report", "import", &path, "--dry-run", "--json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let back: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let part = |report: &Value, part: &str| -> Vec<String> {
        report["items"].as_array().expect("items").iter().map(|item| item[part].to_string()).collect()
    };
    for name in ["code", "score", "indicator", "topic", "guidelines", "measures"] {
        assert_eq!(part(&back, name), part(&ours, name), "{name}");
    }
    // The form prints the status of each result, so the cells of the PDF say some of them more often than ours.
    let results = |report: &Value| -> Vec<(String, String)> {
        let items = report["items"].as_array().expect("items").iter();
        let results = items.flat_map(|item| item["results"].as_array().expect("results"));
        results.map(|result| (result["status"].to_string(), result["date"].to_string())).collect()
    };
    assert_eq!(results(&back), results(&ours));
});

story!(files_of_other_kinds_are_refused_with_what_to_do, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let old: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600], &old].concat();
    let files: [(&str, &[u8], &str); 4] = [
        ("old.doc", &old, ".docx"),
        ("scan.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "OCR"),
        ("locked.pdf", b"%PDF-1.4 trailer <</Root 1 0 R /Encrypt 2 0 R>>", "รหัสผ่าน"),
        ("named.docx", b"PK\x03\x04 but nothing else", "เสียหาย"),
    ];
    for (name, bytes, word) in files {
        let answer = coordinator.upload(IMPORTS, &[("year", "2565")], ("file", name, bytes)).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.one("#field-file-error").contains(word), "{name}: {}", answer.one("#field-file-error"));
    }
});

#[test]
fn a_dry_run_reads_every_format() {
    for ending in ENDINGS {
        let file = fixture_file(&format!("office/cut-by-pages.{ending}"));
        let output = prongsai(&["report", "import", &file, "--dry-run", "--json"]);
        assert!(output.status.success(), "{ending}: {}", text(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(report["items"].as_array().map(Vec::len), Some(8), "{ending}");
    }
}
