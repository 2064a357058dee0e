//! Where a document was shown: adding and removing it, with a photograph.

use std::{future::Future, pin::Pin};

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use thai::{Bilingual, date};

use super::{LIST, list_words, load, parse, sent::file_field};
use crate::{
    accounts::after_change,
    app::App,
    documents::{
        actions::{self, New},
        model::{
            About, Content, Document, DocumentId, KeptFile, Kind, Media, PostingId, Told, Use, address,
            editing::{LONGEST_TITLE, check_length, read_address},
            posting::{NewPosting, Way},
        },
        store,
    },
    kit::{
        Error, FileForm, Form, FormErrors, Result, Visit,
        audit::Actor,
        form_page::{ConfirmPage, FormPage, Typed, day_parts, optional_day, required_day},
        html::{Button, Choice},
        respond,
        visit::AgencyId,
    },
};

/// The postings that a document proves by a photograph: one of the places where documents are used.
pub fn uses_as_photo(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Use>>> + Send + '_>> {
    Box::pin(async move {
        let postings = store::postings::list_by_photo(connection, agency, document).await?;
        let used = postings.into_iter().map(|posting| {
            let place = posting.where_shown();
            Use {
                words: Bilingual::new(
                    format!("ภาพถ่ายของ “{}” ที่{}", posting.document_title, place.th),
                    format!("Photograph of “{}” ({})", posting.document_title, place.en),
                ),
                href: address(posting.document),
            }
        });
        Ok(used.collect())
    })
}

fn form_page(app: &App, visit: &Visit, document: &Document, form: &Form, errors: &FormErrors) -> FormPage {
    let (t, here) = (visit.language, address(document.id));
    let typed = Typed::new(visit, form, errors);
    let ways = Way::ALL.map(|way| Choice::new(way.key(), way.name().in_language(t)));
    let photo = visit.say("ภาพถ่ายที่แสดงให้เห็น", "Photograph that shows it");
    FormPage::new(visit, visit.say("บันทึกที่ที่นำไปแสดง", "Note where it was shown"), format!("{here}/postings"))
        .errors(visit, errors)
        .up(visit, &[(LIST, list_words(visit)), (&here, &document.about.title)])
        .field(typed.select("way", visit.say("แสดงทางใด", "How it was shown"), visit.say("เลือกทาง", "Choose"), ways))
        .field(typed.text("place", "ที่ไหน", "Where").hint(visit.say(
            "เช่น บอร์ดหน้าห้องฝ่ายทะเบียน ชั้น 1 หรือชื่อเพจ",
            "E.g. the board at the registry on the first floor, or the name of the page",
        )))
        .field(typed.optional_text("address", "ที่อยู่เว็บ", "Web address"))
        .field(typed.day("from", "ตั้งแต่วันที่", "From"))
        .field(typed.day("until", "ถึงวันที่", "Until").optional(t))
        .file(file_field(visit, "photo", photo, app.vault.largest() >> 20, &typed).optional(t))
}

/// The form.
pub async fn new(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let document = load(&app, &visit, &id).await?.document;
    let parts = day_parts("from", visit.today());
    let form = Form::with(parts.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&form_page(&app, &visit, &document, &form, &FormErrors::default()))
}

fn read(form: &Form, errors: &mut FormErrors, document: DocumentId) -> Option<NewPosting> {
    let way = Way::from_key(&form.text("way"));
    if way.is_none() {
        errors.add("way", "เลือกว่าแสดงทางใด", "Choose how it was shown.");
    }
    let (place, web) = (form.text("place"), form.text("address"));
    if place.is_empty() {
        errors.add("place", "ใส่ที่ที่แสดง ให้คนอื่นไปดูได้", "Say where, so that others can go and look.");
    }
    check_length(errors, "place", &place, LONGEST_TITLE);
    if let Err(Bilingual { th, en }) = if web.is_empty() { Ok(String::new()) } else { read_address(&web) } {
        errors.add("address", th, en);
    }
    let from = required_day(form, "from", errors);
    let until = optional_day(form, "until", errors);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        errors.add("until", "วันสุดท้ายอยู่ก่อนวันแรก ตรวจวันทั้งสอง", "The last day is before the first. Check both.");
    }
    Some(NewPosting { document, way: way?, place, address: web, from: from?, until, photo: None })
}

