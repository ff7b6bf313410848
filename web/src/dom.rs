//! The browser's globals and the few things that more than one component asks of them.

use js_sys::{Function, Promise, Reflect};
use laneway_view::Address;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, HtmlElement, Window};

/// The window. A page always has one.
#[expect(clippy::expect_used, reason = "this program runs in a page")]
pub fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

/// The document. A window always has one.
#[expect(clippy::expect_used, reason = "this program runs in a page")]
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// `<html>`.
pub fn root() -> Option<HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// The size of the window.
pub fn window_size() -> laneway_view::Size {
    let px = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64());
    laneway_view::Size {
        width_px: px(window().inner_width()).unwrap_or(0.0) as f32,
        height_px: px(window().inner_height()).unwrap_or(0.0) as f32,
    }
}

/// Asks for the whole screen, or gives it back. A browser may refuse: nothing happens then.
pub fn full_screen(wanted: bool) {
    let (of, name): (JsValue, _) = match (wanted, document().fullscreen_element()) {
        (true, None) => (root().into(), "requestFullscreen"),
        (false, Some(_)) => (document().into(), "exitFullscreen"),
        _ => return,
    };
    // By name, for the promise that the browser gives.
    let asked = Reflect::get(&of, &JsValue::from_str(name))
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok()?.call0(&of).ok())
        .and_then(|promise| promise.dyn_into::<Promise>().ok());
    hear_out(asked);
}

/// Asks to put a text into the clipboard; `None` where there is none, and the promise may be refused.
pub fn copy(text: &str) -> Option<Promise> {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    // By name, since a page that is not served securely has no clipboard, which is no error.
    let clipboard = member(&window().navigator(), "clipboard")?;
    let write: Function = member(&clipboard, "writeText")?.dyn_into().ok()?;
    let asked = write.call1(&clipboard, &JsValue::from_str(text)).ok()?;
    asked.dyn_into().ok()
}

/// Waits for what a browser may refuse, or its refusal would be an error.
pub fn hear_out(asked: Option<Promise>) {
    if let Some(asked) = asked {
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}

/// True if the media query holds now.
pub fn media(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Device pixels to the CSS pixel.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio().max(0.5)
}

/// Sets a style property of an element. The Content-Security-Policy forbids `style` attributes and
/// allows this.
pub fn set_style(element: &HtmlElement, name: &str, value: &str) {
    // It fails on a style declaration that cannot be written to, which an element's own never is.
    let _ = element.style().set_property(name, value);
}

/// An event listener that is removed when this is dropped.
pub struct Listener {
    target: web_sys::EventTarget,
    kind: &'static str,
    callback: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens; `active` for listeners that may prevent the default of wheel and touch events.
    pub fn new(
        target: &web_sys::EventTarget,
        kind: &'static str,
        active: bool,
        callback: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let callback = Closure::<dyn FnMut(web_sys::Event)>::new(callback);
        let options = web_sys::AddEventListenerOptions::new();
        options.set_passive(!active);
        let function = callback.as_ref().unchecked_ref();
        // It fails for no target and no callback that exist.
        let _ = target
            .add_event_listener_with_callback_and_add_event_listener_options(kind, function, &options);
        Self {
            target: target.clone(),
            kind,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, function);
    }
}

/// What the address says behind the `#`.
pub fn address() -> Address {
    Address::parse(&window().location().hash().unwrap_or_default())
}

/// Writes an address in place of the one that the page has.
pub fn put_address(wanted: &Address) {
    if *wanted == address() {
        return;
    }
    if let Ok(history) = window().history() {
        // It fails where a page may not write its address; the page works all the same.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&wanted.to_string()));
    }
}
