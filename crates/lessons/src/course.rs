//! Courses: lessons in an order in which they can be taught.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::nearest::nearest;
use crate::parameter::did_you_mean;

/// Lessons in order, by chapters. Texts are by language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Its id: `concurrency`.
    pub id: String,
    /// Its title.
    pub title: BTreeMap<String, String>,
    /// What it is for, in a sentence.
    pub about: BTreeMap<String, String>,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A part of a course.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its title by language.
    pub title: BTreeMap<String, String>,
    /// The ids of its lessons, in order.
    #[serde(default)]
    pub lessons: Vec<String>,
    /// In the file, in place of lessons: the part of the catalogue whose lessons these are.
    #[serde(default, skip_serializing)]
    part: Option<String>,
}

/// `courses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    courses: Vec<Course>,
}

/// Every course. The first one has all lessons.
pub fn courses() -> &'static [Course] {
    static COURSES: LazyLock<Vec<Course>> = LazyLock::new(|| {
        match toml::from_str::<File>(include_str!("catalogue/courses.toml")) {
            Ok(file) => file.courses.into_iter().map(with_parts).collect(),
            // It is compiled in, and a test reads it.
            Err(error) => panic!("courses.toml: {error}"),
        }
    });
    &COURSES
}

/// With the lessons of the parts that its chapters name; a chapter without any goes.
fn with_parts(mut course: Course) -> Course {
    for chapter in &mut course.chapters {
        if let Some(part) = &chapter.part {
            let lessons = catalogue().iter().filter(|lesson| lesson.part == *part);
            chapter.lessons = lessons.map(|lesson| lesson.id.clone()).collect();
        }
    }
    course.chapters.retain(|chapter| !chapter.lessons.is_empty());
    course
}

/// The course with this id.
///
/// # Errors
/// There is none; the error knows the nearest.
pub fn find_course(id: &str) -> Result<&'static Course, UnknownCourse> {
    let found = courses().iter().find(|course| course.id == id);
    found.ok_or_else(|| UnknownCourse {
        id: id.to_owned(),
        nearest: nearest(id, courses().iter().map(|course| course.id.as_str())),
    })
}

/// There is no such course.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no course `{id}`{}; `laneway course` shows them all", did_you_mean(*nearest))]
pub struct UnknownCourse {
    /// As it was given.
    pub id: String,
    /// The course that was probably meant.
    pub nearest: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LANGUAGES, find};

    #[test]
    fn courses_speak_every_language_of_lessons_that_are_there() {
        for course in courses() {
            let chapters = course.chapters.iter();
            let texts = chapters
                .map(|chapter| &chapter.title)
                .chain([&course.title, &course.about]);
            for text in texts {
                assert!(
                    LANGUAGES.iter().all(|language| text.contains_key(*language)),
                    "{text:?}"
                );
            }
            let mut lessons: Vec<&String> = course
                .chapters
                .iter()
                .flat_map(|chapter| &chapter.lessons)
                .collect();
            for lesson in &lessons {
                assert!(find(lesson).is_ok(), "{}: {lesson}", course.id);
            }
            let all = lessons.len();
            lessons.sort_unstable();
            lessons.dedup();
            assert_eq!(lessons.len(), all, "{}: a lesson stands twice", course.id);
        }
    }

    #[test]
    fn the_first_course_is_the_catalogue_in_its_order() {
        let chapters = courses()[0].chapters.iter();
        let lessons: Vec<&String> = chapters.flat_map(|chapter| &chapter.lessons).collect();
        let all: Vec<&String> = catalogue().iter().map(|lesson| &lesson.id).collect();
        assert_eq!(lessons, all);
    }
}
