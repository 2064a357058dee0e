//! Documents: what shows that something is true, and what an office writes down and hands out.
//!
//! A *document* (เอกสาร) is evidence, a circular, a manual, minutes, an order, a plan, a publication, a photograph. It has
//! *versions* (ฉบับ): each a file or a web address, with the day it speaks of, when it was received and from whom, how
//! long it is in force, and what changed. The latest version counts. A document is public, or internal with a reason; it
//! is never deleted but *withdrawn*, with a reason, and stays to be read.
//!
//! A file is told by its content, rid of metadata where it is a picture, and kept in the vault under its hash. How long a
//! document proves something is a rule ([`Freshness`]): its last day, its web address, the allowance of its kind.
//! A *posting* says where a document was shown, with a photograph, itself a document.
//!
//! What other features use: [`add_document`] and [`list_named`] (and [`list_to_choose`] for a form), the types of
//! [`model`], and [`Setup::with_uses`] to say where they use a document.

pub mod actions;
pub mod cli;
mod files;
mod links;
pub mod model;
mod office;
mod public;
mod setup;
mod store;

pub use actions::{New, add as add_document, list_named, list_to_choose, receive};
pub use files::scan::Scanner;
pub use links::{
    Fault,
    asking::{Asker, Resolve},
};
pub use model::{DocumentId, Freshness, Shown};
pub use office::tag;
pub use setup::{FindUses, Setup};

use crate::kit::{Access, Permission, Routes, visit::AgencyId};

/// What a request with a file may carry. More than the vault takes: a file that is too large is read to its end, so that
/// the browser shows the page that says so.
const LARGEST_REQUEST: usize = 64 << 20;

/// The pages of documents.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffice);
    let keep = Access::May(Permission::KeepDocuments);
    Routes::new()
        .get("/office/documents", see, office::list::list)
        .upload_within(LARGEST_REQUEST, "/office/documents", keep, office::adding::add)
        .get("/office/documents/new", keep, office::adding::new)
        .get("/office/documents/{document_id}", see, office::document::show)
        .get("/office/documents/{document_id}/about", keep, office::changing::edit)
        .post("/office/documents/{document_id}/about", keep, office::changing::change)
        .get("/office/documents/{document_id}/withdrawal", keep, office::changing::ask_withdrawal)
        .post("/office/documents/{document_id}/withdrawal", keep, office::changing::withdraw)
        .get("/office/documents/{document_id}/versions/new", keep, office::adding::new_version)
        .upload_within(LARGEST_REQUEST, "/office/documents/{document_id}/versions", keep, office::adding::add_version)
        .get("/office/documents/{document_id}/versions/{number}/file", see, office::file)
        .get("/office/documents/{document_id}/versions/{number}/preview", see, office::preview)
        .get("/office/documents/{document_id}/postings/new", keep, office::postings::new)
        .upload_within(LARGEST_REQUEST, "/office/documents/{document_id}/postings", keep, office::postings::add)
        .get("/office/documents/postings/{posting_id}/removal", keep, office::postings::ask_removal)
        .post("/office/documents/postings/{posting_id}/removal", keep, office::postings::remove)
        .get("/office/documents/poster", see, office::poster::show)
        .get("/{agency}/documents", Access::Public, public::list)
        .get("/{agency}/documents/{document_id}", Access::Public, public::show)
        .get("/{agency}/documents/{document_id}/versions/{number}/file", Access::Public, public::file)
        .get("/{agency}/documents/{document_id}/versions/{number}/preview", Access::Public, public::preview)
}

/// How many documents of an agency everybody may see.
pub async fn count_public(connection: &mut db::Connection, agency: AgencyId) -> db::Result<i64> {
    let public = store::Narrowed { state: Some("kept"), public: Some(true), ..Default::default() };
    store::count(connection, agency, &public).await
}
