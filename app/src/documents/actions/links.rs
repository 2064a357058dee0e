//! Asking the web addresses whose turn has come.

use std::{collections::BTreeMap, time::Duration};

use db::Database;
use tokio::task::JoinSet;
use url::Url;

use crate::{
    documents::{
        links::{asking::Asker, turn},
        store::links::{self as store, Due},
    },
    kit::{Clock, Error},
};

/// As many addresses as are asked in one turn.
const AT_A_TURN: i64 = 500;
/// As many sites as are asked at the same time.
const SITES_AT_ONCE: usize = 8;
/// The pause between two questions to the same site.
const PAUSE: Duration = Duration::from_secs(1);

/// Asks the addresses whose turn has come: one at a time of each site, a few sites at a time. Returns how many.
pub async fn check_links(database: &Database, clock: &Clock, asker: &Asker) -> Result<usize, Error> {
    let due = store::list_due(&mut database.read().await?, clock.now(), AT_A_TURN).await?;
    let mut sites: BTreeMap<String, Vec<Due>> = BTreeMap::new();
    for one in due {
        let site = Url::parse(&one.address).ok().and_then(|url| url.host_str().map(str::to_owned));
        sites.entry(site.unwrap_or_default()).or_default().push(one);
    }
    let mut waiting = sites.into_values();
    let mut working = JoinSet::new();
    let mut asked = 0;
    loop {
        while working.len() < SITES_AT_ONCE
            && let Some(site) = waiting.next()
        {
            working.spawn(check_site(database.clone(), clock.clone(), asker.clone(), site));
        }
        match working.join_next().await {
            Some(done) => asked += done.map_err(|error| Error::Internal(error.into()))??,
            None => return Ok(asked),
        }
    }
}

async fn check_site(database: Database, clock: Clock, asker: Asker, site: Vec<Due>) -> Result<usize, Error> {
    let mut asked = 0;
    for due in site {
        if asked > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let answer = asker.ask(&due.address).await;
        let now = clock.now();
        let (link, next) = turn::after(&due.link, answer, now);
        let mut tx = database.write().await?;
        store::keep(&mut tx, &due, &link, now, next).await?;
        tx.commit().await?;
        asked += 1;
    }
    Ok(asked)
}
