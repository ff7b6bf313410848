//! A run on the page: its places, from the outside in.

mod bench;
mod beside;
mod gestures;
mod gutter_edge;
mod help;
mod hints;
mod kept_address;
mod kept_switches;
mod lane_tools;
mod lanes;
mod legend;
mod picture;
mod place;
mod skips;
mod stage_room;
mod tooltip;
mod transport;
mod view;

pub use place::{BesidePlace, RunPlace};
pub use stage_room::StageSize;
