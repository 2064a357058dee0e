//! The city view: an agency sees the agencies right below it, its *offices* (สำนักงานในสังกัด), on one page, and never
//! changes anything of theirs.
//!
//! Score and level, the year before, how far the measures are, what is overdue, how much of it is proved, and whether
//! the report is signed: all from the offices' own records, in as many queries however many offices there are.

mod export;
mod model;
mod office;

use crate::kit::{Access, Permission, Routes};

/// The pages of the city view.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffices);
    Routes::new()
        .get("/office/city", see, office::show)
        .get("/office/city/offices.csv", see, export::csv)
        .get("/office/city/offices.xlsx", see, export::xlsx)
        .get("/office/city/offices.json", see, export::json)
}
