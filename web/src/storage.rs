//! What the browser remembers of the user's choices. Where it may not remember (`file://`, private
//! windows), nothing happens.

use crate::dom::window;

/// What was remembered under a name.
pub fn recall(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&key(name)).ok()?
}

/// Remembers.
pub fn remember(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full storage is no reason to disturb anybody.
        let _ = storage.set_item(&key(name), value);
    }
}

/// Forgets.
pub fn forget(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(&key(name));
    }
}

fn key(name: &str) -> String {
    format!("laneway-{name}")
}
