//! The vault: bytes of files, kept by what they are.
//!
//! A file is named by the BLAKE3 hash of its bytes, so the same bytes are kept once, never overwritten, and anyone can
//! prove that they are still the same. Which record speaks of which bytes is the business of features; bytes that no
//! record names are swept away after a day.
//!
//! [`Place`] says where bytes lie. [`Folder`] keeps them below the data folder as `files/ab/cdef…`; another place (an
//! object store) is another implementation. All of it blocks: call it from the blocking pool.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::SystemTime,
};

use super::secret;

/// The name of kept bytes: their BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&secret::hex(&self.0))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for ContentHash {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_lower = text.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
        let bytes = secret::from_hex(text).filter(|_| is_lower).ok_or(())?;
        bytes.try_into().map(ContentHash).map_err(|_| ())
    }
}

/// Bytes on their way into the vault: a passing file that is hashed while it is written and gone when it is dropped.
#[derive(Debug)]
pub struct Incoming {
    file: File,
    path: PathBuf,
    hasher: Box<blake3::Hasher>,
    length: u64,
}

impl Incoming {
    /// A new passing file at this path, which must not exist.
    pub fn begin(path: PathBuf) -> io::Result<Self> {
        let file = private().read(true).write(true).create_new(true).open(&path)?;
        Ok(Self { file, path, hasher: Box::default(), length: 0 })
    }

    /// How many bytes came so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The hash of what came so far.
    pub fn hash(&self) -> ContentHash {
        ContentHash(*self.hasher.finalize().as_bytes())
    }

    /// What came, from the beginning. Nothing may be written afterwards.
    pub fn read(&mut self) -> io::Result<&mut File> {
        self.file.rewind()?;
        Ok(&mut self.file)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Moved away already if it was kept.
        let _ = fs::remove_file(&self.path);
    }
}

/// Where bytes lie.
pub trait Place: Send + Sync + fmt::Debug {
    /// A passing file for bytes that come.
    fn begin(&self) -> io::Result<Incoming>;
    /// Keeps what came, durably, unless the same bytes are kept already.
    fn keep(&self, incoming: Incoming) -> io::Result<ContentHash>;
    /// Kept bytes, to be read.
    fn open(&self, hash: &ContentHash) -> io::Result<File>;
    /// Are these bytes kept?
    fn exists(&self, hash: &ContentHash) -> bool;
    /// Forgets bytes and what was made of them; it is no fault if they are gone.
    fn remove(&self, hash: &ContentHash) -> io::Result<()>;
    /// Keeps something that was made of kept bytes (a preview, say) beside them.
    fn keep_beside(&self, hash: &ContentHash, what: &str, bytes: &[u8]) -> io::Result<()>;
    /// What was kept beside them, if it was.
    fn read_beside(&self, hash: &ContentHash, what: &str) -> io::Result<Option<Vec<u8>>>;
    /// All bytes that were last kept before a moment.
    fn list_before(&self, moment: SystemTime) -> io::Result<Vec<ContentHash>>;
}

/// The vault of a running program: cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault {
    place: Arc<dyn Place>,
    largest: u64,
}

/// The largest file that is taken unless somebody sets another size, in bytes (20 MB).
pub const LARGEST_FILE: u64 = 20 << 20;

impl Vault {
    /// A vault that takes files up to so many bytes.
    pub fn new(place: impl Place + 'static, largest: u64) -> Self {
        Self { place: Arc::new(place), largest }
    }

    /// The vault below a data folder.
    pub fn in_folder(data: &Path) -> Self {
        Self::new(Folder::below(data), LARGEST_FILE)
    }

    /// The largest file it takes, in bytes.
    pub fn largest(&self) -> u64 {
        self.largest
    }

    /// Where the bytes lie, for work on the blocking pool.
    pub fn place(&self) -> &Arc<dyn Place> {
        &self.place
    }

    /// Does something with the place on the blocking pool.
    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Place) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let place = self.place.clone();
        tokio::task::spawn_blocking(move || work(&*place)).await.map_err(io::Error::other)?
    }

    /// Keeps bytes that are at hand.
    pub async fn keep(&self, bytes: Vec<u8>) -> io::Result<ContentHash> {
        self.with(move |place| {
            let mut incoming = place.begin()?;
            incoming.write_all(&bytes)?;
            place.keep(incoming)
        })
        .await
    }
}

/// Bytes in a folder of the data folder.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// The folder of kept files in the data folder.
const FILES: &str = "files";
/// Passing files, on the same disk as the kept ones. Hidden, so that backups leave it out.
const PASSING: &str = ".incoming";

impl Folder {
    /// The vault's folder below a data folder; made when the first file comes.
    pub fn below(data: &Path) -> Self {
        Self { root: data.join(FILES) }
    }

    /// Where bytes lie: the first byte of their hash names a folder, the rest the file.
    pub fn path(&self, hash: &ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.root.join(&name[..2]).join(&name[2..])
    }

    fn passing(&self) -> io::Result<PathBuf> {
        let folder = self.root.join(PASSING);
        make_private(&folder)?;
        Ok(folder.join(secret::token()))
    }

    fn beside(&self, hash: &ContentHash, what: &str) -> PathBuf {
        let mut path = self.path(hash).into_os_string();
        path.push(format!(".{what}"));
        path.into()
    }

    /// Moves a whole, durable file to its place.
    fn settle(&self, file: &File, from: &Path, to: &Path) -> io::Result<()> {
        file.sync_all()?;
        let folder = to.parent().unwrap_or(&self.root);
        make_private(folder)?;
        fs::rename(from, to)?;
        File::open(folder)?.sync_all()
    }
}

