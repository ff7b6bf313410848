//! A lock: a place with a door, its holder inside, and a line outside of it.

use laneway_view::LockCard;
use yew::prelude::*;

use super::card::{Crowd, Ground, object_card};

pub fn card(ground: &Ground, lock: &LockCard) -> Html {
    let key = format!("lock {}", lock.object.id.number());
    let held = lock.holder.is_some();
    let inside = match &lock.holder {
        Some(holder) => {
            let key = format!("{key} {}", holder.actor.number());
            html! { <span class="holder" key={key.clone()} data-key={key} data-enter="right">{ ground.chip(holder) }</span> }
        }
        None => html! { <span class="vacant" key="vacant">{ ground.t("lock-free") }</span> },
    };
    let room = ground.plan.room(lock.object.id).waiters;
    let waiters = Crowd {
        shown: &lock.waiters,
        len: lock.waiters_len,
    };
    let size = match room {
        0 => "lock-small",
        1..=2 => "lock-medium",
        _ => "lock-large",
    };
    let body = html! {
        <div class="lock-body">
            <div class={classes!("place", held.then_some("held"))}>
                <Padlock closed={held} />
                { inside }
            </div>
            if room > 0 {
                { ground.line("waiters", ground.t("lock-waiting"), &key, &waiters, room) }
            }
        </div>
    };
    object_card(
        ground,
        classes!("lock", size),
        &lock.object,
        "stage-lock",
        status(ground, lock),
        body,
    )
}

/// For how long it has been held, and how often its holder has taken it.
fn status(ground: &Ground, lock: &LockCard) -> Html {
    let Some(since_ns) = lock.since_ns else {
        return html! { ground.t("lock-free") };
    };
    let now_ns = ground.player.model().time_ns(ground.player.moment);
    let time = ground.settings.l10n().duration(now_ns.saturating_sub(since_ns));
    let held = ground.with_args("lock-held", &[("time", time.into())]);
    if lock.depth > 1 {
        let depth = ground.with_args("lock-depth", &[("depth", i64::from(lock.depth).into())]);
        html! { <>{ held }{ " · " }<b>{ depth }</b></> }
    } else {
        html! { held }
    }
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
