//! Telling somebody how long callers wait for the database and hold it, so that figures can be published.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

/// What a connection is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Reading.
    Read,
    /// A transaction; on SQLite there is one at a time.
    Write,
}

/// Somebody who is told how long things took.
pub trait Watch: Send + Sync {
    /// A caller waited this long for a connection, or for its turn to write.
    fn waited(&self, purpose: Purpose, how_long: Duration);
    /// A transaction was held open this long, its commit included.
    fn held(&self, how_long: Duration);
}

/// The place for the one watcher of a database.
#[derive(Clone, Default)]
pub(crate) struct Watcher(Arc<OnceLock<Arc<dyn Watch>>>);

impl Watcher {
    pub(crate) fn set(&self, watch: Arc<dyn Watch>) {
        // The first one stays: a database has one watcher for its life.
        let _ = self.0.set(watch);
    }

    pub(crate) fn waited(&self, purpose: Purpose, since: Instant) {
        if let Some(watch) = self.0.get() {
            watch.waited(purpose, since.elapsed());
        }
    }

    pub(crate) fn holding(&self) -> Held {
        Held { watcher: self.clone(), since: Instant::now() }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.get().is_some() { "Watcher(set)" } else { "Watcher(none)" })
    }
}

/// An open transaction, for as long as it is open.
pub(crate) struct Held {
    watcher: Watcher,
    since: Instant,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(watch) = self.watcher.0.get() {
            watch.held(self.since.elapsed());
        }
    }
}
