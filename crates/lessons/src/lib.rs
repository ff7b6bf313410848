//! The catalogue of lessons: a program, its text, its steps and its facts each.
//!
//! A lesson is a folder in `src/catalogue`. Its program is what runs and, word for word, what the source
//! panel shows. "Add a lesson" in CONTRIBUTING.md shows the whole shape.
#![forbid(unsafe_code)]

mod arguments;
mod catalogue;
mod course;
mod lesson;
mod misconceptions;
mod nearest;
mod parameter;
pub mod server;

pub use arguments::Arguments;
pub use catalogue::{UnknownLesson, catalogue, find};
pub use course::{Chapter, Course, UnknownCourse, courses, find_course};
pub use lesson::{
    LANGUAGES, Lesson, Planned, ServerChoice, Summary, UnknownVariant, Variant, typed_parameters,
};
pub use misconceptions::{MISCONCEPTIONS, is_misconception};
pub use parameter::{Kind, Parameter, ParameterError};
