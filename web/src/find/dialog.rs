//! A field to type in and a list of what fits, over the page: what search and commands have in common.

use laneway_view::{Action, KeyPress, keys};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::dom::document;
use crate::hooks::{use_listener, use_modal};
use crate::icon::{Icon, Sign};
use crate::settings::use_settings;

/// A row of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    pub words: String,
    /// What is said beside it, softly.
    pub beside: String,
    /// The keys that do the same.
    pub keys: Vec<&'static str>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Empty for rows that need no title.
    pub title: String,
    /// How many there are, where that is to be said.
    pub count: String,
    pub entries: Vec<Entry>,
    /// What is said below them.
    pub more: String,
}

/// The row that was chosen, counted over all sections, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    pub row: usize,
    /// With Shift: the other way.
    pub back: bool,
    /// By a key, so that the next one may be meant for the list, too.
    pub by_key: bool,
}

#[derive(PartialEq, Properties)]
pub struct FindDialogProps {
    /// What it is.
    pub label: String,
    /// What the field says while it is empty.
    pub place: String,
    pub typed: String,
    pub on_typed: Callback<String>,
    pub sections: Vec<Section>,
    /// How much there is, which is announced; or why there is nothing.
    pub said: String,
    pub choose: Callback<Choice>,
    pub act: Callback<Action>,
    /// What closes it.
    pub shut: Action,
    /// The way to the other list, and what opens that.
    pub other: (String, Action),
}

/// The dialog. The focus stays in the field; the arrow keys move what is marked in the list.
#[component]
pub fn FindDialog(props: &FindDialogProps) -> Html {
    let settings = use_settings().settings;
    let (dialog, field) = (use_node_ref(), use_node_ref());
    use_modal(&dialog);
    let marked = use_state_eq(|| 0_usize);
    let rows: usize = props.sections.iter().map(|section| section.entries.len()).sum();
    let at = (*marked).min(rows.saturating_sub(1));
    use_effect_with((at, props.typed.clone()), |(at, _)| bring_into_sight(*at));
    let selects = field.clone();
    use_effect_with((), move |()| {
        if let Some(field) = selects.cast::<HtmlInputElement>() {
            field.select();
        }
    });
    let (act, shut) = (props.act.clone(), props.shut);
    // The way back of a phone closes dialogs; the page has to know.
    use_listener(Some(dialog.clone()), "cancel", true, move |event| {
        event.prevent_default();
        act.emit(shut);
    });
    let close = props.act.reform(move |_: MouseEvent| shut);
    let onkeydown = on_key(props, at, rows, marked.setter());
    let oninput = {
        let (on_typed, setter) = (props.on_typed.clone(), marked.setter());
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            setter.set(0);
            on_typed.emit(field.value());
        })
    };
    // A click leaves the focus in the field.
    let stay = Callback::from(|event: MouseEvent| event.prevent_default());
    let within = Callback::from(|event: MouseEvent| event.stop_propagation());
    let (other, open_other) = props.other.clone();
    let open_other = props.act.reform(move |_: MouseEvent| open_other);
    let is_open = rows > 0;
    html! {
        <dialog ref={dialog} class="veil find-veil" aria-label={props.label.clone()} onclick={close.clone()}>
            <section class="find" onclick={within}>
                <div class="find-head">
                    <Icon sign={Sign::Search} />
                    <input ref={field} class="find-field" type="text" role="combobox" autocomplete="off" spellcheck="false" enterkeyhint="go"
                        aria-label={props.label.clone()} placeholder={props.place.clone()} value={props.typed.clone()}
                        aria-autocomplete="list" aria-expanded={is_open.to_string()} aria-controls={is_open.then_some("find-list")}
                        aria-activedescendant={is_open.then(|| format!("find-{at}"))} {oninput} {onkeydown} />
                    <button class="button button-quiet" type="button" title={settings.t("close")} aria-label={settings.t("close")}
                        onclick={close}><Icon sign={Sign::Close} /></button>
                </div>
                if is_open {
                    <div class="find-list" id="find-list" role="listbox" aria-label={props.label.clone()} onmousedown={stay}>
                        { for list(&props.sections, at, &props.choose) }
                    </div>
                }
                <div class="find-foot">
                    <p class="find-said" role="status">{ &props.said }</p>
                    <button class="button button-quiet" type="button" onclick={open_other}>{ other }</button>
                </div>
            </section>
        </dialog>
    }
}

/// What keys do in the field.
fn on_key(
    props: &FindDialogProps,
    at: usize,
    rows: usize,
    marked: UseStateSetter<usize>,
) -> Callback<KeyboardEvent> {
    let (choose, act) = (props.choose.clone(), props.act.clone());
    Callback::from(move |event: KeyboardEvent| {
        // These keys are for the letters that are being put together.
        if event.is_composing() {
            return;
        }
        let ctrl = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "ArrowDown" if rows > 0 => marked.set((at + 1) % rows),
            "ArrowUp" if rows > 0 => marked.set((at + rows - 1) % rows),
            "Enter" if rows > 0 => choose.emit(Choice {
                row: at,
                back: event.shift_key(),
                by_key: true,
            }),
            key if ctrl || key == "F3" => {
                let press = KeyPress {
                    code: event.code(),
                    key: event.key(),
                    ctrl,
                    shift: event.shift_key(),
                    alt: event.alt_key(),
                };
                let Some(action) = keys(&press) else { return };
                act.emit(action);
            }
            _ => return,
        }
        event.prevent_default();
    })
}

/// The sections, with their rows counted through.
fn list(sections: &[Section], at: usize, choose: &Callback<Choice>) -> Vec<Html> {
    let mut first = 0;
    let section = |(number, section): (usize, &Section)| {
        let rows = section.entries.iter().enumerate();
        let rows = rows.map(|(row, entry)| option(first + row, entry, first + row == at, choose));
        let rows: Vec<Html> = rows.collect();
        first += rows.len();
        let title = format!("find-title-{number}");
        if section.title.is_empty() {
            return html! { <>{ for rows }</> };
        }
        html! {
            <div class="find-section" role="group" aria-labelledby={title.clone()}>
                <div class="find-title" role="presentation" id={title}>
                    <span>{ &section.title }</span><span class="find-count">{ &section.count }</span>
                </div>
                { for rows }
                if !section.more.is_empty() {
                    <div class="find-more" role="presentation">{ &section.more }</div>
                }
            </div>
        }
    };
    sections.iter().enumerate().map(section).collect()
}

fn option(row: usize, entry: &Entry, marked: bool, choose: &Callback<Choice>) -> Html {
    let onclick = choose.reform(move |event: MouseEvent| Choice {
        row,
        back: event.shift_key(),
        by_key: false,
    });
    html! {
        <div class="find-row" role="option" id={format!("find-{row}")} aria-selected={marked.to_string()} {onclick}>
            <span class="find-words">{ &entry.words }</span>
            if !entry.beside.is_empty() { <span class="find-beside">{ &entry.beside }</span> }
            if !entry.keys.is_empty() {
                <span class="find-keys">{ for entry.keys.iter().map(|key| html! { <kbd>{ key }</kbd> }) }</span>
            }
        </div>
    }
}

/// Scrolls the list, and nothing else, to a row.
fn bring_into_sight(row: usize) {
    let row = document()
        .get_element_by_id(&format!("find-{row}"))
        .and_then(|row| row.dyn_into::<HtmlElement>().ok());
    if let Some(row) = row {
        let how = ScrollIntoViewOptions::new();
        how.set_block(ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&how);
    }
}
