//! The lessons.

mod card;
mod place;
mod thumbnail;

pub use place::Gallery;
