//! What the doctor knows about a set-up, and what it says.

use std::net::{IpAddr, SocketAddr};

use jiff::Timestamp;
use serde::Serialize;
use thai::Bilingual;

use super::manifest::LastBackup;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// As it should be.
    Fine,
    /// It works, but somebody should look at it.
    Warning,
    /// It does not work, or is not safe.
    Wrong,
}

/// What is said about one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A word for machines.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub what: Bilingual,
    /// What to do; empty where nothing is to be done.
    pub cure: Bilingual,
}

/// Everything that was looked at.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The moment.
    pub now: Timestamp,
    /// The machine's time zone, if it tells.
    pub time_zone: Option<String>,
    /// The data folder.
    pub folder: FolderFacts,
    /// The database, or why it does not answer.
    pub database: Result<DatabaseFacts, String>,
    /// The signing key.
    pub key: KeyFacts,
    /// The backup made last.
    pub backup: Option<LastBackup>,
    /// How the program listens.
    pub net: NetFacts,
    /// Where the virus scanner listens, and whether it answers; nothing if none is set.
    pub scanner: Option<(String, Result<(), String>)>,
    /// How many files the program may hold open, if the system tells.
    pub open_files: Option<u64>,
    /// Variables that look like settings and are none.
    pub unknown_variables: Vec<String>,
}

/// The data folder.
#[derive(Clone, Debug)]
pub struct FolderFacts {
    /// Where it is.
    pub path: String,
    /// Is it there?
    pub exists: bool,
    /// Could a file be made in it?
    pub writable: bool,
    /// May others than its owner look into it?
    pub open_to_others: bool,
    /// Files in it that belong to somebody else than the folder.
    pub foreign: Vec<String>,
    /// Free bytes of its disk.
    pub free: Option<u64>,
}

/// The database.
#[derive(Clone, Debug)]
pub struct DatabaseFacts {
    /// Is it the embedded one?
    pub embedded: bool,
    /// The engine's version.
    pub version: String,
    /// SQLite's journal mode.
    pub journal: Option<String>,
    /// How large it is.
    pub bytes: u64,
    /// The server's clock.
    pub clock: Option<Timestamp>,
    /// Steps of the schema that were applied.
    pub applied: Vec<i64>,
    /// Steps that this program knows.
    pub known: Vec<i64>,
    /// What the engine finds damaged.
    pub damage: Vec<String>,
    /// What it holds; none while the schema is not there or newer.
    pub content: Option<ContentFacts>,
}

/// What the database holds, as far as the set-up is concerned.
#[derive(Clone, Debug, Default)]
pub struct ContentFacts {
    /// The time of the newest entry of the audit log.
    pub last_entry: Option<Timestamp>,
    /// Are the sample agencies in it?
    pub demonstration: bool,
    /// How many agencies there are.
    pub agencies: i64,
    /// Keys of agencies in which nobody can administer.
    pub without_administrator: Vec<String>,
    /// Open accounts that never set a password and hold no link that still works.
    pub stranded_accounts: i64,
    /// Chains with entries that should have been signed by now.
    pub unsigned_chains: i64,
    /// The public key of the newest head.
    pub signed_with: Option<[u8; 32]>,
}

/// The signing key.
#[derive(Clone, Debug)]
pub enum KeyFacts {
    /// There is none.
    Missing,
    /// It cannot be read, and why.
    Unreadable(String),
    /// It is there.
    There {
        /// Its public half.
        public: [u8; 32],
        /// May others read it?
        open_to_others: bool,
    },
}

/// How the program listens.
#[derive(Clone, Debug)]
pub struct NetFacts {
    /// Address and port.
    pub address: SocketAddr,
    /// The address that visitors use.
    pub public_url: String,
    /// The proxy that is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// Where figures are read.
    pub metrics_listen: Option<SocketAddr>,
    /// Who has the port.
    pub port: Port,
}

/// Who has a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Port {
    /// Nobody: the program does not run.
    Free,
    /// This program, and it answers.
    Ours,
    /// Somebody else.
    Taken,
    /// It may not be used, and why.
    Refused(String),
}

impl Finding {
    /// As it should be.
    pub fn fine(code: &'static str, what: Bilingual) -> Self {
        Self { code, severity: Severity::Fine, what, cure: Bilingual::default() }
    }

    /// Somebody should look at it.
    pub fn warning(code: &'static str, what: Bilingual, cure: Bilingual) -> Self {
        Self { code, severity: Severity::Warning, what, cure }
    }

    /// It does not work, or is not safe.
    pub fn wrong(code: &'static str, what: Bilingual, cure: Bilingual) -> Self {
        Self { code, severity: Severity::Wrong, what, cure }
    }
}
