//! A run: lanes, stage, words and transport.

use std::rc::Rc;

use laneway_model::Moment;
use laneway_view::{Action, Address, At, KeyPress, Selection, State, keys, run_title};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, File, KeyboardEvent};
use yew::prelude::*;

use crate::dom::document;
use crate::hooks::use_listener;
use crate::load::Run;
use crate::player::{Player, use_player};
use crate::settings::use_settings;
use crate::shell::TopBar;
use crate::stage::Stage;
use crate::words::{Notices, RunRef, Words};

use super::bench::Bench;
use super::help::Help;
use super::lanes::Lanes;
use super::transport::Transport;

#[derive(Properties)]
pub struct RunViewProps {
    pub run: Rc<Run>,
    pub address: Address,
    pub open: Callback<File>,
}

impl PartialEq for RunViewProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run) && self.address == other.address && self.open == other.open
    }
}

/// The four places of a run.
#[component]
pub fn RunView(props: &RunViewProps) -> Html {
    let settings = use_settings().settings;
    let address = &props.address;
    let is_lesson = props.run.model.header.lesson.is_some();
    let state = State {
        curtain: address.curtain.unwrap_or(is_lesson),
        clock: address.clock.unwrap_or_default(),
        selection: address
            .selection
            .as_ref()
            .map_or_else(Selection::default, |pick| pick.selection(&props.run.model)),
        ..State::default()
    };
    let player = use_player(&props.run, state);
    let goes = player.clone();
    use_effect_with(address.clone(), move |address| follow(&goes, address));
    let act = player.act.clone();
    use_listener(None, "keydown", true, move |event| press(&act, &event));
    let run = &props.run;
    let title = run_title(&run.model.header, settings.language, &run.file).to_owned();
    use_effect_with(title.clone(), |title| {
        document().set_title(&format!("{title} · Laneway 泳道"));
    });
    let help = player.act.reform(|()| Action::ToggleHelp);
    let end_seen = !player.hides_something();
    let notices = html! { <Notices run={RunRef::of(&player)} {end_seen} /> };
    html! {
        <div class="run">
            <TopBar open={props.open.clone()} {title} {help} {notices} />
            <main class="run-lanes" id="content" aria-label={settings.t("place-lanes")}>
                <Lanes player={player.clone()} bench={Bench(address.bench)} />
            </main>
            <section class="run-stage" aria-label={settings.t("place-stage")}>
                <Stage player={player.clone()} />
            </section>
            <section class="run-words" aria-label={settings.t("place-words")}>
                <Words player={player.clone()} />
            </section>
            <Transport player={player.clone()} />
            if player.state.help {
                <Help act={player.act.clone()} />
            }
        </div>
    }
}

/// Goes where the address leads.
fn follow(player: &Player, address: &Address) {
    let clock = player.live.with_state(|state| state.clock);
    if let Some(wanted) = address.clock.filter(|wanted| *wanted != clock) {
        player.act.emit(Action::SetClock(wanted));
    }
    let length = player
        .live
        .with_state(|state| player.live.timeline.clock(player.model(), state.clock).length());
    let action = match address.at {
        Some(At::Start) => Action::GoPosition(0.0),
        Some(At::Middle) => Action::GoPosition(length / 2.0),
        Some(At::End) => Action::GoEnd,
        Some(At::Row(row)) => Action::GoMoment(Moment::after(row)),
        None => {
            player.frames.request();
            return;
        }
    };
    player.act.emit(action);
}

/// Does what a key asks for, unless something on the page has a use for it.
fn press(act: &Callback<Action>, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let key = event.key();
    if event.default_prevented() || target.is_some_and(|target| has_own_use(&target, &key)) {
        return;
    }
    let press = KeyPress {
        code: event.code(),
        key,
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    if let Some(action) = keys(&press) {
        event.prevent_default();
        act.emit(action);
    }
}

/// True if an element does something by itself with a key.
fn has_own_use(element: &Element, key: &str) -> bool {
    let within = |selector| element.closest(selector).ok().flatten().is_some();
    match key {
        "Escape" => false,
        " " | "Enter" => within("button, a, input, select, textarea, summary, label"),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End" | "PageUp"
        | "PageDown" => within("input, select, textarea, [role=tablist], [data-scrolls]"),
        _ => within("input, select, textarea"),
    }
}
