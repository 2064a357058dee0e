//! What files are, and what is done to them before they are kept: told by content, metadata of pictures taken out,
//! shown to the virus scanner, a preview made.

pub mod media;
pub mod metadata;
pub mod preview;
pub mod scan;
