//! The organisation: the tree of agencies, their units, posts and people, and who holds which post.
//!
//! A *post* (ตำแหน่ง) belongs to a unit (ฝ่าย) and carries roles; a *person* holds posts, or acts for them
//! (รักษาการแทน), from one day to another. Supervision runs from post to post. Telephones stand at units and people.
//! An agency always keeps somebody with the administrator's role.

pub mod actions;
pub mod cli;
pub mod model;
mod office;
pub mod store;

use crate::kit::{
    Access::May,
    Permission::{ChangeSettings, ManageAgencies, ManageOrganisation, SeeOffice},
    Routes,
};

pub use actions::{add_agency, add_holding, add_person, add_post, add_unit, install_person, list_members};
pub use model::{NewAgency, NewHolding, NewPerson, NewPost, NewUnit};
pub use store::{
    count_agencies, count_real_agencies, find_agency_by_key, list_agencies, list_holders, list_offices, list_people,
    list_people_without_account, list_posts, list_units, load_agency, load_person, load_settings,
};

/// The routes of this feature.
pub fn routes() -> Routes {
    use office::{agencies, chart, holdings, people, posts, settings, units};
    let manage = May(ManageOrganisation);
    Routes::new()
        .get("/office/organisation", May(SeeOffice), chart::show)
        .get("/office/organisation/units/new", manage, units::show_new)
        .post("/office/organisation/units", manage, units::add)
        .get("/office/organisation/units/{id}", manage, units::show)
        .post("/office/organisation/units/{id}", manage, units::change)
        .get("/office/organisation/units/{id}/removal", manage, units::show_removal)
        .post("/office/organisation/units/{id}/removal", manage, units::remove)
        .get("/office/organisation/posts/new", manage, posts::show_new)
        .post("/office/organisation/posts", manage, posts::add)
        .get("/office/organisation/posts/{id}", May(SeeOffice), posts::show)
        .get("/office/organisation/posts/{id}/details", manage, posts::show_details)
        .post("/office/organisation/posts/{id}/details", manage, posts::change)
        .get("/office/organisation/posts/{id}/removal", manage, posts::show_removal)
        .post("/office/organisation/posts/{id}/removal", manage, posts::remove)
        .get("/office/organisation/posts/{id}/holders", manage, holdings::show_new)
        .post("/office/organisation/posts/{id}/holders", manage, holdings::add)
        .get("/office/organisation/holdings/{id}/end", manage, holdings::show_end)
        .post("/office/organisation/holdings/{id}/end", manage, holdings::end)
        .get("/office/organisation/people", May(SeeOffice), people::list)
        .get("/office/organisation/people/new", manage, people::show_new)
        .post("/office/organisation/people", manage, people::add)
        .get("/office/organisation/people/{id}", May(SeeOffice), people::show)
        .get("/office/organisation/people/{id}/details", manage, people::show_details)
        .post("/office/organisation/people/{id}/details", manage, people::change)
        .get("/office/organisation/people/{id}/removal", manage, people::show_removal)
        .post("/office/organisation/people/{id}/removal", manage, people::remove)
        .get("/office/settings", May(ChangeSettings), settings::show)
        .post("/office/settings", May(ChangeSettings), settings::change)
        .get("/office/agencies", May(ManageAgencies), agencies::list)
        .get("/office/agencies/new", May(ManageAgencies), agencies::show_new)
        .post("/office/agencies", May(ManageAgencies), agencies::add)
}
