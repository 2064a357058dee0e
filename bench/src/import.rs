//! Reading a report, against the libraries that people use to read such files.

use std::{
    fs,
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use report::{Hints, form::ReportForm};

use crate::{
    folder::Folder,
    load::median,
    sample::Sample,
    table::{Figure, Measured},
};

const TURNS: usize = 9;

/// Reads the file and all its cells several times, and says how many microseconds each took.
const PYTHON: &str = r#"
import sys, time
kind, path, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])
if kind == "docx":
    import docx
    read = lambda: sum(len(c.text) for t in docx.Document(path).tables for r in t.rows for c in r.cells)
else:
    import openpyxl
    read = lambda: sum(len(str(c or "")) for s in openpyxl.load_workbook(path) for r in s.iter_rows(values_only=True) for c in r)
for _ in range(turns):
    begun = time.perf_counter()
    assert read() > 1000
    print(round((time.perf_counter() - begun) * 1e6))
"#;

/// Measures understanding the sample as it came, as Word and as Excel.
pub fn measure(sample: &Sample) -> anyhow::Result<Measured> {
    let folder = Folder::new()?;
    let agency = sample.report.agency.clone().unwrap_or_default();
    let form = ReportForm::new(sample.report.clone(), agency, "2026-01-15T07:30:00Z".parse()?);
    let files = [
        ("Markdown or HTML", sample.source.clone(), None),
        ("Word", report::write::docx::docx(&form), Some("docx")),
        ("Excel", report::write::xlsx::xlsx(&form)?, Some("xlsx")),
    ];
    let mut measured =
        Measured::new(&["import", "kB", "items", "understood in, ms", "its cells read by", "ms", "it takes"]);
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    for (name, bytes, kind) in files {
        let mut times = Vec::new();
        let mut items = 0;
        for _ in 0..TURNS {
            let began = Instant::now();
            items = report::read(black_box(&bytes), &Hints::default())?.items.len();
            times.push(began.elapsed());
        }
        if items != sample.report.items.len() {
            bail!("{name}: {items} items instead of {}", sample.report.items.len());
        }
        let ours = median(&times);
        let (peer, theirs, ratio) = match kind {
            None => ("".into(), "".into(), "".into()),
            Some(kind) => {
                let file = folder.path().join(format!("report.{kind}"));
                fs::write(&file, &bytes)?;
                let theirs = median(&in_python(kind, &file)?);
                let peer = if kind == "docx" { "python-docx" } else { "openpyxl" };
                (peer.into(), Figure::two(ms(theirs)), format!("{:.1}×", ms(theirs) / ms(ours)).into())
            }
        };
        let size = (bytes.len() / 1000).to_string();
        measured.row([name.into(), size.into(), items.to_string().into(), Figure::two(ms(ours)), peer, theirs, ratio]);
    }
    measured.note(sample.told.clone());
    Ok(measured)
}

fn in_python(kind: &str, file: &std::path::Path) -> anyhow::Result<Vec<Duration>> {
    let python = std::env::var_os("PRONGSAI_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python).args(["-c", PYTHON, kind]).arg(file).arg(TURNS.to_string()).output()?;
    if !output.status.success() {
        bail!("python-docx and openpyxl are needed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let said = String::from_utf8(output.stdout)?;
    said.lines().map(|line| Ok(Duration::from_micros(line.parse().context("a time")?))).collect()
}
