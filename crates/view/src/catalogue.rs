//! The lessons of a server, and courses of them.
//!
//! The command writes the gallery of it that stands in the page from the start, and the page the one that takes its
//! place.

use std::collections::BTreeMap;

use laneway_model::Model;
use serde_json::{Value as Json, json};

use crate::{ClockKind, Language, Size, Timeline, Token, bar_paths, thumbnail};

/// Texts by the codes of their languages.
pub type Texts = BTreeMap<String, String>;

/// A lesson of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// The part of the curriculum that it stands in.
    pub part: String,
    /// What it is called.
    pub title: Texts,
    /// What it is about.
    pub idea: Texts,
    /// True if the server has a recorded run of it.
    pub run: bool,
    /// That run in small, if the server has looked at it.
    pub thumbnail: Option<Thumbnail>,
    /// Settings that are worth a run of their own.
    pub variants: Vec<Variant>,
}

/// A run in small: how large it is, and what kind of picture. Nothing of how it ends, which a lesson may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thumbnail {
    /// How many lanes it has.
    pub lanes: u64,
    /// How many events are told of it.
    pub events: u64,
    /// How long it took.
    pub duration_ns: u64,
    /// Its bars as SVG paths in a picture of [`Thumbnail::WIDTH_PX`] by [`Thumbnail::HEIGHT_PX`], each with the name
    /// of its colour ([`Token::name`]).
    pub bars: Vec<(String, String)>,
}

/// Settings of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// What differs from the defaults.
    pub parameters: BTreeMap<String, Json>,
    /// The id of a recorded run with them, if there is one.
    pub run_id: Option<String>,
}

/// Lessons in an order in which they can be taught, by chapters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Texts,
    /// What it is for, in a sentence.
    pub about: Texts,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A part of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called.
    pub title: Texts,
    /// The ids of its lessons, in order.
    pub lessons: Vec<String>,
}

/// The lessons, and courses that have no other lessons than these.
#[derive(Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// All of them.
    pub lessons: Vec<Card>,
    /// There is at least one.
    pub courses: Vec<Course>,
}

impl Thumbnail {
    /// The width of the picture: it is drawn as wide as there is room.
    pub const WIDTH_PX: u32 = 320;
    /// Its height.
    pub const HEIGHT_PX: u32 = 108;

    /// A run in small.
    pub fn of(model: &Model) -> Self {
        let size = Size {
            width_px: Self::WIDTH_PX as f32,
            height_px: Self::HEIGHT_PX as f32,
        };
        let scene = thumbnail(model, &Timeline::new(model), ClockKind::default(), size);
        let bars = bar_paths(&scene).into_iter();
        Self {
            lanes: model.lanes.len() as u64,
            events: model.told_events(),
            duration_ns: model.duration_ns(),
            // What lies under the bars is the page's.
            bars: bars
                .filter(|(token, _)| *token != Token::Card)
                .map(|(token, path)| (token.name(), path))
                .collect(),
        }
    }

    /// As it stands in the list of lessons.
    pub fn to_json(&self) -> Json {
        json!({"lanes": self.lanes, "events": self.events, "duration_ns": self.duration_ns, "bars": self.bars})
    }

    fn from_json(json: &Json) -> Option<Self> {
        let number = |name: &str| json[name].as_u64();
        let bars = list(&json["bars"]).map(|bar| (text(&bar[0]), text(&bar[1])));
        Some(Self {
            lanes: number("lanes")?,
            events: number("events")?,
            duration_ns: number("duration_ns")?,
            // It becomes part of a style: nothing but a colour may stand there.
            bars: bars
                .filter(|(name, _)| Token::all().any(|token| token.name() == *name))
                .collect(),
        })
    }
}

impl Card {
    fn from_json(json: &Json) -> Self {
        Self {
            id: text(&json["id"]),
            part: text(&json["part"]),
            title: texts(&json["title"]),
            idea: texts(&json["idea"]),
            run: json["run"] == true,
            thumbnail: Thumbnail::from_json(&json["thumbnail"]),
            variants: list(&json["variants"]).map(Variant::from_json).collect(),
        }
    }

    /// What it is called: its id, if it has no title.
    pub fn title(&self, language: Language) -> &str {
        match language.pick(&self.title) {
            Some((title, _)) => title,
            None => &self.id,
        }
    }

    /// The id of a recorded run with these parameters, if there is one.
    pub fn run_with(&self, parameters: &BTreeMap<String, Json>) -> Option<&String> {
        let variant = self.variants.iter().find(|it| it.parameters == *parameters);
        variant?.run_id.as_ref()
    }
}

impl Variant {
    fn from_json(json: &Json) -> Self {
        let parameters = json["parameters"].as_object().into_iter().flatten();
        Self {
            parameters: parameters
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            run_id: json["run_id"].as_str().map(str::to_owned),
        }
    }
}

impl Chapter {
    fn from_json(json: &Json) -> Self {
        Self {
            title: texts(&json["title"]),
            lessons: list(&json["lessons"]).map(text).collect(),
        }
    }
}

impl Course {
    fn from_json(json: &Json) -> Self {
        Self {
            id: text(&json["id"]),
            title: texts(&json["title"]),
            about: texts(&json["about"]),
            chapters: list(&json["chapters"]).map(Chapter::from_json).collect(),
        }
    }

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
    /// Reads the lists of lessons and of courses. What is missing or unknown in them is passed over: the server may be
    /// an older one or a newer one.
    pub fn from_json(lessons: &Json, courses: &Json) -> Self {
        Self::new(
            list(lessons).map(Card::from_json).collect(),
            list(courses).map(Course::from_json).collect(),
        )
    }

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

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn texts(json: &Json) -> Texts {
    let fields = json.as_object().into_iter().flatten();
    fields
        .map(|(language, words)| (language.clone(), text(words)))
        .collect()
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
    fn lists_are_read_as_far_as_they_are_understood() {
        let thumbnail = Thumbnail {
            lanes: 2,
            events: 7,
            duration_ns: 5_000,
            bars: vec![("state-running".into(), "M0 0h8v4H0z".into())],
        };
        let mut sent = thumbnail.to_json();
        let odd = json!(["red;position:fixed", "M0 0"]);
        sent["bars"].as_array_mut().expect("bars").push(odd);
        let lessons = json!([
            {"id": "join", "part": "threads", "title": {"en": "Join"}, "run": true, "thumbnail": sent,
             "variants": [{"id": "two", "parameters": {"n": 2}, "run_id": "join_two"}]},
            {"id": "lock", "run": 1, "thumbnail": {"lanes": 2}, "more": []},
        ]);
        let courses = json!([{"id": "all", "chapters": [{"lessons": ["join", "lock"]}]}]);
        let catalogue = Catalogue::from_json(&lessons, &courses);
        let [join, lock] = &catalogue.lessons[..] else {
            panic!("two lessons")
        };
        assert_eq!(
            (join.title(Language::English), join.part.as_str(), join.run),
            ("Join", "threads", true)
        );
        assert_eq!(join.thumbnail, Some(thumbnail));
        let two = BTreeMap::from([("n".to_owned(), json!(2))]);
        assert_eq!(join.run_with(&two).map(String::as_str), Some("join_two"));
        assert_eq!(
            (lock.title(Language::English), lock.run, &lock.thumbnail),
            ("lock", false, &None)
        );
        assert_eq!(catalogue.courses, [course("all", &[&["join", "lock"]])]);
        assert_eq!(Catalogue::from_json(&Json::Null, &json!(3)).lessons, []);
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
