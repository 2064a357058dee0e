//! What is in a backup, and which of it may be brought back.

use std::path::{Component, Path};

use db::Uuid;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The layout of backups that this program writes and reads.
pub const FORMAT: u32 = 1;
/// The first entry of a backup.
pub const MANIFEST: &str = "manifest.json";
/// The embedded database.
pub const DATABASE: &str = "prongsai.db";
/// A copy of the settings file.
pub const SETTINGS: &str = "prongsai.toml";
/// The folder of uploaded files.
pub const FILES: &str = "files";
/// What the last backup is remembered by, in the data folder.
pub const LAST_BACKUP: &str = "last-backup.json";
/// Held while a backup is made.
pub const LOCK: &str = "backup.lock";
/// Where the copy of the database lies while a backup is made.
pub const IN_PROGRESS: &str = "backup-in-progress";

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout of the file.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last step of the schema, if the database is in it.
    pub schema: Option<i64>,
    /// How many agencies the database holds.
    pub agencies: Option<usize>,
    /// The ends of the chains of the audit log.
    pub heads: Vec<ChainEnd>,
    /// Every file, in the order in which they follow.
    pub files: Vec<Part>,
}

/// The end of a chain of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainEnd {
    /// Whose chain; the nil identifier is the installation's own.
    pub agency: Uuid,
    /// The number of the last entry.
    pub sequence: i64,
    /// Its digest, hexadecimal.
    pub digest: String,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it lies in the data folder, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its BLAKE3 digest, hexadecimal.
    pub blake3: String,
}

/// The backup made last, as the data folder remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When.
    pub made_at: Timestamp,
    /// How large it was.
    pub bytes: u64,
    /// Was the database in it?
    pub with_database: bool,
}

impl Manifest {
    /// Is the database in it?
    pub fn has_database(&self) -> bool {
        self.files.iter().any(|part| part.path == DATABASE)
    }

    /// How large everything in it is.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|part| part.bytes).sum()
    }
}

/// May a file of a backup be written to this place below the data folder? Only what backups hold, and nothing that
/// leads out of the folder.
pub fn is_safe(path: &str) -> bool {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let known = [DATABASE, SETTINGS, crate::app::SIGNING_KEY].contains(&path);
    plain && !path.is_empty() && !path.contains('\\') && (known || path.starts_with("files/"))
}

/// Does this entry of the data folder belong to no backup, and why should nobody miss it? The rest of the folder is
/// ours to keep or to name as left out.
pub fn is_passing(name: &str) -> bool {
    let beside_database = name.strip_prefix(DATABASE).is_some_and(|rest| ["-wal", "-shm", "-journal"].contains(&rest));
    beside_database || [LAST_BACKUP, LOCK, IN_PROGRESS].contains(&name)
}

/// What the names of all backups of a data folder begin with, and those without a database apart: several
/// installations may keep theirs side by side.
pub fn series(folder: &Path, files_only: bool) -> String {
    let place = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let mark = &blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex()[..8];
    format!("prongsai-{mark}{}", if files_only { "-files" } else { "" })
}

/// The name of a backup made at a moment, so that names of a series sort as time does.
pub fn file_name(series: &str, made_at: Timestamp) -> String {
    format!("{series}-{}.age", made_at.strftime("%Y-%m-%dT%H%M%SZ"))
}

/// Which backups of a series go when only its newest `keep` stay. Other files are nobody's business here.
pub fn to_remove(series: &str, mut names: Vec<String>, keep: usize) -> Vec<String> {
    let ours = |name: &String| {
        let moment = name.strip_prefix(series).and_then(|rest| rest.strip_prefix('-')?.strip_suffix("Z.age"));
        moment.is_some_and(|moment| moment.len() == 17 && moment.starts_with("20"))
    };
    names.retain(ours);
    names.sort();
    names.truncate(names.len().saturating_sub(keep));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside_the_folder() {
        for good in ["prongsai.db", "audit-signing.key", "prongsai.toml", "files/a/b.pdf"] {
            assert!(is_safe(good), "{good}");
        }
        for bad in
            ["../x", "/etc/passwd", "files/../../x", "", "files\\..\\x", "other", "prongsai.db-wal", "./prongsai.db"]
        {
            assert!(!is_safe(bad), "{bad}");
        }
    }

    #[test]
    fn the_newest_backups_stay_and_other_files_are_left_alone() {
        let day = |n: i64| Timestamp::from_second(1_800_000_000 + n * 86_400).unwrap();
        let of_folder = series(Path::new("one"), false);
        let (other, files) = (series(Path::new("other"), false), series(Path::new("one"), true));
        let mut names: Vec<String> = (0..4).map(|n| file_name(&of_folder, day(n))).collect();
        names.extend([file_name(&other, day(0)), file_name(&files, day(0))]);
        names.push("prongsai-notes.age".into());
        names.push("holiday.jpg".into());
        names.reverse();
        let old = [file_name(&of_folder, day(0)), file_name(&of_folder, day(1))];
        assert_eq!(to_remove(&of_folder, names.clone(), 2), old);
        assert_eq!(to_remove(&of_folder, names, 9), [""; 0]);
    }
}
