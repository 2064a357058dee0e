//! Figures for Prometheus, on an address of their own. No figure names a person or a record: routes stand as they are
//! declared, and every label has a small, known set of values.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use db::{Purpose, Watch};
use jiff::{SignedDuration, Timestamp};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
        info::Info,
    },
    registry::{Registry, Unit},
};

use super::store;
use crate::{
    accounts::model::SESSION_IDLE,
    app::{App, VERSION, known_migrations},
};

/// The database has this long to answer before the figures are given without it.
const PATIENCE: Duration = Duration::from_secs(5);
/// Heads are signed once a day; an entry older than this without one was missed.
const SIGNED_WITHIN: SignedDuration = SignedDuration::from_hours(26);
/// Upper bounds in seconds: of answers, and of waits for the database.
const ANSWERS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
const WAITS: [f64; 8] = [0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 1.0, 10.0];

/// What the program counts and measures about itself. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Figures>);

struct Figures {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, Buckets>,
    waits: Family<PurposeLabels, Histogram, Buckets>,
    held: Histogram,
    job_success: Family<JobLabels, Gauge>,
    job_failures: Family<JobLabels, Counter>,
    started: Gauge,
    now: Now,
}

/// Figures that are looked up when somebody asks.
#[derive(Default)]
struct Now {
    database_up: Gauge,
    connections: Family<StateLabels, Gauge>,
    sessions: Gauge,
    imports: Gauge,
    last_signed: Gauge,
    unsigned: Gauge,
    memory: Gauge,
    files: Gauge,
    cpu: Counter<f64, AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PurposeLabels {
    purpose: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    job: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

/// Makes histograms with given upper bounds.
#[derive(Clone)]
struct Buckets(&'static [f64]);

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(self.0.iter().copied())
    }
}

impl Metrics {
    /// Nothing counted yet.
    #[allow(clippy::new_without_default, reason = "a running program has one, made on purpose")]
    pub fn new() -> Self {
        let mut figures = Figures {
            registry: Registry::default(),
            requests: Family::default(),
            durations: Family::new_with_constructor(Buckets(&ANSWERS)),
            waits: Family::new_with_constructor(Buckets(&WAITS)),
            held: Histogram::new(WAITS),
            job_success: Family::default(),
            job_failures: Family::default(),
            started: Gauge::default(),
            now: Now::default(),
        };
        figures.register();
        Self(Arc::new(figures))
    }

    /// The program began to serve.
    pub fn started(&self, now: Timestamp) {
        self.0.started.set(now.as_second());
    }

    /// A request was answered.
    pub fn answered(&self, method: &'static str, route: String, status: u16, took: Duration) {
        let labels = RouteLabels { method, route: route.clone() };
        self.0.durations.get_or_create(&labels).observe(took.as_secs_f64());
        self.0.requests.get_or_create(&RequestLabels { method, route, status: status_class(status) }).inc();
    }

    /// A job ran.
    pub fn job_ran(&self, job: &'static str, now: Timestamp, succeeded: bool) {
        let labels = JobLabels { job };
        if succeeded {
            self.0.job_success.get_or_create(&labels).set(now.as_second());
        }
        self.0.job_failures.get_or_create(&labels).inc_by(u64::from(!succeeded));
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.0.registry)?;
        Ok(text)
    }
}

impl Watch for Metrics {
    fn waited(&self, purpose: Purpose, how_long: Duration) {
        let purpose = match purpose {
            Purpose::Read => "read",
            Purpose::Write => "write",
        };
        self.0.waits.get_or_create(&PurposeLabels { purpose }).observe(how_long.as_secs_f64());
    }

    fn held(&self, how_long: Duration) {
        self.0.held.observe(how_long.as_secs_f64());
    }
}

