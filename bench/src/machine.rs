//! Where and when something was measured.

use std::{fs, process::Command};

use jiff::tz::TimeZone;
use prongsai::kit::Clock;

/// One line: day, processor, cores, memory, system, version of the source.
pub fn line() -> anyhow::Result<String> {
    let day = Clock::system().now().to_zoned(TimeZone::UTC).date();
    let processor = first("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let cores = std::thread::available_parallelism()?;
    let kib: f64 = first("/proc/meminfo", "MemTotal")
        .and_then(|size| size.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let source = Command::new("git").args(["rev-parse", "--short=8", "HEAD"]).output().ok();
    let source = source.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    Ok(format!(
        "*{day}; {processor}, {cores} cores, {:.0} GB; Linux {}; source {}; {}.*\n",
        kib / 1024.0 / 1024.0,
        system.trim(),
        source.trim(),
        if cfg!(debug_assertions) { "**built without optimisation: not to be quoted**" } else { "release build" }
    ))
}

fn first(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
