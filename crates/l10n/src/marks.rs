//! How a compiled message is written: text with marks in it that no text has. The build script writes
//! them, [`crate::pattern`] reads them.
//!
//! - a table: `id` [`ID_END`] `pattern` [`MESSAGE_END`], again and again, sorted by id
//! - an argument: [`ARGUMENT`] `name` [`ARGUMENT_END`]
//! - a choice: [`CHOICE`] `name of the argument`, then its variants, the default last, each as [`VARIANT`] `key`
//!   [`KEY_END`] `pattern`, then [`CHOICE_END`]. There is no choice within a choice.

pub const MESSAGE_END: char = '\0';
pub const ID_END: char = '\x01';
pub const ARGUMENT: char = '\x02';
pub const ARGUMENT_END: char = '\x03';
pub const CHOICE: char = '\x04';
pub const VARIANT: char = '\x05';
pub const KEY_END: char = '\x06';
pub const CHOICE_END: char = '\x07';
