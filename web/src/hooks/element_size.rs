//! The size of an element, kept up to date.

use laneway_view::Size;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The inner size of the element behind `node`, kept up to date; zero before it is known.
#[hook]
pub fn use_element_size(node: &NodeRef) -> Size {
    let size = use_state_eq(Size::default);
    let setter = size.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let element = node.cast::<Element>();
        let watch = element.and_then(|element| {
            let measured = element.clone();
            let callback = Closure::<dyn FnMut()>::new(move || {
                setter.set(Size {
                    width_px: measured.client_width() as f32,
                    height_px: measured.client_height() as f32,
                });
            });
            let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
            // Reports once at the start, too.
            observer.observe(&element);
            Some((observer, callback))
        });
        move || {
            if let Some((observer, _callback)) = watch {
                observer.disconnect();
            }
        }
    });
    *size
}
