//! Gathering what the doctor's rules are about. Nothing is changed, and what cannot be looked at is a fact too.

use std::{
    fs,
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    time::Duration,
};

use db::{Database, Engine};
use jiff::{SignedDuration, Timestamp};

use super::backup::{free_space, last_backup};
use crate::{
    app::{self, SIGNING_KEY},
    config::{DataPlace, Files, Listen, Watch, unknown_variables, without_password},
    demo,
    kit::audit::head::Signer,
    operations::{
        model::{
            finding::{ContentFacts, DatabaseFacts, Facts, FolderFacts, KeyFacts, NetFacts, Port},
            manifest::{DATABASE, is_passing},
        },
        store,
    },
};

const PATIENCE: Duration = Duration::from_secs(2);
/// Heads are signed once a day; an entry older than this without one was missed.
const SIGNED_WITHIN: SignedDuration = SignedDuration::from_hours(26);

/// The set-up that is looked at.
pub struct Setup<'a> {
    /// Where the data are.
    pub place: &'a DataPlace,
    /// How the program listens.
    pub listen: &'a Listen,
    /// What it tells about itself.
    pub watch: &'a Watch,
    /// How files are taken.
    pub files: &'a Files,
    /// The moment.
    pub now: Timestamp,
}

/// Looks at everything.
pub async fn gather(setup: Setup<'_>) -> Facts {
    let folder = &setup.place.folder;
    let embedded = setup.place.url.starts_with("sqlite:");
    let database = match embedded && !folder.join(DATABASE).is_file() {
        true => Err(format!("{} is not there", folder.join(DATABASE).display())),
        false => database(&setup.place.url, setup.now).await,
    };
    Facts {
        now: setup.now,
        time_zone: jiff::tz::TimeZone::system().iana_name().map(str::to_owned),
        folder: look_at_folder(folder),
        database,
        key: key(folder),
        backup: last_backup(folder),
        net: NetFacts {
            address: setup.listen.address,
            public_url: setup.listen.public_url.clone(),
            trusted_proxy: setup.listen.trusted_proxy,
            metrics_listen: setup.watch.metrics_listen,
            port: port(setup.listen.address),
        },
        scanner: match &setup.files.clamd {
            Some(scanner) => Some((scanner.to_string(), scanner.answers().await)),
            None => None,
        },
        open_files: open_files(),
        unknown_variables: unknown_variables(std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned())),
    }
}

async fn database(url: &str, now: Timestamp) -> Result<DatabaseFacts, String> {
    let why = |error: db::Error| {
        let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        cause.replace(url, &without_password(url))
    };
    let database = Database::open(url).await.map_err(why)?;
    let facts = database_facts(&database, now).await.map_err(why);
    database.close().await;
    facts
}

async fn database_facts(database: &Database, now: Timestamp) -> db::Result<DatabaseFacts> {
    let about = database.about().await?;
    let applied = database.applied().await?;
    let known = app::known_migrations(database.engine());
    // A newer schema may have other tables; an empty one has none.
    let readable = applied.last().is_some_and(|applied| known.last().is_some_and(|known| applied <= known));
    Ok(DatabaseFacts {
        embedded: database.engine() == Engine::Sqlite,
        version: about.version,
        journal: about.journal,
        bytes: about.bytes,
        clock: about.clock,
        damage: database.damage(false).await?,
        content: if readable { Some(content(database, now).await?) } else { None },
        applied,
        known,
    })
}

async fn content(database: &Database, now: Timestamp) -> db::Result<ContentFacts> {
    let mut connection = database.read().await?;
    Ok(ContentFacts {
        last_entry: store::last_entry(&mut connection).await?,
        demonstration: store::is_demonstration(&mut connection, demo::AGENCY).await?,
        agencies: store::count_agencies(&mut connection).await?,
        without_administrator: store::list_without_administrator(&mut connection, crate::kit::clock::day_of(now))
            .await?,
        stranded_accounts: store::count_stranded(&mut connection, now).await?,
        unsigned_chains: store::count_unsigned(&mut connection, now - SIGNED_WITHIN).await?,
        signed_with: store::last_signature(&mut connection).await?.map(|signed| signed.public_key),
    })
}

fn look_at_folder(folder: &Path) -> FolderFacts {
    let path = folder.display().to_string();
    let Ok(metadata) = fs::metadata(folder) else {
        return FolderFacts {
            path,
            exists: false,
            writable: false,
            open_to_others: false,
            foreign: Vec::new(),
            free: None,
        };
    };
    FolderFacts {
        path,
        exists: true,
        writable: is_writable(folder),
        open_to_others: is_open(&metadata),
        foreign: foreign(folder, &metadata),
        free: free_space(folder),
    }
}

fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&probe).is_ok();
    let _ = fs::remove_file(&probe);
    written
}

#[cfg(unix)]
fn is_open(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open(_: &fs::Metadata) -> bool {
    false
}

/// Files of the folder that belong to somebody else than it does.
#[cfg(unix)]
fn foreign(folder: &Path, metadata: &fs::Metadata) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    let mut found: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.metadata().is_ok_and(|file| file.uid() != metadata.uid()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(DATABASE) || name == SIGNING_KEY || !is_passing(name))
        .collect();
    found.sort();
    found
}

#[cfg(not(unix))]
fn foreign(_: &Path, _: &fs::Metadata) -> Vec<String> {
    Vec::new()
}

fn key(folder: &Path) -> KeyFacts {
    let file = folder.join(SIGNING_KEY);
    match Signer::find_public_key(&file) {
        Ok(None) => KeyFacts::Missing,
        Ok(Some(public)) => {
            KeyFacts::There { public, open_to_others: fs::metadata(&file).is_ok_and(|metadata| is_open(&metadata)) }
        }
        Err(error) => KeyFacts::Unreadable(error.to_string()),
    }
}

/// Who has the port: whoever answers at `/health` as this program does.
fn port(address: SocketAddr) -> Port {
    match TcpListener::bind(address) {
        Ok(_) => Port::Free,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let reachable = if address.ip().is_unspecified() {
                SocketAddr::from(([127, 0, 0, 1], address.port()))
            } else {
                address
            };
            if answers(reachable).unwrap_or(false) { Port::Ours } else { Port::Taken }
        }
        Err(error) => Port::Refused(error.to_string()),
    }
}

fn answers(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET /health HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer)?;
    Ok(answer.contains(" 200 ") && answer.ends_with("ok\n"))
}

/// The limit that systems like Linux tell in `/proc`.
fn open_files() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}
