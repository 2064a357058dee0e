//! What two or more features share; it knows none of them.
//!
//! - [`assets`]: stylesheet, script, fonts and pictures, inside the binary
//! - [`chart`]: charts made on the server, readable as tables
//! - [`html`]: the page shells and the components every page is made of

pub mod assets;
pub mod chart;
pub mod html;
