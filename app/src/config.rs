//! How an installation is set up: the options of the commands, each also as an environment variable or in one file.
//!
//! The file (`--config FILE`, TOML) holds the same names without dashes, e.g. `listen = "0.0.0.0:8080"`. What stands
//! on the command line wins over the environment, and that over the file.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use serde::Deserialize;

use crate::cli::BadInput;

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

/// The settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxy: Option<std::net::IpAddr>,
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
            return Err(BadInput(format!("there are no data in {folder}; name their folder with --data DIR")).into());
        }
        Ok(place)
    }

    fn place(&self) -> anyhow::Result<DataPlace> {
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

/// Makes a folder that only its owner can look into: the data name people and hold the signing key.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn read(path: Option<&Path>) -> anyhow::Result<File> {
    let Some(path) = path else { return Ok(File::default()) };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
    toml::from_str(&text).with_context(|| format!("the settings file {} is not understood", path.display()))
}
