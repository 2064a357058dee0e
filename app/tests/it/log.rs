//! The log has a line for every request and nothing in it that names anybody.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use db::Engine;
use prongsai::kit::Role;
use tracing_subscriber::fmt::MakeWriter;

use crate::helpers::Office;

/// What was logged.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Captured;

    fn make_writer(&'a self) -> Captured {
        self.clone()
    }
}

/// Marks of personal data and secrets; none of them may be logged.
const MARKS: [&str; 9] = [
    "markername",
    "ชื่อหมาย",
    "marker@example.go.th",
    "0899876543",
    "markerpassword",
    "markertoken",
    "markercontent",
    "markersearch",
    "127.0.0.77",
];

/// Everything somebody may do wrong or right that carries data of persons. Returns what was logged.
async fn a_day(engine: Engine) -> String {
    let log = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter("warn,prongsai=trace")
        .with_writer(log.clone())
        .finish();
    // The runtime of these tests has one thread, so everything the program does is under this subscriber.
    let _guard = tracing::subscriber::set_default(subscriber);
    let office = Office::open(engine).await;
    let mut stranger = office.anonymous();
    stranger.post("/sign-in", &[("email", "marker@example.go.th"), ("password", "markerpassword")]).await;
    stranger.get("/invitation/markertoken").await;
    stranger.get("/no/markername/markertoken?q=markersearch").await;
    stranger.get("/markername/audit").await;
    let request = stranger
        .request(axum::http::Method::GET, "/demo")
        .header("x-forwarded-for", "127.0.0.77")
        .header("user-agent", "markername")
        .body(axum::body::Body::empty())
        .unwrap();
    stranger.send(request).await;
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    coordinator.get("/office/measures?q=markersearch").await;
    let file = ("markername.md", b"| markercontent \xe0\xb8\x8a | 0899876543 |".as_slice());
    coordinator.upload("/office/report/imports", &[("year", "2565")], ("file", file.0, file.1)).await;
    let mut administrator = office.sign_in(Role::Administrator).await;
    let person = [("name", "ชื่อหมาย markername"), ("telephone", "0899876543"), ("email", "marker@example.go.th")];
    let added = administrator.post("/office/organisation/people", &person).await;
    assert_eq!(added.status, 303, "{}", added.visible_text());
    administrator.post("/office/users", &[("email", "marker@example.go.th")]).await;
    // And with the database gone, when errors are logged with their causes.
    office.app.database.close().await;
    assert_eq!(coordinator.get("/office/measures?q=markersearch").await.status, 503);
    let _ = prongsai::jobs::run_once(&office.app).await;
    log.text()
}

fn says_no_mark(log: &str) {
    for mark in MARKS {
        assert!(!log.contains(mark), "the log holds {mark}: {}", log.lines().find(|line| line.contains(mark)).unwrap());
    }
}

fn is_structured(log: &str) {
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    let requests: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert!(requests.len() >= 10, "only {} requests were logged", requests.len());
    for line in &requests {
        for field in ["request", "method", "route", "status", "milliseconds", "timestamp", "level"] {
            assert!(!line[field].is_null(), "{field} is missing in {line}");
        }
    }
    let routes: Vec<&str> = requests.iter().filter_map(|line| line["route"].as_str()).collect();
    for route in ["/sign-in", "/invitation/{token}", "none", "/{agency}", "/office/measures"] {
        assert!(routes.contains(&route), "{route} is not in {routes:?}");
    }
    let mut numbers: Vec<_> = requests.iter().map(|line| line["request"].to_string()).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), requests.len(), "every request has a number of its own");
    let failed = requests.iter().find(|line| line["status"] == 503).expect("the request that failed");
    let errors: Vec<_> =
        lines.iter().filter(|line| line["level"] == "ERROR" && line["request"] == failed["request"]).collect();
    assert_eq!(errors.len(), 1, "an error is logged once, under the number of its request");
}

#[tokio::test]
async fn the_log_on_the_embedded_database_names_nobody() {
    let log = a_day(Engine::Sqlite).await;
    says_no_mark(&log);
    is_structured(&log);
}

#[tokio::test]
async fn the_log_on_postgresql_names_nobody() {
    let log = a_day(Engine::Postgres).await;
    says_no_mark(&log);
    is_structured(&log);
}
