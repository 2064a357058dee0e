//! Links, and files that come back.

use std::collections::BTreeMap;

use db::{Connection, Database, Transaction};
use jiff::Timestamp;
use serde_json::{Value, json};
use thai::Bilingual;
use tokio::task::spawn_blocking;

use super::{load, record};
use crate::{
    kit::{
        Error,
        audit::Actor,
        secret,
        visit::{AgencyId, UserId},
    },
    measures,
    parts::{
        files,
        model::{
            LARGEST_FILE, MOST_ATTEMPTS, MOST_BY_LINK, Part, PartId, PartState, PartUpload, PartUploadId, UploadState,
            WINDOW, comparison::compare, reading::Reading,
        },
        store::{self, Link},
    },
};

/// A file that somebody sends.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// Its name on the device it came from.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What came of sending a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It waits for a decision.
    Waiting(PartUploadId),
    /// It says what the office has already.
    NothingNew(PartUploadId),
    /// The same file came before.
    Again(PartUploadId),
}

/// A link just made. The token is shown once; the database keeps its hash.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The part that it leads to.
    pub part: Part,
    /// The token, as it stands in the address.
    pub token: String,
    /// Until when it holds.
    pub until: Timestamp,
}

/// Makes a secret link to a part and closes the one before.
pub async fn make_link(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PartId,
    now: Timestamp,
) -> Result<NewLink, Error> {
    store::hold(tx, agency, id).await?;
    let part = load(tx, agency, id).await?;
    if part.state == PartState::Replaced {
        return Err(Error::Conflict(Bilingual::new(
            "มีฉบับใหม่แทนส่วนนี้แล้ว ทำลิงก์จากฉบับใหม่",
            "A later version has taken the place of this part. Make the link of that one.",
        )));
    }
    add_link(tx, actor, agency, part, now).await
}

/// Adds the link of a part that holds.
pub(super) async fn add_link(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    part: Part,
    now: Timestamp,
) -> Result<NewLink, Error> {
    let (token, until) = (secret::token(), part.link_holds_until(now));
    store::add_link(tx, part.id, secret::hash(&token), now, until).await?;
    let told = json!({"name": part.source(), "until": crate::kit::clock::day_of(until)});
    record(tx, actor, agency, &part, "parts.link.made", Value::Null, told, now).await?;
    Ok(NewLink { part, token, until })
}

/// Closes the link of a part.
pub async fn close_link(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PartId,
    now: Timestamp,
) -> Result<(), Error> {
    let part = load(tx, agency, id).await?;
    if store::close_links(tx, id, now).await? > 0 {
        let told = json!({"name": part.source()});
        record(tx, actor, agency, &part, "parts.link.closed", told, Value::Null, now).await?;
    }
    Ok(())
}

/// The part behind a token, if the link holds.
pub async fn open_link(
    connection: &mut Connection,
    token: &str,
    now: Timestamp,
) -> Result<Option<(Link, Part)>, Error> {
    let link = store::find_link(connection, secret::hash(token)).await?;
    let Some(link) = link.filter(|link| link.closed_at.is_none() && now < link.expires_at) else { return Ok(None) };
    let part = load(connection, link.agency, link.part).await?;
    Ok(Some((link, part)))
}

