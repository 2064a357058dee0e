//! How an installation is set up: the options of the commands, each also as an environment variable or in one file.
//!
//! The file (`--config FILE`, TOML) holds the same names without dashes, e.g. `listen = "0.0.0.0:8080"`. What stands
//! on the command line wins over the environment, and that over the file. [`SETTINGS`] lists them all.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::{
    cli::{BadInput, speak},
    documents::Scanner,
    kit::vault,
};

/// One setting, as `prongsai config` and the guide name it. Its option is its key with dashes, its environment variable
/// its key in capitals behind `PRONGSAI_`.
#[derive(Debug)]
pub struct Setting {
    /// Its key in the file.
    pub key: &'static str,
    /// What holds where it is not set; empty for nothing.
    pub default: &'static str,
}

/// Every setting that can stand in the file.
pub const SETTINGS: [Setting; 10] = [
    Setting { key: "data", default: DEFAULT_FOLDER },
    Setting { key: "database", default: "" },
    Setting { key: "listen", default: "127.0.0.1:8080" },
    Setting { key: "public_url", default: "" },
    Setting { key: "trusted_proxy", default: "" },
    Setting { key: "metrics_listen", default: "" },
    Setting { key: "clamd", default: "" },
    Setting { key: "largest_file", default: "20" },
    Setting { key: "log", default: DEFAULT_LOG },
    Setting { key: "log_format", default: "text" },
];

/// Environment variables that are no settings of the file.
const OTHER_VARIABLES: [&str; 3] = ["PRONGSAI_CONFIG", "PRONGSAI_LANGUAGE", "PRONGSAI_LOG_JSON"];
/// What is logged unless somebody says otherwise.
pub const DEFAULT_LOG: &str = "warn,prongsai=info";

/// Where the data are. Exactly one of the two; the embedded database is the default.
#[derive(Args, Clone, Debug, Default)]
pub struct DataOptions {
    /// Folder of the embedded database, its files and keys
    #[arg(long, value_name = "DIR", env = "PRONGSAI_DATA")]
    pub data: Option<PathBuf>,
    /// PostgreSQL (15 or newer) instead of the embedded database: postgres://user@host/name
    #[arg(long, value_name = "URL", env = "PRONGSAI_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// File with any of these settings (TOML)
    #[arg(long, value_name = "FILE", env = "PRONGSAI_CONFIG")]
    pub config: Option<PathBuf>,
}

/// Where and how the program listens.
#[derive(Args, Clone, Debug, Default)]
pub struct ListenOptions {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "PRONGSAI_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The address under which visitors reach it, e.g. https://ita.example.go.th (for links in invitations)
    #[arg(long, value_name = "URL", env = "PRONGSAI_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Believe X-Forwarded-For of this reverse proxy
    #[arg(long, value_name = "ADDR", env = "PRONGSAI_TRUSTED_PROXY")]
    pub trusted_proxy: Option<std::net::IpAddr>,
}

/// What a running program tells about itself.
#[derive(Args, Clone, Debug, Default)]
pub struct WatchOptions {
    /// Address and port for the figures that Prometheus reads; never one that visitors reach [default: none]
    #[arg(long, value_name = "ADDR", env = "PRONGSAI_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// What is logged, e.g. warn,prongsai=debug [default: warn,prongsai=info]
    #[arg(long, value_name = "FILTER", env = "PRONGSAI_LOG")]
    pub log: Option<String>,
    /// How the log is written [default: text]
    #[arg(long, value_enum, env = "PRONGSAI_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How files of documents are taken.
#[derive(Args, Clone, Debug, Default)]
pub struct FileOptions {
    /// Virus scanner that looks at each file: HOST:PORT or the socket of clamd [default: none]
    #[arg(long, value_name = "ADDR", env = "PRONGSAI_CLAMD")]
    pub clamd: Option<Scanner>,
    /// Largest file that is taken, in MB (1 to 60) [default: 20]
    #[arg(long, value_name = "MB", env = "PRONGSAI_LARGEST_FILE", value_parser = clap::value_parser!(u64).range(1..=MOST_MEGABYTES))]
    pub largest_file: Option<u64>,
}

/// No file may be larger, in MB: requests are cut off a little above.
const MOST_MEGABYTES: u64 = 60;

/// How files of documents are taken, decided.
#[derive(Clone, Debug)]
pub struct Files {
    /// Who looks at each file before it is kept.
    pub clamd: Option<Scanner>,
    /// The largest file, in MB.
    pub largest_file: u64,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// What a running program tells about itself, decided.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Where Prometheus reads figures, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// What is logged.
    pub log: String,
    /// How it is written.
    pub log_format: LogFormat,
}

/// The settings file.
#[derive(Debug, Default, Deserialize)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxy: Option<std::net::IpAddr>,
    metrics_listen: Option<SocketAddr>,
    clamd: Option<String>,
    largest_file: Option<u64>,
    log: Option<String>,
    log_format: Option<LogFormat>,
}

