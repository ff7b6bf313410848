//! The help: first steps, keys, the pointer, and what the signs mean.

use laneway_view::{Action, Binding, Hint, KEYS, KeyGroup};
use yew::prelude::*;

use crate::hooks::{use_listener, use_modal};
use crate::icon::{Icon, Sign};
use crate::settings::{Choice, Settings, SettingsContext, use_settings};

use super::hints::words;
use super::legend::States;

#[derive(PartialEq, Properties)]
pub struct HelpProps {
    pub act: Callback<Action>,
    /// Shows the hints of the first visit again, where there are hints.
    #[prop_or_default]
    pub again: Option<Callback<()>>,
    /// True for two runs beside each other: what needs one alone is left out.
    #[prop_or_default]
    pub beside: bool,
}

/// The help, over the page: the rest of it can neither be clicked nor reached by Tab.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let dialog = use_node_ref();
    use_modal(&dialog);
    let act = props.act.clone();
    // The way back of a phone closes dialogs; the page has to know.
    use_listener(Some(dialog.clone()), "cancel", true, move |event| {
        event.prevent_default();
        act.emit(Action::ToggleHelp);
    });
    let shut = props.act.reform(|_: MouseEvent| Action::ToggleHelp);
    let stay = Callback::from(|event: MouseEvent| event.stop_propagation());
    html! {
        <dialog ref={dialog} class="veil" aria-label={settings.t("help")} onclick={shut.clone()}>
            <section class="help" onclick={stay}>
                <header class="help-head">
                    <h2>{ settings.t("help") }</h2>
                    <button class="button button-quiet" type="button" title={settings.t("close")}
                        aria-label={settings.t("close")} onclick={shut}><Icon sign={Sign::Close} /></button>
                </header>
                <div class="help-columns">
                    { first_steps(settings, props.again.as_ref()) }
                    { signs(&context) }
                    { pointer(settings) }
                    { for KeyGroup::ALL.into_iter().map(|group| keys(settings, group, props.beside)) }
                </div>
            </section>
        </dialog>
    }
}

/// The legend, and whether it is kept below the lanes as well.
fn signs(context: &SettingsContext) -> Html {
    let settings = &context.settings;
    let open = settings.legend;
    let keep = context.choose.reform(move |_: MouseEvent| Choice::Legend(!open));
    html! {
        <section class="help-group">
            <h3>{ settings.t("help-signs") }</h3>
            <States />
            <button class="button" type="button" aria-pressed={open.to_string()} onclick={keep}>
                { settings.t("legend-keep") }
            </button>
        </section>
    }
}

/// The hints of the first visit.
fn first_steps(settings: &Settings, again: Option<&Callback<()>>) -> Html {
    html! {
        <section class="help-group help-hints">
            <h3>{ settings.t("help-first") }</h3>
            <ul>{ for Hint::ALL.into_iter().map(|hint| html! { <li>{ words(settings, hint) }</li> }) }</ul>
            if let Some(again) = again {
                <button class="button" type="button" onclick={again.reform(|_: MouseEvent| ())}>
                    { settings.t("hints-again") }
                </button>
            }
        </section>
    }
}

fn pointer(settings: &Settings) -> Html {
    const WAYS: [&str; 6] = ["drag-ruler", "drag-lanes", "pan", "wheel", "tap", "pinch"];
    html! {
        <section class="help-group">
            <h3>{ settings.t("help-pointer") }</h3>
            <ul>{ for WAYS.iter().map(|way| html! { <li>{ settings.t(&format!("help-pointer-{way}")) }</li> }) }</ul>
        </section>
    }
}

/// The keys of a group, those with the same effect in one row.
fn keys(settings: &Settings, group: KeyGroup, beside: bool) -> Html {
    let mut rows: Vec<(&str, Vec<&str>)> = Vec::new();
    let wanted =
        |binding: &&Binding| binding.group == group && !(beside && binding.action.needs_one_run());
    for Binding { shown, message, .. } in KEYS.iter().filter(wanted) {
        match rows.iter_mut().find(|(known, _)| known == message) {
            Some((_, keys)) => keys.push(shown),
            None => rows.push((message, vec![shown])),
        }
    }
    if group == KeyGroup::Lesson {
        // A question takes these keys by itself.
        rows.push(("key-answer", vec!["1 – 9"]));
    }
    if rows.is_empty() {
        return html! {};
    }
    html! {
        <section class="help-group">
            <h3>{ settings.t(group.message()) }</h3>
            <dl class="help-keys">
                { for rows.into_iter().map(|(message, keys)| html! {
                    <>
                        <dt>{ for keys.into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                        <dd>{ settings.t(message) }</dd>
                    </>
                }) }
            </dl>
        </section>
    }
}
