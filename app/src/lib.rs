//! Prongsai: with which a public agency earns and proves its integrity and transparency.

pub mod kit;
pub mod styleguide;
