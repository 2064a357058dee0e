//! The organisation: the tree of agencies, their units, posts and people, and who holds which post.
//!
//! A *post* (ตำแหน่ง) belongs to a unit (ฝ่าย) and carries roles; a *person* holds posts, or acts for them
//! (รักษาการแทน), from one day to another. Supervision runs from post to post. Telephones stand at units and people.

pub mod model;
pub mod store;

pub use store::load_agency;
