//! The way to a file on the user's disk.

use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::icon::{Icon, Sign};
use crate::settings::use_settings;

#[derive(PartialEq, Properties)]
pub struct OpenButtonProps {
    /// Called with the file that was chosen.
    pub open: Callback<File>,
    /// True for the large one.
    #[prop_or_default]
    pub primary: bool,
}

/// A button that opens the file dialog.
#[component]
pub fn OpenButton(props: &OpenButtonProps) -> Html {
    let settings = use_settings().settings;
    let open = props.open.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            // Or choosing the same file again would change nothing.
            input.set_value("");
            open.emit(file);
        }
    });
    let label = settings.t("open-file");
    html! {
        <label class={classes!("button", "file-button", props.primary.then_some("button-primary"))} title={label.clone()}>
            <Icon sign={Sign::Open} />
            <span class="button-words">{ label }</span>
            <input type="file" class="visually-hidden" accept=".lane,.jsonl" {onchange} />
        </label>
    }
}
