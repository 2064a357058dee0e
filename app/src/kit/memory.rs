//! What was worked out from an agency's records, kept until the records change.
//!
//! Every change of a record shares its transaction with an entry of the audit chain, so the chain's length says whether
//! anything can have changed: a page asks for one number instead of working everything out again. It holds with several
//! instances too, because the number comes from the database, each time.

use std::{
    any::{Any, TypeId},
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use db::Connection;
use hashlink::LruCache;

use super::{audit, visit::AgencyId};

/// So many results are kept; then the one that was asked for longest ago goes.
const CAPACITY: usize = 128;

/// What is remembered, for all agencies. Cheap to clone.
#[derive(Clone)]
pub struct Memory(Arc<Mutex<LruCache<Key, Known>>>);

type Key = (AgencyId, TypeId, String);

#[derive(Clone)]
struct Known {
    /// How long the chains were before the records were read.
    recorded: i64,
    made: Arc<dyn Any + Send + Sync>,
}

/// A place for one result: what is known of it, or where it is to be kept.
pub struct Place<T> {
    memory: Memory,
    key: Key,
    recorded: i64,
    of: PhantomData<fn() -> T>,
}

impl Default for Memory {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(CAPACITY))))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Memory {
    /// The place of a result of type `T`, as the records are now. Whatever else than the agency's records goes into the
    /// result (a year, a language, a threshold that was read before) belongs into `inputs`.
    ///
    /// Ask for the place before reading the records: what is read later may be newer than the place says, which costs
    /// one more working out, but never older.
    pub async fn place<T: Send + Sync + 'static>(
        &self,
        connection: &mut Connection,
        agency: AgencyId,
        inputs: impl Into<String>,
    ) -> db::Result<Place<T>> {
        let recorded = audit::store::count_recorded(connection, agency).await?;
        let key = (agency, TypeId::of::<T>(), inputs.into());
        Ok(Place { memory: self.clone(), key, recorded, of: PhantomData })
    }

    /// As [`Memory::place`], for what is worked out from the records of an agency and of all agencies right below it.
    pub async fn place_with_offices<T: Send + Sync + 'static>(
        &self,
        connection: &mut Connection,
        agency: AgencyId,
        inputs: impl Into<String>,
    ) -> db::Result<Place<T>> {
        let recorded = audit::store::count_recorded_below(connection, agency).await?;
        let key = (agency, TypeId::of::<T>(), inputs.into());
        Ok(Place { memory: self.clone(), key, recorded, of: PhantomData })
    }

    fn hold(&self) -> MutexGuard<'_, LruCache<Key, Known>> {
        // Nothing is half-done in here when a thread gives up: each use is one call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + Sync + 'static> Place<T> {
    /// What is known and still true.
    pub fn known(&self) -> Option<Arc<T>> {
        let known = self.memory.hold().get(&self.key).filter(|known| known.recorded == self.recorded).cloned()?;
        known.made.downcast().ok()
    }

    /// Keeps what was worked out.
    pub fn keep(self, made: T) -> Arc<T> {
        let made = Arc::new(made);
        let known = Known { recorded: self.recorded, made: made.clone() };
        self.memory.hold().insert(self.key, known);
        made
    }
}
