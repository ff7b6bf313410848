//! The panel of the story: what happened, event by event. It is the picture in words, for those who read
//! and for those who listen.

use laneway_model::{Model, Moment};
use laneway_view::{Action, narrate};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use super::run_ref::RunRef;
use super::scroll::use_now_in_sight;
use super::sentence::sentence;
use super::state::{doing_at, state_sign};
use super::window::{Earlier, Later, Reach, use_leaf};

/// What is to be seen around the playhead, on the largest screen.
const REACH: Reach = Reach {
    before: 24,
    after: 16,
};

#[derive(PartialEq, Properties)]
pub struct StoryProps {
    pub player: Player,
}

/// Events around the playhead, one sentence each.
#[component]
pub fn Story(props: &StoryProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let beats = player.live.timeline.beats();
    let now = beats.until(player.moment).checked_sub(1);
    let leaf = use_leaf(beats.len() as usize, now.unwrap_or(0) as usize, REACH);
    let panel = use_node_ref();
    use_now_in_sight(&panel, player.moment);
    let run = RunRef::of(player);
    let decimals = *use_memo((), |()| decimals(&player.model().events.time_ns));
    html! {
        <div class="scroll long" ref={panel} tabindex="0" data-scrolls="">
            if now.is_none() {
                <p class="before" data-now="">{ settings.t("events-before") }</p>
            }
            <Earlier leaf={leaf.clone()} />
            <ol class="rows">
                { for leaf.rows.clone().filter_map(|beat| {
                    let beat = beat as u32;
                    let (row, tense) = (beats.row(beat)?, Tense::of(beat, now));
                    Some(html! { <StoryRow key={row} run={run.clone()} {row} {tense} {decimals} act={player.act.clone()} /> })
                }) }
            </ol>
            <Later {leaf} />
        </div>
    }
}

/// Where an event stands to the playhead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Now,
    Future,
}

impl Tense {
    fn of(beat: u32, now: Option<u32>) -> Self {
        match now {
            Some(now) if beat < now => Self::Past,
            Some(now) if beat == now => Self::Now,
            _ => Self::Future,
        }
    }
}

/// So many events tell how close those of a run are.
const SAMPLED: usize = 10_000;

/// The fewest decimals of a second by which most neighbours can be told apart; never fewer than those of a
/// millisecond.
fn decimals(times_ns: &[u64]) -> usize {
    let sample = &times_ns[..times_ns.len().min(SAMPLED)];
    let most_differ = |&(_, unit_ns): &(usize, u64)| {
        let pairs = sample.iter().zip(sample.iter().skip(1));
        let same = pairs.filter(|(a, b)| *a / unit_ns == *b / unit_ns).count();
        same * 4 <= sample.len()
    };
    let units = [(3, 1_000_000), (4, 100_000), (5, 10_000)];
    units
        .into_iter()
        .find(most_differ)
        .map_or(6, |(decimals, _)| decimals)
}

#[derive(PartialEq, Properties)]
struct StoryRowProps {
    run: RunRef,
    row: u32,
    tense: Tense,
    /// Those of its time.
    decimals: usize,
    act: Callback<Action>,
}

/// One event: when, and what happened. The sign says what its actor does from then on.
#[component]
fn StoryRow(props: &StoryRowProps) -> Html {
    let settings = use_settings().settings;
    let row = props.row;
    let model: &Model = &props.run.model;
    let at = Moment::after(row);
    let Some(message) = narrate(model, row) else {
        return html! {};
    };
    let (tense, now) = match props.tense {
        Tense::Past => (None, false),
        Tense::Now => (Some("is-now"), true),
        Tense::Future => (Some("is-future"), false),
    };
    let doing = model.lane_of_row(row).and_then(|lane| doing_at(model, lane, at));
    html! {
        <li>
            <button class={classes!("row", "story-row", tense)} type="button" data-now={now.then_some("")}
                aria-current={now.then_some("true")}
                onclick={props.act.reform(move |_: MouseEvent| Action::GoMoment(at))}>
                <span class="time">{ settings.l10n().time_to(model.time_ns(at), props.decimals) }</span>
                <span>{ doing.map(state_sign) }</span>
                <span class="row-text">{ sentence(&settings, &message) }</span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_decimals_that_tell_most_events_apart() {
        let check = |times_ns: &[u64], expected| assert_eq!(decimals(times_ns), expected);
        check(&[], 3);
        check(&[0, 2_000_000, 4_000_000, 7_000_000], 3);
        check(&[0, 100_000, 200_000, 300_000, 9_000_000], 4);
        check(&[0, 1_000, 2_000, 2_000, 2_000], 6);
    }

    #[test]
    fn the_playhead_parts_what_happened_from_what_will() {
        let check = |row, now, expected| assert_eq!(Tense::of(row, now), expected);
        check(0, None, Tense::Future);
        check(3, Some(4), Tense::Past);
        check(4, Some(4), Tense::Now);
        check(5, Some(4), Tense::Future);
    }
}
