//! A run in a hall: large, with one sentence, and what the speaker has beside it.

mod card;
mod note_field;
mod opener;
mod own_notes;
mod size;
mod speaker;
mod talk;

pub use card::HallCard;
pub use note_field::OwnNote;
pub use opener::{use_speaker, use_speaker_in_step};
pub use own_notes::OwnNotes;
pub use size::{unveils, use_hall, use_magnified};
pub use speaker::SpeakerView;
