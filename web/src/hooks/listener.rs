//! An event listener for as long as a component lives.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::EventTarget;
use yew::prelude::*;

use crate::dom::Listener;

/// What is called for an event.
type OnEvent = Rc<dyn Fn(Event)>;

/// Listens to the events of an element (or, for `None`, of the window) and always calls the latest
/// `callback`. `active` for listeners that may prevent the default of wheel and touch events.
#[hook]
pub fn use_listener(
    node: Option<NodeRef>,
    kind: &'static str,
    active: bool,
    callback: impl Fn(Event) + 'static,
) {
    let latest = use_mut_ref(|| None::<OnEvent>);
    *latest.borrow_mut() = Some(Rc::new(callback));
    use_effect_with((), move |()| {
        let target = match node {
            Some(node) => node.get().map(EventTarget::from),
            None => Some(crate::dom::window().into()),
        };
        let listener =
            target.map(|target| Listener::new(&target, kind, active, move |event| call(&latest, event)));
        move || drop(listener)
    });
}

fn call(latest: &RefCell<Option<OnEvent>>, event: Event) {
    // Cloned out, so that a callback that renders the component anew does not find the cell borrowed.
    let callback = latest.borrow().clone();
    if let Some(callback) = callback {
        callback(event);
    }
}
