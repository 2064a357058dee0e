//! `prongsai user add` and `prongsai user reset`: letting people in from the command line of the server.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use db::Database;
use jiff::Timestamp;
use thai::Bilingual;

use super::{actions, model::EmailAddress, store};
use crate::{
    cli::{refuse, say},
    config::{DataOptions, ListenOptions},
    kit::{Error, Role, audit::Actor},
    organisation::{self, NewPerson},
};

/// What can be done about users.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Add somebody who can sign in; prints the link by which they set their password
    Add(AddUser),
    /// Issue a new link for somebody who lost their password or their link
    Reset(ResetUser),
}

/// Options of `user add`.
#[derive(Args)]
pub struct AddUser {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    /// Key of the agency, e.g. suan-luang
    #[arg(long, value_name = "KEY", required_unless_present = "operator", conflicts_with = "operator")]
    agency: Option<String>,
    /// Address by which they sign in
    #[arg(long, value_name = "EMAIL")]
    email: String,
    /// Name, as it is shown to others
    #[arg(long, value_name = "NAME", required_unless_present = "operator")]
    name: Option<String>,
    /// What they may do; can be given more than once: administrator, coordinator, director, unit_head, officer …
    #[arg(long = "role", value_name = "ROLE", value_parser = parse_role, required_unless_present = "operator", conflicts_with = "operator")]
    roles: Vec<Role>,
    /// Runs the installation: makes agencies, sees nothing inside them
    #[arg(long)]
    operator: bool,
}

/// Options of `user reset`.
#[derive(Args)]
pub struct ResetUser {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    /// Address by which they sign in
    #[arg(long, value_name = "EMAIL")]
    email: String,
}

fn parse_role(text: &str) -> Result<Role, String> {
    let key = text.replace('-', "_");
    let known = || Role::ALL.into_iter().filter(|role| *role != Role::Operator);
    known().find(|role| role.key() == key).ok_or_else(|| {
        let keys: Vec<&str> = known().map(Role::key).collect();
        format!("there is no role {text}; the roles are {}", keys.join(", "))
    })
}

/// Runs a command. Exit codes: 0 done, 1 failed, 2 bad input.
pub async fn run(command: UserCommand, now: Timestamp) -> anyhow::Result<ExitCode> {
    let (place, data, listen) = match &command {
        UserCommand::Add(options) => (options.data.decide()?, &options.data, &options.listen),
        UserCommand::Reset(options) => (options.data.find()?, &options.data, &options.listen),
    };
    let database = crate::app::open(&place).await?;
    let public_url = listen.decide(data.config.as_deref())?.public_url;
    let done = match &command {
        UserCommand::Add(options) => add(&database, options, now).await,
        UserCommand::Reset(options) => reset(&database, &options.email, now).await,
    };
    match done {
        Ok(token) => {
            print_link(&public_url, &token);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => refuse(error),
    }
}

/// Prints a link by which somebody sets their password.
pub fn print_link(public_url: &str, token: &str) {
    say(&format!("{public_url}/invitation/{token}"));
    say("Hand this link over: it works once, for 7 days, and is not shown again");
}

/// Adds a user; returns the token of their link.
async fn add(database: &Database, options: &AddUser, now: Timestamp) -> Result<String, Error> {
    let email = EmailAddress::parse(&options.email).map_err(Error::Invalid)?;
    let actor = Actor::command_line();
    let mut tx = database.write().await?;
    let token = match (&options.agency, &options.name) {
        (Some(key), Some(name)) => {
            let agency = organisation::find_agency_by_key(&mut tx, key).await?.ok_or_else(|| no_agency(key))?;
            if super::has_account(&mut tx, &email).await? {
                return Err(Error::Conflict(Bilingual::new(
                    "อีเมลนี้มีบัญชีอยู่แล้ว",
                    "this address has an account already; issue a new link with prongsai user reset --email",
                )));
            }
            let person = NewPerson { name: name.clone(), telephone: String::new(), email: email.as_str().to_owned() };
            let person =
                organisation::install_person(&mut tx, &actor, agency.id, person, options.roles.clone(), now).await?;
            actions::invite(&mut tx, &actor, Some(agency.id), Some(person.0), &email, now).await?.1
        }
        _ => actions::invite(&mut tx, &actor, None, None, &email, now).await?.1,
    };
    tx.commit().await?;
    Ok(token)
}

fn no_agency(key: &str) -> Error {
    Error::Invalid(Bilingual::new(
        format!("ไม่มีหน่วยงานรหัส {key}"),
        format!("there is no agency {key}; add it with prongsai agency add"),
    ))
}

/// Issues a new link for a user; returns its token.
async fn reset(database: &Database, email: &str, now: Timestamp) -> Result<String, Error> {
    let mut tx = database.write().await?;
    let user = store::find_user_by_email(&mut tx, &email.trim().to_lowercase()).await?.ok_or_else(|| {
        Error::Invalid(Bilingual::new(
            format!("ไม่มีบัญชี {email}"),
            format!("there is no account {email}; add it with prongsai user add"),
        ))
    })?;
    if user.disabled_at.is_some() {
        return Err(Error::Conflict(Bilingual::new(
            "บัญชีนี้ปิดอยู่",
            "this account is closed; an administrator of its agency can open it again",
        )));
    }
    let token = actions::issue_reset(&mut tx, &Actor::command_line(), &user, now).await?;
    tx.commit().await?;
    Ok(token)
}