/// The photograph of the form, taken in.
async fn read_photo(app: &App, form: &mut FileForm, errors: &mut FormErrors) -> Result<Option<KeptFile>> {
    let Some(sent) = form.take_file("photo") else { return Ok(None) };
    match actions::receive(&app.vault, &app.documents, sent).await? {
        Ok(file) if file.media.is_picture() || file.media == Media::Pdf => Ok(Some(file)),
        Ok(_) => {
            errors.add(
                "photo",
                "ไฟล์นี้ไม่ใช่รูปภาพ เลือกรูปภาพหรือ PDF ที่แสดงให้เห็น",
                "This is no picture. Choose a picture or PDF that shows it.",
            );
            Ok(None)
        }
        Err(Bilingual { th, en }) => {
            errors.add("photo", th, en);
            Ok(None)
        }
    }
}

/// Adds it; the photograph becomes a document that others can use, too.
pub async fn add(State(app): State<App>, visit: Visit, Path(id): Path<String>, mut form: FileForm) -> Result<Response> {
    let (agency, document) = (visit.agency()?.id, load(&app, &visit, &id).await?.document);
    let mut errors = FormErrors::default();
    let new = read(&form.form, &mut errors, document.id);
    let photo = read_photo(&app, &mut form, &mut errors).await?;
    let (Some(mut new), true) = (new, errors.is_empty()) else {
        return respond::refused_form(&form_page(&app, &visit, &document, &form.form, &errors));
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    if let Some(file) = photo {
        let photo = photo_document(&document, &new, file, &visit);
        new.photo = Some(actions::add(&mut tx, &app.vault, &actor, agency, photo, visit.now).await?);
    }
    actions::add_posting(&mut tx, &actor, agency, &new, visit.now).await?;
    let message = Bilingual::new("บันทึกที่ที่นำไปแสดงแล้ว", "Where it was shown was noted.");
    after_change(tx, &visit, &address(document.id), message).await
}

/// The photograph of a posting, seen by whoever may see what it shows.
fn photo_document(document: &Document, posting: &NewPosting, file: KeptFile, visit: &Visit) -> New {
    let title = format!("ภาพถ่าย: {} ที่{} {}", document.about.title, posting.way.name().th, posting.place);
    New {
        about: About {
            kind: Kind::Photo,
            title: title.chars().take(LONGEST_TITLE).collect(),
            openness: document.about.openness.clone(),
        },
        content: Content::File(file),
        told: Told {
            speaks_of: posting.from,
            received: visit.today(),
            given_by: String::new(),
            valid_from: None,
            valid_until: None,
            what_changed: String::new(),
        },
    }
}

/// Asks once more.
pub async fn ask_removal(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let (t, agency, id): (_, _, PostingId) = (visit.language, visit.agency()?.id, parse(&id)?);
    let mut connection = app.database.read().await?;
    let posting = store::postings::find(&mut connection, agency, id).await?.ok_or(Error::NotFound)?;
    let (place, from) = (posting.where_shown(), date::short(posting.from, t));
    let place = place.in_language(t);
    respond::page(&ConfirmPage::new(
        &visit,
        visit.say("ลบที่ที่นำไปแสดง", "Remove where it was shown"),
        visit.say(
            format!("“{place}” ตั้งแต่ {from} จะหายจากหน้าเอกสาร ใช้เมื่อบันทึกผิด ถ้าเลิกแสดงแล้วให้คงไว้ ภาพถ่ายและประวัติยังอยู่"),
            format!(
                "“{place}” from {from} leaves the document's page. Remove it only if it was a mistake; what is no longer shown \
                 should stay. Photograph and history are kept."
            ),
        ),
        format!("/office/documents/postings/{id}/removal"),
        Button::danger_final(visit.say("ลบ", "Remove")),
        &address(posting.document),
    ))
}

/// Removes it.
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let (agency, id): (_, PostingId) = (visit.agency()?.id, parse(&id)?);
    let mut tx = app.database.write().await?;
    let posting = store::postings::find(&mut tx, agency, id).await?.ok_or(Error::NotFound)?;
    actions::remove_posting(&mut tx, &Actor::from(visit.viewer()?), agency, &posting, visit.now).await?;
    let message = Bilingual::new("ลบที่ที่นำไปแสดงแล้ว", "Where it was shown was removed.");
    after_change(tx, &visit, &address(posting.document), message).await
}
