//! Text for the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::dom::copy;
use crate::settings::use_settings;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Copied {
    #[default]
    NotYet,
    Yes,
    Refused,
}

#[derive(PartialEq, Properties)]
pub struct CopyProps {
    pub text: AttrValue,
}

/// A button that copies a text. Where the browser refuses, the text is there to be copied by hand.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let settings = use_settings().settings;
    let copied = use_state_eq(Copied::default);
    {
        // What was copied is not what is shown now.
        let copied = copied.clone();
        use_effect_with(props.text.clone(), move |_| copied.set(Copied::NotYet));
    }
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let asked = copy(&text);
            let copied = copied.clone();
            spawn_local(async move {
                let done = match asked {
                    Some(asked) => JsFuture::from(asked).await.is_ok(),
                    None => false,
                };
                copied.set(if done { Copied::Yes } else { Copied::Refused });
            });
        })
    };
    html! {
        <div class="copy">
            <button class="button copy-button" type="button" {onclick}>{ settings.t("figures-copy") }</button>
            <span role="status">
                if *copied == Copied::Yes {
                    { settings.t("figures-copied") }
                } else if *copied == Copied::Refused {
                    { settings.t("figures-copy-refused") }
                }
            </span>
            if *copied == Copied::Refused {
                <textarea class="note-field" rows="6" readonly=true aria-label={settings.t("figures-copy")}
                    value={props.text.clone()} />
            }
        </div>
    }
}
