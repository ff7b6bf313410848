//! Hooks: what components share of the browser's life.

mod animation_frame;
mod element_size;
mod keys;
mod listener;
mod media;
mod modal;

pub use animation_frame::{Frames, use_frames};
pub use element_size::use_element_size;
pub use keys::{use_focus_by_keyboard_only, use_keys};
pub use listener::use_listener;
pub use media::use_media;
pub use modal::use_modal;
