//! What the tokens look like.

use crate::Token;

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Ink on warm paper.
    #[default]
    Light,
    /// Light on near-black.
    Dark,
    /// As far apart as colours can be.
    HighContrast,
}

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// 255 for opaque.
    pub alpha: u8,
}

impl Theme {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "contrast",
        }
    }

    /// The theme with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// What a token looks like.
    pub fn color(self, token: Token) -> Color {
        let _ = token;
        Color {
            red: 0,
            green: 0,
            blue: 0,
            alpha: 255,
        }
    }
}

/// The colours of a theme as CSS custom properties, a declaration a line: `--paper: #fdfbf7;`. The names
/// are those of the tokens in lower case with hyphens: `--ink-soft`, `--state-waits-lock`,
/// `--tint-running`, `--on-running`.
pub fn css_variables(theme: Theme) -> String {
    let _ = theme;
    String::new()
}
