//! What the program does by the clock: signing the heads of the audit chains, and forgetting what no longer matters.
//!
//! Every job can run in several instances at once: its effect is the same if it runs twice.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{
    accounts,
    app::App,
    kit::{audit, clock},
};

const PAUSE: Duration = Duration::from_secs(15 * 60);
/// Sign-in attempts are kept as long as computer traffic logs must be (90 days, Computer Crime Act s. 26).
const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Runs all jobs, again and again.
pub async fn run(app: App) {
    loop {
        if let Err(error) = run_once(&app).await {
            tracing::error!("a job failed and will be tried again: {error:#}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Runs all jobs once.
pub async fn run_once(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    audit::sign_heads(&app.database, &app.signer, clock::day_of(now), now).await?;
    let mut tx = app.database.write().await?;
    accounts::store::forget_old(&mut tx, now, now - ATTEMPTS_KEPT).await?;
    tx.commit().await?;
    Ok(())
}
