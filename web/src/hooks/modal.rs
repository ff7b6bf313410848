//! Dialogs over the page.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Shows a dialog, which takes the focus, for as long as the component is there, and gives the focus back
/// to what had it.
#[hook]
pub fn use_modal(dialog: &NodeRef) {
    let dialog = dialog.clone();
    use_effect_with((), move |()| {
        let dialog = dialog.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            // It fails for a dialog that is open or in no document.
            let _ = dialog.show_modal();
        }
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
        }
    });
}
