//! Running an installation, for the one who looks after the machine: backup and restore, what is wrong with the set-up
//! and how to put it right, which settings hold, figures for Prometheus, and a log without personal data.
//!
//! **Words.** A *backup* is one encrypted file; its *manifest* says what is in it and the digest of each part. A
//! *recipient* (`age1…`) is whom it is encrypted to, an *identity* the secret key that opens it. A *finding* is what the
//! doctor says about one matter of the set-up, with the *cure* where something is wrong.
//!
//! **Law.** Log and figures hold no personal data (PDPA B.E. 2562, s. 37 (1): measures fit for the purpose). Who signed in
//! from where is in the database, kept for 90 days (Computer Crime Act B.E. 2550, s. 26), not in the log.

pub mod actions;
pub mod cli;
pub mod log;
pub mod metrics;
pub mod model;
mod store;

pub use metrics::Metrics;
