//! The organisation: the tree of agencies, their units, posts and people, and who holds which post.
//!
//! A *post* (ตำแหน่ง) belongs to a unit (ฝ่าย) and carries roles; a *person* holds posts, or acts for them
//! (รักษาการแทน), from one day to another. Supervision runs from post to post. Telephones stand at units and people.
//! An agency always keeps somebody with the administrator's role.

pub mod actions;
pub mod model;
pub mod store;

pub use actions::{add_agency, add_holding, add_person, add_post, add_unit, install_person};
pub use model::{NewAgency, NewHolding, NewPerson, NewPost, NewUnit};
pub use store::{
    count_agencies, find_agency_by_key, list_agencies, list_holders, list_people, list_people_without_account,
    list_posts, list_units, load_agency,
};
