//! The lessons.

mod card;
mod filter;
mod filter_bar;
mod kept_files;
mod lessons;
mod place;
mod thumbnail;

pub use place::Gallery;
