//! What the tokens look like.
//!
//! The hues of states are those of Okabe and Ito ("Color Universal Design", 2008), which colour-blind
//! people tell apart, made darker or lighter until they stand 3:1 from the lane. Everything else is
//! neutral: ink, paper, and what lies between.

use std::fmt::{self, Write};

use laneway_model::State as Doing;

use crate::Token;

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Ink on warm paper.
    #[default]
    Light,
    /// Light on near-black.
    Dark,
    /// As far apart as colours can be, on black.
    HighContrast,
}

/// A colour in sRGB. Written as in CSS: `#ff8800`, with alpha `#ff880080`.
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

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    const fn rgb(rgb: u32) -> Self {
        Self {
            red: (rgb >> 16) as u8,
            green: (rgb >> 8) as u8,
            blue: rgb as u8,
            alpha: 255,
        }
    }

    /// A translucent colour from `0xRRGGBB`.
    const fn veil(rgb: u32, alpha: u8) -> Self {
        Self {
            alpha,
            ..Self::rgb(rgb)
        }
    }

    /// The relative luminance of the colour as if it were opaque, from 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        0.2126 * Self::linear(self.red)
            + 0.7152 * Self::linear(self.green)
            + 0.0722 * Self::linear(self.blue)
    }

    /// How much light a channel gives, from 0 to 1.
    pub(crate) fn linear(channel: u8) -> f64 {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    }

    /// How far two colours stand apart, from 1 to 21 (WCAG 2.2), both taken as opaque.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)?;
        if self.alpha != 255 {
            write!(f, "{:02x}", self.alpha)?;
        }
        Ok(())
    }
}

/// The colours of a theme: neutrals, then a state's colour and tint for each state, in their order.
struct Palette {
    paper: u32,
    card: u32,
    card_edge: u32,
    lane: u32,
    lane_line: u32,
    ink: u32,
    ink_soft: u32,
    grid: u32,
    future: Color,
    hover: Color,
    states: [(u32, u32); Doing::ALL.len()],
}

const LIGHT: Palette = Palette {
    paper: 0xfb_f8_f2,
    card: 0xf4_ef_e6,
    card_edge: 0xdc_d4_c5,
    lane: 0xff_fe_fb,
    lane_line: 0x9a_91_82,
    ink: 0x21_1e_1a,
    ink_soft: 0x5f_58_4d,
    grid: 0xe8_e1_d5,
    future: Color::veil(0xfb_f8_f2, 0x58),
    hover: Color::veil(0x21_1e_1a, 0x12),
    states: [
        (0x00_7d_60, 0xcf_eb_e1),
        (0x1f_94_78, 0xdc_f3_ec),
        (0x7c_7c_7c, 0xf2_f2_f0),
        (0x57_54_4f, 0xff_fe_fb),
        (0xbd_42_00, 0xfc_e4_d6),
        (0xb8_7e_00, 0xff_f0_cc),
        (0x00_6b_a8, 0xdb_ea_f6),
        (0x1f_8c_c9, 0xdf_f2_fc),
        (0x66_7b_90, 0xea_ee_f2),
        (0x00_00_00, 0x00_00_00),
        (0x93_45_80, 0xf6_e8_f2),
        (0x5f_58_4d, 0xf4_ef_e6),
    ],
};

const DARK: Palette = Palette {
    paper: 0x13_15_19,
    card: 0x1b_1e_24,
    card_edge: 0x34_39_43,
    lane: 0x15_18_1d,
    lane_line: 0x6b_70_7a,
    ink: 0xed_ea_e4,
    ink_soft: 0xab_a8_a2,
    grid: 0x29_2d_35,
    future: Color::veil(0x13_15_19, 0x6c),
    hover: Color::veil(0xed_ea_e4, 0x14),
    states: [
        (0x1f_b8_8f, 0x0f_3d_31),
        (0x6a_d9_ba, 0x14_2f_29),
        (0x9c_9c_9c, 0x24_24_26),
        (0x96_96_96, 0x15_18_1d),
        (0xf4_7b_42, 0x40_21_13),
        (0xf0_b4_3c, 0x3a_2d_10),
        (0x52_a5_e3, 0x13_2f_48),
        (0x86_d0_f7, 0x19_36_46),
        (0x94_a8_bc, 0x24_2c_36),
        (0x00_00_00, 0x00_00_00),
        (0xd7_95_c5, 0x38_24_3b),
        (0xab_a8_a2, 0x1b_1e_24),
    ],
};

