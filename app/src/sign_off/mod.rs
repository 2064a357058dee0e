//! Sign-off: the report of a year goes to the director, who signs it or sends it back.
//!
//! What is sent is *frozen* (ตรึง): its content is kept word for word under its hash (BLAKE3), with what proved each
//! result on that day. Signing changes nothing of it; what the office changes afterwards makes a new *version* (ฉบับ), and
//! the difference is shown before it is signed. The newest signed version is public as a file: whoever computes its hash
//! sees whether it is the one that was signed.

mod actions;
mod model;
mod office;
mod public;
mod store;

pub use model::{SignOff, Signing, in_groups};
pub use store::{list_offices, list_signed_years, list_waiting, newest_signed};

use crate::kit::{Access, Permission, Routes};

/// The pages of sign-off.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffice);
    Routes::new()
        .get("/office/report/{year}/sign-off", see, office::show)
        .post("/office/report/{year}/sign-off", Access::May(Permission::ImportReports), office::send)
        .post("/office/report/{year}/sign-off/decision", Access::May(Permission::SignReports), office::decide)
        .post("/office/report/{year}/sign-off/scan", Access::May(Permission::ImportReports), office::attach_scan)
        .get("/office/report/{year}/sign-off/{number}", see, office::file)
        .get("/office/report/{year}/sign-off/{number}/report.pdf", see, office::pdf)
        .get("/{agency}/report/{year}", Access::Public, public::show)
        .get("/{agency}/report/{year}/signed.json", Access::Public, public::file)
}
