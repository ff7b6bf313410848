//! Bytes from the server or from a file.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamDefaultReader, Response};

use crate::dom::window;

use super::Trouble;

/// What a server sent.
pub enum Answer {
    /// The whole body.
    Bytes(Vec<u8>),
    /// Another status than success.
    Status(u16),
    /// `progress` said to stop.
    Stopped,
}

/// Fetches a file of the page's own server. `progress` hears how many bytes have come, and of how many,
/// where the server says so; it returns false to stop.
pub async fn fetch(
    address: &str,
    mut progress: impl FnMut(u64, Option<u64>) -> bool,
) -> Result<Answer, Trouble> {
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
    let Some(body) = response.body() else {
        return Ok(Answer::Bytes(Vec::new()));
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(unreachable)?;
        let field = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(Answer::Bytes(bytes));
        }
        let piece: Uint8Array = field("value").dyn_into().map_err(unreachable)?;
        let start = bytes.len();
        bytes.resize(start + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[start..]);
        if !progress(bytes.len() as u64, total) {
            // The browser may have ended the stream by itself by now.
            let _ = reader.cancel();
            return Ok(Answer::Stopped);
        }
    }
}

/// The content of a file that the user opened.
pub async fn read_file(file: &File) -> Result<Vec<u8>, Trouble> {
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| Trouble::File(file.name()))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
