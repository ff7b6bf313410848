//! The commands: what each of them does.

mod check;
mod course;
mod export;
mod info;
mod lesson;
mod list;
mod record;
mod repeat;
mod run;
mod serve;
mod view;

pub(crate) use check::check;
pub(crate) use course::course;
pub(crate) use export::export;
pub(crate) use info::info;
pub(crate) use lesson::{SOURCE, SOURCE_TEXT, lesson};
pub(crate) use list::list;
pub(crate) use record::record;
pub(crate) use run::run;
pub(crate) use serve::serve;
pub(crate) use view::view;
