//! The hints of a first visit. Each goes away when one has done what it says; the browser remembers that.

use std::rc::Rc;

use laneway_view::{Action, Hint, Hints};
use yew::prelude::*;

use crate::dom::media;
use crate::icon::{Icon, Sign};
use crate::settings::{Settings, use_settings};
use crate::storage;

/// Under which name the browser remembers which hints have done their service.
const DONE: &str = "hints";

/// The hints that are left.
#[derive(Clone, PartialEq)]
pub struct Left(Hints);

/// What became of hints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told {
    /// One has been followed, or dismissed.
    Taken(Hint),
    /// All are wanted again.
    Again,
}

impl Reducible for Left {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Self> {
        let mut hints = self.0.clone();
        match told {
            Told::Taken(hint) => hints.take(hint),
            Told::Again => hints = Hints::default(),
        }
        storage::remember(DONE, &hints.done());
        Rc::new(Self(hints))
    }
}

/// The hints that are left, and actions that are listened to.
#[hook]
pub fn use_hints(act: &Callback<Action>) -> (UseReducerHandle<Left>, Callback<Action>) {
    let left = use_reducer_eq(|| Left(Hints::without(&storage::recall(DONE).unwrap_or_default())));
    let dispatcher = left.dispatcher();
    let act = act.clone();
    let heard = use_callback((), move |action: Action, ()| {
        if let Some(hint) = Hint::taken(action) {
            dispatcher.dispatch(Told::Taken(hint));
        }
        act.emit(action);
    });
    (left, heard)
}

#[derive(PartialEq, Properties)]
pub struct HintCardProps {
    pub left: UseReducerHandle<Left>,
}

/// The hint to give now, above the transport. It covers a little and moves nothing.
#[component]
pub fn HintCard(props: &HintCardProps) -> Html {
    let settings = use_settings().settings;
    let Some((hint, number)) = props.left.0.current() else {
        return html! {};
    };
    let dispatcher = props.left.dispatcher();
    let dismiss = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Told::Taken(hint)));
    let title = settings.with_args(
        "hint-number",
        &[
            ("number", number.to_string().into()),
            ("all", Hint::ALL.len().to_string().into()),
        ],
    );
    html! {
        <aside class="hint" aria-label={title.clone()} data-hint={hint.name()}>
            <span class="eyebrow">{ title }</span>
            <p>{ words(&settings, hint) }</p>
            <button class="button button-quiet" type="button" title={settings.t("hint-dismiss")}
                aria-label={settings.t("hint-dismiss")} onclick={dismiss}><Icon sign={Sign::Close} /></button>
        </aside>
    }
}

/// What a hint says, to who has a finger or to who has a mouse and keys.
pub fn words(settings: &Settings, hint: Hint) -> String {
    let touch = if media("(pointer: coarse)") { "-touch" } else { "" };
    settings.t(&format!("hint-{}{touch}", hint.name()))
}
