//! A run on the page: its places, from the outside in.

mod bench;
mod beside;
mod gestures;
mod help;
mod hints;
mod kept_address;
mod kept_switches;
mod lanes;
mod legend;
mod picture;
mod place;
mod skips;
mod tooltip;
mod transport;
mod view;

pub use place::{BesidePlace, RunPlace};
