//! Animation frames on request: nothing runs when nothing moves.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

type Callback = Rc<dyn Fn(f64) -> bool>;

/// Asks for animation frames. A frame calls the latest callback once, however often it was asked for;
/// while the callback returns true, the next frame follows by itself.
#[derive(Clone, Default)]
pub struct Frames {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    pending: Option<AnimationFrame>,
    callback: Option<Callback>,
}

impl Frames {
    /// Asks for a frame, if none is on its way.
    pub fn request(&self) {
        if self.inner.borrow().pending.is_some() {
            return;
        }
        let this = self.clone();
        let frame = request_animation_frame(move |now_ms| this.run(now_ms));
        self.inner.borrow_mut().pending = Some(frame);
    }

    /// Whom a frame calls, with the frame's time in milliseconds.
    pub fn set_callback(&self, callback: impl Fn(f64) -> bool + 'static) {
        self.inner.borrow_mut().callback = Some(Rc::new(callback));
    }

    fn run(&self, now_ms: f64) {
        let callback = {
            let mut inner = self.inner.borrow_mut();
            inner.pending = None;
            inner.callback.clone()
        };
        if callback.is_some_and(|callback| callback(now_ms)) {
            self.request();
        }
    }

    fn stop(&self) {
        *self.inner.borrow_mut() = Inner::default();
    }
}

impl PartialEq for Frames {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

/// Frames that end with the component.
#[hook]
pub fn use_frames() -> Frames {
    let frames = (*use_memo((), |()| Frames::default())).clone();
    let ended = frames.clone();
    use_effect_with((), move |()| move || ended.stop());
    frames
}
