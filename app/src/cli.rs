//! What the program can be told to do: one sub-command each, most of them in the feature they belong to.

mod help;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use anyhow::Context;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use thai::Language;
use tokio::net::TcpListener;

use crate::{
    accounts,
    app::{self, App},
    assessment, audit_log,
    config::{DEFAULT_LOG, DataOptions, FileOptions, Files, ListenOptions, LogFormat, Watch, WatchOptions},
    demo, documents,
    kit::{Clock, Error, Memory, Vault, vault::Folder},
    operations, organisation, reporting, routes, server,
};

/// Prongsai (โปร่งใส): with which a public agency earns and proves its integrity and transparency
#[derive(Parser)]
#[command(name = "prongsai", version, arg_required_else_help = true)]
struct Cli {
    /// Language of the answers: th or en [default: as the terminal's]
    #[arg(long, global = true, value_name = "LANG", env = "PRONGSAI_LANGUAGE", value_parser = parse_language)]
    language: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

/// Input that makes no sense: exit code 2 with a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadInput(pub String);

#[derive(Subcommand)]
enum Command {
    /// Show the whole product with sample data (needs nothing, keeps its data in a folder)
    Demo(Demo),
    /// Serve an installation
    Serve(Serve),
    /// Compute instruments, total and level of the ITA from scores (needs no database)
    Score(assessment::cli::ScoreOptions),
    /// Add an agency with its first administrator
    #[command(subcommand)]
    Agency(organisation::cli::AgencyCommand),
    /// Let somebody in, or give them a new link
    #[command(subcommand)]
    User(accounts::cli::UserCommand),
    /// Prove that the record of changes is whole, or erase from it by law
    #[command(subcommand)]
    Audit(audit_log::cli::AuditCommand),
    /// Take the report of a year in, or write it out
    #[command(subcommand)]
    Report(reporting::cli::ReportCommand),
    /// Write everything into one encrypted file, while the program runs
    Backup(operations::cli::backup::Backup),
    /// Bring a backup back into an empty folder, and prove that it is whole
    Restore(operations::cli::backup::Restore),
    /// Say what is wrong with the set-up, and how to put it right
    Doctor(operations::cli::doctor::Doctor),
    /// Show the settings that hold, and where each comes from
    Config(operations::cli::settings::ShowSettings),
}

#[derive(Args)]
struct Demo {
    #[command(flatten)]
    listen: ListenOptions,
    /// Folder for the sample data [default: prongsai-demo in the folder for temporary files]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    files: FileOptions,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    files: FileOptions,
}

/// Runs the command of the command line. Exit codes: 0 done, 1 failed, 2 bad input.
pub fn main() -> ExitCode {
    if documents::cli::is_asked_to_draw(std::env::args_os()) {
        return documents::cli::draw();
    }
    let matches = help::in_language(Cli::command(), asked_language()).get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let _ = LANGUAGE.set(reader(cli.language, |name| std::env::var(name).ok()));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("the program cannot start its threads: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command, &matches)) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            if error.is::<BadInput>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

async fn run(command: Command, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    if !matches!(command, Command::Serve(_) | Command::Demo(_)) {
        let log = std::env::var("PRONGSAI_LOG").unwrap_or_else(|_| DEFAULT_LOG.into());
        start_log(&Watch { metrics_listen: None, log, log_format: LogFormat::Text });
    }
    match command {
        Command::Demo(options) => demonstrate(options).await.map(|()| ExitCode::SUCCESS),
        Command::Serve(options) => serve(options).await.map(|()| ExitCode::SUCCESS),
        Command::Score(options) => Ok(assessment::cli::score(options)),
        Command::Agency(command) => organisation::cli::run(command, Clock::system().now()).await,
        Command::User(command) => accounts::cli::run(command, Clock::system().now()).await,
        Command::Audit(command) => audit_log::cli::run(command, Clock::system().now()).await,
        Command::Report(command) => reporting::cli::run(command).await,
        Command::Backup(options) => operations::cli::backup::run(options, Clock::system().now()).await,
        Command::Restore(options) => operations::cli::backup::restore(options, Clock::system().now()).await,
        Command::Doctor(options) => operations::cli::doctor::run(options, Clock::system().now()).await,
        Command::Config(options) => {
            let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
            operations::cli::settings::run(&options, matches)
        }
    }
}

async fn demonstrate(options: Demo) -> anyhow::Result<()> {
    let watch = options.watch.decide(None)?;
    start_log(&watch);
    let folder = options.data.unwrap_or_else(|| std::env::temp_dir().join("prongsai-demo"));
    let place = DataOptions {
        data: options.database.is_none().then(|| folder.clone()),
        database: options.database,
        config: None,
    }
    .decide()?;
    let listen = options.listen.decide(None)?;
    let app = start(&place, listen, options.files.decide(None)?, true).await?;
    demo::fill(&app).await?;
    let listener = listen_on(app.listen.address).await?;
    say(&format!("โปร่งใส Prongsai: http://{}", listener.local_addr()?));
    let folder = folder.display();
    say(&speak(
        format!("ข้อมูลตัวอย่างอยู่ใน {folder} (ลบโฟลเดอร์นี้เพื่อเริ่มใหม่)"),
        format!("Sample data lie in {folder} (delete the folder to begin anew)"),
    ));
    say(&speak(
        format!("บัญชีตัวอย่าง ทุกบัญชีใช้รหัสผ่าน {}:", demo::PASSWORD),
        format!("Sample accounts, all with the password {}:", demo::PASSWORD),
    ));
    for account in demo::ACCOUNTS {
        say(&format!("  {:<28} {}", account.email, account.role.name().in_language(language())));
    }
    let figures = listen_for_figures(&watch).await?;
    server::serve(app, listener, figures, server::asked_to_stop()).await
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let place = options.data.decide()?;
    let config = options.data.config.as_deref();
    let listen = options.listen.decide(config)?;
    let watch = options.watch.decide(config)?;
    start_log(&watch);
    let app = start(&place, listen, options.files.decide(config)?, false).await?;
    if demo::is_filled_in(&app).await? {
        anyhow::bail!(speak(
            "ข้อมูลนี้เป็นของระบบสาธิต มีบัญชีที่รหัสผ่านเผยแพร่แล้ว ใช้ prongsai demo หรือระบุข้อมูลชุดอื่น",
            "these data are the demonstration's, with accounts whose password is published; run prongsai demo, or name \
             other data",
        ));
    }
    let listener = listen_on(app.listen.address).await?;
    let address = listener.local_addr()?;
    say(&speak(
        format!("โปร่งใสเปิดรับที่ http://{address} (หยุดด้วย Ctrl-C)"),
        format!("Prongsai listens on http://{address} (stop it with Ctrl-C)"),
    ));
    let figures = listen_for_figures(&watch).await?;
    server::serve(app, listener, figures, server::asked_to_stop()).await
}

/// Opens everything that a running program holds.
async fn start(
    place: &crate::config::DataPlace,
    listen: crate::config::Listen,
    files: Files,
    demonstration: bool,
) -> anyhow::Result<App> {
    Ok(App {
        database: app::open(place).await?,
        clock: Clock::system(),
        signer: app::signer(&place.folder)?,
        listen: Arc::new(listen),
        demonstration,
        navigation: &routes::NAVIGATION,
        metrics: operations::Metrics::new(),
        memory: Memory::default(),
        vault: Vault::new(Folder::below(&place.folder), files.largest_file << 20),
        documents: app::document_setup().with_scanner(files.clamd).with_drawer(std::env::current_exe().ok()),
        figures: app::FIGURES,
    })
}

async fn listen_on(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        speak(
            format!("เปิดรับที่ {address} ไม่ได้ อาจมีโปรแกรมอื่นใช้อยู่ เลือกที่อยู่อื่น"),
            format!("cannot listen on {address}; another program may use it, choose another with --listen"),
        )
    })
}

/// The address of the figures, if one is set; never the one that visitors reach.
async fn listen_for_figures(watch: &Watch) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = watch.metrics_listen else { return Ok(None) };
    let listener = listen_on(address).await?;
    tracing::info!("figures for Prometheus at http://{}/metrics", listener.local_addr()?);
    Ok(Some(listener))
}

