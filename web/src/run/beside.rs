//! Two runs beside each other, kept in step by one transport.

use std::rc::Rc;

use laneway_trace::Header;
use laneway_view::{Action, Address, InStep, Pairing, Route, State, differences, keys, run_title};
use wasm_bindgen::JsCast as _;
use web_sys::{File, HtmlSelectElement};
use yew::prelude::*;

use crate::dom::window;
use crate::hooks::{use_focus_by_keyboard_only, use_keys};
use crate::load::{Listing, Run, use_catalogue};
use crate::player::{Player, use_player};
use crate::settings::{Settings, use_settings};
use crate::shell::TopBar;
use crate::stage::Stage;
use crate::words::{RunRef, StepCard, current_step, step_text, value_words};

use super::bench::Bench;
use super::gutter_edge::kept_gutter_px;
use super::help::Help;
use super::lanes::Lanes;
use super::legend::Legend;
use super::skips::Skips;
use super::transport::Transport;

/// One of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    #[default]
    A,
    B,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

#[derive(Properties)]
pub struct BesideProps {
    pub runs: [Rc<Run>; 2],
    pub address: Address,
    pub open: Callback<File>,
}

impl PartialEq for BesideProps {
    fn eq(&self, other: &Self) -> bool {
        let same = |side: usize| Rc::ptr_eq(&self.runs[side], &other.runs[side]);
        same(0) && same(1) && self.address == other.address && self.open == other.open
    }
}

/// Two runs, each with its lanes and its stage; below them what is said, and what differs in the end.
#[component]
pub fn BesideView(props: &BesideProps) -> Html {
    let settings = use_settings().settings;
    let [one, other] = &props.runs;
    let is_lesson = |run: &Rc<Run>| run.model.header.lesson.is_some();
    let state = State {
        curtain: props
            .address
            .curtain
            .unwrap_or(is_lesson(one) || is_lesson(other)),
        gutter_px: kept_gutter_px(),
        ..State::default()
    };
    let players = [use_player(one, state.clone()), use_player(other, state)];
    let leading = use_state_eq(Side::default);
    let in_step = use_state_eq(InStep::default);
    let (leader, follower) = match *leading {
        Side::A => (&players[0], &players[1]),
        Side::B => (&players[1], &players[0]),
    };
    use_following(leader, follower, *leading, *in_step);
    let act = leader.act.clone();
    use_keys(move |press| {
        let action = keys(press).filter(|action| !action.needs_one_run());
        action.into_iter().for_each(|action| act.emit(action));
        action.is_some()
    });
    use_focus_by_keyboard_only();
    let side = |side: Side, choice: Html| {
        let setter = leading.setter();
        let lead = Callback::from(move |()| setter.set(side));
        column(&settings, &players, (side, *leading == side), &lead, choice)
    };
    let choose_way = |way| {
        let setter = in_step.setter();
        Callback::from(move |_: MouseEvent| setter.set(way))
    };
    html! {
        <div class="beside">
            <Skips />
            <TopBar open={props.open.clone()} title={settings.t("beside")}
                help={leader.act.reform(|()| Action::ToggleHelp)} />
            <main class="beside-runs" id="content">
                { side(Side::A, html! {}) }
                { side(Side::B, html! { <OtherRun ids={[one.file.clone(), other.file.clone()]} /> }) }
            </main>
            <section class="beside-words" aria-label={settings.t("place-words")}>
                { step(&settings, leader) }
                <div class="beside-differences">
                    <div class="segments" role="group" aria-label={settings.t("in-step")}>
                        { for InStep::ALL.into_iter().map(|way| html! {
                            <button class="segment" type="button" aria-pressed={(way == *in_step).to_string()}
                                onclick={choose_way(way)}>{ settings.t(&format!("in-step-{}", way.name())) }</button>
                        }) }
                    </div>
                    <Differences runs={[RunRef::of(&players[0]), RunRef::of(&players[1])]}
                        told={!players.iter().any(Player::hides_something)} />
                </div>
            </section>
            <Transport player={leader.clone()} for_hall=false />
            if leader.state.help {
                <Help act={leader.act.clone()} beside=true />
            }
        </div>
    }
}

/// Puts the follower where it belongs when the leader is somewhere, with the same curtain and clock.
#[hook]
fn use_following(leader: &Player, follower: &Player, leading: Side, in_step: InStep) {
    let pairing = use_memo((leading, in_step), |_| pairing(leader, follower, in_step));
    let follower = follower.clone();
    let wanted = (
        leading,
        in_step,
        leader.moment,
        leader.state.curtain,
        leader.state.clock,
    );
    use_effect_with(wanted, move |&(_, _, now, curtain, clock)| {
        if follower.state.curtain != curtain {
            follower.act.emit(Action::ToggleCurtain);
        }
        if follower.state.clock != clock {
            follower.act.emit(Action::SetClock(clock));
        }
        if let Some(pairing) = &*pairing {
            follower.act.emit(Action::GoMoment(pairing.partner(now)));
        }
    });
}

