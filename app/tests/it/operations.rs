//! Running an installation: the doctor, the settings, the figures, and what visitors see when the database is gone.

use std::{
    collections::BTreeSet,
    process::{Command, Output},
};

use axum::{body::Body, http::Request};
use db::{Database, Engine};
use prongsai::{
    kit::Role,
    operations::{
        actions::examine::{Setup, gather},
        metrics,
        model::{
            finding::Severity,
            rules::{examine, verdict},
        },
    },
    routes::routes,
};
use tower::ServiceExt;

use crate::{helpers::Office, helpers::postgres, samples, story};

fn prongsai(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prongsai"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PRONGSAI_")) {
        command.env_remove(name);
    }
    command
        .env("LANG", "C.UTF-8")
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .expect("running the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

// the doctor ---------------------------------------------------------------------------------------------------------

story!(the_doctor_looks_at_a_set_up_on_either_database, office, {
    let now = office.app.clock.now();
    prongsai::jobs::run_once(&office.app).await.unwrap();
    let place = office.place();
    let listen = prongsai::config::ListenOptions::default().decide(None).unwrap();
    let watch = prongsai::config::WatchOptions::default().decide(None).unwrap();
    let files = prongsai::config::Files { clamd: None, largest_file: 20 };
    let facts = gather(Setup { place: &place, listen: &listen, watch: &watch, files: &files, now }).await;
    let database = facts.database.as_ref().expect("the database answers");
    assert_eq!(database.applied, database.known);
    assert_eq!(database.embedded, office.app.database.engine() == Engine::Sqlite);
    let content = database.content.as_ref().expect("a schema of this program");
    assert_eq!((content.agencies, content.demonstration, content.unsigned_chains), (13, true, 0));
    assert_eq!(content.signed_with, Some(office.app.signer.public_key()));
    let findings = examine(&facts);
    let wrong: Vec<_> = findings.iter().filter(|f| f.severity == Severity::Wrong).map(|f| f.code).collect();
    assert_eq!(wrong, ["demonstration"], "{findings:?}");
    // Two days later nobody has signed what was done on the first.
    let mut administrator = office.sign_in(Role::Administrator).await;
    administrator.get("/office/organisation").await;
    let fields = [("name_th", "ฝ่ายใหม่"), ("name_en", "New"), ("telephone", "")];
    assert_eq!(administrator.post("/office/organisation/units", &fields).await.status, 303);
    let later = now + jiff::SignedDuration::from_hours(48);
    let facts = gather(Setup { place: &place, listen: &listen, watch: &watch, files: &files, now: later }).await;
    assert_eq!(facts.database.unwrap().content.unwrap().unsigned_chains, 1);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_speaks_both_languages_and_its_exit_code_says_how_bad_it_is() {
    let office = Office::open(Engine::Sqlite).await;
    let data = office.folder().to_str().unwrap();
    let english = prongsai(&["doctor", "--data", data, "--listen", "127.0.0.1:0"], &[]);
    assert_eq!(english.status.code(), Some(2), "{}", text(&english.stderr));
    let said = text(&english.stdout);
    assert!(
        said.contains("WRONG") && said.contains("demonstration's data") && said.contains("No backup was ever made"),
        "{said}"
    );
    let thai = prongsai(&["doctor", "--data", data, "--language", "th", "--listen", "127.0.0.1:0"], &[]);
    assert!(text(&thai.stdout).contains("ข้อมูลนี้เป็นข้อมูลสาธิต"), "{}", text(&thai.stdout));
    let json = prongsai(&["doctor", "--data", data, "--json", "--listen", "127.0.0.1:0"], &[]);
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(answer["verdict"], "wrong");
    assert!(answer["findings"].as_array().unwrap().iter().all(|finding| finding["what"]["th"].is_string()));
    let nowhere = prongsai(&["doctor", "--data", "/no/such/folder"], &[]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stdout).contains("There is no data folder"), "{}", text(&nowhere.stdout));
    let unreachable = "postgres://somebody:secretword@127.0.0.1:1/none";
    let gone = prongsai(&["doctor", "--database", unreachable], &[]);
    assert_eq!(gone.status.code(), Some(2));
    let said = text(&gone.stdout) + &text(&gone.stderr);
    assert!(said.contains("The database does not open") && !said.contains("secretword"), "{said}");
    assert_eq!(verdict(&[]), Severity::Fine);
}

// the settings -------------------------------------------------------------------------------------------------------

#[test]
fn the_settings_are_shown_with_where_they_come_from_and_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prongsai.toml");
    let settings = "database = \"postgres://u:secretword@db/prongsai\"\npublic_url = \"https://ita.example.go.th\"\nlisten = \"127.0.0.1:1\"\n";
    std::fs::write(&file, settings).unwrap();
    let file = file.to_str().unwrap();
    let variables = [("PRONGSAI_LISTEN", "127.0.0.1:2"), ("PRONGSAI_LISTN", "x")];
    let arguments = ["config", "--config", file, "--log-format", "json", "--json"];
    let shown = prongsai(&arguments, &variables);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    let setting = |key: &str| {
        let setting = &answer["settings"][key];
        (
            setting["value"].as_str().unwrap_or_default().to_owned(),
            setting["source"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let is = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    assert_eq!(setting("listen"), is("127.0.0.1:2", "environment"));
    assert_eq!(setting("public_url"), is("https://ita.example.go.th", "file"));
    assert_eq!(setting("database"), is("postgres://u:***@db/prongsai", "file"));
    assert_eq!(setting("log_format"), is("json", "command_line"));
    assert_eq!(setting("log"), is("warn,prongsai=info", "default"));
    assert_eq!(answer["unknown_variables"], serde_json::json!(["PRONGSAI_LISTN"]));
    let words = prongsai(&["config", "--config", file], &variables);
    assert!(text(&words.stdout).contains("environment") && text(&words.stderr).contains("PRONGSAI_LISTN"));
    assert!(!(text(&words.stdout) + &text(&words.stderr)).contains("secretword"));
    std::fs::write(file, "lisen = \"127.0.0.1:1\"\n").unwrap();
    let refused = prongsai(&["config", "--config", file], &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("no setting lisen; the nearest is listen"), "{}", text(&refused.stderr));
}

// the figures --------------------------------------------------------------------------------------------------------

async fn figures(office: &Office) -> String {
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let response = metrics::service(office.app.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The values of a label in the figures.
fn values(figures: &str, label: &str) -> BTreeSet<String> {
    let opening = format!("{label}=\"");
    let found = figures.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(&opening).skip(1));
    found.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
}

story!(the_figures_name_nobody_and_their_labels_are_bounded, office, {
    let samples = samples::paths(&office).await;
    for role in [Role::Coordinator, Role::Administrator, Role::Operator] {
        let mut person = office.sign_in(role).await;
        for route in routes().declared().iter().filter(|route| route.method == axum::http::Method::GET) {
            person.get(&samples[route.path]).await;
        }
        person.get("/somebody/that/does/not/exist@example.go.th").await;
        let invented =
            person.request(axum::http::Method::from_bytes(b"INVENTED").unwrap(), "/").body(Body::empty()).unwrap();
        person.send(invented).await;
        person.post("/sign-in", &[("email", "x@example.go.th"), ("password", "wrong")]).await;
    }
    prongsai::jobs::run_once(&office.app).await.unwrap();
    let figures = figures(&office).await;
    let mut known: BTreeSet<String> = routes().declared().iter().map(|route| route.path.to_owned()).collect();
    known.extend(["none", "/assets/{name}", "/health", "/ready"].map(String::from));
    let seen = values(&figures, "route");
    assert!(seen.len() > 30, "only {seen:?}");
    assert!(seen.is_subset(&known), "{:?}", seen.difference(&known).collect::<Vec<_>>());
    let few = |label: &str, allowed: &[&str]| {
        let seen = values(&figures, label);
        assert!(seen.iter().all(|value| allowed.contains(&value.as_str())) && !seen.is_empty(), "{label}: {seen:?}");
    };
    few("method", &["GET", "POST", "HEAD", "other"]);
    few("status", &["2xx", "3xx", "4xx", "5xx"]);
    few("purpose", &["read", "write"]);
    few("job", &["sign_heads", "forget_old", "sweep_files", "look_at_evidence", "take_figures"]);
    few("state", &["open", "idle"]);
    let labels: BTreeSet<&str> = figures
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split_once('{')?.1.rsplit_once('}')?.0))
        .flat_map(|labels| labels.split("\",").filter_map(|pair| pair.split_once("=\"").map(|(name, _)| name)))
        .collect();
    let expected = ["job", "le", "method", "purpose", "route", "schema", "state", "status", "version"];
    assert_eq!(labels.into_iter().collect::<Vec<_>>(), expected, "a new label needs a look");
    for personal in ["@", "demo.example", "example.go.th", prongsai::demo::AGENCY] {
        assert!(!figures.contains(personal), "the figures hold {personal}");
    }
    for figure in [
        "prongsai_http_requests_total{",
        "prongsai_http_request_duration_seconds_bucket{",
        "prongsai_database_wait_seconds_bucket{",
        "prongsai_database_transaction_seconds_count",
        "prongsai_database_up 1",
        "prongsai_job_last_success_timestamp_seconds{job=\"sign_heads\"}",
        "prongsai_audit_last_signed_timestamp_seconds",
        "prongsai_audit_chains_unsigned 0",
        "prongsai_imports_in_review 1",
        "process_resident_memory_bytes",
        "process_cpu_seconds_total",
        "prongsai_build_info{version=\"",
    ] {
        assert!(figures.contains(figure), "{figure} is missing");
    }
    let sessions = figures.lines().find_map(|line| line.strip_prefix("prongsai_sessions_active ")).unwrap();
    assert!(sessions.parse::<i64>().unwrap() >= 3, "{sessions}");
    assert_eq!(office.anonymous().get("/metrics").await.status, 404, "never where visitors are");
});

// when things are gone -----------------------------------------------------------------------------------------------

/// The page that visitors see when nothing can be read or written: a sentence, a number, and no cause.
#[track_caller]
fn says_try_again(answer: &crate::helpers::Answer) {
    assert_eq!(answer.status, 503, "{}", answer.visible_text());
    assert_eq!(answer.headers["retry-after"], "60");
    let text = answer.visible_text();
    let number = answer.headers["x-request-id"].to_str().unwrap();
    assert!(text.contains("ยังไม่พร้อม") && text.contains(number), "{text}");
    for cause in ["pool", "sqlx", "database or disk is full", "does not exist", "terminat"] {
        assert!(!text.contains(cause), "{text}");
    }
}

story!(when_the_database_is_gone_visitors_get_a_page_that_says_so, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    assert_eq!(coordinator.get("/office").await.status, 200);
    office.app.database.close().await;
    says_try_again(&coordinator.get("/office").await);
    says_try_again(&office.anonymous().get("/demo").await);
    says_try_again(&office.anonymous().post("/sign-in", &[("email", "a@b.th"), ("password", "x")]).await);
    assert_eq!(office.anonymous().get("/health").await.status, 200);
    assert_eq!(office.anonymous().get("/ready").await.status, 503);
    assert!(figures(&office).await.contains("prongsai_database_up 0"));
    assert!(prongsai::jobs::run_once(&office.app).await.is_err());
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_is_said_in_words() {
    let office = Office::open(Engine::Sqlite).await;
    let mut administrator = office.sign_in(Role::Administrator).await;
    assert_eq!(administrator.get("/office/organisation").await.status, 200);
    office.app.database.administer("PRAGMA max_page_count = 1").await.unwrap();
    let name = "ฝ่าย".repeat(20);
    let mut full = None;
    for number in 0..200 {
        let name = format!("{name}{number}");
        let answer = administrator
            .post("/office/organisation/units", &[("name_th", &name), ("name_en", "U"), ("telephone", "")])
            .await;
        if answer.status != 303 {
            full = Some(answer);
            break;
        }
    }
    says_try_again(&full.expect("the disk fills"));
    assert_eq!(administrator.get("/office/organisation").await.status, 200, "reading goes on");
    office.app.database.administer("PRAGMA max_page_count = 1000000").await.unwrap();
    let fields = [("name_th", "ฝ่ายหลังดิสก์ว่าง"), ("name_en", "After"), ("telephone", "")];
    assert_eq!(administrator.post("/office/organisation/units", &fields).await.status, 303);
    let chains = prongsai::audit_log::cli::check(&office.app.database, None, &[], None).await.unwrap();
    assert!(chains.iter().all(|(_, findings)| findings.faults.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_the_database_is_said_in_words() {
    let office = Office::open(Engine::Postgres).await;
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    assert_eq!(coordinator.get("/office").await.status, 200);
    let url = office.place().url;
    let name = url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let server = Database::open(&postgres::url("postgres")).await.unwrap();
    server.administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    server.close().await;
    says_try_again(&coordinator.get("/office").await);
}
