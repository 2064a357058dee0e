//! Saying where a document was shown.

use db::Transaction;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{load, record};
use crate::{
    documents::{
        model::{
            PostingId,
            posting::{NewPosting, Posting},
        },
        store,
    },
    kit::{
        Error,
        audit::Actor,
        visit::{AgencyId, UserId},
    },
};

/// Adds where a document was shown.
pub async fn add_posting(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    new: &NewPosting,
    now: Timestamp,
) -> Result<PostingId, Error> {
    load(tx, agency, new.document).await?;
    if let Some(photo) = new.photo {
        load(tx, agency, photo).await?;
    }
    let id = PostingId::new();
    store::postings::add(tx, agency, id, new, actor.user.map(UserId), now).await?;
    let told = json!({
        "name": format!("{} {}", new.way.name().th, new.place), "web_address": new.address, "from": new.from,
        "until": new.until,
    });
    record(tx, actor, agency, new.document, "documents.posting.added", Value::Null, told, now).await?;
    Ok(id)
}

/// Removes a posting that was entered by mistake; the record keeps what it said.
pub async fn remove_posting(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    posting: &Posting,
    now: Timestamp,
) -> Result<(), Error> {
    store::postings::remove(tx, agency, posting.id).await?;
    let told = json!({
        "name": posting.where_shown().th, "web_address": posting.address, "from": posting.from, "until": posting.until,
    });
    record(tx, actor, agency, posting.document, "documents.posting.removed", told, Value::Null, now).await
}
