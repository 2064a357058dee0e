//! Writing durably: a changed result through HTTP, with its audit entry, against the same rows committed to the same
//! engine in the same mode by as little code as possible.

use std::{
    fs,
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use anyhow::ensure;
use db::Uuid;
use sqlx::{
    Connection, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::runtime::Runtime;

use crate::{
    load::{Load, percentile},
    office::{self, Office, Session},
    process::{self, Server},
    table::{Figure, Measured},
};

const ROUNDS: usize = 3;
const TIME: Duration = Duration::from_secs(2);
/// A group commit would write so many updates at once.
const GROUP: usize = 32;

/// Measures writing at 1 and 32 clients, one commit by one and in groups.
pub fn measure(program: &Path, office: &Office) -> anyhow::Result<Measured> {
    // On the same disk as the data: in the folder beside them.
    let copy = office.folder().join("raw.db");
    fs::copy(office.database(), &copy)?;
    let raw = Mutex::new(Raw::open(&copy)?);
    let ours = process::demo(program, office.folder())?;
    let sessions: Vec<Session> = (0..32).map(|_| office::sign_in(ours.address)).collect::<Result<_, _>>()?;
    let before = count_changes(office)?;
    let mut acknowledged = 0;
    let mut measured = Measured::new(&["writer", "clients", "updates/s", "CPU ms an update", "p50 ms", "p99 ms"]);
    let mut notes = Vec::new();
    for clients in [1, 32] {
        let (mut through_http, mut raw_load) = (Load::default(), Load::default());
        for _ in 0..ROUNDS {
            through_http
                .add(Load::put(&ours, clients, TIME, |client| change(&ours, office, &sessions[client], client))?);
            raw_load.add(Load::of(clients, TIME, |_| Ok(|| raw_commit(&raw, 1)))?);
        }
        acknowledged += through_http.count();
        measured.row(row("Prongsai, through HTTP", clients, &through_http, true));
        measured.row(row("SQLite, raw", clients, &raw_load, false));
        notes.push(format!(
            "{clients} client{}: {:.1}× the time of a raw commit at the median; {:.0} % of its rate.",
            if clients == 1 { "" } else { "s" },
            through_http.percentile_ms(50) / raw_load.percentile_ms(50),
            100.0 * through_http.per_second() / raw_load.per_second(),
        ));
    }
    let written = count_changes(office)? - before;
    ensure!(written == acknowledged as i64, "{acknowledged} updates were acknowledged, {written} are recorded");
    notes.push(format!("All {acknowledged} acknowledged updates stand in the audit log: none was lost, none refused."));
    notes.push(grouped(&raw)?);
    notes.into_iter().for_each(|note| measured.note(note));
    drop(ours);
    fs::remove_file(copy)?;
    Ok(measured)
}

fn row(writer: &str, clients: usize, load: &Load, in_process: bool) -> [Figure; 6] {
    [
        writer.into(),
        clients.to_string().into(),
        Figure::whole(load.per_second()),
        if in_process { Figure::two(load.processor_ms()) } else { "".into() },
        Figure::two(load.percentile_ms(50)),
        Figure::two(load.percentile_ms(99)),
    ]
}

/// One client changes the text of its own result, over and over.
fn change<'a>(
    server: &'a Server,
    office: &'a Office,
    session: &'a Session,
    number: usize,
) -> anyhow::Result<impl FnMut() -> anyhow::Result<()> + 'a> {
    let mut client = office::client(server.address, session)?;
    let path = &office.results[number % office.results.len()];
    let (mut turn, began) = (0, Instant::now());
    Ok(move || {
        turn += 1;
        // Another text each time: what did not change is not written.
        let text = format!("ประชุมติดตามงานกับทุกฝ่าย ครั้งที่ {turn} ({:?}) มีผู้เข้าร่วม 48 คน", began.elapsed());
        let fields = [("csrf", session.form_token.as_str()), ("text", &text), ("status", "in_progress")];
        client.post(path, &fields)?.expect(303).map(drop)
    })
}

