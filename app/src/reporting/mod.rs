//! Reporting: the official report of a year's measures comes in as a file and goes out as PDF, HTML and JSON.
//!
//! An *import* (การนำเข้า) is one file brought in for one fiscal year. It is kept as it came, with what was understood
//! of it, and *reviewed* (ตรวจ): what the reader understood stands beside its source, what looks wrong is asked, what
//! looks misread is offered as a correction, and what was not understood waits beside its item. Nothing is corrected
//! by itself and nothing of the file is lost. What taking it over would change is shown first; then its measures go
//! into the plan of the year and its scores into the assessment of theirs, in one transaction.
//!
//! The report that goes out is the form that the ITA of fiscal year 2564 asks for under O43 (การดำเนินการตามมาตรการ
//! ส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน). Its JSON has all of it, and can be brought in again.
//!
//! The *analysis* (รายงานวิเคราะห์ผลการประเมิน) answers O42 of that year: where points were lost and why, what comes first,
//! and which measures answer it; as a page, as PDF and for Word.

mod actions;
pub mod cli;
mod model;
mod office;
mod printing;
mod store;

pub use actions::{print_report, report_of};
pub use printing::print;
pub use store::count_in_review;

use crate::kit::{Access, Permission, Routes};

/// The pages of imports and of the report.
pub fn routes() -> Routes {
    let (see, import) = (Access::May(Permission::SeeOffice), Access::May(Permission::ImportReports));
    Routes::new()
        .get("/office/report", see, office::years::years)
        .get("/office/report/{year}", see, office::preview::preview)
        .get("/office/report/{year}/report.pdf", see, office::preview::pdf)
        .get("/office/report/{year}/report.docx", see, office::preview::docx)
        .get("/office/report/{year}/report.xlsx", see, office::preview::xlsx)
        .get("/office/report/{year}/report.csv", see, office::preview::csv)
        .get("/office/report/{year}/report.html", see, office::preview::html)
        .get("/office/report/{year}/report.json", see, office::preview::json)
        .get("/office/report/{year}/analysis", see, office::analysis::show)
        .get("/office/report/{year}/analysis.pdf", see, office::analysis::pdf)
        .get("/office/report/{year}/analysis.docx", see, office::analysis::docx)
        .get("/office/report/{year}/analysis.json", see, office::analysis::json)
        .get("/office/report/{year}/memo", see, office::memo::show)
        .post("/office/report/{year}/memo", see, office::memo::write)
        .get("/office/report/imports", import, office::imports::list)
        .upload("/office/report/imports", import, office::imports::bring)
        .get("/office/report/imports/new", import, office::imports::choose_file)
        .get("/office/report/imports/{import_id}", import, office::review::review)
        .post("/office/report/imports/{import_id}", import, office::review::decide)
        .get("/office/report/imports/{import_id}/file", import, office::imports::file)
        .get("/office/report/imports/{import_id}/items/{number}", import, office::item::item)
        .post("/office/report/imports/{import_id}/items/{number}", import, office::item::change)
        .get("/office/report/imports/{import_id}/difference", import, office::taking::difference)
        .get("/office/report/imports/{import_id}/confirmation", import, office::taking::confirmation)
        .post("/office/report/imports/{import_id}/confirmation", import, office::taking::take)
        .get("/office/report/imports/{import_id}/removal", import, office::taking::confirm_removal)
        .post("/office/report/imports/{import_id}/removal", import, office::taking::remove)
}
