//! Compiled messages, and how one becomes text.

use std::borrow::Cow;

use laneway_view::Language;

use crate::marks::{ARGUMENT, ARGUMENT_END, CHOICE, CHOICE_END, ID_END, KEY_END, MESSAGE_END, VARIANT};

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Put as it is.
    Text(Cow<'a, str>),
    /// Put in decimal digits; a choice goes by its plural category.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

macro_rules! from_number {
    ($($number:ty)+) => {$(
        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}

from_number!(i64 i32 u64 u32 u16 u8 usize);

impl Value<'_> {
    fn put(&self, text: &mut String) {
        match self {
            Self::Text(words) => text.push_str(words),
            Self::Number(number) => text.push_str(&number.to_string()),
        }
    }

    /// True if a choice takes the variant with this key.
    fn fits(&self, key: &str, language: Language) -> bool {
        match self {
            Self::Text(words) => words == key,
            Self::Number(number) => key == plural_category(*number, language),
        }
    }
}

/// The plural category of a whole number, by the rules of Unicode CLDR.
fn plural_category(number: i64, language: Language) -> &'static str {
    match (language, number) {
        (Language::English, 1 | -1) => "one",
        (Language::English | Language::Chinese, _) => "other",
    }
}

/// The messages of a language, sorted by id.
pub(crate) struct Messages {
    language: Language,
    rows: Vec<(&'static str, &'static str)>,
}

impl Messages {
    pub(crate) fn new(language: Language) -> Self {
        let compiled = match language {
            Language::English => include_str!(concat!(env!("OUT_DIR"), "/en.messages")),
            Language::Chinese => include_str!(concat!(env!("OUT_DIR"), "/zh.messages")),
        };
        let messages = compiled.split_terminator(MESSAGE_END);
        Self {
            language,
            rows: messages
                .filter_map(|message| message.split_once(ID_END))
                .collect(),
        }
    }

    /// The message with its arguments in place; `None` if there is no such message.
    pub(crate) fn text(&self, id: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
        let mut text = String::new();
        self.put(self.pattern(id)?, arguments, &mut text);
        Some(text)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.pattern(id).is_some()
    }

    fn pattern(&self, id: &str) -> Option<&'static str> {
        let row = self.rows.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        Some(self.rows[row].1)
    }

    fn put(&self, pattern: &str, arguments: &[(&str, Value<'_>)], text: &mut String) {
        let named = |name| arguments.iter().find(|(known, _)| *known == name);
        let mut rest = pattern;
        while let Some((plain, marked)) = rest.split_once([ARGUMENT, CHOICE]) {
            text.push_str(plain);
            let is_choice = rest[plain.len()..].starts_with(CHOICE);
            let end = if is_choice { CHOICE_END } else { ARGUMENT_END };
            let (inside, after) = marked.split_once(end).unwrap_or((marked, ""));
            if is_choice {
                let (name, variants) = inside.split_once(VARIANT).unwrap_or((inside, ""));
                let variant = self.choose(variants, named(name).map(|(_, value)| value));
                self.put(variant, arguments, text);
            } else if let Some((_, value)) = named(inside) {
                value.put(text);
            } else {
                text.push_str(&format!("{{${inside}}}"));
            }
            rest = after;
        }
        text.push_str(rest);
    }

    /// The pattern of the variant that fits; the last one if none does.
    fn choose<'p>(&self, variants: &'p str, value: Option<&Value<'_>>) -> &'p str {
        let mut chosen = "";
        for variant in variants.split(VARIANT) {
            let (key, pattern) = variant.split_once(KEY_END).unwrap_or((variant, ""));
            chosen = pattern;
            if value.is_some_and(|value| value.fits(key, self.language)) {
                break;
            }
        }
        chosen
    }
}
