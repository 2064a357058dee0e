//! Taking a file in: told by its content, looked at by the virus scanner, pictures rid of their metadata, kept under its
//! hash, with a preview. And sweeping away bytes that no version came to name.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::Path,
    time::SystemTime,
};

use db::Database;
use jiff::{SignedDuration, Timestamp};
use thai::Bilingual;

use crate::{
    documents::{
        Setup,
        files::{media, metadata, preview, scan::Verdict},
        model::{KeptFile, Media},
        store,
    },
    kit::{
        Error,
        file_form::{SentFile, cannot_keep},
        scrub::scrub,
        vault::{ContentHash, Incoming, Place, Vault},
    },
};

/// Bytes that no version names stay so long: whoever sent them may still be typing.
const ORPHANS_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// As many hashes as are asked for at a time.
const PAGE: i64 = 10_000;

/// Takes a file in. The inner error is the sentence for whoever sent it; nothing is kept then.
pub async fn receive(vault: &Vault, setup: &Setup, sent: SentFile) -> Result<Result<KeptFile, Bilingual>, Error> {
    let SentFile { name, content, .. } = sent;
    let Some(mut incoming) = content else { return Ok(Err(too_large(vault.largest()))) };
    if let Some(scanner) = setup.scanner() {
        let file = incoming.read().and_then(|file| file.try_clone()).map_err(cannot_keep)?;
        let verdict = scanner.look_at(file).await;
        if let Verdict::NotLooked(why) = &verdict {
            tracing::error!("the virus scanner did not look at a file, so it was refused: {}", scrub(why));
        }
        if let Some(sentence) = verdict.refusal() {
            return Ok(Err(sentence));
        }
    }
    let drawer = setup.drawer().map(Path::to_path_buf);
    vault.with(move |place| take_in(place, incoming, &name, drawer.as_deref())).await.map_err(cannot_keep)
}

/// Keeps a file that this program made itself, with its preview.
pub async fn keep_made(vault: &Vault, setup: &Setup, media: Media, bytes: Vec<u8>) -> Result<ContentHash, Error> {
    let drawer = setup.drawer().map(Path::to_path_buf);
    let keep = move |place: &dyn Place| {
        let mut incoming = place.begin()?;
        incoming.write_all(&bytes)?;
        let hash = place.keep(incoming)?;
        if media.may_be_shown() {
            preview::make(place, &hash, media, drawer.as_deref());
        }
        Ok(hash)
    };
    vault.with(keep).await.map_err(cannot_keep)
}

/// What is said of a file that is too large.
fn too_large(largest: u64) -> Bilingual {
    let largest = largest >> 20;
    Bilingual::new(
        format!("ไฟล์ใหญ่เกิน {largest} MB จึงรับไว้ไม่ได้ ลดขนาดรูปภาพในไฟล์ หรือแบ่งไฟล์ แล้วส่งอีกครั้ง"),
        format!("The file is larger than {largest} MB. Make its pictures smaller or split it, and send again."),
    )
}

fn take_in(
    place: &dyn Place,
    mut incoming: Incoming,
    name: &str,
    drawer: Option<&Path>,
) -> io::Result<Result<KeptFile, Bilingual>> {
    let media = match media::recognise(incoming.read()?, name)? {
        Ok(media) => media,
        Err(unfit) => return Ok(Err(unfit.sentence())),
    };
    if media.is_picture() {
        let mut cleaned = place.begin()?;
        if !metadata::clean(media, incoming.read()?, &mut cleaned)? {
            return Ok(Err(media::Unfit::Unknown.sentence()));
        }
        incoming = cleaned;
    }
    let bytes = incoming.length();
    let hash = place.keep(incoming)?;
    if media.may_be_shown() {
        preview::make(place, &hash, media, drawer);
    }
    Ok(Ok(KeptFile { hash, name: media.named(name), media, bytes }))
}

/// Forgets bytes that no version names and that are older than a day. Returns how many.
pub async fn sweep(database: &Database, vault: &Vault, now: Timestamp) -> Result<usize, Error> {
    let before = SystemTime::from(now - ORPHANS_KEPT);
    let mut old: BTreeSet<ContentHash> =
        vault.with(move |place| place.list_before(before)).await.map_err(cannot_keep)?.into_iter().collect();
    // Asked after the bytes were listed, so that a version that is added meanwhile keeps its bytes.
    let mut after = ContentHash([0; 32]);
    while !old.is_empty() {
        let named = store::list_hashes(&mut database.read().await?, after, PAGE).await?;
        named.iter().for_each(|hash| {
            old.remove(hash);
        });
        match named.last() {
            Some(last) => after = *last,
            None => break,
        }
    }
    let swept = old.len();
    if swept > 0 {
        // Kept again in this moment? Then it is young again, and stays.
        let forget = move |place: &dyn Place| {
            let still_old: BTreeSet<ContentHash> = place.list_before(before)?.into_iter().collect();
            old.intersection(&still_old).try_for_each(|hash| place.remove(hash))
        };
        vault.with(forget).await.map_err(cannot_keep)?;
        tracing::info!(swept, "bytes that no document names were forgotten");
    }
    Ok(swept)
}
