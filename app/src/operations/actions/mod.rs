//! The verbs of running an installation.

pub mod backup;
pub mod examine;
pub mod restore;
