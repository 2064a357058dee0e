//! The public site: which agencies there are, and the first page of each. No account, no cookie, no form.

mod public;

use crate::kit::{Access, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new().get("/", Access::Public, public::agencies).get("/{agency}", Access::Public, public::home)
}
