//! Backups: made while others write, brought back whole, and refused with a sentence when they are not.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use db::{Database, Engine, sql, values};
use prongsai::{
    audit_log::cli::check,
    demo,
    kit::audit::Actor,
    organisation::{self, NewUnit},
};
use tempfile::TempDir;

use crate::helpers::{Office, postgres};

fn prongsai(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prongsai"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PRONGSAI_")) {
        command.env_remove(name);
    }
    command.env("LANG", "C.UTF-8").args(arguments).output().expect("running the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs a command that must succeed; returns what it says.
#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = prongsai(arguments);
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// Runs a command that must be refused with this exit code and these words.
#[track_caller]
fn refused(arguments: &[&str], code: i32, words: &str) {
    let output = prongsai(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}{said}", text(&output.stdout));
    assert!(said.contains(words) && !said.contains("panicked"), "{arguments:?} said: {said}");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of plain letters")
}

/// A pair of keys: the file with the secret one, and the recipient.
fn keys(folder: &TempDir) -> (PathBuf, String) {
    let file = folder.path().join(format!("key-{}.txt", db::Uuid::now_v7().simple()));
    let recipient = succeeds(&["backup", "keygen", "--to", path(&file)]).trim().to_owned();
    assert!(recipient.starts_with("age1"), "{recipient}");
    (file, recipient)
}

async fn add_unit(office: &Office, name: String) {
    let mut tx = office.app.database.write().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut tx, demo::AGENCY).await.unwrap().unwrap().id;
    let unit = NewUnit { name: thai::Bilingual::new(name.clone(), name), telephone: String::new() };
    organisation::add_unit(&mut tx, &Actor::program(), agency, unit, office.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_documents_come_back_with_a_backup_and_what_is_passing_stays_out() {
    let office = Office::open(Engine::Sqlite).await;
    let hash = office.app.vault.keep(b"kept evidence".to_vec()).await.unwrap();
    let passing = office.folder().join("files/.incoming/half-sent");
    std::fs::write(&passing, b"half").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    let file = elsewhere.path().join("files.age");
    let restored = elsewhere.path().join("restored");
    succeeds(&["backup", "--data", path(office.folder()), "--to", path(&file), "--recipient", &recipient]);
    succeeds(&["restore", path(&file), "--data", path(&restored), "--identity", path(&identity)]);
    let vault = prongsai::kit::Vault::in_folder(&restored);
    assert_eq!(std::io::read_to_string(vault.place().open(&hash).unwrap()).unwrap(), "kept evidence");
    assert!(!restored.join("files/.incoming").exists(), "what was passing is no part of a backup");
}

fn mode(file: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).unwrap().permissions()) & 0o777
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_others_write_comes_back_whole() {
    let office = Arc::new(Office::open(Engine::Sqlite).await);
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    assert_eq!(mode(&identity), 0o600);
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (office, stop) = (office.clone(), stop.clone());
        async move {
            let mut count = 0;
            while !stop.load(Ordering::Relaxed) {
                add_unit(&office, format!("ฝ่ายที่ {count}")).await;
                count += 1;
            }
            count
        }
    });
    let data = office.folder().to_owned();
    let file = elsewhere.path().join("first.age");
    let made = tokio::task::spawn_blocking({
        let (data, file, recipient) = (data.clone(), file.clone(), recipient.clone());
        move || {
            for _ in 0..3 {
                let _ = std::fs::remove_file(&file);
                succeeds(&["backup", "--data", path(&data), "--to", path(&file), "--recipient", &recipient]);
            }
        }
    });
    made.await.unwrap();
    stop.store(true, Ordering::Relaxed);
    assert!(writer.await.unwrap() > 5, "nothing was written meanwhile");
    assert_eq!(mode(&file), 0o600);
    assert!(!data.join("backup-in-progress").exists(), "the plain copy is gone");
    let restored = elsewhere.path().join("restored");
    let said = succeeds(&["restore", path(&file), "--identity", path(&identity), "--data", path(&restored)]);
    assert!(said.contains("whole") && said.contains("3 agencies"), "{said}");
    assert_eq!(mode(&restored.join("audit-signing.key")), 0o600);
    assert_eq!(mode(&restored), 0o700);
    succeeds(&["audit", "verify", "--data", path(&restored)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_back_is_what_was_there() {
    let office = Office::open(Engine::Sqlite).await;
    std::fs::create_dir_all(office.folder().join("files/a")).unwrap();
    std::fs::write(office.folder().join("files/a/evidence.pdf"), b"%PDF evidence").unwrap();
    std::fs::write(office.folder().join("notes.txt"), b"mine").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    let (_, second) = keys(&elsewhere);
    let folder = elsewhere.path().join("backups");
    std::fs::create_dir(&folder).unwrap();
    let data = path(office.folder());
    let both = ["--recipient", &recipient, "--recipient", &second, "--keep", "1"];
    let said = succeeds(&[&["backup", "--data", data, "--to", path(&folder)], &both[..]].concat());
    assert!(said.contains("none of Prongsai's: notes.txt"), "{said}");
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    let file = &names[0];
    let encrypted = std::fs::read(file).unwrap();
    assert!(encrypted.starts_with(b"age-encryption.org/v1"));
    assert!(!encrypted.windows(12).any(|window| window == b"demo.example"), "nothing is readable");
    assert!(succeeds(&["backup", "check", path(file), "--identity", path(&identity)]).contains("whole"));
    let restored = elsewhere.path().join("restored");
    let kept = ["--data", path(&restored), "--keep-sessions"];
    let said = succeeds(&[&["restore", path(file), "--identity", path(&identity)], &kept[..]].concat());
    assert!(!said.contains("sign-ins of then"), "{said}");
    let copy = elsewhere.path().join("copy.db");
    office.app.database.copy_to(&copy).await.unwrap();
    let beyond_header = |file: &Path| std::fs::read(file).unwrap()[100..].to_vec();
    assert!(beyond_header(&copy) == beyond_header(&restored.join("prongsai.db")), "the databases differ");
    assert_eq!(std::fs::read(restored.join("files/a/evidence.pdf")).unwrap(), b"%PDF evidence");
    let key = |folder: &Path| std::fs::read(folder.join("audit-signing.key")).unwrap();
    assert_eq!(key(&restored), key(office.folder()));
    assert!(!restored.join("notes.txt").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_closes_the_ways_in_that_the_backup_holds() {
    let office = Office::open(Engine::Sqlite).await;
    let (.., link) = crate::parts::sample(&office).await;
    assert_eq!(office.anonymous().get(&link).await.status, 200, "the link holds when the backup is made");
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    let file = elsewhere.path().join("open.age");
    succeeds(&["backup", "--data", path(office.folder()), "--to", path(&file), "--recipient", &recipient]);
    let restored = elsewhere.path().join("restored");
    let said = succeeds(&["restore", path(&file), "--identity", path(&identity), "--data", path(&restored)]);
    assert!(said.contains("All sign-ins of then were ended (1)"), "{said}");
    assert!(said.contains("secret links of then closed (1)"), "{said}");
    succeeds(&["audit", "verify", "--data", path(&restored)]);

    let database = Database::open(&format!("sqlite:{}", path(&restored.join("prongsai.db")))).await.unwrap();
    let mut connection = database.read().await.unwrap();
    let sessions = connection.count(sql("SELECT COUNT(*) AS count FROM sessions"), values![]).await.unwrap();
    let links = sql("SELECT COUNT(*) AS count FROM part_links WHERE closed_at IS NULL");
    let links = connection.count(links, values![]).await.unwrap();
    assert_eq!((sessions, links), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_used_is_refused_with_a_sentence_and_leaves_nothing() {
    let office = Office::open(Engine::Sqlite).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    let (other, _) = keys(&elsewhere);
    let (identity, other) = (path(&identity), path(&other));
    let file = elsewhere.path().join("backup.age");
    let data = path(office.folder());
    let make = |to: &Path| prongsai(&["backup", "--data", data, "--to", path(to), "--recipient", &recipient]);
    assert!(make(&file).status.success());
    refused(&["backup", "--data", data, "--to", path(&file), "--recipient", &recipient], 2, "is not overwritten");
    refused(
        &["backup", "--data", data, "--to", "/no/such/folder/x.age", "--recipient", &recipient],
        2,
        "cannot be written",
    );
    refused(&["backup", "--data", data, "--to", "x.age", "--recipient", "age1nonsense"], 2, "is no recipient");
    refused(&["backup", "keygen", "--to", identity], 2, "no key is overwritten");
    refused(&["backup", "--data", "/no/such", "--to", "x.age", "--recipient", &recipient], 2, "there are no data in");
    let target = elsewhere.path().join("target");
    let target = path(&target);
    let bytes = std::fs::read(&file).unwrap();
    let damaged = |name: &str, bytes: Vec<u8>| {
        let file = elsewhere.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        path(&file).to_owned()
    };
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let tries = [
        (damaged("flipped.age", flipped), identity, 1, "damaged or cut off"),
        (damaged("cut.age", bytes[..bytes.len() - 70_000].to_vec()), identity, 1, "damaged or cut off"),
        (damaged("cut-a-little.age", bytes[..bytes.len() - 1].to_vec()), identity, 1, "damaged or cut off"),
        (damaged("none.age", b"hello".to_vec()), identity, 2, "is no encrypted backup"),
        (damaged("empty.age", Vec::new()), identity, 2, "is no encrypted backup"),
        (path(&file).to_owned(), other, 2, "this key does not open this backup"),
        (path(&file).to_owned(), data, 2, "cannot be read"),
        ("/no/such.age".to_owned(), identity, 2, "cannot be read"),
    ];
    for (file, identity, code, words) in &tries {
        refused(&["restore", file, "--identity", identity, "--data", target], *code, words);
        refused(&["backup", "check", file, "--identity", identity], *code, words);
        let left = std::fs::read_dir(target).map(|entries| entries.count()).unwrap_or(0);
        assert_eq!(left, 0, "{file} left something behind");
    }
    refused(&["restore", path(&file), "--identity", identity, "--data", data], 2, "is not empty");
    refused(&["restore", path(&file), "--identity", path(&file), "--data", target], 2, "cannot be read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_newer_program_is_refused() {
    let office = Office::open(Engine::Sqlite).await;
    office
        .app
        .database
        .administer("INSERT INTO _sqlx_migrations VALUES (9999, 'later', '2030-01-01', 1, x'00', 0)")
        .await
        .unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    let file = elsewhere.path().join("backup.age");
    let data = path(office.folder());
    succeeds(&["backup", "--data", data, "--to", path(&file), "--recipient", &recipient]);
    let target = elsewhere.path().join("target");
    let arguments = ["restore", path(&file), "--identity", path(&identity), "--data", path(&target)];
    refused(&arguments, 2, "used by a newer program (schema step 9999)");
    assert!(!target.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_dumped_with_its_own_tools_and_comes_back_whole() {
    let office = Office::open(Engine::Postgres).await;
    add_unit(&office, "ฝ่ายที่สำรองไว้".into()).await;
    let place = office.place();
    let elsewhere = tempfile::tempdir().unwrap();
    let (identity, recipient) = keys(&elsewhere);
    // The program says what to do instead, and saves the rest.
    let file = elsewhere.path().join("rest.age");
    let settings = elsewhere.path().join("prongsai.toml");
    let folder = path(office.folder());
    std::fs::write(&settings, format!("database = \"{}\"\ndata = \"{folder}\"\n", place.url)).unwrap();
    let common = ["--config", path(&settings), "--to", path(&file), "--recipient", &recipient];
    refused(&[&["backup"], &common[..]].concat(), 2, "run pg_dump -Fc");
    succeeds(&[&["backup", "--files-only"], &common[..]].concat());
    let restored = elsewhere.path().join("restored");
    let said = succeeds(&["restore", path(&file), "--identity", path(&identity), "--data", path(&restored)]);
    assert!(said.contains("pg_restore"), "{said}");
    assert!(restored.join("audit-signing.key").is_file() && restored.join("prongsai.toml").is_file());
    // And the database, by the commands of the guide.
    let dump = elsewhere.path().join("database.dump");
    run(Command::new(postgres::program("pg_dump")).args(["-Fc", "--file", path(&dump), &place.url]));
    let name = format!("prongsai_{}", db::Uuid::now_v7().simple());
    let server = Database::open(&postgres::url("postgres")).await.unwrap();
    server.administer(&format!("CREATE DATABASE {name}")).await.unwrap();
    server.close().await;
    let url = postgres::url(&name);
    run(Command::new(postgres::program("pg_restore")).args([
        "--no-owner",
        "--exit-on-error",
        "--dbname",
        &url,
        path(&dump),
    ]));
    let key = std::fs::read(restored.join("audit-signing.key")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("audit-signing.key"), key).unwrap();
    let again = Office::on(url, folder).await;
    assert_eq!(again.app.signer.public_key(), office.app.signer.public_key());
    let chains = check(&again.app.database, None, &[], Some(again.app.signer.public_key())).await.unwrap();
    assert_eq!(chains.len(), 14);
    assert!(chains.iter().all(|(_, findings)| findings.faults.is_empty()));
    let page = again.sign_in(prongsai::kit::Role::Administrator).await.get("/office/organisation").await;
    assert!(page.visible_text().contains("ฝ่ายที่สำรองไว้"));
}

fn run(command: &mut Command) {
    let output = command.output().expect("a program of PostgreSQL");
    assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
}
