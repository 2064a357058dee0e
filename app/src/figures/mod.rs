//! Figures: what the office's own records prove, in numbers.
//!
//! Every feature offers figures ([`crate::kit::figures`]); here they are taken, kept and shown. A *reading* (ค่าที่อ่านได้)
//! is what a figure was from one day on. Readings are taken by a job: soon after the record of changes of an agency has
//! grown, and once a day, because days pass. Pages read only what was kept. A *subscription* binds a figure to a result,
//! with the target it is to reach; from the reading the result's line is drafted in official Thai.
//!
//! What other features use: [`actions`] and [`model`]. What they offer themselves is handed in by the frame, so that this
//! feature knows none of them.

pub mod actions;
pub mod model;
mod office;
mod store;

pub use model::{Catalogue, Reading, Standing, Subscription, SubscriptionId};

use crate::kit::{Access, Permission, Routes};

/// The pages of figures.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffice);
    Routes::new().get("/office/figures", see, office::list).get("/office/figures/{figure}", see, office::show)
}