/// Where the data are, decided.
#[derive(Clone, Debug)]
pub struct DataPlace {
    /// The URL of the database.
    pub url: String,
    /// The folder for keys (and the embedded database).
    pub folder: PathBuf,
}

/// How the server listens, decided.
#[derive(Clone, Debug)]
pub struct Listen {
    /// Address and port.
    pub address: SocketAddr,
    /// Address for links in invitations.
    pub public_url: String,
    /// The reverse proxy that is believed.
    pub trusted_proxy: Option<std::net::IpAddr>,
}

/// The folder used when none is named.
pub const DEFAULT_FOLDER: &str = "prongsai-data";
/// The embedded database in its folder.
const DATABASE_FILE: &str = "prongsai.db";

impl DataOptions {
    /// Decides where the data are and makes the folder if needed.
    pub fn decide(&self) -> anyhow::Result<DataPlace> {
        let place = self.place()?;
        make_private(&place.folder).with_context(|| {
            format!("the data folder {} cannot be made; name another with --data DIR", place.folder.display())
        })?;
        Ok(place)
    }

    /// Decides where the data are, for commands that read or change an installation. A wrong folder is named, not made:
    /// an empty installation would look like a real one that lost everything.
    pub fn find(&self) -> anyhow::Result<DataPlace> {
        let place = self.place()?;
        if place.url.starts_with("sqlite:") && !place.folder.join(DATABASE_FILE).is_file() {
            let folder = place.folder.display();
            let sentence = speak(
                format!("ไม่มีข้อมูลในโฟลเดอร์ {folder} ระบุโฟลเดอร์ของข้อมูลด้วย --data DIR"),
                format!("there are no data in {folder}; name their folder with --data DIR"),
            );
            return Err(BadInput(sentence).into());
        }
        Ok(place)
    }

    /// Where the data are, without making or missing anything.
    pub fn place(&self) -> anyhow::Result<DataPlace> {
        let file = read(self.config.as_deref())?;
        if self.data.is_some() && self.database.is_some() {
            bail!("give either --data DIR (embedded) or --database URL, not both");
        }
        let database = self.database.clone().or(if self.data.is_some() { None } else { file.database });
        let folder = self.data.clone().or(file.data).unwrap_or_else(|| DEFAULT_FOLDER.into());
        let url = match database {
            Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => url,
            Some(_) => bail!("--database takes a postgres:// address; for the embedded database use --data DIR"),
            None => format!("sqlite:{}", folder.join(DATABASE_FILE).display()),
        };
        Ok(DataPlace { url, folder })
    }
}

impl ListenOptions {
    /// Decides where to listen.
    pub fn decide(&self, config: Option<&Path>) -> anyhow::Result<Listen> {
        let file = read(config)?;
        let address = self.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = self.public_url.clone().or(file.public_url).unwrap_or_else(|| format!("http://{address}"));
        Ok(Listen {
            address,
            public_url: public_url.trim_end_matches('/').to_owned(),
            trusted_proxy: self.trusted_proxy.or(file.trusted_proxy),
        })
    }
}

impl FileOptions {
    /// Decides how files are taken.
    pub fn decide(&self, config: Option<&Path>) -> anyhow::Result<Files> {
        let file = read(config)?;
        let in_file = match file.clamd.filter(|address| !address.is_empty()) {
            Some(address) => Some(address.parse().map_err(|_| not_possible("clamd", &address))?),
            None => None,
        };
        let largest_file = self.largest_file.or(file.largest_file).unwrap_or(vault::LARGEST_FILE >> 20);
        if !(1..=MOST_MEGABYTES).contains(&largest_file) {
            return Err(not_possible("largest_file", &largest_file.to_string()).into());
        }
        Ok(Files { clamd: self.clamd.clone().or(in_file), largest_file })
    }
}

