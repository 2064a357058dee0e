//! `prongsai agency add`: making an agency from the command line of the server.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use db::Database;
use jiff::Timestamp;
use thai::Bilingual;

use super::{
    NewAgency,
    actions::found_agency,
    model::AgencyKind,
    store::{find_agency_by_key, list_agencies},
};
use crate::{
    accounts::{self, model::EmailAddress},
    cli::{refuse, say},
    config::{DataOptions, ListenOptions},
    kit::{Error, audit::Actor},
};

/// What can be done about agencies.
#[derive(Subcommand)]
pub enum AgencyCommand {
    /// Add an agency with its first administrator; prints the link by which they set their password
    Add(Box<AddAgency>),
    /// List the agencies, each below the one above it
    List(ListAgencies),
}

/// Options of `agency add`.
#[derive(Args)]
pub struct AddAgency {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    /// Short name in addresses and commands, e.g. suan-luang; it cannot be changed later
    #[arg(long, value_name = "KEY")]
    key: String,
    /// Thai name
    #[arg(long, value_name = "NAME")]
    name_th: String,
    /// English name [default: the Thai one]
    #[arg(long, value_name = "NAME")]
    name_en: Option<String>,
    /// city, district_office or other
    #[arg(long, value_name = "KIND", value_parser = parse_kind, default_value = "district_office")]
    kind: AgencyKind,
    /// Key of the agency above it
    #[arg(long, value_name = "KEY")]
    parent: Option<String>,
    /// Address by which its first administrator signs in
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
    /// Name of its first administrator
    #[arg(long, value_name = "NAME")]
    admin_name: String,
}

/// Options of `agency list`.
#[derive(Args)]
pub struct ListAgencies {
    #[command(flatten)]
    data: DataOptions,
}

fn parse_kind(text: &str) -> Result<AgencyKind, String> {
    AgencyKind::from_key(&text.replace('-', "_"))
        .ok_or_else(|| format!("there is no kind {text}; the kinds are city, district_office and other"))
}

/// Runs a command. Exit codes: 0 done, 1 failed, 2 bad input.
pub async fn run(command: AgencyCommand, now: Timestamp) -> anyhow::Result<ExitCode> {
    match command {
        AgencyCommand::Add(options) => {
            let database = crate::app::open(&options.data.decide()?).await?;
            let public_url = options.listen.decide(options.data.config.as_deref())?.public_url;
            match add(&database, &options, now).await {
                Ok(token) => {
                    accounts::print_link(&public_url, &token);
                    Ok(ExitCode::SUCCESS)
                }
                Err(error) => refuse(error),
            }
        }
        AgencyCommand::List(options) => {
            let database = crate::app::open(&options.data.find()?).await?;
            for agency in list_agencies(&mut database.read().await?, i64::MAX, 0).await? {
                let indent = "  ".repeat(agency.depth as usize);
                say(&format!("{indent}{}  {} ({})", agency.key, agency.name.th, agency.name.en));
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn add(database: &Database, options: &AddAgency, now: Timestamp) -> Result<String, Error> {
    let email = EmailAddress::parse(&options.admin_email).map_err(Error::Invalid)?;
    let mut tx = database.write().await?;
    let parent = match &options.parent {
        Some(key) => Some(find_agency_by_key(&mut tx, key).await?.ok_or_else(|| no_parent(key))?.id),
        None => None,
    };
    let thai = options.name_th.trim();
    let english = options.name_en.as_deref().map_or(thai, str::trim);
    let new = NewAgency {
        key: options.key.clone(),
        parent,
        kind: options.kind,
        name: Bilingual::new(thai, english),
        demonstration: false,
    };
    let name = options.admin_name.trim().to_owned();
    let token = found_agency(&mut tx, &Actor::command_line(), new, name, &email, now).await?;
    tx.commit().await?;
    Ok(token)
}

fn no_parent(key: &str) -> Error {
    Error::Invalid(Bilingual::new(
        format!("ไม่มีหน่วยงานรหัส {key}"),
        format!("there is no agency {key}; add it first, or leave --parent out"),
    ))
}
