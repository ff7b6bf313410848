//! Search: what of the run has what was typed in its name.

use std::rc::Rc;

use laneway_view::{
    Action, Finder, Found, FoundItem, Panel, Search, Selection, actor_label, describe_finding,
    finding_title,
};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::dialog::{Choice, Entry, FindDialog, Section};
use super::kept::Kept;
use super::trail::{at_words, visits};

#[derive(PartialEq, Properties)]
pub struct SearchListProps {
    pub player: Player,
    pub kept: Rc<Kept>,
}

/// The search.
#[component]
pub fn SearchList(props: &SearchListProps) -> Html {
    let settings = use_settings().settings;
    let (player, kept) = (&props.player, &props.kept);
    let typed = use_state_eq(|| kept.typed.borrow().clone());
    let search = kept.search(player, &settings);
    let known = player.known();
    // Not on every moment of a run that plays: only where something else is sought, or more is known.
    let found = use_memo(
        ((*typed).clone(), known, settings.language),
        |(typed, known, _)| search.find(player.model(), &player.live.timeline, typed, *known),
    );
    let on_typed = {
        let (kept, setter) = (kept.clone(), typed.setter());
        Callback::from(move |typed: String| {
            kept.typed.replace(typed.clone());
            setter.set(typed);
        })
    };
    let choose = {
        let (player, found) = (player.clone(), found.clone());
        Callback::from(move |choice: Choice| {
            let mut items = found.iter().flat_map(|found| &found.items);
            if let Some(item) = items.nth(choice.row) {
                go_to(&player, *item, choice);
            }
        })
    };
    let sections: Vec<Section> = found
        .iter()
        .map(|found| section(&settings, player, &search, found))
        .collect();
    html! {
        <FindDialog label={settings.t("search")} place={settings.t("search-place")} typed={(*typed).clone()} {on_typed}
            {sections} said={said(&settings, player, &typed, &found)} {choose} act={player.act.clone()}
            shut={Action::ToggleFinder(Finder::Search)}
            other={(settings.t("commands"), Action::ToggleFinder(Finder::Commands))} />
    }
}

/// How much was found, or why nothing, or what one can look for.
fn said(settings: &Settings, player: &Player, typed: &str, found: &[Found]) -> String {
    let count: usize = found.iter().map(|found| found.count).sum();
    if typed.trim().is_empty() {
        settings.t("search-hint")
    } else if count > 0 {
        let count = settings.l10n().count(count as u64);
        settings.with_args("search-found", &[("count", count.into())])
    } else if player.hides_something() {
        settings.t("search-none-yet")
    } else {
        settings.t("search-none")
    }
}

fn section(settings: &Settings, player: &Player, search: &Search, found: &Found) -> Section {
    let count = |count: usize| settings.l10n().count(count as u64);
    let more = found.count - found.items.len();
    Section {
        title: settings.t(found.title),
        count: count(found.count),
        entries: found
            .items
            .iter()
            .map(|&item| entry(settings, player, search, item))
            .collect(),
        more: if more > 0 {
            settings.with_args("search-more", &[("count", count(more).into())])
        } else {
            String::new()
        },
    }
}

fn entry(settings: &Settings, player: &Player, search: &Search, item: FoundItem) -> Entry {
    let model = player.model();
    let (words, beside) = match item {
        FoundItem::Actor(actor) => {
            let label = actor_label(model, actor).into_owned();
            let lane = model.lane_of(actor).map(|lane| &model.lanes[lane as usize]);
            let process = lane.and_then(|lane| model.processes.get(lane.process as usize));
            let process = process.map_or("", |process| model.actor_name(process.actor));
            // Which of those with the same name it is.
            let beside = if process == label { "" } else { process };
            (label, beside.to_owned())
        }
        FoundItem::Object(object) => {
            let kind = model
                .header
                .objects
                .get(object.index())
                .map(|object| object.kind.name());
            let kind = kind.map_or_else(String::new, |kind| settings.l10n().object_kind(kind));
            (model.object_name(object).to_owned(), kind)
        }
        FoundItem::Text(text) => {
            let text = model.texts.get(text.index()).cloned();
            (text.unwrap_or_default(), times(settings, player, item))
        }
        FoundItem::Kind(kind) => (search.kind_words(kind).to_owned(), times(settings, player, item)),
        FoundItem::Finding(finding) => {
            let title = model
                .findings
                .get(finding as usize)
                .map(|finding| settings.t(finding_title(finding.kind)));
            let told = describe_finding(model, finding);
            let told = told.first().map(|told| settings.say(told));
            (title.unwrap_or_default(), told.unwrap_or_default())
        }
    };
    Entry {
        words,
        beside,
        keys: Vec::new(),
    }
}

/// How often something happens; of what is followed, which time it is.
fn times(settings: &Settings, player: &Player, item: FoundItem) -> String {
    let Some(trail) = item.trail() else {
        return String::new();
    };
    let visits = visits(player, trail);
    if player.state.trail == Some(trail) {
        return at_words(settings, &visits);
    }
    let count = settings.l10n().count(u64::from(visits.times));
    settings.with_args("search-times", &[("count", count.into())])
}

/// Shows what was found. What can be followed stays open to the next Enter.
fn go_to(player: &Player, item: FoundItem, choice: Choice) {
    let act = &player.act;
    let model = player.model();
    let close = || act.emit(Action::ToggleFinder(Finder::Search));
    if let Some(trail) = item.trail() {
        act.emit(Action::Follow(Some(trail)));
        act.emit(if choice.back {
            Action::GoPreviousOfTrail
        } else {
            Action::GoNextOfTrail
        });
        if !choice.by_key {
            close();
        }
        return;
    }
    close();
    match item {
        FoundItem::Actor(actor) => {
            let lane = model.lane_of(actor).map(Selection::Lane);
            act.emit(Action::Select(lane.unwrap_or_default()));
        }
        FoundItem::Object(object) => act.emit(Action::Select(Selection::Object(object))),
        FoundItem::Finding(finding) => {
            if let Some(facts) = model.findings.get(finding as usize) {
                act.emit(Action::GoMoment(facts.at));
            }
            act.emit(Action::Select(Selection::Finding(finding)));
            act.emit(Action::SetPanel(Panel::Findings));
        }
        FoundItem::Text(_) | FoundItem::Kind(_) => {}
    }
}