fn not_possible(key: &str, value: &str) -> BadInput {
    BadInput(speak(
        format!("ค่า {value} ของการตั้งค่า {key} ใช้ไม่ได้ ดูตัวอย่างในคู่มือ"),
        format!("{value} is not possible for the setting {key}; see the guide for examples"),
    ))
}

impl WatchOptions {
    /// Decides what is told.
    pub fn decide(&self, config: Option<&Path>) -> anyhow::Result<Watch> {
        let file = read(config)?;
        // The variable of the first release, from before there was a format to choose.
        let as_before = std::env::var_os("PRONGSAI_LOG_JSON").map(|_| LogFormat::Json);
        Ok(Watch {
            metrics_listen: self.metrics_listen.or(file.metrics_listen),
            log: self.log.clone().or(file.log).unwrap_or_else(|| DEFAULT_LOG.into()),
            log_format: self.log_format.or(as_before).or(file.log_format).unwrap_or_default(),
        })
    }
}

impl LogFormat {
    /// The word of the settings.
    pub fn key(self) -> &'static str {
        match self {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        }
    }
}

/// The keys that stand in the settings file; an unknown one is refused.
pub fn keys_in_file(config: Option<&Path>) -> anyhow::Result<Vec<String>> {
    let Some(path) = config else { return Ok(Vec::new()) };
    read(config)?;
    let text = std::fs::read_to_string(path)?;
    Ok(text.parse::<toml::Table>()?.keys().cloned().collect())
}

/// Variables in the environment that look like settings of ours but are none, so that a slip is not taken for a setting.
pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let known = |name: &str| {
        let setting = name.strip_prefix("PRONGSAI_").unwrap_or_default().to_lowercase();
        OTHER_VARIABLES.contains(&name) || SETTINGS.iter().any(|known| known.key == setting)
    };
    let ours = |name: &String| name.starts_with("PRONGSAI_") && !name.starts_with("PRONGSAI_TEST_");
    let mut found: Vec<String> = names.filter(ours).filter(|name| !known(name)).collect();
    found.sort();
    found
}

/// A database address that can be shown: whatever stands for a password is hidden.
pub fn without_password(url: &str) -> String {
    const HIDDEN: &str = "***";
    /// Parameters that name no secret. Any other is hidden: it may be a password, or half of one that holds a "?".
    const OPEN: [&str; 7] = ["sslmode", "host", "port", "dbname", "user", "application_name", "sslrootcert"];
    let begin = url.find("://").map_or(0, |at| at + 3);
    // A password may hold any sign, so the address begins behind the last "@".
    let end = url.rfind('@').filter(|at| *at >= begin);
    let person = end.map(|end| match url[begin..end].split_once(':') {
        Some((user, _)) => format!("{user}:{HIDDEN}"),
        None if url[begin..end].contains(['/', '?']) => HIDDEN.to_owned(),
        None => url[begin..end].to_owned(),
    });
    let rest = &url[end.unwrap_or(begin)..];
    let (address, query) = rest.split_once('?').map_or((rest, None), |(address, query)| (address, Some(query)));
    let pairs = query.map(|query| {
        let shown = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if OPEN.contains(&name) => pair.to_owned(),
            Some((name, _)) => format!("{name}={HIDDEN}"),
            None => HIDDEN.to_owned(),
        });
        format!("?{}", shown.collect::<Vec<_>>().join("&"))
    });
    [&url[..begin], &person.unwrap_or_default(), address, &pairs.unwrap_or_default()].concat()
}

