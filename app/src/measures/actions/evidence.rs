//! Evidence: attaching documents to results, and looking now and then whether they still count.

use std::collections::{BTreeMap, BTreeSet};

use db::{Database, Transaction, Uuid};
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use thai::Bilingual;

use super::{Scene, recording::held_result, work::by};
use crate::{
    documents::{self, DocumentId},
    kit::{
        Error,
        audit::{self, Actor, Change, Subject},
        visit::AgencyId,
    },
    measures::{
        model::{
            ResultId,
            work::{day_of_looking, stands},
        },
        store::evidence::{self as rows, Attached},
    },
};

/// Attaches a document of the agency to a result. The same document may show several results of several years.
pub async fn attach_evidence(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    document: DocumentId,
    (today, now): (Date, Timestamp),
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    let day = day_of_looking(plan.head.year, today);
    let found = documents::list_named(tx, agency, &[document], day).await?;
    let shown = found.first().ok_or(Error::NotFound)?;
    if shown.document.is_withdrawn() {
        return Err(Error::Conflict(Bilingual::new(
            "เอกสารนี้ถูกถอนแล้ว ใช้เป็นหลักฐานไม่ได้ เลือกเอกสารอื่น",
            "This document was withdrawn and proves nothing. Choose another one.",
        )));
    }
    if rows::add(tx, agency, id, (document, stands(shown)), &by(actor), now).await? {
        let scene = Scene { actor, head: &plan.head, now };
        let told = json!({ "result": result.said.text, "document": shown.document.about.title });
        scene.record(tx, item.id, "measures.evidence.attached", json!(null), told).await?;
    }
    Ok(())
}

/// Takes a document off a result. The document itself stays.
pub async fn detach_evidence(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: ResultId,
    document: DocumentId,
    (today, now): (Date, Timestamp),
) -> Result<(), Error> {
    let (plan, item, result) = held_result(tx, agency, id).await?;
    let found = documents::list_named(tx, agency, &[document], today).await?;
    let title = found.first().map(|shown| shown.document.about.title.clone());
    if rows::remove(tx, agency, id, document).await? {
        let scene = Scene { actor, head: &plan.head, now };
        let told = json!({ "result": result.said.text, "document": title });
        scene.record(tx, item.id, "measures.evidence.detached", told, json!(null)).await?;
    }
    Ok(())
}

/// Looks at all evidence whether it still counts, and keeps and records where that changed. Returns how often it did.
/// Twice does no harm.
pub async fn look_at_evidence(database: &Database, today: Date, now: Timestamp) -> Result<usize, Error> {
    let mut after = (DocumentId(Uuid::nil()), ResultId(Uuid::nil()));
    let mut changed = 0;
    loop {
        let mut connection = database.read().await?;
        let page = rows::list_all(&mut connection, after).await?;
        let Some(last) = page.last() else { return Ok(changed) };
        after = (last.document, last.result);
        // A page is of few agencies and years; each group of documents is asked for at once.
        let mut groups: BTreeMap<(Uuid, Date), (AgencyId, Vec<DocumentId>)> = BTreeMap::new();
        for one in &page {
            let key = (one.agency.0, day_of_looking(one.year, today));
            groups.entry(key).or_insert((one.agency, Vec::new())).1.push(one.document);
        }
        let mut standing = BTreeSet::new();
        for ((_, day), (agency, mut named)) in groups {
            named.dedup();
            let found = documents::list_named(&mut connection, agency, &named, day).await?;
            standing.extend(found.iter().filter(|shown| stands(shown)).map(|shown| (shown.document.id.0, day)));
        }
        let now_stands = |one: &Attached| standing.contains(&(one.document.0, day_of_looking(one.year, today)));
        let different: Vec<Attached> = page
            .into_iter()
            .filter(|one| now_stands(one) != one.stands)
            .map(|one| Attached { stands: !one.stands, ..one })
            .collect();
        drop(connection);
        changed += different.len();
        if !different.is_empty() {
            keep(database, &different, now).await?;
        }
    }
}

async fn keep(database: &Database, different: &[Attached], now: Timestamp) -> Result<(), Error> {
    let actor = Actor::program();
    let mut tx = database.write().await?;
    for one in different {
        rows::set_state(&mut tx, one.result, one.document, one.stands).await?;
        let action = if one.stands { "measures.evidence.stands_again" } else { "measures.evidence.went_stale" };
        let subject = Subject { kind: "plan_item", id: one.item.0 };
        let (before, after) = (json!(null), json!({ "code": one.code, "result": one.text }));
        let change = Change { agency: one.agency, action, subject, before, after };
        audit::record(&mut tx, &actor, change, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
