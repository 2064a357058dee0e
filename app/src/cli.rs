//! What the program can be told to do: one sub-command each, most of them in the feature they belong to.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;

use crate::{
    accounts,
    app::{self, App},
    assessment, audit_log,
    config::{DataOptions, ListenOptions},
    demo,
    kit::{Clock, Error},
    organisation, reporting, routes, server,
};

/// Prongsai (โปร่งใส): with which a public agency earns and proves its integrity and transparency
#[derive(Parser)]
#[command(name = "prongsai", version, arg_required_else_help = true)]
struct Cli {
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
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
}

/// Runs the command of the command line. Exit codes: 0 done, 1 failed, 2 bad input.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("the program cannot start its threads: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            if error.is::<BadInput>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(options) => demonstrate(options).await.map(|()| ExitCode::SUCCESS),
        Command::Serve(options) => serve(options).await.map(|()| ExitCode::SUCCESS),
        Command::Score(options) => Ok(assessment::cli::score(options)),
        Command::Agency(command) => organisation::cli::run(command, Clock::system().now()).await,
        Command::User(command) => accounts::cli::run(command, Clock::system().now()).await,
        Command::Audit(command) => audit_log::cli::run(command, Clock::system().now()).await,
        Command::Report(command) => reporting::cli::run(command).await,
    }
}

async fn demonstrate(options: Demo) -> anyhow::Result<()> {
    let folder = options.data.unwrap_or_else(|| std::env::temp_dir().join("prongsai-demo"));
    let place = DataOptions {
        data: options.database.is_none().then(|| folder.clone()),
        database: options.database,
        config: None,
    }
    .decide()?;
    let listen = options.listen.decide(None)?;
    let app = start(&place, listen, true).await?;
    demo::fill(&app).await?;
    let listener = listen_on(&app).await?;
    say(&format!("โปร่งใส Prongsai: http://{}", listener.local_addr()?));
    say(&format!("Sample data lie in {} (delete the folder to begin anew)", folder.display()));
    say(&format!("Sample accounts, all with the password {}:", demo::PASSWORD));
    for account in demo::ACCOUNTS {
        say(&format!("  {:<28} {}", account.email, account.role.name().en));
    }
    server::serve(app, listener, server::asked_to_stop()).await
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let place = options.data.decide()?;
    let listen = options.listen.decide(options.data.config.as_deref())?;
    let app = start(&place, listen, false).await?;
    if demo::is_filled_in(&app).await? {
        anyhow::bail!(
            "these data are the demonstration's, with accounts whose password is published; run prongsai demo, or name \
             other data"
        );
    }
    let listener = listen_on(&app).await?;
    say(&format!("Prongsai listens on http://{} (stop it with Ctrl-C)", listener.local_addr()?));
    server::serve(app, listener, server::asked_to_stop()).await
}

/// Opens everything that a running program holds.
async fn start(
    place: &crate::config::DataPlace,
    listen: crate::config::Listen,
    demonstration: bool,
) -> anyhow::Result<App> {
    Ok(App {
        database: app::open(place).await?,
        clock: Clock::system(),
        signer: app::signer(&place.folder)?,
        listen: Arc::new(listen),
        demonstration,
        navigation: &routes::NAVIGATION,
    })
}

async fn listen_on(app: &App) -> anyhow::Result<TcpListener> {
    let address = app.listen.address;
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; another program may use it, choose another with --listen")
    })
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PRONGSAI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,prongsai=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    if std::env::var_os("PRONGSAI_LOG_JSON").is_some() {
        log.json().init();
    } else {
        log.init();
    }
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
            complain(&sentence.en);
            Ok(ExitCode::from(2))
        }
        Error::Internal(cause) | Error::Unavailable(cause) => Err(cause),
        other => anyhow::bail!("{}", other.title().en),
    }
}
