//! What `cargo xtask bench` reads when the address says `bench=1`: the mark `laneway-first-frame`, how long it
//! took to make the model in `window.__laneway_model_ms`, and the script time of every frame in
//! `window.__laneway_frames`, in milliseconds.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::dom::{now_ms, window};

const FRAMES: &str = "__laneway_frames";
const MODEL: &str = "__laneway_model_ms";

/// Measures, if it is asked to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bench(pub bool);

impl Bench {
    /// Marks that all of the first frame has been drawn of a run whose model took so long.
    pub fn first_frame(self, model_ms: f64) {
        if !self.0 {
            return;
        }
        let _ = Reflect::set(&window(), &MODEL.into(), &model_ms.into());
        let _ = Reflect::set(&window(), &FRAMES.into(), &Array::new());
        if let Some(performance) = window().performance() {
            let _ = performance.mark("laneway-first-frame");
        }
    }

    /// Logs how long the scripts of a frame took that began at `started_ms`. Components are rendered right
    /// after the frame's callback, before anything that is put in line now; so this waits its turn twice.
    pub fn frame(self, started_ms: f64) {
        if !self.0 {
            return;
        }
        spawn_local(async move {
            // It never fails.
            let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
            let frames = Reflect::get(&window(), &FRAMES.into()).unwrap_or_default();
            if let Ok(frames) = frames.dyn_into::<Array>() {
                frames.push(&(now_ms() - started_ms).into());
            }
        });
    }
}
