//! The value of an event, in the session's own numbers.

use std::time::Duration;

use super::ring;
use crate::session::{TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE};

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

    /// A text. Up to 8 bytes lie in the event itself; a longer one is defined in the session once per
    /// thread, and costs a look-up in a map from then on. [`Value::NONE`] without a session, or if
    /// there is no room to define it.
    pub fn text(text: &str) -> Self {
        Self::inline_text(text).unwrap_or_else(|| ring::define_text(text))
    }

    /// A text of up to 8 bytes. One with a zero byte does not fit: zeros fill up what is short.
    fn inline_text(text: &str) -> Option<Self> {
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
