//! What the model says of small runs written down by hand.

mod findings;
mod lanes;
mod moments;
mod notation;
mod objects;
