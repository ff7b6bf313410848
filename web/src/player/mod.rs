//! A run being looked at: the state behind one `act`, the playhead outside of it, and the frames.

mod live;
mod use_player;

pub use live::Live;
pub use use_player::{Player, use_player};
