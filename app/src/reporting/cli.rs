//! `prongsai report import`, `prongsai report export` and `prongsai report analysis`.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use db::Database;
use documents::Digits;
use report::{Report, json, summary};
use thai::{Bilingual, FiscalYear, Language};

use super::{
    actions::{self, Brought, BroughtFile},
    model::{self, FileKind, Review},
    printing,
};
use crate::{
    app,
    cli::{complain, say},
    config::DataOptions,
    kit::{Clock, Error, audit::Actor, visit::Agency},
    organisation,
};

/// Exit code for input that cannot be understood.
const BAD_INPUT: u8 = 2;

/// What to do with a report.
#[derive(Subcommand, Debug)]
pub enum ReportCommand {
    /// Take a report file in: Word, Excel, CSV, PDF with text, Markdown or HTML tables as OCR tools write them, or JSON
    /// exported from here
    Import(Import),
    /// Write the report of a year as PDF, Word, Excel, CSV, HTML or JSON
    Export(Export),
    /// Write the analysis of the results that the measures of a year answer, as PDF, for Word or as JSON
    Analysis(Analysis),
}

/// The file, and where it belongs.
#[derive(Args, Debug)]
pub struct Import {
    /// The file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Key of the agency
    #[arg(long, value_name = "KEY", required_unless_present = "dry_run")]
    agency: Option<String>,
    /// Fiscal year of the measures, Buddhist era, e.g. 2565
    #[arg(long, value_name = "YEAR", required_unless_present = "dry_run")]
    year: Option<FiscalYear>,
    /// Answer with what was understood as JSON
    #[arg(long)]
    json: bool,
    /// Only read the file and tell what was understood; needs no agency, year or database
    #[arg(long)]
    dry_run: bool,
    /// Take it though it is a report of another agency or year than named
    #[arg(long)]
    yes: bool,
    /// Answer in Thai
    #[arg(long)]
    thai: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// The report, and where to write it.
#[derive(Args, Debug)]
pub struct Export {
    /// Key of the agency
    #[arg(long, value_name = "KEY")]
    agency: String,
    /// Fiscal year of the measures, Buddhist era, e.g. 2565
    #[arg(long, value_name = "YEAR")]
    year: FiscalYear,
    /// Kind of file
    #[arg(long, value_enum)]
    format: FileKind,
    /// The file to write; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Digits of the form [default: as the agency's settings say]
    #[arg(long, value_enum)]
    digits: Option<DigitStyle>,
    /// Answer in Thai
    #[arg(long)]
    thai: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// The analysis, and where to write it.
#[derive(Args, Debug)]
pub struct Analysis {
    /// Key of the agency
    #[arg(long, value_name = "KEY")]
    agency: String,
    /// Fiscal year of the measures, Buddhist era, e.g. 2565
    #[arg(long, value_name = "YEAR")]
    year: FiscalYear,
    /// Kind of file
    #[arg(long, value_enum)]
    format: AnalysisFormat,
    /// The file to write; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Digits of the paper [default: as the agency's settings say]
    #[arg(long, value_enum)]
    digits: Option<DigitStyle>,
    /// Answer in Thai
    #[arg(long)]
    thai: bool,
    #[command(flatten)]
    data: DataOptions,
}

/// Kinds of files of the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AnalysisFormat {
    /// Made as PDF/A-2a and PDF/UA-1
    Pdf,
    /// For Word, editable
    Docx,
    /// All of it as data
    Json,
}

/// Digits of the official form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DigitStyle {
    /// ๐–๙
    Thai,
    /// 0–9
    Arabic,
}

/// A sentence about bad input, or a failure of ours.
enum Refusal {
    Input(Bilingual),
    Failure(anyhow::Error),
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Refusal::Failure(error)
    }
}

impl From<db::Error> for Refusal {
    fn from(error: db::Error) -> Self {
        Refusal::Failure(error.into())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(sentence) | Error::Conflict(sentence) => Refusal::Input(sentence),
            Error::Internal(cause) | Error::Unavailable(cause) => Refusal::Failure(cause),
            other => Refusal::Failure(anyhow::anyhow!("{}: {}", other.title().en, other.advice().en)),
        }
    }
}

/// Runs the command. Exit codes: 0 done, 1 failed, 2 bad input.
pub async fn run(command: ReportCommand) -> anyhow::Result<ExitCode> {
    let (language, done) = match command {
        ReportCommand::Import(options) => (language(options.thai), import(options).await),
        ReportCommand::Export(options) => (language(options.thai), export(options).await),
        ReportCommand::Analysis(options) => (language(options.thai), analyse(options).await),
    };
    match done {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Refusal::Input(sentence)) => {
            complain(sentence.in_language(language));
            Ok(BAD_INPUT.into())
        }
        Err(Refusal::Failure(error)) => Err(error),
    }
}

