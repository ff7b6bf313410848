//! How wide text is, without a font: an estimate that errs on the wide side, so that nothing overlaps
//! and nothing is cut off by a painter.

use std::borrow::Cow;

use crate::{Face, Font};

/// Widths of printable ASCII in thousandths of an em, from the space on: the widest of Inter, Segoe UI,
/// Roboto, Helvetica and DejaVu Sans, but for DejaVu's widest letters.
const ASCII: [u16; 95] = [
    300, 330, 440, 680, 640, 900, 730, 260, 380, 380, 500, 680, 320, 420, 320, 380, 640, 560, 640, 640,
    660, 640, 640, 590, 640, 640, 330, 330, 680, 680, 680, 560, 1000, 720, 690, 720, 760, 640, 620, 780,
    760, 320, 580, 690, 590, 900, 770, 790, 660, 790, 690, 670, 660, 740, 720, 1000, 690, 680, 680, 390,
    380, 390, 680, 520, 440, 600, 640, 570, 640, 610, 390, 640, 630, 280, 290, 590, 280, 920, 630, 630,
    640, 640, 420, 560, 400, 630, 590, 820, 590, 590, 560, 440, 340, 440, 680,
];

/// How much wider the heavier weight is.
const BOLD: f32 = 1.08;
/// Every character of [`Face::Mono`] but the wide ones.
const MONO_EM: f32 = 0.61;

/// The width of a character of [`Face::Sans`], regular, in ems.
fn char_em(character: char) -> f32 {
    match character as u32 {
        code @ 0x20..=0x7e => f32::from(ASCII[code as usize - 0x20]) / 1000.0,
        // Combining marks and what has no width.
        0x0300..=0x036f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0.0,
        // Latin with accents, Greek, Cyrillic, and punctuation.
        0xa0..=0x04ff | 0x2010..=0x2027 => 0.85,
        // Chinese, Japanese, Korean, full width, emoji.
        0x1100..=0x11ff | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x1f000.. => 1.1,
        _ => 1.0,
    }
}

/// The width of a text in ems of the sans face, regular.
pub(crate) fn text_em(text: &str) -> f32 {
    text.chars().map(char_em).sum()
}

/// The width of a text in pixels, rounded up to a quarter. Linear in the text.
pub fn text_px(text: &str, font: Font) -> f32 {
    let em = match font.face {
        Face::Sans => text_em(text) * if font.bold { BOLD } else { 1.0 },
        Face::Mono => text
            .chars()
            .map(|c| char_em(c).clamp(0.0, 1.2).max(MONO_EM))
            .sum(),
    };
    (em * f32::from(font.size_px) * 4.0).ceil() / 4.0
}

/// The text if it fits, or its beginning and an ellipsis; `None` if not even three characters fit.
pub(crate) fn fit<'a>(text: &'a str, font: Font, room_px: f32) -> Option<Cow<'a, str>> {
    if text.is_empty() {
        return None;
    }
    if text_px(text, font) <= room_px {
        return Some(Cow::Borrowed(text));
    }
    let room_px = room_px - text_px("…", font);
    let mut width_px = 0.0;
    let mut end = 0;
    let mut kept = 0;
    for (at, character) in text.char_indices() {
        width_px += text_px(&text[at..at + character.len_utf8()], font);
        if width_px > room_px {
            break;
        }
        end = at + character.len_utf8();
        kept += 1;
    }
    (kept >= 3).then(|| Cow::Owned(format!("{}…", text[..end].trim_end())))
}

/// So many characters of its end tell a name from others: `philosopher-1`.
const TOLD_BY: usize = 3;

/// A name in two: what may be cut, and the end, by which names are told apart.
pub fn ends(name: &str) -> (&str, &str) {
    let end = name.char_indices().rev().nth(TOLD_BY - 1);
    name.split_at(end.map_or(0, |(at, _)| at))
}

/// The text if it fits, or its beginning, an ellipsis and its end: names often differ there alone.
pub(crate) fn fit_ends<'a>(text: &'a str, font: Font, room_px: f32) -> Option<Cow<'a, str>> {
    if text_px(text, font) <= room_px {
        return fit(text, font, room_px);
    }
    let (start, end) = ends(text);
    match fit(start, font, room_px - text_px(end, font)) {
        Some(Cow::Owned(start)) => Some(Cow::Owned(format!("{start}{end}"))),
        // The beginning fits by itself, or there is no room for three characters of it.
        _ => fit(text, font, room_px),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_to_its_room() {
        #[track_caller]
        fn check(text: &str, room_px: f32, expected: Option<&str>) {
            let fitted = fit(text, Font::regular(10), room_px);
            assert_eq!(fitted.as_deref(), expected);
            if let Some(fitted) = fitted {
                assert!(text_px(&fitted, Font::regular(10)) <= room_px);
            }
        }
        check("tickets", 100.0, Some("tickets"));
        check("tickets", 28.0, Some("tick…"));
        check("tickets", 12.0, None);
        check("", 100.0, None);
        check("a queue", 28.0, Some("a q…"));
        check("a queue", 22.0, None);
        check("售票处的锁", 56.0, Some("售票处的锁"));
        check("售票处的锁", 45.0, Some("售票处…"));
        check("🎫🎫🎫🎫", 43.0, Some("🎫🎫🎫…"));
    }

    #[test]
    fn names_keep_both_ends() {
        #[track_caller]
        fn check(text: &str, room_px: f32, expected: Option<&str>) {
            let fitted = fit_ends(text, Font::regular(10), room_px);
            assert_eq!(fitted.as_deref(), expected);
            if let Some(fitted) = fitted {
                assert!(text_px(&fitted, Font::regular(10)) <= room_px);
            }
        }
        check("philosopher-1", 100.0, Some("philosopher-1"));
        check("philosopher-1", 60.0, Some("philos…r-1"));
        check("philosopher-1", 30.0, Some("phil…"));
        check("philosopher-1", 10.0, None);
        check("p-1", 10.0, None);
        check("", 10.0, None);
    }
}