fn pairing(leader: &Player, follower: &Player, in_step: InStep) -> Option<Pairing> {
    let (one, other) = (leader.model(), follower.model());
    match in_step {
        InStep::Steps => {
            let (timeline, other_timeline) = (&leader.live.timeline, &follower.live.timeline);
            Some(Pairing::by_steps((one, timeline), (other, other_timeline)))
        }
        InStep::Events => Some(Pairing::by_events(one, other)),
        InStep::Free => None,
    }
}

/// One of the runs. Who is clicked on leads.
fn column(
    settings: &Settings,
    players: &[Player; 2],
    (side, leads): (Side, bool),
    lead: &Callback<()>,
    choice: Html,
) -> Html {
    let player = &players[side as usize];
    let header = &player.model().header;
    let title = run_title(header, settings.language, &player.live.run.file);
    let differs = what_was_set(settings, header, &players[1 - side as usize].model().header);
    html! {
        <section class={classes!("beside-run", leads.then_some("is-leading"))} aria-label={side.name()}
            onpointerdown={lead.reform(|_: PointerEvent| ())}>
            <header class="beside-head">
                <button class="button beside-name" type="button" aria-pressed={leads.to_string()}
                    title={settings.t("beside-lead")} onclick={lead.reform(|_: MouseEvent| ())}>{ side.name() }</button>
                <h2>{ title.to_owned() }</h2>
                if !differs.is_empty() {
                    <p class="quiet">{ differs }</p>
                }
                { choice }
            </header>
            <div class="run-lanes">
                <Lanes player={player.clone()} bench={Bench(false)} />
                if settings.legend { <Legend /> }
            </div>
            <div class="run-stage"><Stage player={player.clone()} /></div>
        </section>
    }
}

/// The parameters in which two runs of a lesson differ, as they are in one of them.
fn what_was_set(settings: &Settings, header: &Header, other: &Header) -> String {
    let (Some(lesson), Some(other)) = (&header.lesson, &other.lesson) else {
        return String::new();
    };
    if lesson.id != other.id {
        return String::new();
    }
    let (text, _) = settings.lesson_text(lesson);
    let differing = lesson
        .parameters
        .iter()
        .filter(|(name, value)| other.parameters.get(*name) != Some(value));
    let words = differing.map(|(name, value)| {
        let label = text.parameters.get(name).unwrap_or(name);
        format!("{label}: {}", value_words(settings, value))
    });
    settings.l10n().list(&words.collect::<Vec<_>>())
}

/// What is said at the leader's step.
fn step(settings: &Settings, leader: &Player) -> Html {
    let Some(lesson) = &leader.model().header.lesson else {
        return html! { <div></div> };
    };
    let (text, lang) = settings.lesson_text(lesson);
    let moments = leader.live.timeline.steps().to_vec();
    let step = current_step(leader);
    html! {
        <StepCard {step} {moments} at_end={leader.moment == leader.model().end()}
            text={step_text(lesson, text, step)} {lang} act={leader.act.clone()} start_again={None::<Callback<()>>} />
    }
}

#[derive(PartialEq, Properties)]
struct DifferencesProps {
    runs: [RunRef; 2],
    /// True once both were played to the end.
    told: bool,
}

/// What differs, once both were played to the end. It is worked out once, not whenever the playhead moves.
#[component]
fn Differences(props: &DifferencesProps) -> Html {
    let settings = use_settings().settings;
    if !props.told {
        return html! { <p class="quiet">{ settings.t("differs-later") }</p> };
    }
    let told = differences(&props.runs[0].model, &props.runs[1].model);
    if told.is_empty() {
        return html! { <p class="quiet">{ settings.t("differs-nothing") }</p> };
    }
    html! {
        <ul class="beside-told">{ for told.iter().map(|message| html! { <li>{ settings.say(message) }</li> }) }</ul>
    }
}

#[derive(PartialEq, Properties)]
struct OtherRunProps {
    /// The ids of the runs.
    ids: [String; 2],
}

/// The choice of another run as B, among those that were recorded.
#[component]
fn OtherRun(props: &OtherRunProps) -> Html {
    let settings = use_settings().settings;
    let (listing, _) = use_catalogue();
    let Listing::Ready(catalogue) = &listing else {
        return html! {};
    };
    let [one, other] = &props.ids;
    let onchange = {
        let one = one.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok())
            {
                let route = Route::Beside(one.clone(), select.value());
                let address = Address {
                    route,
                    ..Address::default()
                };
                let _ = window().location().set_hash(&address.to_string());
            }
        })
    };
    let option = |id: &String, words: String| {
        html! {
            <option value={id.clone()} selected={id == other}>{ words }</option>
        }
    };
    let options = catalogue.lessons.iter().flat_map(|card| {
        let title = card.title(settings.language);
        let plain = card.run.then(|| option(&card.id, title.to_owned()));
        let variants = card.variants.iter().filter_map(|variant| {
            let id = variant.run_id.as_ref().filter(|id| **id != card.id)?;
            let name = id.strip_prefix(&card.id).unwrap_or(id).trim_start_matches('_');
            Some(option(id, format!("{title} · {name}")))
        });
        plain.into_iter().chain(variants.collect::<Vec<_>>())
    });
    html! {
        <label class="beside-choice">
            <span class="visually-hidden">{ settings.t("beside-other") }</span>
            <select {onchange}>{ for options }</select>
        </label>
    }
}
