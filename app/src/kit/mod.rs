//! What two or more features share. The kit knows no feature.
//!
//! - [`access`]: roles, permissions, and the access rule that every route declares
//! - [`routes`]: declaring routes with their access
//! - [`visit`]: who is asking, in which language, from where
//! - [`forms`]: what was typed, kept; what is wrong with it, at its field
//! - [`figures`]: what a feature can prove with numbers of its own records
//! - [`file_form`]: the same with large files, which go to passing files while they arrive
//! - [`vault`]: bytes of files, kept by their hash
//! - [`error`]: the few ways to refuse, each with its page and its way out
//! - [`audit`]: the chained record of every change
//! - [`memory`]: what was worked out from an agency's records, until they change
//! - [`listing`]: paging, sorting and filtering by the address
//! - [`clock`]: the time, as an argument
//! - [`scrub`]: making texts fit for the log
//! - [`secret`]: random tokens and their hashes
//! - [`shell`]: the page around a visit: navigation, language switch, who is signed in
//! - [`respond`]: answering with a page
//! - [`form_page`]: pages that are one form, and pages that ask once more
//! - [`html`]: pages and components
//! - [`chart`]: accessible charts
//! - [`assets`]: style sheet, script, fonts and icons inside the binary

pub mod access;
pub mod assets;
pub mod audit;
pub mod chart;
pub mod clock;
pub mod error;
pub mod error_page;
pub mod figures;
pub mod file_form;
pub mod form_page;
pub mod forms;
pub mod html;
pub mod listing;
pub mod memory;
pub mod respond;
pub mod routes;
pub mod scrub;
pub mod secret;
pub mod shell;
pub mod vault;
pub mod visit;

pub use access::{Access, Permission, Role};
pub use clock::Clock;
pub use error::{Error, Result};
pub use file_form::FileForm;
pub use forms::{Form, FormErrors};
pub use memory::Memory;
pub use routes::Routes;
pub use vault::Vault;
pub use visit::{Viewer, Visit};