fn start_log(watch: &Watch) {
    let filter = tracing_subscriber::EnvFilter::try_new(&watch.log).unwrap_or_else(|error| {
        complain(&speak(
            format!("ไม่เข้าใจค่า log จึงใช้ {DEFAULT_LOG} ({error})"),
            format!("the setting log is not understood, so {DEFAULT_LOG} is used ({error})"),
        ));
        tracing_subscriber::EnvFilter::new(DEFAULT_LOG)
    });
    operations::log::quieten_panics();
    let colours = io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours);
    match watch.log_format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// The language of whoever is at the command line.
pub fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or(Language::English)
}

/// The text in the language of whoever is at the command line. Both stand side by side, as on the pages.
pub fn speak<T: Into<String>>(thai: T, english: T) -> String {
    language().say(thai, english).into()
}

/// Who reads: whoever says so, else as the terminal is set up (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English, because
/// a terminal that names no language often cannot show Thai.
fn reader(asked: Option<Language>, variable: impl Fn(&str) -> Option<String>) -> Language {
    let terminal = || {
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|v| !v.is_empty()))?;
        Language::from_tag(&locale)
    };
    asked.or_else(terminal).unwrap_or(Language::English)
}

/// The language that help is read in, before the command line is understood.
fn asked_language() -> Language {
    let arguments: Vec<String> = std::env::args().collect();
    let after = arguments.windows(2).find(|pair| pair[0] == "--language").map(|pair| pair[1].clone());
    let joined = arguments.iter().find_map(|argument| argument.strip_prefix("--language=").map(str::to_owned));
    let asked = after.or(joined).or_else(|| std::env::var("PRONGSAI_LANGUAGE").ok());
    reader(asked.and_then(|tag| Language::from_tag(&tag)), |name| std::env::var(name).ok())
}

