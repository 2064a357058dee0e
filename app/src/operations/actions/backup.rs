//! Making a backup while the program runs: a consistent copy of the database, the signing key, the settings and the
//! uploaded files, as a tar archive that is encrypted while it is written. The only plain copy lies in the data folder
//! for as long as this takes.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use db::{Connection, Database};
use jiff::Timestamp;

use crate::{
    app::{self, SIGNING_KEY},
    cli::{BadInput, speak},
    config::{DataPlace, make_private},
    kit::{audit, secret},
    operations::model::{
        manifest::{
            self, ChainEnd, DATABASE, FILES, FORMAT, IN_PROGRESS, LAST_BACKUP, LOCK, LastBackup, MANIFEST, Manifest,
            Part, SETTINGS,
        },
        megabytes,
    },
};

/// Whom a backup is encrypted to.
pub type Recipients = Vec<Box<dyn age::Recipient + Send>>;

/// What is to be backed up, and where to.
pub struct Order<'a> {
    /// Where the data are.
    pub place: &'a DataPlace,
    /// The settings file, if there is one.
    pub config: Option<&'a Path>,
    /// The file to write, or a folder that gets a file with the time in its name.
    pub to: &'a Path,
    /// Whom it is encrypted to.
    pub recipients: Recipients,
    /// Leave the database out; it is a server's.
    pub files_only: bool,
    /// The moment.
    pub now: Timestamp,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    /// The file.
    pub file: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// What is in it.
    pub manifest: Manifest,
    /// What lies in the data folder and belongs to no backup.
    pub left_out: Vec<String>,
}

/// Makes a backup. Nothing is overwritten, and a backup that fails leaves nothing behind.
pub async fn make(order: Order<'_>) -> anyhow::Result<Made> {
    let series = manifest::series(&order.place.folder, order.files_only);
    let named = || order.to.join(manifest::file_name(&series, order.now));
    let file = if order.to.is_dir() { named() } else { order.to.to_path_buf() };
    if file.exists() {
        let shown = file.display();
        return Err(BadInput(speak(
            format!("มีไฟล์ {shown} อยู่แล้ว และจะไม่เขียนทับ ตั้งชื่อใหม่ หรือระบุโฟลเดอร์"),
            format!("{shown} exists and is not overwritten; name another file, or a folder"),
        ))
        .into());
    }
    let work = Work::begin(&order.place.folder)?;
    let (database, facts) = match order.files_only {
        true => (None, None),
        false => {
            let (copy, facts) = copy_database(order.place, &work).await?;
            (Some(copy), Some(facts))
        }
    };
    let (sources, left_out) = sources(&order, database.as_deref())?;
    let files = sources.iter().map(|source| source.part()).collect::<anyhow::Result<Vec<Part>>>()?;
    let (schema, agencies, heads) =
        facts.map_or((None, None, Vec::new()), |facts| (Some(facts.schema), Some(facts.agencies), facts.heads));
    let program = app::VERSION.to_owned();
    let manifest = Manifest { format: FORMAT, program, made_at: order.now, schema, agencies, heads, files };
    let unfinished = Unfinished::begin(&file)?;
    write(&unfinished.part, &manifest, &sources, &order.recipients)?;
    let bytes = unfinished.finish(&file)?;
    drop(work);
    remember(&order.place.folder, &manifest, bytes)?;
    Ok(Made { file, bytes, manifest, left_out })
}

/// The work on a backup: one at a time, with a folder of its own that goes when it ends.
struct Work {
    folder: PathBuf,
    _lock: File,
}

