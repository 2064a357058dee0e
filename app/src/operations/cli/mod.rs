//! The commands of whoever runs an installation.

pub mod backup;
pub mod doctor;
pub mod settings;
