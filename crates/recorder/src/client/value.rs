//! The value of an event, in the session's own numbers.

use std::borrow::Cow;
use std::time::Duration;

use crate::session::{TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE, TAG_TEXT};

/// The longest text, and the longest name, that is recorded whole. What is longer is cut: nobody looks at
/// it, and a file with too much of it cannot be opened.
const TEXT_BYTES: usize = 4096;

/// A text cut to its longest, with a mark where it was.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= TEXT_BYTES {
        return Cow::Borrowed(text);
    }
    let mark = "…";
    let fits = |end: &usize| text.is_char_boundary(*end);
    let end = (0..=TEXT_BYTES - mark.len()).rev().find(fits).unwrap_or(0);
    Cow::Owned(format!("{}{mark}", &text[..end]))
}

/// What an event says beside who, what and when; the kind says what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub(super) tag: u8,
    pub(super) bits: i64,
}

impl Value {
    /// Nothing.
    pub const NONE: Self = Self {
        tag: TAG_NONE,
        bits: 0,
    };

    /// A whole number.
    #[inline]
    pub const fn int(number: i64) -> Self {
        Self {
            tag: TAG_INT,
            bits: number,
        }
    }

    /// A length of time, as nanoseconds; one past 292 years counts as that.
    pub fn duration(duration: Duration) -> Self {
        Self::int(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
    }

    /// An actor of the session.
    #[inline]
    pub const fn actor(id: u32) -> Self {
        Self {
            tag: TAG_ACTOR,
            bits: id as i64,
        }
    }

    /// What stands for a text that there was no room for. No text has this id, and the merge counts what
    /// was never defined.
    pub(super) const LOST_TEXT: Self = Self {
        tag: TAG_TEXT,
        bits: 0,
    };

    /// A text of up to 8 bytes. One with a zero byte does not fit: zeros fill up what is short.
    pub(super) fn inline_text(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() > 8 || bytes.contains(&0) {
            return None;
        }
        let mut filled = [0; 8];
        filled[..bytes.len()].copy_from_slice(bytes);
        Some(Self {
            tag: TAG_INLINE_TEXT,
            bits: i64::from_le_bytes(filled),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        let whole = "x".repeat(TEXT_BYTES);
        assert_eq!(cut(&whole), whole);
        let check = |text: String| {
            let cut = cut(&text);
            assert!(
                cut.len() <= TEXT_BYTES && cut.len() > TEXT_BYTES - 4,
                "{}",
                cut.len()
            );
            assert!(text.starts_with(cut.strip_suffix('…').expect("a mark")));
        };
        check("x".repeat(TEXT_BYTES + 1));
        check("票".repeat(TEXT_BYTES));
    }

    #[test]
    fn short_texts_lie_in_the_value() {
        let inline = |text| Value::inline_text(text).map(|value| value.bits.to_le_bytes());
        assert_eq!(inline(""), Some([0; 8]));
        assert_eq!(inline("a"), Some(*b"a\0\0\0\0\0\0\0"));
        assert_eq!(
            inline("票票").map(|bytes| bytes[..6].to_vec()),
            Some("票票".into())
        );
        assert_eq!(inline("12345678"), Some(*b"12345678"));
        assert_eq!(inline("123456789"), None);
        assert_eq!(inline("a\0"), None);
    }
}
