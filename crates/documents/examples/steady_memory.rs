//! Does memory stay level? Renders a small report 1,000 times and compares the resident size after render 1,000 with
//! that after render 100: `cargo run -p documents --example steady_memory`. Ends with an error above 10 MB. Linux only.

use std::{error::Error, fs, io::Write};

#[path = "../tests/sample/mod.rs"]
mod sample;

const ALLOWED_GROWTH_KIB: u64 = 10 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut form = sample::small_form();
    let mut settled = 0;
    for render in 1..=1000 {
        // Another agency each time: a cache that helps only the same report again would hide its growth.
        form.agency = format!("สำนักงานเขตที่ {render}");
        documents::report_pdf(&form)?;
        if render == 100 {
            settled = resident_kib()?;
        }
    }
    let end = resident_kib()?;
    let growth = end.saturating_sub(settled);
    writeln!(
        std::io::stdout(),
        "resident after render 100: {settled} KiB, after render 1,000: {end} KiB, growth {growth} KiB"
    )?;
    if growth > ALLOWED_GROWTH_KIB {
        return Err(format!("memory grew by {growth} KiB, more than {ALLOWED_GROWTH_KIB} KiB").into());
    }
    Ok(())
}

fn resident_kib() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS in /proc/self/status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