fn language(thai: bool) -> Language {
    if thai { Language::Thai } else { Language::English }
}

async fn import(options: Import) -> Result<(), Refusal> {
    let t = language(options.thai);
    let file = read(&options.file)?;
    let (file, review) = actions::read_file(file, options.year).await?.map_err(Refusal::Input)?;
    if let (false, Some(key), Some(year)) = (options.dry_run, options.agency.as_deref(), options.year) {
        let database = app::open(&options.data.find()?).await?;
        let agency = find_agency(&database, key).await?;
        let said = take(&database, &agency, year, &file, review.clone(), options.yes).await?;
        // With --json standard output holds nothing but JSON.
        if options.json {
            complain(said.in_language(t))
        } else {
            say(said.in_language(t))
        }
        database.close().await;
        if !options.json {
            return Ok(());
        }
    }
    let report = as_read(&review);
    if options.json {
        say(&json::to_json(&report));
    } else {
        say(summary::summary(&report, t).trim_end());
    }
    Ok(())
}

/// The report with all its warnings, those of the reading and those that follow from what was read.
fn as_read(review: &Review) -> Report {
    let mut report = review.report.clone();
    report.warnings.extend(report::check::check(&review.report));
    report
}

/// Brings the file in and takes it over. A report of another agency or year than named is refused unless `yes`.
async fn take(
    database: &Database,
    agency: &Agency,
    year: FiscalYear,
    file: &BroughtFile,
    mut review: Review,
    yes: bool,
) -> Result<Bilingual, Refusal> {
    let (actor, now) = (Actor::command_line(), Clock::system().now());
    let questions = review.unanswered(&agency.name.th, year);
    if !questions.is_empty() && !yes {
        let thai: Vec<&str> = questions.iter().map(|question| question.message.message.as_str()).collect();
        let english: Vec<&str> = questions.iter().map(|question| question.message.message_en.as_str()).collect();
        return Err(Refusal::Input(Bilingual::new(
            format!("{} หากตั้งใจ ให้สั่งอีกครั้งโดยเพิ่ม --yes", thai.join(" ")),
            format!("{} If it is meant so, run it again with --yes.", english.join(" ")),
        )));
    }
    review.accept_questions(&agency.name.th, year);
    let (warnings, texts) = (review.open_warnings(&agency.name.th, year).len(), review.report.unparsed.len());
    let id = match actions::bring(database, &actor, agency, year, file, review, now).await? {
        Brought::New(id) | Brought::InReview(id) => id,
        Brought::NothingNew => {
            return Ok(Bilingual::new(
                "นำเข้าไฟล์นี้แล้ว ไม่มีอะไรเปลี่ยน",
                "This file was imported before. Nothing is different, nothing was changed",
            ));
        }
    };
    let mut tx = database.write().await?;
    let outcome = actions::take(&mut tx, &actor, agency, id, now).await?;
    tx.commit().await?;
    let actions::Outcome { added, changed, unchanged, scores } = outcome;
    Ok(Bilingual::new(
        format!(
            "นำเข้ารายงานปี {year} ของ{}แล้ว: เพิ่ม {added} ข้อ เปลี่ยน {changed} ข้อ เหมือนเดิม {unchanged} ข้อ คะแนนที่เปลี่ยน {scores} รายการ มีจุดที่ควรตรวจ {warnings} จุด และข้อความที่ยังไม่เข้าใจ {texts} ข้อความ",
            agency.name.th
        ),
        format!(
            "Imported the report of {year} for {}: items added {added}, changed {changed}, as before {unchanged}; scores changed {scores}; warnings to look at {warnings}; texts not understood {texts}",
            agency.name.en
        ),
    ))
}

async fn find_agency(database: &Database, key: &str) -> Result<Agency, Refusal> {
    let agency = organisation::find_agency_by_key(&mut database.read().await?, key).await?;
    agency.ok_or_else(|| {
        Refusal::Input(Bilingual::new(
            format!("ไม่มีหน่วยงานรหัส “{key}” ตรวจรหัส และตรวจว่า --data หรือ --database ชี้ไปที่ข้อมูลที่ต้องการ"),
            format!("there is no agency with the key “{key}”; check the key, and that --data or --database names the right data"),
        ))
    })
}

