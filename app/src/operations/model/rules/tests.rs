use super::*;
use crate::operations::model::manifest::LastBackup;

const NOW: &str = "2026-11-23T03:00:00Z";

/// A set-up about which there is nothing to say.
fn good() -> Facts {
    let now: Timestamp = NOW.parse().unwrap();
    Facts {
        now,
        time_zone: Some("Asia/Bangkok".into()),
        folder: FolderFacts {
            path: "/var/lib/prongsai".into(),
            exists: true,
            writable: true,
            open_to_others: false,
            foreign: Vec::new(),
            free: Some(50_000_000_000),
        },
        database: Ok(DatabaseFacts {
            embedded: true,
            version: "3.50.4".into(),
            journal: Some("wal".into()),
            bytes: 10_000_000,
            clock: None,
            applied: vec![1, 2],
            known: vec![1, 2],
            damage: Vec::new(),
            content: Some(ContentFacts {
                last_entry: Some(now - SignedDuration::from_mins(5)),
                agencies: 3,
                signed_with: Some([7; 32]),
                ..ContentFacts::default()
            }),
        }),
        key: KeyFacts::There { public: [7; 32], open_to_others: false },
        backup: Some(LastBackup { made_at: now - SignedDuration::from_hours(9), bytes: 1, with_database: true }),
        net: NetFacts {
            address: "127.0.0.1:8080".parse().unwrap(),
            public_url: "https://ita.example.go.th".into(),
            trusted_proxy: Some("127.0.0.1".parse().unwrap()),
            metrics_listen: Some("127.0.0.1:9090".parse().unwrap()),
            port: Port::Ours,
        },
        scanner: Some(("/run/clamav/clamd.ctl".into(), Ok(()))),
        open_files: Some(65_536),
        unknown_variables: Vec::new(),
    }
}

/// The facts of a good set-up with one thing changed give exactly this finding, and nothing else is found.
#[track_caller]
fn finds(code: &str, severity: Severity, change: impl FnOnce(&mut Facts)) {
    let mut facts = good();
    change(&mut facts);
    let findings = examine(&facts);
    let bad: Vec<_> = findings.iter().filter(|finding| finding.severity != Severity::Fine).collect();
    assert_eq!(bad.iter().map(|finding| (finding.code, finding.severity)).collect::<Vec<_>>(), [(code, severity)]);
    for text in [&bad[0].what, &bad[0].cure] {
        assert!(!text.th.is_empty() && !text.en.is_empty(), "{code} has no sentence or no cure");
    }
    assert_eq!(verdict(&findings), severity);
}

fn database(facts: &mut Facts) -> &mut DatabaseFacts {
    facts.database.as_mut().unwrap()
}

fn content(facts: &mut Facts) -> &mut ContentFacts {
    database(facts).content.as_mut().unwrap()
}

#[test]
fn a_good_set_up_is_fine() {
    let findings = examine(&good());
    assert!(findings.len() >= 18, "only {} matters were looked at", findings.len());
    assert_eq!(verdict(&findings), Severity::Fine);
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), findings.len(), "every matter has a code of its own");
}

#[test]
fn the_folder_is_looked_at() {
    finds("folder", Severity::Wrong, |facts| facts.folder.exists = false);
    finds("folder", Severity::Wrong, |facts| facts.folder.writable = false);
    finds("folder", Severity::Warning, |facts| facts.folder.open_to_others = true);
    finds("owners", Severity::Wrong, |facts| facts.folder.foreign = vec!["prongsai.db-wal".into()]);
    finds("space", Severity::Wrong, |facts| facts.folder.free = Some(50_000_000));
    finds("space", Severity::Warning, |facts| facts.folder.free = Some(500_000_000));
    finds("space", Severity::Warning, |facts| database(facts).bytes = 40_000_000_000);
}

#[test]
fn the_database_is_looked_at() {
    finds("database", Severity::Wrong, |facts| facts.database = Err("connection refused".into()));
    finds("engine", Severity::Wrong, |facts| database(facts).journal = Some("delete".into()));
    finds("engine", Severity::Wrong, |facts| {
        let database = database(facts);
        (database.embedded, database.journal, database.version) = (false, None, "13.4".into());
    });
    finds("schema", Severity::Wrong, |facts| database(facts).applied.push(9));
    finds("schema", Severity::Warning, |facts| database(facts).known.push(3));
    finds("schema", Severity::Warning, |facts| {
        let database = database(facts);
        (database.applied, database.content) = (Vec::new(), None);
        facts.key = KeyFacts::Missing;
    });
    finds("damage", Severity::Wrong, |facts| database(facts).damage = vec!["row 1 missing from index x".into()]);
    finds("server_clock", Severity::Warning, |facts| {
        database(facts).clock = Some(facts.now + SignedDuration::from_mins(10));
    });
}