/// Takes a file that came by a link. The inner error is the sentence for whoever sent it; nothing is kept then.
pub async fn receive_by_link(
    database: &Database,
    (link, part): (Link, Part),
    file: SentFile,
    now: Timestamp,
) -> Result<Result<Received, Bilingual>, Error> {
    let mut tx = database.write().await?;
    let attempts = store::count_attempt(&mut tx, link.id, now, now - WINDOW).await?;
    tx.commit().await?;
    if attempts > MOST_ATTEMPTS {
        return Ok(Err(Bilingual::new(
            "ลิงก์นี้ส่งไฟล์มาหลายครั้งแล้ว รอ 1 ชั่วโมง แล้วส่งอีกครั้ง หรือส่งไฟล์ให้ผู้ประสานงานโดยตรง",
            "This link has sent many files. Wait an hour and send again, or hand the file to the coordinator.",
        )));
    }
    let actor =
        Actor {
            user: None, name: format!("ผู้ส่งทางลิงก์ของ{} (ไม่ได้เข้าสู่ระบบ)", part.unit_name.th), post: String::new()
        };
    let reading = match read(&file).await? {
        Ok(reading) => reading,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let mut tx = database.write().await?;
    // A link opens one unit's part of one year: other files are not looked up with it.
    let named = named_part(&mut tx, link.agency, &part, &reading).await?;
    let Some(part) = named.filter(|named| named.unit == part.unit && named.year == part.year) else {
        return Ok(Err(Bilingual::new(
            format!("ไฟล์นี้ไม่ใช่ส่วนของ{} ปี {} ตรวจว่าเลือกไฟล์ถูก แล้วส่งอีกครั้ง", part.unit_name.th, part.year),
            format!(
                "This file is not the part of {} of {}. Check the file and send again.",
                part.unit_name.en, part.year
            ),
        )));
    };
    // The office may have closed the link while the file was on its way.
    let still_open = store::find_open_link(&mut tx, link.part, now).await?.is_some_and(|open| open.id == link.id);
    if !still_open {
        return Ok(Err(Bilingual::new(
            "ลิงก์นี้ถูกปิดแล้ว ขอลิงก์ใหม่จากผู้ประสานงาน แล้วส่งไฟล์นี้อีกครั้ง",
            "This link was closed. Ask the coordinator for a new one and send this file again.",
        )));
    }
    // Counted where the file is kept, and with the part that is held: several at once are not let through together.
    store::hold(&mut tx, link.agency, part.id).await?;
    if store::count_by_link(&mut tx, part.id).await? >= MOST_BY_LINK {
        return Ok(Err(Bilingual::new(
            "มีไฟล์ที่ส่งทางลิงก์เก็บไว้มากแล้ว ส่งไฟล์ให้ผู้ประสานงานโดยตรง หรือขอฉบับใหม่ของส่วนนี้",
            "Many files have come by this link already. Hand the file to the coordinator, or ask for a new version.",
        )));
    }
    let received = keep(&mut tx, &actor, link.agency, &part, &file, reading, true, now).await?;
    tx.commit().await?;
    Ok(Ok(received))
}

/// Takes a file that an officer brings. A file of another part of the agency is kept with that part.
pub async fn receive(
    database: &Database,
    actor: &Actor,
    agency: AgencyId,
    part: Part,
    file: SentFile,
    now: Timestamp,
) -> Result<Result<(Received, Part), Bilingual>, Error> {
    let reading = match read(&file).await? {
        Ok(reading) => reading,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let mut tx = database.write().await?;
    let Some(part) = named_part(&mut tx, agency, &part, &reading).await? else {
        return Ok(Err(Bilingual::new(
            "ไฟล์นี้เป็นส่วนของหน่วยงานอื่น หรือของฉบับที่ระบบนี้ไม่ได้ส่งออก ตรวจว่าเลือกไฟล์ถูก",
            "This file is a part of another agency, or was not exported here. Check the file.",
        )));
    };
    let received = keep(&mut tx, actor, agency, &part, &file, reading, false, now).await?;
    tx.commit().await?;
    Ok(Ok((received, part)))
}

/// The part that a file names; `expected` if it names none.
async fn named_part(
    connection: &mut Connection,
    agency: AgencyId,
    expected: &Part,
    reading: &Reading,
) -> Result<Option<Part>, Error> {
    match reading.part {
        Some(named) if named != expected.id => Ok(store::find(connection, agency, named).await?),
        _ => Ok(Some(expected.clone())),
    }
}

/// What is said of a file that is too large.
pub fn too_large() -> Bilingual {
    Bilingual::new(
        "ไฟล์ใหญ่เกิน 5 MB ลบรูปภาพออกจากไฟล์ แล้วส่งอีกครั้ง",
        "The file is larger than 5 MB. Remove pictures from it and send again.",
    )
}

/// Reads a file off the async threads.
async fn read(file: &SentFile) -> Result<Result<Reading, Bilingual>, Error> {
    if file.bytes.len() > LARGEST_FILE {
        return Ok(Err(too_large()));
    }
    let bytes = file.bytes.clone();
    spawn_blocking(move || files::reading::read(&bytes)).await.map_err(|error| Error::Internal(error.into()))
}

#[allow(clippy::too_many_arguments, reason = "a file with where it came from")]
async fn keep(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    part: &Part,
    file: &SentFile,
    reading: Reading,
    by_link: bool,
    now: Timestamp,
) -> Result<Received, Error> {
    let digest = *blake3::hash(&file.bytes).as_bytes();
    store::hold(tx, agency, part.id).await?;
    if let Some(same) = store::find_same(tx, part.id, &digest).await? {
        return Ok(Received::Again(same.id));
    }
    let plan = measures::plan_of(tx, agency, part.year).await?.ok_or(Error::NotFound)?;
    let is_open = compare(part, &reading, &plan, &BTreeMap::new()).iter().any(|row| row.is_open());
    let upload = PartUpload {
        id: PartUploadId::new(),
        part: part.id,
        file_name: files::reading::with_its_ending(&file.name, &file.bytes),
        reading,
        decisions: BTreeMap::new(),
        state: if is_open { UploadState::Waiting } else { UploadState::Done },
        by_link,
        created_at: now,
    };
    store::add_upload(tx, agency, &upload, &file.bytes, &digest, actor.user.map(UserId)).await?;
    let told = json!({"name": part.source(), "file": upload.file_name});
    record(tx, actor, agency, part, "parts.file.received", Value::Null, told, now).await?;
    Ok(if is_open { Received::Waiting(upload.id) } else { Received::NothingNew(upload.id) })
}
