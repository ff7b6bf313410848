//! What the model says of small runs written down by hand.

mod check;
mod critical_path;
mod crowds;
mod event_rows;
mod findings;
mod honest;
mod in_use;
mod lanes;
mod lawful;
mod line_rows;
mod lock_order;
mod mechanisms;
mod moments;
mod notation;
mod objects;
mod random;
mod soup;