#[test]
fn what_it_holds_is_looked_at() {
    finds("clock", Severity::Wrong, |facts| {
        content(facts).last_entry = Some(facts.now + SignedDuration::from_hours(7));
    });
    finds("demonstration", Severity::Wrong, |facts| content(facts).demonstration = true);
    finds("administrators", Severity::Warning, |facts| content(facts).agencies = 0);
    finds("administrators", Severity::Warning, |facts| content(facts).without_administrator = vec!["north".into()]);
    finds("accounts", Severity::Warning, |facts| content(facts).stranded_accounts = 2);
    finds("heads", Severity::Warning, |facts| content(facts).unsigned_chains = 1);
}

#[test]
fn backups_and_the_key_are_looked_at() {
    finds("backup", Severity::Warning, |facts| facts.backup = None);
    finds("backup", Severity::Warning, |facts| {
        facts.backup.as_mut().unwrap().made_at = facts.now - SignedDuration::from_hours(72);
    });
    finds("backup", Severity::Warning, |facts| facts.backup.as_mut().unwrap().with_database = false);
    finds("key", Severity::Wrong, |facts| facts.key = KeyFacts::Missing);
    finds("key", Severity::Wrong, |facts| facts.key = KeyFacts::Unreadable("permission denied".into()));
    finds("key", Severity::Wrong, |facts| facts.key = KeyFacts::There { public: [7; 32], open_to_others: true });
    finds("key", Severity::Warning, |facts| facts.key = KeyFacts::There { public: [8; 32], open_to_others: false });
}

#[test]
fn the_way_to_visitors_is_looked_at() {
    finds("public_url", Severity::Wrong, |facts| facts.net.public_url = "http://ita.example.go.th".into());
    finds("public_url", Severity::Warning, |facts| facts.net.public_url = "http://127.0.0.1:8080".into());
    finds("public_url", Severity::Wrong, |facts| {
        facts.net.public_url = "http://127.0.0.1:8080".into();
        facts.net.address = "0.0.0.0:8080".parse().unwrap();
        facts.net.trusted_proxy = None;
    });
    finds("proxy", Severity::Warning, |facts| facts.net.trusted_proxy = None);
    finds("proxy", Severity::Warning, |facts| facts.net.address = "0.0.0.0:8080".parse().unwrap());
    for outside in ["0.0.0.0:9090", "[::]:9090", "203.0.113.7:9090", "[2001:db8::1]:9090"] {
        finds("metrics", Severity::Warning, |facts| facts.net.metrics_listen = Some(outside.parse().unwrap()));
    }
    for inner in ["10.1.2.3:9090", "172.16.0.9:9090", "192.168.1.5:9090", "[::1]:9090", "[fd00::1]:9090"] {
        let mut facts = good();
        facts.net.metrics_listen = Some(inner.parse().unwrap());
        assert_eq!(verdict(&examine(&facts)), Severity::Fine, "{inner}");
    }
    finds("port", Severity::Warning, |facts| facts.net.port = Port::Free);
    finds("port", Severity::Wrong, |facts| facts.net.port = Port::Taken);
    finds("port", Severity::Wrong, |facts| facts.net.port = Port::Refused("permission denied".into()));
}

#[test]
fn the_machine_is_looked_at() {
    finds("open_files", Severity::Warning, |facts| facts.open_files = Some(256));
    finds("clamd", Severity::Wrong, |facts| {
        facts.scanner = Some(("127.0.0.1:3310".into(), Err("connection refused".into())));
    });
    finds("variables", Severity::Warning, |facts| facts.unknown_variables = vec!["PRONGSAI_LISTN".into()]);
    let mut elsewhere = good();
    elsewhere.time_zone = None;
    assert_eq!(verdict(&examine(&elsewhere)), Severity::Fine, "the program goes by Thai days anyway");
}
