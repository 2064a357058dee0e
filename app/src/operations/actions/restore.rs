//! Opening a backup: to check it, or to bring it back into an empty folder and prove what came back.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use db::{Database, Engine};
use jiff::Timestamp;

use super::backup::{ends, private};
use crate::{
    accounts,
    app::{self, SIGNING_KEY},
    cli::{BadInput, language, speak},
    config::make_private,
    kit::audit::{self, Actor, head::Signer, verify::verify},
    operations::model::manifest::{self, DATABASE, FORMAT, MANIFEST, Manifest, Part},
    parts,
};

/// The secret keys that may open a backup.
pub type Identities = Vec<Box<dyn age::Identity + Send + Sync>>;

/// A manifest is never this large.
const MANIFEST_LIMIT: u64 = 16 * 1024 * 1024;

/// What came back, and what is wrong with it.
#[derive(Debug)]
pub struct Restored {
    /// What was in the backup.
    pub manifest: Manifest,
    /// Entries of the audit log that were read.
    pub entries: i64,
    /// What is wrong; nothing if all is well.
    pub faults: Vec<String>,
    /// What held when the backup was made and was closed; none if that was not asked for.
    pub closed: Option<Closed>,
}

/// Ways in that a backup brought back, and that were closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Sign-ins.
    pub sessions: u64,
    /// Secret links: invitations, links to a new password, links for divisions.
    pub links: u64,
}

/// Reads a backup from end to end and compares every byte with its manifest. Writes nothing.
pub fn check(file: &Path, identities: &Identities) -> anyhow::Result<Manifest> {
    read(file, identities, |_| Ok(()), |_| Ok(Box::new(io::sink())))
}

/// Brings a backup back into a folder that is empty or not there yet, then checks the database and the audit log.
/// If the backup is damaged, the folder is as empty as before. Unless they are to be kept, sign-ins and secret links that
/// held when the backup was made are closed: they may have been ended since.
pub async fn restore(
    file: &Path,
    identities: &Identities,
    folder: &Path,
    keep_sessions: bool,
    now: Timestamp,
) -> anyhow::Result<Restored> {
    let shown = folder.display();
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(BadInput(speak(
            format!("โฟลเดอร์ {shown} ไม่ว่าง การกู้คืนจะไม่เขียนทับสิ่งใด ระบุโฟลเดอร์ว่างหรือโฟลเดอร์ใหม่"),
            format!("{shown} is not empty, and a restore overwrites nothing; name an empty folder or a new one"),
        ))
        .into());
    }
    let mut written = Vec::new();
    let brought = read(file, identities, is_not_newer, |part| {
        let target = folder.join(&part.path);
        make_private(target.parent().unwrap_or(folder))?;
        let file = private().create_new(true).open(&target)?;
        written.push(target);
        Ok(Box::new(file))
    });
    let manifest = match brought.and_then(|manifest| sync(&written).map(|()| manifest)) {
        Ok(manifest) => manifest,
        Err(error) => {
            remove(&written, folder);
            return Err(error);
        }
    };
    let (entries, faults) = if manifest.has_database() { prove(folder, &manifest).await? } else { (0, Vec::new()) };
    let mut closed = None;
    if !keep_sessions && manifest.has_database() && faults.is_empty() {
        closed = Some(close(folder, &manifest, now).await?);
    }
    Ok(Restored { manifest, entries, faults, closed })
}

/// Links for divisions came with this step of the schema.
const PART_LINKS: i64 = 3;

async fn close(folder: &Path, manifest: &Manifest, now: Timestamp) -> anyhow::Result<Closed> {
    let database = Database::open(&format!("sqlite:{}", folder.join(DATABASE).display())).await?;
    let mut tx = database.write().await?;
    let actor = Actor::command_line();
    let (sessions, mut links) = accounts::actions::close_all_access(&mut tx, &actor, now).await?;
    if manifest.schema.is_some_and(|schema| schema >= PART_LINKS) {
        links += parts::close_all_links(&mut tx, &actor, now).await?.unsigned_abs();
    }
    tx.commit().await?;
    database.close().await;
    Ok(Closed { sessions, links })
}

fn is_not_newer(manifest: &Manifest) -> anyhow::Result<()> {
    let known = app::known_migrations(Engine::Sqlite).last().copied().unwrap_or(0);
    match manifest.schema {
        Some(schema) if schema > known => Err(BadInput(app::newer(schema)).into()),
        _ => Ok(()),
    }
}

/// What was written stays even if the power goes out now.
fn sync(written: &[PathBuf]) -> anyhow::Result<()> {
    for path in written {
        File::open(path)?.sync_all()?;
    }
    Ok(())
}

/// Takes away what an unfinished restore wrote, and nothing that somebody else put there meanwhile.
fn remove(written: &[PathBuf], folder: &Path) {
    for path in written {
        let _ = fs::remove_file(path);
        let above = path.ancestors().skip(1).take_while(|above| above.starts_with(folder) && *above != folder);
        // Only an empty folder can be removed so.
        above.for_each(|above| drop(fs::remove_dir(above)));
    }
}

/// The database is whole, every chain of the audit log verifies and ends where the backup says.
async fn prove(folder: &Path, manifest: &Manifest) -> anyhow::Result<(i64, Vec<String>)> {
    let database = Database::open(&format!("sqlite:{}", folder.join(DATABASE).display())).await?;
    let mut faults = database.damage(true).await?;
    let key = Signer::find_public_key(&folder.join(SIGNING_KEY))?;
    let mut connection = database.read().await?;
    let mut entries = 0;
    for chain in audit::store::list_chains(&mut connection).await? {
        let findings = verify(&mut connection, chain.agency, &[], key).await?;
        entries += findings.entries;
        let name = chain.key.unwrap_or_else(|| "-".into());
        let say = |fault: &audit::verify::Fault| format!("{name}: {}", fault.sentence().in_language(language()));
        faults.extend(findings.faults.iter().map(say));
    }
    if ends(&mut connection).await? != manifest.heads {
        faults.push(speak(
            "ปลายของประวัติการแก้ไขไม่ตรงกับที่บันทึกไว้ตอนสำรอง",
            "the audit log does not end where it ended when the backup was made",
        ));
    }
    drop(connection);
    database.close().await;
    Ok((entries, faults))
}

