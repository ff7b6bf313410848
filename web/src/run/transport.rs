//! Playing, stepping, the clock and the speed.

use laneway_view::{Action, ClockKind, pace_by, real_time_factor, time_text};
use yew::prelude::*;

use crate::hint::hint;
use crate::icon::{Icon, Sign};
use crate::player::Player;
use crate::settings::{Choice, Settings, SettingsContext, use_settings};

#[derive(PartialEq, Properties)]
pub struct TransportProps {
    pub player: Player,
    /// False for two runs beside each other, which are not shown in a hall.
    #[prop_or(true)]
    pub for_hall: bool,
    /// What stands over it.
    #[prop_or_default]
    pub children: Html,
}

/// The bar below a run.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let open = use_state_eq(|| false);
    let player = &props.player;
    let state = &player.state;
    let length = player.live.timeline.clock(player.model(), state.clock).length();
    let at_end = player.live.frame().playhead >= length;
    let (sign, words) = match (state.playing, at_end) {
        (true, _) => (Sign::Pause, "pause"),
        (false, true) => (Sign::Replay, "replay"),
        (false, false) => (Sign::Play, "play"),
    };
    let button = |sign, id, key, action| press(player, settings, sign, id, key, action);
    html! {
        <section class="transport" aria-label={settings.t("place-transport")}>
            { props.children.clone() }
            <div class="transport-moves" role="group">
                { button(Sign::StopBack, "interesting-back", "Shift + ←", Action::GoPreviousInteresting) }
                { button(Sign::EventBack, "event-back", "←", Action::GoEvents(-1)) }
                <button class="button button-primary play" type="button" title={hint(&settings.t(words), "Space")}
                    aria-label={settings.t(words)} onclick={does(player, Action::TogglePlay)}>
                    <Icon {sign} />
                </button>
                { button(Sign::EventForward, "event-forward", "→", Action::GoEvents(1)) }
                { button(Sign::StopForward, "interesting-forward", "Shift + →", Action::GoNextInteresting) }
            </div>
            { readout(player, settings) }
            { clocks(player, settings) }
            { speed(player, settings) }
            { pace_words(player, settings) }
            { more(&open, settings) }
            { ends(player, &context, &open, props.for_hall) }
        </section>
    }
}

/// On a phone the switches stand behind a button.
fn more(open: &UseStateHandle<bool>, settings: &Settings) -> Html {
    let (words, is_open) = (settings.t("transport-more"), **open);
    let setter = open.setter();
    html! {
        <button class="button button-quiet transport-more" type="button" title={words.clone()} aria-label={words}
            aria-expanded={is_open.to_string()} onclick={move |_: MouseEvent| setter.set(!is_open)}>
            <Icon sign={Sign::More} />
        </button>
    }
}

/// What is switched now and then; what is behind a button is shut again by a choice.
fn ends(
    player: &Player,
    context: &SettingsContext,
    open: &UseStateHandle<bool>,
    for_hall: bool,
) -> Html {
    let (settings, state) = (&context.settings, &player.state);
    let switch =
        |sign, words: String, key: &str, pressed: Option<bool>, change: Callback<MouseEvent>| {
            let title = hint(&words, key);
            let setter = open.setter();
            let onclick = Callback::from(move |event: MouseEvent| {
                setter.set(false);
                change.emit(event);
            });
            html! {
                <button class="button button-quiet" type="button" {title} aria-label={words.clone()}
                    aria-pressed={pressed.map(|pressed| pressed.to_string())} {onclick}>
                    <Icon {sign} /><span class="switch-words" aria-hidden="true">{ words }</span>
                </button>
            }
        };
    let switches = |sign, id: &str, key: &str, pressed: bool, action: Action| {
        switch(sign, settings.t(id), key, Some(pressed), does(player, action))
    };
    let legend = settings.legend;
    let keep = context
        .choose
        .reform(move |_: MouseEvent| Choice::Legend(!legend));
    let is_lesson = player.model().header.lesson.is_some();
    html! {
        <div class={classes!("transport-ends", open.then_some("is-open"))} role="group">
            if is_lesson {
                { switches(Sign::StepStops, "step-stops", "", state.step_stops, Action::SetStepStops(!state.step_stops)) }
                { switches(Sign::Curtain, "curtain", "C", state.curtain, Action::ToggleCurtain) }
            }
            { switches(Sign::Loop, "loop", "", state.looping, Action::SetLooping(!state.looping)) }
            { switch(Sign::Fit, settings.t("fit"), "0", None, does(player, Action::Fit)) }
            if for_hall {
                { switches(Sign::Present, "present", "P", state.present, Action::TogglePresent) }
                { switch(Sign::Speaker, settings.t("speaker"), "Shift + B", None, does(player, Action::OpenSpeaker)) }
            }
            { switch(Sign::Legend, settings.t("legend"), "", Some(legend), keep) }
        </div>
    }
}

