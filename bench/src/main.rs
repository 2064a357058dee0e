//! Measures the program beside something real, in the same run, and writes what it found into `docs/benchmarks.md`.
//!
//! `scripts/bench` builds everything and runs this; `docs/benchmarks.md` says what is measured and why.
//!
//! - [`pages`], [`writes`], [`starting`]: the program as a server, in a process of its own
//! - [`import`], [`documents_out`]: reading and printing a report
//! - [`what_if`]: the cheapest way to a level
//! - [`office`], [`sample`], [`folder`]: what they work on
//! - [`http`], [`load`], [`process`], [`bare`]: how it is measured
//! - [`table`], [`machine`]: how it is told

mod bare;
mod documents_out;
mod folder;
mod http;
mod import;
mod load;
mod machine;
mod office;
mod pages;
mod process;
mod sample;
mod starting;
mod table;
mod what_if;
mod writes;

use std::{
    io::{Write, stdout},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use office::Office;
use sample::Sample;
use table::Measured;

/// Everything that can be measured, in this order.
const ALL: [&str; 8] = ["import", "pdf", "pages", "writes", "what-if", "start", "memory", "weight"];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve-bare", folder] => bare::serve(Path::new(folder)),
        ["print-once"] => documents_out::print_once(),
        ["prepare", folder] => prepare(Path::new(folder)),
        [] => measure(&ALL),
        names => measure(names),
    }
}

fn measure(names: &[&str]) -> anyhow::Result<()> {
    if let Some(unknown) = names.iter().find(|name| !ALL.contains(name)) {
        bail!("there is nothing called {unknown} to measure; there are {}", ALL.join(", "));
    }
    let program = std::env::current_exe()?.with_file_name("prongsai");
    let document = std::env::var_os("PRONGSAI_BENCH_DOCUMENT").map(PathBuf::from);
    for name in names {
        // Data of its own for each, so that none carries what another wrote.
        let measured = one(name, &program).with_context(|| format!("measuring {name}"))?;
        let block = format!("{}\n{}\n", machine::line()?, measured.markdown());
        writeln!(stdout(), "== {name}\n\n{block}")?;
        if let Some(document) = &document {
            table::replace(document, name, &block)?;
        }
    }
    Ok(())
}

fn one(name: &str, program: &Path) -> anyhow::Result<Measured> {
    let office = || tokio::runtime::Runtime::new()?.block_on(Office::prepare());
    match name {
        "import" => import::measure(&Sample::read()?),
        "pdf" => documents_out::measure(&Sample::read()?),
        "pages" => pages::measure(program, &office()?),
        "writes" => writes::measure(program, &office()?),
        "what-if" => what_if::measure(),
        "start" => starting::start(program, &office()?),
        "memory" => starting::memory(program, &office()?),
        "weight" => starting::weight(program, &office()?),
        other => bail!("there is nothing called {other} to measure"),
    }
}

/// Makes the measured data in a folder that stays, to look at them or to profile the program with them.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    let office = tokio::runtime::Runtime::new()?.block_on(Office::prepare())?;
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(office.folder())? {
        let entry = entry?;
        std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    for (name, path) in office.pages() {
        writeln!(stdout(), "{name}: {path}")?;
    }
    Ok(())
}
