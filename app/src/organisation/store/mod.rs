//! Agencies, units, posts, people and holdings.
//!
//! - [`agencies`]: the tree of agencies and their settings
//! - [`structure`]: units and posts with their roles
//! - [`people`]: the people of an agency
//! - [`holdings`]: who holds which post, or acts for it

pub mod agencies;
pub mod holdings;
pub mod people;
pub mod structure;

pub use agencies::*;
pub use holdings::*;
pub use people::*;
pub use structure::*;
