//! Programs that are measured: started, watched from outside through `/proc`, and stopped.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::http::Client;

/// The kernel counts processor time in hundredths of a second for every program (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(60);

/// A server in a process of its own; stopped when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From starting the process until it answered.
    pub started_in: Duration,
}

impl Server {
    /// Starts a program that prints its address (`http://127.0.0.1:PORT`) once it listens.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("starting a server")?;
        let output = child.stdout.take().context("the server's output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let Some(line) = lines.next() else {
                let _ = child.kill();
                bail!("the server ended before it listened");
            };
            if let Some((_, address)) = line?.split_once("http://") {
                break address.split_whitespace().next().context("an address")?.parse()?;
            }
        };
        // What it goes on to say must be read, or it would stop at a full pipe.
        thread::spawn(move || lines.for_each(drop));
        let mut server = Self { child, address, started_in: Duration::ZERO };
        server.wait_until_healthy(began)?;
        Ok(server)
    }

    fn wait_until_healthy(&mut self, began: Instant) -> anyhow::Result<()> {
        while began.elapsed() < PATIENCE {
            let answer = Client::connect(self.address).and_then(|mut client| client.get("/health"));
            if answer.is_ok_and(|answer| answer.status == 200) {
                self.started_in = began.elapsed();
                return Ok(());
            }
            thread::sleep(Duration::from_millis(1));
        }
        bail!("the server did not answer")
    }

    /// The processor time that the process used so far, all threads, user and kernel.
    pub fn processor_time(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in parentheses may hold blanks; the numbers begin behind it.
        let (_, rest) = stat.rsplit_once(')').context("/proc/PID/stat")?;
        let numbers: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |at: usize| numbers.get(at).and_then(|ticks| ticks.parse::<u32>().ok()).unwrap_or_default();
        Ok(TICK * (ticks(11) + ticks(12)))
    }

    /// A size from `/proc/PID/status` in MB (1 MB = 1,024 KiB), e.g. `VmRSS` or `RssAnon`.
    pub fn memory(&self, name: &str) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib: f64 = line.context("a size in /proc/PID/status")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Our own child, asked as an operator would ask; what does not go is ended.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program to its end; how long that took.
pub fn run(command: &mut Command) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("running {command:?}"))?;
    let took = began.elapsed();
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(took)
}

/// The demonstration server over prepared data.
pub fn demo(program: &Path, data: &Path) -> anyhow::Result<Server> {
    Server::start(Command::new(program).args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(data))
}

/// This program as a bare server of files.
pub fn bare(folder: &Path) -> anyhow::Result<Server> {
    Server::start(Command::new(std::env::current_exe()?).arg("serve-bare").arg(folder))
}
