//! Prongsai: with which a Thai public agency earns and proves its integrity and transparency.

pub mod accounts;
pub mod app;
pub mod config;
pub mod kit;
pub mod measures;
pub mod organisation;
pub mod jobs;
pub mod routes;
pub mod server;