const HIGH_CONTRAST: Palette = Palette {
    paper: 0x00_00_00,
    card: 0x00_00_00,
    card_edge: 0xff_ff_ff,
    lane: 0x00_00_00,
    lane_line: 0xd0_d0_d0,
    ink: 0xff_ff_ff,
    ink_soft: 0xe4_e4_e4,
    grid: 0x4a_4a_4a,
    future: Color::veil(0x00_00_00, 0x80),
    hover: Color::veil(0xff_ff_ff, 0x26),
    states: [
        (0x00_e6_ac, 0x00_2e_22),
        (0x8c_ff_e0, 0x00_2e_22),
        (0xc4_c4_c4, 0x1e_1e_1e),
        (0xc0_c0_c0, 0x00_00_00),
        (0xff_8a_4d, 0x3b_16_00),
        (0xff_c8_33, 0x33_24_00),
        (0x5c_b8_ff, 0x00_24_40),
        (0xa6_e1_ff, 0x0a_30_42),
        (0xb8_c9_da, 0x1c_24_2c),
        (0x00_00_00, 0x00_00_00),
        (0xff_a8_ea, 0x38_14_30),
        (0xff_ff_ff, 0x00_00_00),
    ],
};

const BLACK: Color = Color::rgb(0x00_00_00);
const WHITE: Color = Color::rgb(0xff_ff_ff);

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

    const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }

    /// What a token looks like.
    pub fn color(self, token: Token) -> Color {
        let palette = self.palette();
        match token {
            Token::Paper | Token::OnPlayhead | Token::OnFinding => Color::rgb(palette.paper),
            Token::Card => Color::rgb(palette.card),
            Token::CardEdge => Color::rgb(palette.card_edge),
            Token::Lane => Color::rgb(palette.lane),
            Token::LaneLine => Color::rgb(palette.lane_line),
            Token::Ink
            | Token::Playhead
            | Token::Selection
            | Token::Hold
            | Token::Finding
            | Token::Arrow => Color::rgb(palette.ink),
            Token::InkSoft => Color::rgb(palette.ink_soft),
            Token::Grid => Color::rgb(palette.grid),
            Token::Future => palette.future,
            Token::Hover => palette.hover,
            Token::State(doing) => Color::rgb(palette.states[doing as usize].0),
            Token::Tint(doing) => Color::rgb(palette.states[doing as usize].1),
            Token::OnState(doing) => {
                let under = Color::rgb(palette.states[doing as usize].0);
                if under.contrast(WHITE) >= under.contrast(BLACK) {
                    WHITE
                } else {
                    BLACK
                }
            }
        }
    }
}

