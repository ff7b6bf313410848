//! The lessons of a server, and courses of them.

use std::collections::BTreeMap;

use laneway_l10n::Language;
use serde::Deserialize;
use serde_json::Value as Json;

/// Texts by the codes of their languages.
pub type Texts = BTreeMap<String, String>;

/// A lesson of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Card {
    pub id: String,
    pub part: String,
    pub title: Texts,
    pub idea: Texts,
    /// True if the server has a recorded run of it.
    #[serde(alias = "has_run", alias = "recorded")]
    pub run: bool,
    pub variants: Vec<Variant>,
}

/// Settings of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// What differs from the defaults.
    pub parameters: BTreeMap<String, Json>,
    /// The id of a recorded run with them, if there is one.
    pub run_id: Option<String>,
}

/// Lessons in an order in which they can be taught, by chapters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Course {
    pub id: String,
    pub title: Texts,
    /// What it is for, in a sentence.
    pub about: Texts,
    pub chapters: Vec<Chapter>,
}

/// A part of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Chapter {
    pub title: Texts,
    /// The ids of its lessons, in order.
    pub lessons: Vec<String>,
}

/// The lessons, and courses that have no other lessons than these.
#[derive(Debug, PartialEq, Eq)]
pub struct Catalogue {
    pub lessons: Vec<Card>,
    /// There is at least one.
    pub courses: Vec<Course>,
}

impl Card {
    /// What it is called: its id, if it has no title.
    pub fn title(&self, language: Language) -> &str {
        match language.pick(&self.title) {
            Some((title, _)) => title,
            None => &self.id,
        }
    }
}

impl Card {
    /// The id of a recorded run with these parameters, if there is one.
    pub fn run_with(&self, parameters: &BTreeMap<String, Json>) -> Option<&String> {
        let variant = self.variants.iter().find(|it| it.parameters == *parameters);
        variant?.run_id.as_ref()
    }
}

impl Course {
    /// The ids of its lessons, in order.
    pub fn lessons(&self) -> impl Iterator<Item = &String> {
        self.chapters.iter().flat_map(|chapter| &chapter.lessons)
    }

    /// The lesson that comes after this one.
    pub fn lesson_after(&self, id: &str) -> Option<&String> {
        self.lessons().skip_while(|lesson| *lesson != id).nth(1)
    }
}

impl Catalogue {
    /// The courses without lessons that are not there. If none is left, one without a title has all lessons.
    pub fn new(lessons: Vec<Card>, mut courses: Vec<Course>) -> Self {
        for course in &mut courses {
            for chapter in &mut course.chapters {
                chapter
                    .lessons
                    .retain(|id| lessons.iter().any(|card| card.id == *id));
            }
            course.chapters.retain(|chapter| !chapter.lessons.is_empty());
        }
        courses.retain(|course| !course.chapters.is_empty());
        if courses.is_empty() {
            let all = Chapter {
                lessons: lessons.iter().map(|card| card.id.clone()).collect(),
                ..Chapter::default()
            };
            courses.push(Course {
                chapters: vec![all],
                ..Course::default()
            });
        }
        Self { lessons, courses }
    }

    /// The parts of the curriculum that lessons stand in, in their order.
    pub fn parts(&self) -> Vec<&str> {
        let mut parts = Vec::new();
        for card in &self.lessons {
            if !parts.contains(&card.part.as_str()) {
                parts.push(card.part.as_str());
            }
        }
        parts
    }

    /// The lesson with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.lessons.iter().find(|card| card.id == id)
    }

    /// The course with this id, or else the first one.
    pub fn course(&self, id: Option<&str>) -> &Course {
        let chosen = self.courses.iter().find(|course| Some(course.id.as_str()) == id);
        chosen.unwrap_or(&self.courses[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lessons(ids: &[&str]) -> Vec<Card> {
        let card = |id: &&str| Card {
            id: (*id).to_owned(),
            ..Card::default()
        };
        ids.iter().map(card).collect()
    }

    fn course(id: &str, chapters: &[&[&str]]) -> Course {
        let chapter = |lessons: &&[&str]| Chapter {
            lessons: lessons.iter().map(|id| (*id).to_owned()).collect(),
            ..Chapter::default()
        };
        Course {
            id: id.to_owned(),
            chapters: chapters.iter().map(chapter).collect(),
            ..Course::default()
        }
    }

    #[test]
    fn courses_have_only_lessons_that_are_there() {
        #[track_caller]
        fn check(courses: Vec<Course>, expected: &[Course]) {
            let catalogue = Catalogue::new(lessons(&["join", "lock"]), courses);
            assert_eq!(catalogue.courses, expected);
        }
        check(
            vec![
                course("all", &[&["join", "start"], &["pool"], &["lock"]]),
                course("pools", &[&["pool"]]),
            ],
            &[course("all", &[&["join"], &["lock"]])],
        );
        let all = course("", &[&["join", "lock"]]);
        check(vec![course("pools", &[&["pool"]])], std::slice::from_ref(&all));
        check(Vec::new(), &[all]);
    }

    #[test]
    fn an_unknown_course_is_the_first_one() {
        let both = vec![course("all", &[&["join"]]), course("short", &[&["join"]])];
        let catalogue = Catalogue::new(lessons(&["join"]), both);
        let check = |id, expected: &str| assert_eq!(catalogue.course(id).id, expected);
        check(Some("short"), "short");
        check(Some("long"), "all");
        check(None, "all");
    }

    #[test]
    fn the_next_lesson_may_be_in_the_next_chapter() {
        let course = course("all", &[&["start", "join"], &["lock"]]);
        let check = |id, next: Option<&str>| {
            assert_eq!(course.lesson_after(id).map(String::as_str), next, "{id}");
        };
        check("start", Some("join"));
        check("join", Some("lock"));
        check("lock", None);
        check("pool", None);
    }
}