impl Place for Folder {
    fn begin(&self) -> io::Result<Incoming> {
        Incoming::begin(self.passing()?)
    }

    fn keep(&self, incoming: Incoming) -> io::Result<ContentHash> {
        let hash = incoming.hash();
        let path = self.path(&hash);
        match File::options().write(true).open(&path) {
            // Kept again: whoever sweeps sees that somebody wants it now.
            Ok(kept) if kept.metadata()?.len() == incoming.length() => {
                kept.set_modified(incoming.file.metadata()?.modified()?)?;
            }
            _ => self.settle(&incoming.file, &incoming.path, &path)?,
        }
        Ok(hash)
    }

    fn open(&self, hash: &ContentHash) -> io::Result<File> {
        File::open(self.path(hash))
    }

    fn exists(&self, hash: &ContentHash) -> bool {
        self.path(hash).is_file()
    }

    fn remove(&self, hash: &ContentHash) -> io::Result<()> {
        let path = self.path(hash);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(&self.root);
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&name) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn keep_beside(&self, hash: &ContentHash, what: &str, bytes: &[u8]) -> io::Result<()> {
        let mut incoming = self.begin()?;
        incoming.write_all(bytes)?;
        self.settle(&incoming.file, &incoming.path, &self.beside(hash, what))
    }

    fn read_beside(&self, hash: &ContentHash, what: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.beside(hash, what)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list_before(&self, moment: SystemTime) -> io::Result<Vec<ContentHash>> {
        let mut found = Vec::new();
        let folders = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            folders => folders?,
        };
        for folder in folders {
            let folder = folder?;
            let first = folder.file_name().to_string_lossy().into_owned();
            if first == PASSING {
                forget_left_over(&folder.path(), moment)?;
                continue;
            }
            for entry in fs::read_dir(folder.path())? {
                let entry = entry?;
                let Ok(hash) = format!("{first}{}", entry.file_name().to_string_lossy()).parse() else { continue };
                if entry.metadata()?.modified()? < moment {
                    found.push(hash);
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Passing files of a program that was killed.
fn forget_left_over(folder: &Path, moment: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.metadata()?.modified()? < moment {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Reads all of a file that is known to be small enough.
pub fn read_whole(mut file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn vault() -> (Folder, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        (Folder::below(folder.path()), folder)
    }

    fn keep(vault: &Folder, bytes: &[u8]) -> ContentHash {
        let mut incoming = vault.begin().unwrap();
        incoming.write_all(bytes).unwrap();
        vault.keep(incoming).unwrap()
    }

    #[test]
    fn bytes_are_found_again_under_their_hash_and_kept_once() {
        let (vault, folder) = vault();
        let hash = keep(&vault, b"minutes");
        assert_eq!(hash.0, *blake3::hash(b"minutes").as_bytes());
        assert_eq!(keep(&vault, b"minutes"), hash);
        assert_eq!(read_whole(vault.open(&hash).unwrap()).unwrap(), b"minutes");
        let text = hash.to_string();
        assert!(folder.path().join("files").join(&text[..2]).join(&text[2..]).is_file());
        assert_eq!(fs::read_dir(folder.path().join("files/.incoming")).unwrap().count(), 0, "nothing passing stays");
        assert_eq!(text.parse(), Ok(hash));
    }

    #[test]
    fn what_was_given_up_leaves_nothing() {
        let (vault, folder) = vault();
        let mut incoming = vault.begin().unwrap();
        incoming.write_all(b"half").unwrap();
        drop(incoming);
        assert_eq!(fs::read_dir(folder.path().join("files/.incoming")).unwrap().count(), 0);
        assert!(vault.list_before(SystemTime::UNIX_EPOCH).unwrap().is_empty());
    }

    #[test]
    fn what_a_killed_program_left_half_sent_goes_after_a_day() {
        let (vault, _folder) = vault();
        let mut incoming = vault.begin().unwrap();
        incoming.write_all(b"half").unwrap();
        let path = incoming.path.clone();
        // As if the program had ended without a word.
        std::mem::forget(incoming);
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        vault.list_before(modified).unwrap();
        assert!(path.exists(), "it may still be coming");
        vault.list_before(modified + Duration::from_secs(1)).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn bytes_go_with_what_was_made_of_them() {
        let (vault, _folder) = vault();
        let hash = keep(&vault, b"picture");
        vault.keep_beside(&hash, "preview", b"small").unwrap();
        assert_eq!(vault.read_beside(&hash, "preview").unwrap().as_deref(), Some(&b"small"[..]));
        vault.remove(&hash).unwrap();
        vault.remove(&hash).unwrap();
        assert!(!vault.exists(&hash));
        assert_eq!(vault.read_beside(&hash, "preview").unwrap(), None);
    }

    #[test]
    fn only_what_is_old_is_listed_and_keeping_again_makes_it_young() {
        let (vault, _folder) = vault();
        let (old, young) = (keep(&vault, b"old"), keep(&vault, b"young"));
        vault.keep_beside(&old, "preview", b"small").unwrap();
        let yesterday = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for hash in [&old, &young] {
            File::options().write(true).open(vault.path(hash)).unwrap().set_modified(yesterday).unwrap();
        }
        keep(&vault, b"young");
        assert_eq!(vault.list_before(yesterday + Duration::from_secs(1)).unwrap(), [old]);
    }
}
