//! The way from an earlier release: its database, as it was, opened by this program. CONTRIBUTING.md says how to add the
//! database of a release.

use std::{io::Read, path::PathBuf};

use db::Engine;
use prongsai::{
    app,
    audit_log::cli::check,
    kit::{Role, audit::head::Head},
};

use crate::{helpers::Office, story};

/// Releases whose databases are kept, oldest first.
const RELEASES: [&str; 1] = ["0.1.0"];

fn file(release: &str, name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/releases")).join(release);
    std::fs::read(folder.join(name)).expect("a file of the release")
}

fn dump(release: &str, engine: &str) -> String {
    let packed = file(release, &format!("{engine}.sql.gz"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).expect("a dump");
    text
}

async fn opens(engine: Engine, name: &str) {
    for release in RELEASES {
        let office = Office::of_release(engine, &dump(release, name)).await;
        assert_eq!(office.app.database.applied().await.unwrap(), app::known_migrations(engine), "{release}");
        let head: Head = serde_json::from_slice(&file(release, &format!("{name}-head.json"))).unwrap();
        let chains = check(&office.app.database, None, std::slice::from_ref(&head), None).await.unwrap();
        assert_eq!(chains.len(), 4);
        for (chain, findings) in &chains {
            assert_eq!(findings.faults, [], "{release}: {chain:?}");
        }
        let mut coordinator = office.sign_in(Role::Coordinator).await;
        for page in [
            "/office",
            "/office/scores",
            "/office/scores/2564",
            "/office/scores/2564/gaps",
            "/office/measures",
            "/office/report",
            "/office/report/2565",
            "/office/report/2565/report.pdf",
            "/office/organisation",
        ] {
            assert_eq!(coordinator.get(page).await.status, 200, "{release}: {page}");
        }
        let mut auditor = office.sign_in(Role::Auditor).await;
        assert_eq!(auditor.get("/office/audit").await.all(".timeline > li").len(), 25, "{release}");
        assert_eq!(office.anonymous().get("/demo").await.status, 200, "{release}");
        // What was there can be changed, and the chain goes on.
        let mut administrator = office.sign_in(Role::Administrator).await;
        administrator.get("/office/organisation").await;
        let fields = [("name_th", "ฝ่ายหลังปรับรุ่น"), ("name_en", "After the upgrade"), ("telephone", "")];
        assert_eq!(administrator.post("/office/organisation/units", &fields).await.status, 303, "{release}");
        let again = check(&office.app.database, Some("demo"), &[head], None).await.unwrap();
        assert_eq!(again[0].1.faults, [], "{release}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_database_of_an_earlier_release_opens() {
    opens(Engine::Sqlite, "sqlite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_postgresql_database_of_an_earlier_release_opens() {
    opens(Engine::Postgres, "postgres").await;
}

#[test]
fn every_step_of_the_schema_is_in_both_engines() {
    assert_eq!(app::known_migrations(Engine::Sqlite), app::known_migrations(Engine::Postgres));
}

story!(a_database_that_a_newer_program_used_is_refused_and_left_alone, office, {
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'later', TRUE, '\\x00', 0)";
    office.app.database.administer(later).await.unwrap();
    let error = app::open(&office.place()).await.unwrap_err().to_string();
    assert!(error.contains("newer program (schema step 9999)") && error.contains(app::VERSION), "{error}");
    assert_eq!(office.app.database.applied().await.unwrap().last(), Some(&9999));
});
