//! The audit log: reading the chained record of changes and proving that it is whole.
//!
//! An *entry* (รายการ) says who changed what and when. Entries of an agency form a *chain*; its end on a day, signed,
//! is a *head* (หัวบันทึก). Heads are public: whoever keeps one can prove later that nothing before it was touched,
//! even against somebody who can write the whole database. The chain itself is the kit's (`kit::audit`), because every
//! feature records into it.

pub mod cli;
mod office;
mod public;

use crate::kit::{Access, Permission, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::new()
        .get("/office/audit", Access::May(Permission::ReadAuditLog), office::list)
        .get("/{agency}/audit", Access::Public, public::list_heads)
        .get("/{agency}/audit/{file}", Access::Public, public::head)
}
