//! `prongsai audit verify` and `prongsai audit erase`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Args, Subcommand};
use db::{Database, Uuid};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    cli::{BadInput, say},
    config::DataOptions,
    kit::{
        audit::{
            self, Actor,
            head::{Head, Signer},
            store::{self, Chain},
            verify::{Findings, verify},
        },
        visit::AgencyId,
    },
    organisation,
};

/// What can be done about the audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Check the chains: names every altered, removed, reordered or cut-off entry
    Verify(Verify),
    /// Erase what an entry says, as the law may demand; its place in the chain stays, and the erasure is recorded
    Erase(Erase),
}

/// Options of `audit verify`.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    data: DataOptions,
    /// Key of one agency [default: all agencies and the installation itself]
    #[arg(long, value_name = "KEY")]
    agency: Option<String>,
    /// A head that somebody kept, as published under /KEY/audit; can be given more than once
    #[arg(long, value_name = "HEAD.json")]
    against: Vec<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// Options of `audit erase`.
#[derive(Args)]
pub struct Erase {
    #[command(flatten)]
    data: DataOptions,
    /// Key of the agency; without it the installation's own chain is meant
    #[arg(long, value_name = "KEY")]
    agency: Option<String>,
    /// Number of the entry, as the audit log shows it
    #[arg(long, value_name = "N")]
    entry: i64,
    /// Why: law, request, decision. It is kept for good, so name no person in it
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Runs a command. Exit codes: 0 whole (or done), 1 faults found, 2 bad input.
pub async fn run(command: AuditCommand, now: Timestamp) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify(options) => run_verify(options).await,
        AuditCommand::Erase(options) => run_erase(options, now).await,
    }
}

async fn run_verify(options: Verify) -> anyhow::Result<ExitCode> {
    let heads = options.against.iter().map(read_head).collect::<anyhow::Result<Vec<Head>>>()?;
    let place = options.data.find()?;
    let database = crate::app::open(&place).await?;
    let key =
        Signer::find_public_key(&place.folder.join("audit-signing.key")).context("the signing key cannot be read")?;
    let checked = check(&database, options.agency.as_deref(), &heads, key).await?;
    if options.json {
        say(&serde_json::to_string_pretty(&as_json(&checked))?);
    } else {
        in_words(&checked, !heads.is_empty(), key.is_some()).iter().for_each(|line| say(line));
    }
    let whole = checked.iter().all(|(_, findings)| findings.faults.is_empty());
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read_head(path: &PathBuf) -> anyhow::Result<Head> {
    let file = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| BadInput(format!("the head {file} cannot be read: {error}")))?;
    let head: Head = serde_json::from_str(&text).map_err(|error| {
        BadInput(format!("{file} is no head of an audit log (as published under /KEY/audit): {error}"))
    })?;
    Ok(head)
}

/// Checks one chain or all, each against the heads that belong to it.
pub async fn check(
    database: &Database,
    agency: Option<&str>,
    heads: &[Head],
    public_key: Option<[u8; 32]>,
) -> anyhow::Result<Vec<(Chain, Findings)>> {
    let mut connection = database.read().await?;
    let mut chains = store::list_chains(&mut connection).await?;
    if let Some(key) = agency {
        chains.retain(|chain| chain.key.as_deref() == Some(key));
        if chains.is_empty() {
            return Err(BadInput(format!("there is no agency {key}")).into());
        }
    }
    if let Some(stray) = heads.iter().find(|head| !chains.iter().any(|chain| chain.agency.0 == head.agency_id)) {
        let checked = agency.unwrap_or("this installation");
        return Err(
            BadInput(format!("the head of {} ({}) belongs to no chain of {checked}", stray.agency, stray.day)).into()
        );
    }
    let mut checked = Vec::new();
    for chain in chains {
        let own: Vec<Head> = heads.iter().filter(|head| head.agency_id == chain.agency.0).cloned().collect();
        let findings = verify(&mut connection, chain.agency, &own, public_key).await?;
        checked.push((chain, findings));
    }
    Ok(checked)
}

fn name(chain: &Chain) -> String {
    match &chain.key {
        Some(key) => key.clone(),
        None if chain.agency.0 == Uuid::nil() => "the installation itself".to_owned(),
        None => format!("an agency that is gone ({})", chain.agency),
    }
}

/// What was found, and what cannot be found in this way.
pub fn in_words(checked: &[(Chain, Findings)], with_heads: bool, with_key: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut uncovered = false;
    for (chain, findings) in checked {
        let Findings { entries, erased, faults, heads, covered, .. } = findings;
        let verdict = if faults.is_empty() { "whole" } else { "NOT WHOLE" };
        lines.push(format!(
            "{}: {verdict}; {entries} entries, {erased} erased by law, {heads} signed heads covering entries up to {covered}",
            name(chain)
        ));
        lines.extend(faults.iter().map(|fault| format!("  {}", fault.sentence().en)));
        uncovered |= *covered < *entries;
    }
    if uncovered {
        lines.push(
            "Entries behind the last head could have been rewritten or cut off without a trace: no signature covers them yet".into(),
        );
    }
    if !with_heads {
        lines.push(
            "Without a head that somebody else kept (--against HEAD.json) this check cannot tell whether the whole chain and its \
             heads were replaced by somebody with both the database and the signing key"
                .into(),
        );
    }
    if !with_key {
        lines
            .push("The signing key is not in the data folder, so it was not checked whose key signed the heads".into());
    }
    lines
}

fn as_json(checked: &[(Chain, Findings)]) -> serde_json::Value {
    let chain = |(chain, findings): &(Chain, Findings)| {
        let faults: Vec<_> = findings
            .faults
            .iter()
            .map(|fault| json!({"entry": fault.sequence, "kind": fault.kind.key(), "message": fault.sentence().en}))
            .collect();
        json!({
            "agency": chain.key, "agency_id": chain.agency, "whole": findings.faults.is_empty(),
            "entries": findings.entries, "erased": findings.erased, "heads": findings.heads,
            "covered": findings.covered, "faults": faults,
        })
    };
    json!({
        "whole": checked.iter().all(|(_, findings)| findings.faults.is_empty()),
        "chains": checked.iter().map(chain).collect::<Vec<_>>(),
    })
}

async fn run_erase(options: Erase, now: Timestamp) -> anyhow::Result<ExitCode> {
    let reason = options.reason.trim();
    if reason.is_empty() {
        return Err(BadInput("give a reason with --reason: law, request, decision".into()).into());
    }
    let database = crate::app::open(&options.data.find()?).await?;
    let mut tx = database.write().await?;
    let agency = match &options.agency {
        Some(key) => {
            let found = organisation::find_agency_by_key(&mut tx, key).await?;
            found.ok_or_else(|| BadInput(format!("there is no agency {key}")))?.id
        }
        None => AgencyId(Uuid::nil()),
    };
    let entry = options.entry;
    match audit::erase(&mut tx, &Actor::command_line(), agency, entry, reason, now).await? {
        Some(true) => {
            tx.commit().await?;
            say(&format!("The content of entry {entry} is erased; the erasure and its reason are recorded"));
            Ok(ExitCode::SUCCESS)
        }
        Some(false) => Err(BadInput(format!("the content of entry {entry} was erased before")).into()),
        None => Err(BadInput(format!("there is no entry {entry}")).into()),
    }
}
