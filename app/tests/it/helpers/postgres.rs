//! A real PostgreSQL server for the stories: the one that `PRONGSAI_TEST_POSTGRES_URL` names (a superuser's URL of a
//! server that may be filled and emptied), else one that is started for this run and ends with it.
//!
//! Where there is neither, the tests fail and say what to install. They are never skipped.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

static SERVER: OnceLock<String> = OnceLock::new();

/// The URL of the server without a database name, e.g. `postgres://postgres@/{database}?host=…` with `{database}`.
pub fn url(database: &str) -> String {
    SERVER.get_or_init(start).replace("{database}", database)
}

fn start() -> String {
    if let Ok(url) = std::env::var("PRONGSAI_TEST_POSTGRES_URL") {
        let (server, query) = url.split_once('?').map_or((url.as_str(), ""), |(server, query)| (server, query));
        let (server, _) = server.rsplit_once('/').expect("PRONGSAI_TEST_POSTGRES_URL ends with a database name");
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        return format!("{server}/{{database}}{query}");
    }
    let programs = programs()
        .expect("no PostgreSQL server found: install Debian's package postgresql, or set PRONGSAI_TEST_POSTGRES_URL");
    let folder = tempfile::Builder::new().prefix("prongsai-postgres-").tempdir().expect("a temporary folder").keep();
    let data = folder.join("data");
    let socket = folder.join("socket");
    std::fs::create_dir(&socket).expect("a folder for the socket");
    // The server refuses to run as root, so root hands everything to Debian's user for it.
    let as_root =
        std::fs::metadata("/proc/self").is_ok_and(|process| std::os::unix::fs::MetadataExt::uid(&process) == 0);
    if as_root {
        run(Command::new("chown").arg("-R").arg("postgres:postgres").arg(&folder));
    }
    let server_command = |program: &str| {
        let program = programs.join(program);
        if as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        }
    };
    run(server_command("initdb").arg("-D").arg(&data).args([
        "-U",
        "postgres",
        "--locale=C.UTF-8",
        "--encoding=UTF8",
        "--no-sync",
        "--auth=trust",
    ]));
    let options = format!(
        "-k {} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300",
        socket.display()
    );
    let log = folder.join("log");
    run(server_command("pg_ctl")
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(&log)
        .arg("-w")
        .arg("-o")
        .arg(options)
        .arg("start"));
    stop_with_this_process(&programs, &data, &folder, as_root);
    format!("postgres://postgres@localhost/{{database}}?host={}", socket.display())
}

/// A small shell waits for this process to end (its standard input closes), then stops the server and cleans up.
fn stop_with_this_process(programs: &Path, data: &Path, folder: &Path, as_root: bool) {
    let prefix = if as_root { "runuser -u postgres -- " } else { "" };
    let script = format!(
        "cat >/dev/null; {prefix}{} -D {} -m immediate stop >/dev/null 2>&1; rm -rf {}",
        programs.join("pg_ctl").display(),
        data.display(),
        folder.display()
    );
    let child = Command::new("setsid")
        .args(["sh", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starting the process that stops the server");
    // The pipe must stay open exactly as long as this process lives.
    std::mem::forget(child);
}

/// A program of PostgreSQL, e.g. `pg_dump`, of the newest version that is installed.
pub fn program(name: &str) -> PathBuf {
    programs().map_or_else(|| name.into(), |folder| folder.join(name))
}

fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop().or_else(|| {
        let found = Command::new("pg_config").arg("--bindir").output().ok()?;
        let folder = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim());
        folder.join("initdb").exists().then_some(folder)
    })
}

fn run(command: &mut Command) {
    let output = command.output().expect("starting a program of PostgreSQL");
    assert!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
}