/// Makes a folder that only its owner can look into: the data name people and hold the signing key.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn read(path: Option<&Path>) -> anyhow::Result<File> {
    let Some(path) = path else { return Ok(File::default()) };
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        BadInput(speak(
            format!("อ่านไฟล์ตั้งค่า {shown} ไม่ได้ ตรวจชื่อไฟล์และสิทธิ์ ({error})"),
            format!("the settings file {shown} cannot be read; check its name and permissions ({error})"),
        ))
    })?;
    parse(&text).map_err(|fault| {
        let (thai, english) = fault;
        BadInput(speak(format!("ไฟล์ตั้งค่า {shown}: {thai}"), format!("the settings file {shown}: {english}"))).into()
    })
}

/// Understands a settings file, or says in both languages what is wrong with it.
fn parse(text: &str) -> Result<File, (String, String)> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| not_understood(text, &error))?;
    if let Some(unknown) = table.keys().find(|key| SETTINGS.iter().all(|setting| setting.key != *key)) {
        let nearest = nearest(unknown);
        return Err((
            format!("ไม่มีการตั้งค่าชื่อ {unknown} ชื่อที่ใกล้ที่สุดคือ {nearest}"),
            format!("there is no setting {unknown}; the nearest is {nearest}"),
        ));
    }
    toml::from_str(text).map_err(|error| not_understood(text, &error))
}

/// What is wrong and in which line; the line itself stays out, because it may hold a password.
fn not_understood(text: &str, error: &toml::de::Error) -> (String, String) {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
    let why = error.message().lines().next().unwrap_or_default();
    (format!("ไม่เข้าใจบรรทัดที่ {line} ({why})"), format!("line {line} is not understood ({why})"))
}

/// The setting whose key takes the fewest changes of letters.
fn nearest(key: &str) -> &'static str {
    SETTINGS.iter().map(|setting| setting.key).min_by_key(|known| distance(key, known)).unwrap_or_default()
}

/// How many letters have to be put in, taken out or changed to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_right_one() {
        for (wrong, right) in [("lisen", "listen"), ("public-url", "public_url"), ("databse", "database")] {
            let (thai, english) = parse(&format!("{wrong} = \"x\"")).unwrap_err();
            assert!(english.contains(wrong) && english.ends_with(right), "{english}");
            assert!(thai.contains(wrong) && thai.ends_with(right), "{thai}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_by_its_line_without_what_stands_there() {
        let (_, english) =
            parse("log_format = \"json\"\nlisten = 8080\ndatabase = \"postgres://u:secret@h/d\"").unwrap_err();
        assert!(english.contains("line 2") && !english.contains("secret"), "{english}");
        let (_, english) = parse("database = \"postgres://u:secret@h/d").unwrap_err();
        assert!(english.contains("line 1") && !english.contains("secret"), "{english}");
    }

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            ("postgres://u:p@ss@h:5432/d", "postgres://u:***@h:5432/d"),
            ("postgres://u@h/d", "postgres://u@h/d"),
            ("postgres://h/d?user=u&password=x&sslmode=require", "postgres://h/d?user=u&password=***&sslmode=require"),
            ("postgres://h/d", "postgres://h/d"),
            ("postgres://u:pa?ss/word@h/d", "postgres://u:***@h/d"),
            ("postgres://h/d?user=u&pass%77ord=x", "postgres://h/d?user=u&pass%77ord=***"),
            ("postgres://h/d?password=x@y", "postgres://***@y"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn variables_that_are_no_settings_are_named() {
        let names = ["PRONGSAI_LISTN", "PRONGSAI_LISTEN", "PRONGSAI_CONFIG", "HOME"].map(String::from);
        assert_eq!(unknown_variables(names.into_iter()), ["PRONGSAI_LISTN"]);
    }

    #[test]
    fn the_example_file_and_the_guide_know_every_setting() {
        let example = include_str!("../../deploy/prongsai.toml");
        parse(example).expect("the example is a settings file");
        let told: String = example.lines().map(|line| line.trim_start_matches("# ")).collect::<Vec<_>>().join("\n");
        let guide = include_str!("../../docs/operating.md");
        for setting in &SETTINGS {
            assert!(told.lines().any(|line| line.starts_with(&format!("{} = ", setting.key))), "{}", setting.key);
            assert!(guide.contains(&format!("`{}`", setting.key)), "the guide does not know {}", setting.key);
            assert!(guide.contains(&format!("`PRONGSAI_{}`", setting.key.to_uppercase())), "{}", setting.key);
        }
    }
}