impl Figures {
    fn register(&mut self) {
        let registry = &mut self.registry;
        let now = &self.now;
        let schema = known_migrations(db::Engine::Sqlite).last().copied().unwrap_or(0).to_string();
        let build = Info::new(vec![("version", VERSION.to_owned()), ("schema", schema)]);
        registry.register("prongsai_build", "The program", build);
        registry.register("prongsai_http_requests", "Requests answered", self.requests.clone());
        let seconds = || Unit::Seconds;
        registry.register_with_unit(
            "prongsai_http_request_duration",
            "How long answers took",
            seconds(),
            self.durations.clone(),
        );
        registry.register_with_unit(
            "prongsai_database_wait",
            "How long callers waited for a connection, or for their turn to write",
            seconds(),
            self.waits.clone(),
        );
        registry.register_with_unit(
            "prongsai_database_transaction",
            "How long transactions were held",
            seconds(),
            self.held.clone(),
        );
        registry.register("prongsai_database_up", "1 if the database answered just now", now.database_up.clone());
        registry.register("prongsai_database_connections", "Connections by state", now.connections.clone());
        registry.register_with_unit(
            "prongsai_job_last_success_timestamp",
            "When a job succeeded last",
            seconds(),
            self.job_success.clone(),
        );
        registry.register("prongsai_job_failures", "Runs of a job that failed", self.job_failures.clone());
        registry.register("prongsai_sessions_active", "Sessions that could be used now", now.sessions.clone());
        registry.register(
            "prongsai_imports_in_review",
            "Imports that somebody is looking through",
            now.imports.clone(),
        );
        registry.register_with_unit(
            "prongsai_audit_last_signed_timestamp",
            "When a head of the audit log was signed last",
            seconds(),
            now.last_signed.clone(),
        );
        registry.register(
            "prongsai_audit_chains_unsigned",
            "Chains with entries older than a day that no head covers",
            now.unsigned.clone(),
        );
        registry.register_with_unit(
            "process_start_time",
            "When the program began to serve",
            seconds(),
            self.started.clone(),
        );
        registry.register_with_unit("process_resident_memory", "Memory in use", Unit::Bytes, now.memory.clone());
        registry.register("process_open_fds", "Open files and connections", now.files.clone());
        registry.register_with_unit("process_cpu", "Processor time used", seconds(), now.cpu.clone());
    }

    /// Looks up what stands in the database and in the system now.
    async fn refresh(&self, app: &App) {
        let looked_up = tokio::time::timeout(PATIENCE, self.ask_database(app)).await;
        let up = matches!(looked_up, Ok(Ok(())));
        self.now.database_up.set(i64::from(up));
        let connections = app.database.connections();
        let of = |state| self.now.connections.get_or_create_owned(&StateLabels { state });
        of("open").set(i64::from(connections.open));
        of("idle").set(i64::from(connections.idle));
        if let Some(process) = Process::of_this() {
            self.now.memory.set(process.memory);
            self.now.files.set(process.files);
            // The system counts, not this program; a counter of seconds is kept as the bits of its number.
            self.now.cpu.inner().store(process.cpu_seconds.to_bits(), Ordering::Relaxed);
        }
    }

    async fn ask_database(&self, app: &App) -> db::Result<()> {
        let now = app.clock.now();
        let mut connection = app.database.read().await?;
        self.now.sessions.set(store::count_sessions(&mut connection, now, now - SESSION_IDLE).await?);
        self.now.imports.set(store::count_imports_in_review(&mut connection).await?);
        self.now.unsigned.set(store::count_unsigned(&mut connection, now - SIGNED_WITHIN).await?);
        let signed = store::last_signature(&mut connection).await?;
        self.now.last_signed.set(signed.map_or(0, |signed| signed.at.as_second()));
        Ok(())
    }
}

/// What the system says about this process; only where there is a `/proc`.
struct Process {
    memory: i64,
    files: i64,
    cpu_seconds: f64,
}

/// Linux counts processor time in these, whatever the kernel's own clock is.
const TICKS_PER_SECOND: f64 = 100.0;

impl Process {
    fn of_this() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: i64 = resident.split_whitespace().next()?.parse().ok()?;
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The name in brackets may hold blanks; user and system time are the 12th and 13th field behind it.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        let files = fs::read_dir("/proc/self/fd").ok()?.count();
        Some(Self {
            memory: kilobytes * 1024,
            files: i64::try_from(files).ok()?,
            cpu_seconds: ticks / TICKS_PER_SECOND,
        })
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// The method's name; strangers can invent methods, so others share one.
pub fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        _ => "other",
    }
}

/// The figures as a service of their own.
pub fn service(app: App) -> Router {
    Router::new().route("/metrics", get(figures)).with_state(app)
}

async fn figures(State(app): State<App>) -> Response {
    app.metrics.0.refresh(&app).await;
    match app.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
