//! A run in a hall: large, with one sentence, and what the speaker has beside it.
//!
//! Lanes and stage are laid out small and drawn large: the painter's ratio, the pointer's coordinates and the stage's
//! `zoom` go by the window. The speaker's window knows no run: it is told what to show, by messages of JSON between
//! windows that check who sent them, and its keys are pressed in the first one. Notes and stops of one's own stay in the
//! browser: a note by its step for every run of a lesson, a stop for its run alone.

mod card;
mod note_field;
mod notes_file;
mod opener;
mod own_notes;
mod size;
mod speaker;
mod talk;
mod vote;

pub use card::HallCard;
pub use note_field::OwnNote;
pub use opener::{use_speaker, use_speaker_in_step};
pub use own_notes::OwnNotes;
pub use size::{unveils, use_hall, use_magnified};
pub use speaker::SpeakerView;
