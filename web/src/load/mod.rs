//! From a lesson's id or a file to a run that can be shown.

mod decode;
mod fetch;
mod kept_files;
mod pause;
mod trouble;
mod use_catalogue;
mod use_run;

pub use decode::Run;
pub use kept_files::{forget as forget_file, keep as keep_file, names as kept_file_names};
pub use trouble::Trouble;
pub use use_catalogue::{CatalogueProvider, Listing, use_catalogue};
pub use use_run::{Loading, Opened, Source, use_run};
