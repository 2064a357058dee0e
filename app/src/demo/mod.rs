//! The demonstration installation: a fictional district office with its years of results and its measures, a second
//! agency that proves the separation, and one account per role.
//!
//! Everything is invented or taken from facts that an agency published; no person in it is real. It is filled through
//! the same actions as real data, so that its audit log is real too.

mod circulars;
mod city;
mod documents;
mod figures;
mod measures;
mod people;
mod scores;

use anyhow::{Context, anyhow};
use db::Connection;
use jiff::Timestamp;

use crate::{
    app::App,
    kit::{Error, Role, visit::AgencyId},
    organisation,
};

/// The key of the sample office.
pub const AGENCY: &str = "demo";
/// The key of the second agency.
pub const OTHER_AGENCY: &str = "demo-north";
/// The key of the city above both.
pub const CITY: &str = "demo-city";
/// The password of every sample account.
pub const PASSWORD: &str = "sample-office-2565";

/// A sample account.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// Sign-in address.
    pub email: &'static str,
    /// What its post entitles to.
    pub role: Role,
    /// The agency; empty for the platform operator.
    pub agency: &'static str,
}

const fn account(email: &'static str, role: Role, agency: &'static str) -> DemoAccount {
    DemoAccount { email, role, agency }
}

/// One account per role, and two of the second agency.
pub static ACCOUNTS: &[DemoAccount] = &[
    account("coordinator@demo.example", Role::Coordinator, AGENCY),
    account("director@demo.example", Role::Director, AGENCY),
    account("head@demo.example", Role::UnitHead, AGENCY),
    account("officer@demo.example", Role::Officer, AGENCY),
    account("finance@demo.example", Role::FinanceOfficer, AGENCY),
    account("counter@demo.example", Role::CounterClerk, AGENCY),
    account("complaints@demo.example", Role::ComplaintHandler, AGENCY),
    account("trustee@demo.example", Role::Trustee, AGENCY),
    account("auditor@demo.example", Role::Auditor, AGENCY),
    account("admin@demo.example", Role::Administrator, AGENCY),
    account("city@demo.example", Role::CityViewer, CITY),
    account("operator@demo.example", Role::Operator, ""),
    account("coordinator@north.example", Role::Coordinator, OTHER_AGENCY),
    account("director@north.example", Role::Director, OTHER_AGENCY),
];

/// Fills an empty installation with the demonstration; does nothing if it is filled already.
pub async fn fill(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    if !people::fill(app, now).await.context("filling in the sample agencies and people")? {
        return Ok(());
    }
    content(app, now).await
}

/// Do the data hold the demonstration's agencies, and so accounts whose password everybody knows?
pub async fn is_filled_in(app: &App) -> anyhow::Result<bool> {
    let mut connection = app.database.read().await?;
    Ok(organisation::find_agency_by_key(&mut connection, AGENCY).await?.is_some_and(|agency| agency.demonstration))
}

async fn content(app: &App, now: Timestamp) -> anyhow::Result<()> {
    scores::fill(app, now).await.map_err(|error| anyhow!("filling in the sample scores: {error:?}"))?;
    measures::fill(app, now).await.map_err(|error| anyhow!("filling in the sample measures: {error:?}"))?;
    city::fill(app, now).await.map_err(|error| anyhow!("filling in the sample city: {error:?}"))?;
    documents::fill(app, now).await.map_err(|error| anyhow!("filling in the sample documents: {error:?}"))?;
    circulars::fill(app, now).await.map_err(|error| anyhow!("filling in the sample circulars: {error:?}"))?;
    figures::fill(app, now).await.map_err(|error| anyhow!("binding the sample figures: {error:?}"))
}

async fn agency(connection: &mut Connection, key: &str) -> Result<AgencyId, Error> {
    Ok(organisation::find_agency_by_key(connection, key).await?.ok_or(Error::NotFound)?.id)
}
