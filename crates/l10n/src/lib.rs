//! Every message of the page and of the command, in English and Chinese.
//!
//! Messages are [Fluent](https://projectfluent.org) in `messages/`, compiled by the build script. A message
//! that a language lacks is taken from English, and a test finds it. What cannot be a message, numbers and lengths of time, is
//! written by [`Localizer`] too, so that they look the same everywhere.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod figure;
mod marks;
mod pattern;
mod sentence;

use pattern::Messages;

pub use laneway_view::Language;
pub use pattern::Value;

/// Says messages in one language.
pub struct Localizer {
    language: Language,
    /// The language's own messages, then those to fall back on.
    tables: Vec<Messages>,
}

impl Localizer {
    /// Finds where each message of a language stands in some 40 kB of text.
    pub fn new(language: Language) -> Self {
        let mut languages = vec![language];
        if language != Language::English {
            languages.push(Language::English);
        }
        Self {
            language,
            tables: languages.into_iter().map(Messages::new).collect(),
        }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True if there is such a message.
    pub fn has(&self, id: &str) -> bool {
        self.tables.iter().any(|messages| messages.has(id))
    }

    /// The message with its arguments in place. What is missing says so: an unknown id stands for
    /// itself, a missing argument for its name in braces.
    pub fn text(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let mut said = self
            .tables
            .iter()
            .filter_map(|messages| messages.text(id, arguments));
        said.next().unwrap_or_else(|| id.to_owned())
    }

    /// The word for a kind of object, by its name in a trace: `lifo_queue` is a stack. A kind without one
    /// goes by its name.
    pub fn object_kind(&self, name: &str) -> String {
        let id = format!("object-{}", name.replace('_', "-"));
        if self.has(&id) {
            self.text(&id, &[])
        } else {
            name.to_owned()
        }
    }

    /// Names in a row: `a`, `a and b`, `a, b and c`.
    pub fn list(&self, names: &[String]) -> String {
        let separator = self.text("list-separator", &[]);
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => self.text(
                "list-last",
                &[
                    ("rest", rest.join(&separator).into()),
                    ("last", last.as_str().into()),
                ],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, id: &str, arguments: &[(&str, Value<'_>)], expected: &str) {
        assert_eq!(Localizer::new(language).text(id, arguments), expected);
    }

    #[test]
    fn messages_take_arguments() {
        check(
            Language::English,
            "list-last",
            &[("rest", "a, b".into()), ("last", "c".into())],
            "a, b and c",
        );
        check(
            Language::Chinese,
            "list-last",
            &[("rest", "a".into()), ("last", "b".into())],
            "a 和 b",
        );
    }

    #[test]
    fn what_is_missing_says_so() {
        check(Language::Chinese, "no-such-message", &[], "no-such-message");
        check(
            Language::English,
            "list-last",
            &[("rest", "a".into())],
            "a and {$last}",
        );
    }

    #[test]
    fn names_in_a_row_read_as_people_write_them() {
        let check = |language, names: &[&str], expected: &str| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(Localizer::new(language).list(&names), expected);
        };
        check(Language::English, &[], "");
        check(Language::English, &["a"], "a");
        check(Language::English, &["a", "b", "c"], "a, b and c");
        check(Language::Chinese, &["a", "b", "c"], "a、b 和 c");
    }
}
