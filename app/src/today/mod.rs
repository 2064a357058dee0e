//! The first page of the office: what to do next, the score, and how far the measures are.

mod in_short;
mod office;

use crate::kit::{Access, Routes};

/// The route of this feature.
pub fn routes() -> Routes {
    Routes::new().get("/office", Access::SignedIn, office::today)
}