fn parse_language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| format!("there is no language {text}; the languages are th and en"))
}

/// A line for the person at the command line. Whoever stops reading (`… | head`) has read enough; output that cannot be
/// written otherwise ends the command, because half an answer looks like a whole one.
pub fn say(line: &str) {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("the answer cannot be written: {error}"));
            std::process::exit(1);
        }
        _ => {}
    }
}

/// A sentence about what went wrong.
#[allow(clippy::print_stderr, reason = "this is the command line")]
pub fn complain(sentence: &str) {
    eprintln!("prongsai: {sentence}");
}

/// Says why a command is refused: bad input is exit code 2, a fault of ours an error.
pub fn refuse(error: Error) -> anyhow::Result<ExitCode> {
    match error {
        Error::Invalid(sentence) | Error::Conflict(sentence) => {
            complain(sentence.in_language(language()));
            Ok(ExitCode::from(2))
        }
        Error::Internal(cause) | Error::Unavailable(cause) => Err(cause),
        other => anyhow::bail!("{}", other.title().in_language(language())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_line_in_thai() {
        let thai = help::in_language(Cli::command(), Language::Thai);
        let mut waiting: Vec<&clap::Command> = thai.get_subcommands().collect();
        let mut seen = 0;
        while let Some(command) = waiting.pop() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.chars().any(thai::text::is_thai), "prongsai … {} has no line in Thai", command.get_name());
            waiting.extend(command.get_subcommands());
            seen += 1;
        }
        assert!(seen > 15, "{seen} commands");
        let shown = thai.clone().render_help().to_string();
        assert!(shown.contains("คำสั่ง:") && shown.contains("กู้คืน") && !shown.contains("Commands:"), "{shown}");
        let english = help::in_language(Cli::command(), Language::English).render_help().to_string();
        assert!(english.contains("Commands:") && !english.contains("คำสั่ง:"), "{english}");
    }

    #[test]
    fn the_terminal_says_which_language_unless_somebody_does() {
        let terminal = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(reader(None, terminal(&[("LANG", "th_TH.UTF-8")])), Language::Thai);
        assert_eq!(reader(None, terminal(&[("LC_ALL", "en_GB"), ("LANG", "th_TH.UTF-8")])), Language::English);
        assert_eq!(reader(None, terminal(&[("LC_ALL", ""), ("LANG", "th_TH")])), Language::Thai);
        assert_eq!(reader(None, terminal(&[("LANG", "C.UTF-8")])), Language::English);
        assert_eq!(reader(Some(Language::Thai), terminal(&[("LANG", "en_GB")])), Language::Thai);
    }

    #[test]
    fn the_command_line_is_declared_without_contradictions() {
        Cli::command().debug_assert();
    }
}
