//! Style guide.