fn count_changes(office: &Office) -> anyhow::Result<i64> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect_with(&options(&office.database())).await?;
        let row = sqlx::query("SELECT COUNT(*) FROM audit_entries WHERE action = 'measures.result.changed'")
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok(row.try_get(0)?)
    })
}

fn runtime() -> anyhow::Result<Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
}

/// A connection that writes, and what it writes to.
struct Raw {
    runtime: Runtime,
    connection: SqliteConnection,
    result: Uuid,
    agency: Uuid,
    turn: i64,
}

impl Raw {
    fn open(file: &Path) -> anyhow::Result<Self> {
        let runtime = runtime()?;
        let (connection, row) = runtime.block_on(async {
            let mut connection = SqliteConnection::connect_with(&options(file)).await?;
            let row = sqlx::query("SELECT id, agency_id FROM results LIMIT 1").fetch_one(&mut connection).await?;
            anyhow::Ok((connection, row))
        })?;
        Ok(Self { runtime, connection, result: row.try_get(0)?, agency: row.try_get(1)?, turn: 1_000_000 })
    }

    fn commit(&mut self, updates: usize) -> anyhow::Result<()> {
        let Self { runtime, connection, result, agency, turn } = self;
        runtime.block_on(async {
            let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
            for _ in 0..updates {
                *turn += 1;
                write(&mut tx, *result, *agency, *turn).await?;
            }
            Ok(tx.commit().await?)
        })
    }
}

/// The rows of a changed result and its audit entry, of the same sizes as the program's.
async fn write(tx: &mut SqliteConnection, result: Uuid, agency: Uuid, turn: i64) -> anyhow::Result<()> {
    let text = format!("ประชุมติดตามงานกับทุกฝ่าย ครั้งที่ {turn} มีผู้เข้าร่วม 48 คน");
    let state = format!(r#"{{"text":"{text}","status":"in_progress","day":null,"origin":"entered"}}"#);
    let who =
        r#"{"user":"01949b0e-9a44-7cc3-a2c5-0f5f3e2a6b6e","name":"ตัวอย่าง ผู้ประสานงาน","post":"นักจัดการงานทั่วไปชำนาญการ"}"#;
    let payload = format!(r#"{{"actor":{who},"before":{state},"after":{state}}}"#);
    let (entry, digest) = (Uuid::now_v7(), vec![7_u8; 32]);
    sqlx::query("UPDATE results SET text = $2, status = $3, day = NULL, origin = 'entered' WHERE id = $1")
        .bind(result)
        .bind(&text)
        .bind("in_progress")
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO audit_entries (agency_id, sequence, id, at, action, subject_kind, subject_id, payload_digest, digest)
         VALUES ($1, $2, $3, $4, 'measures.result.changed', 'plan_item', $5, $6, $6)",
    )
    .bind(agency)
    .bind(turn)
    .bind(entry)
    .bind(turn)
    .bind(result)
    .bind(&digest)
    .execute(&mut *tx)
    .await?;
    sqlx::query("INSERT INTO audit_payloads (entry_id, salt, payload) VALUES ($1, $2, $3)")
        .bind(entry)
        .bind(&digest)
        .bind(&payload)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE audit_chains SET sequence = sequence + 1, digest = $2 WHERE agency_id = $1")
        .bind(agency)
        .bind(&digest)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

fn raw_commit(raw: &Mutex<Raw>, updates: usize) -> anyhow::Result<()> {
    raw.lock().map_err(|_| anyhow::anyhow!("a writer panicked"))?.commit(updates)
}

/// What one commit for many updates would save, alternated with one commit for each.
fn grouped(raw: &Mutex<Raw>) -> anyhow::Result<String> {
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        let began = Instant::now();
        for _ in 0..GROUP {
            raw_commit(raw, 1)?;
        }
        alone.push(began.elapsed() / GROUP as u32);
        let began = Instant::now();
        raw_commit(raw, GROUP)?;
        together.push(began.elapsed() / GROUP as u32);
    }
    let ms = |times: &[Duration]| percentile(times, 50).as_secs_f64() * 1000.0;
    Ok(format!(
        "Raw, {GROUP} updates one commit each: {:.2} ms an update; in one commit together: {:.2} ms.",
        ms(&alone),
        ms(&together)
    ))
}
