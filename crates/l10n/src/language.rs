//! The languages.

use unic_langid::{LanguageIdentifier, langid};

/// A language of the page and the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese, simplified.
    Zh,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The code that stands in addresses and in a lesson's texts: `en`, `zh`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language of a code such as `zh`, `zh-CN`, `en_US.UTF-8`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_', '.']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// What the language calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "中文",
        }
    }

    /// The language's messages as Fluent.
    pub const fn messages(self) -> &'static str {
        match self {
            Self::En => include_str!("../messages/en.ftl"),
            Self::Zh => include_str!("../messages/zh.ftl"),
        }
    }

    pub(crate) const fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::En => langid!("en"),
            Self::Zh => langid!("zh"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_systems_and_browsers_are_understood() {
        let check = |code, expected| assert_eq!(Language::from_code(code), expected);
        check("zh", Some(Language::Zh));
        check("zh-Hans-CN", Some(Language::Zh));
        check("ZH_cn.UTF-8", Some(Language::Zh));
        check("en_GB", Some(Language::En));
        check("fr", None);
        check("", None);
    }
}
