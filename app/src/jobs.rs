//! What the program does by the clock: signing the heads of the audit chains, forgetting what no longer matters, and
//! sweeping away bytes that no document names, and looking whether evidence still counts.
//!
//! Every job can run in several instances at once: its effect is the same if it runs twice.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{
    accounts,
    app::App,
    documents, figures,
    kit::{audit, clock, scrub::scrub},
    measures,
};

const PAUSE: Duration = Duration::from_secs(15 * 60);
/// A figure follows its records after so long at the latest.
const PAUSE_OF_FIGURES: Duration = Duration::from_secs(20);
const PAUSE_OF_LINKS: Duration = Duration::from_secs(5 * 60);
/// Sign-in attempts are kept as long as computer traffic logs must be (90 days, Computer Crime Act s. 26).
const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Runs all jobs, again and again; those that ask others over the network keep nobody waiting.
pub async fn run(app: App) {
    tokio::join!(by_the_clock(&app), ask_others(&app), count(&app));
}

async fn by_the_clock(app: &App) {
    loop {
        // What failed is in the log and in the figures, and is tried again.
        let _ = run_once(app).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn ask_others(app: &App) {
    loop {
        tokio::time::sleep(PAUSE_OF_LINKS).await;
        let asked = documents::actions::check_links(&app.database, &app.clock, app.documents.asker()).await;
        app.metrics.job_ran("check_links", app.clock.now(), asked.is_ok());
        if let Err(error) = asked {
            tracing::error!(
                job = "check_links",
                "a job failed and will be tried again: {}",
                scrub(&format!("{error:?}"))
            );
        }
    }
}

async fn count(app: &App) {
    loop {
        let taken = figures::actions::take_due(&app.database, app.figures, app.clock.now()).await;
        app.metrics.job_ran("take_figures", app.clock.now(), taken.is_ok());
        if let Err(error) = taken {
            tracing::error!(
                job = "take_figures",
                "a job failed and will be tried again: {}",
                scrub(&format!("{error:#}"))
            );
        }
        tokio::time::sleep(PAUSE_OF_FIGURES).await;
    }
}

/// Runs all jobs once. One that fails keeps none of the others from running; the first failure is returned.
pub async fn run_once(app: &App) -> anyhow::Result<()> {
    let done = [
        ("sign_heads", sign_heads(app).await),
        ("forget_old", forget_old(app).await),
        ("sweep_files", sweep_files(app).await),
        ("look_at_evidence", look_at_evidence(app).await),
        ("take_figures", take_figures(app).await),
    ];
    let mut all = Ok(());
    for (job, result) in done {
        app.metrics.job_ran(job, app.clock.now(), result.is_ok());
        if let Err(error) = result {
            tracing::error!(job, "a job failed and will be tried again: {}", scrub(&format!("{error:#}")));
            all = all.and(Err(error));
        }
    }
    all
}

async fn sign_heads(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    audit::sign_heads(&app.database, &app.signer, clock::day_of(now), now).await?;
    Ok(())
}

async fn sweep_files(app: &App) -> anyhow::Result<()> {
    let swept = documents::actions::sweep(&app.database, &app.vault, app.clock.now()).await;
    swept.map(|_| ()).map_err(|error| anyhow::anyhow!("{error:?}"))
}

async fn look_at_evidence(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let looked = measures::actions::look_at_evidence(&app.database, clock::day_of(now), now).await;
    looked.map(|_| ()).map_err(|error| anyhow::anyhow!("{error:?}"))
}

async fn take_figures(app: &App) -> anyhow::Result<()> {
    figures::actions::take_due(&app.database, app.figures, app.clock.now()).await?;
    Ok(())
}

async fn forget_old(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut tx = app.database.write().await?;
    accounts::store::forget_old(&mut tx, now, now - ATTEMPTS_KEPT).await?;
    tx.commit().await?;
    Ok(())
}
