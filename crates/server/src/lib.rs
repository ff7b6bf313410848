//! Serves the page, the lessons and the runs over HTTP.
//!
//! It reads files and changes nothing. What it answers is in [`Site`]; [`Server`] puts that on a port.
#![forbid(unsafe_code)]

mod answer;
mod encoding;
mod pack;
mod packed;
mod page;
mod runs;
mod server;
mod site;

pub use runs::Runs;
pub use server::{BindError, Server};
pub use site::{Shown, Site};
