//! The languages, and what of a run is written in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use laneway_trace::{Header, Lesson, LessonText};

/// A language of the page and of the command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, simplified.
    Chinese,
}

impl Language {
    /// All of them; the first is the one to fall back on.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its code in an address and in a lesson's texts: `en`, `zh`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a code such as `zh`, `zh-CN`, `en_US.UTF-8`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_', '.']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// What is there in this language, or else in another; with the language that it is in. What other
    /// codes name is passed over.
    pub fn pick<T>(self, texts: &BTreeMap<String, T>) -> Option<(&T, Self)> {
        std::iter::once(self)
            .chain(Self::ALL)
            .find_map(|language| Some((texts.get(language.code())?, language)))
    }
}

/// A lesson's text in a language, or else in another; with the language that it is in. Empty if there is
/// none.
pub fn lesson_text(lesson: &Lesson, language: Language) -> (&LessonText, Language) {
    static NONE: LazyLock<LessonText> = LazyLock::new(LessonText::default);
    language.pick(&lesson.texts).unwrap_or((&NONE, language))
}

/// What a run is called: as it calls itself, by its lesson, or by the program that was recorded. `file` is
/// what it is called if nothing in it says.
pub fn run_title<'a>(header: &'a Header, language: Language, file: &'a str) -> &'a str {
    let lesson = header.lesson.as_ref();
    let program = header
        .command
        .first()
        .and_then(|path| Path::new(path).file_name());
    let names = [
        Some(header.title.as_str()),
        lesson.map(|lesson| lesson_text(lesson, language).0.title.as_str()),
        lesson.map(|lesson| lesson.id.as_str()),
        program.and_then(|name| name.to_str()),
    ];
    let named = names.into_iter().flatten().find(|name| !name.is_empty());
    named.unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_systems_and_browsers_are_understood() {
        let check = |code, expected| assert_eq!(Language::from_code(code), expected);
        check("zh", Some(Language::Chinese));
        check("zh-Hans-CN", Some(Language::Chinese));
        check("ZH_cn.UTF-8", Some(Language::Chinese));
        check("en_GB", Some(Language::English));
        check("fr", None);
        check("", None);
    }

    fn lesson(titles: &[(&str, &str)]) -> Lesson {
        let text = |title: &str| LessonText {
            title: title.into(),
            ..LessonText::default()
        };
        Lesson {
            id: "lock".into(),
            texts: titles
                .iter()
                .map(|&(code, title)| (code.to_owned(), text(title)))
                .collect(),
            ..Lesson::default()
        }
    }

    #[test]
    fn a_lesson_speaks_another_language_before_it_says_nothing() {
        #[track_caller]
        fn check(titles: &[(&str, &str)], language: Language, expected: (&str, Language)) {
            let lesson = lesson(titles);
            let (text, found) = lesson_text(&lesson, language);
            assert_eq!((text.title.as_str(), found), expected);
        }
        let both = [("en", "Lock"), ("zh", "锁")];
        check(&both, Language::Chinese, ("锁", Language::Chinese));
        check(&both[..1], Language::Chinese, ("Lock", Language::English));
        check(&both[1..], Language::English, ("锁", Language::Chinese));
        check(&[("fr", "Verrou")], Language::English, ("", Language::English));
    }

    #[test]
    fn every_run_has_a_title() {
        #[track_caller]
        fn check(title: &str, lesson: Option<Lesson>, command: &[&str], expected: &str) {
            let header = Header {
                title: title.into(),
                lesson,
                command: command.iter().map(|&word| word.to_owned()).collect(),
                ..Header::default()
            };
            assert_eq!(run_title(&header, Language::English, "run.lane"), expected);
        }
        let command = ["./target/server", "--port"];
        let chinese = lesson(&[("zh", "锁")]);
        check("Mine", Some(chinese.clone()), &command, "Mine");
        check("", Some(chinese), &command, "锁");
        check("", Some(lesson(&[("en", "")])), &command, "lock");
        check("", None, &command, "server");
        check("", None, &[".."], "run.lane");
        check("", None, &[], "run.lane");
    }
}
