//! The window that is presented in: it opens one for the speaker, tells it what it shows, and does what it says.

use std::cell::RefCell;
use std::rc::Rc;

use laneway_trace::{Lesson, PromptText};
use laneway_view::{Action, Address, Route, Turn};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{KeyboardEvent, KeyboardEventInit, MessageEvent, Window};
use yew::prelude::*;

use crate::dom;
use crate::hooks::use_listener;
use crate::player::Player;
use crate::settings::Settings;
use crate::words::{current_step, step_of, step_text};

use super::card::question;
use super::note_field::place;
use super::own_notes::{At, OwnNotes};
use super::talk::{Asked, Said, Talk};

/// The second window, as the first one knows it.
#[derive(Clone, PartialEq)]
pub struct Speaker {
    window: Rc<RefCell<Option<Window>>>,
    since_ms: UseStateHandle<f64>,
    /// Counts what was noted there, so that it is told anew.
    noted: UseStateHandle<u32>,
    open: UseStateHandle<bool>,
    /// True if the browser would not open the window.
    pub refused: UseStateHandle<bool>,
}

impl Speaker {
    /// True while the window is there.
    pub fn is_open(&self) -> bool {
        let window = self.window.borrow();
        window
            .as_ref()
            .is_some_and(|window| !window.closed().unwrap_or(true))
    }
}

/// What the speaker's window needs, and actions that are listened to: one of them opens it.
#[hook]
pub fn use_speaker(act: &Callback<Action>, settings: &Settings) -> (Speaker, Callback<Action>) {
    let speaker = Speaker {
        window: use_mut_ref(|| None),
        since_ms: use_state_eq(js_sys::Date::now),
        noted: use_state_eq(|| 0),
        open: use_state_eq(|| false),
        refused: use_state_eq(|| false),
    };
    let opens = (
        speaker.window.clone(),
        speaker.open.setter(),
        speaker.refused.setter(),
        speaker.since_ms.setter(),
    );
    let address = Address {
        route: Route::Speaker,
        language: Some(settings.language),
        theme: Some(settings.theme),
        ..Address::default()
    };
    let act = act.clone();
    let heard = use_callback(address, move |action: Action, address| {
        let (window, open, refused, since_ms) = &opens;
        match action {
            Action::OpenSpeaker => {
                let opened = open_window(&address.to_string());
                open.set(opened.is_some());
                refused.set(opened.is_none());
                *window.borrow_mut() = opened;
            }
            Action::TogglePresent => since_ms.set(js_sys::Date::now()),
            _ => refused.set(false),
        }
        act.emit(action);
    });
    (speaker, heard)
}

/// Opens the speaker's window, or brings it to the front; `None` if the browser refuses.
fn open_window(hash: &str) -> Option<Window> {
    let here = dom::window().location().href().ok()?;
    let page = here.split('#').next().unwrap_or_default();
    dom::window()
        .open_with_url_and_target_and_features(
            &format!("{page}{hash}"),
            "laneway-speaker",
            "popup,width=960,height=720",
        )
        .ok()
        .flatten()
}

/// Tells the speaker's window what is shown, whenever that changes, and does what is said there.
#[hook]
pub fn use_speaker_in_step(speaker: &Speaker, player: &Player, settings: &Settings, title: &str) {
    let talk = (*speaker.open).then(|| Talk {
        since_ms: *speaker.since_ms,
        ..talk(player, settings, title)
    });
    let window = speaker.window.clone();
    let told = use_mut_ref(|| None::<Talk>);
    *told.borrow_mut() = talk.clone();
    let to = window.clone();
    use_effect_with((talk, *speaker.noted), move |(talk, _)| {
        if let (Some(talk), Some(window)) = (talk, &*to.borrow()) {
            post(window, &talk.to_json());
        }
    });
    let (player, since_ms, noted) = (player.clone(), speaker.since_ms.setter(), speaker.noted.clone());
    use_listener(None, "message", false, move |event| {
        let said = heard_from(&event, window.borrow().as_ref().map(AsRef::<JsValue>::as_ref));
        let Some(said) = said else { return };
        match Said::parse(&said) {
            Some(Said::Here) => {
                if let (Some(talk), Some(window)) = (&*told.borrow(), &*window.borrow()) {
                    post(window, &talk.to_json());
                }
            }
            Some(Said::Press(press)) => press_here(&press.code, &press.key, press.shift),
            Some(Said::Note { at, note }) => {
                if let Some(at) = At::parse(&at) {
                    OwnNotes::change(&player.model().header, |notes| notes.note(at, note));
                    noted.set(*noted + 1);
                }
            }
            Some(Said::Restart) => since_ms.set(js_sys::Date::now()),
            None => {}
        }
    });
}

/// What a message says, if it comes from a window.
pub fn heard_from(event: &Event, window: Option<&JsValue>) -> Option<String> {
    let event: &MessageEvent = event.dyn_ref()?;
    let source = event.source()?;
    (window == Some(source.as_ref())).then(|| event.data().as_string())?
}

/// Says something to a window of this page. A page from a file has no origin that one could name.
pub fn post(window: &Window, message: &str) {
    let origin = dom::window().location().origin().unwrap_or_default();
    let to = if origin.starts_with("http") {
        origin.as_str()
    } else {
        "*"
    };
    // It fails for a window that has another origin by now.
    let _ = window.post_message(&JsValue::from_str(message), to);
}

/// Presses a key, as if it had been pressed in this window.
fn press_here(code: &str, key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_code(code);
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let press = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    if let (Ok(press), Some(body)) = (press, dom::document().body()) {
        let _ = body.dispatch_event(&press);
    }
}

/// What the speaker sees of a run.
fn talk(player: &Player, settings: &Settings, title: &str) -> Talk {
    let header = &player.model().header;
    let at = place(player);
    let mut talk = Talk {
        title: title.to_owned(),
        note: OwnNotes::of(header).at(&at).to_owned(),
        note_at: at.key(),
        blank: player.state.blank,
        ..Talk::default()
    };
    let Some(lesson) = &header.lesson else {
        return talk;
    };
    let (text, _) = settings.lesson_text(lesson);
    let steps = player.live.timeline.steps();
    let step = current_step(player);
    let next = (step.map_or(0, |step| step + 1)..steps.len()).find(|&next| steps[next].is_some());
    talk.place = step.map_or_else(
        || settings.t("lesson-idea"),
        |step| step_of(settings, step, steps.len()),
    );
    talk.said = step_text(lesson, text, step);
    talk.next = next.map_or_else(String::new, |next| step_text(lesson, text, Some(next)));
    let turns = player.live.timeline.questions().iter();
    let near = question(turns.map(|timing| Some((*timing)?.turn(player.moment))));
    talk.question = near.and_then(|(index, _): (usize, Turn)| asked(lesson, &text.prompts, index));
    talk
}

fn asked(
    lesson: &Lesson,
    texts: &std::collections::BTreeMap<String, PromptText>,
    index: usize,
) -> Option<Asked> {
    let prompt = lesson.prompts.get(index)?;
    let words = texts.get(&prompt.id)?;
    let options = words.options.iter().enumerate().map(|(number, option)| {
        let reason = words.reasons.get(number).cloned().unwrap_or_default();
        [option.clone(), reason]
    });
    Some(Asked {
        question: words.question.clone(),
        options: options.collect(),
        right: prompt.right,
        why: if words.reasons.is_empty() {
            words.why.clone()
        } else {
            String::new()
        },
    })
}
