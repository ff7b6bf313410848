//! What the view makes of small runs written down by hand.

#[allow(dead_code, reason = "the model's tests use all of it")]
#[path = "../../../model/tests/model/notation.rs"]
mod notation;

mod actions;
mod beside;
mod clocks;
mod lanes;
mod legend;
mod levels;
mod picks;
mod pictures;
mod scales;
mod search;
mod sentences;
mod stages;
mod sums;
mod table;
mod visits;