impl Work {
    fn begin(data: &Path) -> anyhow::Result<Self> {
        let lock = private().create(true).truncate(false).open(data.join(LOCK)).with_context(|| cannot_write(data))?;
        if lock.try_lock().is_err() {
            return Err(BadInput(speak(
                "กำลังสำรองข้อมูลอยู่แล้ว รอให้เสร็จก่อน",
                "another backup is being made; wait until it has finished",
            ))
            .into());
        }
        let folder = data.join(IN_PROGRESS);
        if folder.exists() {
            // Left by a backup that was killed: the lock shows that nobody works on it.
            fs::remove_dir_all(&folder).with_context(|| cannot_write(data))?;
        }
        make_private(&folder).with_context(|| cannot_write(data))?;
        Ok(Self { folder, _lock: lock })
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the next backup begins.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the copy of the database says about itself.
struct Facts {
    schema: i64,
    agencies: usize,
    heads: Vec<ChainEnd>,
}

async fn copy_database(place: &DataPlace, work: &Work) -> anyhow::Result<(PathBuf, Facts)> {
    let original = place.folder.join(DATABASE);
    let needed = fs::metadata(&original).map_or(0, |file| file.len());
    let free = free_space(&place.folder).unwrap_or(u64::MAX);
    if free < needed + needed / 10 {
        anyhow::bail!(speak(
            format!(
                "พื้นที่ว่างในดิสก์ของโฟลเดอร์ข้อมูลไม่พอสำหรับสำเนาชั่วคราว ต้องการ {} ว่าง {}",
                megabytes(needed),
                megabytes(free)
            ),
            format!(
                "the disk of the data folder has no room for a passing copy: {} needed, {} free",
                megabytes(needed),
                megabytes(free)
            ),
        ));
    }
    let copy = work.folder.join(DATABASE);
    let database =
        Database::open(&place.url).await.with_context(|| speak("เปิดฐานข้อมูลไม่ได้", "the database cannot be opened"))?;
    let copied = database.copy_to(&copy).await;
    database.close().await;
    copied.with_context(|| speak("ทำสำเนาฐานข้อมูลไม่ได้", "the database cannot be copied"))?;
    let database = Database::open(&format!("sqlite:{}", copy.display())).await?;
    let facts = facts(&database).await;
    database.close().await;
    Ok((copy, facts?))
}

async fn facts(copy: &Database) -> anyhow::Result<Facts> {
    let damage = copy.damage(true).await?;
    if let Some(first) = damage.first() {
        anyhow::bail!(speak(
            format!("ฐานข้อมูลเสียหาย จึงยังไม่สำรอง ดูด้วย prongsai doctor และเก็บข้อมูลสำรองชุดก่อนไว้ ({first})"),
            format!(
                "the database is damaged, so no backup is made; see prongsai doctor, and keep the earlier backups ({first})"
            ),
        ));
    }
    let schema =
        copy.applied().await?.last().copied().ok_or_else(|| {
            anyhow::anyhow!(speak("ไฟล์ฐานข้อมูลนี้ไม่ใช่ของโปร่งใส", "the database file is none of Prongsai's"))
        })?;
    let mut connection = copy.read().await?;
    let heads = ends(&mut connection).await?;
    let agencies = audit::store::list_chains(&mut connection).await?.iter().filter(|chain| chain.key.is_some()).count();
    Ok(Facts { schema, agencies, heads })
}

/// The ends of all chains of the audit log.
pub async fn ends(connection: &mut Connection) -> anyhow::Result<Vec<ChainEnd>> {
    let ends = audit::store::list_ends(connection).await?;
    let end = |(agency, end): (db::Uuid, audit::store::ChainEnd)| ChainEnd {
        agency,
        sequence: end.sequence,
        digest: secret::hex(&end.digest),
    };
    Ok(ends.into_iter().map(end).collect())
}

/// A file on its way into a backup.
struct Source {
    path: String,
    file: PathBuf,
}

impl Source {
    fn part(&self) -> anyhow::Result<Part> {
        let mut hasher = blake3::Hasher::new();
        let file = File::open(&self.file).with_context(|| cannot_read(&self.file))?;
        let bytes = io::copy(&mut io::BufReader::new(file), &mut hasher).with_context(|| cannot_read(&self.file))?;
        Ok(Part { path: self.path.clone(), bytes, blake3: hasher.finalize().to_hex().to_string() })
    }
}

/// The stated list: the copy of the database, the signing key, the settings, and every file in the folder of files.
/// The database was copied first, so that every file it speaks of is there.
fn sources(order: &Order<'_>, database: Option<&Path>) -> anyhow::Result<(Vec<Source>, Vec<String>)> {
    let folder = &order.place.folder;
    let mut found = Vec::new();
    let mut add = |path: &str, file: PathBuf| found.push(Source { path: path.to_owned(), file });
    if let Some(copy) = database {
        add(DATABASE, copy.to_path_buf());
    }
    let key = folder.join(SIGNING_KEY);
    if key.is_file() {
        add(SIGNING_KEY, key);
    }
    let settings = order.config.map(Path::to_path_buf).unwrap_or_else(|| folder.join(SETTINGS));
    if settings.is_file() {
        add(SETTINGS, settings);
    }
    let mut left_out = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| cannot_read(folder))? {
        let entry = entry.with_context(|| cannot_read(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match name.as_str() {
            FILES => collect(&entry.path(), FILES, &mut found)?,
            DATABASE | SIGNING_KEY | SETTINGS => {}
            _ if manifest::is_passing(&name) => {}
            _ => left_out.push(name),
        }
    }
    left_out.sort();
    Ok((found, left_out))
}

fn collect(folder: &Path, path: &str, found: &mut Vec<Source>) -> anyhow::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .and_then(|entries| entries.collect::<io::Result<Vec<_>>>())
        .with_context(|| cannot_read(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    // Hidden ones are files on their way in, which nothing speaks of yet.
    for entry in entries.into_iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().with_context(|| cannot_read(folder))?;
        if kind.is_dir() {
            collect(&entry.path(), &path, found)?;
        } else if kind.is_file() {
            found.push(Source { path, file: entry.path() });
        }
    }
    Ok(())
}

/// The file while it is written, beside its place; gone if it is not finished.
struct Unfinished {
    part: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn begin(file: &Path) -> anyhow::Result<Self> {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let part = file.with_file_name(format!(".{name}.part"));
        let _ = fs::remove_file(&part);
        private().create_new(true).open(&part).map_err(|error| {
            let shown = file.display();
            BadInput(speak(
                format!("เขียนไฟล์ {shown} ไม่ได้ ตรวจโฟลเดอร์และสิทธิ์ ({error})"),
                format!("{shown} cannot be written; check the folder and its permissions ({error})"),
            ))
        })?;
        Ok(Self { part, finished: false })
    }

    fn finish(mut self, file: &Path) -> anyhow::Result<u64> {
        let bytes = fs::metadata(&self.part)?.len();
        fs::rename(&self.part, file)?;
        self.finished = true;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder).and_then(|folder| folder.sync_all()).with_context(|| cannot_write(folder))?;
        }
        Ok(bytes)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.part);
        }
    }
}