fn read(path: &Path) -> Result<BroughtFile, Refusal> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut bytes = Vec::new();
    // One byte more than is taken tells that the file is too large without reading all of it.
    let limit = model::LARGEST_FILE as u64 + 1;
    let read = if is_dash(path) {
        std::io::stdin().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        let shown = path.display();
        Refusal::Input(Bilingual::new(
            format!("เปิดไฟล์ {shown} ไม่ได้ ({error}) ตรวจชื่อไฟล์แล้วลองอีกครั้ง"),
            format!("the file {shown} cannot be read ({error}); check its name"),
        ))
    })?;
    Ok(BroughtFile { name, bytes })
}

async fn export(options: Export) -> Result<(), Refusal> {
    let database = app::open(&options.data.find()?).await?;
    let agency = find_agency(&database, &options.agency).await?;
    let year = options.year;
    let mut connection = database.read().await?;
    let Some(report) = actions::report_to_print(&mut connection, &agency, year, app::FIGURES).await? else {
        return Err(Refusal::Input(Bilingual::new(
            format!("{} ยังไม่มีมาตรการของปี {year} จึงไม่มีรายงาน นำเข้ารายงานก่อน", agency.name.th),
            format!("{} has no measures of {year}, so there is no report; import one first", agency.name.en),
        )));
    };
    let digits = digits_of(&agency, options.digits);
    let form = actions::form_of(&mut connection, &agency, report, digits).await?;
    drop(connection);
    database.close().await;
    let bytes = actions::file(form, options.format).await?.map_err(Refusal::Input)?;
    write(&options.output, &bytes)?;
    if !is_dash(&options.output) {
        let (path, size) = (options.output.display(), bytes.len().div_ceil(1000));
        let said = Bilingual::new(
            format!("เขียนรายงานปี {year} ของ{}ลงใน {path} แล้ว ({size} kB)", agency.name.th),
            format!("Wrote the report of {year} of {} to {path} ({size} kB)", agency.name.en),
        );
        say(said.in_language(language(options.thai)));
    }
    Ok(())
}

async fn analyse(options: Analysis) -> Result<(), Refusal> {
    let database = app::open(&options.data.find()?).await?;
    let agency = find_agency(&database, &options.agency).await?;
    let year = options.year;
    let digits = digits_of(&agency, options.digits);
    let report = actions::analysis_of(&mut database.read().await?, &agency, year, digits).await?;
    database.close().await;
    let Some(report) = report else {
        return Err(Refusal::Input(Bilingual::new(
            format!("{} ยังไม่มีมาตรการของปี {year} จึงวิเคราะห์ไม่ได้ เพิ่มมาตรการก่อน", agency.name.th),
            format!("{} has no measures of {year}, so there is nothing to analyse; add measures first", agency.name.en),
        )));
    };
    let lacks = model::analysis::lacks(&report);
    let bytes = match options.format {
        AnalysisFormat::Pdf => {
            printing::print_analysis(report).await?.map_err(|error| Refusal::Input(error.message()))?
        }
        AnalysisFormat::Docx => documents::analysis_docx(&report),
        AnalysisFormat::Json => (report.to_json() + "\n").into_bytes(),
    };
    write(&options.output, &bytes)?;
    let t = language(options.thai);
    for lack in lacks {
        complain(&format!("{}: {}", lack.what.in_language(t), lack.items.join(" ")));
    }
    if !is_dash(&options.output) {
        let (path, size) = (options.output.display(), bytes.len().div_ceil(1000));
        let said = Bilingual::new(
            format!("เขียนรายงานวิเคราะห์ปี {year} ของ{}ลงใน {path} แล้ว ({size} kB)", agency.name.th),
            format!("Wrote the analysis of {year} of {} to {path} ({size} kB)", agency.name.en),
        );
        say(said.in_language(t));
    }
    Ok(())
}

/// As asked for, or as the agency's settings say.
fn digits_of(agency: &Agency, asked: Option<DigitStyle>) -> Digits {
    match asked {
        Some(DigitStyle::Thai) => Digits::Thai,
        Some(DigitStyle::Arabic) => Digits::Arabic,
        None if agency.thai_digits => Digits::Thai,
        None => Digits::Arabic,
    }
}

/// `-` stands for standard input and output.
fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    if is_dash(path) {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        return Ok(written.context("writing to standard output")?);
    }
    std::fs::write(path, bytes).map_err(|error| {
        let shown = path.display();
        Refusal::Input(Bilingual::new(
            format!("เขียนไฟล์ {shown} ไม่ได้ ({error}) เลือกที่อื่นด้วย -o"),
            format!("the file {shown} cannot be written ({error}); choose another with -o"),
        ))
    })
}
