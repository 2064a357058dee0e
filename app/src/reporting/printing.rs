//! Setting reports as PDF: a few at a time, off the threads that answer visits, and none twice.
//!
//! Typesetting takes a quarter of a second, and a report is fetched more often than it changes. A finished print is kept under
//! the hash of all that went into it, so what is handed out is always the print of the very data that were asked for.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use documents::{AnalysisReport, DocumentError, ReportForm};
use hashlink::LruCache;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::kit::Error;

/// How many are set at the same time: each keeps a processor busy.
static PRINTING: Semaphore = Semaphore::const_new(2);
/// So many prints are kept; then the one that was asked for longest ago goes.
const KEPT: usize = 8;
/// Larger prints are not kept, in bytes.
const LARGEST_KEPT: usize = 2_000_000;

type Prints = LruCache<[u8; 32], Arc<Vec<u8>>>;

static PRINTS: LazyLock<Mutex<Prints>> = LazyLock::new(|| Mutex::new(LruCache::new(KEPT)));

fn prints() -> MutexGuard<'static, Prints> {
    // Nothing is half-done in here when a thread gives up: each use is one call.
    PRINTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The hash of all that a print shows.
fn key(form: &ReportForm) -> [u8; 32] {
    let all = serde_json::to_vec(form).expect("a form consists of texts, numbers and lists");
    *blake3::hash(&all).as_bytes()
}

/// The form as PDF. The inner error says which text cannot be printed.
pub async fn print(form: ReportForm) -> Result<Result<Arc<Vec<u8>>, DocumentError>, Error> {
    let key = key(&form);
    if let Some(print) = prints().get(&key).cloned() {
        return Ok(Ok(print));
    }
    let _turn = PRINTING.acquire().await.map_err(|error| Error::Internal(error.into()))?;
    // Whoever waited for the same print finds it here.
    if let Some(print) = prints().get(&key).cloned() {
        return Ok(Ok(print));
    }
    let printed = spawn_blocking(move || documents::report_pdf(&form)).await;
    let printed = printed.map_err(|error| Error::Internal(error.into()))?.map(Arc::new);
    if let Ok(print) = &printed
        && print.len() <= LARGEST_KEPT
    {
        prints().insert(key, print.clone());
    }
    Ok(printed)
}

/// The analysis as PDF. The inner error says which text cannot be printed.
pub async fn print_analysis(report: AnalysisReport) -> Result<Result<Vec<u8>, DocumentError>, Error> {
    let _turn = PRINTING.acquire().await.map_err(|error| Error::Internal(error.into()))?;
    let printed = spawn_blocking(move || documents::analysis_pdf(&report)).await;
    printed.map_err(|error| Error::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use report::Report;

    use super::*;

    #[tokio::test]
    async fn the_same_form_is_set_once_and_another_anew() {
        let form = ReportForm::new(Report::default(), "สำนักงานเขตตัวอย่าง", Timestamp::UNIX_EPOCH);
        let print = async |form: &ReportForm| print(form.clone()).await.expect("no defect").expect("printable");
        let first = print(&form).await;
        assert!(first.starts_with(b"%PDF"));
        assert!(Arc::ptr_eq(&first, &print(&form).await), "kept");
        let mut other = form.clone();
        other.agency = "สำนักงานเขตอื่น".into();
        assert!(!Arc::ptr_eq(&first, &print(&other).await), "what differs is never handed out for it");
    }
}
