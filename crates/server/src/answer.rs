//! What a request is answered with, as plain data.

use std::borrow::Cow;

use crate::encoding::Encoding;

/// An answer, before it is put into HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Cow<'static, [u8]>,
    /// How the body is compressed.
    pub encoding: Encoding,
    /// With its quotes.
    pub etag: Option<Cow<'static, str>>,
    /// What is allowed instead, for a method that is not.
    pub allow: Option<&'static str>,
}

/// What every answer says beside its own: the page runs nothing but its own code, stands in no other
/// site's frame, and tells nobody where it is. It sets its styles by the object model, which this allows.
pub(crate) const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    // Kept, and asked for again each time: an unchanged file costs an empty answer.
    ("cache-control", "no-cache"),
    ("vary", "accept-encoding"),
];

impl Answer {
    pub(crate) fn new(content_type: &'static str, body: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            status: 200,
            content_type,
            body: body.into(),
            encoding: Encoding::Identity,
            etag: None,
            allow: None,
        }
    }

    /// An answer in words, which people see when they type an address.
    pub(crate) fn words(status: u16, words: &str) -> Self {
        Self {
            status,
            ..Self::new("text/plain; charset=utf-8", format!("{words}\n").into_bytes())
        }
    }

    /// The same without a body, if the asker has it already.
    pub(crate) fn unless_known(self, known: Option<&str>) -> Self {
        match (&self.etag, known) {
            (Some(etag), Some(known)) if matches_etag(known, etag) => Self {
                status: 304,
                body: Cow::default(),
                encoding: Encoding::Identity,
                ..self
            },
            _ => self,
        }
    }
}

/// True if one of the tags of `If-None-Match` is this one.
fn matches_etag(header: &str, etag: &str) -> bool {
    let mut tags = header.split(',').map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_sent_again() {
        let check = |known, expected| {
            let mut answer = Answer::new("text/plain", &b"hello"[..]);
            answer.etag = Some("\"1\"".into());
            assert_eq!(answer.unless_known(known).status, expected, "{known:?}");
        };
        check(Some("\"1\""), 304);
        check(Some("W/\"1\""), 304);
        check(Some("\"0\", \"1\""), 304);
        check(Some("*"), 304);
        check(Some("\"2\""), 200);
        check(None, 200);
    }
}