/// Reads a backup in order: the manifest, which `begin` may refuse, then every file into what `place` opens for it.
fn read(
    file: &Path,
    identities: &Identities,
    begin: impl FnOnce(&Manifest) -> anyhow::Result<()>,
    mut place: impl FnMut(&Part) -> io::Result<Box<dyn Write>>,
) -> anyhow::Result<Manifest> {
    let mut archive = tar::Archive::new(decrypt(file, identities)?);
    let mut entries = archive.entries().map_err(damaged)?;
    let manifest = read_manifest(entries.next())?;
    begin(&manifest)?;
    let mut expected = manifest.files.iter();
    for entry in entries {
        let mut entry = entry.map_err(damaged)?;
        let part =
            expected.next().filter(|part| entry.path_bytes() == part.path.as_bytes() && manifest::is_safe(&part.path));
        let Some(part) = part else { return Err(not_as_stated()) };
        let mut target = place(part)
            .with_context(|| speak(format!("เขียน {} ไม่ได้", part.path), format!("{} cannot be written", part.path)))?;
        copy(&mut entry, &mut target, part)?;
    }
    if expected.next().is_some() {
        return Err(not_as_stated());
    }
    // Only the very end of the file proves that nothing was cut off.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    Ok(manifest)
}

fn decrypt(file: &Path, identities: &Identities) -> anyhow::Result<impl Read> {
    let shown = file.display();
    let opened = File::open(file).map_err(|error| {
        BadInput(speak(
            format!("อ่านไฟล์ {shown} ไม่ได้ ({error})"),
            format!("the backup {shown} cannot be read ({error})"),
        ))
    })?;
    let decryptor = age::Decryptor::new_buffered(BufReader::new(opened)).map_err(|_| {
        BadInput(speak(
            format!("{shown} ไม่ใช่ไฟล์สำรองที่เข้ารหัส หรือส่วนต้นของไฟล์เสียหาย"),
            format!("{shown} is no encrypted backup, or its beginning is damaged"),
        ))
    })?;
    decryptor.decrypt(identities.iter().map(|identity| -> &dyn age::Identity { &**identity })).map_err(|error| {
        match error {
            age::DecryptError::NoMatchingKeys => BadInput(speak(
                "กุญแจนี้เปิดไฟล์สำรองนี้ไม่ได้ ไฟล์นี้เข้ารหัสให้กุญแจอื่น",
                "this key does not open this backup: it was encrypted to another one",
            ))
            .into(),
            _ => anyhow::anyhow!(damage_sentence()),
        }
    })
}

fn read_manifest(entry: Option<io::Result<tar::Entry<'_, impl Read>>>) -> anyhow::Result<Manifest> {
    let entry = entry.ok_or_else(not_as_stated)?.map_err(damaged)?;
    if entry.path_bytes() != MANIFEST.as_bytes() || entry.size() > MANIFEST_LIMIT {
        return Err(not_as_stated());
    }
    let mut text = Vec::new();
    entry.take(MANIFEST_LIMIT).read_to_end(&mut text).map_err(damaged)?;
    let layout: Layout = serde_json::from_slice(&text).map_err(|_| not_as_stated())?;
    if layout.format > FORMAT {
        let program = layout.program;
        return Err(BadInput(speak(
            format!("ไฟล์สำรองนี้ทำโดยโปรแกรมรุ่นใหม่กว่า ({program}) ใช้โปรแกรมรุ่นนั้นกู้คืน"),
            format!("this backup was made by a newer program ({program}); restore it with that one"),
        ))
        .into());
    }
    serde_json::from_slice(&text).map_err(|_| not_as_stated())
}

/// What every manifest says, whatever else a newer one holds.
#[derive(serde::Deserialize)]
struct Layout {
    format: u32,
    program: String,
}

fn copy(from: &mut impl Read, to: &mut dyn Write, part: &Part) -> anyhow::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = from.read(&mut buffer).map_err(damaged)?;
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
        bytes += count as u64;
        to.write_all(&buffer[..count]).with_context(|| {
            speak(
                format!("เขียน {} ไม่ได้ ดิสก์อาจเต็ม", part.path),
                format!("{} cannot be written; the disk may be full", part.path),
            )
        })?;
    }
    to.flush()?;
    if bytes != part.bytes || hasher.finalize().to_hex().as_str() != part.blake3 {
        Err(not_as_stated())
    } else {
        Ok(())
    }
}

fn damaged(_: io::Error) -> anyhow::Error {
    anyhow::anyhow!(damage_sentence())
}

fn damage_sentence() -> String {
    speak(
        "ไฟล์สำรองเสียหายหรือถูกตัดท้าย จึงไม่กู้คืนสิ่งใด ใช้ไฟล์สำรองชุดอื่น",
        "the backup is damaged or cut off, so nothing of it is used; take another backup",
    )
}

fn not_as_stated() -> anyhow::Error {
    anyhow::anyhow!(speak(
        "เนื้อหาในไฟล์สำรองไม่ตรงกับรายการในไฟล์ จึงไม่กู้คืนสิ่งใด ใช้ไฟล์สำรองชุดอื่น",
        "the backup does not hold what its own list says, so nothing of it is used; take another backup",
    ))
}
