//! Which of the source files are shown: the program, its counterpart, or both side by side. What was chosen last
//! holds in every lesson, and at the next visit.

use std::rc::Rc;

use laneway_trace::Header;
use yew::prelude::*;

use crate::storage;

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// The program: the file in which the lane in focus is.
    Program,
    /// The same in another language.
    Counterpart,
    /// The program beside its counterpart.
    Both,
    /// A file, for as long as the panel is open.
    File(Rc<str>),
}

impl Side {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "program" => Self::Program,
            "counterpart" => Self::Counterpart,
            "both" => Self::Both,
            _ => return None,
        })
    }

    /// How it is remembered: a file, which other lessons do not have, as the program.
    const fn name(&self) -> &'static str {
        match self {
            Self::Program | Self::File(_) => "program",
            Self::Counterpart => "counterpart",
            Self::Both => "both",
        }
    }
}

/// What is shown, and how to choose something else. The browser remembers it.
#[hook]
pub fn use_side() -> (Side, Callback<Side>) {
    let side = use_state(|| storage::recall("source").and_then(|name| Side::from_name(&name)));
    let setter = side.setter();
    let choose = use_callback((), move |side: Side, ()| {
        storage::remember("source", side.name());
        setter.set(Some(side));
    });
    ((*side).clone().unwrap_or(Side::Program), choose)
}

/// What a run offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sides {
    /// The program of the lesson, if it has a counterpart.
    pub program: Option<Rc<str>>,
    /// The lesson's counterparts.
    pub counterparts: Vec<Rc<str>>,
    /// All other files.
    pub others: Vec<Rc<str>>,
    /// True if there is room for two files.
    pub pair: bool,
}

impl Sides {
    /// Those of a run, on a page that is wide enough for two files or is not.
    pub fn of(header: &Header, wide: bool) -> Self {
        let known = |file: &&String| header.sources.contains_key(*file);
        let lesson = header.lesson.as_ref();
        let counterparts: Vec<Rc<str>> = lesson
            .into_iter()
            .flat_map(|lesson| lesson.counterparts.iter().filter(known))
            .map(|file| Rc::from(file.as_str()))
            .collect();
        let program: Option<Rc<str>> = lesson
            .filter(|_| !counterparts.is_empty())
            .map(|lesson| Rc::from(lesson.source.as_str()));
        let files = header.sources.keys().map(|file| Rc::from(file.as_str()));
        Self {
            others: files
                .filter(|file| Some(file) != program.as_ref() && !counterparts.contains(file))
                .collect(),
            pair: wide && program.is_some(),
            program,
            counterparts,
        }
    }
}

/// The files to show: one, two side by side, or none where the run has none. `at` is the file in which the lane
/// in focus is.
pub fn files(header: &Header, sides: &Sides, side: &Side, at: Option<&str>) -> Vec<Rc<str>> {
    let counterpart = sides.counterparts.first();
    match (side, counterpart) {
        (Side::File(file), _) if header.sources.contains_key(&**file) => vec![file.clone()],
        (Side::Counterpart, Some(counterpart)) => vec![counterpart.clone()],
        (Side::Both, Some(counterpart)) if sides.pair => {
            let program = program_at(header, at);
            program.into_iter().chain([counterpart.clone()]).collect()
        }
        _ => program_at(header, at).into_iter().collect(),
    }
}

/// The file in which the lane in focus is, or the main one, or any.
fn program_at(header: &Header, at: Option<&str>) -> Option<Rc<str>> {
    let main = header.lesson.as_ref().map(|lesson| lesson.source.as_str());
    let known = |file: &&str| header.sources.contains_key(*file);
    let found = at.into_iter().chain(main).find(known);
    found
        .or_else(|| header.sources.keys().next().map(String::as_str))
        .map(Rc::from)
}

#[cfg(test)]
mod tests {
    use laneway_trace::Lesson;

    use super::*;

    fn header(sources: &[&str]) -> Header {
        let lesson = Lesson {
            source: "program.rs".into(),
            counterparts: vec!["program.py".into()],
            ..Lesson::default()
        };
        Header {
            sources: sources
                .iter()
                .map(|&file| (file.to_owned(), String::new()))
                .collect(),
            lesson: Some(lesson),
            ..Header::default()
        }
    }

    #[test]
    fn one_file_is_shown_or_two() {
        let header = header(&["child.rs", "program.py", "program.rs"]);
        let check = |side: Side, wide, at, expected: &[&str]| {
            let sides = Sides::of(&header, wide);
            let shown = files(&header, &sides, &side, at);
            let shown: Vec<&str> = shown.iter().map(|file| &**file).collect();
            assert_eq!(shown, expected, "{side:?}, wide: {wide}");
        };
        check(Side::Program, true, None, &["program.rs"]);
        check(Side::Program, true, Some("child.rs"), &["child.rs"]);
        check(Side::Program, true, Some("unknown.rs"), &["program.rs"]);
        check(Side::Counterpart, true, Some("child.rs"), &["program.py"]);
        check(Side::Both, true, Some("child.rs"), &["child.rs", "program.py"]);
        check(Side::Both, false, Some("child.rs"), &["child.rs"]);
        let file = |name: &str| Side::File(name.into());
        check(file("child.rs"), true, None, &["child.rs"]);
        check(file("gone.rs"), true, None, &["program.rs"]);
    }

    #[test]
    fn what_a_run_lacks_is_not_offered() {
        let alone = header(&["program.rs"]);
        let sides = Sides::of(&alone, true);
        assert!(!sides.pair && sides.counterparts.is_empty());
        assert_eq!(files(&alone, &sides, &Side::Both, None), [Rc::from("program.rs")]);
        let nothing = header(&[]);
        assert_eq!(files(&nothing, &Sides::default(), &Side::Program, None), []);
    }

    #[test]
    fn a_choice_is_remembered_by_its_name() {
        for side in [Side::Program, Side::Counterpart, Side::Both] {
            assert_eq!(Side::from_name(side.name()), Some(side));
        }
        assert_eq!(Side::File("a.rs".into()).name(), "program");
        assert_eq!(Side::from_name("nothing"), None);
    }
}
