//! The language of what is printed for people.

use laneway_l10n::{Language, Localizer};
use laneway_trace::Ending;
use laneway_view::{Argument, Message};

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

/// A sentence of the view in words.
pub(crate) fn sentence(l10n: &Localizer, message: &Message) -> String {
    let arguments: Vec<_> = message
        .arguments
        .iter()
        .map(|(name, argument)| {
            let value = match argument {
                Argument::Text(text) => text.as_str().into(),
                Argument::Kind(kind) => l10n.object_kind(kind.name()).into(),
                Argument::Number(number) => (*number).into(),
                Argument::TimeNs(ns) => l10n.duration(*ns).into(),
                Argument::List(names) => l10n.list(names).into(),
            };
            (*name, value)
        })
        .collect();
    l10n.text(&message.id, &arguments)
}

/// How a run ended, in words.
pub(crate) fn ending(l10n: &Localizer, ending: &Ending) -> String {
    let id = match ending {
        Ending::Finished => "ending-finished",
        Ending::Stuck => "ending-stuck",
        Ending::Timeout => "ending-timeout",
        Ending::Failed => "ending-failed",
        Ending::Interrupted => "ending-interrupted",
        Ending::Other(word) => return printable(word),
    };
    l10n.text(id, &[])
}

/// A text of a trace as it may go to a terminal: what would move the cursor or change colours is shown
/// by its code instead.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_cannot_drive_the_terminal() {
        let check = |text, expected: &str| assert_eq!(printable(text), expected);
        check("user-1", "user-1");
        check("泳道", "泳道");
        check("\x1b[31mred\n", "\\u{1b}[31mred\\n");
        check("\u{9b}2J", "\\u{9b}2J");
    }
}
