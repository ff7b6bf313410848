//! A run in a hall: large, with one sentence, and what the speaker has beside it.

mod card;
mod own_notes;
mod size;

pub use card::HallCard;
pub use own_notes::OwnNotes;
pub use size::{unveils, use_hall, use_magnified};
