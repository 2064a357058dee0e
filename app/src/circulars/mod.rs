//! Circulars: what an office tells its people, who has read it, and how it is known.
//!
//! A *circular* (หนังสือเวียน) is written as a draft and *issued* to its readers: everybody, units, posts or persons. Readers
//! are reckoned with the office as it is today, so that whoever is new or was moved receives all that is in force. *Opened*
//! and *acknowledged* (รับทราบ) are two moments. An acknowledgement binds to the hash of the very text, and is asked again
//! when the text changes. There are four ways: signed in, by PIN at a shared terminal, on a paper list that a supervisor
//! types in, and by coming to a *briefing* (การชี้แจง).
//!
//! A circular has the next number of the calendar year's own series (ว 12/2565), or the number that the office's
//! correspondence system gave (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526). One that takes another's place leaves it to
//! be read, struck through. *Meetings* (การประชุม) have agenda, attendees and minutes, which go out as a circular.

pub mod actions;
pub mod model;
mod offered;
mod office;
mod store;

use std::pin::Pin;

use db::Connection;
use thai::Bilingual;

pub use offered::FIGURES;

use crate::{
    documents::{DocumentId, model::Use},
    kit::{Access, Permission, Routes, visit::AgencyId},
};

/// Where a document is sent around, for the page of the document.
pub fn uses_of_document(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Use>>> + Send + '_>> {
    Box::pin(async move {
        let named = store::list_naming(connection, agency, document).await?;
        let used = named.into_iter().map(|(id, subject)| Use {
            words: Bilingual::new(format!("หนังสือเวียน {subject}"), format!("Circular: {subject}")),
            href: office::address(id),
        });
        Ok(used.collect())
    })
}

/// The pages of circulars and meetings.
pub fn routes() -> Routes {
    use office::{circular, editing, list, meetings, reading};
    let see = Access::May(Permission::SeeOffice);
    let issue = Access::May(Permission::IssueCirculars);
    let record = Access::May(Permission::RecordReading);
    Routes::new()
        .get("/office/circulars", see, list::list)
        .post("/office/circulars", issue, editing::add)
        .get("/office/circulars/new", issue, editing::new)
        .get("/office/circulars/pins", record, reading::pins)
        .post("/office/circulars/pins", record, reading::give_pin)
        .get("/office/circulars/{circular_id}", see, circular::show)
        .get("/office/circulars/{circular_id}/text", issue, editing::edit)
        .post("/office/circulars/{circular_id}/text", issue, editing::change)
        .post("/office/circulars/{circular_id}/issue", issue, circular::issue)
        .get("/office/circulars/{circular_id}/withdrawal", issue, circular::ask_withdrawal)
        .post("/office/circulars/{circular_id}/withdrawal", issue, circular::withdraw)
        .post("/office/circulars/{circular_id}/acknowledgement", see, circular::acknowledge)
        .post("/office/circulars/{circular_id}/questions", see, circular::ask)
        .post("/office/circulars/questions/{question_id}/answer", issue, circular::answer)
        .get("/office/circulars/{circular_id}/paper", record, reading::paper)
        .post("/office/circulars/{circular_id}/paper", record, reading::take_paper)
        .get("/office/circulars/{circular_id}/terminal", see, reading::terminal)
        .post("/office/circulars/{circular_id}/terminal", see, reading::take_pin)
        .get("/office/meetings", see, meetings::list)
        .post("/office/meetings", issue, meetings::add)
        .get("/office/meetings/new", issue, meetings::new)
        .get("/office/meetings/{meeting_id}", see, meetings::show)
        .get("/office/meetings/{meeting_id}/plan", issue, meetings::edit)
        .post("/office/meetings/{meeting_id}/plan", issue, meetings::change)
        .get("/office/meetings/{meeting_id}/minutes", record, meetings::ask_minutes)
        .post("/office/meetings/{meeting_id}/minutes", record, meetings::hold)
        .get("/office/meetings/{meeting_id}/cancellation", issue, meetings::ask_cancellation)
        .post("/office/meetings/{meeting_id}/cancellation", issue, meetings::cancel)
        .post("/office/meetings/{meeting_id}/circular", issue, meetings::circulate)
}
