//! Letting the page live between two slices of work.

use js_sys::Promise;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use crate::dom::now_ms;

/// The longest slice of work between two chances for the browser to paint.
const SLICE_MS: f64 = 8.0;

/// Measures slices of work.
pub struct Slices {
    started_ms: f64,
}

impl Slices {
    /// The first slice begins now.
    pub fn new() -> Self {
        Self { started_ms: now_ms() }
    }

    /// Lets the browser work if the slice is over.
    pub async fn breathe(&mut self) {
        if now_ms() - self.started_ms >= SLICE_MS {
            pause().await;
            self.started_ms = now_ms();
        }
    }
}

/// Comes back in a new task of the browser. A message and not a time-out: those wait 4 ms each.
async fn pause() {
    let promise = Promise::new(&mut |resolve, _| {
        let Ok(channel) = MessageChannel::new() else {
            let _ = resolve.call0(&resolve);
            return;
        };
        let port = channel.port1();
        let own = port.clone();
        let on_message = Closure::once_into_js(move || {
            own.close();
            let _ = resolve.call0(&resolve);
        });
        port.set_onmessage(Some(on_message.unchecked_ref()));
        let _ = channel.port2().post_message(&true.into());
    });
    let _ = JsFuture::from(promise).await;
}
