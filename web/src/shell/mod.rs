//! What surrounds every place: the bar on top, file opening, dialogs, the ready flag.

mod drop_veil;
mod front;
mod mark;
mod open_button;
mod ready;
mod top_bar;

pub use drop_veil::DropVeil;
pub use mark::Mark;
pub use open_button::OpenButton;
pub use ready::set_ready;
pub use top_bar::TopBar;
