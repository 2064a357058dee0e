//! Divisions' parts: ten divisions take part in the report without ever signing in.
//!
//! A *part* (ส่วนของฝ่าย) is what one unit is asked to fill in for one fiscal year: the items that it carries out, with
//! rows for results. It goes out as an Excel or Word file, handed over or behind a *secret link* that opens without
//! sign-in, and comes back by upload. Each row carries a hidden key that names the part, the row and so the version of
//! our content at export. What came back is compared row by row with what went out and with what the office has now;
//! the coordinator takes rows one by one, or all that are sure and contradict nothing. Nothing of a file enters the
//! plan by itself, nothing of it is lost, and each entry of the record names the part it came from.
//!
//! A later export is a new version: the links of earlier ones close, their files can still be collected. A feature of
//! its own and not a corner of `reporting`, because it changes the plan by its own rules and has a page for the public.

mod actions;
mod files;
mod model;
mod office;
mod public;
mod store;

pub use actions::close_all_links;
pub use store::count_waiting_of_agency as count_waiting;

use db::Database;
use thai::{Bilingual, FiscalYear};
use tokio::task::spawn_blocking;

use crate::kit::{Access, Error, Permission, Routes, visit::AgencyId};

/// The part of this agency that a file is, if it is one: for whoever takes it for something else.
pub async fn part_in_file(
    database: &Database,
    agency: AgencyId,
    bytes: Vec<u8>,
) -> Result<Option<(Bilingual, FiscalYear)>, Error> {
    let named = spawn_blocking(move || files::reading::part_named(&bytes));
    let Some(id) = named.await.map_err(|error| Error::Internal(error.into()))? else { return Ok(None) };
    let part = store::find(&mut database.read().await?, agency, id).await?;
    Ok(part.map(|part| (part.unit_name, part.year)))
}

/// The pages of parts, and the page behind a link.
pub fn routes() -> Routes {
    let may = Access::May(Permission::ImportReports);
    Routes::new()
        .get("/office/report/{year}/parts", may, office::list::list)
        .post("/office/report/{year}/parts", may, office::sending::send)
        .get("/office/report/{year}/parts/new", may, office::sending::choose)
        .get("/office/report/{year}/parts/all", may, office::to_all::choose)
        .post("/office/report/{year}/parts/all", may, office::to_all::send)
        .get("/office/report/{year}/parts/parties", may, office::parties::show)
        .post("/office/report/{year}/parts/parties", may, office::parties::link)
        .get("/office/report/parts/{part_id}", may, office::part::show)
        .get("/office/report/parts/{part_id}/part.xlsx", may, office::part::xlsx)
        .get("/office/report/parts/{part_id}/part.docx", may, office::part::docx)
        .post("/office/report/parts/{part_id}/link", may, office::links::make)
        .post("/office/report/parts/{part_id}/link/closure", may, office::links::close)
        .upload("/office/report/parts/{part_id}/files", may, office::part::bring)
        .get("/office/report/part-files/{upload_id}", may, office::upload::show)
        .post("/office/report/part-files/{upload_id}", may, office::upload::decide)
        .get("/office/report/part-files/{upload_id}/file", may, office::upload::file)
        .get("/parts/{token}", Access::Public, public::show)
        .upload_within(public::LARGEST_REQUEST, "/parts/{token}", Access::Public, public::send)
        .get("/parts/{token}/part.xlsx", Access::Public, public::xlsx)
        .get("/parts/{token}/part.docx", Access::Public, public::docx)
}
