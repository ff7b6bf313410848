//! What the catalogue knows of a lesson's run: what a lean trace leaves out.

use std::collections::BTreeMap;

use laneway_lessons::{Lesson, find, typed_parameters};
use laneway_trace::Content;
use serde_json::Value as Json;

use crate::command::{SOURCE, SOURCE_TEXT};

/// The sources that a run of the lesson shows.
pub(crate) fn sources(lesson: &Lesson) -> BTreeMap<String, String> {
    let mut sources = lesson.sources();
    sources.insert(SOURCE.to_owned(), SOURCE_TEXT.to_owned());
    sources
}

/// What there is to know of a run with these parameters; `None` if there is no such lesson, or no such run.
pub(crate) fn content(id: &str, parameters: &BTreeMap<String, Json>) -> Option<Content> {
    let lesson = find(id).ok()?;
    let arguments = lesson.arguments(&typed_parameters(parameters)).ok()?;
    Some(Content {
        lesson: lesson.describe(&arguments),
        sources: sources(lesson),
    })
}
