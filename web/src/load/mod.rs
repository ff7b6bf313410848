//! From a lesson's id or a file to a run that can be shown.

mod decode;
mod fetch;
mod pause;
mod trouble;
mod use_catalogue;
mod use_run;

pub use decode::Run;
pub use trouble::Trouble;
pub use use_catalogue::{CatalogueProvider, Listing, use_catalogue};
pub use use_run::{Loading, Opened, Source, use_run};
