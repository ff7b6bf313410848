//! Where a lecturer types notes: kept with each letter.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;
use crate::words::current_step;
use laneway_view::Action;

use super::notes_file::NotesFile;
use super::own_notes::{At, OwnNotes};

#[derive(PartialEq, Properties)]
pub struct NoteFieldProps {
    /// What was noted before.
    pub note: String,
    pub label: String,
    pub write: Callback<String>,
}

/// A field for a note. A place has a field of its own, by a key: what comes back late must not undo what was typed.
#[component]
pub fn NoteField(props: &NoteFieldProps) -> Html {
    // The field is the browser's own from here on.
    let before = use_memo((), |()| props.note.clone());
    let write = props.write.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let field = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            write.emit(field.value());
        }
    });
    html! {
        <textarea class="note-field" rows="3" aria-label={props.label.clone()} placeholder={props.label.clone()}
            defaultvalue={(*before).clone()} {oninput} />
    }
}

/// What a note at the playhead stands at.
pub fn place(player: &Player) -> At {
    if player.state.own_stops.binary_search(&player.moment).is_ok() {
        return At::Stop(player.moment);
    }
    let lesson = player.model().header.lesson.as_ref();
    let step = lesson.and_then(|lesson| lesson.steps.get(current_step(player)?));
    step.map_or(At::Start, |step| At::Step(step.id.clone()))
}

#[derive(PartialEq, Properties)]
pub struct OwnNoteProps {
    pub player: Player,
}

/// The lecturer's note at the playhead, and a stop of their own there.
#[component]
pub fn OwnNote(props: &OwnNoteProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let at = place(player);
    let is_stop = matches!(at, At::Stop(_));
    // What was opened from a file takes the place of what was typed.
    let opened = use_state_eq(|| 0_u32);
    let key = format!("{} {}", *opened, at.key());
    let live = player.live.clone();
    let written = at.clone();
    let write = Callback::from(move |note: String| {
        let header = &live.run.model.header;
        OwnNotes::change(header, |notes| notes.note(written.clone(), note));
    });
    let note = use_memo(key.clone(), |_| {
        OwnNotes::of(&player.model().header).at(&at).to_owned()
    });
    let label = settings.t(if is_stop { "note-at-stop" } else { "note-here" });
    html! {
        <section class="own-note">
            <div class="own-note-head">
                <h4 class="eyebrow">{ settings.t("note-own") }</h4>
                <button class="button button-quiet own-stop" type="button" aria-pressed={is_stop.to_string()}
                    onclick={player.act.reform(|_: MouseEvent| Action::ToggleOwnStop)}>{ settings.t("own-stop") }</button>
            </div>
            <NoteField {key} note={(*note).clone()} {label} {write} />
            <NotesFile player={player.clone()} opened={move |()| opened.set(*opened + 1)} />
        </section>
    }
}
