//! Everything that can be done, by its words.

use laneway_view::{Action, Command, Deed, Finder, commands, fits};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::dom;
use crate::player::Player;
use crate::settings::{Choice as Setting, Settings, use_settings};

use super::dialog::{Choice, Entry, FindDialog, Section};

#[derive(PartialEq, Properties)]
pub struct CommandListProps {
    pub player: Player,
}

/// The list of commands.
#[component]
pub fn CommandList(props: &CommandListProps) -> Html {
    let context = use_settings();
    let (settings, player) = (&context.settings, &props.player);
    let typed = use_state_eq(String::new);
    let is_lesson = player.model().header.lesson.is_some();
    let all = commands(&player.state, is_lesson, settings.legend);
    let said = all
        .into_iter()
        .map(|command| (words(settings, &command), command));
    let found: Vec<(String, Command)> = said
        .filter(|(words, command)| fits(&typed, words, &command.keys))
        .collect();
    let entries: Vec<Entry> = found
        .iter()
        .map(|(words, command)| Entry {
            words: words.clone(),
            beside: String::new(),
            keys: command.keys.clone(),
        })
        .collect();
    let count = settings.l10n().count(entries.len() as u64);
    let said = if entries.is_empty() {
        settings.t("commands-none")
    } else {
        settings.with_args("search-found", &[("count", count.into())])
    };
    let choose = {
        let (player, change) = (player.clone(), context.choose.clone());
        Callback::from(move |choice: Choice| {
            if let Some((_, command)) = found.get(choice.row) {
                player.act.emit(Action::ToggleFinder(Finder::Commands));
                does(command.deed, &player, &change);
            }
        })
    };
    let setter = typed.setter();
    html! {
        <FindDialog label={settings.t("commands")} place={settings.t("commands-place")} typed={(*typed).clone()}
            on_typed={move |typed| setter.set(typed)} sections={vec![Section { entries, ..Section::default() }]} {said} {choose}
            act={player.act.clone()} shut={Action::ToggleFinder(Finder::Commands)}
            other={(settings.t("search"), Action::ToggleFinder(Finder::Search))} />
    }
}

/// What a command does, in words.
fn words(settings: &Settings, command: &Command) -> String {
    match command.words.as_slice() {
        [about, what] => settings.with_args(
            "command-of",
            &[
                ("about", settings.t(about).into()),
                ("what", settings.t(what).into()),
            ],
        ),
        [what, ..] => settings.t(what),
        [] => String::new(),
    }
}

fn does(deed: Deed, player: &Player, change: &Callback<Setting>) {
    match deed {
        Deed::Act(action) => player.act.emit(action),
        Deed::Language(language) => change.emit(Setting::Language(language)),
        Deed::Theme(theme) => change.emit(Setting::Theme(theme)),
        Deed::Legend(open) => change.emit(Setting::Legend(open)),
        Deed::OpenFile => press(".file-button"),
        Deed::CopyLink => {
            if let Ok(link) = dom::window().location().href() {
                dom::hear_out(dom::copy(&link));
            }
        }
        Deed::Gallery => {
            // It fails for no address of this page.
            let _ = dom::window().location().set_hash("#/");
        }
    }
}

/// Does what a click on an element does.
fn press(selector: &str) {
    let found = dom::document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}
