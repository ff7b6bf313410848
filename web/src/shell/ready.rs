//! The flag by which tests and pictures know that the page shows all that it has to show.

use std::cell::Cell;

use crate::dom::document;

use super::front::take_over;

thread_local! {
    /// What the body says.
    static READY: Cell<bool> = const { Cell::new(false) };
}

/// Sets `data-ready` on the body: `"true"` when what the page shows is complete.
pub fn set_ready(ready: bool) {
    if READY.replace(ready) == ready {
        return;
    }
    if ready {
        take_over();
    }
    if let Some(body) = document().body() {
        let _ = match ready {
            true => body.set_attribute("data-ready", "true"),
            false => body.remove_attribute("data-ready"),
        };
    }
}
