//! The user's choices for the whole page: language, colours and course.

use std::rc::Rc;

use laneway_l10n::{Language, Localizer, Value};
use laneway_trace::{Lesson, LessonText};
use laneway_view::catalogue::Texts;
use laneway_view::{Address, Message, Theme, lesson_text};
use yew::prelude::*;

use crate::run::StageSize;
use crate::{dom, storage};

/// Language, colours and course, and the words in that language. A context: see [`use_settings`].
#[derive(Clone)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    /// The id of the course, if one was chosen.
    pub course: Option<String>,
    /// True if the legend stays open.
    pub legend: bool,
    /// How much room the stage has.
    pub stage: StageSize,
    l10n: Rc<Localizer>,
}

impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        let look = |it: &Self| (it.language, it.theme, it.legend, it.stage);
        look(self) == look(other) && self.course == other.course
    }
}

/// A change of a choice.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Language(Language),
    Theme(Theme),
    /// By its id.
    Course(String),
    /// True to keep it open.
    Legend(bool),
    Stage(StageSize),
}

impl Settings {
    /// What the address says, or else what was chosen last, or else what the browser prefers; front.js has the same
    /// rules, for what is shown before this runs.
    pub fn at_start(address: &Address) -> Self {
        let language = address
            .language
            .or_else(|| Language::from_code(&storage::recall("language")?))
            .or_else(|| Language::from_code(&dom::window().navigator().language()?));
        let theme = address
            .theme
            .or_else(|| Theme::from_name(&storage::recall("theme")?))
            .unwrap_or_else(preferred_theme);
        let language = language.unwrap_or_default();
        Self {
            language,
            theme,
            course: address.course.clone().or_else(|| storage::recall("course")),
            legend: storage::recall("legend").as_deref() == Some("open"),
            stage: storage::recall("stage")
                .and_then(|name| StageSize::from_name(&name))
                .unwrap_or_default(),
            l10n: Rc::new(Localizer::new(language)),
        }
    }

    fn with_language(self, language: Language) -> Self {
        if language == self.language {
            return self;
        }
        Self {
            language,
            l10n: Rc::new(Localizer::new(language)),
            ..self
        }
    }

    /// What the address says, where it says something; these otherwise.
    pub fn with_address(&self, address: &Address) -> Self {
        let settings = Self {
            theme: address.theme.unwrap_or(self.theme),
            course: address.course.clone().or_else(|| self.course.clone()),
            ..self.clone()
        };
        settings.with_language(address.language.unwrap_or(self.language))
    }

    /// With a choice made; the browser remembers it.
    pub fn with(&self, choice: Choice) -> Self {
        let mut settings = self.clone();
        match choice {
            Choice::Language(language) => {
                storage::remember("language", language.code());
                return settings.with_language(language);
            }
            Choice::Theme(theme) => {
                storage::remember("theme", theme.name());
                settings.theme = theme;
            }
            Choice::Course(course) => {
                storage::remember("course", &course);
                settings.course = Some(course);
            }
            Choice::Legend(open) => {
                storage::remember("legend", if open { "open" } else { "closed" });
                settings.legend = open;
            }
            Choice::Stage(size) => {
                storage::remember("stage", size.name());
                settings.stage = size;
            }
        }
        settings
    }

    /// Puts them on the page: the language of the document, and which colours of theme.css it has.
    pub fn apply(&self) {
        let Some(root) = dom::root() else { return };
        let lang = match self.language {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        };
        let _ = root.set_attribute("lang", lang);
        let _ = root.set_attribute("data-theme", self.theme.name());
    }

    /// The same in colours that are as far apart as colours can be.
    pub fn in_high_contrast(&self) -> Self {
        Self {
            theme: Theme::HighContrast,
            ..self.clone()
        }
    }

    /// The words.
    pub fn l10n(&self) -> &Localizer {
        &self.l10n
    }

    /// A message without arguments.
    pub fn t(&self, id: &str) -> String {
        self.l10n.text(id, &[])
    }

    /// A message with arguments.
    pub fn with_args(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.l10n.text(id, arguments)
    }

    /// A text in the language, or else in another; empty if there is none.
    pub fn pick<'a>(&self, texts: &'a Texts) -> &'a str {
        self.language.pick(texts).map_or("", |(text, _)| text)
    }

    /// A sentence of the view.
    pub fn say(&self, message: &Message) -> String {
        self.l10n.say(message)
    }

    /// A lesson's text in the language, or else in another; with the attribute `lang` if it is another.
    pub fn lesson_text<'a>(&self, lesson: &'a Lesson) -> (&'a LessonText, Option<&'static str>) {
        let (text, language) = lesson_text(lesson, self.language);
        (text, (language != self.language).then(|| language.code()))
    }
}

fn preferred_theme() -> Theme {
    if dom::media("(prefers-contrast: more)") {
        Theme::HighContrast
    } else if dom::media("(prefers-color-scheme: dark)") {
        Theme::Dark
    } else {
        Theme::Light
    }
}

/// The choices and how to change them, as the app provides them.
#[derive(Clone, PartialEq)]
pub struct SettingsContext {
    pub settings: Settings,
    pub choose: Callback<Choice>,
}

/// The user's choices. Every component below [`App`](crate::app::App) has them.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "the app provides the context around everything"
)]
pub fn use_settings() -> SettingsContext {
    use_context().expect("the app provides the settings")
}
