//! Measures: what an office does about the items where it lost points, what came of it, and who is responsible.
//!
//! A *plan* belongs to an agency and a fiscal year; it answers the scores of the year before. It has *items* (ข้อ, by
//! the codes of the year of the scores: `I7`, `O36`), and each item has *guidelines* (แนวทาง), *measures* (มาตรการ),
//! *results* (ผล) and *responsible parties* (ผู้รับผิดชอบ). This is the form that agencies publish for O43 ("การดำเนินการ
//! ตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"); O42 asks for the measures themselves.
//!
//! A result taken over from an imported report stays *reported*: it says that it is done, without evidence here.
//! Changed by hand it becomes *entered*. Text that the import did not understand stays beside its item until somebody
//! decides on it. The [`library`] holds starter measures for every duty.

pub mod actions;
mod figures;
pub mod library;
pub mod model;
mod offered;
pub mod office;
pub mod public;
pub mod store;
mod words;

use std::{collections::BTreeMap, pin::Pin};

use db::{Connection, Transaction};
use jiff::civil::Date;
use thai::{Bilingual, FiscalYear};

use crate::{
    documents::{DocumentId, model::Use},
    kit::{Access, Permission, Routes, visit::AgencyId},
};

pub use actions::{start_plan, take_report};
pub use figures::{priorities_of, scores_by_code};
pub use model::{
    Plan, PlanHead, PlanItem, Progress, Standing, desk::Pressing, exchange::Readings, exchange::to_report,
    listing::Counts,
};
pub use offered::FIGURES;
pub use store::{PlanInList, list_plans};

