//! The speaker's window: what the hall does not see. It shows what the window that opened it tells, and gives it its
//! keys.

use gloo_timers::callback::Interval;
use laneway_view::keys;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Window;
use yew::prelude::*;

use crate::dom;
use crate::hooks::{use_focus_by_keyboard_only, use_keys, use_listener};
use crate::icon::{Icon, Sign};
use crate::settings::{Settings, use_settings};
use crate::shell::set_ready;
use crate::words::{inline, prose};

use super::note_field::NoteField;
use super::opener::{heard_from, post};
use super::talk::{Asked, Said, Talk, clock_text};

/// The window that opened this one, while it is there.
fn opener() -> Option<Window> {
    let opener = dom::window().opener().ok()?;
    // A window of another realm is no instance of this one's `Window`.
    (opener.is_object()).then(|| opener.unchecked_into())
}

fn say(said: &Said) {
    if let Some(opener) = opener() {
        post(&opener, &said.to_json());
    }
}

/// Everything in the speaker's window.
#[component]
pub fn SpeakerView() -> Html {
    let settings = use_settings().settings;
    let talk = use_state_eq(|| None::<Talk>);
    let setter = talk.setter();
    use_listener(None, "message", false, move |event| {
        let opener = opener();
        let told = heard_from(&event, opener.as_ref().map(AsRef::<JsValue>::as_ref));
        if let Some(talk) = told.and_then(|told| Talk::parse(&told)) {
            setter.set(Some(talk));
        }
    });
    use_focus_by_keyboard_only();
    use_keys(|press| {
        let is_used =
            keys(press).is_some() || (press.key.chars().count() == 1 && !press.ctrl && !press.alt);
        if is_used {
            say(&Said::Press(press.clone()));
        }
        is_used
    });
    let title = settings.t("speaker");
    use_effect_with(title, |title| {
        dom::document().set_title(&format!("{title} · Laneway 泳道"));
        set_ready(true);
        say(&Said::Here);
    });
    html! {
        <main class="speaker" id="content">
            if let Some(talk) = &*talk {
                { told(&settings, talk) }
            } else {
                <p class="speaker-alone">{ settings.t("speaker-alone") }</p>
            }
        </main>
    }
}

fn told(settings: &Settings, talk: &Talk) -> Html {
    let at = talk.note_at.clone();
    let write = Callback::from(move |note: String| say(&Said::Note { at: at.clone(), note }));
    html! {
        <>
            <header class="speaker-head">
                <h1>{ &talk.title }</h1>
                if talk.blank {
                    <p class="speaker-black">{ settings.t("speaker-black") }</p>
                }
                <Timer since_ms={talk.since_ms} />
            </header>
            <section class="speaker-now">
                <h2 class="eyebrow">{ &talk.place }</h2>
                <div class="speaker-said">{ prose(&talk.said) }</div>
                if let Some(asked) = &talk.question {
                    { question(asked) }
                }
            </section>
            <section class="speaker-side">
                <h2 class="eyebrow">{ settings.t("speaker-next") }</h2>
                <div class="speaker-next">
                    if talk.next.is_empty() { <p>{ settings.t("speaker-last") }</p> } else { { prose(&talk.next) } }
                </div>
                <h2 class="eyebrow">{ settings.t("note-own") }</h2>
                <NoteField key={talk.note_at.clone()} note={talk.note.clone()} label={settings.t("note-here")} {write} />
                <p class="quiet">{ settings.t("speaker-keys") }</p>
            </section>
        </>
    }
}

/// The question with the right answer marked, and the reasons.
fn question(asked: &Asked) -> Html {
    let option = |(number, [words, reason]): (u32, &[String; 2])| {
        let right = number == asked.right;
        html! {
            <li class={classes!("speaker-option", right.then_some("is-right"))}>
                <span class="prompt-mark">
                    if right { <Icon sign={Sign::Check} /> } else { { number + 1 } }
                </span>
                <div><p>{ inline(words) }</p><div class="quiet">{ prose(reason) }</div></div>
            </li>
        }
    };
    html! {
        <div class="speaker-question">
            <h3>{ inline(&asked.question) }</h3>
            <ol>{ for (0_u32..).zip(&asked.options).map(option) }</ol>
            { prose(&asked.why) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct TimerProps {
    since_ms: f64,
}

/// How long one has been presenting. It starts anew by a click.
#[component]
fn Timer(props: &TimerProps) -> Html {
    let settings = use_settings().settings;
    let now = use_state(js_sys::Date::now);
    let setter = now.setter();
    use_effect_with((), move |()| {
        let interval = Interval::new(500, move || setter.set(js_sys::Date::now()));
        move || drop(interval)
    });
    html! {
        <button class="button speaker-timer" type="button" title={settings.t("speaker-restart")}
            onclick={|_: MouseEvent| say(&Said::Restart)}>
            <span role="timer">{ clock_text(*now - props.since_ms) }</span>
        </button>
    }
}
