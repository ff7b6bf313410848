//! Every message of the page and of the command, in English and Chinese.
//!
//! Messages are [Fluent](https://projectfluent.org) in `messages/`. A message that a language lacks is
//! taken from English, and a test finds it. What cannot be a message, numbers and lengths of time, is
//! written by [`Localizer`] too, so that they look the same everywhere.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod figure;
mod sentence;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::{LanguageIdentifier, langid};

pub use fluent_bundle::FluentValue as Value;
pub use laneway_view::Language;

/// Says messages in one language.
pub struct Localizer {
    language: Language,
    /// The language's own messages, then those to fall back on.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Localizer {
    /// Reads the messages of a language: about 1 ms.
    pub fn new(language: Language) -> Self {
        let mut languages = vec![language];
        if language != Language::English {
            languages.push(Language::English);
        }
        Self {
            language,
            bundles: languages.into_iter().map(bundle).collect(),
        }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True if there is such a message.
    pub fn has(&self, id: &str) -> bool {
        self.bundles.iter().any(|bundle| bundle.has_message(id))
    }

    /// The message with its arguments in place. What is missing says so: an unknown id stands for
    /// itself, a missing argument for its name in braces.
    pub fn text(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        self.bundles
            .iter()
            .find_map(|bundle| {
                let pattern = bundle.get_message(id)?.value()?;
                let mut errors = Vec::new();
                Some(
                    bundle
                        .format_pattern(pattern, Some(&arguments), &mut errors)
                        .into_owned(),
                )
            })
            .unwrap_or_else(|| id.to_owned())
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

/// A language's messages as Fluent.
pub const fn messages(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../messages/en.ftl"),
        Language::Chinese => include_str!("../messages/zh.ftl"),
    }
}

const fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::English => langid!("en"),
        Language::Chinese => langid!("zh"),
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    // What cannot be read is left out; the tests below read both files without an error.
    let resource = match FluentResource::try_new(messages(language).to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut bundle = FluentBundle::new(vec![identifier(language)]);
    // Marks around arguments for languages written from right to left; neither of ours is.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
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
