//! Bytes from the server or from a file, as they come.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, Response};

use crate::dom::window;

use super::Trouble;

/// What a server sent.
pub enum Answer {
    /// What it was asked for.
    Body(Body),
    /// Another status than success.
    Status(u16),
}

/// Bytes that are on their way.
pub struct Body {
    /// `None` if there are none.
    reader: Option<ReadableStreamDefaultReader>,
    /// How many bytes have come.
    pub bytes: u64,
    /// How many will come, if that is known.
    pub total: Option<u64>,
    trouble: Trouble,
}

impl Body {
    /// `trouble` is what it means when the stream breaks off.
    fn new(stream: Option<ReadableStream>, total: Option<u64>, trouble: Trouble) -> Self {
        let reader = stream.map(|stream| stream.get_reader().unchecked_into());
        Self {
            reader,
            bytes: 0,
            total,
            trouble,
        }
    }

    /// The bytes of a file that the user opened.
    pub fn of_file(name: &str, bytes: &Blob) -> Self {
        let total = Some(bytes.size() as u64);
        Self::new(Some(bytes.stream()), total, Trouble::File(name.to_owned()))
    }

    /// The next bytes; `None` when all have come.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let trouble = |_: JsValue| self.trouble.clone();
        let piece = JsFuture::from(reader.read()).await.map_err(trouble)?;
        let field = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(None);
        }
        let piece: Uint8Array = field("value").dyn_into().map_err(trouble)?;
        self.bytes += u64::from(piece.length());
        Ok(Some(piece.to_vec()))
    }

    /// All bytes.
    pub async fn all(mut self) -> Result<Vec<u8>, Trouble> {
        let mut all = Vec::new();
        while let Some(mut piece) = self.next().await? {
            all.append(&mut piece);
        }
        Ok(all)
    }

    /// How much of it has come, from 0 to 1, as far as one can know.
    pub fn progress(&self) -> f32 {
        self.total
            .map_or(0.5, |total| self.bytes as f32 / total.max(1) as f32)
    }

    /// Tells whoever sends that nobody wants the rest.
    pub fn cancel(self) {
        if let Some(reader) = self.reader {
            // The browser may have ended the stream by itself by now.
            let _ = reader.cancel();
        }
    }
}

/// Fetches a file of the page's own server.
pub async fn fetch(address: &str) -> Result<Answer, Trouble> {
    let unreachable = |_: JsValue| Trouble::Unreachable;
    let response = JsFuture::from(window().fetch_with_str(address))
        .await
        .map_err(unreachable)?;
    let response: Response = response.dyn_into().map_err(unreachable)?;
    if !response.ok() {
        return Ok(Answer::Status(response.status()));
    }
    // The length is that of what is sent: of no use when the server compresses.
    let header = |name| response.headers().get(name).ok().flatten();
    let total = match header("content-encoding") {
        None => header("content-length").and_then(|length| length.parse().ok()),
        Some(_) => None,
    };
    Ok(Answer::Body(Body::new(
        response.body(),
        total,
        Trouble::Unreachable,
    )))
}