/// The plan of a year, whole.
pub async fn plan_of(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Option<Plan>> {
    match store::find_head(connection, agency, year).await? {
        Some(head) => store::load_plan(connection, head).await.map(Some),
        None => Ok(None),
    }
}

/// How far the plans of a year of all agencies right below `parent` are; who has no result is missing.
pub async fn progress_of_offices(
    connection: &mut Connection,
    parent: AgencyId,
    year: FiscalYear,
    today: Date,
) -> db::Result<BTreeMap<AgencyId, Progress>> {
    let all = store::offices::list(connection, parent, year, today).await?;
    Ok(all.into_iter().map(|store::offices::OfOffice(agency, progress)| (agency, progress)).collect())
}

/// The newest year of which any agency right below `parent` has a plan.
pub async fn newest_year_of_offices(connection: &mut Connection, parent: AgencyId) -> db::Result<Option<FiscalYear>> {
    store::offices::newest_year(connection, parent).await
}

/// Holds the plan of a year: until this transaction ends nobody else changes it. What is decided on is read after this.
pub async fn hold_plan(tx: &mut Transaction, agency: AgencyId, year: FiscalYear) -> db::Result<()> {
    match store::find_head(tx, agency, year).await? {
        Some(head) => store::hold(tx, head.id).await,
        None => Ok(()),
    }
}

/// Where a document is evidence, for the page of the document.
pub fn uses_of_document(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Use>>> + Send + '_>> {
    Box::pin(async move {
        let all = store::evidence::list_by_document(connection, agency, document).await?;
        let used = all.into_iter().map(|one| Use {
            words: Bilingual::new(
                format!("หลักฐานของข้อ {} ปี {}", one.code, one.year),
                format!("Evidence of item {}, {}", one.code, one.year),
            ),
            href: office::work::address(one.result),
        });
        Ok(used.collect())
    })
}

/// The codes of the items that the plan of a year answers, in its order; none if there is no plan.
pub async fn codes_in_plan(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Vec<String>> {
    store::list_codes(connection, agency, year).await
}

/// The addresses of measures.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffice);
    let edit = Access::May(Permission::EditMeasures);
    let accept = Access::May(Permission::AcceptReasons);
    Routes::new()
        .get("/office/measures", see, office::years)
        .post("/office/measures", edit, office::start)
        .get("/office/measures/{year}", see, office::list)
        .get("/office/measures/{year}/report-day", edit, office::report_day)
        .post("/office/measures/{year}/report-day", edit, office::set_report_day)
        .get("/office/measures/{year}/items", edit, office::new_item)
        .post("/office/measures/{year}/items", edit, office::add_item)
        .get("/office/measures/items/{item_id}", see, office::item::show)
        .get("/office/measures/items/{item_id}/facts", edit, office::item::facts)
        .post("/office/measures/items/{item_id}/facts", edit, office::item::change_facts)
        .get("/office/measures/items/{item_id}/removal", edit, office::item::removal)
        .post("/office/measures/items/{item_id}/removal", edit, office::item::remove)
        .get("/office/measures/items/{item_id}/priority", edit, office::priority::form)
        .post("/office/measures/items/{item_id}/priority", edit, office::priority::choose)
        .get("/office/measures/items/{item_id}/library", edit, office::item::library)
        .post("/office/measures/items/{item_id}/library", edit, office::item::use_library)
        .get("/office/measures/items/{item_id}/lines", edit, office::lines::new)
        .post("/office/measures/items/{item_id}/lines", edit, office::lines::add)
        .get("/office/measures/lines/{line_id}", edit, office::lines::edit)
        .post("/office/measures/lines/{line_id}", edit, office::lines::change)
        .post("/office/measures/lines/{line_id}/position", edit, office::lines::reorder)
        .post("/office/measures/lines/{line_id}/result", edit, office::lines::use_as_result)
        .post("/office/measures/lines/{line_id}/note", edit, office::lines::keep_as_note)
        .get("/office/measures/lines/{line_id}/removal", edit, office::lines::removal)
        .post("/office/measures/lines/{line_id}/removal", edit, office::lines::remove)
        .get("/office/measures/items/{item_id}/results", edit, office::results::new)
        .post("/office/measures/items/{item_id}/results", edit, office::results::add)
        .get("/office/measures/results/{result_id}", edit, office::results::edit)
        .post("/office/measures/results/{result_id}", edit, office::results::change)
        .post("/office/measures/results/{result_id}/position", edit, office::results::reorder)
        .get("/office/measures/results/{result_id}/removal", edit, office::results::removal)
        .post("/office/measures/results/{result_id}/removal", edit, office::results::remove)
        .get("/office/work", see, office::desk::show)
        .get("/office/measures/results/{result_id}/work", see, office::work::show)
        .post("/office/measures/results/{result_id}/work/steps", edit, office::work::step)
        .post("/office/measures/results/{result_id}/work/notes", edit, office::work::note)
        .post("/office/measures/results/{result_id}/work/hand-over", edit, office::work::hand_over)
        .post("/office/measures/results/{result_id}/work/reason", edit, office::work::ask)
        .post("/office/measures/results/{result_id}/work/reason/decision", accept, office::work::decide)
        .post("/office/measures/results/{result_id}/work/evidence", edit, office::work::attach)
        .post("/office/measures/results/{result_id}/work/evidence/removal", edit, office::work::detach)
        .get("/office/measures/results/{result_id}/figures", edit, office::proving::choose)
        .post("/office/measures/results/{result_id}/figures", edit, office::proving::bind)
        .post("/office/measures/results/{result_id}/figures/removal", edit, office::proving::release)
        .get("/office/measures/results/{result_id}/figures/draft", edit, office::proving::draft)
        .post("/office/measures/results/{result_id}/figures/draft", edit, office::proving::take_draft)
        .get("/office/measures/items/{item_id}/responsibles", edit, office::responsibles::new)
        .post("/office/measures/items/{item_id}/responsibles", edit, office::responsibles::add)
        .post("/office/measures/items/{item_id}/default-responsibles", edit, office::responsibles::add_default_pair)
        .get("/office/measures/responsibles/{responsible_id}", edit, office::responsibles::edit)
        .post("/office/measures/responsibles/{responsible_id}", edit, office::responsibles::change)
        .post("/office/measures/responsibles/{responsible_id}/position", edit, office::responsibles::reorder)
        .get("/office/measures/responsibles/{responsible_id}/removal", edit, office::responsibles::removal)
        .post("/office/measures/responsibles/{responsible_id}/removal", edit, office::responsibles::remove)
        .get("/{agency}/measures", Access::Public, public::newest)
        .get("/{agency}/measures/{year}", Access::Public, public::list)
        .get("/{agency}/measures/{year}/measures.json", Access::Public, public::files::json)
        .get("/{agency}/measures/{year}/changes.atom", Access::Public, public::files::atom)
}