fn write(to: &Path, manifest: &Manifest, sources: &[Source], recipients: &Recipients) -> anyhow::Result<()> {
    let failed = || cannot_write(to);
    let file = fs::OpenOptions::new().write(true).open(to).with_context(failed)?;
    let recipients = recipients.iter().map(|recipient| -> &dyn age::Recipient { &**recipient });
    let encrypted =
        age::Encryptor::with_recipients(recipients)?.wrap_output(BufWriter::new(file)).with_context(failed)?;
    let mut archive = tar::Builder::new(encrypted);
    let text = serde_json::to_vec_pretty(manifest)?;
    let moment = u64::try_from(manifest.made_at.as_second()).unwrap_or(0);
    archive.append_data(&mut header(text.len() as u64, moment), MANIFEST, text.as_slice()).with_context(failed)?;
    for (source, part) in sources.iter().zip(&manifest.files) {
        let file = File::open(&source.file).with_context(|| cannot_read(&source.file))?;
        let mut reader = Hashing { inner: io::BufReader::new(file).take(part.bytes), hasher: blake3::Hasher::new() };
        archive.append_data(&mut header(part.bytes, moment), &part.path, &mut reader).with_context(failed)?;
        if reader.hasher.finalize().to_hex().as_str() != part.blake3 {
            let path = &part.path;
            anyhow::bail!(speak(
                format!("ไฟล์ {path} เปลี่ยนระหว่างสำรองข้อมูล ลองใหม่อีกครั้ง"),
                format!("{path} changed while it was backed up; try again"),
            ));
        }
    }
    let mut file = archive.into_inner().and_then(|encrypted| encrypted.finish()).with_context(failed)?;
    file.flush().with_context(failed)?;
    file.get_ref().sync_all().with_context(failed)
}

fn header(bytes: u64, moment: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(moment);
    header
}

/// A reader that remembers the digest of what went through it.
struct Hashing<R> {
    inner: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        Ok(count)
    }
}

fn remember(folder: &Path, manifest: &Manifest, bytes: u64) -> anyhow::Result<()> {
    let last = LastBackup { made_at: manifest.made_at, bytes, with_database: manifest.has_database() };
    fs::write(folder.join(LAST_BACKUP), serde_json::to_vec_pretty(&last)?).with_context(|| cannot_write(folder))
}

/// The backup made last, if one is remembered.
pub fn last_backup(folder: &Path) -> Option<LastBackup> {
    serde_json::from_slice(&fs::read(folder.join(LAST_BACKUP)).ok()?).ok()
}

/// How to open a file that only its owner may read.
pub fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// How many bytes of the disk under a folder are free for others than the system.
pub fn free_space(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

fn cannot_write(path: &Path) -> String {
    let path = path.display();
    speak(format!("เขียน {path} ไม่ได้"), format!("{path} cannot be written"))
}

fn cannot_read(path: &Path) -> String {
    let path = path.display();
    speak(format!("อ่าน {path} ไม่ได้"), format!("{path} cannot be read"))
}