fn does(player: &Player, action: Action) -> Callback<MouseEvent> {
    player.act.reform(move |_| action)
}

fn press(player: &Player, settings: &Settings, sign: Sign, id: &str, key: &str, action: Action) -> Html {
    let words = settings.t(id);
    html! {
        <button class="button button-quiet" type="button" title={hint(&words, key)} aria-label={words}
            onclick={does(player, action)}>
            <Icon {sign} />
        </button>
    }
}

/// Where the playhead is: the event and the time.
fn readout(player: &Player, settings: &Settings) -> Html {
    let beats = player.live.timeline.beats();
    let (row, rows) = (u64::from(beats.until(player.moment)), u64::from(beats.len()));
    let l10n = settings.l10n();
    let words = settings.with_args(
        "readout",
        &[("row", l10n.count(row).into()), ("rows", l10n.count(rows).into())],
    );
    let time_ns = player.model().time_ns(player.moment);
    html! {
        <p class="readout">
            <span class="readout-event">{ words }</span>
            <span class="readout-time">{ time_text(time_ns) }</span>
        </p>
    }
}

fn clocks(player: &Player, settings: &Settings) -> Html {
    let clock = |kind: ClockKind| {
        let id = format!("clock-{}", kind.name());
        html! {
            <button class="segment" type="button" aria-pressed={(player.state.clock == kind).to_string()}
                title={settings.t(&format!("{id}-about"))} onclick={does(player, Action::SetClock(kind))}>
                { settings.t(&id) }
            </button>
        }
    };
    html! {
        <div class="segments clocks" role="group" aria-label={settings.t("clock")}>
            { for ClockKind::ALL.into_iter().map(clock) }
        </div>
    }
}

fn speed(player: &Player, settings: &Settings) -> Html {
    let state = &player.state;
    let clock = player.live.timeline.clock(player.model(), state.clock);
    // Beside real time where the clock knows it: "1/20 of real time".
    let about = real_time_factor(&clock, state.speed)
        .map(|factor| settings.with_args("speed-real", &[("factor", factor_text(factor).into())]));
    html! {
        <div class="segments speed" role="group" aria-label={settings.t("speed")} title={about}>
            <button class="segment" type="button" aria-label={settings.t("speed-slower")} title={hint(&settings.t("speed-slower"), "<")}
                onclick={does(player, Action::Slower)}><Icon sign={Sign::Slower} /></button>
            <output class="segment-words">{ format!("{}×", state.speed) }</output>
            <button class="segment" type="button" aria-label={settings.t("speed-faster")} title={hint(&settings.t("speed-faster"), ">")}
                onclick={does(player, Action::Faster)}><Icon sign={Sign::Faster} /></button>
        </div>
    }
}

/// What a second of playing is in the run, and what a second of the lesson's text was in it.
fn pace_words(player: &Player, settings: &Settings) -> Html {
    let state = &player.state;
    let clock = player.live.timeline.clock(player.model(), state.clock);
    let per_s = pace_by(player.live.timeline.tempo(), &clock) * state.speed;
    let (words, text_s) = match clock.kind() {
        ClockKind::Steps => {
            let count = if per_s < 9.95 {
                format!("{per_s:.1}")
            } else {
                settings.l10n().count(per_s.round() as u64)
            };
            (
                settings.with_args("pace-events", &[("count", count.into())]),
                None,
            )
        }
        ClockKind::Wall | ClockKind::Folded => {
            let time = settings.l10n().duration(per_s.round() as u64);
            (
                settings.with_args("pace-time", &[("time", time.into())]),
                text_second_ns(player),
            )
        }
    };
    let lesson = text_s
        .map(|ns| settings.with_args("pace-lesson", &[("time", settings.l10n().duration(ns).into())]));
    html! {
        <p class="pace" title={lesson.clone()}>
            <span>{ format!("= {words}") }</span>
            if let Some(lesson) = lesson {
                <span class="pace-lesson">{ lesson }</span>
            }
        </p>
    }
}

/// How long a second of a lesson's text was in this run, in nanoseconds.
fn text_second_ns(player: &Player) -> Option<u64> {
    let lesson = player.model().header.lesson.as_ref()?;
    let scale = lesson.parameters.get("scale")?.as_f64()?;
    (scale > 0.0 && scale.is_finite()).then(|| (scale * 1e9).round() as u64)
}

/// Two figures that count: `1/20` below one, `3.5` above.
fn factor_text(factor: f64) -> String {
    let two = |value: f64| {
        if value >= 9.95 {
            format!("{value:.0}")
        } else {
            format!("{value:.1}")
        }
    };
    if factor >= 1.0 {
        two(factor)
    } else {
        format!("1/{}", two(1.0 / factor.max(1e-12)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_read_well() {
        let check = |factor, expected: &str| assert_eq!(factor_text(factor), expected);
        check(1.0, "1.0");
        check(12.4, "12");
        check(0.05, "1/20");
        check(0.8, "1/1.2");
    }
}
