//! The trace format from outside: golden files, any input, hostile files.

#[path = "../../../../fuzz/src/lib.rs"]
mod checks;

mod any_input;
mod golden;
mod hostile;
mod in_parts;
mod lean;
