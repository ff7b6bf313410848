//! A run: lanes, stage, words and transport.

use std::rc::Rc;

use laneway_model::Moment;
use laneway_view::{Action, Address, At, Finder, Panel, Selection, State, keys, run_title};
use web_sys::File;
use yew::prelude::*;

use crate::dom::document;
use crate::find::{Finders, TrailBar, use_kept, use_trail};
use crate::hall::{HallCard, OwnNotes, unveils, use_hall, use_speaker, use_speaker_in_step};
use crate::hooks::{use_focus_by_keyboard_only, use_keys};
use crate::load::Run;
use crate::player::{Player, use_player};
use crate::progress::{Far, Progress};
use crate::settings::{Settings, SettingsContext, use_settings};
use crate::shell::TopBar;
use crate::words::{Notices, RunRef, Words, use_questions};

use super::bench::Bench;
use super::gutter_edge::kept_gutter_px;
use super::help::Help;
use super::hints::{HintCard, Left, Told, use_hints};
use super::kept_address::use_kept_address;
use super::kept_switches::{use_kept_switches, with_kept_switches};
use super::lanes::Lanes;
use super::legend::Legend;
use super::skips::Skips;
use super::stage_room::StageRoom;
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
    let context = use_settings();
    let settings = context.settings.clone();
    let address = &props.address;
    let is_lesson = props.run.model.header.lesson.is_some();
    let has_findings = !props.run.model.findings.is_empty();
    let state = State {
        // What was found in an own run is what one wants to know first.
        panel: if !is_lesson && has_findings {
            Panel::Findings
        } else {
            Panel::default()
        },
        curtain: address.curtain.unwrap_or(is_lesson),
        clock: address.clock.unwrap_or_default(),
        selection: address
            .selection
            .as_ref()
            .map_or_else(Selection::default, |pick| pick.selection(&props.run.model)),
        present: address.present,
        own_stops: OwnNotes::of(&props.run.model.header).stops(),
        gutter_px: kept_gutter_px(),
        ..State::default()
    };
    let mut player = use_player(&props.run, with_kept_switches(state));
    let (hints, act) = use_hints(&player.act);
    let (speaker, act) = use_speaker(&act, &settings);
    player.act = use_trail(&player.live, &act);
    let kept = use_kept();
    use_kept_address(&player);
    use_kept_switches(&player);
    let goes = player.clone();
    let left = player.clone();
    let goes_on = address.at.is_none();
    use_effect_with((), move |()| {
        if left.state.curtain {
            go_on(&left, goes_on);
        }
    });
    // Another language or theme in the address moves nothing.
    let (where_to, to) = ((address.at, address.clock), address.clone());
    use_effect_with(where_to, move |_| follow(&goes, &to));
    let act = player.act.clone();
    let live = player.live.clone();
    use_keys(move |press| {
        let blank = live.with_state(|state| state.blank);
        let action = if blank { unveils(press) } else { keys(press) };
        action.into_iter().for_each(|action| act.emit(action));
        action.is_some()
    });
    use_focus_by_keyboard_only();
    let run = &props.run;
    let title = title(run, &settings);
    use_effect_with(title.clone(), |title| {
        document().set_title(&format!("{title} · Laneway 泳道"));
    });
    use_speaker_in_step(&speaker, &player, &settings, &title);
    let help = player.act.reform(|()| Action::ToggleHelp);
    let search = player.act.reform(|()| Action::ToggleFinder(Finder::Search));
    let end_seen = !player.hides_something();
    let show_findings = player
        .act
        .reform(|_: MouseEvent| Action::SetPanel(Panel::Findings));
    let questions = use_questions(&player);
    let place = use_node_ref();
    use_hall(&player, &place, &settings, &speaker);
    let present = player.state.present;
    let noted = player.clone();
    use_effect_with(player.state.own_stops.clone(), move |stops| {
        let header = &noted.model().header;
        let notes = OwnNotes::of(header);
        if notes.stops() != *stops {
            notes.with_stops(stops).keep(header);
        }
    });
    let context = SettingsContext {
        settings: if present {
            settings.in_high_contrast()
        } else {
            settings.clone()
        },
        ..context
    };
    let notices = html! { <Notices run={RunRef::of(&player)} {end_seen} {show_findings} /> };
    html! {
        <ContextProvider<SettingsContext> {context}>
        <div class={classes!("run", present.then_some("is-hall"))} ref={place}>
            if !present {
                <Skips />
            }
            <TopBar open={props.open.clone()} title={title.clone()} {search} {help} {notices} />
            if present {
                <HallCard player={player.clone()} questions={questions.clone()} />
            }
            <main class="run-lanes" id="content" aria-label={settings.t("place-lanes")}>
                if present {
                    <h1 class="visually-hidden">{ title }</h1>
                }
                <Lanes player={player.clone()} bench={Bench(address.bench)} />
                if settings.legend && !present { <Legend /> }
            </main>
            if !present {
                <section class="run-words" aria-label={settings.t("place-words")}>
                    <h2 class="visually-hidden">{ settings.t("place-words") }</h2>
                    <Words player={player.clone()} {questions} />
                </section>
            }
            <StageRoom player={player.clone()} />
            <Transport player={player.clone()}>
                <HintCard left={hints.clone()} />
                <TrailBar player={player.clone()} kept={kept.clone()} />
            </Transport>
            if player.state.help {
                <Help act={player.act.clone()} again={hints_again(&player, &hints)} />
            }
            <Finders player={player.clone()} {kept} />
            if *speaker.refused {
                <p class="hall-refused" role="alert">{ settings.t("speaker-refused") }</p>
            }
            if player.state.blank {
                <div class="hall-blank" role="button" aria-label={settings.t("hall-unveil")}
                    onclick={player.act.reform(|_: MouseEvent| Action::ToggleBlank)}></div>
            }
        </div>
        </ContextProvider<SettingsContext>>
    }
}

/// What was played of a lesson at another time is not hidden, and if nothing else is asked for, it goes on from there.
fn go_on(player: &Player, there: bool) {
    let lesson = player.model().header.lesson.as_ref();
    let steps = player.live.timeline.steps();
    let (reached, action) = match lesson.map_or(Far::Start, |lesson| Progress::of(lesson).far) {
        Far::Start => return,
        Far::Step(step) => {
            let at = steps.get(step as usize).copied().flatten();
            (at.unwrap_or_default(), Action::GoStep(step))
        }
        Far::End => (player.model().end(), Action::GoStart),
    };
    player.live.has_been_at(reached);
    if there {
        player.act.emit(action);
    }
}

/// Closes the help and gives the hints from the first one on.
fn hints_again(player: &Player, hints: &UseReducerHandle<Left>) -> Callback<()> {
    let (act, hints) = (player.act.clone(), hints.dispatcher());
    Callback::from(move |()| {
        hints.dispatch(Told::Again);
        act.emit(Action::ToggleHelp);
    })
}

/// What a run is called: an own one by its file, unless its author has given it a title.
fn title(run: &Run, settings: &Settings) -> String {
    let header = &run.model.header;
    let by_file = header.lesson.is_none() && header.title.is_empty() && !run.file.is_empty();
    let title = if by_file {
        &run.file
    } else {
        run_title(header, settings.language, &run.file)
    };
    title.to_owned()
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
