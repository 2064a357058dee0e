//! The official form as PDF, against LibreOffice converting our Word file of the same report.

use std::{
    fs,
    io::{Write, stdout},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow};
use report::form::ReportForm;

use crate::{
    folder::Folder,
    load::median,
    process::run,
    sample::Sample,
    table::{Figure, Measured},
};

const TURNS: usize = 5;
/// LibreOffice is given so many copies at once to tell its start from its work.
const COPIES: usize = 5;
const AIM: f64 = 20.0;

/// Measures our typesetting cold and warm, alternated with LibreOffice.
pub fn measure(sample: &Sample) -> anyhow::Result<Measured> {
    let folder = Folder::new()?;
    let form = form(sample)?;
    let office = LibreOffice { folder: folder.path() };
    let names: Vec<String> = (0..COPIES).map(|copy| format!("report-{copy}.docx")).collect();
    for name in &names {
        fs::write(folder.path().join(name), report::write::docx::docx(&form))?;
    }
    // The first start makes LibreOffice's profile; that is not counted.
    office.convert(&names[..1])?;
    let (mut cold, mut whole, mut warm) = (Vec::new(), Vec::new(), Vec::new());
    let (mut one, mut several) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let (first, process) = in_fresh_process()?;
        cold.push(first);
        whole.push(process);
        one.push(office.convert(&names[..1])?);
        warm.push(warm_print(&form, turn)?);
        several.push(office.convert(&names)?);
    }
    let each = (median(&several).saturating_sub(median(&one))) / (COPIES as u32 - 1);
    let ms = |time: Duration| Figure::whole(time.as_secs_f64() * 1000.0);
    let ratio = |time: Duration| median(&one).as_secs_f64() / time.as_secs_f64();
    let against = |time: Duration| Figure::from(format!("{:.1}×", ratio(time)));
    let (warm, again) = (median(&warm), again(&form)?);
    let mut measured = Measured::new(&["PDF of the report", "median ms", "LibreOffice takes", "aim"]);
    measured.row(["Prongsai, warm, another report".into(), ms(warm), against(warm), Figure::aim(ratio(warm) >= AIM)]);
    measured.row([
        "Prongsai, warm, a report unchanged since its last print".into(),
        Figure::two(again.as_secs_f64() * 1000.0),
        "kept, not set".into(),
        "".into(),
    ]);
    measured.row(["Prongsai, first in its process".into(), ms(median(&cold)), against(median(&cold)), "".into()]);
    measured.row(["Prongsai, process and all".into(), ms(median(&whole)), against(median(&whole)), "".into()]);
    measured.row(["LibreOffice headless, process and all".into(), ms(median(&one)), "1.0×".into(), "".into()]);
    let times = each.as_secs_f64() / warm.as_secs_f64();
    let already = format!("{times:.1}× our warm time");
    measured.row(["LibreOffice, each further file of one run".into(), ms(each), already.into(), "".into()]);
    measured.note(format!(
        "{} Warm prints of another report differ in every result's text, so that no cache of a whole page helps; a print that \
         was made before is kept under the hash of its data.",
        sample.told
    ));
    Ok(measured)
}

fn form(sample: &Sample) -> anyhow::Result<ReportForm> {
    let agency = sample.report.agency.clone().unwrap_or_else(|| "สำนักงานเขตตัวอย่าง".to_owned());
    Ok(ReportForm::new(sample.report.clone(), agency, "2026-01-15T07:30:00Z".parse()?))
}

fn warm_print(form: &ReportForm, turn: usize) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for print in 0..4 {
        let mut form = form.clone();
        for result in form.report.items.iter_mut().flat_map(|item| &mut item.results) {
            result.text.push_str(&format!(" ฉบับที่ {turn}/{print}"));
        }
        let began = Instant::now();
        documents::report_pdf(&form)?;
        times.push(began.elapsed());
    }
    // The first of this process is not warm.
    Ok(median(if turn == 0 { &times[1..] } else { &times }))
}

/// The print of data that were printed before, as the program hands it out.
fn again(form: &ReportForm) -> anyhow::Result<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut times = Vec::new();
    for _ in 0..20 {
        let form = form.clone();
        let began = Instant::now();
        let printed = runtime.block_on(prongsai::reporting::print(form));
        printed.map_err(|error| anyhow::anyhow!("{error:?}"))??;
        times.push(began.elapsed());
    }
    Ok(median(&times[1..]))
}

/// This program, started anew, prints once and says how long the printing took.
fn in_fresh_process() -> anyhow::Result<(Duration, Duration)> {
    let began = Instant::now();
    let output = Command::new(std::env::current_exe()?).arg("print-once").output()?;
    let whole = began.elapsed();
    let said = String::from_utf8(output.stdout)?;
    Ok((Duration::from_micros(said.trim().parse().context("a time")?), whole))
}

/// What a fresh process does.
pub fn print_once() -> anyhow::Result<()> {
    let form = form(&Sample::read()?)?;
    let began = Instant::now();
    documents::report_pdf(&form)?;
    Ok(writeln!(stdout(), "{}", began.elapsed().as_micros())?)
}

struct LibreOffice<'a> {
    folder: &'a Path,
}

impl LibreOffice<'_> {
    fn convert(&self, names: &[String]) -> anyhow::Result<Duration> {
        let profile = format!("-env:UserInstallation=file://{}/profile", self.folder.display());
        let mut command = Command::new("soffice");
        command
            .current_dir(self.folder)
            .args(["--headless", "--norestore", &profile, "--convert-to", "pdf"])
            .args(names);
        let took = run(&mut command).context("LibreOffice (soffice) is needed for this comparison")?;
        for name in names {
            let pdf = self.folder.join(name).with_extension("pdf");
            let length = fs::metadata(&pdf).map_err(|_| anyhow!("LibreOffice wrote no {}", pdf.display()))?.len();
            anyhow::ensure!(length > 10_000, "{} is empty", pdf.display());
            fs::remove_file(pdf)?;
        }
        Ok(took)
    }
}
