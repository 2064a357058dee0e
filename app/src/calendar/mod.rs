//! The calendar of an office: its holidays, and with them its working days (วันทำการ).
//!
//! National holidays are data of the program (`holidays.toml`); an office adds days of its own (a special holiday of the
//! cabinet, a day of the province) and takes national ones off that it does not keep. Where no table of a year is known,
//! weekends alone are counted, and whoever shows a count says so ([`WorkingDays::is_sure`]).

pub mod actions;
pub mod model;
mod office;
mod store;

use db::Connection;

pub use model::WorkingDays;

use crate::kit::{Access, Permission, Routes, visit::AgencyId};

/// The working days of an agency.
pub async fn working_days(connection: &mut Connection, agency: AgencyId) -> db::Result<WorkingDays> {
    Ok(WorkingDays::new(&store::list_all(connection, agency).await?))
}

/// The pages of the calendar.
pub fn routes() -> Routes {
    let see = Access::May(Permission::SeeOffice);
    let change = Access::May(Permission::ChangeSettings);
    Routes::new()
        .get("/office/calendar", see, office::this_year)
        .get("/office/calendar/{year}", see, office::show)
        .get("/office/calendar/{year}/days/new", change, office::new)
        .post("/office/calendar/{year}/days", change, office::add)
        .get("/office/calendar/days/{day}/removal", change, office::ask_removal)
        .post("/office/calendar/days/{day}/removal", change, office::remove)
        .post("/office/calendar/days/{day}/return", change, office::put_back)
}