/// The colours of all themes as CSS custom properties: `--paper: #fbf8f2;`. The names are those of
/// [`Token::name`]; the attribute `data-theme` of the document chooses, the first theme without one. It stands in
/// `web/style/theme.css`, so that a page has its colours before its program runs.
pub fn theme_css() -> String {
    let mut css = String::from(
        "/* The colours: see `theme_css` in crates/view/src/theme.rs, whose test compares. */\n",
    );
    for theme in Theme::ALL {
        // Writing to a String cannot fail.
        let _ = match theme {
            Theme::Light => writeln!(css, "\n:root {{"),
            other => writeln!(css, "\n:root[data-theme=\"{}\"] {{", other.name()),
        };
        for token in Token::all() {
            let _ = writeln!(css, "  --{}: {};", token.name(), theme.color(token));
        }
        css.push_str("}\n");
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far apart two tokens are at least, in every theme.
    #[track_caller]
    fn check(over: Token, under: Token, at_least: f64) {
        for theme in Theme::ALL {
            let contrast = theme.color(over).contrast(theme.color(under));
            assert!(
                contrast >= at_least,
                "{} on {} is {contrast:.2}:1 in {theme:?}",
                over.name(),
                under.name()
            );
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert_eq!(format!("{:.2}", BLACK.contrast(WHITE)), "21.00");
        assert_eq!(format!("{:.2}", WHITE.contrast(Color::rgb(0x77_77_77))), "4.48");
        assert_eq!(format!("{:.2}", Color::rgb(0x00_72_b2).contrast(WHITE)), "5.19");
    }

    #[test]
    fn states_stand_out_from_the_lane() {
        for doing in Doing::ALL {
            // A stuck lane is black with a white edge, whatever it lies on: the edge or the fill stands out.
            if doing == Doing::Stuck {
                for theme in Theme::ALL {
                    let lane = theme.color(Token::Lane);
                    let fill = theme.color(Token::State(doing)).contrast(lane);
                    let edge = theme.color(Token::OnState(doing)).contrast(lane);
                    assert!(fill.max(edge) >= 3.0);
                }
                continue;
            }
            check(Token::State(doing), Token::Lane, 3.0);
            check(Token::State(doing), Token::Card, 3.0);
        }
    }

    #[test]
    fn text_can_be_read() {
        for under in [Token::Paper, Token::Card, Token::Lane] {
            check(Token::Ink, under, 7.0);
            check(Token::InkSoft, under, 4.5);
        }
        check(Token::OnPlayhead, Token::Playhead, 7.0);
        check(Token::OnFinding, Token::Finding, 7.0);
        for doing in Doing::ALL {
            check(Token::OnState(doing), Token::State(doing), 4.5);
            if doing != Doing::Stuck {
                check(Token::Ink, Token::Tint(doing), 7.0);
            }
        }
    }

    /// What is not played yet lies under a veil of paper.
    #[test]
    fn text_of_the_future_can_be_read() {
        for theme in Theme::ALL {
            let veil = theme.color(Token::Future);
            let veiled = |token| {
                let under = theme.color(token);
                let mix = |over: u8, under: u8| {
                    let part = f64::from(veil.alpha) / 255.0;
                    (f64::from(over) * part + f64::from(under) * (1.0 - part)).round() as u8
                };
                Color {
                    red: mix(veil.red, under.red),
                    green: mix(veil.green, under.green),
                    blue: mix(veil.blue, under.blue),
                    alpha: 255,
                }
            };
            let grounds = Doing::ALL.into_iter().filter(|doing| *doing != Doing::Stuck);
            let on_tint = grounds.map(|doing| (Token::Ink, Token::Tint(doing)));
            let stuck = (Token::OnState(Doing::Stuck), Token::State(Doing::Stuck));
            for (text, ground) in on_tint.chain([stuck, (Token::Ink, Token::Lane)]) {
                let contrast = veiled(text).contrast(veiled(ground));
                let (text, ground) = (text.name(), ground.name());
                assert!(
                    contrast >= 4.5,
                    "{text} on {ground} is {contrast:.2}:1 in {theme:?}"
                );
            }
        }
    }

    #[test]
    fn hue_means_state() {
        for theme in Theme::ALL {
            for token in Token::NEUTRAL {
                let Color { red, green, blue, .. } = theme.color(token);
                let spread = red.max(green).max(blue) - red.min(green).min(blue);
                assert!(spread <= 25, "{} has a hue in {theme:?}: {spread}", token.name());
            }
        }
    }

    #[test]
    fn states_can_be_told_apart() {
        for theme in Theme::ALL {
            let mut colors: Vec<Color> = Doing::ALL
                .iter()
                .map(|&doing| theme.color(Token::State(doing)))
                .collect();
            colors.sort_by_key(|color| (color.red, color.green, color.blue));
            colors.dedup();
            assert_eq!(colors.len(), Doing::ALL.len());
        }
    }

    #[test]
    fn the_stylesheet_has_every_token_of_every_theme() {
        let css = theme_css();
        assert!(css.contains("\n:root {\n  --paper: #fbf8f2;\n  --card: #f4efe6;\n"));
        assert!(css.contains("\n:root[data-theme=\"dark\"] {\n  --paper: #131519;\n"));
        assert_eq!(
            css.matches("  --").count(),
            Theme::ALL.len() * Token::all().count()
        );
        let file = include_str!("../../../web/style/theme.css");
        assert_eq!(css, file, "web/style/theme.css has to be:\n{css}");
    }
}
