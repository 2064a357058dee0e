//! `prongsai config`: the settings that hold, and where each comes from.

use std::process::ExitCode;

use clap::{ArgMatches, Args, parser::ValueSource};
use serde_json::json;

use crate::{
    cli::{complain, say, speak},
    config::{
        DataOptions, FileOptions, ListenOptions, SETTINGS, WatchOptions, keys_in_file, unknown_variables,
        without_password,
    },
};

/// Options of `config`: all that `serve` knows.
#[derive(Args)]
pub struct ShowSettings {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    files: FileOptions,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// A setting that holds.
struct Effective {
    key: &'static str,
    value: Option<String>,
    source: Source,
}

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Default,
    File,
    Environment,
    CommandLine,
}

impl Source {
    fn key(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::File => "file",
            Source::Environment => "environment",
            Source::CommandLine => "command_line",
        }
    }

    fn name(self) -> String {
        match self {
            Source::Default => speak("ค่าเริ่มต้น", "default"),
            Source::File => speak("ไฟล์ตั้งค่า", "file"),
            Source::Environment => speak("ตัวแปรแวดล้อม", "environment"),
            Source::CommandLine => speak("คำสั่ง", "command line"),
        }
    }
}

/// Shows the settings. Exit codes: 0 shown, 2 the settings make no sense.
pub fn run(options: &ShowSettings, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let config = options.data.config.as_deref();
    let in_file = keys_in_file(config)?;
    let values = values(options)?;
    let effective = SETTINGS.iter().zip(values).map(|(setting, value)| Effective {
        key: setting.key,
        value,
        source: match matches.value_source(setting.key) {
            Some(ValueSource::CommandLine) => Source::CommandLine,
            Some(ValueSource::EnvVariable) => Source::Environment,
            _ if in_file.iter().any(|key| key == setting.key) => Source::File,
            _ => Source::Default,
        },
    });
    let effective: Vec<Effective> = effective.collect();
    let unknown = unknown_variables(std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()));
    if options.json {
        let settings: serde_json::Map<_, _> = effective
            .iter()
            .map(|setting| (setting.key.to_owned(), json!({"value": setting.value, "source": setting.source.key()})))
            .collect();
        let answer =
            json!({"version": crate::app::VERSION, "file": config, "settings": settings, "unknown_variables": unknown});
        say(&serde_json::to_string_pretty(&answer)?);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = config {
        let file = file.display();
        say(&speak(format!("ไฟล์ตั้งค่า: {file}"), format!("Settings file: {file}")));
    }
    for setting in &effective {
        let value = setting.value.clone().unwrap_or_else(|| "-".into());
        say(&format!("{:<16} {:<40} {}", setting.key, value, setting.source.name()));
    }
    for name in unknown {
        complain(&speak(
            format!("ตัวแปร {name} ไม่ใช่การตั้งค่าของโปร่งใส ตรวจตัวสะกด"),
            format!("the variable {name} is no setting of Prongsai; check its spelling"),
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The values that hold, in the order of [`SETTINGS`]; what must not be shown is hidden.
fn values(options: &ShowSettings) -> anyhow::Result<[Option<String>; SETTINGS.len()]> {
    let config = options.data.config.as_deref();
    let place = options.data.place()?;
    let listen = options.listen.decide(config)?;
    let watch = options.watch.decide(config)?;
    let files = options.files.decide(config)?;
    let database = (!place.url.starts_with("sqlite:")).then(|| without_password(&place.url));
    Ok([
        Some(place.folder.display().to_string()),
        database,
        Some(listen.address.to_string()),
        Some(listen.public_url),
        listen.trusted_proxy.map(|address| address.to_string()),
        watch.metrics_listen.map(|address| address.to_string()),
        files.clamd.map(|scanner| scanner.to_string()),
        Some(files.largest_file.to_string()),
        Some(watch.log),
        Some(watch.log_format.key().to_owned()),
    ])
}
