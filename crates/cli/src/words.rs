//! The language of what is printed for people.

use laneway_l10n::{Language, Localizer};
use laneway_trace::Ending;

/// Speaks the language that was asked for, or that of the environment.
pub(crate) fn localizer(lang: Option<Language>) -> Localizer {
    Localizer::new(lang.unwrap_or_else(language_of_environment))
}

/// As POSIX says: the first of these variables that is set and not empty.
fn language_of_environment() -> Language {
    let mut values = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    values
        .find(|value| !value.is_empty())
        .and_then(|code| Language::from_code(&code))
        .unwrap_or_default()
}

/// How a run ended, in words.
pub(crate) fn ending(l10n: &Localizer, ending: &Ending) -> String {
    let id = match ending {
        Ending::Finished => "ending-finished",
        Ending::Stuck => "ending-stuck",
        Ending::Timeout => "ending-timeout",
        Ending::Failed => "ending-failed",
        Ending::Interrupted => "ending-interrupted",
        Ending::Other(word) => return word.clone(),
    };
    l10n.text(id, &[])
}
