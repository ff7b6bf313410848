//! The user's choices for the whole page: language and colours.

use std::rc::Rc;

use laneway_l10n::{Language, Localizer, Value};
use laneway_trace::{Lesson, LessonText};
use laneway_view::{Address, Message, Theme, css_variables, lesson_text};
use yew::prelude::*;

use crate::{dom, storage};

/// Language and colours, and the words in that language. A context: see [`use_settings`].
#[derive(Clone)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    l10n: Rc<Localizer>,
}

impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        (self.language, self.theme) == (other.language, other.theme)
    }
}

/// A change of a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    Language(Language),
    Theme(Theme),
}

impl Settings {
    /// What the address says, or else what was chosen last, or else what the browser prefers.
    pub fn at_start(address: &Address) -> Self {
        let language = address
            .language
            .or_else(|| Language::from_code(&storage::recall("language")?))
            .or_else(|| Language::from_code(&dom::window().navigator().language()?));
        let theme = address
            .theme
            .or_else(|| Theme::from_name(&storage::recall("theme")?))
            .unwrap_or_else(preferred_theme);
        Self::new(language.unwrap_or_default(), theme)
    }

    fn new(language: Language, theme: Theme) -> Self {
        Self {
            language,
            theme,
            l10n: Rc::new(Localizer::new(language)),
        }
    }

    /// What the address says, where it says something; these otherwise.
    pub fn with_address(&self, address: &Address) -> Self {
        let language = address.language.unwrap_or(self.language);
        let theme = address.theme.unwrap_or(self.theme);
        if (language, theme) == (self.language, self.theme) {
            return self.clone();
        }
        Self::new(language, theme)
    }

    /// With a choice made; the browser remembers it.
    pub fn with(&self, choice: Choice) -> Self {
        match choice {
            Choice::Language(language) => {
                storage::remember("language", language.code());
                Self::new(language, self.theme)
            }
            Choice::Theme(theme) => {
                storage::remember("theme", theme.name());
                Self::new(self.language, theme)
            }
        }
    }

    /// Puts them on the page: the language of the document, the colours as CSS variables.
    pub fn apply(&self) {
        let Some(root) = dom::root() else { return };
        let lang = match self.language {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        };
        let _ = root.set_attribute("lang", lang);
        let _ = root.set_attribute("data-theme", self.theme.name());
        for declaration in css_variables(self.theme).lines() {
            if let Some((name, value)) = declaration.trim().trim_end_matches(';').split_once(':') {
                dom::set_style(&root, name, value.trim());
            }
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
