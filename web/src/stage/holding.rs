//! A lock of any kind: a place with a door, its holders inside, and a line outside of it.

use laneway_trace::ObjectId;
use laneway_view::{Holder, HoldingPart};
use yew::prelude::*;

use super::card::{Drawn, Ground, free_places};

pub fn draw(ground: &Ground, id: ObjectId, holding: &HoldingPart) -> Drawn {
    let key = format!("holding {}", id.number());
    let held = !holding.holders.is_empty();
    let room = ground.room(id);
    let size = match (room.holders, room.waiters) {
        (..=1, 0) => "holding-small",
        (..=1, ..=2) => "holding-medium",
        _ => "holding-large",
    };
    let body = html! {
        <div class="holding-body">
            <div class={classes!("place", held.then_some("held"), (room.holders > 1).then_some("place-large"))}>
                <Padlock closed={held} />
                { inside(ground, &key, holding, room.holders) }
            </div>
            if room.waiters > 0 {
                { ground.line("waiters", "lock-waiting", &key, &holding.waiters, room.waiters) }
            }
        </div>
    };
    Drawn {
        class: classes!("holding", size),
        status: status(ground, holding, room.holders),
        body,
    }
}

fn inside(ground: &Ground, key: &str, holding: &HoldingPart, room: usize) -> Html {
    let holder = |holder: &Holder| {
        let key = format!("{key} {}", holder.chip.actor.number());
        html! {
            <span class={classes!("holder", holder.shares.then_some("shares"))} key={key.clone()} data-key={key} data-enter="right">
                { ground.chip(&holder.chip) }
                if holding.holders_len > 1 && holder.depth > 1 {
                    <b class="holder-depth">{ format!("×{}", holder.depth) }</b>
                }
            </span>
        }
    };
    if room <= 1 && holding.holders.is_empty() {
        return html! { <span class="vacant" key="vacant">{ ground.t("lock-free") }</span> };
    }
    if room <= 1 {
        return holding.holders.iter().map(holder).collect();
    }
    html! {
        <ol class="line-places holders">
            { for holding.holders.iter().map(|one| html! { <li key={one.chip.actor.number()}>{ holder(one) }</li> }) }
            { ground.more(holding.holders_len - holding.holders.len()) }
            { for free_places(holding.holders.len(), room) }
        </ol>
    }
}

/// How much of it is taken, for how long, and how often its holder has entered. That a place for one is free
/// stands in the place.
fn status(ground: &Ground, holding: &HoldingPart, room: usize) -> Html {
    let mut words: Vec<Html> = Vec::new();
    let count = |id, count: usize| ground.with_args(id, &[("count", (count as i64).into())]);
    match (holding.permits, &holding.holders[..]) {
        (Some(permits), _) => {
            let number = |number| i64::try_from(number).unwrap_or(i64::MAX).into();
            let arguments = [("taken", number(holding.taken)), ("permits", number(permits))];
            words.push(ground.with_args("holding-taken", &arguments).into());
        }
        (None, []) if room <= 1 => {}
        (None, []) => words.push(ground.t("lock-free").into()),
        (None, [holder, ..]) if holder.shares || holding.holders_len > 1 => {
            words.push(count("holding-shared", holding.holders_len).into());
        }
        (None, [holder, ..]) => {
            let now_ns = ground.player.model().time_ns(ground.player.moment);
            let time = ground
                .settings
                .l10n()
                .duration(now_ns.saturating_sub(holder.since_ns));
            words.push(ground.with_args("lock-held", &[("time", time.into())]).into());
            if holder.depth > 1 {
                let depth = [("depth", i64::from(holder.depth).into())];
                words.push(html! { <b>{ ground.with_args("lock-depth", &depth) }</b> });
            }
        }
    }
    if holding.poisoned {
        let about = ground.t("holding-poisoned-about");
        words.push(html! { <b title={about}>{ ground.t("holding-poisoned") }</b> });
    }
    super::card::dotted(words)
}

#[derive(PartialEq, Properties)]
pub struct PadlockProps {
    pub closed: bool,
}

/// A padlock, open or closed.
#[component]
pub fn Padlock(props: &PadlockProps) -> Html {
    let shackle = if props.closed {
        "M6 9V6a4 4 0 0 1 8 0v3"
    } else {
        "M6 9V4.500a4 4 0 0 1 7.800-1.200"
    };
    html! {
        <svg class="padlock" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="icon-line" d={shackle} />
            <path class="icon-fill" d="M4 9h12v9H4z" />
        </svg>
    }
}
