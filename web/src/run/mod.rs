//! A run on the page: its places, from the outside in.

mod lanes;
mod overview;
mod place;
mod transport;
mod view;

pub use place::RunPlace;
